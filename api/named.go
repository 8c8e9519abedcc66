package api

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"enishi/graph"
)

// Whatever an answer names by id stands in its nodes, edges and sources, so that a reader of one answer need not ask again: the ends of edges and ties, the area a record of the
// answer lies in, its successors, what is cited. Two things are not: where the nodes that are only named lie and who took them over, as that list would name further nodes in turn;
// and the records that a figure counts, which are there to be opened. Answers that only find, count or rank (search, counts, structure) have no sources.

// withNamed adds the nodes of ids to the nodes of an answer, and what they cite to its sources; both lists stay in id order, each record once. Ids may be empty or stand there already.
func (q *question) withNamed(ctx context.Context, r graph.Reader, nodes []graph.FoundNode, sources []graph.Source, ids ...string) (nodeList, sourceList, error) {
	missing := map[string]bool{}
	for _, id := range ids {
		missing[id] = true
	}
	delete(missing, "")
	for i := range nodes {
		delete(missing, nodes[i].ID)
	}
	more, err := q.nodesByID(ctx, r, slices.Collect(maps.Keys(missing)))
	if err != nil || len(more) == 0 {
		return nodes, sources, err
	}
	cites, err := cited(ctx, r, more, nil)
	if err != nil {
		return nil, nil, err
	}
	return byID(nodes, more, func(n *graph.FoundNode) string { return n.ID }), byID(sources, cites, func(s *graph.Source) string { return s.ID }), nil
}

// byID is two lists as one in id order; of records with one id the first list's stays.
func byID[T any](a, b []T, id func(*T) string) []T {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(x, y T) int { return cmp.Compare(id(&x), id(&y)) })
	return slices.CompactFunc(all, func(x, y T) bool { return id(&x) == id(&y) })
}

// namedByNode are the ids that a node names: where it lies and who took it over.
func namedByNode(n *graph.Node) []string {
	if n.Within == "" {
		return successorIDs(n)
	}
	return append(successorIDs(n), n.Within)
}

// namedByNodes are the ids that nodes name.
func namedByNodes(nodes []graph.FoundNode) (ids []string) {
	for i := range nodes {
		ids = append(ids, namedByNode(&nodes[i].Node)...)
	}
	return ids
}

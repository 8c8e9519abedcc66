package storetest

import (
	"cmp"
	"context"
	"slices"

	"enishi/graph"
	"enishi/graph/names"
)

func (r reader) Search(ctx context.Context, q graph.SearchQuery) (graph.SearchResult, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.SearchResult{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.SearchResult{}, err
	}
	degree := map[string]int{}
	for _, e := range s.edges {
		degree[e.Source]++
		degree[e.Target]++
	}
	text := names.Parse(q.Text)
	in, _ := s.nodesIn(&q.Filter)
	var hits []graph.Hit
	for _, n := range in {
		if hit, ok := names.Match(text, s.searchKeys()[n.ID]); ok {
			hits = append(hits, graph.Hit{Node: n, Name: hit.Name, Lang: string(hit.Lang), How: graph.How(hit.How.String())})
		}
	}
	slices.SortFunc(hits, func(a, b graph.Hit) int {
		return cmp.Or(howOrder(a.How)-howOrder(b.How), degree[b.Node.ID]-degree[a.Node.ID], cmp.Compare(a.Node.ID, b.Node.ID))
	})
	out := graph.SearchResult{Version: s.version(), Total: len(hits)}
	if q.Offset < len(hits) {
		out.Hits = hits[q.Offset:min(len(hits), q.Offset+q.Limit)]
	}
	return out, nil
}

func howOrder(h graph.How) int {
	return slices.Index([]graph.How{graph.Exact, graph.Prefix, graph.Word, graph.Fuzzy}, h)
}

// searchKeys are the keys of every node, made when they are first asked for.
func (s *state) searchKeys() map[string][]names.Key {
	s.keysOnce.Do(func() {
		s.keys = map[string][]names.Key{}
		for id, n := range s.nodes {
			s.keys[id] = names.Keys(names.SubjectOf(n, s.nodes[n.Within]))
		}
	})
	return s.keys
}

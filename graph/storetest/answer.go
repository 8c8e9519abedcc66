package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// Questions that are no query type of package graph.
type (
	nodeByID     struct{ id string }
	edgeByID     struct{ id string }
	sourceByID   struct{ id string }
	nodesByIDs   struct{ ids []string }
	sourcesByIDs struct{ ids []string }
	byCode       struct{ system, value string }
	dataset      struct{}
)

// ask puts any question to a reader.
func ask(ctx context.Context, r graph.Reader, question any) (any, error) {
	switch q := question.(type) {
	case graph.NodesQuery:
		return r.Nodes(ctx, q)
	case graph.EdgesQuery:
		return r.Edges(ctx, q)
	case graph.SourcesQuery:
		return r.Sources(ctx, q)
	case graph.ClaimsQuery:
		return r.Claims(ctx, q)
	case graph.SearchQuery:
		return r.Search(ctx, q)
	case graph.CountsQuery:
		return r.Counts(ctx, q)
	case graph.NeighborsQuery:
		return r.Neighbors(ctx, q)
	case graph.NeighborhoodQuery:
		return r.Neighborhood(ctx, q)
	case graph.SubgraphQuery:
		return r.Subgraph(ctx, q)
	case graph.PathsQuery:
		return r.Paths(ctx, q)
	case graph.TallyQuery:
		return r.Tally(ctx, q)
	case graph.DiffQuery:
		return r.Diff(ctx, q)
	case nodeByID:
		return r.Node(ctx, q.id)
	case edgeByID:
		return r.Edge(ctx, q.id)
	case sourceByID:
		return r.Source(ctx, q.id)
	case nodesByIDs:
		return r.NodesByID(ctx, q.ids)
	case sourcesByIDs:
		return r.SourcesByID(ctx, q.ids)
	case byCode:
		return r.ByCode(ctx, q.system, q.value)
	case dataset:
		d, err := r.Dataset(ctx)
		d.Release = graph.ReleaseInfo{} // how often a store was written to is not part of the answer
		return d, err
	}
	panic(fmt.Sprintf("no such question: %T", question))
}

// classes are the errors that callers branch on.
var classes = []error{graph.ErrNotFound, graph.ErrInvalid, graph.ErrConflict, graph.ErrTooLarge, graph.ErrUnavailable, graph.ErrReadOnly, graph.ErrForeign,
	context.Canceled, context.DeadlineExceeded}

// class names the errors that err is, "" for none; an error of no class is its own text.
func class(err error) string {
	if err == nil {
		return ""
	}
	var is []string
	for _, c := range classes {
		if errors.Is(err, c) {
			is = append(is, c.Error())
		}
	}
	if len(is) == 0 {
		return "unclassed: " + err.Error()
	}
	return strings.Join(is, ", ")
}

// told asks and tells the answer in a line: ids with a mark of certainty (? possible, ~ undated, ! out), then the counts that are not zero. It also checks what
// every answer must keep by itself.
func told(ctx context.Context, r graph.Reader, question any) string {
	answer, err := ask(ctx, r, question)
	if err != nil {
		return "error: " + class(err)
	}
	if fault := incoherent(question, answer); fault != "" {
		return "incoherent: " + fault
	}
	return tell(answer)
}

var marks = map[graph.Certainty]string{graph.Certain: "", graph.Possible: "?", graph.Undated: "~", graph.Out: "!"}

func tell(answer any) string {
	switch a := answer.(type) {
	case graph.NodePage:
		return parts(ids(a.Items, markedNode), fmt.Sprint("total ", a.Total), count("undated", a.Undated), count("possible", a.Possible), word("next", a.Next))
	case graph.EdgePage:
		return parts(ids(a.Items, markedEdge), fmt.Sprint("total ", a.Total), count("undated", a.Undated), count("possible", a.Possible), word("next", a.Next))
	case graph.SourcePage:
		return parts(ids(a.Items, func(s graph.Source) string { return s.Locator }), fmt.Sprint("total ", a.Total), word("next", a.Next))
	case graph.ClaimPage:
		return parts(ids(a.Items, func(c graph.Claim) string { return c.Record + "." + c.Field }), fmt.Sprint("total ", a.Total), word("next", a.Next))
	case graph.SearchResult:
		return parts(ids(a.Hits, func(h graph.Hit) string {
			return fmt.Sprintf("%s(%s %s %s)", markedNode(h.Node), h.How, h.Lang, h.Name)
		}), fmt.Sprint("total ", a.Total))
	case graph.Counts:
		return parts(markedNode(a.Node), ids(a.Counts, func(c graph.Count) string {
			return fmt.Sprintf("%s %s %s %d/%d/%d", c.EdgeKind, c.Direction, c.NodeKind, c.Count, c.Nodes, c.Edges)
		}), fmt.Sprint("total ", a.Total), count("undated", a.Undated))
	case graph.Network:
		return parts(ids(a.Nodes, markedNode), ids(a.Edges, markedEdge), fmt.Sprintf("total %d/%d", a.Meta.Total.Nodes, a.Meta.Total.Edges), metaParts(a.Meta))
	case graph.PathSet:
		return parts(strings.Join(mapped(a.Paths, tellPath), "; "), metaParts(a.Meta))
	case graph.Tally:
		return parts(ids(a.Cells, tellCell), fmt.Sprint("total ", a.Total), count("undated", a.Undated), count("possible", a.Possible))
	case graph.Node:
		return a.ID
	case graph.Edge:
		return a.ID
	case graph.Source:
		return a.Locator
	case []graph.Node:
		return ids(a, func(n graph.Node) string { return n.ID })
	case []graph.Source:
		return ids(a, func(s graph.Source) string { return s.Locator })
	}
	return fmt.Sprintf("%+v", answer)
}

// tellCell tells a cell, and of ties how many are between prefectures and states (p) and across levels (x).
func tellCell(c graph.Cell) string {
	told := fmt.Sprintf("%s/%s=%d", c.Row, c.Col, c.Count)
	if c.Levels.PrefectureState > 0 {
		told += fmt.Sprint("p", c.Levels.PrefectureState)
	}
	if c.Levels.CrossLevel > 0 {
		told += fmt.Sprint("x", c.Levels.CrossLevel)
	}
	return told
}

func metaParts(m graph.Meta) string {
	return parts(word("cut", ids(m.TruncatedBy, func(c graph.Cut) string { return string(c) })), count("undated", m.Undated), count("possible", m.Possible),
		word("at", strings.Join(m.ContinueAt, " ")))
}

func tellPath(p graph.Path) string {
	var b strings.Builder
	for i, n := range p.Nodes {
		if i > 0 {
			hop := []string{p.Edges[i-1]}
			if p.Others != nil {
				hop = append(hop, p.Others[i-1]...)
			}
			fmt.Fprintf(&b, " %s ", strings.Join(hop, "+"))
		}
		b.WriteString(strings.ToUpper(n))
	}
	return fmt.Sprintf("%s : %d", b.String(), p.Cost)
}

func markedNode(n graph.FoundNode) string { return n.ID + marks[n.Certainty] }
func markedEdge(e graph.FoundEdge) string { return e.ID + marks[e.Certainty] }

func mapped[T, U any](items []T, f func(T) U) (out []U) {
	for _, v := range items {
		out = append(out, f(v))
	}
	return out
}

func ids[T any](items []T, id func(T) string) string { return strings.Join(mapped(items, id), " ") }

func count(what string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(what, " ", n)
}

func word(what, v string) string {
	if v == "" {
		return ""
	}
	return what + " " + v
}

func parts(ps ...string) string {
	return strings.Join(slices.DeleteFunc(ps, func(p string) bool { return p == "" }), " | ")
}

// incoherent says what an answer contradicts in itself: counts and records that do not fit, an order that is not kept, a node or source that is missing or has no business there.
func incoherent(question, answer any) string {
	switch a := answer.(type) {
	case graph.NodePage:
		return cmp.Or(unsorted("items", a.Items, byNodeID), tooMany(a.Next, len(a.Items), a.Total))
	case graph.EdgePage:
		f := filterOf(question)
		return cmp.Or(wrongNodes(a.Nodes, nil, a.Items, f.Time), tooMany(a.Next, len(a.Items), a.Total))
	case graph.Network:
		var starts []string
		if q, ok := question.(graph.NeighborhoodQuery); ok {
			starts = q.From
		}
		return wrongNetwork(a, starts, filterOf(question).Time)
	case graph.PathSet:
		return wrongPaths(a, question.(graph.PathsQuery))
	case graph.Counts:
		total := 0
		for _, c := range a.Counts {
			total += c.Count
			if c.Count < 1 || c.Count > c.Edges || c.Nodes < 1 || c.Nodes > c.Edges {
				return fmt.Sprintf("%+v cannot be", c)
			}
		}
		return mismatch("total of counts", a.Total, total)
	}
	return ""
}

func filterOf(question any) graph.Filter {
	switch q := question.(type) {
	case graph.EdgesQuery:
		return q.Filter
	case graph.NeighborsQuery:
		return q.Filter
	case graph.NeighborhoodQuery:
		return q.Filter
	case graph.SubgraphQuery:
		return q.Filter
	case graph.PathsQuery:
		return q.Filter
	}
	return graph.Filter{}
}

func mismatch[T comparable](what string, got, want T) string {
	if got != want {
		return fmt.Sprintf("%s is %v, not %v", what, got, want)
	}
	return ""
}

func unsorted[T any](what string, items []T, compare func(a, b T) int) string {
	for i := 1; i < len(items); i++ {
		if compare(items[i-1], items[i]) >= 0 {
			return fmt.Sprintf("%s: number %d stands before number %d", what, i, i+1)
		}
	}
	return ""
}

func tooMany(next string, items, total int) string {
	if items > total || (next != "" && items == total) {
		return fmt.Sprintf("%d items of %d, next %q", items, total, next)
	}
	return ""
}

func byNodeID(a, b graph.FoundNode) int { return cmp.Compare(a.ID, b.ID) }

func byKindAndID(a, b graph.FoundEdge) int {
	return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(a.ID, b.ID))
}

// wrongNodes says how the nodes are not exactly the edges' ends and the extra ones, by id, each with its own certainty.
func wrongNodes(nodes []graph.FoundNode, extra []string, edges []graph.FoundEdge, t graph.Time) string {
	want := map[string]bool{}
	for _, id := range extra {
		want[id] = true
	}
	for _, e := range edges {
		want[e.Source], want[e.Target] = true, true
	}
	for _, n := range nodes {
		if c := n.Holds(t); n.Certainty != c {
			return fmt.Sprintf("node %s is %q, not %q", n.ID, n.Certainty, c)
		}
	}
	got := mapped(nodes, func(n graph.FoundNode) string { return n.ID })
	if ids := sortedIDs(want); !slices.Equal(got, ids) {
		return fmt.Sprintf("nodes %v, not %v", got, ids)
	}
	return ""
}

func wrongNetwork(a graph.Network, extra []string, t graph.Time) string {
	cited := map[string]bool{}
	possible := 0
	for _, n := range a.Nodes {
		possible += b2i(n.Certainty == graph.Possible)
		for _, c := range n.AllCitations() {
			cited[c] = true
		}
	}
	for _, e := range a.Edges {
		possible += b2i(e.Certainty == graph.Possible)
		for _, c := range e.Citations {
			cited[c] = true
		}
	}
	got := mapped(a.Sources, func(s graph.Source) string { return s.ID })
	if want := sortedIDs(cited); !slices.Equal(got, want) {
		return fmt.Sprintf("sources %v, not %v", got, want)
	}
	return cmp.Or(wrongNodes(a.Nodes, extra, a.Edges, t), unsorted("edges", a.Edges, byKindAndID), mismatch("shown", a.Meta.Shown, graph.Size{Nodes: len(a.Nodes), Edges: len(a.Edges)}),
		mismatch("possible", a.Meta.Possible, possible))
}

func wrongPaths(a graph.PathSet, q graph.PathsQuery) string {
	net := graph.Network{Meta: a.Meta, Nodes: a.Nodes, Edges: a.Edges, Sources: a.Sources}
	var single []string
	for _, p := range a.Paths {
		if p.Length == 0 {
			single = p.Nodes
		}
		if fault := wrongPath(p, q); fault != "" {
			return fault
		}
	}
	return cmp.Or(wrongNetwork(net, single, q.Filter.Time), unsorted("paths", a.Paths, comparePaths))
}

func comparePaths(a, b graph.Path) int {
	return cmp.Or(a.Cost-b.Cost, a.Length-b.Length, slices.Compare(a.Nodes, b.Nodes))
}

func wrongPath(p graph.Path, q graph.PathsQuery) string {
	sorted := slices.Sorted(slices.Values(p.Nodes))
	switch {
	case len(p.Nodes) != p.Length+1 || len(p.Edges) != p.Length || (p.Others != nil && len(p.Others) != p.Length):
		return fmt.Sprintf("path %v of length %d has %d nodes, %d edges, %d others", p.Nodes, p.Length, len(p.Nodes), len(p.Edges), len(p.Others))
	case p.Nodes[0] != q.From || p.Nodes[p.Length] != q.To:
		return fmt.Sprintf("path %v does not lead from %s to %s", p.Nodes, q.From, q.To)
	case len(slices.Compact(sorted)) != p.Length+1:
		return fmt.Sprintf("path %v has a loop", p.Nodes)
	}
	return ""
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

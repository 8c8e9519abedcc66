package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
)

// mutant is the oracle with one answer spoilt.
type mutant struct {
	graph.Store
	spoil func(answer any) any
}

func spoilt[T any](m mutant, v T, err error) (T, error) {
	if err != nil {
		return v, err
	}
	return m.spoil(v).(T), nil
}

func (m mutant) Nodes(ctx context.Context, q graph.NodesQuery) (graph.NodePage, error) {
	v, err := m.Store.Nodes(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Edges(ctx context.Context, q graph.EdgesQuery) (graph.EdgePage, error) {
	v, err := m.Store.Edges(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Neighbors(ctx context.Context, q graph.NeighborsQuery) (graph.EdgePage, error) {
	v, err := m.Store.Neighbors(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Counts(ctx context.Context, q graph.CountsQuery) (graph.Counts, error) {
	v, err := m.Store.Counts(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Network, error) {
	v, err := m.Store.Neighborhood(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Subgraph(ctx context.Context, q graph.SubgraphQuery) (graph.Network, error) {
	v, err := m.Store.Subgraph(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Paths(ctx context.Context, q graph.PathsQuery) (graph.PathSet, error) {
	v, err := m.Store.Paths(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Tally(ctx context.Context, q graph.TallyQuery) (graph.Tally, error) {
	v, err := m.Store.Tally(ctx, q)
	return spoilt(m, v, err)
}

func (m mutant) Search(ctx context.Context, q graph.SearchQuery) (graph.SearchResult, error) {
	v, err := m.Store.Search(ctx, q)
	return spoilt(m, v, err)
}

// on spoils answers of one type only.
func on[T any](spoil func(*T)) func(any) any {
	return func(answer any) any {
		if v, ok := answer.(T); ok {
			spoil(&v)
			return v
		}
		return answer
	}
}

// mutants are mistakes that a store is likely to make.
var mutants = map[string]func(any) any{
	"collation instead of code points": on(func(p *graph.NodePage) {
		p.Items = slices.Clone(p.Items)
		slices.SortFunc(p.Items, func(a, b graph.FoundNode) int {
			return strings.Compare(strings.ReplaceAll(a.ID, "-", ""), strings.ReplaceAll(b.ID, "-", ""))
		})
	}),
	"a next page after the last":    on(func(p *graph.NodePage) { p.Next = lastID(p.Items) }),
	"undated nodes are not counted": on(func(p *graph.NodePage) { p.Undated = 0 }),
	"undated edges are not counted": on(func(p *graph.EdgePage) { p.Undated = 0 }),
	"possible edges are certain":    on(func(p *graph.EdgePage) { p.Items = mapped(p.Items, certain); p.Possible = 0 }),
	"total of the page":             on(func(p *graph.EdgePage) { p.Total = len(p.Items) }),
	"edges counted for lineages": on(func(c *graph.Counts) {
		c.Counts = mapped(c.Counts, func(n graph.Count) graph.Count { n.Count = n.Edges; return n })
	}),
	"ends in this page are left out": on(func(p *graph.EdgePage) { p.Nodes = nil }),
	"edges by id alone": on(func(n *graph.Network) {
		n.Edges = slices.Clone(n.Edges)
		slices.SortFunc(n.Edges, func(a, b graph.FoundEdge) int { return strings.Compare(a.ID, b.ID) })
	}),
	"total is what is shown": on(func(n *graph.Network) { n.Meta.Total = n.Meta.Shown }),
	"a cut is not told":      on(func(n *graph.Network) { n.Meta.TruncatedBy = nil }),
	"nowhere to go on":       on(func(n *graph.Network) { n.Meta.ContinueAt = nil }),
	"sources are left out":   on(func(n *graph.Network) { n.Sources = nil }),
	"nodes that are gone are not marked": on(func(n *graph.Network) {
		n.Nodes = mapped(n.Nodes, func(f graph.FoundNode) graph.FoundNode { f.Certainty = ""; return f })
	}),
	"parallel edges are left out": on(func(p *graph.PathSet) {
		p.Paths = mapped(p.Paths, func(q graph.Path) graph.Path { q.Others = nil; return q })
	}),
	"the last path is left out": on(func(p *graph.PathSet) {
		if len(p.Paths) > 1 {
			p.Paths = p.Paths[:len(p.Paths)-1]
		}
	}),
	"cost is length": on(func(p *graph.PathSet) {
		p.Paths = mapped(p.Paths, func(q graph.Path) graph.Path { q.Cost = q.Length; return q })
	}),
	"more paths, not told": on(func(p *graph.PathSet) { p.Meta.TruncatedBy = nil }),
	"unknown is dropped": on(func(y *graph.Tally) {
		y.Cells = where(y.Cells, func(c graph.Cell) bool { return c.Row != graph.UnknownKey && c.Col != graph.UnknownKey })
	}),
	"total is the sum": on(func(y *graph.Tally) {
		y.Total = 0
		for _, c := range y.Cells {
			y.Total += c.Count
		}
	}),
	"hits by id": on(func(s *graph.SearchResult) {
		s.Hits = slices.Clone(s.Hits)
		slices.SortFunc(s.Hits, func(a, b graph.Hit) int { return strings.Compare(a.Node.ID, b.Node.ID) })
	}),
}

func lastID(items []graph.FoundNode) string {
	if len(items) == 0 {
		return ""
	}
	return items[len(items)-1].ID
}

func certain(e graph.FoundEdge) graph.FoundEdge { e.Certainty = graph.Certain; return e }

// wrong counts the cases that a store does not answer as expected.
func wrong(t *testing.T, groups []group, spoil func(any) any) (n int) {
	for _, g := range groups {
		oracle := NewOracle()
		replace(t, oracle, parse(g.fixture))
		for _, c := range g.cases {
			if told(t.Context(), mutant{oracle, spoil}, c.question) != c.want {
				n++
			}
		}
	}
	return n
}

// The data cases find each mistake.
func TestCasesFindMistakes(t *testing.T) {
	all := append(groups(), finds)
	if n := wrong(t, all, func(a any) any { return a }); n > 0 {
		t.Fatalf("%d cases fail without a mistake", n)
	}
	for name, spoil := range mutants {
		if wrong(t, all, spoil) == 0 {
			t.Errorf("no case finds: %s", name)
		}
	}
}

// The comparison on random graphs finds each mistake too, whatever the seed, within as many pairs as a run has.
func TestRandomFindsMistakes(t *testing.T) {
	found := map[string]bool{}
	answered, empty := 0, 0
	g := newGenerator(20, 26)
	oracle := NewOracle()
	for range 4 * DefaultPairs / questionsPerGraph {
		if _, err := oracle.Apply(t.Context(), g.change(readAll(t, oracle))); err != nil && class(err) != "invalid" {
			t.Fatal(err)
		}
		for range questionsPerGraph {
			q := g.question(readAll(t, oracle))
			answer, err := ask(t.Context(), oracle, q)
			answered++
			if err != nil || strings.Contains(tell(answer), "total 0") || tell(answer) == "" {
				empty++
			}
			for name, spoil := range mutants {
				if !found[name] && disagreement(t, mutant{oracle, spoil}, oracle, q) != "" {
					found[name] = true
				}
			}
		}
	}
	for name := range mutants {
		if !found[name] {
			t.Errorf("no question finds: %s", name)
		}
	}
	if empty*2 > answered {
		t.Errorf("%d of %d answers are errors or empty: the questions ask too little", empty, answered)
	}
}

// What is left of a graph still shows the mistake, and nothing can be left out of it.
func TestShrink(t *testing.T) {
	ctx := t.Context()
	r := parse(neighbourhoods.fixture)
	differs := func(r *graph.Release) bool {
		oracle := NewOracle()
		if _, err := oracle.Apply(ctx, copyOf(r)); err != nil {
			return false
		}
		return strings.Contains(told(ctx, oracle, around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 3})), "e9")
	}
	small := shrink(r, differs)
	if got := fmt.Sprint(len(small.Nodes), len(small.Edges)); !differs(small) || got != "4 3" {
		t.Errorf("%s nodes and edges are left: %+v", got, small)
	}
}

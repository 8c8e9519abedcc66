package storetest

import (
	"context"
	"os"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"enishi/graph"
)

// DefaultPairs is how many random pairs of graph and question a store is compared on: few enough for one whose every call crosses a network.
const DefaultPairs = 300

// Suite is the conformance suite of one way to open a store.
type Suite struct {
	// Open returns an empty store, closed by t.Cleanup. It is called a few times in one run; stores opened in turn do not share data.
	Open func(t testing.TB) graph.Store
	// Pairs of random graphs and questions; 0: DefaultPairs. The environment variable ENISHI_PAIRS goes before it.
	Pairs int
}

// Run runs the suite with its defaults.
func Run(t *testing.T, open func(t testing.TB) graph.Store) { Suite{Open: open}.Run(t) }

// Run runs the whole suite.
func (s Suite) Run(t *testing.T) {
	t.Run("empty", func(t *testing.T) { emptyStore(t, s.Open(t)) })
	t.Run("cases", func(t *testing.T) { dataCases(t, s.Open(t)) })
	t.Run("writes", func(t *testing.T) { writeTests(t, s.Open(t)) })
	t.Run("strings", func(t *testing.T) { stringTests(t, s.Open(t)) })
	t.Run("contexts", func(t *testing.T) { contextTests(t, s.Open(t)) })
	t.Run("search", func(t *testing.T) { searchTests(t, s.Open(t)) })
	t.Run("random", func(t *testing.T) { s.random(t, s.Open(t)) })
}

// RunWrites runs the parts of the suite that make releases, for a way of writing that a store has besides its usual one.
func (s Suite) RunWrites(t *testing.T) {
	t.Run("empty", func(t *testing.T) { emptyStore(t, s.Open(t)) })
	t.Run("writes", func(t *testing.T) { writeTests(t, s.Open(t)) })
}

func (s Suite) pairs(t testing.TB) int {
	if n := envInt(t, "ENISHI_PAIRS"); n > 0 {
		return int(n)
	}
	if s.Pairs > 0 {
		return s.Pairs
	}
	return DefaultPairs
}

func envInt(t testing.TB, name string) int64 {
	text := os.Getenv(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%q is no number", name, text)
	}
	return n
}

// group is a fixture with its drawing and the questions that it is asked.
type group struct {
	name    string
	fixture string
	cases   []dataCase
}

type dataCase struct {
	name     string
	question any
	want     string // as told
}

// dataCases runs every group on one store, each after a release that replaces the one before.
func dataCases(t *testing.T, store graph.Store) {
	for _, g := range groups() {
		t.Run(g.name, func(t *testing.T) { g.run(t, store) })
	}
}

func (g group) run(t *testing.T, store graph.Store) {
	replace(t, store, parse(g.fixture))
	for _, c := range g.cases {
		if got := told(t.Context(), store, c.question); got != c.want {
			t.Errorf("%s\n got %s\nwant %s\nof %+v", c.name, got, c.want, c.question)
		}
	}
	verify(t, store)
}

func groups() []group {
	return []group{mergers, dates, filters, tallies, neighbourhoods, order, paths, records}
}

func replace(t testing.TB, store graph.Store, r *graph.Release) graph.ReleaseInfo {
	t.Helper()
	r = copyOf(r)
	r.Replace = true
	return apply(t, store, r)
}

func apply(t testing.TB, store graph.Store, r *graph.Release) graph.ReleaseInfo {
	t.Helper()
	info, err := store.Apply(t.Context(), r)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return info
}

// must fails the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got)\n%s", what, d)
	}
}

// verifyNodes is how many nodes verify looks around.
const verifyNodes = 24

// verify is the consistency check that every test ends with.
func verify(t testing.TB, store graph.Store) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	if faults := must[[]string](t)(store.Check(ctx)); len(faults) > 0 {
		t.Errorf("check: %q", faults)
	}
	all := readAll(t, store)
	if faults := all.faults(); len(faults) > 0 {
		t.Errorf("dangling: %q", faults)
	}
	verifyDataset(t, store, all)
	verifyLists(t, store, all)
	verifyEnds(t, store, all)
}

// readAll collects All and checks its order.
func readAll(t testing.TB, r graph.Reader) *content {
	t.Helper()
	all := &content{nodes: map[string]*graph.Node{}, edges: map[string]*graph.Edge{}, sources: map[string]*graph.Source{}, claims: map[string]*graph.Claim{}}
	lastKind, lastID := 0, ""
	stands := func(kind int, id string) {
		if kind < lastKind || (kind == lastKind && id <= lastID) {
			t.Errorf("all: %s %s stands after %s %s", graph.RecordKinds[kind], id, graph.RecordKinds[lastKind], lastID)
		}
		lastKind, lastID = kind, id
	}
	for record, err := range r.All(context.WithoutCancel(t.Context())) {
		if err != nil {
			t.Fatalf("all: %v", err)
		}
		switch v := record.(type) {
		case *graph.Node:
			stands(0, v.ID)
			all.nodes[v.ID] = v
		case *graph.Edge:
			stands(1, v.ID)
			all.edges[v.ID] = v
		case *graph.Source:
			stands(2, v.ID)
			all.sources[v.ID] = v
		case *graph.Claim:
			stands(3, v.ID)
			all.claims[v.ID] = v
		default:
			t.Errorf("all: a %T", record)
		}
	}
	return all
}

func verifyDataset(t testing.TB, store graph.Store, all *content) {
	t.Helper()
	ctx := t.Context()
	d := must[graph.Dataset](t)(store.Dataset(ctx))
	nodes, edges, ties := map[graph.NodeKind]int{}, map[graph.EdgeKind]int{}, map[string]bool{}
	for _, n := range all.nodes {
		nodes[n.Kind]++
	}
	for _, e := range all.edges {
		edges[e.Kind]++
		if e.Tie != "" {
			ties[e.Tie] = true
		}
	}
	for kind := range d.Nodes {
		nodes[kind] += 0
	}
	for kind := range d.Edges {
		edges[kind] += 0
	}
	equal(t, "dataset nodes", d.Nodes, nodes)
	equal(t, "dataset edges", d.Edges, edges)
	equal(t, "dataset ties, sources, claims", []int{d.Ties, d.Sources, d.Claims}, []int{len(ties), len(all.sources), len(all.claims)})
	version := all.version()
	equal(t, "version", must[string](t)(store.Version(ctx)), version)
	equal(t, "version of dataset", d.Version, version)
	if d.Release.Number > 0 {
		equal(t, "version of release", d.Release.Version, version)
	}
}

// everything is a filter that lets all pass.
var everything = graph.Filter{Time: graph.Time{Any: true}}

// verifyLists walks every list in pages.
func verifyLists(t testing.TB, store graph.Store, all *content) {
	t.Helper()
	ctx := t.Context()
	limit := func(n int) int { return min(graph.MaxPage, max(2, n/2+1)) }
	walkPages(t, "nodes", sortedIDs(all.nodes), func(after string) ([]string, string, int, error) {
		p, err := store.Nodes(ctx, graph.NodesQuery{Filter: everything, Page: graph.Page{Limit: limit(len(all.nodes)), After: after}})
		return mapped(p.Items, nodeID), p.Next, p.Total, err
	})
	walkPages(t, "edges", sortedIDs(all.edges), func(after string) ([]string, string, int, error) {
		p, err := store.Edges(ctx, graph.EdgesQuery{Filter: everything, Page: graph.Page{Limit: limit(len(all.edges)), After: after}})
		return mapped(p.Items, edgeID), p.Next, p.Total, err
	})
	walkPages(t, "sources", sortedIDs(all.sources), func(after string) ([]string, string, int, error) {
		p, err := store.Sources(ctx, graph.SourcesQuery{Page: graph.Page{Limit: limit(len(all.sources)), After: after}})
		return mapped(p.Items, func(s graph.Source) string { return s.ID }), p.Next, p.Total, err
	})
	walkPages(t, "claims", sortedIDs(all.claims), func(after string) ([]string, string, int, error) {
		p, err := store.Claims(ctx, graph.ClaimsQuery{Page: graph.Page{Limit: limit(len(all.claims)), After: after}})
		return mapped(p.Items, func(c graph.Claim) string { return c.ID }), p.Next, p.Total, err
	})
}

// walkPages follows a list from page to page and compares it with what is wanted.
func walkPages(t testing.TB, what string, want []string, page func(after string) (items []string, next string, total int, err error)) {
	t.Helper()
	var got []string
	for after := ""; ; {
		items, next, total, err := page(after)
		if err != nil {
			t.Fatalf("%s after %q: %v", what, after, err)
		}
		if total != len(want) {
			t.Errorf("%s after %q: total %d, not %d", what, after, total, len(want))
		}
		got = append(got, items...)
		if next == "" {
			break
		}
		if len(items) == 0 || next != items[len(items)-1] || len(got) > len(want) {
			t.Fatalf("%s after %q: %d items, next %q", what, after, len(items), next)
		}
		after = next
	}
	if d := gocmp.Diff(append([]string{}, want...), append([]string{}, got...)); d != "" {
		t.Errorf("%s (-want +got)\n%s", what, d)
	}
}

// verifyEnds looks at nodes from the side: each of its edges is among its neighbours, whichever end it is, and the counts add up to them.
func verifyEnds(t testing.TB, store graph.Store, all *content) {
	t.Helper()
	ctx := t.Context()
	ids := sortedIDs(all.nodes)
	step := len(ids)/verifyNodes + 1
	for i := 0; i < len(ids); i += step {
		want := map[string]bool{}
		for _, e := range all.edges {
			if e.Source == ids[i] || e.Target == ids[i] {
				want[e.ID] = true
			}
		}
		got := map[string]bool{}
		p := must[graph.EdgePage](t)(store.Neighbors(ctx, graph.NeighborsQuery{ID: ids[i], Filter: everything, Page: graph.Page{Limit: graph.MaxPage}}))
		for _, e := range p.Items {
			got[e.ID] = true
		}
		if len(want) <= graph.MaxPage {
			equal(t, "edges of "+ids[i], got, want)
		}
		c := must[graph.Counts](t)(store.Counts(ctx, graph.CountsQuery{ID: ids[i], Filter: everything}))
		edges := 0
		for _, n := range c.Counts {
			edges += n.Edges
		}
		equal(t, "counts of "+ids[i], []int{edges, p.Total}, []int{len(want), len(want)})
	}
}

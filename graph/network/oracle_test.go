package network_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"enishi/graph"
	"enishi/graph/network"
	"enishi/graph/storetest"
)

// count is how many random cases a property test runs; ENISHI_NETWORK_CASES makes it more.
func count(t testing.TB, quick int) int {
	s := os.Getenv("ENISHI_NETWORK_CASES")
	if s == "" {
		return quick
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("ENISHI_NETWORK_CASES=%q is no number", s)
	}
	return n
}

// each runs fn for seeds 1 to n; a failure names its seed.
func each(t *testing.T, n int, fn func(t *testing.T, r random)) {
	for seed := range uint64(n) {
		r := newRandom(seed + 1)
		ok := t.Run(fmt.Sprintf("seed=%d", seed+1), func(t *testing.T) { fn(t, r) })
		if !ok {
			return
		}
	}
}

// TestFilter holds the compiled view to graph.Filter on every record.
func TestFilter(t *testing.T) {
	t.Parallel()
	each(t, count(t, 300), func(t *testing.T, r random) {
		rel := r.release(2+r.IntN(25), r.IntN(80))
		n := build(t, rel)
		byID := map[string]*graph.Node{}
		for i := range rel.Nodes {
			byID[rel.Nodes[i].ID] = &rel.Nodes[i]
		}
		for range 10 {
			f, err := r.filter().Normalize()
			if err != nil {
				continue
			}
			v := n.View(f)
			for _, x := range rel.Nodes {
				i, _ := n.NodeIndex(x.ID)
				c, in := f.Node(&x)
				if gotC, gotIn := v.Node(i); gotC != c || gotIn != in {
					t.Fatalf("filter %+v, node %+v: %q, %v; want %q, %v", f, x, gotC, gotIn, c, in)
				}
			}
			for _, x := range rel.Edges {
				e, _ := n.EdgeIndex(x.ID)
				c, in := f.Edge(&x, byID[x.Source], byID[x.Target])
				if gotC, gotIn := v.Edge(e); gotC != c || gotIn != in {
					t.Fatalf("filter %+v, edge %+v: %q, %v; want %q, %v", f, x, gotC, gotIn, c, in)
				}
			}
		}
	})
}

// subject asks a network what a reader is asked, in the reader's words.
type subject struct{ n *network.Network }

func (s subject) nodes(refs []network.NodeRef) (out []string) {
	for _, r := range refs {
		out = append(out, s.n.NodeID(r.Index)+" "+string(r.Certainty))
	}
	return out
}

func (s subject) edges(refs []network.EdgeRef) (out []string) {
	for _, r := range refs {
		out = append(out, s.n.EdgeID(r.Index)+" "+string(r.Certainty))
	}
	return out
}

func nodeNames(list []graph.FoundNode) (out []string) {
	for _, n := range list {
		out = append(out, n.ID+" "+string(n.Certainty))
	}
	return out
}

func edgeNames(list []graph.FoundEdge) (out []string) {
	for _, e := range list {
		out = append(out, e.ID+" "+string(e.Certainty))
	}
	return out
}

// answer is what both sides are brought to.
type answer struct {
	Meta                     graph.Meta
	Nodes, Edges             []string
	Next                     string
	Total, Undated, Possible int
	Paths                    []graph.Path
	Counts                   []graph.Count
	Tally                    graph.Tally
	Err                      string
}

func errClass(err error) string {
	for _, class := range []error{graph.ErrInvalid, graph.ErrNotFound} {
		if errors.Is(err, class) {
			return class.Error()
		}
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func compare(t *testing.T, question any, got, want answer) {
	t.Helper()
	got.Meta.Version, want.Meta.Version, want.Tally.Version = "", "", ""
	if want.Err != "" || got.Err != "" {
		got, want = answer{Err: got.Err}, answer{Err: want.Err}
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("%+v\n(-oracle +network)\n%s", question, d)
	}
}

// TestQuestions holds every question to the oracle of storetest, which answers from maps.
func TestQuestions(t *testing.T) {
	t.Parallel()
	each(t, count(t, 400), func(t *testing.T, r random) {
		rel := r.release(2+r.IntN(14), r.IntN(50))
		oracle := storetest.NewOracle()
		if _, err := oracle.Apply(t.Context(), rel); err != nil {
			t.Fatal(err)
		}
		s := subject{build(t, rel)}
		for range 4 {
			f := r.filter()
			v := s.n.View(f)
			askLists(t, r, oracle, s, v, f, rel)
			askNetworks(t, r, oracle, s, v, f, rel)
			askPaths(t, r, oracle, s, v, f, rel)
			askTally(t, r, oracle, v, f)
		}
	})
}

func askLists(t *testing.T, r random, oracle graph.Reader, s subject, v *network.View, f graph.Filter, rel *graph.Release) {
	ctx := t.Context()
	if _, err := f.Normalize(); err != nil {
		return
	}
	nq := graph.NodesQuery{Filter: f, Page: graph.Page{Limit: 1 + r.IntN(8), After: pick(r, []string{"", r.id(rel.Nodes)})}}
	np, err := oracle.Nodes(ctx, nq)
	want := answer{Nodes: nodeNames(np.Items), Next: np.Next, Total: np.Total, Undated: np.Undated, Possible: np.Possible, Err: errClass(err)}
	l, err := v.NodeList(ctx, nq.Page)
	compare(t, nq, answer{Nodes: s.nodes(l.Nodes), Next: l.Next, Total: l.Total, Undated: l.Undated, Possible: l.Possible, Err: errClass(err)}, want)

	edge := ""
	if len(rel.Edges) > 0 && r.chance(50) {
		edge = pick(r, rel.Edges).ID
	}
	eq := graph.EdgesQuery{Filter: f, Page: graph.Page{Limit: 1 + r.IntN(8), After: edge}}
	if r.chance(40) {
		eq.Tie = fmt.Sprintf("tie-%d", r.IntN(len(rel.Nodes)+1))
	}
	ep, err := oracle.Edges(ctx, eq)
	l, lerr := v.EdgeList(ctx, eq.Page, eq.Tie)
	compare(t, eq, s.list(l, lerr), page(ep, err))

	bq := graph.NeighborsQuery{ID: r.id(rel.Nodes), Direction: pick(r, graph.Directions), Filter: f, Page: graph.Page{Limit: 1 + r.IntN(4), After: edge}}
	if i, ok := s.n.NodeIndex(bq.ID); ok && edge != "" && r.chance(90) { // one of its own
		bq.Page.After = ""
		for _, e := range rel.Edges {
			if a, b := e.Source, e.Target; (a == bq.ID || b == bq.ID) && r.chance(40) {
				bq.Page.After = e.ID
			}
		}
		counts, undated, err := v.Counts(ctx, i)
		total := 0
		for _, c := range counts {
			total += c.Count
		}
		cp, oerr := oracle.Counts(ctx, graph.CountsQuery{ID: bq.ID, Filter: f})
		compare(t, bq, answer{Counts: counts, Total: total, Undated: undated, Err: errClass(err)}, answer{Counts: cp.Counts, Total: cp.Total, Undated: cp.Undated, Err: errClass(oerr)})
	}
	ep, err = oracle.Neighbors(ctx, bq)
	l, lerr = v.Neighbors(ctx, bq)
	compare(t, bq, s.list(l, lerr), page(ep, err))
}

func (s subject) list(l network.List, err error) answer {
	return answer{Nodes: s.nodes(l.Nodes), Edges: s.edges(l.Edges), Next: l.Next, Total: l.Total, Undated: l.Undated, Possible: l.Possible, Err: errClass(err)}
}

func page(p graph.EdgePage, err error) answer {
	return answer{Nodes: nodeNames(p.Nodes), Edges: edgeNames(p.Items), Next: p.Next, Total: p.Total, Undated: p.Undated, Possible: p.Possible, Err: errClass(err)}
}

func askNetworks(t *testing.T, r random, oracle graph.Reader, s subject, v *network.View, f graph.Filter, rel *graph.Release) {
	ctx := t.Context()
	q := graph.NeighborhoodQuery{From: []string{r.id(rel.Nodes)}, Depth: 1 + r.IntN(3), Direction: pick(r, graph.Directions), Filter: f}
	if r.chance(30) {
		q.From = append(q.From, r.id(rel.Nodes))
	}
	if r.chance(60) {
		q.Nodes = 2 + r.IntN(10)
	}
	if r.chance(60) {
		q.Edges = 1 + r.IntN(15)
	}
	if r.chance(40) {
		q.FanOut = 1 + r.IntN(4)
	}
	want, werr := oracle.Neighborhood(ctx, q)
	got, err := v.Neighborhood(ctx, q)
	compare(t, q, s.network(got, err), answerOf(want, werr))

	sq := graph.SubgraphQuery{Filter: f}
	if r.chance(50) {
		sq.Incident = []string{r.id(rel.Nodes), r.id(rel.Nodes)}
	}
	if r.chance(60) {
		sq.Nodes, sq.Edges = 1+r.IntN(12), 1+r.IntN(20)
	}
	want, werr = oracle.Subgraph(ctx, sq)
	got, err = v.Subgraph(ctx, sq)
	compare(t, sq, s.network(got, err), answerOf(want, werr))
}

func (s subject) network(r network.Result, err error) answer {
	return answer{Meta: r.Meta, Nodes: s.nodes(r.Nodes), Edges: s.edges(r.Edges), Err: errClass(err)}
}

func answerOf(n graph.Network, err error) answer {
	return answer{Meta: n.Meta, Nodes: nodeNames(n.Nodes), Edges: edgeNames(n.Edges), Err: errClass(err)}
}

func askPaths(t *testing.T, r random, oracle graph.Reader, s subject, v *network.View, f graph.Filter, rel *graph.Release) {
	ctx := t.Context()
	for range 3 {
		q := graph.PathsQuery{From: r.id(rel.Nodes), To: r.id(rel.Nodes), Mode: pick(r, graph.PathModes), Cost: pick(r, graph.PathCosts), MaxLength: 1 + r.IntN(6), Filter: f}
		for r.chance(30) && len(q.Via) < 3 {
			q.Via = append(q.Via, r.id(rel.Nodes))
		}
		for r.chance(30) {
			q.Avoid = append(q.Avoid, r.id(rel.Nodes))
		}
		switch q.Mode {
		case graph.KShortest:
			q.K = 1 + r.IntN(12)
		case graph.ShortestAll:
			q.Limit = 1 + r.IntN(6)
		}
		want, werr := oracle.Paths(ctx, q)
		got, err := v.Paths(ctx, q)
		w := answer{Meta: want.Meta, Nodes: nodeNames(want.Nodes), Edges: edgeNames(want.Edges), Paths: want.Paths, Err: errClass(werr)}
		compare(t, q, answer{Meta: got.Meta, Nodes: s.nodes(got.Nodes), Edges: s.edges(got.Edges), Paths: got.Paths, Err: errClass(err)}, w)
	}
}

func askTally(t *testing.T, r random, oracle graph.Reader, v *network.View, f graph.Filter) {
	q := graph.TallyQuery{Count: pick(r, graph.Measures), Filter: f}
	q.Rows = pick(r, graph.AxesOf[q.Count])
	if r.chance(60) {
		q.Cols = pick(r, graph.AxesOf[q.Count])
	}
	want, werr := oracle.Tally(context.Background(), q)
	got, err := v.Tally(t.Context(), q)
	compare(t, q, answer{Tally: got, Err: errClass(err)}, answer{Tally: want, Err: errClass(werr)})
}

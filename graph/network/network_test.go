package network_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"enishi/graph"
	"enishi/graph/network"
)

func place(id string) graph.Node { return graph.Node{ID: id, Kind: graph.Municipality} }

func member(id, a, b string) graph.Edge {
	return graph.Edge{ID: id, Kind: graph.MemberOf, Role: graph.Member, Source: a, Target: b}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	ab := []graph.Node{place("a"), place("b")}
	located := member("x", "b", "a")
	located.Kind, located.Role = graph.LocatedIn, ""
	for name, c := range map[string]struct {
		nodes []graph.Node
		edges []graph.Edge
		says  string
	}{
		"node twice":            {append(ab, place("a")), nil, "node a stands twice"},
		"edge twice":            {ab, []graph.Edge{member("x", "a", "b"), member("x", "b", "a")}, "edge x stands twice"},
		"edge twice, two kinds": {ab, []graph.Edge{member("w", "a", "b"), member("x", "a", "b"), located}, "edge x stands twice"},
		"no source":             {ab, []graph.Edge{member("x", "q", "b")}, `x: its source "q"`},
		"no target":             {ab, []graph.Edge{member("x", "a", "q")}, `x: its target "q"`},
		"loop":                  {ab, []graph.Edge{member("x", "a", "a")}, "x: both its ends are a"},
		"node kind":             {[]graph.Node{{ID: "c", Kind: "city"}}, nil, `c: "city" is no node kind`},
		"edge kind":             {ab, []graph.Edge{{ID: "x", Kind: "knows", Source: "a", Target: "b"}}, `x: "knows" is no edge kind`},
		"theme":                 {[]graph.Node{{ID: "p", Kind: graph.Program, Themes: []graph.Theme{"fun"}}}, nil, `p: "fun" is no theme`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := network.Build(pointers(c.nodes), pointers(c.edges))
			if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v; want an invalid that says %q", err, c.says)
			}
		})
	}
}

// TestNumbers: numbers follow the order of ids and kinds, and every id leads to its number and back.
func TestNumbers(t *testing.T) {
	t.Parallel()
	each(t, count(t, 100), func(t *testing.T, r random) {
		rel := r.release(2+r.IntN(60), r.IntN(200))
		n := build(t, rel)
		if n.NumNodes() != len(rel.Nodes) || n.NumEdges() != len(rel.Edges) {
			t.Fatalf("%d nodes, %d edges; want %d, %d", n.NumNodes(), n.NumEdges(), len(rel.Nodes), len(rel.Edges))
		}
		slices.SortFunc(rel.Nodes, func(a, b graph.Node) int { return strings.Compare(a.ID, b.ID) })
		for i, x := range rel.Nodes {
			if got, ok := n.NodeIndex(x.ID); !ok || got != uint32(i) || n.NodeID(got) != x.ID {
				t.Fatalf("node %s: number %d, %v; want %d", x.ID, got, ok, i)
			}
		}
		slices.SortFunc(rel.Edges, func(a, b graph.Edge) int {
			if c := a.Kind.Order() - b.Kind.Order(); c != 0 {
				return c
			}
			return strings.Compare(a.ID, b.ID)
		})
		ties, degree := map[string]bool{}, map[string]int{}
		for i, x := range rel.Edges {
			e, ok := n.EdgeIndex(x.ID)
			if !ok || e != uint32(i) || n.EdgeID(e) != x.ID {
				t.Fatalf("edge %s: number %d, %v; want %d", x.ID, e, ok, i)
			}
			if a, b := n.Ends(e); n.NodeID(a) != x.Source || n.NodeID(b) != x.Target {
				t.Fatalf("edge %s joins %s and %s; want %s and %s", x.ID, n.NodeID(a), n.NodeID(b), x.Source, x.Target)
			}
			degree[x.Source]++
			degree[x.Target]++
			if x.Tie != "" {
				ties[x.Tie] = true
			}
		}
		for _, x := range rel.Nodes {
			i, _ := n.NodeIndex(x.ID)
			if n.Degree(i) != degree[x.ID] {
				t.Fatalf("degree of %s is %d; want %d", x.ID, n.Degree(i), degree[x.ID])
			}
		}
		if n.NumTies() != len(ties) {
			t.Fatalf("%d ties; want %d", n.NumTies(), len(ties))
		}
		for _, id := range []string{"", "a", "e", "e4", "n", "zz", "tie-1"} {
			if _, ok := n.NodeIndex(id); ok {
				t.Errorf("node %q is found", id)
			}
			if _, ok := n.EdgeIndex(id); ok {
				t.Errorf("edge %q is found", id)
			}
		}
	})
}

// TestBinary: what was encoded answers as before, and the encoding is a function of the records alone.
func TestBinary(t *testing.T) {
	t.Parallel()
	each(t, count(t, 60), func(t *testing.T, r random) {
		rel := r.release(r.IntN(20), 0)
		if len(rel.Nodes) > 1 {
			rel = r.release(2+r.IntN(20), r.IntN(80))
		}
		n := build(t, rel)
		b, err := n.AppendBinary([]byte("before"))
		if err != nil || string(b[:6]) != "before" {
			t.Fatal(err, "or the slice was not appended to")
		}
		b = b[6:]
		m := new(network.Network)
		if err := m.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		again, err := m.MarshalBinary()
		if err != nil || string(again) != string(b) {
			t.Fatalf("encoded again it differs (%v)", err)
		}
		q := graph.SubgraphQuery{Filter: r.filter()}
		got, err := m.View(q.Filter).Subgraph(t.Context(), q)
		want, werr := n.View(q.Filter).Subgraph(t.Context(), q)
		compare(t, q, subject{m}.network(got, err), subject{n}.network(want, werr))
	})
}

// TestBinaryDamaged: every bit flipped and every cut is refused, and what was there stays.
func TestBinaryDamaged(t *testing.T) {
	t.Parallel()
	r := newRandom(1)
	whole := build(t, r.release(8, 12))
	b, err := whole.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	n := build(t, &graph.Release{Nodes: []graph.Node{place("stays")}})
	refused := func(what string, damaged []byte) {
		if err := n.UnmarshalBinary(damaged); !errors.Is(err, graph.ErrForeign) {
			t.Fatalf("%s: %v; want ErrForeign", what, err)
		}
	}
	for bit := range 8 * len(b) {
		d := slices.Clone(b)
		d[bit/8] ^= 1 << (bit % 8)
		refused(fmt.Sprintf("bit %d flipped", bit), d)
	}
	for size := range len(b) {
		refused(fmt.Sprintf("cut at %d", size), b[:size])
	}
	refused("longer", append(slices.Clone(b), 0))
	if n.NumNodes() != 1 || n.NodeID(0) != "stays" {
		t.Error("a refused encoding changed the network")
	}
}

// FuzzUnmarshal: whatever the bytes, with a right checksum too, they are refused or make a network that answers.
func FuzzUnmarshal(f *testing.F) {
	b, err := build(f, newRandom(3).release(6, 10)).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 4 {
			return
		}
		var n network.Network
		if n.UnmarshalBinary(network.Sealed(data[:len(data)-4])) != nil {
			return
		}
		v := n.View(graph.Filter{Time: graph.Time{Any: true}})
		if _, err := v.Subgraph(context.Background(), graph.SubgraphQuery{}); err != nil {
			t.Fatal(err)
		}
		for e := range uint32(n.NumEdges()) {
			n.EdgeIndex(n.EdgeID(e))
		}
	})
}

// lattice is a w by h grid: between opposite corners the shortest paths are binomial in number.
func lattice(t testing.TB, w, h int) (n *network.Network, from, to string) {
	rel := &graph.Release{}
	id := func(x, y int) string { return fmt.Sprintf("n%03d-%03d", x, y) }
	for x := range w {
		for y := range h {
			rel.Nodes = append(rel.Nodes, place(id(x, y)))
			if x > 0 {
				rel.Edges = append(rel.Edges, member(fmt.Sprintf("h%03d-%03d", x, y), id(x-1, y), id(x, y)))
			}
			if y > 0 {
				rel.Edges = append(rel.Edges, member(fmt.Sprintf("v%03d-%03d", x, y), id(x, y-1), id(x, y)))
			}
		}
	}
	return build(t, rel), id(w/2-2, h/2-3), id(w/2+3, h/2+2)
}

// TestLattice: exponentially many answers are cut and said to be, in each mode and by each cost, without looking at them all.
func TestLattice(t *testing.T) {
	t.Parallel()
	n, from, to := lattice(t, 60, 60)
	v := n.View(graph.Filter{})
	for _, cost := range graph.PathCosts {
		all, err := v.Paths(t.Context(), graph.PathsQuery{From: from, To: to, Mode: graph.ShortestAll, Cost: cost, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		if len(all.Paths) != 100 || !slices.Equal(all.Meta.TruncatedBy, []graph.Cut{graph.CutPaths}) {
			t.Errorf("%s: %d paths, truncated by %v; want 100 of the 252, and said so", cost, len(all.Paths), all.Meta.TruncatedBy)
		}
		if !slices.IsSortedFunc(all.Paths, func(a, b graph.Path) int { return slices.Compare(a.Nodes, b.Nodes) }) {
			t.Errorf("%s: equal paths are not in the order of their nodes", cost)
		}
		via, err := v.Paths(t.Context(), graph.PathsQuery{From: from, To: to, Mode: graph.KShortest, K: 25, Cost: cost, Via: []string{"n029-030", "n031-030"}})
		if err != nil || len(via.Paths) != 4*1*6 || via.Meta.TruncatedBy != nil {
			t.Errorf("%s: %d paths through two nodes, %v, %v; want the 24 of ten hops", cost, len(via.Paths), via.Meta.TruncatedBy, err)
		}
	}
}

// TestViaDeadEnd: two legs that must share their only bridge have no loopless path; the search ends and finds none.
func TestViaDeadEnd(t *testing.T) {
	t.Parallel()
	n, from, to := lattice(t, 9, 9)
	v := n.View(graph.Filter{NodeKinds: []graph.NodeKind{graph.Municipality}})
	r, err := v.Paths(t.Context(), graph.PathsQuery{From: from, To: to, Via: []string{"n000-000"}, MaxLength: 10})
	if err != nil || len(r.Paths) != 0 {
		t.Errorf("%d paths, %v; want none within ten hops", len(r.Paths), err)
	}
}

// TestContext: a context that has ended stops every question that scans.
func TestContext(t *testing.T) {
	t.Parallel()
	n, from, to := lattice(t, 40, 40)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v := n.View(graph.Filter{})
	for name, ask := range map[string]func() error{
		"neighborhood": func() error {
			_, err := v.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{from}, Depth: 6, Nodes: 10_000, Edges: 50_000})
			return err
		},
		"subgraph": func() error { _, err := v.Subgraph(ctx, graph.SubgraphQuery{}); return err },
		"nodes":    func() error { _, err := v.NodeList(ctx, graph.Page{}); return err },
		"edges":    func() error { _, err := v.EdgeList(ctx, graph.Page{}, ""); return err },
		"tally":    func() error { _, err := v.Tally(ctx, graph.TallyQuery{Rows: graph.ByYear}); return err },
		"paths": func() error {
			_, err := v.Paths(ctx, graph.PathsQuery{From: from, To: to, Mode: graph.ShortestAll, Limit: 100})
			return err
		},
		"hub paths": func() error {
			_, err := v.Paths(ctx, graph.PathsQuery{From: from, To: to, Mode: graph.KShortest, Cost: graph.Hub, K: 25})
			return err
		},
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v; want context.Canceled", name, err)
		}
	}
}

// TestConcurrent: questions at once on one view answer as they do one by one.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	rel := newRandom(7).release(200, 900)
	n := build(t, rel)
	v := n.View(graph.Filter{Time: graph.Time{Any: true}})
	ask := func(k int) answer {
		r := newRandom(uint64(k))
		s := subject{n}
		a, err := v.Neighborhood(t.Context(), graph.NeighborhoodQuery{From: []string{pick(r, rel.Nodes).ID}, Depth: 2, Nodes: 40, Edges: 100})
		one := s.network(a, err)
		p, err := v.Paths(t.Context(), graph.PathsQuery{From: pick(r, rel.Nodes).ID, To: pick(r, rel.Nodes).ID, Mode: graph.ShortestAll})
		one.Paths, one.Err = p.Paths, one.Err+errClass(err)
		return one
	}
	want := make([]answer, 64)
	for k := range want {
		want[k] = ask(k)
	}
	done := make(chan func(), len(want))
	for k := range want {
		go func() {
			got := ask(k)
			done <- func() { compare(t, k, got, want[k]) }
		}()
	}
	for range want {
		(<-done)()
	}
}

// TestHubs: a star of many leaves and a complete graph stay within a second for each question.
func TestHubs(t *testing.T) {
	t.Parallel()
	rel := &graph.Release{Nodes: []graph.Node{place("hub")}}
	for i := range 20_000 {
		id := fmt.Sprintf("leaf-%05d", i)
		rel.Nodes = append(rel.Nodes, place(id))
		rel.Edges = append(rel.Edges, member("e-"+id, id, "hub"))
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(rel.Edges), func(i, j int) { rel.Edges[i], rel.Edges[j] = rel.Edges[j], rel.Edges[i] })
	n := build(t, rel)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	v := n.View(graph.Filter{})
	r, err := v.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{"leaf-00007"}, Depth: 2, Nodes: 5, Edges: 4})
	if err != nil {
		t.Fatal(err)
	}
	if want := (graph.Size{Nodes: 20_001, Edges: 20_000}); r.Meta.Total != want {
		t.Errorf("total %+v; want %+v", r.Meta.Total, want)
	}
	s := subject{n}
	if got := s.nodes(r.Nodes); !slices.Equal(got, []string{"hub ", "leaf-00000 ", "leaf-00001 ", "leaf-00002 ", "leaf-00007 "}) {
		t.Errorf("a cut star keeps %v", got)
	}
	p, err := v.Paths(ctx, graph.PathsQuery{From: "leaf-00001", To: "leaf-19999", Mode: graph.KShortest, K: 25})
	if err != nil || len(p.Paths) != 1 {
		t.Errorf("%d paths over a star, %v; want 1", len(p.Paths), err)
	}
}

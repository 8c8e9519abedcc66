package network_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	gonet "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"enishi/graph"
	"enishi/graph/network"
)

// structured makes a random network and its simple graph under a random filter, and holds that graph to the filter.
func structured(t *testing.T, r random, most int) (*network.Network, *network.View, *network.Simple) {
	t.Helper()
	rel := r.release(2+r.IntN(most), r.IntN(2*most))
	n := build(t, rel)
	f := graph.Filter{Time: graph.Time{Any: true}}
	if r.chance(40) {
		if g, err := r.filter().Normalize(); err == nil {
			f = g
		}
	}
	v := n.View(f)
	s, err := v.Simple(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	joined := map[[2]uint32]bool{}
	ends := map[uint32]bool{}
	for e := range uint32(n.NumEdges()) {
		if _, in := v.Edge(e); in {
			a, b := n.Ends(e)
			joined[[2]uint32{a, b}], joined[[2]uint32{b, a}] = true, true
			ends[a], ends[b] = true, true
		}
	}
	if len(joined) != 2*s.Links() || len(ends) != s.Len() {
		t.Fatalf("simple graph has %d nodes, %d links; want %d, %d", s.Len(), s.Links(), len(ends), len(joined)/2)
	}
	if !slices.IsSorted(s.Nodes) {
		t.Fatal("nodes are not in id order")
	}
	for i, a := range s.Nodes {
		row := s.Neighbors(uint32(i))
		if !slices.IsSorted(row) {
			t.Fatal("neighbours are not ascending")
		}
		for _, j := range row {
			if !joined[[2]uint32{a, s.Nodes[j]}] {
				t.Fatalf("%s and %s are joined by no kept edge", n.NodeID(a), n.NodeID(s.Nodes[j]))
			}
		}
	}
	return n, v, s
}

func toGonum(s *network.Simple) *simple.UndirectedGraph {
	g := simple.NewUndirectedGraph()
	for i := range s.Len() {
		g.AddNode(simple.Node(i))
	}
	for i := range uint32(s.Len()) {
		for _, j := range s.Neighbors(i) {
			if i < j {
				g.SetEdge(simple.Edge{F: simple.Node(i), T: simple.Node(j)})
			}
		}
	}
	return g
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// TestStructure holds every measure to gonum, and what gonum lacks to its definition by brute force.
func TestStructure(t *testing.T) {
	t.Parallel()
	each(t, count(t, 250), func(t *testing.T, r random) {
		_, v, s := structured(t, r, 30)
		if s.Len() == 0 {
			return
		}
		g := toGonum(s)
		checkBetweenness(t, s, g)
		checkCloseness(t, s, g)
		checkPageRank(t, s, g)
		checkCores(t, s, g)
		checkComponents(t, v, s, g)
		checkCuts(t, s)
		checkDistances(t, v, s, g)
		checkCommunities(t, s, g)
	})
}

func checkBetweenness(t *testing.T, s *network.Simple, g gonum.Graph) {
	t.Helper()
	m, err := s.Betweenness(t.Context(), 0)
	if err != nil || !m.Exact || m.Error != 0 {
		t.Fatal(m, err)
	}
	want, pairs := gonet.Betweenness(g), float64((s.Len()-1)*(s.Len()-2))
	for i, got := range m.Values {
		if s.Len() > 2 && !near(got, want[int64(i)]/pairs) {
			t.Fatalf("betweenness of %d is %v; want %v", i, got, want[int64(i)]/pairs)
		}
	}
}

func checkCloseness(t *testing.T, s *network.Simple, g gonum.Graph) {
	t.Helper()
	m, err := s.Closeness(t.Context(), 0)
	if err != nil || !m.Exact {
		t.Fatal(m, err)
	}
	all := path.DijkstraAllPaths(g)
	for i, got := range m.Values {
		sum, reached := 0.0, 0.0
		for j := range s.Len() {
			if d := all.Weight(int64(i), int64(j)); i != j && !math.IsInf(d, 0) {
				sum += d
				reached++
			}
		}
		if want := reached / float64(s.Len()-1) * reached / sum; !near(got, want) {
			t.Fatalf("closeness of %d is %v; want %v", i, got, want)
		}
	}
}

// bothWays makes each link two directed ones.
func bothWays(g gonum.Undirected) gonum.Directed {
	d := simple.NewDirectedGraph()
	for _, n := range gonum.NodesOf(g.Nodes()) {
		d.AddNode(n)
	}
	for _, n := range gonum.NodesOf(g.Nodes()) {
		for _, m := range gonum.NodesOf(g.From(n.ID())) {
			d.SetEdge(simple.Edge{F: n, T: m})
		}
	}
	return d
}

func checkPageRank(t *testing.T, s *network.Simple, g gonum.Undirected) {
	t.Helper()
	got, err := s.PageRank(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want, sum := gonet.PageRank(bothWays(g), network.Damping, 1e-12), 0.0
	for i, v := range got {
		sum += v
		if math.Abs(v-want[int64(i)]) > 1e-8 {
			t.Fatalf("rank of %d is %v; want %v", i, v, want[int64(i)])
		}
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Fatalf("ranks sum to %v", sum)
	}
}

func checkCores(t *testing.T, s *network.Simple, g gonum.Undirected) {
	t.Helper()
	want := make([]int, s.Len())
	for k := 1; ; k++ {
		core := topo.KCore(k, g)
		if len(core) == 0 {
			break
		}
		for _, n := range core {
			want[n.ID()] = k
		}
	}
	if d := gocmp.Diff(want, s.KCore()); d != "" {
		t.Fatalf("core numbers (-gonum +ours)\n%s", d)
	}
}

func checkComponents(t *testing.T, v *network.View, s *network.Simple, g gonum.Undirected) {
	t.Helper()
	var want [][]int
	for _, c := range topo.ConnectedComponents(g) {
		var ids []int
		for _, n := range c {
			ids = append(ids, int(n.ID()))
		}
		slices.Sort(ids)
		want = append(want, ids)
	}
	slices.SortFunc(want, func(a, b []int) int { return cmp.Or(len(b)-len(a), a[0]-b[0]) })
	p := s.Components()
	got := make([][]int, len(p.Sizes))
	for i, c := range p.Of {
		got[c] = append(got[c], i)
	}
	if d := gocmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("components (-gonum +ours)\n%s", d)
	}
	nodes, q, err := v.Components(t.Context())
	if d := gocmp.Diff(p, q); err != nil || !slices.Equal(nodes, s.Nodes) || d != "" {
		t.Fatalf("components of the view (-simple +view): %v\n%s", err, d)
	}
}

// parts are the sizes of the components of what is left of i's component without a node or without a link.
func parts(s *network.Simple, start uint32, without func(a, b uint32) bool, gone int) (sizes []int) {
	seen := make([]bool, s.Len())
	whole := s.Distances(start)
	for i := range uint32(s.Len()) {
		if whole[i] < 0 || seen[i] || int(i) == gone {
			continue
		}
		size := 0
		stack := []uint32{i}
		seen[i] = true
		for len(stack) > 0 {
			a := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			size++
			for _, b := range s.Neighbors(a) {
				if !seen[b] && !without(a, b) {
					seen[b] = true
					stack = append(stack, b)
				}
			}
		}
		sizes = append(sizes, size)
	}
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

func checkCuts(t *testing.T, s *network.Simple) {
	t.Helper()
	nodes, bridges, err := s.Cuts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[uint32][]int{}
	for k, a := range nodes {
		found[a.Node] = a.Parts
		if k > 0 && cmp.Or(nodes[k-1].CutOff.Count-a.CutOff.Count, int(a.Node)-int(nodes[k-1].Node)) <= 0 {
			t.Fatal("articulation nodes are out of order")
		}
		checkCutOff(t, s, a.CutOff, func(x, y uint32) bool { return x == a.Node || y == a.Node }, a.Parts[0])
	}
	links := map[[2]uint32]int{}
	for _, b := range bridges {
		links[[2]uint32{min(b.A, b.B), max(b.A, b.B)}] = b.CutOff.Count
		if b.CutOff.Count <= network.CutOffListed && !slices.Contains(b.CutOff.Nodes, b.A) {
			t.Fatalf("the part that bridge %+v cuts off does not hold its end A", b)
		}
		checkCutOff(t, s, b.CutOff, func(x, y uint32) bool { return x == b.A && y == b.B || x == b.B && y == b.A }, -1)
	}
	for i := range uint32(s.Len()) {
		want := parts(s, i, func(a, b uint32) bool { return a == i || b == i }, int(i))
		if got := found[i]; len(want) > 1 && !slices.Equal(got, want) || len(want) <= 1 && got != nil {
			t.Fatalf("without node %d the parts are %v; want %v", i, got, want)
		}
		for _, j := range s.Neighbors(i) {
			if i > j {
				continue
			}
			sizes := parts(s, i, func(a, b uint32) bool { return a == i && b == j || a == j && b == i }, -1)
			count, is := links[[2]uint32{i, j}]
			if is != (len(sizes) == 2) || is && count != sizes[1] {
				t.Fatalf("without link %d–%d the parts are %v; it is said to cut off %d (%v)", i, j, sizes, count, is)
			}
		}
	}
}

// checkCutOff: the listed nodes are distinct, as many as said, and cannot reach the rest.
func checkCutOff(t *testing.T, s *network.Simple, c network.CutOff, without func(a, b uint32) bool, largest int) {
	t.Helper()
	if len(c.Nodes) != min(c.Count, network.CutOffListed) {
		t.Fatalf("%d nodes are listed of %d", len(c.Nodes), c.Count)
	}
	in := map[uint32]bool{}
	for _, i := range c.Nodes {
		in[i] = true
	}
	if len(in) != len(c.Nodes) {
		t.Fatal("a node is listed twice")
	}
	for i := range in {
		for _, j := range s.Neighbors(i) {
			if c.Count <= network.CutOffListed && !without(i, j) && !in[j] {
				t.Fatalf("%d is cut off and its neighbour %d is not (largest part %d)", i, j, largest)
			}
		}
	}
}

func checkDistances(t *testing.T, v *network.View, s *network.Simple, g gonum.Graph) {
	t.Helper()
	tree := path.DijkstraFrom(simple.Node(0), g)
	got := s.Distances(0)
	within := map[uint32]int{}
	for i, d := range got {
		want := tree.WeightTo(int64(i))
		if math.IsInf(want, 0) != (d < 0) || d >= 0 && float64(d) != want {
			t.Fatalf("distance to %d is %d; want %v", i, d, want)
		}
		if d >= 0 && d <= 2 {
			within[s.Nodes[i]] = int(d)
		}
	}
	list, err := v.Distances(t.Context(), s.Nodes[:1], 2)
	if err != nil || len(list) != len(within) {
		t.Fatalf("%d nodes within 2 hops, %v; want %d", len(list), err, len(within))
	}
	for _, d := range list {
		if w, ok := within[d.Index]; !ok || w != d.Distance {
			t.Fatalf("node %d is %d hops away; want %d", d.Index, d.Distance, w)
		}
	}
}

func checkCommunities(t *testing.T, s *network.Simple, g *simple.UndirectedGraph) {
	t.Helper()
	got, err := s.Communities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	groups := make([][]gonum.Node, len(got.Sizes))
	for i, c := range got.Of {
		groups[c] = append(groups[c], simple.Node(i))
	}
	for c, group := range groups {
		if len(group) != got.Sizes[c] {
			t.Fatalf("community %d has %d nodes; it says %d", c, len(group), got.Sizes[c])
		}
	}
	if q := community.Q(g, groups, 1); !near(q, got.Modularity) {
		t.Fatalf("modularity is %v; gonum says %v", got.Modularity, q)
	}
	theirs := community.Q(g, community.Modularize(g, 1, rand.NewPCG(1, 1)).Communities(), 1)
	if got.Modularity < 0.99*theirs-1e-9 {
		t.Fatalf("modularity is %v; gonum finds %v", got.Modularity, theirs)
	}
	again, err := s.Communities(t.Context())
	if d := gocmp.Diff(got, again); err != nil || d != "" {
		t.Fatalf("not the same again: %v\n%s", err, d)
	}
	for c, group := range groups { // each is connected
		inside := parts(s, uint32(group[0].ID()), func(a, b uint32) bool { return got.Of[a] != got.Of[b] }, -1)
		if !slices.Contains(inside, len(group)) {
			t.Fatalf("community %d of %d nodes falls into parts: %v", c, len(group), inside)
		}
	}
}

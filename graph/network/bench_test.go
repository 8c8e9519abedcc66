package network_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	gonet "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"enishi/graph"
	"enishi/graph/network"
	"enishi/graph/network/synth"
)

// BenchmarkTable prints how a view of everything on record compares with gonum and with plain maps of ids on the same questions. Answers are compared
// first; then the programs take turns, and a row gives the median ratio of their times with its spread (the least and the greatest). Run it by
//
//	go test -run '^$' -bench Table -benchtime 1x ./graph/network
//
// ENISHI_BENCH names the sizes, "XS,S,M" if it is not set; L, a million nodes and five million edges, takes gonum minutes and 6 GiB. XS is the one on which gonum's betweenness takes seconds and not minutes.
func BenchmarkTable(b *testing.B) {
	out := tabwriter.NewWriter(os.Stdout, 17, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\nsize\tquestion\tnetwork\tgonum ÷ network\t(spread)\tmaps ÷ network\t(spread)\t")
	for _, size := range strings.Split(cmp.Or(os.Getenv("ENISHI_BENCH"), "XS,S,M"), ",") {
		g, ok := sizes[size]
		if !ok {
			b.Fatalf("ENISHI_BENCH: no size %q; XS, S, M and L are", size)
		}
		r := newRivals(b, g)
		r.walks(b, out, size)
		r.structure(b, out, size)
	}
}

var sizes = map[string]synth.Graph{"": synth.S, "XS": {Nodes: 800, Edges: 1600, Skew: 1.5, Seed: 4}, "S": synth.S, "M": synth.M, "L": synth.L}

// rivals are three programs that hold one graph.
type rivals struct {
	n      *network.Network
	v      *network.View
	s      *network.Simple
	gonum  *simple.UndirectedGraph // node ids are those of s
	maps   map[string]map[string]bool
	starts []uint32 // of s
}

func newRivals(b *testing.B, g synth.Graph) *rivals {
	b.Helper()
	n, err := network.Build(g.Records(), g.Links())
	if err != nil {
		b.Fatal(err)
	}
	r := &rivals{n: n, v: n.View(graph.Filter{Time: graph.Time{Any: true}}), maps: map[string]map[string]bool{}}
	if r.s, err = r.v.Simple(b.Context()); err != nil {
		b.Fatal(err)
	}
	r.gonum = toGonum(r.s)
	for i := range uint32(r.s.Len()) {
		row := make(map[string]bool, len(r.s.Neighbors(i)))
		for _, j := range r.s.Neighbors(i) {
			row[r.id(j)] = true
		}
		r.maps[r.id(i)] = row
	}
	random := rand.New(rand.NewPCG(5, 5))
	for range 64 {
		r.starts = append(r.starts, uint32(random.IntN(r.s.Len())))
	}
	runtime.GC()
	return r
}

func (r *rivals) id(i uint32) string { return r.n.NodeID(r.s.Nodes[i]) }

// program answers the question of one start; equal answers have equal texts.
type program func(start, end uint32) string

func (r *rivals) walks(b *testing.B, out *tabwriter.Writer, size string) {
	b.Helper()
	for hops := 1; hops <= 3; hops++ {
		r.row(b, out, size, fmt.Sprintf("%d-hop", hops),
			func(i, _ uint32) string { return r.within(hops, i) },
			func(i, _ uint32) string { return r.withinGonum(hops, i) },
			func(i, _ uint32) string { return r.withinMaps(hops, i) })
	}
	r.row(b, out, size, "shortest path", r.distance, r.distanceGonum, r.distanceMaps)
}

func (r *rivals) within(hops int, i uint32) string {
	found, err := r.v.Distances(context.Background(), []uint32{r.s.Nodes[i]}, hops)
	return fmt.Sprint(len(found), err)
}

// layersGonum walks the graph of gonum by layers; gonum's own traverse.BreadthFirst cannot stop at a depth without having looked at the edges beyond it.
func (r *rivals) layersGonum(i uint32, hops int, stop func(id int64, depth int) bool) (seen map[int64]bool) {
	seen = map[int64]bool{int64(i): true}
	layer := []int64{int64(i)}
	for depth := 0; depth <= hops && len(layer) > 0; depth++ {
		var next []int64
		for _, a := range layer {
			if stop(a, depth) {
				return seen
			}
			if depth == hops {
				continue
			}
			for it := r.gonum.From(a); it.Next(); {
				if b := it.Node().ID(); !seen[b] {
					seen[b] = true
					next = append(next, b)
				}
			}
		}
		layer = next
	}
	return seen
}

func (r *rivals) withinGonum(hops int, i uint32) string {
	seen := r.layersGonum(i, hops, func(int64, int) bool { return false })
	return fmt.Sprint(len(seen), error(nil))
}

func (r *rivals) withinMaps(hops int, i uint32) string {
	seen, layer := map[string]bool{r.id(i): true}, []string{r.id(i)}
	for range hops {
		var next []string
		for _, a := range layer {
			for b := range r.maps[a] {
				if !seen[b] {
					seen[b] = true
					next = append(next, b)
				}
			}
		}
		layer = next
	}
	return fmt.Sprint(len(seen), error(nil))
}

func (r *rivals) distance(i, j uint32) string {
	p, err := r.v.Paths(context.Background(), graph.PathsQuery{From: r.id(i), To: r.id(j), Filter: graph.Filter{Time: graph.Time{Any: true}}})
	if err != nil || len(p.Paths) == 0 {
		return fmt.Sprint(-1, err)
	}
	return fmt.Sprint(p.Paths[0].Length, err)
}

func (r *rivals) distanceGonum(i, j uint32) string {
	length := -1
	r.layersGonum(i, graph.MaxHops, func(id int64, depth int) bool {
		if id == int64(j) {
			length = depth
		}
		return length >= 0
	})
	return fmt.Sprint(length, error(nil))
}

func (r *rivals) distanceMaps(i, j uint32) string {
	from, to := r.id(i), r.id(j)
	seen, layer := map[string]bool{from: true}, []string{from}
	for hops := 0; hops <= graph.MaxHops && len(layer) > 0; hops++ {
		var next []string
		for _, a := range layer {
			if a == to {
				return fmt.Sprint(hops, error(nil))
			}
			for b := range r.maps[a] {
				if !seen[b] {
					seen[b] = true
					next = append(next, b)
				}
			}
		}
		layer = next
	}
	return fmt.Sprint(-1, error(nil))
}

// batch is how long the slowest program of a row may take for one turn, roughly; rowTime how long a row may take.
const (
	batch   = 100 * time.Millisecond
	rowTime = 5 * time.Second
)

func (r *rivals) row(b *testing.B, out *tabwriter.Writer, size, question string, programs ...program) {
	b.Helper()
	asked := 0
	for begun := time.Now(); asked < len(r.starts) && (asked == 0 || time.Since(begun) < batch); asked++ {
		i, j := r.starts[asked], r.starts[len(r.starts)-1-asked]
		want := programs[0](i, j)
		for k, p := range programs[1:] {
			if got := p(i, j); got != want {
				b.Fatalf("%s %s from %s: program %d answers %s; the network %s", size, question, r.id(i), k+1, got, want)
			}
		}
	}
	turns := make([]func(), len(programs))
	for k, p := range programs {
		turns[k] = func() {
			for q := range asked {
				p(r.starts[q], r.starts[len(r.starts)-1-q])
			}
		}
	}
	printRow(out, size, question, asked, turns)
}

// printRow lets the programs take turns. A turn of the first is repeated until it can be timed.
func printRow(out *tabwriter.Writer, size, question string, asked int, turns []func()) {
	ratios := make([][]float64, len(turns))
	var own []time.Duration
	begun := time.Now()
	for round := 0; round < 11 && (round < 3 || time.Since(begun) < rowTime); round++ {
		first := timed(turns[0])
		own = append(own, first/time.Duration(asked))
		for k, turn := range turns[1:] {
			ratios[k+1] = append(ratios[k+1], float64(timed(turn))/float64(first))
		}
	}
	slices.Sort(own)
	fmt.Fprintf(out, "%s\t%s\t%s\t", size, question, round3(own[len(own)/2]))
	for _, r := range ratios[1:] {
		slices.Sort(r)
		fmt.Fprintf(out, "%.1f\t(%.1f–%.1f)\t", r[len(r)/2], r[0], r[len(r)-1])
	}
	for range 3 - len(turns) {
		fmt.Fprint(out, "–\t\t")
	}
	fmt.Fprintln(out)
	out.Flush()
}

// timed is the time of one turn, the mean of as many as fill two milliseconds.
func timed(turn func()) time.Duration {
	begun := time.Now()
	for n := 1; ; n++ {
		turn()
		if took := time.Since(begun); took > 2*time.Millisecond {
			return took / time.Duration(n)
		}
	}
}

func round3(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}

// structure compares measures of the whole graph with gonum, where those do not take gonum minutes.
func (r *rivals) structure(b *testing.B, out *tabwriter.Writer, size string) {
	b.Helper()
	if r.s.Links() > 20_000 {
		return
	}
	ctx := context.Background()
	whole := func(question string, ours, theirs func()) { printRow(out, size, question, 1, []func(){ours, theirs}) }
	directed := bothWays(r.gonum)
	checkPageRankTable(b, r.s, directed)
	whole("PageRank", func() { r.s.PageRank(ctx) }, func() { gonet.PageRankSparse(directed, network.Damping, 1e-10) })
	whole("components", func() { r.s.Components() }, func() { topo.ConnectedComponents(r.gonum) })
	if r.s.Links() > 2_000 {
		return
	}
	whole("communities", func() { r.s.Communities(ctx) }, func() { community.Modularize(r.gonum, 1, rand.NewPCG(1, 1)) })
	whole("core numbers", func() { r.s.KCore() }, func() { topo.DegeneracyOrdering(r.gonum) })
	m, err := r.s.Betweenness(ctx, 0)
	want, pairs := gonet.Betweenness(r.gonum), float64((r.s.Len()-1)*(r.s.Len()-2))
	for i, v := range m.Values {
		if err != nil || !near(v, want[int64(i)]/pairs) {
			b.Fatalf("betweenness of %s is %v, %v; gonum says %v", r.id(uint32(i)), v, err, want[int64(i)]/pairs)
		}
	}
	whole("betweenness", func() { r.s.Betweenness(ctx, 0) }, func() { gonet.Betweenness(r.gonum) })
}

func checkPageRankTable(b *testing.B, s *network.Simple, g gonum.Directed) {
	b.Helper()
	got, err := s.PageRank(context.Background())
	want := gonet.PageRankSparse(g, network.Damping, 1e-10)
	for i, v := range got {
		if d := v - want[int64(i)]; err != nil || d > 1e-7 || d < -1e-7 {
			b.Fatalf("rank of %d is %v, %v; gonum says %v", i, v, err, want[int64(i)])
		}
	}
}

// BenchmarkBuild makes S from its records; making those is in the time.
func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		if _, err := network.Build(synth.S.Records(), synth.S.Links()); err != nil {
			b.Fatal(err)
		}
	}
}

// theSized is the network of the size that ENISHI_BENCH names, made once for all benchmarks.
var theSized = sync.OnceValues(func() (*network.Network, error) {
	g := sizes[os.Getenv("ENISHI_BENCH")]
	return network.Build(g.Records(), g.Links())
})

func sized(b *testing.B) *network.Network {
	b.Helper()
	n, err := theSized()
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkUnmarshal reads back the size that ENISHI_BENCH names.
func BenchmarkUnmarshal(b *testing.B) {
	n := sized(b)
	data, err := n.MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var m network.Network
		if err := m.UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNeighborhood asks for neighbourhoods as the API does, limits and totals included.
func BenchmarkNeighborhood(b *testing.B) {
	n := sized(b)
	for _, f := range []graph.Filter{{}, {Time: graph.Time{Any: true}}, {Time: graph.Time{AsOf: graph.MustDate("1989-08")}}} {
		for depth := 1; depth <= 3; depth++ {
			b.Run(fmt.Sprintf("now=%v,any=%v,depth=%d", f.Time.Now(), f.Time.Any, depth), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				for b.Loop() {
					q := graph.NeighborhoodQuery{From: []string{n.NodeID(uint32(r.IntN(n.NumNodes())))}, Depth: depth, Filter: f}
					if _, err := n.View(f).Neighborhood(b.Context(), q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkPaths asks for paths in each mode and by each cost.
func BenchmarkPaths(b *testing.B) {
	n := sized(b)
	for _, mode := range graph.PathModes {
		for _, cost := range graph.PathCosts {
			b.Run(fmt.Sprintf("mode=%s,cost=%s", mode, cost), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				for b.Loop() {
					q := graph.PathsQuery{From: n.NodeID(uint32(r.IntN(n.NumNodes()))), To: n.NodeID(uint32(r.IntN(n.NumNodes()))), Mode: mode, Cost: cost}
					if _, err := n.View(q.Filter).Paths(b.Context(), q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkStructure times the measures of the whole graph of the size that ENISHI_BENCH names.
func BenchmarkStructure(b *testing.B) {
	v := sized(b).View(graph.Filter{Time: graph.Time{Any: true}})
	s, err := v.Simple(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range []struct {
		name string
		run  func() error
	}{
		{"simple", func() error { _, err := v.Simple(b.Context()); return err }},
		{"pagerank", func() error { _, err := s.PageRank(b.Context()); return err }},
		{"betweenness", func() error { _, err := s.Betweenness(b.Context(), 0); return err }},
		{"closeness", func() error { _, err := s.Closeness(b.Context(), 0); return err }},
		{"communities", func() error { _, err := s.Communities(b.Context()); return err }},
		{"cuts", func() error { _, _, err := s.Cuts(b.Context()); return err }},
		{"core", func() error { s.KCore(); return nil }},
	} {
		b.Run(m.name, func(b *testing.B) {
			for b.Loop() {
				if err := m.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

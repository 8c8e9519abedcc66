package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"enishi/graph"
)

// Size of the graph of Bench: S of the quality goals.
const (
	benchNodes = 5_000
	benchEdges = 10_000
)

// Bench times the standard calls on a seeded graph of 5,000 nodes and 10,000 edges whose degrees are skewed, with questions spread over its nodes. Each call is a sub-benchmark, named as the calls
// of other stores are, so that benchstat can compare them; the first answers are checked before the clock runs.
func Bench(b *testing.B, open func(t testing.TB) graph.Store) {
	store := open(b)
	r := benchGraph(rand.New(rand.NewPCG(11, 12)))
	if _, err := store.Apply(b.Context(), r); err != nil {
		b.Fatal(err)
	}
	node := func(i int) string { return r.Nodes[(i*7919)%len(r.Nodes)].ID }
	hop := func(depth int) func(int) any {
		return func(i int) any { return graph.NeighborhoodQuery{From: []string{node(i)}, Depth: depth} }
	}
	for _, c := range []struct {
		name     string
		question func(i int) any
	}{
		{"Node", func(i int) any { return nodeByID{node(i)} }},
		{"Counts", func(i int) any { return counts(node(i), now) }},
		{"Neighbors", func(i int) any { return neighbors(node(i), now) }},
		{"Neighborhood/1hop", hop(1)},
		{"Neighborhood/2hop", hop(2)},
		{"Neighborhood/3hop", hop(3)},
		{"Neighborhood/2hop-asof", func(i int) any {
			return graph.NeighborhoodQuery{From: []string{node(i)}, Depth: 2, Filter: at("1999-04-01")}
		}},
		{"Paths/shortest", func(i int) any { return path(node(i), node(i+1), graph.PathsQuery{}) }},
		{"Paths/k3", func(i int) any { return path(node(i), node(i+1), graph.PathsQuery{Mode: graph.KShortest}) }},
		{"Search", func(i int) any { return graph.SearchQuery{Text: r.Nodes[(i*7919)%len(r.Nodes)].Names.En} }},
		{"Nodes", func(i int) any { return graph.NodesQuery{Page: graph.Page{After: node(i)}} }},
		{"Edges/filtered", func(i int) any {
			return edges(graph.Filter{Prefectures: []string{area("jp", i%47)}, Time: at("1999-04-01").Time})
		}},
		{"Tally", func(int) any { return tally("", graph.ByPrefecture, graph.ByState, now) }},
		{"Subgraph", func(i int) any {
			return graph.SubgraphQuery{Filter: graph.Filter{Prefectures: []string{area("jp", i%47)}}}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for i := range 3 {
				if answer := told(b.Context(), store, c.question(i)); strings.HasPrefix(answer, "error") || strings.HasPrefix(answer, "incoherent") {
					b.Fatalf("%+v: %s", c.question(i), answer)
				}
			}
			i := 0
			for b.Loop() {
				if _, err := ask(b.Context(), store, c.question(i)); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
	b.Run("Apply/one", func(b *testing.B) {
		i := 0
		for b.Loop() {
			if _, err := store.Apply(b.Context(), &graph.Release{Nodes: []graph.Node{{ID: "bench", Kind: graph.Municipality, Note: fmt.Sprint(b.N, i)}}}); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
}

func area(side string, i int) string { return fmt.Sprintf("%s-%02d", side, i) }

// benchGraph ties municipalities of 47 prefectures to partners of 50 states; low numbers have most edges.
func benchGraph(r *rand.Rand) *graph.Release {
	release := &graph.Release{Replace: true}
	for i := range 47 {
		release.Nodes = append(release.Nodes, graph.Node{ID: area("jp", i), Kind: graph.Prefecture, Names: graph.Names{En: fmt.Sprintf("Prefecture %d", i)}})
	}
	for i := range 50 {
		release.Nodes = append(release.Nodes, graph.Node{ID: area("us", i), Kind: graph.Partner, Level: "state", Names: graph.Names{En: fmt.Sprintf("State %d", i)}})
	}
	join := func(e graph.Edge) {
		e.ID = fmt.Sprintf("e-%05d", len(release.Edges))
		release.Edges = append(release.Edges, e)
	}
	half := (benchNodes - len(release.Nodes)) / 2
	for i := range half {
		jp, us := fmt.Sprintf("jp-%05d", i), fmt.Sprintf("us-place-%05d", i)
		prefecture, state := area("jp", r.IntN(47)), area("us", r.IntN(50))
		release.Nodes = append(release.Nodes, graph.Node{ID: jp, Kind: graph.Municipality, Within: prefecture, Names: graph.Names{En: syllables(r), Ja: fmt.Sprintf("第%d市", i)}},
			graph.Node{ID: us, Kind: graph.Partner, Within: state, Names: graph.Names{En: syllables(r)}})
		join(graph.Edge{Kind: graph.LocatedIn, Source: jp, Target: prefecture})
		join(graph.Edge{Kind: graph.LocatedIn, Source: us, Target: state})
	}
	skewed := func() int { return int(float64(half) * r.Float64() * r.Float64() * r.Float64()) }
	for len(release.Edges) < benchEdges {
		year := graph.Date{Year: int16(1955 + r.IntN(60))}
		e := graph.Edge{Kind: graph.SisterOf, Source: fmt.Sprintf("jp-%05d", skewed()), Target: fmt.Sprintf("us-place-%05d", skewed()), TieKind: graph.SisterCity, Role: graph.Original, Status: graph.Active,
			Tie: fmt.Sprintf("tie-%05d", len(release.Edges)), Signed: year, Valid: graph.Range{From: year}}
		join(e)
	}
	return release
}

func syllables(r *rand.Rand) string {
	parts := []string{"na", "ga", "ha", "ma", "saki", "yama", "kawa", "shi", "oka", "mori", "ta", "ku", "ro", "mi", "wa"}
	name := ""
	for range 2 + r.IntN(3) {
		name += parts[r.IntN(len(parts))]
	}
	return name
}

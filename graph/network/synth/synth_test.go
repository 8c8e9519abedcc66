package synth_test

import (
	"slices"
	"testing"

	"enishi/graph"
	"enishi/graph/network/synth"
)

// TestRecords: the records are a release that passes every check, as many as asked, and the same again.
func TestRecords(t *testing.T) {
	t.Parallel()
	for _, g := range []synth.Graph{synth.S, {Nodes: 2000, Edges: 12_000, Skew: 3, Seed: 7}, {Nodes: 200, Edges: 150, Skew: 1}} {
		var r graph.Release
		for n := range g.Records() {
			r.Nodes = append(r.Nodes, *n)
		}
		for e := range g.Links() {
			r.Edges = append(r.Edges, *e)
		}
		for s := range g.Sources() {
			r.Sources = append(r.Sources, *s)
		}
		if len(r.Nodes) != g.Nodes || len(r.Edges) != g.Edges {
			t.Errorf("%+v made %d nodes, %d edges", g, len(r.Nodes), len(r.Edges))
		}
		if err := r.Check(); err != nil {
			t.Errorf("%+v: %v", g, err)
		}
		ids := map[string]bool{}
		for _, n := range r.Nodes {
			ids[n.ID] = true
		}
		for _, s := range r.Sources {
			ids[s.ID] = true
		}
		heirs := 0
		for k, e := range r.Edges {
			if !ids[e.Source] || !ids[e.Target] || slices.ContainsFunc(e.Citations, func(c string) bool { return !ids[c] }) {
				t.Fatalf("%s has an end or citation that is no record", e.ID)
			}
			if e.Kind == graph.SisterOf && e.Role == graph.Inherited {
				heirs++
				if was := r.Edges[k-1]; was.Tie != e.Tie || was.Valid.To != e.Valid.From {
					t.Fatalf("%s inherits from nobody", e.ID)
				}
			}
		}
		if g.Edges >= 10_000 && heirs < g.Edges/100 {
			t.Errorf("%+v: %d heirs", g, heirs)
		}
		k := 0
		for e := range g.Links() {
			if string(graph.Encode(e)) != string(graph.Encode(&r.Edges[k])) {
				t.Fatalf("edge %d differs the second time", k)
			}
			k++
		}
	}
}

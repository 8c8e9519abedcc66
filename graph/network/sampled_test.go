package network_test

import (
	"math"
	"testing"

	"enishi/graph"
	"enishi/graph/network"
	"enishi/graph/network/synth"
)

// TestSampled: an estimate from some of the sources says so, stays within the error that it states, and is the same again.
func TestSampled(t *testing.T) {
	t.Parallel()
	n, err := network.Build(synth.Graph{Nodes: 1200, Edges: 3000, Skew: 2, Seed: 9}.Records(), synth.Graph{Nodes: 1200, Edges: 3000, Skew: 2, Seed: 9}.Links())
	if err != nil {
		t.Fatal(err)
	}
	s, err := n.View(graph.Filter{Time: graph.Time{Any: true}}).Simple(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exact, err := s.Betweenness(t.Context(), 0)
	if err != nil || !exact.Exact {
		t.Fatal(exact.Exact, err)
	}
	some, err := s.Betweenness(t.Context(), 300)
	if err != nil || some.Exact || some.Sources != 300 || some.Error <= 0 || some.Error >= 1 {
		t.Fatalf("exact %v, %d sources, error %v, %v", some.Exact, some.Sources, some.Error, err)
	}
	worst := 0.0
	for i, v := range some.Values {
		worst = max(worst, math.Abs(v-exact.Values[i]))
	}
	if worst == 0 || worst > some.Error {
		t.Errorf("betweenness is off by up to %v; it says %v", worst, some.Error)
	}
	again, err := s.Betweenness(t.Context(), 300)
	for i, v := range again.Values {
		if err != nil || v != some.Values[i] {
			t.Fatalf("betweenness of %d is %v, then %v, %v", i, some.Values[i], v, err)
		}
	}

	whole, err := s.Closeness(t.Context(), 0)
	if err != nil || !whole.Exact {
		t.Fatal(whole.Exact, err)
	}
	near, err := s.Closeness(t.Context(), 300)
	if err != nil || near.Exact || near.Error <= 0 {
		t.Fatalf("exact %v, error %v, %v", near.Exact, near.Error, err)
	}
	for i, v := range near.Values {
		if off := math.Abs(v-whole.Values[i]) / whole.Values[i]; off > 5*near.Error { // five standard errors of the worst
			t.Errorf("closeness of %d is %v; exact %v, stated error %v", i, v, whole.Values[i], near.Error)
		}
	}
}

// TestEmpty: a network of nothing, and one of nodes alone, answer everything.
func TestEmpty(t *testing.T) {
	t.Parallel()
	for _, rel := range []*graph.Release{{}, {Nodes: []graph.Node{place("a")}}} {
		n := build(t, rel)
		b, err := n.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := n.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		v := n.View(graph.Filter{})
		s, err := v.Simple(t.Context())
		if err != nil || s.Len() != 0 {
			t.Fatal(s.Len(), err)
		}
		m, err := s.Betweenness(t.Context(), 0)
		if err != nil || len(m.Values) != 0 {
			t.Error(m, err)
		}
		if m, err = s.Closeness(t.Context(), 0); err != nil || len(m.Values) != 0 {
			t.Error(m, err)
		}
		if r, err := s.PageRank(t.Context()); err != nil || len(r) != 0 {
			t.Error(r, err)
		}
		if c, err := s.Communities(t.Context()); err != nil || len(c.Sizes) != 0 || c.Modularity != 0 {
			t.Error(c, err)
		}
		if a, br, err := s.Cuts(t.Context()); err != nil || len(a)+len(br) != 0 {
			t.Error(a, br, err)
		}
		if len(s.KCore())+len(s.Components().Sizes) != 0 {
			t.Error("cores or components of nothing")
		}
		if l, err := v.NodeList(t.Context(), graph.Page{}); err != nil || l.Total != len(rel.Nodes) {
			t.Error(l, err)
		}
		if l, err := v.EdgeList(t.Context(), graph.Page{After: "x"}, ""); err != nil || l.Total != 0 {
			t.Error(l, err)
		}
		if r, err := v.Subgraph(t.Context(), graph.SubgraphQuery{}); err != nil || len(r.Nodes) != 0 {
			t.Error(r, err)
		}
	}
}

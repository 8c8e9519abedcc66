package study_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/graph/study"
)

// merged is a town that signed, was merged, and its city was merged again; beside it decoys.
//
//	town ──(1990–2006 original)── dublin      town ─▶ city (2006) ─▶ metro (2010)
//	city ──(2006–2010 inherited)── dublin     city ──(2001, original)── napa        elsewhere ──(1995)── dublin
//	metro ──(2010– inherited)── dublin        metro ──(2010– inherited)── napa
func merged(t *testing.T) graph.Store {
	t.Helper()
	node := func(id, within string, valid graph.Range, next *graph.Succession) graph.Node {
		return graph.Node{ID: id, Kind: graph.Municipality, Within: within, Names: graph.Names{En: id}, Valid: valid, Successor: next, Codes: graph.Codes{"jis": {"code-" + id}}}
	}
	tie := func(id, a, b, tie string, role graph.Role, signed string, valid graph.Range) graph.Edge {
		return graph.Edge{ID: id, Kind: graph.SisterOf, Source: a, Target: b, Tie: tie, TieKind: graph.SisterCity, Role: role, Status: graph.Active, Signed: graph.MustDate(signed), Valid: valid}
	}
	merger := func(id, a, b, day string) graph.Edge {
		return graph.Edge{ID: id, Kind: graph.SucceededBy, Source: a, Target: b, Change: graph.Merged, Date: graph.MustDate(day), Valid: graph.Range{From: graph.MustDate(day), To: (graph.MustDate(day).First() + 1).Date()}}
	}
	s := storetest.NewOracle()
	_, err := s.Apply(context.Background(), &graph.Release{
		Nodes: []graph.Node{{ID: "jp-04", Kind: graph.Prefecture}, {ID: "jp-05", Kind: graph.Prefecture},
			node("a-town", "jp-04", span("", "2006-03-31"), &graph.Succession{ID: "b-city", Date: graph.MustDate("2006-03-31"), Now: "c-metro"}),
			node("b-city", "jp-04", span("", "2010-04-01"), &graph.Succession{ID: "c-metro", Date: graph.MustDate("2010-04-01"), Now: "c-metro"}),
			node("c-metro", "jp-04", span("2010-04-01", ""), nil), node("d-elsewhere", "jp-05", span("", ""), nil),
			{ID: "us-ga", Kind: graph.Partner, Level: "state"}, {ID: "us-ga-dublin", Kind: graph.Partner, Within: "us-ga"}, {ID: "us-napa", Kind: graph.Partner}},
		Edges: []graph.Edge{
			tie("e1", "a-town", "us-ga-dublin", "t1", graph.Original, "1990", span("1990", "2006-03-31")), tie("e2", "b-city", "us-ga-dublin", "t1", graph.Inherited, "1990", span("2006-03-31", "2010-04-01")),
			tie("e3", "c-metro", "us-ga-dublin", "t1", graph.Inherited, "1990", span("2010-04-01", "")), tie("e4", "b-city", "us-napa", "t2", graph.Original, "2001", span("2001", "2010-04-01")),
			tie("e5", "c-metro", "us-napa", "t2", graph.Inherited, "2001", span("2010-04-01", "")), tie("e6", "d-elsewhere", "us-ga-dublin", "t3", graph.Original, "1995", span("1995", "")),
			merger("m1", "a-town", "b-city", "2006-03-31"), merger("m2", "b-city", "c-metro", "2010-04-01")}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPartnersOfLineages(t *testing.T) {
	s := merged(t)
	type got struct {
		Tie, Body, Partner, State string
		Role                      graph.Role
		Holders                   []string
	}
	for _, tc := range []struct {
		name  string
		id    string
		scope study.Scope
		time  graph.Time
		want  []got
	}{
		{"then", "jp-04", study.Within, graph.Time{AsOf: graph.MustDate("2003-04-01")}, []got{{"t1", "a-town", "us-ga-dublin", "us-ga", graph.Original, []string{"e1"}}, {"t2", "b-city", "us-napa", "", graph.Original, []string{"e4"}}}},
		{"now", "jp-04", study.Within, graph.Time{}, []got{{"t1", "c-metro", "us-ga-dublin", "us-ga", graph.Inherited, []string{"e3"}}, {"t2", "c-metro", "us-napa", "", graph.Inherited, []string{"e5"}}}},
		{"a span over a merger", "jp-04", study.Within, graph.Time{From: graph.MustDate("2005"), To: graph.MustDate("2007")}, []got{{"t1", "b-city", "us-ga-dublin", "us-ga", graph.Inherited, []string{"e1", "e2"}}, {"t2", "b-city", "us-napa", "", graph.Original, []string{"e4"}}}},
		{"any time", "jp-04", study.Within, graph.Time{Any: true}, []got{{"t1", "c-metro", "us-ga-dublin", "us-ga", graph.Inherited, []string{"e1", "e2", "e3"}}, {"t2", "c-metro", "us-napa", "", graph.Inherited, []string{"e4", "e5"}}}},
		{"own of a prefecture without ties", "jp-04", study.Own, graph.Time{Any: true}, nil},
		{"own of a town", "a-town", "", graph.Time{Any: true}, []got{{"t1", "a-town", "us-ga-dublin", "us-ga", graph.Original, []string{"e1"}}}},
		{"within a town is its own", "b-city", study.Within, graph.Time{Any: true}, []got{{"t1", "b-city", "us-ga-dublin", "us-ga", graph.Inherited, []string{"e2"}}, {"t2", "b-city", "us-napa", "", graph.Original, []string{"e4"}}}},
		{"within a state, seen from there", "us-ga", study.Within, graph.Time{}, []got{{"t1", "us-ga-dublin", "c-metro", "jp-04", graph.Inherited, []string{"e3"}}, {"t3", "us-ga-dublin", "d-elsewhere", "jp-05", graph.Original, []string{"e6"}}}},
	} {
		p, err := study.FindPartners(context.Background(), s, study.PartnersQuery{ID: tc.id, Scope: tc.scope, Filter: graph.Filter{Time: tc.time}})
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		var ties []got
		for _, x := range p.Ties {
			g := got{x.Tie, x.Body, x.Partner, x.State, x.Role, nil}
			for _, h := range x.Holders {
				g.Holders = append(g.Holders, h.Edge)
			}
			ties = append(ties, g)
		}
		if diff := cmp.Diff(tc.want, ties); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	if _, err := study.FindPartners(context.Background(), s, study.PartnersQuery{ID: "nobody"}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("a body that is not there: %v", err)
	}
	if _, err := study.FindPartners(context.Background(), s, study.PartnersQuery{ID: "jp-04", Scope: "all"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("an unknown scope: %v", err)
	}
}

func TestResolve(t *testing.T) {
	s := merged(t)
	for _, tc := range []struct {
		name string
		q    study.ResolveQuery
		want []study.Match
	}{
		{"then", study.ResolveQuery{Code: "jis:code-a-town", Date: graph.MustDate("2003-04-01")}, []study.Match{{ID: "a-town", As: study.Itself}}},
		{"the day it was dissolved", study.ResolveQuery{Code: "jis:code-a-town", Date: graph.MustDate("2006-03-31")}, nil},
		{"the day before", study.ResolveQuery{Code: "jis:code-a-town", Date: graph.MustDate("2006-03-30")}, []study.Match{{ID: "a-town", As: study.Itself}}},
		{"in the year of the merger", study.ResolveQuery{Code: "jis:code-a-town", Date: graph.MustDate("2006")}, []study.Match{{ID: "a-town", As: study.Itself}}},
		{"today, after two mergers", study.ResolveQuery{Code: "jis:code-a-town"}, []study.Match{{ID: "b-city", As: study.Successor, Of: "a-town", Date: graph.MustDate("2006-03-31")}, {ID: "c-metro", As: study.Territory, Of: "a-town", Date: graph.MustDate("2006-03-31")}}},
		{"today, after one", study.ResolveQuery{Code: "jis:code-b-city"}, []study.Match{{ID: "c-metro", As: study.Successor, Of: "b-city", Date: graph.MustDate("2010-04-01")}}},
		{"by name", study.ResolveQuery{Name: "c-metro"}, []study.Match{{ID: "c-metro", As: study.Itself}}},
		{"before it was founded", study.ResolveQuery{Code: "jis:code-c-metro", Date: graph.MustDate("2009")}, nil},
		{"nobody", study.ResolveQuery{Code: "jis:99999"}, nil},
	} {
		res, err := study.Resolve(context.Background(), s, tc.q)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if diff := cmp.Diff(tc.want, res.Matches); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
		if len(res.Matches) > 0 && len(res.Nodes) == 0 {
			t.Errorf("%s: the nodes are missing", tc.name)
		}
	}
	for _, q := range []study.ResolveQuery{{}, {Code: "jis:1", Name: "x"}, {Code: "12345"}, {Code: ":1"}, {Code: "jis:"}} {
		if _, err := study.Resolve(context.Background(), s, q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%+v: %v, want ErrInvalid", q, err)
		}
	}
}

func TestHistory(t *testing.T) {
	s := merged(t)
	h, err := study.FindHistory(context.Background(), s, "b-city")
	if err != nil {
		t.Fatal(err)
	}
	var moments []string
	for _, m := range h.Moments {
		moments = append(moments, m.Date.String()+" "+string(m.Kind)+" "+m.Other)
	}
	want := []string{"2001 signed us-napa", "2006-03-31 inherited us-ga-dublin", "2006-03-31 took-over a-town", "2010-04-01 dissolved c-metro", "2010-04-01 passed-on us-ga-dublin", "2010-04-01 passed-on us-napa"}
	if diff := cmp.Diff(want, moments); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
	if !slices.Equal(h.Predecessors, []string{"a-town"}) || !slices.Equal(h.Successors, []string{"c-metro"}) {
		t.Errorf("predecessors %v, successors %v", h.Predecessors, h.Successors)
	}
	var holders []string
	for _, x := range h.Ties {
		for _, held := range x.Holders {
			holders = append(holders, x.Tie+" "+held.Body+" "+string(held.Relation))
		}
	}
	if diff := cmp.Diff([]string{"t1 a-town before", "t1 b-city own", "t1 c-metro after", "t2 b-city own", "t2 c-metro after"}, holders); diff != "" {
		t.Errorf("holders (-want +got):\n%s", diff)
	}
	town, err := study.FindHistory(context.Background(), s, "a-town")
	if err != nil {
		t.Fatal(err)
	}
	if len(town.Ties) != 1 || !slices.Equal(town.Successors, []string{"b-city", "c-metro"}) {
		t.Errorf("the town has the ties %+v and the successors %v: a tie that only its heirs held is not its own", town.Ties, town.Successors)
	}
}

func TestStructure(t *testing.T) {
	s := merged(t)
	find := func(m study.StructureMeasure) study.Structure {
		st, err := study.FindStructure(context.Background(), s, study.StructureQuery{Measure: m, Filter: graph.Filter{Time: graph.Time{Any: true}, EdgeKinds: []graph.EdgeKind{graph.SisterOf}}})
		if err != nil {
			t.Fatalf("%s: %v", m, err)
		}
		return st
	}
	// the simple graph: dublin – town, city, metro, elsewhere; napa – city, metro
	if st := find(study.Degree); st.Items[0].Node != "us-ga-dublin" || *st.Items[0].Value != 4 || len(st.Items) != 6 || st.Size != (graph.Size{Nodes: 6, Edges: 6}) {
		t.Errorf("degree: %+v of %+v", st.Items, st.Size)
	}
	if st := find(study.Articulation); len(st.Items) != 1 || st.Items[0].Node != "us-ga-dublin" || st.Items[0].CutOff != 2 {
		t.Errorf("articulation: %+v", st.Items)
	}
	if st := find(study.Bridges); len(st.Items) != 2 || !slices.Contains(st.Items[0].Ends, "us-ga-dublin") {
		t.Errorf("bridges: %+v", st.Items)
	}
	if st := find(study.Components); len(st.Items) != 1 || st.Items[0].Size != 6 || len(st.Items[0].Members) != 6 {
		t.Errorf("components: %+v", st.Items)
	}
	if st := find(study.Communities); st.Modularity == nil || len(st.Items) == 0 {
		t.Errorf("communities: %+v", st)
	}
	for _, m := range study.StructureMeasures {
		if find(m); m.Definition("en") == "" || m.Definition("ja") == "" || m.Definition("en") == m.Definition("ja") {
			t.Errorf("%s has no definition", m)
		}
	}
}

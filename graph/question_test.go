package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
)

// normalizes are the questions by name, from JSON.
var normalizes = []func(data []byte) (once, twice any, err error){
	again(graph.Filter.Normalize), again(graph.NodesQuery.Normalize), again(graph.EdgesQuery.Normalize), again(graph.NeighborsQuery.Normalize), again(graph.SourcesQuery.Normalize),
	again(graph.ClaimsQuery.Normalize), again(graph.SearchQuery.Normalize), again(graph.CountsQuery.Normalize), again(graph.NeighborhoodQuery.Normalize), again(graph.SubgraphQuery.Normalize),
	again(graph.PathsQuery.Normalize), again(graph.TallyQuery.Normalize), again(graph.DiffQuery.Normalize),
}

var errNoJSON = errors.New("no such JSON")

func again[Q any](normalize func(Q) (Q, error)) func([]byte) (any, any, error) {
	return func(data []byte) (any, any, error) {
		var q Q
		if json.Unmarshal(data, &q) != nil {
			return nil, nil, errNoJSON
		}
		once, err := normalize(q)
		if err != nil {
			return nil, nil, err
		}
		twice, err := normalize(once)
		if err != nil {
			err = fmt.Errorf("a normalised question is refused: %w", errors.Join(err, errNotTwice))
		}
		return once, twice, err
	}
}

var errNotTwice = errors.New("not twice")

// Normalising is done once: what comes out is accepted and stays as it is, and a refusal is ErrInvalid and names a parameter.
func FuzzNormalize(f *testing.F) {
	for kind, seed := range []string{`{"edge_kind":["sister_of","member_of","sister_of"],"prefecture":["jp-04","jp-01"],"confidence":"low"}`, `{"page":{"limit":500,"after":"a"}}`, `{"tie":"t"}`, `{"direction":"out"}`, `{"page":{}}`,
		`{"records":["b","a"],"kinds":["agrees"]}`, `{"q":"長浜","offset":3}`, `{"id":"a"}`, `{"from":["b","a","b"],"depth":6,"nodes":3}`, `{"incident":["b","a"]}`,
		`{"from":"a","to":"b","mode":"k","k":25,"via":["c"],"avoid":["e","d"],"cost":"hub"}`, `{"count":"ties","rows":"year","cols":"level","filter":{"time":{"as_of":"1989-08"}}}`, `{"to":"r2","kind":"edge","after":"e"}`} {
		f.Add(kind, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, kind int, data []byte) {
		if kind < 0 || kind >= len(normalizes) {
			return
		}
		once, twice, err := normalizes[kind](data)
		var detail *graph.Error
		switch {
		case errors.Is(err, errNoJSON):
		case errors.Is(err, errNotTwice) || (err != nil && (!errors.Is(err, graph.ErrInvalid) || !errors.As(err, &detail) || detail.Param == "" || len(err.Error()) > 1000)):
			t.Fatalf("%s: %v", data, err)
		case !reflect.DeepEqual(once, twice):
			t.Fatalf("%s\n%+v\n%+v", data, once, twice)
		}
	})
}

// Defaults and bounds are those that the constants state, and a refusal says the maximum.
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name          string
		byDefault, at int
		normalize     func(n int) (int, error)
	}{
		{"limit", graph.DefaultPage, graph.MaxPage, func(n int) (int, error) { q, err := graph.Page{Limit: n}.Normalize(); return q.Limit, err }},
		{"depth", graph.DefaultDepth, graph.MaxDepth, func(n int) (int, error) { q, err := around(graph.NeighborhoodQuery{Depth: n}); return q.Depth, err }},
		{"nodes", graph.DefaultNodes, graph.MaxNodes, func(n int) (int, error) { q, err := around(graph.NeighborhoodQuery{Nodes: n}); return q.Nodes, err }},
		{"edges", graph.DefaultEdges, graph.MaxEdges, func(n int) (int, error) { q, err := around(graph.NeighborhoodQuery{Edges: n}); return q.Edges, err }},
		{"fan_out", graph.DefaultFanOut, graph.MaxFanOut, func(n int) (int, error) { q, err := around(graph.NeighborhoodQuery{FanOut: n}); return q.FanOut, err }},
		{"nodes", graph.DefaultNodes, graph.MaxNodes, func(n int) (int, error) { q, err := graph.SubgraphQuery{Nodes: n}.Normalize(); return q.Nodes, err }},
		{"edges", graph.DefaultEdges, graph.MaxEdges, func(n int) (int, error) { q, err := graph.SubgraphQuery{Edges: n}.Normalize(); return q.Edges, err }},
		{"k", graph.DefaultK, graph.MaxK, func(n int) (int, error) {
			q, err := graph.PathsQuery{From: "a", To: "b", Mode: graph.KShortest, K: n}.Normalize()
			return q.K, err
		}},
		{"limit", graph.DefaultPathLimit, graph.MaxPathLimit, func(n int) (int, error) {
			q, err := graph.PathsQuery{From: "a", To: "b", Mode: graph.ShortestAll, Limit: n}.Normalize()
			return q.Limit, err
		}},
		{"max_length", graph.MaxHops, graph.MaxHops, func(n int) (int, error) {
			q, err := graph.PathsQuery{From: "a", To: "b", MaxLength: n}.Normalize()
			return q.MaxLength, err
		}},
		{"limit", graph.DefaultPage, graph.MaxPage, func(n int) (int, error) {
			q, err := graph.DiffQuery{To: "r1", Limit: n}.Normalize()
			return q.Limit, err
		}},
		{"offset", 0, graph.MaxNodes, func(n int) (int, error) {
			q, err := graph.SearchQuery{Text: "a", Offset: n}.Normalize()
			return q.Offset, err
		}},
	} {
		for n, want := range map[int]int{0: c.byDefault, 1: 1, c.at: c.at} {
			if got, err := c.normalize(n); got != want || err != nil {
				t.Errorf("%s %d becomes %d, %v", c.name, n, got, err)
			}
		}
		_, err := c.normalize(c.at + 1)
		wantParam(t, err, c.name)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint(c.at)) {
			t.Errorf("%s: %v does not say %d", c.name, err, c.at)
		}
		_, err = c.normalize(-1)
		wantParam(t, err, c.name)
	}
}

func around(q graph.NeighborhoodQuery) (graph.NeighborhoodQuery, error) {
	q.From = []string{"a"}
	return q.Normalize()
}

func TestRefusals(t *testing.T) {
	ids := func(n int) []string { return slices.Repeat([]string{"a"}, n) }
	refuse := func(param string, err error) { t.Helper(); wantParam(t, err, param) }
	_, err := graph.Filter{EdgeKinds: []graph.EdgeKind{"likes"}}.Normalize()
	refuse("edge_kind", err)
	if !strings.Contains(err.Error(), "sister_of, member_of") {
		t.Errorf("%v does not say what is allowed", err)
	}
	_, err = graph.Filter{Themes: []graph.Theme{"x"}}.Normalize()
	refuse("theme", err)
	_, err = graph.Filter{Prefectures: ids(graph.MaxFilterValues + 1)}.Normalize()
	refuse("prefecture", err)
	_, err = graph.Filter{States: []string{"US"}}.Normalize()
	refuse("state", err)
	_, err = graph.Filter{MinConfidence: "sure"}.Normalize()
	refuse("confidence", err)
	_, err = graph.NeighborhoodQuery{From: ids(graph.MaxStarts + 1)}.Normalize()
	refuse("from", err)
	_, err = graph.SubgraphQuery{Incident: ids(graph.MaxIncident + 1)}.Normalize()
	refuse("incident", err)
	_, err = graph.PathsQuery{From: "a", To: "b", Via: []string{"c", "d", "e", "f", "g", "h"}}.Normalize()
	refuse("via", err)
	_, err = graph.PathsQuery{From: "a", To: "b", Avoid: ids(graph.MaxAvoid + 1)}.Normalize()
	refuse("avoid", err)
	_, err = graph.SearchQuery{Text: strings.Repeat("長", graph.MaxSearch+1)}.Normalize()
	refuse("q", err)
	if _, err = (graph.SearchQuery{Text: strings.Repeat("長", graph.MaxSearch)}).Normalize(); err != nil {
		t.Errorf("the longest search text: %v", err)
	}
	_, err = graph.DiffQuery{To: "r1", After: "a"}.Normalize()
	refuse("kind", err)
}

// The caller's lists are not sorted in place.
func TestNormalizeLeavesTheCallersLists(t *testing.T) {
	kinds, areas := []graph.EdgeKind{graph.SisterOf, graph.MemberOf}, []string{"b", "a"}
	f := graph.Filter{EdgeKinds: kinds, Prefectures: areas}
	g, err := f.Normalize()
	if err != nil || !slices.Equal(g.Prefectures, []string{"a", "b"}) || areas[0] != "b" || kinds[0] != graph.SisterOf {
		t.Errorf("%v, %v, %v, %v", g, areas, kinds, err)
	}
	from := []string{"b", "a", "b"}
	if q, err := (graph.NeighborhoodQuery{From: from}).Normalize(); err != nil || len(q.From) != 2 || from[0] != "b" {
		t.Errorf("%v, %v, %v", q.From, from, err)
	}
	if q, err := (graph.PathsQuery{From: "a", To: "b", Via: []string{"d", "c"}}).Normalize(); err != nil || q.Via[0] != "d" {
		t.Errorf("via is in the order to be passed, not %v, %v", q.Via, err)
	}
}

// world makes edges with ends of every kind.
func world(r *rand.Rand) (e graph.Edge, a, b graph.Node) {
	node := func(id string) graph.Node {
		n := graph.Node{ID: id, Kind: graph.NodeKinds[r.IntN(5)], Within: []string{"", "jp-1", "jp-2", "us-1"}[r.IntN(4)]}
		if n.Kind == graph.Organization {
			n.Sector = append(graph.Sectors[:2:2], "")[r.IntN(3)]
		}
		if !n.IsPlace() && r.IntN(2) == 0 {
			n.Themes = graph.Themes[r.IntN(2) : 2+r.IntN(2)]
		}
		if n.Kind == graph.Program && r.IntN(2) == 0 {
			n.Scope = []string{"US"}
		}
		return n
	}
	a, b = node([]string{"a", "jp-1", "us-1"}[r.IntN(3)]), node("b")
	e = graph.Edge{ID: "e", Kind: graph.EdgeKinds[r.IntN(6)], Source: a.ID, Target: b.ID, Confidence: append(graph.Confidences, "")[r.IntN(4)], Citations: []string{"1", "2"}[:r.IntN(3)],
		Valid: graph.Range{From: graph.MustDate(dates[r.IntN(len(dates))])}}
	if e.Kind == graph.SisterOf {
		e.TieKind, e.Status, e.Signed = graph.TieKinds[r.IntN(3)], graph.Statuses[r.IntN(3)], graph.MustDate(dates[r.IntN(len(dates))])
	}
	return e, a, b
}

func someOf[T any](r *rand.Rand, from []T) (out []T) {
	for _, v := range from {
		if r.IntN(4) == 0 {
			out = append(out, v)
		}
	}
	return out
}

func randomFilter(r *rand.Rand) graph.Filter {
	f := graph.Filter{EdgeKinds: someOf(r, graph.EdgeKinds), NodeKinds: someOf(r, graph.NodeKinds), TieKinds: someOf(r, graph.TieKinds[:1]), Statuses: someOf(r, graph.Statuses[:1]),
		Prefectures: someOf(r, []string{"jp-1", "jp-2"}), States: someOf(r, []string{"us-1"}), Sectors: someOf(r, graph.Sectors[:2]), Themes: someOf(r, graph.Themes[:2]),
		MinConfidence: append(graph.Confidences, "", "")[r.IntN(5)], SingleSource: r.IntN(3) == 0, IncludeScoped: r.IntN(2) == 0, IncludeUndated: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		f.Time.AsOf = graph.MustDate("1989-02")
	}
	if r.IntN(8) == 0 { // these leave only ties
		f.Levels, f.Signed = someOf(r, graph.TieLevels), someOf(r, []string{"1980s", "1985", graph.UnknownKey})
	}
	return f
}

// One more value in a list, one more thing let in, never loses an edge; which end is the source is not asked; order and repeats of values do not matter.
func TestFilterGrows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	kept := 0
	for range 100_000 {
		e, a, b := world(r)
		f := randomFilter(r)
		c, in := f.Edge(&e, &a, &b)
		if in {
			kept++
		}
		if (c == graph.Out && in) || (in && c == graph.Undated && !f.IncludeUndated) || (!in && c != graph.Out && c != graph.Undated) {
			t.Fatalf("%+v of %+v: %q, %v", f, e, c, in)
		}
		if c2, in2 := f.Edge(&e, &b, &a); c2 != c || in2 != in {
			t.Fatalf("%+v of %+v: %v one way, %v the other", f, e, in, in2)
		}
		g, err := f.Normalize()
		if err != nil {
			t.Fatal(err)
		}
		if _, in2 := g.Edge(&e, &a, &b); in2 != in {
			t.Fatalf("%+v normalised: %v, not %v", f, in2, in)
		}
		wider := f
		switch r.IntN(10) {
		case 0:
			wider.EdgeKinds = more(f.EdgeKinds, graph.EdgeKinds[r.IntN(6)])
		case 1:
			wider.NodeKinds = more(f.NodeKinds, graph.NodeKinds[r.IntN(5)])
		case 2:
			wider.Sectors = more(f.Sectors, graph.Sectors[r.IntN(2)])
		case 3:
			wider.Themes = more(f.Themes, graph.Themes[r.IntN(2)])
		case 4:
			wider.Prefectures = more(f.Prefectures, "jp-2")
		case 5:
			wider.IncludeUndated, wider.IncludeScoped = true, true
		case 6:
			wider.MinConfidence, wider.SingleSource = "", false
		case 7:
			wider.Time = graph.Time{Any: true}
		case 8:
			wider.Levels = more(f.Levels, graph.TieLevels[r.IntN(3)])
		case 9:
			wider.Signed = more(f.Signed, "1970s")
		}
		if _, in2 := wider.Edge(&e, &a, &b); in && !in2 {
			t.Fatalf("%+v keeps %+v of %+v and %+v, %+v does not", f, e, a, b, wider)
		}
	}
	if kept < 1000 {
		t.Errorf("only %d edges were kept: the test says little", kept)
	}
}

// more adds to a list that is there; to none it would narrow.
func more[T any](list []T, v T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(slices.Clone(list), v)
}

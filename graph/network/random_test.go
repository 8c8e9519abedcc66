package network_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"enishi/graph"
	"enishi/graph/network"
)

// random makes valid records that are crowded: few dates, few areas, parallel edges, so that every rule is met often.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 0))} }

func pick[T any](r random, list []T) T { return list[r.IntN(len(list))] }

func (r random) chance(percent int) bool { return r.IntN(100) < percent }

func (r random) date() graph.Date {
	d := graph.Date{Year: int16(1980 + r.IntN(8))}
	if r.chance(60) {
		d.Month = uint8(1 + r.IntN(12))
		if r.chance(60) {
			d.Day = uint8(1 + r.IntN(28))
		}
	}
	return d
}

func (r random) span() (v graph.Range) {
	if r.chance(80) {
		v.From = r.date()
	}
	if r.chance(35) {
		v.To = r.date()
		for !v.From.IsZero() && v.From.First() >= v.Bounds(false).ToLast {
			v.To = graph.Date{Year: v.From.Year + int16(r.IntN(4)), Month: v.To.Month, Day: v.To.Day}
			v.From.Month, v.From.Day = 0, 0
		}
	}
	return v
}

func some[T any](r random, list []T, most int) (out []T) {
	for range r.IntN(most + 1) {
		out = append(out, pick(r, list))
	}
	return out
}

var sources = []graph.Source{{Locator: "a"}, {Locator: "b"}, {Locator: "c"}}

func init() {
	for i := range sources {
		sources[i].ID = graph.SourceID(sources[i].Locator)
	}
}

func (r random) citations() (ids []string) {
	for _, s := range some(r, sources, 3) {
		ids = append(ids, s.ID)
	}
	return ids
}

var (
	prefectures = []string{"jp-01", "jp-02", "jp-03"}
	states      = []string{"us-aa", "us-bb", "us-cc"}
)

// release makes a dataset of about the given numbers of nodes and edges.
func (r random) release(nodes, edges int) *graph.Release {
	rel := &graph.Release{Sources: slices.Clone(sources)}
	add := func(n graph.Node) {
		n.Names.En = n.ID
		n.Valid, n.Citations = r.span(), r.citations()
		n.Confidence = pick(r, append(graph.Confidences, ""))
		rel.Nodes = append(rel.Nodes, n)
	}
	for _, id := range prefectures {
		if r.chance(85) {
			add(graph.Node{ID: id, Kind: graph.Prefecture, Region: pick(r, []string{"", "north", "south"})})
		}
	}
	for _, id := range states {
		if r.chance(85) {
			add(graph.Node{ID: id, Kind: graph.Partner, Level: pick(r, []graph.Level{"state", "territory", "district"})})
		}
	}
	for i := range nodes {
		add(r.node(i))
	}
	for i := range edges {
		if e, ok := r.edge(rel.Nodes, i); ok {
			rel.Edges = append(rel.Edges, e)
		}
	}
	r.Shuffle(len(rel.Nodes), func(i, j int) { rel.Nodes[i], rel.Nodes[j] = rel.Nodes[j], rel.Nodes[i] })
	r.Shuffle(len(rel.Edges), func(i, j int) { rel.Edges[i], rel.Edges[j] = rel.Edges[j], rel.Edges[i] })
	return rel
}

func (r random) node(i int) graph.Node {
	n := graph.Node{ID: fmt.Sprintf("n%d-%d", r.IntN(10), i), Kind: pick(r, graph.NodeKinds[1:])}
	switch n.Kind {
	case graph.Municipality:
		n.Within = pick(r, append(prefectures, ""))
	case graph.Partner:
		n.Within, n.Level = pick(r, append(states, "", "zz")), pick(r, graph.Levels)
	case graph.Organization:
		n.Within, n.Type = pick(r, slices.Concat(prefectures, states, []string{""})), pick(r, []string{"", "museum", "school"})
		if r.chance(80) {
			n.Sector = pick(r, graph.Sectors[:3])
		}
		n.Themes = some(r, graph.Themes[:4], 3)
	case graph.Program:
		n.Type, n.Themes = pick(r, []string{"", "camp"}), some(r, graph.Themes[:4], 3)
		if r.chance(20) {
			n.Scope = []string{"JP"}
		} else if r.chance(30) {
			n.Within = pick(r, prefectures)
		}
	}
	return n
}

func (r random) edge(nodes []graph.Node, i int) (graph.Edge, bool) {
	a, b := r.end(nodes), r.end(nodes)
	e := graph.Edge{ID: fmt.Sprintf("e%d-%d", r.IntN(10), i), Kind: pick(r, graph.EdgeKinds), Source: a.ID, Target: b.ID, Valid: r.span(), Citations: r.citations(),
		Confidence: pick(r, append(graph.Confidences, ""))}
	switch e.Kind {
	case graph.SisterOf:
		e.Tie, e.TieKind, e.Status, e.Role = fmt.Sprintf("tie-%d", r.IntN(len(nodes))), pick(r, graph.TieKinds), pick(r, graph.Statuses), pick(r, graph.TieRoles)
		if r.chance(80) {
			e.Signed = r.date()
		}
	case graph.MemberOf:
		e.Role = pick(r, graph.MemberRoles)
	case graph.SucceededBy:
		e.Date, e.Change = r.date(), graph.Absorbed
	}
	return e, a.ID != b.ID
}

// end favours the first nodes, so that degrees differ and edges run parallel.
func (r random) end(nodes []graph.Node) graph.Node {
	if r.chance(50) {
		return nodes[r.IntN(1+len(nodes)/4)]
	}
	return pick(r, nodes)
}

// filter makes one that mostly lets something pass.
func (r random) filter() (f graph.Filter) {
	for range r.IntN(3) {
		switch r.IntN(9) {
		case 0:
			f.EdgeKinds = some(r, graph.EdgeKinds, 4)
		case 1:
			f.NodeKinds = some(r, graph.NodeKinds, 4)
		case 2:
			f.TieKinds, f.Statuses = some(r, graph.TieKinds, 2), some(r, graph.Statuses, 2)
		case 3:
			f.Prefectures, f.IncludeScoped = some(r, append(prefectures, "n1-1", "gone"), 3), r.chance(50)
		case 4:
			f.States = some(r, states, 3)
		case 5:
			f.Sectors = some(r, graph.Sectors[:3], 3)
		case 6:
			f.Themes = some(r, graph.Themes[:4], 3)
		case 7:
			f.MinConfidence, f.SingleSource = pick(r, append(graph.Confidences, "")), r.chance(50)
		case 8:
			f.Levels, f.Signed = some(r, graph.TieLevels, 2), some(r, []string{"1980s", "1985", graph.UnknownKey}, 2)
		}
	}
	f.IncludeUndated = r.chance(30)
	switch r.IntN(5) {
	case 0, 1:
		f.Time.Any = true
	case 2:
		f.Time.AsOf = r.date()
	case 3:
		f.Time.From, f.Time.To = r.date(), graph.Date{Year: 1988}
		if r.chance(30) {
			f.Time.To = graph.Date{}
		}
	}
	return f
}

func (r random) id(nodes []graph.Node) string {
	if r.chance(2) {
		return "nobody"
	}
	return pick(r, nodes).ID
}

func build(t testing.TB, rel *graph.Release) *network.Network {
	t.Helper()
	n, err := network.Build(pointers(rel.Nodes), pointers(rel.Edges))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func pointers[T any](list []T) func(func(*T) bool) {
	return func(yield func(*T) bool) {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}
}

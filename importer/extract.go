package importer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"enishi/graph"
)

// stored is what a store holds.
type stored struct {
	nodes   map[string]*graph.Node
	edges   map[string]*graph.Edge
	sources map[string]*graph.Source
	claims  map[string]*graph.Claim
}

func readAll(ctx context.Context, r graph.Reader) (*stored, error) {
	s := &stored{map[string]*graph.Node{}, map[string]*graph.Edge{}, map[string]*graph.Source{}, map[string]*graph.Claim{}}
	for v, err := range r.All(ctx) {
		if err != nil {
			return nil, fmt.Errorf("import: read the store: %w", err)
		}
		switch v := v.(type) {
		case *graph.Node:
			s.nodes[v.ID] = v
		case *graph.Edge:
			s.edges[v.ID] = v
		case *graph.Source:
			s.sources[v.ID] = v
		case *graph.Claim:
			s.claims[v.ID] = v
		default:
			return nil, fmt.Errorf("import: the store gave a %T", v)
		}
	}
	return s, nil
}

// extractor makes the rows that mean the records of a store: deriving them gives the records again.
type extractor struct {
	*stored
	rows      rowSet
	dissolved map[string]graph.Date
	heirs     map[string][]string // of a body, sorted
}

func extract(s *stored) rowSet {
	x := &extractor{stored: s, rows: newRowSet(), dissolved: map[string]graph.Date{}, heirs: map[string][]string{}}
	for id, v := range s.sources {
		c := *v
		x.add(sources, &c, id)
	}
	for id, v := range s.claims {
		c := *v
		x.add(claims, &c, id)
	}
	for _, id := range slices.Sorted(maps.Keys(s.nodes)) {
		x.node(s.nodes[id])
	}
	byTie := map[string][]*graph.Edge{}
	places := map[string][]*graph.Edge{}
	for _, id := range slices.Sorted(maps.Keys(s.edges)) {
		switch e := s.edges[id]; e.Kind {
		case graph.SisterOf:
			byTie[e.Tie] = append(byTie[e.Tie], e)
		case graph.LocatedIn:
			places[e.Source] = append(places[e.Source], e)
		case graph.SucceededBy:
			c := *e
			c.ID, c.Valid = "", graph.Range{}
			x.add(mergers, &c, id)
			x.dissolved[e.Source] = e.Date
			x.heirs[e.Source] = append(x.heirs[e.Source], e.Target)
		case graph.MemberOf:
			c := *e
			c.ID = ""
			x.add(memberships, &c, id)
		case graph.Organizes, graph.TakesPartIn:
			x.joins(e)
		}
	}
	x.municipalities()
	for id, located := range places {
		x.place(id, located)
	}
	for tie, edges := range byTie {
		x.tie(tie, edges)
	}
	return x.rows
}

func (x *extractor) add(t table, data any, records ...string) *row {
	r := &row{table: t, data: data, records: records}
	r.key = t.key(data)
	x.rows.put(r)
	return r
}

func (x *extractor) node(n *graph.Node) {
	r := &nodeRow{Node: *n}
	r.Labels, r.Successor, r.Events = graph.Labels{}, nil, nil
	r.Codes = maps.Clone(n.Codes)
	earlier := slices.Clone(r.Codes[jisEarlier])
	for _, e := range n.Events {
		x.add(events, &eventRow{Body: n.ID, Event: e}, n.ID)
		earlier = slices.DeleteFunc(earlier, func(c string) bool { return c == e.Code })
	}
	if r.Codes != nil {
		r.Codes[jisEarlier] = earlier
		if len(earlier) == 0 {
			delete(r.Codes, jisEarlier)
		}
	}
	t := nodeTableOf(n)
	if t == table(organizations) || t == table(programs) {
		r.Within = ""
	}
	x.add(t, r, n.ID)
}

func nodeTableOf(n *graph.Node) table {
	switch {
	case n.Kind == graph.Prefecture:
		return prefectures
	case n.Kind == graph.Municipality:
		return municipalities
	case n.Kind == graph.Organization:
		return organizations
	case n.Kind == graph.Program:
		return programs
	case n.IsState():
		return states
	}
	return partners
}

func (x *extractor) nodeRow(id string) *nodeRow {
	if r := x.rows[nodeSpace][id]; r != nil {
		return r.data.(*nodeRow)
	}
	return nil
}

// municipalities leaves out the days that follow from mergers.
func (x *extractor) municipalities() {
	for id, day := range x.dissolved {
		if r := x.nodeRow(id); r != nil && r.Valid.To == day {
			r.Valid.To = graph.Date{}
		}
	}
	foundings(x.rows[eventSpace], func(yield func(*graph.Edge) bool) {
		for _, r := range x.rows[mergerSpace] {
			if !yield(r.data.(*graph.Edge)) {
				return
			}
		}
	}, func(id string, day graph.Date) {
		if r := x.nodeRow(id); r != nil && r.Valid.From == day {
			r.Valid.From = graph.Date{}
		}
	})
}

func (x *extractor) joins(e *graph.Edge) {
	r := x.nodeRow(e.Target)
	if r == nil {
		return
	}
	if e.Kind == graph.Organizes {
		r.Organizers = append(r.Organizers, e.Source)
	} else {
		r.Participants = append(r.Participants, e.Source)
	}
}

// place is the first place of an organization; the others took it over.
func (x *extractor) place(id string, located []*graph.Edge) {
	r := x.nodeRow(id)
	if r == nil || r.Kind != graph.Organization {
		return
	}
	first := slices.MinFunc(located, func(a, b *graph.Edge) int {
		if a.Valid.From.IsZero() != b.Valid.From.IsZero() {
			if a.Valid.From.IsZero() {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Valid.From.Compare(b.Valid.From), cmp.Compare(a.ID, b.ID))
	})
	r.Place = first.Target
}

// tie puts a lineage together again: its bodies are the holders that did not come to it by a merger, and it ended where a holder's time ends without
// a merger or an heir.
func (x *extractor) tie(id string, edges []*graph.Edge) {
	e := edges[0]
	t := &tieRow{ID: id, Kind: e.TieKind, Signed: e.Signed, Status: e.Status, Signatory: e.Signatory, Citations: e.Citations, Confidence: e.Confidence, Note: e.Note}
	holds := map[string]*graph.Edge{}
	records := []string{id}
	for _, e := range edges {
		holder := e.Source
		if n := x.nodes[holder]; n != nil && n.Kind == graph.Partner {
			holder = e.Target
		}
		t.Partner = e.Far(holder)
		holds[holder] = e
		records = append(records, e.ID)
	}
	heir := map[string]bool{}
	for holder := range holds {
		for _, h := range x.heirs[holder] {
			heir[h] = true
		}
	}
	for holder, e := range holds {
		if e.Role == graph.Original || e.Unknown || !heir[holder] {
			t.Bodies = append(t.Bodies, holder)
		}
		goesOn := slices.ContainsFunc(x.heirs[holder], func(h string) bool { return holds[h] != nil })
		if e.Status == graph.Ended && !e.Valid.To.IsZero() && !(goesOn && e.Valid.To == x.dissolved[holder]) {
			t.Ended = e.Valid.To
		}
	}
	slices.Sort(t.Bodies)
	x.add(ties, t, records...)
}

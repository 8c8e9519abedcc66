package network

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"enishi/graph"
)

// Tally answers graph.TallyQuery. Version is left to the caller.
func (v *View) Tally(ctx context.Context, q graph.TallyQuery) (graph.Tally, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Tally{}, err
	}
	t := tallier{v: v, rows: q.Rows, cols: q.Cols, cells: map[cellKey]*graph.Cell{}}
	switch q.Count {
	case graph.CountTies:
		err = t.ties(ctx)
	case graph.CountMemberships:
		err = t.memberships(ctx)
	case graph.CountOrganizations:
		err = t.nodes(ctx, organizationKind)
	case graph.CountPrograms:
		err = t.nodes(ctx, programKind)
	}
	if err != nil {
		return graph.Tally{}, err
	}
	return t.result(), nil
}

type cellKey struct{ row, col string }

type tallier struct {
	v          *View
	rows, cols graph.Axis
	cells      map[cellKey]*graph.Cell
	total      int
	undated    int
	possible   int
}

// count puts a record that holds surely or only possibly under each pair of its keys; each is called with the cells.
func (t *tallier) count(surely bool, keys func(graph.Axis) []string, each func(*graph.Cell)) {
	t.total++
	if !surely {
		t.possible++
	}
	rows, cols := orUnknown(keys(t.rows)), []string{"all"}
	if t.cols != "" {
		cols = orUnknown(keys(t.cols))
	}
	for _, r := range rows {
		for _, c := range cols {
			cell := t.cells[cellKey{r, c}]
			if cell == nil {
				cell = &graph.Cell{Row: r, Col: c}
				t.cells[cellKey{r, c}] = cell
			}
			cell.Count++
			each(cell)
		}
	}
}

// plain adds nothing to a cell of what has no level.
func plain(*graph.Cell) {}

func orUnknown(keys []string) []string {
	if len(keys) == 0 {
		return []string{graph.UnknownKey}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (t *tallier) result() graph.Tally {
	r := graph.Tally{Total: t.total, Undated: t.undated, Possible: t.possible, Cells: make([]graph.Cell, 0, len(t.cells))}
	for _, c := range t.cells {
		r.Cells = append(r.Cells, *c)
	}
	slices.SortFunc(r.Cells, func(a, b graph.Cell) int { return cmp.Or(compareKeys(a.Row, b.Row), compareKeys(a.Col, b.Col)) })
	return r
}

// compareKeys orders keys, the unknown last.
func compareKeys(a, b string) int {
	if a == b {
		return 0
	}
	if a == graph.UnknownKey {
		return 1
	}
	if b == graph.UnknownKey {
		return -1
	}
	return cmp.Compare(a, b)
}

// ties counts lineages, each by the kept edge that held it last.
func (t *tallier) ties(ctx context.Context) error {
	n := t.v.n
	last := make([]uint32, n.NumTies())
	seen, surely := makeBitset(n.NumTies()), makeBitset(n.NumTies()) // with an undated edge; with one that holds not only possibly
	for i := range last {
		last[i] = none
	}
	err := t.v.eachEdgeOf(ctx, n.kindStart[0], n.kindStart[1], func(e uint32, s state) {
		if s >= admitted && s != possible {
			surely.add(n.tie[e])
		}
		switch l := &last[n.tie[e]]; {
		case s == undated:
			seen.add(n.tie[e])
		case *l == none || n.compareHolders(e, *l) > 0:
			*l = e
		}
	})
	if err != nil {
		return err
	}
	for tie, e := range last {
		if e != none {
			level := n.upperEnds(n.Ends(e))
			t.count(surely.has(uint32(tie)), func(a graph.Axis) []string { return t.edgeKeys(e, a) }, func(c *graph.Cell) { c.Levels.Add(level) })
		} else if seen.has(uint32(tie)) {
			t.undated++
		}
	}
	return nil
}

// compareHolders is graph.CompareHolders; edges of a kind are numbered in id order.
func (n *Network) compareHolders(e, f uint32) int {
	a := graph.Edge{Valid: n.ranges[n.edgeRange[e]].valid}
	b := graph.Edge{Valid: n.ranges[n.edgeRange[f]].valid}
	return cmp.Or(graph.CompareHolders(&a, &b), cmp.Compare(e, f))
}

func (t *tallier) memberships(ctx context.Context) error {
	n := t.v.n
	k := graph.MemberOf.Order()
	return t.v.eachEdgeOf(ctx, n.kindStart[k], n.kindStart[k+1], func(e uint32, s state) {
		if s == undated {
			t.undated++
			return
		}
		t.count(s != possible, func(a graph.Axis) []string { return t.edgeKeys(e, a) }, plain)
	})
}

func (t *tallier) nodes(ctx context.Context, kind uint8) error {
	n := t.v.n
	for i := range uint32(n.NumNodes()) {
		if i%guardEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if n.attrs(i).kind != kind {
			continue
		}
		switch s := t.v.lookNode(i); {
		case s == undated:
			t.undated++
		case s >= admitted:
			t.count(s != possible, func(a graph.Axis) []string { return t.nodeKeys(i, a) }, plain)
		}
	}
	return ctx.Err()
}

// edgeKeys are the keys of a sister_of or member_of edge on an axis.
func (t *tallier) edgeKeys(e uint32, axis graph.Axis) []string {
	n := t.v.n
	s, d := n.Ends(e)
	a := &n.edgeClasses[n.edgeClass[e]]
	switch axis {
	case graph.ByYear, graph.ByDecade:
		year := n.ranges[n.edgeRange[e]].valid.From.Year
		if n.isSister(e) {
			year = n.signed[e]
		}
		return yearKey(axis, year)
	case graph.ByTieKind:
		return key(graph.TieKinds, a.tieKind)
	case graph.ByStatus:
		return key(graph.Statuses, a.status)
	case graph.ByRole:
		return key(roles, a.role)
	case graph.ByLevel:
		return []string{string(graph.LevelOfEnds(n.upperEnds(s, d)))}
	case graph.BySector, graph.ByTheme:
		return append(n.ownKeys(s, axis), n.ownKeys(d, axis)...)
	}
	return append(n.areaKeys(s, axis), n.areaKeys(d, axis)...)
}

// nodeKeys are the keys of an organization or program on an axis.
func (t *tallier) nodeKeys(i uint32, axis graph.Axis) []string {
	n := t.v.n
	switch axis {
	case graph.ByYear, graph.ByDecade:
		return yearKey(axis, n.ranges[n.nodeRange[i]].valid.From.Year)
	case graph.BySector, graph.ByTheme, graph.ByType:
		return n.ownKeys(i, axis)
	}
	if n.attrs(i).kind != programKind {
		return n.areaKeys(i, axis)
	}
	return n.programAreas(i, axis)
}

// programAreas are the areas of a program and of those that organize it or take part in it, whatever the filter says of them; none of a nationwide one.
func (n *Network) programAreas(i uint32, axis graph.Axis) []string {
	if n.attrs(i).scoped {
		return nil
	}
	keys := n.areaKeys(i, axis)
	for _, a := range n.arcsOf(i) {
		kind := graph.EdgeKinds[n.kindOf(a.edge())]
		if a.inward() && (kind == graph.Organizes || kind == graph.TakesPartIn) {
			keys = append(keys, n.areaKeys(a.far, axis)...)
		}
	}
	return keys
}

// ownKeys are a node's keys on an axis of its own attributes.
func (n *Network) ownKeys(i uint32, axis graph.Axis) (keys []string) {
	a := n.attrs(i)
	switch axis {
	case graph.BySector:
		return key(graph.Sectors, a.sector)
	case graph.ByType:
		return word(n.words[a.typ])
	}
	for k, theme := range graph.Themes {
		if a.themes>>k&1 == 1 {
			keys = append(keys, string(theme))
		}
	}
	return keys
}

// areaKeys are the prefecture, state or region that a node is or lies in.
func (n *Network) areaKeys(i uint32, axis graph.Axis) []string {
	is := (*nodeAttrs).isPrefecture
	if axis == graph.ByState {
		is = func(a *nodeAttrs) bool { return a.state }
	}
	if !is(n.attrs(i)) {
		if i = n.areaNode[n.nodeArea[i]]; i == none || !is(n.attrs(i)) {
			return nil
		}
	}
	if axis == graph.ByRegion {
		return word(n.words[n.attrs(i).region])
	}
	return []string{n.NodeID(i)}
}

func (a *nodeAttrs) isPrefecture() bool { return a.kind == prefectureKind }

// upperEnds is how many of two ends are a prefecture or a state.
func (n *Network) upperEnds(a, b uint32) (upper int) {
	for _, i := range [2]uint32{a, b} {
		if n.attrs(i).state || n.attrs(i).isPrefecture() {
			upper++
		}
	}
	return upper
}

func key[T ~string](list []T, place uint8) []string {
	if place == 0 {
		return nil
	}
	return []string{string(list[place-1])}
}

func word(w string) []string {
	if w == "" {
		return nil
	}
	return []string{w}
}

func yearKey(axis graph.Axis, year int16) []string {
	if year == 0 {
		return nil
	}
	if axis == graph.ByDecade {
		year -= year % 10
	}
	return []string{fmt.Sprintf("%04d", year)}
}

package importer

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"enishi/graph"
)

// records are the records that tables mean, each list by id.
type records struct {
	nodes   []graph.Node
	edges   []graph.Edge
	sources []graph.Source
	claims  []graph.Claim
}

// body is a node while it is derived.
type body struct {
	row       *row
	node      graph.Node
	mergers   []*row // of a dissolved municipality, by successor
	dissolved graph.Date
	founded   graph.Date
	events    []graph.Event
}

// deriver makes records of the rows of a plan. Faults go to the plan; what it returns counts only if there were none.
type deriver struct {
	p    *plan
	set  rowSet
	body map[string]*body
	ids  []string // of bodies, sorted
	out  records
	made map[string]bool // ids of edges and ties made, for claims

	brought map[string]bool // ids of sources and partners that rows bring along
}

func (p *plan) derive() records {
	d := &deriver{p: p, set: p.current, body: make(map[string]*body, len(p.current[nodeSpace])), made: map[string]bool{}, brought: map[string]bool{}}
	for _, step := range []func(){d.nodes, d.succession, d.events, d.places, d.codes, d.edges, d.finish, d.sources, d.claims, d.sort} {
		if step(); p.ctx.Err() != nil { // who interrupts a large import does not wait for its end
			break
		}
	}
	return d.out
}

func (d *deriver) nodes() {
	for _, r := range d.set.sorted(nodeSpace) {
		d.addBody(r)
	}
	for i := range d.set {
		for _, r := range d.set[i] {
			d.bring(r)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.brought)) {
		if r := d.p.demand[id]; r != nil && d.body[id] == nil {
			d.addBody(r)
			d.bring(r)
		}
	}
	d.ids = slices.Sorted(maps.Keys(d.body))
}

func (d *deriver) bring(r *row) {
	for _, id := range r.brings {
		d.brought[id] = true
	}
}

func (d *deriver) addBody(r *row) {
	n := r.data.(*nodeRow).Node
	n.Codes = maps.Clone(n.Codes)
	d.body[r.key] = &body{row: r, node: n, founded: n.Valid.From, dissolved: n.Valid.To}
	r.records = append(r.records[:0], r.key)
	if p := n.Point; p != nil && (p.Lat == nowhere || p.Lon == nowhere) {
		d.p.fault(r, "lat", "", "a position has both lat and lon", "give both, or neither")
	}
	if n.Population != nil && n.Population.Count == uncounted {
		d.p.fault(r, "population_date", n.Population.Date.String(), "a population date without a population", "give the population, or leave out its date")
	}
	if n.Kind == graph.Partner && n.Within == "" && r.table == table(partners) && n.IsState() {
		d.p.fault(r, "level", string(n.Level), "a state, territory or district that lies in no other stands in states.csv", "write it there, or name its state")
	}
	if r.table == table(states) && !n.IsState() {
		d.p.fault(r, "level", string(n.Level), "states.csv holds states, territories and districts", "write other places into partners.csv")
	}
}

// need finds the node that a row names; the fault says why there is none.
func (d *deriver) need(r *row, column, id string) *body {
	if b := d.body[id]; b != nil {
		return b
	}
	if del := d.p.deleted[nodeSpace][id]; del != nil {
		d.p.fault(r, column, id, fmt.Sprintf("%s is deleted by %s", id, del.place()), "name another record, or do not delete it", del)
		return nil
	}
	if bad := d.p.rejected[id]; bad != nil {
		d.p.fault(r, column, id, fmt.Sprintf("it depends on %s, whose row (%s) was rejected", id, bad.place()), "mend that row", bad)
		return nil
	}
	fix := "define it in a row, or name a record that is there"
	if near := d.p.near(id, func() []string { return d.ids }); near != "" {
		fix = "did you mean " + near + "? Else " + fix
	}
	d.p.fault(r, column, id, fmt.Sprintf("no row and no record has the id %q", graph.Clip(id)), fix)
	return nil
}

// kinds is need for a node of certain kinds.
func (d *deriver) needKind(r *row, column, id string, what string, kinds ...graph.NodeKind) *body {
	b := d.need(r, column, id)
	if b != nil && !slices.Contains(kinds, b.node.Kind) {
		d.p.fault(r, column, id, fmt.Sprintf("%s is a %s", id, b.node.Kind), "name "+what, b.row)
		return nil
	}
	return b
}

// succession reads the mergers: who dissolved when and into what.
func (d *deriver) succession() {
	for _, r := range d.set.sorted(mergerSpace) {
		e := r.data.(*graph.Edge)
		r.records = r.records[:0]
		from := d.needKind(r, "body", e.Source, "a municipality", graph.Municipality)
		to := d.needKind(r, "successor", e.Target, "a municipality", graph.Municipality)
		if from == nil || to == nil {
			continue
		}
		if from == to {
			d.p.fault(r, "successor", e.Target, "a body does not take itself over", "where a body of the same name went on, write an event merged-same-name into events.csv")
			continue
		}
		switch first := from.mergers; {
		case len(first) > 0 && first[0].data.(*graph.Edge).Date != e.Date:
			other := first[0].data.(*graph.Edge)
			d.p.fault(r, "date", e.Date.String(), fmt.Sprintf("%s is dissolved on %s by %s and on %s here", e.Source, other.Date, first[0].place(), e.Date), "a body is dissolved once; a split has one row per successor, all of one day", first[0])
			continue
		case len(first) == 0 && !from.dissolved.IsZero() && from.dissolved != e.Date:
			d.p.fault(r, "date", e.Date.String(), fmt.Sprintf("%s is dissolved on %s in its own row (%s) and on %s here", e.Source, from.dissolved, from.row.place(), e.Date), "leave the column dissolved of its row empty", from.row)
			continue
		}
		from.mergers = append(from.mergers, r)
		from.dissolved = e.Date
	}
	d.cycles()
	foundings(d.set[eventSpace], func(yield func(*graph.Edge) bool) {
		for _, id := range d.ids {
			for _, r := range d.body[id].mergers {
				if !yield(r.data.(*graph.Edge)) {
					return
				}
			}
		}
	}, func(id string, day graph.Date) {
		if b := d.body[id]; b.founded.IsZero() {
			b.founded = day
		}
	})
	for _, id := range d.ids {
		d.checkSuccessors(d.body[id])
	}
}

// foundings tells for each body that a merger set up the day of that merger: the earliest on which bodies merged into it and none of its own name went on.
func foundings(events map[string]*row, mergers func(func(*graph.Edge) bool), founded func(id string, day graph.Date)) {
	type bodyDay struct {
		id  string
		day graph.Date
	}
	wentOn := map[bodyDay]bool{}
	for _, r := range events {
		if e := r.data.(*eventRow); e.Kind == mergedSameName {
			wentOn[bodyDay{e.Body, e.Date}] = true
		}
	}
	first := map[string]graph.Date{}
	for e := range mergers {
		if e.Change != graph.Merged || wentOn[bodyDay{e.Target, e.Date}] {
			continue
		}
		if old, ok := first[e.Target]; !ok || e.Date.Compare(old) < 0 {
			first[e.Target] = e.Date
		}
	}
	for id, day := range first {
		founded(id, day)
	}
}

// cycles reports bodies that would succeed themselves.
func (d *deriver) cycles() {
	const (
		open = 1
		done = 2
	)
	state := map[string]int{}
	var path []*row
	var visit func(id string)
	visit = func(id string) {
		state[id] = open
		for _, r := range slices.Clone(d.body[id].mergers) {
			next := r.data.(*graph.Edge).Target
			path = append(path, r)
			switch state[next] {
			case 0:
				visit(next)
			case open:
				d.cycle(path, next)
			}
			path = path[:len(path)-1]
		}
		state[id] = done
	}
	for _, id := range d.ids {
		if state[id] == 0 && len(d.body[id].mergers) > 0 {
			visit(id)
		}
	}
}

func (d *deriver) cycle(path []*row, start string) {
	i := slices.IndexFunc(path, func(r *row) bool { return r.data.(*graph.Edge).Source == start })
	loop := slices.Clone(path[i:])
	var chain []string
	for _, r := range loop {
		e := r.data.(*graph.Edge)
		chain = append(chain, e.Source)
		b := d.body[e.Source]
		b.mergers = slices.DeleteFunc(b.mergers, func(m *row) bool { return m == r })
	}
	chain = append(chain, start)
	for _, r := range loop {
		d.p.fault(r, "successor", r.data.(*graph.Edge).Target, "the succession goes in a circle: "+strings.Join(chain, " → "), "one of these rows is wrong", loop...)
	}
}

func (d *deriver) checkSuccessors(b *body) {
	for _, r := range b.mergers {
		e := r.data.(*graph.Edge)
		to := d.body[e.Target]
		if !to.dissolved.IsZero() && e.Date.First() >= to.dissolved.Last() {
			d.p.fault(r, "date", e.Date.String(), fmt.Sprintf("%s was itself dissolved on %s, which is not after %s", e.Target, to.dissolved, e.Date), "name the body that went on, or correct one of the days", to.row)
		}
		if !to.founded.IsZero() && to.founded.First() > e.Date.Last() {
			d.p.fault(r, "date", e.Date.String(), fmt.Sprintf("%s was founded on %s, after %s", e.Target, to.founded, e.Date), "name the body of that day, or correct one of the days", to.row)
		}
		if len(b.mergers) > 1 && e.Change != graph.Split {
			d.p.fault(r, "change", string(e.Change), fmt.Sprintf("%s has %d successors", e.Source, len(b.mergers)), "a body with several successors was split", b.mergers...)
		}
		edge := *e
		edge.ID = graph.EdgeID(graph.SucceededBy, e.Source, e.Target)
		edge.Valid = graph.Range{From: e.Date, To: e.Date}
		if e.Date.Exact() {
			edge.Valid.To = (e.Date.First() + 1).Date()
		}
		d.edge(r, edge)
	}
}

// edge checks a derived edge and adds it to what its row made.
func (d *deriver) edge(r *row, e graph.Edge) {
	e.Normalize()
	d.cite(r, e.Citations)
	if err := e.Check(); err != nil {
		d.unsound(r, err)
		return
	}
	d.made[e.ID] = true
	d.out.edges = append(d.out.edges, e)
	r.records = append(r.records, e.ID)
}

// cite checks that the sources named exist.
func (d *deriver) cite(r *row, ids []string) {
	for _, id := range ids {
		if d.set[sourceSpace][id] != nil {
			continue
		}
		del := d.p.deleted[sourceSpace][id]
		if del == nil && d.located(id) {
			continue
		}
		if del != nil {
			d.p.fault(r, "sources", id, fmt.Sprintf("the source %s is deleted by %s", id, del.place()), "do not delete a source that is cited", del)
		} else if bad := d.p.rejected[id]; bad != nil {
			d.p.fault(r, "sources", id, fmt.Sprintf("it depends on %s, whose row (%s) was rejected", id, bad.place()), "mend that row", bad)
		} else {
			d.p.fault(r, "sources", id, fmt.Sprintf("no source has the id %s", id), "add it to sources.csv, or write its address instead of its id")
		}
	}
}

func (d *deriver) events() {
	for _, r := range d.set.sorted(eventSpace) {
		e := r.data.(*eventRow)
		r.records = r.records[:0]
		b := d.needKind(r, "body", e.Body, "a prefecture, municipality or partner", graph.Prefecture, graph.Municipality, graph.Partner)
		if b == nil {
			continue
		}
		d.cite(r, e.Citations)
		r.records = append(r.records, e.Body)
		b.events = append(b.events, e.Event)
		if e.Code != "" && !slices.Contains(b.node.Codes["jis"], e.Code) && !slices.Contains(b.node.Codes[jisEarlier], e.Code) {
			if b.node.Codes == nil {
				b.node.Codes = graph.Codes{}
			}
			b.node.Codes[jisEarlier] = append(slices.Clone(b.node.Codes[jisEarlier]), e.Code)
		}
	}
}

// places fills what is derived of places: validity, successor, area, located_in.
func (d *deriver) places() {
	for _, id := range d.ids {
		b := d.body[id]
		n := &b.node
		n.Events = b.events
		n.Valid = graph.Range{From: b.founded, To: b.dissolved}
		d.succeeded(b)
		switch n.Kind {
		case graph.Municipality:
			if d.needKind(b.row, "prefecture", n.Within, "a prefecture", graph.Prefecture) != nil {
				d.locate(b, n.Within, n.Valid)
			}
		case graph.Partner:
			if n.Within == "" {
				break
			}
			if s := d.needKind(b.row, "state", n.Within, "a state", graph.Partner); s != nil {
				if s.row.table != table(states) {
					d.p.fault(b.row, "state", n.Within, n.Within+" is no state", "name a row of states.csv", s.row)
					break
				}
				d.locate(b, n.Within, n.Valid)
			}
		}
	}
	for _, id := range d.ids {
		if b := d.body[id]; b.node.Kind == graph.Organization {
			d.organization(b)
		}
	}
}

func (d *deriver) succeeded(b *body) {
	if len(b.mergers) == 0 {
		return
	}
	s := &graph.Succession{ID: b.mergers[0].data.(*graph.Edge).Target, Date: b.dissolved}
	for _, r := range b.mergers[1:] {
		s.Also = append(s.Also, r.data.(*graph.Edge).Target)
	}
	now := d.body[s.ID]
	for len(now.mergers) > 0 {
		now = d.body[now.mergers[0].data.(*graph.Edge).Target]
	}
	s.Now = now.row.key
	b.node.Successor = s
}

func (d *deriver) locate(b *body, place string, valid graph.Range) {
	d.edge(b.row, graph.Edge{ID: graph.EdgeID(graph.LocatedIn, b.row.key, place), Kind: graph.LocatedIn, Source: b.row.key, Target: place, Valid: valid,
		Citations: b.node.Citations, Confidence: b.node.Confidence})
}

// organization places an organization: in what its row names, and after that was dissolved, in the body that took it over.
func (d *deriver) organization(b *body) {
	name := b.row.data.(*nodeRow).Place
	if name == "" {
		return
	}
	place := d.needKind(b.row, "place", name, "a prefecture, municipality or partner", graph.Prefecture, graph.Municipality, graph.Partner)
	if place == nil {
		return
	}
	b.node.Within = cmp.Or(place.node.Within, name)
	from := graph.Date{}
	for {
		d.locate(b, place.row.key, graph.Range{From: from, To: place.dissolved})
		if len(place.mergers) == 0 {
			return
		}
		from = place.dissolved
		place = d.body[place.mergers[0].data.(*graph.Edge).Target]
	}
}

func (d *deriver) edges() {
	byContent := map[string]*row{}
	for _, r := range d.set.sorted(tieSpace) {
		r.records = append(r.records[:0], r.key)
		d.tie(r, byContent)
	}
	for _, r := range d.set.sorted(memberSpace) {
		e := *r.data.(*graph.Edge)
		r.records = r.records[:0]
		from, to := d.need(r, "member", e.Source), d.needKind(r, "group", e.Target, "an organization or a place", graph.Organization, graph.Prefecture, graph.Municipality, graph.Partner)
		if from == nil || to == nil {
			continue
		}
		if from == to {
			d.p.fault(r, "group", e.Target, "nothing is a member of itself", "name another record")
			continue
		}
		e.ID = graph.EdgeID(graph.MemberOf, e.Source, e.Target, string(e.Role))
		d.edge(r, e)
	}
	for _, id := range d.ids {
		if b := d.body[id]; b.node.Kind == graph.Program {
			d.program(b)
		}
	}
}

// program joins a program to those who take part and who organize; these edges hold as it does.
func (d *deriver) program(b *body) {
	w := b.row.data.(*nodeRow)
	join := func(kind graph.EdgeKind, column string, ids []string) {
		for _, id := range ids {
			n := d.need(b.row, column, id)
			if n == nil {
				continue
			}
			if n == b {
				d.p.fault(b.row, column, id, "a program does not take part in itself", "name another record")
				continue
			}
			d.edge(b.row, graph.Edge{ID: graph.EdgeID(kind, id, b.row.key), Kind: kind, Source: id, Target: b.row.key, Valid: b.node.Valid,
				Citations: b.node.Citations, Confidence: b.node.Confidence})
		}
	}
	join(graph.Organizes, "organizers", w.Organizers)
	join(graph.TakesPartIn, "participants", w.Participants)
	for _, c := range b.node.Scope {
		if len(c) != 2 || strings.ToUpper(c) != c {
			d.p.fault(b.row, "scope", c, fmt.Sprintf("%q is no country", graph.Clip(c)), "write ISO 3166-1 alpha-2 codes, such as JP; US")
		}
	}
}

// unsound rejects a row whose record is not sound, by the column that the field is read from.
func (d *deriver) unsound(r *row, err error) {
	reason, fix := reasonOf(err)
	field := ""
	if g, ok := errors.AsType[*graph.Error](err); ok {
		field = g.Param
	}
	d.p.fault(r, readFrom(r.table, field), "", reason, fix)
}

// readFrom is the column of a table that a field of its record is read from, the end of a range for the range; "" if no column bears its name.
func readFrom(t table, field string) string {
	names := []string{field}
	if field == "valid" {
		names = []string{"until", "dissolved", "ended"}
	}
	for _, column := range t.columnNames() {
		if slices.Contains(names, column) {
			return column
		}
	}
	return ""
}

// finish labels and checks the nodes.
func (d *deriver) finish() {
	d.label()
	for _, id := range d.ids {
		b := d.body[id]
		b.node.Normalize()
		d.cite(b.row, b.node.Citations)
		if err := b.node.Check(); err != nil {
			d.unsound(b.row, err)
		}
		d.out.nodes = append(d.out.nodes, b.node)
	}
}

func (d *deriver) sources() {
	for _, r := range d.set.sorted(sourceSpace) {
		s := *r.data.(*graph.Source)
		r.records = append(r.records[:0], s.ID)
		if err := s.Check(); err != nil {
			d.unsound(r, err)
		}
		d.out.sources = append(d.out.sources, s)
	}
	for id := range d.brought {
		if d.set[sourceSpace][id] == nil && d.p.deleted[sourceSpace][id] == nil && d.located(id) {
			d.out.sources = append(d.out.sources, graph.Source{ID: id, Locator: strings.TrimSpace(d.p.resolver.located[id])})
		}
	}
}

// located reports whether a row that stands names the source by its address.
func (d *deriver) located(id string) bool {
	return d.brought[id] && d.p.resolver.located[id] != ""
}

func (d *deriver) claims() {
	for _, r := range d.set.sorted(claimSpace) {
		c := *r.data.(*graph.Claim)
		c.ID = graph.ClaimID(c)
		r.records = append(r.records[:0], c.ID)
		if !d.made[c.Record] && d.body[c.Record] == nil && d.set[sourceSpace][c.Record] == nil && !d.located(c.Record) {
			d.claimsNothing(r, c.Record)
			continue
		}
		if c.Source != "" {
			d.cite(r, []string{c.Source})
		}
		if err := c.Check(); err != nil {
			d.unsound(r, err)
		}
		d.out.claims = append(d.out.claims, c)
	}
}

func (d *deriver) claimsNothing(r *row, id string) {
	if bad := d.p.rejected[id]; bad != nil {
		d.p.fault(r, "record", id, fmt.Sprintf("it depends on %s, whose row (%s) was rejected", graph.Clip(id), bad.place()), "mend that row", bad)
		return
	}
	for _, deleted := range d.p.deleted {
		if del := deleted[id]; del != nil {
			d.p.fault(r, "record", id, fmt.Sprintf("it speaks of %s, which is deleted by %s", graph.Clip(id), del.place()), "delete the claim too, or do not delete what it speaks of", del)
			return
		}
	}
	fix := "name the id of a node, tie, edge or source"
	if near := d.p.near(id, func() []string { return slices.Sorted(maps.Keys(d.made)) }); near != "" {
		fix = "did you mean " + near + "? Else " + fix
	}
	d.p.fault(r, "record", id, fmt.Sprintf("no record has the id %q", graph.Clip(id)), fix, d.p.madeBefore(id)...)
}

// madeBefore are the rows of the input whose records, as the store holds them, have the id.
func (p *plan) madeBefore(id string) []*row {
	if p.before == nil {
		p.before = map[string][]*row{}
		for _, w := range p.rows {
			if w.base == nil {
				continue
			}
			for _, made := range w.base.records {
				p.before[made] = append(p.before[made], w)
			}
		}
	}
	return p.before[id]
}

// maxHints is how many ids that are near to a wrong one are looked for: each costs a pass over all.
const maxHints = 50

// near is the candidate that is nearest to a wrong id; "" if none is near, or enough were looked for.
func (p *plan) near(id string, candidates func() []string) string {
	if p.hints++; p.hints > maxHints {
		return ""
	}
	return nearest(id, candidates())
}

func (d *deriver) sort() {
	slices.SortFunc(d.out.edges, func(a, b graph.Edge) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(d.out.sources, func(a, b graph.Source) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(d.out.claims, func(a, b graph.Claim) int { return cmp.Compare(a.ID, b.ID) })
}

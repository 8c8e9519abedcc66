package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
	"enishi/graph/names"
)

// resolver turns what a cell names into the id of a node: an id stays; "fips:2603000" is the node that holds the code; "Ann Arbor, MI" is the partner of that
// name in that state. Partners that neither the store nor the input has are taken from the gazetteer.
type resolver struct {
	p       *plan
	nodes   map[string]*row // node rows of store and input
	codes   map[string][]string
	places  map[string][]string // "us-mi/ann-arbor" → ids of partners
	states  map[string]string   // "mi", "michigan" → id of the state
	gone    map[string]bool     // ids that the input deletes or defines wrongly: not to be taken from the gazetteer
	gaz     *gazetteer
	located map[string]string // source id → the locator by which rows named it
}

// gazetteer holds the places that may be called upon, in the columns of the table partners.
type gazetteer struct {
	column []int          // of the table partners, by position; -1: not a column of it
	at     map[string]int // position of a column
	cells  [][]string
	byID   map[string]int
	byCode map[string][]int // nil until asked for
	byName map[string][]int // nil until asked for
}

func newResolver(p *plan) *resolver {
	r := &resolver{p: p, nodes: map[string]*row{}, gone: map[string]bool{}, located: map[string]string{}}
	for id, b := range p.current[nodeSpace] {
		r.nodes[id] = b
	}
	for _, w := range p.rows {
		switch {
		case !isNodeTable(w.table) || w.key == "":
		case w.del, w.outcome == Rejected:
			r.gone[w.key] = true
		default:
			r.nodes[w.key] = w
		}
	}
	return r
}

func (r *resolver) index() {
	if r.codes != nil {
		return
	}
	r.codes, r.places, r.states = map[string][]string{}, map[string][]string{}, map[string]string{}
	for id, w := range r.nodes {
		n := w.data.(*nodeRow)
		for system, values := range n.Codes {
			for _, v := range values {
				key := system + ":" + v
				r.codes[key] = append(r.codes[key], id)
			}
		}
		if w.table == table(states) {
			r.states[names.Slug(n.Names.En)] = id
			for _, v := range n.Codes["usps"] {
				r.states[strings.ToLower(v)] = id
			}
		}
	}
	for id, w := range r.nodes {
		n := w.data.(*nodeRow)
		if w.table != table(partners) || n.Within == "" {
			continue
		}
		for _, name := range append([]string{n.Names.En}, n.Names.Aliases...) {
			if slug := names.Slug(name); slug != "" {
				key := n.Within + "/" + slug
				if !slices.Contains(r.places[key], id) {
					r.places[key] = append(r.places[key], id)
				}
			}
		}
	}
}

// ref resolves one reference.
func (r *resolver) ref(w *row, s string) (string, error) {
	switch {
	case graph.ValidID(s):
		if r.nodes[s] == nil && !r.gone[s] && r.inState(s) {
			if g := r.gazetteer(); g != nil {
				if i, ok := g.byID[s]; ok {
					r.bring(w, g, i)
				}
			}
		}
		return s, nil
	case strings.Contains(s, ", "):
		return r.byName(w, s)
	case strings.Contains(s, ":"):
		return r.byCode(w, s)
	}
	return "", wrongf(`write an id (jp-04, us-mi-ann-arbor; "enishi search NAME" tells it), a code with its system (fips:2603000) or, of a partner, "Ann Arbor, MI"; values of a list are parted by "; "`, "%q names no record", graph.Clip(s))
}

// inState reports whether the id begins with that of a state, as those of the gazetteer do.
func (r *resolver) inState(id string) bool {
	r.index()
	for _, state := range r.states {
		if strings.HasPrefix(id, state+"-") {
			return true
		}
	}
	return false
}

func (r *resolver) byCode(w *row, s string) (string, error) {
	r.index()
	ids := slices.Sorted(slices.Values(r.codes[s]))
	if len(ids) == 0 {
		if g := r.gazetteer(); g != nil {
			if found := g.withCode(s); len(found) > 0 {
				return r.bring(w, g, found[0]), nil
			}
		}
		return "", wrongf("write an id, or a code that a node holds", "no node holds the code %q", graph.Clip(s))
	}
	if len(ids) > 1 {
		return "", wrongf("write the id of one of them: "+strings.Join(ids, ", "), "the code %q is held by several nodes", graph.Clip(s))
	}
	return ids[0], nil
}

func (r *resolver) byName(w *row, s string) (string, error) {
	r.index()
	i := strings.LastIndex(s, ", ")
	name, stateName := s[:i], s[i+2:]
	state := r.states[strings.ToLower(stateName)]
	if state == "" {
		state = r.states[names.Slug(stateName)]
	}
	if state == "" {
		return "", wrongf(`write the state's two letters or its name: "Ann Arbor, MI"`, "%q is no state of the dataset", graph.Clip(stateName))
	}
	key := state + "/" + names.Slug(name)
	found := slices.Clone(r.places[key])
	g := r.gazetteer()
	if g != nil {
		for _, i := range g.withName(key) {
			if id := g.cells[i][0]; !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	if whole := slices.DeleteFunc(slices.Clone(found), func(id string) bool { return !r.incorporated(g, id) }); len(found) > 1 && len(whole) == 1 {
		found = whole
	}
	switch len(found) {
	case 1:
		if r.nodes[found[0]] == nil {
			return r.bring(w, g, g.byID[found[0]]), nil
		}
		return found[0], nil
	case 0:
		fix := "write the id of a partner, or add it to partners.csv"
		if near := r.near(g, state, names.Slug(name)); near != "" {
			fix = "did you mean " + near + "? Else " + fix
		}
		return "", wrongf(fix, "no place of this name is known: %q", graph.Clip(s))
	}
	slices.Sort(found)
	return "", wrongf("write the id of one of them: "+strings.Join(found, ", "), "several places have the name %q", graph.Clip(s))
}

// incorporated reports whether the place governs itself; a community or neighborhood of the same name gives way to it.
func (r *resolver) incorporated(g *gazetteer, id string) bool {
	var level graph.Level
	if w := r.nodes[id]; w != nil {
		level = w.data.(*nodeRow).Level
	} else {
		level = r.node(g, g.byID[id]).data.(*nodeRow).Level
	}
	return level != "community" && level != "neighborhood"
}

func (r *resolver) near(g *gazetteer, state, slug string) string {
	found := r.p.near(slug, func() []string { return r.placesOf(g, state) })
	if found == "" {
		return ""
	}
	if ids := r.places[state+"/"+found]; len(ids) > 0 {
		return slices.Min(ids)
	}
	return g.cells[g.byName[state+"/"+found][0]][0]
}

// placesOf are the names of all places of a state, sorted.
func (r *resolver) placesOf(g *gazetteer, state string) []string {
	var all []string
	for key := range r.places {
		if rest, ok := strings.CutPrefix(key, state+"/"); ok {
			all = append(all, rest)
		}
	}
	if g != nil {
		g.withName("")
		for key := range g.byName {
			if rest, ok := strings.CutPrefix(key, state+"/"); ok {
				all = append(all, rest)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// bring makes the place of the gazetteer part of what the row brings along.
func (r *resolver) bring(w *row, g *gazetteer, i int) string {
	d := r.node(g, i)
	if r.p.demand[d.key] == nil {
		r.citations(d, &d.data.(*nodeRow).Citations)
		r.p.demand[d.key] = d
	}
	w.brings = append(w.brings, d.key)
	return d.key
}

func (r *resolver) node(g *gazetteer, i int) *row {
	d := &row{table: partners, data: partners.blank()}
	for at, col := range g.column {
		if col >= 0 && g.cells[i][at] != "" {
			_ = partners.set(d.data, col, g.cells[i][at]) // the gazetteer was checked when it was read
		}
	}
	d.key = partners.key(d.data)
	return d
}

func (r *resolver) gazetteer() *gazetteer {
	if r.gaz != nil || r.p.opts.Gazetteer == nil {
		return r.gaz
	}
	g, err := readGazetteer(r.p.opts.Gazetteer)
	if err != nil {
		r.p.fail(fmt.Errorf("gazetteer: %w", err))
		g = &gazetteer{byCode: map[string][]int{}, byName: map[string][]int{}}
	}
	r.gaz = g
	return g
}

func readGazetteer(load func() ([]byte, error)) (*gazetteer, error) {
	data, err := load()
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || records[0][0] != "id" {
		return nil, fmt.Errorf("its first column is not id")
	}
	g := &gazetteer{cells: records[1:], at: map[string]int{}, byID: make(map[string]int, len(records))}
	columns := partners.columnNames()
	for i, name := range records[0] {
		g.column = append(g.column, slices.Index(columns, name))
		g.at[name] = i
	}
	for _, name := range append([]string{"name_en", "state"}, gazetteerCodes...) {
		if _, ok := g.at[name]; !ok {
			return nil, fmt.Errorf("it has no column %s", name)
		}
	}
	for i, c := range g.cells {
		g.byID[c[0]] = i
	}
	return g, nil
}

var gazetteerCodes = []string{"fips", "gnis", "geonames"}

// withCode are the places that hold a code, written with its system.
func (g *gazetteer) withCode(code string) []int {
	if g.byCode == nil {
		g.byCode = make(map[string][]int, len(gazetteerCodes)*len(g.cells))
		for i, c := range g.cells {
			for _, system := range gazetteerCodes {
				if v := c[g.at[system]]; v != "" {
					g.byCode[system+":"+v] = append(g.byCode[system+":"+v], i)
				}
			}
		}
	}
	return g.byCode[code]
}

// withName are the places of a name in a state: "us-mi/ann-arbor".
func (g *gazetteer) withName(key string) []int {
	if g.byName == nil {
		g.byName = make(map[string][]int, len(g.cells))
		for i, c := range g.cells {
			k := c[g.at["state"]] + "/" + names.Slug(c[g.at["name_en"]])
			g.byName[k] = append(g.byName[k], i)
		}
	}
	return g.byName[key]
}

// resolve replaces what the rows name by ids. A row with a reference that cannot be resolved is rejected.
func (p *plan) resolve() {
	r := newResolver(p)
	p.resolver = r
	for _, w := range p.rows {
		if p.ctx.Err() != nil {
			return
		}
		if w.outcome == Rejected {
			continue
		}
		r.row(w)
		w.key = w.table.key(w.data)
	}
	r.namelessTies()
}

func (r *resolver) row(w *row) {
	if w.del && isNodeTable(w.table) {
		return
	}
	if s, ok := w.data.(*graph.Source); ok {
		r.source(w, s)
		return
	}
	refs, cites := w.names()
	known := true
	for _, ref := range refs {
		known = known && (ref.id == nil || *ref.id == "" || r.nodes[*ref.id] != nil) && !slices.ContainsFunc(deref(ref.ids), func(id string) bool { return r.nodes[id] == nil })
	}
	if known && !slices.ContainsFunc(deref(cites), func(s string) bool { return !isSourceID(s) }) {
		return
	}
	w.own()
	refs, cites = w.names()
	for _, ref := range refs {
		if ref.id != nil {
			r.one(w, ref.id, ref.column)
		} else {
			r.many(w, ref.ids, ref.column)
		}
	}
	if cites != nil {
		r.citations(w, cites)
	}
	if c, ok := w.data.(*graph.Claim); ok && cites != nil {
		c.Source = (*cites)[0]
	}
}

func deref(list *[]string) []string {
	if list == nil {
		return nil
	}
	return *list
}

// naming is a field that names a node, or several.
type naming struct {
	column string
	id     *string
	ids    *[]string
}

// names are the fields of a row that name nodes, and the sources that it names.
func (r *row) names() (refs []naming, cites *[]string) {
	switch d := r.data.(type) {
	case *nodeRow:
		switch r.table {
		case table(municipalities):
			refs = []naming{{column: "prefecture", id: &d.Within}}
		case table(partners):
			refs = []naming{{column: "state", id: &d.Within}}
		case table(organizations):
			refs = []naming{{column: "place", id: &d.Place}}
		case table(programs):
			refs = []naming{{column: "participants", ids: &d.Participants}, {column: "organizers", ids: &d.Organizers}}
		}
		return refs, &d.Citations
	case *graph.Edge:
		if r.table == table(mergers) {
			return []naming{{column: "body", id: &d.Source}, {column: "successor", id: &d.Target}}, &d.Citations
		}
		return []naming{{column: "member", id: &d.Source}, {column: "group", id: &d.Target}}, &d.Citations
	case *eventRow:
		return []naming{{column: "body", id: &d.Body}}, &d.Citations
	case *tieRow:
		return []naming{{column: "bodies", ids: &d.Bodies}, {column: "partner", id: &d.Partner}}, &d.Citations
	case *graph.Claim:
		if d.Source != "" {
			return nil, &[]string{d.Source}
		}
	}
	return nil, nil
}

func (r *resolver) one(w *row, at *string, column string) {
	if *at == "" {
		return
	}
	id, err := r.ref(w, *at)
	if err != nil {
		reason, fix := reasonOf(err)
		r.p.fault(w, column, *at, reason, fix)
		return
	}
	*at = id
}

func (r *resolver) many(w *row, at *[]string, column string) {
	if len(*at) == 0 {
		return
	}
	out := make([]string, len(*at))
	for i := range *at {
		out[i] = (*at)[i]
		r.one(w, &out[i], column)
	}
	slices.Sort(out)
	*at = slices.Compact(out)
}

func isSourceID(s string) bool {
	if len(s) != 16 || !strings.HasPrefix(s, "src-") {
		return false
	}
	for _, c := range s[4:] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// citations replaces addresses by the ids of their sources, which the row brings along. Where rows spell one address differently, the first in code-point order is kept.
func (r *resolver) citations(w *row, at *[]string) {
	if len(*at) == 0 || !slices.ContainsFunc(*at, func(s string) bool { return !isSourceID(s) }) {
		return
	}
	out := slices.Clone(*at)
	for i, s := range out {
		if isSourceID(s) {
			continue
		}
		id := graph.SourceID(s)
		if old, ok := r.located[id]; !ok || s < old {
			r.located[id] = s
		}
		w.brings = append(w.brings, id)
		out[i] = id
	}
	slices.Sort(out)
	*at = slices.Compact(out)
}

// source gives a source its id, which follows from its address.
func (r *resolver) source(w *row, s *graph.Source) {
	if s.Locator == "" {
		return
	}
	switch id := graph.SourceID(s.Locator); s.ID {
	case id:
	case "":
		w.own().(*graph.Source).ID = id
	default:
		r.p.fault(w, "id", s.ID, fmt.Sprintf("the locator's id is %s", id), "leave the id empty, or write that one; a source with another address is another source")
	}
}

// namelessTies gives ties without an id the id of the tie that has the same ends, or the one that they would be named.
func (r *resolver) namelessTies() {
	var nameless []*row
	for _, w := range r.p.rows {
		if w.table == table(ties) && w.key == "" && w.outcome != Rejected {
			nameless = append(nameless, w)
		}
	}
	if len(nameless) == 0 {
		return
	}
	byEnds := map[string][]string{}
	for key, b := range r.p.current[tieSpace] {
		e := tieEnds(b.data.(*tieRow))
		byEnds[e] = append(byEnds[e], key)
	}
	heirs := r.heirs()
	for _, w := range nameless {
		t := w.data.(*tieRow)
		if len(t.Bodies) == 0 || t.Partner == "" {
			continue
		}
		t = w.own().(*tieRow)
		switch same := byEnds[tieEnds(t)]; len(same) {
		case 0:
			t.ID = "tie-" + last(heirs, t.Bodies[0]) + "-" + t.Partner
			if err := checkID(t.ID); err != nil {
				reason, fix := reasonOf(err)
				r.p.fault(w, "id", t.ID, reason, fix)
			}
		case 1:
			t.ID = same[0]
		default:
			slices.Sort(same)
			r.p.fault(w, "id", "", "several ties have these ends", "write the id of one of them: "+strings.Join(same, ", "))
		}
		w.key = t.ID
	}
}

func tieEnds(t *tieRow) string { return strings.Join(t.Bodies, " ") + "\x00" + t.Partner }

// heirs maps each dissolved body to its first successor, as store and input say.
func (r *resolver) heirs() map[string]string {
	out := map[string]string{}
	add := func(e *graph.Edge) {
		if old, ok := out[e.Source]; !ok || e.Target < old {
			out[e.Source] = e.Target
		}
	}
	for _, b := range r.p.current[mergerSpace] {
		add(b.data.(*graph.Edge))
	}
	for _, w := range r.p.rows {
		if w.table == table(mergers) && !w.del && w.outcome != Rejected {
			add(w.data.(*graph.Edge))
		}
	}
	return out
}

// last follows first successors to the body of today; a cycle, which is a fault of its own, ends somewhere in it.
func last(heirs map[string]string, id string) string {
	seen := map[string]bool{}
	for heirs[id] != "" && !seen[id] {
		seen[id] = true
		id = heirs[id]
	}
	return id
}

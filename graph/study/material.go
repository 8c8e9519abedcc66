package study

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"enishi/graph"
)

// material is all that is on record, of any time, of some prefectures: their places, organizations, ties with all holders, memberships and programs. Dossier, comparison and
// changes are computed from it, so that what they count is the same everywhere.
//
// It takes a few questions, however many prefectures there are: two lists of nodes, two Subgraphs of what touches the prefectures, one of the lineages' other holders, one of who else
// has a part in their programs and one of where organizations stand (each in parts of graph.MaxIncident ids).
type material struct {
	version  string
	time     graph.Time
	areas    []string // ids of the prefectures, as asked
	nodes    map[string]*graph.Node
	edges    map[string]*graph.Edge // but for located_in and succeeded_by
	sources  map[string]graph.Source
	lineages map[string][]*graph.Edge // holders of each tie of these prefectures, in the order of graph.CompareHolders
	at       map[string][]*graph.Edge // member_of, organizes and takes_part_in by each of their ends, by id
	located  map[string][]*graph.Edge // located_in of organizations, as found

	organizations, towns []*graph.Node // by id
	ties                 []string      // keys of lineages, sorted
}

var jointKinds = []graph.EdgeKind{graph.MemberOf, graph.Organizes, graph.TakesPartIn}

// gather loads the material of prefectures. ErrNotFound for an id that names nothing, ErrInvalid for one that names another kind of node.
func gather(ctx context.Context, r graph.Reader, op string, prefectures []string, t graph.Time, scoped bool) (*material, error) {
	m := &material{time: t, areas: prefectures, nodes: map[string]*graph.Node{}, edges: map[string]*graph.Edge{}, sources: map[string]graph.Source{},
		lineages: map[string][]*graph.Edge{}, at: map[string][]*graph.Edge{}, located: map[string][]*graph.Edge{}}
	if err := m.prefectures(ctx, r); err != nil {
		return nil, err
	}
	any := graph.Time{Any: true}
	if err := m.inside(ctx, r, graph.Filter{Prefectures: prefectures, NodeKinds: []graph.NodeKind{graph.Municipality, graph.Organization}, Time: any}); err != nil {
		return nil, err
	}
	sister, err := whole(ctx, r, op, graph.SubgraphQuery{Filter: graph.Filter{EdgeKinds: []graph.EdgeKind{graph.SisterOf}, Prefectures: prefectures, Time: any}})
	if err != nil {
		return nil, err
	}
	m.version = sister.Meta.Version
	joint, err := whole(ctx, r, op, graph.SubgraphQuery{Filter: graph.Filter{EdgeKinds: jointKinds, Prefectures: prefectures, Time: any, IncludeScoped: scoped}})
	if err != nil {
		return nil, err
	}
	m.add(&sister, nil)
	m.add(&joint, nil)
	if err := m.others(ctx, r, op); err != nil {
		return nil, err
	}
	m.index()
	return m, m.states(ctx, r)
}

// prefectures fetches the prefectures themselves.
func (m *material) prefectures(ctx context.Context, r graph.Reader) error {
	found, err := r.NodesByID(ctx, m.areas)
	if err != nil {
		return err
	}
	for i := range found {
		m.nodes[found[i].ID] = &found[i]
	}
	for _, id := range m.areas {
		switch n := m.nodes[id]; {
		case n == nil:
			return graph.NotFound("prefecture", id)
		case n.Kind != graph.Prefecture:
			hint := ""
			if n.Kind == graph.Municipality && n.Within != "" {
				hint = "; it lies in " + n.Within
			}
			return &graph.Error{Op: "prefecture", ID: id, Param: "prefecture", Detail: "it is a " + string(n.Kind) + ", not one of the 47 prefectures (jp-01 to jp-47)" + hint, Err: graph.ErrInvalid}
		}
	}
	return nil
}

// inside fetches the nodes that lie in the prefectures.
func (m *material) inside(ctx context.Context, r graph.Reader, f graph.Filter) error {
	q := graph.NodesQuery{Filter: f, Page: graph.Page{Limit: graph.MaxPage}}
	for {
		p, err := r.Nodes(ctx, q)
		if err != nil {
			return err
		}
		for i := range p.Items {
			m.nodes[p.Items[i].ID] = &p.Items[i].Node
		}
		if q.Page.After = p.Next; p.Next == "" {
			return nil
		}
	}
}

// add takes the records of a network that pass.
func (m *material) add(net *graph.Network, keep func(*graph.Edge) bool) {
	for i := range net.Nodes {
		m.nodes[net.Nodes[i].ID] = &net.Nodes[i].Node
	}
	for i := range net.Edges {
		e := &net.Edges[i].Edge
		switch {
		case keep != nil && !keep(e):
		case e.Kind == graph.LocatedIn:
			m.located[e.Source] = append(m.located[e.Source], e)
		default:
			m.edges[e.ID] = e
		}
	}
	for _, s := range net.Sources {
		m.sources[s.ID] = s
	}
}

// others fetches the other holders of the lineages, whatever prefecture they lie in, who else has a part in the programs, and where organizations stand.
func (m *material) others(ctx context.Context, r graph.Reader, op string) error {
	lineages, partners, shared := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range m.edges {
		switch e.Kind {
		case graph.SisterOf:
			lineages[e.Tie] = true
			partners[m.partnerOf(e)] = true
		case graph.Organizes, graph.TakesPartIn:
			shared[e.Target] = true
		}
	}
	organizations := map[string]bool{}
	for id, n := range m.nodes {
		if n.Kind == graph.Organization {
			organizations[id] = true
		}
	}
	ask := func(ids map[string]bool, kinds []graph.EdgeKind, keep func(*graph.Edge) bool) error {
		for part := range slices.Chunk(slices.Sorted(maps.Keys(ids)), graph.MaxIncident) {
			net, err := whole(ctx, r, op, graph.SubgraphQuery{Incident: part, Filter: graph.Filter{EdgeKinds: kinds, Time: graph.Time{Any: true}}})
			if err != nil {
				return err
			}
			m.add(&net, keep)
		}
		return nil
	}
	if err := ask(partners, []graph.EdgeKind{graph.SisterOf}, func(e *graph.Edge) bool { return lineages[e.Tie] }); err != nil {
		return err
	}
	if err := ask(shared, []graph.EdgeKind{graph.Organizes, graph.TakesPartIn}, nil); err != nil {
		return err
	}
	return ask(organizations, []graph.EdgeKind{graph.LocatedIn}, nil)
}

// states fetches the states in which partners lie, and the prefectures of other holders: answers name them.
func (m *material) states(ctx context.Context, r graph.Reader) error {
	missing := map[string]bool{}
	for _, n := range m.nodes {
		if n.Within != "" && m.nodes[n.Within] == nil {
			missing[n.Within] = true
		}
	}
	found, err := r.NodesByID(ctx, sortedKeys(missing))
	for i := range found {
		m.nodes[found[i].ID] = &found[i]
	}
	return err
}

// partnerOf is the far end of a sister_of edge, seen from Japan.
func (m *material) partnerOf(e *graph.Edge) string {
	if isJapanese(m.nodes[e.Source]) {
		return e.Target
	}
	return e.Source
}

func (m *material) holderOf(e *graph.Edge) string { return e.Far(m.partnerOf(e)) }

// placeOf is where an organization is at the time: by the surest of its located_in, then the one that began last, then id. "" if none is on record.
func (m *material) placeOf(organization string) string {
	edges := m.located[organization]
	if len(edges) == 0 {
		return ""
	}
	return slices.MaxFunc(edges, func(a, b *graph.Edge) int {
		ca, cb := a.Holds(m.time), b.Holds(m.time)
		switch {
		case surer(ca, cb):
			return 1
		case surer(cb, ca):
			return -1
		}
		return cmp.Or(a.Valid.From.Compare(b.Valid.From), cmp.Compare(b.ID, a.ID))
	}).Target
}

// heirOf is the body that took a tie over from the holder of an edge of it; "" if none did.
func (m *material) heirOf(e *graph.Edge) string {
	n := m.nodes[m.holderOf(e)]
	if n == nil || n.Successor == nil || e.Valid.To.IsZero() {
		return ""
	}
	for _, x := range m.lineages[e.Tie] {
		if body := m.holderOf(x); x.Role == graph.Inherited && (body == n.Successor.ID || slices.Contains(n.Successor.Also, body)) {
			return body
		}
	}
	return ""
}

// index sorts edges to lineages and ends.
func (m *material) index() {
	for _, id := range slices.Sorted(maps.Keys(m.edges)) {
		e := m.edges[id]
		if e.Kind == graph.SisterOf {
			m.lineages[e.Tie] = append(m.lineages[e.Tie], e)
			continue
		}
		m.at[e.Source] = append(m.at[e.Source], e)
		m.at[e.Target] = append(m.at[e.Target], e)
	}
	for _, edges := range m.lineages {
		slices.SortFunc(edges, graph.CompareHolders)
	}
	m.ties = sortedKeys(m.lineages)
	for _, n := range sortedValues(m.nodes) {
		switch n.Kind {
		case graph.Organization:
			m.organizations = append(m.organizations, n)
		case graph.Municipality:
			m.towns = append(m.towns, n)
		}
	}
}

// standing says on which side of the question's time something lies that does not hold then.
type standing int

const (
	held  standing = iota // it holds, or nobody says since when
	over                  // it ended before
	later                 // it began after
)

func standingAt(t graph.Time, c graph.Certainty, r graph.Range) standing {
	w, span := t.Window()
	switch {
	case c != graph.Out:
		return held
	case span && !r.From.IsZero() && r.From.First() >= w.End:
		return later
	}
	return over
}

// lineage is a tie at a time.
type lineage struct {
	tie       string
	edges     []*graph.Edge   // that hold then; of one that does not, all
	certainty graph.Certainty // the surest of those; Out: see standing
	standing  standing
	nobody    bool // it was signed by then, but the body that held it then is unknown
}

// look says how a tie stands at a time.
func look(edges []*graph.Edge, t graph.Time) lineage {
	l := lineage{tie: edges[0].Tie, certainty: graph.Out, standing: over}
	var then []*graph.Edge
	future := 0
	for _, e := range edges {
		c := e.Holds(t)
		if c != graph.Out {
			then = append(then, e)
			l.certainty = surest(l.certainty, c)
		}
		if standingAt(t, c, e.Valid) == later {
			future++
		}
	}
	if len(then) > 0 {
		l.edges, l.standing = then, held
		return l
	}
	l.edges = edges
	if future < len(edges) {
		return l
	}
	l.standing = later
	for _, e := range edges {
		before := t.Holds(graph.Range{From: e.Signed, To: e.Valid.From}, false, false)
		if e.Unknown && !e.Signed.IsZero() && before != graph.Out {
			l.nobody, l.certainty = true, before
			break
		}
	}
	return l
}

// lineagesOf are the ties of a prefecture at a time, by tie: those that one of its bodies holds then (of a tie that does not hold then: held last, or will hold first).
func (m *material) lineagesOf(prefecture string, t graph.Time) []lineage {
	var out []lineage
	for _, tie := range m.ties {
		l := look(m.lineages[tie], t)
		edges := l.edges
		switch l.standing {
		case over:
			edges = edges[len(edges)-1:]
		case later:
			edges = edges[:1]
		}
		if slices.ContainsFunc(edges, func(e *graph.Edge) bool { return m.nodes[m.holderOf(e)].InArea(prefecture) }) {
			out = append(out, l)
		}
	}
	return out
}

// levelOf is the level of a tie by the ends of its last edge.
func (m *material) levelOf(l *lineage) graph.TieLevel {
	e := l.edges[len(l.edges)-1]
	return graph.LevelOf(m.nodes[e.Source], m.nodes[e.Target])
}

// organizationsIn are the organizations located in a prefecture, and those elsewhere that belong to it or a municipality of it, or have it as member, at any time; by id.
func (m *material) organizationsIn(prefecture string) (located, working []*graph.Node) {
	for _, n := range m.organizations {
		if n.InArea(prefecture) {
			located = append(located, n)
		} else if len(m.workingEdges(n.ID, prefecture)) > 0 {
			working = append(working, n)
		}
	}
	return located, working
}

// workingEdges are the memberships that join an organization to the prefecture or a municipality of it.
func (m *material) workingEdges(org, prefecture string) []*graph.Edge {
	var out []*graph.Edge
	for _, e := range m.at[org] {
		if far := m.nodes[e.Far(org)]; e.Kind == graph.MemberOf && isJapanese(far) && far.InArea(prefecture) {
			out = append(out, e)
		}
	}
	return out
}

// programsOf are the programs in which a node of the prefecture has a part, by id.
func (m *material) programsOf(prefecture string) []*graph.Node {
	set := map[string]bool{}
	for _, e := range m.edges {
		if (e.Kind == graph.Organizes || e.Kind == graph.TakesPartIn) && m.nodes[e.Source].InArea(prefecture) {
			set[e.Target] = true
		}
	}
	var out []*graph.Node
	for _, id := range slices.Sorted(maps.Keys(set)) {
		out = append(out, m.nodes[id])
	}
	return out
}

// municipalitiesOf are those that exist at the time (partial dates in their favour), by id.
func (m *material) municipalitiesOf(prefecture string, t graph.Time) []*graph.Node {
	var out []*graph.Node
	for _, n := range m.towns {
		if n.Within == prefecture && n.Holds(t) != graph.Out {
			out = append(out, n)
		}
	}
	return out
}

// network is the part of the material that is named, with how surely it holds at the time, and all sources that it cites.
func (m *material) network(ctx context.Context, r graph.Reader, nodes, edges map[string]bool, cited map[string]bool) (graph.Network, error) {
	rs := newRecords()
	for id := range edges {
		if e := m.edges[id]; e != nil {
			rs.edges[id] = graph.FoundEdge{Edge: *e, Certainty: e.Holds(m.time)}
			nodes[e.Source], nodes[e.Target] = true, true
			mark(cited, e.Citations...)
		}
	}
	for id := range nodes {
		if n := m.nodes[id]; n != nil {
			rs.nodes[id] = graph.FoundNode{Node: *n, Certainty: n.Holds(m.time)}
			mark(cited, n.AllCitations()...)
		}
	}
	missing := map[string]bool{}
	for id := range cited {
		if s, known := m.sources[id]; known {
			rs.sources[id] = s
		} else {
			missing[id] = true
		}
	}
	found, err := sourcesByID(ctx, r, missing)
	if err != nil {
		return graph.Network{}, err
	}
	for _, s := range found {
		rs.sources[s.ID] = s
	}
	return rs.network(m.version), nil
}

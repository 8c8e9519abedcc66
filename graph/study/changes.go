package study

import (
	"cmp"
	"context"
	"slices"

	"enishi/graph"
)

// ChangesQuery asks what changed in a prefecture between two dates.
type ChangesQuery struct {
	Prefecture string     `json:"prefecture"`
	From       graph.Date `json:"from"`        // a partial date is its whole period
	To         graph.Date `json:"to,omitzero"` // zero: now
}

// Normalize checks the question.
func (q ChangesQuery) Normalize() (ChangesQuery, error) {
	if _, err := (DossierQuery{Prefecture: q.Prefecture}).Normalize(); err != nil {
		return q, err
	}
	switch {
	case q.From.IsZero():
		return q, graph.Invalidf("from", "give the earlier date")
	case !q.To.IsZero() && q.From.First() >= q.To.First():
		return q, graph.Invalidf("to", "to %s is not after from %s", q.To, q.From)
	}
	return q, nil
}

// ChangeKind says what became different.
type ChangeKind string

// The kinds of change, in their order.
const (
	NewTie          ChangeKind = "new"       // signed between
	InheritedTie    ChangeKind = "inherited" // held by another body now, after a merger
	EndedTie        ChangeKind = "ended"     // over by the later date
	PassingTie      ChangeKind = "passing"   // signed and over between
	MovedTie        ChangeKind = "moved"     // passed from or to a body of another prefecture
	MergedBody      ChangeKind = "merged"    // a municipality that is no more
	NewBody         ChangeKind = "new-body"  // a municipality set up between
	NewOrganization ChangeKind = "founded"   // an organization located here, founded between
	EndedOrg        ChangeKind = "dissolved" // and one that is no more
	NewProgram      ChangeKind = "began"     // a program that began between
	EndedProgram    ChangeKind = "over"      // and one that ran at the earlier date and is over
)

// ChangeKinds lists the kinds of change.
var ChangeKinds = []ChangeKind{NewTie, InheritedTie, EndedTie, PassingTie, MovedTie, MergedBody, NewBody, NewOrganization, EndedOrg, NewProgram, EndedProgram}

// Changed is one thing that became different.
type Changed struct {
	Kind      ChangeKind      `json:"kind"`
	Record    string          `json:"record"`              // the tie, body, organization or program
	Date      graph.Date      `json:"date,omitzero"`       // when, where it is known
	Before    string          `json:"before,omitempty"`    // of a tie: the body that held it; of a merged body itself
	After     string          `json:"after,omitempty"`     // the body that holds it then; of a merged body its successor
	Partner   string          `json:"partner,omitempty"`   // of a tie
	Certainty graph.Certainty `json:"certainty,omitempty"` // possible: partial dates may put it outside
}

// Changes are what differs between two dates, by kind in the order of ChangeKinds, date, record. Same counts ties that hold at both with the same body. Unclear are ties of which nobody
// says whether they held at one of the dates. Network holds the records.
type Changes struct {
	Version    string          `json:"-"`
	Prefecture graph.FoundNode `json:"prefecture"`
	From       graph.Date      `json:"from"`
	To         graph.Date      `json:"to,omitzero"`
	Items      []Changed       `json:"items"`
	Same       Figure          `json:"same"`
	Unclear    Figure          `json:"unclear"`
	Network    graph.Network   `json:"-"`
}

// FindChanges answers a ChangesQuery. ErrNotFound for an id that names nothing, ErrInvalid for one that is no prefecture.
func FindChanges(ctx context.Context, r graph.Reader, q ChangesQuery) (Changes, error) {
	q, err := q.Normalize()
	if err != nil {
		return Changes{}, err
	}
	to := graph.Time{AsOf: q.To}
	m, err := gather(ctx, r, "changes", []string{q.Prefecture}, to, false)
	if err != nil {
		return Changes{}, err
	}
	p := m.nodes[q.Prefecture]
	c := changeFinder{m: m, id: q.Prefecture, from: graph.Time{AsOf: q.From}, to: to, nodes: map[string]bool{p.ID: true}, edges: map[string]bool{}}
	out := Changes{Version: m.version, Prefecture: graph.FoundNode{Node: *p, Certainty: p.Holds(to)}, From: q.From, To: q.To}
	out.Same, out.Unclear = c.ties()
	c.towns()
	c.organizations()
	c.programs()
	slices.SortFunc(c.items, func(a, b Changed) int {
		return cmp.Or(slices.Index(ChangeKinds, a.Kind)-slices.Index(ChangeKinds, b.Kind), a.Date.Compare(b.Date), cmp.Compare(a.Record, b.Record))
	})
	out.Items = append([]Changed{}, c.items...)
	if err := c.successors(ctx, r); err != nil {
		return Changes{}, err
	}
	out.Network, err = m.network(ctx, r, c.nodes, c.edges, map[string]bool{})
	return out, err
}

// successors fetches the bodies of other prefectures that took over bodies of this one.
func (c *changeFinder) successors(ctx context.Context, r graph.Reader) error {
	missing := map[string]bool{}
	for _, x := range c.items {
		if x.After != "" && c.m.nodes[x.After] == nil {
			missing[x.After] = true
		}
	}
	found, err := r.NodesByID(ctx, sortedKeys(missing))
	for i := range found {
		c.m.nodes[found[i].ID] = &found[i]
	}
	return err
}

type changeFinder struct {
	m            *material
	id           string
	from, to     graph.Time
	items        []Changed
	nodes, edges map[string]bool
}

func (c *changeFinder) add(x Changed) {
	c.items = append(c.items, x)
	mark(c.nodes, x.Record, x.Before, x.After, x.Partner)
	for _, e := range c.m.lineages[x.Record] {
		c.edges[e.ID] = true
	}
}

// ties compares every lineage that a body here holds at one of the dates.
func (c *changeFinder) ties() (same, unclear Figure) {
	sameTies, unclearTies := counter{}, counter{}
	for _, tie := range c.m.ties {
		edges := c.m.lineages[tie]
		a, b := look(edges, c.from), look(edges, c.to)
		if !c.here(&a) && !c.here(&b) && !(a.standing == later && b.standing == over && c.m.nodes[c.m.holderOf(edges[len(edges)-1])].InArea(c.id)) {
			continue
		}
		for _, e := range edges {
			c.edges[e.ID] = true
		}
		switch x, ok := c.tie(tie, &a, &b); {
		case ok:
			c.add(x)
		case a.certainty == graph.Undated || b.certainty == graph.Undated:
			unclearTies.add(tie, graph.Certain)
		case a.standing == held && b.standing == held, a.nobody && b.nobody:
			sameTies.add(tie, doubtOf(a.certainty, b.certainty))
		}
	}
	return sameTies.figure(), unclearTies.figure()
}

// here reports whether a body of the prefecture holds the tie then, or holds it first where the body of then is unknown.
func (c *changeFinder) here(l *lineage) bool {
	if l.standing != held && !l.nobody {
		return false
	}
	return slices.ContainsFunc(l.edges, func(e *graph.Edge) bool { return c.m.nodes[c.m.holderOf(e)].InArea(c.id) })
}

// tie says how a lineage that stood as a stands as b; ok is false where it is the same, or nobody can say.
func (c *changeFinder) tie(tie string, a, b *lineage) (x Changed, ok bool) {
	before, after := a.edges[len(a.edges)-1], b.edges[len(b.edges)-1]
	x = Changed{Record: tie, Partner: c.m.partnerOf(after), Certainty: doubtOf(a.certainty, b.certainty)}
	switch {
	case a.certainty == graph.Undated || b.certainty == graph.Undated && a.standing == later:
		return x, false
	case a.standing == later && !a.nobody && b.standing == held:
		x.Kind, x.Date, x.After, x.Certainty = NewTie, after.Signed, c.m.holderOf(after), b.certainty
	case a.standing == later && !a.nobody && b.standing == over:
		x.Kind, x.Date, x.Before, x.Certainty = PassingTie, after.Valid.To, c.m.holderOf(after), graph.Certain
	case (a.standing == held || a.nobody) && b.standing == over:
		x.Kind, x.Date, x.Certainty = EndedTie, after.Valid.To, a.certainty
		if !a.nobody {
			x.Before = c.m.holderOf(before)
		}
	case b.standing == held && (a.nobody || before.ID != after.ID):
		x.Kind, x.Date, x.After = InheritedTie, after.Valid.From, c.m.holderOf(after)
		if !a.nobody {
			x.Before = c.m.holderOf(lastGone(a.edges, b.edges))
			if area(c.m.nodes[x.Before]) != area(c.m.nodes[x.After]) {
				x.Kind = MovedTie
			}
		}
	default:
		return x, false
	}
	return x, true
}

// lastGone is the last of the holders before that is none after: of several that signed, some may hold the tie on beside the heir of the others. The last before, where all do.
func lastGone(before, after []*graph.Edge) *graph.Edge {
	for _, e := range slices.Backward(before) {
		if !slices.Contains(after, e) {
			return e
		}
	}
	return before[len(before)-1]
}

// doubtOf is possible where one of the two is.
func doubtOf(a, b graph.Certainty) graph.Certainty {
	if a == graph.Possible || b == graph.Possible {
		return graph.Possible
	}
	return graph.Certain
}

// towns compares the municipalities.
func (c *changeFinder) towns() {
	for _, n := range c.m.towns {
		if n.Within != c.id {
			continue
		}
		id := n.ID
		a, b := n.Holds(c.from), n.Holds(c.to)
		switch {
		case holds(a) && b == graph.Out:
			x := Changed{Kind: MergedBody, Record: id, Before: id, Date: n.Valid.To, Certainty: a}
			if n.Successor != nil {
				x.Date, x.After = n.Successor.Date, n.Successor.ID
			}
			c.add(x)
		case a == graph.Out && holds(b):
			c.add(Changed{Kind: NewBody, Record: id, After: id, Date: n.Valid.From, Certainty: b})
		}
	}
}

func (c *changeFinder) organizations() {
	located, _ := c.m.organizationsIn(c.id)
	for _, n := range located {
		c.node(n, NewOrganization, EndedOrg)
	}
}

func (c *changeFinder) programs() {
	for _, n := range c.m.programsOf(c.id) {
		c.node(n, NewProgram, EndedProgram)
	}
}

// node compares an organization or program: one that began between, or held before and is over.
func (c *changeFinder) node(n *graph.Node, began, ended ChangeKind) {
	a, b := n.Holds(c.from), n.Holds(c.to)
	switch sa, sb := standingAt(c.from, a, n.Valid), standingAt(c.to, b, n.Valid); {
	case sa == later && sb != later:
		c.add(Changed{Kind: began, Record: n.ID, Date: n.Valid.From, Certainty: begun(n, c.to)})
	case holds(a) && sb == over:
		c.add(Changed{Kind: ended, Record: n.ID, Date: n.Valid.To, Certainty: a})
	}
}

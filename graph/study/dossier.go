package study

import (
	"cmp"
	"context"
	"slices"

	"enishi/graph"
)

// DossierQuery asks for the dossier of a prefecture at a time.
type DossierQuery struct {
	Prefecture    string     `json:"prefecture"`              // its id, jp-04
	Time          graph.Time `json:"time,omitzero"`           // zero: now
	IncludeScoped bool       `json:"include_scoped,omitzero"` // let in nationwide programs in which it has a part
}

// Normalize checks the question.
func (q DossierQuery) Normalize() (DossierQuery, error) {
	if !graph.ValidID(q.Prefecture) {
		return q, graph.Invalidf("prefecture", "%q is no id of a prefecture; use jp-01 to jp-47", graph.Clip(q.Prefecture))
	}
	return q, q.Time.Check()
}

// OutcomeKind says what became of a tie.
type OutcomeKind string

// The outcomes.
const (
	GoesOn   OutcomeKind = "goes-on"   // with the same body
	PassedOn OutcomeKind = "passed-on" // to the body that holds it now
	HasEnded OutcomeKind = "ended"     //
	Unclear  OutcomeKind = "unclear"   // its status is unknown
)

// Outcome is what became of a tie since, as of today.
type Outcome struct {
	Kind OutcomeKind `json:"kind"`
	Body string      `json:"body"`          // the last holder
	Date graph.Date  `json:"date,omitzero"` // when it passed on or ended
}

// Affiliation is a tie in a dossier. Body, Role, Edge and Holders are those of the time; of one whose body of then is unknown, and of one that is over or still to come, of all times.
type Affiliation struct {
	Tie
	Level            graph.TieLevel   `json:"level"`
	SignedBy         []string         `json:"signed_by"`                   // bodies that signed, where their ids are known
	Signatory        string           `json:"signatory,omitempty"`         // who signed, where only the name is known
	SignatoryUnknown bool             `json:"signatory_unknown,omitempty"` // it is older than its body, and nobody says who signed
	Became           Outcome          `json:"became"`                      //
	Confidence       graph.Confidence `json:"confidence,omitempty"`        //
	Note             string           `json:"note,omitempty"`              //
	Doubts           []graph.Claim    `json:"doubts"`                      // claims that do not agree
}

// Link joins an organization or program to another node.
type Link struct {
	Node      string          `json:"node"`
	Kind      graph.EdgeKind  `json:"kind"`
	Role      graph.Role      `json:"role,omitempty"`
	Valid     graph.Range     `json:"valid,omitzero"`
	Certainty graph.Certainty `json:"certainty,omitempty"`
	Edge      string          `json:"edge"`
	Citations []string        `json:"citations"`
}

// OrganizationEntry is an organization in a dossier.
type OrganizationEntry struct {
	ID         string           `json:"id"`
	Sector     graph.Sector     `json:"sector,omitempty"`
	Type       string           `json:"type,omitempty"`
	Themes     []graph.Theme    `json:"themes"`
	Located    bool             `json:"located"`         // here; else it stands elsewhere and works with a body here
	Place      string           `json:"place,omitempty"` //
	Valid      graph.Range      `json:"valid,omitzero"`  // from its founding
	Certainty  graph.Certainty  `json:"certainty,omitempty"`
	Members    []Link           `json:"members"`  // who belongs to it then
	Groups     []Link           `json:"groups"`   // what it belongs to then
	Programs   []Link           `json:"programs"` // of this dossier, that it organizes or takes part in
	Confidence graph.Confidence `json:"confidence,omitempty"`
	Note       string           `json:"note,omitempty"`
	Citations  []string         `json:"citations"`
	Doubts     []graph.Claim    `json:"doubts"`
}

// ProgramEntry is a program or event in a dossier.
type ProgramEntry struct {
	ID           string           `json:"id"`
	Type         string           `json:"type,omitempty"`
	Themes       []graph.Theme    `json:"themes"`
	Valid        graph.Range      `json:"valid,omitzero"`
	Over         bool             `json:"over"` // it ended before the time
	Certainty    graph.Certainty  `json:"certainty,omitempty"`
	Organizers   []Link           `json:"organizers"`
	Participants []Link           `json:"participants"`
	Confidence   graph.Confidence `json:"confidence,omitempty"`
	Note         string           `json:"note,omitempty"`
	Citations    []string         `json:"citations"`
	Doubts       []graph.Claim    `json:"doubts"`
}

// Appendices are the two appendices of a case study. Affiliations are by signing date (unknown last), then tie; organizations by sector in the order of graph.Sectors (unstated last), those located here first, founding, id.
type Appendices struct {
	Affiliations        []Affiliation       `json:"affiliations"`          // that hold then, certainly or possibly
	Undated             []Affiliation       `json:"undated_affiliations"`  // signed nobody says when
	BodyUnknown         []Affiliation       `json:"body_unknown"`          // signed by then, but the body of then is unknown; Body is the first that is known
	Former              []Affiliation       `json:"former_affiliations"`   // over by then
	Later               Figure              `json:"later_affiliations"`    // signed after
	Organizations       []OrganizationEntry `json:"organizations"`         // that exist then
	UndatedOrganization []OrganizationEntry `json:"undated_organizations"` // founded nobody says when
	FormerOrganizations []OrganizationEntry `json:"former_organizations"`  // dissolved by then
	LaterOrganizations  Figure              `json:"later_organizations"`   // located here, founded after
}

// TimelineKind is what happened on a timeline.
type TimelineKind string

// The kinds, in the order of one day.
const (
	TieSigned  TimelineKind = "signed"
	TiePassed  TimelineKind = "passed-on"
	TieOver    TimelineKind = "tie-ended"
	OrgFounded TimelineKind = "founded"
	ProgBegan  TimelineKind = "began"
)

// TimelineEntry is something that happened up to the time of a dossier.
type TimelineEntry struct {
	Date   graph.Date     `json:"date"`
	Kind   TimelineKind   `json:"kind"`
	Record string         `json:"record"` // the tie, organization or program
	Body   string         `json:"body,omitempty"`
	Other  string         `json:"other,omitempty"` // the partner; of passed-on the body before
	Level  graph.TieLevel `json:"level,omitempty"`
}

// Dossier is the case study of a prefecture at a time. Network holds the records that it names.
type Dossier struct {
	Version         string          `json:"-"`
	Prefecture      graph.FoundNode `json:"prefecture"`
	Time            graph.Time      `json:"time,omitzero"`
	Municipalities  Figure          `json:"municipalities"` // of then
	Appendices      Appendices      `json:"appendices"`
	Programs        []ProgramEntry  `json:"programs"`         // running then or over by then: by type, start, id
	UndatedPrograms []ProgramEntry  `json:"undated_programs"` // begun nobody says when
	LaterPrograms   Figure          `json:"later_programs"`
	Roles           []ActorRole     `json:"roles"`
	Findings        []Share         `json:"findings"` // the study's finding in numbers
	Economy         Economy         `json:"economy"`
	Timeline        []TimelineEntry `json:"timeline"` // by date, kind, record
	Limits          []Share         `json:"limits"`   // what is not known
	Network         graph.Network   `json:"-"`
}

// FindDossier answers a DossierQuery. ErrNotFound for an id that names nothing, ErrInvalid for one that is no prefecture.
func FindDossier(ctx context.Context, r graph.Reader, q DossierQuery) (Dossier, error) {
	q, err := q.Normalize()
	if err != nil {
		return Dossier{}, err
	}
	m, err := gather(ctx, r, "dossier", []string{q.Prefecture}, q.Time, q.IncludeScoped)
	if err != nil {
		return Dossier{}, err
	}
	p := m.nodes[q.Prefecture]
	b := dossierBuilder{m: m, id: q.Prefecture, t: q.Time, nodes: map[string]bool{p.ID: true}, edges: map[string]bool{}}
	d := Dossier{Version: m.version, Prefecture: graph.FoundNode{Node: *p, Certainty: p.Holds(q.Time)}, Time: q.Time}
	if b.doubts, err = b.claims(ctx, r); err != nil {
		return Dossier{}, err
	}
	b.affiliations(&d.Appendices)
	b.programs(&d)
	b.organizations(&d.Appendices)
	towns := counter{}
	for _, n := range m.municipalitiesOf(q.Prefecture, q.Time) {
		towns.add(n.ID, n.Holds(q.Time))
	}
	d.Municipalities = towns.figure()
	d.Roles, d.Findings = rolesOf(m, q.Prefecture, q.Time)
	d.Economy = economyOf(m, q.Prefecture, q.Time)
	d.Timeline = b.timeline(&d)
	d.Limits = limitsOf(&d)
	for _, role := range d.Roles {
		for _, f := range role.Figures {
			b.name(f.Records)
			b.name(f.UndatedRecords)
		}
	}
	cited := map[string]bool{}
	for _, cs := range b.doubts {
		for _, c := range cs {
			if c.Source != "" {
				cited[c.Source] = true
			}
		}
	}
	d.Network, err = m.network(ctx, r, b.nodes, b.edges, cited)
	return d, err
}

// dossierBuilder builds a dossier and remembers what it names.
type dossierBuilder struct {
	m            *material
	id           string
	t            graph.Time
	doubts       map[string][]graph.Claim // by record
	nodes, edges map[string]bool
}

func (b *dossierBuilder) name(ids []string) {
	for _, id := range ids {
		if b.m.edges[id] != nil {
			b.edges[id] = true
		} else if b.m.nodes[id] != nil {
			b.nodes[id] = true
		}
	}
}

// claims are the claims on this prefecture's records that do not agree.
func (b *dossierBuilder) claims(ctx context.Context, r graph.Reader) (map[string][]graph.Claim, error) {
	ids := map[string]bool{}
	for tie, edges := range b.m.lineages {
		ids[tie] = true
		for _, e := range edges {
			ids[e.ID] = true
		}
	}
	located, working := b.m.organizationsIn(b.id)
	for _, n := range slices.Concat(located, working, b.m.programsOf(b.id)) {
		ids[n.ID] = true
		for _, e := range b.m.at[n.ID] {
			ids[e.ID] = true
		}
	}
	out := map[string][]graph.Claim{}
	for part := range slices.Chunk(sortedKeys(ids), graph.MaxIncident) {
		found, err := allClaims(ctx, r, graph.ClaimsQuery{Records: part, Kinds: ConflictKinds})
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			out[c.Record] = append(out[c.Record], c)
		}
	}
	return out, nil
}

// doubtsOf are the doubts of several records, by record as given, then claim.
func (b *dossierBuilder) doubtsOf(ids ...string) []graph.Claim {
	out := []graph.Claim{}
	for _, id := range ids {
		out = append(out, b.doubts[id]...)
	}
	return out
}

func (b *dossierBuilder) affiliations(a *Appendices) {
	a.Affiliations, a.Undated, a.BodyUnknown, a.Former = []Affiliation{}, []Affiliation{}, []Affiliation{}, []Affiliation{}
	signed := counter{}
	for _, l := range b.m.lineagesOf(b.id, b.t) {
		list := &a.Affiliations
		switch {
		case l.nobody:
			list = &a.BodyUnknown
		case l.standing == later:
			signed.add(l.tie, graph.Certain)
			continue
		case l.standing == over:
			list = &a.Former
		case l.certainty == graph.Undated:
			list = &a.Undated
		}
		*list = append(*list, b.affiliation(&l))
	}
	a.Later = signed.figure()
	for _, list := range [][]Affiliation{a.Affiliations, a.Undated, a.BodyUnknown, a.Former} {
		slices.SortFunc(list, func(x, y Affiliation) int {
			return cmp.Or(x.Signed.Compare(y.Signed), cmp.Compare(x.Tie.Tie, y.Tie.Tie))
		})
	}
}

func (b *dossierBuilder) affiliation(l *lineage) Affiliation {
	m, ids := b.m, []string{l.tie}
	found := make([]*graph.FoundEdge, len(l.edges))
	for i, e := range l.edges {
		found[i] = &graph.FoundEdge{Edge: *e, Certainty: e.Holds(b.t)}
	}
	a := Affiliation{Tie: tieOf(found, m.nodes, isJapanese), Level: m.levelOf(l), SignedBy: []string{}, Became: m.outcome(l)}
	if a.Certainty = l.certainty; l.nobody {
		a.Body, a.Edge, a.Role = m.holderOf(l.edges[0]), l.edges[0].ID, l.edges[0].Role
	}
	for _, e := range m.lineages[l.tie] {
		ids = append(ids, e.ID)
		b.edges[e.ID] = true
		if e.Role == graph.Original {
			a.SignedBy = append(a.SignedBy, m.holderOf(e))
		}
		a.Signatory, a.SignatoryUnknown = cmp.Or(a.Signatory, e.Signatory), a.SignatoryUnknown || e.Unknown
		a.Confidence, a.Note = cmp.Or(a.Confidence, e.Confidence), cmp.Or(a.Note, e.Note)
	}
	a.Doubts = b.doubtsOf(ids...)
	b.nodes[a.State] = true
	return a
}

// outcome is what became of a tie that stands as l says.
func (m *material) outcome(l *lineage) Outcome {
	all := m.lineages[l.tie]
	last, then := all[len(all)-1], l.edges[len(l.edges)-1]
	o := Outcome{Kind: GoesOn, Body: m.holderOf(last)}
	switch {
	case last.Status == graph.Ended || !last.Valid.To.IsZero():
		o.Kind, o.Date = HasEnded, last.Valid.To
	case last.ID != then.ID:
		o.Kind, o.Date = PassedOn, last.Valid.From
	case last.Status == graph.Unknown:
		o.Kind = Unclear
	}
	return o
}

func (b *dossierBuilder) programs(d *Dossier) {
	d.Programs, d.UndatedPrograms = []ProgramEntry{}, []ProgramEntry{}
	after := counter{}
	for _, n := range b.m.programsOf(b.id) {
		c := n.Holds(b.t)
		s := standingAt(b.t, c, n.Valid)
		if s == later {
			after.add(n.ID, graph.Certain)
			continue
		}
		p := b.program(n, c, s)
		if c == graph.Undated {
			d.UndatedPrograms = append(d.UndatedPrograms, p)
		} else {
			d.Programs = append(d.Programs, p)
		}
	}
	d.LaterPrograms = after.figure()
	for _, list := range [][]ProgramEntry{d.Programs, d.UndatedPrograms} {
		slices.SortFunc(list, func(x, y ProgramEntry) int {
			return cmp.Or(cmp.Compare(x.Type, y.Type), x.Valid.From.Compare(y.Valid.From), cmp.Compare(x.ID, y.ID))
		})
	}
}

func (b *dossierBuilder) program(n *graph.Node, c graph.Certainty, s standing) ProgramEntry {
	p := ProgramEntry{ID: n.ID, Type: n.Type, Themes: themes(n), Valid: n.Valid, Over: s == over, Certainty: c, Organizers: []Link{}, Participants: []Link{}, Confidence: n.Confidence, Note: n.Note,
		Citations: listOrEmpty(n.Citations), Doubts: b.doubtsOf(n.ID)}
	if p.Over {
		p.Certainty = graph.Certain
	}
	b.nodes[n.ID] = true
	for _, e := range b.m.at[n.ID] {
		if e.Kind == graph.Organizes {
			p.Organizers = append(p.Organizers, b.link(e, e.Source))
		} else {
			p.Participants = append(p.Participants, b.link(e, e.Source))
		}
	}
	return p
}

func (b *dossierBuilder) link(e *graph.Edge, node string) Link {
	b.edges[e.ID] = true
	return Link{Node: node, Kind: e.Kind, Role: e.Role, Valid: e.Valid, Certainty: e.Holds(b.t), Edge: e.ID, Citations: listOrEmpty(e.Citations)}
}

func themes(n *graph.Node) []graph.Theme {
	if n.Themes == nil {
		return []graph.Theme{}
	}
	return n.Themes
}

func (b *dossierBuilder) organizations(a *Appendices) {
	a.Organizations, a.UndatedOrganization, a.FormerOrganizations = []OrganizationEntry{}, []OrganizationEntry{}, []OrganizationEntry{}
	after := counter{}
	located, working := b.m.organizationsIn(b.id)
	for i, n := range slices.Concat(located, working) {
		here := i < len(located)
		c := n.Holds(b.t)
		if !here && !slices.ContainsFunc(b.m.workingEdges(n.ID, b.id), func(e *graph.Edge) bool { return e.Holds(b.t) != graph.Out }) {
			continue
		}
		list := &a.Organizations
		switch s := standingAt(b.t, c, n.Valid); {
		case s == later:
			if here {
				after.add(n.ID, graph.Certain)
			}
			continue
		case s == over:
			list = &a.FormerOrganizations
		case c == graph.Undated:
			list = &a.UndatedOrganization
		}
		*list = append(*list, b.organization(n, c, here))
	}
	a.LaterOrganizations = after.figure()
	for _, list := range [][]OrganizationEntry{a.Organizations, a.UndatedOrganization, a.FormerOrganizations} {
		slices.SortStableFunc(list, func(x, y OrganizationEntry) int {
			return cmp.Or(sectorOrder(x.Sector)-sectorOrder(y.Sector), yes(y.Located)-yes(x.Located), x.Valid.From.Compare(y.Valid.From), cmp.Compare(x.ID, y.ID))
		})
	}
}

func sectorOrder(s graph.Sector) int {
	if i := slices.Index(graph.Sectors, s); i >= 0 {
		return i
	}
	return len(graph.Sectors)
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *dossierBuilder) organization(n *graph.Node, c graph.Certainty, here bool) OrganizationEntry {
	o := OrganizationEntry{ID: n.ID, Sector: n.Sector, Type: n.Type, Themes: themes(n), Located: here, Place: cmp.Or(b.m.placeOf(n.ID), n.Within), Valid: n.Valid, Certainty: c, Members: []Link{}, Groups: []Link{}, Programs: []Link{},
		Confidence: n.Confidence, Note: n.Note, Citations: listOrEmpty(n.Citations)}
	b.nodes[n.ID], b.nodes[o.Place] = true, true
	ids := []string{n.ID}
	for _, e := range b.m.at[n.ID] {
		if e.Holds(b.t) == graph.Out && (e.Kind == graph.MemberOf || standingAt(b.t, graph.Out, e.Valid) == later) {
			continue
		}
		ids = append(ids, e.ID)
		switch {
		case e.Kind != graph.MemberOf:
			o.Programs = append(o.Programs, b.link(e, e.Target))
		case e.Target == n.ID:
			o.Members = append(o.Members, b.link(e, e.Source))
		default:
			o.Groups = append(o.Groups, b.link(e, e.Target))
		}
	}
	o.Doubts = b.doubtsOf(ids...)
	return o
}

// timeline is what happened up to the time.
func (b *dossierBuilder) timeline(d *Dossier) []TimelineEntry {
	w, span := b.t.Window()
	out := []TimelineEntry{}
	add := func(e TimelineEntry) {
		if !e.Date.IsZero() && (!span || e.Date.First() < w.End) {
			out = append(out, e)
		}
	}
	a := &d.Appendices
	for _, x := range slices.Concat(a.Affiliations, a.Undated, a.BodyUnknown, a.Former) {
		edges := b.m.lineages[x.Tie.Tie]
		add(TimelineEntry{Date: x.Signed, Kind: TieSigned, Record: x.Tie.Tie, Body: b.m.holderOf(edges[0]), Other: x.Partner, Level: x.Level})
		for _, e := range edges {
			if heir := b.m.heirOf(e); heir != "" {
				add(TimelineEntry{Date: e.Valid.To, Kind: TiePassed, Record: x.Tie.Tie, Body: heir, Other: b.m.holderOf(e), Level: x.Level})
			}
		}
		add(TimelineEntry{Date: edges[len(edges)-1].Valid.To, Kind: TieOver, Record: x.Tie.Tie, Body: b.m.holderOf(edges[len(edges)-1]), Other: x.Partner, Level: x.Level})
	}
	for _, o := range slices.Concat(a.Organizations, a.FormerOrganizations) {
		if o.Located {
			add(TimelineEntry{Date: o.Valid.From, Kind: OrgFounded, Record: o.ID})
		}
	}
	for _, p := range d.Programs {
		add(TimelineEntry{Date: p.Valid.From, Kind: ProgBegan, Record: p.ID})
	}
	kinds := []TimelineKind{TieSigned, TiePassed, TieOver, OrgFounded, ProgBegan}
	slices.SortFunc(out, func(x, y TimelineEntry) int {
		return cmp.Or(x.Date.Compare(y.Date), slices.Index(kinds, x.Kind)-slices.Index(kinds, y.Kind), cmp.Compare(x.Record, y.Record), cmp.Compare(x.Body, y.Body))
	})
	return out
}

// limitsOf says what is not known of a dossier's records.
func limitsOf(d *Dossier) []Share {
	a := &d.Appendices
	ties, noDate, yearOnly, oneSource, doubted := counter{}, counter{}, counter{}, counter{}, counter{}
	tied := map[string]bool{}
	for _, x := range slices.Concat(a.Affiliations, a.Undated, a.BodyUnknown, a.Former) {
		tie := x.Tie.Tie
		ties.add(tie, graph.Certain)
		for _, h := range x.Holders {
			tied[h.Body] = true
		}
		when(noDate, tie, x.Signed.IsZero())
		when(yearOnly, tie, !x.Signed.IsZero() && !x.Signed.Exact())
		when(oneSource, tie, len(x.Citations) <= 1)
		when(doubted, tie, len(x.Doubts) > 0 || x.Confidence == graph.Low)
	}
	towns, silent := counter{}, counter{}
	for _, id := range slices.Concat(d.Municipalities.Records, d.Municipalities.UndatedRecords) {
		towns.add(id, graph.Certain)
		when(silent, id, !tied[id])
	}
	orgs, unfounded := counter{}, counter{}
	for _, o := range slices.Concat(a.Organizations, a.UndatedOrganization, a.FormerOrganizations) {
		if o.Located {
			orgs.add(o.ID, graph.Certain)
			when(unfounded, o.ID, o.Valid.From.IsZero())
		}
	}
	programs, unbegun, orphaned := counter{}, counter{}, counter{}
	for _, p := range slices.Concat(d.Programs, d.UndatedPrograms) {
		programs.add(p.ID, graph.Certain)
		when(unbegun, p.ID, p.Valid.From.IsZero())
		when(orphaned, p.ID, len(p.Organizers) == 0)
	}
	return []Share{
		newShare("undated-ties", noDate, ties), newShare("imprecise-ties", yearOnly, ties), newShare("single-source-ties", oneSource, ties), newShare("doubted-ties", doubted, ties),
		newShare("municipalities-without-tie", silent, towns), newShare("undated-organizations", unfounded, orgs), newShare("undated-programs", unbegun, programs), newShare("programs-without-organizer", orphaned, programs),
	}
}

// when counts a record if yes.
func when(c counter, id string, yes bool) {
	if yes {
		c.add(id, graph.Certain)
	}
}

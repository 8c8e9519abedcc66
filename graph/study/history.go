package study

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"enishi/graph"
)

// MomentKind is what happened to a body.
type MomentKind string

// The kinds of moment. Kinds of graph.Event (merged-same-name, renumbered) stand beside them.
const (
	Founded    MomentKind = "founded"
	TookOver   MomentKind = "took-over" // another body, in whole or part
	Dissolved  MomentKind = "dissolved" // and passed to another body
	Signed     MomentKind = "signed"    // a tie
	Inherited  MomentKind = "inherited" // a tie, from a body that it took over
	PassedOnTo MomentKind = "passed-on" // a tie, to the body that took this one over
	TieEnded   MomentKind = "tie-ended" // with this body, its last holder
)

// Moment is one thing in the life of a body.
type Moment struct {
	Date      graph.Date   `json:"date,omitzero"`
	Kind      MomentKind   `json:"kind"`
	Other     string       `json:"other,omitempty"`  // the other body, or the partner of the tie
	Change    graph.Change `json:"change,omitempty"` // of a merger
	Tie       string       `json:"tie,omitempty"`
	Edge      string       `json:"edge,omitempty"`
	Code      string       `json:"code,omitempty"` // an earlier code
	Names     *graph.Names `json:"names,omitempty"`
	Note      string       `json:"note,omitempty"`
	Citations []string     `json:"citations"`
}

// Relation says how a holder of a tie stands to the body whose history is told.
type Relation string

// The relations.
const (
	Before  Relation = "before" // a body that it took over, perhaps by way of others
	OwnTime Relation = "own"    // the body itself
	After   Relation = "after"  // a body that took it over
)

// Relations lists the relations.
var Relations = []Relation{Before, OwnTime, After}

// HeldBy is a holder of a tie in a history.
type HeldBy struct {
	Holder
	Relation Relation `json:"relation"`
}

// TieHistory is a lineage in the history of a body: who held it before, the body itself, and who held it after.
type TieHistory struct {
	Tie     string        `json:"tie"`
	TieKind graph.TieKind `json:"tie_kind"`
	Partner string        `json:"partner"`
	Signed  graph.Date    `json:"signed,omitzero"`
	Status  graph.Status  `json:"status"`
	Holders []HeldBy      `json:"holders"` // earliest first
}

// History is the life of a body.
type History struct {
	Body         graph.Node
	Moments      []Moment     // by date (unknown last), kind, edge
	Predecessors []string     // bodies that it took over, also by way of others, by id
	Successors   []string     // bodies that took it over, also by way of others, by id
	Ties         []TieHistory // of the body and of its predecessors, by signing date, then id
	Network      graph.Network
}

// FindHistory tells the life of a body, whatever the time. ErrNotFound if it is not there.
func FindHistory(ctx context.Context, r graph.Reader, id string) (History, error) {
	body, err := r.Node(ctx, id)
	if err != nil {
		return History{}, err
	}
	c := chain{r: r, records: newRecords()}
	c.records.nodes[body.ID] = graph.FoundNode{Node: body}
	back, err := c.follow(ctx, body.ID, func(e *graph.Edge) (from, to string) { return e.Target, e.Source })
	if err != nil {
		return History{}, err
	}
	on, err := c.follow(ctx, body.ID, func(e *graph.Edge) (from, to string) { return e.Source, e.Target })
	if err != nil {
		return History{}, err
	}
	mergers := slices.Collect(maps.Values(c.records.edges))
	if err := c.fetch(ctx, slices.Concat([]string{body.ID}, back, on), graph.SisterOf); err != nil {
		return History{}, err
	}
	h := History{Body: body, Predecessors: back, Successors: on}
	relation := map[string]Relation{body.ID: OwnTime}
	for _, p := range back {
		relation[p] = Before
	}
	for _, s := range on {
		relation[s] = After
	}
	h.Ties = c.records.tieHistories(relation)
	h.Moments = moments(&body, mergers, c.records.edges)
	h.Network = c.records.network(c.version)
	return h, nil
}

// records are the parts of several networks as one.
type records struct {
	nodes   map[string]graph.FoundNode
	edges   map[string]graph.FoundEdge
	sources map[string]graph.Source
}

func newRecords() records {
	return records{map[string]graph.FoundNode{}, map[string]graph.FoundEdge{}, map[string]graph.Source{}}
}

func (rs records) add(n graph.Network) {
	for _, x := range n.Nodes {
		rs.nodes[x.ID] = x
	}
	for _, x := range n.Edges {
		rs.edges[x.ID] = x
	}
	for _, x := range n.Sources {
		rs.sources[x.ID] = x
	}
}

// network is the records in the order of a Network.
func (rs records) network(version string) graph.Network {
	n := graph.Network{Nodes: sortedValues(rs.nodes), Edges: sortedValues(rs.edges), Sources: sortedValues(rs.sources)}
	slices.SortStableFunc(n.Edges, func(a, b graph.FoundEdge) int { return a.Kind.Order() - b.Kind.Order() })
	size := graph.Size{Nodes: len(n.Nodes), Edges: len(n.Edges)}
	n.Meta = graph.Meta{Version: version, Shown: size, Total: size}
	return n
}

func sortedValues[T any](m map[string]T) []T {
	out := make([]T, 0, len(m))
	for _, id := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[id])
	}
	return out
}

// chain follows mergers and collects what it meets.
type chain struct {
	r       graph.Reader
	records records
	version string
}

// follow collects the bodies that mergers lead to from one, step by step; ends says from where to where an edge leads.
func (c *chain) follow(ctx context.Context, start string, ends func(*graph.Edge) (from, to string)) ([]string, error) {
	seen := map[string]bool{start: true}
	var all []string
	for frontier := []string{start}; len(frontier) > 0; {
		if err := c.fetch(ctx, frontier, graph.SucceededBy); err != nil {
			return nil, err
		}
		var next []string
		for _, e := range c.records.edges {
			if from, to := ends(&e.Edge); e.Kind == graph.SucceededBy && slices.Contains(frontier, from) && !seen[to] {
				seen[to] = true
				next = append(next, to)
			}
		}
		slices.Sort(next)
		all, frontier = append(all, next...), next
	}
	slices.Sort(all)
	return all, nil
}

// fetch adds the edges of a kind at nodes, of any time.
func (c *chain) fetch(ctx context.Context, ids []string, kind graph.EdgeKind) error {
	for part := range slices.Chunk(ids, graph.MaxIncident) {
		n, err := c.r.Subgraph(ctx, graph.SubgraphQuery{Incident: part, Nodes: graph.MaxNodes, Edges: graph.MaxEdges,
			Filter: graph.Filter{EdgeKinds: []graph.EdgeKind{kind}, Time: graph.Time{Any: true}}})
		if err != nil {
			return err
		}
		c.version = n.Meta.Version
		c.records.add(n)
	}
	return nil
}

// tieHistories are the lineages that the body or a predecessor held.
func (rs records) tieHistories(relation map[string]Relation) []TieHistory {
	lineages := map[string][]graph.FoundEdge{}
	for _, e := range rs.edges {
		if e.Kind == graph.SisterOf {
			lineages[e.Tie] = append(lineages[e.Tie], e)
		}
	}
	out := []TieHistory{}
	for _, edges := range lineages {
		slices.SortFunc(edges, func(a, b graph.FoundEdge) int { return graph.CompareHolders(&a.Edge, &b.Edge) })
		last := &edges[len(edges)-1]
		t := TieHistory{Tie: last.Tie, TieKind: last.TieKind, Signed: last.Signed, Status: last.Status}
		concerns := false
		for i := range edges {
			e := &edges[i]
			holder := e.Source
			if _, known := relation[holder]; !known {
				holder = e.Target
			}
			t.Partner = e.Far(holder)
			concerns = concerns || relation[holder] != After
			t.Holders = append(t.Holders, HeldBy{Holder{Body: holder, Role: e.Role, Valid: e.Valid, Edge: e.ID}, relation[holder]})
		}
		if concerns {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b TieHistory) int { return cmp.Or(a.Signed.Compare(b.Signed), cmp.Compare(a.Tie, b.Tie)) })
	return out
}

func moments(body *graph.Node, mergers []graph.FoundEdge, edges map[string]graph.FoundEdge) []Moment {
	var out []Moment
	if !body.Valid.From.IsZero() {
		out = append(out, Moment{Date: body.Valid.From, Kind: Founded, Citations: listOrEmpty(body.Citations)})
	}
	for _, ev := range body.Events {
		m := Moment{Date: ev.Date, Kind: MomentKind(ev.Kind), Code: ev.Code, Note: ev.Note, Citations: listOrEmpty(ev.Citations)}
		if ev.Names.En != "" || ev.Names.Ja != "" {
			m.Names = &ev.Names
		}
		out = append(out, m)
	}
	dissolved := false
	for i := range mergers {
		e := &mergers[i].Edge
		m := Moment{Date: e.Date, Change: e.Change, Edge: e.ID, Note: e.Note, Citations: listOrEmpty(e.Citations)}
		switch body.ID {
		case e.Source:
			m.Kind, m.Other, dissolved = Dissolved, e.Target, true
		case e.Target:
			m.Kind, m.Other = TookOver, e.Source
		default:
			continue
		}
		out = append(out, m)
	}
	if !body.Valid.To.IsZero() && !dissolved {
		out = append(out, Moment{Date: body.Valid.To, Kind: Dissolved, Citations: listOrEmpty(body.Citations)})
	}
	heirs := map[handover]bool{}
	for _, e := range edges {
		if e.Kind == graph.SisterOf && e.Role == graph.Inherited {
			heirs[handover{e.Tie, e.Valid.From}] = true
		}
	}
	for _, e := range edges {
		if e.Kind == graph.SisterOf && (e.Source == body.ID || e.Target == body.ID) {
			out = append(out, tieMoments(&e.Edge, body.ID, heirs)...)
		}
	}
	slices.SortFunc(out, func(a, b Moment) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Edge, b.Edge), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// handover is a tie and the day on which a body inherited it.
type handover struct {
	tie  string
	date graph.Date
}

// tieMoments are the beginning of a tie for a body and, where it is over for it, its end: passed on where another body inherited it on that day.
func tieMoments(e *graph.Edge, body string, heirs map[handover]bool) []Moment {
	m := Moment{Date: e.Valid.From, Kind: Signed, Other: e.Far(body), Tie: e.Tie, Edge: e.ID, Note: e.Note, Citations: listOrEmpty(e.Citations)}
	if e.Role == graph.Inherited {
		m.Kind = Inherited
	} else if m.Date.IsZero() {
		m.Date = e.Signed
	}
	out := []Moment{m}
	if !e.Valid.To.IsZero() || e.HasEnded() {
		kind := TieEnded
		if !e.Valid.To.IsZero() && heirs[handover{e.Tie, e.Valid.To}] {
			kind = PassedOnTo
		}
		out = append(out, Moment{Date: e.Valid.To, Kind: kind, Other: e.Far(body), Tie: e.Tie, Edge: e.ID, Citations: listOrEmpty(e.Citations)})
	}
	return out
}

func listOrEmpty(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids
}

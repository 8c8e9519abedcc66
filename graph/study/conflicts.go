package study

import (
	"cmp"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"enishi/graph"
)

// ConflictKinds are the kinds of claims that somebody should look into: all but those that agree.
var ConflictKinds = []graph.ClaimKind{graph.Disagrees, graph.Inferred, graph.Refutes, graph.Uncertain}

// ConflictsQuery asks for what sources do not agree on. Of the filter, EdgeKinds are by default all but located_in and succeeded_by, and a zero Time is any time.
// SingleSource in it keeps the conflicts of records that cite at most one source. A filter that asks for nothing else keeps conflicts of every record.
type ConflictsQuery struct {
	Kinds   []graph.ClaimKind `json:"kind"`             // of ConflictKinds; empty: all of them
	Records []string          `json:"record,omitempty"` // only of these nodes, edges, ties or sources; at most graph.MaxIncident
	Filter  graph.Filter      `json:"filter"`
	Limit   int               `json:"limit"`            // conflicts at most; 0: graph.DefaultPage
	Offset  int               `json:"offset,omitempty"` // conflicts to leave out at the start
}

// Normalize checks the question and fills its defaults.
func (q ConflictsQuery) Normalize() (ConflictsQuery, error) {
	for _, k := range q.Kinds {
		if _, err := graph.ParseEnum("kind", string(k), ConflictKinds); err != nil {
			return q, err
		}
	}
	if len(q.Kinds) == 0 {
		q.Kinds = ConflictKinds
	}
	claims, err := graph.ClaimsQuery{Records: q.Records, Kinds: q.Kinds, Page: graph.Page{Limit: q.Limit}}.Normalize()
	if err != nil {
		return q, err
	}
	q.Records, q.Kinds, q.Limit = claims.Records, claims.Kinds, claims.Page.Limit
	if q.Offset < 0 {
		return q, graph.Invalidf("offset", "%d is not allowed; use 0 or more", q.Offset)
	}
	if q.Filter.Time.Now() {
		q.Filter.Time.Any = true
	}
	if len(q.Filter.EdgeKinds) == 0 {
		q.Filter.EdgeKinds = []graph.EdgeKind{graph.SisterOf, graph.MemberOf, graph.Organizes, graph.TakesPartIn}
	}
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// everything reports whether the filter asks for nothing.
func (q *ConflictsQuery) everything() bool {
	plain, _ := ConflictsQuery{}.Normalize()
	plain.Filter.IncludeUndated, plain.Filter.IncludeScoped = q.Filter.IncludeUndated, q.Filter.IncludeScoped // these only let more in
	return reflect.DeepEqual(q.Filter, plain.Filter)
}

// RecordOf says what a claim is about.
type RecordOf string

// What claims are about.
const (
	OfNode  RecordOf = "node"
	OfEdge  RecordOf = "edge"
	OfTie   RecordOf = "tie"
	OfOther RecordOf = "other" // a source, or a record that is not among those looked at
)

// Conflict is what is said of one field of one record, where not all agrees.
type Conflict struct {
	Record  string            `json:"record"`
	Of      RecordOf          `json:"of"`
	Field   string            `json:"field"`
	Value   string            `json:"value,omitempty"` // that the record holds; empty where it holds none, or the field is none of the record's
	Claims  []graph.Claim     `json:"claims"`          // all of the field, those that agree too: by kind, value, id
	Kinds   []graph.ClaimKind `json:"kinds"`           // of those that do not agree
	Sources int               `json:"sources"`         // that the record cites
	Reason  Text              `json:"reason"`
}

// Conflicts are by record, then field. Total counts those without limit. Network holds the records and the sources that they and the claims cite.
type Conflicts struct {
	Version string
	Items   []Conflict
	Total   int
	Network graph.Network
}

// FindConflicts answers a ConflictsQuery. ErrTooLarge where the filtered network is more than a Subgraph holds.
func FindConflicts(ctx context.Context, r graph.Reader, q ConflictsQuery) (Conflicts, error) {
	q, err := q.Normalize()
	if err != nil {
		return Conflicts{}, err
	}
	claims, err := allClaims(ctx, r, graph.ClaimsQuery{Records: q.Records})
	if err != nil {
		return Conflicts{}, err
	}
	net, err := whole(ctx, r, "conflicts", graph.SubgraphQuery{Filter: q.Filter})
	if err != nil {
		return Conflicts{}, err
	}
	s := subjects{records: newRecords(), filter: &q.Filter, all: q.everything()}
	s.records.add(net)
	if err := s.fetch(ctx, r, claims); err != nil {
		return Conflicts{}, err
	}
	out := Conflicts{Version: net.Meta.Version, Items: s.conflicts(claims, q.Kinds)}
	out.Total = len(out.Items)
	out.Items = out.Items[min(q.Offset, out.Total):min(q.Offset+q.Limit, out.Total)]
	out.Network, err = s.network(ctx, r, out)
	return out, err
}

// allClaims are the claims asked for, page by page.
func allClaims(ctx context.Context, r graph.Reader, q graph.ClaimsQuery) ([]graph.Claim, error) {
	q.Page = graph.Page{Limit: graph.MaxPage}
	var all []graph.Claim
	for {
		p, err := r.Claims(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, p.Items...)
		if q.Page.After = p.Next; p.Next == "" {
			return all, nil
		}
	}
}

// subjects are what claims are about.
type subjects struct {
	records records
	ties    map[string]*graph.FoundEdge // the last holder's edge of each lineage
	filter  *graph.Filter
	all     bool
}

// fetch finds the nodes that claims are about and that no edge brought, and the edge of each lineage.
func (s *subjects) fetch(ctx context.Context, r graph.Reader, claims []graph.Claim) error {
	s.ties = map[string]*graph.FoundEdge{}
	for _, e := range sortedValues(s.records.edges) {
		if old := s.ties[e.Tie]; e.Tie != "" && (old == nil || graph.CompareHolders(&e.Edge, &old.Edge) > 0) {
			s.ties[e.Tie] = &e
		}
	}
	missing := map[string]bool{}
	for i := range claims {
		if _, of := s.find(claims[i].Record); of == OfOther {
			missing[claims[i].Record] = true
		}
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(missing)), graph.MaxIncident) {
		nodes, err := r.NodesByID(ctx, part)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			s.records.nodes[n.ID] = graph.FoundNode{Node: n}
		}
	}
	return nil
}

// find is the record of an id: *graph.Node or *graph.Edge.
func (s *subjects) find(id string) (any, RecordOf) {
	if n, known := s.records.nodes[id]; known {
		return &n.Node, OfNode
	}
	if e, known := s.records.edges[id]; known {
		return &e.Edge, OfEdge
	}
	if e := s.ties[id]; e != nil {
		return &e.Edge, OfTie
	}
	return nil, OfOther
}

// kept reports whether the filter keeps a record: of edges those that are there, of nodes those that pass by themselves.
func (s *subjects) kept(record any) bool {
	switch x := record.(type) {
	case *graph.Edge:
		return true
	case *graph.Node:
		_, in := s.filter.Node(x)
		return in || s.all
	}
	return s.all
}

func (s *subjects) conflicts(claims []graph.Claim, kinds []graph.ClaimKind) []Conflict {
	type key struct{ record, field string }
	by := map[key][]graph.Claim{}
	for _, c := range claims {
		k := key{c.Record, c.Field}
		by[k] = append(by[k], c)
	}
	out := []Conflict{}
	for k, said := range by {
		record, of := s.find(k.record)
		c := Conflict{Record: k.record, Of: of, Field: k.field, Claims: said, Value: valueOf(record, k.field), Sources: len(citationsOf(record)), Kinds: []graph.ClaimKind{}}
		for _, x := range said {
			if x.Kind != graph.Agrees && !slices.Contains(c.Kinds, x.Kind) {
				c.Kinds = append(c.Kinds, x.Kind)
			}
		}
		if !s.kept(record) || !slices.ContainsFunc(c.Kinds, func(k graph.ClaimKind) bool { return slices.Contains(kinds, k) }) {
			continue
		}
		slices.Sort(c.Kinds)
		slices.SortFunc(c.Claims, func(a, b graph.Claim) int {
			return cmp.Or(slices.Index(graph.ClaimKinds, a.Kind)-slices.Index(graph.ClaimKinds, b.Kind), cmp.Compare(a.Value, b.Value), cmp.Compare(a.ID, b.ID))
		})
		c.Reason = Text{conflictReason(&c, "en"), conflictReason(&c, "ja")}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Conflict) int { return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Field, b.Field)) })
	return out
}

// network holds the records of the conflicts and all sources concerned.
func (s *subjects) network(ctx context.Context, r graph.Reader, c Conflicts) (graph.Network, error) {
	edges, nodes, sources := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, x := range c.Items {
		switch rec, _ := s.find(x.Record); rec := rec.(type) {
		case *graph.Edge:
			edges[rec.ID] = true
		case *graph.Node:
			nodes[rec.ID] = true
		}
		for _, claim := range x.Claims {
			if claim.Source != "" {
				sources[claim.Source] = true
			}
		}
	}
	net := s.records.only(c.Version, func(e *graph.FoundEdge) bool { return edges[e.ID] }, nodes)
	for _, n := range net.Nodes {
		mark(sources, n.AllCitations()...)
	}
	for _, e := range net.Edges {
		mark(sources, e.Citations...)
	}
	var err error
	net.Sources, err = sourcesByID(ctx, r, sources)
	return net, err
}

// sourcesByID are sources by id, those not there left out.
func sourcesByID(ctx context.Context, r graph.Reader, ids map[string]bool) ([]graph.Source, error) {
	out := []graph.Source{}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(ids)), graph.MaxPage) {
		found, err := r.SourcesByID(ctx, part)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func citationsOf(record any) []string {
	switch x := record.(type) {
	case *graph.Edge:
		return x.Citations
	case *graph.Node:
		return x.Citations
	}
	return nil
}

// valueOf is what a record holds under the name that claims use for a field; "" if it has no such field.
func valueOf(record any, field string) string {
	switch x := record.(type) {
	case *graph.Edge:
		switch field {
		case "signed":
			return x.Signed.String()
		case "status":
			return string(x.Status)
		case "kind":
			return cmp.Or(string(x.TieKind), string(x.Kind))
		case "role":
			return string(x.Role)
		case "signatory":
			return x.Signatory
		case "since":
			return x.Valid.From.String()
		case "until":
			return x.Valid.Until().String()
		case "ended":
			return x.Valid.To.String()
		}
	case *graph.Node:
		switch field {
		case "founded", "since":
			return x.Valid.From.String()
		case "until":
			return x.Valid.Until().String()
		case "type":
			return x.Type
		case "sector":
			return string(x.Sector)
		case "name_en":
			return x.Names.En
		case "name_ja":
			return x.Names.Ja
		}
	}
	return ""
}

// conflictReason tells what is said against the value, kind by kind.
func conflictReason(c *Conflict, lang string) string {
	var parts []string
	for _, kind := range graph.ClaimKinds[1:] {
		var values []string
		n := 0
		for _, x := range c.Claims {
			if x.Kind != kind {
				continue
			}
			n++
			if x.Value != "" && !slices.Contains(values, x.Value) {
				values = append(values, x.Value)
			}
		}
		if n == 0 {
			continue
		}
		said := ""
		if len(values) > 0 {
			said = pick(lang, " ("+strings.Join(values, ", ")+")", "（"+strings.Join(values, "、")+"）")
		}
		phrase := conflictPhrases[kind]
		parts = append(parts, pick(lang, phrase.En, phrase.Ja)+said)
	}
	text := pick(lang, strings.Join(parts, "; "), strings.Join(parts, "。"))
	if c.Value != "" {
		text += pick(lang, "; the record holds "+c.Value, "。採用した値は"+c.Value)
	}
	return pick(lang, text+".", text+"。")
}

var conflictPhrases = map[graph.ClaimKind]Text{
	graph.Disagrees: {"a source gives another value", "異なる値を示す出典がある"},
	graph.Inferred:  {"the value was inferred from what a source says", "出典の記述から推定した"},
	graph.Refutes:   {"a source says that it is not so", "事実ではないとする出典がある"},
	graph.Uncertain: {"a source leaves it in doubt", "出典からは確かでない"},
}

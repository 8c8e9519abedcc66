package graph

import (
	"slices"
	"unicode/utf8"
)

// Limits of questions. A value beyond its maximum is an error that states the maximum, never silently lowered.
const (
	DefaultPage  = 50  // items of a list
	MaxPage      = 500 //
	MaxSearch    = 200 // characters of a search text
	DefaultDepth = 1   // steps of a neighbourhood
	MaxDepth     = 6   //
	MaxStarts    = 50  // starting nodes of a neighbourhood

	DefaultNodes  = 500    // nodes of a network
	MaxNodes      = 10_000 //
	DefaultEdges  = 2_000  // edges of a network
	MaxEdges      = 50_000 //
	DefaultFanOut = 0      // edges followed from one node; 0: all
	MaxFanOut     = 10_000 //

	MaxK             = 25  // paths of mode k
	DefaultK         = 3   //
	DefaultPathLimit = 25  // paths of mode all
	MaxPathLimit     = 100 //
	MaxHops          = 10  // edges of a path
	MaxVia           = 5   // nodes to pass
	MaxAvoid         = 50  // nodes to avoid

	MaxIncident = 500 // nodes of Incident
)

// Direction says which edges of a node are meant; undirected edges are always both.
type Direction string

// The directions.
const (
	Both    Direction = "both"
	Outward Direction = "out" // the node is the edge's source
	Inward  Direction = "in"
)

// Directions lists the directions.
var Directions = []Direction{Both, Outward, Inward}

// Page is a part of an ordered list.
type Page struct {
	Limit int    `json:"limit"`           // items at most; 0: DefaultPage
	After string `json:"after,omitempty"` // id of the last item seen; empty: from the start. An id that is gone is where it would stand.
}

// Normalize fills the default and checks the maximum.
func (p Page) Normalize() (Page, error) {
	var err error
	p.Limit, err = bound("limit", p.Limit, DefaultPage, MaxPage)
	if err == nil {
		err = optionalID("after", p.After)
	}
	return p, err
}

func bound(param string, v, byDefault, most int) (int, error) {
	switch {
	case v < 0:
		return 0, invalidf(param, "%d is not allowed; use 1 to %d", v, most)
	case v > most:
		return 0, invalidf(param, "%d is over the maximum of %d", v, most)
	case v == 0:
		return byDefault, nil
	}
	return v, nil
}

// NodesQuery asks for nodes in id order.
type NodesQuery struct {
	Filter Filter `json:"filter"`
	Page   Page   `json:"page"`
}

// Normalize checks the question and fills its defaults.
func (q NodesQuery) Normalize() (NodesQuery, error) {
	return q, normalize(&q.Filter, &q.Page)
}

// EdgesQuery asks for edges in id order.
type EdgesQuery struct {
	Filter Filter `json:"filter"`
	Page   Page   `json:"page"`
	Tie    string `json:"tie,omitempty"` // only this lineage
	// Records keeps the edges that one of these names, as claims name them: by the edge's id or its lineage. At most MaxIncident; empty: all edges.
	Records []string `json:"records,omitempty"`
}

// Normalize checks the question and fills its defaults.
func (q EdgesQuery) Normalize() (EdgesQuery, error) {
	if err := optionalID("tie", q.Tie); err != nil {
		return q, err
	}
	var err error
	if q.Records, err = checkIDs("records", q.Records, MaxIncident); err != nil {
		return q, err
	}
	return q, normalize(&q.Filter, &q.Page)
}

// NeighborsQuery asks for the edges of one node with their far ends, by edge-kind order, far id, edge id.
// Page.After is the id of the last edge seen, in or out of the filter; one that names no edge of the node has no place in this order and is ErrInvalid.
type NeighborsQuery struct {
	ID        string    `json:"id"`
	Direction Direction `json:"direction"`
	Filter    Filter    `json:"filter"`
	Page      Page      `json:"page"`
}

// Normalize checks the question and fills its defaults.
func (q NeighborsQuery) Normalize() (NeighborsQuery, error) {
	if err := orDefault("direction", &q.Direction, Both, Directions); err != nil {
		return q, err
	}
	return q, normalize(&q.Filter, &q.Page)
}

// SourcesQuery asks for sources in id order.
type SourcesQuery struct {
	Page Page `json:"page"`
}

// Normalize checks the question and fills its defaults.
func (q SourcesQuery) Normalize() (SourcesQuery, error) {
	var err error
	q.Page, err = q.Page.Normalize()
	return q, err
}

// ClaimsQuery asks for claims in id order.
type ClaimsQuery struct {
	Records []string    `json:"records,omitempty"` // only of these records
	Kinds   []ClaimKind `json:"kinds,omitempty"`
	Page    Page        `json:"page"`
}

// Normalize checks the question and fills its defaults.
func (q ClaimsQuery) Normalize() (ClaimsQuery, error) {
	var err error
	if q.Records, err = checkIDs("records", q.Records, MaxIncident); err != nil {
		return q, err
	}
	if q.Kinds, err = checkEnums("kinds", q.Kinds, ClaimKinds); err != nil {
		return q, err
	}
	q.Page, err = q.Page.Normalize()
	return q, err
}

// SearchQuery asks for nodes by name or code. Order: how it matched (exact, prefix, word, fuzzy), then degree (all edges
// on record) descending, then id. A filter without a time searches everything on record.
type SearchQuery struct {
	Text   string `json:"q"`
	Filter Filter `json:"filter"`
	Limit  int    `json:"limit"`
	Offset int    `json:"offset,omitempty"` // hits to leave out at the start, at most MaxNodes
}

// Normalize checks the question and fills its defaults.
func (q SearchQuery) Normalize() (SearchQuery, error) {
	if q.Text == "" || !utf8.ValidString(q.Text) || utf8.RuneCountInString(q.Text) > MaxSearch {
		return q, invalidf("q", "a search text has 1 to %d characters of UTF-8", MaxSearch)
	}
	if q.Filter.Time.Now() {
		q.Filter.Time.Any = true
	}
	var err error
	if q.Limit, err = bound("limit", q.Limit, DefaultPage, MaxPage); err != nil {
		return q, err
	}
	if q.Offset, err = bound("offset", q.Offset, 0, MaxNodes); err != nil {
		return q, err
	}
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// CountsQuery asks what an expansion of one node would bring.
type CountsQuery struct {
	ID     string `json:"id"`
	Filter Filter `json:"filter"`
}

// Normalize checks the question and fills its defaults.
func (q CountsQuery) Normalize() (CountsQuery, error) {
	var err error
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// NeighborhoodQuery asks for the network around nodes.
//
// Level by level from the starts (distance 0): of each node at distance d < Depth, its kept edges in the direction are taken in the order
// edge kind, far id, edge id, the first FanOut of them if FanOut is set. All edges taken at the level, each once, stand in the order edge kind,
// far id, edge id, where the far end is the one not yet in the answer before this level, or the greater id if both are in. They
// are added in that order with their far ends: an edge whose far end would pass the node limit is left out (truncated by nodes), and at the edge limit the answer
// ends (truncated by edges, if there is another edge to add; this is looked at before the node limit). Edges that are in already count for FanOut and are not added again.
//
// The starts are in whatever the filter says. Total and Undated are those of the same walk with no limit but Depth. It is truncated by
// fan_out if FanOut left out an edge of an expanded node that is not in the answer. ContinueAt names the nodes that the answer holds at a distance below Depth, with a kept edge in the
// direction that it does not hold.
type NeighborhoodQuery struct {
	From      []string  `json:"from"`
	Depth     int       `json:"depth"` // 1–MaxDepth; 0: DefaultDepth
	Direction Direction `json:"direction"`
	Filter    Filter    `json:"filter"`
	Nodes     int       `json:"nodes"` // nodes at most, the starts among them
	Edges     int       `json:"edges"`
	FanOut    int       `json:"fan_out,omitempty"` // 0: no bound of its own
}

// Normalize checks the question and fills its defaults.
func (q NeighborhoodQuery) Normalize() (NeighborhoodQuery, error) {
	var err error
	if len(q.From) == 0 {
		return q, invalidf("from", "give 1 to %d node ids", MaxStarts)
	}
	if q.From, err = checkIDs("from", q.From, MaxStarts); err != nil {
		return q, err
	}
	if q.Depth, err = bound("depth", q.Depth, DefaultDepth, MaxDepth); err != nil {
		return q, err
	}
	if err = orDefault("direction", &q.Direction, Both, Directions); err != nil {
		return q, err
	}
	if q.Nodes, err = bound("nodes", q.Nodes, DefaultNodes, MaxNodes); err != nil {
		return q, err
	}
	if q.Nodes < len(q.From) {
		return q, invalidf("nodes", "%d nodes cannot hold the %d starts", q.Nodes, len(q.From))
	}
	if q.Edges, err = bound("edges", q.Edges, DefaultEdges, MaxEdges); err != nil {
		return q, err
	}
	if q.FanOut, err = bound("fan_out", q.FanOut, DefaultFanOut, MaxFanOut); err != nil {
		return q, err
	}
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// SubgraphQuery asks for the filtered network: kept edges in the order edge kind, edge id, with their ends. An edge whose ends
// would pass the node limit (both may be new) is left out; at the edge limit, looked at first, the answer ends. Total and Undated are those of the whole.
// Edges of the whole that the answer does not hold make their ends, where it holds them, ContinueAt.
type SubgraphQuery struct {
	Filter   Filter   `json:"filter"`
	Incident []string `json:"incident,omitempty"` // only edges with an end among these nodes; at most MaxIncident
	Nodes    int      `json:"nodes"`
	Edges    int      `json:"edges"`
}

// Normalize checks the question and fills its defaults.
func (q SubgraphQuery) Normalize() (SubgraphQuery, error) {
	var err error
	if q.Incident, err = checkIDs("incident", q.Incident, MaxIncident); err != nil {
		return q, err
	}
	if q.Nodes, err = bound("nodes", q.Nodes, DefaultNodes, MaxNodes); err != nil {
		return q, err
	}
	if q.Edges, err = bound("edges", q.Edges, DefaultEdges, MaxEdges); err != nil {
		return q, err
	}
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// PathMode says which paths are asked for.
type PathMode string

// The path modes.
const (
	ShortestOne PathMode = "shortest" // the first of all shortest, in the order of PathsQuery
	ShortestAll PathMode = "all"      // all of least cost, up to Limit
	KShortest   PathMode = "k"        // the K first loopless, in order of cost
)

// PathModes lists the path modes.
var PathModes = []PathMode{ShortestOne, ShortestAll, KShortest}

// PathCost says what a path costs.
type PathCost string

// The path costs.
const (
	Hops PathCost = "hops" // number of edges
	Hub  PathCost = "hub"  // each hop 1000 + round(1000·log2(degree of its far end in the filtered network))
)

// PathCosts lists the path costs.
var PathCosts = []PathCost{Hops, Hub}

// PathsQuery asks for paths between two nodes along kept edges, either direction. Paths with the same node sequence are one path.
// Order: cost, then length, then the sequence of node ids in code-point order.
// The degree for Hub is the number of distinct neighbours in the filtered network.
// With Via the path is the concatenation of legs start → via… → end; the whole is loopless. From = To is one path of no edges.
// Avoid takes nodes out of the paths, not out of the degrees. MaxLength is a condition on every path: the best are chosen among the paths that keep it.
type PathsQuery struct {
	From      string   `json:"from"`
	To        string   `json:"to"`
	Mode      PathMode `json:"mode"`
	K         int      `json:"k,omitempty"`     // mode k
	Limit     int      `json:"limit,omitempty"` // mode all
	Via       []string `json:"via,omitempty"`   // to be passed in this order
	Avoid     []string `json:"avoid,omitempty"`
	Cost      PathCost `json:"cost"`
	MaxLength int      `json:"max_length"` // edges at most, of the whole path; 0: MaxHops
	Filter    Filter   `json:"filter"`
}

// Normalize checks the question and fills its defaults.
func (q PathsQuery) Normalize() (PathsQuery, error) {
	if !ValidID(q.From) {
		return q, invalidf("from", "give the id of the first node")
	}
	if !ValidID(q.To) {
		return q, invalidf("to", "give the id of the last node")
	}
	if err := orDefault("mode", &q.Mode, ShortestOne, PathModes); err != nil {
		return q, err
	}
	if err := orDefault("cost", &q.Cost, Hops, PathCosts); err != nil {
		return q, err
	}
	if err := q.modeLimits(); err != nil {
		return q, err
	}
	var err error
	if q.MaxLength, err = bound("max_length", q.MaxLength, MaxHops, MaxHops); err != nil {
		return q, err
	}
	if err := q.checkStops(); err != nil {
		return q, err
	}
	if q.Avoid, err = checkIDs("avoid", q.Avoid, MaxAvoid); err != nil {
		return q, err
	}
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

func (q *PathsQuery) modeLimits() (err error) {
	if q.K != 0 && q.Mode != KShortest {
		return invalidf("k", "k goes with mode=k")
	}
	if q.Limit != 0 && q.Mode != ShortestAll {
		return invalidf("limit", "limit goes with mode=all")
	}
	switch q.Mode {
	case KShortest:
		q.K, err = bound("k", q.K, DefaultK, MaxK)
	case ShortestAll:
		q.Limit, err = bound("limit", q.Limit, DefaultPathLimit, MaxPathLimit)
	}
	return err
}

func (q *PathsQuery) checkStops() error {
	if len(q.Via) > MaxVia {
		return invalidf("via", "%d nodes; at most %d", len(q.Via), MaxVia)
	}
	stops := append([]string{q.From}, q.Via...)
	if q.To != q.From || len(q.Via) > 0 {
		stops = append(stops, q.To)
	}
	for i, id := range stops {
		if !ValidID(id) {
			return invalidf("via", "%q is no id", Clip(id))
		}
		if slices.Contains(stops[:i], id) {
			return invalidf("via", "a loopless path passes %s once", Clip(id))
		}
		if slices.Contains(q.Avoid, id) {
			return invalidf("avoid", "%s cannot be both passed and avoided", Clip(id))
		}
	}
	return nil
}

// Measure is what a tally counts.
type Measure string

// The measures.
const (
	CountTies          Measure = "ties"          // lineages of sister_of edges that pass, each by its last holder among them (CompareHolders)
	CountOrganizations Measure = "organizations" // nodes
	CountMemberships   Measure = "memberships"   // member_of edges
	CountPrograms      Measure = "programs"      // nodes
)

// Measures lists the measures.
var Measures = []Measure{CountTies, CountOrganizations, CountMemberships, CountPrograms}

// Axis is what a tally counts by.
type Axis string

// The axes. A record with several values on an axis (themes, the prefectures of a program) counts once under each.
//
// The prefecture of a node is itself, or the one that its Within names; likewise its state (IsState), itself or the one that its Within names. An edge has those of both its
// ends; an organization its own; a program its own and those of every node that organizes it or takes part in it (whatever the filter says of those edges), but none if
// it has a Scope. A membership has the sectors and themes of both its ends.
const (
	ByPrefecture Axis = "prefecture" // id of the prefecture an end lies in
	ByState      Axis = "state"      // id of the state an end lies in
	ByRegion     Axis = "region"     // of that prefecture
	ByYear       Axis = "year"       // four digits: of a tie's Signed, else of Valid.From
	ByDecade     Axis = "decade"     // 1980 for 1980–1989
	ByTieKind    Axis = "tie_kind"
	ByLevel      Axis = "level" // prefecture-state, municipal, cross-level: both, none or one of its ends is a prefecture or state (IsState)
	BySector     Axis = "sector"
	ByTheme      Axis = "theme"
	ByStatus     Axis = "status"
	ByType       Axis = "type" // of organization or program
	ByRole       Axis = "role" // of a membership
)

// Axes lists the axes; AxesOf those that a measure has.
var (
	Axes   = []Axis{ByPrefecture, ByState, ByRegion, ByYear, ByDecade, ByTieKind, ByLevel, BySector, ByTheme, ByStatus, ByType, ByRole}
	AxesOf = map[Measure][]Axis{
		CountTies:          {ByPrefecture, ByState, ByRegion, ByYear, ByDecade, ByTieKind, ByLevel, ByStatus},
		CountOrganizations: {ByPrefecture, ByState, ByRegion, ByYear, ByDecade, BySector, ByTheme, ByType},
		CountMemberships:   {ByPrefecture, ByState, ByRegion, ByYear, ByDecade, BySector, ByTheme, ByRole},
		CountPrograms:      {ByPrefecture, ByState, ByRegion, ByYear, ByDecade, ByTheme, ByType},
	}
)

// UnknownKey is the key of a cell whose record has no value on an axis.
const UnknownKey = "unknown"

// TallyQuery asks for counts by one or two axes.
type TallyQuery struct {
	Count  Measure `json:"count"` // empty: ties
	Rows   Axis    `json:"rows"`
	Cols   Axis    `json:"cols,omitempty"` // empty: one column, key "all"
	Filter Filter  `json:"filter"`
}

// Normalize checks the question and fills its defaults.
func (q TallyQuery) Normalize() (TallyQuery, error) {
	if err := orDefault("count", &q.Count, CountTies, Measures); err != nil {
		return q, err
	}
	if _, err := ParseEnum("rows", string(q.Rows), AxesOf[q.Count]); err != nil {
		return q, err
	}
	if q.Cols != "" {
		if _, err := ParseEnum("cols", string(q.Cols), AxesOf[q.Count]); err != nil {
			return q, err
		}
		if q.Cols == q.Rows {
			return q, invalidf("cols", "rows and cols are both %s", q.Rows)
		}
	}
	var err error
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// DiffQuery asks what differs between two releases, in the order node, edge, source, claim, then id.
type DiffQuery struct {
	From  string     `json:"from"`           // release id; "" is the empty dataset
	To    string     `json:"to"`             // release id
	Kind  RecordKind `json:"kind,omitempty"` // with After: where the last page ended; without After: from the first of this kind
	After string     `json:"after,omitempty"`
	Limit int        `json:"limit"`
}

// Normalize checks the question and fills its defaults.
func (q DiffQuery) Normalize() (DiffQuery, error) {
	var err error
	if q.Limit, err = bound("limit", q.Limit, DefaultPage, MaxPage); err != nil {
		return q, err
	}
	if err = optional("kind", q.Kind, RecordKinds); err != nil {
		return q, err
	}
	if q.To == "" {
		return q, invalidf("to", "give the id of a release")
	}
	if q.After != "" && q.Kind == "" {
		return q, invalidf("kind", "after goes with kind")
	}
	return q, nil
}

func normalize(f *Filter, p *Page) (err error) {
	if *f, err = f.Normalize(); err == nil {
		*p, err = p.Normalize()
	}
	return err
}

func orDefault[T ~string](param string, v *T, byDefault T, allowed []T) error {
	if *v == "" {
		*v = byDefault
		return nil
	}
	return required(param, *v, allowed)
}

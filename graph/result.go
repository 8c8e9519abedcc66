package graph

import "time"

// FoundNode is a node in an answer with how surely it holds at the question's time. Of a network, a node that stands only as the
// end of a kept edge may be Undated or Out (not yet founded, or gone).
type FoundNode struct {
	Node
	Certainty Certainty `json:"certainty,omitempty"`
}

// FoundEdge is an edge in an answer with how surely it holds at the question's time.
type FoundEdge struct {
	Edge
	Certainty Certainty `json:"certainty,omitempty"`
}

// Size counts nodes and edges.
type Size struct {
	Nodes int `json:"nodes"`
	Edges int `json:"edges"`
}

// Cut is a limit that shortened an answer.
type Cut string

// The cuts.
const (
	CutNodes  Cut = "nodes"
	CutEdges  Cut = "edges"
	CutFanOut Cut = "fan_out"
	CutTime   Cut = "time"  // the deadline; only where the answer so far is right as it is
	CutPaths  Cut = "paths" // more paths exist than were asked for or could be looked at
)

// Meta says what an answer was computed from and what it left out.
type Meta struct {
	Version     string   `json:"dataset_version"`
	Shown       Size     `json:"shown"`
	Total       Size     `json:"total"`                  // without any limit but depth
	TruncatedBy []Cut    `json:"truncated_by,omitempty"` // in the order nodes, edges, fan_out, time, paths
	Undated     int      `json:"undated"`                // edges left out of Total only for their unknown start, each once
	Possible    int      `json:"possible"`               // nodes and edges shown that are only possible
	ContinueAt  []string `json:"continue_at,omitempty"`  // nodes shown with kept edges that were cut, in id order, at most 50; not those cut by depth
}

// Network is a part of the graph. Order: nodes by id; edges by edge kind, then id; sources, those cited by the nodes and edges, by id.
type Network struct {
	Meta    Meta
	Nodes   []FoundNode
	Edges   []FoundEdge
	Sources []Source
}

// NodePage, EdgePage, SourcePage and ClaimPage are parts of lists in id order. Next is the After of the following page, "" at the end. Total counts the whole list. Undated counts records
// left out of the whole list only for their unknown start; Possible those in it that are only possible.
type NodePage struct {
	Version  string
	Items    []FoundNode
	Next     string
	Total    int
	Undated  int
	Possible int
}

// EdgePage is described at NodePage. Nodes are the ends of the items, by id.
type EdgePage struct {
	Version  string
	Items    []FoundEdge
	Nodes    []FoundNode
	Next     string
	Total    int
	Undated  int
	Possible int
}

// SourcePage is described at NodePage.
type SourcePage struct {
	Version string
	Items   []Source
	Next    string
	Total   int
}

// ClaimPage is described at NodePage.
type ClaimPage struct {
	Version string
	Items   []Claim
	Next    string
	Total   int
}

// How says how a search text matched a name.
type How string

// The ways to match, best first.
const (
	Exact  How = "exact"
	Prefix How = "prefix"
	Word   How = "word"
	Fuzzy  How = "fuzzy"
)

// Hit is a node found by a search, with the name, alias or code that matched. Lang is en, ja, kana or code: what script it is in, of an alias too.
type Hit struct {
	Node FoundNode `json:"node"`
	Name string    `json:"name"`
	Lang string    `json:"lang"`
	How  How       `json:"how"`
}

// SearchResult is a part of the ranked hits; Total counts them all.
type SearchResult struct {
	Version string
	Hits    []Hit
	Total   int
}

// Count is what an expansion of a node along one kind of edge, in one direction, to one kind of node would bring.
type Count struct {
	EdgeKind  EdgeKind  `json:"edge_kind"`
	Direction Direction `json:"direction"` // out or in; both for undirected edges
	NodeKind  NodeKind  `json:"node_kind"` // of the far end
	Count     int       `json:"count"`     // lineages of sister_of, else edges
	Nodes     int       `json:"nodes"`     // distinct far ends
	Edges     int       `json:"edges"`
}

// Counts are by edge kind, direction (both, out, in), node kind in the order of NodeKinds; zero counts are left out. Total is the sum of Count. Undated
// counts the edges left out only for their unknown start.
type Counts struct {
	Version string
	Node    FoundNode
	Counts  []Count
	Total   int
	Undated int
}

// Path is a sequence of nodes, each joined to the next by at least one kept edge.
type Path struct {
	Nodes  []string   `json:"nodes"`
	Edges  []string   `json:"edges"`            // the best of each hop: by edge kind, then id
	Others [][]string `json:"others,omitempty"` // the other kept edges of each hop, by edge kind, then id; nil if no hop has any
	Length int        `json:"length"`
	Cost   int        `json:"cost"`
}

// PathSet holds paths in the order of PathsQuery, with their records in the order of Network. Meta.TruncatedBy holds CutPaths where mode all found more than Limit, or where
// the search was bounded before it could tell. No path is an empty set, not an error. Edges are those of Edges and Others of each path. Meta.Total, Undated and ContinueAt are not filled.
type PathSet struct {
	Meta    Meta
	Paths   []Path
	Nodes   []FoundNode
	Edges   []FoundEdge
	Sources []Source
}

// Cell is one count of a tally; of ties with how many of them are of which level.
type Cell struct {
	Row    string      `json:"row"`
	Col    string      `json:"col"`
	Count  int         `json:"count"`
	Levels LevelCounts `json:"levels,omitzero"`
}

// LevelCounts are ties by their ends: between prefectures and states, between municipalities, and across. They are never told as one kind.
type LevelCounts struct {
	PrefectureState int `json:"prefecture-state"`
	Municipal       int `json:"municipal"`
	CrossLevel      int `json:"cross-level"`
}

// Add counts a tie, n of whose two ends are a prefecture or a state.
func (l *LevelCounts) Add(n int) { *[...]*int{&l.Municipal, &l.CrossLevel, &l.PrefectureState}[n]++ }

// Tally holds the non-zero cells in order of row key, then column key (UnknownKey last). Total counts distinct records that pass the filter, which is
// less than the sum of cells where a record stands under several keys. Undated and Possible as in NodePage: of ties, the lineages with no edge in and an edge left out only for its
// unknown start, and those that no edge holds but possibly.
type Tally struct {
	Version  string
	Cells    []Cell
	Total    int
	Undated  int
	Possible int
}

// Dataset describes what a store holds now.
type Dataset struct {
	Version string           `json:"version"`
	Release ReleaseInfo      `json:"release"`
	Nodes   map[NodeKind]int `json:"nodes"` // kinds without records are absent
	Edges   map[EdgeKind]int `json:"edges"`
	Ties    int              `json:"ties"` // distinct lineages
	Sources int              `json:"sources"`
	Claims  int              `json:"claims"`
	Span    Range            `json:"span"`    // first and last year of any signing, both to the year; zero if none is dated
	Credits []Source         `json:"credits"` // sources with a credit line, by id
}

// ReleaseInfo describes a release without its records.
type ReleaseInfo struct {
	ID      string       `json:"id"` // "r1", "r2" …: the number in order
	Number  int          `json:"number"`
	Parent  string       `json:"parent,omitempty"` // id of the release before it
	Time    time.Time    `json:"time"`             // UTC, to the second
	Version string       `json:"version"`          // ContentHash of all records after it
	Note    string       `json:"note,omitempty"`
	Changes ChangeCounts `json:"changes"`
}

// ChangeCounts counts the records that a release added, changed and removed.
type ChangeCounts struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

// Total is the number of records that differ.
func (c ChangeCounts) Total() int { return c.Added + c.Changed + c.Removed }

// RecordChange is one record that differs between two releases. Before or After is nil where it was added or removed; both are the record's Encode.
type RecordChange struct {
	Kind   RecordKind `json:"kind"`
	ID     string     `json:"id"`
	Before []byte     `json:"-"`
	After  []byte     `json:"-"`
}

// Diff is a part of what differs, in the order of DiffQuery; Counts covers it all. NextKind and NextAfter continue it, "" at the end.
type Diff struct {
	From, To  string
	Counts    ChangeCounts
	Changes   []RecordChange
	NextKind  RecordKind
	NextAfter string
}

package api

import (
	"encoding/json"
	"time"

	"enishi/graph"
	"enishi/graph/study"
)

// The shapes of answers. An answer is one of these structs; the document at /openapi.json is made from the same ones. Where a part writes itself (nodeList …), its
// shape in the document is the wire struct below, which a test holds to what is written.

type wireNode struct {
	ID          string            `json:"id" doc:"Public, stable id."`
	Kind        graph.NodeKind    `json:"kind"`
	Label       string            `json:"label" doc:"Display name in the language of the answer, unique in the dataset."`
	Names       graph.Names       `json:"names" doc:"All names; aliases are also found by search."`
	Level       graph.Level       `json:"level,omitempty"`
	Type        string            `json:"type,omitempty" doc:"Of an organization, program or US place."`
	Sector      graph.Sector      `json:"sector,omitempty"`
	Themes      []graph.Theme     `json:"themes,omitempty"`
	Scope       []string          `json:"scope,omitempty" doc:"Countries of a nationwide program, ISO 3166-1 alpha-2."`
	Country     string            `json:"country,omitempty" doc:"ISO 3166-1 alpha-2."`
	Within      string            `json:"within,omitempty" doc:"Id of the prefecture or state it lies in."`
	Region      string            `json:"region,omitempty"`
	District    string            `json:"district,omitempty"`
	Capital     string            `json:"capital,omitempty"`
	Point       *graph.Point      `json:"point,omitempty" doc:"WGS 84 decimal degrees."`
	Codes       graph.Codes       `json:"codes,omitempty" doc:"Identifiers in other systems, by system."`
	Population  *graph.Population `json:"population,omitempty"`
	Valid       graph.Range       `json:"valid,omitzero" doc:"Holds from its start and no longer on its end; both as precise as the source."`
	Successor   *graph.Succession `json:"successor,omitempty" doc:"Of a dissolved body: who took it over, and the day."`
	Events      []graph.Event     `json:"events,omitempty"`
	URL         string            `json:"url,omitempty"`
	Description string            `json:"description,omitempty"`
	Citations   []string          `json:"citations" doc:"Ids of sources."`
	Confidence  graph.Confidence  `json:"confidence,omitempty"`
	Note        string            `json:"note,omitempty"`
	Certainty   graph.Certainty   `json:"certainty,omitempty" doc:"How surely it holds at the question's time; absent: certain."`
}

type wireEdge struct {
	ID         string           `json:"id"`
	Kind       graph.EdgeKind   `json:"kind"`
	Source     string           `json:"source" doc:"Id of a node."`
	Target     string           `json:"target" doc:"Id of a node."`
	Directed   bool             `json:"directed"`
	Tie        string           `json:"tie,omitempty" doc:"The lineage: one tie, whoever held it over the years."`
	TieKind    graph.TieKind    `json:"tie_kind,omitempty"`
	Role       graph.Role       `json:"role,omitempty"`
	Signed     graph.Date       `json:"signed,omitzero"`
	Status     graph.Status     `json:"status,omitempty"`
	Signatory  string           `json:"signatory,omitempty" doc:"Who signed, where it is only known by name."`
	Unknown    bool             `json:"signatory_unknown,omitempty" doc:"The tie is older than its body and nobody says who signed."`
	Date       graph.Date       `json:"date,omitzero" doc:"Of succeeded_by: the day."`
	Change     graph.Change     `json:"change,omitempty"`
	Valid      graph.Range      `json:"valid,omitzero"`
	Citations  []string         `json:"citations"`
	Confidence graph.Confidence `json:"confidence,omitempty"`
	Note       string           `json:"note,omitempty"`
	Certainty  graph.Certainty  `json:"certainty,omitempty"`
}

type wireSource struct {
	ID        string `json:"id"`
	Locator   string `json:"locator" doc:"Address, or citation of a printed source or register."`
	URL       string `json:"url,omitempty" doc:"The locator where it is an address on the web."`
	Publisher string `json:"publisher,omitempty"`
	Title     string `json:"title,omitempty"`
	Licence   string `json:"licence,omitempty"`
	Credit    string `json:"credit,omitempty" doc:"A credit line that every product must show."`
}

type wireHit struct {
	Node    wireNode    `json:"node"`
	Matched wireMatched `json:"matched"`
}

type wireMatched struct {
	Name string    `json:"name" doc:"The name, alias or code that matched."`
	Lang string    `json:"lang" doc:"en, ja, kana or code."`
	How  graph.How `json:"how"`
}

// otherShape is an answer whose shape another standard defines: one of several, each a value that encoding/json writes.
type otherShape interface {
	object() any
	shapes() []any
}

// shaped is a part of an answer whose shape in the document is another type's.
type shaped interface{ shape() any }

func (nodeList) shape() any   { return []wireNode{} }
func (edgeList) shape() any   { return []wireEdge{} }
func (sourceList) shape() any { return []wireSource{} }
func (hitList) shape() any    { return []wireHit{} }
func (nodeRecord) shape() any { return wireNode{} }
func (edgeRecord) shape() any { return wireEdge{} }

// listOf is a list that is never null.
type listOf[T any] []T

// MarshalJSON writes [] for an empty list.
func (l listOf[T]) MarshalJSON() ([]byte, error) {
	if len(l) == 0 {
		return []byte("[]"), nil
	}
	return marshalPlain([]T(l))
}

// normalQuery is the question as it was understood, defaults filled in: an object of parameters.
type normalQuery []byte

// MarshalJSON writes the object.
func (q normalQuery) MarshalJSON() ([]byte, error) { return q, nil }

type links struct {
	Self string `json:"self" doc:"This answer, all parameters in normal form."`
	Next string `json:"next,omitempty" doc:"The following page."`
}

type plainMeta struct {
	Version string      `json:"dataset_version" doc:"Version of the content that the answer was computed from."`
	Query   normalQuery `json:"query"`
}

type listMeta struct {
	Version  string      `json:"dataset_version"`
	Query    normalQuery `json:"query"`
	Shown    int         `json:"shown" doc:"Items in this answer."`
	Total    int         `json:"total" doc:"Items of the whole list."`
	Undated  int         `json:"undated" doc:"Left out of the whole list only for an unknown start; undated=include lets them in."`
	Possible int         `json:"possible" doc:"Of the whole list: in only if a partial date fell favourably."`
}

type networkMeta struct {
	Version     string            `json:"dataset_version"`
	Query       normalQuery       `json:"query"`
	Shown       graph.Size        `json:"shown"`
	Total       graph.Size        `json:"total" doc:"Without any limit but depth."`
	Truncated   bool              `json:"truncated"`
	TruncatedBy listOf[graph.Cut] `json:"truncated_by"`
	Undated     int               `json:"undated"`
	Possible    int               `json:"possible"`
	ContinueAt  listOf[string]    `json:"continue_at" doc:"Nodes shown that have kept edges which were cut; at most 50."`
}

type datasetAnswer struct {
	Version string            `json:"version"`
	Release graph.ReleaseInfo `json:"release"`
	Counts  map[string]int    `json:"counts" doc:"Records by kind; ties are lineages."`
	Span    graph.Range       `json:"span,omitzero" doc:"First and last year of any signing."`
	Credits sourceList        `json:"credits"`
	Meta    plainMeta         `json:"meta"`
	Links   links             `json:"links"`
}

type searchAnswer struct {
	Meta  listMeta `json:"meta"`
	Hits  hitList  `json:"hits" doc:"Exact, prefix, word, fuzzy; then by how connected; then by id."`
	Nodes nodeList `json:"nodes" doc:"Those the hits name: where they lie, who took them over."`
	Links links    `json:"links"`
}

type nodesAnswer struct {
	Meta    listMeta   `json:"meta"`
	Items   nodeList   `json:"items"`
	Nodes   nodeList   `json:"nodes" doc:"Those the items name: where they lie, who took them over."`
	Sources sourceList `json:"sources"`
	Links   links      `json:"links"`
}

type edgesAnswer struct {
	Meta    listMeta   `json:"meta"`
	Items   edgeList   `json:"items"`
	Nodes   nodeList   `json:"nodes" doc:"The ends of the items."`
	Sources sourceList `json:"sources"`
	Links   links      `json:"links"`
}

type sourcesAnswer struct {
	Meta  listMeta   `json:"meta"`
	Items sourceList `json:"items"`
	Links links      `json:"links"`
}

type claimsAnswer struct {
	Meta    listMeta            `json:"meta"`
	Items   listOf[graph.Claim] `json:"items"`
	Nodes   nodeList            `json:"nodes" doc:"Those the claims are about, and the ends of the edges."`
	Edges   edgeList            `json:"edges" doc:"Those the claims are about; of a tie, the edges of its holders."`
	Sources sourceList          `json:"sources"`
	Links   links               `json:"links"`
}

type conflictsAnswer struct {
	Meta    listMeta             `json:"meta"`
	Items   listOf[conflictItem] `json:"items" doc:"By record, then field."`
	Nodes   nodeList             `json:"nodes" doc:"Those the conflicts are about, and the ends of the edges."`
	Edges   edgeList             `json:"edges" doc:"Those the conflicts are about; of a tie, that of its last holder."`
	Sources sourceList           `json:"sources"`
	Links   links                `json:"links"`
}

// conflictItem is a conflict with its first claim: id, kind, value, source and note are that claim's.
type conflictItem struct {
	ID     string                  `json:"id" doc:"Of the first claim of the kinds asked for, as are kind, value, source and note."`
	Record string                  `json:"record"`
	Of     study.RecordOf          `json:"of" doc:"What the record is."`
	Field  string                  `json:"field"`
	Chosen string                  `json:"chosen,omitempty" doc:"What the record holds; missing where it holds nothing, or the field is none of its own."`
	Kind   graph.ClaimKind         `json:"kind"`
	Value  string                  `json:"value,omitempty"`
	Source string                  `json:"source,omitempty"`
	Note   string                  `json:"note,omitempty"`
	Kinds  listOf[graph.ClaimKind] `json:"kinds" doc:"Of the claims that do not agree."`
	Claims listOf[graph.Claim]     `json:"claims" doc:"All of the field, those that agree too."`
	Cited  int                     `json:"cited" doc:"Sources that the record cites."`
	Reason study.Text              `json:"reason"`
}

type nodeAnswer struct {
	Meta    plainMeta  `json:"meta"`
	Node    nodeRecord `json:"node"`
	Nodes   nodeList   `json:"nodes" doc:"The nodes it names: where it lies, its successors."`
	Sources sourceList `json:"sources"`
	Links   links      `json:"links"`
}

type edgeAnswer struct {
	Meta    plainMeta  `json:"meta"`
	Edge    edgeRecord `json:"edge"`
	Nodes   nodeList   `json:"nodes" doc:"Its two ends."`
	Sources sourceList `json:"sources"`
	Links   links      `json:"links"`
}

type sourceAnswer struct {
	Meta   plainMeta  `json:"meta"`
	Source wireSource `json:"source"`
	Links  links      `json:"links"`
}

type countsAnswer struct {
	Meta   countsMeta          `json:"meta"`
	Node   nodeRecord          `json:"node"`
	Counts listOf[graph.Count] `json:"counts"`
	Total  int                 `json:"total"`
	Links  links               `json:"links"`
}

type countsMeta struct {
	Version string      `json:"dataset_version"`
	Query   normalQuery `json:"query"`
	Undated int         `json:"undated"`
}

type tallyMeta struct {
	Version  string      `json:"dataset_version"`
	Query    normalQuery `json:"query"`
	Undated  int         `json:"undated"`
	Possible int         `json:"possible" doc:"Of the records counted, those that hold only possibly."`
}

type networkAnswer struct {
	Meta    networkMeta `json:"meta"`
	Nodes   nodeList    `json:"nodes"`
	Edges   edgeList    `json:"edges"`
	Sources sourceList  `json:"sources"`
	Links   links       `json:"links"`
}

type partnersAnswer struct {
	Meta    networkMeta       `json:"meta"`
	Body    nodeRecord        `json:"body"`
	Ties    listOf[study.Tie] `json:"ties" doc:"One entry per lineage, by signing date, then id."`
	Nodes   nodeList          `json:"nodes" doc:"Those of the network, and the prefectures and states that body and ties name."`
	Edges   edgeList          `json:"edges"`
	Sources sourceList        `json:"sources"`
	Links   links             `json:"links"`
}

type gapsAnswer struct {
	Meta        listMeta          `json:"meta"`
	Definitions map[string]string `json:"definitions" doc:"What each kind of gap is."`
	Items       listOf[study.Gap] `json:"items" doc:"By kind, then the most telling first."`
	Nodes       nodeList          `json:"nodes"`
	Edges       edgeList          `json:"edges"`
	Sources     sourceList        `json:"sources"`
	Links       links             `json:"links"`
}

type anniversariesAnswer struct {
	Meta    listMeta                  `json:"meta"`
	Year    int                       `json:"year"`
	Items   listOf[study.Anniversary] `json:"items" doc:"By date, then tie."`
	Nodes   nodeList                  `json:"nodes" doc:"Bodies and partners, and the states these lie in."`
	Edges   edgeList                  `json:"edges"`
	Sources sourceList                `json:"sources"`
	Links   links                     `json:"links"`
}

type dossierAnswer struct {
	Meta            plainMeta                   `json:"meta"`
	Prefecture      nodeRecord                  `json:"prefecture"`
	Municipalities  study.Figure                `json:"municipalities" doc:"Of then."`
	Appendices      study.Appendices            `json:"appendices"`
	Programs        listOf[study.ProgramEntry]  `json:"programs"`
	UndatedPrograms listOf[study.ProgramEntry]  `json:"undated_programs"`
	LaterPrograms   study.Figure                `json:"later_programs"`
	Roles           listOf[study.ActorRole]     `json:"roles" doc:"Of central, prefectural and municipal government, NGOs and others."`
	Findings        listOf[study.Share]         `json:"findings"`
	Economy         study.Economy               `json:"economy" doc:"The link between economy and internationalization."`
	Timeline        listOf[study.TimelineEntry] `json:"timeline"`
	Limits          listOf[study.Share]         `json:"limits" doc:"What is not known."`
	Nodes           nodeList                    `json:"nodes"`
	Edges           edgeList                    `json:"edges"`
	Sources         sourceList                  `json:"sources"`
	Links           links                       `json:"links"`
}

type changesAnswer struct {
	Meta       plainMeta             `json:"meta"`
	Prefecture nodeRecord            `json:"prefecture"`
	From       graph.Date            `json:"from"`
	To         graph.Date            `json:"to,omitzero" doc:"Missing: now."`
	Items      listOf[study.Changed] `json:"items" doc:"By kind, date, record."`
	Same       study.Figure          `json:"same" doc:"Ties that hold at both dates with the same body."`
	Unclear    study.Figure          `json:"unclear" doc:"Ties of which nobody says whether they held at one of the dates."`
	Nodes      nodeList              `json:"nodes"`
	Edges      edgeList              `json:"edges"`
	Sources    sourceList            `json:"sources"`
	Links      links                 `json:"links"`
}

type compareAnswer struct {
	Meta        plainMeta                    `json:"meta"`
	Prefectures nodeList                     `json:"prefectures" doc:"In id order."`
	Measures    listOf[study.CompareMeasure] `json:"measures"`
	Nodes       nodeList                     `json:"nodes"`
	Edges       edgeList                     `json:"edges"`
	Sources     sourceList                   `json:"sources"`
	Links       links                        `json:"links"`
}

type historyAnswer struct {
	Meta         plainMeta                `json:"meta"`
	Node         nodeRecord               `json:"node"`
	Moments      listOf[study.Moment]     `json:"moments" doc:"By date, unknown last."`
	Predecessors listOf[string]           `json:"predecessors" doc:"Bodies that it took over, also by way of others."`
	Successors   listOf[string]           `json:"successors" doc:"Bodies that took it over, also by way of others."`
	Ties         listOf[study.TieHistory] `json:"ties" doc:"Lineages of the body and its predecessors, with who held them before and after."`
	Nodes        nodeList                 `json:"nodes" doc:"Those of the network, and the prefecture that the body lies in."`
	Edges        edgeList                 `json:"edges"`
	Sources      sourceList               `json:"sources"`
	Links        links                    `json:"links"`
}

type structureAnswer struct {
	Meta       structureMeta               `json:"meta"`
	Measure    study.StructureMeasure      `json:"measure"`
	Definition string                      `json:"definition"`
	Exact      bool                        `json:"exact"`
	Error      float64                     `json:"error,omitempty" doc:"Of an estimate: bound of the values of betweenness, relative standard error of closeness."`
	Modularity *float64                    `json:"modularity,omitempty" doc:"Of communities."`
	Items      listOf[study.StructureItem] `json:"items"`
	Nodes      nodeList                    `json:"nodes" doc:"Those that the items name."`
	Links      links                       `json:"links"`
}

type structureMeta struct {
	Version string      `json:"dataset_version"`
	Query   normalQuery `json:"query"`
	Network graph.Size  `json:"network" doc:"Nodes and joined pairs of the simple graph."`
	Shown   int         `json:"shown"`
	Total   int         `json:"total" doc:"Items of the whole list."`
}

type resolveAnswer struct {
	Meta    plainMeta           `json:"meta"`
	Matches listOf[study.Match] `json:"matches"`
	Nodes   nodeList            `json:"nodes"`
	Sources sourceList          `json:"sources"`
	Links   links               `json:"links"`
}

type pathsAnswer struct {
	Meta    pathsMeta        `json:"meta"`
	Paths   listOf[wirePath] `json:"paths"`
	Hints   listOf[hint]     `json:"hints" doc:"Where there is no path: which of the nodes asked for do not hold then, and what to ask instead."`
	Nodes   nodeList         `json:"nodes" doc:"Those of the paths, and those that hints name."`
	Edges   edgeList         `json:"edges"`
	Sources sourceList       `json:"sources"`
	Links   links            `json:"links"`
}

// hint explains an empty answer.
type hint struct {
	Parameter string `json:"parameter"`
	Node      string `json:"node" doc:"Id of the node that does not hold then."`
	Detail    string `json:"detail"`
	Instead   string `json:"instead,omitempty" doc:"Id of the body that holds its territory today."`
}

type pathsMeta struct {
	Version     string            `json:"dataset_version"`
	Query       normalQuery       `json:"query"`
	Shown       graph.Size        `json:"shown"`
	Truncated   bool              `json:"truncated"`
	TruncatedBy listOf[graph.Cut] `json:"truncated_by"`
	Possible    int               `json:"possible"`
}

type wirePath struct {
	Nodes    []string   `json:"nodes"`
	Edges    []string   `json:"edges" doc:"The best edge of each hop."`
	Others   [][]string `json:"others,omitempty" doc:"The other kept edges of each hop."`
	Length   int        `json:"length"`
	Cost     int        `json:"cost"`
	Sentence sentence   `json:"sentence"`
}

type sentence struct {
	En string `json:"en"`
	Ja string `json:"ja"`
}

type tallyAnswer struct {
	Meta  tallyMeta          `json:"meta"`
	Count graph.Measure      `json:"count"`
	Rows  listOf[axisKey]    `json:"rows"`
	Cols  listOf[axisKey]    `json:"cols"`
	Cells listOf[graph.Cell] `json:"cells" doc:"Zero cells are left out."`
	Total int                `json:"total" doc:"Distinct records; less than the sum of cells where one stands under several keys."`
	Links links              `json:"links"`
}

type axisKey struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

type releasesAnswer struct {
	Meta  listMeta                  `json:"meta"`
	Items listOf[graph.ReleaseInfo] `json:"items" doc:"From the newest to the oldest."`
	Links links                     `json:"links"`
}

type releaseAnswer struct {
	Meta    plainMeta         `json:"meta"`
	Release graph.ReleaseInfo `json:"release"`
	Links   links             `json:"links"`
}

type diffAnswer struct {
	Meta   listMeta           `json:"meta"`
	From   string             `json:"from" doc:"Release id; empty: the empty dataset."`
	To     string             `json:"to"`
	Counts graph.ChangeCounts `json:"counts"`
	Items  listOf[diffItem]   `json:"items"`
	Links  links              `json:"links"`
}

type diffItem struct {
	Kind   graph.RecordKind `json:"kind"`
	ID     string           `json:"id"`
	Change string           `json:"change" enum:"added,changed,removed"`
	Before json.RawMessage  `json:"before,omitempty" doc:"The record as it was."`
	After  json.RawMessage  `json:"after,omitempty" doc:"The record as it became."`
}

type statusAnswer struct {
	Status  string    `json:"status"`
	Version string    `json:"version,omitempty" doc:"Of the program."`
	Store   string    `json:"store,omitempty" doc:"Kind of store: mem, file, neo4j."`
	Time    time.Time `json:"time"`
}

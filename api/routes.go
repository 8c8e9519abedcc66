package api

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
)

// prefix is where the API stands.
const prefix = "/api/v1"

// route is a row of the table that everything is made from.
type route struct {
	path      string // under prefix; ":id" is the id of a record
	name      string // operationId
	tag       string
	summary   string
	doc       string
	params    []param                             // but for lang and format, which all have
	check     func(v values, now time.Time) error // what single parameters do not show; fills in defaults that depend on others
	record    graph.RecordKind                    // what the id of the path names; "" for a release
	idExample string                              // of the path
	answer    any                                 // zero value of the shape
	network   bool                                // written in every network format
	table     bool                                // written in every table format
	report    bool                                // written as the tables of a report, as a page and in Markdown
	feed      bool                                // written as calendar and feed
	single    bool                                // one question, which needs no view
	byRelease bool                                // the answer depends on the releases, too
	form      bool                                // also POST, the parameters in a form
	absolute  bool                                // the answer names addresses of this server in full
	only      []*offer                            // the formats, where JSON is none of them
	framed    bool                                // shown inside pages of others
	today     bool                                // a default depends on the date, so the same request may be another question tomorrow
	ask       func(ctx context.Context, r graph.Reader, q *question) (*answer, error)

	offers   []*offer // how the answer may be written; the first is the default
	accepted []param  // params and those of language and format
	paged    bool     // has a cursor
}

// complete fills in what follows from the row, once: both are read at every request.
func (rt *route) complete() *route {
	rt.offers = rt.allOffers()
	rt.accepted = rt.allParams()
	rt.paged = slices.ContainsFunc(rt.params, func(p param) bool { return p.name == "cursor" && p.kind == textParam })
	return rt
}

// version is what the ETag of the route's answers depends on.
func (rt *route) version(ctx context.Context, r graph.Reader) (string, error) {
	v, err := r.Version(ctx)
	if err != nil || !rt.byRelease {
		return v, err
	}
	newest, err := r.Releases(ctx, 1)
	if err != nil || len(newest) == 0 {
		return v, err
	}
	return v + "." + newest[0].ID, nil
}

func (rt *route) allOffers() []*offer {
	if rt.only != nil {
		return rt.only
	}
	all := []*offer{jsonOffer}
	if rt.network {
		all = append(all, networkOffers...)
	}
	if rt.table {
		all = append(all, tableOffers...)
	}
	if rt.report { // its tables say more than those of its network
		all = slices.DeleteFunc(all, func(o *offer) bool { _, is := format.TableByName(o.name); return is })
		all = append(all, reportOffers...)
	}
	if rt.feed {
		all = append(all, feedOffers...)
	}
	return all
}

func offerNames(all []*offer) []string {
	names := make([]string, len(all))
	for i, o := range all {
		names[i] = o.name
	}
	return names
}

// allParams are the route's own and those of language and format.
func (rt *route) allParams() []param {
	all := concat(rt.params, []param{langParam, {name: "format", enum: offerNames(rt.offers), doc: "Format of the answer; goes before Accept."}})
	if rt.network {
		all = append(all, networkEncodingParams...)
	}
	if rt.network || rt.table || rt.report {
		all = append(all, bomParam)
	}
	return all
}

// fileName says what a download is.
func (rt *route) fileName(q *question) string {
	parts := []string{rt.name, q.id}
	for _, p := range []string{"from", "to", "prefecture", "prefectures", "state", "year", "as_of", "from_date", "to_date"} {
		parts = append(parts, q.list(p)...)
	}
	return format.FileName(q.offer.extension, parts...)
}

var (
	networkLimits = []param{
		{name: "nodes", kind: intParam, min: 1, max: graph.MaxNodes, doc: "Nodes at most. Default 500; of the whole filtered network the maximum."},
		{name: "edges", kind: intParam, min: 1, max: graph.MaxEdges, doc: "Edges at most. Default 2000; of the whole filtered network the maximum."},
		{name: "limit", kind: intParam, min: 1, max: graph.MaxEdges, doc: "The same as edges; give one."},
	}
	graphParams = concat([]param{
		{name: "from", kind: idParam, many: true, max: graph.MaxStarts, doc: "Ids of the nodes to start from. Without it, the whole filtered network.", example: "jp-04100"},
		{name: "depth", kind: intParam, min: 1, max: graph.MaxDepth, doc: "Steps from the start. Default 1."},
		{name: "direction", enum: directions.enum, doc: directions.doc + " Default both."},
		{name: "fan_out", kind: intParam, min: 1, max: graph.MaxFanOut, doc: "Edges followed from one node at most. Default: all."},
	}, networkLimits, filterParams)
	pathParams = concat([]param{
		{name: "from", kind: idParam, required: true, doc: "Id of the first node.", example: "jp-22100"},
		{name: "to", kind: idParam, required: true, doc: "Id of the last node.", example: "jp-04100"},
		{name: "mode", enum: textsOf(graph.PathModes), byItself: string(graph.ShortestOne), doc: "shortest: one. all: all of least cost. k: the k first loopless."},
		{name: "k", kind: intParam, min: 1, max: graph.MaxK, doc: "Paths of mode k. Default 3."},
		{name: "limit", kind: intParam, min: 1, max: graph.MaxPathLimit, doc: "Paths of mode all at most. Default 25."},
		{name: "via", kind: idParam, many: true, ordered: true, max: graph.MaxVia, doc: "Nodes to pass, in this order."},
		{name: "avoid", kind: idParam, many: true, max: graph.MaxAvoid, doc: "Nodes not to pass."},
		{name: "cost", enum: textsOf(graph.PathCosts), byItself: string(graph.Hops), doc: "hops: number of edges. hub: each hop costs more the better connected its far end is, so that paths do not all lead through a capital."},
		{name: "max_length", kind: intParam, byItself: strconv.Itoa(graph.MaxHops), min: 1, max: graph.MaxHops, doc: "Edges of a path at most."},
	}, filterParams)
	searchTime  = param{name: "time", enum: []string{"any"}, byItself: "any", doc: "any: everything on record (where no date is given)."}
	recordTime  = append(without(timeParams, "time", "undated"), param{name: "time", enum: []string{"now", "any"}, byItself: "any", doc: "With a date or now, certainty says how surely the records hold then."})
	tallyCount  = param{name: "count", enum: textsOf(graph.Measures), byItself: string(graph.CountTies), doc: "What is counted; ties are lineages, so a merger never adds one."}
	partnersFor = concat([]param{{name: "scope", enum: textsOf(study.Scopes), byItself: string(study.Own),
		doc: "own: ties of the body itself. within: of a prefecture or state also those of every place in it."}},
		without(filterParams, "edge_kind", "node_kind", "sector", "theme", "prefecture", "scope"))
)

// routeTable is every route that reads, in the order of the document.
func routeTable() []*route {
	all := concat(reconcileTable(), []*route{
		{path: "/dataset", name: "dataset", tag: "Dataset", summary: "What is there: version, counts, time span, credits", byRelease: true, answer: datasetAnswer{}, ask: askDataset},
		{path: "/search", name: "search", tag: "Search", summary: "Nodes by name or code, in any script",
			doc:    "Finds any script and common romanization, prefixes, typos and codes. Each hit says which name matched and how.",
			params: concat([]param{{name: "q", required: true, max: graph.MaxSearch, doc: "The text.", example: "長浜"}}, replaceTime(filterParams), pageParams), table: true, answer: searchAnswer{}, ask: askSearch},
		{path: "/resolve", name: "resolve", tag: "Search", summary: "A code or name, also a dead one, to the body that held it then or holds its territory now",
			params: []param{{name: "code", max: 200, doc: "With its system: jis:04462, iso:JP-04, fips:…, gnis:…, geonames:…, wikidata:….", example: "jis:04462"}, {name: "name", max: graph.MaxSearch, doc: "A name in any spelling."},
				{name: "date", kind: dateParam, doc: "Who held it then; without it, who does today.", example: "2003-04-01"}}, table: true, answer: resolveAnswer{}, ask: askResolve},
		{path: "/nodes", name: "nodes", tag: "Records", summary: "Nodes in id order", params: concat(without(filterParams, "edge_kind", "tie_kind", "level", "signed", "status"), pageParams), table: true, answer: nodesAnswer{}, ask: askNodes},
		{path: "/nodes/:id", name: "node", tag: "Records", summary: "One node", params: recordTime, record: graph.NodeRecord, idExample: "jp-04", answer: nodeAnswer{}, ask: askNode},
		{path: "/nodes/:id/counts", name: "counts", tag: "Network", summary: "What an expansion of the node would bring", params: filterParams, record: graph.NodeRecord, idExample: "jp-04", table: true, single: true, answer: countsAnswer{}, ask: askCounts},
		{path: "/nodes/:id/neighbors", name: "neighbors", tag: "Network", summary: "The node's edges with their far ends", doc: "In the order edge kind, far id, edge id.",
			params: concat([]param{directions}, filterParams, pageParams), record: graph.NodeRecord, idExample: "jp-04100", table: true, answer: edgesAnswer{}, ask: askNeighbors},
		{path: "/nodes/:id/partners", name: "partners", tag: "Network", summary: "The partner graph of a body", doc: "One entry per lineage, with its last holder in the window and all holders. A merger never adds a tie.",
			params: partnersFor, record: graph.NodeRecord, idExample: "jp-04", network: true, answer: partnersAnswer{}, ask: askPartners},
		{path: "/nodes/:id/history", name: "history", tag: "Network", summary: "The life of a body", doc: "Founded, merged, renumbered, dissolved; ties before and after. Whatever the time.",
			record: graph.NodeRecord, idExample: "jp-04215", network: true, answer: historyAnswer{}, ask: askHistory},
		{path: "/edges", name: "edges", tag: "Records", summary: "Edges in id order", params: concat([]param{{name: "tie", kind: idParam, doc: "Only the edges of this lineage."}}, filterParams, pageParams), table: true, answer: edgesAnswer{}, ask: askEdges},
		{path: "/edges/:id", name: "edge", tag: "Records", summary: "One edge", params: recordTime, record: graph.EdgeRecord, idExample: "sister-of--tie-jp-04100-us-ca-riverside--jp-04100", answer: edgeAnswer{}, ask: askEdge},
		{path: "/sources", name: "sources", tag: "Records", summary: "Sources in id order", params: pageParams, table: true, single: true, answer: sourcesAnswer{}, ask: askSources},
		{path: "/sources/:id", name: "source", tag: "Records", summary: "One source", record: graph.SourceRecord, idExample: "src-0123456789ab", answer: sourceAnswer{}, ask: askSource},
		{path: "/claims", name: "claims", tag: "Records", summary: "What sources say of single fields", doc: "Where sources differ, the record holds the chosen value and the claims hold all of them.",
			params: concat([]param{{name: "record", kind: idParam, many: true, max: graph.MaxIncident, doc: "Only of these nodes, edges, ties or sources."}, enumParam("kind", graph.ClaimKinds, "Only claims of these kinds.")}, pageParams), table: true, answer: claimsAnswer{}, ask: askClaims},
		{path: "/conflicts", name: "conflicts", tag: "Work lists", summary: "What sources do not agree on, by record and field", doc: "Each with the value that the record holds, all claims and a reason. single_source=true keeps those of records that rest on one source. A table has a row for each claim.",
			params: concat([]param{{name: "record", kind: idParam, many: true, max: graph.MaxIncident, doc: "Only of these nodes, edges, ties or sources."},
				{name: "kind", enum: textsOf(study.ConflictKinds), many: true, max: len(study.ConflictKinds), doc: "Only where a claim of one of these kinds stands. Default: all of them."}}, replaceTime(filterParams), pageParams), table: true, answer: conflictsAnswer{}, ask: askConflicts},
		{path: "/gaps", name: "gaps", tag: "Work lists", summary: "Ties that one would expect and that are not there, each with its reason", doc: "Prefecture and state tied with no municipal tie under them; several municipal ties with none above; partners with programs or members and no tie.",
			params: concat([]param{enumParam("kind", study.GapKinds, "Only these kinds. Default: all."), {name: "cluster", kind: intParam, byItself: strconv.Itoa(study.DefaultCluster), min: 2, max: study.MaxCluster, doc: "Municipal ties that make one expect a tie above, at least."}},
				without(filterParams, "undated", "edge_kind", "node_kind", "level", "sector", "theme", "single_source", "scope"), pageParams), table: true, answer: gapsAnswer{}, ask: askGaps},
		{path: "/anniversaries", name: "anniversaries", tag: "Work lists", summary: "Ties that reach a round age in a year", doc: "Ages 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100. A tie known to its year or month is an entry of that year or month. Also as calendar (format=ics) and feed (format=atom).",
			params: concat([]param{{name: "year", kind: intParam, min: 1, max: 9999, doc: "The year. Default: this one, by the date in Japan (UTC+9).", example: "2027"}, {name: "years", enum: numbers(study.AnniversaryYears), many: true, max: len(study.AnniversaryYears), doc: "Only these ages. Default: all."}},
				[]param{filterParam("tie_kind"), filterParam("status"), filterParam("prefecture"), filterParam("state"), filterParam("confidence")}), check: checkAnniversaries, today: true, table: true, feed: true, byRelease: true, answer: anniversariesAnswer{}, ask: askAnniversaries},
		{path: "/dossiers/:id", name: "dossier", tag: "Reports", summary: "The case study of a prefecture at a date", doc: "Appendix 1: sister affiliations of the prefecture and its municipalities. Appendix 2: organizations related to international exchange. Programs, roles, the link to the economy. What is undated stands in lists of its own.",
			params: concat(without(timeParams, "undated"), []param{filterParam("scope")}), record: graph.NodeRecord, idExample: "jp-04", network: true, report: true, answer: dossierAnswer{}, ask: askDossier},
		{path: "/dossiers/:id/changes", name: "changes", tag: "Reports", summary: "What became different in a prefecture between two dates", doc: "Ties signed, inherited by a merger, moved, ended; municipalities merged and set up; organizations and programs that began or are over. What is the same is counted.",
			params: []param{{name: "from", kind: dateParam, required: true, doc: "The earlier date; a year or month is the whole of it.", example: "1989-08"}, {name: "to", kind: dateParam, doc: "The later date. Default: now.", example: "2003-04-01"}},
			record: graph.NodeRecord, idExample: "jp-04", table: true, answer: changesAnswer{}, ask: askChanges},
		{path: "/compare", name: "compare", tag: "Reports", summary: "Prefectures side by side on the same measures",
			params: concat([]param{{name: "prefectures", kind: idParam, many: true, max: study.MaxCompared, required: true, doc: "Ids of 2 to 47 prefectures; study stands for the seven of the study.", example: "jp-04,jp-22"}}, without(timeParams, "undated"), []param{filterParam("scope")}), report: true, answer: compareAnswer{}, ask: askCompare},
		{path: "/graph", name: "graph", tag: "Network", summary: "The network around nodes, or the whole filtered network", doc: "What a cut keeps: by depth, then edge kind, then far id. meta says what was cut, how much there is, and where to go on.",
			params: graphParams, check: checkGraph, network: true, single: true, answer: networkAnswer{}, ask: askGraph},
		{path: "/paths", name: "paths", tag: "Network", summary: "Paths between two nodes, each told as a sentence", doc: "No path is an empty list. Order: cost, length, node ids.",
			params: pathParams, check: checkPaths, network: true, single: true, answer: pathsAnswer{}, ask: askPaths},
		{path: "/tally", name: "tally", tag: "Counts", summary: "Counts by one or two axes", doc: "The filter, with its date, chooses what is counted; the axes say under what. year and decade are of the signing or founding, whenever the record holds. What the date leaves out for an unknown start is counted in meta.undated, what holds only possibly in meta.possible.", params: concat([]param{tallyCount, {name: "rows", enum: textsOf(graph.Axes), required: true, doc: "Axis of the rows. " + axesDoc(), example: "prefecture"},
			{name: "cols", enum: textsOf(graph.Axes), doc: "Axis of the columns; without it one column, all.", example: "level"}}, filterParams), check: checkTally, table: true, answer: tallyAnswer{}, ask: askTally},
		{path: "/matrix", name: "matrix", tag: "Counts", summary: "Ties by prefecture and state", doc: "The date chooses which ties hold. levels tells in each cell the ties between a prefecture and a state apart from municipal ones; /edges?edge_kind=sister_of lists a cell's ties with prefecture, state and the same filter.", params: filterParams, table: true, answer: tallyAnswer{}, ask: askMatrix},
		{path: "/timeline", name: "timeline", tag: "Counts", summary: "Ties by year of signing and level", doc: "The dates choose which ties hold, the row is when one was signed: of a span, ties signed before it are there too. A tie whose signing is not dated stands under unknown with time=any or undated=include; else meta.undated counts it.", params: filterParams, table: true, answer: tallyAnswer{}, ask: askTimeline},
		{path: "/structure", name: "structure", tag: "Structure", summary: "A measure of the filtered network", doc: "On the simple graph: nodes that are joined at all, each pair once, without direction. definition says what the measure is.",
			params: concat([]param{{name: "measure", enum: textsOf(study.StructureMeasures), required: true, doc: "What is computed.", example: "betweenness"}}, filterParams, pageParams), table: true, answer: structureAnswer{}, ask: askStructure},
		{path: "/releases", name: "releases", tag: "Releases", summary: "Releases from the newest to the oldest", params: pageParams, table: true, byRelease: true, answer: releasesAnswer{}, ask: askReleases},
		{path: "/releases/:id", name: "release", tag: "Releases", summary: "One release", idExample: "r1", byRelease: true, answer: releaseAnswer{}, ask: askRelease},
		{path: "/releases/:id/diff", name: "diff", tag: "Releases", summary: "What differs from another release", doc: "Records in the order node, edge, source, claim, then id.", idExample: "r1",
			params: concat([]param{{name: "against", max: 40, doc: "Id of the release to compare with. Default: the one before it; of the first, the empty dataset."}}, pageParams), table: true, byRelease: true, answer: diffAnswer{}, ask: askDiff},
	})
	for _, rt := range all {
		rt.complete()
	}
	return all
}

// filterParam is a parameter of the common filter.
func filterParam(name string) param {
	return filterParams[slices.IndexFunc(filterParams, func(p param) bool { return p.name == name })]
}

func numbers(ns []int) []string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = strconv.Itoa(n)
	}
	return out
}

func replaceTime(ps []param) []param {
	out := without(ps, "time")
	return append(out, searchTime)
}

func axesDoc() string {
	var b strings.Builder
	for _, m := range graph.Measures {
		b.WriteString(string(m) + ": " + strings.Join(textsOf(graph.AxesOf[m]), ", ") + ". ")
	}
	return strings.TrimSpace(b.String())
}

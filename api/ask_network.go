package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"enishi/graph"
	"enishi/graph/study"
)

func askPartners(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	f := q.filter()
	f.IncludeScoped = false // scope means something else here
	p, err := study.FindPartners(ctx, r, study.PartnersQuery{ID: q.id, Scope: study.Scope(q.one("scope")), Filter: f})
	if err != nil {
		return nil, err
	}
	n, named := &p.Network, namedByNode(&p.Body)
	for i := range p.Ties {
		named = append(named, p.Ties[i].State)
	}
	nodes, sources, err := q.withNamed(ctx, r, n.Nodes, n.Sources, named...)
	if err != nil {
		return nil, err
	}
	return &answer{version: n.Meta.Version, network: n, body: partnersAnswer{Meta: q.networkMeta(n.Meta), Body: nodeRecord{Node: p.Body, Certainty: p.Body.Holds(q.time())}, Ties: p.Ties, Nodes: nodes, Edges: n.Edges, Sources: sources,
		Links: q.links("")}}, nil
}

func (q *question) networkMeta(m graph.Meta) networkMeta {
	return networkMeta{Version: m.Version, Query: q.normal(), Shown: m.Shown, Total: m.Total, Truncated: len(m.TruncatedBy) > 0, TruncatedBy: m.TruncatedBy, Undated: m.Undated, Possible: m.Possible, ContinueAt: m.ContinueAt}
}

// checkGraph fills in the limits, which depend on whether the whole network is asked for.
func checkGraph(v values, _ time.Time) error {
	if v.has("limit") {
		if v.has("edges") {
			return graph.Invalidf("limit", "limit and edges mean the same here; give one")
		}
		v["edges"] = v["limit"]
		delete(v, "limit")
	}
	defaults := values{"nodes": {strconv.Itoa(graph.DefaultNodes)}, "edges": {strconv.Itoa(graph.DefaultEdges)}, "depth": {strconv.Itoa(graph.DefaultDepth)}, "direction": {string(graph.Both)}}
	if !v.has("from") {
		for _, name := range []string{"depth", "direction", "fan_out"} {
			if v.has(name) {
				return graph.Invalidf(name, "%s goes with from", name)
			}
		}
		defaults = values{"nodes": {strconv.Itoa(graph.MaxNodes)}, "edges": {strconv.Itoa(graph.MaxEdges)}}
	}
	for name, d := range defaults {
		if !v.has(name) {
			v[name] = d
		}
	}
	return nil
}

func askGraph(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	n, err := q.network(ctx, r)
	if err != nil {
		return nil, err
	}
	return &answer{version: n.Meta.Version, network: &n, body: networkAnswer{Meta: q.networkMeta(n.Meta), Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: q.links("")}}, nil
}

func (q *question) network(ctx context.Context, r graph.Reader) (graph.Network, error) {
	if !q.has("from") {
		return r.Subgraph(ctx, graph.SubgraphQuery{Filter: q.filter(), Nodes: q.number("nodes"), Edges: q.number("edges")})
	}
	return r.Neighborhood(ctx, graph.NeighborhoodQuery{From: q.list("from"), Depth: q.number("depth"), Direction: graph.Direction(q.one("direction")), Filter: q.filter(),
		Nodes: q.number("nodes"), Edges: q.number("edges"), FanOut: q.number("fan_out")})
}

// checkPaths fills in what depends on the mode.
func checkPaths(v values, _ time.Time) error {
	mode := graph.PathMode(v.one("mode"))
	switch {
	case v.has("k") && mode != graph.KShortest:
		return graph.Invalidf("k", "k goes with mode=k")
	case v.has("limit") && mode != graph.ShortestAll:
		return graph.Invalidf("limit", "limit goes with mode=all")
	case mode == graph.KShortest && !v.has("k"):
		v["k"] = []string{strconv.Itoa(graph.DefaultK)}
	case mode == graph.ShortestAll && !v.has("limit"):
		v["limit"] = []string{strconv.Itoa(graph.DefaultPathLimit)}
	}
	return nil
}

func askPaths(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	set, err := r.Paths(ctx, graph.PathsQuery{From: q.one("from"), To: q.one("to"), Mode: graph.PathMode(q.one("mode")), K: q.number("k"), Limit: q.number("limit"), Via: q.list("via"), Avoid: q.list("avoid"),
		Cost: graph.PathCost(q.one("cost")), MaxLength: q.number("max_length"), Filter: q.filter()})
	if err != nil {
		return nil, err
	}
	teller := study.NewTeller(set.Nodes, set.Edges, set.Sources)
	paths := make([]wirePath, len(set.Paths))
	for i, p := range set.Paths {
		paths[i] = wirePath{Nodes: listOr(p.Nodes), Edges: listOr(p.Edges), Others: othersOf(p.Others), Length: p.Length, Cost: p.Cost, Sentence: sentence{En: teller.Sentence(p, "en"), Ja: teller.Sentence(p, "ja")}}
	}
	var hints []hint
	if len(paths) == 0 {
		if hints, err = q.missedThen(ctx, r, "from", "to", "via"); err != nil {
			return nil, err
		}
	}
	var named []string
	for _, h := range hints {
		named = append(named, h.Node, h.Instead)
	}
	nodes, sources, err := q.withNamed(ctx, r, set.Nodes, set.Sources, named...)
	if err != nil {
		return nil, err
	}
	m := set.Meta
	return &answer{version: m.Version, network: &graph.Network{Meta: m, Nodes: set.Nodes, Edges: set.Edges, Sources: set.Sources}, body: pathsAnswer{
		Meta:  pathsMeta{Version: m.Version, Query: q.normal(), Shown: graph.Size{Nodes: len(set.Nodes), Edges: len(set.Edges)}, Truncated: len(m.TruncatedBy) > 0, TruncatedBy: m.TruncatedBy, Possible: m.Possible},
		Paths: paths, Hints: hints, Nodes: nodes, Edges: set.Edges, Sources: sources, Links: q.links("")}}, nil
}

// missedThen says of the nodes that parameters name which do not hold at the question's time: no path leads to or from them.
func (q *question) missedThen(ctx context.Context, r graph.Reader, params ...string) (hints []hint, err error) {
	for _, param := range params {
		nodes, err := r.NodesByID(ctx, q.list(param))
		if err != nil {
			return nil, err
		}
		for i := range nodes {
			if n := &nodes[i]; n.Holds(q.time()) == graph.Out {
				hints = append(hints, whyOut(param, n))
			}
		}
	}
	return hints, nil
}

// whyOut says that a node does not hold at the time asked for, when it did, and what to ask instead.
func whyOut(param string, n *graph.Node) hint {
	h := hint{Parameter: param, Node: n.ID, Detail: n.Label("en") + " (" + n.ID + ") does not hold then"}
	switch to := n.Valid.Until(); {
	case n.Successor != nil:
		h.Instead = cmp.Or(n.Successor.Now, n.Successor.ID)
		h.Detail += ": it went into " + n.Successor.ID + " on " + n.Successor.Date.String() + "; ask as_of=" + to.String() + " or before, time=any, or for " + h.Instead
	case !to.IsZero():
		h.Detail += ": it ended " + to.String() + "; ask as_of a day before, or time=any"
	case !n.Valid.From.IsZero():
		h.Detail += ": it began " + n.Valid.From.String() + "; ask as_of a day after, or time=any"
	}
	return h
}

// listOr is a list that is not null.
func listOr[T any](vs []T) []T {
	if vs == nil {
		return []T{}
	}
	return vs
}

func askResolve(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	res, err := study.Resolve(ctx, r, study.ResolveQuery{Code: q.one("code"), Name: q.one("name"), Date: q.date("date")})
	if err != nil {
		return nil, err
	}
	if len(res.Matches) == 0 {
		return nil, q.unresolved(ctx, r)
	}
	nodes := q.found(res.Nodes)
	sources, err := cited(ctx, r, nodes, nil)
	if err != nil {
		return nil, err
	}
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	return &answer{version: version, table: func() *table { return matchTable(&res, q.lang) }, body: resolveAnswer{Meta: plainMeta{version, q.normal()}, Matches: res.Matches, Nodes: nodes, Sources: sources, Links: q.links("")}}, nil
}

// unresolved is the problem of a code or name that nobody held, with what is near.
func (q *question) unresolved(ctx context.Context, r graph.Reader) error {
	what, text := "code", q.one("code")
	if q.has("name") {
		what, text = "name", q.one("name")
	}
	detail := "no body holds the " + what + " " + graph.Clip(text)
	if q.has("date") {
		detail = "no body held the " + what + " " + graph.Clip(text) + " on " + q.one("date")
	}
	p := problemNotFound.problem(detail)
	p.Errors = []fault{{Parameter: what, Detail: detail}}
	runes := []rune(text)
	found, err := r.Search(ctx, graph.SearchQuery{Text: string(runes[:min(len(runes), graph.MaxSearch)]), Limit: maxSuggestions})
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		n := &h.Node
		p.Suggestions = append(p.Suggestions, candidate{ID: n.ID, Kind: n.Kind, Label: n.Label(q.lang), URL: prefix + "/nodes/" + n.ID})
	}
	return p
}

// checkTally reports an axis that the measure does not have.
func checkTally(v values, _ time.Time) error {
	q := graph.TallyQuery{Count: graph.Measure(v.one("count")), Rows: graph.Axis(v.one("rows")), Cols: graph.Axis(v.one("cols"))}
	_, err := q.Normalize()
	return err
}

func askTally(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	return q.tally(ctx, r, graph.TallyQuery{Count: graph.Measure(q.one("count")), Rows: graph.Axis(q.one("rows")), Cols: graph.Axis(q.one("cols")), Filter: q.filter()})
}

func askMatrix(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	return q.tally(ctx, r, graph.TallyQuery{Count: graph.CountTies, Rows: graph.ByPrefecture, Cols: graph.ByState, Filter: q.filter()})
}

func askTimeline(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	return q.tally(ctx, r, graph.TallyQuery{Count: graph.CountTies, Rows: graph.ByYear, Cols: graph.ByLevel, Filter: q.filter()})
}

func (q *question) tally(ctx context.Context, r graph.Reader, tq graph.TallyQuery) (*answer, error) {
	t, err := r.Tally(ctx, tq)
	if err != nil {
		return nil, err
	}
	var rows, cols []string
	for _, c := range t.Cells {
		rows, cols = append(rows, c.Row), append(cols, c.Col)
	}
	rowKeys, err := q.axisKeys(ctx, r, tq.Rows, rows)
	if err != nil {
		return nil, err
	}
	colKeys, err := q.axisKeys(ctx, r, tq.Cols, cols)
	if err != nil {
		return nil, err
	}
	return &answer{version: t.Version, table: func() *table { return tallyTable(rowKeys, colKeys, t.Cells) }, body: tallyAnswer{Meta: tallyMeta{t.Version, q.normal(), t.Undated, t.Possible}, Count: tq.Count, Rows: rowKeys, Cols: colKeys, Cells: t.Cells, Total: t.Total,
		Links: q.links("")}}, nil
}

// axisKeys are the distinct keys of an axis in order (unknown last) with their labels.
func (q *question) axisKeys(ctx context.Context, r graph.Reader, axis graph.Axis, keys []string) ([]axisKey, error) {
	slices.SortFunc(keys, func(a, b string) int {
		if (a == graph.UnknownKey) != (b == graph.UnknownKey) {
			if a == graph.UnknownKey {
				return 1
			}
			return -1
		}
		return compareText(a, b)
	})
	keys = slices.Compact(keys)
	labels := map[string]string{}
	if axis == graph.ByPrefecture || axis == graph.ByState {
		nodes, err := r.NodesByID(ctx, keys)
		if err != nil {
			return nil, err
		}
		for i := range nodes {
			labels[nodes[i].ID] = nodes[i].Label(q.lang)
		}
	}
	out := make([]axisKey, len(keys))
	for i, k := range keys {
		label := labels[k]
		if label == "" {
			label = study.AxisLabel(axis, k, q.lang)
		}
		out[i] = axisKey{k, label}
	}
	return out, nil
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// tallyTable is a tally as a table: a line per row key, a column per column key.
func tallyTable(rows, cols []axisKey, cells []graph.Cell) *table {
	t := &table{header: []string{"key", "label"}}
	at := map[[2]string]int{}
	for _, c := range cells {
		at[[2]string{c.Row, c.Col}] = c.Count
	}
	for _, c := range cols {
		t.header = append(t.header, c.Label)
	}
	for _, r := range rows {
		line := []string{r.Key, r.Label}
		for _, c := range cols {
			line = append(line, strconv.Itoa(at[[2]string{r.Key, c.Key}]))
		}
		t.rows = append(t.rows, line)
	}
	return t
}

// othersOf are the lists of the other edges of each hop, where there are none an empty list.
func othersOf(others [][]string) [][]string {
	out := make([][]string, len(others))
	for i, ids := range others {
		out[i] = listOr(ids)
	}
	return out
}

package api

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"enishi/graph"
)

func askDataset(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	d, err := r.Dataset(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{"ties": d.Ties, "sources": d.Sources, "claims": d.Claims}
	for k, n := range d.Nodes {
		counts[string(k)] = n
	}
	for k, n := range d.Edges {
		counts[string(k)] = n
	}
	return &answer{version: d.Version, body: datasetAnswer{Version: d.Version, Release: d.Release, Counts: counts, Span: d.Span, Credits: d.Credits,
		Meta: plainMeta{d.Version, q.normal()}, Links: q.links("")}}, nil
}

func askSearch(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	offset, err := q.offset()
	if err != nil {
		return nil, err
	}
	found, err := r.Search(ctx, graph.SearchQuery{Text: q.one("q"), Filter: q.filter(), Limit: q.number("limit"), Offset: offset})
	if err != nil {
		return nil, err
	}
	var named []string
	for i := range found.Hits {
		named = append(named, namedByNode(&found.Hits[i].Node.Node)...)
	}
	nodes, err := q.nodesByID(ctx, r, named)
	if err != nil {
		return nil, err
	}
	next := ""
	if end := offset + len(found.Hits); end < found.Total && end <= graph.MaxNodes && len(found.Hits) > 0 {
		next = strconv.Itoa(end)
	}
	l := q.links(next)
	return &answer{version: found.Version, next: l.Next, table: func() *table { return hitTable(found.Hits, q.lang) }, body: searchAnswer{
		Meta: listMeta{Version: found.Version, Query: q.normal(), Shown: len(found.Hits), Total: found.Total}, Hits: found.Hits, Nodes: nodes, Links: l}}, nil
}

// offset is the place of lists that are ranked and not ordered by id.
func (q *question) offset() (int, error) {
	if q.place == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(q.place)
	if err != nil { // only a cursor of this server is opened
		return 0, graph.Invalidf("cursor", "this is no cursor of this list")
	}
	return n, nil
}

func successorIDs(n *graph.Node) []string {
	s := n.Successor
	if s == nil {
		return nil
	}
	ids := append([]string{s.ID}, s.Also...)
	if s.Now != "" {
		ids = append(ids, s.Now)
	}
	return ids
}

// nodesByID are the nodes of the ids that are there, by id, each once, with their certainty at the question's time.
func (q *question) nodesByID(ctx context.Context, r graph.Reader, ids []string) (nodeList, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	nodes, err := r.NodesByID(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	return q.found(nodes), nil
}

func (q *question) found(nodes []graph.Node) nodeList {
	t := q.time()
	if !q.has("as_of") && !q.has("from_date") && !q.has("to_date") && !q.has("time") {
		t.Any = true
	}
	out := make(nodeList, len(nodes))
	for i, n := range nodes {
		out[i] = graph.FoundNode{Node: n, Certainty: n.Holds(t)}
	}
	return out
}

func hitTable(hits []graph.Hit, lang string) *table {
	nodes := make([]graph.FoundNode, len(hits))
	for i, h := range hits {
		nodes[i] = h.Node
	}
	t := nodeTable(nodes, lang)
	t.header = append([]string{"matched", "matched_lang", "how"}, t.header...)
	for i, h := range hits {
		t.rows[i] = append([]string{h.Name, h.Lang, string(h.How)}, t.rows[i]...)
	}
	return t
}

func (q *question) page() graph.Page { return graph.Page{Limit: q.number("limit"), After: q.place} }

func askNodes(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	p, err := r.Nodes(ctx, graph.NodesQuery{Filter: q.filter(), Page: q.page()})
	if err != nil {
		return nil, err
	}
	named, err := q.nodesByID(ctx, r, namedByNodes(p.Items))
	if err != nil {
		return nil, err
	}
	sources, err := cited(ctx, r, slices.Concat(p.Items, named), nil)
	if err != nil {
		return nil, err
	}
	l := q.links(p.Next)
	return &answer{version: p.Version, next: l.Next, table: func() *table { return nodeTable(p.Items, q.lang) }, body: nodesAnswer{
		Meta: q.listMeta(p.Version, len(p.Items), p.Total, p.Undated, p.Possible), Items: p.Items, Nodes: named, Sources: sources, Links: l}}, nil
}

func (q *question) listMeta(version string, shown, total, undated, possible int) listMeta {
	return listMeta{Version: version, Query: q.normal(), Shown: shown, Total: total, Undated: undated, Possible: possible}
}

// cited are the sources that the records cite, by id.
func cited(ctx context.Context, r graph.Reader, nodes []graph.FoundNode, edges []graph.FoundEdge, more ...string) (sourceList, error) {
	ids := slices.Clone(more)
	for i := range nodes {
		ids = append(ids, nodes[i].AllCitations()...)
	}
	for i := range edges {
		ids = append(ids, edges[i].Citations...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	return r.SourcesByID(ctx, slices.Compact(ids))
}

// recorded is the record of the path's id, and the head of an answer about it.
func recorded[T any](ctx context.Context, r graph.Reader, q *question, find func(context.Context, string) (T, error)) (record T, meta plainMeta, err error) {
	if record, err = find(ctx, q.id); err != nil {
		return record, meta, err
	}
	version, err := r.Version(ctx)
	return record, plainMeta{version, q.normal()}, err
}

func askNode(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	n, meta, err := recorded(ctx, r, q, r.Node)
	if err != nil {
		return nil, err
	}
	others, err := q.nodesByID(ctx, r, namedByNode(&n))
	if err != nil {
		return nil, err
	}
	sources, err := cited(ctx, r, append([]graph.FoundNode{{Node: n}}, others...), nil)
	if err != nil {
		return nil, err
	}
	return &answer{version: meta.Version, body: nodeAnswer{Meta: meta, Node: nodeRecord{Node: n, Certainty: n.Holds(q.time())}, Nodes: others, Sources: sources, Links: q.links("")}}, nil
}

func askCounts(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	c, err := r.Counts(ctx, graph.CountsQuery{ID: q.id, Filter: q.filter()})
	if err != nil {
		return nil, err
	}
	return &answer{version: c.Version, table: func() *table { return countTable(c.Counts) }, body: countsAnswer{Meta: countsMeta{c.Version, q.normal(), c.Undated}, Node: nodeRecord(c.Node), Counts: c.Counts, Total: c.Total, Links: q.links("")}}, nil
}

func askNeighbors(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	p, err := r.Neighbors(ctx, graph.NeighborsQuery{ID: q.id, Direction: graph.Direction(q.one("direction")), Filter: q.filter(), Page: q.page()})
	if err != nil {
		return nil, err
	}
	return q.edgePage(ctx, r, p)
}

func askEdges(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	p, err := r.Edges(ctx, graph.EdgesQuery{Filter: q.filter(), Page: q.page(), Tie: q.one("tie")})
	if err != nil {
		return nil, err
	}
	return q.edgePage(ctx, r, p)
}

func (q *question) edgePage(ctx context.Context, r graph.Reader, p graph.EdgePage) (*answer, error) {
	sources, err := cited(ctx, r, p.Nodes, p.Items)
	if err != nil {
		return nil, err
	}
	l := q.links(p.Next)
	return &answer{version: p.Version, next: l.Next, table: func() *table { return edgeTable(p.Items) }, body: edgesAnswer{
		Meta: q.listMeta(p.Version, len(p.Items), p.Total, p.Undated, p.Possible), Items: p.Items, Nodes: p.Nodes, Sources: sources, Links: l}}, nil
}

func askEdge(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	e, meta, err := recorded(ctx, r, q, r.Edge)
	if err != nil {
		return nil, err
	}
	nodes, err := q.nodesByID(ctx, r, []string{e.Source, e.Target})
	if err != nil {
		return nil, err
	}
	found := graph.FoundEdge{Edge: e, Certainty: e.Holds(q.time())}
	sources, err := cited(ctx, r, nodes, []graph.FoundEdge{found})
	if err != nil {
		return nil, err
	}
	return &answer{version: meta.Version, body: edgeAnswer{Meta: meta, Edge: edgeRecord(found), Nodes: nodes, Sources: sources, Links: q.links("")}}, nil
}

func askSources(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	p, err := r.Sources(ctx, graph.SourcesQuery{Page: q.page()})
	if err != nil {
		return nil, err
	}
	l := q.links(p.Next)
	return &answer{version: p.Version, next: l.Next, table: func() *table { return sourceTable(p.Items) }, body: sourcesAnswer{
		Meta: q.listMeta(p.Version, len(p.Items), p.Total, 0, 0), Items: p.Items, Links: l}}, nil
}

func askSource(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	s, meta, err := recorded(ctx, r, q, r.Source)
	if err != nil {
		return nil, err
	}
	return &answer{version: meta.Version, body: sourceAnswer{Meta: meta, Source: wireSource{ID: s.ID, Locator: s.Locator, URL: webAddress(s.Locator), Publisher: s.Publisher, Title: s.Title, Licence: s.Licence, Credit: s.Credit},
		Links: q.links("")}}, nil
}

func askClaims(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	p, err := r.Claims(ctx, graph.ClaimsQuery{Records: q.list("record"), Kinds: enums[graph.ClaimKind](q.values, "kind"), Page: q.page()})
	if err != nil {
		return nil, err
	}
	nodes, edges, err := q.subjects(ctx, r, p.Items)
	if err != nil {
		return nil, err
	}
	var sourceIDs []string
	for _, c := range p.Items {
		if c.Source != "" {
			sourceIDs = append(sourceIDs, c.Source)
		}
	}
	sources, err := cited(ctx, r, nodes, edges, sourceIDs...)
	if err != nil {
		return nil, err
	}
	l := q.links(p.Next)
	return &answer{version: p.Version, next: l.Next, table: func() *table { return claimTable(p.Items) }, body: claimsAnswer{
		Meta: q.listMeta(p.Version, len(p.Items), p.Total, 0, 0), Items: p.Items, Nodes: nodes, Edges: edges, Sources: sources, Links: l}}, nil
}

// subjects are the nodes and edges that claims are about. A record of a claim may be a node, an edge, a tie or a source; ids that name neither node nor edge are looked up as ties.
func (q *question) subjects(ctx context.Context, r graph.Reader, claims []graph.Claim) (nodeList, edgeList, error) {
	var ids []string
	for _, c := range claims {
		if c.Record != "" {
			ids = append(ids, c.Record)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	nodes, err := q.nodesByID(ctx, r, slices.Clone(ids))
	if err != nil {
		return nil, nil, err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(nodes, func(n graph.FoundNode) bool { return n.ID == id })
	})
	edges, ends := edgeList{}, []string{}
	for about := (graph.EdgesQuery{Records: ids, Filter: graph.Filter{Time: graph.Time{Any: true}}, Page: graph.Page{Limit: graph.MaxPage}}); len(ids) > 0; {
		p, err := r.Edges(ctx, about)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range p.Items {
			edges, ends = append(edges, graph.FoundEdge{Edge: e.Edge}), append(ends, e.Source, e.Target)
		}
		if about.Page.After = p.Next; p.Next == "" {
			break
		}
	}
	for _, n := range nodes {
		ends = append(ends, n.ID)
	}
	slices.SortFunc(edges, func(a, b graph.FoundEdge) int { return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(a.ID, b.ID)) })
	edges = slices.CompactFunc(edges, func(a, b graph.FoundEdge) bool { return a.ID == b.ID })
	nodes, err = q.nodesByID(ctx, r, ends)
	return nodes, edges, err
}

func askReleases(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.Releases(ctx, 0)
	if err != nil {
		return nil, err
	}
	items, next, err := part(q, all)
	if err != nil {
		return nil, err
	}
	l := q.links(next)
	return &answer{version: version, next: l.Next, table: func() *table { return releaseTable(items) }, body: releasesAnswer{Meta: q.listMeta(version, len(items), len(all), 0, 0), Items: items, Links: l}}, nil
}

func askRelease(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	info, meta, err := recorded(ctx, r, q, r.Release)
	if err != nil {
		return nil, err
	}
	return &answer{version: meta.Version, body: releaseAnswer{Meta: meta, Release: info, Links: q.links("")}}, nil
}

func askDiff(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	info, meta, err := recorded(ctx, r, q, r.Release)
	if err != nil {
		return nil, err
	}
	from := info.Parent
	if q.has("against") {
		from = q.one("against")
	}
	kind, after := splitPlace(q.place)
	d, err := r.Diff(ctx, graph.DiffQuery{From: from, To: q.id, Kind: graph.RecordKind(kind), After: after, Limit: q.number("limit")})
	if err != nil {
		return nil, err
	}
	items := make([]diffItem, len(d.Changes))
	for i, c := range d.Changes {
		items[i] = diffItem{Kind: c.Kind, ID: c.ID, Change: changeOf(c), Before: json.RawMessage(c.Before), After: json.RawMessage(c.After)}
	}
	next := ""
	if d.NextKind != "" {
		next = joinPlace(string(d.NextKind), d.NextAfter)
	}
	l := q.links(next)
	return &answer{version: meta.Version, next: l.Next, table: func() *table { return diffTable(items) }, body: diffAnswer{Meta: q.listMeta(meta.Version, len(items), d.Counts.Total(), 0, 0), From: d.From, To: d.To, Counts: d.Counts, Items: items, Links: l}}, nil
}

func changeOf(c graph.RecordChange) string {
	switch {
	case c.Before == nil:
		return "added"
	case c.After == nil:
		return "removed"
	}
	return "changed"
}

package api

import (
	"context"
	"slices"
	"strconv"
	"time"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
)

// part is the part of a whole list that the question asks for, and the place where the next one starts.
func part[T any](q *question, all []T) (items []T, next string, err error) {
	offset, err := q.offset()
	if err != nil {
		return nil, "", err
	}
	items = all[min(offset, len(all)):min(offset+q.number("limit"), len(all))]
	if end := offset + len(items); end < len(all) {
		next = strconv.Itoa(end)
	}
	return items, next, nil
}

func askGaps(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	g, err := study.FindGaps(ctx, r, study.GapsQuery{Kinds: enums[study.GapKind](q.values, "kind"), Cluster: q.number("cluster"), Filter: q.filter()})
	if err != nil {
		return nil, err
	}
	items, next, err := part(q, g.Items)
	if err != nil {
		return nil, err
	}
	definitions := map[string]string{}
	for _, k := range study.GapKinds {
		definitions[string(k)] = k.Definition().In(q.lang)
	}
	l, n := q.links(next), g.Named(items)
	return &answer{version: g.Version, next: l.Next, table: func() *table { return gapTable(items, q.lang) }, body: gapsAnswer{
		Meta: q.listMeta(g.Version, len(items), len(g.Items), 0, countIf(g.Items, func(x study.Gap) bool { return x.Certainty == graph.Possible })), Definitions: definitions, Items: items, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: l}}, nil
}

func countIf[T any](items []T, ok func(T) bool) (n int) {
	for _, it := range items {
		if ok(it) {
			n++
		}
	}
	return n
}

func gapTable(items []study.Gap, lang string) *table {
	t := &table{header: []string{"kind", "prefecture", "state", "partner", "ties", "programs", "groups", "certainty", "reason"}}
	for _, g := range items {
		t.rows = append(t.rows, []string{string(g.Kind), g.Prefecture, g.State, g.Partner, join(g.Ties), join(g.Programs), join(g.Groups), string(g.Certainty), g.Reason.In(lang)})
	}
	return t
}

func askConflicts(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	offset, err := q.offset()
	if err != nil {
		return nil, err
	}
	kinds := enums[graph.ClaimKind](q.values, "kind")
	c, err := study.FindConflicts(ctx, r, study.ConflictsQuery{Kinds: kinds, Records: q.list("record"), Filter: q.filter(), Limit: q.number("limit"), Offset: offset})
	if err != nil {
		return nil, err
	}
	next := ""
	if end := offset + len(c.Items); end < c.Total {
		next = strconv.Itoa(end)
	}
	items := make([]conflictItem, len(c.Items))
	for i := range c.Items {
		items[i] = newConflictItem(&c.Items[i], kinds)
	}
	l, n := q.links(next), &c.Network
	return &answer{version: c.Version, next: l.Next, table: func() *table { return conflictTable(c.Items, q.lang) }, body: conflictsAnswer{
		Meta: q.listMeta(c.Version, len(items), c.Total, 0, 0), Items: items, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: l}}, nil
}

// newConflictItem shows a conflict by its first claim of the kinds asked for; without kinds, by the first that does not agree.
func newConflictItem(c *study.Conflict, kinds []graph.ClaimKind) conflictItem {
	if len(kinds) == 0 {
		kinds = study.ConflictKinds
	}
	first := c.Claims[slices.IndexFunc(c.Claims, func(x graph.Claim) bool { return slices.Contains(kinds, x.Kind) })]
	return conflictItem{ID: first.ID, Record: c.Record, Of: c.Of, Field: c.Field, Chosen: c.Value, Kind: first.Kind, Value: first.Value, Source: first.Source, Note: first.Note,
		Kinds: c.Kinds, Claims: c.Claims, Cited: c.Sources, Reason: c.Reason}
}

// conflictTable has a row for each claim, those that agree too.
func conflictTable(items []study.Conflict, lang string) *table {
	t := &table{header: []string{"record", "of", "field", "chosen", "kind", "value", "source", "note", "claim", "cited", "reason"}}
	for _, c := range items {
		for _, x := range c.Claims {
			t.rows = append(t.rows, []string{c.Record, string(c.Of), c.Field, c.Value, string(x.Kind), x.Value, x.Source, x.Note, x.ID, strconv.Itoa(c.Sources), c.Reason.In(lang)})
		}
	}
	return t
}

// japan is the time of Japan, which has kept to one offset since 1951: no table of zones is needed.
var japan = time.FixedZone("JST", 9*60*60)

// checkAnniversaries fills in this year, as it is in Japan.
func checkAnniversaries(v values, now time.Time) error {
	if !v.has("year") {
		v["year"] = []string{strconv.Itoa(now.In(japan).Year())}
	}
	return nil
}

func askAnniversaries(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	var ages []int
	for _, text := range q.list("years") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, err
		}
		ages = append(ages, n)
	}
	a, err := study.FindAnniversaries(ctx, r, study.AnniversariesQuery{Year: q.number("year"), Years: ages, Filter: graph.Filter{TieKinds: enums[graph.TieKind](q.values, "tie_kind"), Statuses: enums[graph.Status](q.values, "status"),
		Prefectures: q.list("prefecture"), States: q.list("state"), MinConfidence: graph.Confidence(q.one("confidence"))}})
	if err != nil {
		return nil, err
	}
	newest, err := r.Releases(ctx, 1)
	if err != nil {
		return nil, err
	}
	n, states := &a.Network, make([]string, len(a.Items))
	for i := range a.Items {
		states[i] = a.Items[i].State
	}
	nodes, sources, err := q.withNamed(ctx, r, n.Nodes, n.Sources, states...)
	if err != nil {
		return nil, err
	}
	return &answer{version: a.Version, table: func() *table { return anniversaryTable(a.Items, q.lang) }, feed: q.anniversaryFeed(&a, newest), body: anniversariesAnswer{
		Meta: q.listMeta(a.Version, len(a.Items), len(a.Items), a.Undated, countIf(a.Items, func(x study.Anniversary) bool { return x.Certainty == graph.Possible })), Year: a.Year, Items: a.Items, Nodes: nodes, Edges: n.Edges, Sources: sources, Links: q.links("")}}, nil
}

func anniversaryTable(items []study.Anniversary, lang string) *table {
	t := &table{header: []string{"date", "years", "title", "tie", "body", "partner", "signed", "status", "citations"}}
	for _, a := range items {
		t.rows = append(t.rows, []string{a.Date.String(), strconv.Itoa(a.Years), a.Title.In(lang), a.Tie.Tie, a.Body, a.Partner, a.Signed.String(), string(a.Status), join(a.Citations)})
	}
	return t
}

// anniversaryFeed is the list as a feed. It changes when the data does.
func (q *question) anniversaryFeed(a *study.Anniversaries, newest []graph.ReleaseInfo) *format.Feed {
	f := &format.Feed{ID: address(prefix+q.route.path, q.canonical(presentation...)), Title: "Ties that reach a round age in " + strconv.Itoa(a.Year), Lang: q.lang}
	if q.lang == "ja" {
		f.Title = strconv.Itoa(a.Year) + "年に節目を迎える提携"
	}
	if len(newest) > 0 {
		f.Updated = newest[0].Time
	}
	teller := study.NewTeller(a.Network.Nodes, a.Network.Edges, a.Network.Sources)
	edges := map[string]*graph.Edge{}
	for i := range a.Network.Edges {
		edges[a.Network.Edges[i].ID] = &a.Network.Edges[i].Edge
	}
	for i := range a.Items {
		it := &a.Items[i]
		e := format.Entry{ID: it.ID, Date: it.Date, Title: it.Title.In(q.lang), Categories: []string{string(it.TieKind)}}
		if edge := edges[it.Edge]; edge != nil {
			e.Description = teller.Clause(edge, it.Body, q.lang)
		}
		f.Entries = append(f.Entries, e)
	}
	slices.SortStableFunc(f.Entries, func(x, y format.Entry) int { return x.Date.Compare(y.Date) })
	return f
}

package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"time"

	"enishi/graph"
)

// reader asks questions, all of one version if it holds one.
type reader struct {
	store *Store
	adopt bool // the version of the first answer is held from then on

	mu      sync.Mutex
	version string // "": whatever is current
}

// held is the version that the reader holds, "" for none.
func (r *reader) held() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.version
}

// fits reports whether an answer of the version may stand beside those that the reader gave; the first one's version is adopted by who adopts.
func (r *reader) fits(version string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.version == "" && r.adopt {
		r.version = version
	}
	return r.version == "" || r.version == version
}

var (
	stVersion       = statement{"version", source("_version") + "\nUNION ALL\n" + source("_version")}
	stNodesByID     = question("nodes_by_id")
	stSourcesByID   = question("sources_by_id")
	stEdge          = question("edge")
	stNodesPage     = question("nodes_page")
	stEdgesPage     = question("edges_page")
	stEdgesNamed    = question("edges_named")
	stSourcesPage   = question("sources_page")
	stClaimsPage    = question("claims_page")
	stCounts        = question("counts")
	stNeighborsPage = question("neighbors_page")
	stByCode        = question("by_code")
	stDataset       = question("dataset")
)

// Version implements graph.Reader. Who holds a version need not ask for it: an answer of another is refused.
func (r *reader) Version(ctx context.Context) (string, error) {
	if version := r.held(); version != "" {
		return version, ctx.Err()
	}
	got, err := r.ask(ctx, stVersion, nil)
	return got.head.version, err
}

// at is a reader of the version that an answer was computed from, so that what completes the answer is of the same.
func (r *reader) at(version string) *reader { return &reader{store: r.store, version: version} }

// whole asks several questions of one version: like Store.View, or within the version that the reader already holds.
func (r *reader) whole(fn func(*reader) error) error {
	if r.adopt || r.held() != "" {
		return fn(r)
	}
	return again("ask", func() error { return fn(&reader{store: r.store, adopt: true}) })
}

// records reads the records of a question's rows; the record is in the first column.
func records[T any](list [][]any) ([]T, error) {
	out := make([]T, len(list))
	for i, row := range list {
		v, err := decode[T](row[0].(string))
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// Node implements graph.Reader.
func (r *reader) Node(ctx context.Context, id string) (graph.Node, error) {
	list, err := r.NodesByID(ctx, []string{id})
	if err != nil || len(list) == 0 {
		return graph.Node{}, cmp.Or(err, graph.NotFound("node", id))
	}
	return list[0], nil
}

// NodesByID implements graph.Reader.
func (r *reader) NodesByID(ctx context.Context, wanted []string) ([]graph.Node, error) {
	return byID(ctx, r, stNodesByID, wanted, func(n *graph.Node) string { return n.ID })
}

// SourcesByID implements graph.Reader.
func (r *reader) SourcesByID(ctx context.Context, wanted []string) ([]graph.Source, error) {
	return byID(ctx, r, stSourcesByID, wanted, func(s *graph.Source) string { return s.ID })
}

// byID returns records in the order asked, the absent left out.
func byID[T any](ctx context.Context, r *reader, q statement, wanted []string, id func(*T) string) ([]T, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	got, err := r.ask(ctx, q, map[string]any{"ids": ids(wanted)})
	if err != nil {
		return nil, err
	}
	list, err := records[T](got.list)
	if err != nil {
		return nil, err
	}
	found := make(map[string]T, len(list))
	for i := range list {
		found[id(&list[i])] = list[i]
	}
	out := make([]T, 0, len(list))
	for _, w := range wanted {
		if v, ok := found[w]; ok {
			out = append(out, v)
		}
	}
	return out, nil
}

// Edge implements graph.Reader.
func (r *reader) Edge(ctx context.Context, id string) (graph.Edge, error) {
	got, err := r.ask(ctx, stEdge, map[string]any{"id": id})
	if err != nil || len(got.list) == 0 {
		return graph.Edge{}, cmp.Or(err, graph.NotFound("edge", id))
	}
	return decode[graph.Edge](got.list[0][0].(string))
}

// Source implements graph.Reader.
func (r *reader) Source(ctx context.Context, id string) (graph.Source, error) {
	list, err := r.SourcesByID(ctx, []string{id})
	if err != nil || len(list) == 0 {
		return graph.Source{}, cmp.Or(err, graph.NotFound("source", id))
	}
	return list[0], nil
}

// ByCode implements graph.Reader.
func (r *reader) ByCode(ctx context.Context, system, value string) ([]graph.Node, error) {
	codes := []string{system + ":" + value}
	if system == "jis" {
		codes = append(codes, "jis-earlier:"+value)
	}
	got, err := r.ask(ctx, stByCode, map[string]any{"codes": ids(codes), "terms": lucene("_codes", clipTerms(codes), "")})
	if err != nil {
		return nil, err
	}
	return records[graph.Node](got.list)
}

// Nodes implements graph.Reader.
func (r *reader) Nodes(ctx context.Context, q graph.NodesQuery) (page graph.NodePage, err error) {
	if q, err = q.Normalize(); err != nil {
		return page, err
	}
	got, err := r.ask(ctx, stNodesPage, with(filterParams(q.Filter), map[string]any{"after": q.Page.After, "limit": int64(q.Page.Limit + 1)}))
	if err != nil {
		return page, err
	}
	page.Version = got.head.version
	items, counts, more := pageRows(got.list, q.Page.Limit)
	for _, row := range items {
		n, err := decode[graph.Node](row[0].(string))
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, graph.FoundNode{Node: n, Certainty: certainties[row[1].(int64)]})
	}
	if more {
		page.Next = page.Items[len(page.Items)-1].ID
	}
	page.Total, page.Undated, page.Possible = tallyCertainty(counts, q.Filter.IncludeUndated)
	return page, nil
}

// pageRows parts the answer to a question for a page: the records, at most limit, whether there are more, and the counts, which have no record.
func pageRows(list [][]any, limit int) (items, counts [][]any, more bool) {
	n := 0
	for n < len(list) && list[n][0] != nil {
		n++
	}
	return list[:min(n, limit)], list[n:], n > limit
}

// tallyCertainty reads rows of null, certainty and count.
func tallyCertainty(list [][]any, undatedIn bool) (total, undated, possible int) {
	for _, row := range list {
		n := int(row[2].(int64))
		switch certainties[row[1].(int64)] {
		case graph.Certain:
			total += n
		case graph.Possible:
			total, possible = total+n, possible+n
		case graph.Undated:
			if undatedIn {
				total += n
			} else {
				undated += n
			}
		}
	}
	return total, undated, possible
}

// Edges implements graph.Reader.
func (r *reader) Edges(ctx context.Context, q graph.EdgesQuery) (page graph.EdgePage, err error) {
	if q, err = q.Normalize(); err != nil {
		return page, err
	}
	st, params := stEdgesPage, with(filterParams(q.Filter), map[string]any{"after": q.Page.After, "limit": int64(q.Page.Limit + 1)})
	switch {
	case len(q.Records) > 0:
		st, params = stEdgesNamed, with(params, map[string]any{"ids": ids(q.Records), "ties": ids(q.Records), "tie": q.Tie})
	case q.Tie != "":
		st, params = stEdgesNamed, with(params, map[string]any{"ids": []any{}, "ties": []any{q.Tie}, "tie": q.Tie})
	}
	got, err := r.ask(ctx, st, params)
	if err != nil {
		return page, err
	}
	return edgePage(got, q.Filter, q.Page.Limit)
}

// edgePage reads the answer to a question for a page of edges with their ends.
func edgePage(got rows, f graph.Filter, limit int) (page graph.EdgePage, err error) {
	page.Version = got.head.version
	ends := map[string]graph.FoundNode{}
	items, counts, more := pageRows(got.list, limit)
	for _, row := range items {
		e, err := decode[graph.Edge](row[0].(string))
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, graph.FoundEdge{Edge: e, Certainty: certainties[row[1].(int64)]})
		for _, record := range row[2:4] {
			if err := addEnd(ends, record.(string), f.Time); err != nil {
				return page, err
			}
		}
	}
	if more {
		page.Next = page.Items[len(page.Items)-1].ID
	}
	page.Nodes = sortedNodes(ends)
	page.Total, page.Undated, page.Possible = tallyCertainty(counts, f.IncludeUndated)
	return page, nil
}

func addEnd(ends map[string]graph.FoundNode, record string, t graph.Time) error {
	n, err := decode[graph.Node](record)
	if err == nil {
		ends[n.ID] = graph.FoundNode{Node: n, Certainty: n.Holds(t)}
	}
	return err
}

func sortedNodes(found map[string]graph.FoundNode) []graph.FoundNode {
	list := make([]graph.FoundNode, 0, len(found))
	for _, n := range found {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b graph.FoundNode) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Neighbors implements graph.Reader.
func (r *reader) Neighbors(ctx context.Context, q graph.NeighborsQuery) (page graph.EdgePage, err error) {
	if q, err = q.Normalize(); err != nil {
		return page, err
	}
	err = r.whole(func(r *reader) error {
		params := with(filterParams(q.Filter), map[string]any{"id": q.ID, "direction": string(q.Direction), "limit": int64(q.Page.Limit + 1),
			"after_order": int64(-1), "after_far": "", "after_edge": ""})
		if q.Page.After != "" {
			if err := r.placeAfter(ctx, q, params); err != nil {
				return err
			}
		}
		got, err := r.ask(ctx, stNeighborsPage, params)
		if err != nil {
			return err
		}
		if len(got.list) == 0 {
			return graph.NotFound("node", q.ID)
		}
		page, err = edgePage(got, q.Filter, q.Page.Limit)
		return err
	})
	return page, err
}

// placeAfter puts the place of the edge that a page begins after into the parameters.
func (r *reader) placeAfter(ctx context.Context, q graph.NeighborsQuery, params map[string]any) error {
	after, err := r.Edge(ctx, q.Page.After)
	if err != nil && !errors.Is(err, graph.ErrNotFound) {
		return err
	}
	if err == nil && (after.Source == q.ID || after.Target == q.ID) {
		with(params, map[string]any{"after_order": int64(after.Kind.Order()), "after_far": after.Far(q.ID), "after_edge": after.ID})
		return nil
	}
	if _, err := r.Node(ctx, q.ID); err != nil {
		return err
	}
	return graph.Invalidf("after", "%s is no edge of %s", graph.Clip(q.Page.After), q.ID)
}

// Counts implements graph.Reader.
func (r *reader) Counts(ctx context.Context, q graph.CountsQuery) (counts graph.Counts, err error) {
	if q, err = q.Normalize(); err != nil {
		return counts, err
	}
	got, err := r.ask(ctx, stCounts, with(filterParams(q.Filter), map[string]any{"id": q.ID}))
	if err != nil {
		return counts, err
	}
	if len(got.list) == 0 {
		return counts, graph.NotFound("node", q.ID)
	}
	node, err := decode[graph.Node](got.list[0][0].(string))
	if err != nil {
		return counts, err
	}
	counts = gatherCounts(got.list[1:], q.Filter.IncludeUndated)
	counts.Version, counts.Node = got.head.version, graph.FoundNode{Node: node, Certainty: node.Holds(q.Filter.Time)}
	return counts, nil
}

// gatherCounts adds up rows of type, direction, far kind, certainty, edges, far ids, ties; several certainties may share a count.
func gatherCounts(list [][]any, undatedIn bool) (out graph.Counts) {
	type key struct {
		edge      graph.EdgeKind
		direction graph.Direction
		node      graph.NodeKind
	}
	type sum struct {
		edges       int
		nodes, ties map[string]bool
	}
	sums := map[key]*sum{}
	for _, row := range list {
		edges := int(row[4].(int64))
		if certainties[row[3].(int64)] == graph.Undated && !undatedIn {
			out.Undated += edges
			continue
		}
		k := key{edgeKindOf(row[0].(string)), graph.Direction(row[1].(string)), graph.NodeKind(row[2].(string))}
		s := sums[k]
		if s == nil {
			s = &sum{nodes: map[string]bool{}, ties: map[string]bool{}}
			sums[k] = s
		}
		s.edges += edges
		addAll(s.nodes, row[5].([]any))
		addAll(s.ties, row[6].([]any))
	}
	for k, s := range sums {
		c := graph.Count{EdgeKind: k.edge, Direction: k.direction, NodeKind: k.node, Count: s.edges, Nodes: len(s.nodes), Edges: s.edges}
		if k.edge == graph.SisterOf {
			c.Count = len(s.ties)
		}
		out.Counts = append(out.Counts, c)
		out.Total += c.Count
	}
	slices.SortFunc(out.Counts, func(a, b graph.Count) int {
		return cmp.Or(a.EdgeKind.Order()-b.EdgeKind.Order(), slices.Index(graph.Directions, a.Direction)-slices.Index(graph.Directions, b.Direction),
			slices.Index(graph.NodeKinds, a.NodeKind)-slices.Index(graph.NodeKinds, b.NodeKind))
	})
	return out
}

func addAll(set map[string]bool, values []any) {
	for _, v := range values {
		set[v.(string)] = true
	}
}

func edgeKindOf(typ string) graph.EdgeKind {
	for kind, t := range types {
		if t == typ {
			return kind
		}
	}
	return ""
}

// Sources implements graph.Reader.
func (r *reader) Sources(ctx context.Context, q graph.SourcesQuery) (page graph.SourcePage, err error) {
	if q, err = q.Normalize(); err != nil {
		return page, err
	}
	params := map[string]any{"after": q.Page.After, "limit": int64(q.Page.Limit + 1)}
	page.Items, page.Next, page.Total, page.Version, err = plainPage(ctx, r, stSourcesPage, params, q.Page.Limit, func(s *graph.Source) string { return s.ID })
	return page, err
}

// Claims implements graph.Reader.
func (r *reader) Claims(ctx context.Context, q graph.ClaimsQuery) (page graph.ClaimPage, err error) {
	if q, err = q.Normalize(); err != nil {
		return page, err
	}
	params := map[string]any{"after": q.Page.After, "limit": int64(q.Page.Limit + 1), "records": list(q.Records), "kinds": list(q.Kinds)}
	page.Items, page.Next, page.Total, page.Version, err = plainPage(ctx, r, stClaimsPage, params, q.Page.Limit, func(c *graph.Claim) string { return c.ID })
	return page, err
}

func plainPage[T any](ctx context.Context, r *reader, st statement, params map[string]any, limit int, id func(*T) string) (list []T, next string, total int, version string, err error) {
	got, err := r.ask(ctx, st, params)
	if err != nil {
		return nil, "", 0, "", err
	}
	items, counts, more := pageRows(got.list, limit)
	if list, err = records[T](items); err != nil {
		return nil, "", 0, "", err
	}
	if more {
		next = id(&list[limit-1])
	}
	return list, next, int(counts[0][1].(int64)), got.head.version, nil
}

// scan reads every stored record of a kind in id order.
func (r *reader) scan(ctx context.Context, kind graph.RecordKind, each func(id string, s stored) error) error {
	size := r.store.opts.BatchSize
	for after := ""; ; {
		got, err := r.ask(ctx, stAll[kind], map[string]any{"after": after, "limit": int64(size)})
		if err != nil {
			return err
		}
		for _, row := range got.list {
			after = row[0].(string)
			if err := each(after, stored{row[1].(string), row[2].(int64)}); err != nil {
				return err
			}
		}
		if len(got.list) < size {
			return nil
		}
	}
}

// All implements graph.Reader. It holds the version that it begins with, and ends with an error if a release is made meanwhile.
func (r *reader) All(ctx context.Context) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		version, err := r.Version(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		stopped := false
		for _, kind := range graph.RecordKinds {
			err := r.at(version).scan(ctx, kind, func(_ string, s stored) error {
				record, err := decodeKind(kind, s.record)
				if err == nil && !yield(record, nil) {
					stopped = true
					err = errStopped
				}
				return err
			})
			if stopped {
				return
			}
			if errors.Is(err, errChanged) && r.held() == "" {
				err = &graph.Error{Op: "all", Detail: "a release was made while the records were read", Retry: time.Second, Err: graph.ErrUnavailable}
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// errStopped ends a scan whose caller wants no more.
var errStopped = errors.New("no more records are wanted")

func decodeKind(kind graph.RecordKind, record string) (any, error) {
	switch kind {
	case graph.NodeRecord:
		return decodePointer[graph.Node](record)
	case graph.EdgeRecord:
		return decodePointer[graph.Edge](record)
	case graph.SourceRecord:
		return decodePointer[graph.Source](record)
	}
	return decodePointer[graph.Claim](record)
}

func decodePointer[T any](record string) (any, error) {
	v, err := decode[T](record)
	return &v, err
}

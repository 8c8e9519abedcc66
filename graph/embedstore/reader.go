package embedstore

import (
	"context"
	"encoding/json"
	"iter"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
	"enishi/graph/names"
	"enishi/graph/network"
)

// reader answers from one snapshot.
type reader struct {
	store *Store
	snap  *snapshot
}

var _ graph.Reader = (*reader)(nil)

func (r *reader) version() string { return r.snap.info.Version }

func (r *reader) Version(ctx context.Context) (string, error) {
	return r.version(), wrap(ctx, "version", ctx.Err())
}

func (r *reader) Dataset(ctx context.Context) (graph.Dataset, error) {
	return r.snap.dataset, wrap(ctx, "dataset", ctx.Err())
}

// session reads records for one answer. It borrows a connection when the first record is not at hand, and gives it back at the end.
type session struct {
	*reader
	ctx  context.Context
	conn *conn
}

// answer runs fn with a session; op names the method in errors.
func answer[T any](ctx context.Context, r *reader, op string, fn func(*session) (T, error)) (T, error) {
	s := &session{reader: r, ctx: ctx}
	err := ctx.Err()
	var v, none T
	if err == nil && r.store.closed.Load() {
		err = errClosed // what stands in the cache is an answer no more than the rest
	}
	if err == nil {
		v, err = fn(s)
	}
	s.rest()
	if err != nil {
		return none, wrap(ctx, op, err)
	}
	return v, nil
}

func (s *session) db() (*conn, error) {
	if s.conn == nil {
		c, err := s.store.pool.get(s.ctx)
		if err != nil {
			return nil, err
		}
		c.SetInterrupt(s.ctx)
		s.conn = c
	}
	return s.conn, nil
}

// rest gives the connection back. Who waits for another session holds none, or those who wait could hold all that the other needs.
func (s *session) rest() {
	if s.conn != nil {
		s.store.pool.put(s.conn)
		s.conn = nil
	}
}

// record is the record with the number on a shelf, read from the file if it is not there. The caller knows that the snapshot has it.
func record[T any](s *session, on *shelf[T], i uint32, kind int, id func() string) (*T, error) {
	if v := on.get(i); v != nil {
		return v, nil
	}
	c, err := s.db()
	if err != nil {
		return nil, err
	}
	row := storedRow{kind: kind, id: id()}
	var v T
	found := false
	err = c.query(func(st *sqlite3.Stmt) error {
		found = true
		row.data = st.ColumnRawText(0)
		return decode(row, &v)
	}, sqlRecordAt, kind, row.id, s.snap.number)
	if err == nil && !found {
		err = damagedf("%s %s of release %s is not in the file", graph.RecordKinds[kind], row.id, s.snap.info.ID)
	}
	if err != nil {
		return nil, err
	}
	return on.put(i, v, len(row.data)), nil
}

func (s *session) node(i uint32) (*graph.Node, error) {
	return record(s, s.snap.nodes, i, nodeRow, func() string { return s.snap.net.NodeID(i) })
}

func (s *session) edge(e uint32) (*graph.Edge, error) {
	return record(s, s.snap.edges, e, edgeRow, func() string { return s.snap.net.EdgeID(e) })
}

func (s *session) source(x *sourceIndex, i uint32) (*graph.Source, error) {
	return record(s, x.kept, i, sourceRow, func() string { return x.ids[i] })
}

func (s *session) sourceIndex() (*sourceIndex, error) {
	if x := s.snap.sources.value.Load(); x != nil {
		return x, nil
	}
	s.rest()
	return s.snap.sources.get(s.ctx, func(context.Context) (*sourceIndex, error) {
		c, err := s.db()
		if err != nil {
			return nil, err
		}
		x := &sourceIndex{ids: make([]string, 0, s.snap.dataset.Sources)}
		if s.snap.number > 0 {
			err = c.query(func(row *sqlite3.Stmt) error { x.ids = append(x.ids, row.ColumnText(0)); return nil }, sqlIDsAt, sourceRow, s.snap.number)
		}
		x.kept = newShelf[graph.Source](len(x.ids), s.store.opt.CacheBytes/5)
		return x, err
	})
}

func (s *session) foundNodes(refs []network.NodeRef) ([]graph.FoundNode, error) {
	out := make([]graph.FoundNode, len(refs))
	for k, ref := range refs {
		n, err := s.node(ref.Index)
		if err != nil {
			return nil, err
		}
		out[k] = graph.FoundNode{Node: *n, Certainty: ref.Certainty}
	}
	return out, nil
}

func (s *session) foundEdges(refs []network.EdgeRef) ([]graph.FoundEdge, error) {
	out := make([]graph.FoundEdge, len(refs))
	for k, ref := range refs {
		e, err := s.edge(ref.Index)
		if err != nil {
			return nil, err
		}
		out[k] = graph.FoundEdge{Edge: *e, Certainty: ref.Certainty}
	}
	return out, nil
}

// cited are the sources that the records cite, by id.
func (s *session) cited(nodes []graph.FoundNode, edges []graph.FoundEdge) ([]graph.Source, error) {
	seen := map[string]bool{}
	for i := range nodes {
		for _, id := range nodes[i].AllCitations() {
			seen[id] = true
		}
	}
	for i := range edges {
		for _, id := range edges[i].Citations {
			seen[id] = true
		}
	}
	if len(seen) == 0 {
		return nil, nil
	}
	x, err := s.sourceIndex()
	if err != nil {
		return nil, err
	}
	places := make([]uint32, 0, len(seen))
	for id := range seen {
		i, ok := x.place(id)
		if !ok {
			return nil, damagedf("source %s is cited and not there", graph.Clip(id))
		}
		places = append(places, i)
	}
	slices.Sort(places)
	out := make([]graph.Source, len(places))
	for k, i := range places {
		src, err := s.source(x, i)
		if err != nil {
			return nil, err
		}
		out[k] = *src
	}
	return out, nil
}

func (r *reader) Node(ctx context.Context, id string) (graph.Node, error) {
	return answer(ctx, r, "node", func(s *session) (graph.Node, error) {
		i, ok := s.snap.net.NodeIndex(id)
		if !ok {
			return graph.Node{}, graph.NotFound("node", id)
		}
		return value(s.node(i))
	})
}

// value copies what a pointer points to; the zero value where err is not nil.
func value[T any](p *T, err error) (v T, _ error) {
	if err == nil {
		v = *p
	}
	return v, err
}

func (r *reader) NodesByID(ctx context.Context, ids []string) ([]graph.Node, error) {
	return answer(ctx, r, "nodes", func(s *session) ([]graph.Node, error) {
		var out []graph.Node
		for _, id := range ids {
			if i, ok := s.snap.net.NodeIndex(id); ok {
				n, err := s.node(i)
				if err != nil {
					return nil, err
				}
				out = append(out, *n)
			}
		}
		return out, nil
	})
}

func (r *reader) Edge(ctx context.Context, id string) (graph.Edge, error) {
	return answer(ctx, r, "edge", func(s *session) (graph.Edge, error) {
		i, ok := s.snap.net.EdgeIndex(id)
		if !ok {
			return graph.Edge{}, graph.NotFound("edge", id)
		}
		return value(s.edge(i))
	})
}

func (r *reader) Source(ctx context.Context, id string) (graph.Source, error) {
	return answer(ctx, r, "source", func(s *session) (graph.Source, error) {
		found, err := s.sourcesByID([]string{id})
		if err == nil && len(found) == 0 {
			err = graph.NotFound("source", id)
		}
		if err != nil {
			return graph.Source{}, err
		}
		return found[0], nil
	})
}

func (r *reader) SourcesByID(ctx context.Context, ids []string) ([]graph.Source, error) {
	return answer(ctx, r, "sources", func(s *session) ([]graph.Source, error) { return s.sourcesByID(ids) })
}

func (s *session) sourcesByID(ids []string) (out []graph.Source, err error) {
	x, err := s.sourceIndex()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if i, ok := x.place(id); ok {
			src, err := s.source(x, i)
			if err != nil {
				return nil, err
			}
			out = append(out, *src)
		}
	}
	return out, nil
}

func (r *reader) ByCode(ctx context.Context, system, value string) ([]graph.Node, error) {
	return answer(ctx, r, "by code", func(s *session) ([]graph.Node, error) {
		systems := []string{system}
		if system == "jis" {
			systems = append(systems, "jis-earlier")
		}
		ids, err := s.holders(systems, value)
		if err != nil {
			return nil, err
		}
		var out []graph.Node
		for _, id := range ids {
			i, ok := s.snap.net.NodeIndex(id)
			if !ok {
				continue // had the code in another release
			}
			n, err := s.node(i)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(systems, func(sys string) bool { return slices.Contains(n.Codes[sys], value) }) {
				out = append(out, *n)
			}
		}
		return out, nil
	})
}

// holders are the ids of the nodes that have had the code in one of the systems in any release.
func (s *session) holders(systems []string, value string) (ids []string, err error) {
	c, err := s.db()
	if err != nil {
		return nil, err
	}
	for _, system := range systems {
		err := c.query(func(row *sqlite3.Stmt) error { ids = append(ids, row.ColumnText(0)); return nil }, sqlNodesByCode, value, system)
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (r *reader) Nodes(ctx context.Context, q graph.NodesQuery) (graph.NodePage, error) {
	return answer(ctx, r, "nodes", func(s *session) (p graph.NodePage, err error) {
		if q, err = q.Normalize(); err != nil {
			return p, err
		}
		l, err := s.snap.net.View(q.Filter).NodeList(ctx, q.Page)
		if err != nil {
			return p, err
		}
		p = graph.NodePage{Version: s.version(), Next: l.Next, Total: l.Total, Undated: l.Undated, Possible: l.Possible}
		p.Items, err = s.foundNodes(l.Nodes)
		return p, err
	})
}

func (r *reader) Edges(ctx context.Context, q graph.EdgesQuery) (graph.EdgePage, error) {
	return answer(ctx, r, "edges", func(s *session) (p graph.EdgePage, err error) {
		if q, err = q.Normalize(); err != nil {
			return p, err
		}
		l, err := s.snap.net.View(q.Filter).EdgeList(ctx, q.Page, q.Tie, q.Records...)
		if err != nil {
			return p, err
		}
		return s.edgePage(l)
	})
}

func (r *reader) Neighbors(ctx context.Context, q graph.NeighborsQuery) (graph.EdgePage, error) {
	return answer(ctx, r, "neighbors", func(s *session) (p graph.EdgePage, err error) {
		if q, err = q.Normalize(); err != nil {
			return p, err
		}
		l, err := s.snap.net.View(q.Filter).Neighbors(ctx, q)
		if err != nil {
			return p, err
		}
		return s.edgePage(l)
	})
}

func (s *session) edgePage(l network.List) (p graph.EdgePage, err error) {
	p = graph.EdgePage{Version: s.version(), Next: l.Next, Total: l.Total, Undated: l.Undated, Possible: l.Possible}
	if p.Items, err = s.foundEdges(l.Edges); err != nil {
		return p, err
	}
	p.Nodes, err = s.foundNodes(l.Nodes)
	return p, err
}

func (r *reader) Sources(ctx context.Context, q graph.SourcesQuery) (graph.SourcePage, error) {
	return answer(ctx, r, "sources", func(s *session) (p graph.SourcePage, err error) {
		if q, err = q.Normalize(); err != nil {
			return p, err
		}
		x, err := s.sourceIndex()
		if err != nil {
			return p, err
		}
		from, found := x.place(q.Page.After)
		if found {
			from++
		}
		p = graph.SourcePage{Version: s.version(), Total: len(x.ids)}
		to := min(int(from)+q.Page.Limit, len(x.ids))
		if to < len(x.ids) {
			p.Next = x.ids[to-1]
		}
		p.Items, err = s.sourcesByID(x.ids[from:to])
		return p, err
	})
}

func (r *reader) Claims(ctx context.Context, q graph.ClaimsQuery) (graph.ClaimPage, error) {
	return answer(ctx, r, "claims", func(s *session) (p graph.ClaimPage, err error) {
		if q, err = q.Normalize(); err != nil {
			return p, err
		}
		p.Version = s.version()
		if s.snap.dataset.Claims == 0 {
			return p, nil
		}
		c, err := s.db()
		if err != nil {
			return p, err
		}
		var kinds any // null: all
		if len(q.Kinds) > 0 {
			kinds = jsonList(q.Kinds)
		}
		take := func(row *sqlite3.Stmt) error { return takeClaim(&p, q.Page, row) }
		if len(q.Records) > 0 {
			err = c.query(take, sqlClaimsAbout, s.snap.number, jsonList(q.Records), kinds)
		} else {
			err = c.query(take, sqlClaimsAt, s.snap.number, kinds)
		}
		return p, err
	})
}

// takeClaim counts a claim of the whole list and puts it on the page if it belongs there.
func takeClaim(p *graph.ClaimPage, page graph.Page, row *sqlite3.Stmt) error {
	p.Total++
	id := row.ColumnText(0)
	switch {
	case id <= page.After:
		return nil
	case len(p.Items) == page.Limit:
		p.Next = p.Items[page.Limit-1].ID
		return nil
	}
	var claim graph.Claim
	if err := decode(storedRow{claimRow, id, row.ColumnRawText(1)}, &claim); err != nil {
		return err
	}
	p.Items = append(p.Items, claim)
	return nil
}

func jsonList[T ~string](values []T) []byte {
	b, err := json.Marshal(values)
	if err != nil { // strings have JSON
		panic(err)
	}
	return b
}

func (r *reader) Search(ctx context.Context, q graph.SearchQuery) (graph.SearchResult, error) {
	return answer(ctx, r, "search", func(s *session) (out graph.SearchResult, err error) {
		if q, err = q.Normalize(); err != nil {
			return out, err
		}
		index, err := s.nameIndex()
		if err != nil {
			return out, err
		}
		net := s.snap.net
		view := net.View(q.Filter)
		found, total := index.Search(names.Parse(q.Text), names.Request{Limit: q.Limit, Offset: q.Offset,
			Accept: func(i uint32) bool { _, in := view.Node(i); return in },
			Less: func(a, b uint32) bool {
				if da, db := net.Degree(a), net.Degree(b); da != db {
					return da > db
				}
				return a < b
			}})
		out = graph.SearchResult{Version: s.version(), Total: total}
		for _, f := range found {
			certainty, _ := view.Node(f.Ord)
			n, err := s.node(f.Ord)
			if err != nil {
				return out, err
			}
			out.Hits = append(out.Hits, graph.Hit{Node: graph.FoundNode{Node: *n, Certainty: certainty}, Name: f.Name, Lang: string(f.Lang), How: graph.How(f.How.String())})
		}
		return out, nil
	})
}

func (r *reader) Counts(ctx context.Context, q graph.CountsQuery) (graph.Counts, error) {
	return answer(ctx, r, "counts", func(s *session) (out graph.Counts, err error) {
		if q, err = q.Normalize(); err != nil {
			return out, err
		}
		i, ok := s.snap.net.NodeIndex(q.ID)
		if !ok {
			return out, graph.NotFound("counts", q.ID)
		}
		out.Version = s.version()
		if out.Counts, out.Undated, err = s.snap.net.View(q.Filter).Counts(ctx, i); err != nil {
			return out, err
		}
		for _, c := range out.Counts {
			out.Total += c.Count
		}
		n, err := s.node(i)
		if err != nil {
			return out, err
		}
		out.Node = graph.FoundNode{Node: *n, Certainty: n.Holds(q.Filter.Time)}
		return out, nil
	})
}

func (r *reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Network, error) {
	return answer(ctx, r, "neighborhood", func(s *session) (out graph.Network, err error) {
		if q, err = q.Normalize(); err != nil {
			return out, err
		}
		result, err := s.snap.net.View(q.Filter).Neighborhood(ctx, q)
		if err != nil {
			return out, err
		}
		return s.network(result)
	})
}

func (r *reader) Subgraph(ctx context.Context, q graph.SubgraphQuery) (graph.Network, error) {
	return answer(ctx, r, "subgraph", func(s *session) (out graph.Network, err error) {
		if q, err = q.Normalize(); err != nil {
			return out, err
		}
		result, err := s.snap.net.View(q.Filter).Subgraph(ctx, q)
		if err != nil {
			return out, err
		}
		return s.network(result)
	})
}

// network turns numbers into records.
func (s *session) network(r network.Result) (out graph.Network, err error) {
	out.Meta = r.Meta
	out.Meta.Version = s.version()
	if out.Nodes, err = s.foundNodes(r.Nodes); err != nil {
		return out, err
	}
	if out.Edges, err = s.foundEdges(r.Edges); err != nil {
		return out, err
	}
	out.Sources, err = s.cited(out.Nodes, out.Edges)
	return out, err
}

func (r *reader) Paths(ctx context.Context, q graph.PathsQuery) (graph.PathSet, error) {
	return answer(ctx, r, "paths", func(s *session) (out graph.PathSet, err error) {
		if q, err = q.Normalize(); err != nil {
			return out, err
		}
		found, err := s.snap.net.View(q.Filter).Paths(ctx, q)
		if err != nil {
			return out, err
		}
		net, err := s.network(network.Result{Meta: found.Meta, Nodes: found.Nodes, Edges: found.Edges})
		return graph.PathSet{Meta: net.Meta, Paths: found.Paths, Nodes: net.Nodes, Edges: net.Edges, Sources: net.Sources}, err
	})
}

func (r *reader) Tally(ctx context.Context, q graph.TallyQuery) (graph.Tally, error) {
	return answer(ctx, r, "tally", func(s *session) (t graph.Tally, err error) {
		if q, err = q.Normalize(); err != nil {
			return t, err
		}
		t, err = s.snap.net.View(q.Filter).Tally(ctx, q)
		t.Version = s.version()
		return t, err
	})
}

func (r *reader) All(ctx context.Context) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for kind := range graph.RecordKinds {
			for row, err := range r.store.rows(ctx, r.snap.number, kind, "") {
				var rec any
				if err == nil {
					rec = newRecord(kind)
					err = decode(row, rec)
				}
				if err != nil {
					yield(nil, wrap(ctx, "all", err))
					return
				}
				if !yield(rec, nil) {
					return
				}
			}
		}
	}
}

// newRecord is an empty record of the kind.
func newRecord(kind int) any {
	return [...]func() any{
		nodeRow:   func() any { return new(graph.Node) },
		edgeRow:   func() any { return new(graph.Edge) },
		sourceRow: func() any { return new(graph.Source) },
		claimRow:  func() any { return new(graph.Claim) },
	}[kind]()
}

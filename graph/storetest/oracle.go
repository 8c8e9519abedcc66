package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"enishi/graph"
	"enishi/graph/names"
)

// NewOracle returns an empty store in memory that answers by looping over everything. It is right before it is quick.
func NewOracle() graph.Store {
	o := &oracle{}
	o.at = o.state.Load
	o.state.Store(&state{})
	return o
}

// oracle is a pointer to what is there now; reader answers from it.
type oracle struct {
	reader
	state   atomic.Pointer[state]
	writers sync.Mutex
}

// state is a dataset with its releases. It is never changed once it is published.
type state struct {
	content
	releases []release // from the oldest
	keys     map[string][]names.Key
	keysOnce sync.Once
}

type release struct {
	info graph.ReleaseInfo
	content
}

func (s *state) version() string {
	if len(s.releases) == 0 {
		return graph.EmptyVersion
	}
	return s.releases[len(s.releases)-1].info.Version
}

// content is a set of records by id. Values are never changed in place.
type content struct {
	nodes   map[string]*graph.Node
	edges   map[string]*graph.Edge
	sources map[string]*graph.Source
	claims  map[string]*graph.Claim
}

func sortedIDs[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// each calls fn with every record in the order of All until it returns false.
func (c *content) each(fn func(kind graph.RecordKind, id string, record any) bool) {
	for _, id := range sortedIDs(c.nodes) {
		if !fn(graph.NodeRecord, id, c.nodes[id]) {
			return
		}
	}
	for _, id := range sortedIDs(c.edges) {
		if !fn(graph.EdgeRecord, id, c.edges[id]) {
			return
		}
	}
	for _, id := range sortedIDs(c.sources) {
		if !fn(graph.SourceRecord, id, c.sources[id]) {
			return
		}
	}
	for _, id := range sortedIDs(c.claims) {
		if !fn(graph.ClaimRecord, id, c.claims[id]) {
			return
		}
	}
}

func (c *content) version() string {
	var h graph.ContentHash
	c.each(func(kind graph.RecordKind, _ string, record any) bool {
		h.Add(kind, graph.Encode(record))
		return true
	})
	return h.Version()
}

// faults are ends and citations that name nothing.
func (c *content) faults() []string {
	var faults []string
	cites := func(record string, sources ...string) {
		for _, s := range sources {
			if c.sources[s] == nil {
				faults = append(faults, fmt.Sprintf("%s cites %s, which is no source", record, s))
			}
		}
	}
	for _, id := range sortedIDs(c.nodes) {
		cites(id, c.nodes[id].AllCitations()...)
	}
	for _, id := range sortedIDs(c.edges) {
		e := c.edges[id]
		cites(id, e.Citations...)
		for _, end := range []string{e.Source, e.Target} {
			if c.nodes[end] == nil {
				faults = append(faults, fmt.Sprintf("edge %s has the end %s, which is no node", id, end))
			}
		}
	}
	for _, id := range sortedIDs(c.claims) {
		if s := c.claims[id].Source; s != "" {
			cites(id, s)
		}
	}
	return faults
}

// Apply copies the content, changes the copy, checks it, and publishes it.
func (o *oracle) Apply(ctx context.Context, r *graph.Release) (graph.ReleaseInfo, error) {
	if err := r.Check(); err != nil {
		return graph.ReleaseInfo{}, err
	}
	o.writers.Lock()
	defer o.writers.Unlock()
	s, err := o.begin(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	if r.Parent != "" && r.Parent != s.version() {
		return graph.ReleaseInfo{}, &graph.Error{Op: "apply", Detail: "the data is at version " + s.version() + ", the release was made from " + graph.Clip(r.Parent), Err: graph.ErrConflict}
	}
	base := s.content
	if r.Replace {
		base = content{}
	}
	next := content{
		nodes:   changed(base.nodes, r.Nodes, r.DeleteNodes, func(n *graph.Node) string { return n.ID }),
		edges:   changed(base.edges, r.Edges, r.DeleteEdges, func(e *graph.Edge) string { return e.ID }),
		sources: changed(base.sources, r.Sources, r.DeleteSources, func(s *graph.Source) string { return s.ID }),
		claims:  changed(base.claims, r.Claims, r.DeleteClaims, func(c *graph.Claim) string { return c.ID }),
	}
	if faults := next.faults(); len(faults) > 0 {
		return graph.ReleaseInfo{}, &graph.Error{Op: "apply", Detail: faults[0], Err: graph.ErrInvalid}
	}
	return o.publish(s, next, r.Note), nil
}

// changed is the records of base after the puts and deletes.
func changed[T any](base map[string]*T, put []T, del []string, id func(*T) string) map[string]*T {
	next := maps.Clone(base)
	if next == nil {
		next = map[string]*T{}
	}
	for _, d := range del {
		delete(next, d)
	}
	for i := range put {
		next[id(&put[i])] = deepCopy(&put[i])
	}
	return next
}

func deepCopy[T any](v *T) *T {
	c := new(T)
	if err := json.Unmarshal(graph.Encode(v), c); err != nil {
		panic(err) // every record can be read back from its JSON
	}
	return c
}

func (o *oracle) publish(s *state, next content, note string) graph.ReleaseInfo {
	changes := countChanges(differences(&s.content, &next))
	if changes.Total() == 0 {
		info := graph.ReleaseInfo{Version: graph.EmptyVersion}
		if len(s.releases) > 0 {
			info = s.releases[len(s.releases)-1].info
		}
		info.Changes = changes
		return info
	}
	number := len(s.releases) + 1
	info := graph.ReleaseInfo{ID: "r" + strconv.Itoa(number), Number: number, Time: time.Now().UTC().Truncate(time.Second),
		Version: next.version(), Note: note, Changes: changes}
	if number > 1 {
		info.Parent = s.releases[number-2].info.ID
	}
	o.state.Store(&state{content: next, releases: append(slices.Clone(s.releases), release{info, next})})
	return info
}

// Rollback publishes the content of an earlier release again.
func (o *oracle) Rollback(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	o.writers.Lock()
	defer o.writers.Unlock()
	s, err := o.begin(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	past, err := s.after("rollback", id)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	return o.publish(s, *past, "rollback to "+cmp.Or(id, "nothing")), nil
}

// after is the content after a release; "" is nothing.
func (s *state) after(op, id string) (*content, error) {
	if id == "" {
		return &content{}, nil
	}
	for i := range s.releases {
		if s.releases[i].info.ID == id {
			return &s.releases[i].content, nil
		}
	}
	return nil, graph.NotFound(op, id)
}

// differences are the records that differ, in the order of Diff.
func differences(from, to *content) []graph.RecordChange {
	type key struct {
		kind graph.RecordKind
		id   string
	}
	found := map[key]graph.RecordChange{}
	from.each(func(kind graph.RecordKind, id string, record any) bool {
		found[key{kind, id}] = graph.RecordChange{Kind: kind, ID: id, Before: graph.Encode(record)}
		return true
	})
	to.each(func(kind graph.RecordKind, id string, record any) bool {
		c := found[key{kind, id}]
		c.Kind, c.ID, c.After = kind, id, graph.Encode(record)
		found[key{kind, id}] = c
		return true
	})
	var out []graph.RecordChange
	for _, c := range found {
		if string(c.Before) != string(c.After) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b graph.RecordChange) int {
		return cmp.Or(kindOrder(a.Kind)-kindOrder(b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func kindOrder(k graph.RecordKind) int { return slices.Index(graph.RecordKinds, k) }

func countChanges(changes []graph.RecordChange) (n graph.ChangeCounts) {
	for _, c := range changes {
		switch {
		case c.Before == nil:
			n.Added++
		case c.After == nil:
			n.Removed++
		default:
			n.Changed++
		}
	}
	return n
}

// View holds the state of this moment.
func (o *oracle) View(ctx context.Context, fn func(graph.Reader) error) error {
	s, err := o.begin(ctx)
	if err != nil {
		return err
	}
	return fn(reader{func() *state { return s }})
}

// Ping says only whether ctx has ended.
func (o *oracle) Ping(ctx context.Context) error { return ctx.Err() }

// Check looks for dangling ends and citations and a version that is not that of the content.
func (o *oracle) Check(ctx context.Context) ([]string, error) {
	s, err := o.begin(ctx)
	if err != nil {
		return nil, err
	}
	faults := s.faults()
	if v := s.content.version(); v != s.version() {
		faults = append(faults, fmt.Sprintf("the content's version is %s, the release says %s", v, s.version()))
	}
	return faults, nil
}

// Kind names the oracle.
func (o *oracle) Kind() string { return "oracle" }

// Close does nothing.
func (o *oracle) Close() error { return nil }

// reader answers from the state that at returns.
type reader struct{ at func() *state }

func (r reader) begin(ctx context.Context) (*state, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("oracle: %w", err)
	}
	return r.at(), nil
}

func (r reader) Version(ctx context.Context) (string, error) {
	s, err := r.begin(ctx)
	if err != nil {
		return "", err
	}
	return s.version(), nil
}

func (r reader) Dataset(ctx context.Context) (graph.Dataset, error) {
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Dataset{}, err
	}
	d := graph.Dataset{Version: s.version(), Nodes: map[graph.NodeKind]int{}, Edges: map[graph.EdgeKind]int{}, Sources: len(s.sources), Claims: len(s.claims)}
	if n := len(s.releases); n > 0 {
		d.Release = s.releases[n-1].info
	}
	for _, n := range s.nodes {
		d.Nodes[n.Kind]++
	}
	ties := map[string]bool{}
	for _, e := range s.edges {
		d.Edges[e.Kind]++
		if e.Kind == graph.SisterOf {
			ties[e.Tie] = true
		}
		if year := (graph.Date{Year: e.Signed.Year}); !year.IsZero() {
			if d.Span.From.IsZero() || year.Year < d.Span.From.Year {
				d.Span.From = year
			}
			if year.Year > d.Span.To.Year {
				d.Span.To = year
			}
		}
	}
	d.Ties = len(ties)
	for _, id := range sortedIDs(s.sources) {
		if s.sources[id].Credit != "" {
			d.Credits = append(d.Credits, *s.sources[id])
		}
	}
	return d, nil
}

// one finds a record by id.
func one[T any](ctx context.Context, r reader, op, id string, of func(*state) map[string]*T) (T, error) {
	var none T
	s, err := r.begin(ctx)
	if err != nil {
		return none, err
	}
	if v := of(s)[id]; v != nil {
		return *v, nil
	}
	return none, graph.NotFound(op, id)
}

// several finds records by id, in the order of the ids.
func several[T any](ctx context.Context, r reader, ids []string, of func(*state) map[string]*T) ([]T, error) {
	s, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	var out []T
	for _, id := range ids {
		if v := of(s)[id]; v != nil {
			out = append(out, *v)
		}
	}
	return out, nil
}

func nodesOf(s *state) map[string]*graph.Node     { return s.nodes }
func edgesOf(s *state) map[string]*graph.Edge     { return s.edges }
func sourcesOf(s *state) map[string]*graph.Source { return s.sources }

func (r reader) Node(ctx context.Context, id string) (graph.Node, error) {
	return one(ctx, r, "node", id, nodesOf)
}

func (r reader) NodesByID(ctx context.Context, ids []string) ([]graph.Node, error) {
	return several(ctx, r, ids, nodesOf)
}

func (r reader) Edge(ctx context.Context, id string) (graph.Edge, error) {
	return one(ctx, r, "edge", id, edgesOf)
}

func (r reader) Source(ctx context.Context, id string) (graph.Source, error) {
	return one(ctx, r, "source", id, sourcesOf)
}

func (r reader) SourcesByID(ctx context.Context, ids []string) ([]graph.Source, error) {
	return several(ctx, r, ids, sourcesOf)
}

func (r reader) ByCode(ctx context.Context, system, value string) ([]graph.Node, error) {
	s, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	var out []graph.Node
	for _, id := range sortedIDs(s.nodes) {
		n := s.nodes[id]
		if slices.Contains(n.Codes[system], value) || (system == "jis" && slices.Contains(n.Codes["jis-earlier"], value)) {
			out = append(out, *n)
		}
	}
	return out, nil
}

// page cuts a list in id order: the items after an id, and the After of the next page.
func page[T any](items []T, p graph.Page, id func(T) string) (part []T, next string) {
	for _, v := range items {
		if id(v) <= p.After {
			continue
		}
		if len(part) == p.Limit {
			return part, id(part[len(part)-1])
		}
		part = append(part, v)
	}
	return part, ""
}

func nodeID(n graph.FoundNode) string { return n.ID }
func edgeID(e graph.FoundEdge) string { return e.ID }

// nodesIn are the nodes that pass the filter, and the number of those that would but for their unknown start.
func (s *state) nodesIn(f *graph.Filter) (in []graph.FoundNode, undated int) {
	for _, id := range sortedIDs(s.nodes) {
		c, ok := f.Node(s.nodes[id])
		if ok {
			in = append(in, graph.FoundNode{Node: *s.nodes[id], Certainty: c})
		} else if c == graph.Undated {
			undated++
		}
	}
	return in, undated
}

// edgesIn are the edges that pass the filter in id order, and those that would but for their unknown start.
func (s *state) edgesIn(f *graph.Filter) (in, undated []graph.FoundEdge) {
	for _, id := range sortedIDs(s.edges) {
		e := s.edges[id]
		c, ok := f.Edge(e, s.nodes[e.Source], s.nodes[e.Target])
		if ok {
			in = append(in, graph.FoundEdge{Edge: *e, Certainty: c})
		} else if c == graph.Undated {
			undated = append(undated, graph.FoundEdge{Edge: *e, Certainty: c})
		}
	}
	return in, undated
}

func where[T any](items []T, keep func(T) bool) []T {
	var out []T
	for _, v := range items {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

func (s *state) found(id string, t graph.Time) graph.FoundNode {
	n := s.nodes[id]
	return graph.FoundNode{Node: *n, Certainty: n.Holds(t)}
}

// ends are the nodes at the edges' ends, by id.
func (s *state) ends(edges []graph.FoundEdge, t graph.Time) []graph.FoundNode {
	ids := map[string]bool{}
	for _, e := range edges {
		ids[e.Source], ids[e.Target] = true, true
	}
	return s.foundAll(ids, t)
}

func (s *state) foundAll(ids map[string]bool, t graph.Time) []graph.FoundNode {
	var out []graph.FoundNode
	for _, id := range sortedIDs(ids) {
		out = append(out, s.found(id, t))
	}
	return out
}

func possibleNodes(nodes []graph.FoundNode) int {
	return len(where(nodes, func(n graph.FoundNode) bool { return n.Certainty == graph.Possible }))
}

func possibleEdges(edges []graph.FoundEdge) int {
	return len(where(edges, func(e graph.FoundEdge) bool { return e.Certainty == graph.Possible }))
}

func (r reader) Nodes(ctx context.Context, q graph.NodesQuery) (graph.NodePage, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.NodePage{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.NodePage{}, err
	}
	in, undated := s.nodesIn(&q.Filter)
	p := graph.NodePage{Version: s.version(), Total: len(in), Undated: undated, Possible: possibleNodes(in)}
	p.Items, p.Next = page(in, q.Page, nodeID)
	return p, nil
}

func (r reader) Edges(ctx context.Context, q graph.EdgesQuery) (graph.EdgePage, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.EdgePage{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.EdgePage{}, err
	}
	in, undated := s.edgesIn(&q.Filter)
	ofTie := func(e graph.FoundEdge) bool { return q.Tie == "" || e.Tie == q.Tie }
	in, undated = where(in, ofTie), where(undated, ofTie)
	if len(q.Records) > 0 {
		named := func(e graph.FoundEdge) bool {
			return slices.Contains(q.Records, e.ID) || slices.Contains(q.Records, e.Tie)
		}
		in, undated = where(in, named), where(undated, named)
	}
	p := graph.EdgePage{Version: s.version(), Total: len(in), Undated: len(undated), Possible: possibleEdges(in)}
	p.Items, p.Next = page(in, q.Page, edgeID)
	p.Nodes = s.ends(p.Items, q.Filter.Time)
	return p, nil
}

func (r reader) Sources(ctx context.Context, q graph.SourcesQuery) (graph.SourcePage, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.SourcePage{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.SourcePage{}, err
	}
	var all []graph.Source
	for _, id := range sortedIDs(s.sources) {
		all = append(all, *s.sources[id])
	}
	p := graph.SourcePage{Version: s.version(), Total: len(all)}
	p.Items, p.Next = page(all, q.Page, func(s graph.Source) string { return s.ID })
	return p, nil
}

func (r reader) Claims(ctx context.Context, q graph.ClaimsQuery) (graph.ClaimPage, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.ClaimPage{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.ClaimPage{}, err
	}
	var all []graph.Claim
	for _, id := range sortedIDs(s.claims) {
		c := *s.claims[id]
		if (len(q.Records) == 0 || slices.Contains(q.Records, c.Record)) && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, c.Kind)) {
			all = append(all, c)
		}
	}
	p := graph.ClaimPage{Version: s.version(), Total: len(all)}
	p.Items, p.Next = page(all, q.Page, func(c graph.Claim) string { return c.ID })
	return p, nil
}

func (r reader) All(ctx context.Context) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		s, err := r.begin(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		s.each(func(_ graph.RecordKind, _ string, record any) bool {
			if err := ctx.Err(); err != nil {
				yield(nil, fmt.Errorf("oracle: %w", err))
				return false
			}
			return yield(record, nil)
		})
	}
}

func (r reader) Releases(ctx context.Context, limit int) ([]graph.ReleaseInfo, error) {
	if limit < 0 {
		return nil, graph.Invalidf("limit", "%d is not allowed; use 0 for all, or more", limit)
	}
	s, err := r.begin(ctx)
	if err != nil {
		return nil, err
	}
	var out []graph.ReleaseInfo
	for _, rel := range slices.Backward(s.releases) {
		if limit > 0 && len(out) == limit {
			break
		}
		out = append(out, rel.info)
	}
	return out, nil
}

func (r reader) Release(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	s, err := r.begin(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	for _, rel := range s.releases {
		if rel.info.ID == id {
			return rel.info, nil
		}
	}
	return graph.ReleaseInfo{}, graph.NotFound("release", id)
}

func (r reader) Diff(ctx context.Context, q graph.DiffQuery) (graph.Diff, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Diff{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Diff{}, err
	}
	from, err := s.after("diff", q.From)
	if err != nil {
		return graph.Diff{}, err
	}
	to, err := s.after("diff", q.To)
	if err != nil {
		return graph.Diff{}, err
	}
	all := differences(from, to)
	d := graph.Diff{From: q.From, To: q.To, Counts: countChanges(all)}
	for _, c := range all {
		if k := kindOrder(c.Kind); q.Kind != "" && (k < kindOrder(q.Kind) || (k == kindOrder(q.Kind) && c.ID <= q.After)) {
			continue
		}
		if len(d.Changes) == q.Limit {
			last := d.Changes[len(d.Changes)-1]
			d.NextKind, d.NextAfter = last.Kind, last.ID
			break
		}
		d.Changes = append(d.Changes, c)
	}
	return d, nil
}

package storetest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"enishi/graph"
)

// along reports whether the edge can be followed from the node in the direction.
func along(e *graph.Edge, from string, d graph.Direction) bool {
	switch {
	case e.Source != from && e.Target != from:
		return false
	case !e.Kind.Directed() || d == graph.Both:
		return true
	}
	return (e.Source == from) == (d == graph.Outward)
}

// seenFrom are the edges that can be followed from a node, by edge kind, far id, edge id.
func seenFrom(edges []graph.FoundEdge, from string, d graph.Direction) []graph.FoundEdge {
	out := where(edges, func(e graph.FoundEdge) bool { return along(&e.Edge, from, d) })
	slices.SortFunc(out, func(a, b graph.FoundEdge) int { return seenOrder(&a.Edge, &b.Edge, a.Far(from), b.Far(from)) })
	return out
}

func seenOrder(a, b *graph.Edge, farA, farB string) int {
	return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(farA, farB), cmp.Compare(a.ID, b.ID))
}

func (r reader) Neighbors(ctx context.Context, q graph.NeighborsQuery) (graph.EdgePage, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.EdgePage{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.EdgePage{}, err
	}
	if s.nodes[q.ID] == nil {
		return graph.EdgePage{}, graph.NotFound("neighbors", q.ID)
	}
	in, undated := s.edgesIn(&q.Filter)
	in, undated = seenFrom(in, q.ID, q.Direction), seenFrom(undated, q.ID, q.Direction)
	p := graph.EdgePage{Version: s.version(), Total: len(in), Undated: len(undated), Possible: possibleEdges(in)}
	rest := in
	if q.Page.After != "" {
		last := s.edges[q.Page.After]
		if last == nil || (last.Source != q.ID && last.Target != q.ID) {
			return graph.EdgePage{}, graph.Invalidf("after", "%s is no edge of %s", graph.Clip(q.Page.After), graph.Clip(q.ID))
		}
		rest = where(in, func(e graph.FoundEdge) bool { return seenOrder(&e.Edge, last, e.Far(q.ID), last.Far(q.ID)) > 0 })
	}
	p.Items = rest
	if len(rest) > q.Page.Limit {
		p.Items = rest[:q.Page.Limit]
		p.Next = p.Items[q.Page.Limit-1].ID
	}
	p.Nodes = s.ends(p.Items, q.Filter.Time)
	return p, nil
}

func (r reader) Counts(ctx context.Context, q graph.CountsQuery) (graph.Counts, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Counts{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Counts{}, err
	}
	if s.nodes[q.ID] == nil {
		return graph.Counts{}, graph.NotFound("counts", q.ID)
	}
	in, undated := s.edgesIn(&q.Filter)
	in = seenFrom(in, q.ID, graph.Both)
	out := graph.Counts{Version: s.version(), Node: s.found(q.ID, q.Filter.Time), Undated: len(seenFrom(undated, q.ID, graph.Both))}
	for _, kind := range graph.EdgeKinds {
		for _, d := range graph.Directions {
			if kind.Directed() == (d == graph.Both) {
				continue // a directed kind has out and in, the other kind both
			}
			for _, far := range graph.NodeKinds {
				group := where(in, func(e graph.FoundEdge) bool {
					return e.Kind == kind && along(&e.Edge, q.ID, d) && s.nodes[e.Far(q.ID)].Kind == far
				})
				if len(group) > 0 {
					out.Counts = append(out.Counts, countOf(group, q.ID, graph.Count{EdgeKind: kind, Direction: d, NodeKind: far}))
					out.Total += out.Counts[len(out.Counts)-1].Count
				}
			}
		}
	}
	return out, nil
}

func countOf(group []graph.FoundEdge, from string, c graph.Count) graph.Count {
	ties, far := map[string]bool{}, map[string]bool{}
	for _, e := range group {
		ties[cmp.Or(e.Tie, e.ID)] = true
		far[e.Far(from)] = true
	}
	c.Count, c.Nodes, c.Edges = len(ties), len(far), len(group)
	return c
}

// network makes the records of an answer from the ids in it.
func (s *state) network(nodes, edges map[string]bool, kept []graph.FoundEdge, t graph.Time) graph.Network {
	net := graph.Network{Nodes: s.foundAll(nodes, t), Edges: where(kept, func(e graph.FoundEdge) bool { return edges[e.ID] })}
	slices.SortFunc(net.Edges, func(a, b graph.FoundEdge) int {
		return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(a.ID, b.ID))
	})
	cited := map[string]bool{}
	for _, n := range net.Nodes {
		for _, c := range n.AllCitations() {
			cited[c] = true
		}
	}
	for _, e := range net.Edges {
		for _, c := range e.Citations {
			cited[c] = true
		}
	}
	for _, id := range sortedIDs(cited) {
		net.Sources = append(net.Sources, *s.sources[id])
	}
	net.Meta = graph.Meta{Version: s.version(), Shown: graph.Size{Nodes: len(net.Nodes), Edges: len(net.Edges)}, Possible: possibleNodes(net.Nodes) + possibleEdges(net.Edges)}
	return net
}

// walk is a neighbourhood as it grows: its nodes with their distance, its edges, and the limits that were met.
type walk struct {
	distance map[string]int
	edges    map[string]bool
	fanned   []graph.FoundEdge // left out by FanOut
	cut      map[graph.Cut]bool
}

const noLimit = math.MaxInt

func walkFrom(q graph.NeighborhoodQuery, kept []graph.FoundEdge) *walk {
	w := &walk{distance: map[string]int{}, edges: map[string]bool{}, cut: map[graph.Cut]bool{}}
	for _, id := range q.From {
		w.distance[id] = 0
	}
	for d := 0; d < q.Depth && !w.cut[graph.CutEdges]; d++ {
		w.add(w.take(d, q, kept), d, q)
	}
	for _, e := range w.fanned {
		if !w.edges[e.ID] {
			w.cut[graph.CutFanOut] = true
		}
	}
	return w
}

// take collects the edges of the nodes at distance d that are not in yet, in the order of their addition.
func (w *walk) take(d int, q graph.NeighborhoodQuery, kept []graph.FoundEdge) []graph.FoundEdge {
	taken := map[string]graph.FoundEdge{}
	for id, at := range w.distance {
		if at != d {
			continue
		}
		edges := seenFrom(kept, id, q.Direction)
		if q.FanOut > 0 && len(edges) > q.FanOut {
			w.fanned = append(w.fanned, edges[q.FanOut:]...)
			edges = edges[:q.FanOut]
		}
		for _, e := range edges {
			if !w.edges[e.ID] {
				taken[e.ID] = e
			}
		}
	}
	out := slices.Collect(maps.Values(taken))
	slices.SortFunc(out, func(a, b graph.FoundEdge) int { return seenOrder(&a.Edge, &b.Edge, w.far(a), w.far(b)) })
	return out
}

// far is the end that is not in, else the greater one.
func (w *walk) far(e graph.FoundEdge) string {
	if _, in := w.distance[e.Source]; !in {
		return e.Source
	}
	if _, in := w.distance[e.Target]; !in {
		return e.Target
	}
	return max(e.Source, e.Target)
}

func (w *walk) add(taken []graph.FoundEdge, d int, q graph.NeighborhoodQuery) {
	for _, e := range taken {
		if len(w.edges) == q.Edges {
			w.cut[graph.CutEdges] = true
			return
		}
		far := w.far(e)
		if _, in := w.distance[far]; !in {
			if len(w.distance) == q.Nodes {
				w.cut[graph.CutNodes] = true
				continue
			}
			w.distance[far] = d + 1
		}
		w.edges[e.ID] = true
	}
}

func (w *walk) nodes() map[string]bool {
	ids := map[string]bool{}
	for id := range w.distance {
		ids[id] = true
	}
	return ids
}

func cutsInOrder(cut map[graph.Cut]bool) []graph.Cut {
	return where([]graph.Cut{graph.CutNodes, graph.CutEdges, graph.CutFanOut, graph.CutTime, graph.CutPaths}, func(c graph.Cut) bool { return cut[c] })
}

func firstFifty(ids map[string]bool) []string {
	sorted := sortedIDs(ids)
	return sorted[:min(50, len(sorted))]
}

func (r reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (graph.Network, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Network{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Network{}, err
	}
	for _, id := range q.From {
		if s.nodes[id] == nil {
			return graph.Network{}, graph.NotFound("neighborhood", id)
		}
	}
	kept, undated := s.edgesIn(&q.Filter)
	w := walkFrom(q, kept)
	net := s.network(w.nodes(), w.edges, kept, q.Filter.Time)
	net.Meta.TruncatedBy = cutsInOrder(w.cut)
	more := map[string]bool{}
	for id, d := range w.distance {
		if d < q.Depth && slices.ContainsFunc(kept, func(e graph.FoundEdge) bool { return along(&e.Edge, id, q.Direction) && !w.edges[e.ID] }) {
			more[id] = true
		}
	}
	net.Meta.ContinueAt = firstFifty(more)

	q.Nodes, q.Edges, q.FanOut = noLimit, noLimit, 0
	whole := walkFrom(q, kept)
	net.Meta.Total = graph.Size{Nodes: len(whole.distance), Edges: len(whole.edges)}
	net.Meta.Undated = len(where(undated, func(e graph.FoundEdge) bool {
		for _, end := range []string{e.Source, e.Target} {
			if d, in := whole.distance[end]; in && d < q.Depth && along(&e.Edge, end, q.Direction) {
				return true
			}
		}
		return false
	}))
	return net, nil
}

func (r reader) Subgraph(ctx context.Context, q graph.SubgraphQuery) (graph.Network, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Network{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Network{}, err
	}
	kept, undated := s.edgesIn(&q.Filter)
	incident := func(e graph.FoundEdge) bool {
		return len(q.Incident) == 0 || slices.Contains(q.Incident, e.Source) || slices.Contains(q.Incident, e.Target)
	}
	kept, undated = where(kept, incident), where(undated, incident)
	slices.SortFunc(kept, func(a, b graph.FoundEdge) int {
		return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(a.ID, b.ID))
	})
	nodes, edges, cut := map[string]bool{}, map[string]bool{}, map[graph.Cut]bool{}
	for _, e := range kept {
		if len(edges) == q.Edges {
			cut[graph.CutEdges] = true
			break
		}
		more := 0
		for _, end := range []string{e.Source, e.Target} {
			if !nodes[end] {
				more++
			}
		}
		if len(nodes)+more > q.Nodes {
			cut[graph.CutNodes] = true
			continue
		}
		nodes[e.Source], nodes[e.Target], edges[e.ID] = true, true, true
	}
	net := s.network(nodes, edges, kept, q.Filter.Time)
	net.Meta.TruncatedBy = cutsInOrder(cut)
	net.Meta.Total = graph.Size{Nodes: len(s.ends(kept, q.Filter.Time)), Edges: len(kept)}
	net.Meta.Undated = len(undated)
	more := map[string]bool{}
	for _, e := range kept {
		for _, end := range []string{e.Source, e.Target} {
			if !edges[e.ID] && nodes[end] {
				more[end] = true
			}
		}
	}
	net.Meta.ContinueAt = firstFifty(more)
	return net, nil
}

// finder lists simple paths.
type finder struct {
	ctx    context.Context
	q      graph.PathsQuery
	hops   map[string]map[string][]graph.FoundEdge // node, neighbour, kept edges between them, best first
	toGoal map[string]int                          // edges to q.To at least
	steps  int
}

func newFinder(ctx context.Context, q graph.PathsQuery, kept []graph.FoundEdge) *finder {
	f := &finder{ctx: ctx, q: q, hops: map[string]map[string][]graph.FoundEdge{}}
	slices.SortFunc(kept, func(a, b graph.FoundEdge) int {
		return cmp.Or(a.Kind.Order()-b.Kind.Order(), cmp.Compare(a.ID, b.ID))
	})
	join := func(a, b string, e graph.FoundEdge) {
		if f.hops[a] == nil {
			f.hops[a] = map[string][]graph.FoundEdge{}
		}
		f.hops[a][b] = append(f.hops[a][b], e)
	}
	for _, e := range kept {
		join(e.Source, e.Target, e)
		join(e.Target, e.Source, e)
	}
	f.toGoal = map[string]int{q.To: 0}
	for queue := []string{q.To}; len(queue) > 0; queue = queue[1:] {
		for next := range f.hops[queue[0]] {
			if _, seen := f.toGoal[next]; !seen {
				f.toGoal[next] = f.toGoal[queue[0]] + 1
				queue = append(queue, next)
			}
		}
	}
	return f
}

// hopCost is what a hop to a node costs.
func (f *finder) hopCost(to string) int {
	if f.q.Cost == graph.Hops {
		return 1
	}
	return 1000 + int(math.Round(1000*math.Log2(float64(len(f.hops[to])))))
}

// simplePaths lists the node sequences of exactly length edges that the question allows.
func (f *finder) simplePaths(length int) ([][]string, error) {
	var found [][]string
	var extend func(path, via []string) error
	extend = func(path, via []string) error {
		if f.steps++; f.steps%1024 == 0 && f.ctx.Err() != nil {
			return fmt.Errorf("oracle: %w", f.ctx.Err())
		}
		at := path[len(path)-1]
		if left := length - (len(path) - 1); left == 0 {
			if at == f.q.To && len(via) == 0 {
				found = append(found, slices.Clone(path))
			}
			return nil
		} else if goal, reaches := f.toGoal[at]; !reaches || goal > left || at == f.q.To {
			return nil
		}
		for next := range f.hops[at] {
			if slices.Contains(path, next) || slices.Contains(f.q.Avoid, next) {
				continue
			}
			rest := via
			if i := slices.Index(via, next); i > 0 {
				continue // out of turn
			} else if i == 0 {
				rest = via[1:]
			}
			if err := extend(append(path, next), rest); err != nil {
				return err
			}
		}
		return nil
	}
	return found, extend([]string{f.q.From}, f.q.Via)
}

// enough is how many of the first paths decide the answer; one more than Limit tells that there are more.
func (f *finder) enough() int {
	switch f.q.Mode {
	case graph.KShortest:
		return f.q.K
	case graph.ShortestAll:
		return f.q.Limit + 1
	}
	return 1
}

// all lists the paths in their order. By hops, longer paths are not looked for once there are enough.
func (f *finder) all() ([]graph.Path, error) {
	var out []graph.Path
	for length := 0; length <= f.q.MaxLength; length++ {
		found, err := f.simplePaths(length)
		if err != nil {
			return nil, err
		}
		for _, nodes := range found {
			out = append(out, f.path(nodes))
		}
		if f.q.Cost == graph.Hops && len(out) >= f.enough() {
			break
		}
	}
	slices.SortFunc(out, func(a, b graph.Path) int {
		return cmp.Or(a.Cost-b.Cost, a.Length-b.Length, slices.Compare(a.Nodes, b.Nodes))
	})
	return out, nil
}

func (f *finder) path(nodes []string) graph.Path {
	p := graph.Path{Nodes: nodes, Length: len(nodes) - 1}
	parallel := false
	for i := 1; i < len(nodes); i++ {
		between := f.hops[nodes[i-1]][nodes[i]]
		var others []string
		for _, e := range between[1:] {
			others = append(others, e.ID)
			parallel = true
		}
		p.Edges = append(p.Edges, between[0].ID)
		p.Others = append(p.Others, others)
		p.Cost += f.hopCost(nodes[i])
	}
	if !parallel {
		p.Others = nil
	}
	return p
}

func (r reader) Paths(ctx context.Context, q graph.PathsQuery) (graph.PathSet, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.PathSet{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.PathSet{}, err
	}
	for _, id := range append([]string{q.From, q.To}, q.Via...) {
		if s.nodes[id] == nil {
			return graph.PathSet{}, graph.NotFound("paths", id)
		}
	}
	kept, _ := s.edgesIn(&q.Filter)
	paths, err := newFinder(ctx, q, kept).all()
	if err != nil {
		return graph.PathSet{}, err
	}
	cut := map[graph.Cut]bool{}
	switch q.Mode {
	case graph.ShortestOne:
		paths = paths[:min(1, len(paths))]
	case graph.KShortest:
		paths = paths[:min(q.K, len(paths))]
	case graph.ShortestAll:
		paths = where(paths, func(p graph.Path) bool { return p.Cost == paths[0].Cost })
		cut[graph.CutPaths] = len(paths) > q.Limit
		paths = paths[:min(q.Limit, len(paths))]
	}
	nodes, edges := map[string]bool{}, map[string]bool{}
	for _, p := range paths {
		for _, id := range p.Nodes {
			nodes[id] = true
		}
		for _, id := range append(slices.Concat(p.Others...), p.Edges...) {
			edges[id] = true
		}
	}
	net := s.network(nodes, edges, kept, q.Filter.Time)
	net.Meta.TruncatedBy = cutsInOrder(cut)
	return graph.PathSet{Meta: net.Meta, Paths: paths, Nodes: net.Nodes, Edges: net.Edges, Sources: net.Sources}, nil
}

// counted is a record of a tally: its key values by axis, whether it holds only possibly, and of a tie its level.
type counted struct {
	keys     func(graph.Axis) []string
	possible bool
	level    graph.LevelCounts
}

func (r reader) Tally(ctx context.Context, q graph.TallyQuery) (graph.Tally, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.Tally{}, err
	}
	s, err := r.begin(ctx)
	if err != nil {
		return graph.Tally{}, err
	}
	records, undated := s.counted(q.Count, &q.Filter)
	cells := map[[2]string][]counted{}
	for _, r := range records {
		for _, row := range orUnknown(r.keys(q.Rows)) {
			cols := []string{"all"}
			if q.Cols != "" {
				cols = orUnknown(r.keys(q.Cols))
			}
			for _, col := range cols {
				cells[[2]string{row, col}] = append(cells[[2]string{row, col}], r)
			}
		}
	}
	t := graph.Tally{Version: s.version(), Total: len(records), Undated: undated, Possible: len(where(records, func(r counted) bool { return r.possible }))}
	for key, in := range cells {
		cell := graph.Cell{Row: key[0], Col: key[1], Count: len(in)}
		for _, r := range in {
			cell.Levels.PrefectureState += r.level.PrefectureState
			cell.Levels.Municipal += r.level.Municipal
			cell.Levels.CrossLevel += r.level.CrossLevel
		}
		t.Cells = append(t.Cells, cell)
	}
	slices.SortFunc(t.Cells, func(a, b graph.Cell) int { return cmp.Or(compareKeys(a.Row, b.Row), compareKeys(a.Col, b.Col)) })
	return t, nil
}

func compareKeys(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == graph.UnknownKey:
		return 1
	case b == graph.UnknownKey:
		return -1
	}
	return cmp.Compare(a, b)
}

// orUnknown are the distinct values that are there, or the key for none.
func orUnknown(values []string) []string {
	set := map[string]bool{}
	for _, v := range values {
		if v != "" {
			set[v] = true
		}
	}
	if len(set) == 0 {
		return []string{graph.UnknownKey}
	}
	return sortedIDs(set)
}

func (s *state) counted(m graph.Measure, f *graph.Filter) (records []counted, undated int) {
	switch m {
	case graph.CountOrganizations:
		return s.countedNodes(f, graph.Organization)
	case graph.CountPrograms:
		return s.countedNodes(f, graph.Program)
	case graph.CountMemberships:
		in, out := s.edgesIn(f)
		isMembership := func(e graph.FoundEdge) bool { return e.Kind == graph.MemberOf }
		for _, e := range where(in, isMembership) {
			records = append(records, counted{keys: func(a graph.Axis) []string { return s.edgeKeys(&e.Edge, a) }, possible: e.Certainty == graph.Possible})
		}
		return records, len(where(out, isMembership))
	}
	return s.countedTies(f)
}

func (s *state) countedNodes(f *graph.Filter, kind graph.NodeKind) (records []counted, undated int) {
	for _, id := range sortedIDs(s.nodes) {
		n := s.nodes[id]
		if n.Kind != kind {
			continue
		}
		if c, in := f.Node(n); in {
			records = append(records, counted{keys: func(a graph.Axis) []string { return s.nodeKeys(n, a) }, possible: c == graph.Possible})
		} else if c == graph.Undated {
			undated++
		}
	}
	return records, undated
}

func (s *state) countedTies(f *graph.Filter) (records []counted, undated int) {
	in, out := s.edgesIn(f)
	last, surely := map[string]*graph.Edge{}, map[string]bool{}
	for _, e := range in {
		if e.Kind == graph.SisterOf && e.Certainty != graph.Possible {
			surely[e.Tie] = true
		}
		if e.Kind == graph.SisterOf && (last[e.Tie] == nil || graph.CompareHolders(last[e.Tie], &e.Edge) < 0) {
			last[e.Tie] = &e.Edge
		}
	}
	for _, e := range last {
		r := counted{keys: func(a graph.Axis) []string { return s.edgeKeys(e, a) }, possible: !surely[e.Tie]}
		switch s.edgeKeys(e, graph.ByLevel)[0] {
		case "prefecture-state":
			r.level.PrefectureState = 1
		case "municipal":
			r.level.Municipal = 1
		default:
			r.level.CrossLevel = 1
		}
		records = append(records, r)
	}
	left := map[string]bool{}
	for _, e := range out {
		if e.Kind == graph.SisterOf && last[e.Tie] == nil {
			left[e.Tie] = true
		}
	}
	return records, len(left)
}

func yearKey(d graph.Date, decade bool) string {
	switch {
	case d.IsZero():
		return ""
	case decade:
		return fmt.Sprintf("%04d", d.Year/10*10)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// area is the node itself or what its Within names, if that is an area asked for.
func (s *state) area(n *graph.Node, is func(*graph.Node) bool) *graph.Node {
	if is(n) {
		return n
	}
	if within := s.nodes[n.Within]; within != nil && is(within) {
		return within
	}
	return nil
}

func isPrefecture(n *graph.Node) bool { return n.Kind == graph.Prefecture }

// areaKeys are the keys of nodes on the axes of areas.
func (s *state) areaKeys(axis graph.Axis, nodes ...*graph.Node) (keys []string) {
	for _, n := range nodes {
		is := isPrefecture
		if axis == graph.ByState {
			is = (*graph.Node).IsState
		}
		if a := s.area(n, is); a != nil && axis == graph.ByRegion {
			keys = append(keys, a.Region)
		} else if a != nil {
			keys = append(keys, a.ID)
		}
	}
	return keys
}

func themeKeys(n *graph.Node) (keys []string) {
	for _, t := range n.Themes {
		keys = append(keys, string(t))
	}
	return keys
}

func (s *state) nodeKeys(n *graph.Node, axis graph.Axis) []string {
	switch axis {
	case graph.ByPrefecture, graph.ByState, graph.ByRegion:
		return s.areaKeys(axis, s.homes(n)...)
	case graph.ByYear, graph.ByDecade:
		return []string{yearKey(n.Valid.From, axis == graph.ByDecade)}
	case graph.BySector:
		return []string{string(n.Sector)}
	case graph.ByTheme:
		return themeKeys(n)
	case graph.ByType:
		return []string{n.Type}
	}
	panic("no axis of nodes: " + string(axis))
}

// homes are the nodes whose areas are the areas of an organization or program.
func (s *state) homes(n *graph.Node) []*graph.Node {
	if n.Kind != graph.Program {
		return []*graph.Node{n}
	}
	if len(n.Scope) > 0 {
		return nil
	}
	homes := []*graph.Node{n}
	for _, e := range s.edges {
		if (e.Kind == graph.Organizes || e.Kind == graph.TakesPartIn) && e.Target == n.ID {
			homes = append(homes, s.nodes[e.Source])
		}
	}
	return homes
}

func (s *state) edgeKeys(e *graph.Edge, axis graph.Axis) []string {
	a, b := s.nodes[e.Source], s.nodes[e.Target]
	start := e.Valid.From
	if e.Kind == graph.SisterOf {
		start = e.Signed
	}
	switch axis {
	case graph.ByPrefecture, graph.ByState, graph.ByRegion:
		return s.areaKeys(axis, a, b)
	case graph.ByYear, graph.ByDecade:
		return []string{yearKey(start, axis == graph.ByDecade)}
	case graph.ByTieKind:
		return []string{string(e.TieKind)}
	case graph.ByStatus:
		return []string{string(e.Status)}
	case graph.ByRole:
		return []string{string(e.Role)}
	case graph.BySector:
		return []string{string(a.Sector), string(b.Sector)}
	case graph.ByTheme:
		return append(themeKeys(a), themeKeys(b)...)
	case graph.ByLevel:
		return []string{[]string{"municipal", "cross-level", "prefecture-state"}[upper(a)+upper(b)]}
	}
	panic("no axis of edges: " + strconv.Quote(string(axis)))
}

func upper(n *graph.Node) int {
	if isPrefecture(n) || n.IsState() {
		return 1
	}
	return 0
}

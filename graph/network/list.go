package network

import (
	"context"
	"slices"
	"strings"

	"enishi/graph"
)

// List is a part of a list of nodes or edges; see graph.NodePage and graph.EdgePage. Of a list of edges, Nodes are their ends in id order.
type List struct {
	Nodes    []NodeRef
	Edges    []EdgeRef
	Next     string
	Total    int
	Undated  int
	Possible int
}

// tally counts one record of the whole list and reports whether it is in the list.
func (l *List) tally(s state) bool {
	switch {
	case s == undated:
		l.Undated++
	case s >= admitted:
		l.Total++
		if s == possible {
			l.Possible++
		}
		return true
	}
	return false
}

// NodeList answers graph.NodesQuery.
func (v *View) NodeList(ctx context.Context, p graph.Page) (List, error) {
	var l List
	p, err := p.Normalize()
	if err != nil {
		return l, err
	}
	from, found := v.n.nodeIDs.search(p.After)
	if found {
		from++
	}
	more := false
	for i := range uint32(v.n.NumNodes()) {
		if i%guardEvery == 0 && ctx.Err() != nil {
			return List{}, ctx.Err()
		}
		s := v.lookNode(i)
		if !l.tally(s) || i < from {
			continue
		}
		if len(l.Nodes) == p.Limit {
			more = true
			continue
		}
		l.Nodes = append(l.Nodes, NodeRef{i, certainties[s]})
	}
	if more {
		l.Next = v.n.NodeID(l.Nodes[len(l.Nodes)-1].Index)
	}
	return l, ctx.Err()
}

// EdgeList answers graph.EdgesQuery: the edges of a lineage (all if it is empty) that one of records names (if there are any). Edges stand in id order, across kinds.
func (v *View) EdgeList(ctx context.Context, p graph.Page, tie string, records ...string) (List, error) {
	var l List
	p, err := p.Normalize()
	if err != nil {
		return l, err
	}
	lineage, last := uint32(none), numEdgeKinds
	if tie != "" {
		t, ok := v.n.tieIDs.search(0, uint32(v.n.NumTies()), tie)
		if !ok {
			return l, ctx.Err()
		}
		lineage, last = t, 1
	}
	named := v.n.named(records)
	var items []edgeItem
	for k := range last { // each kind is in id order: its first items suffice
		lo, hi := v.n.kindStart[k], v.n.kindStart[k+1]
		from := lo
		if p.After != "" && lo < hi {
			var found bool
			if from, found = v.n.edgeIDs.search(lo, hi, p.After); found {
				from++
			}
		}
		taken := 0
		err := v.eachEdgeOf(ctx, lo, hi, func(e uint32, s state) {
			if lineage != none && v.n.tie[e] != lineage || !named(e) || !l.tally(s) || e < from || taken > p.Limit {
				return
			}
			taken++
			items = append(items, edgeItem{v.n.EdgeID(e), e, s})
		})
		if err != nil {
			return List{}, err
		}
	}
	slices.SortFunc(items, func(a, b edgeItem) int { return strings.Compare(a.id, b.id) })
	if len(items) > p.Limit {
		items = items[:p.Limit]
		l.Next = items[p.Limit-1].id
	}
	v.fill(&l, items)
	return l, nil
}

// named returns a test for edges that records name, by id or lineage; where there are no records it lets all pass.
func (n *Network) named(records []string) func(e uint32) bool {
	if len(records) == 0 {
		return func(uint32) bool { return true }
	}
	edges, ties := map[uint32]bool{}, map[uint32]bool{}
	for _, id := range records {
		if e, ok := n.EdgeIndex(id); ok {
			edges[e] = true
		}
		if t, ok := n.tieIDs.search(0, uint32(n.NumTies()), id); ok {
			ties[t] = true
		}
	}
	return func(e uint32) bool { return edges[e] || n.isSister(e) && ties[n.tie[e]] }
}

type edgeItem struct {
	id string
	e  uint32
	s  state
}

// fill puts the items and their ends into the list.
func (v *View) fill(l *List, items []edgeItem) {
	var nodes []uint32
	for _, it := range items {
		a, b := v.n.Ends(it.e)
		nodes = append(nodes, a, b)
		l.Edges = append(l.Edges, EdgeRef{it.e, certainties[it.s]})
	}
	slices.Sort(nodes)
	l.Nodes, _ = v.refs(slices.Compact(nodes), nil)
}

// Neighbors answers graph.NeighborsQuery.
func (v *View) Neighbors(ctx context.Context, q graph.NeighborsQuery) (List, error) {
	var l List
	q, err := q.Normalize()
	if err != nil {
		return l, err
	}
	i, ok := v.n.NodeIndex(q.ID)
	if !ok {
		return l, graph.NotFound("neighbors", q.ID)
	}
	after, err := v.position(i, q.Page.After)
	if err != nil {
		return l, err
	}
	var items []edgeItem
	more := false
	for k, a := range v.n.arcsOf(i) {
		if k%guardEvery == 0 && ctx.Err() != nil {
			return List{}, ctx.Err()
		}
		if !v.along(q.Direction, a) {
			continue
		}
		s := v.look(a.edge(), i, a.far)
		if !l.tally(s) || k < after {
			continue
		}
		if len(items) == q.Page.Limit {
			more = true
			continue
		}
		items = append(items, edgeItem{e: a.edge(), s: s})
	}
	if more {
		l.Next = v.n.EdgeID(items[len(items)-1].e)
	}
	v.fill(&l, items)
	return l, ctx.Err()
}

// position is where the arcs after an edge begin at a node.
func (v *View) position(i uint32, after string) (int, error) {
	if after == "" {
		return 0, nil
	}
	if e, ok := v.n.EdgeIndex(after); ok {
		if k := slices.IndexFunc(v.n.arcsOf(i), func(a arc) bool { return a.edge() == e }); k >= 0 {
			return k + 1, nil
		}
	}
	return 0, graph.Invalidf("after", "%s is no edge of %s; start from the first page", graph.Clip(after), graph.Clip(v.n.NodeID(i)))
}

// Counts answers graph.CountsQuery for a node.
func (v *View) Counts(ctx context.Context, node uint32) (counts []graph.Count, undatedEdges int, err error) {
	var groups [numEdgeKinds][3][]countGroup // by kind and direction; of each, by node kind
	for k, a := range v.n.arcsOf(node) {
		if k%guardEvery == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		switch s := v.look(a.edge(), node, a.far); {
		case s == undated:
			undatedEdges++
		case s >= admitted:
			kind := v.n.kindOf(a.edge())
			g := &groups[kind][v.n.turn(a)]
			if *g == nil {
				*g = make([]countGroup, len(graph.NodeKinds))
			}
			(*g)[v.n.attrs(a.far).kind-1].add(v.n, a)
		}
	}
	for kind := range groups {
		for turn, group := range groups[kind] {
			for nodeKind := range group {
				if c, ok := group[nodeKind].count(kind, turn, nodeKind); ok {
					counts = append(counts, c)
				}
			}
		}
	}
	return counts, undatedEdges, ctx.Err()
}

// turn is the place of the arc's direction in graph.Directions.
func (n *Network) turn(a arc) int {
	switch {
	case n.isSister(a.edge()):
		return 0
	case a.inward():
		return 2
	}
	return 1
}

type countGroup struct {
	edges, nodes int
	lastFar      uint32
	ties         []uint32
}

// add counts an arc; within a kind arcs come in the order of their far ends.
func (g *countGroup) add(n *Network, a arc) {
	if g.edges == 0 || g.lastFar != a.far {
		g.nodes++
		g.lastFar = a.far
	}
	g.edges++
	if n.isSister(a.edge()) {
		g.ties = append(g.ties, n.tie[a.edge()])
	}
}

func (g *countGroup) count(kind, turn, nodeKind int) (graph.Count, bool) {
	c := graph.Count{EdgeKind: graph.EdgeKinds[kind], Direction: graph.Directions[turn], NodeKind: graph.NodeKinds[nodeKind], Count: g.edges, Nodes: g.nodes, Edges: g.edges}
	if g.ties != nil {
		slices.Sort(g.ties)
		c.Count = len(slices.Compact(g.ties))
	}
	return c, g.edges > 0
}

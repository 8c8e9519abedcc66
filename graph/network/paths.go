package network

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	"enishi/graph"
)

// maxSteps bounds the shortest-path steps of one question. Only paths through given nodes come near it: k paths take at most k times MaxHops.
const maxSteps = 4096

// PathResult is a set of paths with their nodes and edges in the order of graph.Network. Meta.Version is left to the caller.
type PathResult struct {
	Meta  graph.Meta
	Paths []graph.Path
	Nodes []NodeRef
	Edges []EdgeRef
}

// Paths answers graph.PathsQuery. Its filter has become the view's.
func (v *View) Paths(ctx context.Context, q graph.PathsQuery) (PathResult, error) {
	q, err := q.Normalize()
	if err != nil {
		return PathResult{}, err
	}
	stops, err := v.n.indices("paths", slices.Concat([]string{q.From}, q.Via, []string{q.To}))
	if err != nil {
		return PathResult{}, err
	}
	if q.From == q.To {
		return v.pathResult([]*route{{nodes: stops[:1]}}, false), nil
	}
	r := newRouter(ctx, v, q, stops)
	defer r.close()
	e := enumeration{r: r}
	found, cut, err := e.run(q)
	if err != nil {
		return PathResult{}, err
	}
	return v.pathResult(found, cut), nil
}

// route is a path as node numbers, and the part of all paths that it is the best of: those that begin with nodes[:fixed+1] and go on to none of forbidden.
type route struct {
	nodes     []uint32
	cost      int
	fixed     int
	forbidden []uint32
	repeat    int // where a node stands for the second time; 0: nowhere. Only legs of a path with via can repeat each other's nodes.
}

func compareRoutes(a, b *route) int {
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(len(a.nodes), len(b.nodes)), slices.Compare(a.nodes, b.nodes))
}

// routes is a container/heap of routes, the best first.
type routes []*route

func (r routes) Len() int           { return len(r) }
func (r routes) Less(i, j int) bool { return compareRoutes(r[i], r[j]) < 0 }
func (r routes) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *routes) Push(x any)        { *r = append(*r, x.(*route)) }
func (r *routes) Pop() any {
	old := *r
	last := old[len(old)-1]
	*r = old[:len(old)-1]
	return last
}

// enumeration lists loopless paths in their order by Lawler's partition (1972) of Yen's method: the best path of a part is taken out, and
// the rest of the part divided by where its paths first leave that path. With via, the best of a part may cross itself between legs; it is then divided like any
// other and not listed, so the order stays right.
type enumeration struct {
	r     *router
	queue routes
	steps int
}

func (e *enumeration) run(q graph.PathsQuery) (found []*route, cut bool, err error) {
	want := map[graph.PathMode]int{graph.ShortestOne: 1, graph.KShortest: q.K, graph.ShortestAll: q.Limit + 1}[q.Mode]
	if err := e.solve(e.r.stops[:1], 0, nil); err != nil {
		return nil, false, err
	}
	for len(e.queue) > 0 && len(found) < want {
		best := heap.Pop(&e.queue).(*route)
		if q.Mode == graph.ShortestAll && len(found) > 0 && best.cost > found[0].cost {
			break
		}
		if best.repeat == 0 {
			found = append(found, best)
			if q.Mode == graph.ShortestAll {
				e.r.maxCost = best.cost
			}
		}
		if len(found) == want {
			break
		}
		if e.steps >= maxSteps {
			return found, true, nil
		}
		if err := e.divide(best); err != nil {
			return nil, false, err
		}
	}
	if q.Mode == graph.ShortestAll && len(found) > q.Limit {
		return found[:q.Limit], true, nil
	}
	return found, false, nil
}

func (e *enumeration) divide(p *route) error {
	end := len(p.nodes) - 1
	if p.repeat > 0 {
		end = p.repeat
	}
	for i := p.fixed; i < end; i++ {
		forbidden := []uint32{p.nodes[i+1]}
		if i == p.fixed {
			forbidden = append(forbidden, p.forbidden...)
		}
		if err := e.solve(p.nodes, i, forbidden); err != nil {
			return err
		}
	}
	return nil
}

// solve queues the best path that begins with nodes[:fixed+1] and goes on to none of forbidden.
func (e *enumeration) solve(nodes []uint32, fixed int, forbidden []uint32) error {
	e.steps++
	prefix := nodes[:fixed+1]
	rest, err := e.r.best(prefix, forbidden)
	if err != nil || rest == nil {
		return err
	}
	p := &route{nodes: slices.Concat(prefix, rest), fixed: fixed, forbidden: forbidden}
	p.repeat = firstRepeat(p.nodes)
	for _, i := range p.nodes[1:] {
		p.cost += e.r.hop(i)
	}
	if p.cost <= e.r.maxCost {
		heap.Push(&e.queue, p)
	}
	return nil
}

func firstRepeat(nodes []uint32) int {
	for k := 1; k < len(nodes); k++ {
		if slices.Contains(nodes[:k], nodes[k]) {
			return k
		}
	}
	return 0
}

// pathResult gives each hop its edges.
func (v *View) pathResult(found []*route, cut bool) PathResult {
	paths := make([]graph.Path, 0, len(found))
	var nodes, edges []uint32
	for _, f := range found {
		p := graph.Path{Length: len(f.nodes) - 1, Cost: f.cost, Nodes: make([]string, len(f.nodes))}
		others, parallel := make([][]string, p.Length), false
		for k, i := range f.nodes {
			p.Nodes[k] = v.n.NodeID(i)
			if k == 0 {
				continue
			}
			between := v.between(f.nodes[k-1], i)
			edges = append(edges, between...)
			p.Edges = append(p.Edges, v.n.EdgeID(between[0]))
			for _, e := range between[1:] {
				others[k-1] = append(others[k-1], v.n.EdgeID(e))
				parallel = true
			}
		}
		if parallel {
			p.Others = others
		}
		nodes = append(nodes, f.nodes...)
		paths = append(paths, p)
	}
	slices.Sort(nodes)
	slices.Sort(edges)
	r := v.result(slices.Compact(nodes), slices.Compact(edges))
	if cut {
		r.Meta.TruncatedBy = []graph.Cut{graph.CutPaths}
	}
	return PathResult{Meta: r.Meta, Paths: paths, Nodes: r.Nodes, Edges: r.Edges}
}

// between are the kept edges that join two nodes, by edge kind, then id.
func (v *View) between(a, b uint32) (edges []uint32) {
	if v.n.Degree(b) < v.n.Degree(a) {
		a, b = b, a
	}
	for _, x := range v.n.arcsOf(a) {
		if x.far == b && v.look(x.edge(), a, b) >= admitted {
			edges = append(edges, x.edge())
		}
	}
	return edges
}

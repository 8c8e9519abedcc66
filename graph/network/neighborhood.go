package network

import (
	"context"
	"math"
	"slices"

	"enishi/graph"
)

// maxContinue bounds graph.Meta.ContinueAt.
const maxContinue = 50

// Neighborhood answers graph.NeighborhoodQuery. Its filter has become the view's.
func (v *View) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (Result, error) {
	q, err := q.Normalize()
	if err != nil {
		return Result{}, err
	}
	starts, err := v.n.indices("neighborhood", q.From)
	if err != nil {
		return Result{}, err
	}
	x := expansion{v: v, q: q, s: v.n.scratch(), g: newGuard(ctx)}
	defer v.n.free(x.s)
	for _, i := range starts {
		x.reach(i, 1)
	}
	if err := x.run(); err != nil {
		return Result{}, err
	}
	r := v.result(slices.Clone(x.s.nodes), x.edges)
	x.keepOnly(x.edges)
	r.Meta.TruncatedBy = listCuts(x.cutNodes, x.cutEdges, slices.ContainsFunc(x.fanned, x.incomplete))
	if len(r.Meta.TruncatedBy) == 0 && len(x.fanned) == 0 {
		r.Meta.Total, r.Meta.Undated = r.Meta.Shown, x.undated
		return r, nil
	}
	r.Meta.ContinueAt = v.continueAt(r.Nodes, x.missing)
	r.Meta.Total, r.Meta.Undated, err = v.totals(ctx, starts, q)
	return r, err
}

// along reports whether the direction follows the arc.
func (v *View) along(d graph.Direction, a arc) bool {
	return d == graph.Both || v.n.isSister(a.edge()) || a.inward() == (d == graph.Inward)
}

// expansion is a neighbourhood in the making, level by level.
type expansion struct {
	v       *View
	q       graph.NeighborhoodQuery
	s       *scratch
	g       guard
	edges   []uint32 // of the answer
	undated int      // met and left out; right unless cut

	fanned []uint32 // nodes of which FanOut left out an edge

	cutNodes, cutEdges bool
}

func (x *expansion) reach(i uint32, level uint8) {
	x.s.level[i] = level
	x.s.nodes = append(x.s.nodes, i)
}

func (x *expansion) run() error {
	for depth, from := 0, 0; depth < x.q.Depth && !x.cutEdges; depth++ {
		frontier := x.s.nodes[from:]
		from = len(x.s.nodes)
		if len(frontier) == 0 {
			break
		}
		x.s.keys = x.s.keys[:0]
		for _, i := range frontier {
			if err := x.take(i); err != nil {
				return err
			}
		}
		if err := x.add(uint8(depth + 2)); err != nil {
			return err
		}
	}
	return nil
}

// take gathers the kept edges of a node, each once over the whole expansion.
func (x *expansion) take(i uint32) error {
	v, s, n := x.v, x.s, 0
	for _, a := range v.n.arcsOf(i) {
		if !v.along(x.q.Direction, a) {
			continue
		}
		st := v.look(a.edge(), i, a.far)
		if st < admitted {
			if st == undated && x.first(i, a) {
				x.undated++
			}
			continue
		}
		if n++; x.q.FanOut > 0 && n > x.q.FanOut {
			x.fanned = append(x.fanned, i)
			break
		}
		if !s.edges.add(a.edge()) {
			continue
		}
		s.taken = append(s.taken, a.edge())
		far := a.far
		if s.level[far] != 0 { // both are in before this level
			far = max(far, i)
		}
		s.keys = append(s.keys, v.n.pack(far, a.edge()))
	}
	return x.g.pass(len(v.n.arcsOf(i)))
}

// first reports whether an uncut expansion along the direction meets the arc's edge at i for the first time: not if it was met from the far end.
func (x *expansion) first(i uint32, a arc) bool {
	return firstSeen(x.v, x.s.level, x.q.Direction, i, a)
}

func firstSeen(v *View, level []uint8, d graph.Direction, i uint32, a arc) bool {
	if d != graph.Both && !v.n.isSister(a.edge()) {
		return true // seen from one end only
	}
	near, far := level[i], level[a.far]
	return far == 0 || far > near || far == near && i < a.far
}

// pack makes a key whose order is edge kind, far end, edge; never 0.
func (n *Network) pack(far, e uint32) uint64 {
	return uint64(n.kindOf(e))<<(nodeBits+edgeBits) + uint64(far)<<edgeBits + uint64(e) + 1
}

func unpack(key uint64) (far, e uint32) {
	key--
	return uint32(key >> edgeBits & (maxNodes - 1)), uint32(key & (maxEdges - 1))
}

// add puts the edges taken at a level into the answer in their order. Only as many as the limits let in are ever sorted: a heap gives them one by
// one, and once the nodes are full, edges that need another node are swept out at once.
func (x *expansion) add(level uint8) error {
	h, last, full := heap64(x.s.keys), uint64(0), false
	least, most := uint64(math.MaxUint64), uint64(0) // keys left out for their nodes
	h.init()
	for len(h) > 0 && len(x.edges) < x.q.Edges {
		if !full && len(x.s.nodes) >= x.q.Nodes {
			full = true
			h, least, most = x.sweep(h)
			continue
		}
		if err := x.g.pass(1); err != nil {
			return err
		}
		last = h.pop()
		far, e := unpack(last)
		if x.s.level[far] == 0 {
			x.reach(far, level)
		}
		x.edges = append(x.edges, e)
	}
	if len(x.edges) == x.q.Edges { // the answer ends where the next edge in order stands, if there is one
		x.cutEdges = len(h) > 0 || most > last
		x.cutNodes = x.cutNodes || least < last
		return nil
	}
	x.cutNodes = x.cutNodes || most > 0
	return nil
}

func (x *expansion) sweep(h heap64) (kept heap64, least, most uint64) {
	kept, least = h[:0], math.MaxUint64
	for _, key := range h {
		if far, _ := unpack(key); x.s.level[far] == 0 {
			least, most = min(least, key), max(most, key)
		} else {
			kept = append(kept, key)
		}
	}
	kept.init()
	return kept, least, most
}

func listCuts(nodes, edges, fanOut bool) (cuts []graph.Cut) {
	if nodes {
		cuts = append(cuts, graph.CutNodes)
	}
	if edges {
		cuts = append(cuts, graph.CutEdges)
	}
	if fanOut {
		cuts = append(cuts, graph.CutFanOut)
	}
	return cuts
}

// keepOnly makes s.edges those of the answer.
func (x *expansion) keepOnly(edges []uint32) {
	for _, e := range x.s.taken {
		x.s.edges.remove(e)
	}
	x.s.taken = append(x.s.taken[:0], edges...)
	for _, e := range edges {
		x.s.edges.add(e)
	}
}

// missing reports whether the question follows the arc at a node of the answer and the answer has not its edge, if that is kept.
func (x *expansion) missing(i uint32, a arc) bool {
	return int(x.s.level[i]) <= x.q.Depth && x.v.along(x.q.Direction, a) && !x.s.edges.has(a.edge())
}

// incomplete reports whether the answer has not all edges of an expanded node that FanOut left out.
func (x *expansion) incomplete(i uint32) bool {
	n := 0
	for _, a := range x.v.n.arcsOf(i) {
		if x.v.along(x.q.Direction, a) && x.v.look(a.edge(), i, a.far) >= admitted {
			if n++; n > x.q.FanOut && !x.s.edges.has(a.edge()) {
				return true
			}
		}
	}
	return false
}

// continueAt lists the first nodes with a kept edge that is missing.
func (v *View) continueAt(nodes []NodeRef, missing func(uint32, arc) bool) (ids []string) {
	for _, r := range nodes {
		cut := slices.ContainsFunc(v.n.arcsOf(r.Index), func(a arc) bool { return missing(r.Index, a) && v.look(a.edge(), r.Index, a.far) >= admitted })
		if cut {
			if ids = append(ids, v.n.NodeID(r.Index)); len(ids) == maxContinue {
				break
			}
		}
	}
	return ids
}

// totals counts the neighbourhood that no limit but the depth cuts, and the undated edges that it leaves out.
func (v *View) totals(ctx context.Context, starts []uint32, q graph.NeighborhoodQuery) (size graph.Size, undatedEdges int, err error) {
	s, g := v.n.scratch(), newGuard(ctx)
	defer v.n.free(s)
	for _, i := range starts {
		s.level[i] = 1
		s.nodes = append(s.nodes, i)
	}
	for k := 0; k < len(s.nodes); k++ {
		i := s.nodes[k]
		level := s.level[i]
		if int(level) > q.Depth {
			break
		}
		for _, a := range v.n.arcsOf(i) {
			if !v.along(q.Direction, a) {
				continue
			}
			st := v.look(a.edge(), i, a.far)
			if st < undated || !firstSeen(v, s.level, q.Direction, i, a) {
				continue
			}
			if st == undated {
				undatedEdges++
				continue
			}
			size.Edges++
			if s.level[a.far] == 0 {
				s.level[a.far] = level + 1
				s.nodes = append(s.nodes, a.far)
			}
		}
		if err := g.pass(len(v.n.arcsOf(i))); err != nil {
			return size, 0, err
		}
	}
	size.Nodes = len(s.nodes)
	return size, undatedEdges, nil
}

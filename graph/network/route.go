package network

import (
	"context"
	"math"
	"slices"

	"enishi/graph"
)

// router finds the best way from the end of a given beginning through the stops still to come.
type router struct {
	v       *View
	g       guard
	stops   []uint32 // from, via, to
	avoid   []uint32
	length  int // edges at most
	maxCost int

	blocked  []uint32 // nodes that the way being looked for may not enter, sorted
	fwd, bwd *side
	hub      *hubRouter // for hub cost
}

// side is a breadth-first search from one end.
type side struct {
	s     *scratch
	layer int // where the last whole layer starts in s.nodes
	depth uint8
}

func newRouter(ctx context.Context, v *View, q graph.PathsQuery, stops []uint32) *router {
	r := &router{v: v, g: newGuard(ctx), stops: stops, avoid: v.n.known(q.Avoid), length: q.MaxLength, maxCost: math.MaxInt}
	if q.Cost == graph.Hub {
		r.hub = newHubRouter(r)
	} else {
		r.fwd, r.bwd = &side{s: v.n.scratch()}, &side{s: v.n.scratch()}
	}
	return r
}

func (r *router) close() {
	if r.hub == nil {
		r.v.n.free(r.fwd.s)
		r.v.n.free(r.bwd.s)
	}
}

// hop is the cost of a hop to the node.
func (r *router) hop(i uint32) int {
	if r.hub == nil {
		return 1
	}
	return int(r.hub.cost(i))
}

// best returns the rest of the best path that begins with the prefix and goes on to none of forbidden; nil if there is none. It never
// enters the prefix again, nor a stop out of turn; legs after the first may cross each other.
func (r *router) best(prefix, forbidden []uint32) ([]uint32, error) {
	next := 1 // stop to come
	for next < len(r.stops) && slices.Contains(prefix, r.stops[next]) {
		next++
	}
	r.blocked = slices.Concat(prefix, r.stops, r.avoid)
	slices.Sort(r.blocked)
	if r.hub != nil {
		return r.hub.best(prefix, next, forbidden)
	}
	left := r.length - (len(prefix) - 1)
	var rest []uint32
	for at := prefix[len(prefix)-1]; next < len(r.stops); next++ {
		leg, err := r.leg(at, r.stops[next], left-(len(r.stops)-1-next), forbidden)
		if err != nil || leg == nil {
			return nil, err
		}
		rest = append(rest, leg...)
		left -= len(leg)
		at, forbidden = r.stops[next], nil
	}
	if len(prefix)-1+len(rest) > r.maxCost {
		return nil, nil
	}
	return rest, nil
}

func (r *router) isBlocked(i uint32) bool {
	_, found := slices.BinarySearch(r.blocked, i)
	return found
}

// leg is the least of the shortest ways from s to t of at most length edges, without s: breadth-first from both ends, always the side with fewer edges to
// look at, whole layers, until a layer meets the other side.
func (r *router) leg(s, t uint32, length int, forbidden []uint32) ([]uint32, error) {
	r.v.n.reset(r.fwd, s)
	r.v.n.reset(r.bwd, t)
	for total := 1; total <= length; total++ {
		from, other, first := r.fwd, r.bwd, total == 1
		if !first && r.weight(r.bwd) < r.weight(r.fwd) {
			from, other = r.bwd, r.fwd
		}
		var banned []uint32
		if first {
			banned = forbidden
		}
		meets, err := r.grow(from, other, s, t, banned)
		if err != nil {
			return nil, err
		}
		if len(meets) > 0 {
			return r.trace(s, meets, total), nil
		}
		if from.layer == len(from.s.nodes) {
			return nil, nil
		}
	}
	return nil, nil
}

func (n *Network) reset(d *side, start uint32) {
	for _, i := range d.s.nodes {
		d.s.level[i] = 0
	}
	d.s.nodes = append(d.s.nodes[:0], start)
	d.s.level[start] = 1
	d.layer, d.depth = 0, 0
}

// weight is the number of arcs at the last layer.
func (r *router) weight(d *side) (w int) {
	for _, i := range d.s.nodes[d.layer:] {
		w += r.v.n.Degree(i)
	}
	return w
}

// grow adds a layer and returns its nodes that the other side holds. The far side never enters s: a way starts there and only there.
func (r *router) grow(d, other *side, s, t uint32, banned []uint32) (meets []uint32, err error) {
	frontier := d.s.nodes[d.layer:]
	d.layer = len(d.s.nodes)
	d.depth++
	for _, i := range frontier {
		for _, a := range r.v.n.arcsOf(i) {
			if d.s.level[a.far] != 0 || a.far == s || r.v.look(a.edge(), i, a.far) < admitted ||
				a.far != t && r.isBlocked(a.far) || slices.Contains(banned, a.far) {
				continue
			}
			d.s.level[a.far] = d.depth + 1
			d.s.nodes = append(d.s.nodes, a.far)
			if other.s.level[a.far] != 0 {
				meets = append(meets, a.far)
			}
		}
		if err := r.g.pass(1 + len(r.v.n.arcsOf(i))); err != nil {
			return nil, err
		}
	}
	return meets, nil
}

// onWay marks a node of the near half that lies on a shortest way.
const onWay = 0x80

// trace walks the least of the shortest ways: first the near half is swept back from where the sides met, so that every step
// forward is sure to arrive.
func (r *router) trace(s uint32, meets []uint32, length int) []uint32 {
	near, far := r.fwd.s.level, r.bwd.s.level
	half := int(near[meets[0]]) - 1
	for _, i := range meets {
		near[i] |= onWay
	}
	for layer, d := meets, half; d > 1; d-- {
		var before []uint32
		for _, i := range layer {
			for _, a := range r.v.n.arcsOf(i) {
				if near[a.far] == uint8(d) && r.v.look(a.edge(), i, a.far) >= admitted {
					near[a.far] |= onWay
					before = append(before, a.far)
				}
			}
		}
		layer = before
	}
	way, at := make([]uint32, 0, length), s
	for d := 1; d <= length; d++ {
		level, want := near, uint8(d+1)|onWay
		if d > half {
			level, want = far, uint8(length-d+1)
		}
		at = r.leastNext(at, level, want)
		way = append(way, at)
	}
	return way
}

func (r *router) leastNext(i uint32, level []uint8, want uint8) uint32 {
	least := uint32(none)
	for _, a := range r.v.n.arcsOf(i) {
		if a.far < least && level[a.far] == want && r.v.look(a.edge(), i, a.far) >= admitted {
			least = a.far
		}
	}
	return least
}

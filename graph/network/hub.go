package network

import (
	"math"
	"slices"
)

// hubRouter finds ways of least hub cost: backward Dijkstra from the end of each leg as far as its start gives exact remaining costs, which guide an A* over
// (leg, node, hops) forward. The hops are part of a label because a dearer way of fewer hops may be the only one within the length.
type hubRouter struct {
	*router
	costs   []uint32 // of a hop to a node; 0 not yet known
	stamp   []uint32 // of a node seen while counting neighbours
	stamped uint32

	togo    []remaining // of each leg
	after   []uint32    // cost of the legs after a leg, at least
	noWay   bool
	prepped bool
}

// remaining is the cost from nodes to the end of a leg: exact where it is settled, else at least beyond.
type remaining struct {
	settled map[uint32]uint32
	beyond  uint32
}

func (h *remaining) at(i uint32) uint32 {
	if c, ok := h.settled[i]; ok {
		return c
	}
	return h.beyond
}

func newHubRouter(r *router) *hubRouter {
	n := r.v.n.NumNodes()
	return &hubRouter{router: r, costs: make([]uint32, n), stamp: make([]uint32, n)}
}

// cost is 1000 + round(1000·log2(distinct neighbours)).
func (h *hubRouter) cost(i uint32) uint32 {
	if h.costs[i] == 0 {
		h.costs[i] = 1000 + uint32(math.Round(1000*math.Log2(float64(h.neighbors(i)))))
	}
	return h.costs[i]
}

func (h *hubRouter) neighbors(i uint32) (distinct int) {
	h.stamped++
	for _, a := range h.v.n.arcsOf(i) {
		if h.stamp[a.far] != h.stamped && h.v.look(a.edge(), i, a.far) >= admitted {
			h.stamp[a.far] = h.stamped
			distinct++
		}
	}
	h.g.steps += h.v.n.Degree(i)
	return distinct
}

// prepare settles the remaining costs of every leg.
func (h *hubRouter) prepare() error {
	legs := len(h.stops) - 1
	h.togo, h.after = make([]remaining, legs), make([]uint32, legs)
	for leg := legs - 1; leg >= 0; leg-- {
		if err := h.settle(leg); err != nil {
			return err
		}
		cost, reached := h.togo[leg].settled[h.stops[leg]]
		if !reached {
			h.noWay = true
			return nil
		}
		if leg > 0 {
			h.after[leg-1] = h.after[leg] + cost
		}
	}
	return nil
}

// settle runs Dijkstra backwards from the end of a leg until its start is settled. No way of MaxHops hops costs more than bound.
func (h *hubRouter) settle(leg int) error {
	start, end := h.stops[leg], h.stops[leg+1]
	bound := uint32(h.length) * (1000 + uint32(1000*math.Ceil(math.Log2(float64(1+h.v.n.NumNodes())))))
	settled, best := map[uint32]uint32{}, map[uint32]uint32{end: 0}
	queue := heap64{uint64(end)}
	for len(queue) > 0 {
		key := queue.pop()
		cost, i := uint32(key>>32), uint32(key)
		if _, done := settled[i]; done {
			continue
		}
		settled[i] = cost
		if i == start {
			h.togo[leg] = remaining{settled, cost}
			return nil
		}
		cost += h.cost(i)
		for _, a := range h.v.n.arcsOf(i) {
			if _, done := settled[a.far]; done || h.v.look(a.edge(), i, a.far) < admitted || a.far != start && h.isOff(a.far) {
				continue
			}
			if old, seen := best[a.far]; cost <= bound && (!seen || cost < old) {
				best[a.far] = cost
				queue.push(uint64(cost)<<32 | uint64(a.far))
			}
		}
		if err := h.g.pass(1 + h.v.n.Degree(i)); err != nil {
			return err
		}
	}
	h.togo[leg] = remaining{settled, bound}
	return nil
}

// isOff reports whether no way passes the node in the middle of a leg.
func (h *hubRouter) isOff(i uint32) bool {
	return slices.Contains(h.stops, i) || slices.Contains(h.avoid, i)
}

// label is a state of the search: a node reached in a leg by so many hops.
type label uint64

func makeLabel(leg, hops int, i uint32) label {
	return label(leg)<<40 | label(hops)<<32 | label(i)
}
func (l label) leg() int     { return int(l >> 40) }
func (l label) hops() int    { return int(l >> 32 & 0xff) }
func (l label) node() uint32 { return uint32(l) }

// estimate is an entry of the A* queue: by the cost of the whole way at least, then hops.
type estimate struct {
	total uint32
	at    label
}

func (e estimate) less(f estimate) bool {
	if e.total != f.total {
		return e.total < f.total
	}
	if e.at.hops() != f.at.hops() {
		return e.at.hops() < f.at.hops()
	}
	return e.at < f.at
}

// search is one A*.
type search struct {
	h         *hubRouter
	forbidden []uint32
	first     label
	spent     map[label]uint32 // least cost of each label
	done      map[label]bool
	fewest    map[label]int // fewest hops with which a node was settled in a leg
	queue     estimates
	length    int
}

// best is router.best for hub cost.
func (h *hubRouter) best(prefix []uint32, next int, forbidden []uint32) ([]uint32, error) {
	if !h.prepped {
		if err := h.prepare(); err != nil {
			return nil, err
		}
		h.prepped = true
	}
	if h.noWay {
		return nil, nil
	}
	s := &search{h: h, forbidden: forbidden, first: makeLabel(next-1, 0, prefix[len(prefix)-1]), length: h.length - (len(prefix) - 1),
		spent: map[label]uint32{}, done: map[label]bool{}, fewest: map[label]int{}}
	goal, found, err := s.run()
	if err != nil || !found {
		return nil, err
	}
	return s.trace(goal), nil
}

func (s *search) run() (goal label, found bool, err error) {
	h, last := s.h, len(s.h.stops)-2
	s.offer(s.first, 0)
	for len(s.queue) > 0 {
		top := s.queue.pop()
		if int(top.total) > h.maxCost {
			return 0, false, nil
		}
		l := top.at
		if s.done[l] {
			continue
		}
		s.done[l] = true
		leg, hops, i := l.leg(), l.hops(), l.node()
		if i == h.stops[leg+1] && leg == last {
			return l, true, nil
		}
		state := makeLabel(leg, 0, i)
		if least, seen := s.fewest[state]; seen && least <= hops {
			continue // reached before, no dearer, in fewer hops
		}
		s.fewest[state] = hops
		spent := s.spent[l]
		for _, a := range h.v.n.arcsOf(i) {
			if next, ok := s.step(l, i, a); ok && hops < s.length {
				s.offer(next, spent+h.cost(a.far))
			}
		}
		if err := h.g.pass(1 + h.v.n.Degree(i)); err != nil {
			return 0, false, err
		}
	}
	return 0, false, nil
}

// step follows an arc from a label. At the end of a leg the next one begins.
func (s *search) step(l label, i uint32, a arc) (label, bool) {
	h, leg := s.h, l.leg()
	end := h.stops[leg+1]
	if h.v.look(a.edge(), i, a.far) < admitted || a.far != end && h.isBlocked(a.far) || l == s.first && slices.Contains(s.forbidden, a.far) {
		return 0, false
	}
	if a.far == end && leg < len(h.stops)-2 {
		leg++
	}
	return makeLabel(leg, l.hops()+1, a.far), true
}

func (s *search) offer(l label, cost uint32) {
	if old, seen := s.spent[l]; seen && old <= cost {
		return
	}
	s.spent[l] = cost
	s.queue.push(estimate{cost + s.h.togo[l.leg()].at(l.node()) + s.h.after[l.leg()], l})
}

// trace walks the least of the best ways: swept back from the goal over labels that lie on one, then forward.
func (s *search) trace(goal label) []uint32 {
	h := s.h
	onWay := map[label]bool{goal: true}
	for layer := []label{goal}; layer[0].hops() > 0; {
		var before []label
		for _, l := range layer {
			for _, a := range h.v.n.arcsOf(l.node()) {
				for _, p := range s.before(l, a.far) {
					if next, ok := s.step(p, a.far, arc{l.node(), a.via ^ 1}); ok && next == l && !onWay[p] && s.done[p] && s.spent[p]+h.cost(l.node()) == s.spent[l] {
						onWay[p] = true
						before = append(before, p)
					}
				}
			}
		}
		layer = before
	}
	var way []uint32
	for l := s.first; l != goal; {
		least := label(math.MaxUint64)
		for _, a := range h.v.n.arcsOf(l.node()) {
			if next, ok := s.step(l, l.node(), a); ok && onWay[next] && s.spent[l]+h.cost(a.far) == s.spent[next] && (least == math.MaxUint64 || a.far < least.node()) {
				least = next
			}
		}
		l = least
		way = append(way, l.node())
	}
	return way
}

// before are the labels of a node from which a step may lead to l: of its leg, or of the leg that ends there.
func (s *search) before(l label, i uint32) []label {
	at := []label{makeLabel(l.leg(), l.hops()-1, i)}
	if l.leg() > 0 && l.node() == s.h.stops[l.leg()] {
		at = append(at, makeLabel(l.leg()-1, l.hops()-1, i))
	}
	return at
}

// estimates is a binary min-heap.
type estimates []estimate

func (q *estimates) push(e estimate) {
	s := append(*q, e)
	i := len(s) - 1
	for ; i > 0 && e.less(s[(i-1)/2]); i = (i - 1) / 2 {
		s[i] = s[(i-1)/2]
	}
	s[i] = e
	*q = s
}

func (q *estimates) pop() estimate {
	s := *q
	top, e := s[0], s[len(s)-1]
	s = s[:len(s)-1]
	for i := 0; len(s) > 0; {
		c := 2*i + 1
		if c+1 < len(s) && s[c+1].less(s[c]) {
			c++
		}
		if c >= len(s) || !s[c].less(e) {
			s[i] = e
			break
		}
		s[i] = s[c]
		i = c
	}
	*q = s
	return top
}

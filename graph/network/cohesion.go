package network

import (
	"cmp"
	"context"
	"slices"
)

// KCore is the core number of each node: the greatest k for which it is in a part of the network where every node has k neighbours (Seidman 1983, by
// the algorithm of Batagelj & Zaveršnik 2003).
func (s *Simple) KCore() []int {
	n := s.Len()
	core := s.Degree()
	most := 0
	for _, d := range core {
		most = max(most, d)
	}
	start := make([]int, most+2) // where each degree begins in order
	for _, d := range core {
		start[d+1]++
	}
	for d := range most + 1 {
		start[d+1] += start[d]
	}
	order, at, fill := make([]uint32, n), make([]int, n), slices.Clone(start)
	for i, d := range core {
		at[i] = fill[d]
		order[fill[d]] = uint32(i)
		fill[d]++
	}
	for k := range n {
		i := order[k]
		for _, j := range s.Neighbors(i) {
			if core[j] <= core[i] {
				continue
			}
			// Move j to the front of its degree, then let it belong to the one below.
			d := core[j]
			first := max(start[d], k+1)
			other := order[first]
			order[first], order[at[j]] = j, other
			at[other], at[j] = at[j], first
			start[d] = first + 1
			core[j]--
		}
	}
	return core
}

// CutOffListed bounds CutOff.Nodes.
const CutOffListed = 50

// CutOff is what would fall away from the largest remaining part of a component.
type CutOff struct {
	Count int
	Nodes []uint32 // of them, in the order in which a depth-first search meets them, at most CutOffListed
}

// Articulation is a node without which its component falls apart.
type Articulation struct {
	Node   uint32
	Parts  []int // sizes of the parts it falls into, the largest first
	CutOff CutOff
}

// Bridge is a link without which its component falls into two. A is the end of the part cut off.
type Bridge struct {
	A, B   uint32
	CutOff CutOff
}

// Cuts are the articulation nodes and the bridges, each by what they cut off, the most first, then by node (A, then B). Tarjan 1972; the parts follow from the
// sizes of the subtrees of its depth-first tree.
func (s *Simple) Cuts(ctx context.Context) (nodes []Articulation, bridges []Bridge, err error) {
	t := newTree(s)
	g := newGuard(ctx)
	for i := range uint32(s.Len()) {
		if t.pre[i] == 0 {
			if err := t.grow(i, &g); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, i := range t.order {
		if a, is := t.articulation(i); is {
			nodes = append(nodes, a)
		}
		if b, is := t.bridge(i); is {
			bridges = append(bridges, b)
		}
	}
	slices.SortFunc(nodes, func(a, b Articulation) int {
		return cmp.Or(cmp.Compare(b.CutOff.Count, a.CutOff.Count), cmp.Compare(a.Node, b.Node))
	})
	slices.SortFunc(bridges, func(a, b Bridge) int {
		return cmp.Or(cmp.Compare(b.CutOff.Count, a.CutOff.Count), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return nodes, bridges, nil
}

// tree is a depth-first forest. The subtree of a node is the stretch of size nodes of order that begins with it.
type tree struct {
	s      *Simple
	order  []uint32
	pre    []uint32 // 1 + place in order
	low    []uint32 // least pre that the subtree reaches by one link beside the tree
	size   []uint32
	parent []uint32
	root   []uint32
}

func newTree(s *Simple) *tree {
	n := s.Len()
	return &tree{s: s, order: make([]uint32, 0, n), pre: make([]uint32, n), low: make([]uint32, n), size: make([]uint32, n), parent: make([]uint32, n), root: make([]uint32, n)}
}

// grow visits a component; its own stack, since a path of a million nodes is as deep.
func (t *tree) grow(root uint32, g *guard) error {
	type frame struct{ node, next uint32 }
	enter := func(i, parent uint32) frame {
		t.order = append(t.order, i)
		t.pre[i] = uint32(len(t.order))
		t.low[i], t.size[i], t.parent[i], t.root[i] = t.pre[i], 1, parent, root
		return frame{i, t.s.offset[i]}
	}
	stack := []frame{enter(root, none)}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		i := f.node
		if f.next == t.s.offset[i+1] {
			stack = stack[:len(stack)-1]
			if p := t.parent[i]; p != none {
				t.low[p] = min(t.low[p], t.low[i])
				t.size[p] += t.size[i]
			}
			if err := g.pass(1); err != nil {
				return err
			}
			continue
		}
		j := t.s.adj[f.next]
		f.next++
		switch {
		case t.pre[j] == 0:
			stack = append(stack, enter(j, i))
		case j != t.parent[i]:
			t.low[i] = min(t.low[i], t.pre[j])
		}
	}
	return nil
}

// part is a part that a cut leaves: the stretches of order that it is.
type part struct {
	size      int
	stretches [][]uint32
}

func (t *tree) subtree(i uint32) []uint32 { return t.order[t.pre[i]-1:][:t.size[i]] }

// articulation divides the component of i without i: each subtree that reaches no higher than i by itself is a part, the rest is another.
func (t *tree) articulation(i uint32) (Articulation, bool) {
	whole := t.subtree(t.root[i])
	var parts []part
	rest, from := part{}, whole
	for _, j := range t.s.Neighbors(i) {
		if t.parent[j] == i && t.low[j] >= t.pre[i] {
			sub := t.subtree(j)
			parts = append(parts, part{len(sub), [][]uint32{sub}})
		}
	}
	if len(parts) == 0 || t.parent[i] == none && len(parts) == 1 {
		return Articulation{}, false
	}
	// The rest is the whole but i and those subtrees; they lie in preorder after i.
	skip := []part{{1, [][]uint32{t.order[t.pre[i]-1:][:1]}}}
	skip = append(skip, parts...)
	slices.SortFunc(skip, func(a, b part) int { return cmp.Compare(t.pre[a.stretches[0][0]], t.pre[b.stretches[0][0]]) })
	at := t.pre[whole[0]]
	for _, s := range skip {
		first := t.pre[s.stretches[0][0]]
		if gap := first - at; gap > 0 {
			rest.stretches = append(rest.stretches, from[:gap])
			rest.size += int(gap)
		}
		from = from[first-at+uint32(s.size):]
		at = first + uint32(s.size)
	}
	if len(from) > 0 {
		rest.stretches = append(rest.stretches, from)
		rest.size += len(from)
	}
	if rest.size > 0 {
		parts = append(parts, rest)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.size, a.size) })
	a := Articulation{Node: i, CutOff: cutOff(parts[1:])}
	for _, p := range parts {
		a.Parts = append(a.Parts, p.size)
	}
	return a, true
}

// bridge is the link from i up to its parent, if nothing else joins the subtree of i to the rest.
func (t *tree) bridge(i uint32) (Bridge, bool) {
	p := t.parent[i]
	if p == none || t.low[i] != t.pre[i] {
		return Bridge{}, false
	}
	below, whole := t.subtree(i), t.subtree(t.root[i])
	first := t.pre[i] - t.pre[whole[0]]
	above := [][]uint32{whole[:first], whole[first+uint32(len(below)):]}
	if others := len(whole) - len(below); len(below) > others || len(below) == others && p < i {
		return Bridge{A: p, B: i, CutOff: cutOff([]part{{others, above}})}, true
	}
	return Bridge{A: i, B: p, CutOff: cutOff([]part{{len(below), [][]uint32{below}}})}, true
}

func cutOff(parts []part) (c CutOff) {
	for _, p := range parts {
		c.Count += p.size
		for _, s := range p.stretches {
			c.Nodes = append(c.Nodes, s[:min(len(s), CutOffListed-len(c.Nodes))]...)
		}
	}
	return c
}

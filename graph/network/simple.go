package network

import (
	"cmp"
	"context"
	"slices"
)

// Simple is the simple graph of a view: its nodes are the ends of kept edges, two of them joined where any kept edge joins them, in either direction, however many
// do. Nodes are numbered from 0 in id order; every result by node is in that order. It is immutable and safe for concurrent use.
type Simple struct {
	Nodes []uint32 // the network's number of each node

	offset []uint32
	adj    []uint32 // neighbours of each node, ascending
}

// Simple makes the simple graph of the view.
func (v *View) Simple(ctx context.Context) (*Simple, error) {
	number, g := make([]uint32, v.n.NumNodes()), newGuard(ctx)
	s := &Simple{offset: []uint32{0}}
	s.adj = make([]uint32, 0, len(v.n.arcs))
	for i := range uint32(v.n.NumNodes()) {
		from := len(s.adj)
		for _, a := range v.n.arcsOf(i) {
			if v.look(a.edge(), i, a.far) >= admitted {
				s.adj = append(s.adj, a.far)
			}
		}
		if err := g.pass(1 + v.n.Degree(i)); err != nil {
			return nil, err
		}
		if len(s.adj) == from {
			continue
		}
		row := s.adj[from:]
		if !slices.IsSorted(row) {
			slices.Sort(row)
		}
		s.adj = s.adj[:from+len(slices.Compact(row))]
		number[i] = uint32(len(s.Nodes))
		s.Nodes = append(s.Nodes, i)
		s.offset = append(s.offset, uint32(len(s.adj)))
	}
	for k, i := range s.adj {
		s.adj[k] = number[i]
	}
	return s, nil
}

// Len is the number of nodes.
func (s *Simple) Len() int { return len(s.Nodes) }

// Links is the number of joined pairs.
func (s *Simple) Links() int { return len(s.adj) / 2 }

// Neighbors are the nodes that a node is joined to, ascending; not to be changed.
func (s *Simple) Neighbors(i uint32) []uint32 { return s.adj[s.offset[i]:s.offset[i+1]] }

// Degree is the number of neighbours of each node.
func (s *Simple) Degree() []int {
	out := make([]int, s.Len())
	for i := range out {
		out[i] = len(s.Neighbors(uint32(i)))
	}
	return out
}

// Distances is the number of hops from a node to each; -1 where none leads.
func (s *Simple) Distances(from uint32) []int32 {
	b := newBreadth(s)
	b.run(from)
	return b.dist
}

// breadth is a breadth-first search that can be run again.
type breadth struct {
	s     *Simple
	dist  []int32
	order []uint32 // the nodes reached
}

func newBreadth(s *Simple) *breadth {
	b := &breadth{s: s, dist: make([]int32, s.Len()), order: make([]uint32, 0, s.Len())}
	for i := range b.dist {
		b.dist[i] = -1
	}
	return b
}

func (b *breadth) run(from uint32) {
	for _, i := range b.order {
		b.dist[i] = -1
	}
	b.dist[from] = 0
	b.order = append(b.order[:0], from)
	for k := 0; k < len(b.order); k++ {
		i := b.order[k]
		next := b.dist[i] + 1
		for _, j := range b.s.Neighbors(i) {
			if b.dist[j] < 0 {
				b.dist[j] = next
				b.order = append(b.order, j)
			}
		}
	}
}

// Partition divides nodes into groups, numbered by size, the largest first, then by their least node.
type Partition struct {
	Of    []int // group of each node
	Sizes []int // of each group
}

// partition numbers the groups of labels, which are less than the number of nodes.
func partition(labels []uint32) Partition {
	size, least := make([]int, len(labels)), make([]int, len(labels))
	var groups []uint32
	for i, l := range labels {
		if size[l]++; size[l] == 1 {
			least[l] = i
			groups = append(groups, l)
		}
	}
	slices.SortFunc(groups, func(a, b uint32) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(least[a], least[b])) })
	p := Partition{Of: make([]int, len(labels)), Sizes: make([]int, len(groups))}
	number := make([]int, len(labels))
	for k, l := range groups {
		number[l] = k
		p.Sizes[k] = size[l]
	}
	for i, l := range labels {
		p.Of[i] = number[l]
	}
	return p
}

// Components are the connected components.
func (s *Simple) Components() Partition {
	labels, b := make([]uint32, s.Len()), newBreadth(s)
	seen := makeBitset(s.Len())
	for i := range uint32(s.Len()) {
		if seen.has(i) {
			continue
		}
		b.run(i)
		for _, j := range b.order {
			seen.add(j)
			labels[j] = i
		}
		b.order = b.order[:0] // what is reached stays marked: no other component meets it
	}
	return partition(labels)
}

// Components are the connected components of the view's kept edges without making its simple graph: nodes are their ends in id order, as
// in Simple.Nodes, and the partition is of them.
func (v *View) Components(ctx context.Context) (nodes []uint32, p Partition, err error) {
	root := make([]uint32, v.n.NumNodes())
	for i := range root {
		root[i] = uint32(i)
	}
	find := func(i uint32) uint32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	seen := makeBitset(v.n.NumNodes())
	err = v.eachEdge(ctx, func(e uint32, st state) {
		if st < admitted {
			return
		}
		a, b := v.n.Ends(e)
		seen.add(a)
		seen.add(b)
		if a, b = find(a), find(b); a != b {
			root[max(a, b)] = min(a, b)
		}
	})
	if err != nil {
		return nil, p, err
	}
	number := make([]uint32, v.n.NumNodes())
	var labels []uint32
	for i := range uint32(v.n.NumNodes()) {
		if seen.has(i) {
			number[i] = uint32(len(nodes))
			nodes = append(nodes, i)
			labels = append(labels, number[find(i)]) // the least of its component, numbered before
		}
	}
	return nodes, partition(labels), nil
}

// NodeDistance is a node and its number of hops from the nearest start.
type NodeDistance struct {
	Index    uint32
	Distance int
}

// Distances are the nodes within so many hops (at most 254) of the starts along kept edges, either direction, in breadth-first order: by distance, and within
// one by when they were met.
func (v *View) Distances(ctx context.Context, starts []uint32, hops int) ([]NodeDistance, error) {
	s, g := v.n.scratch(), newGuard(ctx)
	defer v.n.free(s)
	for _, i := range starts {
		if s.level[i] == 0 {
			s.level[i] = 1
			s.nodes = append(s.nodes, i)
		}
	}
	hops = min(hops, 254)
	for k := 0; k < len(s.nodes); k++ {
		i := s.nodes[k]
		level := s.level[i]
		if int(level) > hops {
			break
		}
		for _, a := range v.n.arcsOf(i) {
			if s.level[a.far] == 0 && v.look(a.edge(), i, a.far) >= admitted {
				s.level[a.far] = level + 1
				s.nodes = append(s.nodes, a.far)
			}
		}
		if err := g.pass(v.n.Degree(i)); err != nil {
			return nil, err
		}
	}
	out := make([]NodeDistance, len(s.nodes))
	for k, i := range s.nodes {
		out[k] = NodeDistance{i, int(s.level[i]) - 1}
	}
	return out, nil
}

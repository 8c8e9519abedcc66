package network

import "math/bits"

// scratch is working memory of one question. Between questions all of it is zero: whoever writes to level or edges leaves a list of what to clear.
type scratch struct {
	level []uint8 // of a node: 1 + its distance, 0 not reached
	nodes []uint32
	edges bitset
	taken []uint32
	keys  []uint64
}

func newScratch(n *Network) *scratch {
	return &scratch{level: make([]uint8, n.NumNodes()), edges: makeBitset(n.NumEdges())}
}

func (n *Network) scratch() *scratch { return n.pool.Get().(*scratch) }

// free clears the scratch and gives it back.
func (n *Network) free(s *scratch) {
	for _, i := range s.nodes {
		s.level[i] = 0
	}
	for _, e := range s.taken {
		s.edges.remove(e)
	}
	s.nodes, s.taken, s.keys = s.nodes[:0], s.taken[:0], s.keys[:0]
	n.pool.Put(s)
}

type bitset []uint64

func makeBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(i uint32) bool { return b[i/64]>>(i%64)&1 == 1 }
func (b bitset) remove(i uint32)   { b[i/64] &^= 1 << (i % 64) }

// add reports whether i is new.
func (b bitset) add(i uint32) bool {
	w, bit := &b[i/64], uint64(1)<<(i%64)
	isNew := *w&bit == 0
	*w |= bit
	return isNew
}

func (b bitset) count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// heap64 is a binary min-heap of packed keys: the order of the keys is the order of the numbers.
type heap64 []uint64

func (h heap64) init() {
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.down(i)
	}
}

func (h *heap64) push(k uint64) {
	*h = append(*h, k)
	s := *h
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / 2
		if s[up] <= k {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = k
}

func (h *heap64) pop() uint64 {
	s := *h
	least, last := s[0], len(s)-1
	s[0] = s[last]
	*h = s[:last]
	(*h).down(0)
	return least
}

func (h heap64) down(i int) {
	if i >= len(h) {
		return
	}
	k := h[i]
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1] < h[c] {
			c++
		}
		if k <= h[c] {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = k
}

package network

import (
	"slices"
	"sync"

	"enishi/graph"
)

// Most nodes and edges that fit the packed keys of an expansion.
const (
	maxNodes = 1 << nodeBits
	maxEdges = 1 << edgeBits
	nodeBits = 29
	edgeBits = 31
)

const numEdgeKinds = 6

// Network is an immutable network. It is safe for concurrent use.
type Network struct {
	nodeIDs idList
	edgeIDs codedList // by edge kind, then id
	tieIDs  codedList // by id

	nodeClass []uint32 // into nodeClasses
	nodeRange []uint32 // into ranges
	nodeArea  []uint32 // into areas: what the node lies within

	ends      []ends
	edgeClass []uint16 // into edgeClasses
	edgeRange []uint32 // into ranges
	tie       []uint32 // of sister_of edges: into tieIDs
	signed    []int16  // of sister_of edges: year of signing, 0 unknown

	nodeClasses []nodeAttrs
	edgeClasses []edgeAttrs
	ranges      []span
	areas       []string // ids that nodes lie within; the first is ""
	words       []string // types and regions; the first is ""

	// Made from the columns above.
	kindStart [numEdgeKinds + 1]uint32 // the first edge of each kind, and the end
	offset    []uint32                 // where the arcs of a node start, and the end
	arcs      []arc
	areaNode  []uint32 // of an area: its node, none if it is not on record

	pool *sync.Pool
}

type ends struct{ source, target uint32 }

// arc is an edge seen from one of its ends: the far end, and the edge's number twice plus one if the near end is its target.
type arc struct{ far, via uint32 }

func (a arc) edge() uint32 { return a.via >> 1 }
func (a arc) inward() bool { return a.via&1 == 1 }

const none = ^uint32(0)

// nodeAttrs is what a filter or tally asks of a node apart from its id, area and validity. Closed lists are kept as places in them, from 1; 0 is "".
type nodeAttrs struct {
	kind, sector, rank    uint8
	single, scoped, state bool // cites at most one source; nationwide; is itself a state
	place                 bool
	themes                uint32 // bit t: graph.Themes[t]
	typ, region           uint32 // into words
}

// edgeAttrs is what a filter or tally asks of an edge apart from its ends, validity and lineage.
type edgeAttrs struct {
	kind                        uint8 // place in graph.EdgeKinds, from 0
	tieKind, status, role, rank uint8
	single                      bool
	closed                      bool // it has an end date or is known to have ended
}

// span is a distinct validity with its bounds.
type span struct {
	valid  graph.Range
	ended  bool
	bounds graph.Bounds
}

// NumNodes is the number of nodes.
func (n *Network) NumNodes() int { return n.nodeIDs.len() }

// NumEdges is the number of edges.
func (n *Network) NumEdges() int { return len(n.ends) }

// NumTies is the number of distinct lineages.
func (n *Network) NumTies() int { return n.tieIDs.n }

// NodeID is the id of a node.
func (n *Network) NodeID(i uint32) string { return n.nodeIDs.at(i) }

// NodeIndex is the number of the node with the id.
func (n *Network) NodeIndex(id string) (uint32, bool) { return n.nodeIDs.search(id) }

// EdgeID is the id of an edge.
func (n *Network) EdgeID(e uint32) string { return n.edgeIDs.at(e) }

// EdgeIndex is the number of the edge with the id.
func (n *Network) EdgeIndex(id string) (uint32, bool) {
	for k := range numEdgeKinds {
		if n.kindStart[k] == n.kindStart[k+1] {
			continue
		}
		if e, ok := n.edgeIDs.search(n.kindStart[k], n.kindStart[k+1], id); ok {
			return e, true
		}
	}
	return 0, false
}

// Ends are the ends of an edge.
func (n *Network) Ends(e uint32) (source, target uint32) {
	return n.ends[e].source, n.ends[e].target
}

// Degree is the number of edges at a node, all that are on record.
func (n *Network) Degree(i uint32) int { return int(n.offset[i+1] - n.offset[i]) }

func (n *Network) arcsOf(i uint32) []arc { return n.arcs[n.offset[i]:n.offset[i+1]] }

func (n *Network) kindOf(e uint32) int {
	k := 0
	for k < numEdgeKinds-1 && e >= n.kindStart[k+1] {
		k++
	}
	return k
}

// isSister reports whether the edge is undirected.
func (n *Network) isSister(e uint32) bool { return e < n.kindStart[1] }

func (n *Network) attrs(i uint32) *nodeAttrs { return &n.nodeClasses[n.nodeClass[i]] }

// indices turns ids into numbers, in the order of the ids.
func (n *Network) indices(op string, ids []string) ([]uint32, error) {
	out := make([]uint32, len(ids))
	for k, id := range ids {
		i, ok := n.NodeIndex(id)
		if !ok {
			return nil, graph.NotFound(op, id)
		}
		out[k] = i
	}
	return out, nil
}

// known are the numbers of the ids that name nodes.
func (n *Network) known(ids []string) (out []uint32) {
	for _, id := range ids {
		if i, ok := n.NodeIndex(id); ok {
			out = append(out, i)
		}
	}
	return out
}

// derive makes what follows from the stored columns.
func (n *Network) derive() {
	n.kindStart = [numEdgeKinds + 1]uint32{}
	for _, c := range n.edgeClass {
		n.kindStart[n.edgeClasses[c].kind+1]++
	}
	for k := range numEdgeKinds {
		n.kindStart[k+1] += n.kindStart[k]
	}
	n.areaNode = make([]uint32, len(n.areas))
	for a, id := range n.areas {
		n.areaNode[a] = none
		if i, ok := n.NodeIndex(id); ok {
			n.areaNode[a] = i
		}
	}
	n.makeArcs()
	n.pool = &sync.Pool{New: func() any { return newScratch(n) }}
}

// makeArcs fills the rows. For each edge kind, arcs are first put in the order of their far ends by counting, then dealt out to their near
// ends: every row so comes out by kind, far end, edge without a comparison.
func (n *Network) makeArcs() {
	nodes := n.NumNodes()
	n.offset = make([]uint32, nodes+1)
	for _, e := range n.ends {
		n.offset[e.source+1]++
		n.offset[e.target+1]++
	}
	for i := range nodes {
		n.offset[i+1] += n.offset[i]
	}
	n.arcs = make([]arc, 2*len(n.ends))
	fill := slices.Clone(n.offset[:nodes])
	at := make([]uint32, nodes+1)
	var byFar []uint32 // via of each arc
	for k := range numEdgeKinds {
		lo, hi := n.kindStart[k], n.kindStart[k+1]
		if lo == hi {
			continue
		}
		clear(at)
		for _, e := range n.ends[lo:hi] {
			at[e.source+1]++
			at[e.target+1]++
		}
		for i := range nodes {
			at[i+1] += at[i]
		}
		byFar = slices.Grow(byFar[:0], int(2*(hi-lo)))[:2*(hi-lo)]
		for e := lo; e < hi; e++ {
			s, t := n.ends[e].source, n.ends[e].target
			byFar[at[t]] = e << 1
			at[t]++
			byFar[at[s]] = e<<1 | 1
			at[s]++
		}
		for _, via := range byFar {
			near, far := n.ends[via>>1].source, n.ends[via>>1].target
			if via&1 == 1 {
				near, far = far, near
			}
			n.arcs[fill[near]] = arc{far, via}
			fill[near]++
		}
	}
}

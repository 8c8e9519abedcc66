// Package network is an immutable in-memory network of a dataset's nodes and edges and every algorithm on it: neighbourhoods,
// lists, counts, paths, tallies, and the structure of its simple graph.
//
// # Layout
//
// A Network holds no records. Nodes are numbered in id order, edges by edge kind, then id, so comparing numbers is comparing ids. Adjacency
// is in compressed sparse rows: each edge stands twice as an arc of 8 bytes (far end; edge number with a direction bit), a node's arcs by edge kind, far
// id, edge id, which is the order of every answer. What graph.Filter tests is dictionary-coded: the attributes of an edge are a class of 2
// bytes, its validity a number of 4 bytes into the table of distinct ranges. A sister_of edge, which come first, has its lineage (4) and year of
// signing (2) besides. Both ends of an edge stand once more in edge order (8 bytes), since scans of the edges would
// otherwise jump through memory. An edge so takes 16 bytes of adjacency and 14 to 20 of attributes. Ids of edges and lineages are front-coded in blocks.
//
// # Views
//
// A View is a Network seen through a filter. Making one compiles the filter over the attribute classes, of which there are hundreds,
// not over the edges; each edge is then judged when it is met, by one look at its class and, for a window of time, one at its range. graph.Filter.Edge and
// graph.Filter.Node stay the rule; a property test holds the compiled form to them.
//
// # Decisions
//
//   - Scratch memory is pooled and cleared by the list of what was touched, so a question costs what it touches and not the size of the network. Epoch marks
//     would need four bytes where a distance needs one, and fewer of them fit a cache.
//   - Paths are enumerated by Lawler's partition of Yen's method over one shortest-path step per part, for every mode: bidirectional breadth-first search
//     for hops, A* with a hop bound for hub cost. Enumerating depth first in order would be simpler, but dead ends make it exponential.
//   - Ids from a query become numbers once at the door; answers are numbers, which the store turns into records.
//
// # Caveats
//
// At most 2^29 nodes and 2^31 edges. A path through given nodes without loops is a hard problem (disjoint paths): the search
// is bounded and says so by CutPaths. Questions about a whole network (lists, tallies, subgraphs, structure) cost a scan.
package network

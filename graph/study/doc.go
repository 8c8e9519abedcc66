// Package study is what a reader wants to know beyond a single question: the partner graph of a body, who held a code or a name, the history of a body,
// and a path told as a sentence.
//
// Everything is composed from a graph.Reader, so it is the same on every store. Where more than one question is asked, the caller passes a Reader of one
// version (graph.Store.View). What one question of the contract can answer is asked as one: the partner graph is a single Subgraph, grouped here.
//
// Decisions: a lineage is told by its last holder (graph.CompareHolders) in the window of the question, with all its holders beside it. The alternative, one
// entry per edge, would count a tie twice after a merger.
//
// # Caveats
//
// A partner graph beyond graph.MaxNodes or graph.MaxEdges is cut as its Subgraph is, and its Meta says so; a holder may then be missing.
package study

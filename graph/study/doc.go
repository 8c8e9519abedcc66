// Package study is what a reader wants to know beyond a single question: the partner graph of a body, who held a code or a name, the history of a body,
// and a path told as a sentence; work lists (gaps, conflicts, anniversaries); and the reports of the study (dossier, roles, economy, comparison, changes), which package report writes for people.
//
// Everything is composed from a graph.Reader, so it is the same on every store. Where more than one question is asked, the caller passes a Reader of one
// version (graph.Store.View). What one question of the contract can answer is asked as one: the partner graph is a single Subgraph, grouped here.
//
// Decisions: a lineage is told by its last holder (graph.CompareHolders) in the window of the question, with all its holders beside it. The alternative, one
// entry per edge, would count a tie twice after a merger.
//
// Reports are computed from everything on record of their prefectures, fetched in a few questions (material), and not from a question per figure: so figures agree with one another, and each
// carries the ids it counts. What is possible only is in a figure and marked; what is undated stands beside it, in lists and counts of its own.
//
// # Caveats
//
// A work list or report that concerns more records than a Subgraph holds (graph.MaxNodes, graph.MaxEdges) is ErrTooLarge, never a part. Figures of programs leave nationwide ones out
// unless they are asked for. Rates use the one population on record, whatever the time.
//
// A partner graph beyond graph.MaxNodes or graph.MaxEdges is cut as its Subgraph is, and its Meta says so; a holder may then be missing.
package study

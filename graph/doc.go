// Package graph is the vocabulary and the contract of enishi: the records of an exchange network (nodes, edges,
// sources, claims), time, filters, questions, answers, releases, errors, and the Store that holds them.
//
// It imports the standard library only. Stores (graph/embedstore, graph/neo4jstore) implement Store; everything a
// reader wants to know beyond a single question is composed from a Reader in graph/study.
//
// # Time
//
// A Date is as precise as its source: a year, a month, a day, or unknown. A Range is half-open at day precision:
// it holds on From and no longer on To. A To known only to its year or month ends after the last day that it may mean, so
// {From: 1989, To: 1989} is the year 1989. Time.Holds compares a range with the Window of a question:
//
//   - Certain: it overlaps whatever day the partial dates meant;
//   - Possible: it overlaps if the partial date fell favourably, or it ended nobody says when;
//   - Undated: its start is unknown, so nobody can say (places and located_in never are: they hold from their known
//     start, if any, to their known end, if any);
//   - Out: it cannot overlap.
//
// A question names a day or period (AsOf), a span (From, To), nothing (now: no end date and status not ended), or Any.
//
// # Filters
//
// A filter tests only records that have the attribute: tie kind, level, signing and status test sister_of edges, sector tests
// organizations, theme organizations and programs. Where such a filter is given, records without the attribute stay only as
// ends of kept edges: an edge is kept if an end has the attribute and no end that has it fails. A node-kind filter is passed by an edge
// when both its ends pass. Prefecture or state keeps an edge with an end in one of them; both given means an end in each.
// Filter.Edge and Filter.Node are the one statement of these rules.
//
// # Order
//
// Ties in order are broken by id in code-point order, never by a database's collation. Edge kinds stand in the order
// of EdgeKinds everywhere.
//
// # Counting
//
// A tie is a lineage: the signatory's edge and the edges of its heirs after mergers share one Tie id, and every count
// of ties counts distinct Tie values, so a merger never adds one.
//
// # Ids in questions
//
// An id that a question is about (an id to read, From, To, Via) and that names no record is ErrNotFound. Ids that only narrow a question
// (Incident, Avoid, Tie, Records, the areas of a filter) match nothing where they name nothing. Records of different kinds may share an id.
//
// # Nodes and sources in answers
//
// The certainty of a node in an answer about edges is Node.Holds at the question's time, whatever else the filter tests: starts and
// ends stand there because of their edges. Sources of an answer are those cited by its nodes (Node.AllCitations) and edges.
//
// # Integrity
//
// After every release the ends of each edge name nodes, and each citation (of a node, its events, an edge) and each source of
// a claim names a source. Within, Successor and a claim's Record may name what is not in the dataset.
//
// # Caveats
//
// A Release is held in memory while it is applied. Ranges before year 1 or after 9999 cannot be said.
package graph

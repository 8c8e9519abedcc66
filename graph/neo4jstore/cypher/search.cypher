// Nodes that share a term with the question (names.Terms), with the node they lie in and their degree, for names.Match to judge; without a LIMIT, see Search. All relationships are between entities, and Neo4j keeps their number at the node.
CALL db.index.fulltext.queryNodes('enishi_terms', $q.terms) YIELD node AS n
WITH n
WHERE
//include _node_kept
WITH n,
//include _node_certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
OPTIONAL MATCH (w:Entity {id: n.within})
RETURN [n._record, certainty, w._record, COUNT { (n)--() }] AS row

// A page of a node's edges with their far ends, by edge kind, far id, edge id; after is the place of the last edge seen. Then how many
// edges pass the filter, by certainty, in rows without a record, of which a node that is there has one at least.
MATCH (u:Entity {id: $q.id})-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WITH r, u, v, startNode(r) AS a, endNode(r) AS b
WHERE ($q.direction = 'both' OR type(r) = 'SISTER_OF' OR ($q.direction = 'out') = (a.id = $q.id))
  AND (r._order > $q.after_order OR (r._order = $q.after_order AND (v.id > $q.after_far OR (v.id = $q.after_far AND r.id > $q.after_edge))))
  AND
//include _kept
WITH r, u, v,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
RETURN [r._record, certainty, u._record, v._record] AS row
ORDER BY r._order, v.id, r.id LIMIT $q.limit
UNION ALL
MATCH (u:Entity {id: $q.id})
RETURN [null, 0, 0] AS row
UNION ALL
MATCH (u:Entity {id: $q.id})-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WITH r, startNode(r) AS a, endNode(r) AS b
WHERE ($q.direction = 'both' OR type(r) = 'SISTER_OF' OR ($q.direction = 'out') = (a.id = $q.id))
  AND
//include _kept
WITH
//include _certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [null, certainty, n] AS row

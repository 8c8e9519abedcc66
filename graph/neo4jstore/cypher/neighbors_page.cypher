// A page of a node's edges with their far ends, by edge kind, far id, edge id; after is the place of the last edge seen.
MATCH (u:Entity {id: $id})-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WITH r, u, v, startNode(r) AS a, endNode(r) AS b
WHERE ($direction = 'both' OR type(r) = 'SISTER_OF' OR ($direction = 'out') = (a.id = $id))
  AND (r._order > $after_order OR (r._order = $after_order AND (v.id > $after_far OR (v.id = $after_far AND r.id > $after_edge))))
  AND
//include _kept
WITH r, u, v,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $undated)
RETURN [r._record, certainty, u._record, v._record] AS row
ORDER BY r._order, v.id, r.id LIMIT $limit

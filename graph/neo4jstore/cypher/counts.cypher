// A node, and what an expansion of it would bring.
MATCH (u:Entity {id: $q.id})
RETURN [u._record] AS row
UNION ALL
MATCH (u:Entity {id: $q.id})-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WITH r, v, startNode(r) AS a, endNode(r) AS b
WHERE
//include _kept
WITH r, v, CASE WHEN type(r) = 'SISTER_OF' THEN 'both' WHEN a.id = $q.id THEN 'out' ELSE 'in' END AS direction,
//include _certainty
AS certainty
WHERE certainty < 3
WITH type(r) AS type, direction, v.kind AS kind, certainty, count(r) AS n, collect(DISTINCT v.id) AS nodes, collect(DISTINCT r.tie) AS ties
RETURN [type, direction, kind, certainty, n, nodes, ties] AS row

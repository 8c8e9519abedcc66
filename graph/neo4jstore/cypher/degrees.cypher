// How many distinct neighbours nodes have in the filtered network.
MATCH (u:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WHERE u.id IN $q.ids
WITH r, u, v, startNode(r) AS a, endNode(r) AS b
WHERE
//include _kept
WITH u, v,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
WITH u.id AS id, count(DISTINCT v) AS n
RETURN [id, n] AS row

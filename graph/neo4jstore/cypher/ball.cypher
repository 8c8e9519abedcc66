// Which of the starts are there, in rows of one; then the kept edges of nodes, in the direction, each once, with what a walk needs: id, type, ends, certainty. Undated ones that the filter leaves out come with certainty 2, to be counted.
MATCH (u:Entity) WHERE u.id IN $q.starts
RETURN [u.id] AS row
UNION ALL
MATCH (u:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(:Entity)
WHERE u.id IN $q.frontier
WITH r, u, startNode(r) AS a, endNode(r) AS b
WHERE ($q.direction = 'both' OR type(r) = 'SISTER_OF' OR ($q.direction = 'out') = (a = u))
  AND
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 3
RETURN DISTINCT [r.id, type(r), a.id, b.id, certainty] AS row LIMIT $q.limit

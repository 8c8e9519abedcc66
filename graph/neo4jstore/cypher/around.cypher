// The kept edges of the nodes in areas, each once, with what a walk needs: id, type, ends, certainty.
CALL () {
  MATCH (u:Entity) WHERE u.id IN $q.areas RETURN u
  UNION
  MATCH (u:Entity) WHERE u.within IN $q.areas RETURN u
}
MATCH (u)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(:Entity)
WITH DISTINCT r
WITH r, startNode(r) AS a, endNode(r) AS b
WHERE
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 3
RETURN [r.id, type(r), a.id, b.id, certainty] AS row LIMIT $q.limit

// The kept edges of the whole network, with what a walk needs: id, type, ends, certainty.
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity)
WHERE
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 3
RETURN [r.id, type(r), a.id, b.id, certainty] AS row LIMIT $q.limit

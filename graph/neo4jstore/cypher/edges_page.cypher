// A page of the edges that pass the filter, in id order, with their ends.
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity)
WHERE r.id > $after
  AND ($tie = '' OR r.tie = $tie)
  AND
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $undated)
RETURN [r._record, certainty, a._record, b._record] AS row
ORDER BY r.id LIMIT $limit

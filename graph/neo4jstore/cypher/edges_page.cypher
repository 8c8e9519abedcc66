// A page of the edges that pass the filter, in id order, with their ends; then how many pass it, by certainty, in rows without a record.
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity)
WHERE r.id > $q.after
  AND
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
RETURN [r._record, certainty, a._record, b._record] AS row
ORDER BY r.id LIMIT $q.limit
UNION ALL
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity)
WHERE
//include _kept
WITH
//include _certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [null, certainty, n] AS row

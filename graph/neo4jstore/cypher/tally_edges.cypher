// The edges of one type that pass the filter, with their ends, to be counted.
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF]->(b:Entity)
WHERE type(r) = $q.type
  AND
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 3
RETURN [r._record, a._record, b._record] AS row LIMIT $q.limit

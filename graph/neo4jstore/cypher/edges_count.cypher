// How many edges pass the filter, by certainty.
MATCH (a:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity)
WHERE ($tie = '' OR r.tie = $tie)
  AND
//include _kept
WITH
//include _certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [certainty, n] AS row

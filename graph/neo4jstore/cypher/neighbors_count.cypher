// How many edges of a node pass the filter, by certainty.
MATCH (u:Entity {id: $id})-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(v:Entity)
WITH r, startNode(r) AS a, endNode(r) AS b
WHERE ($direction = 'both' OR type(r) = 'SISTER_OF' OR ($direction = 'out') = (a.id = $id))
  AND
//include _kept
WITH
//include _certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [certainty, n] AS row

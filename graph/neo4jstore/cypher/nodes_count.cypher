// How many nodes pass the filter, by certainty.
MATCH (n:Entity)
WHERE
//include _node_kept
WITH
//include _node_certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [certainty, n] AS row

// The nodes of one kind that pass the filter, to be counted.
MATCH (n:Entity)
WHERE n.kind = $q.kind
  AND
//include _node_kept
WITH n,
//include _node_certainty
AS certainty
WHERE certainty < 3
RETURN [null, n._record] AS row LIMIT $q.limit

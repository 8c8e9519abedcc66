// A page of the nodes that pass the filter, in id order.
MATCH (n:Entity)
WHERE n.id > $after
  AND
//include _node_kept
WITH n,
//include _node_certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $undated)
RETURN [n._record, certainty] AS row
ORDER BY n.id LIMIT $limit

// A page of the nodes that pass the filter, in id order; then how many pass it, by certainty, in rows without a record.
MATCH (n:Entity)
WHERE n.id > $q.after
  AND
//include _node_kept
WITH n,
//include _node_certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
RETURN [n._record, certainty] AS row
ORDER BY n.id LIMIT $q.limit
UNION ALL
MATCH (n:Entity)
WHERE
//include _node_kept
WITH
//include _node_certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [null, certainty, n] AS row

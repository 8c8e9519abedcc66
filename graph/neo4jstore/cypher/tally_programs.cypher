// The programs that pass the filter, each with everybody who organizes it or takes part in it, to be counted.
MATCH (n:Program)
WHERE
//include _node_kept
WITH n,
//include _node_certainty
AS certainty
WHERE certainty < 3
OPTIONAL MATCH (n)<-[r:ORGANIZES|TAKES_PART_IN]-(m:Entity)
RETURN [r._record, n._record, m._record] AS row LIMIT $q.limit

// What is in the database and none of enishi's, by labels or type: nodes, relationships, and both of ours without an id.
MATCH (n)
WHERE NOT n:Entity|Source|Claim|_Enishi|_Release|_Past|_Staged OR (n:Entity|Source|Claim AND n.id IS NULL)
WITH labels(n) AS is, count(*) AS n
RETURN ['nodes', is, n] AS row
UNION ALL
MATCH (a)-[r]->(b)
WHERE NOT (type(r) IN ['SISTER_OF', 'MEMBER_OF', 'ORGANIZES', 'TAKES_PART_IN', 'LOCATED_IN', 'SUCCEEDED_BY'] AND r.id IS NOT NULL AND a:Entity AND b:Entity)
WITH type(r) AS is, count(*) AS n
RETURN ['relationships', is, n] AS row

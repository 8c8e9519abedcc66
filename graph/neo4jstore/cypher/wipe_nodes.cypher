// The waste of a first load that did not end, without edges by now.
MATCH (n:Entity|Source|Claim|_Past|_Staged)
WITH n LIMIT $q.limit
DELETE n
RETURN count(*) AS deleted

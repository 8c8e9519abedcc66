// The waste of a first load that did not end.
MATCH (n)
WHERE n:Entity OR n:Source OR n:Claim OR n:_Past OR n:_Staged
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted

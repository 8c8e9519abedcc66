// Waste of writers that were not first, or died before they decided; or the steps of one plan that was given up.
MATCH (n:_Staged)
WHERE n.base < $q.release OR n.plan = $q.plan
WITH n LIMIT $q.limit
DELETE n
RETURN count(*) AS deleted

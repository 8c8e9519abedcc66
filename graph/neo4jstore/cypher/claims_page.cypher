// A page of the claims, in id order; then how many there are, in a row without a record.
MATCH (n:Claim)
WHERE n.id > $q.after AND ($q.records IS NULL OR n.record IN $q.records) AND ($q.kinds IS NULL OR n.kind IN $q.kinds)
RETURN [n._record] AS row
ORDER BY n.id LIMIT $q.limit
UNION ALL
MATCH (n:Claim)
WHERE ($q.records IS NULL OR n.record IN $q.records) AND ($q.kinds IS NULL OR n.kind IN $q.kinds)
RETURN [null, count(*)] AS row

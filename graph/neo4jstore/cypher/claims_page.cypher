// A page of the claims, in id order.
MATCH (n:Claim)
WHERE n.id > $after AND ($records IS NULL OR n.record IN $records) AND ($kinds IS NULL OR n.kind IN $kinds)
RETURN [n._record] AS row
ORDER BY n.id LIMIT $limit

// A page of the sources, in id order.
MATCH (n:Source) WHERE n.id > $after
RETURN [n._record] AS row
ORDER BY n.id LIMIT $limit

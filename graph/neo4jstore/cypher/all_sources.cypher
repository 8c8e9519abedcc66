// Every source, in id order.
MATCH (n:Source) WHERE n.id > $q.after
RETURN [n.id, n._record, n._since] AS row ORDER BY n.id LIMIT $q.limit

// A page of the sources, in id order; then how many there are, in a row without a record.
MATCH (n:Source) WHERE n.id > $q.after
RETURN [n._record] AS row
ORDER BY n.id LIMIT $q.limit
UNION ALL
MATCH (n:Source)
RETURN [null, count(n)] AS row

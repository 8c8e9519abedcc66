// Claims as they are shown, in id order.
MATCH (n:Claim) WHERE n.id > $q.after
RETURN [n.id, labels(n), properties(n)] AS row ORDER BY n.id LIMIT $q.limit

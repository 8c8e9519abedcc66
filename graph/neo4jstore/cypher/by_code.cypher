// Nodes that hold one of the codes, in id order.
MATCH (n:Entity) WHERE any(c IN n.codes WHERE c IN $codes)
RETURN [n._record] AS row ORDER BY n.id

// Nodes by id.
MATCH (n:Entity) WHERE n.id IN $ids
RETURN [n._record] AS row

// Nodes by id.
MATCH (n:Entity) WHERE n.id IN $q.ids
RETURN [n._record] AS row

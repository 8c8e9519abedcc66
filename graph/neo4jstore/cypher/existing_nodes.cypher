// Nodes by id, as they are stored.
MATCH (n:Entity) WHERE n.id IN $q.ids
RETURN [n.id, n._record, n._since] AS row

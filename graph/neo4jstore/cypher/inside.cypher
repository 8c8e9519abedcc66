// Nodes that lie in the given ones.
MATCH (n:Entity) WHERE n.within IN $q.ids
RETURN [n.id, n._record, n._since] AS row

// Nodes as they are shown, in id order, with the record of the node that each lies in.
MATCH (n:Entity) WHERE n.id > $q.after
WITH n ORDER BY n.id LIMIT $q.limit
OPTIONAL MATCH (w:Entity {id: n.within})
RETURN [n.id, labels(n), properties(n), w._record] AS row ORDER BY n.id

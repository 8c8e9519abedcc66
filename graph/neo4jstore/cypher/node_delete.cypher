// Nodes that go; their edges went before.
UNWIND $q.ids AS id
MATCH (n:Entity {id: id})
DELETE n

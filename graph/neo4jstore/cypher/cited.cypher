// The sources that nodes and given citations name, each once, with the nodes themselves.
MATCH (n:Entity) WHERE n.id IN $ids
RETURN ['node', n._record] AS row
UNION ALL
CALL () {
  MATCH (n:Entity) WHERE n.id IN $ids
  UNWIND n._cited AS id
  RETURN id
  UNION
  UNWIND $citations AS id
  RETURN id
}
MATCH (s:Source {id: id})
RETURN ['source', s._record] AS row

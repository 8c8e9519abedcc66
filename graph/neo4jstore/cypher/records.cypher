// The records of nodes and edges, and of the sources that they cite, each once. Edges are asked for by type, since each type has its own index.
MATCH (n:Entity) WHERE n.id IN $q.nodes
RETURN ['node', n._record] AS row
UNION ALL
MATCH ()-[r:SISTER_OF]->() WHERE r.id IN $q.edges.SISTER_OF
RETURN ['edge', r._record] AS row
UNION ALL
MATCH ()-[r:MEMBER_OF]->() WHERE r.id IN $q.edges.MEMBER_OF
RETURN ['edge', r._record] AS row
UNION ALL
MATCH ()-[r:ORGANIZES]->() WHERE r.id IN $q.edges.ORGANIZES
RETURN ['edge', r._record] AS row
UNION ALL
MATCH ()-[r:TAKES_PART_IN]->() WHERE r.id IN $q.edges.TAKES_PART_IN
RETURN ['edge', r._record] AS row
UNION ALL
MATCH ()-[r:LOCATED_IN]->() WHERE r.id IN $q.edges.LOCATED_IN
RETURN ['edge', r._record] AS row
UNION ALL
MATCH ()-[r:SUCCEEDED_BY]->() WHERE r.id IN $q.edges.SUCCEEDED_BY
RETURN ['edge', r._record] AS row
UNION ALL
CALL () {
  MATCH (n:Entity) WHERE n.id IN $q.nodes
  UNWIND n._cited AS id
  RETURN id
  UNION
  MATCH ()-[r:SISTER_OF]->() WHERE r.id IN $q.edges.SISTER_OF
  UNWIND r.citations AS id
  RETURN id
  UNION
  MATCH ()-[r:MEMBER_OF]->() WHERE r.id IN $q.edges.MEMBER_OF
  UNWIND r.citations AS id
  RETURN id
  UNION
  MATCH ()-[r:ORGANIZES]->() WHERE r.id IN $q.edges.ORGANIZES
  UNWIND r.citations AS id
  RETURN id
  UNION
  MATCH ()-[r:TAKES_PART_IN]->() WHERE r.id IN $q.edges.TAKES_PART_IN
  UNWIND r.citations AS id
  RETURN id
  UNION
  MATCH ()-[r:LOCATED_IN]->() WHERE r.id IN $q.edges.LOCATED_IN
  UNWIND r.citations AS id
  RETURN id
  UNION
  MATCH ()-[r:SUCCEEDED_BY]->() WHERE r.id IN $q.edges.SUCCEEDED_BY
  UNWIND r.citations AS id
  RETURN id
}
MATCH (s:Source {id: id})
RETURN ['source', s._record] AS row

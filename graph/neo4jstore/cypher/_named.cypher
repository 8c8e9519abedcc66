// The relationships r that lists of lineages and of ids name; each type has its own index.
CALL () {
  MATCH ()-[r:SISTER_OF]->() WHERE r.tie IN $q.ties RETURN r
  UNION
  MATCH ()-[r:SISTER_OF]->() WHERE r.id IN $q.ids RETURN r
  UNION
  MATCH ()-[r:MEMBER_OF]->() WHERE r.id IN $q.ids RETURN r
  UNION
  MATCH ()-[r:ORGANIZES]->() WHERE r.id IN $q.ids RETURN r
  UNION
  MATCH ()-[r:TAKES_PART_IN]->() WHERE r.id IN $q.ids RETURN r
  UNION
  MATCH ()-[r:LOCATED_IN]->() WHERE r.id IN $q.ids RETURN r
  UNION
  MATCH ()-[r:SUCCEEDED_BY]->() WHERE r.id IN $q.ids RETURN r
}
WITH r, startNode(r) AS a, endNode(r) AS b

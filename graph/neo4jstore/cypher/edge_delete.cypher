// Edges that go, or that are made anew.
CALL () {
  MATCH ()-[r:SISTER_OF]->() WHERE r.id IN $q.ids RETURN r
  UNION ALL
  MATCH ()-[r:MEMBER_OF]->() WHERE r.id IN $q.ids RETURN r
  UNION ALL
  MATCH ()-[r:ORGANIZES]->() WHERE r.id IN $q.ids RETURN r
  UNION ALL
  MATCH ()-[r:TAKES_PART_IN]->() WHERE r.id IN $q.ids RETURN r
  UNION ALL
  MATCH ()-[r:LOCATED_IN]->() WHERE r.id IN $q.ids RETURN r
  UNION ALL
  MATCH ()-[r:SUCCEEDED_BY]->() WHERE r.id IN $q.ids RETURN r
}
DELETE r

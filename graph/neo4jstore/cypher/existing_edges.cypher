// Edges by id, whatever their type.
MATCH ()-[r:SISTER_OF]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row
UNION ALL
MATCH ()-[r:MEMBER_OF]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row
UNION ALL
MATCH ()-[r:ORGANIZES]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row
UNION ALL
MATCH ()-[r:TAKES_PART_IN]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row
UNION ALL
MATCH ()-[r:LOCATED_IN]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row
UNION ALL
MATCH ()-[r:SUCCEEDED_BY]->() WHERE r.id IN $q.ids RETURN [r.id, r._record, r._since] AS row

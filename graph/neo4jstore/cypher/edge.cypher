// One edge by id; each type has its own index.
MATCH ()-[r:SISTER_OF {id: $q.id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:MEMBER_OF {id: $q.id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:ORGANIZES {id: $q.id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:TAKES_PART_IN {id: $q.id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:LOCATED_IN {id: $q.id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:SUCCEEDED_BY {id: $q.id}]->() RETURN [r._record] AS row

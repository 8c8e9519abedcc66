// One edge by id; each type has its own index.
MATCH ()-[r:SISTER_OF {id: $id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:MEMBER_OF {id: $id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:ORGANIZES {id: $id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:TAKES_PART_IN {id: $id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:LOCATED_IN {id: $id}]->() RETURN [r._record] AS row
UNION ALL
MATCH ()-[r:SUCCEEDED_BY {id: $id}]->() RETURN [r._record] AS row

// Edges of nodes that are about to go.
MATCH (n:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]-(:Entity) WHERE n.id IN $q.ids
RETURN DISTINCT [n.id, r.id] AS row

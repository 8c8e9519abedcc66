// Edges as they are shown, in id order, with their ends.
MATCH (a:Entity)-[n:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(b:Entity) WHERE n.id > $q.after
RETURN [n.id, [type(n)], properties(n), a.id, b.id] AS row ORDER BY n.id LIMIT $q.limit

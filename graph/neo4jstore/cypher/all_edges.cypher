// Every edge, in id order.
MATCH (:Entity)-[n:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(:Entity) WHERE n.id > $q.after
RETURN [n.id, n._record, n._since] AS row ORDER BY n.id LIMIT $q.limit

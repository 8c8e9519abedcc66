// Every state of the records that a release after $after wrote or ended: kind, id, from which release, until which, record.
MATCH (n:_Past) WHERE n.until > $q.after
RETURN [n.kind, n.id, n.since, n.until, n.record] AS row
UNION ALL
MATCH (n:Entity) WHERE n._since > $q.after
RETURN ['node', n.id, n._since, null, n._record] AS row
UNION ALL
MATCH (:Entity)-[n:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(:Entity) WHERE n._since > $q.after
RETURN ['edge', n.id, n._since, null, n._record] AS row
UNION ALL
MATCH (n:Source) WHERE n._since > $q.after
RETURN ['source', n.id, n._since, null, n._record] AS row
UNION ALL
MATCH (n:Claim) WHERE n._since > $q.after
RETURN ['claim', n.id, n._since, null, n._record] AS row

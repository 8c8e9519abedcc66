// Records that cite sources which are about to go.
MATCH (n:Entity) WHERE any(c IN n._cited WHERE c IN $q.ids)
RETURN ['node', n.id, n._cited] AS row
UNION ALL
MATCH (:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(:Entity) WHERE any(c IN r.citations WHERE c IN $q.ids)
RETURN ['edge', r.id, r.citations] AS row
UNION ALL
MATCH (n:Claim) WHERE n.source IN $q.ids
RETURN ['claim', n.id, [n.source]] AS row

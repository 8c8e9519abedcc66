// Counts by kind, distinct lineages, the first and last signing, the last release, and the sources whose credit must be shown.
MATCH (n:Entity) WITH n.kind AS kind, count(n) AS n RETURN ['node', kind, n] AS row
UNION ALL
MATCH (:Entity)-[r:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]->(:Entity) WITH type(r) AS type, count(r) AS n RETURN ['edge', type, n] AS row
UNION ALL
MATCH (n:Source) RETURN ['sources', '', count(n)] AS row
UNION ALL
MATCH (n:Claim) RETURN ['claims', '', count(n)] AS row
UNION ALL
MATCH ()-[r:SISTER_OF]->() RETURN ['ties', '', count(DISTINCT r.tie)] AS row
UNION ALL
MATCH ()-[r:SISTER_OF]->() WHERE r.signed_text IS NOT NULL RETURN ['span', min(r.signed_text), max(r.signed_text)] AS row
UNION ALL
MATCH (n:_Release)
WITH n ORDER BY n.number DESC LIMIT 1
RETURN ['release', '', n.id, n.number, n.parent, n.time, n.version, n.note, n.added, n.changed, n.removed] AS row
UNION ALL
MATCH (n:Source) WHERE n.credit IS NOT NULL
RETURN ['credit', n.id, n._record] AS row ORDER BY n.id

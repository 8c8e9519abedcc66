// The next changes to apply of the plan that was decided, in phase order.
MATCH (n:_Staged)
WHERE n.plan = $plan AND n.phase >= 0 AND n.key > ''
RETURN n.key AS key, n.phase AS phase, n.kind AS kind, n.id AS id, n.record AS record, n.since AS since, n.text AS text, n.near AS near
ORDER BY n.phase, n.key LIMIT $limit

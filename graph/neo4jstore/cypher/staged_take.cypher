// The next changes to apply of the plan that was decided: keys begin with the plan and stand in the order of application.
MATCH (n:_Staged)
WHERE n.key STARTS WITH $q.prefix
RETURN n.key AS key, n.phase AS phase, n.kind AS kind, n.id AS id, n.record AS record, n.since AS since, n.text AS text, n.near AS near
ORDER BY n.key LIMIT $q.limit

// Releases from the newest to the oldest.
MATCH (n:_Release)
RETURN ['release', '', n.id, n.number, n.parent, n.time, n.version, n.note, n.added, n.changed, n.removed] AS row
ORDER BY n.number DESC LIMIT $q.limit

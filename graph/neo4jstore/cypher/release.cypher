// One release.
MATCH (n:_Release {id: $q.id})
RETURN ['release', '', n.id, n.number, n.parent, n.time, n.version, n.note, n.added, n.changed, n.removed] AS row

// The end of a release: its description, and the version that readers get from now on.
MATCH (m:_Enishi {id: 'enishi'})
SET m.state = 'ready', m.version = $q.version, m.hash = $q.hash, m.release = $q.number, m.touched = timestamp()
REMOVE m.plan, m.target
SET m.batch = 0, m.settled = coalesce($q.settled, m.settled)
CREATE (:_Release {id: $q.id, number: $q.number, parent: $q.parent, time: $q.time, version: $q.version, note: $q.note, mark: $q.mark, added: $q.added, changed: $q.changed, removed: $q.removed})

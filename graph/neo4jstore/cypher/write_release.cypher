// The end of a release: its description, and the version that readers get from now on.
MATCH (m:_Enishi {id: 'enishi'})
SET m.state = 'ready', m.version = $version, m.hash = $hash, m.release = $number, m.touched = timestamp()
REMOVE m.plan, m.target
SET m.batch = 0
CREATE (:_Release {id: $id, number: $number, parent: $parent, time: $time, version: $version, note: $note, mark: $mark, added: $added, changed: $changed, removed: $removed})

// Takes the writers' lock for this transaction and returns what the store is.
MATCH (m:_Enishi {id: 'enishi'})
SET m.touched = timestamp()
RETURN m.version AS version, m.state AS state, m.release AS release, m.hash AS hash, m.plan AS plan, m.batch AS batch, m.target AS target

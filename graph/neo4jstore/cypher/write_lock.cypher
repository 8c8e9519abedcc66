// Takes the writers' lock for this transaction, then reads what the store is, and how long nobody held the lock.
MATCH (m:_Enishi {id: 'enishi'})
SET m.lock = 0
WITH m, timestamp() - m.touched AS idle
SET m.touched = timestamp()
RETURN m.version AS version, m.state AS state, m.release AS release, m.hash AS hash, m.plan AS plan, m.batch AS batch, m.target AS target, idle

// Marks a batch as written, in its own transaction, so that it is not written twice.
MATCH (m:_Enishi {id: 'enishi'})
SET m.batch = $q.batch, m.touched = timestamp()

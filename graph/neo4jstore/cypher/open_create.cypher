// The one node that describes the store, made once.
MERGE (m:_Enishi {id: 'enishi'})
ON CREATE SET m.schema = $q.schema, m.version = $q.version, m.hash = $q.hash, m.state = 'ready', m.release = 0, m.settled = 0, m.batch = 0, m.touched = timestamp()

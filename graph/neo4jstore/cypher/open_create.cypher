// The one node that describes the store, made once.
MERGE (m:_Enishi {id: 'enishi'})
ON CREATE SET m.schema = $schema, m.version = $version, m.hash = $hash, m.state = 'ready', m.release = 0, m.batch = 0, m.touched = timestamp()

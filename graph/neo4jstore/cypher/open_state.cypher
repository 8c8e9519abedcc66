// What the database holds: the schema version of a store, or null and whether there is anything else.
OPTIONAL MATCH (m:_Enishi {id: 'enishi'})
RETURN m.schema AS schema, m.state AS state, EXISTS { MATCH (n) WHERE NOT n:_Enishi } AS other

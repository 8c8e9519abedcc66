// Edges of one kind. A changed edge was deleted before.
UNWIND $q.rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
CREATE (a)-[r:TYPE]->(b)
SET r = row.props

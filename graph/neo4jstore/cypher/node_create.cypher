// Nodes of one kind, into an empty database.
UNWIND $q.rows AS row
CREATE (n:Entity:LABEL)
SET n = row

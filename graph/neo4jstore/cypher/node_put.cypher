// Nodes of one kind, added or changed.
UNWIND $q.rows AS row
MERGE (n:Entity {id: row.id})
REMOVE n:Prefecture:Municipality:Partner:Organization:Program
SET n = row
SET n:LABEL

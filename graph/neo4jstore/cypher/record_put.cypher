// Sources or claims, added or changed.
UNWIND $q.rows AS row
MERGE (n:LABEL {id: row.id})
SET n = row

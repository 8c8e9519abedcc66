// Former states of records, kept for diff and rollback.
UNWIND $q.rows AS row
MERGE (n:_Past {key: row.key})
SET n = row

// Changes of a large release, before it is decided.
UNWIND $q.rows AS row
MERGE (n:_Staged {key: row.key})
SET n = row

// Changes of a large release, before it is decided.
UNWIND $rows AS row
MERGE (n:_Staged {key: row.key})
SET n = row

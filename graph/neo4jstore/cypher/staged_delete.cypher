// Staged changes that were applied.
UNWIND $keys AS key
MATCH (n:_Staged {key: key})
DELETE n

// Staged changes that were applied.
UNWIND $q.keys AS key
MATCH (n:_Staged {key: key})
DELETE n

// Sources or claims that go.
UNWIND $ids AS id
MATCH (n:LABEL {id: id})
DELETE n

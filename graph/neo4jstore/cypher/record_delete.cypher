// Sources or claims that go.
UNWIND $q.ids AS id
MATCH (n:LABEL {id: id})
DELETE n

// Sources by id.
MATCH (n:Source) WHERE n.id IN $q.ids
RETURN [n._record] AS row

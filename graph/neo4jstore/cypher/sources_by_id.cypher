// Sources by id.
MATCH (n:Source) WHERE n.id IN $ids
RETURN [n._record] AS row

// Nodes that hold one of the codes, in id order.
CALL db.index.fulltext.queryNodes('enishi_codes', $q.terms) YIELD node AS n
WITH n
WHERE any(c IN n.codes WHERE c IN $q.codes)
RETURN [n._record] AS row ORDER BY n.id

// As edges_page, of edges that are named by their ids or lineages, all of them of one lineage if $tie is not empty.
//include _named
WHERE r.id > $q.after
  AND ($q.tie = '' OR r.tie = $q.tie)
  AND
//include _kept
WITH r, a, b,
//include _certainty
AS certainty
WHERE certainty < 2 OR (certainty = 2 AND $q.undated)
RETURN [r._record, certainty, a._record, b._record] AS row
ORDER BY r.id LIMIT $q.limit
UNION ALL
//include _named
WHERE ($q.tie = '' OR r.tie = $q.tie)
  AND
//include _kept
WITH
//include _certainty
AS certainty
WHERE certainty < 3
WITH certainty, count(*) AS n
RETURN [null, certainty, n] AS row

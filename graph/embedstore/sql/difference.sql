-- Records that differ between the data after release ?1 and after release ?2, with both versions; ?3 is the lesser of the two numbers, ?4 the greater.
WITH touched (kind, id) AS (
  SELECT kind, id FROM record WHERE ?3 = 0 AND since <= ?4
  UNION
  SELECT kind, id FROM record WHERE since > 1 AND since > ?3 AND since <= ?4
  UNION
  SELECT kind, id FROM record WHERE until IS NOT NULL AND until > ?3 AND until <= ?4
)
SELECT t.kind, t.id, before.data, after.data
FROM touched t
LEFT JOIN record before ON before.kind = t.kind AND before.id = t.id AND before.since <= ?1 AND (before.until IS NULL OR before.until > ?1)
LEFT JOIN record after ON after.kind = t.kind AND after.id = t.id AND after.since <= ?2 AND (after.until IS NULL OR after.until > ?2)
WHERE before.data IS NOT after.data
ORDER BY t.kind, t.id

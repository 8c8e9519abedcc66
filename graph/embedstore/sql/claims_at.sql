-- ?2: JSON list of claim kinds, or null for all.
SELECT id, data FROM record
WHERE kind = 3 AND since <= ?1 AND (until IS NULL OR until > ?1)
  AND (?2 IS NULL OR data ->> 'kind' IN (SELECT value FROM json_each(?2)))
ORDER BY id

SELECT id, data FROM record
WHERE kind = ?1 AND id > ?2 AND since <= ?3 AND (until IS NULL OR until > ?3)
ORDER BY id LIMIT ?4

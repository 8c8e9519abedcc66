SELECT id FROM record WHERE kind = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY id

UPDATE record SET until = ?1 WHERE kind = ?2 AND id = ?3 AND until IS NULL

SELECT node FROM code WHERE value = ?1 AND system = ?2 ORDER BY node

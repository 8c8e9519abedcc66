INSERT OR IGNORE INTO code (system, value, node) VALUES (?1, ?2, ?3)

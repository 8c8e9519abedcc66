INSERT OR IGNORE INTO about (record, claim) VALUES (?1, ?2)

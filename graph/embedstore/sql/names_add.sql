INSERT INTO names (part, release, data) VALUES (?1, ?2, ?3)

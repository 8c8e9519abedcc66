INSERT INTO network (part, release, data) VALUES (?1, ?2, ?3)

INSERT INTO release (number, time, note, hash, added, changed, removed, network, named, summary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

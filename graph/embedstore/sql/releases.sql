SELECT number, time, note, hash, added, changed, removed FROM release WHERE number <= ?1 ORDER BY number DESC LIMIT ?2

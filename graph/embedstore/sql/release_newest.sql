SELECT number, time, note, hash, added, changed, removed, network, summary FROM release ORDER BY number DESC LIMIT 1

SELECT number, time, note, hash, added, changed, removed, network, named, summary FROM release ORDER BY number DESC LIMIT 1

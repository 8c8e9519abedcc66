SELECT release, data FROM network ORDER BY part

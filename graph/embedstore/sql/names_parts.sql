SELECT release, data FROM names ORDER BY part

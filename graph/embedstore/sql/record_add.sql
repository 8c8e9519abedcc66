INSERT INTO record (kind, id, since, data) VALUES

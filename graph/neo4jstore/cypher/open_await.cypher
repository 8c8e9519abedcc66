// Waits until new indexes are filled.
CALL db.awaitIndexes(300)

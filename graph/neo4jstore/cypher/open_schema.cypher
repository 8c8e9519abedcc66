// The indexes that are there, those of constraints too.
SHOW INDEXES YIELD name

-- One row per release, numbered from 1. hash is graph.ContentHash after it, summary the JSON of what it
-- holds, network the release that its network was built for (an earlier one where no node or edge changed), named the newest
-- release that changed a node.
CREATE TABLE release (
  number  INTEGER PRIMARY KEY,
  time    INTEGER NOT NULL, -- Unix seconds
  note    TEXT    NOT NULL,
  hash    BLOB    NOT NULL,
  added   INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  network INTEGER NOT NULL,
  named   INTEGER NOT NULL,
  summary TEXT    NOT NULL
) STRICT;

-- Every version of every record: data (its JSON) holds from release since until, and no longer in, release until.
-- kind: 0 node, 1 edge, 2 source, 3 claim. Rows are only added, and until is written once.
CREATE TABLE record (
  kind  INTEGER NOT NULL,
  id    TEXT    NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  data  TEXT    NOT NULL,
  PRIMARY KEY (kind, id, since)
) STRICT, WITHOUT ROWID;

-- What a release began and ended; the first one began all that it holds and needs no index for it.
CREATE INDEX record_since ON record (since) WHERE since > 1;
CREATE INDEX record_until ON record (until) WHERE until IS NOT NULL;

-- Nodes that have, or once had, a code.
CREATE TABLE code (
  system TEXT NOT NULL,
  value  TEXT NOT NULL,
  node   TEXT NOT NULL,
  PRIMARY KEY (value, system, node)
) STRICT, WITHOUT ROWID;

-- Claims that speak, or once spoke, of a record. A claim's id is made from its fields, so this never changes.
CREATE TABLE about (
  record TEXT NOT NULL,
  claim  TEXT NOT NULL,
  PRIMARY KEY (record, claim)
) STRICT, WITHOUT ROWID;

-- The network of the newest release, in compressed parts.
CREATE TABLE network (
  part    INTEGER PRIMARY KEY,
  release INTEGER NOT NULL,
  data    BLOB    NOT NULL
) STRICT;

-- The index of names as of a release that changed a node, in compressed parts. It is made after the release, and may be missing or old.
CREATE TABLE names (
  part    INTEGER PRIMARY KEY,
  release INTEGER NOT NULL,
  data    BLOB    NOT NULL
) STRICT;

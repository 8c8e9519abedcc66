// Package embedstore is the default graph.Store: one SQLite file, answers from memory.
//
// # How it works
//
// The file holds every version of every record as its JSON, with the release that it holds from and the one that it no longer holds in (table
// record). Rows are only added, and their end is written once. So the data after any release can be read at any time, Diff and Rollback are one
// query, and a reader that is at work on one release is not disturbed by the next.
//
// What questions need stands in memory as a snapshot: a network (graph/network) made from the records of one release, the records themselves as
// far as they fit (Options.CacheBytes), the index of names, the counts. Apply writes its changes in one transaction, builds the next network meanwhile, and when
// the transaction is durable swaps the snapshot by one atomic pointer. Readers take no lock and wait for no writer. The newest network and index of
// names are kept in the file, compressed in parts, so that opening is reading; one of another format is made again from the records.
//
// One process writes: it holds the lock of PATH.lock, which names it. Others may open read-only. The tables can be read with any SQLite program; writing with
// another one would leave pages without their checksums, and the store would say that it is damaged.
//
// # Durability
//
// The journal is a write-ahead log, synchronous is FULL: when Apply returns nil, a power cut does not undo it. Both are asserted at open. Each page
// carries a checksum that is verified when it is read (as SQLite's cksumvfs does), so a flipped bit is an error (ErrDamaged) and never a wrong answer.
// After each release the log is moved into the file.
//
// # Decisions
//
//   - The driver is ncruces/go-sqlite3, not modernc.org/sqlite: 200,000 rows of 300 bytes into a table by text key took 1.71–2.17 s against 2.05–2.75 s (three runs
//     in turn, two cores), opening a 75 MB file with its whole log to recover 57–64 ms against 56–63 ms; and its virtual file system is a Go interface, which gives the checksums,
//     the files in memory, and tests in which each write fails.
//   - Parts are compressed by klauspost/compress's zstd, which the HTTP layer ships anyway, not by the standard library's flate: an open spends most of its time on them, and
//     zstd reads them back several times as fast.
//   - History as intervals in one table, not a table of changes beside the current records: each record is written once, and reading
//     as of a release is the same query for all releases.
//   - JSON as text, not a binary or compressed encoding: it is what Encode gives and the content hash covers, so nothing has to be proved equal to it, Diff compares in SQL,
//     and anyone can read the file.
//   - All references are looked at for each release, in Go. Foreign keys cannot see intervals.
//   - The whole network is built anew for each release that changes a node or edge. An incremental network would be a second algorithm for the same result.
//
// # Caveats
//
// Apply costs a pass over all nodes and edges: milliseconds for the bundled dataset, a minute for five million edges. History is never
// thrown away; export and import into a new file to be rid of it. The write-ahead log needs shared memory: the file must be on a disk of this machine, not
// on a network share. A bit that flips in the log between a crash and the next open ends the log there, as a torn write would: what was
// acknowledged after that place is lost with it. A page that a broken disk wrote in another's place has a right checksum: Check sees it, a
// single answer may not. The index of names is made beside the answers after a release that changed a node, and read at open, before anybody searches; Close lets it be
// finished, for five seconds at the most. Of more than 100,000 nodes it is made only when somebody searches, in seconds and hundreds of MiB.
package embedstore

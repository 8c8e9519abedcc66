// Package importer turns tables into a checked release, and what a store holds back into tables.
//
// There is one mechanism for all of it:
//
//	what the store holds, as rows ─┐
//	                               ├─▶ merged rows ─▶ derive ─▶ records ─▶ compare with the store ─▶ graph.Release
//	rows of the input ─────────────┘
//
// Tables hold only what somebody wrote down. Everything else is derived from them, every time anew: lineages of ties through mergers, located_in, successors,
// the days that bodies were founded and dissolved, earlier codes, unique labels, edges of programs. So a correction of one row mends all that follows from it,
// the order of rows and files cannot matter, and an export is the rows again (Export derives them once more before it writes, and refuses what they cannot say).
//
// The alternative, to change records in place as rows come in, was left: the same rows in another order, or in two imports instead of one, gave other edges.
// The price is that an import reads the whole dataset: files are read as streams, a row at a time, but all rows of input and store are held in memory while they are planned.
//
// # Files
//
// schema.go says what the tables are (README.md explains them for people), read.go reads them within bounds, workbook.go and workbook_style.go read them from sheets, resolve.go finds the nodes that rows name, merge.go puts the rows over
// those of the store, derive.go and lineage.go make records, label.go makes labels unique, plan.go compares and accounts for every row, extract.go undoes derive.go, export.go writes.
//
// # Faults
//
// A row is accepted, unchanged, merged (another says the same) or rejected, with file, line, column, value, reason and what would be right. Two rows that contradict each other are
// both rejected, whichever came first. A row that depends on a rejected one is rejected too. A file with a broken quote, header or encoding of rows is not applied at all, even with KeepGoing: nobody
// knows what its other rows were.
//
// # Caveats
//
// An import takes about 6 kB of memory for each row of the input (the process at its peak, the store it writes included; measured on 84,000 rows of the bundled dataset's kinds: 522 MB,
// 11 s of processor time, by `/usr/bin/time -v enishi import --no-dataset`), and about as much for each row that the store holds. Limits.Rows is the bound.
//
// A column that a file does not have keeps what the store holds; an empty cell of a column that it has clears it. A merger known only to the year makes both bodies hold in all of that
// year, as possible. The end of a tie that ended nobody says when, whose body was merged, is not known to either holder.
package importer

// Package neo4jstore keeps a dataset in Neo4j 5 (server or cluster) and answers the questions of graph.Store in Cypher over Bolt.
//
// # What is in the database
//
// Current records alone carry the domain's labels and types, so that somebody with only a Neo4j browser can read them (README.md shows how):
//
//	(:Entity:Prefecture|Municipality|Partner|Organization|Program)   nodes, id unique
//	[:SISTER_OF|MEMBER_OF|ORGANIZES|TAKES_PART_IN|LOCATED_IN|SUCCEEDED_BY]   edges, id unique
//	(:Source), (:Claim)   sources and claims, id unique
//	(:_Enishi)            one node: schema, version, release, state
//	(:_Release)           one per release
//	(:_Past)              a former state of a record, for diff and rollback: kind, id, since, until, record
//	(:_Staged)            a change of a large release that is not applied yet
//
// Properties without an underscore are for people: names, dates (native where known to the day, text beside), sources. Those with one are enishi's: _record
// is the record's canonical JSON, from which everything else follows; _from_first … _to_last are the days that a range may mean; _since is the release that wrote it.
//
// # Reading
//
// Every statement is a file in cypher/, constant text, values only as parameters; fragments that several share stand in files that begin with an
// underscore. Each answer is framed by the dataset's version, read first and last in the same statement: where they differ a
// release was made meanwhile and the question is asked again, because Neo4j reads are read-committed and one answer must never mix two versions. Nor is a commit seen at one
// stroke: Neo4j shows its records one by one and its entries in indexes last. So a release of one transaction is followed by a mark that it has settled, and until then readers wait, some milliseconds. A neighbourhood
// asks one question per level, since Cypher cannot cut a level as the contract says and go on, and one for the records; lists with their counts, and searches, cost one, tallies two.
//
// Every statement takes one parameter, the map $q. Neo4j keeps a plan for each combination of types and sizes of the parameters of a statement, and makes it anew, some
// 100 ms each time, for a filter of another shape; the inside of a map does not count. A server that has just started needs seconds for each, so who serves has them all
// planned first (Warm); statistics that change by more than Neo4j's threshold, as at a first import, have it plan anew at the next use.
//
// # Writing
//
// A release of up to SmallRelease changes is one transaction. A larger one does not fit a server's heap, so it is
//
//  1. staged in batches under :_Staged, unseen by readers, who go on at the old version; what a crash leaves here is deleted after the next release;
//  2. decided by one small transaction that sets the state to "applying": from here on the release is made, whoever crashes or is cancelled;
//  3. applied in batches, each with the deletion of its staged changes in one transaction, so that any process can go on where another
//     died: who opens the store, or a reader or writer who finds that nothing has moved for abandonedAfter;
//  4. finished by one small transaction that names the new version.
//
// During step 3 readers wait, for as long as RetryFor, and then get ErrUnavailable with a time to try again. That is the cost of the flip: BenchmarkFlip measures it.
// Alternatives: stamping every record with the releases between which it holds makes the flip free, but each query then tests the stamps of both states and a
// browser sees both; one transaction needs about 2 kB of heap per relationship.
//
// The first release of an empty store is loaded straight to its place, without staging; readers wait meanwhile, and a load that fails or is abandoned is undone.
//
// Writers are serialised by the write lock on (:_Enishi), which every transaction of a write takes first; it then looks whether the store still is what it was
// planned from. A transaction whose COMMIT was not answered is sent again, and finds that it was done: by the batch's number, by its staged changes being gone, or by
// the mark of its plan on the release, which holds even if others have made releases since.
//
// # Deadlines
//
// Each attempt of a statement is bounded by QueryTimeout (a transaction of a write by ten times that), on the server and in this process, so that a network that swallows
// packets ends as ErrUnavailable too. A lost connection, a changed leader or a busy server is tried again for RetryFor.
//
// # Caveats
//
// An error of Apply leaves it open whether the release is made where the connection was lost after its decision; ask for the release or apply it again, which changes
// nothing then. Neo4j Community has no read-only role; a server that refuses writes answers ErrReadOnly. A transaction timeout ends up to two seconds late
// (the server looks every two seconds), the caller's context on time. A Neo4j that met a full disk must be stopped, killed if need be, before there is room again: one that
// is stopped afterwards may write the half of a transaction that it has in its log already once more behind it, and then refuses to start (TestFullDisk).
//
// The driver is neo4j-go-driver/v5 (Apache-2.0), the vendor's own.
package neo4jstore

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
//	(:_Staged)            a change of a large release that is not decided yet
//
// Properties without an underscore are for people: names, dates (native where known to the day, text beside), sources. Those with one are enishi's: _record
// is the record's canonical JSON, from which everything else follows; _from_first … _to_last are the days that a range may mean; _since is the release that wrote it.
//
// # Reading
//
// Every statement is a file in cypher/, constant text, values only as parameters; fragments that several share stand in files that begin with an
// underscore. Each answer is framed by the dataset's version, read first and last in the same statement: where they differ a
// release was made meanwhile and the question is asked again, because Neo4j reads are read-committed and one answer must never mix two versions. A neighbourhood
// asks one question per level, since Cypher cannot cut a level as the contract says and go on; lists, counts, partners, search and tally cost one.
//
// # Writing
//
// A release of up to smallRelease changes is one transaction. A larger one does not fit a server's heap, so it is
//
//  1. staged in batches under :_Staged, unseen by readers, who go on at the old version; a crash here leaves waste that the next writer deletes;
//  2. decided by one small transaction that sets the state to "applying": from here on the release is made, whoever crashes;
//  3. applied in batches, each with the deletion of its staged changes in one transaction, so that any process can take over where another
//     died (the next one that opens the store does);
//  4. finished by one small transaction that names the new version.
//
// During step 3 readers are refused with ErrUnavailable and a time to try again, which is the cost of the flip: it is measured by BenchmarkFlip. Alternatives: stamping every
// record with the releases between which it holds makes the flip free, but each query then tests the stamps of both states and a
// browser sees both; one transaction needs about 2 kB of heap per relationship.
//
// One writer at a time holds a lease on (:_Enishi). A transaction whose COMMIT is not answered is checked by its mark before it is sent again.
//
// # Caveats
//
// Neo4j Community has no read-only role; a server that refuses writes answers ErrReadOnly. A transaction timeout ends up to two seconds late (the server looks every two seconds), the
// caller's context on time.
//
// The driver is neo4j-go-driver/v5 (Apache-2.0), the vendor's own.
package neo4jstore

// Package neo4jtest gives tests a real Neo4j 5. There is no mock of the database
// and no skip when it is absent: a test that needs Neo4j gets one, or fails and
// says what to install.
//
// # Which server
//
// [Server] takes the first of these that works, and prints which one it took and
// why the ones before it were not taken:
//
//  1. NEO4J_TEST_URI, with NEO4J_TEST_USER and NEO4J_TEST_PASSWORD where the
//     server asks for them. Nothing else is tried when it is set.
//  2. Docker, if a local engine answers: image NEO4J_IMAGE, by default
//     neo4j:5.26-community.
//  3. A plain Java process, by scripts/neo4j: Java 17 or later and Maven.
//
// NEO4J_TEST_VIA=docker or =process leaves only that road of the last two.
//
// A test process has one such server, empty at first and shared by its tests, which
// call [Instance.Wipe] when they begin. Tests that stop, kill or configure a server
// start their own by [NewServer]; the shared one has no method for it.
//
// # Many packages
//
// go test runs packages as parallel processes. So that not each of them boots a
// server, let withneo4j start one for all:
//
//	go run ./graph/neo4jstore/neo4jtest/withneo4j go test ./...
//
// It sets NEO4J_TEST_URI for the command. A process that takes its server from
// there holds a lock on it (a file lock keyed by host and port) from its first call
// of [Server] until it ends, so packages use the server one after the other and
// never see each other's data. Processes that such a test starts in turn share its
// lock.
//
// # What it deletes
//
// Wiping is the point, and a mistyped URI must not cost anybody a graph: a database
// given by NEO4J_TEST_URI is refused when it is not empty at first sight, unless an
// earlier test run found that same database (by its id) empty, or
// NEO4J_TEST_WIPE=yes says that it may go.
//
// # Decisions
//
//   - No TestMain is needed to clean up. A server process and a container both hang
//     on a pipe from the test process: when that closes, however the test ended,
//     they go. The alternative, testcontainers' reaper, needs one more image, which
//     machines without an image registry cannot pull; it is therefore turned off
//     unless TESTCONTAINERS_RYUK_DISABLED is set.
//   - Containers are published on 127.0.0.1 and on a port chosen beforehand, since
//     the address a server advertises for neo4j:// URIs must be known at its start.
//   - The lock is one file and not a lock inside Neo4j: the kernel releases it when
//     a process dies.
//
// # Caveats
//
// Unix only (flock, signals). Remote Docker engines are not used. The password of a
// process is visible to other users of the machine in its first second: use
// throw-away ones. The lock is per machine: two machines must not be given one
// NEO4J_TEST_URI.
package neo4jtest

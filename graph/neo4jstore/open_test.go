package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// refusal expects Open to fail as told, with a message that says what to do.
func refusal(t *testing.T, o neo4jstore.Options, class error, says ...string) {
	t.Helper()
	s, err := neo4jstore.Open(t.Context(), o)
	if err == nil {
		s.Close()
		t.Fatalf("opened %+v", o)
	}
	if !errors.Is(err, class) {
		t.Errorf("%v is no %q", err, class)
	}
	for _, w := range says {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if o.Password != "" && strings.Contains(err.Error(), o.Password) {
		t.Errorf("%q tells the password", err)
	}
}

func TestOpenAddress(t *testing.T) {
	for _, uri := range []string{"", "neo4j", "neo4j://", "http://127.0.0.1:7474", "neo4j://u:secret@127.0.0.1:7687", "bolt://127.0.0.1:port"} {
		refusal(t, neo4jstore.Options{URI: uri}, graph.ErrInvalid)
	}
	refusal(t, neo4jstore.Options{URI: "bolt://127.0.0.1:1", RetryFor: time.Millisecond}, graph.ErrUnavailable, "bolt://127.0.0.1:1", "cannot be reached")
	patience, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	refusal(t, neo4jstore.Options{URI: "neo4j://127.0.0.1:1", RetryFor: time.Millisecond}, graph.ErrUnavailable, "neo4j://127.0.0.1:1")
	if patience.Err() != nil {
		t.Error("nobody there: not told within a minute")
	}
}

// TestWrongVersion has the server say that it is an older one, or one of another line: it is refused by name, before anything is written.
func TestWrongVersion(t *testing.T) {
	server := neo4jtest.Server(t)
	server.Wipe(t)
	was := footprint(t, server)
	for _, version := range []string{"4.4.40", "5.22.0", "unknown"} {
		told := false
		proxy := newBoltProxy(t, func(tag byte, message []byte) verdict {
			switch {
			case tag == boltRun && strings.Contains(string(message), "dbms.components"):
				told = true
				return verdict{reply: fieldNames("name", "version", "edition")}
			case tag == boltPull && told:
				told = false
				return verdict{reply: oneRow("Neo4j Kernel", version, "community")}
			}
			return verdict{}
		})
		refusal(t, neo4jstore.Options{URI: "bolt://" + proxy.address(), User: server.User, Password: server.Password}, graph.ErrForeign, "Neo4j "+version, "5.23 or newer")
	}
	if is := footprint(t, server); is != was {
		t.Errorf("the database was\n%s\nand is now\n%s", was, is)
	}
}

// footprint is all that a database holds: what is refused must leave it as it was.
func footprint(t testing.TB, i *neo4jtest.Instance) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []string{"SHOW INDEXES YIELD name ORDER BY name", "SHOW CONSTRAINTS YIELD name ORDER BY name",
		"MATCH (n) RETURN labels(n), properties(n) ORDER BY elementId(n)", "MATCH ()-[r]->() RETURN type(r), properties(r) ORDER BY elementId(r)"} {
		for _, r := range i.Query(t, q, nil) {
			fmt.Fprintln(&b, r.Values...)
		}
	}
	return b.String()
}

// TestOwnServer takes a server of its own through what only such a one can show: a wrong password, no writes, another graph, and the power cut in an import and in reads.
func TestOwnServer(t *testing.T) {
	server := neo4jtest.NewServer(t, neo4jtest.Options{Password: "correct-horse"})
	options := neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, QueryTimeout: coldQuery}
	with := func(change func(*neo4jstore.Options)) neo4jstore.Options {
		o := options
		change(&o)
		return o
	}
	empty := footprint(t, &server.Instance)
	unchanged := func(t *testing.T, was string) {
		t.Helper()
		if is := footprint(t, &server.Instance); is != was {
			t.Errorf("the database was\n%s\nand is now\n%s", was, is)
		}
	}
	restart := func(readOnly bool) {
		server.Options.ReadOnly = readOnly
		server.Stop(t)
		server.Start(t)
	}

	t.Run("wrong password", func(t *testing.T) {
		refusal(t, with(func(o *neo4jstore.Options) { o.Password = "battery-staple" }), graph.ErrUnavailable, "password", "ENISHI_NEO4J_PASSWORD")
		refusal(t, with(func(o *neo4jstore.Options) { o.Password = "" }), graph.ErrUnavailable, "password", "ENISHI_NEO4J_PASSWORD")
	})
	t.Run("no such database", func(t *testing.T) {
		refusal(t, with(func(o *neo4jstore.Options) { o.Database = "nowhere" }), graph.ErrUnavailable, `no database "nowhere"`)
	})
	t.Run("another graph", func(t *testing.T) {
		server.Query(t, "CREATE CONSTRAINT theirs FOR (p:Person) REQUIRE p.name IS UNIQUE", nil)
		server.Query(t, "CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Charles'})", nil)
		was := footprint(t, &server.Instance)
		refusal(t, options, graph.ErrForeign, "holds another graph", "ENISHI_NEO4J_DATABASE")
		unchanged(t, was)
		server.WipeAll(t)
	})
	restart(true)
	t.Run("empty and read-only", func(t *testing.T) {
		refusal(t, options, graph.ErrReadOnly, "takes no writes")
		unchanged(t, empty)
	})
	restart(false)
	t.Run("a crash in the schema", func(t *testing.T) {
		for _, at := range []string{"schema", "schema-commit", "open_create"} {
			refusal(t, with(func(o *neo4jstore.Options) {
				o.Fault = func(stage string) error {
					if stage == at {
						return errCrash
					}
					return nil
				}
			}), errCrash)
			if at != "open_create" {
				unchanged(t, empty)
			}
		}
	})
	store := opened(t, with(func(o *neo4jstore.Options) { o.RetryFor = time.Minute }))
	t.Run("a lost index", func(t *testing.T) {
		was := footprint(t, &server.Instance)
		server.Query(t, "DROP INDEX enishi_terms", nil)
		opened(t, options)
		unchanged(t, was)
	})
	t.Run("a newer schema", func(t *testing.T) {
		server.Query(t, "MATCH (m:_Enishi) SET m.schema = 99", nil)
		was := footprint(t, &server.Instance)
		refusal(t, options, graph.ErrForeign, "newer enishi")
		unchanged(t, was)
		server.Query(t, "MATCH (m:_Enishi) SET m.schema = 1", nil)
	})
	for i := range faults(t, 1) {
		t.Run(fmt.Sprintf("power cut %d", i), func(t *testing.T) { powerCut(t, server, store, options, i) })
	}
	if many := faults(t, 0); many > 0 { // each restart takes seconds
		restart(true)
		t.Run("a store that is read-only", func(t *testing.T) { readOnly(t, server, options) })
		restart(false)
		for i := range many {
			t.Run(fmt.Sprintf("power cut in the first load %d", i), func(t *testing.T) { powerCutFirst(t, server, options, i) })
		}
	}
}

// readOnly opens a store on a server that refuses writes: it is read, and a release is refused with the reason.
func readOnly(t *testing.T, server *neo4jtest.Process, options neo4jstore.Options) {
	s := opened(t, options)
	was := footprint(t, &server.Instance)
	before := must(seen(t.Context(), s))(t)
	if _, err := s.Apply(t.Context(), chain(5, "new")); !errors.Is(err, graph.ErrReadOnly) || !strings.Contains(err.Error(), "takes no writes") {
		t.Errorf("not read-only: %v", err)
	}
	if got, err := seen(t.Context(), s); got != before {
		t.Errorf("reads: %q, %v", got, err)
	}
	if is := footprint(t, &server.Instance); is != was {
		t.Errorf("the database was\n%s\nand is now\n%s", was, is)
	}
}

// powerCutFirst kills the server in the midst of the first load of an empty database, in a batch of it or in its one transaction, and starts it again: the
// writer goes on by itself, and readers see nothing or all.
func powerCutFirst(t *testing.T, server *neo4jtest.Process, options neo4jstore.Options, turn int) {
	server.Wipe(t)
	reached := make(chan struct{})
	var commits atomic.Int64
	stage, at := "load-batch-commit", int64(1+turn/2%6)
	options.RetryFor = 2 * time.Minute
	if batches(&options); turn%2 == 1 {
		options.SmallRelease, stage, at = 1000, "small-commit", 1
	}
	options.Fault = func(now string) error {
		if now == stage && commits.Add(1) == at {
			close(reached)
		}
		return nil
	}
	writer := opened(t, options)
	done := make(chan error, 1)
	go func() {
		_, err := writer.Apply(t.Context(), chain(21, "first"))
		done <- err
	}()
	<-reached
	server.Kill(t)
	server.Start(t)
	reader := opened(t, neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, QueryTimeout: coldQuery, RetryFor: time.Millisecond})
	if got, err := seen(t.Context(), reader); got != "21 first" && got != "empty" && !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("while it is loaded: %q, %v", got, err)
	}
	if err := <-done; err != nil {
		t.Errorf("the first release: %v", err)
	}
	wholeAfter(t, &server.Instance, writer, road{name: "first", new: "21 first"})
}

// powerCut kills the server in the midst of a large release that is read all the time, and starts it again: the writer goes on by itself, readers
// see the old or the new data or are told to wait.
func powerCut(t *testing.T, server *neo4jtest.Process, store *neo4jstore.Store, options neo4jstore.Options, turn int) {
	before, after := fmt.Sprintf("before-%d", turn), fmt.Sprintf("after-%d", turn)
	must(store.Apply(t.Context(), chain(20, before)))(t)
	var commits atomic.Int64
	reached := make(chan struct{})
	stubborn, hasty := options, options
	hasty.RetryFor = 100 * time.Millisecond
	batches(&stubborn)
	stubborn.RetryFor = 2 * time.Minute
	stubborn.Fault = func(stage string) error {
		if stage == "apply-batch-commit" && commits.Add(1) == int64(1+turn%5) {
			close(reached)
		}
		return nil
	}
	writer := opened(t, stubborn)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var right, refused atomic.Int64
	reader := opened(t, hasty)
	all.Go(func() {
		for ctx.Err() == nil {
			switch got, err := seen(ctx, reader); {
			case got == "20 "+before || got == "21 "+after:
				right.Add(1)
			case errors.Is(err, graph.ErrUnavailable):
				refused.Add(1)
			case !graph.IsCancelled(err):
				t.Errorf("readers see %q, %v", got, err)
				return
			}
		}
	})
	done := make(chan error, 1)
	go func() {
		_, err := writer.Apply(t.Context(), chain(21, after))
		done <- err
	}()
	<-reached
	server.Kill(t)
	server.Start(t)
	if err := <-done; err != nil {
		t.Errorf("the release: %v", err)
	}
	if got, err := seen(t.Context(), store); got != "21 "+after {
		t.Errorf("at the end %q, %v", got, err)
	}
	cancel()
	all.Wait()
	t.Logf("%d answers, %d refused", right.Load(), refused.Load())
	if faults, err := store.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
	if list := must(store.Releases(t.Context(), 0))(t); len(list) != 2*(turn+1) {
		t.Errorf("%d releases, not %d", len(list), 2*(turn+1))
	}
}

package neo4jtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// Database is the one database that Community Edition has.
const Database = "neo4j"

// patience bounds what should take seconds at most on a busy machine, so that a
// hanging server fails a test with a message instead of the whole run without one.
const patience = 5 * time.Minute

// Instance is a Neo4j server that answers, and how to reach it.
type Instance struct {
	URI      string // scheme://host:port
	User     string // empty where the server asks for no password
	Password string
	Source   string // where it comes from, in words: "container of neo4j:5.26-community"

	mu     sync.Mutex
	driver neo4j.DriverWithContext
}

// Auth is what a driver must present to the server.
func (i *Instance) Auth() neo4j.AuthToken {
	if i.User == "" {
		return neo4j.NoAuth()
	}
	return neo4j.BasicAuth(i.User, i.Password, "")
}

// Driver returns the one driver that this process keeps for the instance; it
// outlasts a restart of the server. Do not close it.
func (i *Instance) Driver(tb testing.TB) neo4j.DriverWithContext {
	tb.Helper()
	d, err := i.connect()
	if err != nil {
		tb.Fatalf("neo4jtest: %v", err)
	}
	return d
}

// Query runs one auto-commit statement and returns its records in order.
func (i *Instance) Query(tb testing.TB, cypher string, params map[string]any) []*neo4j.Record {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	records, err := i.query(ctx, cypher, params)
	if err != nil {
		tb.Fatalf("neo4jtest: %v", err)
	}
	return records
}

// Wipe deletes all nodes and relationships, in batches that fit a small heap.
// Constraints and indexes stay.
func (i *Instance) Wipe(tb testing.TB) {
	tb.Helper()
	i.do(tb, i.wipeData)
}

// WipeAll deletes what Wipe deletes, and all constraints and indexes. The two
// token lookup indexes that every new database has stay.
func (i *Instance) WipeAll(tb testing.TB) {
	tb.Helper()
	i.do(tb, i.wipeData)
	i.do(tb, i.wipeSchema)
}

func (i *Instance) do(tb testing.TB, f func(context.Context) error) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := f(ctx); err != nil {
		tb.Fatalf("neo4jtest: wiping %s: %v", i.URI, err)
	}
}

// Relationships go first: deleting a hub with its million relationships at once
// would need them all in one transaction.
func (i *Instance) wipeData(ctx context.Context) error {
	for _, statement := range []string{
		"MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS",
		"MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS",
	} {
		if _, err := i.query(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

func (i *Instance) wipeSchema(ctx context.Context) error {
	// A constraint takes its index with it, so the order matters.
	for _, kind := range []struct{ show, drop string }{
		{"SHOW CONSTRAINTS YIELD name", "DROP CONSTRAINT $name IF EXISTS"},
		{"SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name", "DROP INDEX $name IF EXISTS"},
	} {
		records, err := i.query(ctx, kind.show, nil)
		if err != nil {
			return err
		}
		for _, r := range records {
			if _, err := i.query(ctx, kind.drop, map[string]any{"name": r.AsMap()["name"]}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *Instance) query(ctx context.Context, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	d, err := i.connect()
	if err != nil {
		return nil, err
	}
	s := d.NewSession(ctx, neo4j.SessionConfig{DatabaseName: Database})
	result, err := s.Run(ctx, cypher, params)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", cypher, closing(ctx, s, err))
	}
	records, err := result.Collect(ctx)
	if err = closing(ctx, s, err); err != nil {
		return nil, fmt.Errorf("%q: %w", cypher, err)
	}
	return records, nil
}

func closing(ctx context.Context, s neo4j.SessionWithContext, err error) error {
	if e := s.Close(ctx); err == nil {
		err = e
	}
	return err
}

func (i *Instance) connect() (neo4j.DriverWithContext, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.driver == nil {
		// Each pooled connection is checked before its use, so that the driver goes
		// on working after its server was killed and started again.
		d, err := neo4j.NewDriverWithContext(i.URI, i.Auth(), func(c *config.Config) {
			c.ConnectionLivenessCheckTimeout = 0
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", i.URI, err)
		}
		i.driver = d
	}
	return i.driver, nil
}

// verify asks the server something: that it listens is not yet that it answers.
func (i *Instance) verify(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	if _, err := i.query(ctx, "RETURN 1", nil); err != nil {
		return fmt.Errorf("%s does not answer: %w", i.URI, err)
	}
	return nil
}

func (i *Instance) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.driver != nil {
		// The server may be gone already; there is nothing left to lose.
		_ = i.driver.Close(context.Background())
		i.driver = nil
	}
}

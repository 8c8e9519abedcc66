package neo4jstore_test

import (
	"testing"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/graph/storetest"
)

// open returns an empty store on the shared server.
func open(t testing.TB, set ...func(*neo4jstore.Options)) graph.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	server.Wipe(t)
	o := neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password}
	for _, f := range set {
		f(&o)
	}
	s, err := neo4jstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	storetest.Suite{Pairs: 1000, Open: func(t testing.TB) graph.Store { return open(t) }}.Run(t)
}

// TestStoreInBatches makes the releases of the suite as large ones are made: staged, or loaded in batches.
func TestStoreInBatches(t *testing.T) {
	storetest.Suite{Open: func(t testing.TB) graph.Store {
		return open(t, func(o *neo4jstore.Options) { o.SmallRelease, o.BatchSize = 1, 100 })
	}}.RunWrites(t)
}

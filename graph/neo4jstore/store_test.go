package neo4jstore_test

import (
	"testing"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/graph/storetest"
)

// open returns an empty store on the shared server.
func open(t testing.TB) graph.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	server.Wipe(t)
	s, err := neo4jstore.Open(t.Context(), options(server))
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

func options(i *neo4jtest.Instance) neo4jstore.Options {
	return neo4jstore.Options{URI: i.URI, User: i.User, Password: i.Password}
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

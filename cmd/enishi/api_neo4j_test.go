package main

import (
	"io"
	"os"
	"testing"

	"enishi/api/apitest"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// TestAPIOnNeo4j holds the API over Neo4j to the same table as over the embedded store. Of the hostile values it takes fewer: they are about the API, and here each costs round trips.
func TestAPIOnNeo4j(t *testing.T) {
	if os.Getenv("ENISHI_REQUESTS") == "" {
		t.Setenv("ENISHI_REQUESTS", "500")
	}
	ctx := t.Context()
	server := neo4jtest.Server(t)
	server.Wipe(t)
	s, err := neo4jstore.Open(ctx, neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := (&app{stdout: io.Discard, stderr: io.Discard, quiet: true}).fill(ctx, s); err != nil {
		t.Fatal(err)
	}
	apitest.Run(t, s)
}

package main

import (
	"os"
	"testing"

	"enishi/api/apitest"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/importer"
	"enishi/importer/dataset"
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
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	release, report, err := importer.Plan(ctx, s, in, importer.Options{})
	if err != nil {
		t.Fatalf("%v: %v", err, report)
	}
	if _, err := s.Apply(ctx, release); err != nil {
		t.Fatal(err)
	}
	apitest.Run(t, s)
}

package api_test

import (
	"context"
	"testing"

	"enishi/api/apitest"
	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/importer"
	"enishi/importer/dataset"
)

// bundled is a store in memory with the bundled dataset.
func bundled(t testing.TB) graph.Store {
	t.Helper()
	ctx := context.Background()
	s, err := embedstore.Memory(ctx)
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
	return s
}

func TestAPI(t *testing.T) { apitest.Run(t, bundled(t)) }

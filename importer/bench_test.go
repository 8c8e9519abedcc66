package importer_test

import (
	"context"
	"testing"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/importer"
	"enishi/importer/dataset"
)

// BenchmarkBundled is what a first start does before it writes: read the bundled tables and plan them over an empty store.
func BenchmarkBundled(b *testing.B) {
	ctx := context.Background()
	empty := storetest.NewOracle()
	defer empty.Close()
	b.ReportAllocs()
	for b.Loop() {
		planned(b, ctx, empty)
	}
}

func planned(tb testing.TB, ctx context.Context, r graph.Reader) *graph.Release {
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	release, _, err := importer.Plan(ctx, r, in, importer.Options{Gazetteer: dataset.Gazetteer})
	if err != nil {
		tb.Fatal(err)
	}
	return release
}

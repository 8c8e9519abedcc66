package report_test

import (
	"context"
	"sync"
	"testing"

	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/graph/study"
	"enishi/importer"
	"enishi/importer/dataset"
)

// bundled is the bundled dataset in a store in memory, opened once for all tests. They only read it.
var bundled = sync.OnceValues(func() (graph.Store, error) {
	ctx := context.Background()
	store, err := embedstore.Memory(ctx)
	if err != nil {
		return nil, err
	}
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		return nil, err
	}
	release, _, err := importer.Plan(ctx, store, in, importer.Options{})
	if err != nil {
		return nil, err
	}
	_, err = store.Apply(ctx, release)
	return store, err
})

var seven = study.PrefecturePresets[0].Prefectures

func dossier(t *testing.T, id, asOf string) *study.Dossier {
	t.Helper()
	store, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	d, err := study.FindDossier(t.Context(), store, study.DossierQuery{Prefecture: id, Time: graph.Time{AsOf: graph.MustDate(asOf)}})
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func comparison(t *testing.T, ids []string, asOf string) *study.Comparison {
	t.Helper()
	store, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	c, err := study.FindComparison(t.Context(), store, study.CompareQuery{Prefectures: ids, Time: graph.Time{AsOf: graph.MustDate(asOf)}})
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

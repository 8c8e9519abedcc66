package study_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/importer"
	"enishi/importer/dataset"
)

// bundled is the bundled dataset in a store in memory, opened once for all tests. They only read it.
var bundled = sync.OnceValues(func() (graph.Store, error) { return load(dataset.Tables()) })

func load(tables fs.FS) (graph.Store, error) {
	ctx := context.Background()
	store, err := embedstore.Memory(ctx)
	if err != nil {
		return nil, err
	}
	in, err := importer.ReadFS(ctx, tables, importer.Limits{})
	if err != nil {
		return nil, err
	}
	release, report, err := importer.Plan(ctx, store, in, importer.Options{})
	if err != nil {
		return nil, err
	}
	if release == nil {
		return nil, fmt.Errorf("nothing to import: %+v", report)
	}
	_, err = store.Apply(ctx, release)
	return store, err
}

func bundledStore(t testing.TB) graph.Store {
	t.Helper()
	store, err := bundled()
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// row is a line of a table by column. The expectations of these tests are derived from the tables themselves, with nothing of the code under test.
type row map[string]string

func tableOf(t testing.TB, name string) []row {
	t.Helper()
	if rows, read := tables.Load(name); read {
		return rows.([]row)
	}
	f, err := dataset.Tables().Open(name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, l := range lines[1:] {
		r := row{}
		for i, c := range lines[0] {
			r[c] = l[i]
		}
		out = append(out, r)
	}
	tables.Store(name, out)
	return out
}

// tables are those read so far.
var tables sync.Map

// list splits a list field.
func (r row) list(field string) []string {
	var out []string
	for _, v := range strings.Split(r[field], ";") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func byID(rows []row) map[string]row {
	m := map[string]row{}
	for _, r := range rows {
		m[r["id"]] = r
	}
	return m
}

// first and last are the extreme days that a date may mean, as text that compares like days.
func first(d string) string {
	return map[int]string{4: d + "-01-01", 7: d + "-01", 10: d}[len(d)]
}

func last(d string) string {
	return map[int]string{4: d + "-12-31", 7: d + "-31", 10: d}[len(d)]
}

func sorted(set map[string]bool) []string {
	out := []string{}
	for k, in := range set {
		if in {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

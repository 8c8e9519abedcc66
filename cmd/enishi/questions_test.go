package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"enishi/api"
	"enishi/graph/embedstore"
	"enishi/graph/study"
)

// TestFlagsAreParameters: every flag of a question is a parameter that the API has there, and is explained.
func TestFlagsAreParameters(t *testing.T) {
	t.Parallel()
	s, err := embedstore.Memory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := httptest.NewRecorder()
	api.New(api.Config{Store: s}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var doc struct {
		Paths map[string]struct {
			Get struct{ Parameters []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		path, known := doc.Paths["/api/v1"+q.path]
		if !known {
			t.Errorf("%s asks %s, which the API has not", q.use, q.path)
			continue
		}
		has := map[string]bool{}
		for _, p := range path.Get.Parameters {
			has[p.Name] = true
		}
		for _, p := range strings.Fields(q.params + " format " + commonParams[q.common]) {
			if !has[p] {
				t.Errorf("%s: --%s is no parameter of %s", q.use, flagOf(p), q.path)
			}
			if parameters[p] == "" {
				t.Errorf("%s: --%s is not explained", q.use, flagOf(p))
			}
		}
	}
}

// TestListedValuesAreAllowed: the values that the help of --measure names are those of the API, each and no other.
func TestListedValuesAreAllowed(t *testing.T) {
	t.Parallel()
	if got, want := strings.Split(parameters["measure"], ", "), study.StructureMeasures; len(got) != len(want) {
		t.Errorf("--measure names %q, allowed are %q", got, want)
	} else {
		for i := range got {
			if got[i] != string(want[i]) {
				t.Errorf("--measure names %q, allowed is %q", got[i], want[i])
			}
		}
	}
}

// TestReportsAreWritten: what a report's formats print, and what changed as a table.
func TestReportsAreWritten(t *testing.T) {
	s := shell{t, "file:" + filepath.Join(t.TempDir(), "enishi.db")}
	for _, tc := range []struct{ args, starts, holds, lacks string }{
		{"dossier jp-04 --as-of 1989-08 --format html", "<!doctype html>", "Riverside", "Dublin"},
		{"dossier jp-04 --as-of 1989-08 --format md --lang ja", "# 宮城県", "リバーサイド", "<!doctype"},
		{"compare jp-04 jp-22 --format html", "<!doctype html>", "Shizuoka", "Osaka"},
		{"dossier jp-04 --format csv", "PK", "affiliations.csv", "edges.csv"},
		{"changes jp-04 --from 1989-08", "kind", "Dallas", "us-ca-riverside"},
		{"changes jp-04 --from 1989-08 --format csv", "kind,date,", "us-tx-dallas", "us-ca-riverside"},
		{"conflicts --kind refutes --format csv", "record,of,", "tie-jp-02362-us-mi-novi", "tie-jp-35206-us-mi-monroe"},
	} {
		out := s.must(strings.Fields(tc.args)...)
		if !strings.HasPrefix(out, tc.starts) || !strings.Contains(out, tc.holds) || strings.Contains(out, tc.lacks) {
			t.Errorf("enishi %s: %.300s … must start with %q and hold %q, not %q", tc.args, out, tc.starts, tc.holds, tc.lacks)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"enishi/api"
	"enishi/graph/embedstore"
)

// TestEveryQuestionHasACommand: what the document says that the API answers, the command line asks, with every parameter of it.
func TestEveryQuestionHasACommand(t *testing.T) {
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
			Get *struct {
				Tags       []string
				Security   []any
				Parameters []struct{ Name, In string }
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	root := (&app{}).rootCommand()
	asked := 0
	for path, item := range doc.Paths {
		short, ours := strings.CutPrefix(path, "/api/v1")
		if !ours || item.Get == nil || item.Get.Security != nil || item.Get.Tags[0] == "Reconciliation" { // a protocol between programs
			continue
		}
		asked++
		if short == "/releases" { // enishi releases lists them all
			continue
		}
		i := slices.IndexFunc(questions, func(q question) bool { return q.path == short })
		if i < 0 {
			t.Errorf("no command asks %s", path)
			continue
		}
		q := &questions[i]
		name, _, _ := strings.Cut(q.use, " ")
		cmd, _, err := root.Find(strings.Fields(q.under + " " + name))
		if err != nil || cmd.Name() != name {
			t.Errorf("%s: there is no command %q: %v", path, strings.TrimSpace(q.under+" "+name), err)
			continue
		}
		for _, p := range item.Get.Parameters {
			if p.In == "query" && !slices.Contains(strings.Fields(q.takes), p.Name) && cmd.Flags().Lookup(flagOf(p.Name)) == nil {
				t.Errorf("enishi %s has no --%s", name, flagOf(p.Name))
			}
		}
	}
	if asked < 25 {
		t.Errorf("only %d questions", asked)
	}
}

// TestCommandsOfSingleRecords: what they print, beside what everyone asks for.
func TestCommandsOfSingleRecords(t *testing.T) {
	s := shell{t, "file:" + filepath.Join(t.TempDir(), "enishi.db")}
	for _, tc := range []struct{ args, holds string }{
		{"edge sister-of--tie-jp-04100-us-ca-riverside--jp-04100", "Riverside"},
		{"releases show r1", "r1"},
		{"releases diff r1 --limit 2", "jp-01100"},
		{"releases diff r1 --limit 2 --format csv", "kind,id,change,"},
		{"dataset", "municipality"},
		{"claims --limit 1", "record"},
		{"path jp-22100 jp-04100 --single-source true --format json", `"single_source":true`},
		{"resolve jis:04462 --format csv", "jp-04215"},
		{"counts jp-04 --format csv", "edge_kind"},
		{"export - --format gexf", `<node id="jp-04462-2006" label="Sanbongi"`},
	} {
		if out := s.must(strings.Fields(tc.args)...); !strings.Contains(out, tc.holds) {
			t.Errorf("enishi %s: %.300s … must hold %q", tc.args, out, tc.holds)
		}
	}
}

// TestAreasAreOnRecord: a prefecture or state that is none is an error of usage that says which there are, and no empty list.
func TestAreasAreOnRecord(t *testing.T) {
	s := shell{t, "mem:"}
	for flag, says := range map[string]string{"--prefecture=jp-99": "no prefecture has the id jp-99; use jp-01", "--prefecture=us-ca": "no prefecture has the id us-ca", "--state=us-zz": "no state has the id us-zz; use us-ak"} {
		if out, stderr, code := s.try("edges", flag); code != exitUsage || out != "" || !strings.Contains(stderr, says) {
			t.Errorf("%s exits %d with %q, %q", flag, code, out, stderr)
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

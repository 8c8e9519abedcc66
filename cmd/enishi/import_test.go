package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"enishi/api"
	"enishi/graph"
)

// TestColumnsHaveOtherNames: a city hall's own list is read by the command and as an upload, and says what was read as what.
func TestColumnsHaveOtherNames(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	s := shell{t, "file:" + filepath.Join(t.TempDir(), "enishi.db")}
	const list = "Town,\"Sister City, State\",Since,Kind,Status,Remarks\njp-04100,\"Ann Arbor, MI\",1990-05,sister-city,active,letters in the archive\n"
	columns := []string{"ties.bodies=Town", "partner=sister city, state", "signed=Since", "-=Remarks"}
	path := filepath.Join(t.TempDir(), "sisters.csv")
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", path}
	for _, c := range columns {
		args = append(args, "--map", c)
	}
	if out, stderr, code := s.try("import", path); code != exitRejected || !strings.Contains(out, "map ties.partner=YOURS") {
		t.Errorf("without names: exit %d\n%s%s", code, out, stderr)
	}
	if out, stderr, code := s.try("import", path, "--map", "ties.body=Town"); code != exitUsage || !strings.Contains(stderr, "bodies") {
		t.Errorf("a column that is none: exit %d\n%s%s", code, out, stderr)
	}
	if out := s.must(append(args, "--dry-run")...); !strings.Contains(out, "1 row (as ties, bodies=Town, partner=Sister City, State, signed=Since, -=Remarks)") || !strings.Contains(out, "+ edge sister-of--tie-jp-04100-us-mi-ann-arbor--jp-04100") {
		t.Errorf("%s", out)
	}
	store, err := (&app{store: s.store}).open(t.Context(), writing)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	upload := func(columns []string) (api.ImportResult, error) {
		return importHook(store)(t.Context(), api.Upload{Name: "sisters.csv", Body: strings.NewReader(list), Columns: columns, Writer: "desk"})
	}
	if _, err := upload([]string{"ties.body=Town"}); err == nil || !strings.Contains(err.Error(), "bodies") {
		t.Errorf("a column that is none: %v", err)
	}
	first, err := upload(columns)
	if err != nil || !first.Applied || first.Release.Changes.Added == 0 || !strings.Contains(string(first.Report), `"header": "Sister City, State"`) {
		t.Errorf("%v %+v %s", err, first, first.Report)
	}
	if again, err := upload(columns); err != nil || !again.Applied || again.Release.Changes != (graph.ChangeCounts{}) {
		t.Errorf("the same again: %v %+v", err, again.Release)
	}
}

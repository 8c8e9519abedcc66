package importer_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/importer"
)

func columns(t testing.TB, specs ...string) importer.Limits {
	t.Helper()
	c, err := importer.ParseColumns(specs)
	if err != nil {
		t.Fatal(err)
	}
	return importer.Limits{Columns: c}
}

// theirs is a list as a city hall keeps it.
const theirs = "Town,\"Sister City, State\",Since,Kind,Now,Remarks\njp-04100,us-mi-lansing,1990-05,sister-city,active,letters in the archive\n"

// TestColumns: a table with other names of columns is read as if it had ours, alone, as TSV, in a folder, and as a sheet; the report says which column was which.
func TestColumns(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	limits := columns(t, "ties.bodies=town", " partner =Sister City, State", "signed=SINCE ", "ties.status=Now", "-=Remarks")
	want, _, err := plan(t, s, map[string]string{"ties.csv": "bodies,partner,signed,kind,status\njp-04100,us-mi-lansing,1990-05,sister-city,active\n"}, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	inputs := map[string]*importer.Input{}
	for _, name := range []string{"upload", "our sisters.csv", "ties.csv"} {
		if inputs[name], err = importer.Read(t.Context(), name, strings.NewReader(theirs), limits); err != nil {
			t.Fatal(err)
		}
	}
	tsv := strings.NewReplacer(`"Sister City, State"`, "\x00", ",", "\t").Replace(theirs)
	if inputs["tsv"], err = importer.Read(t.Context(), "x.tsv", strings.NewReader(strings.ReplaceAll(tsv, "\x00", "Sister City, State")), limits); err != nil {
		t.Fatal(err)
	}
	if inputs["folder"], err = importer.ReadFS(t.Context(), fsOf(map[string]string{"a/ties.2.csv": theirs}), limits); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ties.xlsx", "our sisters.xlsx"} {
		if inputs[name], err = importer.Read(t.Context(), name, strings.NewReader(string(written(t, oneSheet(t, theirs)))), limits); err != nil {
			t.Fatal(err)
		}
	}
	named := []importer.NamedColumn{{Column: "bodies", Header: "Town"}, {Column: "partner", Header: "Sister City, State"}, {Column: "signed", Header: "Since"}, {Column: "status", Header: "Now"}, {Column: importer.LeaveOut, Header: "Remarks"}}
	for name, in := range inputs {
		release, report, err := importer.Plan(t.Context(), s, in, importer.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want.Edges, release.Edges); diff != "" {
			t.Errorf("%s: (-ours +theirs)\n%s", name, diff)
		}
		file := report.Files[0]
		if diff := cmp.Diff(named, file.Columns); file.Table != "ties" || diff != "" {
			t.Errorf("%s: read as %s\n%s", name, file.Table, diff)
		}
		var text strings.Builder
		if err := report.WriteText(&text, 0); err != nil || !strings.Contains(text.String(), "partner=Sister City, State") {
			t.Errorf("%s: %v %s", name, err, text.String())
		}
	}
}

// TestColumnsGoFirst: names given go before our own names, those for one table before those for all, and a table without the column is left as it is.
func TestColumnsGoFirst(t *testing.T) {
	t.Parallel()
	tables := add(nil)
	tables["ties.csv"] = "id,bodies,partner,kind,ended,status,signed,wrong\ntie-jp-04215-us-ga-dublin,jp-04462-2006,us-ga-dublin,sister-city,1998-05,active,,us-mi-lansing\n"
	tables["memberships.csv"] = "Who,group,role,wrong\njp-04100,org-sira,founder,1990\n"
	in, err := importer.ReadFS(t.Context(), fsOf(tables), columns(t, "signed=ended", "ended=signed", "-=wrong", "memberships.since=wrong", "member=who", "member=who"))
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := importer.Plan(t.Context(), store(t), in, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := plan(t, store(t), world, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	strip := func(edges []graph.Edge) (out []graph.Edge) {
		for _, e := range edges {
			e.Citations = nil
			out = append(out, e)
		}
		return out
	}
	if diff := cmp.Diff(strip(want.Edges), strip(got.Edges)); diff != "" {
		t.Errorf("(-ours +theirs)\n%s", diff)
	}
}

// TestColumnsInTheWay: what cannot be meant is refused with what would be right.
func TestColumnsInTheWay(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"partner": "ours=theirs", "partner=": "ours=theirs", "=x": "no column of ours", "parter=x": "did you mean partner?", "tie.partner=x": "did you mean ties?", "ties.role=x": "use one of id, bodies, partner",
		"partner=x|partner=y": "two columns one", "partner=x|signed=X": "one column two", "ties.member=x": "no column of ours",
	} {
		if _, err := importer.ParseColumns(strings.Split(spec, "|")); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", spec, err, want)
		}
	}
	if _, err := importer.ParseColumns(make([]string, 501)); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("501 columns: %v", err)
	}
	for name, tc := range map[string]struct {
		content string
		specs   []string
		place   string
		words   []string
	}{
		"a name that no column has":    {theirs, []string{"ties.bodies=Twn"}, "bodies: ", []string{`"ties.bodies=Twn"`, "Town, Sister City, State"}},
		"a column that nobody named":   {theirs, []string{"ties.bodies=Town"}, "list.csv:1: remarks: ", []string{"map OURS=remarks", "map -=remarks"}},
		"a column that is missing":     {"Town,kind,status\njp-04100,friendship,active\n", []string{"ties.bodies=Town"}, "list.csv:1: partner: ", []string{"map partner=YOURS"}},
		"a column beside the same":     {"Town,bodies,partner,kind,status\n", []string{"ties.bodies=Town"}, "list.csv:1: bodies: ", []string{"twice"}},
		"a file that could be several": {"Town,x\n", []string{"bodies=Town"}, "list.csv: ", []string{"is no table", "map ties.partner=YOURS"}},
	} {
		in, err := importer.Read(t.Context(), "list.csv", strings.NewReader(tc.content), columns(t, tc.specs...))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range in.Faults() {
			found = found || f.Structure && strings.HasPrefix(f.String(), tc.place) && containsAll(f.String(), tc.words)
		}
		if !found {
			t.Errorf("%s: no fault at %q says %q: %v", name, tc.place, tc.words, in.Faults())
		}
	}
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// TestUnreadColumns: where columns could not be read the report holds those of the file as they stand, and ours by table, from which names can be given; else neither.
func TestUnreadColumns(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	header := []string{"Town", "Sister City, State", "Since", "Kind", "Now", "Remarks"}
	book := string(written(t, oneSheet(t, theirs)))
	for name, tc := range map[string]struct {
		file, content string
		specs         []string
		table         string
		header        []string
	}{
		"not ours":         {"ties.csv", theirs, nil, "ties", header},
		"of which table":   {"list.csv", theirs, nil, "", header},
		"of which, in TSV": {"list.tsv", "Town\tSince\n", nil, "", []string{"Town", "Since"}},
		"in a workbook":    {"ties.xlsx", book, nil, "ties", header},
		"named wrongly":    {"ties.csv", theirs, []string{"bodies=Twn"}, "ties", header},
		"missing":          {"ties.csv", "bodies,kind\n", nil, "ties", []string{"bodies", "kind"}},
		"twice":            {"ties.csv", "bodies,partner,kind,status,kind\n", nil, "ties", []string{"bodies", "partner", "kind", "status", "kind"}},
		"a wrong row":      {"ties.csv", "bodies,partner,kind,status\njp-04100,us-mi-lansing,x,active\n", nil, "ties", nil},
		"sound":            {"ties.csv", "bodies,partner,kind,status\njp-04100,us-mi-lansing,friendship,active\n", nil, "ties", nil},
	} {
		in, err := importer.Read(t.Context(), tc.file, strings.NewReader(tc.content), columns(t, tc.specs...))
		if err != nil {
			t.Fatal(err)
		}
		_, report, _ := importer.Plan(t.Context(), s, in, importer.Options{})
		if file := report.Files[0]; file.Table != tc.table || !cmp.Equal(file.Header, tc.header) {
			t.Errorf("%s: of table %q, header %q; want %q, %q", name, file.Table, file.Header, tc.table, tc.header)
		}
		if (len(report.Tables) == 12) != (tc.header != nil) {
			t.Errorf("%s: %d tables are told", name, len(report.Tables))
		}
		for _, c := range report.Tables {
			if c.Table == "ties" && (!cmp.Equal(c.Required, []string{"bodies", "partner", "kind", "status"}) || c.Columns[0] != "id") {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

// TestWhatIsNoTable: files that are not what they are called are told by what they are and what to do.
func TestWhatIsNoTable(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]struct {
		content string
		words   []string
	}{
		"list.xlsx": {"id,bodies\n", []string{"cannot be read", "name a text table .csv"}}, "ties.xlsx": {"<html>", []string{"cannot be read", "save it as .xlsx"}}, "old.xlsx": {"\xd0\xcf\x11\xe0\xa1", []string{"password", "Excel 97"}},
		"ties.xls": {"\xd0\xcf\x11\xe0\xa1", []string{"Excel 97", ".xlsx"}}, "list.ods": {"id", []string{".ods file cannot be read", ".xlsx"}}, "empty.xlsx": {"", []string{"cannot be read"}},
		"list.csv": {"", []string{"the file is empty", "names the columns"}}, "mine.csv": {"\x8e\x73,\x8f\x42\n", []string{"Shift-JIS", "iconv -f CP932 -t UTF-8 mine.csv"}}, "upload": {"\xff\xfe\x02\x5e", []string{"UTF-16", "CSV UTF-8"}},
	} {
		in, err := importer.Read(t.Context(), name, strings.NewReader(content.content), importer.Limits{})
		if err != nil || len(in.Faults()) != 1 || !containsAll(in.Faults()[0].String(), content.words) {
			t.Errorf("%s: %v %v, want %q", name, err, in.Faults(), content.words)
		}
	}
	for name, what := range map[string]string{"ties.xlsx": "the workbook cannot be read", "ties.zip": "the zip file cannot be read"} {
		if _, err := importer.Read(t.Context(), name, strings.NewReader("PK\x03\x04 and no more"), importer.Limits{}); !errors.Is(err, graph.ErrInvalid) || !containsAll(err.Error(), []string{what, "cut off", "again"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

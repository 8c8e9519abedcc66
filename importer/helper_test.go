package importer_test

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/importer"
	"enishi/importer/dataset"
)

// world is a small dataset, as tables: a town that was merged into a city which was itself merged later, a village absorbed by it, a body of the same
// name that went on, a split, and partners on the other side.
var world = map[string]string{
	"prefectures.csv": "id,name_en,name_ja\njp-04,Miyagi,宮城県\njp-19,Yamanashi,山梨県\n",
	"municipalities.csv": `id,name_en,name_ja,level,prefecture,jis
jp-04462-2006,Sanbongi,三本木町,town,jp-04,04462
jp-04204-2006,Furukawa,古川市,city,jp-04,04204
jp-04215,Osaki,大崎市,city,jp-04,04215
jp-19341-2006,Kamikuishiki,上九一色村,village,jp-19,19341
jp-19201,Kofu,甲府市,city,jp-19,19201
jp-19430,Fujikawaguchiko,富士河口湖町,town,jp-19,19430
jp-04100,Sendai,仙台市,designated-city,jp-04,04100
`,
	"mergers.csv": `body,successor,date,change
jp-04462-2006,jp-04215,2006-03-31,merged
jp-04204-2006,jp-04215,2006-03-31,merged
jp-19341-2006,jp-19201,2006-03-01,split
jp-19341-2006,jp-19430,2006-03-01,split
`,
	"events.csv": "body,kind,code,name_en\njp-04100,renumbered,04201,Sendai\n",
	"states.csv": "id,name_en,level,country,usps\nus-ga,Georgia,state,US,GA\nus-mi,Michigan,state,US,MI\n",
	"partners.csv": `id,name_en,level,state,country,fips
us-ga-dublin,Dublin,city,us-ga,US,1324376
us-mi-lansing,Lansing,city,us-mi,US,2646000
`,
	"ties.csv": `id,bodies,partner,kind,signed,status,ended,sources
tie-jp-04215-us-ga-dublin,jp-04462-2006,us-ga-dublin,sister-city,1998-05,active,,https://example.org/dublin
`,
	"organizations.csv": "id,name_en,sector,themes,country,place,founded\norg-sira,Sendai International Relations Association,quasi-governmental,culture; education,JP,jp-04100,1990\n",
	"memberships.csv":   "member,group,role,since\njp-04100,org-sira,founder,1990\n",
	"programs.csv":      "id,name_en,type,themes,since,until,participants,organizers\nprog-visit,First visit,delegation,culture,1991-05-03,1991-05-09,jp-04100; us-ga-dublin,org-sira\n",
	"claims.csv":        "record,field,value,source,kind\ntie-jp-04215-us-ga-dublin,signed,1998-05,https://example.org/dublin,agrees\n",
}

// with is the world with some tables replaced; "" leaves a table out.
func with(changes map[string]string) map[string]string {
	out := maps.Clone(world)
	for name, content := range changes {
		out[name] = content
		if content == "" {
			delete(out, name)
		}
	}
	return out
}

// add is the world with lines added to tables.
func add(lines map[string]string) map[string]string {
	out := maps.Clone(world)
	for name, more := range lines {
		out[name] += more
	}
	return out
}

func fsOf(tables map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, content := range tables {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return m
}

func read(t testing.TB, tables map[string]string) *importer.Input {
	t.Helper()
	in, err := importer.ReadFS(t.Context(), fsOf(tables), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func store(t testing.TB) graph.Store {
	s := storetest.NewOracle()
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// plan plans tables and checks that the report accounts for every row.
func plan(t testing.TB, s graph.Reader, tables map[string]string, opts importer.Options) (*graph.Release, *importer.Report, error) {
	t.Helper()
	in := read(t, tables)
	release, report, err := importer.Plan(t.Context(), s, in, opts)
	if report == nil {
		t.Fatalf("no report: %v", err)
	}
	accounts(t, report)
	return release, report, err
}

func accounts(t testing.TB, r *importer.Report) {
	t.Helper()
	if r.Rows != r.Accepted+r.Unchanged+r.Merged+r.Rejected || r.Rows != len(r.Results) {
		t.Errorf("rows do not add up: %d ≠ %d + %d + %d + %d, %d results", r.Rows, r.Accepted, r.Unchanged, r.Merged, r.Rejected, len(r.Results))
	}
	for _, res := range r.Results {
		if res.Outcome == importer.Accepted && len(res.Records) == 0 {
			t.Errorf("%s:%d was accepted and made nothing", res.File, res.Line)
		}
		if res.Outcome == importer.Rejected && !slices.ContainsFunc(r.Faults, func(f importer.Fault) bool { return f.File == res.File && f.Line == res.Line }) {
			t.Errorf("%s:%d was rejected without a fault", res.File, res.Line)
		}
	}
}

// load applies tables to a store; they must be sound.
func load(t testing.TB, s graph.Store, tables map[string]string, opts importer.Options) (graph.ReleaseInfo, *importer.Report) {
	t.Helper()
	release, report, err := plan(t, s, tables, opts)
	if err != nil {
		t.Fatal(err)
	}
	info, err := s.Apply(t.Context(), release)
	if err != nil {
		t.Fatal(err)
	}
	if got := (graph.ChangeCounts{Added: report.Counts.Added, Changed: report.Counts.Changed, Removed: report.Counts.Removed}); info.Changes != got {
		t.Errorf("the report says %+v, the store %+v", got, info.Changes)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("store after import: %v %v", faults, err)
	}
	return info, report
}

type buffer struct {
	bytes.Buffer
	done func(string)
}

func (b *buffer) Close() error { b.done(b.String()); return nil }

func export(t testing.TB, r graph.Reader) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := importer.Export(t.Context(), r, func(name string) (io.WriteCloser, error) {
		return &buffer{done: func(s string) { out[name] = s }}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func bundled(t testing.TB) map[string]string {
	out := map[string]string{}
	for _, table := range importer.Tables() {
		f, err := dataset.Tables().Open(table.Name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		out[table.Name+".csv"] = string(b)
	}
	return out
}

// wantFault checks that the tables are refused, that a fault stands at file and line and says all of the words, and that nothing would be written.
func wantFault(t *testing.T, tables map[string]string, place string, words ...string) {
	t.Helper()
	release, report, err := plan(t, store(t), tables, importer.Options{Gazetteer: smallGazetteer})
	if err == nil || release != nil {
		t.Fatalf("it was taken; want a fault at %s with %q", place, words)
	}
	for _, f := range report.Faults {
		s := f.String()
		if strings.HasPrefix(s, place) && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) }) {
			return
		}
	}
	t.Errorf("no fault at %s says all of %q; there are:", place, words)
	for _, f := range report.Faults {
		t.Error(f)
	}
}

// smallGazetteer is a gazetteer of three places, for tests that do not need all of them.
func smallGazetteer() ([]byte, error) {
	return []byte("id,name_en,level,state,country,fips,gnis,geonames,sources\nus-mi-ann-arbor,Ann Arbor,city,us-mi,US,2603000,1625035,4984247,https://www.geonames.org/\n" +
		"us-mi-detroit,Detroit,city,us-mi,US,2622000,1617959,4990729,https://www.geonames.org/\nus-ga-dublin,Dublin,city,us-ga,US,1324376,355555,4192375,https://www.geonames.org/\n"), nil
}

package importer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"enishi/graph"
	"enishi/importer"
)

const tieHeader = "id,bodies,partner,kind,signed,status\n"

// TestBadTables: whatever is wrong with a table is a fault that says where, what, and what would be right.
func TestBadTables(t *testing.T) {
	t.Parallel()
	tie := func(content string) map[string]string { return map[string]string{"ties.csv": content} }
	long := strings.Repeat("x", 70_000)
	cases := []struct {
		name   string
		tables map[string]string
		place  string
		words  []string
	}{
		{"no table", nil, "", []string{"no table", "ties.csv"}},
		{"empty file", tie(""), "ties.csv:1: ", []string{"empty", "id,bodies,partner"}},
		{"unknown table", map[string]string{"tie.csv": "x\n"}, "tie.csv: ", []string{`"tie" is no table`, "did you mean ties.csv?"}},
		{"missing column", tie("bodies,kind,signed,status\n"), "ties.csv:1: partner", []string{"missing", "id of the partner"}},
		{"unknown column", tie("id,bodies,partner,kind,singed,status\n"), "ties.csv:1: singed", []string{"no such column", "did you mean signed?"}},
		{"column twice", tie("id,bodies,partner,kind,status,status\n"), "ties.csv:1: status", []string{"twice"}},
		{"semicolons", tie("id;bodies;partner;kind;status\n"), "ties.csv:1: ", []string{"part the columns by ','"}},
		{"tabs in a csv", tie("id\tbodies\tpartner\tkind\tstatus\n"), "ties.csv:1: ", []string{".tsv"}},
		{"too few fields", tie(tieHeader + "tie-x,jp-04\n"), "ties.csv:2: ", []string{"2 fields, the header 6"}},
		{"too many fields", tie(tieHeader + "tie-x,jp-04,us-ga,sister-state,1990,active,,\n"), "ties.csv:2: ", []string{"8 fields, the header 6"}},
		{"broken quote", tie(tieHeader + "tie-x,\"jp-04\"x,us-ga,sister-state,1990,active\n"), "ties.csv:2: ", []string{"broken quote", "doubled"}},
		{"bare quote", tie(tieHeader + "tie-x,jp\"04,us-ga,sister-state,1990,active\n"), "ties.csv:2: ", []string{"broken quote"}},
		{"open quote", tie(tieHeader + "tie-x,\"jp-04,us-ga,sister-state,1990,active\ntie-y,jp-04,us-ga,sister-state,1991,active\n"), "ties.csv:2: ", []string{"broken quote"}},
		{"31 February", tie(tieHeader + "tie-x,jp-04,us-ga,sister-state,1990-02-31,active\n"), "ties.csv:2: signed", []string{"1990-02-31", "no such day", "YYYY-MM-DD"}},
		{"slashes", tie(tieHeader + "tie-x,jp-04,us-ga,sister-state,1990/02/01,active\n"), "ties.csv:2: signed", []string{"hyphens"}},
		{"unknown code of a list", tie(tieHeader + "tie-x,jp-04,us-ga,sister_city,1990,active\n"), "ties.csv:2: kind", []string{`"sister_city" is not allowed`, "did you mean sister-city?", "friendship"}},
		{"required field empty", tie(tieHeader + "tie-x,jp-04,us-ga,sister-city,1990,\n"), "ties.csv:2: status", []string{"status is empty", "active, ended, unknown"}},
		{"id with a capital", tie(tieHeader + "Tie-X,jp-04,us-ga,sister-city,1990,active\n"), "ties.csv:2: id", []string{"no id", "lower-case"}},
		{"long field", tie(tieHeader + "tie-x,jp-04," + long + ",sister-city,1990,active\n"), "ties.csv:2: partner", []string{"70000 bytes", "65536"}},
		{"NUL", tie(tieHeader + "tie-x,jp-04,us\x00ga,sister-city,1990,active\n"), "ties.csv:2: partner", []string{"control character 0x00"}},
		{"Shift-JIS", map[string]string{"prefectures.csv": "id,name_en,name_ja\njp-04,Miyagi,\x8b\x7b\x8f\xe9\x8c\xa7\n"}, "prefectures.csv:2: name_ja", []string{"Shift-JIS", "CSV UTF-8"}},
		{"no UTF-8", map[string]string{"prefectures.csv": "id,name_en\njp-04,Miy\xffagi\n"}, "prefectures.csv:2: name_en", []string{"not UTF-8"}},
		{"UTF-16", map[string]string{"prefectures.csv": "\xff\xfei\x00d\x00"}, "prefectures.csv:1: ", []string{"UTF-16"}},
		{"UTF-16 without a mark", map[string]string{"prefectures.csv": "i\x00d\x00,\x00"}, "prefectures.csv:1: ", []string{"UTF-16", "iconv -f UTF-16"}},
		{"how Shift-JIS becomes UTF-8", map[string]string{"prefectures.csv": "id,name_en,name_ja\njp-04,Miyagi,\x8b\x7b\x8f\xe9\x8c\xa7\n"}, "prefectures.csv:2: name_ja", []string{"Save As", "iconv -f CP932 -t UTF-8 prefectures.csv"}},
		{"latitude", map[string]string{"prefectures.csv": "id,name_en,lat,lon\njp-04,Miyagi,98.2,140\n"}, "prefectures.csv:2: lat", []string{"98.2", "-90 and 90"}},
		{"half a position", map[string]string{"prefectures.csv": "id,name_en,lat,lon\njp-04,Miyagi,38.2,\n"}, "prefectures.csv:2: lat", []string{"both"}},
		{"a population's date alone", map[string]string{"prefectures.csv": "id,name_en,population_date\njp-04,Miyagi,2022\n"}, "prefectures.csv:2: population_date", []string{"without a population"}},
		{"population", map[string]string{"prefectures.csv": "id,name_en,population\njp-04,Miyagi,\"2,300,000\"\n"}, "prefectures.csv:2: population", []string{"without separators"}},
		{"delete flag", map[string]string{"prefectures.csv": "id,name_en,delete\njp-04,Miyagi,x\n"}, "prefectures.csv:2: delete", []string{"neither yes nor no"}},
		{"a country", with(map[string]string{"partners.csv": "id,name_en,state,country\nus-ga-dublin,Dublin,us-ga,USA\n"}), "partners.csv:2: ", []string{"USA", "ISO 3166-1"}},
		{"a theme", with(map[string]string{"programs.csv": "id,name_en,themes\nprog-visit,Visit,culture; sports\n"}), "programs.csv:2: themes", []string{"did you mean sport?"}},
		{"an end that no row defines", add(map[string]string{"ties.csv": "tie-x,jp-04999,us-ga-dublin,sister-city,1990,active,,\n"}), "ties.csv:3: bodies", []string{`no record has the id "jp-04999"`}},
		{"an end misspelt", add(map[string]string{"memberships.csv": "jp-04100,org-sirra,member,\n"}), "memberships.csv:3: group", []string{"did you mean org-sira?"}},
		{"an end that was rejected", with(map[string]string{"partners.csv": "id,name_en,level,state,country\nus-ga-dublin,Dublin,town hall,us-ga,US\n"}), "ties.csv:2: partner", []string{"partners.csv:2", "rejected"}},
		{"a code that nothing holds", add(map[string]string{"ties.csv": "tie-x,jis:99999,us-ga-dublin,sister-city,1990,active,,\n"}), "ties.csv:3: bodies", []string{`no node holds the code "jis:99999"`}},
		{"a partner that no gazetteer knows", add(map[string]string{"ties.csv": "tie-x,jp-04100,\"Ann Arbour, MI\",sister-city,1990,active,,\n"}), "ties.csv:3: partner", []string{"Ann Arbour, MI", "did you mean us-mi-ann-arbor?"}},
		{"a state that is none", add(map[string]string{"ties.csv": "tie-x,jp-04100,\"Ann Arbor, ZZ\",sister-city,1990,active,,\n"}), "ties.csv:3: partner", []string{`"ZZ" is no state`}},
		{"a source that no row defines", add(map[string]string{"claims.csv": "tie-jp-04215-us-ga-dublin,signed,1999,src-0123456789ab,disagrees\n"}), "claims.csv:3: sources", []string{"src-0123456789ab", "sources.csv"}},
		{"a claim on nothing", add(map[string]string{"claims.csv": "tie-jp-04215-us-ga-dubli,signed,1999,,disagrees\n"}), "claims.csv:3: record", []string{"did you mean tie-jp-04215-us-ga-dublin?"}},
		{"one id in two tables", add(map[string]string{"organizations.csv": "jp-04100,Sendai,ngo,,JP,,\n"}), "organizations.csv:3: table", []string{"municipalities"}},
		{"a locator under another id", with(map[string]string{"sources.csv": "id,locator\nsrc-0123456789ab,https://example.org/\n"}), "sources.csv:2: id", []string{graph.SourceID("https://example.org/")}},
		{"a state with no state's level", with(map[string]string{"states.csv": "id,name_en,level,country\nus-ga,Georgia,city,US\nus-mi,Michigan,state,US\n"}), "states.csv:2: level", []string{"partners.csv"}},
		{"one of two signatories is younger than the tie", with(map[string]string{"ties.csv": "id,bodies,partner,kind,signed,status\ntie-two,jp-04100; jp-04215,us-mi-lansing,sister-city,1990,active\n", "claims.csv": ""}), "ties.csv:2: bodies: ", []string{"jp-04215", "2006-03-31"}},
		{"a body that ends before it starts", with(map[string]string{"municipalities.csv": "id,name_en,level,prefecture,founded,dissolved\njp-04999,Nowhere,town,jp-04,2000,1999\n", "mergers.csv": "", "events.csv": "", "ties.csv": "", "organizations.csv": "", "memberships.csv": "", "programs.csv": "", "claims.csv": ""}), "municipalities.csv:2: dissolved: ", []string{"1999", "2000"}},
		{"ends before it starts", with(map[string]string{"memberships.csv": "member,group,role,since,until\njp-04100,org-sira,founder,1990,1989\n"}), "memberships.csv:2: until: ", []string{"1989", "1990"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wantFault(t, c.tables, c.place, c.words...)
		})
	}
}

// TestStructureStopsKeepGoing: what follows a broken quote is unknown, so nothing is applied even where sound rows would be.
func TestStructureStopsKeepGoing(t *testing.T) {
	t.Parallel()
	tables := with(map[string]string{"memberships.csv": "member,group,role\njp-04100,\"org-sira,founder\n"})
	release, report, err := plan(t, store(t), tables, importer.Options{KeepGoing: true})
	if release != nil || !errors.Is(err, graph.ErrInvalid) || report.Sound || !report.Faults[0].Structure {
		t.Errorf("it was taken: %v, %v", report.Faults, err)
	}
}

// endless gives a quoted field without end, and counts what was asked for.
type endless struct {
	head string
	n    int64
	most int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.n >= e.most {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	e.n += int64(len(p))
	return len(p), nil
}

func TestGigabyteField(t *testing.T) {
	for _, quote := range []string{"", `"`} {
		src := &endless{head: tieHeader + "tie-x," + quote, most: 1 << 30}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in, err := importer.Read(t.Context(), "ties.csv", src, importer.Limits{})
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		if f := in.Faults(); len(f) != 1 || !f[0].Structure || !strings.Contains(f[0].String(), "1 MiB") || !strings.Contains(f[0].String(), "65536") {
			t.Errorf("faults: %v", f)
		}
		if src.n > 4<<20 {
			t.Errorf("%d bytes were read of a field that can only be refused", src.n)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
			t.Errorf("%d bytes were allocated", grown)
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	rows := tieHeader + strings.Repeat("tie-x,jp-04,us-ga,sister-state,1990,active\n", 100)
	in, err := importer.Read(t.Context(), "ties.csv", strings.NewReader(rows), importer.Limits{Rows: 10})
	if err != nil || in.Rows() != 10 || len(in.Faults()) != 1 || !strings.Contains(in.Faults()[0].String(), "ties.csv:12: more than 10 rows") {
		t.Errorf("%v %d %v", err, in.Rows(), in.Faults())
	}
	in, err = importer.Read(t.Context(), "ties.csv", iotest.OneByteReader(strings.NewReader(rows)), importer.Limits{Bytes: 500})
	if err != nil || len(in.Faults()) != 1 || !strings.Contains(in.Faults()[0].String(), "larger than 500 bytes") {
		t.Errorf("%v %v", err, in.Faults())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := importer.Read(ctx, "ties.csv", strings.NewReader(rows), importer.Limits{}); !graph.IsCancelled(err) {
		t.Errorf("a cancelled read gave %v", err)
	}
	broken := errors.New("the disk is gone")
	if _, err := importer.Read(t.Context(), "ties.csv", io.MultiReader(strings.NewReader(tieHeader), iotest.ErrReader(broken)), importer.Limits{}); !errors.Is(err, broken) {
		t.Errorf("a reader that fails gave %v", err)
	}
}

func zipped(t testing.TB, files map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipBomb(t *testing.T) {
	t.Parallel()
	bomb := zipped(t, map[string]string{"ties.csv": tieHeader + strings.Repeat("tie-x,jp-04,us-ga,sister-state,1990,active\n", 200_000)})
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	in, err := importer.Read(t.Context(), "upload", bytes.NewReader(bomb), importer.Limits{Bytes: 2 << 20})
	if err != nil || len(in.Faults()) != 1 || !in.Faults()[0].Structure || !strings.Contains(in.Faults()[0].String(), "unpacked") {
		t.Errorf("%v %v", err, in)
	}
	many := map[string]string{}
	for i := range 50 {
		many[fmt.Sprintf("d%d/notes.txt", i)] = ""
	}
	if _, err := importer.Read(t.Context(), "upload", bytes.NewReader(zipped(t, many)), importer.Limits{Files: 20}); !errors.Is(err, graph.ErrTooLarge) {
		t.Errorf("50 files: %v", err)
	}
	if _, err := importer.Read(t.Context(), "upload", strings.NewReader("PK\x03\x04 and no more"), importer.Limits{}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a broken zip: %v", err)
	}
}

// TestTooManyFaults: reading stops where faults are no longer listed, and what stands behind is not left out silently: nothing is applied.
func TestTooManyFaults(t *testing.T) {
	t.Parallel()
	rows := tieHeader + strings.Repeat("tie-x,jp-04,us-ga,sister-state,1990-13,active\n", importer.MaxFaults+10) + "tie-y,jp-04,us-ga,sister-state,1990,active\n"
	in, err := importer.Read(t.Context(), "ties.csv", strings.NewReader(rows), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	release, report, err := importer.Plan(t.Context(), store(t), in, importer.Options{KeepGoing: true})
	if release != nil || !errors.Is(err, graph.ErrInvalid) || !slices.ContainsFunc(report.Faults, func(f importer.Fault) bool { return strings.Contains(f.Reason, "stopped here") }) {
		t.Errorf("%v %v", release, err)
	}
}

// TestForms: a folder, a zip, a folder in a zip, tab-separated, with byte order mark, with CRLF, parts of a table, columns in any order are all the same input.
func TestForms(t *testing.T) {
	t.Parallel()
	want, _ := load(t, store(t), world, importer.Options{})
	dir := t.TempDir()
	bom, crlf, tsv, nested := map[string]string{"README.md": "not a table"}, map[string]string{}, map[string]string{}, map[string]string{"__MACOSX/ties.csv": "x", "data/.hidden.csv": "x"}
	for name, content := range world {
		bom[name] = "\ufeff\ufeff" + content
		crlf[name] = strings.ReplaceAll(content, "\n", "\r\n")
		nested["data/"+name] = content + "\n,,\n"[:1]
		tsv[strings.Replace(name, ".csv", ".TSV", 1)] = strings.ReplaceAll(content, ",", "\t")
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parts := with(map[string]string{"memberships.csv": "", "memberships.2024.csv": "role,since,member,group\nfounder,1990,jp-04100,org-sira\n"})
	zipFile := filepath.Join(dir, "world.zip")
	if err := os.WriteFile(zipFile, zipped(t, world), 0o600); err != nil {
		t.Fatal(err)
	}
	inputs := map[string]func() (*importer.Input, error){
		"bom":   func() (*importer.Input, error) { return importer.ReadFS(t.Context(), fsOf(bom), importer.Limits{}) },
		"crlf":  func() (*importer.Input, error) { return importer.ReadFS(t.Context(), fsOf(crlf), importer.Limits{}) },
		"tsv":   func() (*importer.Input, error) { return importer.ReadFS(t.Context(), fsOf(tsv), importer.Limits{}) },
		"parts": func() (*importer.Input, error) { return importer.ReadFS(t.Context(), fsOf(parts), importer.Limits{}) },
		"stream": func() (*importer.Input, error) {
			return importer.Read(t.Context(), "x", bytes.NewReader(zipped(t, nested)), importer.Limits{})
		},
		"zip":    func() (*importer.Input, error) { return importer.Open(t.Context(), zipFile, importer.Limits{}) },
		"folder": func() (*importer.Input, error) { return importer.Open(t.Context(), dir, importer.Limits{}) },
	}
	for name, open := range inputs {
		in, err := open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s := store(t)
		release, report, err := importer.Plan(t.Context(), s, in, importer.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		accounts(t, report)
		if got, err := s.Apply(t.Context(), release); err != nil || got.Version != want.Version {
			t.Errorf("%s: version %s, want %s (%v)", name, got.Version, want.Version, err)
		}
	}
	if in, err := importer.Open(t.Context(), filepath.Join(dir, "ties.csv"), importer.Limits{}); err != nil || in.Rows() != 1 {
		t.Errorf("one file: %v", err)
	}
}

// TestNamelessStream: the columns say which table a stream without a name is, where only one has them.
func TestNamelessStream(t *testing.T) {
	t.Parallel()
	for name, content := range world {
		in, err := importer.Read(t.Context(), "standard input", strings.NewReader(content), importer.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		_, report, _ := importer.Plan(t.Context(), store(t), in, importer.Options{KeepGoing: true})
		if want := strings.TrimSuffix(name, ".csv"); name != "prefectures.csv" && report.ByTable[want] != report.Rows {
			t.Errorf("%s was taken for %v: %v", name, report.ByTable, report.Faults)
		}
		if name == "prefectures.csv" && (report.Sound || !strings.Contains(report.Faults[0].Reason, "is no table")) { // id, name_en and name_ja are columns of several
			t.Errorf("%v", report.Faults)
		}
	}
}

// FuzzRead: whatever the bytes, reading and planning end, account for every row, and write what can be read again; over an empty store, and over one that
// holds the records that the rows may name.
func FuzzRead(f *testing.F) {
	for name, content := range world {
		f.Add(name, []byte(content), false)
		f.Add(name, []byte(content), true)
	}
	for name, content := range map[string]string{
		"ties.csv":           "id,bodies,partner,kind,signed,status,ended,signatory,delete\n,jp-04462-2006; jp-04215,\"Lansing, MI\",sister-city,1990,ended,2006,x,0\ntie-jp-04215-us-ga-dublin,,,,,,,,1\n",
		"mergers.csv":        "body,successor,date,change\njp-04215,jp-04100,2006,absorbed\njp-19201,jp-19430,2006-03-01,merged\n",
		"events.csv":         "body,kind,date,code\njp-04215,merged-same-name,2006-03-31,04462\n",
		"municipalities.tsv": "id\tname_en\tlevel\tprefecture\tfounded\tdissolved\tlat\tlon\tpopulation_date\tcodes\taliases\njp-04215\tOsaki\tcity\tjp-04\t2006\t2030\t1\t2\t1999\tjis-earlier:1; a:1; a:1\ta\\; b; c;d\n",
	} {
		f.Add(name, []byte(content), true)
	}
	f.Add("x.zip", zipped(f, map[string]string{"ties.csv": tieHeader}), false)
	f.Fuzz(func(t *testing.T, name string, content []byte, over bool) {
		in, err := importer.Read(t.Context(), name, bytes.NewReader(content), importer.Limits{Bytes: 1 << 20, Rows: 200})
		if err != nil {
			return
		}
		s := store(t)
		if over {
			load(t, s, world, importer.Options{})
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // far more than it takes: it ends what would not end
		defer cancel()
		release, report, err := importer.Plan(ctx, s, in, importer.Options{KeepGoing: true, Gazetteer: smallGazetteer})
		if report == nil {
			t.Fatal(err)
		}
		accounts(t, report)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		if _, err := s.Apply(t.Context(), release); err != nil {
			t.Fatalf("the store refuses what was planned: %v", err)
		}
		if _, again, err := plan(t, s, export(t, s), importer.Options{}); err != nil || again.Counts.Total() != 0 {
			t.Fatalf("the export is not the same again: %+v %v", again.Changes, err)
		}
	})
}

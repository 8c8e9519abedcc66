package importer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/importer"
	"enishi/importer/dataset"
)

func outcome(r *importer.Report, file string, line int) importer.RowResult {
	for _, res := range r.Results {
		if res.File == file && res.Line == line {
			return res
		}
	}
	return importer.RowResult{}
}

func TestUpsert(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})

	// the same again changes nothing and makes no release
	before, _ := s.Version(t.Context())
	info, report := load(t, s, world, importer.Options{})
	if report.Unchanged != report.Rows || report.Counts.Total() != 0 || info.Version != before || info.Number != 1 {
		t.Errorf("the same again: %+v %+v", report.Counts, info)
	}

	// a row changes its record, and nothing goes; columns that the file lacks keep what was there
	_, report = load(t, s, map[string]string{"memberships.csv": "member,group,role,note\njp-04100,org-sira,founder,by the city\nus-ga,org-sira,funds,\n"}, importer.Options{})
	if report.Counts != (graph.ChangeCounts{Added: 1, Changed: 1}) || report.Accepted != 2 {
		t.Errorf("%+v", report.Counts)
	}
	e, err := s.Edge(t.Context(), "member-of--jp-04100--org-sira--founder")
	if err != nil || e.Note != "by the city" || e.Valid.From.String() != "1990" {
		t.Errorf("%+v %v", e, err)
	}
	if want := []string{"note"}; !cmp.Equal(report.Changes[0].Fields, want) {
		t.Errorf("changed fields %v, want %v", report.Changes[0].Fields, want)
	}

	// an empty cell clears
	load(t, s, map[string]string{"memberships.csv": "member,group,role,since\njp-04100,org-sira,founder,\n"}, importer.Options{})
	if e, _ := s.Edge(t.Context(), "member-of--jp-04100--org-sira--founder"); !e.Valid.From.IsZero() || e.Note != "by the city" {
		t.Errorf("%+v", e)
	}

	// a merger that comes later makes heirs of ties that were there
	load(t, s, map[string]string{"mergers.csv": "body,successor,date,change\njp-04215,jp-04100,2030-01-01,absorbed\n"}, importer.Options{})
	page, err := s.Edges(t.Context(), graph.EdgesQuery{Tie: "tie-jp-04215-us-ga-dublin", Filter: graph.Filter{Time: graph.Time{Any: true}}})
	if err != nil || page.Total != 3 {
		t.Errorf("%d edges, %v", page.Total, err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	// what others still name cannot go
	_, report, err := plan(t, s, map[string]string{"organizations.csv": "id,delete\norg-sira,1\n"}, importer.Options{})
	if err == nil || !strings.Contains(report.Faults[0].String(), "memberships jp-04100") && !strings.Contains(report.Faults[0].String(), "org-sira is deleted by organizations.csv:2") {
		t.Errorf("%v %v", err, report.Faults)
	}
	_, report, err = plan(t, s, map[string]string{"ties.csv": "id,delete\ntie-jp-04215-us-ga-dublin,1\n"}, importer.Options{})
	if err == nil || !strings.Contains(report.Faults[0].String(), "it speaks of tie-jp-04215-us-ga-dublin, which is deleted by ties.csv:2") || !strings.Contains(report.Faults[0].String(), "delete the claim too") {
		t.Errorf("a tie with a claim: %v %v", err, report.Faults)
	}
	// all of it together can
	gone := map[string]string{
		"ties.csv":          "id,delete\ntie-jp-04215-us-ga-dublin,yes\ntie-never-was,1\n",
		"claims.csv":        "record,field,value,source,kind,note,delete\ntie-jp-04215-us-ga-dublin,signed,1998-05,https://example.org/dublin,agrees,,1\n",
		"organizations.csv": "id,delete\norg-sira,1\n",
		"memberships.csv":   "member,group,role,delete\njp-04100,org-sira,founder,1\n",
		"programs.csv":      "id,organizers,delete\nprog-visit,,\n",
	}
	_, report = load(t, s, gone, importer.Options{})
	if got := outcome(report, "ties.csv", 3); got.Outcome != importer.Unchanged {
		t.Errorf("to delete what is not there: %+v", got)
	}
	if got, want := outcome(report, "ties.csv", 2).Records, []string{"tie-jp-04215-us-ga-dublin", "sister-of--tie-jp-04215-us-ga-dublin--jp-04215", "sister-of--tie-jp-04215-us-ga-dublin--jp-04462-2006"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	if _, err := s.Node(t.Context(), "org-sira"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("it is there: %v", err)
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	small := map[string]string{"prefectures.csv": "id,name_en\njp-04,Miyagi\njp-13,Tokyo\n"}
	_, report := load(t, s, small, importer.Options{Replace: true})
	d, err := s.Dataset(t.Context())
	if err != nil || d.Nodes[graph.Prefecture] != 2 || len(d.Edges) != 0 || d.Sources != 0 || d.Claims != 0 {
		t.Errorf("%+v %v", d, err)
	}
	if report.Accepted != 2 || report.Counts.Added != 1 || report.Counts.Changed != 1 {
		t.Errorf("%+v", report)
	}
	if _, _, err := importer.Plan(t.Context(), s, read(t, small), importer.Options{Replace: true, KeepGoing: true}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("replace and keep going: %v", err)
	}
	if _, _, err := plan(t, s, map[string]string{"prefectures.csv": "id,name_en,delete\njp-04,Miyagi,1\n"}, importer.Options{Replace: true}); err == nil {
		t.Error("a replacement with a delete was taken")
	}
}

func TestKeepGoing(t *testing.T) {
	t.Parallel()
	tables := add(map[string]string{
		"municipalities.csv": "jp-04301,Zao,蔵王町,hamlet,jp-04,04301\n",
		"memberships.csv":    "jp-04301,org-sira,member,\njp-04215,org-sira,member,\n",
		"ties.csv":           "tie-zao,jp-04301,us-ga-dublin,friendship,1999,active,,\n",
		"claims.csv":         "tie-zao,signed,1999,,agrees\n",
	})
	if release, _, err := plan(t, store(t), tables, importer.Options{}); err == nil || release != nil {
		t.Fatal("it was taken")
	}
	s := store(t)
	release, report, err := plan(t, s, tables, importer.Options{KeepGoing: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), release); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file string
		line int
	}{{"municipalities.csv", 9}, {"memberships.csv", 3}, {"ties.csv", 3}, {"claims.csv", 3}} {
		if got := outcome(report, c.file, c.line).Outcome; got != importer.Rejected {
			t.Errorf("%s:%d is %s", c.file, c.line, got)
		}
	}
	if report.Rejected != 4 || outcome(report, "memberships.csv", 4).Outcome != importer.Accepted {
		t.Errorf("%d rejected: %v", report.Rejected, report.Faults)
	}
	// a rejected change leaves what was there
	_, report, err = plan(t, s, map[string]string{"ties.csv": "id,bodies,partner,kind,signed,status\ntie-jp-04215-us-ga-dublin,jp-04462-2006,us-ga-dublin,sister-city,2011,active\n"}, importer.Options{KeepGoing: true})
	if err != nil || report.Counts.Total() != 0 || report.Rejected != 1 {
		t.Errorf("%v %+v", err, report)
	}
}

func TestStoreRowsArePutToTheInputsAccount(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	// a merger moved to a day before a signing that the store holds: the row of the input is wrong, not the store
	_, report, err := plan(t, s, map[string]string{"mergers.csv": "body,successor,date,change\njp-04462-2006,jp-04215,1990-01-01,merged\n"}, importer.Options{})
	if err == nil || report.Rejected != 1 {
		t.Fatalf("%v %+v", err, report)
	}
	if f := report.Faults[0]; f.File != "mergers.csv" || f.Line != 2 || !strings.Contains(f.Reason, "tie-jp-04215-us-ga-dublin of the store") || !strings.Contains(f.Reason, "1990-01-01") || !strings.Contains(f.Reason, "1998-05") {
		t.Errorf("%v", f)
	}
}

// TestMergerOfAnHeir: a row of the input that dissolves a body before it took over another, as the store says, is at fault, and not the store.
func TestMergerOfAnHeir(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	tables := map[string]string{"mergers.csv": "body,successor,date,change\njp-19201,jp-19430,2006-03-01,merged\n", "prefectures.csv": "id,name_en\njp-13,Tokyo\n"}
	_, report, err := plan(t, s, tables, importer.Options{KeepGoing: true})
	if err != nil || report.Rejected != 1 || report.Faults[0].File != "mergers.csv" || report.Counts != (graph.ChangeCounts{Added: 1}) {
		t.Errorf("%v %+v", err, report)
	}
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	tables := add(map[string]string{"memberships.csv": "jp-04100,org-sira,founder,1990\n", "ties.csv": ",jp-04100,us-mi-lansing,friendship,,unknown,,\n,jp-04100,us-mi-lansing,friendship,,unknown,,\n"})
	_, report := load(t, store(t), tables, importer.Options{})
	if report.Merged != 2 || outcome(report, "memberships.csv", 3).Outcome != importer.Merged || !cmp.Equal(outcome(report, "memberships.csv", 3).Records, outcome(report, "memberships.csv", 2).Records) {
		t.Errorf("%+v", report.Results)
	}
	if got := outcome(report, "ties.csv", 3).Records[0]; got != "tie-jp-04100-us-mi-lansing" {
		t.Errorf("a tie without an id is %s", got)
	}
	contradiction := add(map[string]string{"memberships.csv": "jp-04100,org-sira,founder,1991\n"})
	_, report, err := plan(t, store(t), contradiction, importer.Options{KeepGoing: true})
	if err != nil || report.Rejected != 2 {
		t.Errorf("%v: of rows that contradict each other neither is right: %+v", err, report.Faults)
	}
}

func TestReconciliation(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	rows := "jp-04100,\"Ann Arbor, MI\",sister-city,active\njp-04100,\"Lansing, Michigan\",friendship,active\njp-04100,fips:2646000,sister-city,active\n" +
		"jis:04215,us-mi-detroit,sister-city,active\njp-04100,\"St. Joseph, MI\",sister-city,active\njp-04100,geonames:4984247,friendship,active\n"
	tables := map[string]string{"ties.csv": "bodies,partner,kind,status\n" + strings.Replace(rows, "jp-04100,fips:2646000,sister-city", "jp-19201,fips:2646000,sister-city", 1)}
	in := read(t, tables)
	_, report, err := importer.Plan(t.Context(), s, in, importer.Options{Gazetteer: dataset.Gazetteer})
	if err == nil { // two ties of one pair of ends and no id contradict each other in kind
		t.Fatalf("%+v", report)
	}
	tables["ties.csv"] = strings.Replace(tables["ties.csv"], "jp-04100,geonames:4984247", "jp-19430,geonames:4984247", 1)
	release, report, err := importer.Plan(t.Context(), s, read(t, tables), importer.Options{Gazetteer: dataset.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), release); err != nil {
		t.Fatal(err)
	}
	n, err := s.Node(t.Context(), "us-mi-ann-arbor")
	if err != nil || n.Within != "us-mi" || n.Names.En != "Ann Arbor" || len(n.Citations) != 2 || n.Codes["fips"][0] != "2603000" {
		t.Errorf("%+v %v", n, err)
	}
	if got, want := outcome(report, "ties.csv", 2).Records[:3], []string{"tie-jp-04100-us-mi-ann-arbor", "sister-of--tie-jp-04100-us-mi-ann-arbor--jp-04100", "us-mi-ann-arbor"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	for _, id := range []string{"tie-jp-04100-us-mi-lansing", "tie-jp-19201-us-mi-lansing", "tie-jp-04215-us-mi-detroit", "tie-jp-04100-us-mi-saint-joseph", "tie-jp-19430-us-mi-ann-arbor"} {
		if page, err := s.Edges(t.Context(), graph.EdgesQuery{Tie: id}); err != nil || page.Total != 1 {
			t.Errorf("%s: %d %v", id, page.Total, err)
		}
	}
	if _, report, err := plan(t, s, tables, importer.Options{Gazetteer: dataset.Gazetteer}); err != nil || report.Unchanged != report.Rows {
		t.Errorf("again: %v %+v", err, report)
	}
	// without a gazetteer, and where the name is not one place's, it is a fault that names the candidates
	if _, _, err := plan(t, s, map[string]string{"ties.csv": "bodies,partner,kind,status\njp-04100,\"Flint, MI\",sister-city,active\n"}, importer.Options{}); err == nil {
		t.Error("a place of no gazetteer was found")
	}
	two := map[string]string{"partners.csv": "id,name_en,level,state,country\nus-mi-flint,Flint,city,us-mi,US\nus-mi-flint-2,Flint,town,us-mi,US\n", "ties.csv": "bodies,partner,kind,status\njp-04100,\"Flint, MI\",sister-city,active\n"}
	_, report, err = plan(t, s, two, importer.Options{})
	if err == nil || !strings.Contains(report.Faults[0].String(), "us-mi-flint, us-mi-flint-2") {
		t.Errorf("%v", report.Faults)
	}
}

func TestReportForms(t *testing.T) {
	t.Parallel()
	_, report, _ := plan(t, store(t), add(map[string]string{"ties.csv": "tie-x,jp-04100,us-ga-dublin,sister-city,1990-02-31,active,,\n"}), importer.Options{})
	var b bytes.Buffer
	if err := report.WriteText(&b, 3); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ties.csv: 2 rows", "1 rejected", `ties.csv:3: signed: date "1990-02-31"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "+ node") {
		t.Errorf("what is not written is told as written:\n%s", b.String())
	}
	_, sound, _ := plan(t, store(t), world, importer.Options{})
	b.Reset()
	if err := sound.WriteText(&b, 3); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" 0 rejected\n", "+ node jp-04\n", "more\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, b.String())
		}
	}
	j, err := report.JSON(true)
	var back struct {
		importer.Report
		Results []importer.RowResult `json:"results"`
	}
	if err != nil || json.Unmarshal(j, &back) != nil || back.Rows != report.Rows || len(back.Results) != report.Rows || !cmp.Equal(back.Faults, report.Faults) {
		t.Errorf("%v %s", err, j)
	}
	if !strings.Contains(report.Err().Error(), "1 of ") {
		t.Error(report.Err())
	}
}

func TestConflict(t *testing.T) {
	t.Parallel()
	s := store(t)
	first, _, err := plan(t, s, world, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, s, map[string]string{"prefectures.csv": "id,name_en\njp-13,Tokyo\n"}, importer.Options{})
	if _, err := s.Apply(t.Context(), first); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a release over another version: %v", err)
	}
}

// TestOrder: in whatever order rows and files come, in however many imports of whole tables, it is the same dataset and the same export.
func TestOrder(t *testing.T) {
	t.Parallel()
	s := store(t)
	want, _ := load(t, s, bundled(t), importer.Options{})
	exported := export(t, s)
	for name, content := range bundled(t) {
		if exported[name] != content {
			t.Errorf("%s is not in the form of an export: %s", name, firstDifference(content, exported[name]))
		}
	}
	for range 2 {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 1))
		shuffled := map[string]string{}
		for name, content := range bundled(t) {
			rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			head, body := rows[0], rows[1:]
			r.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
			columns := r.Perm(len(head))
			// rows in two files whose names sort anyhow, columns in any order
			cut := r.IntN(len(body) + 1)
			stem := strings.TrimSuffix(name, ".csv")
			shuffled[stem+fmt.Sprintf(".%d.csv", r.IntN(1000))] = write(t, head, body[:cut], columns)
			shuffled[fmt.Sprintf("%d/", r.IntN(1000))+name] = write(t, head, body[cut:], columns)
		}
		s := store(t)
		got, _ := load(t, s, shuffled, importer.Options{})
		if got.Version != want.Version {
			t.Errorf("seed %d: version %s, want %s", seed, got.Version, want.Version)
		}
	}
	// importing the export changes nothing
	info, report := load(t, s, exported, importer.Options{})
	if report.Counts.Total() != 0 || report.Unchanged != report.Rows || info.Number != 1 {
		t.Errorf("%+v", report.Counts)
	}
}

func write(t *testing.T, head []string, rows [][]string, columns []int) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range append([][]string{head}, rows...) {
		out := make([]string, len(columns))
		for i, c := range columns {
			out[i] = row[c]
		}
		if err := w.Write(out); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.String()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %q ≠ %q", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d ≠ %d lines", len(x), len(y))
}

// TestExportRefuses: records that no table can say are not lost on the way; nothing is written.
func TestExportRefuses(t *testing.T) {
	t.Parallel()
	s := storetest.NewOracle()
	_, err := s.Apply(t.Context(), &graph.Release{Nodes: []graph.Node{{ID: "jp-04", Kind: graph.Prefecture, Names: graph.Names{En: "Miyagi"}, Labels: graph.Labels{En: "Miyagi the Great"}}}})
	if err != nil {
		t.Fatal(err)
	}
	err = importer.Export(t.Context(), s, func(name string) (io.WriteCloser, error) {
		t.Errorf("%s was written", name)
		return nil, io.ErrClosedPipe
	})
	if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "jp-04") || !strings.Contains(err.Error(), "labels") {
		t.Error(err)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	aliases := []string{"a; b", `c\`, "d;", "e;f", `\;`, "; ;"}
	quoted := make([]string, len(aliases))
	for i, a := range aliases {
		quoted[i] = strings.NewReplacer(`\`, `\\`, ";", `\;`).Replace(a)
	}
	s := store(t)
	load(t, s, map[string]string{"prefectures.csv": "id,name_en,aliases\njp-04,Miyagi,\"" + strings.Join(quoted, "; ") + "\"\n"}, importer.Options{})
	n, err := s.Node(t.Context(), "jp-04")
	slices.Sort(aliases)
	if err != nil || !cmp.Equal(n.Names.Aliases, aliases) {
		t.Error(cmp.Diff(aliases, n.Names.Aliases))
	}
	if _, report := load(t, s, export(t, s), importer.Options{}); report.Counts.Total() != 0 {
		t.Errorf("%+v", report.Changes)
	}
}

// TestHintsAreFew: of many rows that name nothing each is rejected with what would be right; near ids are looked for a bounded number of times only, since each costs a
// pass over all ids.
func TestHintsAreFew(t *testing.T) {
	t.Parallel()
	const rows = 1000
	var claims strings.Builder
	for i := range rows {
		fmt.Fprintf(&claims, "tie-jp-04215-us-ga-dubli,field %d,1,,agrees\n", i)
	}
	_, report, _ := plan(t, store(t), add(map[string]string{"claims.csv": claims.String()}), importer.Options{KeepGoing: true})
	hints := 0
	for _, f := range report.Faults {
		if !strings.Contains(f.Fix, "name the id of a node") {
			t.Fatalf("%v", f)
		}
		if strings.Contains(f.Fix, "did you mean") {
			hints++
		}
	}
	if report.Rejected != rows || hints == 0 || hints > rows/2 {
		t.Errorf("%d rejected, %d hints", report.Rejected, hints)
	}
}

// TestInterrupted ends the context in each stage: planning ends with it, and says so.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	in := read(t, world)
	for _, at := range []string{"read", "resolve", "derive", "compare"} {
		ctx, stop := context.WithCancel(t.Context())
		release, report, err := importer.Plan(ctx, store(t), in, importer.Options{Progress: func(stage string) {
			if stage == at {
				stop()
			}
		}})
		stop()
		if !graph.IsCancelled(err) || release != nil && at != "compare" || report != nil && at != "compare" {
			t.Errorf("interrupted in %s: %v %v %v", at, release, report, err)
		}
	}
}

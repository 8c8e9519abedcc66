package importer_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/importer"
)

// TestOneCodeOneBody: a code is one body's at a time, whichever of the rows came first, in one input and over a store; one that came to another body later is both's.
func TestOneCodeOneBody(t *testing.T) {
	t.Parallel()
	const header = "id,name_en,level,prefecture,jis,codes,founded,dissolved\n"
	input := func(lines string) map[string]string { return map[string]string{"municipalities.csv": header + lines} }
	for name, c := range map[string]struct {
		lines, fault string
		rejected     int
	}{
		"held by one of the store":           {"jp-04101,Aoba,special-ward,jp-04,04100,,,\n", "municipalities.csv:2: jis: jis:04100 is the code of jp-04100 (the store)", 1},
		"in the list of other codes":         {"jp-04101,Aoba,special-ward,jp-04,,wikidata:Q1,,\njp-04102,Ota,special-ward,jp-04,,wikidata:Q1; wikidata:Q2,,\n", "municipalities.csv:3: codes: wikidata:Q1 is the code of jp-04101 (municipalities.csv:2)", 2},
		"dissolved after the other began":    {"jp-04102,New,town,jp-04,04999,,1990,\njp-04101,Old,town,jp-04,04999,,,2005\n", "municipalities.csv:2: jis: jis:04999 is the code of jp-04101 (municipalities.csv:3)", 2},
		"three, the longest holds it":        {"jp-04101,A,town,jp-04,04999,,1950,\njp-04102,B,town,jp-04,04999,,1960,1970\njp-04103,C,town,jp-04,04999,,1980,\n", "municipalities.csv:4: jis: jis:04999 is the code of jp-04101", 3},
		"one after the other":                {"jp-04101,Old,town,jp-04,04999,,,2005-04-01\njp-04102,New,town,jp-04,04999,,2005-04-01,\n", "", 0},
		"nobody knows since when":            {"jp-04101,Old,town,jp-04,04999,,,2005-04-01\njp-04102,Older,town,jp-04,04999,,,1970\n", "", 0},
		"the same number in another system":  {"jp-04101,A,town,jp-04,04999,gnis:04100,,\n", "", 0},
		"a system that is not known by name": {"jp-04101,A,town,jp-04,,postal:980,,\njp-04102,B,town,jp-04,,postal:980,,\n", "", 0},
	} {
		s := store(t)
		load(t, s, world, importer.Options{})
		for range 2 { // order of maps
			_, report, err := plan(t, s, input(c.lines), importer.Options{})
			if (err != nil) != (c.fault != "") || report.Rejected != c.rejected {
				t.Errorf("%s: %d rejected, %v", name, report.Rejected, err)
			}
			if c.fault != "" && !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: no fault begins %q: %v", name, c.fault, err)
			}
		}
	}
	// over a store that has it already, what does not touch it is taken, and what takes a merger away and so lets both live is not
	s := store(t)
	both := maps.Clone(world)
	both["municipalities.csv"] += "jp-04301,Heir,,town,jp-04,04204\n" // the code of Furukawa, dissolved in 2006; since when is not known
	load(t, s, both, importer.Options{})
	if _, _, err := plan(t, s, map[string]string{"organizations.csv": "id,name_en\norg-a,A\n"}, importer.Options{}); err != nil {
		t.Errorf("%v", err)
	}
	_, report, err := plan(t, s, map[string]string{"mergers.csv": "body,successor,delete\njp-04204-2006,jp-04215,1\n"}, importer.Options{})
	if err == nil || report.Rejected != 1 || !strings.Contains(err.Error(), "jis:04204 is the code of") {
		t.Errorf("%v %+v", err, report)
	}
}

// TestLevels: a table takes the levels that its bodies can have.
func TestLevels(t *testing.T) {
	t.Parallel()
	wantFault(t, add(map[string]string{"municipalities.csv": "jp-04999,Miyagi,宮城,prefecture,jp-04,\n"}), "municipalities.csv:9: level: ", `"prefecture" is not allowed`, "designated-city, city, special-ward, town, village")
	wantFault(t, add(map[string]string{"municipalities.csv": "jp-04999,Miyagi,宮城,state,jp-04,\n"}), "municipalities.csv:9: level: ", `"state" is not allowed`)
	wantFault(t, add(map[string]string{"partners.csv": "us-mi-flint,Flint,designated-city,us-mi,US,\n"}), "partners.csv:4: level: ", `"designated-city" is not allowed`, "county")
}

// TestOneField: a record is corrected by its id and the field alone, of whatever table; of a new record the fault says what to add.
func TestOneField(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	for name, c := range map[string]struct{ table, content, record, field string }{
		"tie":          {"ties.csv", "id,signed\ntie-jp-04215-us-ga-dublin,1998-06\n", "sister-of--tie-jp-04215-us-ga-dublin--jp-04215", "signed"},
		"municipality": {"municipalities.csv", "id,population\njp-04100,1096704\n", "jp-04100", "population"},
		"merger":       {"mergers.csv", "body,successor,note\njp-04462-2006,jp-04215,with six others\n", "succeeded-by--jp-04462-2006--jp-04215", "note"},
	} {
		release, report, err := plan(t, s, map[string]string{c.table: c.content}, importer.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for _, change := range report.Changes {
			found = found || change.ID == c.record && cmp.Equal(change.Fields, []string{c.field})
		}
		if !found || len(report.Remarks) > 0 || len(release.DeleteEdges)+len(release.DeleteNodes) > 0 {
			t.Errorf("%s: %+v %v", name, report.Changes, report.Remarks)
		}
	}
	wantFault(t, with(map[string]string{"ties.csv": "id,signed\ntie-new,1998-06\n", "claims.csv": ""}), "ties.csv:2: bodies: ", "the record tie-new is new", "add the column")
	wantFault(t, with(map[string]string{"ties.csv": "id,signed,bodies\n,1998-06,jp-04100\n", "claims.csv": ""}), "ties.csv:2: ", "does not say which record", "fill the columns id")
}

// TestRemarks: what is taken and perhaps was not meant is told by row, and keeps nothing from being applied.
func TestRemarks(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	for name, c := range map[string]struct {
		tables map[string]string
		want   []string
	}{
		"a delete of nothing":           {map[string]string{"organizations.csv": "id,delete\norg-sirra,1\n"}, []string{"organizations.csv:2: delete: there is no org-sirra to delete"}},
		"a delete of no membership":     {map[string]string{"memberships.csv": "member,group,role,delete\njp-04100,org-sira,hosts,1\n"}, []string{"memberships.csv:2: delete: there is no jp-04100 org-sira hosts to delete"}},
		"a delete":                      {map[string]string{"memberships.csv": "member,group,role,delete\njp-04100,org-sira,founder,1\n"}, nil},
		"another partner":               {map[string]string{"ties.csv": "id,partner\ntie-jp-04215-us-ga-dublin,us-mi-lansing\n"}, []string{"ties.csv:2: partner: the tie tie-jp-04215-us-ga-dublin was with us-ga-dublin and turns to us-mi-lansing"}},
		"another body":                  {map[string]string{"ties.csv": "id,bodies\ntie-jp-04215-us-ga-dublin,jp-04100\n"}, []string{"ties.csv:2: bodies: the tie tie-jp-04215-us-ga-dublin was of jp-04462-2006 and turns to jp-04100"}},
		"one more body":                 {map[string]string{"ties.csv": "id,bodies\ntie-jp-04215-us-ga-dublin,jp-04462-2006; jp-04204-2006\n"}, nil},
		"an id of another prefecture":   {map[string]string{"municipalities.csv": "id,name_en,level,prefecture,jis\njp-04501,Wakuya,town,jp-19,04501\n"}, []string{"municipalities.csv:2: jis: the code 04501 is of jp-04, the row of jp-19", "municipalities.csv:2: prefecture: the id jp-04501 says jp-04, the row jp-19"}},
		"an id of another state":        {map[string]string{"partners.csv": "id,name_en,state,country\nus-mi-macon,Macon,us-ga,US\n"}, []string{"partners.csv:2: state: the id us-mi-macon says us-mi, the row us-ga"}},
		"a code of another prefecture":  {map[string]string{"prefectures.csv": "id,name_en,jis\njp-13,Tokyo,14\n"}, []string{"prefectures.csv:2: jis: the code 14 is of jp-14, the row of jp-13"}},
		"nothing to remark":             {map[string]string{"municipalities.csv": "id,name_en,level,prefecture,jis\njp-04501,Wakuya,town,jp-04,04501\n"}, nil},
		"a partner outside every state": {map[string]string{"partners.csv": "id,name_en,country\nca-edmonton,Edmonton,CA\n"}, nil},
	} {
		_, report, err := plan(t, s, c.tables, importer.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range report.Remarks {
			text, _, _ := strings.Cut(r.String(), "; ")
			got = append(got, text)
			if r.Fix == "" {
				t.Errorf("%s: %s does not say what to do", name, r)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		var b strings.Builder
		if err := report.WriteText(&b, 0); err != nil || strings.Count(b.String(), "remark: ") != len(c.want) {
			t.Errorf("%s: %v %s", name, err, b.String())
		}
	}
	if _, report, err := plan(t, s, world, importer.Options{}); err != nil || len(report.Remarks) > 0 || report.Counts != (graph.ChangeCounts{}) {
		t.Errorf("the same again: %v %v", err, report.Remarks)
	}
	if _, report, err := plan(t, store(t), bundled(t), importer.Options{}); err != nil || len(report.Remarks) > 0 {
		t.Errorf("the bundled dataset: %v %v", err, report.Remarks)
	}
}

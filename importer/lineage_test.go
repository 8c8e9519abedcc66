package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/importer"
)

// holders tells the lineage of a tie: "holder role from..to flags", by id.
func holders(r *graph.Release, tie string) []string {
	var out []string
	for _, e := range r.Edges {
		if e.Kind != graph.SisterOf || e.Tie != tie {
			continue
		}
		holder := e.Source
		if strings.HasPrefix(holder, "us-") {
			holder = e.Target
		}
		s := holder + " " + string(e.Role) + " " + e.Valid.From.String() + ".." + e.Valid.To.String()
		if e.Unknown {
			s += " unknown"
		}
		if e.ID != graph.EdgeID(graph.SisterOf, tie, holder) {
			s += " with id " + e.ID
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

const townsA = `id,name_en,level,prefecture
jp-a-2005,Alpha,town,jp-04
jp-b-2005,Beta,town,jp-04
jp-c-2010,Gamma,city,jp-04
jp-d,Delta,city,jp-04
jp-e,Epsilon,city,jp-04
`

// alpha, beta ─ merged 2005-03-22 ─▶ gamma ─ absorbed 2010-01-01 ─▶ delta
const chain = `body,successor,date,change
jp-a-2005,jp-c-2010,2005-03-22,merged
jp-b-2005,jp-c-2010,2005-03-22,merged
jp-c-2010,jp-d,2010-01-01,absorbed
`

func TestLineages(t *testing.T) {
	t.Parallel()
	split := "body,successor,date,change\njp-a-2005,jp-d,2005-03-22,split\njp-a-2005,jp-e,2005-03-22,split\n"
	cases := []struct {
		name, mergers, events, tie string
		want                       []string
	}{
		{name: "a chain of mergers is one lineage", mergers: chain, tie: "jp-a-2005,1990-04-01,active,,",
			want: []string{"jp-a-2005 original 1990-04-01..2005-03-22", "jp-c-2010 inherited 2005-03-22..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "several signatories have one heir edge", mergers: chain, tie: "jp-a-2005; jp-b-2005,1990,active,,",
			want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-b-2005 original 1990..2005-03-22", "jp-c-2010 inherited 2005-03-22..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "the heir edge starts at the earliest merger that reaches it", mergers: "body,successor,date,change\njp-a-2005,jp-d,2005-03-22,absorbed\njp-b-2005,jp-d,2004-01-01,absorbed\n", tie: "jp-a-2005; jp-b-2005,1990,active,,",
			want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-b-2005 original 1990..2004-01-01", "jp-d inherited 2004-01-01.."}},
		{name: "a body that signed with the one it took over stays original", mergers: "body,successor,date,change\njp-a-2005,jp-d,2005-03-22,absorbed\n", tie: "jp-a-2005; jp-d,1990,active,,",
			want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-d original 1990.."}},
		{name: "signing unknown: the signatory is undated, the heir is not", mergers: chain, tie: "jp-c-2010,,unknown,,",
			want: []string{"jp-c-2010 original ..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "a tie older than its body: from the founding, inherited, unknown", mergers: chain, tie: "jp-c-2010,1990,active,,",
			want: []string{"jp-c-2010 inherited 2005-03-22..2010-01-01 unknown", "jp-d inherited 2010-01-01.."}},
		{name: "signed in the year of the founding is not older", mergers: chain, tie: "jp-c-2010,2005,active,,",
			want: []string{"jp-c-2010 original 2005..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "a body whose founding nobody knows is its own signatory", mergers: chain, tie: "jp-d,1950,active,,", want: []string{"jp-d original 1950.."}},
		{name: "a body of the same name that went on was not founded by the merger", mergers: chain, events: "body,kind,date,code\njp-c-2010,merged-same-name,2005-03-22,04999\n", tie: "jp-c-2010,1990,active,,",
			want: []string{"jp-c-2010 original 1990..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "a signatory known by name only", mergers: chain, tie: "jp-d,1959,active,,Moji", want: []string{"jp-d inherited 1959.."}},
		{name: "a tie that ended before the merger has no heir", mergers: chain, tie: "jp-a-2005,1990,ended,2001-05-01,", want: []string{"jp-a-2005 original 1990..2001-05-01"}},
		{name: "a tie that ended at the merger has no heir", mergers: chain, tie: "jp-a-2005,1990,ended,2005-03-22,", want: []string{"jp-a-2005 original 1990..2005-03-22"}},
		{name: "a tie that ended after it ends with the heir", mergers: chain, tie: "jp-a-2005,1990,ended,2007,", want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-c-2010 inherited 2005-03-22..2007"}},
		{name: "a tie that ended in the year of the merger", mergers: chain, tie: "jp-a-2005,1990,ended,2005,", want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-c-2010 inherited 2005-03-22..2005"}},
		{name: "ended nobody says when: the heirs hold it, perhaps", mergers: chain, tie: "jp-a-2005,1990,ended,,", want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-c-2010 inherited 2005-03-22..2010-01-01", "jp-d inherited 2010-01-01.."}},
		{name: "a split has two heirs", mergers: split, tie: "jp-a-2005,1990,active,,", want: []string{"jp-a-2005 original 1990..2005-03-22", "jp-d inherited 2005-03-22..", "jp-e inherited 2005-03-22.."}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tables := with(map[string]string{"municipalities.csv": townsA, "mergers.csv": c.mergers, "events.csv": c.events, "organizations.csv": "", "memberships.csv": "", "programs.csv": "", "claims.csv": "",
				"ties.csv": "id,bodies,partner,kind,signed,status,ended,signatory\ntie-x,REST\n"})
			fields := strings.Split(c.tie, ",")
			tables["ties.csv"] = "id,bodies,partner,kind,signed,status,ended,signatory\ntie-x," + fields[0] + ",us-ga-dublin,sister-city," + strings.Join(fields[1:], ",") + "\n"
			s := store(t)
			release, _, err := plan(t, s, tables, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, holders(release, "tie-x")); diff != "" {
				t.Error(diff)
			}
			// what is exported says the same again
			if _, err := s.Apply(t.Context(), release); err != nil {
				t.Fatal(err)
			}
			if release, report, err := plan(t, s, export(t, s), importer.Options{}); err != nil || report.Counts.Total() != 0 || report.Unchanged != report.Rows {
				t.Errorf("the export is not the same again: %v %+v %v", release, report.Counts, err)
			}
		})
	}
}

func TestWhoHoldsWhen(t *testing.T) {
	t.Parallel()
	release, _, err := plan(t, store(t), world, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	node := map[string]graph.Node{}
	for _, n := range release.Nodes {
		node[n.ID] = n
	}
	want := graph.Range{From: graph.MustDate("2006-03-31")}
	if got := node["jp-04215"].Valid; got != want {
		t.Errorf("Osaki holds %v, want %v", got, want)
	}
	if got := node["jp-19201"].Valid; !got.IsZero() {
		t.Errorf("Kofu took in a part of a village; it was there before: %v", got)
	}
	if got, want := node["jp-19341-2006"].Successor, (&graph.Succession{ID: "jp-19201", Also: []string{"jp-19430"}, Date: graph.MustDate("2006-03-01"), Now: "jp-19201"}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	if got, want := node["jp-04100"].Codes, (graph.Codes{"jis": {"04100"}, "jis-earlier": {"04201"}}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	if got := node["org-sira"].Within; got != "jp-04" {
		t.Errorf("an organization in Sendai lies within %q", got)
	}
	for _, e := range release.Edges {
		switch e.Kind {
		case graph.SucceededBy:
			if e.Source == "jp-04462-2006" && e.Valid != (graph.Range{From: graph.MustDate("2006-03-31"), To: graph.MustDate("2006-04-01")}) {
				t.Errorf("a merger is an event of its day, not %v", e.Valid)
			}
		case graph.TakesPartIn, graph.Organizes:
			if e.Valid != (graph.Range{From: graph.MustDate("1991-05-03"), To: graph.MustDate("1991-05-10")}) {
				t.Errorf("%s holds %v; its last day is 1991-05-09", e.ID, e.Valid)
			}
		case graph.LocatedIn:
			if e.Source == "jp-04462-2006" && e.Valid.To != graph.MustDate("2006-03-31") {
				t.Errorf("Sanbongi lies in Miyagi until %v", e.Valid.To)
			}
		}
	}
}

func TestLineageFaults(t *testing.T) {
	t.Parallel()
	tie := func(rest string) map[string]string {
		return with(map[string]string{"ties.csv": "id,bodies,partner,kind,signed,status,ended\n" + rest + "\n", "claims.csv": ""})
	}
	cases := []struct {
		name   string
		tables map[string]string
		place  string
		words  []string
	}{
		{"signed after the signatory was gone", tie("tie-x,jp-04462-2006,us-ga-dublin,sister-city,2007-01-05,active,"), "ties.csv:2: signed", []string{"2007-01-05", "2006-03-31", "jp-04215"}},
		{"signed on the day it went", tie("tie-x,jp-04462-2006,us-ga-dublin,sister-city,2006-03-31,active,"), "ties.csv:2: signed", []string{"2006-03-31"}},
		{"ended before it was signed", tie("tie-x,jp-04100,us-ga-dublin,sister-city,1990,ended,1989"), "ties.csv:2: ended", []string{"1989", "1990"}},
		{"ended and active", tie("tie-x,jp-04100,us-ga-dublin,sister-city,1990,active,1999"), "ties.csv:2: ended", []string{"active", "1999"}},
		{"the same tie under two ids", tie("tie-x,jp-04100,us-ga-dublin,sister-city,1990,active,\ntie-y,jp-04100,us-ga-dublin,sister-city,1990,active,"), "ties.csv:3: id", []string{"tie-x"}},
		{"one id, two dates", tie("tie-x,jp-04100,us-ga-dublin,sister-city,1990,active,\ntie-x,jp-04100,us-ga-dublin,sister-city,1991,active,"), "ties.csv:2: signed", []string{"1990", "1991", "ties.csv:3"}},
		{"no id, one pair of ends, two dates", tie(",jp-04100,us-ga-dublin,sister-city,1990,active,\n,jp-04100,us-ga-dublin,sister-city,1991,active,"), "ties.csv:3: signed", []string{"1990", "1991", "ties.csv:2"}},
		{"a tie between two partners", tie("tie-x,us-mi-lansing,us-ga-dublin,sister-city,1990,active,"), "ties.csv:2: bodies", []string{"us-mi-lansing is a partner"}},
		{"a circle", add(map[string]string{"mergers.csv": "jp-04215,jp-04204-2006,2007-01-01,absorbed\n"}), "mergers.csv:6: successor", []string{"circle", "jp-04204-2006 → jp-04215"}},
		{"a successor that was gone before", add(map[string]string{"mergers.csv": "jp-04100,jp-04204-2006,2006-03-31,absorbed\n"}), "mergers.csv:6: date", []string{"jp-04204-2006", "2006-03-31"}},
		{"its own successor", add(map[string]string{"mergers.csv": "jp-04100,jp-04100,2006-03-31,absorbed\n"}), "mergers.csv:6: successor", []string{"itself"}},
		{"dissolved twice", add(map[string]string{"mergers.csv": "jp-04204-2006,jp-04100,2006-04-01,absorbed\n"}), "mergers.csv:", []string{"2006-03-31", "2006-04-01"}},
		{"two successors without a split", add(map[string]string{"mergers.csv": "jp-04204-2006,jp-04100,2006-03-31,absorbed\n"}), "mergers.csv:", []string{"split"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wantFault(t, c.tables, c.place, c.words...)
		})
	}
}

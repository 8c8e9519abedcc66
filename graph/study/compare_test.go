package study_test

import (
	stdcmp "cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/study"
)

func compare(t *testing.T, ids []string, when graph.Time) study.Comparison {
	t.Helper()
	c, err := study.FindComparison(t.Context(), bundledStore(t), study.CompareQuery{Prefectures: ids, Time: when})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func measure(t *testing.T, c study.Comparison, key string) study.CompareMeasure {
	t.Helper()
	i := slices.IndexFunc(c.Measures, func(m study.CompareMeasure) bool { return m.Key == key })
	if i < 0 {
		t.Fatalf("no measure %s", key)
	}
	return c.Measures[i]
}

// TestComparisonOfTheSeven recounts the measures of the seven prefectures from the tables.
func TestComparisonOfTheSeven(t *testing.T) {
	ties, towns, orgs := byID(tableOf(t, "ties")), byID(tableOf(t, "municipalities")), byID(tableOf(t, "organizations"))
	people, dissolutions := byID(tableOf(t, "prefectures")), map[string]string{}
	for _, m := range tableOf(t, "mergers") {
		dissolutions[m["body"]] = m["date"]
	}
	for _, at := range []struct{ asOf, start, end string }{{"1989-08", "1989-08-01", "1989-09-01"}, {"", "", ""}} {
		c := compare(t, seven, graph.Time{AsOf: graph.MustDate(at.asOf)})
		for _, id := range seven {
			said := tablesSay(t, id, at.start, at.end)
			held, tied := said.held, said.holders
			delete(tied, id)
			levels, states, earliest := map[string]float64{}, map[string]float64{}, "9999"
			for tie, body := range held {
				body, _, _ = strings.Cut(body, " ")
				upper := len(body) == 5
				switch {
				case upper && len(ties[tie]["partner"]) == 5:
					levels["prefecture-state"]++
				case !upper && len(ties[tie]["partner"]) > 5:
					levels["municipal"]++
				default:
					levels["cross-level"]++
				}
				states[ties[tie]["partner"][:5]]++
				if s := ties[tie]["signed"]; s != "" {
					earliest = min(earliest, s[:4])
				}
			}
			hhi := 0.0
			for _, n := range states {
				hhi += n / float64(len(held)) * n / float64(len(held))
			}
			all := 0
			for town, r := range towns {
				dissolved := stdcmp.Or(dissolutions[town], r["dissolved"])
				if r["prefecture"] == id && (at.end == "" && dissolved == "" || at.end != "" && (dissolved == "" || dissolved > at.start) && !foundedAfter(t, town, at.end)) {
					all++
				}
			}
			ngos := 0
			for _, o := range orgs {
				here := o["place"] == id || towns[o["place"]]["prefecture"] == id
				if here && o["sector"] == "ngo" && (at.end == "" && o["until"] == "" || at.end != "" && o["founded"] != "" && first(o["founded"]) < at.end && (o["until"] == "" || last(o["until"]) >= at.start)) {
					ngos++
				}
			}
			var inhabitants, year float64
			fmt.Sscan(people[id]["population"], &inhabitants)
			fmt.Sscan(earliest, &year)
			want := map[string]float64{"ties": float64(len(held)), "ties-municipal": levels["municipal"], "ties-prefecture-state": levels["prefecture-state"], "ties-cross-level": levels["cross-level"],
				"states-reached": float64(len(states)), "municipalities-tied": float64(len(tied)) / float64(all), "organizations-ngo": float64(ngos), "ties-per-100000": float64(len(held)) * 1e5 / inhabitants,
				"concentration": hhi, "first-tie": year}
			for key, v := range want {
				if got := measure(t, c, key).Values[id]; math.Abs(got-v) > 1e-9 {
					t.Errorf("%s at %q: %s is %v, the tables say %v", id, at.asOf, key, got, v)
				}
			}
		}
	}
}

func foundedAfter(t *testing.T, town, end string) bool {
	for _, m := range tableOf(t, "mergers") {
		if m["successor"] == town && m["change"] == "merged" && m["date"] >= end && !slices.ContainsFunc(tableOf(t, "events"), func(e row) bool {
			return e["body"] == town && e["kind"] == "merged-same-name" && e["date"] == m["date"]
		}) {
			return true
		}
	}
	return false
}

// TestRateSaysOfWhenItsPopulationIs: whatever the time asked for, the population is that of the date on record, and the definition says so.
func TestRateSaysOfWhenItsPopulationIs(t *testing.T) {
	for _, asOf := range []string{"", "1989-08"} {
		c := compare(t, []string{"jp-04", "jp-22"}, graph.Time{AsOf: graph.MustDate(asOf)})
		i := slices.IndexFunc(c.Measures, func(m study.CompareMeasure) bool { return m.Key == "ties-per-100000" })
		for lang, want := range map[string][]string{"en": {"counted on 1 January 2022", "not those of the time asked for"}, "ja": {"2022年1月1日現在", "問い合わせた時点の人口ではない"}} {
			for _, w := range want {
				if got := c.Measures[i].Definition.In(lang); !strings.Contains(got, w) {
					t.Errorf("at %q: the definition does not say %q: %s", asOf, w, got)
				}
			}
		}
	}
}

// TestFiguresOpen: of all 47, each count equals the records that it opens, each measure has its definition, and ranks follow the values.
func TestFiguresOpen(t *testing.T) {
	var all []string
	for _, p := range tableOf(t, "prefectures") {
		all = append(all, p["id"])
	}
	c := compare(t, all, graph.Time{})
	if len(c.Prefectures) != 47 {
		t.Fatalf("%d prefectures", len(c.Prefectures))
	}
	ties := 0.0
	for _, m := range c.Measures {
		if m.Label.En == "" || m.Label.Ja == "" || m.Definition.En == "" || m.Definition.Ja == "" {
			t.Errorf("%s: no label or definition", m.Key)
		}
		for id, v := range m.Values {
			if m.Unit == study.InCount && int(v) != len(m.Records[id]) {
				t.Errorf("%s of %s is %v and opens %d records", m.Key, id, v, len(m.Records[id]))
			}
			better := 0
			for _, w := range m.Values {
				if w > v && !m.Ascending || w < v && m.Ascending {
					better++
				}
			}
			if m.Ranks[id] != better+1 {
				t.Errorf("%s of %s: rank %d, %d are better", m.Key, id, m.Ranks[id], better)
			}
			if m.Key == "ties" {
				ties += v
			}
		}
	}
	want := 0.0
	for _, r := range tableOf(t, "ties") {
		if r["status"] != "ended" {
			want++
		}
	}
	if ties != want {
		t.Errorf("all prefectures have %v ties, the table has %v that go on", ties, want)
	}
	signed := 0
	for _, m := range c.Measures {
		if strings.HasPrefix(m.Key, "signed-") {
			for _, v := range m.Values {
				signed += int(v)
			}
		}
	}
	dated := 0
	for _, r := range tableOf(t, "ties") {
		if r["signed"] != "" {
			dated++
		}
	}
	if signed != dated {
		t.Errorf("decades add up to %d signings, the table dates %d", signed, dated)
	}
}

func TestCompareRefuses(t *testing.T) {
	for name, x := range map[string]struct {
		ids  []string
		want error
	}{"one": {[]string{"jp-04"}, graph.ErrInvalid}, "twice the same": {[]string{"jp-04", "jp-04"}, graph.ErrInvalid}, "unknown": {[]string{"jp-04", "jp-99"}, graph.ErrNotFound},
		"a city": {[]string{"jp-04", "jp-04100"}, graph.ErrInvalid}, "no id": {[]string{"jp-04", "宮城"}, graph.ErrInvalid}} {
		if _, err := study.FindComparison(t.Context(), bundledStore(t), study.CompareQuery{Prefectures: x.ids}); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

// TestSignersThatDissolvedApart: of four towns that signed with Madison County, three merged in 2004 and one in 2006. Each is told by its own day and heir.
func TestSignersThatDissolvedApart(t *testing.T) {
	const tie, heir, late = "tie-jp-19209-us-ky-madison-county", "jp-19209", "jp-19407-2006"
	want := []string{"2004-11-01 jp-19404-2004 jp-19209", "2004-11-01 jp-19405-2004 jp-19209", "2004-11-01 jp-19406-2004 jp-19209", "2006-03-15 jp-19407-2006 jp-19209"}
	var got []string
	for _, e := range dossier(t, "jp-19", graph.Time{}).Timeline {
		if e.Kind == study.TiePassed && e.Record == tie {
			got = append(got, fmt.Sprint(e.Date, " ", e.Other, " ", e.Body))
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	c, err := study.FindChanges(t.Context(), bundledStore(t), study.ChangesQuery{Prefecture: "jp-19", From: graph.MustDate("2003"), To: graph.MustDate("2005-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.Items, func(x study.Changed) bool { return x.Record == tie })
	if i < 0 || c.Items[i].Kind != study.InheritedTie || c.Items[i].After != heir || c.Items[i].Before == late || c.Items[i].Before == "" {
		t.Errorf("from 2003 to 2005: %+v; %s held the tie on", c.Items, late)
	}
}

// TestComparisonOfTheFuture: a time after the last signing adds no decades.
func TestComparisonOfTheFuture(t *testing.T) {
	ask := func(at string) int {
		c, err := study.FindComparison(t.Context(), bundledStore(t), study.CompareQuery{Prefectures: []string{"jp-04", "jp-21"}, Time: graph.Time{AsOf: graph.MustDate(at)}})
		if err != nil {
			t.Fatal(err)
		}
		return len(c.Measures)
	}
	if now, far := ask("2026"), ask("9999"); now != far {
		t.Errorf("%d measures as of 2026, %d as of 9999", now, far)
	}
}

// TestChangesOfTheSeven holds what changed since August 1989 to the tables.
func TestChangesOfTheSeven(t *testing.T) {
	kinds, towns := map[study.ChangeKind]int{}, byID(tableOf(t, "municipalities"))
	for _, id := range seven {
		c, err := study.FindChanges(t.Context(), bundledStore(t), study.ChangesQuery{Prefecture: id, From: graph.MustDate("1989-08")})
		if err != nil {
			t.Fatal(err)
		}
		before, after := tablesSay(t, id, "1989-08-01", "1989-09-01"), tablesSay(t, id, "", "")
		want, got := map[string]string{}, map[string]string{}
		for tie, b := range after.held {
			was, held := before.held[tie]
			was, _, _ = strings.Cut(was, " ")
			switch _, undated := before.undated[tie]; {
			case undated:
				want[tie] = "unclear"
			case !held:
				want[tie] = "new " + b
			case was != b:
				want[tie] = "inherited " + b
			default:
				want[tie] = "same"
			}
		}
		for tie := range before.held {
			if after.held[tie] == "" {
				want[tie] = "ended "
			}
		}
		for _, m := range tableOf(t, "mergers") {
			if towns[m["body"]]["prefecture"] == id && m["date"] > "1989-08-31" {
				want[m["body"]] = "merged"
			}
		}
		for _, x := range c.Items {
			kinds[x.Kind]++
			switch x.Kind {
			case study.NewTie, study.InheritedTie, study.EndedTie, study.MovedTie, study.PassingTie:
				got[x.Record] = fmt.Sprintf("%s %s", x.Kind, x.After)
			case study.MergedBody:
				got[x.Record] = string(x.Kind)
			}
		}
		for _, tie := range c.Same.Records {
			got[tie] = "same"
		}
		for _, tie := range c.Unclear.Records {
			got[tie] = "unclear"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-tables +changes):\n%s", id, diff)
		}
	}
	for _, k := range []study.ChangeKind{study.NewTie, study.InheritedTie, study.MergedBody, study.NewOrganization, study.NewProgram} {
		if kinds[k] == 0 {
			t.Errorf("nothing %s in seven prefectures since 1989", k)
		}
	}
	for _, q := range []study.ChangesQuery{{Prefecture: "jp-04"}, {Prefecture: "jp-04", From: graph.MustDate("2003"), To: graph.MustDate("1989")}, {Prefecture: "jp-04100", From: graph.MustDate("1989")}} {
		if _, err := study.FindChanges(t.Context(), bundledStore(t), q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%+v: %v, want ErrInvalid", q, err)
		}
	}
}

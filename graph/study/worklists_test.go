package study_test

import (
	stdcmp "cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/study"
)

// TestGapsNow holds the gaps of today to the tables.
func TestGapsNow(t *testing.T) {
	above, under, tied := map[string]bool{}, map[string]map[string]bool{}, map[string]bool{}
	for _, r := range tableOf(t, "ties") {
		if r["status"] == "ended" {
			continue
		}
		tied[r["partner"]] = true
		for _, b := range r.list("bodies") {
			key := b[:5] + " " + r["partner"][:5]
			switch upper := []bool{len(b) == 5, len(r["partner"]) == 5}; {
			case upper[0] && upper[1]:
				above[key] = true
			case !upper[0] && !upper[1]:
				if under[key] == nil {
					under[key] = map[string]bool{}
				}
				under[key][r["id"]] = true
			}
		}
	}
	want := map[string]bool{}
	for key := range above {
		want["no-municipal "+key] = len(under[key]) == 0
	}
	for key, ties := range under {
		want[fmt.Sprintf("no-umbrella %s %d", key, len(ties))] = len(ties) >= 2 && !above[key]
	}
	orgs := byID(tableOf(t, "organizations"))
	japanese := func(id string) bool { return strings.HasPrefix(id, "jp-") || orgs[id]["country"] == "JP" }
	for _, p := range tableOf(t, "programs") {
		who := append(p.list("participants"), p.list("organizers")...)
		for _, id := range who {
			want["no-tie "+id] = want["no-tie "+id] || p["until"] == "" && strings.HasPrefix(id, "us-") && !tied[id] && slices.ContainsFunc(who, japanese)
		}
	}
	members := tableOf(t, "memberships")
	group := map[string]bool{}
	for _, m := range members {
		group[m["group"]] = group[m["group"]] || m["until"] == "" && (japanese(m["member"]) || japanese(m["group"]))
	}
	for _, m := range members {
		if strings.HasPrefix(m["member"], "us-") && !tied[m["member"]] && m["until"] == "" && group[m["group"]] {
			want["no-tie "+m["member"]] = true
		}
	}

	gaps, err := study.FindGaps(t.Context(), bundledStore(t), study.GapsQuery{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, g := range gaps.Items {
		switch g.Kind {
		case study.NoMunicipal:
			got[fmt.Sprintf("%s %s %s", g.Kind, g.Prefecture, g.State)] = true
		case study.NoUmbrella:
			got[fmt.Sprintf("%s %s %s %d", g.Kind, g.Prefecture, g.State, len(g.Ties))] = true
		default:
			got[fmt.Sprintf("%s %s", g.Kind, g.Partner)] = true
			if len(g.Programs)+len(g.Groups) == 0 {
				t.Errorf("%s: no record behind it", g.Partner)
			}
		}
		if g.Reason.En == "" || g.Reason.Ja == "" || strings.Contains(g.Reason.En+g.Reason.Ja, "jp-") || strings.Contains(g.Reason.En+g.Reason.Ja, "us-") {
			t.Errorf("%+v: no reason, or one that names an id", g)
		}
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
	have := map[string]bool{}
	for _, e := range gaps.Network.Edges {
		have[e.Tie], have[e.ID] = true, true
	}
	for _, g := range gaps.Items {
		for _, id := range slices.Concat(g.Ties, g.Edges) {
			if !have[id] {
				t.Errorf("%s %s: the network lacks %s", g.Kind, g.Prefecture, id)
			}
		}
	}
}

// TestGapsPast: on the eve of a signing the gap is there, after it no more; an undated tie makes a gap only possible.
func TestGapsPast(t *testing.T) {
	ask := func(q study.GapsQuery) map[string]study.Gap {
		t.Helper()
		gaps, err := study.FindGaps(t.Context(), bundledStore(t), q)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]study.Gap{}
		for _, g := range gaps.Items {
			out[string(g.Kind)+" "+g.Prefecture+" "+g.State] = g
		}
		return out
	}
	// Miyagi signed with Delaware in September 1997, its city Iwanuma with Dover some day in 2003.
	for day, want := range map[string]string{"1990-01-01": "none", "2000-01-01": "certain", "2003-06-01": "possible", "2004-01-01": "none"} {
		f := graph.Filter{Prefectures: []string{"jp-04"}, Time: graph.Time{AsOf: graph.MustDate(day)}}
		gap, found := ask(study.GapsQuery{Kinds: []study.GapKind{study.NoMunicipal}, Filter: f})["no-municipal jp-04 us-de"]
		got := map[bool]string{false: "none", true: stdcmp.Or(string(gap.Certainty), "certain")}[found]
		if got != want {
			t.Errorf("gap of Miyagi and Delaware on %s: %s, want %s", day, got, want)
		}
	}
	possible := 0
	for _, g := range ask(study.GapsQuery{Filter: graph.Filter{Time: graph.Time{AsOf: graph.MustDate("1989-08")}}}) {
		if len(g.Undated) > 0 && g.Certainty != graph.Possible {
			t.Errorf("%s %s %s: %v may close it, so it is only possible", g.Kind, g.Prefecture, g.State, g.Undated)
		}
		if g.Certainty == graph.Possible {
			possible++
		}
	}
	if possible == 0 {
		t.Error("no gap of 1989-08 is only possible, though 39 ties are undated")
	}
}

func TestGapsRefuse(t *testing.T) {
	for name, q := range map[string]study.GapsQuery{
		"kind":    {Kinds: []study.GapKind{"none"}},
		"cluster": {Cluster: 1},
		"sector":  {Filter: graph.Filter{Sectors: graph.Sectors[:1]}},
		"time":    {Filter: graph.Filter{Time: graph.Time{AsOf: graph.MustDate("1989"), Any: true}}},
	} {
		if _, err := study.FindGaps(t.Context(), bundledStore(t), q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

// TestConflicts holds conflicts to the table of claims.
func TestConflicts(t *testing.T) {
	want := map[string]bool{}
	for _, c := range tableOf(t, "claims") {
		key := c["record"] + " " + c["field"]
		want[key] = want[key] || c["kind"] != "agrees"
	}
	q := study.ConflictsQuery{Limit: 100}
	got := map[string]bool{}
	for {
		page, err := study.FindConflicts(t.Context(), bundledStore(t), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			got[c.Record+" "+c.Field] = true
			if c.Of == study.OfOther || c.Reason.En == "" || c.Reason.Ja == "" || len(c.Claims) == 0 {
				t.Errorf("%+v is not told whole", c)
			}
		}
		if q.Offset += len(page.Items); len(page.Items) == 0 || q.Offset >= page.Total {
			break
		}
	}
	if diff := cmp.Diff(sorted(want), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("conflicts (-want +got):\n%s", diff)
	}
}

// TestConflictsOfSingleSources: only records that cite at most one source, told with the value that the record holds.
func TestConflictsOfSingleSources(t *testing.T) {
	sources := map[string]int{}
	for _, r := range tableOf(t, "ties") {
		sources[r["id"]] = len(r.list("sources"))
	}
	all, err := study.FindConflicts(t.Context(), bundledStore(t), study.ConflictsQuery{Limit: graph.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, c := range all.Items {
		if c.Of == study.OfTie {
			want[c.Record+" "+c.Field] = sources[c.Record] <= 1
		}
	}
	single, err := study.FindConflicts(t.Context(), bundledStore(t), study.ConflictsQuery{Limit: graph.MaxPage, Filter: graph.Filter{SingleSource: true}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, c := range single.Items {
		if c.Sources > 1 {
			t.Errorf("%s cites %d sources", c.Record, c.Sources)
		}
		if c.Of == study.OfTie {
			got[c.Record+" "+c.Field] = true
		}
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" || len(got) == 0 {
		t.Errorf("single-source ties (-want +got):\n%s", diff)
	}
	refuted, err := study.FindConflicts(t.Context(), bundledStore(t), study.ConflictsQuery{Kinds: []graph.ClaimKind{graph.Refutes}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range refuted.Items {
		if !slices.Contains(c.Kinds, graph.Refutes) {
			t.Errorf("%s %s: nobody refutes it", c.Record, c.Field)
		}
	}
	if _, err := study.FindConflicts(t.Context(), bundledStore(t), study.ConflictsQuery{Kinds: []graph.ClaimKind{graph.Agrees}}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("claims that agree are no conflict: %v", err)
	}
}

// TestAnniversaries holds the anniversaries of several years to the table of ties.
func TestAnniversaries(t *testing.T) {
	for _, year := range []int{1999, 2024, 2026, 2027, 2032} {
		want := map[string]string{}
		for _, r := range tableOf(t, "ties") {
			if r["signed"] == "" || r["ended"] != "" && r["ended"] < fmt.Sprint(year) {
				continue
			}
			var y int
			fmt.Sscan(r["signed"][:4], &y)
			if slices.Contains([]int{10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100}, year-y) {
				date := fmt.Sprint(year) + r["signed"][4:]
				if strings.HasSuffix(date, "-02-29") && year%4 != 0 {
					date = fmt.Sprint(year) + "-02-28"
				}
				want[r["id"]] = fmt.Sprintf("%s %d", date, year-y)
			}
		}
		found, err := study.FindAnniversaries(t.Context(), bundledStore(t), study.AnniversariesQuery{Year: year})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for i, a := range found.Items {
			got[a.Tie.Tie] = fmt.Sprintf("%s %d", a.Date, a.Years)
			if i > 0 && a.Date.First() < found.Items[i-1].Date.First() {
				t.Errorf("%d: %s stands after %s", year, a.Date, found.Items[i-1].Date)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
	one, err := study.FindAnniversaries(t.Context(), bundledStore(t), study.AnniversariesQuery{Year: 2027, Years: []int{70}, Filter: graph.Filter{Prefectures: []string{"jp-04"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(one.Items) != 1 || one.Items[0].Tie.Tie != "tie-jp-04100-us-ca-riverside" || one.Items[0].Title.Ja != "仙台市とリバーサイド市：姉妹都市70周年（1957年3月9日締結）" {
		t.Errorf("Miyagi's 70 years in 2027: %+v", one.Items)
	}
	for _, q := range []study.AnniversariesQuery{{}, {Year: 2027, Years: []int{71}}, {Year: 2027, Filter: graph.Filter{Time: graph.Time{Any: true}}}} {
		if _, err := study.FindAnniversaries(t.Context(), bundledStore(t), q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%+v: %v, want ErrInvalid", q, err)
		}
	}
}

package importer_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/importer"
)

// history is a random succession of bodies and a random tie, told plainly.
type history struct {
	bodies    []string
	dissolved map[string]int      // year; 0: goes on
	heirs     map[string][]string // into what
	founded   map[string]int      // year; 0: nobody knows
	signers   []string
	signed    int
	ended     int // 0: it goes on
}

func randomHistory(r *rand.Rand) *history {
	h := &history{dissolved: map[string]int{}, heirs: map[string][]string{}, founded: map[string]int{}}
	n := 2 + r.IntN(10)
	for i := range n {
		h.bodies = append(h.bodies, fmt.Sprintf("jp-b%02d", i))
	}
	// a body may dissolve into later ones of the list, in a year before they dissolve: so there is no circle
	for i := n - 2; i >= 0; i-- {
		b := h.bodies[i]
		if r.IntN(3) == 0 {
			continue
		}
		year := 1950 + r.IntN(60)
		var heirs []string
		for range 1 + r.IntN(2) {
			to := h.bodies[i+1+r.IntN(n-i-1)]
			if (h.dissolved[to] == 0 || h.dissolved[to] > year) && !slices.Contains(heirs, to) {
				heirs = append(heirs, to)
			}
		}
		if len(heirs) > 0 {
			h.dissolved[b], h.heirs[b] = year, heirs
		}
	}
	for range 1 + r.IntN(3) {
		if b := h.bodies[r.IntN(n)]; !slices.Contains(h.signers, b) {
			h.signers = append(h.signers, b)
		}
	}
	h.signed = 1900 + r.IntN(110)
	if r.IntN(4) == 0 {
		h.ended = h.signed + 1 + r.IntN(80)
	}
	return h
}

func (h *history) tables() map[string]string {
	towns, mergers := "id,name_en,level,prefecture\n", "body,successor,date,change\n"
	for _, b := range h.bodies {
		towns += b + ",Body,town,jp-04\n"
		change := "absorbed"
		if len(h.heirs[b]) > 1 {
			change = "split"
		}
		for _, to := range h.heirs[b] {
			mergers += fmt.Sprintf("%s,%s,%d-01-01,%s\n", b, to, h.dissolved[b], change)
		}
	}
	status, ended := "active", ""
	if h.ended > 0 {
		status, ended = "ended", fmt.Sprintf("%d-01-01", h.ended)
	}
	return map[string]string{"prefectures.csv": world["prefectures.csv"], "states.csv": world["states.csv"], "partners.csv": world["partners.csv"], "municipalities.csv": towns, "mergers.csv": mergers,
		"ties.csv": fmt.Sprintf("id,bodies,partner,kind,signed,status,ended\ntie-x,%s,us-ga-dublin,friendship,%d-01-01,%s,%s\n", strings.Join(h.signers, "; "), h.signed, status, ended)}
}

// sound reports whether every signer was there on the day of signing.
func (h *history) sound() bool {
	return !slices.ContainsFunc(h.signers, func(b string) bool { return h.dissolved[b] != 0 && h.dissolved[b] <= h.signed })
}

// holds says year by year who holds the tie: whoever signed and is there, and whoever took over a body that held it the year before.
func (h *history) holds() map[string]map[int]bool {
	const last = 2100
	out := map[string]map[int]bool{}
	mark := func(b string, year int) {
		if out[b] == nil {
			out[b] = map[int]bool{}
		}
		out[b][year] = true
	}
	for year := h.signed; year < last && (h.ended == 0 || year < h.ended); year++ {
		for _, b := range h.bodies { // heirs stand later in the list than those they took over
			before := out[b][year-1] || slices.Contains(h.signers, b) && year >= h.signed
			for _, from := range h.bodies {
				before = before || h.dissolved[from] == year && out[from][year-1] && slices.Contains(h.heirs[from], b)
			}
			if before && (h.dissolved[b] == 0 || year < h.dissolved[b]) {
				mark(b, year)
			}
		}
	}
	return out
}

// TestLineagesAgainstYears compares lineages with a telling of the same history year by year.
func TestLineagesAgainstYears(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	unsound, inherited := 0, 0
	for round := range 400 {
		h := randomHistory(r)
		release, report, err := plan(t, store(t), h.tables(), importer.Options{})
		if !h.sound() {
			unsound++
			if err == nil || report.Faults[0].Column != "signed" {
				t.Fatalf("seed %d, round %d: signed too late, and taken: %v", seed, round, report.Faults)
			}
			continue
		}
		if err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		got := map[string]map[int]bool{}
		for _, e := range release.Edges {
			if e.Kind != graph.SisterOf {
				continue
			}
			if e.Role == graph.Inherited {
				inherited++
			}
			for year := 1900; year < 2100; year++ {
				if e.Holds(graph.Time{AsOf: graph.DayOf(year, 1, 1).Date()}) == graph.Certain {
					if got[e.Source] == nil {
						got[e.Source] = map[int]bool{}
					}
					got[e.Source][year] = true
				}
			}
		}
		if diff := cmp.Diff(h.holds(), got); diff != "" {
			t.Fatalf("seed %d, round %d: %s\n%v", seed, round, diff, h.tables())
		}
	}
	if unsound < 20 || inherited < 100 {
		t.Errorf("seed %d: the histories are too plain: %d unsound, %d inherited", seed, unsound, inherited)
	}
}

// TestPlanTwice: planning does not change an input, also where rows are resolved and completed.
func TestPlanTwice(t *testing.T) {
	t.Parallel()
	s := store(t)
	load(t, s, world, importer.Options{})
	in := read(t, map[string]string{"memberships.csv": "member,group,role\njis:04100,org-sira,member\n", "ties.csv": "bodies,partner,kind,status,sources\njp-04100,\"Lansing, MI\",friendship,active,https://example.org/a\n"})
	releases := make([]*graph.Release, 4)
	t.Run("at once", func(t *testing.T) {
		for i := range releases {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				var err error
				if releases[i], _, err = importer.Plan(t.Context(), s, in, importer.Options{}); err != nil {
					t.Error(err)
				}
			})
		}
	})
	for _, r := range releases[1:] {
		if diff := cmp.Diff(releases[0], r); diff != "" {
			t.Error(diff)
		}
	}
}

// edits are rows, sound and unsound, that may come over the world in any company.
var edits = map[string]struct {
	header string
	rows   []string
}{
	"municipalities.csv": {"id,name_en,level,prefecture,founded,dissolved,delete", []string{"jp-04215,Osaki,city,jp-04,2006-03-31,,", "jp-04215,Osaki,town,jp-04,,,", "jp-04100,Sendai,city,jp-04,1980,,", "jp-04100,,,,,,1", "jp-19430,,,,,,1", "jp-new,New,town,jp-19,,2010,", "jp-bad,Bad,hamlet,jp-19,,,", "jp-04462-2006,Sanbongi,town,jp-19,2001,,", "jp-19201,Kofu,city,jp-99,,,"}},
	"mergers.csv":        {"body,successor,date,change,delete", []string{"jp-04462-2006,jp-04215,2006-03-31,merged,1", "jp-04462-2006,jp-04215,1990-01-01,merged,", "jp-04215,jp-04100,2015-04-01,absorbed,", "jp-04215,jp-new,2015-04-01,absorbed,", "jp-04100,jp-04215,2016,merged,", "jp-new,jp-04100,2009-01-01,merged,", "jp-19201,jp-19430,2006-03-01,merged,", "jp-19341-2006,jp-19430,2006-03-01,split,1"}},
	"events.csv":         {"body,kind,code,date,name_ja,name_en,delete", []string{"jp-04215,merged-same-name,04204,2006-03-31,,Furukawa,", "jp-04100,renumbered,04201,,,Sendai,1", "jp-gone,renumbered,1,,,,"}},
	"ties.csv": {"id,bodies,partner,kind,signed,status,ended,delete", []string{"tie-jp-04215-us-ga-dublin,jp-04215,us-ga-dublin,sister-city,1998-05,active,,", "tie-jp-04215-us-ga-dublin,jp-04462-2006,us-ga-dublin,sister-city,1998-05,ended,2006,", "tie-jp-04215-us-ga-dublin,,,,,,,1",
		",jp-new; jp-04462-2006,us-mi-lansing,friendship,1995,active,,", ",jp-04100,\"Ann Arbor, MI\",friendship,1970,ended,,", ",jp-04,us-mi,sister-state,2001-01-01,active,,", "tie-late,jp-04204-2006,us-mi-lansing,friendship,2007,active,,"}},
	"organizations.csv": {"id,name_en,sector,place,delete", []string{"org-sira,Sendai International Relations Association,ngo,jp-04204-2006,", "org-sira,,,,1", "org-two,Two,business,jp-new,"}},
	"memberships.csv":   {"member,group,role,until,delete", []string{"jp-04100,org-sira,founder,,1", "us-ga-dublin,org-two,member,2001-12-31,", "org-sira,org-two,member,,", "org-none,org-two,member,,"}},
	"programs.csv":      {"id,name_en,participants,organizers,delete", []string{"prog-visit,First visit,jp-new; us-mi-detroit,org-two,", "prog-visit,,,,1"}},
	"claims.csv":        {"record,field,value,source,kind,note,delete", []string{"tie-jp-04215-us-ga-dublin,signed,1998-05,https://example.org/dublin,agrees,,1", "sister-of--tie-jp-04215-us-ga-dublin--jp-04215,valid,2006,,inferred,,", "org-two,founded,1990,https://example.org/two,disagrees,,"}},
	"partners.csv":      {"id,name_en,state,country,delete", []string{"us-ga-dublin,Dublin,us-mi,US,", "us-mi-lansing,,,,1", "us-mi-detroit,Detroit,us-mi,US,"}},
	"states.csv":        {"id,name_en,level,country,delete", []string{"us-mi,,,,1"}},
	"sources.csv":       {"id,locator,title,delete", []string{graph.SourceID("https://example.org/dublin") + ",,,1", ",https://example.org/two,Two,"}},
}

// TestRandomEdits: whatever sound and unsound rows come over a dataset together, what is kept is sound, says the same when it is exported and imported, does not
// depend on the order of rows, and changes nothing the second time.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 3))
	opts := importer.Options{KeepGoing: true, Gazetteer: smallGazetteer}
	rejected, deleted := 0, 0
	for round := range 60 {
		one, two := map[string]string{}, map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(edits)) {
			e := edits[name]
			var rows []string
			for _, row := range e.rows {
				if r.IntN(4) == 0 {
					rows = append(rows, row)
				}
			}
			one[name] = e.header + "\n" + strings.Join(rows, "\n") + "\n"
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			two[strings.Replace(name, ".", ".shuffled.", 1)] = e.header + "\n" + strings.Join(rows, "\n") + "\n"
		}
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("seed %d, round %d: %s\n%v", seed, round, fmt.Sprintf(format, args...), one)
		}
		versions := [2]string{}
		for i, tables := range []map[string]string{one, two} {
			s := store(t)
			load(t, s, world, importer.Options{})
			release, report, err := plan(t, s, tables, opts)
			if err != nil {
				fail("%v", err)
			}
			info, err := s.Apply(t.Context(), release)
			if err != nil {
				fail("%v", err)
			}
			if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
				fail("%v %v", faults, err)
			}
			rejected, deleted, versions[i] = rejected+report.Rejected, deleted+report.Counts.Removed, info.Version
			if _, again, err := plan(t, s, export(t, s), importer.Options{}); err != nil || again.Counts.Total() != 0 {
				fail("the export is not the same again: %v %+v", err, again.Changes)
			}
			if _, again, err := plan(t, s, tables, opts); err != nil || again.Counts.Total() != 0 {
				fail("the second time: %v %+v", err, again.Changes)
			}
		}
		if versions[0] != versions[1] {
			fail("the order of rows changes what is kept: %v", versions)
		}
	}
	if rejected < 60 || deleted < 60 {
		t.Errorf("seed %d: the edits are too plain: %d rejected, %d deleted", seed, rejected, deleted)
	}
}

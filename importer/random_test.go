package importer_test

import (
	"fmt"
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

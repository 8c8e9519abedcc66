package embedstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"enishi/graph"
)

// batch is how many towns, each with a partner, a tie, a source and a claim, a step adds.
const batch = 8

func townID(step, i int) string    { return fmt.Sprintf("jp-%02d%03d", step%100, i) }
func partnerID(step, i int) string { return fmt.Sprintf("us-oh-%d-%d", step, i) }
func tieID(step, i int) string     { return "tie-" + townID(step, i) + "-" + partnerID(step, i) }
func locator(step, i int) string   { return fmt.Sprintf("https://example.org/%d/%d", step, i%3) }

// step is the release that leads from step n-1 to step n, whatever was before: it adds batch n, changes batch n-1 and removes batch n-4. So
// the content after step n is the same on every store.
func step(n int) *graph.Release {
	r := &graph.Release{Note: fmt.Sprintf("step %d", n)}
	addBatch(r, n, "")
	if n > 1 {
		addBatch(r, n-1, "looked at again")
	}
	if n > 4 {
		gone := &graph.Release{}
		addBatch(gone, n-4, "")
		for _, v := range gone.Nodes {
			r.DeleteNodes = append(r.DeleteNodes, v.ID)
		}
		for _, v := range gone.Edges {
			r.DeleteEdges = append(r.DeleteEdges, v.ID)
		}
		for _, v := range gone.Sources {
			r.DeleteSources = append(r.DeleteSources, v.ID)
		}
		for _, v := range gone.Claims {
			r.DeleteClaims = append(r.DeleteClaims, v.ID)
		}
	}
	return r
}

func addBatch(r *graph.Release, n int, note string) {
	for i := range 3 {
		r.Sources = append(r.Sources, graph.Source{ID: graph.SourceID(locator(n, i)), Locator: locator(n, i), Title: fmt.Sprintf("Register %d", n), Credit: map[bool]string{true: "Credit line"}[i == 0]})
	}
	for i := range batch {
		town, partner, tie, source := townID(n, i), partnerID(n, i), tieID(n, i), graph.SourceID(locator(n, i))
		signed := graph.Date{Year: int16(1950 + (n+i)%60)}
		r.Nodes = append(r.Nodes,
			graph.Node{ID: town, Kind: graph.Municipality, Names: graph.Names{En: fmt.Sprintf("Town %d", i), Ja: fmt.Sprintf("第%d町", i)}, Level: "town",
				Codes: graph.Codes{"jis": {town[3:]}}, Citations: []string{source}, Note: note},
			graph.Node{ID: partner, Kind: graph.Partner, Names: graph.Names{En: fmt.Sprintf("Partner %d", i)}, Country: "US", Level: "city", Within: "us-oh"})
		edge := graph.Edge{ID: graph.EdgeID(graph.SisterOf, tie, town), Kind: graph.SisterOf, Source: town, Target: partner, Tie: tie, TieKind: graph.SisterCity, Role: graph.Original,
			Status: graph.Active, Signed: signed, Valid: graph.Range{From: signed}, Citations: []string{source}, Note: note}
		r.Edges = append(r.Edges, edge)
		claim := graph.Claim{Record: tie, Field: "signed", Value: signed.String(), Source: source, Kind: graph.ClaimKinds[i%3]}
		claim.ID = graph.ClaimID(claim)
		r.Claims = append(r.Claims, claim)
	}
}

// versions are those after each step, as a store in memory says that nothing ever happened to.
func versions(t testing.TB, steps int) []string {
	t.Helper()
	s := memory(t)
	all := []string{graph.EmptyVersion}
	for n := 1; n <= steps; n++ {
		all = append(all, apply(t, s, step(n)).Version)
	}
	return all
}

func memory(t testing.TB) *Store {
	t.Helper()
	s, err := Memory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "store.db") }

func open(t testing.TB, path string, opt Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func apply(t testing.TB, s *Store, r *graph.Release) graph.ReleaseInfo {
	t.Helper()
	info, err := s.Apply(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// stepped is a closed store in a file after a number of steps.
func stepped(t testing.TB, steps int) (path string) {
	t.Helper()
	path = newPath(t)
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= steps; n++ {
		apply(t, s, step(n))
	}
	if err := s.keepNames(t.Context()); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	return path
}

// passes counts the rounds of a test that were right; when the test ends, it tells them and the others.
func passes(t testing.TB, rounds int) (passed *int) {
	passed = new(int)
	t.Cleanup(func() { t.Logf("%d passed, %d failed", *passed, rounds-*passed) })
	return passed
}

// sound fails the test if the store finds faults in itself.
func sound(t testing.TB, s *Store) {
	t.Helper()
	faults, err := s.Check(context.Background())
	if err != nil || len(faults) > 0 {
		t.Fatalf("the store is not sound: %v %v", faults, err)
	}
}

// answers asks a store everything that reads each part of the file, and returns what it says, each answer as text, or the first error. Times of
// releases are left out.
func answers(s *Store) (out []string, err error) {
	ctx := context.Background()
	say := func(v any, e error) {
		if err == nil {
			err = e
		}
		out = append(out, string(graph.Encode(v)))
	}
	for rec, e := range s.All(ctx) {
		say(rec, e)
	}
	releases, e := s.Releases(ctx, 0)
	for i := range releases {
		releases[i].Time = time.Time{}
	}
	say(releases, e)
	dataset, e := s.Dataset(ctx)
	dataset.Release.Time = time.Time{}
	say(dataset, e)
	anyTime := graph.Filter{Time: graph.Time{Any: true}}
	say(asAny(s.Subgraph(ctx, graph.SubgraphQuery{Filter: anyTime})))
	say(asAny(s.Nodes(ctx, graph.NodesQuery{Filter: anyTime, Page: graph.Page{Limit: 500}})))
	say(asAny(s.Sources(ctx, graph.SourcesQuery{Page: graph.Page{Limit: 500}})))
	say(asAny(s.Claims(ctx, graph.ClaimsQuery{Kinds: []graph.ClaimKind{graph.Agrees}})))
	say(asAny(s.Search(ctx, graph.SearchQuery{Text: "Town 7"})))
	say(asAny(s.Tally(ctx, graph.TallyQuery{Rows: graph.ByDecade, Filter: anyTime})))
	n := s.current.Load().number
	if n > 0 {
		say(asAny(s.ByCode(ctx, "jis", townID(n, 3)[3:])))
		say(asAny(s.Claims(ctx, graph.ClaimsQuery{Records: []string{tieID(n, 1), tieID(n, 2)}})))
		say(asAny(s.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{townID(n, 0)}, Depth: 2, Filter: anyTime})))
		say(asAny(s.Paths(ctx, graph.PathsQuery{From: townID(n, 0), To: partnerID(n, 0), Filter: anyTime})))
	}
	for k := 1; k <= n; k++ {
		d, e := s.Diff(ctx, graph.DiffQuery{From: releaseID(k - 1), To: releaseID(k), Limit: 500})
		say(d.Counts, e)
		for _, c := range d.Changes {
			out = append(out, fmt.Sprintf("%s %s %s → %s", c.Kind, c.ID, c.Before, c.After))
		}
	}
	return out, err
}

func asAny[T any](v T, err error) (any, error) { return v, err }

// differ names the first answer that differs; "" if none does.
func differ(got, want []string) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("answer %d is missing: %.300s", i, want[i])
		case i >= len(want):
			return fmt.Sprintf("answer %d is too much: %.300s", i, got[i])
		case got[i] != want[i]:
			return fmt.Sprintf("answer %d is\n%.300s\nand not\n%.300s", i, got[i], want[i])
		}
	}
	return ""
}

// count is how often a test repeats something: an environment variable, or a number that is quick.
func count(t testing.TB, env string, quick int) int {
	text := os.Getenv(env)
	if text == "" {
		return quick
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s=%q is no number", env, text)
	}
	return n
}

// seed is printed, and taken from ENISHI_SEED to replay.
func seed(t testing.TB) uint64 {
	n := count(t, "ENISHI_SEED", 1)
	t.Logf("ENISHI_SEED=%d", n)
	return uint64(n)
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

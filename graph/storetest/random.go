package storetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"enishi/graph"
)

// questionsPerGraph is how many questions a random graph is asked.
const questionsPerGraph = 20

// random compares the store with the oracle on random graphs and questions. ENISHI_SEED replays a run, ENISHI_PAIRS changes its length.
func (s Suite) random(t *testing.T, store graph.Store) {
	seed := envInt(t, "ENISHI_SEED")
	if seed == 0 {
		seed = time.Now().UnixNano()
	}
	pairs := s.pairs(t)
	t.Logf("%d pairs of graph and question; replay with ENISHI_SEED=%d ENISHI_PAIRS=%d", pairs, seed, pairs)
	oracle := NewOracle()
	for n := 0; n*questionsPerGraph < pairs && !t.Failed(); n++ {
		g := newGenerator(uint64(seed), uint64(n))
		release := g.change(readAll(t, oracle))
		compareWriting(t, store, oracle, release)
		for range min(questionsPerGraph, pairs-n*questionsPerGraph) {
			q := g.question(readAll(t, oracle))
			if d := disagreement(t, store, oracle, q); d != "" {
				report(t, store, oracle, q, d)
				break
			}
		}
		if n%8 == 0 {
			verify(t, store)
		}
	}
	if !t.Failed() {
		compareDiffs(t, store, oracle, rand.New(rand.NewPCG(uint64(seed), 1<<32)))
	}
	verify(t, store)
}

// compareWriting applies one release to both and compares what they say of it.
func compareWriting(t *testing.T, store, oracle graph.Store, r *graph.Release) {
	t.Helper()
	want, wantErr := oracle.Apply(t.Context(), copyOf(r))
	got, gotErr := store.Apply(t.Context(), copyOf(r))
	if class(gotErr) != class(wantErr) {
		t.Fatalf("apply: %v, the oracle says %v", gotErr, wantErr)
	}
	got.Time, want.Time = time.Time{}, time.Time{}
	equal(t, "apply", got, want)
}

// disagreement asks both and says how they differ.
func disagreement(t testing.TB, store, oracle graph.Store, q any) string {
	want, wantErr := ask(t.Context(), oracle, q)
	got, gotErr := ask(t.Context(), store, q)
	if class(gotErr) != class(wantErr) {
		return fmt.Sprintf("error %v, the oracle says %v", gotErr, wantErr)
	}
	if wantErr != nil {
		return ""
	}
	if fault := incoherent(q, got); fault != "" {
		return fault
	}
	return gocmp.Diff(want, got, cmpopts.EquateEmpty())
}

// compareDiffs compares the histories that both have by now.
func compareDiffs(t *testing.T, store, oracle graph.Store, r *rand.Rand) {
	infos := must[[]graph.ReleaseInfo](t)(oracle.Releases(t.Context(), 0))
	id := func() string { return infos[r.IntN(len(infos))].ID }
	for range 8 {
		q := graph.DiffQuery{From: id(), To: id(), Limit: 1 + r.IntN(40)}
		if r.IntN(3) == 0 {
			q.Kind, q.After = graph.RecordKinds[r.IntN(3)], "m"
		}
		if d := disagreement(t, store, oracle, q); d != "" {
			t.Errorf("%+v (-oracle +store)\n%s", q, d)
		}
	}
}

// report shrinks the graph as far as the two still disagree and prints what is left. It changes both stores.
func report(t *testing.T, store, oracle graph.Store, q any, first string) {
	t.Helper()
	t.Errorf("%T %s (-oracle +store)\n%s", q, asJSON(q), first)
	all := readAll(t, oracle)
	differs := func(r *graph.Release) bool {
		r.Replace = true
		_, wantErr := oracle.Apply(t.Context(), copyOf(r))
		_, gotErr := store.Apply(t.Context(), copyOf(r))
		return wantErr == nil && gotErr == nil && disagreement(t, store, oracle, q) != ""
	}
	small := shrink(releaseOf(all), differs)
	if !differs(small) {
		return
	}
	var lines []string
	for record := range oracle.All(t.Context()) {
		lines = append(lines, string(graph.Encode(record)))
	}
	t.Errorf("the same on a smaller graph (-oracle +store)\n%s\n%s", disagreement(t, store, oracle, q), strings.Join(lines, "\n"))
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "{}" {
		return fmt.Sprintf("%+v", v)
	}
	return string(b)
}

func releaseOf(c *content) *graph.Release {
	r := &graph.Release{Replace: true}
	for _, id := range sortedIDs(c.nodes) {
		r.Nodes = append(r.Nodes, *c.nodes[id])
	}
	for _, id := range sortedIDs(c.edges) {
		r.Edges = append(r.Edges, *c.edges[id])
	}
	for _, id := range sortedIDs(c.sources) {
		r.Sources = append(r.Sources, *c.sources[id])
	}
	for _, id := range sortedIDs(c.claims) {
		r.Claims = append(r.Claims, *c.claims[id])
	}
	return r
}

// shrink leaves out records, first many at a time, as long as the release still differs. What loses its end or source fails to apply and so stays.
func shrink(r *graph.Release, differs func(*graph.Release) bool) *graph.Release {
	tries := 400
	try := func(smaller graph.Release) bool {
		if tries--; tries < 0 || !differs(&smaller) {
			return false
		}
		*r = smaller
		return true
	}
	for range 2 {
		without(len(r.Claims), func(i, j int) bool { s := *r; s.Claims = cutOut(r.Claims, i, j); return try(s) })
		without(len(r.Edges), func(i, j int) bool { s := *r; s.Edges = cutOut(r.Edges, i, j); return try(s) })
		without(len(r.Nodes), func(i, j int) bool { s := *r; s.Nodes = cutOut(r.Nodes, i, j); return try(s) })
		without(len(r.Sources), func(i, j int) bool { s := *r; s.Sources = cutOut(r.Sources, i, j); return try(s) })
	}
	return r
}

// without offers runs of a list of n to cut out, halves first, down to single ones.
func without(n int, cut func(i, j int) bool) {
	for size := (n + 1) / 2; size > 0; size /= 2 {
		for i := 0; i < n; {
			if j := min(i+size, n); cut(i, j) {
				n -= j - i
			} else {
				i = j
			}
		}
	}
}

func cutOut[T any](items []T, i, j int) []T { return slices.Concat(items[:i], items[j:]) }

// generator makes graphs and questions. Everything it picks comes from short lists, so that things meet.
type generator struct{ *rand.Rand }

func newGenerator(seed, n uint64) *generator { return &generator{rand.New(rand.NewPCG(seed, n))} }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// some picks up to n of the list, half the time none.
func some[T any](g *generator, n int, from []T) (out []T) {
	if g.IntN(2) > 0 || len(from) == 0 {
		return nil
	}
	for range 1 + g.IntN(n) {
		out = append(out, pick(g, from...))
	}
	return out
}

var (
	randomNodes = []string{"0", "00", "a", "a-", "a-1", "a-10", "a-2", "a1", "aa", "b", "b-b", "ba", "jp-01", "jp-02", "jp-01-a", "jp-02-b", "m", "org-1", "org-2", "org-10", "prog-1", "prog-2",
		"us-a", "us-b", "us-a-x", "us-b-y", "z"}
	randomTies    = []string{"t", "t-1", "t-2", "t1", "u"}
	randomDates   = []string{"", "1988", "1989", "1989-04", "1989-04-01", "1989-04-02", "1989-12-31", "1990", "1990-01-01", "2003-04-01", "1960-02"}
	randomNames   = []string{"", "Sakura", "Sakurai", "Ōtsu", "Otsuki", "St. Paul", "Saint Paul", "Nagahama", "Kochi", "Kōchi"}
	randomJa      = []string{"", "桜", "佐倉市", "大津", "長浜市", "高知県", "府中市", "府中町"}
	randomKana    = []string{"", "さくら", "おおつ", "ながはま", "こうち", "かき", "がき"}
	randomTypes   = []string{"", "Zoo", "apple", "Äpfel", "Ａ", "😀"}
	randomAreas   = []string{"jp-01", "jp-02", "us-a", "us-b", "nowhere"}
	randomSources = []string{"s1", "s2", "s3", "https://S.example/"}
)

// change makes a release upon what is there: now and then a whole new graph, else some records that come, change and go; one in ten holds a fault.
func (g *generator) change(have *content) *graph.Release {
	r := &graph.Release{Note: pick(g, "", "note"), Replace: len(have.nodes) == 0 || g.IntN(3) > 0}
	if r.Replace {
		have = &content{}
	}
	nodes, sources := map[string]bool{}, map[string]bool{}
	for id := range have.nodes {
		nodes[id] = true
	}
	for id := range have.sources {
		sources[id] = true
	}
	for _, locator := range randomSources {
		if s := (graph.Source{ID: graph.SourceID(locator), Locator: locator, Credit: pick(g, "", "credit"), Title: pick(g, "", "title")}); g.IntN(4) > 0 {
			r.Sources, sources[s.ID] = append(r.Sources, s), true
		}
	}
	size := pick(g, 2, 8, 14, 20, len(randomNodes), len(randomNodes))
	for _, i := range g.Perm(len(randomNodes))[:size] {
		n := g.node(randomNodes[i], sortedIDs(sources))
		r.Nodes, nodes[n.ID] = append(r.Nodes, n), true
	}
	g.edges(r, sortedIDs(nodes), sortedIDs(sources), size+g.IntN(size*3))
	g.claims(r, sortedIDs(sources))
	if !r.Replace {
		g.deletes(r, have)
	}
	if g.IntN(10) == 0 {
		r.Edges = append(r.Edges, graph.Edge{ID: "fault", Kind: graph.LocatedIn, Source: sortedIDs(nodes)[0], Target: "nobody"})
	}
	return r
}

func (g *generator) node(id string, sources []string) graph.Node {
	n := graph.Node{ID: id, Kind: pick(g, graph.Municipality, graph.Municipality, graph.Partner), Valid: g.validity(), Citations: some(g, 3, sources), Confidence: pick(g, "", graph.High, graph.Medium, graph.Low),
		Names: graph.Names{En: pick(g, randomNames...), Ja: pick(g, randomJa...), Kana: pick(g, randomKana...), Aliases: some(g, 2, randomNames[1:])}, Level: pick(g, "", graph.Level("city"), "town"), Note: pick(g, "", "n", "o")}
	switch {
	case len(id) == 5 && strings.HasPrefix(id, "jp-"):
		n.Kind, n.Level, n.Region = graph.Prefecture, "prefecture", pick(g, "", "East", "West")
	case len(id) == 4 && strings.HasPrefix(id, "us-"):
		n.Kind, n.Level, n.Codes = graph.Partner, pick(g, graph.Level("state"), "territory", "county"), graph.Codes{"usps": {strings.ToUpper(id[3:])}}
	case strings.HasPrefix(id, "org-"):
		n.Kind, n.Sector, n.Themes, n.Type = graph.Organization, pick(g, "", graph.Sectors[0], graph.Sectors[4]), some(g, 3, graph.Themes[:3]), pick(g, randomTypes...)
		n.Level = ""
	case strings.HasPrefix(id, "prog-"):
		n.Kind, n.Themes, n.Type, n.Scope = graph.Program, some(g, 2, graph.Themes[:3]), pick(g, randomTypes...), some(g, 2, []string{"JP", "US"})
		n.Level = ""
	}
	if n.Kind != graph.Prefecture && n.Codes == nil {
		n.Within = pick(g, append(randomAreas, "")...)
		n.Codes = graph.Codes{pick(g, "jis", "jis-earlier", "fips"): {pick(g, "01", "02", "1")}}
	}
	if sources := some(g, 2, sources); sources != nil {
		n.Events = []graph.Event{{Kind: "renumbered", Date: g.date(), Citations: sources}}
	}
	return n
}

func (g *generator) date() graph.Date { return graph.MustDate(pick(g, randomDates...)) }

// validity is any range that is not turned round.
func (g *generator) validity() graph.Range {
	if g.IntN(4) == 0 {
		return graph.Range{}
	}
	for {
		if r := (graph.Range{From: g.date(), To: graph.MustDate(pick(g, append(randomDates, slices.Repeat([]string{""}, len(randomDates))...)...))}); (&graph.Node{ID: "a", Kind: graph.Partner, Valid: r}).Check() == nil {
			return r
		}
	}
}

func (g *generator) edges(r *graph.Release, nodes, sources []string, n int) {
	if len(nodes) < 2 {
		return
	}
	taken := map[string]bool{}
	for range n {
		e := graph.Edge{ID: fmt.Sprintf("%s%s%d", pick(g, "e", "e-", "f"), pick(g, "", "-"), g.IntN(60)), Kind: pick(g, append(graph.EdgeKinds, graph.SisterOf, graph.SisterOf)...), Source: pick(g, nodes...), Target: pick(g, nodes...),
			Valid: g.validity(), Citations: some(g, 3, sources), Confidence: pick(g, "", graph.High, graph.Low)}
		if taken[e.ID] || e.Source == e.Target {
			continue
		}
		taken[e.ID] = true
		switch e.Kind {
		case graph.SisterOf:
			e.Tie, e.TieKind, e.Status, e.Role, e.Signed = pick(g, randomTies...), pick(g, graph.TieKinds...), pick(g, graph.Active, graph.Active, graph.Ended, graph.Unknown), pick(g, graph.TieRoles...), g.date()
		case graph.MemberOf:
			e.Role = pick(g, graph.MemberRoles[:3]...)
		case graph.SucceededBy:
			e.Date, e.Change = graph.MustDate("1990-04-01"), pick(g, graph.Changes...)
		}
		r.Edges = append(r.Edges, e)
	}
}

func (g *generator) claims(r *graph.Release, sources []string) {
	taken := map[string]bool{}
	for range g.IntN(5) {
		c := graph.Claim{Record: pick(g, randomNodes...), Field: "name", Value: pick(g, "1", "2"), Kind: pick(g, graph.ClaimKinds...)}
		if source := some(g, 1, sources); source != nil {
			c.Source = source[0]
		}
		c.ID = graph.ClaimID(c)
		if !taken[c.ID] {
			r.Claims, taken[c.ID] = append(r.Claims, c), true
		}
	}
}

// deletes takes away edges and claims, and now and then a node or source: if something still needs it, both stores must refuse.
func (g *generator) deletes(r *graph.Release, have *content) {
	put := map[string]bool{}
	for _, e := range r.Edges {
		put[e.ID] = true
	}
	for _, c := range r.Claims {
		put[c.ID] = true
	}
	for _, n := range r.Nodes {
		put[n.ID] = true
	}
	for _, s := range r.Sources {
		put[s.ID] = true
	}
	choose := func(ids []string, oneIn int) (out []string) {
		for _, id := range ids {
			if !put[id] && g.IntN(oneIn) == 0 {
				out = append(out, id)
			}
		}
		return out
	}
	r.DeleteEdges, r.DeleteClaims = choose(sortedIDs(have.edges), 3), choose(sortedIDs(have.claims), 3)
	r.DeleteNodes, r.DeleteSources = choose(sortedIDs(have.nodes), 60), choose(sortedIDs(have.sources), 30)
}

func (g *generator) filter() (f graph.Filter) {
	f.Time = g.time()
	f.IncludeUndated = g.IntN(4) == 0
	if g.IntN(2) == 0 {
		return f
	}
	for range 1 + g.IntN(3) { // more tests at once would leave nothing to compare
		switch g.IntN(12) {
		case 0:
			f.EdgeKinds = some(g, 4, graph.EdgeKinds)
		case 1:
			f.NodeKinds = some(g, 6, graph.NodeKinds)
		case 2:
			f.TieKinds = some(g, 3, graph.TieKinds)
		case 3:
			f.Statuses = some(g, 3, graph.Statuses)
		case 4:
			f.Prefectures = some(g, 2, randomAreas[:2])
		case 5:
			f.States = some(g, 2, randomAreas[2:])
		case 6:
			f.Sectors = some(g, 3, []graph.Sector{graph.Sectors[0], graph.Sectors[4], graph.Sectors[6]})
		case 7:
			f.Themes = some(g, 3, graph.Themes[:4])
		case 8:
			f.MinConfidence = pick(g, graph.High, graph.Medium, graph.Low)
		case 9:
			f.SingleSource, f.IncludeScoped = g.IntN(2) == 0, true
		case 10:
			f.Levels = some(g, 2, graph.TieLevels)
		case 11:
			f.Signed = some(g, 2, []string{"1980s", "1990s", "1989", graph.UnknownKey})
		}
	}
	if g.IntN(40) == 0 {
		f.EdgeKinds = append(f.EdgeKinds, "no-kind")
	}
	return f
}

func (g *generator) time() graph.Time {
	switch g.IntN(8) {
	case 0, 1, 2:
		return graph.Time{AsOf: g.date()}
	case 3:
		t := graph.Time{From: g.date(), To: g.date()}
		if t.Check() != nil && g.IntN(8) > 0 { // seldom an end before the start
			t.From, t.To = t.To, t.From
		}
		return t
	case 4, 5:
		return graph.Time{}
	}
	return graph.Time{Any: true}
}

func (g *generator) page(ids []string) graph.Page {
	p := graph.Page{Limit: pick(g, 0, 1, 2, 3, 5, 8, graph.MaxPage)}
	if g.IntN(40) == 0 {
		p.Limit = graph.MaxPage + 1
	}
	if len(ids) > 0 && g.IntN(2) == 0 {
		p.After = pick(g, append(ids, "a-5", "")...)
	}
	return p
}

// aNode is mostly one that is there.
func (g *generator) aNode(have *content) string {
	if ids := sortedIDs(have.nodes); len(ids) > 0 && g.IntN(30) > 0 {
		return pick(g, ids...)
	}
	return pick(g, randomNodes...)
}

func (g *generator) someNodes(have *content, n int) (ids []string) {
	for range 1 + g.IntN(n) {
		ids = append(ids, g.aNode(have))
	}
	return ids
}

// question is of any kind; those with more to get wrong come more often.
func (g *generator) question(have *content) any {
	direction := pick(g, "", graph.Both, graph.Outward, graph.Inward)
	switch g.IntN(24) {
	case 0:
		return graph.NodesQuery{Filter: g.filter(), Page: g.page(sortedIDs(have.nodes))}
	case 1:
		return graph.EdgesQuery{Filter: g.filter(), Page: g.page(sortedIDs(have.edges)), Tie: pick(g, append(randomTies, "", "", "", "", "")...), Records: some(g, 5, append(sortedIDs(have.edges), randomTies...))}
	case 2:
		return graph.SourcesQuery{Page: g.page(sortedIDs(have.sources))}
	case 3:
		return graph.ClaimsQuery{Page: g.page(sortedIDs(have.claims)), Kinds: some(g, 2, graph.ClaimKinds), Records: some(g, 4, randomNodes)}
	case 4:
		return graph.SearchQuery{Text: pick(g, "sakura", "さくら", "桜", "otsu", "st paul", "kochi", "高知", "長浜", "nagahana", "01", "jis:01", "fips:1", "a", "府中", "かき"), Limit: pick(g, 0, 1, 3), Offset: pick(g, 0, 0, 1, 4), Filter: g.filter()}
	case 5, 6:
		return graph.CountsQuery{ID: g.aNode(have), Filter: g.filter()}
	case 7, 8:
		return graph.NeighborsQuery{ID: g.aNode(have), Direction: direction, Filter: g.filter(), Page: g.page(sortedIDs(have.edges))}
	case 9, 10, 11, 12:
		return graph.NeighborhoodQuery{From: g.someNodes(have, 3), Depth: g.IntN(5), Direction: direction, Filter: g.filter(), Nodes: pick(g, 0, 3, 4, 6, 9), Edges: pick(g, 0, 0, 1, 2, 5, 9), FanOut: pick(g, 0, 0, 1, 2, 3)}
	case 13, 14:
		return graph.SubgraphQuery{Filter: g.filter(), Incident: some(g, 4, randomNodes), Nodes: pick(g, 0, 1, 2, 5, 9), Edges: pick(g, 0, 1, 3, 8)}
	case 15, 16, 17, 18:
		return g.paths(have)
	case 19, 20, 21:
		m := pick(g, graph.Measures...)
		axes := g.Perm(len(graph.AxesOf[m]))
		q := graph.TallyQuery{Count: m, Rows: graph.AxesOf[m][axes[0]], Filter: g.filter()}
		if g.IntN(3) > 0 {
			q.Cols = graph.AxesOf[m][axes[g.IntN(len(axes))]] // seldom the same again, which is refused
		}
		return q
	case 22:
		return pick[any](g, nodeByID{g.aNode(have)}, nodesByIDs{g.someNodes(have, 5)}, edgeByID{pick(g, append(sortedIDs(have.edges), "e0")...)}, sourcesByIDs{sortedIDs(have.sources)})
	}
	return pick[any](g, byCode{pick(g, "jis", "jis-earlier", "fips"), pick(g, "01", "02", "1", "0")}, dataset{})
}

func (g *generator) paths(have *content) graph.PathsQuery {
	q := graph.PathsQuery{From: g.aNode(have), To: g.aNode(have), Mode: pick(g, graph.PathModes...), Cost: pick(g, graph.PathCosts...), MaxLength: pick(g, 1, 2, 3, 4, 5, 5, 5), Filter: everything}
	if g.IntN(3) == 0 { // few paths pass a filter whole
		q.Filter = g.filter()
	}
	switch {
	case q.Mode == graph.KShortest:
		q.K = pick(g, 0, 1, 4, 12)
	case q.Mode == graph.ShortestAll:
		q.Limit = pick(g, 0, 1, 1, 1, 2, 5)
	}
	if g.IntN(5) == 0 {
		q.Via = g.someNodes(have, 2)
	}
	if g.IntN(4) == 0 {
		q.Avoid = g.someNodes(have, 3)
	}
	return q
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"enishi/graph"
)

// emptyStore is what a store answers before its first release, and what that release tells.
func emptyStore(t *testing.T, store graph.Store) {
	ctx := t.Context()
	if store.Kind() == "" {
		t.Error("a store has a kind")
	}
	if err := store.Ping(ctx); err != nil {
		t.Errorf("ping: %v", err)
	}
	for question, want := range map[any]string{
		nodeByID{"a"}:   "error: not found",
		byCode{"a", ""}: "",
	} {
		equal(t, fmt.Sprintf("%#v", question), told(ctx, store, question), want)
	}
	for _, c := range []dataCase{
		{"", graph.NodesQuery{}, "total 0"},
		{"", graph.EdgesQuery{Filter: everything}, "total 0"},
		{"", graph.SourcesQuery{}, "total 0"},
		{"", graph.ClaimsQuery{}, "total 0"},
		{"", graph.SearchQuery{Text: "a"}, "total 0"},
		{"", graph.SubgraphQuery{}, "total 0/0"},
		{"", tally("", graph.ByYear, "", now), "total 0"},
		{"", counts("a", now), "error: not found"},
		{"", neighbors("a", now), "error: not found"},
		{"", from("a"), "error: not found"},
		{"", path("a", "a", graph.PathsQuery{}), "error: not found"},
		{"", graph.DiffQuery{To: "r1"}, "error: not found"},
	} {
		equal(t, fmt.Sprintf("%+v", c.question), told(ctx, store, c.question), c.want)
	}
	equal(t, "releases", len(must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 0))), 0)
	for _, nothing := range []*graph.Release{{}, {Replace: true}, {Parent: graph.EmptyVersion}, {DeleteNodes: []string{"a"}, Note: "nothing"}} {
		equal(t, "a release of nothing", apply(t, store, nothing), graph.ReleaseInfo{Version: graph.EmptyVersion})
	}
	equal(t, "a rollback to nothing", must[graph.ReleaseInfo](t)(store.Rollback(ctx, "")), graph.ReleaseInfo{Version: graph.EmptyVersion})
	equal(t, "version", must[string](t)(store.Version(ctx)), graph.EmptyVersion)
	verify(t, store)
	firstReleases(t, store)
	verify(t, store)
}

func firstReleases(t *testing.T, store graph.Store) {
	ctx := t.Context()
	start := time.Now().UTC().Truncate(time.Second)
	first := apply(t, store, &graph.Release{Parent: graph.EmptyVersion, Note: "the first\n'note'", Nodes: []graph.Node{{ID: "a", Kind: graph.Municipality}, {ID: "b", Kind: graph.Partner}},
		Edges: []graph.Edge{parse("a municipality\nb partner\ne: a sister_of b signed=1957-03-09").Edges[0], parse("a municipality\nb partner\nf: a sister_of b signed=1989-08").Edges[0]}})
	if first.Time.Location() != time.UTC || first.Time.Nanosecond() != 0 || first.Time.Before(start) || first.Time.After(time.Now()) {
		t.Errorf("time %v: not this moment in UTC, to the second", first.Time)
	}
	equal(t, "first", first, graph.ReleaseInfo{ID: "r1", Number: 1, Time: first.Time, Version: must[string](t)(store.Version(ctx)), Note: "the first\n'note'", Changes: graph.ChangeCounts{Added: 4}})
	second := apply(t, store, &graph.Release{Parent: first.Version, Nodes: []graph.Node{{ID: "a", Kind: graph.Prefecture}, {ID: "c", Kind: graph.Partner}}, DeleteEdges: []string{"e", "nothing"}})
	equal(t, "second", second, graph.ReleaseInfo{ID: "r2", Number: 2, Parent: "r1", Time: second.Time, Version: must[string](t)(store.Version(ctx)), Changes: graph.ChangeCounts{Added: 1, Changed: 1, Removed: 1}})
	equal(t, "releases", must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 0)), []graph.ReleaseInfo{second, first})
	equal(t, "the last release", must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 1)), []graph.ReleaseInfo{second})
	equal(t, "more releases than there are", len(must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 5))), 2)
	if _, err := store.Releases(ctx, -1); class(err) != "invalid" {
		t.Errorf("less than no releases: %v", err)
	}
	equal(t, "r1", must[graph.ReleaseInfo](t)(store.Release(ctx, "r1")), first)
	d := must[graph.Dataset](t)(store.Dataset(ctx))
	equal(t, "release of dataset", d.Release, second)
	equal(t, "span", d.Span, span("1989..1989"))
	for _, id := range []string{"", "r3", "1", "R1", "r01", "r1'"} {
		if _, err := store.Release(ctx, id); class(err) != "not found" {
			t.Errorf("release %q: %v", id, err)
		}
	}
	same := apply(t, store, &graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner}}, Note: "nothing new"})
	second.Changes = graph.ChangeCounts{}
	equal(t, "the same again", same, second)
}

// base is what the tests of writing start from.
//
//	a ─e─ b,  a ─f▶ o;  a cites u1, e cites u2, a claim cites u3
const base = `
a municipality cites=u1 en=Alpha ja=甲 aliases=x,y themes=sport
b partner
o organization
e: a sister_of b cites=u2,u1
f: a member_of o
claim a name x u3 agrees
`

func writeTests(t *testing.T, store graph.Store) {
	for _, w := range []struct {
		name string
		test func(*testing.T, graph.Store)
	}{
		{"refused", refused}, {"allowed", allowed}, {"whole records", wholeRecords}, {"again", again}, {"order", orderOfWriting}, {"replace", replaceAll},
		{"kept apart", keptApart}, {"rollback", rollback}, {"diff", diff}, {"cursors", cursors}, {"wide", wide}, {"lattice", lattice}, {"view", views}, {"writers", writers},
	} {
		t.Run(w.name, func(t *testing.T) {
			replace(t, store, parse(base))
			w.test(t, store)
			verify(t, store)
		})
	}
}

// refused releases change nothing, whatever else they hold.
func refused(t *testing.T, store graph.Store) {
	ctx := t.Context()
	u := graph.SourceID
	before := must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 1))
	sister := func(id, source, target string) graph.Edge {
		return graph.Edge{ID: id, Kind: graph.SisterOf, Source: source, Target: target, Tie: id, TieKind: graph.SisterCity, Status: graph.Active, Role: graph.Original}
	}
	claim := graph.Claim{Record: "a", Field: "name", Source: u("nowhere"), Kind: graph.Agrees}
	claim.ID = graph.ClaimID(claim)
	place := func(id string) graph.Node { return graph.Node{ID: id, Kind: graph.Municipality} }
	for _, c := range []struct {
		name    string
		release graph.Release
		want    string
	}{
		{"a target that is not there", graph.Release{Edges: []graph.Edge{sister("g", "a", "nobody")}}, "invalid"},
		{"a source that is not there", graph.Release{Edges: []graph.Edge{sister("g", "nobody", "z")}}, "invalid"},
		{"an end that is no node but an edge", graph.Release{Edges: []graph.Edge{sister("g", "a", "e")}}, "invalid"},
		{"a node cites nothing", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Citations: []string{u("nowhere")}}}}, "invalid"},
		{"an event cites nothing", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Events: []graph.Event{{Kind: "renumbered", Citations: []string{u("nowhere")}}}}}}, "invalid"},
		{"an edge cites a node", graph.Release{Edges: []graph.Edge{{ID: "g", Kind: graph.LocatedIn, Source: "a", Target: "b", Citations: []string{"a"}}}}, "invalid"},
		{"a claim of nobody", graph.Release{Claims: []graph.Claim{claim}}, "invalid"},
		{"deleting a source cited by a node", graph.Release{DeleteSources: []string{u("u1")}}, "invalid"},
		{"deleting a source cited by an edge", graph.Release{DeleteSources: []string{u("u2")}}, "invalid"},
		{"deleting a source cited by a claim", graph.Release{DeleteSources: []string{u("u3")}}, "invalid"},
		{"deleting a node with edges", graph.Release{DeleteNodes: []string{"b"}}, "invalid"},
		{"deleting a node with some of its edges", graph.Release{DeleteNodes: []string{"a"}, DeleteEdges: []string{"e"}}, "invalid"},
		{"replacing by edges alone", graph.Release{Replace: true, Edges: []graph.Edge{sister("e", "a", "b")}}, "invalid"},
		{"replacing and deleting", graph.Release{Replace: true, DeleteNodes: []string{"o"}}, "invalid"},
		{"a node twice", graph.Release{Nodes: []graph.Node{place("c"), place("c")}}, "invalid"},
		{"an edge put and deleted", graph.Release{Edges: []graph.Edge{sister("e", "a", "b")}, DeleteEdges: []string{"e"}}, "invalid"},
		{"deleted twice", graph.Release{DeleteNodes: []string{"o", "o"}}, "invalid"},
		{"an edge to itself", graph.Release{Edges: []graph.Edge{sister("g", "a", "a")}}, "invalid"},
		{"no kind", graph.Release{Nodes: []graph.Node{{ID: "c"}}}, "invalid"},
		{"a kind that is none", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: "Entity) DETACH DELETE (n"}}}, "invalid"},
		{"no id", graph.Release{Nodes: []graph.Node{place("")}}, "invalid"},
		{"an id that is none", graph.Release{Nodes: []graph.Node{place("C'")}}, "invalid"},
		{"an id too long", graph.Release{Nodes: []graph.Node{place(strings.Repeat("c", graph.MaxID+1))}}, "invalid"},
		{"a control character", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Note: "a\x00b"}}}, "invalid"},
		{"no UTF-8", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Names: graph.Names{En: "\xff"}}}}, "invalid"},
		{"a note too long", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Note: strings.Repeat("n", graph.MaxText+1)}}}, "invalid"},
		{"an end before the start", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Partner, Valid: span("1990..1989")}}}, "invalid"},
		{"a source by another id", graph.Release{Sources: []graph.Source{{ID: u("u8"), Locator: "u9"}}}, "invalid"},
		{"a claim by another id", graph.Release{Claims: []graph.Claim{{ID: "claim-1", Record: "a", Field: "name", Kind: graph.Agrees}}}, "invalid"},
		{"made from another version", graph.Release{Parent: "0123456789abcdef", Nodes: []graph.Node{place("c")}}, "conflict"},
		{"made from nothing", graph.Release{Parent: graph.EmptyVersion, Nodes: []graph.Node{place("c")}}, "conflict"},
		{"of nothing, from another version", graph.Release{Parent: "0123456789abcdef"}, "conflict"},
		{"faulty and from another version", graph.Release{Parent: "0123456789abcdef", Nodes: []graph.Node{place("")}}, "invalid"},
		{"dangling and from another version", graph.Release{Parent: "0123456789abcdef", Edges: []graph.Edge{sister("g", "a", "nobody")}}, "conflict"},
	} {
		c.release.Nodes = append(c.release.Nodes, place("innocent")) // must not come in with the rest
		_, err := store.Apply(ctx, &c.release)
		if got := class(err); got != c.want {
			t.Errorf("%s: %q (%v), not %q", c.name, got, err, c.want)
		}
		var detail *graph.Error
		if !errors.As(err, &detail) {
			t.Errorf("%s: %T is no *graph.Error", c.name, err)
		}
	}
	equal(t, "the innocent", told(ctx, store, nodeByID{"innocent"}), "error: not found")
	equal(t, "releases", must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 1)), before)
}

// allowed is what looks wrong and is right.
func allowed(t *testing.T, store graph.Store) {
	u := graph.SourceID
	claim := graph.Claim{Record: "not-there", Field: "name", Kind: graph.Refutes}
	claim.ID = graph.ClaimID(claim)
	for _, c := range []struct {
		name    string
		release graph.Release
		want    graph.ChangeCounts
	}{
		{"what it lies in and what came after it may be unknown", graph.Release{Nodes: []graph.Node{{ID: "c", Kind: graph.Municipality, Within: "jp-99",
			Successor: &graph.Succession{ID: "not-there", Date: graph.MustDate("1990-04-01")}}}}, graph.ChangeCounts{Added: 1}},
		{"a claim of what is not there", graph.Release{Claims: []graph.Claim{claim}}, graph.ChangeCounts{Added: 1}},
		{"an edge and its ends in one release", graph.Release{Nodes: []graph.Node{{ID: "y", Kind: graph.Municipality}, {ID: "z", Kind: graph.Municipality}},
			Edges: []graph.Edge{{ID: "g", Kind: graph.LocatedIn, Source: "y", Target: "z"}}}, graph.ChangeCounts{Added: 3}},
		{"one id for records of different kinds", graph.Release{Nodes: []graph.Node{{ID: "e", Kind: graph.Program}}, Edges: []graph.Edge{{ID: "a", Kind: graph.LocatedIn, Source: "a", Target: "b"}}}, graph.ChangeCounts{Added: 2}},
		{"an end moves", graph.Release{Edges: []graph.Edge{{ID: "a", Kind: graph.LocatedIn, Source: "a", Target: "z"}}}, graph.ChangeCounts{Changed: 1}},
		{"an edge changes its kind", graph.Release{Edges: []graph.Edge{{ID: "a", Kind: graph.Organizes, Source: "a", Target: "e"}}}, graph.ChangeCounts{Changed: 1}},
		{"a node changes its kind", graph.Release{Nodes: []graph.Node{{ID: "e", Kind: graph.Organization}}}, graph.ChangeCounts{Changed: 1}},
		{"a node goes with its edges", graph.Release{DeleteNodes: []string{"e"}, DeleteEdges: []string{"a"}}, graph.ChangeCounts{Removed: 2}},
		{"a source goes with what cites it", graph.Release{DeleteSources: []string{u("u2")}, Edges: []graph.Edge{parse(base).Edges[0]}}, graph.ChangeCounts{}},
		{"what is not there goes", graph.Release{DeleteNodes: []string{"nobody"}, DeleteEdges: []string{"nobody"}, DeleteSources: []string{"nobody"}, DeleteClaims: []string{"nobody"}}, graph.ChangeCounts{}},
		{"an end that is there already", graph.Release{Edges: []graph.Edge{{ID: "h", Kind: graph.TakesPartIn, Source: "c", Target: "o"}}}, graph.ChangeCounts{Added: 1}},
		{"a sister's ends the other way", graph.Release{Edges: []graph.Edge{{ID: "s", Kind: graph.SisterOf, Source: "z", Target: "a", Tie: "s", TieKind: graph.Friendship, Status: graph.Unknown, Role: graph.Inherited}}},
			graph.ChangeCounts{Added: 1}},
	} {
		if c.name == "a source goes with what cites it" {
			c.release.Edges[0].Citations = []string{u("u1")}
			c.want = graph.ChangeCounts{Changed: 1, Removed: 1}
		}
		equal(t, c.name, apply(t, store, &c.release).Changes, c.want)
	}
	equal(t, "a sister seen from the lesser end", told(t.Context(), store, neighbors("a", of(now, graph.SisterOf))), "e s | total 2")
	equal(t, "a sister seen from the greater end", told(t.Context(), store, neighbors("z", of(now, graph.SisterOf))), "s | total 1")
	equal(t, "the moved edge is seen no more", told(t.Context(), store, neighbors("b", everything)), "e | total 1")
}

// wholeRecords: a put record is the record, its fields are not merged with those of old.
func wholeRecords(t *testing.T, store graph.Store) {
	apply(t, store, &graph.Release{Nodes: []graph.Node{{ID: "a", Kind: graph.Partner, Note: "bare"}}})
	equal(t, "node", must[graph.Node](t)(store.Node(t.Context(), "a")), graph.Node{ID: "a", Kind: graph.Partner, Note: "bare"})
	equal(t, "search by what it was called", told(t.Context(), store, graph.SearchQuery{Text: "Alpha"}), "total 0")
}

// again: the same content makes no release, however its lists and records are ordered.
func again(t *testing.T, store graph.Store) {
	ctx := t.Context()
	last := must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 1))[0]
	last.Changes = graph.ChangeCounts{}
	for _, replace := range []bool{false, true} {
		r := parse(base)
		r.Replace, r.Note = replace, "again"
		for i := range r.Nodes {
			slices.Reverse(r.Nodes[i].Names.Aliases)
		}
		for i := range r.Edges {
			slices.Reverse(r.Edges[i].Citations)
			if e := &r.Edges[i]; e.Kind == graph.SisterOf {
				e.Source, e.Target = e.Target, e.Source
			}
		}
		slices.Reverse(r.Nodes)
		slices.Reverse(r.Edges)
		equal(t, "again", apply(t, store, r), last)
	}
	equal(t, "rolled back to itself", must[graph.ReleaseInfo](t)(store.Rollback(ctx, last.ID)), last)
}

// orderOfWriting: content has one version, in whatever steps it came.
func orderOfWriting(t *testing.T, store graph.Store) {
	whole := parse(mergers.fixture)
	want := replace(t, store, whole).Version
	replace(t, store, parse(base))
	steps := []*graph.Release{
		{Replace: true, Sources: whole.Sources, Nodes: whole.Nodes[7:]},
		{Nodes: append([]graph.Node{{ID: "interim", Kind: graph.Program}}, whole.Nodes[:7]...), Claims: whole.Claims},
		{Edges: append([]graph.Edge{{ID: "interim", Kind: graph.TakesPartIn, Source: whole.Nodes[0].ID, Target: "interim"}}, whole.Edges[9:]...)},
		{Edges: whole.Edges[:9], DeleteEdges: []string{"interim"}},
		{DeleteNodes: []string{"interim"}},
	}
	var last graph.ReleaseInfo
	for _, s := range steps {
		last = apply(t, store, copyOf(s))
	}
	equal(t, "version", last.Version, want)
}

// replaceAll: what a replacing release does not hold is gone.
func replaceAll(t *testing.T, store graph.Store) {
	r := parse("a municipality\nz partner\ne: a sister_of z")
	info := apply(t, store, r)
	equal(t, "changes", info.Changes, graph.ChangeCounts{Added: 1, Changed: 2, Removed: 7}) // z; a, e; b, o, f, three sources, the claim
	for _, gone := range []any{nodeByID{"b"}, edgeByID{"f"}, sourceByID{graph.SourceID("u1")}} {
		equal(t, fmt.Sprintf("%v", gone), told(t.Context(), store, gone), "error: not found")
	}
	equal(t, "search for the gone", told(t.Context(), store, graph.SearchQuery{Text: "甲"}), "total 0")
	apply(t, store, &graph.Release{Replace: true})
	equal(t, "emptied", must[string](t)(store.Version(t.Context())), graph.EmptyVersion)
}

// keptApart: what the caller does to its release afterwards is not the store's.
func keptApart(t *testing.T, store graph.Store) {
	r := parse(base)
	r.Nodes[0].Note = "as applied"
	apply(t, store, r)
	want := graph.Encode(&r.Nodes[0])
	r.Nodes[0].Citations[0], r.Nodes[0].Names.Aliases[0], r.Nodes[0].Note = "src-spoiled", "spoiled", "spoiled"
	r.Edges[0].Citations[0] = "src-spoiled"
	got := must[graph.Node](t)(store.Node(t.Context(), "a"))
	equal(t, "node", string(graph.Encode(&got)), string(want))
}

// exported is every record in the order of All, encoded.
func exported(t testing.TB, r graph.Reader) (records []string) {
	t.Helper()
	for record, err := range r.All(t.Context()) {
		if err != nil {
			t.Fatalf("all: %v", err)
		}
		records = append(records, fmt.Sprintf("%T %s", record, graph.Encode(record)))
	}
	return records
}

// steps are releases one after the other that add, change and remove records of each kind.
func steps() []*graph.Release {
	u := graph.SourceID
	claim := parse(base).Claims[0].ID
	return []*graph.Release{
		parse(base),
		{Nodes: []graph.Node{{ID: "b", Kind: graph.Partner, Note: "changed"}, {ID: "c", Kind: graph.Program}}, Edges: []graph.Edge{{ID: "g", Kind: graph.Organizes, Source: "o", Target: "c"}}},
		{DeleteEdges: []string{"e"}, DeleteSources: []string{u("u2")}, DeleteNodes: []string{"b"}, DeleteClaims: []string{claim}},
		parse("m municipality\nn partner\ne: m sister_of n cites=u2\na: m located_in n"),
	}
}

func rollback(t *testing.T, store graph.Store) {
	ctx := t.Context()
	var infos []graph.ReleaseInfo
	var contents [][]string
	replace(t, store, parse("other partner"))
	for _, r := range steps() {
		infos = append(infos, apply(t, store, r))
		contents = append(contents, exported(t, store))
	}
	last := infos[len(infos)-1]
	for _, i := range []int{0, 2, 1, 3, 1} {
		info := must[graph.ReleaseInfo](t)(store.Rollback(ctx, infos[i].ID))
		equal(t, "number", info.Number, last.Number+1)
		equal(t, "parent", info.Parent, last.ID)
		equal(t, "version", info.Version, infos[i].Version)
		equal(t, "content", exported(t, store), contents[i])
		verify(t, store)
		last = info
	}
	for _, id := range []string{"r9999", "nothing", "R1", "r1'; --"} {
		if _, err := store.Rollback(ctx, id); class(err) != "not found" {
			t.Errorf("rollback to %q: %v", id, err)
		}
	}
	equal(t, "an earlier release stays", must[graph.ReleaseInfo](t)(store.Release(ctx, infos[2].ID)), infos[2])
	equal(t, "emptied", must[graph.ReleaseInfo](t)(store.Rollback(ctx, "")).Version, graph.EmptyVersion)
	back := must[graph.ReleaseInfo](t)(store.Rollback(ctx, infos[2].ID))
	equal(t, "back from nothing", back.Changes, graph.ChangeCounts{Added: len(contents[2])})
}

func diff(t *testing.T, store graph.Store) {
	ctx := t.Context()
	replace(t, store, parse("other partner"))
	var infos []graph.ReleaseInfo
	var contents []*content
	for _, r := range steps() {
		infos = append(infos, apply(t, store, r))
		contents = append(contents, readAll(t, store))
	}
	for i := range infos {
		for j := range infos {
			want := differences(contents[i], contents[j])
			got := pagesOfDiff(t, store, graph.DiffQuery{From: infos[i].ID, To: infos[j].ID, Limit: 3}, countChanges(want))
			equal(t, fmt.Sprintf("diff of %d and %d", i, j), got, want)
		}
		whole := differences(&content{}, contents[i])
		equal(t, fmt.Sprintf("diff from nothing to %d", i), pagesOfDiff(t, store, graph.DiffQuery{To: infos[i].ID, Limit: graph.MaxPage}, countChanges(whole)), whole)
	}
	all := differences(contents[0], contents[3])
	fromSources := where(all, func(c graph.RecordChange) bool { return kindOrder(c.Kind) >= kindOrder(graph.SourceRecord) })
	d := must[graph.Diff](t)(store.Diff(ctx, graph.DiffQuery{From: infos[0].ID, To: infos[3].ID, Kind: graph.SourceRecord}))
	equal(t, "from a kind on", d.Changes, fromSources)
	equal(t, "all is counted", d.Counts, countChanges(all))
	for question, want := range map[graph.DiffQuery]string{
		{From: infos[0].ID}: "invalid",
		{From: infos[0].ID, To: infos[1].ID, After: "a"}:               "invalid",
		{From: infos[0].ID, To: infos[1].ID, Kind: "cat"}:              "invalid",
		{From: infos[0].ID, To: infos[1].ID, Limit: graph.MaxPage + 1}: "invalid",
		{From: infos[0].ID, To: "nothing"}:                             "not found",
		{From: "nothing", To: infos[0].ID}:                             "not found",
		{From: "r1' OR 1=1", To: infos[0].ID}:                          "not found",
	} {
		if _, err := store.Diff(ctx, question); class(err) != want {
			t.Errorf("%+v: %v, not %s", question, err, want)
		}
	}
}

func pagesOfDiff(t *testing.T, store graph.Store, q graph.DiffQuery, counts graph.ChangeCounts) (all []graph.RecordChange) {
	t.Helper()
	for {
		d := must[graph.Diff](t)(store.Diff(t.Context(), q))
		equal(t, "from and to", []string{d.From, d.To}, []string{q.From, q.To})
		equal(t, "counts", d.Counts, counts)
		all = append(all, d.Changes...)
		if d.NextKind == "" {
			equal(t, "next without a kind", d.NextAfter, "")
			return all
		}
		if len(all) > counts.Total() {
			t.Fatalf("diff: %d changes of %d, and more", len(all), counts.Total())
		}
		q.Kind, q.After = d.NextKind, d.NextAfter
	}
}

// cursors: a list that changes between its pages goes on from where it was, whether or not the last item is still there.
//
//	n1 n2 | n3 n4 n5    before; each is a member of o
//	n0 n1 | n2a n4 n5   after the first page
func cursors(t *testing.T, store graph.Store) {
	ctx := t.Context()
	member := func(id string) graph.Edge {
		return graph.Edge{ID: "m-" + id, Kind: graph.MemberOf, Source: id, Target: "o", Role: graph.Member}
	}
	place := func(id string) graph.Node { return graph.Node{ID: id, Kind: graph.Municipality} }
	before := &graph.Release{Replace: true, Nodes: []graph.Node{{ID: "a-o", Kind: graph.Organization}, {ID: "o", Kind: graph.Organization}}}
	for _, id := range []string{"n1", "n2", "n3", "n4", "n5"} {
		before.Nodes, before.Edges = append(before.Nodes, place(id)), append(before.Edges, member(id))
	}
	apply(t, store, before)
	municipalities := graph.Filter{NodeKinds: []graph.NodeKind{graph.Municipality}}
	equal(t, "nodes", told(ctx, store, graph.NodesQuery{Filter: municipalities, Page: graph.Page{Limit: 2}}), "n1 n2 | total 5 | next n2")
	equal(t, "edges", told(ctx, store, graph.EdgesQuery{Page: graph.Page{Limit: 2}}), "m-n1 m-n2 | total 5 | next m-n2")
	equal(t, "neighbours", told(ctx, store, graph.NeighborsQuery{ID: "o", Page: graph.Page{Limit: 2}}), "m-n1 m-n2 | total 5 | next m-n2")
	apply(t, store, &graph.Release{Nodes: []graph.Node{place("n0"), place("n2a")}, Edges: []graph.Edge{member("n0"), member("n2a")},
		DeleteNodes: []string{"n2", "n3"}, DeleteEdges: []string{"m-n2", "m-n3"}})
	equal(t, "nodes go on", told(ctx, store, graph.NodesQuery{Filter: municipalities, Page: graph.Page{Limit: 2, After: "n2"}}), "n2a n4 | total 5 | next n4")
	equal(t, "edges go on", told(ctx, store, graph.EdgesQuery{Page: graph.Page{Limit: 5, After: "m-n2"}}), "m-n2a m-n4 m-n5 | total 5")
	equal(t, "neighbours cannot", told(ctx, store, graph.NeighborsQuery{ID: "o", Page: graph.Page{Limit: 2, After: "m-n2"}}), "error: invalid")
	equal(t, "neighbours go on", told(ctx, store, graph.NeighborsQuery{ID: "o", Page: graph.Page{Limit: 2, After: "m-n1"}}), "m-n2a m-n4 | total 5 | next m-n4")
}

// wide: lists longer than a page, networks over the default limits, more than fifty nodes to go on from.
//
//	hub ═ leaf-000 … leaf-519, each ═ twig-000 …
func wide(t *testing.T, store graph.Store) {
	ctx := t.Context()
	const leaves = 520
	r := &graph.Release{Replace: true, Nodes: []graph.Node{{ID: "hub", Kind: graph.Municipality}}}
	join := func(id, a, b string) {
		r.Edges = append(r.Edges, graph.Edge{ID: id, Kind: graph.LocatedIn, Source: a, Target: b})
	}
	var wantEdges, wantAt []string
	for i := range leaves {
		n := fmt.Sprintf("%03d", i)
		r.Nodes = append(r.Nodes, graph.Node{ID: "leaf-" + n, Kind: graph.Municipality}, graph.Node{ID: "twig-" + n, Kind: graph.Municipality})
		join("e-"+n, "leaf-"+n, "hub")
		join("f-"+n, "twig-"+n, "leaf-"+n)
		wantEdges, wantAt = append(wantEdges, "e-"+n), append(wantAt, "leaf-"+n)
	}
	apply(t, store, r)
	walkPages(t, "neighbours", wantEdges, func(after string) ([]string, string, int, error) {
		p, err := store.Neighbors(ctx, graph.NeighborsQuery{ID: "hub", Page: graph.Page{Limit: graph.MaxPage, After: after}})
		return mapped(p.Items, edgeID), p.Next, p.Total, err
	})
	one := must[graph.Network](t)(store.Neighborhood(ctx, from("hub")))
	equal(t, "five hundred nodes unless asked", one.Meta.Shown, graph.Size{Nodes: graph.DefaultNodes, Edges: graph.DefaultNodes - 1})
	equal(t, "total", one.Meta.Total, graph.Size{Nodes: leaves + 1, Edges: leaves})
	equal(t, "cut", one.Meta.TruncatedBy, []graph.Cut{graph.CutNodes})
	two := must[graph.Network](t)(store.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{"hub"}, Depth: 2, Nodes: leaves + 1}))
	equal(t, "total of two steps", two.Meta.Total, graph.Size{Nodes: 2*leaves + 1, Edges: 2 * leaves})
	equal(t, "fifty to go on from", two.Meta.ContinueAt, wantAt[:50])
	all := must[graph.Network](t)(store.Subgraph(ctx, graph.SubgraphQuery{Nodes: graph.MaxNodes}))
	equal(t, "all", all.Meta.Shown, graph.Size{Nodes: 2*leaves + 1, Edges: 2 * leaves})
	if fault := incoherent(graph.SubgraphQuery{}, all); fault != "" {
		t.Error(fault)
	}
}

// lattice: as many shortest paths as there are ways through a grid: 20 through one of 4×4, 252 through 6×6, where they are cut.
func lattice(t *testing.T, store graph.Store) {
	ctx := t.Context()
	for _, c := range []struct {
		side, limit, want int
		cut               bool
	}{{4, 0, 20, false}, {4, 20, 20, false}, {4, 19, 19, true}, {6, graph.MaxPathLimit, 100, true}} {
		apply(t, store, grid(c.side))
		q := graph.PathsQuery{From: corner(0, 0), To: corner(c.side-1, c.side-1), Mode: graph.ShortestAll, Limit: c.limit}
		set := must[graph.PathSet](t)(store.Paths(ctx, q))
		if fault := incoherent(q, set); fault != "" {
			t.Error(fault)
		}
		equal(t, fmt.Sprintf("paths of %+v", c), len(set.Paths), c.want)
		equal(t, fmt.Sprintf("cut of %+v", c), slices.Contains(set.Meta.TruncatedBy, graph.CutPaths), c.cut)
		for _, p := range set.Paths {
			equal(t, "length", p.Length, 2*(c.side-1))
		}
		var first []string // along the first row, then down the last column
		for x := range c.side {
			first = append(first, corner(0, x))
		}
		for y := 1; y < c.side; y++ {
			first = append(first, corner(y, c.side-1))
		}
		equal(t, "first path", set.Paths[0].Nodes, first)
	}
	apply(t, store, grid(4))
	q := graph.PathsQuery{From: corner(0, 0), To: corner(3, 3), Mode: graph.KShortest, K: 25}
	set := must[graph.PathSet](t)(store.Paths(ctx, q))
	lengths := mapped(set.Paths, func(p graph.Path) int { return p.Length })
	equal(t, "the k shortest", lengths, append(slices.Repeat([]int{6}, 20), slices.Repeat([]int{8}, 5)...))
	if fault := incoherent(q, set); fault != "" {
		t.Error(fault)
	}
}

func corner(y, x int) string { return fmt.Sprintf("g-%d-%d", y, x) }

func grid(side int) *graph.Release {
	r := &graph.Release{Replace: true}
	for y := range side {
		for x := range side {
			r.Nodes = append(r.Nodes, graph.Node{ID: corner(y, x), Kind: graph.Municipality})
			for _, n := range [][2]int{{y + 1, x}, {y, x + 1}} {
				if n[0] < side && n[1] < side {
					to := corner(n[0], n[1])
					r.Edges = append(r.Edges, graph.Edge{ID: corner(y, x) + "--" + to, Kind: graph.LocatedIn, Source: corner(y, x), Target: to})
				}
			}
		}
	}
	return r
}

// twoStates are datasets that no answer may mix: in the n-th there are n+1 places around o, each a member.
func twoStates() (releases []*graph.Release) {
	for _, n := range []int{3, 11} {
		r := &graph.Release{Replace: true, Nodes: []graph.Node{{ID: "o", Kind: graph.Organization}}}
		for i := range n {
			id := fmt.Sprintf("n-%d-%d", n, i)
			r.Nodes = append(r.Nodes, graph.Node{ID: id, Kind: graph.Municipality})
			r.Edges = append(r.Edges, graph.Edge{ID: "m-" + id, Kind: graph.MemberOf, Source: id, Target: "o", Role: graph.Member})
		}
		releases = append(releases, r)
	}
	return releases
}

// views: while a writer goes to and fro between two states, each answer is of one of them, and all answers of a view of the same.
func views(t *testing.T, store graph.Store) {
	ctx := t.Context()
	states := twoStates()
	edgesAt := map[string]int{}
	for _, r := range states {
		edgesAt[replace(t, store, r).Version] = len(r.Edges)
	}
	written := make(chan error, 1)
	go func() {
		for i := range 16 {
			r := copyOf(states[i%2])
			if _, err := store.Apply(ctx, r); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	seen := 0
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Errorf("writer: %v", err)
			}
			done = true
		default:
		}
		net := must[graph.Network](t)(store.Subgraph(ctx, graph.SubgraphQuery{}))
		if want, known := edgesAt[net.Meta.Version]; !known || len(net.Edges) != want || len(net.Nodes) != want+1 {
			t.Fatalf("an answer of version %s has %d edges and %d nodes, not %d", net.Meta.Version, len(net.Edges), len(net.Nodes), want)
		}
		page := must[graph.EdgePage](t)(store.Neighbors(ctx, neighbors("o", now)))
		if want := edgesAt[page.Version]; page.Total != want || len(page.Items) != want || len(page.Nodes) != want+1 {
			t.Fatalf("a page of version %s has %d of %d edges and %d nodes, not %d", page.Version, len(page.Items), page.Total, len(page.Nodes), want)
		}
		switch fault, err := oneView(ctx, store); {
		case errors.Is(err, graph.ErrUnavailable):
		case err != nil:
			t.Fatalf("view: %v", err)
		case fault != "":
			t.Fatalf("view: %s", fault)
		default:
			seen++
		}
	}
	if seen == 0 {
		t.Error("no view came to its end, not even after the writer")
	}
	stop := errors.New("stop")
	if err := store.View(ctx, func(graph.Reader) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the error of a view: %v", err)
	}
}

// oneView asks several questions of a view and says what does not fit.
func oneView(ctx context.Context, store graph.Store) (fault string, err error) {
	err = store.View(ctx, func(r graph.Reader) error {
		version, err := r.Version(ctx)
		if err != nil {
			return err
		}
		d, err := r.Dataset(ctx)
		if err != nil {
			return err
		}
		p, err := r.Nodes(ctx, graph.NodesQuery{})
		if err != nil {
			return err
		}
		c, err := r.Counts(ctx, counts("o", now))
		if err != nil {
			return err
		}
		n := 0
		for _, err := range r.All(ctx) {
			if err != nil {
				return err
			}
			n++
		}
		fault = ""
		if d.Version != version || p.Version != version || c.Version != version || d.Release.Version != version || p.Total != c.Total+1 || n != 2*c.Total+1 {
			fault = fmt.Sprintf("version %s: dataset %s, %d nodes of %s, %d members of %s, %d records", version, d.Version, p.Total, p.Version, c.Total, c.Version, n)
		}
		return nil
	})
	return fault, err
}

// writers: of several releases made from one version, one wins, and releases without a parent all come in.
func writers(t *testing.T, store graph.Store) {
	ctx := t.Context()
	const n = 4
	parent := must[string](t)(store.Version(ctx))
	first := must[[]graph.ReleaseInfo](t)(store.Releases(ctx, 1))[0].Number
	race := func(parent string) (won int) {
		errs := make(chan error, n)
		for i := range n {
			go func() {
				_, err := store.Apply(ctx, &graph.Release{Parent: parent, Nodes: []graph.Node{{ID: fmt.Sprintf("w%d-%d", len(parent), i), Kind: graph.Partner}}})
				errs <- err
			}()
		}
		for range n {
			switch err := <-errs; class(err) {
			case "":
				won++
			case "conflict":
			default:
				t.Errorf("writer: %v", err)
			}
		}
		return won
	}
	equal(t, "winners of one version", race(parent), 1)
	equal(t, "winners without a parent", race(""), n)
	infos := must[[]graph.ReleaseInfo](t)(store.Releases(ctx, n+1))
	equal(t, "numbers", mapped(infos, func(i graph.ReleaseInfo) int { return i.Number - first }), []int{5, 4, 3, 2, 1})
}

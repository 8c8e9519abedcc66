package graph_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"enishi/graph"
)

// The hash of a set is the same in whatever order it grew, and by whatever detour.
func TestContentHash(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	records := []string{"a", "b", "", "ab", "a\x00b", strings.Repeat("c", 1000)}
	var want graph.ContentHash
	for _, s := range records {
		want.Add(graph.NodeRecord, []byte(s))
	}
	for range 200 {
		var h graph.ContentHash
		h.Add(graph.EdgeRecord, []byte("detour"))
		for _, i := range r.Perm(len(records)) {
			h.Add(graph.NodeRecord, []byte(records[i]))
			if r.IntN(2) == 0 {
				h.Remove(graph.NodeRecord, []byte(records[i]))
				h.Add(graph.NodeRecord, []byte(records[i]))
			}
		}
		if h == want {
			t.Fatal("a record more is the same hash")
		}
		if h.Remove(graph.EdgeRecord, []byte("detour")); h != want {
			t.Fatalf("%v, not %v", h, want)
		}
	}
	again, err := graph.ParseContentHash(want.Bytes())
	if err != nil || again != want || again.Version() != want.Version() || len(want.Version()) != 16 {
		t.Errorf("%v becomes %v, %v", want, again, err)
	}
	if _, err := graph.ParseContentHash(want.Bytes()[:31]); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("31 bytes: %v", err)
	}
	for _, s := range records {
		want.Remove(graph.NodeRecord, []byte(s))
	}
	if want.Version() != graph.EmptyVersion || want != (graph.ContentHash{}) {
		t.Errorf("emptied, it is %v", want)
	}
}

// Kind and encoding are both in the hash, and taking out what is not there is not the same as leaving it.
func TestContentHashTellsApart(t *testing.T) {
	versions := map[string]bool{graph.EmptyVersion: true}
	for _, kind := range graph.RecordKinds {
		for _, s := range []string{"", "a", "aa", "\x00a"} {
			var h graph.ContentHash
			h.Add(kind, []byte(s))
			once := h.Version()
			h.Add(kind, []byte(s))
			for _, v := range []string{once, h.Version()} {
				if versions[v] {
					t.Errorf("%s %q has the version of another", kind, s)
				}
				versions[v] = true
			}
		}
	}
}

// Versions stand in addresses and files: how they are made must not change unseen.
func TestVersionsStay(t *testing.T) {
	var h graph.ContentHash
	n := graph.Node{ID: "jp-04", Kind: graph.Prefecture, Names: graph.Names{En: "Miyagi", Ja: "宮城県"}}
	h.Add(graph.NodeRecord, graph.Encode(&n))
	if got := string(graph.Encode(&n)); got != `{"id":"jp-04","kind":"prefecture","names":{"en":"Miyagi","ja":"宮城県"}}` {
		t.Errorf("encoded as %s", got)
	}
	if got := [2]string{graph.EmptyVersion, h.Version()}; got != [2]string{"66687aadf862bd77", "7f06fa7ae16d16f2"} {
		t.Errorf("versions %q", got)
	}
}

func TestReleaseCheck(t *testing.T) {
	node := func(id string) graph.Node { return graph.Node{ID: id, Kind: graph.Partner} }
	good := func() *graph.Release {
		return &graph.Release{Nodes: []graph.Node{node("a"), node("b")}, Edges: []graph.Edge{{ID: "a", Kind: graph.SisterOf, Source: "b", Target: "a", Tie: "t", TieKind: graph.Friendship, Status: graph.Active, Role: graph.Original,
			Citations: []string{"y", "x"}}}, DeleteNodes: []string{"c"}, DeleteSources: []string{"a"}}
	}
	r := good()
	if err := r.Check(); err != nil || r.Edges[0].Source != "a" || r.Edges[0].Citations[0] != "x" {
		t.Errorf("%+v, %v", r.Edges, err)
	}
	for name, spoil := range map[string]func(*graph.Release){
		"stands twice":      func(r *graph.Release) { r.Nodes = append(r.Nodes, node("a")) },
		"put and deleted":   func(r *graph.Release) { r.DeleteEdges = []string{"a"} },
		"deleted twice":     func(r *graph.Release) { r.DeleteClaims = []string{"x", "x"} },
		"has no deletes":    func(r *graph.Release) { r.Replace = true },
		"control character": func(r *graph.Release) { r.Note = "\x1b[2J" },
		"SourceID":          func(r *graph.Release) { r.Sources = []graph.Source{{ID: "src-1", Locator: "x"}} },
		"ClaimID": func(r *graph.Release) {
			r.Claims = []graph.Claim{{ID: "claim-1", Record: "a", Field: "f", Kind: graph.Agrees}}
		},
		"two different nodes": func(r *graph.Release) { r.Edges[0].Target = "b" },
	} {
		r := good()
		spoil(r)
		if err := r.Check(); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := &graph.Release{}
	for range 100 {
		many.Nodes = append(many.Nodes, graph.Node{})
	}
	if lines := strings.Count(many.Check().Error(), "use [a-z0-9]"); lines != 20 {
		t.Errorf("%d faults are told of 100", lines)
	}
}

func TestClip(t *testing.T) {
	for _, s := range []string{"", "short", strings.Repeat("長", 100), strings.Repeat("x", 81), strings.Repeat("\x80", 200), "x" + strings.Repeat("😀", 40)} {
		c := graph.Clip(s)
		if len(c) > 83 || (utf8.ValidString(s) && !utf8.ValidString(c)) || (len(s) <= 80) != (c == s) || !strings.HasPrefix(s, strings.TrimSuffix(c, "…")) {
			t.Errorf("%q becomes %q", s, c)
		}
	}
}

func TestErrors(t *testing.T) {
	err := graph.NotFound("node", "jp-99")
	if !errors.Is(err, graph.ErrNotFound) || errors.Is(err, graph.ErrInvalid) || err.Error() != "node jp-99: no such record" {
		t.Errorf("%v", err)
	}
	if err := (&graph.Error{Op: "apply", Err: graph.ErrConflict}); err.Error() != "apply: conflict" {
		t.Errorf("%v", err)
	}
	wantParam(t, graph.Invalidf("depth", "%d is too deep", 9), "depth")
}

// Kinds are in one order everywhere; a kind that is none stands last.
func TestEdgeKindOrder(t *testing.T) {
	for i, k := range graph.EdgeKinds {
		if k.Order() != i || k.Directed() != (k != graph.SisterOf) {
			t.Errorf("%s stands at %d", k, k.Order())
		}
	}
	if graph.EdgeKind("likes").Order() != len(graph.EdgeKinds) {
		t.Error("an unknown kind does not stand last")
	}
	for _, lists := range [][]graph.Axis{graph.AxesOf[graph.CountTies], graph.AxesOf[graph.CountOrganizations], graph.AxesOf[graph.CountMemberships], graph.AxesOf[graph.CountPrograms]} {
		for _, a := range lists {
			if !slices.Contains(graph.Axes, a) {
				t.Errorf("axis %s is in no list", a)
			}
		}
	}
}

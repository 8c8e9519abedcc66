package neo4jstore_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// TestFiles checks that each statement file is used: a whole statement once, a fragment at least once.
func TestFiles(t *testing.T) {
	for name, n := range must(neo4jstore.Uses())(t) {
		if n == 0 || n > 1 && !strings.HasPrefix(name, "_") {
			t.Errorf("cypher/%s.cypher is used %d times", name, n)
		}
	}
}

// TestOneParameter holds every statement to its one parameter, a map: for each combination of types and sizes of several the server would plan it anew.
func TestOneParameter(t *testing.T) {
	parameter := regexp.MustCompile(`\$\w+`)
	for name, text := range must(neo4jstore.Statements())(t) {
		for _, p := range parameter.FindAllString(text, -1) {
			if p != "$q" {
				t.Errorf("%s takes %s; put it into $q", name, p)
			}
		}
	}
}

// scanning are the statements that look at every node or edge, because the question is about all of them or its filter has no index.
var scanning = []string{"version", "all_nodes", "all_edges", "all_sources", "all_claims", "claims_count", "claims_page", "check_claims", "check_edges", "check_nodes", "check_sources", "check_strays", "citing", "dataset", "edges_count", "edges_page", "nodes_count", "nodes_page",
	"open_state", "releases", "sources_count", "sources_page", "staged_clear", "tally_edges", "tally_nodes", "tally_programs", "versions", "whole", "wipe_edges", "wipe_nodes"}

// TestPlans has the server plan every statement: it must parse, warn of nothing, and find what it asks for by an index unless it is known to scan.
func TestPlans(t *testing.T) {
	open(t)
	server := neo4jtest.Server(t)
	session := server.Driver(t).NewSession(t.Context(), neo4j.SessionConfig{DatabaseName: neo4jtest.Database})
	defer session.Close(t.Context())
	statements := must(neo4jstore.Statements())(t)
	if len(statements) < 80 {
		t.Errorf("only %d statements are known", len(statements))
	}
	for name, text := range statements {
		result, err := session.Run(t.Context(), "EXPLAIN "+text, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		summary, err := result.Consume(t.Context())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, n := range summary.Notifications() {
			// An empty database knows no label, the schema is there already, and EXPLAIN needs no values.
			if c := n.Category(); c != notifications.Unrecognized && c != "SCHEMA" && !strings.HasSuffix(n.Code(), "ParameterNotProvided") {
				t.Errorf("%s: %s: %s", name, n.Code(), n.Description())
			}
		}
		if plan := summary.Plan(); plan != nil && !slices.Contains(scanning, name) {
			for _, op := range operators(plan) {
				if strings.HasPrefix(op, "AllNodesScan") || strings.HasPrefix(op, "NodeByLabelScan") || strings.Contains(op, "RelationshipTypeScan") || strings.Contains(op, "AllRelationshipsScan") {
					t.Errorf("%s: %s", name, op)
				}
			}
		}
		if name == "staged_take" {
			for _, op := range operators(summary.Plan()) {
				if strings.HasPrefix(op, "Sort") || strings.HasPrefix(op, "Top") {
					t.Errorf("the next staged changes are sorted, not read in the index's order: %q", operators(summary.Plan()))
				}
			}
		}
	}
}

func operators(p neo4j.Plan) []string {
	list := []string{p.Operator()}
	for _, c := range p.Children() {
		list = append(list, operators(c)...)
	}
	return list
}

// hostile are texts that would end a string, a statement or a query of the full-text index, were they pasted into one.
var hostile = []string{`'`, `"`, "`", `\`, `') DETACH DELETE n //`, `"}) RETURN 1; MATCH (n) DELETE n`, "` MATCH (n) DELETE n", `$id`, `{id: 1}`, "*:*", `_text:[* TO *]`, `a OR b`, `~`, `//`, `/*`, "\\u0027", "縁'", "a\nRETURN 1"}

// TestHostile puts hostile texts into every parameter that takes a text: the server gets only statements of the list, and the data stays as it is.
func TestHostile(t *testing.T) {
	open(t)
	proxy := newBoltProxy(t, nil)
	s := in(t, "bolt://"+proxy.address(), nil)
	must(s.Apply(t.Context(), chain(4, "old")))(t)
	version := must(s.Version(t.Context()))(t)
	for _, h := range hostile {
		for _, ask := range asks(t.Context(), s, h) {
			if err := ask(); err != nil && !errors.Is(err, graph.ErrInvalid) && !errors.Is(err, graph.ErrNotFound) && !errors.Is(err, graph.ErrConflict) {
				t.Errorf("%q: %v", h, err)
			}
		}
	}
	if now := must(s.Version(t.Context()))(t); now != version {
		t.Errorf("the version was %s and is %s", version, now)
	}
	release := chain(4, "hostile")
	for _, h := range hostile {
		i := len(release.Nodes)
		release.Nodes = append(release.Nodes, graph.Node{ID: "h-" + string(rune('a'+i)), Kind: graph.Municipality, Note: h, Names: graph.Names{En: h, Ja: h, Aliases: []string{h}}, Codes: graph.Codes{"jis": {h}}})
	}
	release.Note = hostile[4]
	must(s.Apply(t.Context(), release))(t)
	for _, h := range hostile {
		if found, err := s.ByCode(t.Context(), "jis", h); err != nil || len(found) != 1 || found[0].Note != h {
			t.Errorf("by code %q: %d nodes, %v", h, len(found), err)
		}
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
	known := map[string]bool{}
	for _, text := range must(neo4jstore.Statements())(t) {
		known[text] = true
	}
	sent := proxy.sent()
	for _, text := range sent {
		if !known[text] {
			t.Errorf("sent, but in no file: %s", text)
		}
	}
	if len(sent) < 100 {
		t.Errorf("only %d statements were seen", len(sent))
	}
}

// asks are questions and writes with the text wherever a text goes, past the checks that would refuse it where there is a way.
func asks(ctx context.Context, s graph.Store, h string) []func() error {
	return []func() error{
		func() error { _, err := s.Node(ctx, h); return err },
		func() error { _, err := s.NodesByID(ctx, []string{h, "n-01"}); return err },
		func() error { _, err := s.Edge(ctx, h); return err },
		func() error { _, err := s.Source(ctx, h); return err },
		func() error { _, err := s.SourcesByID(ctx, []string{h}); return err },
		func() error { _, err := s.ByCode(ctx, h, h); return err },
		func() error { _, err := s.ByCode(ctx, "jis", h); return err },
		func() error { _, err := s.Nodes(ctx, graph.NodesQuery{Page: graph.Page{After: h}}); return err },
		func() error {
			_, err := s.Edges(ctx, graph.EdgesQuery{Tie: h, Page: graph.Page{After: h}})
			return err
		},
		func() error {
			_, err := s.Edges(ctx, graph.EdgesQuery{Filter: graph.Filter{Prefectures: []string{h}, Sectors: []graph.Sector{graph.Sector(h)}}})
			return err
		},
		func() error { _, err := s.Sources(ctx, graph.SourcesQuery{Page: graph.Page{After: h}}); return err },
		func() error {
			_, err := s.Claims(ctx, graph.ClaimsQuery{Records: []string{h}, Kinds: []graph.ClaimKind{graph.ClaimKind(h)}})
			return err
		},
		func() error { _, err := s.Search(ctx, graph.SearchQuery{Text: h}); return err },
		func() error { _, err := s.Search(ctx, graph.SearchQuery{Text: "n" + h}); return err },
		func() error { _, err := s.Counts(ctx, graph.CountsQuery{ID: h}); return err },
		func() error {
			_, err := s.Neighbors(ctx, graph.NeighborsQuery{ID: "n-01", Direction: graph.Direction(h), Page: graph.Page{After: h}})
			return err
		},
		func() error {
			_, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{h}})
			return err
		},
		func() error { _, err := s.Subgraph(ctx, graph.SubgraphQuery{Incident: []string{h}}); return err },
		func() error { _, err := s.Paths(ctx, graph.PathsQuery{From: h, To: "n-01"}); return err },
		func() error { _, err := s.Tally(ctx, graph.TallyQuery{Rows: graph.Axis(h)}); return err },
		func() error { _, err := s.Release(ctx, h); return err },
		func() error { _, err := s.Diff(ctx, graph.DiffQuery{From: h, To: h}); return err },
		func() error { _, err := s.Rollback(ctx, h); return err },
		func() error { _, err := s.Apply(ctx, &graph.Release{Parent: h, Note: "x"}); return err },
		func() error { _, err := s.Apply(ctx, &graph.Release{DeleteNodes: []string{h}}); return err },
	}
}

// TestWarm has every question that the store can ask planned, each once, and nothing else sent.
func TestWarm(t *testing.T) {
	open(t)
	proxy := newBoltProxy(t, nil)
	s := in(t, "bolt://"+proxy.address(), nil)
	must(s.Apply(t.Context(), chain(4, "old")))(t)
	want := map[string]int{}
	statements := must(neo4jstore.Statements())(t)
	for _, name := range must(neo4jstore.Questions())(t) {
		want["EXPLAIN "+statements[name]] = 1
	}
	proxy.sent()
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, text := range proxy.sent() {
		got[text]++
	}
	if diff := gocmp.Diff(want, got); diff != "" || len(want) < 20 {
		t.Errorf("%d questions; planned: want (-), got (+)\n%s", len(want), diff)
	}
	if got, err := seen(t.Context(), s); got != "4 old" {
		t.Errorf("%q, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Warm(ctx); !graph.IsCancelled(err) {
		t.Errorf("cancelled: %v", err)
	}
}

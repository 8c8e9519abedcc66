package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
)

// weird are texts that break what is glued together from strings, what re-encodes or normalises, and what sorts or compares by a locale.
var weird = []string{
	"'; DROP TABLE nodes; --",
	`"}) MATCH (n) DETACH DELETE n //`,
	"') RETURN 1 UNION MATCH (n) RETURN n //",
	"$id {id} %s %d ${x} {{.}} `backtick`",
	`back\slash \u0041 \n \' \"`,
	"line\nbreak and\ttab",
	"null", "NaN", "true", "0123", "1e309", "[]", "{}", "=1+1",
	" leading and trailing ",
	"é \u00e9 composed", "e\u0301 decomposed",
	"İstanbul ıI ß ſ K",
	"שלום \u202eright to left\u202c",
	"👩‍👩‍👧‍👦 🇯🇵 𠮷野家 \U0010fffd",
	"zero\u200bwidth\u2060 \ufeffbom",
	"line\u2028separator\u2029",
	"ｶﾞｷﾞ が か\u3099",
	"<script>alert(1)</script> &amp; ]]>",
	"../../etc/passwd",
	strings.Repeat("長", 20_000),
	strings.Repeat("x", graph.MaxText),
}

// stringTests: every text comes back as it went in, from every field, and is nothing but a text as a parameter.
func stringTests(t *testing.T, store graph.Store) {
	t.Run("fields", func(t *testing.T) {
		r := weirdRelease()
		want := exportedRelease(r)
		info := apply(t, store, r)
		equal(t, "note of the release", info.Note, weird[1])
		equal(t, "everything", exported(t, store), want)
		for i := range r.Nodes {
			got := must[graph.Node](t)(store.Node(t.Context(), r.Nodes[i].ID))
			equal(t, r.Nodes[i].ID, string(graph.Encode(&got)), string(graph.Encode(&r.Nodes[i])))
		}
		verify(t, store)
	})
	t.Run("parameters", func(t *testing.T) {
		for i, text := range weird {
			weirdParameters(t, store, i, text)
		}
		verify(t, store)
	})
	t.Run("numbers", func(t *testing.T) {
		r := numbers()
		want := exportedRelease(r)
		apply(t, store, r)
		equal(t, "everything", exported(t, store), want)
		verify(t, store)
	})
}

// weirdRelease has the i-th text in every text field of the i-th records.
func weirdRelease() *graph.Release {
	r := &graph.Release{Replace: true, Note: weird[1], Nodes: []graph.Node{{ID: "o", Kind: graph.Organization}}}
	for i, text := range weird {
		id := fmt.Sprintf("n%02d", i)
		locator := fmt.Sprint(i, " ", text)
		if len(locator) > graph.MaxText {
			locator = locator[:100]
		}
		source := graph.Source{ID: graph.SourceID(locator), Locator: locator, Publisher: text, Title: text, Licence: text, Credit: text}
		r.Sources = append(r.Sources, source)
		r.Nodes = append(r.Nodes, graph.Node{ID: id, Kind: graph.Organization, Names: graph.Names{En: text, Ja: text, Kana: text, Aliases: []string{text, "z" + text[:min(len(text), 3)]}},
			Labels: graph.Labels{En: text, Ja: text}, Type: text, Region: text, District: text, Capital: text, URL: text, Description: text, Note: text,
			Codes: graph.Codes{"weird": {text}}, Citations: []string{source.ID}, Scope: []string{text},
			Events: []graph.Event{{Kind: "renamed", Code: text, Note: text, Names: graph.Names{Ja: text}, Citations: []string{source.ID}}}})
		r.Edges = append(r.Edges, graph.Edge{ID: "e" + id, Kind: graph.SisterOf, Source: id, Target: "o", Tie: "tie-" + id, TieKind: graph.Friendship, Status: graph.Unknown, Role: graph.Original,
			Signatory: text, Note: text, Citations: []string{source.ID}})
		claim := graph.Claim{Record: id, Field: text, Value: text, Source: source.ID, Kind: graph.Uncertain, Note: text}
		claim.ID = graph.ClaimID(claim)
		r.Claims = append(r.Claims, claim)
	}
	for i := range r.Nodes {
		for j, alias := range r.Nodes[i].Names.Aliases {
			r.Nodes[i].Names.Aliases[j] = strings.ToValidUTF8(alias, "")
		}
	}
	for i := range r.Edges {
		r.Edges[i].Normalize()
	}
	return r
}

// exportedRelease is what exported gives after the release.
func exportedRelease(r *graph.Release) []string {
	if err := r.Check(); err != nil {
		panic(err)
	}
	c := content{nodes: map[string]*graph.Node{}, edges: map[string]*graph.Edge{}, sources: map[string]*graph.Source{}, claims: map[string]*graph.Claim{}}
	for i := range r.Nodes {
		c.nodes[r.Nodes[i].ID] = &r.Nodes[i]
	}
	for i := range r.Edges {
		c.edges[r.Edges[i].ID] = &r.Edges[i]
	}
	for i := range r.Sources {
		c.sources[r.Sources[i].ID] = &r.Sources[i]
	}
	for i := range r.Claims {
		c.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	var records []string
	c.each(func(_ graph.RecordKind, _ string, record any) bool {
		records = append(records, fmt.Sprintf("%T %s", record, graph.Encode(record)))
		return true
	})
	return records
}

func weirdParameters(t *testing.T, store graph.Store, i int, text string) {
	t.Helper()
	ctx := t.Context()
	id := fmt.Sprintf("n%02d", i)
	for _, c := range []dataCase{
		{"code", byCode{"weird", text}, id},
		{"system", byCode{text, "1"}, ""},
		{"source", sourceByID{text}, "error: not found"},
		{"sources", sourcesByIDs{[]string{text, "src-"}}, ""},
		{"to", graph.DiffQuery{To: text}, "error: not found"},
		{"record", graph.ClaimsQuery{Records: []string{id}}, fmt.Sprintf("%s.%s | total 1", id, text)},
	} {
		if got := told(ctx, store, c.question); got != c.want {
			t.Errorf("%s of %.60q: %.200s, not %.200s", c.name, text, got, c.want)
		}
	}
	if !graph.ValidID(text) {
		for _, c := range []dataCase{
			{"node", nodeByID{text}, "error: not found"},
			{"edge", edgeByID{text}, "error: not found"},
			{"nodes", nodesByIDs{[]string{text, id}}, id},
			{"counts", counts(text, now), "error: not found"},
			{"neighbours", neighbors(text, now), "error: not found"},
			{"tie", edgesOfTie(text, now), "error: invalid"},
			{"start", from(text), "error: invalid"},
			{"incident", graph.SubgraphQuery{Incident: []string{text}}, "error: invalid"},
			{"from", path(text, "o", graph.PathsQuery{}), "error: invalid"},
			{"avoid", path(id, "o", graph.PathsQuery{Avoid: []string{text}}), "error: invalid"},
			{"state", edges(graph.Filter{States: []string{text}}), "error: invalid"},
			{"claims", graph.ClaimsQuery{Records: []string{text}}, "error: invalid"},
			{"after", graph.NodesQuery{Page: graph.Page{After: text}}, "error: invalid"},
		} {
			if got := told(ctx, store, c.question); got != c.want {
				t.Errorf("%s of %.60q: %.200s, not %.200s", c.name, text, got, c.want)
			}
		}
	}
	if len([]rune(text)) > graph.MaxSearch {
		equal(t, "search", told(ctx, store, graph.SearchQuery{Text: text}), "error: invalid")
		return
	}
	found := must[graph.SearchResult](t)(store.Search(ctx, graph.SearchQuery{Text: text, Limit: graph.MaxPage}))
	for _, h := range found.Hits {
		if !strings.HasPrefix(h.Node.ID, "n") {
			t.Errorf("search %.60q finds %s", text, h.Node.ID)
		}
	}
	for _, c := range must[graph.Tally](t)(store.Tally(ctx, tally(graph.CountOrganizations, graph.ByType, "", graph.Filter{Themes: nil}))).Cells {
		if c.Row != graph.UnknownKey && !slices.Contains(weird, c.Row) {
			t.Errorf("tally has a type %.60q", c.Row)
		}
	}
}

// numbers at their bounds: what a float64 cannot hold, zeros that are known, dates of the first and last year.
func numbers() *graph.Release {
	r := &graph.Release{Replace: true}
	add := func(n graph.Node) {
		n.ID, n.Kind = fmt.Sprintf("n%d", len(r.Nodes)), graph.Municipality
		r.Nodes = append(r.Nodes, n)
	}
	add(graph.Node{Population: &graph.Population{Count: 1<<53 + 1, Date: graph.MustDate("2022-01-01")}})
	add(graph.Node{Population: &graph.Population{}})
	add(graph.Node{Point: &graph.Point{}})
	add(graph.Node{Point: &graph.Point{Lat: -90, Lon: 180}})
	add(graph.Node{Point: &graph.Point{Lat: 38.26823712345679, Lon: -0.000000000000001}})
	add(graph.Node{Valid: span("0001..9999")})
	add(graph.Node{Valid: span("0001-01-01..9999-12-31")})
	add(graph.Node{Valid: span("1984-02-29..")})
	add(graph.Node{Successor: &graph.Succession{ID: "n0", Also: []string{"n1", "n2"}, Date: graph.MustDate("2006-03-31"), Now: "n3"}})
	add(graph.Node{Codes: graph.Codes{"b": {"2", "1", "10"}, "a": {"0"}}})
	add(graph.Node{Events: []graph.Event{{Kind: "renumbered", Code: "2"}, {Kind: "renumbered", Code: "1", Date: graph.MustDate("1990-04")}, {Kind: "merged-same-name", Date: graph.MustDate("1990")}}})
	return r
}

package format

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
)

// Texts that break careless encoders. All pass graph's own check, but for those in impossible.
var hostile = []string{
	`<script>alert("1")</script>`, `]]>&amp;<!--`, `"quoted", and 'so'`, `back\slash\u0041`, "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "＝1+1",
	"line\nbreak\ttab", "\u202eright to left\u202c", "שלום عليكم", "e\u0301 ĳ ﬁ", "😀𠮷野家", "\u2028\u2029", "'quote first", "　全角 空白　", strings.Repeat("長い名前", 50), "NaN", "null", "1e5", "0123", "__proto__",
}

// impossible cannot be said in XML 1.0.
var impossible = []string{"nul\x00", "bell\x07", "esc\x1b[31m", "\ufffe", "bad\xff\xfeutf8"}

// tinyDocument is drawn so (a tie holds over [from, to)):
//
//	jp-22 ──tie-a [1972-11-09, ) ended, nobody knows when── us-ne ◀─located_in── us-ne-omaha
//	jp-22100-2005 ──tie-b [1957-03, 2005-04-01) original── us-ne-omaha ─takes_part_in─▶ prog-x
//	  └─succeeded_by 2005-04-01─▶ jp-22131 ──tie-b [2005-04-01, ) inherited── us-ne-omaha
//	jp-22131 ──tie-c [1989, 1995)── us-ak-adak, over the antimeridian
//	jp-22 ─member_of [1975, 2003)─▶ org-x ─organizes─▶ prog-x; these two have no point
//
// The succeeded_by edge has the id of the node org-x. Names and notes are hostile; of the labels only jp-22131 has a Japanese one of its own.
func tinyDocument() *Document {
	d := func(s string) graph.Date { return graph.MustDate(s) }
	src := []graph.Source{
		{ID: "src-aaaaaaaaaaaa", Locator: "https://example.org/ties?a=1&b=<2>", Publisher: "静岡県", Title: "姉妹提携 \"一覧\"", Licence: "CC-BY-4.0", Credit: "© Example <Org>"},
		{ID: "src-bbbbbbbbbbbb", Locator: "=HYPERLINK(\"http://x\")", Title: hostile[0]},
		{ID: "src-cccccccccccc", Locator: "Yearbook of Shizuoka, 1989; p. 12"},
	}
	two := []string{src[0].ID, src[2].ID}
	n := func(n graph.Node) graph.FoundNode { return graph.FoundNode{Node: n} }
	nodes := []graph.FoundNode{
		n(graph.Node{ID: "jp-22", Kind: graph.Prefecture, Names: graph.Names{En: "Shizuoka", Ja: "静岡県", Kana: "しずおかけん"}, Labels: graph.Labels{En: "Shizuoka Prefecture"},
			Level: "prefecture", Country: "JP", Region: "Chubu", Capital: "Shizuoka", Point: &graph.Point{Lat: 34.9769, Lon: 138.3831}, Population: &graph.Population{Count: 3633202, Date: d("2022-01-01")},
			Codes: graph.Codes{"jis": {"22"}, "iso": {"JP-22"}, "wikidata": {"Q131320"}, "geonames": {"1851715"}}, URL: "https://www.pref.shizuoka.jp/", Citations: two}),
		n(graph.Node{ID: "jp-22100-2005", Kind: graph.Municipality, Names: graph.Names{En: "Shizuoka", Ja: "静岡市", Kana: "しずおかし", Aliases: []string{"Sidzuoka", hostile[0]}}, Level: "city", Country: "JP", Within: "jp-22",
			Point: &graph.Point{Lat: 34.97, Lon: 138.38}, Valid: graph.Range{From: d("1889-04"), To: d("2005-04-01")}, Successor: &graph.Succession{ID: "jp-22131", Date: d("2005-04-01"), Now: "jp-22131"},
			Events: []graph.Event{{Date: d("1969"), Kind: "merged-same-name", Code: "22100", Names: graph.Names{Ja: "静岡市"}, Level: "city", Note: "with " + hostile[3], Citations: []string{src[1].ID}}}, Citations: two}),
		n(graph.Node{ID: "jp-22131", Kind: graph.Municipality, Names: graph.Names{En: "Shizuoka", Ja: "静岡市"}, Labels: graph.Labels{En: "Shizuoka (2005)", Ja: "静岡市（新）"}, Level: "designated-city", Country: "JP", Within: "jp-22",
			Point: &graph.Point{Lat: 34.98, Lon: 138.383}, Valid: graph.Range{From: d("2005-04-01")}, Citations: two}),
		n(graph.Node{ID: "org-x", Kind: graph.Organization, Names: graph.Names{En: hostile[4], Ja: hostile[1]}, Type: hostile[2], Sector: "ngo", Themes: []graph.Theme{"culture", "education"}, Country: "JP", Within: "jp-22",
			Valid: graph.Range{From: d("1975"), To: d("2003")}, URL: "javascript:alert(1)", Description: strings.Repeat("長い文。", 15000), Citations: []string{src[1].ID}, Confidence: graph.Low, Note: hostile[9]}),
		n(graph.Node{ID: "prog-x", Kind: graph.Program, Names: graph.Names{En: "Exchange & <study>", Ja: "交流"}, Type: "education", Themes: []graph.Theme{"education"}, Scope: []string{"JP", "US"}, Valid: graph.Range{From: d("1987-07")}, Citations: two}),
		n(graph.Node{ID: "us-ak-adak", Kind: graph.Partner, Names: graph.Names{En: "Adak"}, Level: "city", Country: "US", Point: &graph.Point{Lat: 51.88, Lon: -176.658}}),
		n(graph.Node{ID: "us-ne", Kind: graph.Partner, Names: graph.Names{En: "Nebraska", Ja: "ネブラスカ州"}, Level: "state", Country: "US", Point: &graph.Point{Lat: 41.5378, Lon: -99.7951}, Codes: graph.Codes{"usps": {"NE"}}}),
		n(graph.Node{ID: "us-ne-omaha", Kind: graph.Partner, Names: graph.Names{En: "Omaha", Ja: "オマハ市"}, Level: "city", Type: "city", Country: "US", Within: "us-ne", Point: &graph.Point{Lat: 41.25861, Lon: -95.93779}, Citations: []string{src[0].ID}}),
	}
	nodes[3].Certainty = graph.Out
	e := func(e graph.Edge) graph.FoundEdge { return graph.FoundEdge{Edge: e} }
	edges := []graph.FoundEdge{
		e(graph.Edge{ID: "sister-of--tie-a", Kind: graph.SisterOf, Source: "jp-22", Target: "us-ne", Tie: "tie-a", TieKind: graph.SisterState, Role: graph.Original, Signed: d("1972-11-09"), Status: graph.Ended,
			Valid: graph.Range{From: d("1972-11-09")}, Citations: two, Confidence: graph.High, Note: "ended, nobody says when"}),
		e(graph.Edge{ID: "sister-of--tie-b--jp-22100-2005", Kind: graph.SisterOf, Source: "jp-22100-2005", Target: "us-ne-omaha", Tie: "tie-b", TieKind: graph.SisterCity, Role: graph.Original, Signed: d("1957-03"), Status: graph.Active,
			Signatory: hostile[2], Valid: graph.Range{From: d("1957-03"), To: d("2005-04-01")}, Citations: two, Note: "=1+1"}),
		e(graph.Edge{ID: "sister-of--tie-b--jp-22131", Kind: graph.SisterOf, Source: "jp-22131", Target: "us-ne-omaha", Tie: "tie-b", TieKind: graph.SisterCity, Role: graph.Inherited, Signed: d("1957-03"), Status: graph.Active,
			Unknown: true, Valid: graph.Range{From: d("2005-04-01")}, Citations: two}),
		e(graph.Edge{ID: "sister-of--tie-c", Kind: graph.SisterOf, Source: "jp-22131", Target: "us-ak-adak", Tie: "tie-c", TieKind: graph.Friendship, Role: graph.Original, Signed: d("1989"), Status: graph.Ended,
			Valid: graph.Range{From: d("1989"), To: d("1995")}, Citations: two}),
		e(graph.Edge{ID: "member-of--jp-22--org-x--founder", Kind: graph.MemberOf, Source: "jp-22", Target: "org-x", Role: graph.Founder, Valid: graph.Range{From: d("1975"), To: d("2003")}, Citations: two}),
		e(graph.Edge{ID: "organizes--org-x--prog-x", Kind: graph.Organizes, Source: "org-x", Target: "prog-x", Citations: two}),
		e(graph.Edge{ID: "takes-part-in--us-ne-omaha--prog-x", Kind: graph.TakesPartIn, Source: "us-ne-omaha", Target: "prog-x", Citations: []string{src[0].ID}}),
		e(graph.Edge{ID: "located-in--us-ne-omaha--us-ne", Kind: graph.LocatedIn, Source: "us-ne-omaha", Target: "us-ne", Citations: []string{src[0].ID}}),
		e(graph.Edge{ID: "org-x", Kind: graph.SucceededBy, Source: "jp-22100-2005", Target: "jp-22131", Date: d("2005-04-01"), Change: graph.Merged, Citations: two}), // shares a node's id
	}
	edges[3].Certainty = graph.Possible
	return &Document{Lang: "ja", Title: `Partners of 静岡 <"=1+1">`, Query: "as_of=1989-08&from=jp-22", URL: "https://enishi.example/api/v1/graph?from=jp-22", Credits: []string{"Data: =someone & co"},
		Network: graph.Network{Nodes: nodes, Edges: edges, Sources: src, Meta: graph.Meta{Version: "0123456789abcdef", Shown: graph.Size{Nodes: len(nodes), Edges: len(edges)},
			Total: graph.Size{Nodes: 10, Edges: 12}, TruncatedBy: []graph.Cut{graph.CutNodes}, Undated: 2, Possible: 1, ContinueAt: []string{"jp-22"}}}}
}

// tiesOnly keeps the sister ties of a document: its graph is undirected.
func tiesOnly(d *Document) *Document {
	c := *d
	c.Network.Edges = slices.DeleteFunc(slices.Clone(d.Network.Edges), func(e graph.FoundEdge) bool { return e.Kind.Directed() })
	return &c
}

// randomDocument makes a network with any field set or not, parallel edges, and hostile texts.
func randomDocument(r *rand.Rand) *Document {
	g := source_{r}
	d := &Document{Lang: pick(g, []string{"", "en", "ja"}), Title: g.text(), Query: g.text(), Credits: g.texts()}
	count := r.IntN(12)
	for i := range count {
		n := graph.FoundNode{Certainty: pick(g, []graph.Certainty{"", graph.Possible, graph.Undated, graph.Out}), Node: graph.Node{ID: fmt.Sprintf("n-%02d", i), Kind: pick(g, graph.NodeKinds),
			Names: g.names(), Labels: graph.Labels{En: g.text(), Ja: g.text()}, Level: pick(g, append(graph.Levels, "")), Type: g.text(), Scope: g.texts(), Country: pick(g, []string{"", "JP", "US"}),
			Within: pick(g, []string{"", "jp-04"}), Region: g.text(), District: g.text(), Capital: g.text(), Valid: g.valid(), URL: g.text(), Description: g.text(), Citations: g.texts(), Note: g.text()}}
		if r.IntN(2) == 0 {
			n.Sector, n.Themes = pick(g, graph.Sectors), []graph.Theme{pick(g, graph.Themes)}
			n.Point = &graph.Point{Lat: r.Float64()*180 - 90, Lon: pick(g, []float64{180, -180, 1e-9, -170.5, r.Float64()*360 - 180})}
			n.Population = &graph.Population{Count: r.IntN(1e7), Date: g.date()}
			n.Codes = graph.Codes{"wikidata": {"Q1"}, "jis": {"04462", "=1"}, "geonames": {g.text() + "x"}}
			n.Successor = &graph.Succession{ID: "n-00", Date: graph.MustDate("2005-04-01"), Also: g.texts(), Now: pick(g, []string{"", "n-01"})}
			n.Events = []graph.Event{{Date: g.date(), Kind: "renumbered", Code: g.text(), Names: g.names(), Note: g.text(), Citations: g.texts()}}
		}
		d.Network.Nodes = append(d.Network.Nodes, n)
	}
	if count > 1 {
		for i := range r.IntN(30) {
			a := r.IntN(count)
			b := (a + 1 + r.IntN(count-1)) % count
			e := graph.FoundEdge{Certainty: pick(g, []graph.Certainty{"", graph.Possible}), Edge: graph.Edge{ID: pick(g, []string{fmt.Sprintf("e-%02d", i), fmt.Sprintf("n-%02d", i)}), Kind: pick(g, graph.EdgeKinds),
				Source: d.Network.Nodes[a].ID, Target: d.Network.Nodes[b].ID, Tie: pick(g, []string{"", "tie-x"}), TieKind: pick(g, append(graph.TieKinds, "")), Role: pick(g, append(graph.TieRoles, "")), Signed: g.date(),
				Status: pick(g, append(graph.Statuses, "")), Signatory: g.text(), Unknown: r.IntN(2) == 0, Date: g.date(), Change: pick(g, append(graph.Changes, "")), Valid: g.valid(), Citations: g.texts(),
				Confidence: pick(g, append(graph.Confidences, "")), Note: g.text()}}
			d.Network.Edges = append(d.Network.Edges, e)
		}
	}
	for i := range r.IntN(4) {
		d.Network.Sources = append(d.Network.Sources, graph.Source{ID: fmt.Sprintf("src-%012d", i), Locator: g.text() + "x", Publisher: g.text(), Title: g.text(), Licence: g.text(), Credit: g.text()})
	}
	d.Network.Meta = graph.Meta{Version: "v", Shown: graph.Size{Nodes: count, Edges: len(d.Network.Edges)}, Undated: r.IntN(3)}
	return d
}

type source_ struct{ *rand.Rand }

func pick[T any](g source_, vs []T) T { return vs[g.IntN(len(vs))] }

func (g source_) text() string { return pick(g, append(hostile, "", "", "", "", "plain", "仙台市")) }

func (g source_) texts() []string {
	var out []string
	for range g.IntN(3) {
		out = append(out, g.text()+"x")
	}
	return out
}

func (g source_) names() graph.Names {
	return graph.Names{En: g.text(), Ja: g.text(), Kana: g.text(), Aliases: g.texts()}
}

func (g source_) date() graph.Date {
	return graph.MustDate(pick(g, []string{"", "1957", "1957-03", "1957-03-09", "0001-01-01", "9999-12-31", "1899-12-31"}))
}

func (g source_) valid() graph.Range {
	return mustRange(pick(g, []string{"..", "1957..", "1957-03..1989", "1989..1989", "2000-02-29..2005-04-01", "..2005-04-01", "..1999"}))
}

// encode writes a document with an encoder.
func encode(t testing.TB, name string, d *Document, o Options) []byte {
	t.Helper()
	e, ok := ByName(name)
	if !ok {
		t.Fatalf("no encoder %q", name)
	}
	var b bytes.Buffer
	if err := e.Network(&b, d, o); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b.Bytes()
}

func mustRange(s string) graph.Range {
	from, to, _ := strings.Cut(s, "..")
	return graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
}

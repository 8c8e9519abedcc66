package study_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"enishi/graph"
	"enishi/graph/study"
)

// told is a pair of nodes and an edge to be told.
func told(e graph.Edge, a, b graph.Node) func(from, lang string) string {
	t := study.NewTeller([]graph.FoundNode{{Node: a}, {Node: b}}, []graph.FoundEdge{{Edge: e}}, []graph.Source{
		{ID: "s1", Locator: "https://www.city.example/a", Publisher: "City of Sendai"}, {ID: "s2", Locator: "https://www.host.example/b"}})
	return func(from, lang string) string { return t.Clause(&e, from, lang) }
}

func place(id, en, ja string) graph.Node {
	return graph.Node{ID: id, Kind: graph.Municipality, Names: graph.Names{En: en, Ja: ja}}
}

func organization(id, en, ja string) graph.Node {
	return graph.Node{ID: id, Kind: graph.Organization, Names: graph.Names{En: en, Ja: ja}}
}

func span(from, to string) graph.Range {
	return graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
}

// TestClauses: what a native reader is told, of every kind of edge, role and change, in both directions.
func TestClauses(t *testing.T) {
	sendai, riverside := place("a", "Sendai", "仙台市"), place("b", "Riverside", "リバーサイド")
	club, board := organization("a", "Orange Club", "オレンジクラブ"), organization("b", "Sister Cities International", "国際姉妹都市協会")
	fair := graph.Node{ID: "b", Kind: graph.Program, Names: graph.Names{En: "the Piano Competition", Ja: "ピアノコンクール"}}
	sister := func(kind graph.TieKind, role graph.Role, status graph.Status, signed string, valid graph.Range) graph.Edge {
		return graph.Edge{Kind: graph.SisterOf, Source: "a", Target: "b", TieKind: kind, Role: role, Status: status, Signed: graph.MustDate(signed), Valid: valid}
	}
	member := func(role graph.Role, valid graph.Range) graph.Edge {
		return graph.Edge{Kind: graph.MemberOf, Source: "a", Target: "b", Role: role, Valid: valid}
	}
	plain := func(kind graph.EdgeKind, valid graph.Range) graph.Edge {
		return graph.Edge{Kind: kind, Source: "a", Target: "b", Valid: valid}
	}
	merger := func(change graph.Change) graph.Edge {
		return graph.Edge{Kind: graph.SucceededBy, Source: "a", Target: "b", Date: graph.MustDate("2006-03-31"), Change: change}
	}
	unknown := sister(graph.SisterCity, graph.Inherited, graph.Active, "1983", span("1990-04-01", ""))
	unknown.Unknown = true
	cited := sister(graph.SisterCity, graph.Original, graph.Active, "1957-03-09", span("1957-03-09", ""))
	cited.Citations = []string{"s1", "s2", "gone"}
	one := cited
	one.Citations = []string{"s2"}
	for _, tc := range []struct {
		edge                           graph.Edge
		a, b                           graph.Node
		forward, back, japanese, japan string
	}{
		{sister(graph.SisterCity, graph.Original, graph.Active, "1957-03-09", span("1957-03-09", "")), sendai, riverside,
			"Sendai and Riverside have been sister cities since 9 March 1957", "Riverside and Sendai have been sister cities since 9 March 1957", "仙台市は1957年3月9日からリバーサイドと姉妹都市提携を結んでいる", "リバーサイドは1957年3月9日から仙台市と姉妹都市提携を結んでいる"},
		{cited, sendai, riverside, "Sendai and Riverside have been sister cities since 9 March 1957 (sources: City of Sendai and 1 more)", "", "仙台市は1957年3月9日からリバーサイドと姉妹都市提携を結んでいる（出典：City of Sendaiほか1件）", ""},
		{one, sendai, riverside, "Sendai and Riverside have been sister cities since 9 March 1957 (source: host.example)", "", "仙台市は1957年3月9日からリバーサイドと姉妹都市提携を結んでいる（出典：host.example）", ""},
		{sister(graph.SisterState, graph.Original, graph.Ended, "1965", span("1965", "1990-05")), sendai, riverside, "Sendai and Riverside were sister states from 1965 until May 1990", "", "仙台市は1965年から1990年5月までリバーサイドと姉妹提携を結んでいた", ""},
		{sister(graph.Friendship, graph.Original, graph.Ended, "1965", span("1965", "")), sendai, riverside, "Sendai and Riverside were joined by a friendship agreement from 1965 until an unknown date", "", "仙台市は1965年からリバーサイドと友好提携を結んでいた（終了日不明）", ""},
		{sister(graph.SisterCity, graph.Original, graph.Unknown, "", span("", "")), sendai, riverside, "Sendai and Riverside are sister cities, by an agreement whose date is not known, though whether the tie is still kept is not known", "", "仙台市はリバーサイドと姉妹都市提携を結んでいる（締結日不明、現在も続いているかは不明）", ""},
		{sister(graph.SisterCity, graph.Inherited, graph.Active, "1998-05", span("2006-03-31", "")), sendai, riverside, "Sendai and Riverside have been sister cities since 31 March 2006, under an agreement signed in May 1998 that Sendai took over", "Riverside and Sendai have been sister cities since 31 March 2006, under an agreement signed in May 1998 that Sendai took over", "仙台市は、1998年5月に結ばれた協定を2006年3月31日に引き継ぎ、リバーサイドと姉妹都市提携を結んでいる", "リバーサイドは、1998年5月に結ばれた協定が2006年3月31日に引き継がれ、仙台市と姉妹都市提携を結んでいる"},
		{unknown, sendai, riverside, "Sendai and Riverside have been sister cities since 1 April 1990, by an agreement signed in 1983 by a body that is not known", "", "仙台市は、1983年に結ばれた協定（締結した団体は不明）を1990年4月1日に引き継ぎ、リバーサイドと姉妹都市提携を結んでいる", ""},
		{member(graph.Member, span("1988", "")), club, board, "Orange Club has been a member of Sister Cities International since 1988", "Orange Club has been a member of Sister Cities International since 1988", "オレンジクラブは1988年から国際姉妹都市協会の会員である", "国際姉妹都市協会には1988年からオレンジクラブが加わっている"},
		{member(graph.Member, span("1988", "1995")), club, board, "Orange Club was a member of Sister Cities International from 1988 until 1995", "", "オレンジクラブは1988年から1995年まで国際姉妹都市協会の会員であった", ""},
		{member(graph.Founder, span("", "")), club, board, "Orange Club is a founder of Sister Cities International", "Orange Club is a founder of Sister Cities International", "オレンジクラブは国際姉妹都市協会の設立者である", "国際姉妹都市協会の設立者はオレンジクラブである"},
		{member(graph.Founder, span("1989", "")), club, board, "Orange Club founded Sister Cities International in 1989", "Sister Cities International was founded by Orange Club in 1989", "オレンジクラブは1989年に国際姉妹都市協会を設立した", "国際姉妹都市協会は1989年にオレンジクラブが設立した"},
		{member(graph.Founder, span("1990", "2003")), club, board, "Orange Club founded Sister Cities International in 1990 and had a part in it until 2003", "Sister Cities International was founded by Orange Club in 1990, which had a part in it until 2003", "オレンジクラブは1990年に国際姉妹都市協会を設立し、2003年まで関わった", "国際姉妹都市協会は1990年にオレンジクラブが設立し、2003年まで関わった"},
		{member(graph.Affiliate, span("", "")), club, board, "Orange Club is affiliated with Sister Cities International", "Sister Cities International has Orange Club as an affiliate", "オレンジクラブは国際姉妹都市協会と提携している", "国際姉妹都市協会はオレンジクラブと提携している"},
		{member(graph.Affiliate, span("1990", "")), club, riverside, "Orange Club has worked with Riverside since 1990", "Riverside has worked with Orange Club since 1990", "オレンジクラブは1990年からリバーサイドと連携している", "リバーサイドは1990年からオレンジクラブと連携している"},
		{member(graph.Designated, span("2011", "")), club, board, "Orange Club has been designated as part of Sister Cities International since 2011", "Sister Cities International has included Orange Club by designation since 2011", "オレンジクラブは2011年から国際姉妹都市協会に指定されている", "国際姉妹都市協会には2011年からオレンジクラブが指定されている"},
		{member(graph.Funds, span("1982", "")), club, board, "Orange Club has funded Sister Cities International since 1982", "Sister Cities International has been funded by Orange Club since 1982", "オレンジクラブは1982年から国際姉妹都市協会に資金を出している", "国際姉妹都市協会は1982年からオレンジクラブの資金を受けている"},
		{member(graph.Hosts, span("", "")), club, board, "Orange Club hosts Sister Cities International", "Sister Cities International is hosted by Orange Club", "オレンジクラブは国際姉妹都市協会を受け入れている", "国際姉妹都市協会はオレンジクラブに置かれている"},
		{plain(graph.Organizes, span("1991", "")), club, fair, "Orange Club has organized the Piano Competition since 1991", "the Piano Competition has been organized by Orange Club since 1991", "オレンジクラブは1991年からピアノコンクールを主催している", "ピアノコンクールは1991年からオレンジクラブが主催している"},
		{plain(graph.Organizes, span("1991", "1991")), club, fair, "Orange Club organized the Piano Competition in 1991", "", "オレンジクラブは1991年にピアノコンクールを主催した", ""},
		{plain(graph.TakesPartIn, span("", "")), sendai, fair, "Sendai takes part in the Piano Competition", "the Piano Competition has Sendai among its participants", "仙台市はピアノコンクールに参加している", "ピアノコンクールには仙台市が参加している"},
		{plain(graph.TakesPartIn, span("1985", "1990")), sendai, fair, "Sendai took part in the Piano Competition from 1985 until 1990", "", "仙台市は1985年から1990年までピアノコンクールに参加していた", ""},
		{plain(graph.TakesPartIn, span("1985-07", "1985-07")), sendai, fair, "Sendai took part in the Piano Competition in July 1985", "the Piano Competition had Sendai among its participants in July 1985", "仙台市は1985年7月にピアノコンクールに参加した", "ピアノコンクールには1985年7月に仙台市が参加した"},
		{plain(graph.LocatedIn, span("", "")), sendai, place("b", "Miyagi", "宮城県"), "Sendai lies in Miyagi", "Sendai lies in Miyagi", "仙台市は宮城県にある", "宮城県には仙台市がある"},
		{plain(graph.LocatedIn, span("2006-03-31", "")), sendai, place("b", "Miyagi", "宮城県"), "Sendai has lain in Miyagi since 31 March 2006", "", "仙台市は2006年3月31日から宮城県にある", ""},
		{plain(graph.LocatedIn, span("", "2006-03-31")), sendai, place("b", "Miyagi", "宮城県"), "Sendai lay in Miyagi until 30 March 2006", "", "仙台市は2006年3月30日まで宮城県にあった", ""},
		{plain(graph.LocatedIn, span("1990", "")), club, riverside, "Orange Club has been based in Riverside since 1990", "Riverside has been home to Orange Club since 1990", "オレンジクラブは1990年からリバーサイドに所在している", "リバーサイドには1990年からオレンジクラブが所在している"},
		{merger(graph.Merged), sendai, riverside, "Sendai was merged into Riverside on 31 March 2006", "Riverside was formed on 31 March 2006 by a merger that took in Sendai", "仙台市は2006年3月31日に合併してリバーサイドとなった", "リバーサイドは2006年3月31日に仙台市などの合併により発足した"},
		{merger(graph.Absorbed), sendai, riverside, "Sendai was absorbed into Riverside on 31 March 2006", "Riverside absorbed Sendai on 31 March 2006", "仙台市は2006年3月31日にリバーサイドに編入された", "リバーサイドは2006年3月31日に仙台市を編入した"},
		{merger(graph.Split), sendai, riverside, "Sendai was divided on 31 March 2006, and part of it passed to Riverside", "Riverside took over part of Sendai on 31 March 2006", "仙台市は2006年3月31日に分割され、一部がリバーサイドとなった", "リバーサイドは2006年3月31日に仙台市の一部を引き継いだ"},
	} {
		tell := told(tc.edge, tc.a, tc.b)
		for _, c := range []struct{ from, lang, want string }{{"a", "en", tc.forward}, {"b", "en", tc.back}, {"a", "ja", tc.japanese}, {"b", "ja", tc.japan}} {
			if got := tell(c.from, c.lang); c.want != "" && got != c.want {
				t.Errorf("%s %s %s, from %s:\n got %s\nwant %s", tc.edge.Kind, tc.edge.Role, tc.edge.Change, c.from, got, c.want)
			}
		}
	}
}

// TestEveryEdgeIsTold: each edge of the dataset, from both ends, in both languages.
func TestEveryEdgeIsTold(t *testing.T) {
	store := bundledStore(t)
	n, err := store.Subgraph(context.Background(), graph.SubgraphQuery{Nodes: graph.MaxNodes, Edges: graph.MaxEdges, Filter: graph.Filter{Time: graph.Time{Any: true}}})
	if err != nil || len(n.Meta.TruncatedBy) > 0 {
		t.Fatal(err, n.Meta.TruncatedBy)
	}
	nodes := map[string]*graph.FoundNode{}
	for i := range n.Nodes {
		nodes[n.Nodes[i].ID] = &n.Nodes[i]
	}
	teller := study.NewTeller(n.Nodes, n.Edges, n.Sources)
	kinds := map[string]bool{}
	for i := range n.Edges {
		e := &n.Edges[i].Edge
		kinds[fmt.Sprint(e.Kind, e.Role, e.Change)] = true
		for _, from := range []string{e.Source, e.Target} {
			for _, lang := range []string{"en", "ja"} {
				s := teller.Clause(e, from, lang)
				for _, end := range []string{e.Source, e.Target} {
					if !strings.Contains(s, nodes[end].Label(lang)) {
						t.Errorf("%s %s: %q does not name %s", e.ID, lang, s, end)
					}
				}
				for _, d := range []graph.Date{e.Valid.From, e.Valid.Until(), e.Date} {
					if !d.IsZero() && !strings.Contains(s, fmt.Sprint(d.Year)) {
						t.Errorf("%s %s: %q does not name the year of %s", e.ID, lang, s, d)
					}
				}
				if strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") || !utf8.ValidString(s) || (len(e.Citations) > 0) != (strings.Contains(s, "(source") || strings.Contains(s, "（出典")) {
					t.Errorf("%s %s: %q", e.ID, lang, s)
				}
			}
		}
	}
	if len(n.Edges) < 8000 || len(kinds) < 13 {
		t.Errorf("%d edges of %d kinds", len(n.Edges), len(kinds))
	}
}

func TestSentences(t *testing.T) {
	n := []graph.FoundNode{{Node: place("a", "Sendai", "仙台市")}, {Node: place("b", "Riverside", "")}, {Node: place("c", "Ansan", "安山市")}}
	e := []graph.FoundEdge{
		{Edge: graph.Edge{ID: "e1", Kind: graph.SisterOf, Source: "a", Target: "b", TieKind: graph.SisterCity, Role: graph.Original, Signed: graph.MustDate("1957"), Valid: span("1957", "")}},
		{Edge: graph.Edge{ID: "e2", Kind: graph.SisterOf, Source: "b", Target: "c", TieKind: graph.SisterCity, Role: graph.Original, Signed: graph.MustDate("1991"), Valid: span("1991", "")}},
	}
	teller := study.NewTeller(n, e, nil)
	p := graph.Path{Nodes: []string{"c", "b", "a"}, Edges: []string{"e2", "e1"}, Length: 2}
	if got, want := teller.Sentence(p, "en"), "Ansan and Riverside have been sister cities since 1991; Riverside and Sendai have been sister cities since 1957."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := teller.Sentence(p, "ja"), "安山市は1991年からRiversideと姉妹都市提携を結んでいる。Riversideは1957年から仙台市と姉妹都市提携を結んでいる。"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	self := graph.Path{Nodes: []string{"a"}}
	if got := teller.Sentence(self, "en"); got != "The path starts and ends at Sendai." {
		t.Error(got)
	}
	if got := teller.Sentence(self, "ja"); got != "始点と終点は同じ仙台市。" {
		t.Error(got)
	}
}

package study_test

import (
	"testing"

	"enishi/graph"
	"enishi/graph/study"
)

func TestDescription(t *testing.T) {
	miyagi := &graph.Node{ID: "jp-04", Kind: graph.Prefecture, Level: "prefecture", Country: "JP", Names: graph.Names{En: "Miyagi", Ja: "宮城県"}, Labels: graph.Labels{En: "Miyagi Prefecture"}}
	california := &graph.Node{ID: "us-ca", Kind: graph.Partner, Level: "state", Country: "US", Names: graph.Names{En: "California", Ja: "カリフォルニア州"}}
	span := func(from, to string) graph.Range {
		return graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
	}
	for _, c := range []struct {
		node   graph.Node
		area   *graph.Node
		en, ja string
	}{
		{graph.Node{Kind: graph.Municipality, Level: "city", Names: graph.Names{Ja: "大崎市", En: "Osaki"}, Within: "jp-04", Valid: span("2006-03-31", "")}, miyagi, "city in Miyagi Prefecture, Japan, since 2006 (大崎市)", "宮城県の市、2006年から（Osaki）"},
		{graph.Node{Kind: graph.Municipality, Level: "town", Within: "jp-04", Valid: span("", "2006-01-01")}, miyagi, "town in Miyagi Prefecture, Japan, until 2005", "宮城県の町、2005年まで"},
		{graph.Node{Kind: graph.Municipality, Level: "designated-city", Country: "JP"}, nil, "designated city in Japan", "日本の政令指定都市"},
		{*miyagi, nil, "prefecture of Japan (宮城県)", "日本の都道府県（Miyagi）"},
		{*california, nil, "state of the United States (カリフォルニア州)", "アメリカ合衆国の州（California）"},
		{graph.Node{Kind: graph.Partner, Level: "city", Country: "US", Within: "us-ca"}, california, "city in California, United States", "アメリカ合衆国カリフォルニア州の市"},
		{graph.Node{Kind: graph.Partner, Country: "CA"}, nil, "place in CA", "CAの地域"},
		{graph.Node{Kind: graph.Organization, Type: "foundation", Within: "jp-04"}, miyagi, "foundation in Miyagi Prefecture, Japan", "宮城県の財団"},
		{graph.Node{Kind: graph.Program, Type: "arts", Valid: span("1989", "1989")}, nil, "program (arts), 1989", "交流事業（芸術・文化）、1989年"},
		{graph.Node{Kind: graph.Program, Valid: span("1981", "1990")}, nil, "program, 1981–1990", "交流事業、1981–1990年"},
	} {
		if en, ja := study.Description(&c.node, c.area, "en"), study.Description(&c.node, c.area, "ja"); en != c.en || ja != c.ja {
			t.Errorf("%q %q, want %q %q", en, ja, c.en, c.ja)
		}
	}
}

package api

import (
	"strconv"
	"testing"

	"enishi/graph"
)

func TestChooseFormat(t *testing.T) {
	gexf := &offer{name: "gexf", contentType: "application/gexf+xml"}
	offers := []*offer{jsonOffer, gexf, tableOffers[0]}
	for _, tc := range []struct{ name, header, want string }{
		{"", "", "json"},
		{"", "*/*", "json"},
		{"", "application/*", "json"},
		{"", "text/*", "csv"},
		{"", "text/csv", "csv"},
		{"", "text/csv;q=0.5, application/json;q=0.4", "csv"},
		{"", "text/csv;q=0.5, */*;q=0.9", "json"},
		{"", "application/json;q=0, */*", "gexf"},
		{"", "application/gexf+xml;charset=utf-8", "gexf"},
		{"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"},
		{"", "image/png", ""},
		{"", "text/csv;q=0", ""},
		{"", "rubbish;;;", "json"},
		{"csv", "application/json", "csv"},
		{"docx", "", ""},
	} {
		got := ""
		if f, ok := chooseFormat(offers, tc.name, tc.header); ok {
			got = f.name
		}
		if got != tc.want {
			t.Errorf("format=%q Accept %q: %q, want %q", tc.name, tc.header, got, tc.want)
		}
	}
}

func TestChooseEncoding(t *testing.T) {
	for header, want := range map[string]string{"": "", "gzip": "gzip", "gzip, zstd": "zstd", "gzip;q=1, zstd;q=0.5": "gzip", "*": "zstd", "zstd;q=0, *": "gzip", "identity": "", "gzip;q=0": "", "br": "", "GZIP": "gzip", "gzip;q=2": ""} {
		if got := chooseEncoding(header); got != want {
			t.Errorf("Accept-Encoding %q: %q, want %q", header, got, want)
		}
	}
}

func TestChooseLanguage(t *testing.T) {
	for _, tc := range []struct{ param, header, want string }{
		{"", "", "en"}, {"", "ja", "ja"}, {"", "ja-JP,ja;q=0.9,en;q=0.8", "ja"}, {"", "en-US,ja;q=0.5", "en"}, {"", "fr, ja;q=0.5", "ja"}, {"", "fr", "en"}, {"", "rubbish;;q", "en"}, {"en", "ja", "en"}, {"ja", "en", "ja"}, {"", "de;q=0.1,ja;q=0.9", "ja"},
	} {
		if got := chooseLanguage(tc.param, tc.header); got != tc.want {
			t.Errorf("lang=%q Accept-Language %q: %q, want %q", tc.param, tc.header, got, tc.want)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("q", "place", sealCursor("q", "place"))
	f.Add("長浜", "市\x00a", "AAAA")
	f.Fuzz(func(t *testing.T, question, place, cursor string) {
		if got, err := openCursor(question, sealCursor(question, place)); err != nil || got != place {
			t.Errorf("sealed %q, opened %q (%v)", place, got, err)
		}
		if got, err := openCursor(question, cursor); err == nil && cursor != "" && sealCursor(question, got) != cursor {
			t.Errorf("%q opens as %q and was not sealed", cursor, got)
		}
	})
}

func FuzzQuery(f *testing.F) {
	params := routeTable()[1].accepted
	f.Add("q=%E9%95%B7&limit=5&node_kind=partner,program")
	f.Add("q=a&q=b&%zz")
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := parseQuery(params, raw)
		if err != nil {
			return
		}
		again, err := parseQuery(params, v.canonical())
		if err != nil || again.canonical() != v.canonical() {
			t.Errorf("%q is %q in normal form, which is read as %q (%v)", raw, v.canonical(), again.canonical(), err)
		}
	})
}

// TestNetworkTitle names whose network a file holds: of the nodes asked for those that are there, never more than a title takes.
func TestNetworkTitle(t *testing.T) {
	n := &graph.Network{}
	var all []string
	for i := range 7 {
		id := "jp-" + strconv.Itoa(i)
		all = append(all, id)
		n.Nodes = append(n.Nodes, graph.FoundNode{Node: graph.Node{ID: id, Labels: graph.Labels{En: "Town " + strconv.Itoa(i), Ja: strconv.Itoa(i) + "町"}}})
	}
	for _, tc := range []struct {
		from []string
		lang string
		want string
	}{
		{nil, "en", "Exchange network"},
		{nil, "ja", "交流ネットワーク"},
		{[]string{"jp-2"}, "en", "Exchange network of Town 2"},
		{[]string{"jp-2", "gone", "jp-0"}, "ja", "0町・2町の交流ネットワーク"},
		{all, "en", "Exchange network of Town 0, Town 1, Town 2, Town 3, Town 4, …"},
	} {
		q := &question{lang: tc.lang, values: values{"from": tc.from}}
		if got := q.networkTitle(n); got != tc.want {
			t.Errorf("%v %s: %q, want %q", tc.from, tc.lang, got, tc.want)
		}
	}
}

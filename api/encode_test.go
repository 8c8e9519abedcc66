package api

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
)

// wire is the record as encoding/json would be given it.
func wire(n *graph.FoundNode, lang string) wireNode {
	return wireNode{ID: n.ID, Kind: n.Kind, Label: n.Label(lang), Names: n.Names, Level: n.Level, Type: n.Type, Sector: n.Sector, Themes: n.Themes, Scope: n.Scope, Country: n.Country, Within: n.Within, Region: n.Region,
		District: n.District, Capital: n.Capital, Point: n.Point, Codes: n.Codes, Population: n.Population, Valid: n.Valid, Successor: n.Successor, Events: n.Events, URL: n.URL, Description: n.Description, Citations: listOr(n.Citations),
		Confidence: n.Confidence, Note: n.Note, Certainty: n.Certainty}
}

func wireOfEdge(e *graph.FoundEdge) wireEdge {
	return wireEdge{ID: e.ID, Kind: e.Kind, Source: e.Source, Target: e.Target, Directed: e.Kind.Directed(), Tie: e.Tie, TieKind: e.TieKind, Role: e.Role, Signed: e.Signed, Status: e.Status, Signatory: e.Signatory, Unknown: e.Unknown,
		Date: e.Date, Change: e.Change, Valid: e.Valid, Citations: listOr(e.Citations), Confidence: e.Confidence, Note: e.Note, Certainty: e.Certainty}
}

// filler fills every field of a record with random values, so that a field that is added and not written makes the test fail.
type filler struct{ *rand.Rand }

var strange = []string{"", "a", "長浜市", "ō <b>&\"\\/ \u2028 \u2029 \x00 \x1f \x7f", "\u202eabc", "\U0001F468", "é\u0301", "\xff", "\xe2\x80", strings.Repeat("あ", 50), "\t\n\r"}

func (f filler) fill(v reflect.Value) {
	switch v.Interface().(type) {
	case graph.Date:
		v.Set(reflect.ValueOf([]graph.Date{{}, {Year: 1957}, {Year: 1957, Month: 3}, {Year: 1957, Month: 3, Day: 9}, {Year: 1}}[f.IntN(5)]))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strange[f.IntN(len(strange))])
	case reflect.Bool:
		v.SetBool(f.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(int64(f.IntN(2_000_000) - 5))
	case reflect.Float64:
		v.SetFloat([]float64{0, 1e-7, -179.999999, 35.38076, 1e21, 100}[f.IntN(6)])
	case reflect.Pointer:
		if f.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem())
		}
	case reflect.Slice:
		for range f.IntN(3) {
			item := reflect.New(v.Type().Elem()).Elem()
			f.fill(item)
			v.Set(reflect.Append(v, item))
		}
	case reflect.Map:
		if f.IntN(3) > 0 {
			v.Set(reflect.ValueOf(graph.Codes{"jis": {"04462"}, "a<b": {strange[f.IntN(len(strange))]}}))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	}
}

func filled[T any](f filler) *T {
	v := new(T)
	f.fill(reflect.ValueOf(v).Elem())
	return v
}

// TestFragmentsEqualEncodingJSON: what is appended by hand is what encoding/json writes of the shapes in the document, first from the record and then from the cache.
func TestFragmentsEqualEncodingJSON(t *testing.T) {
	const seed = 20061
	f := filler{rand.New(rand.NewPCG(seed, 1))}
	for i := range 3000 {
		for _, lang := range []string{"en", "ja"} {
			e := encoder{lang: lang, version: "v", fragments: &fragmentCache{}}
			n, r, s := filled[graph.FoundNode](f), filled[graph.FoundEdge](f), filled[graph.Source](f)
			n.ID, r.ID, s.ID = fmt.Sprint("n", i), fmt.Sprint("e", i), fmt.Sprint("s", i)
			compare(t, wire(n, lang), func(b []byte) []byte { return e.node(b, n) })
			compare(t, wireOfEdge(r), func(b []byte) []byte { return e.edge(b, r) })
			compare(t, wireSource{s.ID, s.Locator, webAddress(s.Locator), s.Publisher, s.Title, s.Licence, s.Credit}, func(b []byte) []byte { return e.source(b, s) })
			h := graph.Hit{Node: *n, Name: strange[i%len(strange)], Lang: "ja", How: graph.Exact}
			compare(t, []wireHit{{wire(n, lang), wireMatched{h.Name, h.Lang, h.How}}}, func(b []byte) []byte { return hitList{h}.appendJSON(b, &e) })
		}
	}
	t.Logf("seed %d", seed)
}

func compare(t *testing.T, shape any, write func([]byte) []byte) {
	t.Helper()
	want, err := marshalPlain(shape)
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"record", "cache"} {
		if got := write(nil); string(got) != string(want) {
			t.Fatalf("from the %s (-encoding/json +ours):\n%s", from, cmp.Diff(string(want), string(got)))
		}
	}
}

// TestFragmentsOfVersions: a record that changed is not written as it was.
func TestFragmentsOfVersions(t *testing.T) {
	c := &fragmentCache{}
	n := graph.FoundNode{Node: graph.Node{ID: "n", Kind: graph.Partner, Names: graph.Names{En: "Old"}}}
	write := func(version, lang string) string {
		e := encoder{lang: lang, version: version, fragments: c}
		return string(e.node(nil, &n))
	}
	if got := write("1", "en"); !strings.Contains(got, `"label":"Old"`) {
		t.Fatal(got)
	}
	n.Names = graph.Names{En: "New", Ja: "新"}
	for _, version := range []string{"2", "3"} {
		if got := write(version, "en"); !strings.Contains(got, `"label":"New"`) {
			t.Errorf("version %s writes %s", version, got)
		}
		if got := write(version, "ja"); !strings.Contains(got, `"label":"新"`) {
			t.Errorf("version %s writes %s in Japanese", version, got)
		}
	}
}

// TestMarshalEqualsEncodingJSON: an answer written part by part is the JSON of the whole.
func TestMarshalEqualsEncodingJSON(t *testing.T) {
	a := releasesAnswer{Meta: listMeta{Version: "v", Query: normalQuery(`{"limit":5}`)}, Items: []graph.ReleaseInfo{{ID: "r1"}}, Links: links{Self: "/a?b=1&c=2"}}
	got, err := (&encoder{}).marshal(nil, a)
	if err != nil {
		t.Fatal(err)
	}
	want, err := marshalPlain(a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(string(got), `"self":"/a?b=1&c=2"`) {
		t.Errorf("an address is written as %s", got)
	}
	if got, err := (&encoder{}).marshal(nil, nodesAnswer{Meta: listMeta{Query: normalQuery("{}")}}); err != nil || !strings.Contains(string(got), `"items":[],"nodes":[],"sources":[]`) {
		t.Errorf("empty lists are written as %s (%v), want []", got, err)
	}
}

// TestHeadsEqualEncodingJSON: so are the metas and links that are appended by hand.
func TestHeadsEqualEncodingJSON(t *testing.T) {
	f := filler{rand.New(rand.NewPCG(5, 1))}
	for range 300 {
		network, paths, list, counts, plain, l := filled[networkMeta](f), filled[pathsMeta](f), filled[listMeta](f), filled[countsMeta](f), filled[plainMeta](f), filled[links](f)
		for _, query := range []*normalQuery{&network.Query, &paths.Query, &list.Query, &counts.Query, &plain.Query} {
			*query = normalQuery(`{"q":"長浜","limit":5}`)
		}
		for _, part := range []appender{network, paths, list, counts, plain, l} {
			compare(t, part, func(b []byte) []byte { return part.appendJSON(b, nil) })
		}
	}
}

func benchmarkNetwork() networkAnswer {
	f := filler{rand.New(rand.NewPCG(1, 1))}
	var a networkAnswer
	a.Meta.Query = normalQuery("{}")
	for i := range 100 {
		n, e := filled[graph.FoundNode](f), filled[graph.FoundEdge](f)
		n.ID, e.ID = fmt.Sprint("n", i), fmt.Sprint("e", i)
		a.Nodes, a.Edges = append(a.Nodes, *n), append(a.Edges, *e)
	}
	return a
}

func BenchmarkNetworkFragments(b *testing.B) {
	a, e := benchmarkNetwork(), encoder{lang: "en", version: "v", fragments: &fragmentCache{}}
	buf := make([]byte, 0, 1<<20)
	for b.Loop() {
		out, err := e.marshal(buf, a)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

func BenchmarkNetworkEncodingJSON(b *testing.B) {
	a := benchmarkNetwork()
	var nodes []wireNode
	var edges []wireEdge
	for i := range a.Nodes {
		nodes, edges = append(nodes, wire(&a.Nodes[i], "en")), append(edges, wireOfEdge(&a.Edges[i]))
	}
	whole := struct {
		Meta  networkMeta `json:"meta"`
		Nodes []wireNode  `json:"nodes"`
		Edges []wireEdge  `json:"edges"`
	}{a.Meta, nodes, edges}
	for b.Loop() {
		out, err := json.Marshal(whole)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

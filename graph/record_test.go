package graph_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
)

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"jp-04": true, "0": true, "a-": true, "a--b": true, strings.Repeat("a", graph.MaxID): true,
		"": false, "-a": false, "A": false, "a_b": false, "a b": false, "a\n": false, "é": false, "a/b": false, strings.Repeat("a", graph.MaxID+1): false,
	} {
		if got := graph.ValidID(id); got != want {
			t.Errorf("%.20q: %v", id, got)
		}
	}
}

func TestNormalizeLocator(t *testing.T) {
	for from, want := range map[string]string{
		"http://Example.org/":                   "https://example.org",
		" https://example.org:443/A/?b=C#frag ": "https://example.org/A/?b=C",
		"HTTP://example.org:80":                 "https://example.org",
		"https://example.org/a/":                "https://example.org/a",
		"https://example.org:8080/a":            "https://example.org:8080/a",
		"https://example.org/A%20b?x=%E7%B8%81": "https://example.org/A%20b?x=%E7%B8%81",
		"Sanbongi Town History, 1966, p. 12 ":   "Sanbongi Town History, 1966, p. 12",
		"ftp://Example.org/":                    "ftp://Example.org/",
		"http://":                               "http://",
		"":                                      "",
	} {
		if got := graph.NormalizeLocator(from); got != want {
			t.Errorf("%q becomes %q, not %q", from, got, want)
		}
	}
	if a, b := graph.SourceID("http://Example.org/#x"), graph.SourceID("https://example.org"); a != b || !graph.ValidID(a) || a == graph.SourceID("https://example.org/a") {
		t.Errorf("ids %s and %s", a, b)
	}
}

func FuzzNormalizeLocator(f *testing.F) {
	for _, s := range []string{"http://a/", "https://a:443//", "http://[::1]:80/?#", "Book, p. 3", " http://A/ b", "http://a:80:443/", "https://a/?/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := graph.NormalizeLocator(s)
		if twice := graph.NormalizeLocator(once); twice != once {
			t.Fatalf("%q becomes %q becomes %q", s, once, twice)
		}
		if id := graph.SourceID(s); id != graph.SourceID(once) || !graph.ValidID(id) {
			t.Fatalf("%q has the id %s", s, id)
		}
	})
}

func TestEdgeID(t *testing.T) {
	long := strings.Repeat("x", 150)
	ids := []string{graph.EdgeID(graph.SisterOf, "tie-a", "jp-04"), graph.EdgeID(graph.SisterOf, "tie-a", "jp-05"), graph.EdgeID(graph.MemberOf, "a", "b", ""), graph.EdgeID(graph.MemberOf, "a", "b", "founder"),
		graph.EdgeID(graph.LocatedIn, "a", "b"), graph.EdgeID(graph.LocatedIn, long, long+"1"), graph.EdgeID(graph.LocatedIn, long, long+"2")}
	for i, id := range ids {
		if !graph.ValidID(id) || slices.Contains(ids[:i], id) {
			t.Errorf("edge id %q", id)
		}
	}
	if ids[0] != "sister-of--tie-a--jp-04" || ids[2] != "member-of--a--b" {
		t.Errorf("ids %q", ids)
	}
}

// Each field of a claim, and where one ends and the next begins, is in its id.
func TestClaimID(t *testing.T) {
	ids := map[string]bool{}
	for _, c := range []graph.Claim{{}, {Record: "a"}, {Field: "a"}, {Value: "a"}, {Source: "a"}, {Kind: "a"}, {Note: "a"}, {Record: "a", Field: "a"}, {Record: "aa"}} {
		id := graph.ClaimID(c)
		if ids[id] || !graph.ValidID(id) {
			t.Errorf("%+v has the id %s", c, id)
		}
		ids[id] = true
		if c.ID = "other"; graph.ClaimID(c) != id {
			t.Errorf("the id of %+v depends on itself", c)
		}
	}
}

func messyNode() graph.Node {
	return graph.Node{ID: "a", Kind: graph.Organization, Names: graph.Names{Aliases: []string{"b", "a", "b"}}, Themes: []graph.Theme{"sport", "culture", "sport"}, Scope: []string{"US", "JP"},
		Citations: []string{"2", "1", "10", "1"}, Codes: graph.Codes{"jis": {"2", "10", "1"}, "none": {}}, Successor: &graph.Succession{ID: "b", Date: graph.MustDate("1990"), Also: []string{"d", "c"}},
		Events: []graph.Event{{Kind: "renumbered", Code: "2"}, {Kind: "renumbered", Code: "1", Citations: []string{"y", "x"}}, {Kind: "renumbered", Date: graph.MustDate("1990"), Names: graph.Names{Aliases: []string{"q", "p"}}}}}
}

// However its lists were ordered, a record has one encoding; normalising again changes nothing.
func TestNormalize(t *testing.T) {
	a, b := messyNode(), messyNode()
	slices.Reverse(b.Names.Aliases)
	slices.Reverse(b.Themes)
	slices.Reverse(b.Scope)
	slices.Reverse(b.Citations)
	slices.Reverse(b.Codes["jis"])
	slices.Reverse(b.Successor.Also)
	slices.Reverse(b.Events)
	slices.Reverse(b.Events[1].Citations)
	a.Normalize()
	b.Normalize()
	once := string(graph.Encode(&a))
	if got := string(graph.Encode(&b)); got != once {
		t.Errorf("%s\n%s", once, got)
	}
	if a.Normalize(); string(graph.Encode(&a)) != once {
		t.Errorf("not the same twice: %s", graph.Encode(&a))
	}
	if _, there := a.Codes["none"]; there || !slices.Equal(a.Citations, []string{"1", "10", "2"}) || a.Events[2].Code != "2" {
		t.Errorf("%+v", a)
	}
	bare := graph.Node{ID: "a", Codes: graph.Codes{}, Events: []graph.Event{}, Themes: []graph.Theme{}}
	if bare.Normalize(); bare.Codes != nil || bare.Events != nil || bare.Themes != nil {
		t.Errorf("empty lists stay: %#v", bare)
	}
	e := graph.Edge{Kind: graph.SisterOf, Source: "b", Target: "a"}
	d := graph.Edge{Kind: graph.MemberOf, Source: "b", Target: "a"}
	e.Normalize()
	d.Normalize()
	if e.Source != "a" || d.Source != "b" {
		t.Errorf("ends %s and %s", e.Source, d.Source)
	}
}

func FuzzNode(f *testing.F) {
	n := messyNode()
	f.Add(graph.Encode(&n))
	f.Add([]byte(`{"id":"a","kind":"partner","valid":{"from":"1989-04"},"point":{"lat":1e-7,"lon":0},"population":{"count":9007199254740993}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var n graph.Node
		if json.Unmarshal(data, &n) != nil {
			return
		}
		n.Normalize()
		if n.Check() != nil {
			return
		}
		once := graph.Encode(&n)
		var again graph.Node
		if err := json.Unmarshal(once, &again); err != nil {
			t.Fatal(err)
		}
		again.Normalize()
		if twice := graph.Encode(&again); string(twice) != string(once) || again.Check() != nil {
			t.Fatalf("%s\n%s", once, twice)
		}
	})
}

func TestNodeCheck(t *testing.T) {
	good := graph.Node{ID: "a", Kind: graph.Organization, Sector: "ngo", Country: "JP", Point: &graph.Point{Lat: -90, Lon: 180}, Valid: rangeOf("1989..1989")}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for param, change := range map[string]func(*graph.Node){
		"id":          func(n *graph.Node) { n.ID = "A" },
		"kind":        func(n *graph.Node) { n.Kind = "cat" },
		"level":       func(n *graph.Node) { n.Level = "galaxy" },
		"sector":      func(n *graph.Node) { n.Kind = graph.Program },
		"themes":      func(n *graph.Node) { n.Themes = []graph.Theme{"sport", "cats"} },
		"confidence":  func(n *graph.Node) { n.Confidence = "certain" },
		"country":     func(n *graph.Node) { n.Country = "jp" },
		"point":       func(n *graph.Node) { n.Point = &graph.Point{Lat: math.NaN()} },
		"valid":       func(n *graph.Node) { n.Valid = rangeOf("1990..1989") },
		"within":      func(n *graph.Node) { n.Within = "JP 04" },
		"names.en":    func(n *graph.Node) { n.Names.En = "\x00" },
		"names.ja":    func(n *graph.Node) { n.Names.Ja = "\xff" },
		"description": func(n *graph.Node) { n.Description = strings.Repeat("x", graph.MaxText+1) },
		"codes":       func(n *graph.Node) { n.Codes = graph.Codes{"J I S": {"1"}} },
		"codes.jis":   func(n *graph.Node) { n.Codes = graph.Codes{"jis": {""}} },
		"citations":   func(n *graph.Node) { n.Citations = make([]string, graph.MaxList+1) },
		"successor":   func(n *graph.Node) { n.Successor = &graph.Succession{ID: "b"} },
		"names.kana":  func(n *graph.Node) { n.Names.Kana = "\x7f" },
		"scope":       func(n *graph.Node) { n.Scope = []string{"\ufffe"} },
	} {
		n := good
		change(&n)
		wantParam(t, n.Check(), param)
	}
	thirteen := graph.Date{Year: 2000, Month: 13}
	for _, x := range []struct {
		param  string
		change func(*graph.Node)
	}{
		{"themes", func(n *graph.Node) { n.Themes = []graph.Theme{""} }},
		{"themes", func(n *graph.Node) { n.Events = make([]graph.Event, graph.MaxList+1) }},
		{"valid", func(n *graph.Node) { n.Valid.From = thirteen }},
		{"valid", func(n *graph.Node) { n.Valid = graph.Range{To: graph.Date{Year: 2000, Day: 5}} }},
		{"population", func(n *graph.Node) { n.Population = &graph.Population{Count: 1, Date: graph.Date{Month: 5}} }},
		{"population", func(n *graph.Node) { n.Population = &graph.Population{Count: -1} }},
		{"successor", func(n *graph.Node) { n.Successor = &graph.Succession{ID: "b", Date: thirteen} }},
		{"successor", func(n *graph.Node) {
			n.Successor = &graph.Succession{ID: "b", Date: graph.MustDate("2006"), Also: []string{"C"}}
		}},
		{"successor", func(n *graph.Node) {
			n.Successor = &graph.Succession{ID: "b", Date: graph.MustDate("2006"), Now: "\x00"}
		}},
		{"events", func(n *graph.Node) { n.Events = []graph.Event{{Kind: "renumbered", Date: thirteen}} }},
		{"events", func(n *graph.Node) { n.Events = []graph.Event{{Kind: "renumbered", Note: "\x00"}} }},
		{"events", func(n *graph.Node) { n.Events = []graph.Event{{Kind: "renumbered", Level: "galaxy"}} }},
	} {
		n := good
		x.change(&n)
		wantParam(t, n.Check(), x.param)
	}
}

func TestEdgeCheck(t *testing.T) {
	tie := graph.Edge{ID: "e", Kind: graph.SisterOf, Source: "a", Target: "b", Tie: "t", TieKind: graph.Friendship, Status: graph.Active, Role: graph.Original}
	succession := graph.Edge{ID: "e", Kind: graph.SucceededBy, Source: "b", Target: "a", Date: graph.MustDate("1990"), Change: graph.Split}
	membership := graph.Edge{ID: "e", Kind: graph.MemberOf, Source: "b", Target: "a", Role: graph.Founder}
	place := graph.Edge{ID: "e", Kind: graph.LocatedIn, Source: "b", Target: "a"}
	for _, good := range []graph.Edge{tie, succession, membership, place} {
		if err := good.Check(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	for _, c := range []struct {
		param  string
		edge   graph.Edge
		change func(*graph.Edge)
	}{
		{"id", tie, func(e *graph.Edge) { e.ID = "" }},
		{"kind", tie, func(e *graph.Edge) { e.Kind = "likes" }},
		{"source", tie, func(e *graph.Edge) { e.Source = "" }},
		{"target", tie, func(e *graph.Edge) { e.Target = "a" }},
		{"source", tie, func(e *graph.Edge) { e.Source, e.Target = "b", "a" }},
		{"tie", tie, func(e *graph.Edge) { e.Tie = "" }},
		{"tie_kind", tie, func(e *graph.Edge) { e.TieKind = "" }},
		{"status", tie, func(e *graph.Edge) { e.Status = "over" }},
		{"role", tie, func(e *graph.Edge) { e.Role = graph.Founder }},
		{"date", tie, func(e *graph.Edge) { e.Date = graph.MustDate("1990") }},
		{"date", succession, func(e *graph.Edge) { e.Date = graph.Date{} }},
		{"change", succession, func(e *graph.Edge) { e.Change = "vanished" }},
		{"role", membership, func(e *graph.Edge) { e.Role = "" }},
		{"role", place, func(e *graph.Edge) { e.Role = graph.Member }},
		{"tie", place, func(e *graph.Edge) { e.Signatory = "Hiraoka" }},
		{"tie", membership, func(e *graph.Edge) { e.Status = graph.Active }},
		{"valid", place, func(e *graph.Edge) { e.Valid = rangeOf("1990-04-01..1990-04-01") }},
		{"valid", place, func(e *graph.Edge) { e.Valid.From = graph.Date{Year: 1990, Month: 2, Day: 30} }},
		{"signed", tie, func(e *graph.Edge) { e.Signed = graph.Date{Year: 10000} }},
		{"date", succession, func(e *graph.Edge) { e.Date = graph.Date{Year: 1990, Month: 13} }},
		{"confidence", place, func(e *graph.Edge) { e.Confidence = "sure" }},
	} {
		e := c.edge
		c.change(&e)
		wantParam(t, e.Check(), c.param)
	}
}

// wantParam checks that one of the joined errors is about the parameter.
func wantParam(t *testing.T, err error, param string) {
	t.Helper()
	var params []string
	var collect func(error)
	collect = func(err error) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				collect(e)
			}
			return
		}
		var detail *graph.Error
		if errors.As(err, &detail) {
			params = append(params, detail.Param)
		}
	}
	collect(err)
	if !errors.Is(err, graph.ErrInvalid) || !slices.Contains(params, param) {
		t.Errorf("%v is about %q, not %q", err, params, param)
	}
}

func TestLabel(t *testing.T) {
	n := graph.Node{ID: "jp-34404", Names: graph.Names{En: "Fuchu", Ja: "府中町"}, Labels: graph.Labels{En: "Fuchu (town)"}}
	if n.Label("en") != "Fuchu (town)" || n.Label("fr") != "Fuchu (town)" || n.Label("ja") != "府中町" {
		t.Errorf("%q, %q", n.Label("en"), n.Label("ja"))
	}
	n = graph.Node{ID: "us-x", Names: graph.Names{En: "Dublin"}}
	if n.Label("ja") != "Dublin" || (&graph.Node{ID: "us-x"}).Label("ja") != "us-x" {
		t.Errorf("%q", n.Label("ja"))
	}
}

// A state is a partner of that level that lies in no other; a "district" may be either.
func TestIsState(t *testing.T) {
	for _, c := range []struct {
		node graph.Node
		want bool
	}{
		{graph.Node{Kind: graph.Partner, Level: "state"}, true}, {graph.Node{Kind: graph.Partner, Level: "territory"}, true}, {graph.Node{Kind: graph.Partner, Level: "district"}, true},
		{graph.Node{Kind: graph.Partner, Level: "district", Within: "ca-bc"}, false}, {graph.Node{Kind: graph.Partner, Level: "city"}, false}, {graph.Node{Kind: graph.Partner}, false},
		{graph.Node{Kind: graph.Prefecture, Level: "prefecture"}, false}, {graph.Node{Kind: graph.Organization, Level: "state"}, false},
	} {
		if c.node.IsState() != c.want {
			t.Errorf("%+v", c.node)
		}
	}
}

// The last holder of a lineage ends last, then started last; an unknown end is none, an unknown start is early.
func TestCompareHolders(t *testing.T) {
	want := []graph.Edge{{ID: "z", Valid: rangeOf("..1989-12-31")}, {ID: "y", Valid: rangeOf("1960..1990-04-01")}, {ID: "x", Valid: rangeOf("1970..1990-04-01")}, {ID: "a", Valid: rangeOf("..")},
		{ID: "b", Valid: rangeOf("..")}, {ID: "w", Valid: rangeOf("1955..")}, {ID: "a", Valid: rangeOf("1990-04-01..")}, {ID: "b", Valid: rangeOf("1990-04-01..")}}
	for i := range want {
		for j := range want {
			if got := graph.CompareHolders(&want[i], &want[j]); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%+v compared with %+v is %d", want[i], want[j], got)
			}
		}
	}
}

func TestAllCitations(t *testing.T) {
	n := messyNode()
	n.Normalize()
	if got := n.AllCitations(); !slices.Equal(got, []string{"1", "10", "2", "x", "y"}) || !slices.Equal(n.Citations, []string{"1", "10", "2"}) {
		t.Errorf("%v of %v", got, n.Citations)
	}
}

// Encode says every field: a field that its JSON left out would be lost in every store.
func TestEncodeKeepsEveryField(t *testing.T) {
	for _, record := range []any{&graph.Node{}, &graph.Edge{}, &graph.Source{}, &graph.Claim{}} {
		v := reflect.ValueOf(record).Elem()
		for i := range v.NumField() {
			full := reflect.New(v.Type())
			fill(full.Elem().Field(i))
			again := reflect.New(v.Type())
			if err := json.Unmarshal(graph.Encode(full.Interface()), again.Interface()); err != nil || !reflect.DeepEqual(full.Interface(), again.Interface()) {
				t.Errorf("%T.%s: %v", record, v.Type().Field(i).Name, err)
			}
		}
	}
}

// fill puts something in a value and in all that it holds.
func fill(v reflect.Value) {
	if d, ok := v.Addr().Interface().(*graph.Date); ok {
		*d = graph.MustDate("1957-03-09")
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1<<53 + 1)
	case reflect.Float64:
		v.SetFloat(0.1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic(v.Kind())
	}
}

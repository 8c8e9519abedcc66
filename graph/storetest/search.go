package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"enishi/graph"
	"enishi/graph/names/spelltable"
)

// finds is the order of hits and the filter of a search; what is a spelling of what is asked of the spelling table.
var finds = group{name: "hits", fixture: `
# sakura-1 (degree 2) and sakura-2 (degree 0) and sakura-3 (degree 2, one edge long gone) have one name; sakurai only begins so, and has most edges.
# kashima was a town until 1990. nobody has codes of two systems with one number.
x municipality en=Elsewhere
y municipality en=Faraway
sakura-3 municipality en=Sakura ja=佐倉市 kana=さくらし level=city
sakura-2 municipality en=Sakura ja=さくら市 kana=さくらし level=city
sakura-1 municipality en=Sakura ja=桜町 kana=さくらまち level=town within=jp-01
sakurai municipality en=Sakurai ja=桜井市 kana=さくらいし level=city
kashima municipality en=Kashima ja=鹿島町 level=town valid=..1990-04-01
jp-01 prefecture en=Hokkaido ja=北海道 level=prefecture
org-sakura organization en=Sakura_Society sector=ngo
nobody partner en=Somewhere codes=jis:04462,fips:04462
earlier municipality en=Former codes=jis-earlier:04463
e1: sakura-1 located_in x
e2: sakura-1 sister_of y
e3: sakura-3 located_in x
e4: sakura-3 sister_of y valid=1960..1970 status=ended
e5: sakurai located_in x
e6: sakurai sister_of y
e7: sakurai member_of x
`, cases: []dataCase{
	{"exact by degree, then id, before prefix", graph.SearchQuery{Text: "sakura", Filter: graph.Filter{NodeKinds: []graph.NodeKind{graph.Municipality}}},
		"sakura-1(exact en Sakura) sakura-3(exact en Sakura) sakura-2(exact en Sakura) sakurai(prefix en Sakurai) | total 4"},
	{"a page of hits", graph.SearchQuery{Text: "sakura", Limit: 2, Offset: 1, Filter: graph.Filter{NodeKinds: []graph.NodeKind{graph.Municipality}}},
		"sakura-3(exact en Sakura) sakura-2(exact en Sakura) | total 4"},
	{"past the last hit", graph.SearchQuery{Text: "sakura", Offset: 9, Filter: graph.Filter{NodeKinds: []graph.NodeKind{graph.Municipality}}}, "total 4"},
	{"everything on record unless a time is given", graph.SearchQuery{Text: "Kashima"}, "kashima(exact en Kashima) | total 1"},
	{"at a time", graph.SearchQuery{Text: "Kashima", Filter: at("1990-04-01")}, "total 0"},
	{"of a sector", graph.SearchQuery{Text: "Sakura", Filter: graph.Filter{Sectors: []graph.Sector{"ngo"}}}, "org-sakura(prefix en Sakura_Society) | total 1"},
	{"in a prefecture", graph.SearchQuery{Text: "Sakura", Filter: graph.Filter{Prefectures: []string{"jp-01"}}}, "sakura-1(exact en Sakura) | total 1"},
	{"a code with its system", graph.SearchQuery{Text: "jis:04462"}, "nobody(exact code jis:04462) | total 1"},
	{"an earlier code", graph.SearchQuery{Text: "jis:04463"}, "earlier(exact code jis:04463) | total 1"},
	{"nothing", graph.SearchQuery{Text: "qqqqqqqq"}, "total 0"},
	{"only marks", graph.SearchQuery{Text: "--- 。"}, "total 0"},
	{"no text", graph.SearchQuery{}, "error: invalid"},
	{"too long a text", graph.SearchQuery{Text: strings.Repeat("あ", graph.MaxSearch+1)}, "error: invalid"},
	{"no UTF-8", graph.SearchQuery{Text: "\xff"}, "error: invalid"},
	{"an offset of less than nothing", graph.SearchQuery{Text: "a", Offset: -1}, "error: invalid"},
	{"an offset too large", graph.SearchQuery{Text: "a", Offset: graph.MaxNodes + 1}, "error: invalid"},
	{"too many hits", graph.SearchQuery{Text: "a", Limit: graph.MaxPage + 1}, "error: invalid"},
}}

func searchTests(t *testing.T, store graph.Store) {
	t.Run(finds.name, func(t *testing.T) { finds.run(t, store) })
	t.Run("spellings", func(t *testing.T) { spellings(t, store) })
	t.Run("areas", func(t *testing.T) { areaOfHit(t, store) })
}

// areaOfHit follows the name of an area through releases: what lies in it is found by the name that the area has now, also where the area came later,
// was named anew, or is gone.
func areaOfHit(t *testing.T, store graph.Store) {
	city := graph.Node{ID: "town", Kind: graph.Municipality, Level: "city", Within: "jp-09", Names: graph.Names{En: "Sakura", Ja: "さくら市"}}
	area := func(en string) *graph.Release {
		return &graph.Release{Nodes: []graph.Node{{ID: "jp-09", Kind: graph.Prefecture, Level: "prefecture", Names: graph.Names{En: en}}}}
	}
	replace(t, store, &graph.Release{Nodes: []graph.Node{city, {ID: "other", Kind: graph.Municipality, Level: "city", Within: "jp-12", Names: graph.Names{En: "Sakura"}}}})
	for _, step := range []struct {
		name    string
		release *graph.Release
		area    string // the name that finds the town
	}{
		{"none yet", &graph.Release{}, ""}, {"it came later", area("Tochigi"), "Tochigi"}, {"named anew", area("Shimotsuke"), "Shimotsuke"},
		{"gone", &graph.Release{DeleteNodes: []string{"jp-09"}}, ""}, {"there again", area("Tochigi"), "Tochigi"},
	} {
		apply(t, store, step.release)
		for _, name := range []string{"Tochigi", "Shimotsuke"} {
			hit := find(t, store, "Sakura, "+name, city.ID)
			if found := hit != nil && hit.How == graph.Exact; found != (name == step.area) {
				t.Errorf("%s: \"Sakura, %s\" finds the town: %v", step.name, name, found)
			}
			if find(t, store, "Sakura, "+name, "other") != nil {
				t.Errorf("%s: \"Sakura, %s\" finds a town of another area", step.name, name)
			}
		}
		verify(t, store)
	}
}

// spellings asks every spelling of the table of a store that holds all bodies that the table names.
func spellings(t *testing.T, store graph.Store) {
	replace(t, store, corpus())
	for _, s := range spelltable.Spellings() {
		hit := find(t, store, s.Query, s.ID)
		switch {
		case hit == nil:
			t.Errorf("%q does not find %s (%s)", s.Query, s.ID, s.Comment)
		case string(hit.How) != s.How:
			t.Errorf("%q finds %s by %s, not %s (%s)", s.Query, s.ID, hit.How, s.How, s.Comment)
		}
	}
	for _, l := range spelltable.Lookalikes() {
		if hit := find(t, store, l.Query, l.ID); hit != nil && (l.Never == "any" || string(hit.How) == l.Never) {
			t.Errorf("%q finds %s by %s as %s (%s)", l.Query, l.ID, hit.How, hit.Name, l.Comment)
		}
	}
	verify(t, store)
}

// find returns the hit of a search that is the node.
func find(t *testing.T, store graph.Store, text, id string) *graph.Hit {
	t.Helper()
	result := must[graph.SearchResult](t)(store.Search(t.Context(), graph.SearchQuery{Text: text, Limit: graph.MaxPage}))
	i := slices.IndexFunc(result.Hits, func(h graph.Hit) bool { return h.Node.ID == id })
	if i < 0 {
		return nil
	}
	return &result.Hits[i]
}

// named are the bodies that the table names, and the areas that they lie in.
func named() map[string]bool {
	ids := map[string]bool{}
	add := func(id string) { ids[id], ids[id[:min(5, len(id))]] = true, true }
	for _, s := range spelltable.Spellings() {
		add(s.ID)
	}
	for _, l := range spelltable.Lookalikes() {
		add(l.ID)
	}
	return ids
}

// corpus makes nodes of the bodies that are named, and of areas that stand only in what lies in them.
func corpus() *graph.Release {
	r := &graph.Release{}
	wanted := named()
	bodies := slices.DeleteFunc(spelltable.Corpus(), func(e spelltable.Entry) bool { return !wanted[e.ID] })
	areas := map[string]bool{}
	for _, e := range bodies {
		areas[e.ID] = true
	}
	for _, e := range bodies {
		s := e.Subject
		n := graph.Node{ID: e.ID, Kind: graph.Partner, Level: graph.Level(s.Level), Names: graph.Names{En: s.En, Ja: s.Ja, Kana: s.Kana, Aliases: s.Aliases}}
		if s.Japanese {
			n.Kind = graph.Municipality
		}
		if area := e.ID[:min(5, len(e.ID))]; area != e.ID {
			n.Within = area
			if within := s.Within; !areas[area] && len(within) == 3 { // postal code, English, Japanese
				areas[area] = true
				r.Nodes = append(r.Nodes, graph.Node{ID: area, Kind: graph.Partner, Level: "state", Names: graph.Names{En: within[1], Ja: within[2]}, Codes: graph.Codes{"usps": {within[0]}}})
			}
		} else if s.Japanese {
			n.Kind = graph.Prefecture
		}
		for _, code := range s.Codes {
			system, value, ok := strings.Cut(code, ":")
			if !ok {
				panic(fmt.Sprintf("%s: a code without its system: %q", e.ID, code))
			}
			if n.Codes == nil {
				n.Codes = graph.Codes{}
			}
			n.Codes[system] = append(n.Codes[system], value)
		}
		if n.Level == "state" { // its postal code is among the names of what lies in it
			n.Codes["usps"] = []string{strings.ToUpper(strings.TrimPrefix(e.ID, "us-"))}
		}
		r.Nodes = append(r.Nodes, n)
	}
	return r
}

package apitest

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
)

// elsewhere are the places of answers where an id may stand that the answer does not resolve.
var elsewhere = regexp.MustCompile(`^(` +
	`/nodes/(within|successor/.*)` + // of a node that is only named: the list would have no end
	`|/prefectures/within|/prefecture/within` + // prefectures lie in nothing
	`|.*/(undated_)?records(/.*)?` + // what a figure counts, to be opened
	`|/items/(claims/)?value|.*/doubts/value` + // what a source says, which may be an id
	`|/items/(before|after)/.*` + // records as they were
	`)$`)

// unsourced are the answers that only find, count or rank, and name sources without bringing them.
var unsourced = []string{"search", "counts", "structure"}

// resolvable: every id of a node or source that an answer names stands in the answer, or is a key that stands there with its label.
func (c *Client) resolvable(t *testing.T) {
	nodes, sources := c.ids(t, "/nodes?time=any&undated=include&limit=500"), c.ids(t, "/sources?limit=500")
	asked := []route{}
	for _, r := range c.routes() {
		if !r.foreign {
			asked = append(asked, c.real(t, r))
		}
	}
	for name, paths := range map[string][]string{
		"search": {"/search?q=Sanbongi", "/search?q=%E9%95%B7%E6%B5%9C"}, "resolve": {"/resolve?name=Sendai"}, "node": {"/nodes/jp-04462-2006", "/nodes/us-ca-riverside"},
		"partners": {"/nodes/jp-04/partners?scope=within&time=any", "/nodes/us-ca/partners?scope=within&time=any", "/nodes/jp-04100/partners", "/nodes/jp-04462-2006/partners?as_of=2000"},
		"history":  {"/nodes/jp-25203/history", "/nodes/jp-04462-2006/history", "/nodes/us-ca-riverside/history"}, "nodes": {"/nodes?limit=50&node_kind=municipality&time=any", "/nodes?limit=50&node_kind=organization"},
		"edges": {"/edges?limit=200&time=any&edge_kind=sister_of,member_of"}, "neighbors": {"/nodes/jp-13/neighbors?time=any&limit=200"}, "claims": {"/claims?limit=200"}, "conflicts": {"/conflicts?limit=200"}, "gaps": {"/gaps?limit=200"},
		"anniversaries": {"/anniversaries?year=2027"}, "dossier": {"/dossiers/jp-04?as_of=1989-08", "/dossiers/jp-22?time=any"}, "changes": {"/dossiers/jp-22/changes?from=1989-08"}, "compare": {"/compare?prefectures=study&as_of=1989-08"},
		"graph": {"/graph?from=jp-04100&depth=2", "/graph?time=any&edge_kind=sister_of"}, "paths": {"/paths?from=jp-04100&to=us-ga-dublin&mode=k", "/paths?from=jp-04462-2006&to=us-ca-riverside"},
		"tally": {"/tally?rows=prefecture&cols=state&time=any"}, "structure": {"/structure?measure=communities&limit=5", "/structure?measure=bridges&limit=50", "/structure?measure=articulation&limit=50"},
	} {
		for _, path := range paths {
			asked = append(asked, route{name: name, path: prefix + path})
		}
	}
	for _, r := range asked {
		a := c.Get(t, r.path)
		var body map[string]any
		if err := json.Unmarshal(a.Body, &body); err != nil || a.Status != 200 {
			t.Errorf("%s: %d %v %.300s", a.Request, a.Status, err, a.Body)
			continue
		}
		delete(body, "meta")
		delete(body, "links")
		there := map[string]bool{}
		bring(body, there)
		named := 0
		eachText(body, "", func(at, text string) {
			if !nodes[text] && !sources[text] || elsewhere.MatchString(at) || sources[text] && slices.Contains(unsourced, r.name) || r.name == "counts" && at == "/node/within" {
				return
			}
			named++
			if !there[text] {
				t.Errorf("%s: %s names %s, which the answer does not have", r.path, at, text)
			}
		})
		if named == 0 && !slices.Contains([]string{"dataset", "release", "releases", "timeline", "diff"}, r.name) {
			t.Errorf("%s: no id of a node or source is named", r.path)
		}
	}
}

// ids are those of a whole list.
func (c *Client) ids(t *testing.T, path string) map[string]bool {
	all := map[string]bool{}
	for next := prefix + path; next != ""; {
		a := c.Get(t, next)
		for _, id := range a.Texts(t, "items", "id") {
			all[id] = true
		}
		next = a.Text(t, "links/next")
	}
	if len(all) < 1000 {
		t.Fatalf("%s: %d ids", path, len(all))
	}
	return all
}

// bring collects the ids that a JSON value resolves: of nodes (they have names), of sources (a locator), and keys with a label.
func bring(v any, into map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			bring(item, into)
		}
	case map[string]any:
		id, _ := v["id"].(string)
		key, _ := v["key"].(string)
		switch {
		case id != "" && (v["names"] != nil && v["kind"] != nil || v["locator"] != nil):
			into[id] = true
		case key != "" && v["label"] != nil:
			into[key] = true
		}
		for _, item := range v {
			bring(item, into)
		}
	}
}

// eachText calls do for every text of a JSON value, with the names of the members that lead to it.
func eachText(v any, at string, do func(at, text string)) {
	switch v := v.(type) {
	case string:
		do(at, v)
	case []any:
		for _, item := range v {
			eachText(item, at, do)
		}
	case map[string]any:
		for name, item := range v {
			eachText(item, at+"/"+name, do)
		}
	}
}

package apitest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"enishi/api"
	"enishi/graph"
)

const prefix = "/api/v1"

// Run runs the table, and what holds for every route, over a store that holds the bundled dataset.
func Run(t *testing.T, store graph.Store) {
	c := NewClient(t, api.New(api.Config{Store: store, Rate: -1}))
	t.Run("cases", func(t *testing.T) {
		for _, tc := range Cases {
			t.Run(tc.Name, func(t *testing.T) { c.run(t, tc) })
		}
	})
	t.Run("every route", func(t *testing.T) {
		for _, r := range c.routes() {
			t.Run(r.name, func(t *testing.T) { c.everyRoute(t, r) })
		}
	})
	t.Run("seven prefectures", c.sevenPrefectures)
	t.Run("pages", c.pages)
	t.Run("named", c.named)
	t.Run("resolvable", c.resolvable)
	t.Run("cursors", c.cursors)
	t.Run("matrix", c.matrix)
	t.Run("k paths", c.kPaths)
	t.Run("hostile values", c.hostile)
}

func (c *Client) run(t *testing.T, tc Case) {
	path := prefix + tc.Path
	if strings.HasPrefix(tc.Path, "//") {
		path = tc.Path[1:]
	}
	a := c.Get(t, path, tc.Header...)
	want := tc.Status
	if want == 0 {
		want = http.StatusOK
	}
	if a.Status != want {
		t.Fatalf("%s: status %d, want %d: %.600s", a.Request, a.Status, want, a.Body)
	}
	for _, where := range slices.Sorted(maps.Keys(tc.Want)) {
		if name, ok := strings.CutSuffix(where, ":"); ok {
			if got := a.Header.Get(name); got != tc.Want[where] {
				t.Errorf("%s: header %s is %q, want %q", a.Request, name, got, tc.Want[where])
			}
			continue
		}
		got := a.Text(t, where)
		if got != tc.Want[where] && !(strings.Contains(where, "sentence") && strings.HasPrefix(got, tc.Want[where])) {
			t.Errorf("%s: %s is %q, want %q", a.Request, where, got, tc.Want[where])
		}
	}
	for _, where := range tc.Not {
		if got := a.At(t, where); got != nil {
			t.Errorf("%s: %s is %v, want nothing there", a.Request, where, got)
		}
	}
	if want >= 400 {
		if a.Text(t, "request_id") == "" || a.Text(t, "request_id") != a.Header.Get("X-Request-Id") || a.Text(t, "status") != strconv.Itoa(want) || a.Text(t, "title") == "" {
			t.Errorf("%s: the problem lacks status, title or request id: %s", a.Request, a.Body)
		}
	}
}

// route is a GET of the document with an address that answers 200.
type route struct {
	name, path string
	params     openapi3.Parameters
	foreign    bool // its shapes are another standard's, without links
	form       bool // also POST
}

// routes are the open GETs of the document under the prefix, each with its examples as an address.
func (c *Client) routes() []route {
	var out []route
	for path, item := range c.doc.Paths.Map() {
		if item.Get == nil || item.Get.Security != nil || !strings.HasPrefix(path, prefix) || item.Get.Responses.Status(http.StatusOK).Value.Content.Get("application/json") == nil {
			continue
		}
		query := url.Values{}
		address := path
		for _, p := range item.Get.Parameters {
			if p.Value.Example == nil || !p.Value.Required && p.Value.Name != "code" && p.Value.Name != "from" {
				continue
			}
			if text := fmt.Sprint(p.Value.Example); p.Value.In == "path" {
				address = strings.ReplaceAll(address, "{"+p.Value.Name+"}", text)
			} else {
				query.Set(p.Value.Name, strings.ReplaceAll(strings.Trim(text, "[]"), " ", ","))
			}
		}
		if len(query) > 0 {
			address += "?" + query.Encode()
		}
		out = append(out, route{item.Get.OperationID, address, item.Get.Parameters, item.Get.Tags[0] == "Reconciliation", item.Post != nil})
	}
	slices.SortFunc(out, func(a, b route) int { return strings.Compare(a.name, b.name) })
	return out
}

// real replaces the example of a source, whose id is a hash, by one that is there.
func (c *Client) real(t *testing.T, r route) route {
	if r.name == "source" {
		r.path = prefix + "/sources/" + c.Get(t, prefix+"/sources?limit=1").Text(t, "items/0/id")
	}
	return r
}

func with(path, query string) string {
	if strings.Contains(path, "?") {
		return path + "&" + query
	}
	return path + "?" + query
}

func (c *Client) everyRoute(t *testing.T, r route) {
	r = c.real(t, r)
	a := c.Get(t, r.path)
	if a.Status != http.StatusOK {
		t.Fatalf("%s: %d %.300s", a.Request, a.Status, a.Body)
	}
	tag := a.Header.Get("ETag")
	if tag == "" || strings.HasPrefix(tag, "W/") {
		t.Errorf("ETag is %q, want a strong one", tag)
	}
	again := c.Get(t, r.path)
	if again.Header.Get("ETag") != tag || !bytes.Equal(again.Body, a.Body) {
		t.Error("the same question gives another answer")
	}
	for _, condition := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
		if n := c.Get(t, r.path, "If-None-Match", condition); n.Status != http.StatusNotModified || len(n.Body) > 0 || n.Header.Get("ETag") != tag {
			t.Errorf("If-None-Match: %s gives %d with ETag %s and %d bytes, want 304", condition, n.Status, n.Header.Get("ETag"), len(n.Body))
		}
	}
	if n := c.Get(t, r.path, "If-None-Match", `"other"`); n.Status != http.StatusOK {
		t.Errorf("another ETag gives %d, want 200", n.Status)
	}
	ja := c.Get(t, with(r.path, "lang=ja"))
	if ja.Header.Get("ETag") == tag || ja.Header.Get("Content-Language") != "ja" {
		t.Errorf("lang=ja has ETag %s and language %q", ja.Header.Get("ETag"), ja.Header.Get("Content-Language"))
	}
	if vary := a.Header.Get("Vary"); !strings.Contains(vary, "Accept-Language") || !strings.Contains(vary, "Accept-Encoding") {
		t.Errorf("Vary is %q", vary)
	}
	head := c.Do(t, http.MethodHead, r.path, "")
	if len(head.Body) > 0 || head.Status != a.Status || head.Header.Get("Content-Length") != strconv.Itoa(len(a.Body)) || head.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d, %d bytes, headers %v", head.Status, len(head.Body), head.Header)
	}
	if r.foreign {
		if a.At(t, "links") != nil {
			t.Errorf("links in the shape of another standard: %.300s", a.Body)
		}
	} else if self := a.Text(t, "links/self"); self == "" || c.Get(t, self).Status != http.StatusOK || !bytes.Equal(c.Get(t, self).Body, a.Body) {
		t.Errorf("links.self %q does not give the same answer", a.Text(t, "links/self"))
	}
	c.codings(t, r, a)
	c.methods(t, r)
	c.strictness(t, r)
	c.formats(t, r)
	c.cors(t, a)
}

// codings: gzip and zstd give the same bytes under their own ETags.
func (c *Client) codings(t *testing.T, r route, plain *Answer) {
	g := c.Get(t, r.path, "Accept-Encoding", "gzip, br")
	if g.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(g.Body))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(body, plain.Body) {
			t.Errorf("%s: gzip holds another answer: %s", r.name, cmp.Diff(string(plain.Body), string(body)))
		}
		if g.Header.Get("ETag") == plain.Header.Get("ETag") {
			t.Error("two codings under one strong ETag")
		}
		if n := c.Get(t, r.path, "Accept-Encoding", "gzip", "If-None-Match", g.Header.Get("ETag")); n.Status != http.StatusNotModified {
			t.Errorf("the ETag of gzip gives %d, want 304", n.Status)
		}
	} else if len(plain.Body) > 2048 {
		t.Errorf("%d bytes are not compressed", len(plain.Body))
	}
	if z := c.Get(t, r.path, "Accept-Encoding", "gzip;q=0.5, zstd"); len(plain.Body) > 2048 && z.Header.Get("Content-Encoding") != "zstd" {
		t.Errorf("zstd is wanted most, and the coding is %q", z.Header.Get("Content-Encoding"))
	}
	if z := c.Get(t, r.path, "Accept-Encoding", "gzip;q=0"); z.Header.Get("Content-Encoding") != "" {
		t.Errorf("gzip is refused, and the coding is %q", z.Header.Get("Content-Encoding"))
	}
}

func (c *Client) methods(t *testing.T, r route) {
	o := c.Do(t, http.MethodOptions, r.path, "")
	if o.Status != http.StatusNoContent || !strings.Contains(o.Header.Get("Allow"), "GET") || !strings.Contains(o.Header.Get("Allow"), "HEAD") {
		t.Errorf("OPTIONS: %d, Allow %q", o.Status, o.Header.Get("Allow"))
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, "BREW"} {
		if method == http.MethodPost && r.form {
			continue
		}
		if a := c.Do(t, method, r.path, ""); a.Status != http.StatusMethodNotAllowed || !strings.Contains(a.Header.Get("Allow"), "GET") {
			t.Errorf("%s: %d, Allow %q; want 405", method, a.Status, a.Header.Get("Allow"))
		}
	}
}

func (c *Client) strictness(t *testing.T, r route) {
	a := c.Get(t, with(r.path, "no_such=1"))
	if a.Status != http.StatusBadRequest || a.Text(t, "errors/0/parameter") != "no_such" {
		t.Errorf("%s: %d %s, want 400 that names no_such", a.Request, a.Status, a.Body)
	}
	detail := a.Text(t, "errors/0/detail")
	for _, p := range r.params {
		if p.Value.In == "query" && !strings.Contains(detail, p.Value.Name) {
			t.Errorf("the problem does not list %s: %s", p.Value.Name, detail)
		}
	}
	if a := c.Get(t, r.path, "Accept", "image/png"); a.Status != http.StatusNotAcceptable {
		t.Errorf("Accept: image/png gives %d, want 406", a.Status)
	}
}

// selfContained are the formats of text that say whom to credit and where they come from.
var selfContained = []string{"node-link", "graphology", "cytoscape", "jgf", "graphml", "gexf", "geojson", "jsonld", "atom"}

// formats: each is given by name and by its media type, as a file with a name, in both languages.
func (c *Client) formats(t *testing.T, r route) {
	var format *openapi3.Parameter
	for _, p := range r.params {
		if p.Value.Name == "format" {
			format = p.Value
		}
	}
	credit := c.Get(t, prefix+"/dataset").Text(t, "credits/0/credit")
	tags := map[string]bool{}
	for _, name := range format.Schema.Value.Enum {
		a := c.Get(t, with(r.path, fmt.Sprintf("format=%v&lang=ja", name)))
		if a.Status != http.StatusOK || len(a.Body) == 0 || tags[a.Header.Get("ETag")] {
			t.Errorf("format=%v: %d, %d bytes, ETag %s: %.300s", name, a.Status, len(a.Body), a.Header.Get("ETag"), a.Body)
			continue
		}
		tags[a.Header.Get("ETag")] = true
		if name == "json" {
			continue
		}
		if slices.Contains(selfContained, fmt.Sprint(name)) {
			text := html.UnescapeString(string(a.Body))
			if !strings.Contains(text, credit) || !strings.Contains(text, "http://enishi.example"+prefix) {
				t.Errorf("format=%v names no credit or no address of this server: %.500s", name, text)
			}
		}
		shown := "attachment"
		if name == "html" {
			shown = "inline"
		}
		if file := a.Header.Get("Content-Disposition"); !strings.HasPrefix(file, shown+`; filename="enishi-`+r.name) {
			t.Errorf("format=%v: Content-Disposition %q", name, file)
		}
		mediaType, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		if b := c.Get(t, with(r.path, "lang=ja"), "Accept", mediaType); b.Header.Get("Content-Type") != a.Header.Get("Content-Type") || !bytes.Equal(a.Body, b.Body) {
			t.Errorf("Accept: %s is answered by %d %q", mediaType, b.Status, b.Header.Get("Content-Type"))
		}
	}
}

func (c *Client) cors(t *testing.T, a *Answer) {
	for name, want := range map[string]string{"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// sevenPrefectures: the lineages of the study's prefectures and of all.
func (c *Client) sevenPrefectures(t *testing.T) {
	want := map[string]int{"jp-04": 13, "jp-21": 10, "jp-22": 22, "jp-25": 18, "jp-32": 4, "jp-35": 6, "jp-39": 4}
	all := 0
	for i := 1; i <= 47; i++ {
		id := fmt.Sprintf("jp-%02d", i)
		a := c.Get(t, prefix+"/nodes/"+id+"/partners?scope=within&time=any")
		ties := a.Texts(t, "ties", "tie")
		if n, ok := want[id]; ok && len(ties) != n {
			t.Errorf("%s has %d lineages, want %d", id, len(ties), n)
		}
		slices.Sort(ties)
		if len(slices.Compact(slices.Clone(ties))) != len(ties) {
			t.Errorf("%s: a lineage stands twice", id)
		}
		all += len(ties)
	}
	if all != 487 {
		t.Errorf("all prefectures have %d lineages, want 487", all)
	}
}

// pages: walking a list by its links gives every item once, in order.
func (c *Client) pages(t *testing.T) {
	for _, list := range []struct{ path, items, member string }{
		{"/nodes?node_kind=organization&limit=97", "items", "id"},
		{"/edges?edge_kind=sister_of&time=any&limit=123", "items", "id"},
		{"/sources?limit=500", "items", "id"},
		{"/claims?limit=200", "items", "id"},
		{"/conflicts?limit=50", "items", "id"},
		{"/nodes/jp-13/neighbors?time=any&limit=50", "items", "id"},
		{"/search?q=%E5%B8%82&limit=100", "hits", "node"},
		{"/releases/r1/diff?limit=500&lang=ja", "items", "id"},
		{"/structure?measure=degree&edge_kind=sister_of&limit=200", "items", "node"},
	} {
		t.Run(list.path, func(t *testing.T) {
			seen := map[string]bool{}
			next, total, count := prefix+list.path, "", 0
			for page := 0; next != "" && page < 40; page++ {
				a := c.Get(t, next)
				if a.Status != http.StatusOK {
					t.Fatalf("%s: %d %.300s", a.Request, a.Status, a.Body)
				}
				for _, id := range a.Texts(t, list.items, list.member) {
					if seen[id] && list.member == "id" && !strings.Contains(list.path, "diff") {
						t.Errorf("%s stands twice", id)
					}
					seen[id] = true
					count++
				}
				total = a.Text(t, "meta/total")
				if next = a.Text(t, "links/next"); next != "" && !strings.Contains(a.Header.Get("Link"), "<"+next+`>; rel="next"`) {
					t.Errorf("Link is %q, links.next %q", a.Header.Get("Link"), next)
				}
			}
			if next == "" && strconv.Itoa(count) != total {
				t.Errorf("%d items on all pages, meta.total says %s", count, total)
			}
			if count == 0 {
				t.Error("no items")
			}
		})
	}
}

// named: a page of a list brings the records that its items name, those that these name in turn as their ends and citations, and no others.
func (c *Client) named(t *testing.T) {
	for _, path := range []string{"/gaps?limit=2", "/conflicts?limit=2", "/nodes?limit=2&node_kind=organization", "/edges?limit=2&edge_kind=sister_of", "/nodes/jp-13/neighbors?limit=2", "/claims?limit=2", "/search?q=%E5%B8%82&limit=2",
		"/structure?measure=degree&limit=2", "/anniversaries?year=2027", "/dossiers/jp-04/changes?from=1989-08"} {
		a := c.Get(t, prefix+path)
		if a.Status != http.StatusOK {
			t.Fatalf("%s: %d %.300s", a.Request, a.Status, a.Body)
		}
		said := map[string]bool{}
		for _, part := range []string{"items", "hits", "prefecture", "same", "unclear"} {
			texts(a.At(t, part), said)
		}
		for _, part := range []string{"edges", "nodes", "sources"} {
			records, _ := a.At(t, part).([]any)
			for _, r := range records {
				record := r.(map[string]any)
				id, tie := record["id"].(string), record["tie"]
				if name, ok := tie.(string); !said[id] && !(ok && said[name]) {
					t.Errorf("%s: %s has %s, which nothing names", path, part, id)
				}
			}
			texts(records, said)
		}
	}
}

// texts collects every text of a JSON value.
func texts(v any, into map[string]bool) {
	switch v := v.(type) {
	case string:
		into[v] = true
	case []any:
		for _, item := range v {
			texts(item, into)
		}
	case map[string]any:
		for _, item := range v {
			texts(item, into)
		}
	}
}

// cursors: bound to their question and to their text.
func (c *Client) cursors(t *testing.T) {
	a := c.Get(t, prefix+"/search?q=%E5%B8%82&limit=3")
	next, err := url.Parse(a.Text(t, "links/next"))
	if err != nil {
		t.Fatal(err)
	}
	cursor := next.Query().Get("cursor")
	if got := c.Get(t, next.String()); got.Status != http.StatusOK {
		t.Errorf("the next page of a Japanese search: %d %s", got.Status, got.Body)
	}
	if got := c.Get(t, prefix+"/search?q=%E5%B8%82&limit=7&lang=ja&cursor="+cursor); got.Status != http.StatusOK {
		t.Errorf("another limit and language may go on: %d %s", got.Status, got.Body)
	}
	refused := []string{"/search?q=%E7%94%BA&limit=3&cursor=" + cursor, "/search?q=%E5%B8%82&node_kind=partner&cursor=" + cursor, "/nodes?cursor=" + cursor, "/search?q=%E5%B8%82&cursor=" + cursor + "A",
		"/search?q=%E5%B8%82&cursor=" + cursor[:len(cursor)-1]}
	for i := range cursor {
		b := []byte(cursor)
		if b[i]++; b[i] != '"' {
			refused = append(refused, "/search?q=%E5%B8%82&cursor="+url.QueryEscape(string(b)))
		}
	}
	for _, path := range refused {
		if got := c.Get(t, prefix+path); got.Status != http.StatusBadRequest || got.Text(t, "errors/0/parameter") != "cursor" {
			t.Errorf("%s: %d %.200s, want 400 for cursor", path, got.Status, got.Body)
		}
	}
}

// matrix: its cells count the lineages that the list of edges with the same filter has.
func (c *Client) matrix(t *testing.T) {
	for _, filter := range []string{"as_of=1989-08", "as_of=2003-04-01&undated=include", "time=any", "prefecture=jp-22,jp-25", "from_date=1980&to_date=1989&tie_kind=sister-city"} {
		m := c.Get(t, prefix+"/matrix?"+filter)
		sum := 0
		cells, _ := m.At(t, "cells").([]any)
		for _, cell := range cells {
			sum += int(cell.(map[string]any)["count"].(float64))
		}
		ties := map[string]bool{}
		for next := prefix + "/edges?edge_kind=sister_of&limit=500&" + filter; next != ""; {
			page := c.Get(t, next)
			for _, tie := range page.Texts(t, "items", "tie") {
				ties[tie] = true
			}
			next = page.Text(t, "links/next")
		}
		if sum != len(ties) || m.Text(t, "total") != strconv.Itoa(sum) || sum == 0 {
			t.Errorf("%s: cells sum to %d, total %s, %d distinct ties in the list of edges", filter, sum, m.Text(t, "total"), len(ties))
		}
	}
}

// kPaths: five different loopless paths in order of cost, each told in both languages.
func (c *Client) kPaths(t *testing.T) {
	a := c.Get(t, prefix+"/paths?from=jp-22100&to=jp-04100&mode=k&k=5")
	paths, _ := a.At(t, "paths").([]any)
	if len(paths) != 5 {
		t.Fatalf("%d paths, want 5", len(paths))
	}
	seen, last := map[string]bool{}, 0.0
	for i := range paths {
		at := "paths/" + strconv.Itoa(i)
		key := a.Text(t, at+"/nodes")
		if seen[key] {
			t.Errorf("path %s stands twice", key)
		}
		seen[key] = true
		nodes, _ := a.At(t, at+"/nodes").([]any)
		once := map[any]bool{}
		for _, n := range nodes {
			if once[n] {
				t.Errorf("path %s passes %s twice", key, n)
			}
			once[n] = true
		}
		cost, _ := a.At(t, at+"/cost").(float64)
		if cost < last {
			t.Errorf("path %d costs %v after %v", i, cost, last)
		}
		last = cost
		if en, ja := a.Text(t, at+"/sentence/en"), a.Text(t, at+"/sentence/ja"); !strings.HasSuffix(en, ".") || !strings.HasSuffix(ja, "。") || strings.ContainsAny(en+ja, "{}") {
			t.Errorf("sentences %q, %q", en, ja)
		}
	}
}

// hostileValues are given to every parameter of every route.
var hostileValues = []string{"", " ", "'", "\"", "\x00", "\xff\xfe", "%00", "../../etc/passwd", "' OR 1=1 --", "`}) MATCH (n) DETACH DELETE n //", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", "${jndi:ldap://x}",
	"-1", "0", "99999999999999999999", "1e9", "NaN", "0x10", "١٢", "2003-02-31", "0000", "9999-12-31", "10000-01-01", ",", ",,,", "a,b,", "now", "any", "true", "TRUE", "null", "undefined", "[]", "{}", "jp-04,jp-04", "日本語", "\u202e\u2066", "e\u0301\u0301\u0301",
	"\U0001F468\u200d\U0001F469\u200d\U0001F467", strings.Repeat("a", 10_000), strings.Repeat("a,", 600), strings.Repeat("あ", 3_000), "\r\nSet-Cookie: a=b", "jp-04\n", "$ne", "*", "?", "#", "&", ";", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"}

// hostile: no parameter of any route can be made to fail the server. Every value meets every kind of parameter; ENISHI_REQUESTS says how many requests are made, all there are at most.
func (c *Client) hostile(t *testing.T) {
	c.sample = 5 // thousands of answers of a few forms
	budget, all := 5000, 0
	if n, err := strconv.Atoi(os.Getenv("ENISHI_REQUESTS")); err == nil {
		budget = n
	}
	for _, r := range c.routes() {
		all += len(r.params) * len(hostileValues)
	}
	step, n := max(1, all/budget), 0
	for gcd(step, len(hostileValues)) != 1 { // so that no value is always passed over
		step++
	}
	for _, r := range c.routes() {
		r = c.real(t, r)
		base, err := url.Parse(r.path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(r.name, func(t *testing.T) {
			for _, p := range r.params {
				for _, v := range hostileValues {
					if n++; n%step != 0 {
						continue
					}
					path := r.path
					switch p.Value.In {
					case "path":
						i := strings.Index(c.template(r.name), "{id}")
						rest := c.template(r.name)[i+len("{id}"):]
						path = c.template(r.name)[:i] + url.PathEscape(v) + rest
						if base.RawQuery != "" {
							path += "?" + base.RawQuery
						}
					case "query":
						q := base.Query()
						q.Set(p.Value.Name, v)
						path = base.EscapedPath() + "?" + q.Encode()
					}
					headers := []string{}
					if p.Value.In == "header" {
						headers = []string{p.Value.Name, strings.Map(printable, v)}
					}
					a := c.Get(t, path, headers...)
					if a.Status >= 500 {
						t.Errorf("%s=%.60q: %d %.300s", p.Value.Name, v, a.Status, a.Body)
					}
				}
			}
		})
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

// template is the path of an operation as the document has it.
func (c *Client) template(operation string) string {
	for path, item := range c.doc.Paths.Map() {
		if item.Get != nil && item.Get.OperationID == operation {
			return path
		}
	}
	return ""
}

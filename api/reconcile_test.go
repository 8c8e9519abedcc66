package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"enishi/api"
	"enishi/api/apitest"
)

const reconcile = "/api/v1/reconcile"

var asForm = []string{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}

// form is the body of a POST as OpenRefine sends it.
func form(name, text string) string { return url.Values{name: {text}}.Encode() }

// local is the path of an address in the manifest, which must be in full and of the host asked.
func local(t *testing.T, address string) string {
	t.Helper()
	path, ok := strings.CutPrefix(address, "http://enishi.example")
	if !ok {
		t.Errorf("%q is not an address of the host asked", address)
	}
	return path
}

// TestReconcileFlow does what OpenRefine does with a column of names, on a few records: manifest, guess of types, batch, suggestions, preview, extension.
func TestReconcileFlow(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: exampleStore(t), Rate: -1, Page: fstest.MapFS{"index.html": {Data: []byte("page")}}}))
	m := c.Get(t, reconcile)
	if m.Text(t, "versions/0") != "0.2" || m.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(m.Text(t, "view/url"), "{{id}}") {
		t.Fatalf("%s", m.Body)
	}
	if view := c.Get(t, local(t, strings.ReplaceAll(m.Text(t, "view/url"), "{{id}}", "jp-04")), "Accept", "text/html"); view.Status != 200 || string(view.Body) != "page" {
		t.Errorf("the page of a record: %d %s", view.Status, view.Body)
	}
	service := func(where string) string {
		return local(t, m.Text(t, where+"/service_url")) + m.Text(t, where+"/service_path")
	}

	a := c.Do(t, http.MethodPost, reconcile, form("queries", `{"q0":{"query":"Sendai","limit":3},"q1":{"query":"仙台市","type":"municipality","type_strict":"should"},"q2":{"query":"Shizuoka"},
		"q3":{"query":"Shizuoka","type":["prefecture"]},"q4":{"query":"Riverside","properties":[{"pid":"state","v":"California"}]},"q5":{"query":"Riverside","properties":[{"pid":"within","v":{"id":"us-ga","name":"Georgia"}}]},
		"q6":{"query":"jis:04462"},"q7":{"query":"Atlantis"},"q8":{"properties":[{"pid":"jis","v":"04100"}]},"q9":{"query":"Sendai","type":"partner"},"qa":{"query":"jp-04215"},"qb":{"query":"Rivers"},
		"qc":{"query":"Stockton","properties":[{"pid":"state","v":["Georgia","us-ca"]},{"pid":"level","v":"city"}]},"qd":{"query":"Sendai","type":["municipality","partner"],"type_strict":"all"}}`), asForm...)
	if a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	for key, want := range map[string]struct {
		id, match, score string
	}{
		"q0": {"jp-04100", "true", "100"}, "q1": {"jp-04100", "true", "100"},
		"q2": {"", "false", "100"}, // a prefecture and a city
		"q3": {"jp-22", "true", "100"}, "q4": {"us-ca-riverside", "true", "100"}, "q5": {"us-ca-riverside", "false", "50"},
		"q6": {"jp-04462-2006", "true", "100"}, "q8": {"jp-04100", "true", "100"}, "qa": {"jp-04215", "true", "100"}, "qb": {"us-ca-riverside", "false", "80"}, "qc": {"us-ca-stockton", "true", "100"},
	} {
		at := key + "/result/0/"
		if got := a.Text(t, at+"id"); want.id != "" && got != want.id || a.Text(t, at+"match") != want.match || a.Text(t, at+"score") != want.score {
			t.Errorf("%s: %s, match %s, score %s; want %v", key, got, a.Text(t, at+"match"), a.Text(t, at+"score"), want)
		}
	}
	for _, key := range []string{"q7", "q9", "qd"} {
		if list, ok := a.At(t, key+"/result").([]any); !ok || len(list) != 0 {
			t.Errorf("%s: %v, want an empty list", key, list)
		}
	}
	if a.Text(t, "q0/result/0/type/0/id") != "municipality" || a.Text(t, "q5/result/0/features/1/value") != "0" {
		t.Errorf("%s", a.Body)
	}
	get := c.Get(t, reconcile+"?"+form("queries", `{"a":{"query":"仙台市"}}`)+"&lang=ja")
	if get.Text(t, "a/result/0/name") != "仙台市" || get.Header.Get("ETag") == "" {
		t.Errorf("%s", get.Body)
	}

	for where, want := range map[string]string{"suggest/entity": "us-ca-stockton", "suggest/type": "", "suggest/property": ""} {
		s := c.Get(t, service(where)+"?prefix=Stock")
		if got := s.Text(t, "result/0/id"); s.Status != 200 || got != want && want != "" {
			t.Errorf("%s: %d %s", where, s.Status, s.Body)
		}
	}
	if s := c.Get(t, service("suggest/entity")+"?prefix=s&type=municipality&cursor=1"); len(s.Texts(t, "result", "id")) != len(c.Get(t, service("suggest/entity")+"?prefix=s&type=municipality").Texts(t, "result", "id"))-1 {
		t.Errorf("cursor=1 leaves out something else than the first: %s", s.Body)
	}
	if s := c.Get(t, service("suggest/type")+"?prefix="); len(s.Texts(t, "result", "id")) != 5 {
		t.Errorf("%s", s.Body)
	}
	if s := c.Get(t, service("suggest/property")+"?prefix=JIS"); strings.Join(s.Texts(t, "result", "id"), " ") != "jis jis-earlier" {
		t.Errorf("%s", s.Body)
	}

	p := c.Get(t, local(t, strings.ReplaceAll(m.Text(t, "preview/url"), "{{id}}", "jp-04100")), "Accept", "text/html,*/*;q=0.1")
	if p.Status != 200 || !strings.Contains(string(p.Body), "仙台市") || strings.Contains(string(p.Body), "<script") || p.Header.Get("X-Frame-Options") != "" || !strings.Contains(p.Header.Get("Content-Security-Policy"), "frame-ancestors *") || p.Header.Get("Content-Disposition") != "" {
		t.Errorf("preview: %d %v %s", p.Status, p.Header, p.Body)
	}
	if p := c.Get(t, reconcile+"/preview?id=jp-99"); p.Status != 404 {
		t.Errorf("a preview of nothing: %d", p.Status)
	}

	proposed := c.Get(t, service("extend/propose_properties")+"?type=municipality&limit=4")
	if len(proposed.Texts(t, "properties", "id")) != 4 {
		t.Errorf("%s", proposed.Body)
	}
	x := c.Do(t, http.MethodPost, reconcile, form("extend", `{"ids":["jp-04100","jp-04462-2006","jp-00000"],"properties":[{"id":"jis"},{"id":"within"},{"id":"label_ja"},{"id":"valid_to"},{"id":"successor"},{"id":"lat"},{"id":"wikidata"}]}`), asForm...)
	for where, want := range map[string]string{"meta/1/id": "within", "rows/jp-04100/jis/0/str": "04100", "rows/jp-04100/within/0/id": "jp-04", "rows/jp-04100/within/0/name": "Miyagi Prefecture", "rows/jp-04100/label_ja/0/str": "仙台市",
		"rows/jp-04462-2006/valid_to/0/str": "2006-03-31", "rows/jp-04462-2006/successor/0/id": "jp-04215", "rows/jp-04462-2006/successor/0/name": "Osaki", "rows/jp-04100/lat/0/float": "38.26806"} {
		if got := x.Text(t, where); got != want {
			t.Errorf("%s is %q, want %q", where, got, want)
		}
	}
	for _, where := range []string{"rows/jp-04100/wikidata", "rows/jp-00000/jis"} {
		if list, ok := x.At(t, where).([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v, want an empty list", where, list)
		}
	}
	if o := c.Do(t, http.MethodOptions, reconcile, "", "Origin", "http://127.0.0.1:3333"); !strings.Contains(o.Header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("a browser elsewhere may not ask: %v", o.Header)
	}
}

// TestReconcileBundled: names of the dataset are matched where there is one of them, and only there.
func TestReconcileBundled(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: bundled(t), Rate: -1}))
	a := c.Do(t, http.MethodPost, reconcile, form("queries", `{"nagahama":{"query":"ながはま","type":"municipality"},"sendai":{"query":"Sendai","type":"municipality"},"miyagi":{"query":"宮城県"},"riverside":{"query":"Riverside","type":"partner","properties":[{"pid":"state","v":"CA"}]},
		"fuchu":{"query":"府中","type":"municipality","limit":20},"fuchu-tokyo":{"query":"府中市","properties":[{"pid":"prefecture","v":"東京都"}]},"typo":{"query":"Stocktin"}}`), asForm...)
	for key, want := range map[string]string{"miyagi": "jp-04 true", "riverside": "us-ca-riverside true", "fuchu-tokyo": "jp-13206 true", "typo": "us-ca-stockton false"} {
		if got := a.Text(t, key+"/result/0/id") + " " + a.Text(t, key+"/result/0/match"); got != want {
			t.Errorf("%s is %s, want %s: %.600s", key, got, want, a.Body)
		}
	}
	if ids := a.Texts(t, "fuchu/result", "id"); len(ids) < 2 || strings.Contains(strings.Join(a.Texts(t, "fuchu/result", "match"), " "), "true") {
		t.Errorf("one of several places of a name is taken for it: %v", ids)
	}
	for where, want := range map[string]string{"miyagi/result/0/description": "prefecture of Japan (宮城県)", "riverside/result/0/description": "city in California, United States (リバーサイド市)", "fuchu-tokyo/result/0/description": "city in Tokyo, Japan (府中市)", "sendai/result/0/description": "designated city in Miyagi Prefecture, Japan (仙台市)"} {
		if got := a.Text(t, where); got != want {
			t.Errorf("%s is %q, want %q", where, got, want)
		}
	}
	ja := c.Get(t, reconcile+"/suggest/entity?lang=ja&prefix=三本木")
	if got := ja.Text(t, "result/[id=jp-04462-2006]/description"); got != "宮城県の町、2006年まで（Sanbongi）" {
		t.Errorf("%s", ja.Body)
	}
	if p := c.Get(t, reconcile+"/preview?id=jp-04100&lang=ja"); !strings.Contains(string(p.Body), "<p>宮城県の政令指定都市（Sendai）</p>") {
		t.Errorf("%s", p.Body)
	}
	if ids := a.Texts(t, "sendai/result", "id"); len(ids) == 0 || ids[0] != "jp-04100" {
		t.Errorf("%v", ids)
	}
}

// TestReconcileHostile: what is not right is a problem that says where, and what is right by form is answered.
func TestReconcileHostile(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: exampleStore(t), Rate: -1}))
	many := func(n int) string {
		m := map[string]any{}
		for i := range n {
			m[fmt.Sprint("q", i)] = map[string]string{"query": "Sendai"}
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if a := c.Do(t, http.MethodPost, reconcile, form("queries", many(50)), asForm...); a.Status != 200 {
		t.Errorf("50 queries: %d", a.Status)
	}
	for _, text := range []string{"", "[]", "null", "{}", "7", `"a"`, "{", `{"q":null}`, `{"q":7}`, `{"q":{}}`, `{"q":{"query":""}}`, `{"q":{"query":7}}`, `{"q":{"query":"a","type":7}}`, `{"q":{"query":"a","type":"Q5"}}`, `{"q":{"query":"a","limit":0}}`,
		`{"q":{"query":"a","limit":1e9}}`, `{"q":{"query":"a","limit":1.5}}`, `{"q":{"query":"a","type_strict":"never"}}`, `{"q":{"query":"a","properties":[{}]}}`, `{"q":{"query":"a","properties":[{"pid":"no","v":1}]}}`, `{"q":{"query":"a","properties":[{"pid":"jis"}]}}`,
		`{"q":{"query":"a","properties":[{"pid":"jis","v":null}]}}`, `{"q":{"query":"a","properties":[{"pid":"jis","v":{}}]}}`, `{"q":{"query":"a","properties":[{"pid":"jis","v":[[1]]}]}}`, `{"q":{"properties":[]}}`, many(51),
		strings.Repeat("[", 20_000), `{"q":` + strings.Repeat(`{"a":`, 20_000)} {
		a := c.Do(t, http.MethodPost, reconcile, form("queries", text), asForm...)
		if a.Status != 400 || a.Text(t, "errors/0/parameter") != "queries" {
			t.Errorf("%.60s: %d %.200s, want 400 that names queries", text, a.Status, a.Body)
		}
	}
	for _, text := range []string{"{}", `{"ids":[]}`, `{"ids":["A B"],"properties":[]}`, `{"ids":["jp-04"],"properties":[{"id":"no"}]}`, `{"ids":7,"properties":[]}`, `{"ids":["` + strings.Repeat(`a","`, 300) + `a"],"properties":[]}`} {
		if a := c.Do(t, http.MethodPost, reconcile, form("extend", text), asForm...); a.Status != 400 || a.Text(t, "errors/0/parameter") != "extend" {
			t.Errorf("%.60s: %d %.200s, want 400 that names extend", text, a.Status, a.Body)
		}
	}
	for _, text := range []string{`{"q":{"query":"\u0000"}}`, `{"q":{"query":"<script>alert(1)</script>"}}`, `{"":{"query":"' OR 1=1"}}`, `{"q":{"query":"a","properties":[{"pid":"population","v":[1,true,"x"]}]}}`, "{\n\t\"q\": {\"query\": \"Sendai\", \"new\": 1}}", `{"q":{"query":"a","type":[]}}`, `{"q":{"query":"` + strings.Repeat("あ", 201) + `"}}`} {
		if a := c.Do(t, http.MethodPost, reconcile, form("queries", text), asForm...); a.Status != 200 {
			t.Errorf("%s: %d %.200s, want 200", text, a.Status, a.Body)
		}
	}
	for name, tc := range map[string]struct {
		path, body string
		headers    []string
		status     int
	}{
		"no type":          {reconcile, form("queries", many(1)), nil, 415},
		"json":             {reconcile, many(1), []string{"Content-Type", "application/json"}, 415},
		"too large":        {reconcile, form("queries", strings.Repeat("a", 1<<20)), asForm, 413},
		"too long":         {reconcile + "?queries=" + strings.Repeat("a", 20_000), "", asForm, 414},
		"unknown":          {reconcile, "query=a", asForm, 400},
		"unknown in query": {reconcile + "?callback=f", "", asForm, 400},
		"both":             {reconcile, form("queries", many(1)) + "&" + form("extend", `{"ids":[],"properties":[]}`), asForm, 400},
		"twice":            {reconcile, form("queries", many(1)) + "&" + form("queries", many(1)), asForm, 400},
		"bad form":         {reconcile, "queries=%zz", asForm, 400},
		"empty form":       {reconcile, "", asForm, 200},
		"language":         {reconcile + "?lang=ja", form("queries", many(1)), asForm, 200},
		"Accept":           {reconcile, "", append([]string{"Accept", "image/png"}, asForm...), 406},
		"not UTF-8":        {reconcile, "queries=%ff", asForm, 400},
	} {
		if a := c.Do(t, http.MethodPost, tc.path, tc.body, tc.headers...); a.Status != tc.status {
			t.Errorf("%s: %d %.200s, want %d", name, a.Status, a.Body, tc.status)
		}
	}
	if p := c.Get(t, reconcile+"/preview?id=jp-04100&format=json"); p.Status != 400 {
		t.Errorf("a preview as JSON: %d", p.Status)
	}
}

// TestReconcileAtRoot: the service is also where clients of the standard look for it, and answers the same.
func TestReconcileAtRoot(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: bundled(t)}))
	body := form("queries", `{"q0":{"query":"仙台市"}}`)
	for name, ask := range map[string]func(path string) *apitest.Answer{
		"manifest": func(path string) *apitest.Answer { return c.Get(t, path) },
		"batch":    func(path string) *apitest.Answer { return c.Do(t, http.MethodPost, path, body, asForm...) },
		"suggest":  func(path string) *apitest.Answer { return c.Get(t, path+"/suggest/entity?prefix=nagaha") },
		"preview":  func(path string) *apitest.Answer { return c.Get(t, path+"/preview?id=jp-04100") },
	} {
		if at, under := ask("/reconcile"), ask(reconcile); at.Status != http.StatusOK || string(at.Body) != string(under.Body) {
			t.Errorf("%s: %d %.300s, under the prefix %d %.300s", name, at.Status, at.Body, under.Status, under.Body)
		}
	}
}

// TestReconcileAddresses: the manifest names the host asked; only a trusted proxy says that it is https, and a host that is none is not repeated.
func TestReconcileAddresses(t *testing.T) {
	for _, tc := range []struct {
		host, proxy, proto, want string
	}{
		{"enishi.example:8080", "", "https", "http://enishi.example:8080/"},
		{"enishi.example", "192.0.2.0/24", "https", "https://enishi.example/"},
		{"enishi.example", "192.0.2.1", "http", "http://enishi.example/"},
		{"[2001:db8::1]:80", "", "", "http://[2001:db8::1]:80/"},
		{"a\"><script>", "", "", "/"},
	} {
		cfg := api.Config{Store: small(t)}
		if tc.proxy != "" {
			cfg.TrustedProxies = []string{tc.proxy}
		}
		got := manifestOf(t, api.New(cfg), tc.host, tc.proto)
		if got != tc.want+"api/v1/nodes/" {
			t.Errorf("%s %s by %q: %s, want %s…", tc.host, tc.proto, tc.proxy, got, tc.want)
		}
	}
}

// manifestOf is the identifier space that the manifest names to a client of the host.
func manifestOf(t *testing.T, h http.Handler, host, proto string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, reconcile, nil)
	r.Host, r.RemoteAddr = host, "192.0.2.1:40000"
	if proto != "" {
		r.Header.Set("X-Forwarded-Proto", proto)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var m struct{ IdentifierSpace string }
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return m.IdentifierSpace
}

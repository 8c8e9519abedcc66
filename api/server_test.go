package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"enishi/api"
	"enishi/api/apitest"
	"enishi/graph"
	"enishi/graph/storetest"
)

// small is a store with a few records.
func small(t testing.TB) graph.Store {
	t.Helper()
	s := storetest.NewOracle()
	apply(t, s, &graph.Release{Nodes: []graph.Node{
		{ID: "jp-04", Kind: graph.Prefecture, Names: graph.Names{En: "Miyagi", Ja: "宮城県"}},
		{ID: "jp-04100", Kind: graph.Municipality, Within: "jp-04", Names: graph.Names{En: "Sendai"}, Codes: graph.Codes{"jis": {"04100"}, "jis-earlier": {"04201"}}},
		{ID: "jp-04999", Kind: graph.Municipality, Within: "jp-04", Names: graph.Names{En: "=Twin"}, Codes: graph.Codes{"jis": {"04999"}, "jis-earlier": {"04888"}}},
		{ID: "jp-04998", Kind: graph.Municipality, Within: "jp-04", Names: graph.Names{En: "Twin"}, Codes: graph.Codes{"jis": {"04998"}, "jis-earlier": {"04888"}}},
		{ID: "us-ca-riverside", Kind: graph.Partner, Names: graph.Names{En: "Riverside"}},
	}, Edges: []graph.Edge{{ID: "e1", Kind: graph.SisterOf, Source: "jp-04100", Target: "us-ca-riverside", Tie: "t1", TieKind: graph.SisterCity, Role: graph.Original, Status: graph.Active}}})
	return s
}

func apply(t testing.TB, s graph.Store, r *graph.Release) graph.ReleaseInfo {
	t.Helper()
	info, err := s.Apply(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// faulty is a store one of whose questions goes wrong.
type faulty struct {
	graph.Store
	dataset func(ctx context.Context) (graph.Dataset, error)
}

func (f faulty) Dataset(ctx context.Context) (graph.Dataset, error) { return f.dataset(ctx) }

func (f faulty) View(ctx context.Context, fn func(graph.Reader) error) error { return fn(f) }

// logged is a log whose lines can be counted.
type logged struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(l, nil)) }

func (l *logged) errors() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.String(), `"level":"ERROR"`)
}

const datasetPath = "/api/v1/dataset"

func TestErrorsOfTheStore(t *testing.T) {
	waits := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for _, tc := range []struct {
		name     string
		err      func(ctx context.Context) error
		status   int
		retry    string
		logged   int
		slug     string
		mustHide string
	}{
		{"unknown", func(context.Context) error { return errors.New("secret password of the database") }, 500, "", 1, "internal", "secret"},
		{"panic", func(context.Context) error { panic("secret state") }, 500, "", 1, "internal", "secret"},
		{"deadline", waits, 503, "2", 0, "deadline", ""},
		{"unavailable", func(context.Context) error {
			return &graph.Error{Op: "bolt", Detail: "secret host", Retry: 7 * time.Second, Err: graph.ErrUnavailable}
		}, 503, "7", 1, "unavailable", "secret"},
		{"too large", func(context.Context) error { return &graph.Error{Detail: "narrow the filter", Err: graph.ErrTooLarge} }, 422, "", 0, "unbounded", ""},
		{"conflict", func(context.Context) error { return &graph.Error{Detail: "another", Err: graph.ErrConflict} }, 409, "", 0, "conflict", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var log logged
			store := faulty{small(t), func(ctx context.Context) (graph.Dataset, error) { return graph.Dataset{}, tc.err(ctx) }}
			h := api.New(api.Config{Store: store, Log: log.logger(), QueryTimeout: 20 * time.Millisecond})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, datasetPath, nil))
			var p struct {
				Type, Title string
				Status      int
				RequestID   string `json:"request_id"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatalf("%v: %s", err, w.Body)
			}
			if w.Code != tc.status || p.Status != tc.status || p.Type != "/docs#problem-"+tc.slug || w.Header().Get("Retry-After") != tc.retry || p.RequestID == "" {
				t.Errorf("%d, Retry-After %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body)
			}
			if tc.mustHide != "" && strings.Contains(w.Body.String(), tc.mustHide) {
				t.Errorf("the client is told: %s", w.Body)
			}
			if got := log.errors(); got != tc.logged {
				t.Errorf("logged as error %d times, want %d:\n%s", got, tc.logged, log.String())
			}
			if tc.logged == 1 && !strings.Contains(log.String(), p.RequestID) {
				t.Errorf("the log does not name the request %s:\n%s", p.RequestID, log.String())
			}
		})
	}
}

func TestClientGone(t *testing.T) {
	var log logged
	started, stopped := make(chan struct{}), make(chan struct{})
	store := faulty{small(t), func(ctx context.Context) (graph.Dataset, error) {
		close(started)
		<-ctx.Done()
		close(stopped)
		return graph.Dataset{}, ctx.Err()
	}}
	h := api.New(api.Config{Store: store, Log: log.logger()})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	w := httptest.NewRecorder()
	go func() {
		defer close(done)
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, datasetPath, nil).WithContext(ctx))
	}()
	<-started
	cancel()
	<-stopped
	<-done
	if w.Body.Len() > 0 || log.errors() > 0 || !strings.Contains(log.String(), `"status":499`) {
		t.Errorf("body %q, log:\n%s", w.Body, log.String())
	}
}

func TestTooManyAtOnce(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	inner := small(t)
	store := faulty{inner, func(ctx context.Context) (graph.Dataset, error) {
		close(started)
		<-release
		return inner.Dataset(ctx)
	}}
	h := api.New(api.Config{Store: store, MaxInFlight: 1, QueryTimeout: 100 * time.Millisecond})
	first := make(chan int)
	go func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, datasetPath, nil))
		first <- w.Code
	}()
	<-started
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/nodes", nil))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("the second at once: %d %s", w.Code, w.Body)
	}
	close(release)
	if got := <-first; got != http.StatusOK {
		t.Errorf("the first: %d", got)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/nodes", nil))
	if w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	ask := func(h http.Handler, client, forwarded string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/nodes/jp-04", nil)
		r.RemoteAddr = client
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	cfg := api.Config{Store: small(t), Rate: 1, Burst: 2, Now: func() time.Time { return now }}
	h := api.New(cfg)
	for i, want := range []int{200, 200, 429} {
		w := ask(h, "192.0.2.1:1", "203.0.113.9")
		if w.Code != want {
			t.Fatalf("request %d: %d, want %d", i, w.Code, want)
		}
		if want == 429 && (w.Header().Get("Retry-After") != "1" || w.Header().Get("RateLimit") != `"client";r=0;t=2` || w.Header().Get("RateLimit-Policy") != `"client";q=2;w=2`) {
			t.Errorf("headers %v", w.Header())
		}
	}
	if w := ask(h, "192.0.2.2:1", ""); w.Code != 200 {
		t.Errorf("another client: %d", w.Code)
	}
	if w := ask(h, "192.0.2.1:1", "198.51.100.7"); w.Code != 429 {
		t.Errorf("a forged X-Forwarded-For is believed: %d", w.Code)
	}
	now = now.Add(time.Second)
	if w := ask(h, "192.0.2.1:2", ""); w.Code != 200 {
		t.Errorf("a second later: %d", w.Code)
	}
	if a, b := ask(h, "[2001:db8::1]:1", ""), ask(h, "[2001:db8::2]:1", ""); a.Code != 200 || b.Code != 200 {
		t.Errorf("IPv6: %d %d", a.Code, b.Code)
	}
	if w := ask(h, "[2001:db8::3]:1", ""); w.Code != 429 {
		t.Errorf("a third address of one /64: %d", w.Code)
	}
	cfg.TrustedProxies = []string{"192.0.2.0/24"}
	h = api.New(cfg)
	for _, client := range []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"} {
		if w := ask(h, "192.0.2.1:1", client); w.Code != 200 {
			t.Errorf("client %s behind the proxy: %d", client, w.Code)
		}
	}
	if w := ask(h, "203.0.113.1:1", "198.51.100.9"); w.Code != 200 {
		t.Error("first of an untrusted address")
	}
	ask(h, "203.0.113.1:1", "198.51.100.10")
	if w := ask(h, "203.0.113.1:1", "198.51.100.11"); w.Code != 429 {
		t.Errorf("an untrusted address names its own client: %d", w.Code)
	}
}

func TestRetiredAndDeleted(t *testing.T) {
	s := small(t)
	apply(t, s, &graph.Release{DeleteEdges: []string{"e1"}, DeleteNodes: []string{"us-ca-riverside"}})
	apply(t, s, &graph.Release{Nodes: []graph.Node{{ID: "us-ca", Kind: graph.Partner, Names: graph.Names{En: "California"}}}})
	c := apitest.NewClient(t, api.New(api.Config{Store: s}))
	if a := c.Get(t, "/api/v1/nodes/jp-04888"); a.Status != 404 || a.Text(t, "suggestions/#") != "2" {
		t.Errorf("a code of two bodies: %d %s", a.Status, a.Body)
	}
	if a := c.Get(t, "/api/v1/nodes/jp-04201"); a.Status != 308 || a.Header.Get("Location") != "/api/v1/nodes/jp-04100" {
		t.Errorf("an earlier code: %d %v", a.Status, a.Header)
	}
	for _, path := range []string{"/nodes/us-ca-riverside", "/edges/e1"} {
		if a := c.Get(t, "/api/v1"+path); a.Status != 410 || !strings.Contains(string(a.Body), "r2") {
			t.Errorf("%s was deleted: %d %s", path, a.Status, a.Body)
		}
	}
	if a := c.Get(t, "/api/v1/edges/e0"); a.Status != 404 {
		t.Errorf("an id just before a deleted one: %d", a.Status)
	}
	if a := c.Get(t, "/api/v1/nodes?format=csv"); !strings.Contains(string(a.Body), ",'=Twin,") {
		t.Errorf("a cell starts a formula:\n%s", a.Body)
	}
}

// TestETagOfReleases: what depends on the releases changes with them, even where the content is as it was.
func TestETagOfReleases(t *testing.T) {
	s := small(t)
	c := apitest.NewClient(t, api.New(api.Config{Store: s}))
	releases, node := c.Get(t, "/api/v1/releases"), c.Get(t, "/api/v1/nodes/jp-04")
	apply(t, s, &graph.Release{DeleteEdges: []string{"e1"}})
	if a := c.Get(t, "/api/v1/nodes/jp-04", "If-None-Match", node.Header.Get("ETag")); a.Status != 200 {
		t.Errorf("after a release: %d, want 200", a.Status)
	}
	if _, err := s.Rollback(context.Background(), "r1"); err != nil {
		t.Fatal(err)
	}
	if a := c.Get(t, "/api/v1/nodes/jp-04", "If-None-Match", node.Header.Get("ETag")); a.Status != 304 {
		t.Errorf("the same content again: %d, want 304", a.Status)
	}
	if a := c.Get(t, "/api/v1/releases", "If-None-Match", releases.Header.Get("ETag")); a.Status != 200 || a.Text(t, "items/#") != "3" {
		t.Errorf("the list of releases: %d %s", a.Status, a.Body)
	}
}

func TestPage(t *testing.T) {
	page := fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>page</title>")}, "assets/a-1234.js": {Data: []byte("let a=1")}, "mark.svg": {Data: []byte("<svg/>")}}
	h := api.New(api.Config{Store: small(t), Page: page})
	c := apitest.NewClient(t, h)
	html := []string{"Accept", "text/html,*/*;q=0.8"}
	for _, tc := range []struct {
		path, want, cache string
		header            []string
		status            int
	}{
		{"/", "<title>page", "no-cache", html, 200},
		{"/explore?from=jp-04", "<title>page", "no-cache", html, 200},
		{"/explore", "problem", "no-store", []string{"Accept", "application/json"}, 404},
		{"/assets/a-1234.js", "let a", "public, max-age=31536000, immutable", nil, 200},
		{"/assets/gone.js", "problem", "no-store", html, 404},
		{"/gone.png", "problem", "no-store", html, 404},
		{"/mark.svg", "<svg", "no-cache", nil, 200},
		{"/assets/", "problem", "no-store", html, 404},
		{"/../server.go", "problem", "no-store", nil, 404},
		{"/api/v1/nothing", "problem", "no-store", html, 404},
	} {
		a := c.Get(t, tc.path, tc.header...)
		if a.Status != tc.status || !strings.Contains(string(a.Body), tc.want) || a.Header.Get("Cache-Control") != tc.cache {
			t.Errorf("%s: %d %q, Cache-Control %q", tc.path, a.Status, a.Body, a.Header.Get("Cache-Control"))
		}
		policy := a.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") || (tc.status == 200) != strings.Contains(policy, "script-src 'self'") {
			t.Errorf("%s: policy %q", tc.path, policy)
		}
	}
	a := c.Get(t, "/assets/a-1234.js")
	if n := c.Get(t, "/assets/a-1234.js", "If-None-Match", a.Header.Get("ETag")); n.Status != 304 {
		t.Errorf("an asset that is held: %d", n.Status)
	}
	if a.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("type of a script: %q", a.Header.Get("Content-Type"))
	}
	if p := c.Do(t, http.MethodPost, "/", ""); p.Status != 404 {
		t.Errorf("POST /: %d", p.Status)
	}
	bare := apitest.NewClient(t, api.New(api.Config{Store: small(t)}))
	if a := bare.Get(t, "/"); a.Status != 200 || !strings.Contains(string(a.Body), "/docs") {
		t.Errorf("without a page: %d %s", a.Status, a.Body)
	}
}

// TestDocuments: readable without a network and without scripts; the document names every route.
func TestDocuments(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: small(t), Version: "1.2.3"}))
	docs, doc := c.Get(t, "/docs"), c.Get(t, "/openapi.json")
	if docs.Status != 200 || doc.Status != 200 {
		t.Fatal(docs.Status, doc.Status)
	}
	for _, bad := range []string{"<script", "style=", "http://", "https://", "onclick"} {
		if strings.Contains(string(docs.Body), bad) {
			t.Errorf("/docs has %q", bad)
		}
	}
	paths, _ := doc.At(t, "paths").(map[string]any)
	if len(paths) < 28 {
		t.Errorf("%d paths", len(paths))
	}
	for path := range paths {
		if !strings.Contains(string(docs.Body), path) {
			t.Errorf("/docs lacks %s", path)
		}
	}
	if doc.Text(t, "openapi") != "3.1.0" || doc.Text(t, "info/version") != "1.2.3" || doc.Text(t, "servers/0/url") == "" || doc.Text(t, "components/securitySchemes/writeKey/scheme") != "bearer" {
		t.Errorf("%.300s", doc.Body)
	}
	m := c.Get(t, "/metrics")
	for _, want := range []string{`enishi_http_requests_total{method="GET",route="/docs",status="200"} 1`, "enishi_http_request_duration_seconds_bucket", "go_goroutines"} {
		if !strings.Contains(string(m.Body), want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	for _, path := range []string{"/docs", "/openapi.json", "/docs.css"} {
		a := c.Get(t, path)
		if n := c.Get(t, path, "If-None-Match", a.Header.Get("ETag")); n.Status != 304 {
			t.Errorf("%s that is held: %d", path, n.Status)
		}
	}
}

func TestReadiness(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: down{small(t)}}))
	if a := c.Get(t, "/readyz"); a.Status != 503 || a.Header.Get("Retry-After") == "" || strings.Contains(string(a.Body), "secret") {
		t.Errorf("/readyz: %d %s", a.Status, a.Body)
	}
	if a := c.Get(t, "/healthz"); a.Status != 200 {
		t.Errorf("/healthz: %d", a.Status)
	}
}

type down struct{ graph.Store }

func (down) Ping(context.Context) error { return errors.New("secret host refused") }

// keys is a check that knows one key.
func keys(secret string) (string, bool, error) {
	if secret == "right" {
		return "desk", true, nil
	}
	return "", true, nil
}

func noKeys(string) (string, bool, error) { return "", false, nil }

func TestWrites(t *testing.T) {
	s := small(t)
	var got api.Upload
	var body string
	cfg := api.Config{Store: s, KeyCheck: keys, MaxUpload: 100, Import: func(_ context.Context, u api.Upload) (api.ImportResult, error) {
		b, err := io.ReadAll(u.Body)
		if err != nil {
			return api.ImportResult{}, err
		}
		got, body = u, string(b)
		res := api.ImportResult{Report: json.RawMessage(`{"rows":1}`), Applied: !u.DryRun, Release: graph.ReleaseInfo{ID: "r1"}}
		if strings.Contains(body, "new") {
			res.Release = graph.ReleaseInfo{ID: "r2", Changes: graph.ChangeCounts{Added: 1}}
		}
		if strings.Contains(body, "wrong") {
			res = api.ImportResult{Report: json.RawMessage(`{}`), Rejected: 1, Faults: []api.Fault{{Place: "a.csv:2:signed", Detail: "there is no 31 February"}}}
		}
		return res, nil
	}}
	c := apitest.NewClient(t, api.New(cfg))
	const path = "/api/v1/imports"
	csv := []string{"Content-Type", "text/csv; charset=utf-8"}
	right := append([]string{"Authorization", "Bearer right"}, csv...)
	for _, tc := range []struct {
		name, path, body string
		headers          []string
		status           int
	}{
		{"no key", path, "a", csv, 401},
		{"wrong key", path, "a", append([]string{"Authorization", "Bearer wrong"}, csv...), 401},
		{"not bearer", path, "a", append([]string{"Authorization", "Basic right"}, csv...), 401},
		{"no type", path, "a", []string{"Authorization", "Bearer right"}, 415},
		{"another type", path, "a", []string{"Authorization", "Bearer right", "Content-Type", "image/png"}, 415},
		{"unknown parameter", path + "?dry=1", "a", right, 400},
		{"not a boolean", path + "?dry_run=1", "a", right, 400},
		{"too large", path, strings.Repeat("a", 101), right, 413},
		{"wrong rows", path, "wrong", right, 422},
		{"dry run", path + "?dry_run=true&name=ties.csv&note=n", "a,b", right, 201},
		{"too many columns", path + "?" + strings.Repeat("map=a%3Db&", 501), "a,b", right, 400},
		{"a long name of a column", path + "?map=a%3D" + strings.Repeat("b", 500), "a,b", right, 400},
		{"applied", path + "?replace=true&map=partner%3DSister+City,+State&map=-%3DRemarks", "a,b", right, 201},
		{"rollback of nothing", "/api/v1/releases/r9/rollback", "", right, 404},
		{"rollback", "/api/v1/releases/r1/rollback", "", right, 200},
	} {
		if a := c.Do(t, http.MethodPost, tc.path, tc.body, tc.headers...); a.Status != tc.status {
			t.Errorf("%s: %d %s, want %d", tc.name, a.Status, a.Body, tc.status)
		} else if tc.status == 401 && a.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", tc.name)
		} else if tc.status == 422 && a.Text(t, "errors/0/pointer") != "a.csv:2:signed" {
			t.Errorf("%s: %s", tc.name, a.Body)
		}
	}
	if diff := cmp.Diff([]string{"partner=Sister City, State", "-=Remarks"}, got.Columns); diff != "" {
		t.Errorf("names of columns: (-want +got)\n%s", diff)
	}
	if body != "a,b" || !got.Replace || got.Writer != "desk" || got.ContentType != "text/csv" {
		t.Errorf("the importer got %+v with %q", got, body)
	}
	if a := c.Do(t, http.MethodPost, path, "a,b", right...); a.Text(t, "applied") != "true" || a.Text(t, "changed") != "false" || a.At(t, "release") != nil {
		t.Errorf("an upload that changes nothing: %s", a.Body)
	}
	if a := c.Do(t, http.MethodPost, path, "new", right...); a.Text(t, "changed") != "true" || a.Text(t, "release/id") != "r2" {
		t.Errorf("an upload that changes something: %s", a.Body)
	}
	apply(t, s, &graph.Release{DeleteEdges: []string{"e1"}})
	if a := c.Do(t, http.MethodPost, "/api/v1/releases/r1/rollback", "", right...); a.Text(t, "release/id") != "r3" {
		t.Errorf("rollback: %d %s", a.Status, a.Body)
	}
	if a := c.Do(t, http.MethodOptions, path, "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST"); a.Status != 204 || a.Header.Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("a browser elsewhere may write: %d %v", a.Status, a.Header)
	}
	for name, check := range map[string]func(string) (string, bool, error){"no check": nil, "no keys": noKeys} {
		off := apitest.NewClient(t, api.New(api.Config{Store: s, KeyCheck: check}))
		if a := off.Do(t, http.MethodPost, "/api/v1/releases/r1/rollback", "", right...); a.Status != 403 {
			t.Errorf("%s: %d, want 403", name, a.Status)
		}
	}
}

// TestImportsAreKept: an upload's answer stands at its Location for those with a key, until newer ones push it out.
func TestImportsAreKept(t *testing.T) {
	rows := ""
	cfg := api.Config{Store: small(t), Rate: -1, KeyCheck: keys, MaxUpload: 100, Import: func(_ context.Context, u api.Upload) (api.ImportResult, error) {
		return api.ImportResult{Report: json.RawMessage(`{"rows":"` + rows + `"}`), Applied: u.Name != "wrong.csv"}, nil
	}}
	c := apitest.NewClient(t, api.New(cfg))
	key := []string{"Authorization", "Bearer right"}
	upload := func(query string) *apitest.Answer {
		return c.Do(t, http.MethodPost, "/api/v1/imports"+query, "a,b", append([]string{"Content-Type", "text/csv"}, key...)...)
	}
	rows = "first"
	first, wrong := upload("?dry_run=true"), upload("?name=wrong.csv")
	at := first.Header.Get("Location")
	if first.Status != 201 || at != "/api/v1/imports/"+first.Text(t, "id") || first.Text(t, "links/self") != at {
		t.Errorf("%d %v %s", first.Status, first.Header, first.Body)
	}
	got := c.Get(t, at, key...)
	if got.Status != 200 || string(got.Body) != string(first.Body) || got.Header.Get("ETag") == "" {
		t.Errorf("%s: %d %s, want %s", at, got.Status, got.Body, first.Body)
	}
	if a := c.Get(t, at, append([]string{"If-None-Match", got.Header.Get("ETag")}, key...)...); a.Status != 304 {
		t.Errorf("%s that is held: %d", at, a.Status)
	}
	if a := c.Get(t, wrong.Header.Get("Location"), key...); wrong.Status != 422 || a.Text(t, "applied") != "false" {
		t.Errorf("an upload that was not accepted: %d, kept as %s", wrong.Status, a.Body)
	}
	for name, tc := range map[string]struct {
		path    string
		headers []string
		status  int
	}{"no key": {at, nil, 401}, "wrong key": {at, []string{"Authorization", "Bearer wrong"}, 401}, "none": {"/api/v1/imports/imp-1", key, 404}, "parameter": {at + "?x=1", key, 400}} {
		if a := c.Get(t, tc.path, tc.headers...); a.Status != tc.status || strings.Contains(string(a.Body), "first") {
			t.Errorf("%s: %d %s, want %d", name, a.Status, a.Body, tc.status)
		}
	}
	if off := apitest.NewClient(t, api.New(api.Config{Store: cfg.Store})); off.Get(t, at, key...).Status != 403 {
		t.Error("without a check of keys it is not forbidden")
	}
	rows = strings.Repeat("x", 20<<20)
	for range 3 {
		upload("")
	}
	if a := c.Get(t, at, key...); a.Status != 200 {
		t.Errorf("60 MB later: %d", a.Status)
	}
	last := upload("").Header.Get("Location")
	if a, b := c.Get(t, at, key...), c.Get(t, last, key...); a.Status != 404 || b.Status != 200 {
		t.Errorf("80 MB later: the first %d, the last %d", a.Status, b.Status)
	}
	rows = strings.Repeat("x", 70<<20)
	if a := upload(""); a.Status != 201 || a.Header.Get("Location") != "" || a.At(t, "id") != nil {
		t.Errorf("a report over the bound: %d, Location %q", a.Status, a.Header.Get("Location"))
	}
	rows = ""
	for range 60 {
		upload("")
	}
	if a := c.Get(t, last, key...); a.Status != 404 {
		t.Errorf("60 uploads later: %d", a.Status)
	}
}

func TestConfigCheck(t *testing.T) {
	err := api.Config{TrustedProxies: []string{"10.0.0.0/8", "not an address"}}.Check()
	for _, want := range []string{"store", "not an address"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name the %s", err, want)
		}
	}
	if err := (api.Config{Store: small(t), TrustedProxies: []string{"10.0.0.1", "fd00::/8"}}).Check(); err != nil {
		t.Error(err)
	}
}

package api_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"enishi/api"
)

// counted is a page that counts how often its files are opened.
type counted struct {
	fstest.MapFS
	opened *atomic.Int64
}

func (c counted) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".js") {
		c.opened.Add(1)
	}
	return c.MapFS.Open(name)
}

func (c counted) ReadFile(name string) ([]byte, error) {
	if strings.HasSuffix(name, ".js") {
		c.opened.Add(1)
	}
	return c.MapFS.ReadFile(name)
}

// visit asks for a path as a browser or script does; headers are pairs.
func visit(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestPageFilesAreReadOnce: not at each request, and in each coding right.
func TestPageFilesAreReadOnce(t *testing.T) {
	page := counted{fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "assets/a.js": {Data: []byte(strings.Repeat("let a=1;", 1000))}}, new(atomic.Int64)}
	h := api.New(api.Config{Store: small(t), Page: page})
	sizes := map[string]int{}
	for range 3 {
		for _, coding := range []string{"identity", "gzip", "zstd"} {
			w := visit(h, "/assets/a.js", "Accept-Encoding", coding)
			if got := w.Header().Get("Content-Encoding"); w.Code != http.StatusOK || got != strings.TrimPrefix(coding, "identity") || w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
				t.Fatalf("%s: %d, coded %q", coding, w.Code, got)
			}
			if before, known := sizes[coding]; known && before != w.Body.Len() {
				t.Errorf("%s: %d bytes, before %d", coding, w.Body.Len(), before)
			}
			sizes[coding] = w.Body.Len()
		}
	}
	if n := page.opened.Load(); n != 1 || sizes["identity"] != 8000 || sizes["gzip"] > 800 || sizes["zstd"] > 800 {
		t.Errorf("opened %d times, sizes %v", n, sizes)
	}
}

// TestPageIsForBrowsers: the index stands for an address of the page only where a client names HTML, and caches are told so.
func TestPageIsForBrowsers(t *testing.T) {
	h := api.New(api.Config{Store: small(t), Page: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "mark.svg": {Data: []byte("<svg/>")}}})
	for _, tc := range []struct {
		path, accept, vary string
		status             int
	}{
		{"/explore", "text/html,application/xhtml+xml,*/*;q=0.8", "Accept, Accept-Encoding", 200},
		{"/explore", "*/*", "Accept", 404},
		{"/explore", "text/*", "Accept", 404},
		{"/explore", "text/html;q=0,*/*", "Accept", 404},
		{"/explore", "", "Accept", 404},
		{"/", "*/*", "Accept-Encoding", 200},
		{"/mark.svg", "image/*", "Accept-Encoding", 200},
	} {
		w := visit(h, tc.path, "Accept", tc.accept)
		if w.Code != tc.status || w.Header().Get("Vary") != tc.vary {
			t.Errorf("%s for %q: %d, Vary %q, want %d, %q", tc.path, tc.accept, w.Code, w.Header().Get("Vary"), tc.status, tc.vary)
		}
	}
}

// TestEveryPathIsLimited: the page, what is not there, readiness and metrics, the last two apart from the rest; a page of many files loads under the usual limit.
func TestEveryPathIsLimited(t *testing.T) {
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	page := fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}, "assets/a.js": {Data: []byte("let a=1")}}
	cfg := api.Config{Store: small(t), Page: page, Rate: 1, Burst: 2, Now: func() time.Time { return now }}
	for _, paths := range [][]string{{"/assets/a.js", "/assets/a.js", "/assets/a.js"}, {"/gone.js", "/gone.js", "/gone.js"}, {"/readyz", "/metrics", "/readyz"}} {
		h := api.New(cfg)
		for i, path := range paths {
			if w := visit(h, path); (w.Code == http.StatusTooManyRequests) != (i == 2) {
				t.Errorf("%s, request %d: %d", path, i, w.Code)
			}
		}
		if w := visit(h, "/healthz"); w.Code != http.StatusOK {
			t.Errorf("/healthz: %d", w.Code)
		}
		if other := "/readyz"; paths[0] != other {
			if w := visit(h, other); w.Code != http.StatusOK {
				t.Errorf("%s after too many of %s: %d", other, paths[0], w.Code)
			}
		}
	}
	cfg.Rate, cfg.Burst = 0, 0
	h := api.New(cfg)
	for range 5 * 40 {
		if w := visit(h, "/assets/a.js"); w.Code != http.StatusOK {
			t.Fatalf("a page of 40 files, loaded five times at once: %d", w.Code)
		}
	}
}

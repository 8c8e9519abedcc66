package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"enishi/api"
	"enishi/api/apitest"
	"enishi/graph"
)

// TestKeptAnswers: what was answered is answered again without the store, in each format, language and coding apart, until the data change; an answer of this year is none of the next.
func TestKeptAnswers(t *testing.T) {
	inner, asked := small(t), 0
	store := faulty{inner, func(ctx context.Context) (graph.Dataset, error) {
		asked++
		return inner.Dataset(ctx)
	}}
	now := time.Date(2026, 12, 31, 14, 59, 59, 0, time.UTC) // in Japan the last second of the year
	c := apitest.NewClient(t, api.New(api.Config{Store: store, Now: func() time.Time { return now }}))
	first := c.Get(t, datasetPath)
	for _, tc := range []struct {
		what, path string
		headers    []string
		status     int
		asks       int
	}{
		{"again", datasetPath, nil, 200, 0},
		{"held", datasetPath, []string{"If-None-Match", first.Header.Get("ETag")}, 304, 0},
		{"held by one who holds anything", datasetPath, []string{"If-None-Match", "*"}, 304, 0},
		{"another is held", datasetPath, []string{"If-None-Match", `"x"`}, 200, 0},
		{"in Japanese", datasetPath + "?lang=ja", nil, 200, 1},
		{"in Japanese by header", datasetPath, []string{"Accept-Language", "ja"}, 200, 1},
		{"not acceptable", datasetPath, []string{"Accept", "image/png"}, 406, 0},
		{"compressed", datasetPath, []string{"Accept-Encoding", "gzip"}, 200, 1},
		{"compressed again", datasetPath, []string{"Accept-Encoding", "gzip"}, 200, 0},
		{"wrong", datasetPath + "?x=1", nil, 400, 0},
	} {
		asked = 0
		a := c.Get(t, tc.path, tc.headers...)
		if a.Status != tc.status || asked != tc.asks {
			t.Errorf("%s: %d after %d questions to the store, want %d after %d", tc.what, a.Status, asked, tc.status, tc.asks)
		}
		if tc.what == "again" && (string(a.Body) != string(first.Body) || a.Header.Get("ETag") != first.Header.Get("ETag") || a.Header.Get("X-Request-Id") == first.Header.Get("X-Request-Id")) {
			t.Errorf("again: %v %s, first %v %s", a.Header, a.Body, first.Header, first.Body)
		}
	}
	asked = 0
	if h := c.Do(t, http.MethodHead, datasetPath, ""); asked != 0 || len(h.Body) > 0 || h.Header.Get("Content-Length") != first.Header.Get("Content-Length") {
		t.Errorf("HEAD: %d questions to the store, headers %v", asked, h.Header)
	}
	apply(t, inner, &graph.Release{DeleteEdges: []string{"e1"}})
	if a := c.Get(t, datasetPath); asked != 1 || a.Text(t, "release/id") != "r2" {
		t.Errorf("after a release: %d questions to the store, %s", asked, a.Body)
	}
	if a := c.Get(t, "/api/v1/anniversaries"); a.Text(t, "year") != "2026" {
		t.Errorf("%s", a.Body)
	}
	now = now.Add(time.Second)
	if a := c.Get(t, "/api/v1/anniversaries"); a.Text(t, "year") != "2027" {
		t.Errorf("a second later the year is %s", a.Text(t, "year"))
	}
}

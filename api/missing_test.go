package api_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"enishi/api"
	"enishi/graph"
)

// differing is a store that counts the diffs that it is asked for, and does something before each.
type differing struct {
	graph.Store
	diffs  atomic.Int64
	before func()
}

func (d *differing) Diff(ctx context.Context, q graph.DiffQuery) (graph.Diff, error) {
	d.diffs.Add(1)
	if d.before != nil {
		d.before()
	}
	return d.Store.Diff(ctx, q)
}

// TestUnknownIdsAreCheap: what a release removed is read once, however many ids are asked for that nobody knows, and a later release is told from again.
func TestUnknownIdsAreCheap(t *testing.T) {
	s := &differing{Store: small(t)}
	apply(t, s, &graph.Release{DeleteEdges: []string{"e1"}, DeleteNodes: []string{"us-ca-riverside"}})
	h := api.New(api.Config{Store: s})
	for i := range 50 {
		if w := visit(h, fmt.Sprintf("/api/v1/edges/unknown-%d", i)); w.Code != http.StatusNotFound {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if n := s.diffs.Load(); n != 1 {
		t.Errorf("%d diffs for 50 unknown ids", n)
	}
	for _, path := range []string{"/edges/e1", "/nodes/us-ca-riverside"} {
		if w := visit(h, "/api/v1"+path); w.Code != http.StatusGone {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	apply(t, s, &graph.Release{DeleteNodes: []string{"jp-04998"}})
	if w := visit(h, "/api/v1/nodes/jp-04998"); w.Code != http.StatusGone || s.diffs.Load() != 2 {
		t.Errorf("after a later release: %d, %d diffs", w.Code, s.diffs.Load())
	}
}

// TestExplainingTakesAPlace: the work of explaining what was not found is among the questions computed at once.
func TestExplainingTakesAPlace(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	s := &differing{Store: small(t), before: func() { close(started); <-release }}
	apply(t, s, &graph.Release{DeleteEdges: []string{"e1"}})
	h := api.New(api.Config{Store: s, MaxInFlight: 1, QueryTimeout: 100 * time.Millisecond})
	first := make(chan int)
	go func() { first <- visit(h, "/api/v1/edges/unknown").Code }()
	<-started
	if w := visit(h, "/api/v1/nodes"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("another question meanwhile: %d", w.Code)
	}
	close(release)
	if got := <-first; got != http.StatusNotFound {
		t.Errorf("the unknown id: %d", got)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"enishi/graph"
)

// coldStore is a store that can be warmed.
type coldStore struct {
	graph.Store
	warm func(context.Context) error
}

func (s coldStore) Warm(ctx context.Context) error { return s.warm(ctx) }

// TestWarm warms the stores that can be, for a bounded time, and goes on where that fails.
func TestWarm(t *testing.T) {
	for name, c := range map[string]struct {
		fails error
		says  string
	}{"warm": {}, "fails": {errors.New("no answer"), "no answer"}} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			called := 0
			(&app{stderr: &stderr}).warm(t.Context(), coldStore{warm: func(ctx context.Context) error {
				called++
				if end, ok := ctx.Deadline(); !ok || time.Until(end) > maxWarming {
					t.Errorf("it may take until %v (%v)", end, ok)
				}
				return c.fails
			}})
			if said := stderr.String(); called != 1 || (said != "") != (c.says != "") || !strings.Contains(said, c.says) {
				t.Errorf("called %d times; said %q", called, said)
			}
		})
	}
	(&app{}).warm(t.Context(), struct{ graph.Store }{}) // has nothing to warm
}

package embedstore

import (
	"context"
	"errors"
	"sync"
	"testing"

	"enishi/graph"
	"enishi/graph/storetest"
)

func TestConformanceMemory(t *testing.T) {
	storetest.Suite{Pairs: 2000, Open: func(t testing.TB) graph.Store { return memory(t) }}.Run(t)
}

func TestConformanceFile(t *testing.T) {
	storetest.Run(t, func(t testing.TB) graph.Store { return open(t, newPath(t), Options{}) })
}

// TestConformanceReopened opens the file for each change and closes it after; what answers is another store that reads the file anew and keeps next
// to nothing in memory.
func TestConformanceReopened(t *testing.T) {
	storetest.Run(t, func(t testing.TB) graph.Store {
		path := newPath(t)
		if err := openNow(t, path).Close(); err != nil {
			t.Fatal(err)
		}
		return &reopening{Store: open(t, path, Options{ReadOnly: true, CacheBytes: 4096, Readers: 2}), path: path}
	})
}

func openNow(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reopening answers from a store that is read-only and changes the file through one that is opened for it.
type reopening struct {
	*Store
	path    string
	writers sync.Mutex
}

func (s *reopening) Apply(ctx context.Context, r *graph.Release) (graph.ReleaseInfo, error) {
	return s.write(func(w *Store) (graph.ReleaseInfo, error) { return w.Apply(ctx, r) })
}

func (s *reopening) Rollback(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	return s.write(func(w *Store) (graph.ReleaseInfo, error) { return w.Rollback(ctx, id) })
}

func (s *reopening) write(change func(*Store) (graph.ReleaseInfo, error)) (info graph.ReleaseInfo, err error) {
	s.writers.Lock()
	defer s.writers.Unlock()
	w, err := Open(context.Background(), s.path, Options{})
	if err != nil {
		return info, err
	}
	info, err = change(w)
	if err := errors.Join(w.Close(), s.Refresh(context.Background())); err != nil {
		return info, err
	}
	return info, err
}

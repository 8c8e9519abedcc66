package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"enishi/graph"
)

// calls are all calls that a context can end, with questions that would be answered.
var calls = map[string]func(ctx context.Context, s graph.Store) error{
	"Version":   func(ctx context.Context, s graph.Store) error { _, err := s.Version(ctx); return err },
	"Dataset":   func(ctx context.Context, s graph.Store) error { _, err := s.Dataset(ctx); return err },
	"Node":      func(ctx context.Context, s graph.Store) error { _, err := s.Node(ctx, "a"); return err },
	"NodesByID": func(ctx context.Context, s graph.Store) error { _, err := s.NodesByID(ctx, []string{"a"}); return err },
	"Edge":      func(ctx context.Context, s graph.Store) error { _, err := s.Edge(ctx, "e"); return err },
	"Source": func(ctx context.Context, s graph.Store) error {
		_, err := s.Source(ctx, graph.SourceID("u1"))
		return err
	},
	"SourcesByID": func(ctx context.Context, s graph.Store) error {
		_, err := s.SourcesByID(ctx, []string{graph.SourceID("u1")})
		return err
	},
	"ByCode": func(ctx context.Context, s graph.Store) error { _, err := s.ByCode(ctx, "jis", "1"); return err },
	"Nodes":  func(ctx context.Context, s graph.Store) error { _, err := s.Nodes(ctx, graph.NodesQuery{}); return err },
	"Edges":  func(ctx context.Context, s graph.Store) error { _, err := s.Edges(ctx, graph.EdgesQuery{}); return err },
	"Sources": func(ctx context.Context, s graph.Store) error {
		_, err := s.Sources(ctx, graph.SourcesQuery{})
		return err
	},
	"Claims": func(ctx context.Context, s graph.Store) error {
		_, err := s.Claims(ctx, graph.ClaimsQuery{})
		return err
	},
	"Search": func(ctx context.Context, s graph.Store) error {
		_, err := s.Search(ctx, graph.SearchQuery{Text: "Alpha"})
		return err
	},
	"Counts": func(ctx context.Context, s graph.Store) error { _, err := s.Counts(ctx, counts("a", now)); return err },
	"Neighbors": func(ctx context.Context, s graph.Store) error {
		_, err := s.Neighbors(ctx, neighbors("a", now))
		return err
	},
	"Neighborhood": func(ctx context.Context, s graph.Store) error { _, err := s.Neighborhood(ctx, from("a")); return err },
	"Subgraph": func(ctx context.Context, s graph.Store) error {
		_, err := s.Subgraph(ctx, graph.SubgraphQuery{})
		return err
	},
	"Paths": func(ctx context.Context, s graph.Store) error {
		_, err := s.Paths(ctx, path("b", "o", graph.PathsQuery{}))
		return err
	},
	"Tally": func(ctx context.Context, s graph.Store) error {
		_, err := s.Tally(ctx, tally("", graph.ByYear, "", now))
		return err
	},
	"All": func(ctx context.Context, s graph.Store) error {
		for _, err := range s.All(ctx) {
			if err != nil {
				return err
			}
		}
		return nil
	},
	"Releases": func(ctx context.Context, s graph.Store) error { _, err := s.Releases(ctx, 0); return err },
	"Release":  func(ctx context.Context, s graph.Store) error { _, err := s.Release(ctx, "r1"); return err },
	"Diff": func(ctx context.Context, s graph.Store) error {
		_, err := s.Diff(ctx, graph.DiffQuery{To: "r1"})
		return err
	},
	"Apply": func(ctx context.Context, s graph.Store) error {
		_, err := s.Apply(ctx, &graph.Release{Nodes: []graph.Node{{ID: "late", Kind: graph.Partner}}})
		return err
	},
	"Rollback": func(ctx context.Context, s graph.Store) error { _, err := s.Rollback(ctx, ""); return err },
	"View": func(ctx context.Context, s graph.Store) error {
		return s.View(ctx, func(r graph.Reader) error { _, err := r.Node(ctx, "a"); return err })
	},
	"Ping":  func(ctx context.Context, s graph.Store) error { return s.Ping(ctx) },
	"Check": func(ctx context.Context, s graph.Store) error { _, err := s.Check(ctx); return err },
}

// contextTests: no call begins after its context has ended, none writes, and none goes on for long past its deadline.
func contextTests(t *testing.T, store graph.Store) {
	apply(t, store, parse(base))
	before := exported(t, store)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancelLate()
	for name, call := range calls {
		if err := call(gone, store); !errors.Is(err, context.Canceled) {
			t.Errorf("%s of a caller who is gone: %v", name, err)
		}
		if err := call(late, store); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s after its deadline: %v", name, err)
		}
	}
	equal(t, "content", exported(t, store), before)
	stopsWithinView(t, store)
	stopsEarly(t, store)
	deadline(t, store)
	verify(t, store)
}

// stopsWithinView: the context of a question inside a view ends that question.
func stopsWithinView(t *testing.T, store graph.Store) {
	err := store.View(t.Context(), func(r graph.Reader) error {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := r.Node(ctx, "a")
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a question within a view: %v", err)
	}
}

// stopsEarly: an iteration that is left or cancelled half way leaves nothing behind that blocks the next call.
func stopsEarly(t *testing.T, store graph.Store) {
	n := 0
	for _, err := range store.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 2 {
			break
		}
	}
	apply(t, store, &graph.Release{Nodes: []graph.Node{{ID: "after", Kind: graph.Partner}}})
	for record, err := range store.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Node(t.Context(), record.(*graph.Node).ID); err != nil { // asking while iterating
			t.Fatal(err)
		}
		break
	}
}

// deadline: ways through a dense network are more than can be listed. A store answers in time or says that it could not.
func deadline(t *testing.T, store graph.Store) {
	const side, patience = 24, 20 * time.Second
	r := &graph.Release{Replace: true}
	for i := range side {
		r.Nodes = append(r.Nodes, graph.Node{ID: corner(0, i), Kind: graph.Municipality})
		for j := range i {
			r.Edges = append(r.Edges, graph.Edge{ID: corner(i, j), Kind: graph.LocatedIn, Source: corner(0, i), Target: corner(0, j)})
		}
	}
	apply(t, store, r)
	for _, q := range []graph.PathsQuery{
		path(corner(0, 0), corner(0, 1), graph.PathsQuery{Mode: graph.KShortest, K: graph.MaxK, Cost: graph.Hub}),
		path(corner(0, 0), corner(0, 1), graph.PathsQuery{Mode: graph.KShortest, K: graph.MaxK, Via: []string{corner(0, 5), corner(0, 9), corner(0, 2), corner(0, 7), corner(0, 3)}, Cost: graph.Hub}),
	} {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		set, err := store.Paths(ctx, q)
		cancel()
		if took := time.Since(start); took > patience {
			t.Errorf("%+v took %v, a hundred times its deadline", q, took)
		}
		if err != nil {
			if !graph.IsCancelled(err) && !errors.Is(err, graph.ErrTooLarge) {
				t.Errorf("%+v: %v", q, err)
			}
			continue
		}
		if fault := incoherent(q, set); fault != "" {
			t.Error(fault)
		}
	}
}

package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// in returns a store on the shared server, or at a proxy in front of it, whose data stays as it is.
func in(t testing.TB, uri string, set func(*neo4jstore.Options)) *neo4jstore.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	o := neo4jstore.Options{URI: uri, User: server.User, Password: server.Password}
	if set != nil {
		set(&o)
	}
	return opened(t, o)
}

func opened(t testing.TB, o neo4jstore.Options) *neo4jstore.Store {
	t.Helper()
	s, err := neo4jstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // it may have been killed
	return s
}

// batches makes every release a large one.
func batches(o *neo4jstore.Options) { o.SmallRelease, o.BatchSize = 1, 8 }

// chain is a release of n places in a row, each tied to the next, all noted with the same text: a reader that sees two notes sees a mix.
func chain(n int, note string) *graph.Release {
	r := &graph.Release{Note: note, Replace: true}
	for i := range n {
		r.Nodes = append(r.Nodes, graph.Node{ID: fmt.Sprintf("n-%02d", i), Kind: graph.Municipality, Note: note})
		if i > 0 {
			r.Edges = append(r.Edges, graph.Edge{ID: fmt.Sprintf("e-%02d", i), Kind: graph.SisterOf, Source: fmt.Sprintf("n-%02d", i-1), Target: fmt.Sprintf("n-%02d", i),
				Tie: fmt.Sprintf("t-%02d", i), TieKind: graph.SisterCity, Role: graph.Original, Status: graph.Active, Note: note})
		}
	}
	return r
}

// seen is what a reader sees: the number of nodes, and the one note of all nodes and edges.
func seen(ctx context.Context, s graph.Store) (string, error) {
	page, err := s.Edges(ctx, graph.EdgesQuery{Filter: graph.Filter{Time: graph.Time{Any: true}}, Page: graph.Page{Limit: 100}})
	if err != nil {
		return "", err
	}
	if page.Total == 0 {
		return "empty", nil
	}
	notes := map[string]bool{}
	for _, e := range page.Items {
		notes[e.Note] = true
	}
	for _, n := range page.Nodes {
		notes[n.Note] = true
	}
	if len(notes) != 1 || len(page.Nodes) != page.Total+1 {
		return "", fmt.Errorf("a mix of %v: %d nodes, %d edges", notes, len(page.Nodes), page.Total)
	}
	return fmt.Sprintf("%d %s", len(page.Nodes), page.Items[0].Note), nil
}

// crasher stops a client at the n-th stage of its writing: nothing that it would do after that is done.
type crasher struct {
	mu     sync.Mutex
	left   int
	stages []string
}

var errCrash = errors.New("the client is dead")

func (c *crasher) fault(stage string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left <= 0 {
		return fmt.Errorf("%s: %w", stage, errCrash)
	}
	c.stages = append(c.stages, stage)
	return nil
}

// road is one of the ways in which a release is written.
type road struct {
	name   string
	before *graph.Release // nil: the store is empty
	after  *graph.Release
	set    func(*neo4jstore.Options)
	old    string
	new    string
}

func roads() []road {
	return []road{
		{"small", chain(4, "old"), chain(5, "new"), nil, "4 old", "5 new"},
		{"first", nil, chain(5, "new"), batches, "empty", "5 new"},
		{"large", chain(4, "old"), chain(5, "new"), batches, "4 old", "5 new"},
	}
}

// TestCrash kills the client at each stage of each road. Readers see the old data, the new data, or are told to wait; the next process ends or undoes
// what is half done, repeats the release, and the end is that of an undisturbed run.
func TestCrash(t *testing.T) {
	server := neo4jtest.Server(t)
	reader := in(t, server.URI, func(o *neo4jstore.Options) { o.RetryFor = time.Millisecond })
	for _, r := range roads() {
		t.Run(r.name, func(t *testing.T) {
			for at := 1; ; at++ {
				if stages, ended := crash(t, server, reader, r, at); ended {
					t.Logf("%d stages: %v", len(stages), stages)
					return
				}
			}
		})
	}
}

// crash reports whether the writing ended before the stage came, and the stages that it had.
func crash(t *testing.T, server *neo4jtest.Instance, reader graph.Store, r road, at int) (stages []string, ended bool) {
	t.Helper()
	server.Wipe(t)
	in(t, server.URI, nil)
	c := &crasher{left: 1 << 30}
	s := in(t, server.URI, func(o *neo4jstore.Options) {
		if r.set != nil {
			r.set(o)
		}
		o.Fault = c.fault
	})
	if r.before != nil {
		must(s.Apply(t.Context(), r.before))(t)
	}
	c.mu.Lock()
	c.left, c.stages = at, nil
	c.mu.Unlock()
	_, err := s.Apply(t.Context(), r.after)
	if err != nil && !errors.Is(err, errCrash) {
		t.Fatalf("stage %d: %v", at, err)
	}
	check := func(when string, allowed ...string) {
		got, err := seen(t.Context(), reader)
		if err != nil && !errors.Is(err, graph.ErrUnavailable) {
			t.Fatalf("stage %d after %v, %s: %v", at, c.stages, when, err)
		}
		if err == nil && !slices.Contains(allowed, got) {
			t.Fatalf("stage %d after %v, %s: readers see %q", at, c.stages, when, got)
		}
	}
	if err == nil {
		check("undisturbed", r.new)
	} else {
		check("crashed", r.old, r.new)
	}
	abandon(t, server)
	next := in(t, server.URI, r.set)
	check("recovered", r.old, r.new)
	must(next.Apply(t.Context(), r.after))(t)
	wholeAfter(t, server, next, r)
	return c.stages, err == nil
}

// abandon makes what is half done look as if nobody had touched it for a minute, so that no test waits for that.
func abandon(t testing.TB, server *neo4jtest.Instance) {
	t.Helper()
	server.Query(t, "MATCH (m:_Enishi) SET m.touched = m.touched - 60000", nil)
}

// wholeAfter checks the end of a road: the new data, each release once, nothing left over.
func wholeAfter(t *testing.T, server *neo4jtest.Instance, s graph.Store, r road) {
	t.Helper()
	if got, err := seen(t.Context(), s); got != r.new {
		t.Fatalf("%s: at the end %q, %v", r.name, got, err)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("%s: check: %q, %v", r.name, faults, err)
	}
	want := 1
	if r.before != nil {
		want = 2
	}
	if list := must(s.Releases(t.Context(), 0))(t); len(list) != want {
		t.Errorf("%s: %d releases, not %d: %+v", r.name, len(list), want, list)
	}
	if rows := server.Query(t, "MATCH (n:_Staged) RETURN count(n)", nil); rows[0].Values[0] != int64(0) {
		t.Errorf("%s: %v staged changes are left", r.name, rows[0].Values[0])
	}
	state := server.Query(t, "MATCH (m:_Enishi) RETURN m.state, m.plan, m.target", nil)[0].Values
	if state[0] != "ready" || state[1] != nil || state[2] != nil {
		t.Errorf("%s: the state is %v", r.name, state)
	}
	if r.before != nil {
		if rolled, err := s.Rollback(t.Context(), "r1"); err != nil {
			t.Errorf("%s: rollback: %v, %v", r.name, rolled, err)
		} else if got, err := seen(t.Context(), s); got != r.old {
			t.Errorf("%s: after rollback %q, %v", r.name, got, err)
		}
	}
}

// TestLostAnswers loses the connection before and after each COMMIT of each road once: the release is made once.
func TestLostAnswers(t *testing.T) {
	server := neo4jtest.Server(t)
	for _, r := range roads() {
		t.Run(r.name, func(t *testing.T) {
			server.Wipe(t)
			once, lost := map[string]bool{}, false
			s := in(t, server.URI, func(o *neo4jstore.Options) {
				if r.set != nil {
					r.set(o)
				}
				o.Fault = func(stage string) error {
					if once[stage] || !lost {
						return nil
					}
					once[stage] = true
					return &neo4j.ConnectivityError{Inner: fmt.Errorf("lost at %s", stage)}
				}
			})
			if r.before != nil {
				must(s.Apply(t.Context(), r.before))(t)
			}
			lost = true
			info := must(s.Apply(t.Context(), r.after))(t)
			if info.Changes.Total() == 0 {
				t.Errorf("the release says that it changed nothing")
			}
			lost = false
			wholeAfter(t, server, s, r)
		})
	}
}

// TestLostAnswerThenAnother has another process make a release while the answer to a COMMIT is lost: the first must not be made twice, over the second.
func TestLostAnswerThenAnother(t *testing.T) {
	server := neo4jtest.Server(t)
	server.Wipe(t)
	other := in(t, server.URI, nil)
	lost := true
	s := in(t, server.URI, func(o *neo4jstore.Options) {
		o.Fault = func(stage string) error {
			if stage != "small-committed" || !lost {
				return nil
			}
			lost = false
			must(other.Apply(t.Context(), chain(3, "other")))(t)
			return &neo4j.ConnectivityError{Inner: errors.New("lost")}
		}
	})
	info := must(s.Apply(t.Context(), chain(4, "mine")))(t)
	if info.ID != "r1" {
		t.Errorf("made as %s, not r1", info.ID)
	}
	if got, err := seen(t.Context(), s); got != "3 other" {
		t.Errorf("the later release was overwritten: %q, %v", got, err)
	}
}

// TestUndecidedInDoubt loses the client's connection for good after the decision was committed: the staged changes must stay, for another process to apply.
func TestUndecidedInDoubt(t *testing.T) {
	server := neo4jtest.Server(t)
	server.Wipe(t)
	dead := false
	s := in(t, server.URI, func(o *neo4jstore.Options) {
		batches(o)
		o.RetryFor = 50 * time.Millisecond
		o.Fault = func(stage string) error {
			if stage == "decide-committed" || dead && stage == "decide" {
				dead = true
				return &neo4j.ConnectivityError{Inner: errors.New("lost")}
			}
			return nil
		}
	})
	first := in(t, server.URI, nil)
	must(first.Apply(t.Context(), chain(4, "old")))(t)
	if _, err := s.Apply(t.Context(), chain(5, "new")); !errors.Is(err, graph.ErrUnavailable) {
		t.Fatalf("apply: %v", err)
	}
	next := in(t, server.URI, nil)
	wholeAfter(t, server, next, roads()[2])
}

// TestTakeover has a reader find a plan that its process left, at a store that was open all the time: it is ended in the background, and the reader waits for it.
func TestTakeover(t *testing.T) {
	server := neo4jtest.Server(t)
	for _, r := range roads()[1:] {
		t.Run(r.name, func(t *testing.T) {
			server.Wipe(t)
			witness := in(t, server.URI, nil)
			dying, dead := false, false
			s := in(t, server.URI, func(o *neo4jstore.Options) {
				r.set(o)
				o.Fault = func(stage string) error {
					if dead = dead || dying && stage == "decide-committed"; dead {
						return errCrash
					}
					return nil
				}
			})
			if r.before != nil {
				must(s.Apply(t.Context(), r.before))(t)
			}
			dying = true
			if _, err := s.Apply(t.Context(), r.after); !errors.Is(err, errCrash) {
				t.Fatalf("apply: %v", err)
			}
			abandon(t, server)
			got, err := seen(t.Context(), witness)
			want := r.new
			if r.before == nil {
				want = r.old // a first load is undone
			}
			if got != want {
				t.Errorf("after the takeover %q, %v, not %q", got, err, want)
			}
		})
	}
}

// TestRace has processes write against each other by every road at once: each release is made once, none is lost.
func TestRace(t *testing.T) {
	server := neo4jtest.Server(t)
	server.Wipe(t)
	must(in(t, server.URI, nil).Apply(t.Context(), &graph.Release{Nodes: []graph.Node{{ID: "base", Kind: graph.Prefecture}}}))(t)
	const writers, releases = 3, 3
	var all sync.WaitGroup
	for w := range writers {
		s := in(t, server.URI, func(o *neo4jstore.Options) {
			if o.RetryFor = time.Minute; w > 0 {
				batches(o)
			}
		})
		all.Go(func() {
			for i := range releases {
				r := &graph.Release{}
				for n := range 4 {
					r.Nodes = append(r.Nodes, graph.Node{ID: fmt.Sprintf("w%d-%d-%d", w, i, n), Kind: graph.Municipality})
				}
				if _, err := s.Apply(t.Context(), r); err != nil {
					t.Errorf("writer %d, release %d: %v", w, i, err)
				}
			}
		})
	}
	all.Wait()
	s := in(t, server.URI, nil)
	d := must(s.Dataset(t.Context()))(t)
	if n := d.Nodes[graph.Municipality]; n != writers*releases*4 || d.Release.Number != writers*releases+1 {
		t.Errorf("%d nodes after %d releases", n, d.Release.Number)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

// TestAllWhileReleased makes a release between two batches of All: outside a View that is ErrUnavailable, inside one it is read again.
func TestAllWhileReleased(t *testing.T) {
	server := neo4jtest.Server(t)
	server.Wipe(t)
	s, other := in(t, server.URI, func(o *neo4jstore.Options) { o.BatchSize = 2 }), in(t, server.URI, nil)
	must(s.Apply(t.Context(), chain(6, "old")))(t)
	var last error
	n := 0
	for _, err := range s.All(t.Context()) {
		if n++; n == 1 {
			must(other.Apply(t.Context(), chain(6, "new")))(t)
		}
		last = err
	}
	var e *graph.Error
	if !errors.As(last, &e) || !errors.Is(last, graph.ErrUnavailable) || e.Retry == 0 {
		t.Errorf("after %d records: %v", n, last)
	}
	calls := 0
	err := s.View(t.Context(), func(r graph.Reader) error {
		calls++
		n := 0
		for _, err := range r.All(t.Context()) {
			if err != nil {
				return fmt.Errorf("all: %w", err)
			}
			if n++; n == 1 && calls == 1 {
				must(other.Apply(t.Context(), chain(6, "newer")))(t)
			}
		}
		return nil
	})
	if err != nil || calls != 2 {
		t.Errorf("the view was called %d times: %v", calls, err)
	}
}

// must fails the test on an error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

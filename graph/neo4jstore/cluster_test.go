package neo4jstore_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// TestTwoProcesses has two stores on one Neo4j: what one releases the other sees at once, under the same version.
func TestTwoProcesses(t *testing.T) {
	a := open(t)
	b := in(t, neo4jtest.Server(t).URI, batches)
	for i, note := range []string{"one", "two", "three", "four"} {
		writer, reader := graph.Store(a), graph.Store(b)
		if i%2 == 1 {
			writer, reader = reader, writer
		}
		info := must(writer.Apply(t.Context(), chain(4+i, note)))(t)
		for _, s := range []graph.Store{reader, writer} {
			if v := must(s.Version(t.Context()))(t); v != info.Version {
				t.Errorf("%s: version %s, not %s", note, v, info.Version)
			}
			if d := must(s.Dataset(t.Context()))(t); d.Release.ID != info.ID {
				t.Errorf("%s: release %s, not %s", note, d.Release.ID, info.ID)
			}
		}
		if got, err := seen(t.Context(), reader); !strings.HasSuffix(got, note) {
			t.Errorf("%s: the other sees %q, %v", note, got, err)
		}
	}
	stale := must(a.Version(t.Context()))(t)
	must(b.Apply(t.Context(), chain(3, "five")))(t)
	if _, err := a.Apply(t.Context(), &graph.Release{Parent: stale, DeleteEdges: []string{"e-01"}}); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a release made from an older version: %v", err)
	}
}

// cluster is a routing table in front of one real server, with a port for each role.
type cluster struct {
	router, reader *boltProxy
	mu             sync.Mutex
	writer         *boltProxy
}

func newCluster(t testing.TB) *cluster {
	c := &cluster{reader: newBoltProxy(t, nil), writer: newBoltProxy(t, nil)}
	c.router = newBoltProxy(t, func(tag byte, _ []byte) verdict {
		if tag != boltRoute {
			return verdict{}
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		return verdict{reply: routes(neo4jtest.Database, 300, c.writer.address(), c.reader.address(), c.router.address())}
	})
	return c
}

// elect lets another port be the writer's, and takes the one before away.
func (c *cluster) elect(t testing.TB) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writer.close()
	c.writer = newBoltProxy(t, nil)
}

// TestRouting shows that by neo4j:// questions go to readers and writes to the writer, that a new leader is found, and what is said when there is none.
func TestRouting(t *testing.T) {
	open(t)
	c := newCluster(t)
	s := in(t, "neo4j://"+c.router.address(), func(o *neo4jstore.Options) { o.RetryFor = 5 * time.Second })
	must(s.Apply(t.Context(), chain(4, "old")))(t)
	c.reader.sent()
	c.writer.sent()
	must(s.Node(t.Context(), "n-01"))(t)
	must(s.Search(t.Context(), graph.SearchQuery{Text: "n"}))(t)
	if got, err := seen(t.Context(), s); got != "4 old" {
		t.Errorf("%q, %v", got, err)
	}
	if sent := c.writer.sent(); len(sent) > 0 {
		t.Errorf("questions went to the writer: %q", sent)
	}
	if sent := c.reader.sent(); len(sent) < 3 { // a node, a search, and a view of one question
		t.Errorf("the reader got only %q", sent)
	}
	must(s.Apply(t.Context(), chain(4, "new")))(t)
	writes := func(text string) bool {
		return strings.Contains(text, "CREATE ") || strings.Contains(text, "MERGE ") || strings.Contains(text, "DELETE ") || strings.Contains(text, "SET ")
	}
	if sent := c.reader.sent(); slices.ContainsFunc(sent, writes) {
		t.Errorf("a write went to the reader: %q", sent)
	}
	if sent := c.writer.sent(); !slices.ContainsFunc(sent, writes) {
		t.Errorf("the writer got only %q", sent)
	}
	if sent := c.router.sent(); len(sent) > 0 {
		t.Errorf("the router was asked %q", sent)
	}

	c.elect(t)
	must(s.Apply(t.Context(), chain(4, "newer")))(t)
	if sent := c.writer.sent(); !slices.ContainsFunc(sent, writes) {
		t.Errorf("the new leader got only %q", sent)
	}
	if got, err := seen(t.Context(), s); got != "4 newer" { // by the bookmark of the write
		t.Errorf("%q, %v", got, err)
	}

	s2 := in(t, "neo4j://"+c.router.address(), func(o *neo4jstore.Options) { o.RetryFor = 200 * time.Millisecond })
	must(s2.Version(t.Context()))(t)
	c.mu.Lock()
	c.writer.close()
	c.mu.Unlock()
	var e *graph.Error
	if _, err := s2.Apply(t.Context(), chain(4, "never")); !errors.Is(err, graph.ErrUnavailable) || !errors.As(err, &e) || e.Retry == 0 {
		t.Errorf("without a leader: %v", err)
	}
	if got, err := seen(t.Context(), s2); got != "4 newer" {
		t.Errorf("without a leader, reads: %q, %v", got, err)
	}
}

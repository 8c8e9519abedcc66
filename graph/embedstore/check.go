package embedstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// mostFaults bounds what Check tells.
const mostFaults = 100

// Check is described at graph.Store. It reads the whole file: SQLite's structures and page checksums, every record of the newest release (that it is well formed,
// stands in its canonical encoding, and that what it names is there), the content hash, the counts, the network, and that no two versions of a record overlap. It returns the
// first 100 faults, the last of them that it could not read on, if so.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	r := s.reader()
	c := checker{r: r, nodes: map[string]bool{}, sources: map[string]bool{}, ties: map[string]bool{}}
	err := s.pool.with(ctx, c.structures)
	if err == nil {
		err = c.records(ctx)
	}
	if err == nil {
		c.totals()
	} else if err = wrap(ctx, "check", err); errors.Is(err, ErrDamaged) {
		c.faults, err = append(c.faults, err.Error()), nil
	}
	return c.faults, err
}

type checker struct {
	r       *reader
	hash    graph.ContentHash
	nodes   map[string]bool
	sources map[string]bool
	ties    map[string]bool
	dataset graph.Dataset // as counted
	faults  []string
}

func (c *checker) fault(format string, args ...any) {
	if len(c.faults) < mostFaults {
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	}
}

// structures asks SQLite, and looks at the history.
func (c *checker) structures(db *conn) error {
	err := db.query(func(row *sqlite3.Stmt) error {
		if text := row.ColumnText(0); text != "ok" {
			c.fault("database: %s", text)
		}
		return nil
	}, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	return db.query(func(row *sqlite3.Stmt) error {
		c.fault("%v %s: its version since release %d overlaps another, or names a release that is not there", kindName(row.ColumnInt(0)), row.ColumnText(1), row.ColumnInt(2))
		return nil
	}, sqlHistoryFaults)
}

func kindName(kind int) graph.RecordKind {
	if kind < 0 || kind >= len(graph.RecordKinds) {
		return "record of no known kind"
	}
	return graph.RecordKinds[kind]
}

// records reads all records; sources first, since others name them.
func (c *checker) records(ctx context.Context) error {
	c.dataset = graph.Dataset{Nodes: map[graph.NodeKind]int{}, Edges: map[graph.EdgeKind]int{}}
	for _, kind := range []int{sourceRow, nodeRow, edgeRow, claimRow} {
		for row, err := range c.r.store.rows(ctx, c.r.snap.number, kind, "") {
			if err != nil {
				return err
			}
			rec := newRecord(kind)
			if err := decode(row, rec); err != nil {
				c.fault("%v", err)
				continue
			}
			c.hash.Add(graph.RecordKinds[kind], row.data)
			if !bytes.Equal(row.data, graph.Encode(rec)) {
				c.fault("%s %s: it does not stand in its canonical encoding", graph.RecordKinds[kind], row.id)
			}
			c.record(row.id, rec)
		}
	}
	return nil
}

func (c *checker) record(id string, rec any) {
	net := c.r.snap.net
	switch r := rec.(type) {
	case *graph.Source:
		c.dataset.Sources++
		c.sources[id] = true
		c.wellFormed("source", id, r.ID, r.Check())
	case *graph.Node:
		c.dataset.Nodes[r.Kind]++
		c.nodes[id] = true
		c.wellFormed("node", id, r.ID, r.Check())
		c.cites("node", id, r.AllCitations())
		if _, ok := net.NodeIndex(id); !ok {
			c.fault("node %s: it is not in the network", id)
		}
	case *graph.Edge:
		c.dataset.Edges[r.Kind]++
		if r.Kind == graph.SisterOf {
			c.ties[r.Tie] = true
		}
		c.wellFormed("edge", id, r.ID, r.Check())
		c.cites("edge", id, r.Citations)
		c.ends(r)
	case *graph.Claim:
		c.dataset.Claims++
		c.wellFormed("claim", id, r.ID, r.Check())
		if r.Source != "" {
			c.cites("claim", id, []string{r.Source})
		}
	}
}

func (c *checker) wellFormed(kind, id, says string, err error) {
	if says != id {
		err = errors.Join(fmt.Errorf("its id is %s", graph.Clip(says)), err)
	}
	if err != nil {
		c.fault("%s %s: %v", kind, id, err)
	}
}

func (c *checker) cites(kind, id string, sources []string) {
	for _, s := range sources {
		if !c.sources[s] {
			c.fault("%s %s: it cites %s, which is no source", kind, id, s)
		}
	}
}

// ends compares an edge with the nodes and with the network.
func (c *checker) ends(r *graph.Edge) {
	net := c.r.snap.net
	for _, end := range []string{r.Source, r.Target} {
		if !c.nodes[end] {
			c.fault("edge %s: it has the end %s, which is no node", r.ID, end)
		}
	}
	e, ok := net.EdgeIndex(r.ID)
	if !ok {
		c.fault("edge %s: it is not in the network", r.ID)
		return
	}
	if s, t := net.Ends(e); net.NodeID(s) != r.Source || net.NodeID(t) != r.Target {
		c.fault("edge %s: the network has it from %s to %s", r.ID, net.NodeID(s), net.NodeID(t))
	}
}

// totals compares what was counted with what the release says.
func (c *checker) totals() {
	snap := c.r.snap
	c.dataset.Ties = len(c.ties)
	if c.hash != snap.hash {
		c.fault("version: the records make %s, the release says %s", c.hash.Version(), snap.info.Version)
	}
	d := &snap.dataset
	same(c, "nodes", c.dataset.Nodes, d.Nodes)
	same(c, "edges", c.dataset.Edges, d.Edges)
	for _, n := range []struct {
		what          string
		counted, says int
	}{{"ties", c.dataset.Ties, d.Ties}, {"sources", c.dataset.Sources, d.Sources}, {"claims", c.dataset.Claims, d.Claims},
		{"ties of the network", snap.net.NumTies(), c.dataset.Ties}, {"nodes of the network", snap.net.NumNodes(), len(c.nodes)}} {
		if n.counted != n.says {
			c.fault("%s: %d, not %d", n.what, n.counted, n.says)
		}
	}
}

// same compares counts by kind; a kind that is absent counts zero.
func same[K ~string](c *checker, what string, counted, says map[K]int) {
	for k, n := range counted {
		if n != says[k] {
			c.fault("%s of kind %s: %d, not %d", what, k, n, says[k])
		}
	}
	for k, n := range says {
		if counted[k] != n {
			c.fault("%s of kind %s: %d, not %d", what, k, counted[k], n)
		}
	}
}

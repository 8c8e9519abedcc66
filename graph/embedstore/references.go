package embedstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// maxFaults is how many faults of a release are told.
const maxFaults = 20

// references checks that what the changed data names is there afterwards.
type references struct {
	store   *Store
	base    *snapshot
	changes changeSet
	nodes   changeSet // of changes
	sources changeSet
	known   map[string]bool // sources looked up
	faults  []error
}

// checkReferences refuses changes after which an edge has an end, or a record a citation or source, that names nothing.
func (s *Store) checkReferences(ctx context.Context, base *snapshot, changes changeSet) error {
	r := references{store: s, base: base, changes: changes, nodes: changes.of(nodeRow), sources: changes.of(sourceRow), known: map[string]bool{}}
	err := s.pool.with(ctx, func(c *conn) error {
		for i := range changes {
			if err := r.changed(c, &changes[i]); err != nil {
				return err
			}
		}
		r.orphanEdges()
		return nil
	})
	if err != nil {
		return err
	}
	if err := r.orphanCitations(ctx); err != nil {
		return err
	}
	return errors.Join(r.faults...)
}

func (r *references) fault(kind int, id, param, missing, what string) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, &graph.Error{Op: "apply", ID: id, Param: param, Err: graph.ErrInvalid,
			Detail: fmt.Sprintf("%s names %s %s, which is not in the data afterwards; add it, or change or delete this %s", param, what, graph.Clip(missing), graph.RecordKinds[kind])})
	}
}

// changed checks a record that the release puts.
func (r *references) changed(c *conn, ch *change) error {
	switch rec := ch.record.(type) {
	case *graph.Node:
		return r.cites(c, nodeRow, rec.ID, "citations", rec.AllCitations())
	case *graph.Edge:
		if !r.hasNode(rec.Source) {
			r.fault(edgeRow, rec.ID, "source", rec.Source, "node")
		}
		if !r.hasNode(rec.Target) {
			r.fault(edgeRow, rec.ID, "target", rec.Target, "node")
		}
		return r.cites(c, edgeRow, rec.ID, "citations", rec.Citations)
	case *graph.Claim:
		if rec.Source != "" {
			return r.cites(c, claimRow, rec.ID, "source", []string{rec.Source})
		}
	}
	return nil
}

func (r *references) hasNode(id string) bool {
	if ch := r.nodes.find(nodeRow, id); ch != nil {
		return ch.after != nil
	}
	_, ok := r.base.net.NodeIndex(id)
	return ok
}

func (r *references) cites(c *conn, kind int, id, param string, sources []string) error {
	for _, source := range sources {
		ok, err := r.hasSource(c, source)
		if err != nil {
			return err
		}
		if !ok {
			r.fault(kind, id, param, source, "source")
		}
	}
	return nil
}

func (r *references) hasSource(c *conn, id string) (bool, error) {
	ok, met := r.known[id]
	if met {
		return ok, nil
	}
	if ch := r.sources.find(sourceRow, id); ch != nil {
		ok = ch.after != nil
	} else if r.base.dataset.Sources > 0 {
		err := c.query(func(*sqlite3.Stmt) error { ok = true; return nil }, sqlRecordAt, sourceRow, id, r.base.number)
		if err != nil {
			return false, err
		}
	}
	r.known[id] = ok
	return ok, nil
}

// orphanEdges finds stored edges that stay while a node at their end goes.
func (r *references) orphanEdges() {
	gone := map[uint32]bool{}
	for i := range r.nodes {
		if at, ok := r.base.net.NodeIndex(r.nodes[i].id); ok && r.nodes[i].after == nil {
			gone[at] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	for e := range uint32(r.base.net.NumEdges()) {
		source, target := r.base.net.Ends(e)
		if !gone[source] && !gone[target] {
			continue
		}
		id := r.base.net.EdgeID(e)
		if r.changes.find(edgeRow, id) != nil {
			continue // put: checked as such; or deleted
		}
		if gone[source] {
			r.fault(edgeRow, id, "source", r.base.net.NodeID(source), "node")
		}
		if gone[target] {
			r.fault(edgeRow, id, "target", r.base.net.NodeID(target), "node")
		}
	}
}

// orphanCitations finds stored records that stay while a source that they cite goes. It reads all of them: sources hardly ever go.
func (r *references) orphanCitations(ctx context.Context) error {
	gone := map[string]bool{}
	for i := range r.sources {
		if r.sources[i].after == nil {
			gone[r.sources[i].id] = true
		}
	}
	if len(gone) == 0 {
		return nil
	}
	for _, kind := range []int{nodeRow, edgeRow, claimRow} {
		for row, err := range r.store.rows(ctx, r.base.number, kind, "") {
			if err != nil {
				return err
			}
			if r.changes.find(kind, row.id) != nil {
				continue
			}
			cited, param, err := citationsOf(row)
			if err != nil {
				return err
			}
			for _, id := range cited {
				if gone[id] {
					r.fault(kind, row.id, param, id, "source")
				}
			}
		}
	}
	return nil
}

// citationsOf are the sources that a stored record names, and in which field.
func citationsOf(row storedRow) (ids []string, param string, err error) {
	switch row.kind {
	case nodeRow:
		var n graph.Node
		err = decode(row, &n)
		return n.AllCitations(), "citations", err
	case edgeRow:
		var e graph.Edge
		err = decode(row, &e)
		return e.Citations, "citations", err
	case claimRow:
		var c graph.Claim
		if err = decode(row, &c); c.Source != "" {
			ids = []string{c.Source}
		}
		return ids, "source", err
	}
	return nil, "", nil
}

package embedstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
	"enishi/graph/network"
)

// change is one record that a release adds (before is nil), changes or removes (after is nil). before and after are encodings, record what after says.
type change struct {
	recordKey
	before, after []byte
	record        any
}

func compareChanges(a, b change) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.id, b.id))
}

// changeSet is what a release changes, by kind and id.
type changeSet []change

// of returns the changes of one kind.
func (cs changeSet) of(kind int) changeSet {
	from, _ := slices.BinarySearchFunc(cs, kind, func(c change, k int) int { return cmp.Compare(c.kind, k) })
	to, _ := slices.BinarySearchFunc(cs, kind+1, func(c change, k int) int { return cmp.Compare(c.kind, k) })
	return cs[from:to]
}

func (cs changeSet) find(kind int, id string) *change {
	i, ok := slices.BinarySearchFunc(cs, change{recordKey: recordKey{kind, id}}, compareChanges)
	if !ok {
		return nil
	}
	return &cs[i]
}

func (cs changeSet) counts() (n graph.ChangeCounts) {
	for i := range cs {
		switch {
		case cs[i].before == nil:
			n.Added++
		case cs[i].after == nil:
			n.Removed++
		default:
			n.Changed++
		}
	}
	return n
}

// plan compares a checked release with what is stored.
func (s *Store) plan(ctx context.Context, base *snapshot, r *graph.Release) (changeSet, error) {
	puts := make(changeSet, 0, len(r.Nodes)+len(r.Edges)+len(r.Sources)+len(r.Claims))
	for i := range r.Nodes {
		puts = append(puts, change{recordKey: recordKey{nodeRow, r.Nodes[i].ID}, record: &r.Nodes[i]})
	}
	for i := range r.Edges {
		puts = append(puts, change{recordKey: recordKey{edgeRow, r.Edges[i].ID}, record: &r.Edges[i]})
	}
	for i := range r.Sources {
		puts = append(puts, change{recordKey: recordKey{sourceRow, r.Sources[i].ID}, record: &r.Sources[i]})
	}
	for i := range r.Claims {
		puts = append(puts, change{recordKey: recordKey{claimRow, r.Claims[i].ID}, record: &r.Claims[i]})
	}
	slices.SortFunc(puts, compareChanges)
	deletes, err := s.deletes(ctx, base, r, puts)
	if err != nil {
		return nil, err
	}
	if err := s.compare(ctx, base, puts); err != nil {
		return nil, err
	}
	if err := s.compare(ctx, base, deletes); err != nil {
		return nil, err
	}
	changes := slices.DeleteFunc(append(puts, deletes...), func(c change) bool { return bytes.Equal(c.before, c.after) })
	slices.SortFunc(changes, compareChanges)
	return changes, nil
}

// deletes are the records that the release deletes, named or, where it replaces everything, all that it does not put.
func (s *Store) deletes(ctx context.Context, base *snapshot, r *graph.Release, puts changeSet) (changeSet, error) {
	var deletes changeSet
	for kind, ids := range [][]string{r.DeleteNodes, r.DeleteEdges, r.DeleteSources, r.DeleteClaims} {
		for _, id := range ids {
			deletes = append(deletes, change{recordKey: recordKey{kind, id}})
		}
	}
	if !r.Replace || base.number == 0 {
		return deletes, nil
	}
	err := s.pool.with(ctx, func(c *conn) error {
		for kind := range graph.RecordKinds {
			err := c.query(func(row *sqlite3.Stmt) error {
				if id := row.ColumnText(0); puts.find(kind, id) == nil {
					deletes = append(deletes, change{recordKey: recordKey{kind, id}})
				}
				return nil
			}, sqlIDsAt, kind, base.number)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return deletes, err
}

// compareChunk is how many records one processor encodes and compares at a time.
const compareChunk = 1024

// compare fills in the encodings: before from the store, after from the record.
func (s *Store) compare(ctx context.Context, base *snapshot, cs changeSet) error {
	return inParallel((len(cs)+compareChunk-1)/compareChunk, func(i int) error {
		chunk := cs[i*compareChunk : min((i+1)*compareChunk, len(cs))]
		for k := range chunk {
			if chunk[k].record != nil {
				chunk[k].after = graph.Encode(chunk[k].record)
			}
		}
		if base.number == 0 {
			return ctx.Err()
		}
		return s.pool.with(ctx, func(c *conn) error {
			for k := range chunk {
				if err := readBefore(c, base, &chunk[k]); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func readBefore(c *conn, base *snapshot, ch *change) error {
	return c.query(func(row *sqlite3.Stmt) error {
		if ch.before = row.ColumnBlob(0, nil); bytes.Equal(ch.before, ch.after) {
			ch.before, ch.after = nil, nil // unchanged; nothing more to keep
		}
		return nil
	}, sqlRecordAt, ch.kind, ch.id, base.number)
}

// judge refuses changes after which the data are not sound.
type judge func(ctx context.Context, base *snapshot, changes changeSet) error

// soundBefore judges what leads back to data that were there.
func soundBefore(context.Context, *snapshot, changeSet) error { return nil }

// commit makes a release of the changes: it writes them, judges them and builds the network, and publishes the new snapshot when all is durable.
func (s *Store) commit(ctx context.Context, base *snapshot, changes changeSet, note string, sound judge) (graph.ReleaseInfo, error) {
	if len(changes) == 0 {
		info := base.info
		info.Changes = graph.ChangeCounts{}
		return info, nil
	}
	next := s.successor(base, changes, note)
	w, err := s.writer()
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	w.SetInterrupt(ctx)
	defer w.SetInterrupt(context.Background())
	err = s.transact(w, func() error { return s.write(ctx, w, base, next, changes, sound) })
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	next.carryOver(base, changes)
	s.current.Store(next)
	w.SetInterrupt(context.Background())
	s.checkpoint(w)
	s.names.wake()
	return next.info, nil
}

// successor is the snapshot after base without what takes a pass over the records.
func (s *Store) successor(base *snapshot, changes changeSet, note string) *snapshot {
	next := &snapshot{number: base.number + 1, hash: base.hash, named: base.named}
	if len(changes.of(nodeRow)) > 0 {
		next.named = next.number
	}
	for i := range changes {
		kind := graph.RecordKinds[changes[i].kind]
		if changes[i].before != nil {
			next.hash.Remove(kind, changes[i].before)
		}
		if changes[i].after != nil {
			next.hash.Add(kind, changes[i].after)
		}
	}
	next.info = graph.ReleaseInfo{ID: releaseID(next.number), Number: next.number, Parent: releaseID(base.number), Time: time.Now().UTC().Truncate(time.Second),
		Version: next.hash.Version(), Note: note, Changes: changes.counts()}
	return next
}

// write puts the changes into the open transaction while another goroutine judges them and builds the network from what readers see and the changes.
func (s *Store) write(ctx context.Context, w *conn, base, next *snapshot, changes changeSet, sound judge) error {
	built := make(chan error, 1)
	var parts [][]byte
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		err := sound(ctx, base, changes)
		if err == nil {
			parts, err = s.build(ctx, base, next, changes)
		}
		built <- err
	}()
	err := writeRows(w, next.number, changes)
	if err != nil {
		stop()
	}
	if other := <-built; err == nil {
		err = other
	}
	if err != nil {
		return err
	}
	if parts != nil {
		if err := writeParts(w, sqlNetworkClear, sqlNetworkAdd, next.number, parts); err != nil {
			return err
		}
	}
	return writeRelease(w, next)
}

// firstOf is the first of joined errors, whose text is one line.
func firstOf(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()[0]
	}
	return err
}

// build fills in the network and the summary of next; parts are the network to store, nil where the stored one stays.
func (s *Store) build(ctx context.Context, base, next *snapshot, changes changeSet) (parts [][]byte, err error) {
	next.dataset = graph.Dataset{Sources: base.dataset.Sources, Claims: base.dataset.Claims, Credits: slices.Clone(base.dataset.Credits)}
	next.countPlain(changes)
	if len(changes.of(nodeRow))+len(changes.of(edgeRow)) == 0 {
		d := &base.dataset
		next.dataset.Nodes, next.dataset.Edges, next.dataset.Ties, next.dataset.Span = d.Nodes, d.Edges, d.Ties, d.Span
		next.net, next.network = base.net, base.network
		next.sources = newLazy[sourceIndex]()
		next.finish()
		return nil, nil
	}
	var m merge
	d := &next.dataset
	d.Nodes, d.Edges = map[graph.NodeKind]int{}, map[graph.EdgeKind]int{}
	net, err := network.Build(
		tee(mergeRecords(ctx, s, &m, base, changes.of(nodeRow), nodeRow, base.cachedNode), func(n *graph.Node) { d.Nodes[n.Kind]++ }),
		tee(mergeRecords(ctx, s, &m, base, changes.of(edgeRow), edgeRow, base.cachedEdge), func(e *graph.Edge) { d.Edges[e.Kind]++; widen(&d.Span, e.Signed) }))
	if err := errors.Join(m.err, err); err != nil {
		return nil, firstOf(err)
	}
	d.Ties = net.NumTies()
	next.network = next.number
	next.setNetwork(net, s.opt)
	next.finish()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return packNetwork(net)
}

// countPlain brings the counts of sources and claims, and the credits, up to date.
func (s *snapshot) countPlain(changes changeSet) {
	sources, claims := changes.of(sourceRow), changes.of(claimRow)
	n := sources.counts()
	s.dataset.Sources += n.Added - n.Removed
	n = claims.counts()
	s.dataset.Claims += n.Added - n.Removed
	s.dataset.Credits = slices.DeleteFunc(s.dataset.Credits, func(c graph.Source) bool { return sources.find(sourceRow, c.ID) != nil })
	for i := range sources {
		if src, ok := sources[i].record.(*graph.Source); ok && src.Credit != "" {
			s.dataset.Credits = append(s.dataset.Credits, *src)
		}
	}
	slices.SortFunc(s.dataset.Credits, func(a, b graph.Source) int { return strings.Compare(a.ID, b.ID) })
}

// widen makes the span hold the year of a signing.
func widen(span *graph.Range, signed graph.Date) {
	if signed.IsZero() {
		return
	}
	year := graph.Date{Year: signed.Year}
	if span.From.IsZero() || year.Year < span.From.Year {
		span.From = year
	}
	if span.To.IsZero() || year.Year > span.To.Year {
		span.To = year
	}
}

func tee[T any](seq iter.Seq[T], see func(T)) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range seq {
			see(v)
			if !yield(v) {
				return
			}
		}
	}
}

// merge holds the error that ended a sequence of records.
type merge struct{ err error }

// mergeRecords are the records of a kind after the changes, in id order: those that changed, and of the stored ones the others.
func mergeRecords[T any](ctx context.Context, s *Store, m *merge, base *snapshot, changes changeSet, kind int, cached func(id string) *T) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		at := 0
		// changedUpTo yields the changed records before id (all if last) and reports whether id itself changed.
		changedUpTo := func(id string, last bool) (changed, more bool) {
			for ; at < len(changes) && (last || changes[at].id <= id); at++ {
				if !last && changes[at].id == id {
					changed = true
				}
				if r, ok := changes[at].record.(*T); ok && !yield(r) {
					return changed, false
				}
			}
			return changed, true
		}
		for row, err := range s.rows(ctx, base.number, kind, "") {
			if err != nil {
				m.err = err
				return
			}
			changed, more := changedUpTo(row.id, false)
			if !more {
				return
			}
			if changed {
				continue
			}
			record := cached(row.id)
			if record == nil {
				record = new(T)
				if m.err = decode(row, record); m.err != nil {
					return
				}
			}
			if !yield(record) {
				return
			}
		}
		changedUpTo("", true)
	}
}

func decode(row storedRow, into any) error {
	if err := json.Unmarshal(row.data, into); err != nil {
		return damagedf("%s %s: %v", graph.RecordKinds[row.kind], row.id, err)
	}
	return nil
}

// transact runs fn in a transaction of the writer: committed if it returns nil, else rolled back.
func (s *Store) transact(w *conn, fn func() error) error {
	if err := w.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		err = w.Exec("COMMIT")
	}
	if err != nil {
		w.SetInterrupt(context.Background())
		if !w.GetAutocommit() && w.Exec("ROLLBACK") != nil {
			s.dropWriter() // it is in no state to go on; the next release opens another, which reads the file anew
		}
	}
	return err
}

// rowsAtOnce is how many records one statement inserts.
const rowsAtOnce = 64

var sqlRecordAddMany = multiRow(sqlRecordAdd, 4, rowsAtOnce)

func writeRows(w *conn, number int, changes changeSet) error {
	var added changeSet
	for i := range changes {
		if changes[i].before != nil {
			if err := w.exec(sqlRecordEnd, number, changes[i].kind, changes[i].id); err != nil {
				return err
			}
		}
	}
	for i := range changes {
		if changes[i].after == nil {
			continue
		}
		if added = append(added, changes[i]); len(added) == rowsAtOnce {
			if err := insertRows(w, number, sqlRecordAddMany, added); err != nil {
				return err
			}
			added = added[:0]
		}
	}
	if len(added) > 0 {
		if err := insertRows(w, number, multiRow(sqlRecordAdd, 4, len(added)), added); err != nil {
			return err
		}
	}
	return writeLookups(w, changes)
}

func insertRows(w *conn, number int, sql string, rows changeSet) error {
	s, err := w.prepare(sql)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := errors.Join(s.BindInt(4*i+1, rows[i].kind), s.BindText(4*i+2, rows[i].id), s.BindInt(4*i+3, number), s.BindRawText(4*i+4, rows[i].after)); err != nil {
			return err
		}
	}
	return s.Exec()
}

// writeLookups adds what nodes are found by codes and claims by records through. Rows of what is gone stay and are judged when they are read.
func writeLookups(w *conn, changes changeSet) error {
	for i := range changes {
		switch r := changes[i].record.(type) {
		case *graph.Node:
			for system, values := range r.Codes {
				for _, value := range values {
					if err := w.exec(sqlCodeAdd, system, value, r.ID); err != nil {
						return err
					}
				}
			}
		case *graph.Claim:
			if err := w.exec(sqlAboutAdd, r.Record, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeRelease(w *conn, s *snapshot) error {
	summary := s.dataset
	summary.Version, summary.Release = "", graph.ReleaseInfo{} // stand in columns of their own
	text, err := json.Marshal(summary)
	if err != nil {
		return err
	}
	n := s.info.Changes
	return w.exec(sqlReleaseAdd, s.number, int(s.info.Time.Unix()), s.info.Note, blob(s.hash.Bytes()), n.Added, n.Changed, n.Removed, s.network, s.named, text)
}

package embedstore

import (
	"context"
	"slices"
	"strconv"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// releaseNumber is the number of a release that the snapshot knows; "" is 0, before the first.
func (s *snapshot) releaseNumber(op, id string) (int, error) {
	if id == "" {
		return 0, nil
	}
	if len(id) > 1 {
		if n, err := strconv.Atoi(id[1:]); err == nil && n > 0 && n <= s.number && releaseID(n) == id {
			return n, nil
		}
	}
	return 0, graph.NotFound(op, id)
}

func (r *reader) Releases(ctx context.Context, limit int) ([]graph.ReleaseInfo, error) {
	return answer(ctx, r, "releases", func(s *session) ([]graph.ReleaseInfo, error) {
		if limit < 0 {
			return nil, graph.Invalidf("limit", "%d is not allowed; use 0 for all, or more", limit)
		}
		if limit == 0 {
			limit = -1 // of SQLite: all
		}
		return s.releases(s.snap.number, limit)
	})
}

func (s *session) releases(upTo, limit int) (out []graph.ReleaseInfo, err error) {
	if upTo == 0 {
		return nil, nil
	}
	c, err := s.db()
	if err != nil {
		return nil, err
	}
	err = c.query(func(row *sqlite3.Stmt) error {
		info, _, err := releaseOf(row)
		out = append(out, info)
		return err
	}, sqlReleases, upTo, limit)
	return out, err
}

func (r *reader) Release(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	return answer(ctx, r, "release", func(s *session) (info graph.ReleaseInfo, err error) {
		n, err := s.snap.releaseNumber("release", id)
		if err == nil && n == 0 {
			err = graph.NotFound("release", id)
		}
		if err != nil {
			return info, err
		}
		found, err := s.releases(n, 1)
		if err == nil && (len(found) == 0 || found[0].Number != n) {
			err = damagedf("release %s is not in the file", id)
		}
		if err != nil {
			return info, err
		}
		return found[0], nil
	})
}

func (r *reader) Diff(ctx context.Context, q graph.DiffQuery) (graph.Diff, error) {
	return answer(ctx, r, "diff", func(s *session) (d graph.Diff, err error) {
		if q, err = q.Normalize(); err != nil {
			return d, err
		}
		from, err := s.snap.releaseNumber("diff", q.From)
		if err != nil {
			return d, err
		}
		to, err := s.snap.releaseNumber("diff", q.To)
		if err != nil {
			return d, err
		}
		c, err := s.db()
		if err != nil {
			return d, err
		}
		d.From, d.To = q.From, q.To
		page := diffPage{diff: &d, limit: q.Limit, kind: max(0, slices.Index(graph.RecordKinds, q.Kind)), after: q.After}
		return d, eachDifference(c, from, to, page.take)
	})
}

// diffPage counts all differences and keeps those of the page.
type diffPage struct {
	diff  *graph.Diff
	limit int
	kind  int // with after: the page starts behind it
	after string
	full  bool
}

func (p *diffPage) take(kind int, row *sqlite3.Stmt) error {
	before, after := row.ColumnRawText(2), row.ColumnRawText(3)
	n := &p.diff.Counts
	switch {
	case before == nil:
		n.Added++
	case after == nil:
		n.Removed++
	default:
		n.Changed++
	}
	if p.full || kind < p.kind || (kind == p.kind && row.ColumnText(1) <= p.after) {
		return nil
	}
	if len(p.diff.Changes) == p.limit {
		last := p.diff.Changes[p.limit-1]
		p.diff.NextKind, p.diff.NextAfter, p.full = last.Kind, last.ID, true
		return nil
	}
	p.diff.Changes = append(p.diff.Changes, graph.RecordChange{Kind: graph.RecordKinds[kind], ID: row.ColumnText(1), Before: slices.Clone(before), After: slices.Clone(after)})
	return nil
}

// eachDifference calls fn with each record that differs between the data after two releases; columns: kind, id, data before, data after.
func eachDifference(c *conn, from, to int, fn func(kind int, row *sqlite3.Stmt) error) error {
	return c.query(func(row *sqlite3.Stmt) error {
		kind := row.ColumnInt(0)
		if kind < 0 || kind >= len(graph.RecordKinds) {
			return damagedf("a row of kind %d", kind)
		}
		return fn(kind, row)
	}, sqlDifference, from, to, min(from, to), max(from, to))
}

// difference is what leads from the data after one release to that after another.
func (s *Store) difference(ctx context.Context, from, to int) (changes changeSet, err error) {
	err = s.pool.with(ctx, func(c *conn) error {
		return eachDifference(c, from, to, func(kind int, row *sqlite3.Stmt) error {
			ch := change{recordKey: recordKey{kind, row.ColumnText(1)}, before: slices.Clone(row.ColumnRawText(2)), after: slices.Clone(row.ColumnRawText(3))}
			if ch.after != nil {
				ch.record = newRecord(kind)
				if err := decode(storedRow{kind, ch.id, ch.after}, ch.record); err != nil {
					return err
				}
			}
			changes = append(changes, ch)
			return nil
		})
	})
	return changes, err
}

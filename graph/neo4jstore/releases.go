package neo4jstore

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"enishi/graph"
)

var (
	stReleases = question("releases")
	stOne      = question("release")
	stVersions = question("versions")
)

// Dataset implements graph.Reader.
func (r *reader) Dataset(ctx context.Context) (graph.Dataset, error) {
	got, err := r.ask(ctx, stDataset, nil)
	if err != nil {
		return graph.Dataset{}, err
	}
	d := graph.Dataset{Version: got.head.version, Nodes: map[graph.NodeKind]int{}, Edges: map[graph.EdgeKind]int{}}
	for _, row := range got.list {
		if err := describe(&d, row); err != nil {
			return d, err
		}
	}
	return d, nil
}

func describe(d *graph.Dataset, row []any) error {
	count := func() int { n, _ := row[2].(int64); return int(n) }
	switch row[0] {
	case "node":
		d.Nodes[graph.NodeKind(row[1].(string))] = count()
	case "edge":
		d.Edges[edgeKindOf(row[1].(string))] = count()
	case "sources":
		d.Sources = count()
	case "claims":
		d.Claims = count()
	case "ties":
		d.Ties = count()
	case "span":
		first, _ := row[1].(string)
		last, _ := row[2].(string)
		d.Span = graph.Range{From: yearOf(first), To: yearOf(last)}
	case "release":
		d.Release = toInfo(row)
	case "credit":
		s, err := decode[graph.Source](row[2].(string))
		d.Credits = append(d.Credits, s)
		return err
	}
	return nil
}

// yearOf is the year of a date's text; ISO 8601 texts sort as their years do.
func yearOf(text string) graph.Date {
	d, err := graph.ParseDate(text)
	if err != nil {
		return graph.Date{}
	}
	return graph.Date{Year: d.Year}
}

func toInfo(row []any) graph.ReleaseInfo {
	number := func(i int) int { n, _ := row[i].(int64); return int(n) }
	text := func(i int) string { s, _ := row[i].(string); return s }
	at, _ := row[5].(time.Time)
	return graph.ReleaseInfo{ID: text(2), Number: number(3), Parent: text(4), Time: at.UTC(), Version: text(6), Note: text(7),
		Changes: graph.ChangeCounts{Added: number(8), Changed: number(9), Removed: number(10)}}
}

// Releases implements graph.Reader.
func (r *reader) Releases(ctx context.Context, limit int) ([]graph.ReleaseInfo, error) {
	if limit < 0 {
		return nil, graph.Invalidf("limit", "%d is not allowed; use 1 or more, or 0 for all", limit)
	}
	if limit == 0 {
		limit = math.MaxInt32
	}
	got, err := r.ask(ctx, stReleases, map[string]any{"limit": int64(limit)})
	if err != nil {
		return nil, err
	}
	list := make([]graph.ReleaseInfo, len(got.list))
	for i, row := range got.list {
		list[i] = toInfo(row)
	}
	return list, nil
}

// Release implements graph.Reader.
func (r *reader) Release(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	got, err := r.ask(ctx, stOne, map[string]any{"id": id})
	if err != nil || len(got.list) == 0 {
		return graph.ReleaseInfo{}, cmp.Or(err, graph.NotFound("release", id))
	}
	return toInfo(got.list[0]), nil
}

// number is the number of a release; "" is the empty dataset before all.
func (r *reader) number(ctx context.Context, id string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	info, err := r.Release(ctx, id)
	return int64(info.Number), err
}

// difference is a record as it was after two releases, "" where it was not there.
type difference struct {
	kind          graph.RecordKind
	id            string
	before, after string
}

// differences lists the records that differ between the data after two releases, by kind and id.
func (r *reader) differences(ctx context.Context, from, to int64) ([]difference, error) {
	got, err := r.ask(ctx, stVersions, map[string]any{"after": min(from, to)})
	if err != nil {
		return nil, err
	}
	type key struct {
		kind graph.RecordKind
		id   string
	}
	all := map[key]*difference{}
	for _, row := range got.list {
		k := key{graph.RecordKind(row[0].(string)), row[1].(string)}
		d := all[k]
		if d == nil {
			d = &difference{kind: k.kind, id: k.id}
			all[k] = d
		}
		since, until := row[2].(int64), int64(math.MaxInt64)
		if end, ended := row[3].(int64); ended {
			until = end
		}
		if since <= from && from < until {
			d.before = row[4].(string)
		}
		if since <= to && to < until {
			d.after = row[4].(string)
		}
	}
	list := make([]difference, 0, len(all))
	for _, d := range all {
		if d.before != d.after {
			list = append(list, *d)
		}
	}
	slices.SortFunc(list, func(a, b difference) int { return compareKeys(a.kind, a.id, b.kind, b.id) })
	return list, nil
}

func compareKeys(aKind graph.RecordKind, aID string, bKind graph.RecordKind, bID string) int {
	return cmp.Or(slices.Index(graph.RecordKinds, aKind)-slices.Index(graph.RecordKinds, bKind), cmp.Compare(aID, bID))
}

// Diff implements graph.Reader.
func (r *reader) Diff(ctx context.Context, q graph.DiffQuery) (diff graph.Diff, err error) {
	if q, err = q.Normalize(); err != nil {
		return diff, err
	}
	err = r.whole(func(r *reader) error {
		from, err := r.number(ctx, q.From)
		if err != nil {
			return err
		}
		to, err := r.number(ctx, q.To)
		if err != nil {
			return err
		}
		all, err := r.differences(ctx, from, to)
		diff = pageDiff(all, q)
		return err
	})
	return diff, err
}

func pageDiff(all []difference, q graph.DiffQuery) graph.Diff {
	diff := graph.Diff{From: q.From, To: q.To}
	for _, d := range all {
		switch {
		case d.before == "":
			diff.Counts.Added++
		case d.after == "":
			diff.Counts.Removed++
		default:
			diff.Counts.Changed++
		}
		if q.Kind != "" && compareKeys(d.kind, d.id, q.Kind, q.After) <= 0 {
			continue
		}
		if len(diff.Changes) == q.Limit {
			if diff.NextKind == "" {
				last := diff.Changes[len(diff.Changes)-1]
				diff.NextKind, diff.NextAfter = last.Kind, last.ID
			}
			continue
		}
		diff.Changes = append(diff.Changes, graph.RecordChange{Kind: d.kind, ID: d.id, Before: jsonOf(d.before), After: jsonOf(d.after)})
	}
	return diff
}

func jsonOf(record string) []byte {
	if record == "" {
		return nil
	}
	return []byte(record)
}

// Rollback implements graph.Writer.
func (s *Store) Rollback(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	note := "rollback to " + cmp.Or(id, "nothing")
	return s.write(ctx, note, func(base lockState) (*plan, error) {
		r := &reader{store: s, version: base.version}
		to, err := r.number(ctx, id)
		if err != nil {
			return nil, err
		}
		all, err := r.differences(ctx, base.release, to)
		if err != nil {
			return nil, err
		}
		back, err := toRelease(all)
		if err != nil {
			return nil, err
		}
		return s.makePlan(ctx, base.head, base.hash, back)
	})
}

// toRelease turns differences into the release that makes them.
func toRelease(all []difference) (*graph.Release, error) {
	r := &graph.Release{}
	for _, d := range all {
		var err error
		switch d.kind {
		case graph.NodeRecord:
			err = putOrDelete(d, &r.Nodes, &r.DeleteNodes)
		case graph.EdgeRecord:
			err = putOrDelete(d, &r.Edges, &r.DeleteEdges)
		case graph.SourceRecord:
			err = putOrDelete(d, &r.Sources, &r.DeleteSources)
		case graph.ClaimRecord:
			err = putOrDelete(d, &r.Claims, &r.DeleteClaims)
		}
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

func putOrDelete[T any](d difference, puts *[]T, deletes *[]string) error {
	if d.after == "" {
		*deletes = append(*deletes, d.id)
		return nil
	}
	v, err := decode[T](d.after)
	*puts = append(*puts, v)
	return err
}

package importer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"enishi/graph"
)

// Options say how an input is applied.
type Options struct {
	Replace   bool                   // the input is the whole dataset; what it does not hold goes
	KeepGoing bool                   // apply the sound rows where others are rejected; not with Replace
	Note      string                 // of the release
	Gazetteer func() ([]byte, error) // the places to reconcile partners with, in the columns of partners.csv; nil: none (see package dataset)
	Progress  func(stage string)     // called as the work goes on: read, resolve, derive, compare; may be nil
}

// plan is one input on its way over what a store holds.
type plan struct {
	ctx      context.Context
	opts     Options
	report   *Report
	rows     []*row // of the input
	base     rowSet // what the store holds
	current  rowSet // what would be there
	deleted  rowSet // the rows that delete
	demand   map[string]*row
	rejected map[string]*row // by key
	resolver *resolver
	before   map[string][]*row // see madeBefore
	hints    int               // see near
	dirty    bool
	err      error
}

// Plan checks an input against what the reader holds, and returns the release that applying it means and a report of every row. It writes nothing. A release without records changes nothing.
//
// Where rows are rejected, the release is nil and the error wraps graph.ErrInvalid (Report.Err), unless KeepGoing: then it holds the sound rows. A file that could
// not be read to its end is never applied. The report is there in both cases. Other errors are of the reader or ctx.
//
// The release names the version that it was made from, so that applying it after another change is graph.ErrConflict.
func Plan(ctx context.Context, reader graph.Reader, in *Input, opts Options) (*graph.Release, *Report, error) {
	if opts.Replace && opts.KeepGoing {
		return nil, nil, graph.Invalidf("keep_going", "a replacement is whole or not at all; give either replace or keep_going")
	}
	p := &plan{ctx: ctx, opts: opts, report: &Report{ByTable: map[string]int{}, ByKind: map[string]int{}}, deleted: newRowSet(), demand: map[string]*row{}, rejected: map[string]*row{}}
	p.stage("read")
	version, err := reader.Version(ctx)
	if err != nil {
		return nil, nil, err
	}
	p.report.Parent = version
	var before *stored
	p.base = newRowSet()
	if version != graph.EmptyVersion {
		if before, err = readAll(ctx, reader); err != nil {
			return nil, nil, err
		}
		p.base = extract(before)
	}
	p.current = newRowSet()
	if !opts.Replace {
		for i := range p.base {
			p.current[i] = maps.Clone(p.base[i])
		}
	}
	p.take(in)
	p.stage("resolve")
	for _, step := range []func(){p.resolve, p.merge, func() { p.stage("derive") }} {
		if step(); ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
	out, err := p.settleRecords()
	if err != nil {
		return nil, nil, err
	}
	p.settle()
	p.remarks()
	p.account(in)
	p.stage("compare")
	release := &graph.Release{Parent: version, Note: opts.Note}
	if before == nil {
		p.whole(release, out)
	} else {
		p.compare(release, before, out)
	}
	p.report.sort()
	structure := slices.ContainsFunc(p.report.Faults, func(f Fault) bool { return f.Structure })
	p.report.Sound = !structure && (p.report.Rejected == 0 || opts.KeepGoing)
	if err := p.report.Err(); err != nil {
		return nil, p.report, err
	}
	return release, p.report, ctx.Err()
}

func (p *plan) stage(name string) {
	if p.opts.Progress != nil {
		p.opts.Progress(name)
	}
}

// take copies the input's rows, so that an input can be planned again.
func (p *plan) take(in *Input) {
	all := make([]row, len(in.rows))
	p.rows = make([]*row, len(in.rows))
	for i, r := range in.rows {
		all[i] = *r
		p.rows[i] = &all[i]
		if r.outcome == Rejected {
			p.rejected[r.key] = p.rows[i]
		}
	}
	for _, f := range in.faults {
		p.report.addFault(f)
	}
	p.report.More += in.more
	if p.opts.Replace {
		for _, r := range p.rows {
			if r.del && r.outcome != Rejected {
				p.fault(r, DeleteColumn, "1", "a replacement has no deletes", "leave the row out")
			}
		}
	}
}

// fault rejects the row; where it is one of the store, the rows of the input that it also concerns.
func (p *plan) fault(r *row, column, value, reason, fix string, also ...*row) {
	if r.file != nil {
		p.reject(r, Fault{Column: column, Value: graph.Clip(value), Reason: reason, Fix: fix})
		return
	}
	what := fmt.Sprintf("%s %s of the store", r.table.name(), graph.Clip(r.key))
	if p.demand[r.key] == r {
		what = "the gazetteer's " + r.key
		for _, w := range p.rows {
			if w.outcome != Rejected && slices.Contains(w.brings, r.key) {
				also = append(also, w)
			}
		}
	}
	blamed := false
	for _, w := range also {
		if w != nil && w.file != nil && w.outcome != Rejected {
			p.reject(w, Fault{Reason: what + ": " + reason, Fix: fix})
			blamed = true
		}
	}
	for _, w := range p.concerning(r, blamed) {
		p.reject(w, Fault{Reason: what + ": " + reason, Fix: fix})
		blamed = true
	}
	if !blamed {
		p.fail(fmt.Errorf("%s: %s", what, reason))
	}
}

// concerning are the rows of the input that say something of the bodies that a row of the store names, or of those that took them over; none if
// somebody is blamed already. The store was sound before, so what is wrong now comes from one of them.
func (p *plan) concerning(r *row, blamed bool) []*row {
	if blamed {
		return nil
	}
	ids := map[string]bool{r.key: true}
	name := func(w *row) (out []string) {
		refs, _ := w.names()
		for _, ref := range refs {
			if ref.id != nil {
				out = append(out, *ref.id)
			}
			out = append(out, deref(ref.ids)...)
		}
		return out
	}
	for _, id := range name(r) {
		ids[id] = true
	}
	for grown := true; grown; {
		grown = false
		for _, m := range p.current[mergerSpace] {
			if e := m.data.(*graph.Edge); ids[e.Source] && !ids[e.Target] {
				ids[e.Target], grown = true, true
			}
		}
	}
	var out []*row
	for _, w := range p.rows {
		if w.outcome == "" && (ids[w.key] || (w.table == table(mergers) || w.table == table(events)) && slices.ContainsFunc(name(w), func(id string) bool { return ids[id] })) {
			out = append(out, w)
		}
	}
	return out
}

func (p *plan) fail(err error) {
	if p.err == nil {
		p.err = fmt.Errorf("import: %w", err)
	}
}

func (p *plan) reject(r *row, f Fault) {
	p.dirty = p.dirty || r.outcome != Rejected // a further fault of a rejected row is told, and changes nothing
	for _, w := range append([]*row{r}, r.twins...) {
		f.File, f.Line = w.file.name, w.line
		p.report.addFault(f)
		w.outcome, w.records = Rejected, nil
	}
	if p.rejected[r.key] == nil {
		p.rejected[r.key] = r
	}
	sp := spaceOf(r.table)
	if p.deleted[sp][r.key] == r {
		delete(p.deleted[sp], r.key)
	} else if p.current[sp][r.key] != r {
		return
	}
	delete(p.current[sp], r.key)
	if base := p.base[sp][r.key]; base != nil && !p.opts.Replace {
		p.current[sp][r.key] = base
	}
}

// settleRecords derives until no row is rejected any more: a row that depends on a rejected one is rejected too.
func (p *plan) settleRecords() (records, error) {
	for {
		if err := p.ctx.Err(); err != nil {
			return records{}, err
		}
		p.dirty = false
		out := p.derive()
		if err := p.ctx.Err(); err != nil {
			return records{}, err // it may have ended half-way
		}
		if !p.dirty {
			return out, p.err
		}
		p.err = nil // what the store's rows lack may be mended by what was just put back
	}
}

// account counts the rows by outcome.
func (p *plan) account(in *Input) {
	rep := p.report
	rep.Rows = in.count
	for _, f := range in.files {
		res := FileResult{File: f.name, Rows: f.rows, Columns: f.named}
		if f.table != nil {
			res.Table = f.table.name()
			rep.ByTable[res.Table] += f.rows
		}
		if in.unread {
			res.Header = f.header
		}
		rep.Files = append(rep.Files, res)
	}
	if in.unread {
		rep.Tables = columnsOfTables()
	}
	slices.SortFunc(rep.Files, func(a, b FileResult) int { return cmp.Compare(a.File, b.File) })
	slices.SortFunc(p.rows, byPlace)
	rep.Results = make([]RowResult, len(p.rows))
	for i, r := range p.rows {
		switch r.outcome {
		case Accepted:
			rep.Accepted++
		case Unchanged:
			rep.Unchanged++
		case Merged:
			rep.Merged++
		case Rejected:
			rep.Rejected++
		}
		rep.Results[i] = RowResult{File: r.file.name, Line: r.line, Table: r.table.name(), Outcome: r.outcome, Records: r.made()}
	}
	for _, r := range p.rows { // a row that says the same made the same
		for _, twin := range r.twins {
			if i, ok := slices.BinarySearchFunc(p.rows, twin, byPlace); ok && twin.outcome == Merged {
				rep.Results[i].Records = r.made()
			}
		}
	}
}

// made lists what a row made or took away.
func (r *row) made() []string {
	switch {
	case r.outcome == Rejected:
		return nil
	case r.del && r.base != nil:
		return r.base.records
	case len(r.brings) == 0:
		return r.records
	}
	out := slices.Clone(r.records)
	for _, id := range r.brings {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// whole is the release over an empty store.
func (p *plan) whole(release *graph.Release, out records) {
	release.Nodes, release.Edges, release.Sources, release.Claims = out.nodes, out.edges, out.sources, out.claims
	added := func(kind graph.RecordKind, n int, id func(int) string) {
		for i := range n {
			p.changed(kind, id(i), "added", nil)
		}
	}
	added(graph.NodeRecord, len(out.nodes), func(i int) string { return out.nodes[i].ID })
	added(graph.EdgeRecord, len(out.edges), func(i int) string { return out.edges[i].ID })
	added(graph.SourceRecord, len(out.sources), func(i int) string { return out.sources[i].ID })
	added(graph.ClaimRecord, len(out.claims), func(i int) string { return out.claims[i].ID })
}

func (p *plan) changed(kind graph.RecordKind, id, change string, fields []string) {
	p.report.Changes = append(p.report.Changes, RecordChange{kind, id, change, fields})
	switch change {
	case "added":
		p.report.Counts.Added++
	case "changed":
		p.report.Counts.Changed++
	case "removed":
		p.report.Counts.Removed++
	}
	p.report.ByKind[string(kind)+" "+change]++
}

// compare is the release over a store that holds something: only what differs.
func (p *plan) compare(release *graph.Release, before *stored, out records) {
	release.Nodes, release.DeleteNodes = differences(p, graph.NodeRecord, before.nodes, out.nodes, func(n *graph.Node) string { return n.ID })
	release.Edges, release.DeleteEdges = differences(p, graph.EdgeRecord, before.edges, out.edges, func(e *graph.Edge) string { return e.ID })
	release.Sources, release.DeleteSources = differences(p, graph.SourceRecord, before.sources, out.sources, func(s *graph.Source) string { return s.ID })
	release.Claims, release.DeleteClaims = differences(p, graph.ClaimRecord, before.claims, out.claims, func(c *graph.Claim) string { return c.ID })
}

func differences[T any](p *plan, kind graph.RecordKind, before map[string]*T, after []T, id func(*T) string) (put []T, gone []string) {
	there := make(map[string]bool, len(after))
	start := len(p.report.Changes)
	for i := range after {
		v := &after[i]
		there[id(v)] = true
		old := before[id(v)]
		if old == nil {
			p.changed(kind, id(v), "added", nil)
		} else if was, is := graph.Encode(old), graph.Encode(v); string(was) != string(is) {
			p.changed(kind, id(v), "changed", changedFields(was, is))
		} else {
			continue
		}
		put = append(put, *v)
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		if !there[key] {
			gone = append(gone, key)
			p.changed(kind, key, "removed", nil)
		}
	}
	slices.SortFunc(p.report.Changes[start:], func(a, b RecordChange) int { return cmp.Compare(a.ID, b.ID) })
	return put, gone
}

// changedFields names the fields in which two encodings of a record differ.
func changedFields(a, b []byte) []string {
	var was, is map[string]json.RawMessage
	if errors.Join(json.Unmarshal(a, &was), json.Unmarshal(b, &is)) != nil {
		return nil
	}
	fields := map[string]bool{}
	for k, v := range was {
		if string(v) != string(is[k]) {
			fields[k] = true
		}
	}
	for k := range is {
		if _, ok := was[k]; !ok {
			fields[k] = true
		}
	}
	return slices.Sorted(maps.Keys(fields))
}

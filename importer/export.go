package importer

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"enishi/graph"
)

// Export writes what a reader holds as tables: for every table, in the order of Tables, create is called with its file name, and the content is written to what it
// returns, which is closed. Rows stand in the order of their ids (in code-point order), columns in the order of Tables, so that the same dataset gives the same bytes, however it came.
//
// Before anything is written the tables are derived again: a dataset that they cannot say (made by something other than an import) is an error that
// names a record, wrapping graph.ErrInvalid.
func Export(ctx context.Context, reader graph.Reader, create func(name string) (io.WriteCloser, error)) error {
	before, err := readAll(ctx, reader)
	if err != nil {
		return err
	}
	p := &plan{ctx: ctx, report: &Report{ByKind: map[string]int{}}, base: newRowSet(), current: extract(before), deleted: newRowSet(), demand: map[string]*row{}, rejected: map[string]*row{}}
	p.resolver = newResolver(p)
	out, err := p.settleRecords()
	if err != nil {
		return &graph.Error{Op: "export", Detail: "the tables cannot say this dataset: " + err.Error(), Err: graph.ErrInvalid}
	}
	p.compare(&graph.Release{}, before, out)
	if c := p.report.Changes; len(c) > 0 {
		return &graph.Error{Op: "export", ID: c[0].ID, Detail: fmt.Sprintf("the tables cannot say this dataset: %d records would differ, the first of them a %s (%s: %s)",
			len(c), c[0].Kind, c[0].Change, strings.Join(c[0].Fields, ", ")), Err: graph.ErrInvalid}
	}
	for _, t := range tables {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeTable(t, &p.current, create); err != nil {
			return fmt.Errorf("export %s: %w", t.name(), err)
		}
	}
	return nil
}

func writeTable(t table, rows *rowSet, create func(name string) (io.WriteCloser, error)) (err error) {
	f, err := create(t.name() + ".csv")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	names := t.columnNames()
	if err := w.Write(names); err != nil {
		return err
	}
	cells := make([]string, len(names))
	for _, r := range rows.sorted(spaceOf(t)) {
		if r.table != t {
			continue
		}
		for i := range names {
			cells[i] = t.cell(r.data, i)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

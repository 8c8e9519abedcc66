package importer

import (
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// Columns say which columns of an input are which of ours, where they have other names. The zero value is none: the columns have our names.
type Columns struct{ renames []rename }

// rename is one column of theirs.
type rename struct {
	table  string // of ours that it is meant for; "": all that have the column
	column string // of ours, or LeaveOut
	theirs string // as headers are compared: see headerName
	spec   string // as it was written
}

// LeaveOut stands for our column where one of theirs is to be left aside.
const LeaveOut = "-"

// maxColumnSpecs is how many columns can be named, more than all tables have.
const maxColumnSpecs = 500

// ParseColumns reads names of columns: "partner=Sister City" (ours=theirs), "ties.partner=Sister City" for one table, "-=Remarks" for a column that is left aside. Theirs is compared as
// headers are, without case and outer space. The error names the parameter map.
func ParseColumns(specs []string) (Columns, error) {
	var c Columns
	if len(specs) > maxColumnSpecs {
		return c, graph.Invalidf("map", "%d columns; at most %d", len(specs), maxColumnSpecs)
	}
	for _, spec := range specs {
		r, err := parseRename(spec)
		if err != nil {
			return c, err
		}
		again := false
		for _, other := range c.renames {
			switch {
			case r.table == other.table && r.theirs == other.theirs && r.column == other.column:
				again = true
			case r.table == other.table && r.theirs == other.theirs:
				return c, graph.Invalidf("map", "%q and %q make one column two; leave one of them out", graph.Clip(other.spec), graph.Clip(spec))
			case r.table == other.table && r.column == other.column && r.column != LeaveOut:
				return c, graph.Invalidf("map", "%q and %q make two columns one; leave one of them out", graph.Clip(other.spec), graph.Clip(spec))
			}
		}
		if !again {
			c.renames = append(c.renames, r)
		}
	}
	return c, nil
}

func parseRename(spec string) (rename, error) {
	ours, theirs, ok := strings.Cut(spec, "=")
	r := rename{theirs: headerName(theirs), spec: spec}
	if !ok || r.theirs == "" {
		return r, graph.Invalidf("map", "%q is no pair of columns; write ours=theirs, such as partner=Sister City, ties.partner=Sister City or -=Remarks", graph.Clip(spec))
	}
	ours = strings.TrimSpace(ours)
	in := tables
	if name, column, ok := strings.Cut(ours, "."); ok {
		t := tableNamed(name)
		if t == nil {
			return r, graph.Invalidf("map", "%q is no table%s; use one of %s", graph.Clip(name), didYouMean(name, tableNames()), strings.Join(tableNames(), ", "))
		}
		r.table, ours, in = name, column, []table{t}
	}
	r.column = ours
	var known []string
	for _, t := range in {
		known = append(known, t.columnNames()...)
	}
	known = append(known, DeleteColumn, LeaveOut)
	if slices.Contains(known, ours) {
		return r, nil
	}
	near, use := didYouMean(ours, known), ""
	if r.table != "" {
		use = "; use one of " + strings.Join(known, ", ")
	}
	return r, graph.Invalidf("map", "%q in %q is no column of ours%s%s", graph.Clip(ours), graph.Clip(spec), near, use)
}

func didYouMean(s string, candidates []string) string {
	if near := nearest(s, candidates); near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}

// headerName is a cell of a header as it is compared.
func headerName(cell string) string { return strings.ToLower(strings.TrimSpace(cell)) }

// of is our column of a table that a header names, and the position of the rename that says so; -1 where none does.
func (c Columns) of(t table, header string) (column string, by int) {
	by = -1
	for i, r := range c.renames {
		if r.theirs != header || r.table != "" && r.table != t.name() || r.column != LeaveOut && r.column != DeleteColumn && !slices.Contains(t.columnNames(), r.column) {
			continue
		}
		if by < 0 || r.table != "" {
			by = i
		}
	}
	if by < 0 {
		return header, by
	}
	return c.renames[by].column, by
}

// table is the one table that the names are meant for; nil where they name none, or several.
func (c Columns) table() table {
	name := ""
	for _, r := range c.renames {
		if r.table != "" && name != "" && r.table != name {
			return nil
		}
		name = max(name, r.table)
	}
	return tableNamed(name)
}

// checkColumns reports the columns that no file has: a name that is spelled otherwise would be left out in silence.
func (in *Input) checkColumns() {
	var headers []string
	for _, f := range in.files {
		headers = append(headers, f.header...)
	}
	if len(headers) == 0 { // no header could be read, which is told
		return
	}
	for i, r := range in.limits.Columns.renames {
		if !in.used[i] {
			in.unread = true
			in.structure(Fault{Column: r.column, Value: r.theirs, Reason: fmt.Sprintf("no column has the name that %q gives", graph.Clip(r.spec)), Fix: "the columns are " + graph.Clip(strings.Join(headers, ", "))})
		}
	}
}

// columnsOfTables are the columns of all tables, in their order.
func columnsOfTables() (out []TableColumns) {
	for _, t := range tables {
		c := TableColumns{Table: t.name(), Columns: append(t.columnNames(), DeleteColumn), Required: []string{}}
		for i, name := range t.columnNames() {
			if t.column(i).Required {
				c.Required = append(c.Required, name)
			}
		}
		out = append(out, c)
	}
	return out
}

// NamedColumn is a column of a file that was read under another name.
type NamedColumn struct {
	Column string `json:"column"` // ours; LeaveOut: it was left aside
	Header string `json:"header"` // theirs
}

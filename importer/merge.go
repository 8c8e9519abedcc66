package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// space is a set of rows whose keys name one record each: all node tables share one, every other table is its own.
type space int

const (
	nodeSpace space = iota
	sourceSpace
	mergerSpace
	eventSpace
	tieSpace
	memberSpace
	claimSpace
	spaces
)

func spaceOf(t table) space {
	switch t {
	case table(sources):
		return sourceSpace
	case table(mergers):
		return mergerSpace
	case table(events):
		return eventSpace
	case table(ties):
		return tieSpace
	case table(memberships):
		return memberSpace
	case table(claims):
		return claimSpace
	}
	return nodeSpace
}

// rowSet holds rows by key, per space.
type rowSet [spaces]map[string]*row

func newRowSet() (s rowSet) {
	for i := range s {
		s[i] = map[string]*row{}
	}
	return s
}

func (s *rowSet) put(r *row) { s[spaceOf(r.table)][r.key] = r }

// sorted are the rows of a space by key.
func (s *rowSet) sorted(sp space) []*row {
	out := make([]*row, 0, len(s[sp]))
	for _, r := range s[sp] {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *row) int { return cmp.Compare(a.key, b.key) })
	return out
}

func byPlace(a, b *row) int {
	return cmp.Or(cmp.Compare(a.file.name, b.file.name), cmp.Compare(a.line, b.line))
}

// merge puts the input's rows over the base: what would be there after the import. Rows that say the same are one; rows that
// contradict each other are all rejected, so that the order of rows and files never matters.
func (p *plan) merge() {
	first, more := newRowSet(), [spaces]map[string][]*row{}
	for _, r := range p.rows {
		if r.outcome == Rejected {
			continue
		}
		if r.key == "" {
			p.fault(r, "", "", "the row does not say which record it is about", "fill the columns "+strings.Join(r.table.columnNames()[:r.table.keyColumns()], ", "))
			continue
		}
		sp := spaceOf(r.table)
		if first[sp][r.key] == nil {
			first[sp][r.key] = r
			continue
		}
		if more[sp] == nil {
			more[sp] = map[string][]*row{}
		}
		more[sp][r.key] = append(more[sp][r.key], r)
	}
	for sp := range first {
		group := make([]*row, 0, 1)
		for key, r := range first[sp] {
			group = append(append(group[:0], r), more[sp][key]...)
			p.mergeGroup(space(sp), key, group)
		}
	}
}

func (p *plan) mergeGroup(sp space, key string, rows []*row) {
	base := p.base[sp][key]
	rows = slices.DeleteFunc(rows, func(r *row) bool {
		r.base = base
		return !r.del && !p.complete(r)
	})
	if len(rows) == 0 {
		return
	}
	slices.SortFunc(rows, byPlace)
	first := rows[0]
	for _, r := range rows[1:] {
		if column, a, b := differ(first, r); column != "" {
			p.contradiction(rows, first, r, column, a, b)
			return
		}
	}
	for _, r := range rows[1:] {
		r.outcome = Merged
		first.twins = append(first.twins, r)
	}
	switch {
	case first.del && base == nil: // no fault: the same input twice must be as sound as once; remarks tells it
		first.outcome = Unchanged
	case first.del:
		delete(p.current[sp], key)
		p.deleted[sp][key] = first
	default:
		p.current[sp][key] = first
	}
}

// complete fills the columns that the file does not have with what the store holds, and checks that required ones are there.
func (p *plan) complete(r *row) bool {
	base := r.base
	if p.opts.Replace {
		base = nil
	}
	if base != nil && base.table != r.table {
		p.fault(r, r.table.column(0).Name, r.key, fmt.Sprintf("%s is in the table %s", graph.Clip(r.key), base.table.name()), "write it there, or choose another id")
		return false
	}
	for col, at := range r.file.at {
		if at >= 0 {
			continue
		}
		cell := ""
		if base != nil {
			cell = r.table.cell(base.data, col)
		}
		if cell == "" && !r.table.column(col).Required {
			continue
		}
		if err := r.table.set(r.own(), col, cell); err != nil {
			p.fault(r, r.table.column(col).Name, "", "the column is missing, and the record "+graph.Clip(r.key)+" is new", "name a record that is there, or add the column: "+r.table.column(col).Doc)
			return false
		}
	}
	return true
}

func differ(a, b *row) (column, inA, inB string) {
	if a.table != b.table {
		return "table", a.table.name(), b.table.name()
	}
	if a.del != b.del {
		return DeleteColumn, flag(a.del), flag(b.del)
	}
	if a.del {
		return "", "", ""
	}
	for col, name := range a.table.columnNames() {
		if x, y := a.table.cell(a.data, col), a.table.cell(b.data, col); x != y {
			return name, x, y
		}
	}
	return "", "", ""
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func (p *plan) contradiction(rows []*row, a, b *row, column, inA, inB string) {
	for _, r := range rows {
		other, mine, theirs := a, inB, inA
		if r == a {
			other, mine, theirs = b, inA, inB
		}
		p.fault(r, column, mine, fmt.Sprintf("it contradicts %s, which is about the same record: %q there, %q here", other.place(), graph.Clip(theirs), graph.Clip(mine)),
			"leave one of the rows out, or give the other record an id of its own")
	}
}

// settle says of each row that stands whether the store says so already.
func (p *plan) settle() {
	for _, r := range p.rows {
		if r.outcome != "" {
			continue
		}
		r.outcome = Accepted
		if !r.del && r.base != nil && r.base.table == r.table {
			if column, _, _ := differ(r, r.base); column == "" {
				r.outcome = Unchanged
			}
		}
	}
}

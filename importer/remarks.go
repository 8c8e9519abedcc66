package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// remarks tells of rows that are taken what perhaps was not meant. These are no faults, as each may be right: a list of deletes is sent twice, a tie was noted down with the wrong
// partner, a municipality went to another prefecture and kept its id.
func (p *plan) remarks() {
	for _, r := range p.rows {
		switch {
		case r.outcome != Accepted && !r.del:
		case r.outcome == Unchanged:
			p.remark(r, DeleteColumn, r.key, fmt.Sprintf("there is no %s to delete", graph.Clip(strings.ReplaceAll(r.key, "\x00", " "))), "look whether it is spelled right, or was deleted before")
		case r.del:
		case r.table == table(ties):
			p.turned(r)
		case isNodeTable(r.table):
			p.misplaced(r)
		}
	}
	slices.SortStableFunc(p.report.Remarks, byFault)
}

func byFault(a, b Fault) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func (p *plan) remark(r *row, column, value, reason, fix string) {
	if len(p.report.Remarks) < MaxRemarks {
		p.report.Remarks = append(p.report.Remarks, Fault{File: r.file.name, Line: r.line, Column: column, Value: graph.Clip(value), Reason: reason, Fix: fix})
	}
}

// turned remarks a tie that under its id becomes one between others.
func (p *plan) turned(r *row) {
	if r.base == nil || r.base.table != r.table {
		return
	}
	was, is := r.base.data.(*tieRow), r.data.(*tieRow)
	const fix = "if this is another tie, give it an id of its own and leave this one as it is"
	if was.Partner != is.Partner {
		p.remark(r, "partner", is.Partner, fmt.Sprintf("the tie %s was with %s and turns to %s", r.key, was.Partner, is.Partner), fix)
	}
	if !slices.ContainsFunc(is.Bodies, func(id string) bool { return slices.Contains(was.Bodies, id) }) {
		p.remark(r, "bodies", joinList(is.Bodies), fmt.Sprintf("the tie %s was of %s and turns to %s", r.key, joinList(was.Bodies), joinList(is.Bodies)), fix)
	}
}

// misplaced remarks an id or JIS code that says another prefecture, or an id that says another state, than the row.
func (p *plan) misplaced(r *row) {
	n := r.data.(*nodeRow)
	area, column := n.Within, "prefecture"
	switch r.table {
	case table(prefectures):
		area, column = n.ID, "id"
	case table(municipalities):
	case table(partners):
		column = "state"
	default:
		return
	}
	if said := p.areaOf(n.ID); said != "" && area != "" && said != area {
		p.remark(r, column, area, fmt.Sprintf("the id %s says %s, the row %s", n.ID, said, area), "look which is right; an id stays even where a body moved")
	}
	for _, code := range n.Codes["jis"] {
		if said := "jp-" + code[:min(2, len(code))]; strings.HasPrefix(area, "jp-") && said != area {
			p.remark(r, "jis", code, fmt.Sprintf("the code %s is of %s, the row of %s", graph.Clip(code), graph.Clip(said), area), "the first two digits are those of the prefecture; look which is right")
		}
	}
}

// areaOf is the prefecture or state on record whose id an id begins with; "" if it begins with none.
func (p *plan) areaOf(id string) string {
	for i, c := range id {
		if c != '-' {
			continue
		}
		if area := id[:i]; p.isArea(area) {
			return area
		}
	}
	if len(id) >= len("jp-04100") && strings.HasPrefix(id, "jp-") && p.isArea(id[:len("jp-04")]) {
		return id[:len("jp-04")]
	}
	return ""
}

func (p *plan) isArea(id string) bool {
	r := p.current[nodeSpace][id]
	return r != nil && (r.table == table(prefectures) || r.table == table(states))
}

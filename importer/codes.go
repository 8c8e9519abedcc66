package importer

import (
	"cmp"
	"fmt"
	"slices"

	"enishi/graph"
)

// lifetime is how long a body surely holds its codes, from the first day on to before the second.
type lifetime struct {
	*body
	from, to graph.Day
}

// heldFor is the time in which a body surely exists: of one whose start is unknown its last day, or, where it goes on, today.
func heldFor(b *body) lifetime {
	h := lifetime{b, b.founded.Last(), b.dissolved.First()}
	if b.dissolved.IsZero() {
		h.to = graph.MaxDay
	}
	if b.founded.IsZero() {
		h.from = h.to - 1
	}
	return h
}

// codes refuses two nodes that hold one code at the same time: who asks for the code asks for one of them. Codes that came to another body later, as the registers gave some
// twice, are held by both, each in its time.
func (d *deriver) codes() {
	type code struct{ system, value string }
	first, several := map[code]*body{}, map[code][]lifetime{}
	for _, id := range d.ids {
		b := d.body[id]
		for _, system := range graph.CodeSystems {
			if system == jisEarlier {
				continue
			}
			for _, v := range b.node.Codes[system] {
				c := code{system, v}
				switch other := first[c]; {
				case other == nil:
					first[c] = b
				case several[c] == nil:
					several[c] = []lifetime{heldFor(other), heldFor(b)}
				default:
					several[c] = append(several[c], heldFor(b))
				}
			}
		}
	}
	for c, held := range several {
		slices.SortFunc(held, func(a, b lifetime) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.row.key, b.row.key)) })
		last := held[0] // of those before, the one that holds it longest
		for _, h := range held[1:] {
			if h.from < last.to {
				d.heldTwice(c.system, c.value, last.body, h.body)
			}
			if h.to > last.to {
				last = h
			}
		}
	}
}

// heldTwice rejects the rows of the input that give a code to a body while another holds it. Where both stand in the store, rows that change their time are to blame; if there are
// none it was so before.
func (d *deriver) heldTwice(system, value string, a, b *body) {
	for _, x := range [][2]*body{{a, b}, {b, a}} {
		at, other := x[0], x[1]
		column := system
		if !slices.Contains(at.row.table.columnNames(), system) {
			column = "codes"
		}
		reason := fmt.Sprintf("%s:%s is the code of %s (%s) at the same time", system, graph.Clip(value), other.row.key, other.row.place())
		fix := "leave it out, or write to " + other.row.key + "; a code that came to another body later needs the day the first was dissolved"
		switch {
		case at.row.file != nil, d.p.demand[at.row.key] == at.row:
			d.p.fault(at.row, column, value, reason, fix)
		case other.row.file == nil && d.p.demand[other.row.key] != other.row && len(d.p.concerning(at.row, false)) > 0:
			d.p.fault(at.row, column, value, reason, fix)
		}
	}
}

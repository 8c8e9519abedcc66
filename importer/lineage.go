package importer

import (
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// holding is one body's time in a lineage.
type holding struct {
	from    graph.Date
	role    graph.Role
	unknown bool
}

// lineage is a tie while its edges are derived.
type lineage struct {
	tie     *tieRow
	row     *row
	holders map[string]*holding
	order   []string
}

// tie makes the edges of one affiliation: one for each body that signed, from the signing, and one for each body that took one of them over, from the earliest
// merger that reaches it. Each ends where its body does, or where the tie does.
func (d *deriver) tie(r *row, byContent map[string]*row) {
	t := r.data.(*tieRow)
	d.made[t.ID] = true
	sound := d.tieFields(r, t)
	partner := d.needKind(r, "partner", t.Partner, "a partner", graph.Partner)
	for _, id := range t.Bodies {
		if d.needKind(r, "bodies", id, "a prefecture or municipality", graph.Prefecture, graph.Municipality) == nil {
			sound = false
		}
	}
	if !sound || partner == nil {
		return
	}
	content := tieEnds(t) + "\x00" + string(t.Kind) + "\x00" + t.Signed.String()
	if other := byContent[content]; other != nil {
		d.p.fault(r, "id", t.ID, fmt.Sprintf("%s (%s) has the same ends, kind and date", other.key, other.place()), "a tie stands once; a second one of the same ends has another date or kind", other)
		return
	}
	byContent[content] = r
	l := &lineage{tie: t, row: r, holders: map[string]*holding{}}
	for _, id := range t.Bodies {
		if !d.original(l, id) {
			return
		}
	}
	for _, id := range t.Bodies {
		d.heirs(l, id)
	}
	for _, id := range l.order {
		d.holder(l, id)
	}
}

func (d *deriver) tieFields(r *row, t *tieRow) bool {
	switch {
	case t.Signatory != "" && len(t.Bodies) > 1:
		d.p.fault(r, "signatory", t.Signatory, "a signatory known only by name, and several bodies", "name in bodies the one body that holds the tie")
	case !t.Ended.IsZero() && t.Status != graph.Ended:
		d.p.fault(r, "ended", t.Ended.String(), fmt.Sprintf("it ended (%s), and its status is %s", t.Ended, t.Status), "write status ended, or leave ended empty")
	case !t.Ended.IsZero() && !t.Signed.IsZero() && t.Signed.First() >= endOf(t.Ended):
		d.p.fault(r, "ended", t.Ended.String(), fmt.Sprintf("it ended (%s) before it was signed (%s)", t.Ended, t.Signed), "correct one of the dates")
	default:
		return true
	}
	return false
}

// endOf is the last day that a date, the end of a range, may mean, and one more: the range holds on no day from it on.
func endOf(d graph.Date) graph.Day { return graph.Range{To: d}.Bounds(false).ToLast }

// original starts the lineage with a body that its row names.
func (d *deriver) original(l *lineage, id string) bool {
	t, b := l.tie, d.body[id]
	h := &holding{from: t.Signed, role: graph.Original}
	younger := !b.founded.IsZero() && !t.Signed.IsZero() && t.Signed.Last() < b.founded.First()
	if younger && len(t.Bodies) > 1 {
		d.p.fault(l.row, "bodies", id, fmt.Sprintf("signed on %s, but %s was founded on %s, and others are named who can have signed", t.Signed, id, b.founded), "name the bodies that signed; their heirs follow from mergers.csv", b.row)
		return false
	}
	switch {
	case t.Signatory != "":
		h.role = graph.Inherited
		if younger {
			h.from = b.founded
		}
	case younger:
		h.from, h.role, h.unknown = b.founded, graph.Inherited, true
	}
	if !t.Signed.IsZero() && !b.dissolved.IsZero() && t.Signed.First() >= b.dissolved.Last() {
		also := append([]*row{b.row}, b.mergers...)
		d.p.fault(l.row, "signed", t.Signed.String(), fmt.Sprintf("signed on %s, but %s was dissolved on %s", t.Signed, id, b.dissolved), signedLate(b), also...)
		return false
	}
	if !t.Ended.IsZero() && !h.from.IsZero() && h.from.First() >= endOf(t.Ended) {
		d.p.fault(l.row, "ended", t.Ended.String(), fmt.Sprintf("the tie ended (%s) before %s was founded (%s)", t.Ended, id, h.from), "name the body that held it", b.row)
		return false
	}
	l.holders[id] = h
	l.order = append(l.order, id)
	return true
}

func signedLate(b *body) string {
	if len(b.mergers) == 0 {
		return "correct one of the dates, or name the body that signed"
	}
	heirs := make([]string, len(b.mergers))
	for i, r := range b.mergers {
		heirs[i] = r.data.(*graph.Edge).Target
	}
	return "name the body that signed, " + strings.Join(heirs, " or ") + " perhaps, or correct one of the dates"
}

// heirs follows the mergers from a holder on, as long as the tie goes on. A body that signed itself stays original.
func (d *deriver) heirs(l *lineage, id string) {
	b := d.body[id]
	for _, r := range b.mergers {
		e := r.data.(*graph.Edge)
		if ended := l.tie.Ended; !ended.IsZero() && e.Date.First() >= endOf(ended) {
			continue
		}
		h := l.holders[e.Target]
		switch {
		case h == nil:
			l.holders[e.Target] = &holding{from: e.Date, role: graph.Inherited}
			l.order = append(l.order, e.Target)
			d.heirs(l, e.Target)
		case !slices.Contains(l.tie.Bodies, e.Target) && e.Date.Compare(h.from) < 0:
			h.from = e.Date
		}
	}
}

func (d *deriver) holder(l *lineage, id string) {
	t, h := l.tie, l.holders[id]
	end := d.body[id].dissolved
	if !t.Ended.IsZero() && (end.IsZero() || endOf(t.Ended) < endOf(end)) {
		end = t.Ended
	}
	d.edge(l.row, graph.Edge{ID: graph.EdgeID(graph.SisterOf, t.ID, id), Kind: graph.SisterOf, Source: id, Target: t.Partner, Tie: t.ID, TieKind: t.Kind, Role: h.role,
		Signed: t.Signed, Status: t.Status, Signatory: t.Signatory, Unknown: h.unknown, Valid: graph.Range{From: h.from, To: end},
		Citations: t.Citations, Confidence: t.Confidence, Note: t.Note})
}

package network

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"enishi/graph"
)

// Build makes a network of nodes and edges in any order. It copies what it needs and keeps none of the records. A repeated id, an end that names no node, an edge
// whose ends are one node, or a value outside its closed list is an error that names the record.
func Build(nodes iter.Seq[*graph.Node], edges iter.Seq[*graph.Edge]) (*Network, error) {
	b := builder{n: new(Network)}
	if err := b.nodes(nodes); err != nil {
		return nil, err
	}
	if err := b.edges(edges); err != nil {
		return nil, err
	}
	b.n.nodeClasses, b.n.edgeClasses = b.nodeClasses.items, b.edgeClasses.items
	for _, k := range b.ranges.items {
		b.n.ranges = append(b.n.ranges, span{k.valid, k.ended, k.valid.Bounds(k.ended)})
	}
	b.n.areas, b.n.words = b.areas.items, b.words.items
	b.n.derive()
	return b.n, nil
}

type rangeKey struct {
	valid graph.Range
	ended bool
}

// table numbers distinct values in the order they are met.
type table[K comparable] struct {
	items []K
	index map[K]uint32
}

func (t *table[K]) add(k K) uint32 {
	if i, ok := t.index[k]; ok {
		return i
	}
	if t.index == nil {
		t.index = map[K]uint32{}
	}
	i := uint32(len(t.items))
	t.items = append(t.items, k)
	t.index[k] = i
	return i
}

type builder struct {
	n           *Network
	nodeClasses table[nodeAttrs]
	edgeClasses table[edgeAttrs]
	ranges      table[rangeKey]
	areas       table[string]
	words       table[string]
	ties        table[string]
	byID        map[string]uint32
}

func invalid(id, format string, args ...any) error {
	return &graph.Error{Op: "network", ID: id, Detail: fmt.Sprintf(format, args...), Err: graph.ErrInvalid}
}

func (b *builder) nodes(seq iter.Seq[*graph.Node]) error {
	b.areas.add("")
	b.words.add("")
	var ids []string
	var class, valid, area []uint32
	var err error
	for r := range seq {
		var a nodeAttrs
		if a, err = b.nodeAttrs(r); err != nil {
			return err
		}
		ids = append(ids, r.ID)
		class = append(class, b.nodeClasses.add(a))
		valid = append(valid, b.ranges.add(rangeKey{valid: r.Valid}))
		area = append(area, b.areas.add(r.Within))
	}
	if len(ids) >= maxNodes {
		return invalid("", "%d nodes; a network holds fewer than %d", len(ids), maxNodes)
	}
	order, err := ordered(len(ids), func(i, j uint32) int { return strings.Compare(ids[i], ids[j]) }, func(i uint32) string { return "node " + ids[i] })
	if err != nil {
		return err
	}
	n := b.n
	n.nodeClass, n.nodeRange, n.nodeArea = permute(class, order), permute(valid, order), permute(area, order)
	ids = permute(ids, order)
	b.byID = make(map[string]uint32, len(ids))
	for i, id := range ids {
		b.byID[id] = uint32(i)
	}
	n.nodeIDs, err = makeIDList(ids)
	return err
}

func (b *builder) nodeAttrs(r *graph.Node) (a nodeAttrs, err error) {
	a = nodeAttrs{rank: uint8(r.Confidence.Rank()), single: len(r.Citations) <= 1, scoped: len(r.Scope) > 0, state: r.IsState(), place: r.IsPlace(),
		typ: b.words.add(r.Type), region: b.words.add(r.Region)}
	if a.kind = place(graph.NodeKinds, r.Kind); a.kind == 0 {
		return a, invalid(r.ID, "%q is no node kind", graph.Clip(string(r.Kind)))
	}
	if a.sector = place(graph.Sectors, r.Sector); a.sector == 0 && r.Sector != "" {
		return a, invalid(r.ID, "%q is no sector", graph.Clip(string(r.Sector)))
	}
	for _, t := range r.Themes {
		p := place(graph.Themes, t)
		if p == 0 {
			return a, invalid(r.ID, "%q is no theme", graph.Clip(string(t)))
		}
		a.themes |= 1 << (p - 1)
	}
	return a, nil
}

// place is where v stands in a closed list, from 1; 0 if it does not.
func place[T ~string](list []T, v T) uint8 { return uint8(slices.Index(list, v) + 1) }

// rawEdges are the columns of edges in the order they came. Ids are gathered in one text: millions of small strings would burden the collector.
type rawEdges struct {
	ids    []byte
	off    []uint64
	ends   []ends
	class  []uint16
	valid  []uint32
	tie    []uint32
	signed []int16
}

func (r *rawEdges) id(i uint32) []byte { return r.ids[r.off[i]:r.off[i+1]] }

func (b *builder) edges(seq iter.Seq[*graph.Edge]) error {
	raw := rawEdges{off: []uint64{0}}
	for e := range seq {
		if err := b.edge(&raw, e); err != nil {
			return err
		}
	}
	if len(raw.ends) >= maxEdges {
		return invalid("", "%d edges; a network holds fewer than %d", len(raw.ends), maxEdges)
	}
	kind := func(i uint32) uint8 { return b.edgeClasses.items[raw.class[i]].kind }
	order, err := ordered(len(raw.ends), func(i, j uint32) int {
		if c := cmp.Compare(kind(i), kind(j)); c != 0 {
			return c
		}
		return bytes.Compare(raw.id(i), raw.id(j))
	}, func(i uint32) string { return "edge " + string(raw.id(i)) })
	if err != nil {
		return err
	}
	return b.arrange(&raw, order, kind)
}

func (b *builder) edge(raw *rawEdges, r *graph.Edge) error {
	s, ok := b.byID[r.Source]
	if !ok {
		return invalid(r.ID, "its source %q is no node", graph.Clip(r.Source))
	}
	t, ok := b.byID[r.Target]
	if !ok {
		return invalid(r.ID, "its target %q is no node", graph.Clip(r.Target))
	}
	if s == t {
		return invalid(r.ID, "both its ends are %s", graph.Clip(r.Source))
	}
	a := edgeAttrs{kind: uint8(r.Kind.Order()), tieKind: place(graph.TieKinds, r.TieKind), status: place(graph.Statuses, r.Status),
		role: place(roles, r.Role), rank: uint8(r.Confidence.Rank()), single: len(r.Citations) <= 1, closed: r.Status == graph.Ended || !r.Valid.To.IsZero()}
	switch {
	case a.kind >= numEdgeKinds:
		return invalid(r.ID, "%q is no edge kind", graph.Clip(string(r.Kind)))
	case (a.tieKind == 0 && r.TieKind != "") || (a.status == 0 && r.Status != "") || (a.role == 0 && r.Role != ""):
		return invalid(r.ID, "its tie kind, status or role is none of the closed lists")
	}
	class := b.edgeClasses.add(a)
	if class > math.MaxUint16 { // cannot be: the closed lists multiply to fewer
		return invalid(r.ID, "too many classes of edges")
	}
	raw.ids = append(raw.ids, r.ID...)
	raw.off = append(raw.off, uint64(len(raw.ids)))
	raw.ends = append(raw.ends, ends{s, t})
	raw.class = append(raw.class, uint16(class))
	raw.valid = append(raw.valid, b.ranges.add(rangeKey{r.Valid, r.HasEnded()}))
	tie := none
	if r.Kind == graph.SisterOf {
		tie = b.ties.add(r.Tie)
	}
	raw.tie = append(raw.tie, tie)
	raw.signed = append(raw.signed, r.Signed.Year)
	return nil
}

// roles are those of sister ties and memberships.
var roles = slices.Concat(graph.TieRoles, graph.MemberRoles)

// arrange puts the columns in the order of edge kind and id, and the lineages in id order.
func (b *builder) arrange(raw *rawEdges, order []uint32, kind func(uint32) uint8) error {
	n, prev := b.n, ""
	if id := twiceAcrossKinds(raw, order, kind); id != "" {
		return invalid(id, "edge %s stands twice", graph.Clip(id))
	}
	for _, i := range order {
		id := string(raw.id(i))
		if err := n.edgeIDs.add(prev, id); err != nil {
			return err
		}
		prev = id
	}
	n.ends, n.edgeClass, n.edgeRange = permute(raw.ends, order), permute(raw.class, order), permute(raw.valid, order)
	names := b.ties.items
	byName, _ := ordered(len(names), func(i, j uint32) int { return strings.Compare(names[i], names[j]) }, func(uint32) string { return "" })
	rank := make([]uint32, len(names))
	prev = ""
	for at, i := range byName {
		rank[i] = uint32(at)
		if err := n.tieIDs.add(prev, names[i]); err != nil {
			return err
		}
		prev = names[i]
	}
	for _, i := range order {
		if raw.tie[i] == none {
			break
		}
		n.tie = append(n.tie, rank[raw.tie[i]])
		n.signed = append(n.signed, raw.signed[i])
	}
	return nil
}

// twiceAcrossKinds returns an id that two edges of different kinds share: it merges the kinds' runs, each in id order.
func twiceAcrossKinds(raw *rawEdges, order []uint32, kind func(uint32) uint8) string {
	var runs [][]uint32
	for lo, k := 0, 1; k <= len(order); k++ {
		if k == len(order) || kind(order[k]) != kind(order[lo]) {
			runs = append(runs, order[lo:k])
			lo = k
		}
	}
	var last []byte
	for len(runs) > 1 {
		least := 0
		for k := range runs {
			if bytes.Compare(raw.id(runs[k][0]), raw.id(runs[least][0])) < 0 {
				least = k
			}
		}
		id := raw.id(runs[least][0])
		if last != nil && bytes.Equal(last, id) {
			return string(id)
		}
		last = id
		if runs[least] = runs[least][1:]; len(runs[least]) == 0 {
			if len(runs) == 2 && bytes.Equal(id, raw.id(runs[1-least][0])) {
				return string(id)
			}
			runs = slices.Delete(runs, least, least+1)
		}
	}
	return ""
}

// ordered sorts 0 to n-1 and refuses two that compare equal.
func ordered(n int, compare func(i, j uint32) int, name func(uint32) string) ([]uint32, error) {
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, compare)
	for k := 1; k < n; k++ {
		if compare(order[k-1], order[k]) == 0 {
			return nil, invalid("", "%s stands twice", graph.Clip(name(order[k])))
		}
	}
	return order, nil
}

func permute[T any](column []T, order []uint32) []T {
	out := make([]T, len(column))
	for to, from := range order {
		out[to] = column[from]
	}
	return out
}

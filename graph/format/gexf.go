package format

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
)

const gexfHead = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
`

// gexf writes GEXF 1.3 as a dynamic graph of days. Start and end are the first and the last day on which a record may have held, both inclusive, and absent where unknown; the dates
// as their source gives them are the attributes valid_from and valid_to. The kind of an edge is its GEXF kind, by which Gephi tells parallel edges apart.
func gexf(w io.Writer, d *Document, o Options) error {
	s := newStream(w)
	nodeAt, edgeAt := d.nodeRows(), d.edgeRows()
	unlabelled := func(key string) bool { return key == "label" }
	nodes := slices.DeleteFunc(used(nodeColumns, nodeAt, len(d.Network.Nodes)), func(c column[nodeRow]) bool { return unlabelled(c.key) })
	edges := slices.DeleteFunc(used(edgeColumns, edgeAt, len(d.Network.Edges)), func(c column[edgeRow]) bool { return unlabelled(c.key) })
	s.b = append(append(s.b, gexfHead...), "<meta>"...)
	s.b = element(s.b, "creator", generator)
	s.b = append(element(s.b, "description", d.description()), "</meta>\n"...)
	s.b = attribute(append(s.b, "<graph"...), "defaultedgetype", edgeDirection(d.directed()))
	s.b = append(s.b, ` mode="dynamic" timeformat="date" timerepresentation="interval">`+"\n"...)
	s.b = gexfAttributes(s.b, "node", nodes)
	s.b = gexfAttributes(s.b, "edge", edges)
	s.b = append(s.b, "<nodes>\n"...)
	for i := range d.Network.Nodes {
		n := &d.Network.Nodes[i]
		s.b = attribute(append(s.b, "<node"...), "id", n.ID)
		s.b = attribute(s.b, "label", n.Label(d.Lang))
		s.b = append(gexfSpan(s.b, n.Valid), '>')
		s.b = gexfValues(s.b, nodes, nodeAt(i))
		if o.Colors {
			s.b = gexfColor(s.b, n.Kind)
		}
		s.b = append(s.b, "</node>\n"...)
		if !s.spill() {
			break
		}
	}
	s.b = append(s.b, "</nodes>\n<edges>\n"...)
	for i := range d.Network.Edges {
		e := &d.Network.Edges[i]
		s.b = attribute(append(s.b, "<edge"...), "id", e.ID)
		s.b = attribute(s.b, "source", e.Source)
		s.b = attribute(s.b, "target", e.Target)
		s.b = attribute(s.b, "kind", string(e.Kind))
		s.b = attribute(s.b, "label", d.edgeLabel(e))
		s.b = append(gexfSpan(s.b, heldOver(&e.Edge)), '>')
		s.b = append(gexfValues(s.b, edges, edgeAt(i)), "</edge>\n"...)
		if !s.spill() {
			break
		}
	}
	s.b = append(s.b, "</edges>\n</graph>\n</gexf>\n"...)
	return s.close()
}

// description tells what the graph is: GEXF has no attributes of a graph.
func (d *Document) description() string {
	lines := make([]string, 0, 16)
	for _, p := range d.about() {
		lines = append(lines, p[0]+": "+p[1])
	}
	return strings.Join(lines, "\n")
}

// heldOver is the range of an edge; an event holds on its day, or in its month or year.
func heldOver(e *graph.Edge) graph.Range {
	if e.Valid.IsZero() && !e.Date.IsZero() {
		if e.Date.Exact() {
			return graph.Range{From: e.Date, To: (e.Date.First() + 1).Date()}
		}
		return graph.Range{From: e.Date, To: e.Date}
	}
	return e.Valid
}

// lastDay is the last day on which a range with a known end may hold.
func lastDay(r graph.Range) graph.Date { return (r.Bounds(false).ToLast - 1).Date() }

func gexfSpan(b []byte, r graph.Range) []byte {
	if !r.From.IsZero() {
		b = attribute(b, "start", r.From.First().Date().String())
	}
	if !r.To.IsZero() {
		b = attribute(b, "end", lastDay(r).String())
	}
	return b
}

var gexfTypes = map[Kind]string{Int: "long", Float: "double", Bool: "boolean"}

func gexfAttributes[T any](b []byte, class string, columns []column[T]) []byte {
	b = append(attribute(append(b, "<attributes"...), "class", class), ">\n"...)
	for i, c := range columns {
		t := gexfTypes[c.kind]
		if t == "" {
			t = "string"
		}
		b = attribute(append(b, "<attribute"...), "id", strconv.Itoa(i))
		b = append(attribute(attribute(b, "title", c.key), "type", t), "/>\n"...)
	}
	return append(b, "</attributes>\n"...)
}

func gexfValues[T any](b []byte, columns []column[T], row T) []byte {
	b = append(b, "<attvalues>"...)
	for i := range columns {
		if v := columns[i].value(row); v != "" {
			b = strconv.AppendInt(append(b, `<attvalue for="`...), int64(i), 10)
			b = append(attribute(append(b, '"'), "value", v), "/>"...)
		}
	}
	return append(b, "</attvalues>"...)
}

// kindColors tell the kinds apart for readers with any colour vision (Okabe and Ito's palette).
var kindColors = map[graph.NodeKind][3]int{
	graph.Prefecture: {213, 94, 0}, graph.Municipality: {230, 159, 0}, graph.Partner: {0, 114, 178}, graph.Organization: {0, 158, 115}, graph.Program: {204, 121, 167},
}

func gexfColor(b []byte, k graph.NodeKind) []byte {
	c := kindColors[k]
	b = append(b, "<viz:color"...)
	for i, name := range []string{"r", "g", "b"} {
		b = attribute(b, name, strconv.Itoa(c[i]))
	}
	return append(b, "/>"...)
}

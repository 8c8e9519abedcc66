package format

import "io"

const graphmlHead = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`

// graphml writes GraphML 1.0 with the attributes of columns.go as typed keys: n_… of nodes, e_… of edges, g_… of the graph. Keys without any value are not declared.
func graphml(w io.Writer, d *Document, _ Options) error {
	s := newStream(w)
	s.b = append(s.b, graphmlHead...)
	about := d.about()
	for _, p := range about {
		s.b = graphmlKey(s.b, "graph", p[0], Text)
	}
	nodeAt, edgeAt := d.nodeRows(), d.edgeRows()
	nodes := used(nodeColumns, nodeAt, len(d.Network.Nodes))
	edges := used(edgeColumns, edgeAt, len(d.Network.Edges))
	for _, c := range nodes {
		s.b = graphmlKey(s.b, "node", c.key, c.kind)
	}
	for _, c := range edges {
		s.b = graphmlKey(s.b, "edge", c.key, c.kind)
	}
	s.b = append(attribute(append(s.b, `<graph id="G"`...), "edgedefault", edgeDirection(d.directed())), ">\n"...)
	for _, p := range about {
		s.b = append(graphmlData(s.b, "g_", p[0], p[1]), '\n')
	}
	for i := range d.Network.Nodes {
		s.b = append(attribute(append(s.b, "<node"...), "id", d.Network.Nodes[i].ID), '>')
		s.b = append(graphmlValues(s.b, "n_", nodes, nodeAt(i)), "</node>\n"...)
		if !s.spill() {
			break
		}
	}
	for i := range d.Network.Edges {
		e := &d.Network.Edges[i]
		s.b = attribute(append(s.b, "<edge"...), "id", e.ID)
		s.b = attribute(s.b, "source", e.Source)
		s.b = append(attribute(s.b, "target", e.Target), '>')
		s.b = append(graphmlValues(s.b, "e_", edges, edgeAt(i)), "</edge>\n"...)
		if !s.spill() {
			break
		}
	}
	s.b = append(s.b, "</graph>\n</graphml>\n"...)
	return s.close()
}

// used are the columns that have a value in some row.
func used[T any](columns []column[T], at func(i int) T, n int) []column[T] {
	seen := make([]bool, len(columns))
	for i := range n {
		row := at(i)
		for j := range columns {
			seen[j] = seen[j] || columns[j].value(row) != ""
		}
	}
	var out []column[T]
	for j, c := range columns {
		if seen[j] {
			out = append(out, c)
		}
	}
	return out
}

var graphmlTypes = map[Kind]string{Int: "long", Float: "double", Bool: "boolean"}

func graphmlKey(b []byte, of, name string, kind Kind) []byte {
	t := graphmlTypes[kind]
	if t == "" {
		t = "string"
	}
	b = attribute(append(b, "<key"...), "id", of[:1]+"_"+name)
	b = attribute(attribute(b, "for", of), "attr.name", name)
	return append(attribute(b, "attr.type", t), "/>\n"...)
}

func graphmlValues[T any](b []byte, prefix string, columns []column[T], row T) []byte {
	for i := range columns {
		if v := columns[i].value(row); v != "" {
			b = graphmlData(b, prefix, columns[i].key, v)
		}
	}
	return b
}

func graphmlData(b []byte, prefix, name, v string) []byte {
	b = append(append(append(append(b, `<data key="`...), prefix...), name...), '"', '>')
	return append(appendXML(b, v), "</data>"...)
}

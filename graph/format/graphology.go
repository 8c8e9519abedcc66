package format

import "io"

// graphology writes a serialized graph of graphology, for Graph.from and graph.import. A node's own type is called node_type: Sigma.js takes the attribute
// type for the name of a way to draw.
func graphology(w io.Writer, d *Document, _ Options) error {
	s := newStream(w)
	s.b = append(s.b, `{"options":{"type":"mixed","multi":true,"allowSelfLoops":false},"attributes":{`...)
	s.metaMembers(d)
	s.b = append(s.b, `},"nodes":[`...)
	s.list(len(d.Network.Nodes), func(b []byte, i int) []byte {
		n := &d.Network.Nodes[i]
		b = append(member(append(b, '{'), "key", n.ID), `,"attributes":{`...)
		return append(nodeMembers(b, n, d.Lang, "node_type"), '}', '}')
	})
	s.b = append(s.b, `],"edges":[`...)
	s.list(len(d.Network.Edges), func(b []byte, i int) []byte {
		e := &d.Network.Edges[i]
		b = member(append(b, '{'), "key", e.ID)
		b = member(b, "source", e.Source)
		b = member(b, "target", e.Target)
		if !e.Kind.Directed() {
			b = boolean(b, "undirected", true)
		}
		b = append(b, `,"attributes":{`...)
		return append(edgeMembers(b, e), '}', '}')
	})
	s.b = append(s.b, "]}\n"...)
	return s.close()
}

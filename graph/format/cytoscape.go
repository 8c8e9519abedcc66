package format

import "io"

// cytoscape writes what cy.json and the constructor of Cytoscape.js take. Its nodes and edges share one space of ids, see edgeKeys.
func cytoscape(w io.Writer, d *Document, _ Options) error {
	edgeKey := d.edgeKeys(":")
	s := newStream(w)
	s.b = append(s.b, `{"data":{`...)
	s.metaMembers(d)
	s.b = append(s.b, `},"elements":{"nodes":[`...)
	s.list(len(d.Network.Nodes), func(b []byte, i int) []byte {
		n := &d.Network.Nodes[i]
		b = member(append(b, `{"data":{`...), "id", n.ID)
		return append(nodeMembers(b, n, d.Lang, "type"), '}', '}')
	})
	s.b = append(s.b, `],"edges":[`...)
	s.list(len(d.Network.Edges), func(b []byte, i int) []byte {
		e := &d.Network.Edges[i]
		b = member(append(b, `{"data":{`...), "id", edgeKey(e))
		b = member(b, "source", e.Source)
		b = member(b, "target", e.Target)
		return append(edgeMembers(b, e), '}', '}')
	})
	s.b = append(s.b, "]}}\n"...)
	return s.close()
}

package format

import (
	"cmp"
	"io"

	"enishi/graph"
)

// nodeLink writes what networkx.node_link_graph reads. An edge's id is its key, which tells parallel edges apart.
func nodeLink(w io.Writer, d *Document, o Options) error {
	edges, err := graph.ParseEnum("edges", cmp.Or(o.Edges, "edges"), []string{"edges", "links"})
	if err != nil {
		return err
	}
	s := newStream(w)
	s.b = boolean(append(s.b, '{'), "directed", d.directed())
	s.b = append(boolean(s.b, "multigraph", true), `,"graph":{`...)
	s.metaMembers(d)
	s.b = append(s.b, `},"nodes":[`...)
	s.list(len(d.Network.Nodes), func(b []byte, i int) []byte {
		n := &d.Network.Nodes[i]
		b = member(append(b, '{'), "id", n.ID)
		return append(nodeMembers(b, n, d.Lang, "type"), '}')
	})
	s.b = append(append(append(s.b, `],"`...), edges...), `":[`...)
	s.list(len(d.Network.Edges), func(b []byte, i int) []byte {
		e := &d.Network.Edges[i]
		b = member(append(b, '{'), "source", e.Source)
		b = member(b, "target", e.Target)
		b = member(b, "key", e.ID)
		return append(edgeMembers(b, e), '}')
	})
	s.b = append(s.b, "]}\n"...)
	return s.close()
}

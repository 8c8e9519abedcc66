package format

import "io"

// jgf writes JSON Graph Format 2: the relation of an edge is its kind, its direction is its own, everything else is metadata.
func jgf(w io.Writer, d *Document, _ Options) error {
	s := newStream(w)
	s.b = boolean(append(s.b, `{"graph":{`...), "directed", d.directed())
	s.b = member(s.b, "type", "exchange network")
	s.b = optional(s.b, "label", d.Title)
	s.b = append(s.b, `,"metadata":{`...)
	s.metaMembers(d)
	s.b = append(s.b, `},"nodes":{`...)
	s.list(len(d.Network.Nodes), func(b []byte, i int) []byte {
		n := &d.Network.Nodes[i]
		b = append(appendString(b, n.ID), ":{"...)
		b = append(member(b, "label", n.Label(d.Lang)), `,"metadata":{`...)
		return append(nodeMembers(b, n, d.Lang, "type"), '}', '}')
	})
	s.b = append(s.b, `},"edges":[`...)
	s.list(len(d.Network.Edges), func(b []byte, i int) []byte {
		e := &d.Network.Edges[i]
		b = member(append(b, '{'), "id", e.ID)
		b = member(b, "source", e.Source)
		b = member(b, "target", e.Target)
		b = member(b, "relation", string(e.Kind))
		b = append(boolean(b, "directed", e.Kind.Directed()), `,"metadata":{`...)
		return append(edgeMembers(b, e), '}', '}')
	})
	s.b = append(s.b, "]}}\n"...)
	return s.close()
}

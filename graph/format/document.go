package format

import (
	"slices"

	"enishi/graph"
)

// generator names the program that made a file.
const generator = "enishi"

// directed reports whether any edge is.
func (d *Document) directed() bool {
	return slices.ContainsFunc(d.Network.Edges, func(e graph.FoundEdge) bool { return e.Kind.Directed() })
}

// credits are the credit lines of the dataset and of the sources cited, each once, in that order.
func (d *Document) credits() []string {
	var lines []string
	add := func(line string) {
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, c := range d.Credits {
		add(c)
	}
	for i := range d.Network.Sources {
		add(d.Network.Sources[i].Credit)
	}
	return lines
}

// language is the language of labels as a tag.
func (d *Document) language() string {
	if d.Lang == "ja" {
		return "ja"
	}
	return "en"
}

// edgeKeys gives the ids of edges where nodes and edges share one space of ids: an edge's own id, or, where a node has it too, "edge" and separator before it.
// The separator is a character that no id holds.
func (d *Document) edgeKeys(separator string) func(e *graph.FoundEdge) string {
	nodes := make(map[string]struct{}, len(d.Network.Nodes))
	for i := range d.Network.Nodes {
		nodes[d.Network.Nodes[i].ID] = struct{}{}
	}
	return func(e *graph.FoundEdge) string {
		if _, taken := nodes[e.ID]; taken {
			return "edge" + separator + e.ID
		}
		return e.ID
	}
}

// locators maps ids of sources to their locators.
func (d *Document) locators() map[string]string {
	m := make(map[string]string, len(d.Network.Sources))
	for i := range d.Network.Sources {
		m[d.Network.Sources[i].ID] = d.Network.Sources[i].Locator
	}
	return m
}

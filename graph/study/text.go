package study

import (
	"context"
	"maps"
	"slices"

	"enishi/graph"
)

// Text is a text in both languages.
type Text struct {
	En string `json:"en"`
	Ja string `json:"ja"`
}

// In is the text in a language ("ja", else English).
func (t Text) In(lang string) string { return pick(lang, t.En, t.Ja) }

// Figure is a count that can be opened: it carries the ids of the records behind it, which its definition names (lineages, nodes or edges).
type Figure struct {
	Count          int      `json:"count"`           // what holds, certainly or possibly
	Possible       int      `json:"possible"`        // of Count: only if a partial date fell favourably
	Undated        int      `json:"undated"`         // apart, not in Count: nobody says since when
	Records        []string `json:"records"`         // those in Count, by id
	UndatedRecords []string `json:"undated_records"` // those in Undated, by id
}

// counter counts each record once, by the surest of its certainties.
type counter map[string]graph.Certainty

// add counts a record; Out counts nothing.
func (c counter) add(id string, certainty graph.Certainty) {
	if old, known := c[id]; certainty != graph.Out && (!known || surer(certainty, old)) {
		c[id] = certainty
	}
}

func (c counter) figure() Figure {
	f := Figure{Records: []string{}, UndatedRecords: []string{}}
	for _, id := range slices.Sorted(maps.Keys(c)) {
		switch c[id] {
		case graph.Undated:
			f.Undated++
			f.UndatedRecords = append(f.UndatedRecords, id)
			continue
		case graph.Possible:
			f.Possible++
		}
		f.Count++
		f.Records = append(f.Records, id)
	}
	return f
}

// figureOf counts records that hold for certain.
func figureOf(ids ...string) Figure {
	c := counter{}
	for _, id := range ids {
		c.add(id, graph.Certain)
	}
	return c.figure()
}

// certainties from the least to the most sure.
var certainties = []graph.Certainty{graph.Out, graph.Undated, graph.Possible, graph.Certain}

func surer(a, b graph.Certainty) bool {
	return slices.Index(certainties, a) > slices.Index(certainties, b)
}

// surest is the surest of certainties, Out if there is none.
func surest(cs ...graph.Certainty) graph.Certainty {
	best := graph.Out
	for _, c := range cs {
		if surer(c, best) {
			best = c
		}
	}
	return best
}

// holds reports whether something is in the answer: certainly or possibly.
func holds(c graph.Certainty) bool { return c == graph.Certain || c == graph.Possible }

// isJapanese reports whether a node can be the Japanese end of a tie.
func isJapanese(n *graph.Node) bool {
	return n.Kind == graph.Prefecture || n.Kind == graph.Municipality
}

// nodesByID are the nodes of a network by id.
func nodesByID(net *graph.Network) map[string]*graph.Node {
	m := make(map[string]*graph.Node, len(net.Nodes))
	for i := range net.Nodes {
		m[net.Nodes[i].ID] = &net.Nodes[i].Node
	}
	return m
}

// whole asks for a network that must not be cut.
func whole(ctx context.Context, r graph.Reader, op string, q graph.SubgraphQuery) (graph.Network, error) {
	q.Nodes, q.Edges = graph.MaxNodes, graph.MaxEdges
	net, err := r.Subgraph(ctx, q)
	if err == nil && len(net.Meta.TruncatedBy) > 0 {
		err = &graph.Error{Op: op, Err: graph.ErrTooLarge, Detail: "the records concerned are more than can be looked at together; narrow the filter"}
	}
	return net, err
}

// DateText is a date for people, as precise as it is: 9 March 1957, March 1957, 1957; in Japanese 1957年3月9日. An unknown date is unknown, 不明.
func DateText(d graph.Date, lang string) string {
	switch {
	case d.IsZero():
		return pick(lang, "unknown", "不明")
	case lang == "ja":
		return japaneseDate(d)
	}
	return englishDate(d)
}

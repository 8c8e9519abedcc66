package api

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/study"
)

func askHistory(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	h, err := study.FindHistory(ctx, r, q.id)
	if err != nil {
		return nil, err
	}
	n := &h.Network
	nodes, sources, err := q.withNamed(ctx, r, n.Nodes, n.Sources, namedByNode(&h.Body)...)
	if err != nil {
		return nil, err
	}
	return &answer{version: n.Meta.Version, network: n, body: historyAnswer{Meta: plainMeta{n.Meta.Version, q.normal()}, Node: nodeRecord{Node: h.Body}, Moments: h.Moments, Predecessors: h.Predecessors, Successors: h.Successors, Ties: h.Ties,
		Nodes: nodes, Edges: n.Edges, Sources: sources, Links: q.links("")}}, nil
}

func askStructure(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	measure := study.StructureMeasure(q.one("measure"))
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	st, err := q.srv.structures.get(ctx, version+"\x00"+q.key, func() (study.Structure, error) {
		return study.FindStructure(ctx, r, study.StructureQuery{Measure: measure, Filter: q.filter()})
	})
	if err != nil {
		return nil, err
	}
	items, next, err := part(q, st.Items)
	if err != nil {
		return nil, err
	}
	l := q.links(next)
	return &answer{version: st.Version, next: l.Next, table: func() *table { return structureTable(items, st.Nodes, q.lang) }, body: structureAnswer{
		Meta:    structureMeta{Version: st.Version, Query: q.normal(), Network: st.Size, Shown: len(items), Total: len(st.Items)},
		Measure: measure, Definition: measure.Definition(q.lang), Exact: st.Exact, Error: st.Error, Modularity: st.Modularity, Items: items, Nodes: namedBy(items, st.Nodes), Links: l}}, nil
}

// namedBy are the nodes that items name, by id.
func namedBy(items []study.StructureItem, nodes map[string]graph.FoundNode) nodeList {
	named := map[string]graph.FoundNode{}
	for _, it := range items {
		for _, id := range slices.Concat([]string{it.Node}, it.Ends, it.Members) {
			if n, ok := nodes[id]; ok {
				named[id] = n
			}
		}
	}
	out := make(nodeList, 0, len(named))
	for _, id := range slices.Sorted(maps.Keys(named)) {
		out = append(out, named[id])
	}
	return out
}

func structureTable(items []study.StructureItem, nodes map[string]graph.FoundNode, lang string) *table {
	t := &table{header: []string{"node", "label", "value", "ends", "size", "parts", "cut_off", "members"}}
	for _, it := range items {
		var value, label, size, cut string
		if it.Value != nil {
			value = strconv.FormatFloat(*it.Value, 'g', -1, 64)
		}
		if n, ok := nodes[it.Node]; ok {
			label = n.Label(lang)
		}
		if it.Size > 0 {
			size = strconv.Itoa(it.Size)
		}
		if it.CutOff > 0 {
			cut = strconv.Itoa(it.CutOff)
		}
		parts := make([]string, len(it.Parts))
		for i, n := range it.Parts {
			parts[i] = strconv.Itoa(n)
		}
		t.rows = append(t.rows, []string{it.Node, label, value, join(it.Ends), size, strings.Join(parts, "; "), cut, join(it.Members)})
	}
	return t
}

// maxStructures is how many measures are kept, so that turning pages or the language does not compute them again; each holds at most graph.MaxNodes values and nodes.
const maxStructures = 16

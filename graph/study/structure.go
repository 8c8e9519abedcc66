package study

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"enishi/graph"
	"enishi/graph/network"
)

// StructureMeasure is what is computed of the structure of a network.
type StructureMeasure string

// The measures, all on the simple graph: nodes that are joined at all, each pair once, without direction.
const (
	Degree       StructureMeasure = "degree"
	Betweenness  StructureMeasure = "betweenness"
	Closeness    StructureMeasure = "closeness"
	PageRank     StructureMeasure = "pagerank"
	KCore        StructureMeasure = "kcore"
	Components   StructureMeasure = "components"
	Articulation StructureMeasure = "articulation"
	Bridges      StructureMeasure = "bridges"
	Communities  StructureMeasure = "communities"
)

// StructureMeasures lists the measures.
var StructureMeasures = []StructureMeasure{Degree, Betweenness, Closeness, PageRank, KCore, Components, Articulation, Bridges, Communities}

// Definition says in words what a measure is.
func (m StructureMeasure) Definition(lang string) string {
	d := definitions[m]
	return pick(lang, d[0], d[1])
}

var definitions = map[StructureMeasure][2]string{
	Degree:       {"The number of other nodes that a node is joined to.", "そのノードが直接つながる他のノードの数。"},
	Betweenness:  {"The share of shortest paths between other nodes that pass the node, 0 to 1 (Freeman 1977).", "他のノード間の最短経路のうち、そのノードを通るものの割合（0〜1、Freeman 1977）。"},
	Closeness:    {"How near a node is to all that it reaches: the reached share of the others times the inverse of the mean distance, 0 to 1 (Wasserman & Faust 1994).", "到達できるノードへの近さ。到達できる割合に平均距離の逆数を掛けた値（0〜1、Wasserman & Faust 1994）。"},
	PageRank:     {"How often a random walker is at the node who follows links with probability 0.85 and else starts anew; sums to 1 (Brin & Page 1998).", "確率0.85でリンクをたどり、それ以外は任意のノードから始め直す歩行者がそのノードにいる割合。合計は1（Brin & Page 1998）。"},
	KCore:        {"The greatest k for which the node is in a part where every node has k neighbours (Seidman 1983).", "すべてのノードがk個以上の隣接ノードをもつ部分に属する最大のk（Seidman 1983）。"},
	Components:   {"Parts that are connected within and not to each other, the largest first.", "内部ではつながり、互いにはつながらない部分。大きい順。"},
	Articulation: {"Nodes without which their component falls apart, by how many nodes are cut off from its largest remaining part.", "取り除くと連結成分が分かれるノード。最大の残りから切り離されるノード数の順。"},
	Bridges:      {"Links without which their component falls in two, by how many nodes the smaller side has.", "取り除くと連結成分が二つに分かれるつながり。小さい側のノード数の順。"},
	Communities:  {"Groups with more links inside than chance would give (Leiden method, Traag et al. 2019; modularity of Newman & Girvan 2004), the largest first.", "偶然よりも内部のつながりが多い集団（Leiden法、Traagら2019。モジュラリティはNewman & Girvan 2004）。大きい順。"},
}

// StructureQuery asks for a measure of the filtered network.
type StructureQuery struct {
	Measure StructureMeasure
	Filter  graph.Filter
}

// StructureItem is a node with its value, a group of nodes, or a cut; which fields are filled depends on the measure.
type StructureItem struct {
	Node    string   `json:"node,omitempty"`    // of a value or articulation
	Value   *float64 `json:"value,omitempty"`   // of a node
	Ends    []string `json:"ends,omitempty"`    // of a bridge; the first is on the side cut off
	Size    int      `json:"size,omitempty"`    // of a group
	Members []string `json:"members,omitempty"` // of a group, by id; of a cut, nodes cut off, at most network.CutOffListed
	Parts   []int    `json:"parts,omitempty"`   // of an articulation: sizes of what is left of its component
	CutOff  int      `json:"cut_off,omitempty"` // nodes cut off
}

// Structure is a measure of a network. Items with values are by value, the greatest first, then id; groups by size, the largest first; cuts by what they cut off.
type Structure struct {
	Version    string
	Size       graph.Size // of the simple graph: nodes, joined pairs
	Items      []StructureItem
	Exact      bool
	Error      float64 // of an estimate; what it means is said at the measure in package network
	Modularity *float64
	Nodes      map[string]graph.FoundNode
}

// FindStructure computes a measure of the filtered network, which is fetched whole: beyond graph.MaxNodes or graph.MaxEdges it is ErrTooLarge.
func FindStructure(ctx context.Context, r graph.Reader, q StructureQuery) (Structure, error) {
	if _, err := graph.ParseEnum("measure", string(q.Measure), StructureMeasures); err != nil {
		return Structure{}, err
	}
	sub, err := r.Subgraph(ctx, graph.SubgraphQuery{Filter: q.Filter, Nodes: graph.MaxNodes, Edges: graph.MaxEdges})
	if err != nil {
		return Structure{}, err
	}
	if len(sub.Meta.TruncatedBy) > 0 {
		return Structure{}, &graph.Error{Op: "structure", Err: graph.ErrTooLarge, Detail: "the filtered network is larger than can be measured at once; narrow the filter"}
	}
	net, err := network.Build(nodesOf(&sub), edgesOf(&sub))
	if err != nil {
		return Structure{}, err
	}
	all, err := graph.Filter{Time: graph.Time{Any: true}}.Normalize()
	if err != nil {
		return Structure{}, err
	}
	simple, err := net.View(all).Simple(ctx)
	if err != nil {
		return Structure{}, err
	}
	m := measuring{ctx: ctx, net: net, simple: simple, out: Structure{Version: sub.Meta.Version, Size: graph.Size{Nodes: simple.Len(), Edges: simple.Links()}, Exact: true, Items: []StructureItem{}, Nodes: map[string]graph.FoundNode{}}}
	for _, n := range sub.Nodes {
		m.out.Nodes[n.ID] = n
	}
	if err := m.measure(q.Measure); err != nil {
		return Structure{}, err
	}
	return m.out, nil
}

func nodesOf(n *graph.Network) iter.Seq[*graph.Node] {
	return func(yield func(*graph.Node) bool) {
		for i := range n.Nodes {
			if !yield(&n.Nodes[i].Node) {
				return
			}
		}
	}
}

func edgesOf(n *graph.Network) iter.Seq[*graph.Edge] {
	return func(yield func(*graph.Edge) bool) {
		for i := range n.Edges {
			if !yield(&n.Edges[i].Edge) {
				return
			}
		}
	}
}

type measuring struct {
	ctx    context.Context
	net    *network.Network
	simple *network.Simple
	out    Structure
}

// id is the id of a node of the simple graph.
func (m *measuring) id(i uint32) string { return m.net.NodeID(m.simple.Nodes[i]) }

func (m *measuring) measure(which StructureMeasure) error {
	switch which {
	case Degree:
		m.counts(m.simple.Degree())
	case KCore:
		m.counts(m.simple.KCore())
	case PageRank:
		values, err := m.simple.PageRank(m.ctx)
		m.values(values)
		return err
	case Betweenness:
		return m.measured(m.simple.Betweenness(m.ctx, 0))
	case Closeness:
		return m.measured(m.simple.Closeness(m.ctx, 0))
	case Components:
		m.groups(m.simple.Components())
	case Communities:
		c, err := m.simple.Communities(m.ctx)
		if err != nil {
			return err
		}
		m.groups(c.Partition)
		m.out.Modularity = &c.Modularity
	case Articulation, Bridges:
		return m.cuts(which)
	}
	return nil
}

func (m *measuring) measured(values network.Measured, err error) error {
	if err != nil {
		return err
	}
	m.out.Exact, m.out.Error = values.Exact, values.Error
	m.values(values.Values)
	return nil
}

func (m *measuring) counts(ns []int) {
	values := make([]float64, len(ns))
	for i, n := range ns {
		values[i] = float64(n)
	}
	m.values(values)
}

func (m *measuring) values(vs []float64) {
	for i, v := range vs {
		m.out.Items = append(m.out.Items, StructureItem{Node: m.id(uint32(i)), Value: &v})
	}
	slices.SortFunc(m.out.Items, func(a, b StructureItem) int {
		return cmp.Or(cmp.Compare(*b.Value, *a.Value), cmp.Compare(a.Node, b.Node))
	})
}

func (m *measuring) groups(p network.Partition) {
	m.out.Items = make([]StructureItem, len(p.Sizes))
	for g, size := range p.Sizes {
		m.out.Items[g].Size = size
	}
	for i, g := range p.Of {
		m.out.Items[g].Members = append(m.out.Items[g].Members, m.id(uint32(i)))
	}
	for i := range m.out.Items {
		slices.Sort(m.out.Items[i].Members)
	}
	slices.SortStableFunc(m.out.Items, func(a, b StructureItem) int { return cmp.Or(b.Size-a.Size, cmp.Compare(a.Members[0], b.Members[0])) })
}

func (m *measuring) cuts(which StructureMeasure) error {
	nodes, bridges, err := m.simple.Cuts(m.ctx)
	if err != nil {
		return err
	}
	if which == Bridges {
		for _, b := range bridges {
			m.out.Items = append(m.out.Items, StructureItem{Ends: []string{m.id(b.A), m.id(b.B)}, CutOff: b.CutOff.Count, Members: m.ids(b.CutOff.Nodes)})
		}
		return nil
	}
	for _, a := range nodes {
		m.out.Items = append(m.out.Items, StructureItem{Node: m.id(a.Node), Parts: a.Parts, CutOff: a.CutOff.Count, Members: m.ids(a.CutOff.Nodes)})
	}
	return nil
}

func (m *measuring) ids(is []uint32) []string {
	out := make([]string, len(is))
	for i, n := range is {
		out[i] = m.id(n)
	}
	slices.Sort(out)
	return out
}

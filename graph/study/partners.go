package study

import (
	"cmp"
	"context"
	"slices"

	"enishi/graph"
)

// Scope says whose ties a partner graph holds.
type Scope string

// The scopes.
const (
	Own    Scope = "own"    // of the body itself
	Within Scope = "within" // of a prefecture or state, also those of every place in it; of another body the same as Own
)

// Scopes lists the scopes.
var Scopes = []Scope{Own, Within}

// PartnersQuery asks for the partner graph of a body. Of the filter, EdgeKinds and Prefectures (of a state: States) are set by the question.
type PartnersQuery struct {
	ID     string
	Scope  Scope // empty: Own
	Filter graph.Filter
}

// Holder is a body that held a tie for a while.
type Holder struct {
	Body  string      `json:"body"`
	Role  graph.Role  `json:"role"`
	Valid graph.Range `json:"valid,omitzero"`
	Edge  string      `json:"edge"`
}

// Tie is a lineage as one side sees it. Body, Role, Valid, Edge and Certainty are those of the last holder in the window.
type Tie struct {
	Tie       string          `json:"tie"`
	TieKind   graph.TieKind   `json:"tie_kind"`
	Body      string          `json:"body"`            // on the side of the body asked for
	Partner   string          `json:"partner"`         // on the far side
	State     string          `json:"state,omitempty"` // that the partner is or lies in; of a Japanese partner its prefecture
	Signed    graph.Date      `json:"signed,omitzero"` //
	Role      graph.Role      `json:"role"`            //
	Status    graph.Status    `json:"status"`          //
	Certainty graph.Certainty `json:"certainty,omitempty"`
	Edge      string          `json:"edge"`
	Holders   []Holder        `json:"holders"` // in the window, earliest first (graph.CompareHolders)
	Citations []string        `json:"citations"`
}

// Partners is a partner graph: its network and one Tie per lineage, by signing date (unknown last), then id.
type Partners struct {
	Body    graph.Node
	Network graph.Network
	Ties    []Tie
}

// FindPartners answers a PartnersQuery from one Subgraph question. ErrNotFound if the body is not there.
func FindPartners(ctx context.Context, r graph.Reader, q PartnersQuery) (Partners, error) {
	scope, err := graph.ParseEnum("scope", string(cmp.Or(q.Scope, Own)), Scopes)
	if err != nil {
		return Partners{}, err
	}
	body, err := r.Node(ctx, q.ID)
	if err != nil {
		return Partners{}, err
	}
	f := q.Filter
	f.EdgeKinds = []graph.EdgeKind{graph.SisterOf}
	sub := graph.SubgraphQuery{Filter: f, Nodes: graph.MaxNodes, Edges: graph.MaxEdges}
	switch {
	case scope == Within && body.Kind == graph.Prefecture:
		sub.Filter.Prefectures = []string{body.ID}
	case scope == Within && body.IsState():
		sub.Filter.States = []string{body.ID}
	default:
		scope = Own
		sub.Incident = []string{body.ID}
	}
	net, err := r.Subgraph(ctx, sub)
	if err != nil {
		return Partners{}, err
	}
	return Partners{Body: body, Network: net, Ties: ties(net, func(n *graph.Node) bool {
		return n.ID == body.ID || (scope == Within && n.Within == body.ID)
	})}, nil
}

// ties groups the sister_of edges of a network by lineage; near says which end is on the body's side.
func ties(net graph.Network, near func(*graph.Node) bool) []Tie {
	nodes := make(map[string]*graph.Node, len(net.Nodes))
	for i := range net.Nodes {
		nodes[net.Nodes[i].ID] = &net.Nodes[i].Node
	}
	lineages := map[string][]*graph.FoundEdge{}
	for i := range net.Edges {
		if e := &net.Edges[i]; e.Kind == graph.SisterOf {
			lineages[e.Tie] = append(lineages[e.Tie], e)
		}
	}
	out := make([]Tie, 0, len(lineages))
	for _, edges := range lineages {
		out = append(out, tieOf(edges, nodes, near))
	}
	slices.SortFunc(out, func(a, b Tie) int { return cmp.Or(a.Signed.Compare(b.Signed), cmp.Compare(a.Tie, b.Tie)) })
	return out
}

func tieOf(edges []*graph.FoundEdge, nodes map[string]*graph.Node, near func(*graph.Node) bool) Tie {
	slices.SortFunc(edges, func(a, b *graph.FoundEdge) int { return graph.CompareHolders(&a.Edge, &b.Edge) })
	bodyOf := func(e *graph.FoundEdge) string {
		if near(nodes[e.Source]) {
			return e.Source
		}
		return e.Target
	}
	last := edges[len(edges)-1]
	t := Tie{Tie: last.Tie, TieKind: last.TieKind, Body: bodyOf(last), Signed: last.Signed, Role: last.Role, Status: last.Status, Certainty: last.Certainty,
		Edge: last.ID, Citations: []string{}}
	t.Partner = last.Far(t.Body)
	t.State = area(nodes[t.Partner])
	for _, e := range edges {
		t.Holders = append(t.Holders, Holder{Body: bodyOf(e), Role: e.Role, Valid: e.Valid, Edge: e.ID})
		t.Citations = append(t.Citations, e.Citations...)
	}
	slices.Sort(t.Citations)
	t.Citations = slices.Compact(t.Citations)
	return t
}

// area is the prefecture or state that a node is or lies in, "" if none.
func area(n *graph.Node) string {
	if n.Within == "" && (n.Kind == graph.Prefecture || n.IsState()) {
		return n.ID
	}
	return n.Within
}

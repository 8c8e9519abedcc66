package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"enishi/graph"
	"enishi/graph/network"
)

// maxWalk bounds the edges that one question fetches for a walk. A larger part of a network is refused, not cut: the contract counts what exists.
const maxWalk = 2_000_000

var (
	stBall    = question("ball")
	stWhole   = question("whole")
	stAround  = question("around")
	stDegrees = question("degrees")
	stRecords = question("records")
)

// walk is a part of the filtered network, without records: what Neo4j kept, for graph/network to cut, count and find paths in by the same code as in
// every store. The filter has been applied; what is left of it is the certainty of each edge.
type walk struct {
	edges map[string]*graph.Edge // id → a stand-in with the kind, ends and certainty of the edge
	nodes map[string]bool
	want  graph.Filter // of the question
}

func newWalk(f graph.Filter) *walk {
	return &walk{edges: map[string]*graph.Edge{}, nodes: map[string]bool{}, want: f}
}

// Stand-ins have a validity that gives their certainty at one day.
var (
	walkDay      = graph.MustDate("2000-06-15")
	walkValidity = [3]graph.Range{{From: graph.MustDate("2000-01-01")}, {From: graph.MustDate("2000")}, {}}
)

// add takes rows of id, type, ends and certainty.
func (w *walk) add(list [][]any) error {
	for _, row := range list {
		id := row[0].(string)
		if w.edges[id] != nil {
			continue
		}
		e := &graph.Edge{ID: id, Kind: edgeKindOf(row[1].(string)), Source: row[2].(string), Target: row[3].(string), Valid: walkValidity[row[4].(int64)]}
		if e.Kind == graph.SisterOf {
			e.Tie, e.TieKind, e.Role, e.Status = "t", graph.SisterCity, graph.Original, graph.Active
		}
		w.edges[id] = e
		w.nodes[e.Source], w.nodes[e.Target] = true, true
	}
	if len(w.edges) > maxWalk {
		return tooLarge()
	}
	return nil
}

func tooLarge() error {
	return &graph.Error{Op: "walk", Detail: fmt.Sprintf("the question reaches more than %d edges; narrow it by kind, time, place or depth", maxWalk), Err: graph.ErrTooLarge}
}

// view is the network of the stand-ins at their day.
func (w *walk) view() (*network.View, *network.Network, error) {
	ordered := slices.Sorted(maps.Keys(w.nodes))
	n, err := network.Build(
		func(yield func(*graph.Node) bool) {
			for _, id := range ordered {
				if !yield(&graph.Node{ID: id, Kind: graph.Municipality}) {
					return
				}
			}
		}, maps.Values(w.edges))
	if err != nil {
		return nil, nil, err
	}
	return n.View(graph.Filter{Time: graph.Time{AsOf: walkDay}, IncludeUndated: w.want.IncludeUndated}), n, nil
}

// spreading grows a walk outwards from nodes, a level and a question at a time.
type spreading struct {
	r         *reader
	w         *walk
	direction graph.Direction
	reached   map[string]bool
	starts    []string // not looked up yet
	frontier  []string // reached, but not expanded
}

func (r *reader) spread(w *walk, starts []string, direction graph.Direction) *spreading {
	s := &spreading{r: r, w: w, direction: direction, reached: map[string]bool{}, starts: starts, frontier: starts}
	for _, id := range starts {
		s.reached[id], w.nodes[id] = true, true
	}
	return s
}

// step fetches the kept edges of the frontier; what they reach is the next one. The first step refuses starts that name no node.
func (s *spreading) step(ctx context.Context) error {
	if len(s.frontier) == 0 {
		return nil
	}
	got, err := s.r.ask(ctx, stBall, ballParams(s.w.want, s.starts, s.frontier, s.direction))
	if err != nil {
		return err
	}
	edges, err := startsThere(got.list, s.starts)
	if err != nil {
		return err
	}
	s.starts = nil
	s.frontier = reachedBy(edges, s.reached, s.w.want.IncludeUndated)
	return s.w.add(edges)
}

func ballParams(f graph.Filter, starts, frontier []string, direction graph.Direction) map[string]any {
	return with(filterParams(f), map[string]any{"starts": ids(starts), "frontier": ids(frontier), "direction": string(direction), "limit": int64(maxWalk + 1)})
}

// startsThere reads the rows that name the starts which are there, and returns the others.
func startsThere(list [][]any, starts []string) (edges [][]any, err error) {
	there := map[string]bool{}
	for len(list) > 0 && len(list[0]) == 1 {
		there[list[0][0].(string)] = true
		list = list[1:]
	}
	for _, id := range starts {
		if !there[id] {
			return nil, graph.NotFound("node", id)
		}
	}
	return list, nil
}

// reachedBy lists the ends of kept edges that were not reached before, and marks them.
func reachedBy(list [][]any, reached map[string]bool, undatedIn bool) (fresh []string) {
	for _, row := range list {
		if row[4].(int64) == 2 && !undatedIn {
			continue
		}
		for _, end := range []string{row[2].(string), row[3].(string)} {
			if !reached[end] {
				reached[end] = true
				fresh = append(fresh, end)
			}
		}
	}
	return fresh
}

// Neighborhood implements graph.Reader.
func (r *reader) Neighborhood(ctx context.Context, q graph.NeighborhoodQuery) (net graph.Network, err error) {
	if q, err = q.Normalize(); err != nil {
		return net, err
	}
	err = r.whole(func(r *reader) error {
		w := newWalk(q.Filter)
		ball := r.spread(w, q.From, q.Direction)
		for range q.Depth {
			if err := ball.step(ctx); err != nil {
				return err
			}
		}
		v, n, err := w.view()
		if err != nil {
			return err
		}
		found, err := v.Neighborhood(ctx, q)
		if err != nil {
			return err
		}
		net, err = r.fill(ctx, w, n, found, q.Filter.Time)
		return err
	})
	return net, err
}

// Subgraph implements graph.Reader.
func (r *reader) Subgraph(ctx context.Context, q graph.SubgraphQuery) (net graph.Network, err error) {
	if q, err = q.Normalize(); err != nil {
		return net, err
	}
	err = r.whole(func(r *reader) error {
		w, err := r.wholeWalk(ctx, q.Filter, q.Incident)
		if err != nil {
			return err
		}
		v, n, err := w.view()
		if err != nil {
			return err
		}
		found, err := v.Subgraph(ctx, q)
		if err != nil {
			return err
		}
		net, err = r.fill(ctx, w, n, found, q.Filter.Time)
		return err
	})
	return net, err
}

// wholeWalk fetches every kept edge, or those with an end among incident. It begins where there is least: at the incident nodes, else at the nodes of the areas.
func (r *reader) wholeWalk(ctx context.Context, f graph.Filter, incident []string) (*walk, error) {
	st, params := stWhole, with(filterParams(f), map[string]any{"limit": int64(maxWalk + 1)})
	switch {
	case len(incident) > 0:
		st, params = stBall, ballParams(f, nil, incident, graph.Both)
	case len(f.Prefectures) > 0:
		st, params = stAround, with(params, map[string]any{"areas": ids(f.Prefectures)})
	case len(f.States) > 0:
		st, params = stAround, with(params, map[string]any{"areas": ids(f.States)})
	}
	w := newWalk(f)
	got, err := r.ask(ctx, st, params)
	if err != nil {
		return nil, err
	}
	return w, w.add(got.list)
}

// fill puts records in place of the stand-ins of a result.
func (r *reader) fill(ctx context.Context, w *walk, n *network.Network, found network.Result, t graph.Time) (graph.Network, error) {
	nodeIDs, edgeIDs := make([]string, len(found.Nodes)), map[string]any{}
	for i, ref := range found.Nodes {
		nodeIDs[i] = n.NodeID(ref.Index)
	}
	for _, typ := range types {
		edgeIDs[typ] = []any{}
	}
	for _, ref := range found.Edges {
		id := n.EdgeID(ref.Index)
		typ := types[w.edges[id].Kind]
		edgeIDs[typ] = append(edgeIDs[typ].([]any), id)
	}
	net := graph.Network{Meta: found.Meta}
	net.Meta.Version = r.held()
	if len(nodeIDs) == 0 {
		return net, nil
	}
	got, err := r.ask(ctx, stRecords, map[string]any{"nodes": ids(nodeIDs), "edges": edgeIDs})
	if err != nil {
		return net, err
	}
	edges, err := addRecords(&net, got.list, t)
	if err != nil {
		return net, err
	}
	for _, ref := range found.Edges {
		net.Edges = append(net.Edges, graph.FoundEdge{Edge: edges[n.EdgeID(ref.Index)], Certainty: ref.Certainty})
	}
	for _, node := range net.Nodes {
		if node.Certainty == graph.Possible {
			net.Meta.Possible++
		}
	}
	return net, nil
}

// addRecords adds the nodes and sources of rows to a network, and returns the edges.
func addRecords(net *graph.Network, list [][]any, t graph.Time) (edges map[string]graph.Edge, err error) {
	nodes, edges := map[string]graph.FoundNode{}, map[string]graph.Edge{}
	for _, row := range list {
		record := row[1].(string)
		switch row[0] {
		case "node":
			err = addEnd(nodes, record, t)
		case "edge":
			var e graph.Edge
			e, err = decode[graph.Edge](record)
			edges[e.ID] = e
		default:
			var s graph.Source
			s, err = decode[graph.Source](record)
			net.Sources = append(net.Sources, s)
		}
		if err != nil {
			return nil, err
		}
	}
	net.Nodes = sortedNodes(nodes)
	slices.SortFunc(net.Sources, func(a, b graph.Source) int { return cmp.Compare(a.ID, b.ID) })
	return edges, nil
}

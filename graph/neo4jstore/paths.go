package neo4jstore

import (
	"context"
	"fmt"
	"slices"

	"enishi/graph"
	"enishi/graph/network"
)

// Paths implements graph.Reader. Balls around the nodes that the paths must pass grow step by step: with radius r, every path of at most 2r edges lies in
// them, so graph/network finds the right ones as soon as no longer path can be better.
func (r *reader) Paths(ctx context.Context, q graph.PathsQuery) (set graph.PathSet, err error) {
	if q, err = q.Normalize(); err != nil {
		return set, err
	}
	err = r.whole(func(r *reader) error {
		stops := slices.Compact(slices.Sorted(slices.Values(slices.Concat([]string{q.From}, q.Via, []string{q.To}))))
		w := newWalk(q.Filter)
		found, n, err := r.growPaths(ctx, w, q, stops)
		if err != nil {
			return err
		}
		set, err = r.fillPaths(ctx, w, n, found, q)
		return err
	})
	return set, err
}

func (r *reader) growPaths(ctx context.Context, w *walk, q graph.PathsQuery, stops []string) (network.PathResult, *network.Network, error) {
	balls := r.spread(w, stops, graph.Both)
	for radius := 1; ; radius++ {
		if err := balls.step(ctx); err != nil {
			return network.PathResult{}, nil, err
		}
		within := q
		within.MaxLength = min(q.MaxLength, 2*radius)
		last := within.MaxLength == q.MaxLength || len(balls.frontier) == 0
		if last {
			within.MaxLength = q.MaxLength
		}
		found, n, err := r.pathsWithin(ctx, w, balls, within)
		if err != nil || last || enough(found, within) {
			return found, n, err
		}
	}
}

// enough reports whether no path longer than the ones looked at can belong to the answer.
func enough(found network.PathResult, within graph.PathsQuery) bool {
	want := 1
	if within.Mode == graph.KShortest {
		want = within.K
	}
	if len(found.Paths) < want {
		return false
	}
	leastLonger := within.MaxLength + 1
	if within.Cost == graph.Hub {
		leastLonger *= 1000 // a hop costs at least that
	}
	return found.Paths[want-1].Cost < leastLonger
}

func (r *reader) pathsWithin(ctx context.Context, w *walk, balls *spreading, q graph.PathsQuery) (network.PathResult, *network.Network, error) {
	complete := w
	if q.Cost == graph.Hub && len(balls.frontier) > 0 {
		var err error
		if complete, err = r.withDegrees(ctx, w, balls.frontier); err != nil {
			return network.PathResult{}, nil, err
		}
	}
	v, n, err := complete.view()
	if err != nil {
		return network.PathResult{}, nil, err
	}
	found, err := v.Paths(ctx, q)
	return found, n, err
}

// withDegrees is the walk with as many dead ends at the nodes that were not expanded as their degree in the filtered network asks for.
func (r *reader) withDegrees(ctx context.Context, w *walk, unexpanded []string) (*walk, error) {
	got, err := r.ask(ctx, stDegrees, with(filterParams(w.want), map[string]any{"ids": ids(unexpanded)}))
	if err != nil {
		return nil, err
	}
	far := map[string]map[string]bool{}
	for _, e := range w.edges {
		if e.Valid == walkValidity[2] && !w.want.IncludeUndated {
			continue
		}
		for _, end := range []string{e.Source, e.Target} {
			if far[end] == nil {
				far[end] = map[string]bool{}
			}
			far[end][e.Far(end)] = true
		}
	}
	full := newWalk(w.want)
	for id := range w.nodes {
		full.nodes[id] = true
	}
	for id, e := range w.edges {
		full.edges[id] = e
	}
	for _, row := range got.list {
		id := row[0].(string)
		for i := len(far[id]); i < int(row[1].(int64)); i++ {
			leaf := fmt.Sprintf("~%s~%d", id, i) // no record has such an id
			full.nodes[leaf] = true
			full.edges[leaf] = &graph.Edge{ID: leaf, Kind: graph.LocatedIn, Source: id, Target: leaf}
		}
		if len(full.edges) > maxWalk {
			return nil, tooLarge()
		}
	}
	return full, nil
}

// fillPaths puts records in place of the stand-ins.
func (r *reader) fillPaths(ctx context.Context, w *walk, n *network.Network, found network.PathResult, q graph.PathsQuery) (graph.PathSet, error) {
	net, err := r.fill(ctx, w, n, network.Result{Meta: found.Meta, Nodes: found.Nodes, Edges: found.Edges}, q.Filter.Time)
	return graph.PathSet{Meta: net.Meta, Paths: found.Paths, Nodes: net.Nodes, Edges: net.Edges, Sources: net.Sources}, err
}

package network

import (
	"context"
	"slices"

	"enishi/graph"
)

// Subgraph answers graph.SubgraphQuery. Its filter has become the view's.
func (v *View) Subgraph(ctx context.Context, q graph.SubgraphQuery) (Result, error) {
	q, err := q.Normalize()
	if err != nil {
		return Result{}, err
	}
	incident := v.n.known(q.Incident)
	c := collection{v: v, q: q, s: v.n.scratch(), seen: makeBitset(v.n.NumNodes())}
	defer v.n.free(c.s)
	if len(q.Incident) == 0 {
		err = v.eachEdge(ctx, c.offer)
	} else {
		err = v.eachIncident(ctx, incident, c.offer)
	}
	if err != nil {
		return Result{}, err
	}
	r := v.result(slices.Clone(c.s.nodes), slices.Clone(c.s.taken))
	r.Meta.Total, r.Meta.Undated = graph.Size{Nodes: c.seen.count(), Edges: c.total}, c.undated
	r.Meta.TruncatedBy = listCuts(c.cutNodes, c.cutEdges, false)
	if len(r.Meta.TruncatedBy) > 0 {
		r.Meta.ContinueAt = v.continueAt(r.Nodes, func(i uint32, a arc) bool {
			asked := len(q.Incident) == 0 || slices.Contains(incident, i) || slices.Contains(incident, a.far)
			return asked && !c.s.edges.has(a.edge())
		})
	}
	return r, nil
}

// eachEdge offers every edge, in order, that is kept or undated.
func (v *View) eachEdge(ctx context.Context, offer func(uint32, state)) error {
	return v.eachEdgeOf(ctx, 0, uint32(v.n.NumEdges()), offer)
}

func (v *View) eachEdgeOf(ctx context.Context, lo, hi uint32, offer func(uint32, state)) error {
	for e := lo; e < hi; e++ {
		if e%guardEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if st := v.lookEdge(e); st >= undated {
			offer(e, st)
		}
	}
	return ctx.Err()
}

func (v *View) eachIncident(ctx context.Context, nodes []uint32, offer func(uint32, state)) error {
	var edges []uint32
	for _, i := range nodes {
		for _, a := range v.n.arcsOf(i) {
			edges = append(edges, a.edge())
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	slices.Sort(edges)
	for _, e := range slices.Compact(edges) {
		if st := v.lookEdge(e); st >= undated {
			offer(e, st)
		}
	}
	return nil
}

// collection takes offered edges until the limits are met and counts all of them.
type collection struct {
	v    *View
	q    graph.SubgraphQuery
	s    *scratch
	seen bitset // ends of kept edges

	total, undated     int
	cutNodes, cutEdges bool
}

func (c *collection) offer(e uint32, st state) {
	if st < admitted {
		c.undated++
		return
	}
	c.total++
	a, b := c.v.n.Ends(e)
	c.seen.add(a)
	c.seen.add(b)
	if c.cutEdges {
		return
	}
	more := 0
	for _, i := range [2]uint32{a, b} {
		if c.s.level[i] == 0 {
			more++
		}
	}
	switch {
	case len(c.s.taken) == c.q.Edges:
		c.cutEdges = true
		return
	case len(c.s.nodes)+more > c.q.Nodes:
		c.cutNodes = true
		return
	}
	for _, i := range [2]uint32{a, b} {
		if c.s.level[i] == 0 {
			c.s.level[i] = 1
			c.s.nodes = append(c.s.nodes, i)
		}
	}
	c.s.edges.add(e)
	c.s.taken = append(c.s.taken, e)
}

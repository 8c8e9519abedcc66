package neo4jstore

import (
	"context"
	"maps"
	"slices"

	"enishi/graph"
	"enishi/graph/network"
)

var (
	stTallyEdges    = question("tally_edges")
	stTallyNodes    = question("tally_nodes")
	stTallyPrograms = question("tally_programs")
)

// Tally implements graph.Reader. Neo4j keeps the records that the filter passes; graph/network counts them by the same code as in every store.
func (r *reader) Tally(ctx context.Context, q graph.TallyQuery) (tally graph.Tally, err error) {
	if q, err = q.Normalize(); err != nil {
		return tally, err
	}
	err = r.whole(func(r *reader) error {
		part, err := r.toCount(ctx, q)
		if err != nil {
			return err
		}
		n, err := network.Build(maps.Values(part.nodes), maps.Values(part.edges))
		if err != nil {
			return err
		}
		tally, err = n.View(q.Filter).Tally(ctx, q)
		tally.Version = r.held()
		return err
	})
	return tally, err
}

// part is a part of the graph with records.
type part struct {
	nodes map[string]*graph.Node
	edges map[string]*graph.Edge
}

func (r *reader) toCount(ctx context.Context, q graph.TallyQuery) (*part, error) {
	params := with(filterParams(q.Filter), map[string]any{"limit": int64(maxWalk + 1)})
	p := &part{map[string]*graph.Node{}, map[string]*graph.Edge{}}
	var err error
	switch q.Count {
	case graph.CountTies:
		err = r.gather(ctx, p, stTallyEdges, with(params, map[string]any{"type": types[graph.SisterOf]}))
	case graph.CountMemberships:
		err = r.gather(ctx, p, stTallyEdges, with(params, map[string]any{"type": types[graph.MemberOf]}))
	case graph.CountOrganizations:
		err = r.gather(ctx, p, stTallyNodes, with(params, map[string]any{"kind": string(graph.Organization)}))
	case graph.CountPrograms:
		err = r.gather(ctx, p, stTallyPrograms, params)
	}
	if err != nil {
		return nil, err
	}
	return p, r.addAreas(ctx, p)
}

// gather adds the records of rows: of an edge and its ends, or of one node.
func (r *reader) gather(ctx context.Context, p *part, q statement, params map[string]any) error {
	got, err := r.ask(ctx, q, params)
	if err != nil {
		return err
	}
	if len(got.list) > maxWalk {
		return tooLarge()
	}
	for _, row := range got.list {
		if err := p.addRow(row); err != nil {
			return err
		}
	}
	return nil
}

func (p *part) addRow(row []any) error {
	if edge, ok := row[0].(string); ok {
		e, err := decode[graph.Edge](edge)
		if err != nil {
			return err
		}
		p.edges[e.ID] = &e
	}
	for _, cell := range row[1:] {
		if record, ok := cell.(string); ok {
			n, err := decode[graph.Node](record)
			if err != nil {
				return err
			}
			p.nodes[n.ID] = &n
		}
	}
	return nil
}

// addAreas adds the prefectures and states that nodes lie in, whose regions and levels the axes name.
func (r *reader) addAreas(ctx context.Context, p *part) error {
	missing := map[string]bool{}
	for _, n := range p.nodes {
		if n.Within != "" && p.nodes[n.Within] == nil {
			missing[n.Within] = true
		}
	}
	areas, err := r.NodesByID(ctx, slices.Sorted(maps.Keys(missing)))
	for i := range areas {
		p.nodes[areas[i].ID] = &areas[i]
	}
	return err
}

package neo4jstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"enishi/graph"
	"enishi/graph/names"
)

// A plan is the list of steps that turn the dataset of one version into that of another, in the order in which they are safe: what was is kept, edges go
// before their ends, ends come before their edges.
type plan struct {
	base   head // what the plan was made from
	hash   graph.ContentHash
	counts graph.ChangeCounts
	steps  []step
}

type phase int64

const (
	keepPast phase = iota
	deleteEdges
	deleteNodes
	putSources
	putNodes
	createEdges
	putClaims
	deleteClaims
	deleteSources
)

// step is one change to one record.
type step struct {
	phase  phase
	kind   graph.RecordKind
	id     string
	record string // canonical JSON: the new one, or of keepPast the former one
	value  any    // what the record says, where that is at hand: *graph.Node, *graph.Edge, …
	since  int64  // of keepPast: the release that wrote it

	text, near []string // of putNodes: the terms that the node is found by
}

// stored is a record as it is in the database.
type stored struct {
	record string
	since  int64
}

var (
	stExisting = map[graph.RecordKind]statement{graph.NodeRecord: framed("existing_nodes"), graph.EdgeRecord: framed("existing_edges"),
		graph.SourceRecord: framed("existing_sources"), graph.ClaimRecord: framed("existing_claims")}
	stAll = map[graph.RecordKind]statement{graph.NodeRecord: framed("all_nodes"), graph.EdgeRecord: framed("all_edges"),
		graph.SourceRecord: framed("all_sources"), graph.ClaimRecord: framed("all_claims")}
	stIncident = framed("incident_ids")
	stCiting   = framed("citing")
	stInside   = framed("inside")
)

// planner gathers what a plan needs to know of the database.
type planner struct {
	ctx    context.Context
	reader *reader // holds the base version
	empty  bool    // the database has no records: nothing needs to be looked up
	plan   *plan
	next   int64                                  // number of the release
	puts   map[graph.RecordKind]map[string]bool   // ids that the release puts
	gone   map[graph.RecordKind]map[string]bool   // ids that it deletes
	former map[graph.RecordKind]map[string]stored // states of both, before
}

// makePlan compares a checked release with what is stored.
func (s *Store) makePlan(ctx context.Context, base head, hash graph.ContentHash, r *graph.Release) (*plan, error) {
	p := &planner{ctx: ctx, reader: &reader{store: s, version: base.version}, empty: base.version == graph.EmptyVersion,
		plan: &plan{base: base, hash: hash}, next: base.release + 1,
		puts: map[graph.RecordKind]map[string]bool{}, gone: map[graph.RecordKind]map[string]bool{}, former: map[graph.RecordKind]map[string]stored{}}
	if r.Parent != "" && r.Parent != base.version {
		return nil, &graph.Error{Op: "apply", Detail: fmt.Sprintf("the release was made from version %s, but the store has %s; make it again", r.Parent, base.version), Err: graph.ErrConflict}
	}
	p.collect(r)
	if err := p.lookUp(r.Replace); err != nil {
		return nil, err
	}
	if err := p.checkEnds(r); err != nil {
		return nil, err
	}
	p.compare(r)
	if err := p.addTerms(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(p.plan.steps, func(a, b step) int { return int(a.phase - b.phase) })
	return p.plan, nil
}

func idSet[T any](list []T, id func(*T) string) map[string]bool {
	set := make(map[string]bool, len(list))
	for i := range list {
		set[id(&list[i])] = true
	}
	return set
}

func self(s *string) string { return *s }

func (p *planner) collect(r *graph.Release) {
	p.puts[graph.NodeRecord] = idSet(r.Nodes, func(n *graph.Node) string { return n.ID })
	p.puts[graph.EdgeRecord] = idSet(r.Edges, func(e *graph.Edge) string { return e.ID })
	p.puts[graph.SourceRecord] = idSet(r.Sources, func(s *graph.Source) string { return s.ID })
	p.puts[graph.ClaimRecord] = idSet(r.Claims, func(c *graph.Claim) string { return c.ID })
	p.gone[graph.NodeRecord] = idSet(r.DeleteNodes, self)
	p.gone[graph.EdgeRecord] = idSet(r.DeleteEdges, self)
	p.gone[graph.SourceRecord] = idSet(r.DeleteSources, self)
	p.gone[graph.ClaimRecord] = idSet(r.DeleteClaims, self)
}

// lookUp reads the former state of every record that the release touches; with replace, of every record there is.
func (p *planner) lookUp(replace bool) error {
	for _, kind := range graph.RecordKinds {
		p.former[kind] = map[string]stored{}
		if p.empty {
			continue
		}
		if replace {
			if err := p.lookUpAll(kind); err != nil {
				return err
			}
			continue
		}
		var ids []string
		for _, set := range []map[string]bool{p.puts[kind], p.gone[kind]} {
			for id := range set {
				ids = append(ids, id)
			}
		}
		if err := p.lookUpIDs(kind, ids); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) lookUpIDs(kind graph.RecordKind, wanted []string) error {
	for chunk := range slices.Chunk(wanted, p.reader.store.opts.BatchSize) {
		got, err := p.reader.ask(p.ctx, stExisting[kind], map[string]any{"ids": ids(chunk)})
		if err != nil {
			return err
		}
		for _, row := range got.list {
			p.former[kind][row[0].(string)] = stored{row[1].(string), row[2].(int64)}
		}
	}
	return nil
}

func (p *planner) lookUpAll(kind graph.RecordKind) error {
	return p.reader.scan(p.ctx, kind, func(id string, s stored) error {
		p.former[kind][id] = s
		if !p.puts[kind][id] {
			p.gone[kind][id] = true
		}
		return nil
	})
}

// willExist returns those of the ids that name no record of the kind after the release.
func (p *planner) missing(kind graph.RecordKind, wanted map[string]string) (map[string]string, error) {
	missing := map[string]string{}
	var unknown []string
	for id, user := range wanted {
		if p.puts[kind][id] {
			continue
		}
		if _, there := p.former[kind][id]; p.gone[kind][id] || (p.empty && !there) {
			missing[id] = user
		} else if !there {
			unknown = append(unknown, id)
		}
	}
	for chunk := range slices.Chunk(unknown, p.reader.store.opts.BatchSize) {
		got, err := p.reader.ask(p.ctx, stExisting[kind], map[string]any{"ids": ids(chunk)})
		if err != nil {
			return nil, err
		}
		there := map[string]bool{}
		for _, row := range got.list {
			there[row[0].(string)] = true
		}
		for _, id := range chunk {
			if !there[id] {
				missing[id] = wanted[id]
			}
		}
	}
	return missing, nil
}

// checkEnds refuses a release after which an edge would lack an end, or a record a source that it cites.
func (p *planner) checkEnds(r *graph.Release) error {
	ends, cited := map[string]string{}, map[string]string{}
	for i := range r.Edges {
		e := &r.Edges[i]
		ends[e.Source], ends[e.Target] = e.ID, e.ID
		for _, c := range e.Citations {
			cited[c] = e.ID
		}
	}
	for i := range r.Nodes {
		for _, c := range r.Nodes[i].AllCitations() {
			cited[c] = r.Nodes[i].ID
		}
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; c.Source != "" {
			cited[c.Source] = c.ID
		}
	}
	if err := p.refuse(graph.NodeRecord, ends, "end"); err != nil {
		return err
	}
	if err := p.refuse(graph.SourceRecord, cited, "source"); err != nil {
		return err
	}
	if err := p.checkDeletedNodes(); err != nil {
		return err
	}
	return p.checkDeletedSources()
}

func (p *planner) refuse(kind graph.RecordKind, wanted map[string]string, what string) error {
	missing, err := p.missing(kind, wanted)
	if err != nil || len(missing) == 0 {
		return err
	}
	least := ""
	for id := range missing {
		if least == "" || id < least {
			least = id
		}
	}
	return danglingError(missing[least], what, least, len(missing))
}

func danglingError(user, what, id string, n int) error {
	detail := fmt.Sprintf("its %s %s would name no record", what, graph.Clip(id))
	if n > 1 {
		detail += fmt.Sprintf(" (and %d more like it)", n-1)
	}
	return &graph.Error{Op: "apply", ID: user, Detail: detail, Err: graph.ErrInvalid}
}

func (p *planner) checkDeletedNodes() error {
	for chunk := range slices.Chunk(p.stored(graph.NodeRecord), p.reader.store.opts.BatchSize) {
		got, err := p.reader.ask(p.ctx, stIncident, map[string]any{"ids": ids(chunk)})
		if err != nil {
			return err
		}
		for _, row := range got.list {
			if node, edge := row[0].(string), row[1].(string); !p.gone[graph.EdgeRecord][edge] && !p.puts[graph.EdgeRecord][edge] {
				return danglingError(edge, "end", node, 1)
			}
		}
	}
	return nil
}

func (p *planner) checkDeletedSources() error {
	for chunk := range slices.Chunk(p.stored(graph.SourceRecord), p.reader.store.opts.BatchSize) {
		got, err := p.reader.ask(p.ctx, stCiting, map[string]any{"ids": ids(chunk)})
		if err != nil {
			return err
		}
		for _, row := range got.list {
			kind, id := graph.RecordKind(row[0].(string)), row[1].(string)
			if p.gone[kind][id] || p.puts[kind][id] {
				continue
			}
			for _, c := range row[2].([]any) {
				if p.gone[graph.SourceRecord][c.(string)] {
					return danglingError(id, "source", c.(string), 1)
				}
			}
		}
	}
	return nil
}

// stored are the ids of the kind that the release deletes and that are there.
func (p *planner) stored(kind graph.RecordKind) []string {
	var list []string
	for id := range p.gone[kind] {
		if _, there := p.former[kind][id]; there {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

func (p *planner) compare(r *graph.Release) {
	for i := range r.Sources {
		p.put(graph.SourceRecord, r.Sources[i].ID, &r.Sources[i], putSources)
	}
	for i := range r.Nodes {
		p.put(graph.NodeRecord, r.Nodes[i].ID, &r.Nodes[i], putNodes)
	}
	for i := range r.Edges {
		p.put(graph.EdgeRecord, r.Edges[i].ID, &r.Edges[i], createEdges)
	}
	for i := range r.Claims {
		p.put(graph.ClaimRecord, r.Claims[i].ID, &r.Claims[i], putClaims)
	}
	for kind, ph := range map[graph.RecordKind]phase{graph.EdgeRecord: deleteEdges, graph.NodeRecord: deleteNodes, graph.ClaimRecord: deleteClaims, graph.SourceRecord: deleteSources} {
		for _, id := range p.stored(kind) {
			p.plan.counts.Removed++
			p.keep(kind, id)
			p.step(step{phase: ph, kind: kind, id: id})
		}
	}
}

func (p *planner) put(kind graph.RecordKind, id string, record any, ph phase) {
	encoding := string(graph.Encode(record))
	was, there := p.former[kind][id]
	switch {
	case !there:
		p.plan.counts.Added++
	case was.record == encoding:
		return
	default:
		p.plan.counts.Changed++
		p.keep(kind, id)
		if kind == graph.EdgeRecord {
			p.step(step{phase: deleteEdges, kind: kind, id: id})
		}
	}
	p.plan.hash.Add(kind, []byte(encoding))
	p.step(step{phase: ph, kind: kind, id: id, record: encoding, value: record})
}

// keep makes the former state of a record a past one.
func (p *planner) keep(kind graph.RecordKind, id string) {
	was := p.former[kind][id]
	p.plan.hash.Remove(kind, []byte(was.record))
	p.step(step{phase: keepPast, kind: kind, id: id, record: was.record, since: was.since})
}

func (p *planner) step(s step) { p.plan.steps = append(p.plan.steps, s) }

// addTerms gives the steps that put nodes the terms of search. Those of a node that lies in a changed area name the area, so it is put again.
func (p *planner) addTerms() error {
	areas, err := p.areas()
	if err != nil {
		return err
	}
	for i := range p.plan.steps {
		st := &p.plan.steps[i]
		if st.phase != putNodes {
			continue
		}
		n, err := said[graph.Node](st)
		if err != nil {
			return err
		}
		terms := names.TermsOf(names.Keys(names.SubjectOf(n, areas[n.Within])))
		st.text, st.near = clipTerms(terms.Text), clipTerms(terms.Near)
	}
	return nil
}

// areas are the nodes that the put nodes lie in, as they will be. It adds steps for the unchanged nodes in areas that change.
func (p *planner) areas() (map[string]*graph.Node, error) {
	areas := map[string]*graph.Node{}
	var wanted, changed []string
	put := map[string]bool{}
	for _, st := range p.plan.steps {
		if st.kind != graph.NodeRecord || (st.phase != putNodes && st.phase != deleteNodes) {
			continue
		}
		put[st.id] = true
		if !p.empty { // also of one that is new: what lies in it may have been there before it
			changed = append(changed, st.id)
		}
	}
	inside, err := p.inside(changed, put)
	if err != nil {
		return nil, err
	}
	p.plan.steps = append(p.plan.steps, inside...)
	within := map[string]bool{}
	for i := range p.plan.steps {
		st := &p.plan.steps[i]
		if st.phase != putNodes {
			continue
		}
		n, err := said[graph.Node](st)
		if err != nil {
			return nil, err
		}
		within[n.Within] = true
		areas[n.ID] = n
	}
	for id := range within {
		if id != "" && areas[id] == nil && !p.gone[graph.NodeRecord][id] {
			wanted = append(wanted, id)
		}
	}
	if p.empty {
		return areas, nil
	}
	for chunk := range slices.Chunk(wanted, p.reader.store.opts.BatchSize) {
		list, err := p.reader.NodesByID(p.ctx, chunk)
		if err != nil {
			return nil, err
		}
		for i := range list {
			areas[list[i].ID] = &list[i]
		}
	}
	return areas, nil
}

// inside lists steps that put again, as they are, the nodes that lie in changed nodes and are not put anyway.
func (p *planner) inside(changed []string, put map[string]bool) (steps []step, err error) {
	for chunk := range slices.Chunk(changed, p.reader.store.opts.BatchSize) {
		got, err := p.reader.ask(p.ctx, stInside, map[string]any{"ids": ids(chunk)})
		if err != nil {
			return nil, err
		}
		for _, row := range got.list {
			if id := row[0].(string); !put[id] {
				steps = append(steps, step{phase: putNodes, kind: graph.NodeRecord, id: id, record: row[1].(string), since: row[2].(int64)})
			}
		}
	}
	return steps, nil
}

// said is what the record of a step says.
func said[T any](st *step) (*T, error) {
	if v, ok := st.value.(*T); ok {
		return v, nil
	}
	v, err := decode[T](st.record)
	return &v, err
}

// decode reads a record from its canonical JSON.
func decode[T any](record string) (v T, err error) {
	if err = json.Unmarshal([]byte(record), &v); err != nil {
		err = fmt.Errorf("a stored record is damaged: %w", err)
	}
	return v, err
}

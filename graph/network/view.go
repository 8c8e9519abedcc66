package network

import (
	"context"
	"slices"

	"enishi/graph"
)

// View is a network seen through a filter. It is cheap to make and safe for concurrent use.
type View struct {
	n *Network
	f graph.Filter

	everything bool    // every edge passes for certain
	verdict    []state // of each edge class: out, certain, or window: depends on its range

	ends                      bool           // the ends of an edge are tested
	levels                    [3]bool        // of ties, by how many of their ends are a prefecture or a state
	signed                    map[int16]bool // years of signing, 0 for an unknown one
	askLevels, askSigned      bool
	kinds, sectors, themes    uint32
	prefectures, states       area
	askPrefectures, askStates bool
	askSectors, askThemes     bool
	minRank                   uint8
	window                    graph.Window
	isWindow, any, letUndated bool
}

// state is how an edge or node stands to the filter; from admitted on it is in.
type state uint8

const (
	out          state = iota
	window             // of a class: look at the range
	windowAlways       // the same, and an unknown start means that it always was
	undated            // left out for its unknown start
	certain
	possible
	undatedIn // unknown start, let in
)

const admitted = certain

var certainties = [...]graph.Certainty{out: graph.Out, undated: graph.Undated, certain: graph.Certain, possible: graph.Possible, undatedIn: graph.Undated}

// area is a set of areas: by what a node lies within, and the nodes that are such areas themselves.
type area struct {
	within []bool // by number of area
	self   []uint32
}

// View compiles a normalised filter.
func (n *Network) View(f graph.Filter) *View {
	v := &View{n: n, f: f, kinds: mask(graph.NodeKinds, f.NodeKinds), sectors: mask(graph.Sectors, f.Sectors), themes: mask(graph.Themes, f.Themes) >> 1,
		askPrefectures: len(f.Prefectures) > 0, askStates: len(f.States) > 0, askSectors: len(f.Sectors) > 0, askThemes: len(f.Themes) > 0,
		askLevels: len(f.Levels) > 0, askSigned: len(f.Signed) > 0,
		any: f.Time.Any, letUndated: f.IncludeUndated}
	for k := range v.levels {
		v.levels[k] = slices.Contains(f.Levels, graph.LevelOfEnds(k))
	}
	v.signed = setOf(f.SignedYears())
	if len(f.Themes) == 0 {
		v.themes = 0
	}
	if f.MinConfidence != "" {
		v.minRank = uint8(f.MinConfidence.Rank())
	}
	v.window, v.isWindow = f.Time.Window()
	v.ends = len(f.NodeKinds) > 0 || v.askLevels || v.askSectors || v.askThemes || v.askPrefectures || v.askStates
	v.prefectures, v.states = n.area(f.Prefectures), n.area(f.States)
	v.compileClasses()
	return v
}

// mask has the bit of each value's place in the closed list; with no values, all bits.
func mask[T ~string](list, values []T) uint32 {
	if len(values) == 0 {
		return ^uint32(0)
	}
	var m uint32
	for _, v := range values {
		m |= 1 << place(list, v)
	}
	return m
}

func setOf(years []int16) map[int16]bool {
	set := make(map[int16]bool, len(years))
	for _, y := range years {
		set[y] = true
	}
	return set
}

func (n *Network) area(ids []string) (a area) {
	if len(ids) == 0 {
		return a
	}
	a.within = make([]bool, len(n.areas))
	for k, id := range n.areas {
		a.within[k] = id != "" && slices.Contains(ids, id)
	}
	for _, id := range ids {
		if i, ok := n.NodeIndex(id); ok {
			a.self = append(a.self, i)
		}
	}
	slices.Sort(a.self)
	return a
}

func (v *View) compileClasses() {
	edgeKinds, tieKinds, statuses := mask(graph.EdgeKinds, v.f.EdgeKinds)>>1, mask(graph.TieKinds, v.f.TieKinds), mask(graph.Statuses, v.f.Statuses)
	if len(v.f.EdgeKinds) == 0 {
		edgeKinds = ^uint32(0)
	}
	v.verdict = make([]state, len(v.n.edgeClasses))
	v.everything = !v.ends && !v.askSigned
	for c, a := range v.n.edgeClasses {
		passes := edgeKinds>>a.kind&1 == 1 && tieKinds>>a.tieKind&1 == 1 && statuses>>a.status&1 == 1 && a.rank >= v.minRank && (!v.f.SingleSource || a.single) &&
			(!v.askLevels && !v.askSigned || graph.EdgeKinds[a.kind] == graph.SisterOf)
		switch {
		case !passes:
		case v.isWindow && graph.EdgeKinds[a.kind] == graph.LocatedIn:
			v.verdict[c] = windowAlways
		case v.isWindow:
			v.verdict[c] = window
		case v.any || !a.closed:
			v.verdict[c] = certain
		}
		v.everything = v.everything && v.verdict[c] == certain
	}
}

// look judges an edge that joins a and b.
func (v *View) look(e, a, b uint32) state {
	if v.everything {
		return certain
	}
	s := v.verdict[v.n.edgeClass[e]]
	if s == out || v.askSigned && !v.signed[v.n.signed[e]] || v.ends && !v.endsPass(a, b) {
		return out
	}
	if s < undated {
		return v.during(v.n.edgeRange[e], s == windowAlways)
	}
	return s
}

func (v *View) lookEdge(e uint32) state { return v.look(e, v.n.ends[e].source, v.n.ends[e].target) }

// during is graph.Time.Holds for a window. always: an unknown start means that it always was.
func (v *View) during(r uint32, always bool) state {
	s := &v.n.ranges[r]
	b, w := &s.bounds, v.window
	switch {
	case b.FromFirst >= w.End || b.ToLast <= w.Start:
		return out
	case !always && s.valid.From.IsZero():
		if v.letUndated {
			return undatedIn
		}
		return undated
	case b.FromLast < w.End && b.ToFirst > w.Start:
		return certain
	}
	return possible
}

func (v *View) endsPass(i, j uint32) bool {
	a, b := v.n.attrs(i), v.n.attrs(j)
	if v.kinds>>a.kind&1 == 0 || v.kinds>>b.kind&1 == 0 {
		return false
	}
	if v.askLevels && !v.levels[v.n.upperEnds(i, j)] {
		return false
	}
	if v.askSectors && !endTest(v.sector(a), v.sector(b)) || v.askThemes && !endTest(v.theme(a), v.theme(b)) {
		return false
	}
	return v.areasPass(i, j, a, b)
}

func (v *View) areasPass(i, j uint32, a, b *nodeAttrs) bool {
	if v.askPrefectures && !v.f.IncludeScoped && (a.scoped || b.scoped) {
		return false
	}
	switch {
	case v.askPrefectures && v.askStates:
		return v.in(&v.prefectures, i) && v.in(&v.states, j) || v.in(&v.states, i) && v.in(&v.prefectures, j)
	case v.askPrefectures:
		return v.in(&v.prefectures, i) || v.in(&v.prefectures, j)
	case v.askStates:
		return v.in(&v.states, i) || v.in(&v.states, j)
	}
	return true
}

func (v *View) in(a *area, i uint32) bool {
	if a.within[v.n.nodeArea[i]] {
		return true
	}
	_, self := slices.BinarySearch(a.self, i)
	return self
}

// verdict of an attribute test on one end.
type verdict uint8

const (
	lacks verdict = iota
	fails
	passes
)

func endTest(a, b verdict) bool { return a != fails && b != fails && a|b == passes }

var (
	organizationKind = place(graph.NodeKinds, graph.Organization)
	programKind      = place(graph.NodeKinds, graph.Program)
	prefectureKind   = place(graph.NodeKinds, graph.Prefecture)
)

func (v *View) sector(a *nodeAttrs) verdict {
	if a.kind != organizationKind {
		return lacks
	}
	return judge(v.sectors>>a.sector&1 == 1)
}

func (v *View) theme(a *nodeAttrs) verdict {
	if a.kind != organizationKind && a.kind != programKind {
		return lacks
	}
	return judge(a.themes&v.themes != 0)
}

func judge(ok bool) verdict {
	if ok {
		return passes
	}
	return fails
}

// Edge is graph.Filter.Edge for an edge of the network.
func (v *View) Edge(e uint32) (graph.Certainty, bool) {
	s := v.lookEdge(e)
	return certainties[s], s >= admitted
}

// Node is graph.Filter.Node for a node of the network.
func (v *View) Node(i uint32) (graph.Certainty, bool) {
	s := v.lookNode(i)
	return certainties[s], s >= admitted
}

func (v *View) lookNode(i uint32) state {
	a := v.n.attrs(i)
	if v.kinds>>a.kind&1 == 0 || v.askSectors && v.sector(a) != passes || v.askThemes && v.theme(a) != passes ||
		a.rank < v.minRank || v.f.SingleSource && !a.single || !v.nodeArea(i, a) {
		return out
	}
	return v.holds(i, a)
}

func (v *View) nodeArea(i uint32, a *nodeAttrs) bool {
	if !v.askPrefectures && !v.askStates {
		return true
	}
	return v.askPrefectures && (v.in(&v.prefectures, i) || v.f.IncludeScoped && a.scoped) || v.askStates && v.in(&v.states, i)
}

// holds judges a node by the time alone.
func (v *View) holds(i uint32, a *nodeAttrs) state {
	switch {
	case v.any:
		return certain
	case v.isWindow:
		return v.during(v.n.nodeRange[i], a.place)
	case v.n.ranges[v.n.nodeRange[i]].valid.To.IsZero():
		return certain
	}
	return out
}

// NodeRef is a node of an answer with how surely it holds at the time.
type NodeRef struct {
	Index     uint32
	Certainty graph.Certainty
}

// EdgeRef is an edge of an answer with how surely it holds at the time.
type EdgeRef struct {
	Index     uint32
	Certainty graph.Certainty
}

// Result is a part of the network in the order of graph.Network. Meta.Version is left to the caller.
type Result struct {
	Meta  graph.Meta
	Nodes []NodeRef
	Edges []EdgeRef
}

// result sorts nodes and edges, which it takes over, and fills what Meta says of what is shown.
func (v *View) result(nodes, edges []uint32) (r Result) {
	r.Nodes, r.Edges = v.refs(nodes, edges)
	r.Meta.Shown = graph.Size{Nodes: len(nodes), Edges: len(edges)}
	for _, n := range r.Nodes {
		r.Meta.Possible += isPossible(n.Certainty)
	}
	for _, e := range r.Edges {
		r.Meta.Possible += isPossible(e.Certainty)
	}
	return r
}

func (v *View) refs(nodes, edges []uint32) ([]NodeRef, []EdgeRef) {
	slices.Sort(nodes)
	slices.Sort(edges)
	ns, es := make([]NodeRef, len(nodes)), make([]EdgeRef, len(edges))
	for k, i := range nodes {
		ns[k] = NodeRef{i, certainties[v.holds(i, v.n.attrs(i))]}
	}
	for k, e := range edges {
		es[k] = EdgeRef{e, certainties[v.lookEdge(e)]}
	}
	return ns, es
}

func isPossible(c graph.Certainty) int {
	if c == graph.Possible {
		return 1
	}
	return 0
}

// guard asks the context at the first step and then every few thousand.
type guard struct {
	ctx   context.Context
	steps int
}

const guardEvery = 4096

func newGuard(ctx context.Context) guard { return guard{ctx: ctx, steps: guardEvery} }

// pass counts steps and returns the context's error once it has ended.
func (g *guard) pass(steps int) error {
	if g.steps += steps; g.steps < guardEvery {
		return nil
	}
	g.steps = 0
	return g.ctx.Err()
}

package study

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"enishi/graph"
)

// GapKind is what is missing.
type GapKind string

// The kinds of gap.
const (
	NoMunicipal GapKind = "no-municipal" // a prefecture and a state are tied, no municipality of the one with a place of the other
	NoUmbrella  GapKind = "no-umbrella"  // several municipal ties, none of the prefecture and the state
	NoTie       GapKind = "no-tie"       // a partner belongs to organizations or takes part in programs and has no tie
)

// GapKinds lists the kinds of gap.
var GapKinds = []GapKind{NoMunicipal, NoUmbrella, NoTie}

// Definition says in words what a kind of gap is.
func (k GapKind) Definition() Text { return gapDefinitions[k] }

var gapDefinitions = map[GapKind]Text{
	NoMunicipal: {"A prefecture and a state have an affiliation, but no municipality of the prefecture has one with a place in the state.", "都道府県と州は提携しているが、その市区町村どうしの提携がない。"},
	NoUmbrella:  {"Several municipalities of a prefecture have affiliations with places in one state, but the prefecture and the state have none.", "市区町村どうしの提携は複数あるが、都道府県と州の提携がない。"},
	NoTie:       {"A place abroad belongs to an organization or takes part in a program with Japan, but has no affiliation.", "団体への加入や交流事業への参加はあるが、提携のない相手先。"},
}

// The bounds of GapsQuery.Cluster.
const (
	DefaultCluster = 2
	MaxCluster     = 100
)

// GapsQuery asks for gaps. The filter's prefectures and states say whose gaps; tie kinds, statuses and confidence say which ties count; its other lists but for Time must be
// empty. Undated ties are looked at whatever IncludeUndated says: they make a gap only possible.
type GapsQuery struct {
	Kinds   []GapKind    `json:"kind"`    // empty: all
	Cluster int          `json:"cluster"` // municipal ties that make a cluster, at least; 0: DefaultCluster
	Filter  graph.Filter `json:"filter"`
}

// Normalize checks the question and fills its defaults.
func (q GapsQuery) Normalize() (GapsQuery, error) {
	for _, k := range q.Kinds {
		if _, err := graph.ParseEnum("kind", string(k), GapKinds); err != nil {
			return q, err
		}
	}
	if len(q.Kinds) == 0 {
		q.Kinds = GapKinds
	}
	q.Kinds = slices.Compact(slices.Sorted(slices.Values(q.Kinds)))
	switch {
	case q.Cluster == 0:
		q.Cluster = DefaultCluster
	case q.Cluster < 2 || q.Cluster > MaxCluster:
		return q, graph.Invalidf("cluster", "%d is not allowed; use 2 to %d", q.Cluster, MaxCluster)
	}
	f := &q.Filter
	if len(f.EdgeKinds)+len(f.NodeKinds)+len(f.Sectors)+len(f.Themes) > 0 || f.IncludeScoped {
		return q, graph.Invalidf("edge_kind", "gaps are found by prefecture, state, tie_kind, status, confidence and time only")
	}
	f.IncludeUndated = true
	var err error
	q.Filter, err = f.Normalize()
	return q, err
}

// Gap is something missing, with its reason. Which fields are filled depends on the kind.
type Gap struct {
	Kind       GapKind         `json:"kind"`
	Prefecture string          `json:"prefecture,omitempty"`
	State      string          `json:"state,omitempty"`     // that is tied or has the places; of no-tie, where the partner lies
	Partner    string          `json:"partner,omitempty"`   // no-tie
	Ties       []string        `json:"ties"`                // lineages that make one expect more
	Undated    []string        `json:"undated_ties"`        // lineages that would close the gap, if they held then: undated, or only possible
	Programs   []string        `json:"programs"`            // no-tie: that it organizes or takes part in
	Groups     []string        `json:"groups"`              // no-tie: organizations and places that it belongs to
	Edges      []string        `json:"edges"`               // no-tie: the edges to those
	Certainty  graph.Certainty `json:"certainty,omitempty"` // possible: it is none if partial or unknown dates fell so
	Reason     Text            `json:"reason"`
}

// Gaps are by kind in the order of GapKinds, then the most ties, programs and groups first, then prefecture, state, partner. Network holds the records they name.
type Gaps struct {
	Version string
	Items   []Gap
	Network graph.Network
}

// FindGaps answers a GapsQuery from two Subgraph questions. ErrTooLarge where the ties or the programs and memberships are more than a Subgraph holds.
func FindGaps(ctx context.Context, r graph.Reader, q GapsQuery) (Gaps, error) {
	q, err := q.Normalize()
	if err != nil {
		return Gaps{}, err
	}
	ties := q.Filter
	ties.EdgeKinds, ties.Prefectures, ties.States = []graph.EdgeKind{graph.SisterOf}, nil, nil
	sister, err := whole(ctx, r, "gaps", graph.SubgraphQuery{Filter: ties})
	if err != nil {
		return Gaps{}, err
	}
	g := gapFinder{q: &q, version: sister.Meta.Version, records: newRecords()}
	g.records.add(sister)
	if slices.Contains(q.Kinds, NoMunicipal) || slices.Contains(q.Kinds, NoUmbrella) {
		g.pairs(&sister)
	}
	if slices.Contains(q.Kinds, NoTie) {
		joint := graph.Filter{EdgeKinds: []graph.EdgeKind{graph.MemberOf, graph.Organizes, graph.TakesPartIn}, MinConfidence: q.Filter.MinConfidence, Time: q.Filter.Time, IncludeUndated: true}
		net, err := whole(ctx, r, "gaps", graph.SubgraphQuery{Filter: joint})
		if err != nil {
			return Gaps{}, err
		}
		g.records.add(net)
		g.partners(&sister, &net)
	}
	if err := g.areas(ctx, r); err != nil {
		return Gaps{}, err
	}
	return g.answer(), nil
}

// areas fetches the prefectures and states that gaps name and that stand at no end of an edge.
func (g *gapFinder) areas(ctx context.Context, r graph.Reader) error {
	missing := map[string]bool{}
	for _, id := range g.q.Filter.Prefectures {
		missing[id] = true
	}
	for _, x := range g.items {
		mark(missing, x.Prefecture, x.State)
	}
	delete(missing, "")
	maps.DeleteFunc(missing, func(id string, _ bool) bool { _, known := g.records.nodes[id]; return known })
	for part := range slices.Chunk(sortedKeys(missing), graph.MaxPage) {
		found, err := r.NodesByID(ctx, part)
		if err != nil {
			return err
		}
		sources := map[string]bool{}
		for _, n := range found {
			g.records.nodes[n.ID] = graph.FoundNode{Node: n, Certainty: n.Holds(g.q.Filter.Time)}
			mark(sources, n.AllCitations()...)
		}
		cited, err := sourcesByID(ctx, r, sources)
		if err != nil {
			return err
		}
		for _, s := range cited {
			g.records.sources[s.ID] = s
		}
	}
	return nil
}

// gapFinder collects gaps.
type gapFinder struct {
	q       *GapsQuery
	version string
	records records
	items   []Gap
}

// answer puts the gaps in order and keeps the records that they name.
func (g *gapFinder) answer() Gaps {
	slices.SortFunc(g.items, func(a, b Gap) int {
		size := func(x Gap) int { return len(x.Ties) + len(x.Programs) + len(x.Groups) }
		return cmp.Or(slices.Index(GapKinds, a.Kind)-slices.Index(GapKinds, b.Kind), size(b)-size(a), cmp.Compare(a.Prefecture, b.Prefecture), cmp.Compare(a.State, b.State), cmp.Compare(a.Partner, b.Partner))
	})
	for i := range g.items {
		x := &g.items[i]
		x.Reason = Text{g.reason(x, "en"), g.reason(x, "ja")}
	}
	return Gaps{Version: g.version, Items: append([]Gap{}, g.items...), Network: g.records.named(g.version, g.items)}
}

// Named is the part of the network that some of the gaps name.
func (g *Gaps) Named(items []Gap) graph.Network {
	all := newRecords()
	all.add(g.Network)
	return all.named(g.Version, items)
}

// named is the network of the records that gaps name.
func (rs records) named(version string, items []Gap) graph.Network {
	ties, edges, nodes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range items {
		x := &items[i]
		mark(ties, x.Ties...)
		mark(ties, x.Undated...)
		mark(edges, x.Edges...)
		mark(nodes, x.Prefecture, x.State, x.Partner)
	}
	return rs.only(version, func(e *graph.FoundEdge) bool { return edges[e.ID] || e.Tie != "" && ties[e.Tie] }, nodes)
}

func mark(set map[string]bool, ids ...string) {
	for _, id := range ids {
		set[id] = true
	}
}

// only is the network of the edges that pass, their ends, and the nodes named, with the sources that those cite.
func (rs records) only(version string, keep func(*graph.FoundEdge) bool, nodes map[string]bool) graph.Network {
	out := newRecords()
	cited := map[string]bool{}
	for id, e := range rs.edges {
		if keep(&e) {
			out.edges[id] = e
			mark(cited, e.Citations...)
			nodes[e.Source], nodes[e.Target] = true, true
		}
	}
	for id := range nodes {
		if n, known := rs.nodes[id]; known {
			out.nodes[id] = n
			mark(cited, n.AllCitations()...)
		}
	}
	for id := range cited {
		if s, known := rs.sources[id]; known {
			out.sources[id] = s
		}
	}
	return out.network(version)
}

// pair is a prefecture and a state.
type pair struct{ prefecture, state string }

// pairTies are the lineages between a prefecture and a state, by level.
type pairTies map[graph.TieLevel]counter

// pairs finds the gaps between prefectures and states.
func (g *gapFinder) pairs(sister *graph.Network) {
	found := map[pair]pairTies{}
	nodes := nodesByID(sister)
	for i := range sister.Edges {
		e := &sister.Edges[i]
		near, far := nodes[e.Source], nodes[e.Target]
		if !isJapanese(near) {
			near, far = far, near
		}
		p := pair{area(near), area(far)}
		if p.prefecture == "" || p.state == "" || !g.asked(p) {
			continue
		}
		if found[p] == nil {
			found[p] = pairTies{graph.PrefectureState: {}, graph.Municipal: {}, graph.CrossLevel: {}}
		}
		found[p][graph.LevelOf(near, far)].add(e.Tie, e.Certainty)
	}
	for p, ties := range found {
		g.pair(p, ties)
	}
}

func (g *gapFinder) asked(p pair) bool {
	f := &g.q.Filter
	return (len(f.Prefectures) == 0 || slices.Contains(f.Prefectures, p.prefecture)) && (len(f.States) == 0 || slices.Contains(f.States, p.state))
}

func (g *gapFinder) pair(p pair, ties pairTies) {
	above, under := ties[graph.PrefectureState].figure(), ties[graph.Municipal].figure()
	switch {
	case slices.Contains(g.q.Kinds, NoMunicipal) && above.Count > 0 && under.Count == under.Possible:
		gap := Gap{Kind: NoMunicipal, Prefecture: p.prefecture, State: p.state, Ties: above.Records, Undated: open(under)}
		gap.Certainty = doubtful(above.Count == above.Possible || len(gap.Undated) > 0)
		g.add(gap)
	case slices.Contains(g.q.Kinds, NoUmbrella) && under.Count >= g.q.Cluster && above.Count == above.Possible:
		gap := Gap{Kind: NoUmbrella, Prefecture: p.prefecture, State: p.state, Ties: under.Records, Undated: open(above)}
		gap.Certainty = doubtful(under.Count-under.Possible < g.q.Cluster || len(gap.Undated) > 0)
		g.add(gap)
	}
}

// open are the lineages that may hold or not.
func open(f Figure) []string {
	return slices.Sorted(slices.Values(slices.Concat(f.Records, f.UndatedRecords)))
}

func doubtful(yes bool) graph.Certainty {
	if yes {
		return graph.Possible
	}
	return graph.Certain
}

// joint is what a partner has with Japan but for a tie.
type joint struct{ programs, groups, edges counter }

// partners finds the partners with programs or memberships but no tie.
func (g *gapFinder) partners(sister, net *graph.Network) {
	tied := map[string]counter{}
	nodes := nodesByID(sister)
	for i := range sister.Edges {
		e := &sister.Edges[i]
		near, far := nodes[e.Source], nodes[e.Target]
		if !isJapanese(near) {
			near, far = far, near
		}
		if len(g.q.Filter.Prefectures) > 0 && !slices.Contains(g.q.Filter.Prefectures, area(near)) {
			continue
		}
		if tied[far.ID] == nil {
			tied[far.ID] = counter{}
		}
		tied[far.ID].add(e.Tie, e.Certainty)
	}
	for id, j := range g.joint(net) {
		closing := tied[id].figure()
		programs, groups := j.programs.figure(), j.groups.figure()
		if closing.Count > closing.Possible || programs.Count+groups.Count == 0 {
			continue
		}
		n := g.records.nodes[id]
		gap := Gap{Kind: NoTie, Partner: id, State: area(&n.Node), Ties: []string{}, Undated: open(closing), Programs: programs.Records, Groups: groups.Records, Edges: j.edges.figure().Records}
		gap.Certainty = doubtful(len(gap.Undated) > 0 || programs.Count+groups.Count == programs.Possible+groups.Possible)
		g.add(gap)
	}
}

// joint is what each partner asked for has with Japan: programs in which a Japanese node has a part, and groups that are Japanese or have a Japanese member. With
// prefectures asked for, the Japanese node lies in one of them.
func (g *gapFinder) joint(net *graph.Network) map[string]joint {
	nodes := nodesByID(net)
	japanese := map[string]bool{}
	for i := range net.Edges {
		e := &net.Edges[i]
		if g.near(nodes[e.Source]) {
			japanese[e.Target] = true
		}
		if g.near(nodes[e.Target]) {
			japanese[e.Target] = true
		}
	}
	out := map[string]joint{}
	for i := range net.Edges {
		e := &net.Edges[i]
		n := nodes[e.Source]
		if n.Kind != graph.Partner || !japanese[e.Target] || len(g.q.Filter.States) > 0 && !slices.ContainsFunc(g.q.Filter.States, n.InArea) {
			continue
		}
		j, known := out[n.ID]
		if !known {
			j = joint{counter{}, counter{}, counter{}}
			out[n.ID] = j
		}
		j.edges.add(e.ID, e.Certainty)
		if e.Kind == graph.MemberOf {
			j.groups.add(e.Target, e.Certainty)
		} else {
			j.programs.add(e.Target, e.Certainty)
		}
	}
	return out
}

func (g *gapFinder) near(n *graph.Node) bool {
	if ps := g.q.Filter.Prefectures; len(ps) > 0 {
		return slices.ContainsFunc(ps, n.InArea)
	}
	return isJapanese(n) || n.Country == "JP"
}

func (g *gapFinder) add(gap Gap) {
	for _, list := range []*[]string{&gap.Ties, &gap.Undated, &gap.Programs, &gap.Groups, &gap.Edges} {
		*list = listOrEmpty(*list)
	}
	g.items = append(g.items, gap)
}

// reason tells a gap in one language.
func (g *gapFinder) reason(gap *Gap, lang string) string {
	p, s, x := g.label(gap.Prefecture, lang), g.label(gap.State, lang), g.label(gap.Partner, lang)
	var text string
	switch gap.Kind {
	case NoMunicipal:
		text = pick(lang, fmt.Sprintf("%s and %s have an affiliation, but no municipality of %s has one with a place in %s.", p, s, p, s),
			fmt.Sprintf("%sと%sは提携しているが、%sの市区町村と%sの自治体との提携がない。", p, s, p, s))
	case NoUmbrella:
		text = pick(lang, fmt.Sprintf("%d municipal affiliations join %s and %s, but the prefecture and the state have none.", len(gap.Ties), p, s),
			fmt.Sprintf("%sと%sの間には市区町村の提携が%d件あるが、都道府県と州の提携がない。", p, s, len(gap.Ties)))
	case NoTie:
		text = pick(lang, fmt.Sprintf("%s has %s with Japan but no affiliation%s.", x, g.shares(gap, lang), g.withAsked(lang)),
			fmt.Sprintf("%sは日本側と%sがあるが、%s提携がない。", x, g.shares(gap, lang), g.withAsked(lang)))
	}
	if gap.Certainty == graph.Possible {
		text += pick(lang, " Dates known in part or not at all may close it.", "日付が一部または全く不明な記録によっては、空白ではない可能性がある。")
	}
	return text
}

func (g *gapFinder) label(id, lang string) string {
	if id == "" {
		return ""
	}
	n, known := g.records.nodes[id]
	if !known {
		return id
	}
	return n.Label(lang)
}

// shares counts programs and memberships of a gap in words.
func (g *gapFinder) shares(gap *Gap, lang string) string {
	var parts []string
	if n := len(gap.Programs); n > 0 {
		parts = append(parts, pick(lang, plural(n, "program"), fmt.Sprintf("交流事業%d件", n)))
	}
	if n := len(gap.Groups); n > 0 {
		parts = append(parts, pick(lang, plural(n, "membership"), fmt.Sprintf("団体等への加入%d件", n)))
	}
	return join(parts, lang)
}

func (g *gapFinder) withAsked(lang string) string {
	if len(g.q.Filter.Prefectures) == 0 {
		return ""
	}
	var names []string
	for _, id := range slices.Sorted(maps.Keys(toSet(g.q.Filter.Prefectures))) {
		names = append(names, g.label(id, lang))
	}
	return pick(lang, " with "+join(names, lang), join(names, lang)+"内の自治体との")
}

func toSet(ids []string) map[string]bool {
	set := map[string]bool{}
	mark(set, ids...)
	return set
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// join lists parts: "a, b and c", a、b、c.
func join(parts []string, lang string) string {
	switch {
	case len(parts) == 0:
		return ""
	case len(parts) == 1:
		return parts[0]
	}
	out := parts[0]
	for i, p := range parts[1:] {
		switch {
		case lang == "ja":
			out += "、" + p
		case i == len(parts)-2:
			out += " and " + p
		default:
			out += ", " + p
		}
	}
	return out
}

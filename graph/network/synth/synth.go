// Package synth makes synthetic exchange networks of any size from a seed, for tests and benchmarks: valid records of realistic kinds, dates and
// lineages, the same ones every time.
//
// A graph has 47 prefectures and 50 states; of the other nodes some 35 % are municipalities, 35 % partners, 20 % organizations and 10 % programs. Every
// municipality and partner lies in its area by a located_in edge; of the other edges some 30 % are sister ties (one in ten of them inherited, of the lineage before),
// 35 % memberships, 34 % of programs, 1 % mergers. Ends are drawn with a power law: Skew 1 is even, greater ones make hubs. Records are made as they are iterated over and
// none is kept, so a large graph costs no memory by itself.
//
// # Caveats
//
// Records are plausible one by one, not together: a program may be older than its organizer, an heir is no neighbour of the body before.
package synth

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"sync"

	"enishi/graph"
)

// Graph says what is made.
type Graph struct {
	Nodes int     // at least 200
	Edges int     // at least 0.7 times Nodes, for located_in
	Skew  float64 // 1: even
	Seed  uint64
}

// The sizes that speeds are stated for.
var (
	S = Graph{Nodes: 5_000, Edges: 10_000, Skew: 1.5, Seed: 1}
	M = Graph{Nodes: 131_000, Edges: 1_650_000, Skew: 3, Seed: 2}
	L = Graph{Nodes: 1_000_000, Edges: 5_000_000, Skew: 1.5, Seed: 3}
)

const (
	prefectures = 47
	states      = 50
	sources     = 200
)

// Sources iterates over the sources that the records cite.
func (g Graph) Sources() iter.Seq[*graph.Source] {
	return func(yield func(*graph.Source) bool) {
		for i := range sources {
			s := source(i)
			if !yield(&s) {
				return
			}
		}
	}
}

func source(i int) graph.Source {
	locator := fmt.Sprintf("https://example.org/register/%03d", i)
	return graph.Source{ID: graph.SourceID(locator), Locator: locator, Publisher: "Synthetic register", Title: fmt.Sprintf("Volume %d", i)}
}

// sourceIDs are worked out once: hashing one for every citation would take most of the time.
var sourceIDs = sync.OnceValue(func() (ids []string) {
	for i := range sources {
		ids = append(ids, source(i).ID)
	}
	return ids
})

// layout is where each kind of node begins among the numbers from 0.
type layout struct{ municipality, partner, organization, program, end int }

func (g Graph) layout() layout {
	rest := g.Nodes - prefectures - states
	l := layout{municipality: prefectures + states, end: g.Nodes}
	l.partner = l.municipality + rest*35/100
	l.organization = l.partner + rest*35/100
	l.program = l.organization + rest*20/100
	return l
}

func prefectureID(i int) string { return fmt.Sprintf("jp-%02d", i+1) }
func stateID(i int) string      { return fmt.Sprintf("us-%c%c", 'a'+i/26, 'a'+i%26) }

// id is the id of a node; area the number of the prefecture or state that it lies in.
func (l layout) id(i int) string {
	switch {
	case i < prefectures:
		return prefectureID(i)
	case i < l.municipality:
		return stateID(i - prefectures)
	case i < l.partner:
		return fmt.Sprintf("jp-%02d%05d", l.area(i)+1, i)
	case i < l.organization:
		return fmt.Sprintf("%s-place-%d", stateID(l.area(i)), i)
	case i < l.program:
		return fmt.Sprintf("org-exchange-%d", i)
	}
	return fmt.Sprintf("prog-exchange-%d", i)
}

func (l layout) area(i int) int {
	scattered := int(uint32(i) * 2654435761 >> 16) // Knuth's multiplicative hash: neighbours in number are not neighbours in place
	if i < l.partner {
		return scattered % prefectures
	}
	return scattered % states
}

// Records iterates over the nodes.
func (g Graph) Records() iter.Seq[*graph.Node] {
	return func(yield func(*graph.Node) bool) {
		r, l := rand.New(rand.NewPCG(g.Seed, 1)), g.layout()
		for i := range g.Nodes {
			n := node(r, l, i)
			if !yield(&n) {
				return
			}
		}
	}
}

var regions = []string{"Hokkaido", "Tohoku", "Kanto", "Chubu", "Kinki", "Chugoku", "Shikoku", "Kyushu"}

func node(r *rand.Rand, l layout, i int) graph.Node {
	n := graph.Node{ID: l.id(i), Citations: cite(r)}
	switch {
	case i < prefectures:
		n.Kind, n.Level, n.Country, n.Region = graph.Prefecture, "prefecture", "JP", regions[i*len(regions)/prefectures]
	case i < l.municipality:
		n.Kind, n.Level, n.Country = graph.Partner, "state", "US"
	case i < l.partner:
		n.Kind, n.Level, n.Country, n.Within = graph.Municipality, pick(r, graph.Levels[1:6]), "JP", prefectureID(l.area(i))
		if r.IntN(3) == 0 { // dissolved
			n.Valid.To = date(r, 1985, 2014)
		}
	case i < l.organization:
		n.Kind, n.Level, n.Country, n.Within = graph.Partner, pick(r, []graph.Level{"county", "city", "town"}), "US", stateID(l.area(i))
	case i < l.program:
		n.Kind, n.Type, n.Sector, n.Themes = graph.Organization, pick(r, []string{"association", "museum", "office", "school"}), pick(r, graph.Sectors), themes(r)
		n.Within, n.Country, n.Valid.From = prefectureID(r.IntN(prefectures)), "JP", perhaps(r, 1920, 2020)
	default:
		n.Kind, n.Type, n.Themes, n.Valid.From = graph.Program, pick(r, []string{"camp", "festival", "student-exchange"}), themes(r), perhaps(r, 1950, 2020)
		if r.IntN(40) == 0 {
			n.Scope = []string{"JP", "US"}
		}
	}
	n.Names.En = fmt.Sprintf("%s %d", n.Kind, i)
	n.Confidence = pick(r, []graph.Confidence{"", graph.High, graph.High, graph.Low})
	return n
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func themes(r *rand.Rand) []graph.Theme {
	n := graph.Node{}
	for range 1 + r.IntN(3) {
		n.Themes = append(n.Themes, pick(r, graph.Themes))
	}
	n.Normalize()
	return n.Themes
}

func cite(r *rand.Rand) []string {
	n := graph.Node{}
	for range 1 + r.IntN(2) {
		n.Citations = append(n.Citations, pick(r, sourceIDs()))
	}
	n.Normalize()
	return n.Citations
}

// date is as often known to the day as in the facts: mostly.
func date(r *rand.Rand, from, to int) graph.Date {
	d := graph.Date{Year: int16(from + r.IntN(to-from+1))}
	if p := r.IntN(10); p > 1 {
		d.Month = uint8(1 + r.IntN(12))
		if p > 3 {
			d.Day = uint8(1 + r.IntN(28))
		}
	}
	return d
}

// perhaps is a date or, one time in eight, unknown.
func perhaps(r *rand.Rand, from, to int) graph.Date {
	if r.IntN(8) == 0 {
		return graph.Date{}
	}
	return date(r, from, to)
}

// Links iterates over the edges.
func (g Graph) Links() iter.Seq[*graph.Edge] {
	return func(yield func(*graph.Edge) bool) {
		m := maker{r: rand.New(rand.NewPCG(g.Seed, 2)), l: g.layout(), skew: g.Skew}
		for i := m.l.municipality; i < m.l.organization && m.made < g.Edges; i++ {
			e := m.located(i)
			if !yield(&e) {
				return
			}
		}
		for m.made < g.Edges {
			e := m.edge()
			if !yield(&e) {
				return
			}
		}
	}
}

type maker struct {
	r    *rand.Rand
	l    layout
	skew float64
	made int
	heir *lineage // of the edge before, if it ended by a merger and the next one inherits
}

type lineage struct {
	last          graph.Edge
	home, partner int
}

// draw picks a node from lo to hi-1, the first more often.
func (m *maker) draw(lo, hi int) int {
	return lo + min(hi-lo-1, int(float64(hi-lo)*math.Pow(m.r.Float64(), m.skew)))
}

func (m *maker) finish(e graph.Edge, source, target int, parts ...string) graph.Edge {
	m.made++
	e.Source, e.Target = m.l.id(source), m.l.id(target)
	e.ID = graph.EdgeID(e.Kind, append([]string{e.Source, e.Target}, parts...)...)
	e.Citations = cite(m.r)
	e.Confidence = pick(m.r, []graph.Confidence{"", graph.High, graph.High, graph.Medium, graph.Low})
	return e
}

func (m *maker) located(i int) graph.Edge {
	area := m.l.area(i)
	if i >= m.l.partner {
		area += prefectures
	}
	return m.finish(graph.Edge{Kind: graph.LocatedIn}, i, area)
}

func (m *maker) edge() graph.Edge {
	serial := fmt.Sprint(m.made)
	switch p := m.r.IntN(100); {
	case p < 30 || m.heir != nil:
		return m.tie(serial)
	case p < 65:
		e := graph.Edge{Kind: graph.MemberOf, Role: pick(m.r, graph.MemberRoles), Valid: graph.Range{From: perhaps(m.r, 1950, 2020)}}
		return m.finish(e, m.draw(m.l.municipality, m.l.partner), m.draw(m.l.organization, m.l.program), string(e.Role), serial)
	case p < 75:
		return m.finish(graph.Edge{Kind: graph.Organizes, Valid: graph.Range{From: perhaps(m.r, 1950, 2020)}}, m.draw(m.l.organization, m.l.program), m.draw(m.l.program, m.l.end), serial)
	case p < 99:
		from, to := m.l.municipality, m.l.organization
		return m.finish(graph.Edge{Kind: graph.TakesPartIn, Valid: graph.Range{From: perhaps(m.r, 1950, 2020)}}, m.draw(from, to), m.draw(m.l.program, m.l.end), serial)
	}
	e := graph.Edge{Kind: graph.SucceededBy, Date: date(m.r, 1985, 2014), Change: pick(m.r, graph.Changes)}
	e.Valid = graph.Range{From: e.Date, To: e.Date}
	a := m.draw(m.l.municipality, m.l.partner-1)
	if e.Date.Exact() {
		e.Valid.To = (e.Date.First() + 1).Date()
	}
	return m.finish(e, a, a+1, serial)
}

func (m *maker) tie(serial string) graph.Edge {
	e := graph.Edge{Kind: graph.SisterOf, TieKind: graph.SisterCity, Role: graph.Original, Status: graph.Active, Signed: perhaps(m.r, 1955, 1984)}
	home, partner := m.draw(m.l.municipality, m.l.partner), m.draw(m.l.partner, m.l.organization)
	switch m.r.IntN(20) {
	case 0:
		e.TieKind = graph.Friendship
	case 1:
		e.TieKind, home, partner = graph.SisterState, m.r.IntN(prefectures), prefectures+m.r.IntN(states)
	case 2:
		e.Status = graph.Unknown
	case 3:
		e.Status, e.Valid.To = graph.Ended, date(m.r, 1990, 2020)
	case 4, 5:
		e.Valid.To = date(m.r, 1990, 2014)
	}
	e.Valid.From = e.Signed
	e.Tie = "tie-" + m.l.id(home) + "-" + m.l.id(partner) + "-" + serial
	if m.heir != nil {
		was := &m.heir.last
		if partner = m.heir.partner; home == m.heir.home || home < prefectures { // the next town
			home = m.l.municipality + (m.heir.home+1-m.l.municipality)%(m.l.partner-m.l.municipality)
		}
		e.Tie, e.TieKind, e.Signed, e.Status, e.Role = was.Tie, was.TieKind, was.Signed, graph.Active, graph.Inherited
		e.Valid = graph.Range{From: was.Valid.To}
	}
	e = m.finish(e, home, partner)
	e.ID = graph.EdgeID(e.Kind, e.Tie, e.Source)
	if m.heir = nil; e.Status == graph.Active && !e.Valid.To.IsZero() {
		m.heir = &lineage{e, home, partner}
	}
	return e
}

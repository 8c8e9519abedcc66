package storetest

import "enishi/graph"

var neighbourhoods = group{name: "neighbourhoods", fixture: `
#          ┌─e1── b1 ─e6─ c1 ─e9─ d1
#          │      │ e5    │
#      a ──┼─e2── b2 ─e7──┘
#          ├─e3─▶ b3 ─e8─ c2        e3 is member_of, e4 located_in, all others sister_of
#          └─e4─▶ b4 ─u1─ c2        u1 is undated
#      y ─x1─ z                     a decoy: no question starts there
a municipality
b1 municipality
b2 municipality
b3 municipality
b4 municipality
c1 municipality
c2 municipality
d1 municipality
y municipality
z municipality
e1: a sister_of b1 valid=1990..
e2: a sister_of b2 valid=1990..
e3: a member_of b3 valid=1990..
e4: a located_in b4 valid=1990..
e5: b1 sister_of b2 valid=1990..
e6: b1 sister_of c1 valid=1990..
e7: b2 sister_of c1 valid=1990..
e8: b3 sister_of c2 valid=1990..
e9: c1 sister_of d1 valid=1990..
u1: b4 sister_of c2
x1: y sister_of z valid=1990..
`, cases: []dataCase{
	{"one step", around(graph.NeighborhoodQuery{From: []string{"a"}}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 5/4"},
	{"two steps", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2}), "a b1 b2 b3 b4 c1 c2 | e1 e2 e5 e6 e7 e8 e3 e4 | total 7/8 | undated 1"},
	{"three steps", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 3}), "a b1 b2 b3 b4 c1 c2 d1 | e1 e2 e5 e6 e7 e8 e9 e3 e4 | total 8/9 | undated 1"},
	{"six steps", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 6}), "a b1 b2 b3 b4 c1 c2 d1 | e1 e2 e5 e6 e7 e8 e9 e3 e4 | total 8/9 | undated 1"},
	{"undated let in", graph.NeighborhoodQuery{From: []string{"b4"}, Filter: undatedToo(at("2000"))}, "a b4 c2 | u1~ e4 | total 3/2"},
	{"the start asked twice", around(graph.NeighborhoodQuery{From: []string{"a", "a"}}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 5/4"},
	{"two starts", around(graph.NeighborhoodQuery{From: []string{"d1", "a"}}), "a b1 b2 b3 b4 c1 d1 | e1 e2 e9 e3 e4 | total 7/5"},
	{"two starts side by side", around(graph.NeighborhoodQuery{From: []string{"b2", "b1"}}), "a b1 b2 c1 | e1 e2 e5 e6 e7 | total 4/5"},

	{"room for three nodes", around(graph.NeighborhoodQuery{From: []string{"a"}, Nodes: 3}), "a b1 b2 | e1 e2 | total 5/4 | cut nodes | at a"},
	{"edges among the nodes that have room", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Nodes: 3}), "a b1 b2 | e1 e2 e5 | total 7/8 | cut nodes | undated 1 | at a b1 b2"},
	{"room for six nodes", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Nodes: 6}), "a b1 b2 b3 b4 c1 | e1 e2 e5 e6 e7 e3 e4 | total 7/8 | cut nodes | undated 1 | at b3"},
	{"room for the start", around(graph.NeighborhoodQuery{From: []string{"a"}, Nodes: 1}), "a | total 5/4 | cut nodes | at a"},
	{"room for just all nodes", around(graph.NeighborhoodQuery{From: []string{"a"}, Nodes: 5}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 5/4"},

	{"room for just all edges", around(graph.NeighborhoodQuery{From: []string{"a"}, Edges: 4}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 5/4"},
	{"room for three edges", around(graph.NeighborhoodQuery{From: []string{"a"}, Edges: 3}), "a b1 b2 b3 | e1 e2 e3 | total 5/4 | cut edges | at a"},
	{"full at the end of a level", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Edges: 4}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 7/8 | cut edges | undated 1 | at b1 b2 b3"},
	{"full within a level", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Edges: 5}), "a b1 b2 b3 b4 | e1 e2 e5 e3 e4 | total 7/8 | cut edges | undated 1 | at b1 b2 b3"},
	{"edges before nodes", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Nodes: 5, Edges: 5}), "a b1 b2 b3 b4 | e1 e2 e5 e3 e4 | total 7/8 | cut edges | undated 1 | at b1 b2 b3"},
	{"nodes before edges", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Nodes: 5, Edges: 6}), "a b1 b2 b3 b4 | e1 e2 e5 e3 e4 | total 7/8 | cut nodes | undated 1 | at b1 b2 b3"},
	{"nodes, then edges", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, Nodes: 4, Edges: 4}), "a b1 b2 b3 | e1 e2 e5 e3 | total 7/8 | cut nodes edges | undated 1 | at a b1 b2 b3"},

	{"two of each", around(graph.NeighborhoodQuery{From: []string{"a"}, FanOut: 2}), "a b1 b2 | e1 e2 | total 5/4 | cut fan_out | at a"},
	{"two of each, twice: the way back counts", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, FanOut: 2}), "a b1 b2 | e1 e2 e5 | total 7/8 | cut fan_out | undated 1 | at a b1 b2"},
	{"three of each, twice", around(graph.NeighborhoodQuery{From: []string{"a"}, Depth: 2, FanOut: 3}), "a b1 b2 b3 c1 c2 | e1 e2 e5 e6 e7 e8 e3 | total 7/8 | cut fan_out | undated 1 | at a"},
	{"just all of each", around(graph.NeighborhoodQuery{From: []string{"a"}, FanOut: 4}), "a b1 b2 b3 b4 | e1 e2 e3 e4 | total 5/4"},
	{"left out here, taken from there", around(graph.NeighborhoodQuery{From: []string{"a", "b3", "b4"}, FanOut: 2}), "a b1 b2 b3 b4 c2 | e1 e2 e8 e3 e4 | total 6/5 | undated 1"},
	{"fan-out, then nodes", around(graph.NeighborhoodQuery{From: []string{"a"}, FanOut: 2, Nodes: 2}), "a b1 | e1 | total 5/4 | cut nodes fan_out | at a"},

	{"outward", around(graph.NeighborhoodQuery{From: []string{"b3"}, Direction: graph.Outward}), "b3 c2 | e8 | total 2/1"},
	{"inward", around(graph.NeighborhoodQuery{From: []string{"b3"}, Direction: graph.Inward}), "a b3 c2 | e8 e3 | total 3/2"},
	{"inward to a source", around(graph.NeighborhoodQuery{From: []string{"a"}, Direction: graph.Inward}), "a b1 b2 | e1 e2 | total 3/2"},

	{"a start that is not there", around(graph.NeighborhoodQuery{From: []string{"a", "nobody"}}), "error: not found"},
	{"no start", graph.NeighborhoodQuery{}, "error: invalid"},
	{"a start that is no id", from("A'--"), "error: invalid"},
	{"too deep", graph.NeighborhoodQuery{From: []string{"a"}, Depth: graph.MaxDepth + 1}, "error: invalid"},
	{"starts without room", graph.NeighborhoodQuery{From: []string{"a", "b1"}, Nodes: 1}, "error: invalid"},
	{"too many nodes", graph.NeighborhoodQuery{From: []string{"a"}, Nodes: graph.MaxNodes + 1}, "error: invalid"},
	{"a direction that is none", graph.NeighborhoodQuery{From: []string{"a"}, Direction: "up"}, "error: invalid"},

	{"the whole", graph.SubgraphQuery{Filter: at("2000")}, "a b1 b2 b3 b4 c1 c2 d1 y z | e1 e2 e5 e6 e7 e8 e9 x1 e3 e4 | total 10/10 | undated 1"},
	{"the whole, three nodes", graph.SubgraphQuery{Filter: at("2000"), Nodes: 3}, "a b1 b2 | e1 e2 e5 | total 10/10 | cut nodes | undated 1 | at a b1 b2"},
	{"the whole, four nodes", graph.SubgraphQuery{Filter: at("2000"), Nodes: 4}, "a b1 b2 c1 | e1 e2 e5 e6 e7 | total 10/10 | cut nodes | undated 1 | at a c1"},
	{"the whole, one node", graph.SubgraphQuery{Filter: at("2000"), Nodes: 1}, "total 10/10 | cut nodes | undated 1"},
	{"the whole, two edges", graph.SubgraphQuery{Filter: at("2000"), Edges: 2}, "a b1 b2 | e1 e2 | total 10/10 | cut edges | undated 1 | at a b1 b2"},
	{"the whole, all edges", graph.SubgraphQuery{Filter: of(at("2000"), graph.MemberOf, graph.LocatedIn), Edges: 2}, "a b3 b4 | e3 e4 | total 3/2"},
	{"edges at nodes", graph.SubgraphQuery{Filter: at("2000"), Incident: []string{"z", "c2", "z"}}, "b3 c2 y z | e8 x1 | total 4/2 | undated 1"},
	{"edges at nodes, one", graph.SubgraphQuery{Filter: at("2000"), Incident: []string{"b1"}, Edges: 1}, "a b1 | e1 | total 4/3 | cut edges | at b1"},
	{"edges at nobody", graph.SubgraphQuery{Filter: at("2000"), Incident: []string{"nobody"}}, "total 0/0"},
	{"at what is no id", graph.SubgraphQuery{Incident: []string{"no body"}}, "error: invalid"},
}}

// around asks as of 2000, when all dated edges hold.
func around(q graph.NeighborhoodQuery) graph.NeighborhoodQuery {
	q.Filter.Time = at("2000").Time
	return q
}

var order = group{name: "order", fixture: `
# Ids that collations, number-aware orders and UTF-16 put otherwise: - before digits before letters, each by itself. All edges lead to b.
0 municipality
00 municipality
a municipality
a- municipality
a-1 municipality
a-10 municipality
a-2 municipality
a0 municipality
aa municipality
b organization
z--z municipality
z-z municipality
za municipality
e-1: a-10 member_of b
e-10: a-2 member_of b
e-2: a-1 member_of b
e1: aa member_of b
ea: a- member_of b
e: 0 member_of b
f-1: za sister_of b
f: z-z sister_of b
f1: za sister_of b
f--: z--z sister_of b
g: 00 located_in b
h: 0 located_in b
`, cases: []dataCase{
	{"nodes", nodes(now), "0 00 a a- a-1 a-10 a-2 a0 aa b z--z z-z za | total 13"},
	{"nodes from the middle", graph.NodesQuery{Page: graph.Page{Limit: 3, After: "a-1"}}, "a-10 a-2 a0 | total 13 | next a0"},
	{"nodes after one that is not there", graph.NodesQuery{Page: graph.Page{Limit: 2, After: "a-9"}}, "a0 aa | total 13 | next aa"},
	{"nodes after the last", graph.NodesQuery{Page: graph.Page{Limit: 2, After: "zz"}}, "total 13"},
	{"the last page, full", graph.NodesQuery{Page: graph.Page{Limit: 2, After: "z--z"}}, "z-z za | total 13"},
	{"edges", edges(now), "e e-1 e-10 e-2 e1 ea f f-- f-1 f1 g h | total 12"},
	{"edges after one of another order", graph.EdgesQuery{Page: graph.Page{Limit: 2, After: "e-1"}}, "e-10 e-2 | total 12 | next e-2"},
	{"neighbours: kind, far id, edge id", neighbors("b", now), "f-- f f-1 f1 e ea e-2 e-1 e-10 e1 h g | total 12"},
	{"neighbours, a page", graph.NeighborsQuery{ID: "b", Page: graph.Page{Limit: 3}}, "f-- f f-1 | total 12 | next f-1"},
	{"neighbours, the next page", graph.NeighborsQuery{ID: "b", Page: graph.Page{Limit: 3, After: "f-1"}}, "f1 e ea | total 12 | next ea"},
	{"neighbours after one that the filter leaves out", graph.NeighborsQuery{ID: "b", Filter: of(now, graph.LocatedIn), Page: graph.Page{After: "f-1"}}, "h g | total 2"},
	{"neighbours after the last", graph.NeighborsQuery{ID: "b", Page: graph.Page{After: "g"}}, "total 12"},
	{"neighbours after no edge", graph.NeighborsQuery{ID: "b", Page: graph.Page{After: "f-2"}}, "error: invalid"},
	{"neighbours after an edge of others", graph.NeighborsQuery{ID: "za", Page: graph.Page{After: "e"}}, "error: invalid"},
	{"after what is no id", graph.NodesQuery{Page: graph.Page{After: "A"}}, "error: invalid"},
	{"a network", graph.SubgraphQuery{Edges: 6}, "0 a-10 b z--z z-z za | f f-- f-1 f1 e e-1 | total 11/12 | cut edges | at 0 b"},
	{"a neighbourhood, five nodes", graph.NeighborhoodQuery{From: []string{"b"}, Nodes: 5}, "0 b z--z z-z za | f f-- f-1 f1 e h | total 11/12 | cut nodes | at b"},
	{"dead ends", graph.PathsQuery{From: "a", To: "b"}, ""},
}}

var paths = group{name: "paths", fixture: `
#           ┌─p1, p1c sister_of, p1b member_of─ m1 ─p2─┐
#           ├─p3─ m2 ─────────────────────────────p4───┤
#        s ─┼─p5─ h ──────────────────────────────p6───┼─ t       h has four more neighbours, h1 … h4
#           ├─r1─ q1 ─r2▶ q2 ◀r3───────────────────────┤
#           └─p7, [1960, 1970) ────────────────────────┘
#        iso   a node without edges; o1 ─p8─ o2: apart
s municipality
t municipality
m1 municipality
m2 municipality
h municipality
h1 municipality
h2 municipality
h3 municipality
h4 municipality
q1 municipality
q2 program
iso municipality
o1 municipality
o2 municipality
p1: s sister_of m1
p1c: s sister_of m1
p1b: m1 member_of s
p2: m1 sister_of t
p3: s sister_of m2
p4: m2 sister_of t
p5: s sister_of h
p6: h sister_of t
p7: s sister_of t valid=1960..1970 status=ended
p8: o1 sister_of o2
k1: h sister_of h1
k2: h sister_of h2
k3: h sister_of h3
k4: h sister_of h4
r1: s sister_of q1
r2: q1 takes_part_in q2
r3: t takes_part_in q2
`, cases: []dataCase{
	{"the first of the shortest", path("s", "t", graph.PathsQuery{}), "S p5 H p6 T : 2"},
	{"backwards", path("t", "s", graph.PathsQuery{}), "T p6 H p5 S : 2"},
	{"all of the shortest", path("s", "t", graph.PathsQuery{Mode: graph.ShortestAll}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2; S p3 M2 p4 T : 2"},
	{"two of the shortest", path("s", "t", graph.PathsQuery{Mode: graph.ShortestAll, Limit: 2}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2 | cut paths"},
	{"just all of the shortest", path("s", "t", graph.PathsQuery{Mode: graph.ShortestAll, Limit: 3}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2; S p3 M2 p4 T : 2"},
	{"the two first", path("s", "t", graph.PathsQuery{Mode: graph.KShortest, K: 2}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2"},
	{"as many as there are", path("s", "t", graph.PathsQuery{Mode: graph.KShortest, K: 25}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2; S p3 M2 p4 T : 2; S r1 Q1 r2 Q2 r3 T : 3"},
	{"three, unasked", path("s", "t", graph.PathsQuery{Mode: graph.KShortest}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2; S p3 M2 p4 T : 2"},
	{"a tie of old", path("s", "t", graph.PathsQuery{Filter: everything}), "S p7 T : 1"},
	{"all by a day of old, undated too", path("s", "t", graph.PathsQuery{Mode: graph.ShortestAll, Filter: undatedToo(at("1965"))}), "S p7 T : 1"},
	{"at a day nothing is known", path("s", "t", graph.PathsQuery{Filter: at("1985")}), ""},

	{"shun hubs", path("s", "t", graph.PathsQuery{Cost: graph.Hub}), "S p1+p1c+p1b M1 p2 T : 5000"},
	{"all that cost the least", path("s", "t", graph.PathsQuery{Cost: graph.Hub, Mode: graph.ShortestAll}), "S p1+p1c+p1b M1 p2 T : 5000; S p3 M2 p4 T : 5000"},
	{"by cost", path("s", "t", graph.PathsQuery{Cost: graph.Hub, Mode: graph.KShortest, K: 4}),
		"S p1+p1c+p1b M1 p2 T : 5000; S p3 M2 p4 T : 5000; S p5 H p6 T : 6585; S r1 Q1 r2 Q2 r3 T : 7000"},
	{"avoiding changes no degree", path("s", "t", graph.PathsQuery{Cost: graph.Hub, Avoid: []string{"m1", "h"}}), "S p3 M2 p4 T : 5000"},
	{"a filter changes degrees", path("s", "t", graph.PathsQuery{Cost: graph.Hub, Filter: of(everything, graph.SisterOf)}), "S p7 T : 3000"},

	{"avoid", path("s", "t", graph.PathsQuery{Avoid: []string{"h"}}), "S p1+p1c+p1b M1 p2 T : 2"},
	{"avoid all the short", path("s", "t", graph.PathsQuery{Avoid: []string{"m2", "h", "m1", "m1"}}), "S r1 Q1 r2 Q2 r3 T : 3"},
	{"avoid every way", path("s", "t", graph.PathsQuery{Avoid: []string{"m2", "h", "m1", "q2"}}), ""},
	{"avoid nobody", path("s", "t", graph.PathsQuery{Avoid: []string{"nobody"}}), "S p5 H p6 T : 2"},
	{"via", path("s", "t", graph.PathsQuery{Via: []string{"m2"}}), "S p3 M2 p4 T : 2"},
	{"via two", path("s", "t", graph.PathsQuery{Via: []string{"q1", "q2"}}), "S r1 Q1 r2 Q2 r3 T : 3"},
	{"via two in the wrong turn", path("s", "t", graph.PathsQuery{Via: []string{"q2", "q1"}}), ""},
	{"via a dead end", path("s", "t", graph.PathsQuery{Via: []string{"h1"}}), ""},
	{"via both sides", path("s", "t", graph.PathsQuery{Via: []string{"m1", "m2"}}), ""},
	{"via the far side", path("h1", "q1", graph.PathsQuery{Via: []string{"t"}}), "H1 k1 H p6 T r3 Q2 r2 Q1 : 4"},
	{"via, k", path("h", "q1", graph.PathsQuery{Via: []string{"t"}, Mode: graph.KShortest}), "H p6 T r3 Q2 r2 Q1 : 3; H p6 T p2 M1 p1+p1c+p1b S r1 Q1 : 4; H p6 T p4 M2 p3 S r1 Q1 : 4"},
	{"via the end", path("s", "t", graph.PathsQuery{Via: []string{"t"}}), "error: invalid"},
	{"via twice", path("s", "t", graph.PathsQuery{Via: []string{"h", "h"}}), "error: invalid"},
	{"via what is avoided", path("s", "t", graph.PathsQuery{Via: []string{"h"}, Avoid: []string{"h"}}), "error: invalid"},
	{"via nobody", path("s", "t", graph.PathsQuery{Via: []string{"nobody"}}), "error: not found"},
	{"six stops", path("s", "t", graph.PathsQuery{Via: []string{"m1", "m2", "h", "q1", "q2", "h1"}}), "error: invalid"},

	{"too short", path("s", "t", graph.PathsQuery{MaxLength: 1}), ""},
	{"short enough", path("s", "t", graph.PathsQuery{MaxLength: 2, Mode: graph.KShortest, K: 4}), "S p5 H p6 T : 2; S p1+p1c+p1b M1 p2 T : 2; S p3 M2 p4 T : 2"},
	{"the whole with its stops is too long", path("h1", "q1", graph.PathsQuery{Via: []string{"t"}, MaxLength: 3}), ""},
	{"length before cost", path("s", "t", graph.PathsQuery{MaxLength: 2, Cost: graph.Hub, Mode: graph.KShortest, K: 4}), "S p1+p1c+p1b M1 p2 T : 5000; S p3 M2 p4 T : 5000; S p5 H p6 T : 6585"},
	{"eleven", path("s", "t", graph.PathsQuery{MaxLength: graph.MaxHops + 1}), "error: invalid"},

	{"from here to here", path("s", "s", graph.PathsQuery{}), "S : 0"},
	{"all from here to here", path("s", "s", graph.PathsQuery{Mode: graph.ShortestAll, Cost: graph.Hub}), "S : 0"},
	{"k from here to here", path("iso", "iso", graph.PathsQuery{Mode: graph.KShortest}), "ISO : 0"},
	{"from here to here by there", path("s", "s", graph.PathsQuery{Via: []string{"h"}}), "error: invalid"},
	{"nowhere", path("s", "iso", graph.PathsQuery{}), ""},
	{"apart", path("s", "o1", graph.PathsQuery{Mode: graph.ShortestAll}), ""},
	{"only members", path("s", "m1", graph.PathsQuery{Filter: of(now, graph.MemberOf)}), "S p1b M1 : 1"},
	{"from nobody", path("nobody", "t", graph.PathsQuery{}), "error: not found"},
	{"to nobody", path("s", "nobody", graph.PathsQuery{}), "error: not found"},
	{"from what is no id", path("S", "t", graph.PathsQuery{}), "error: invalid"},
	{"to nothing", path("s", "", graph.PathsQuery{}), "error: invalid"},
	{"from what is avoided", path("s", "t", graph.PathsQuery{Avoid: []string{"s"}}), "error: invalid"},
	{"k of another mode", path("s", "t", graph.PathsQuery{K: 3}), "error: invalid"},
	{"a limit of another mode", path("s", "t", graph.PathsQuery{Mode: graph.KShortest, Limit: 3}), "error: invalid"},
	{"k too many", path("s", "t", graph.PathsQuery{Mode: graph.KShortest, K: graph.MaxK + 1}), "error: invalid"},
	{"a mode that is none", path("s", "t", graph.PathsQuery{Mode: "longest"}), "error: invalid"},
}}

func path(from, to string, q graph.PathsQuery) graph.PathsQuery {
	q.From, q.To = from, to
	return q
}

var records = group{name: "records", fixture: `
# Codes are shared between systems and holders; u1 is cited by a, by an event of b, by e; u2 by nobody; u3 only by a claim.
a municipality codes=jis:01,fips:01 cites=u1
b municipality codes=jis-earlier:01,jis:02 event-cites=u1,u4
c partner codes=fips:01,gnis:1
d partner
e: a sister_of b cites=u5
source u2 credit=Everyone
source u0 credit=All title=First
claim a population 5 u1 agrees
claim a population 6 u3 disagrees
claim b name x u1 agrees
claim gone name y u1 refutes
`, cases: []dataCase{
	{"a node", nodeByID{"a"}, "a"},
	{"an edge", edgeByID{"e"}, "e"},
	{"a source", sourceByID{graph.SourceID("u2")}, "u2"},
	{"no node", nodeByID{"e"}, "error: not found"},
	{"no edge", edgeByID{"a"}, "error: not found"},
	{"no source", sourceByID{"a"}, "error: not found"},
	{"not even an id", nodeByID{"' OR ''='"}, "error: not found"},
	{"nothing", nodeByID{""}, "error: not found"},
	{"an edge that is no id", edgeByID{"e'"}, "error: not found"},
	{"a source that is no id", sourceByID{"u2"}, "error: not found"},
	{"in the order asked, twice, without the absent", nodesByIDs{[]string{"c", "a", "nobody", "c", "", "E"}}, "c a c"},
	{"of nothing", nodesByIDs{}, ""},
	{"sources in the order asked", sourcesByIDs{[]string{graph.SourceID("u3"), "nobody", graph.SourceID("u1")}}, "u3 u1"},

	{"a code", byCode{"jis", "02"}, "b"},
	{"a code of today and of old", byCode{"jis", "01"}, "a b"},
	{"of old only", byCode{"jis-earlier", "01"}, "b"},
	{"of another system", byCode{"fips", "01"}, "a c"},
	{"no longer number", byCode{"gnis", "01"}, ""},
	{"no beginning", byCode{"jis", "0"}, ""},
	{"no system", byCode{"", "01"}, ""},
	{"no such system", byCode{"jis' OR 1=1", "01"}, ""},

	{"claims of records", graph.ClaimsQuery{Records: []string{"b", "gone"}, Kinds: []graph.ClaimKind{graph.Refutes}}, "gone.name | total 1"},
	{"claims of a kind", graph.ClaimsQuery{Kinds: []graph.ClaimKind{graph.Disagrees}}, "a.population | total 1"},
	{"claims of nobody", graph.ClaimsQuery{Records: []string{"nobody"}}, "total 0"},
	{"claims of what is no id", graph.ClaimsQuery{Records: []string{"no body"}}, "error: invalid"},
	{"claims of no kind", graph.ClaimsQuery{Kinds: []graph.ClaimKind{"doubts"}}, "error: invalid"},
	{"too many claims", graph.ClaimsQuery{Page: graph.Page{Limit: graph.MaxPage + 1}}, "error: invalid"},
	{"too many sources", graph.SourcesQuery{Page: graph.Page{Limit: graph.MaxPage + 1}}, "error: invalid"},
	{"a network with its sources", from("d", "a"), "a b d | e | total 3/1"},
}}

package storetest

import "enishi/graph"

// Times of questions.
func at(d string) graph.Filter {
	return graph.Filter{Time: graph.Time{AsOf: graph.MustDate(d)}}
}

func during(from, to string) graph.Filter {
	return graph.Filter{Time: graph.Time{From: graph.MustDate(from), To: graph.MustDate(to)}}
}

func undatedToo(f graph.Filter) graph.Filter {
	f.IncludeUndated = true
	return f
}

func of(f graph.Filter, kinds ...graph.EdgeKind) graph.Filter {
	f.EdgeKinds = kinds
	return f
}

func edgesOfTie(tie string, f graph.Filter) graph.EdgesQuery {
	return graph.EdgesQuery{Tie: tie, Filter: f}
}

func counts(id string, f graph.Filter) graph.CountsQuery {
	return graph.CountsQuery{ID: id, Filter: f}
}

func neighbors(id string, f graph.Filter) graph.NeighborsQuery {
	return graph.NeighborsQuery{ID: id, Filter: f}
}

func from(ids ...string) graph.NeighborhoodQuery { return graph.NeighborhoodQuery{From: ids} }

func tally(m graph.Measure, rows, cols graph.Axis, f graph.Filter) graph.TallyQuery {
	return graph.TallyQuery{Count: m, Rows: rows, Cols: cols, Filter: f}
}

var now = graph.Filter{}

// mergers are the lineages of model.md, "Mergers".
var mergers = group{name: "mergers", fixture: `
# A tie inherited through two mergers; the last one also moves it to another prefecture.
#
#   old ─[1970-05, 1990-04-01)───┐
#    ▼ merged 1990-04-01         │
#   mid ─[1990-04-01, 2005-01-01)┼─ us-ca-x   tie-chain
#    ▼ absorbed 2005-01-01       │
#   now ─[2005-01-01, …)─────────┘  (in jp-21; all others in jp-20)
#
# Two bodies signed, the earliest merger that reaches the heir starts its edge:
#
#   p ─[1980, 2000-01-01)──┐
#   q ─[1980, 2003-04-01)──┼─ us-ca-y   tie-pair
#   r ─[2000-01-01, …)─────┘
#
# A town that was split between two:
#
#   s  ─[1985, 2006-03-01)──┐
#   s1 ─[2006-03-01, …)─────┼─ us-ca-z   tie-split
#   s2 ─[2006-03-01, …)─────┘
#
# And
#   t ─ undated ─ us-ca-z                           tie-undated
#   t ─[1990, 2010) ended ─ us-ca-y                 tie-ended
#   t ─[1991, …) ended, nobody says when ─ us-ca-x  tie-lost
#   young (1955) ─[1955, …) signed 1950 ─ us-ca-x   tie-older: who signed is unknown
#   decoy ─[1970, …) ─ us-ca-w                      tie-decoy
jp-20 prefecture region=Chubu
jp-21 prefecture region=Chubu
us-ca partner level=state
us-ca-w partner within=us-ca
us-ca-x partner within=us-ca
us-ca-y partner within=us-ca
us-ca-z partner within=us-ca
old municipality within=jp-20 valid=..1990-04-01
mid municipality within=jp-20 valid=1990-04-01..2005-01-01
now municipality within=jp-21
p municipality within=jp-20 valid=..2000-01-01
q municipality within=jp-20 valid=..2003-04-01
r municipality within=jp-20 valid=2000-01-01..
s municipality within=jp-20 valid=..2006-03-01
s1 municipality within=jp-20 valid=2006-03-01..
s2 municipality within=jp-20 valid=2006-03-01..
t municipality within=jp-20
young municipality within=jp-20 valid=1955..
decoy municipality within=jp-20
chain-old: old sister_of us-ca-x tie=tie-chain signed=1970-05 valid=1970-05..1990-04-01
chain-mid: mid sister_of us-ca-x tie=tie-chain signed=1970-05 role=inherited valid=1990-04-01..2005-01-01
chain-now: now sister_of us-ca-x tie=tie-chain signed=1970-05 role=inherited valid=2005-01-01..
suc-old: old succeeded_by mid date=1990-04-01 valid=1990-04-01..1990-04-02
suc-mid: mid succeeded_by now date=2005-01-01 change=absorbed valid=2005-01-01..2005-01-02
pair-p: p sister_of us-ca-y tie=tie-pair signed=1980 valid=1980..2000-01-01
pair-q: q sister_of us-ca-y tie=tie-pair signed=1980 valid=1980..2003-04-01
pair-r: r sister_of us-ca-y tie=tie-pair signed=1980 role=inherited valid=2000-01-01..
split-s: s sister_of us-ca-z tie=tie-split signed=1985 valid=1985..2006-03-01
split-s1: s1 sister_of us-ca-z tie=tie-split signed=1985 role=inherited valid=2006-03-01..
split-s2: s2 sister_of us-ca-z tie=tie-split signed=1985 role=inherited valid=2006-03-01..
suc-s1: s succeeded_by s1 date=2006-03-01 change=split valid=2006-03-01..2006-03-02
suc-s2: s succeeded_by s2 date=2006-03-01 change=split valid=2006-03-01..2006-03-02
undated-t: t sister_of us-ca-z tie=tie-undated
ended-t: t sister_of us-ca-y tie=tie-ended signed=1990 status=ended valid=1990..2010
lost-t: t sister_of us-ca-x tie=tie-lost signed=1991 status=ended valid=1991..
older-young: young sister_of us-ca-x tie=tie-older signed=1950 role=inherited unknown=yes valid=1955..
decoy-d: decoy sister_of us-ca-w tie=tie-decoy signed=1970 valid=1970..
`, cases: []dataCase{
	{"holder now", edgesOfTie("tie-chain", now), "chain-now | total 1"},
	{"all holders", edgesOfTie("tie-chain", everything), "chain-mid chain-now chain-old | total 3"},
	{"holders and an edge by name", graph.EdgesQuery{Records: []string{"tie-chain", "chain-old", "nobody"}, Filter: now}, "chain-now | total 1"},
	{"an edge by name, of any time", graph.EdgesQuery{Records: []string{"chain-mid"}, Filter: everything}, "chain-mid | total 1"},
	{"an edge by name, of another lineage", graph.EdgesQuery{Records: []string{"chain-mid"}, Tie: "tie-other", Filter: everything}, "total 0"},
	{"last day of the signatory", edgesOfTie("tie-chain", at("1990-03-31")), "chain-old | total 1"},
	{"first day of the heir", edgesOfTie("tie-chain", at("1990-04-01")), "chain-mid | total 1"},
	{"month of the merger", edgesOfTie("tie-chain", at("1990-04")), "chain-mid | total 1"},
	{"year of the merger", edgesOfTie("tie-chain", at("1990")), "chain-mid chain-old | total 2"},
	{"a day of the month of signing", edgesOfTie("tie-chain", at("1970-05-15")), "chain-old? | total 1 | possible 1"},
	{"the month of signing", edgesOfTie("tie-chain", at("1970-05")), "chain-old | total 1"},
	{"before signing", edgesOfTie("tie-chain", at("1970-04-30")), "total 0"},
	{"no such tie", edgesOfTie("tie-none", everything), "total 0"},

	{"ended nobody says when is not now", counts("us-ca-x", now), "us-ca-x | sister_of both municipality 2/2/2 | total 2"},
	{"a merger adds no tie", counts("us-ca-x", everything), "us-ca-x | sister_of both municipality 3/5/5 | total 3"},
	{"before the body, no tie", counts("us-ca-x", at("1952")), "us-ca-x | total 0"},
	{"ended nobody says when may hold", neighbors("us-ca-x", at("2020")), "chain-now lost-t? older-young | total 3 | possible 1"},
	{"two signatories are one tie", counts("us-ca-y", at("2001")), "us-ca-y | sister_of both municipality 2/3/3 | total 2"},
	{"a split is one tie", counts("us-ca-z", everything), "us-ca-z | sister_of both municipality 2/4/4 | total 2"},
	{"undated is counted apart", counts("us-ca-z", at("2010-01-01")), "us-ca-z | sister_of both municipality 1/2/2 | total 1 | undated 1"},
	{"undated let in", counts("us-ca-z", undatedToo(at("2010-01-01"))), "us-ca-z | sister_of both municipality 2/3/3 | total 2"},
	{"directions and kinds", counts("mid", everything), "mid | sister_of both partner 1/1/1 succeeded_by out municipality 1/1/1 succeeded_by in municipality 1/1/1 | total 3"},
	{"a body that is gone", counts("old", at("2020")), "old! | total 0"},

	{"before the split", neighbors("us-ca-z", at("2006-02-28")), "split-s | total 1 | undated 1"},
	{"after the split", neighbors("us-ca-z", at("2006-03-01")), "split-s1 split-s2 | total 2 | undated 1"},
	{"far ids before edge ids", neighbors("t", everything), "lost-t ended-t undated-t | total 3"},
	{"undated holds now", neighbors("t", now), "undated-t | total 1"},
	{"a merger is an event of its day", neighbors("old", at("1990-04-01")), "suc-old | total 1"},
	{"and of no other", neighbors("old", at("1990-04-02")), "total 0"},
	{"inward, and the undirected", graph.NeighborsQuery{ID: "mid", Direction: graph.Inward, Filter: everything}, "chain-mid suc-old | total 2"},
	{"outward, and the undirected", graph.NeighborsQuery{ID: "mid", Direction: graph.Outward, Filter: everything}, "chain-mid suc-mid | total 2"},
	{"nobody's neighbours", neighbors("nobody", now), "error: not found"},
	{"nobody's counts", counts("nobody", now), "error: not found"},

	{"down the succession", graph.NeighborhoodQuery{From: []string{"old"}, Depth: 3, Direction: graph.Outward, Filter: of(everything, graph.SucceededBy)},
		"mid now old | suc-mid suc-old | total 3/2"},
	{"not up from its start", graph.NeighborhoodQuery{From: []string{"old"}, Depth: 3, Direction: graph.Inward, Filter: of(everything, graph.SucceededBy)}, "old | total 1/0"},
	{"ends that are gone are marked", graph.NeighborhoodQuery{From: []string{"s"}, Filter: of(at("2006-03"), graph.SucceededBy)}, "s! s1 s2 | suc-s1 suc-s2 | total 3/2"},
	{"ends not yet founded are marked", graph.NeighborhoodQuery{From: []string{"s1"}, Filter: at("2000")}, "s1! | total 1/0"},

	{"lineages by year of signing", tally(graph.CountTies, graph.ByYear, "", everything),
		"1950/all=1 1970/all=2 1980/all=1 1985/all=1 1990/all=1 1991/all=1 unknown/all=1 | total 8"},
	{"lineages of a day", tally("", graph.ByYear, "", at("2001-06-01")), "1950/all=1 1970/all=2 1980/all=1 1985/all=1 1990/all=1 1991/all=1 | total 7 | undated 1 | possible 1"},
	{"lineages now by decade", tally("", graph.ByDecade, "", now), "1950/all=1 1970/all=2 1980/all=2 unknown/all=1 | total 6"},
	{"lineages by status", tally("", graph.ByStatus, "", everything), "active/all=6 ended/all=2 | total 8"},
	{"by the last holder's prefecture", tally("", graph.ByPrefecture, "", everything), "jp-20/all=7 jp-21/all=1 | total 8"},
	{"on the last day of the holder before", tally("", graph.ByPrefecture, "", at("2004-12-31")), "jp-20/all=7 | total 7 | undated 1 | possible 1"},
	{"on the first day of the last holder", tally("", graph.ByPrefecture, "", at("2005-01-01")), "jp-20/all=6 jp-21/all=1 | total 7 | undated 1 | possible 1"},
	{"the last holder among those that pass", tally("", graph.ByPrefecture, "", graph.Filter{Time: everything.Time, Prefectures: []string{"jp-20"}}), "jp-20/all=8 | total 8"},
	{"rolled up", tally("", graph.ByRegion, graph.ByState, everything), "Chubu/us-ca=8 | total 8"},
}}

// dates are partial dates under every kind of time.
var dates = group{name: "dates", fixture: `
# Nine ties of a and b, each with its own dates (d5 ends in 1989, nobody says which day; d7 has ended, nobody says when):
#
#          1979 … 1988 | 1989-01 … -04 … -06 … -12 | 1990
#   d1                  ├────── the year 1989 ─────┤
#   d2                           ├─▒ some day of April ────────────▶
#   d3                           ╿ the first of April
#   d4  ◀─ ? ──────────────────────────▒ some day of June
#   d5     ├──(1980)────────────▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
#   d6  ◀─ ? ──────────────────────────────────────────────────────▶
#   d7                                      ├▒▒▒▒▒▒▒▒▒▒▒▒ … ended
#   d8                                             ├───────────────▶
#   d9  ├────────┤ 1988-12-31
#
# l1, l2: located_in of unknown start. o1, o2: organizations; g1: a program of August 1989; m1: a town gone in June 1989.
a municipality
b partner
p prefecture
p2 prefecture
m1 municipality valid=..1989-06
o1 organization
o2 organization valid=1985..
g1 program valid=1989-08..1989-08
d1: a sister_of b valid=1989..1989
d2: a sister_of b valid=1989-04..
d3: a sister_of b valid=1989-04-01..1989-04-02
d4: a sister_of b valid=..1989-06
d5: a sister_of b valid=1980..1989
d6: a sister_of b
d7: a sister_of b valid=1989-12.. status=ended
d8: a sister_of b valid=1990-01-01..
d9: a sister_of b valid=1979..1988-12-31
l1: a located_in p valid=..1989-06
l2: a located_in p2
`, cases: []dataCase{
	{"a day", graph.EdgesQuery{Filter: of(at("1989-04-01"), graph.SisterOf)}, "d1? d2? d3 d5? | total 4 | undated 2 | possible 3"},
	{"a day, undated too", graph.EdgesQuery{Filter: undatedToo(of(at("1989-04-01"), graph.SisterOf))}, "d1? d2? d3 d4~ d5? d6~ | total 6 | possible 3"},
	{"a month", graph.EdgesQuery{Filter: of(at("1989-04"), graph.SisterOf)}, "d1? d2 d3 d5? | total 4 | undated 2 | possible 2"},
	{"a year", graph.EdgesQuery{Filter: of(at("1989"), graph.SisterOf)}, "d1 d2 d3 d5 d7 | total 5 | undated 2"},
	{"the day after the year", graph.EdgesQuery{Filter: of(at("1990-01-01"), graph.SisterOf)}, "d2 d7? d8 | total 3 | undated 1 | possible 1"},
	{"a span", graph.EdgesQuery{Filter: of(during("1988-06", "1988"), graph.SisterOf)}, "d5 d9 | total 2 | undated 2"},
	{"a span without end", graph.EdgesQuery{Filter: of(during("1989-12-31", ""), graph.SisterOf)}, "d1? d2 d5? d7? d8 | total 5 | undated 1 | possible 3"},
	{"a span without start", graph.EdgesQuery{Filter: of(during("", "1979"), graph.SisterOf)}, "d9 | total 1 | undated 2"},
	{"a span before all", graph.EdgesQuery{Filter: of(during("", "1978-12-31"), graph.SisterOf)}, "total 0 | undated 2"},
	{"a span of one day", graph.EdgesQuery{Filter: of(during("1989-04-01", "1989-04-01"), graph.SisterOf)}, "d1? d2? d3 d5? | total 4 | undated 2 | possible 3"},
	{"the first of all days", graph.EdgesQuery{Filter: of(at("0001-01-01"), graph.SisterOf)}, "total 0 | undated 2"},
	{"the last of all days", graph.EdgesQuery{Filter: of(at("9999-12-31"), graph.SisterOf)}, "d2 d7? d8 | total 3 | undated 1 | possible 1"},
	{"now", graph.EdgesQuery{Filter: of(now, graph.SisterOf)}, "d2 d6 d8 | total 3"},
	{"any time", graph.EdgesQuery{Filter: of(everything, graph.SisterOf)}, "d1 d2 d3 d4 d5 d6 d7 d8 d9 | total 9"},
	{"two ways to say when", graph.EdgesQuery{Filter: graph.Filter{Time: graph.Time{Any: true, AsOf: graph.MustDate("1989")}}}, "error: invalid"},
	{"an end before the start", graph.EdgesQuery{Filter: during("1990", "1989")}, "error: invalid"},
	{"a page of it", graph.EdgesQuery{Filter: of(at("1989-04-01"), graph.SisterOf), Page: graph.Page{Limit: 2, After: "d1"}}, "d2? d3 | total 4 | undated 2 | possible 3 | next d3"},

	{"located of old", graph.EdgesQuery{Filter: of(at("1989-04-01"), graph.LocatedIn)}, "l1 l2 | total 2"},
	{"located in the month it ended", graph.EdgesQuery{Filter: of(at("1989-06-15"), graph.LocatedIn)}, "l1? l2 | total 2 | possible 1"},
	{"located afterwards", graph.EdgesQuery{Filter: of(at("1989-07-01"), graph.LocatedIn)}, "l2 | total 1"},
	{"located now", graph.EdgesQuery{Filter: of(now, graph.LocatedIn)}, "l2 | total 1"},

	{"nodes of a day", graph.NodesQuery{Filter: at("1989-08-10")}, "a b g1? o2 p p2 | total 6 | undated 1 | possible 1"},
	{"nodes now", graph.NodesQuery{}, "a b o1 o2 p p2 | total 6"},
	{"nodes ever", graph.NodesQuery{Filter: everything}, "a b g1 m1 o1 o2 p p2 | total 8"},
	{"organizations of a year", graph.NodesQuery{Filter: graph.Filter{Time: graph.Time{AsOf: graph.MustDate("1989")}, NodeKinds: []graph.NodeKind{graph.Organization}}}, "o2 | total 1 | undated 1"},
	{"organizations, undated too", graph.NodesQuery{Filter: graph.Filter{Time: graph.Time{AsOf: graph.MustDate("1985-06")}, NodeKinds: []graph.NodeKind{graph.Organization}, IncludeUndated: true}},
		"o1~ o2? | total 2 | possible 1"},
	{"counts of possible ties", counts("a", at("1989-04-01")), "a | sister_of both partner 4/1/4 located_in out prefecture 2/2/2 | total 6 | undated 2"},
	{"a network of possible ties", graph.NeighborhoodQuery{From: []string{"b"}, Filter: at("1989-04-01")}, "a b | d1? d2? d3 d5? | total 2/4 | undated 2 | possible 3"},
}}

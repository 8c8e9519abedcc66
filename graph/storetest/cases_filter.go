package storetest

import (
	"slices"

	"enishi/graph"
)

func edges(f graph.Filter) graph.EdgesQuery { return graph.EdgesQuery{Filter: f} }
func nodes(f graph.Filter) graph.NodesQuery { return graph.NodesQuery{Filter: f} }

func ever(f graph.Filter) graph.Filter {
	f.Time.Any = true
	return f
}

var filters = group{name: "filters", fixture: `
# jp-04 ◀located_in─ jp-04100 ═══ t1 ═══ us-ca-riverside ─located_in▶ us-ca
#   ╚═══ t2 sister-state ═══ us-de           ║
#                                            ║ t4 ended
# jp-32 ◀located_in─ jp-32201 ═══════════════╝
#   │                  ╚═══ t3 friendship, status unknown ═══ us-la-new-orleans ─located_in▶ us-la
#   │
#   └──member──▶ org-clair (quasi-governmental; governance) ◀─member── org-sira (ngo; education, culture; in jp-04)
#                 │     ▲─founder── org-bare (no sector, no theme; in jp-32)   ▲
#                 │                                                            └─affiliate── jp-04100
#   org-clair ─organizes▶ prog-jet (scope US; education) ◀takes_part_in─ jp-04100
#   org-sira ─organizes▶ prog-half (sport) ◀takes_part_in─ jp-32201
jp-04 prefecture region=Tohoku cites=u1,u2
jp-32 prefecture region=Chugoku
jp-04100 municipality within=jp-04
jp-32201 municipality within=jp-32
us-ca partner level=state
us-de partner level=state confidence=low
us-la partner level=state
us-ca-riverside partner level=city within=us-ca
us-la-new-orleans partner level=city within=us-la
org-clair organization sector=quasi-governmental themes=governance within=jp-13
org-sira organization sector=ngo themes=education,culture within=jp-04
org-bare organization within=jp-32
prog-jet program scope=US themes=education type=Assistants
prog-half program themes=sport type=race
t1: jp-04100 sister_of us-ca-riverside tie=t1 confidence=high cites=u1,u2
t2: jp-04 sister_of us-de tie=t2 kind=sister-state cites=u1
t3: jp-32201 sister_of us-la-new-orleans tie=t3 kind=friendship status=unknown confidence=low
t4: jp-32201 sister_of us-ca-riverside tie=t4 status=ended valid=1960..1970
m1: org-sira member_of org-clair
m2: jp-04100 member_of org-sira role=affiliate confidence=high
m3: jp-32 member_of org-clair
m4: org-bare member_of org-clair role=founder
o1: org-clair organizes prog-jet
o2: org-sira organizes prog-half
p1: jp-04100 takes_part_in prog-jet
p2: jp-32201 takes_part_in prog-half
l1: jp-04100 located_in jp-04
l2: jp-32201 located_in jp-32
l3: us-ca-riverside located_in us-ca
l4: us-la-new-orleans located_in us-la
l5: org-sira located_in jp-04
`, cases: []dataCase{
	{"none", edges(now), "l1 l2 l3 l4 l5 m1 m2 m3 m4 o1 o2 p1 p2 t1 t2 t3 | total 16"},
	{"edge kinds", edges(of(now, graph.TakesPartIn, graph.Organizes, graph.TakesPartIn)), "o1 o2 p1 p2 | total 4"},
	{"node kinds: both ends", edges(graph.Filter{NodeKinds: []graph.NodeKind{graph.Partner, graph.Municipality}}), "l3 l4 t1 t3 | total 4"},
	{"tie kinds", edges(graph.Filter{TieKinds: []graph.TieKind{graph.Friendship}}), "t3 | total 1"},
	{"two tie kinds", edges(graph.Filter{TieKinds: []graph.TieKind{graph.SisterState, graph.Friendship}}), "t2 t3 | total 2"},
	{"a status", edges(graph.Filter{Statuses: []graph.Status{graph.Unknown}}), "t3 | total 1"},
	{"ended, now", edges(graph.Filter{Statuses: []graph.Status{graph.Ended}}), "total 0"},
	{"ended, ever", edges(ever(graph.Filter{Statuses: []graph.Status{graph.Ended}})), "t4 | total 1"},
	{"a prefecture", edges(graph.Filter{Prefectures: []string{"jp-04"}}), "l1 l5 m1 m2 o2 t1 t2 | total 7"},
	{"with nationwide programs", edges(graph.Filter{Prefectures: []string{"jp-04"}, IncludeScoped: true}), "l1 l5 m1 m2 o2 p1 t1 t2 | total 8"},
	{"two prefectures", edges(graph.Filter{Prefectures: []string{"jp-32", "jp-04"}}), "l1 l2 l5 m1 m2 m3 m4 o2 p2 t1 t2 t3 | total 12"},
	{"a state", edges(graph.Filter{States: []string{"us-ca"}}), "l3 t1 | total 2"},
	{"a state, ever", edges(ever(graph.Filter{States: []string{"us-ca"}})), "l3 t1 t4 | total 3"},
	{"an end in each", edges(ever(graph.Filter{Prefectures: []string{"jp-04"}, States: []string{"us-ca"}})), "t1 | total 1"},
	{"an end in each, the other way", edges(ever(graph.Filter{Prefectures: []string{"jp-32"}, States: []string{"us-ca", "us-de"}})), "t4 | total 1"},
	{"an area that is not there", edges(graph.Filter{Prefectures: []string{"jp-48"}}), "total 0"},
	{"a beginning of an id is no area", edges(graph.Filter{Prefectures: []string{"jp-0"}}), "total 0"},
	{"a sector", edges(graph.Filter{Sectors: []graph.Sector{"ngo"}}), "l5 m2 o2 | total 3"},
	{"another sector", edges(graph.Filter{Sectors: []graph.Sector{"quasi-governmental"}}), "m3 o1 | total 2"},
	{"both sectors", edges(graph.Filter{Sectors: []graph.Sector{"quasi-governmental", "ngo"}}), "l5 m1 m2 m3 o1 o2 | total 6"},
	{"a theme", edges(graph.Filter{Themes: []graph.Theme{"education"}}), "l5 m2 p1 | total 3"},
	{"two themes", edges(graph.Filter{Themes: []graph.Theme{"sport", "education"}}), "l5 m2 o2 p1 p2 | total 5"},
	{"a sector and a theme that fail each other", edges(graph.Filter{Sectors: []graph.Sector{"ngo"}, Themes: []graph.Theme{"sport"}}), "total 0"},
	{"high confidence", edges(graph.Filter{MinConfidence: graph.High}), "m2 t1 | total 2"},
	{"medium confidence, as unstated", edges(graph.Filter{MinConfidence: graph.Medium}), "l1 l2 l3 l4 l5 m1 m2 m3 m4 o1 o2 p1 p2 t1 t2 | total 15"},
	{"low confidence is all", edges(graph.Filter{MinConfidence: graph.Low}), "l1 l2 l3 l4 l5 m1 m2 m3 m4 o1 o2 p1 p2 t1 t2 t3 | total 16"},
	{"a single source", edges(graph.Filter{SingleSource: true, EdgeKinds: []graph.EdgeKind{graph.SisterOf}}), "t2 t3 | total 2"},
	{"undated at a day", edges(at("1989")), "l1 l2 l3 l4 l5 | total 5 | undated 11"},
	{"a filter counts only its own undated", edges(graph.Filter{Time: at("1989").Time, TieKinds: []graph.TieKind{graph.Friendship}}), "total 0 | undated 1"},
	{"an edge kind that is none", edges(of(now, "likes")), "error: invalid"},
	{"a theme that is none", edges(graph.Filter{Themes: []graph.Theme{"' OR 1=1"}}), "error: invalid"},
	{"an area that is no id", edges(graph.Filter{Prefectures: []string{"JP 04"}}), "error: invalid"},
	{"a page too long", graph.EdgesQuery{Page: graph.Page{Limit: graph.MaxPage + 1}}, "error: invalid"},
	{"a page of less than nothing", graph.EdgesQuery{Page: graph.Page{Limit: -1}}, "error: invalid"},

	{"nodes by kind", nodes(graph.Filter{NodeKinds: []graph.NodeKind{graph.Organization}}), "org-bare org-clair org-sira | total 3"},
	{"nodes by sector", nodes(graph.Filter{Sectors: []graph.Sector{"ngo"}}), "org-sira | total 1"},
	{"nodes by theme", nodes(graph.Filter{Themes: []graph.Theme{"education"}}), "org-sira prog-jet | total 2"},
	{"nodes by prefecture", nodes(graph.Filter{Prefectures: []string{"jp-04"}}), "jp-04 jp-04100 org-sira | total 3"},
	{"nodes by prefecture, with nationwide programs", nodes(graph.Filter{Prefectures: []string{"jp-04"}, IncludeScoped: true}), "jp-04 jp-04100 org-sira prog-jet | total 4"},
	{"nodes by state", nodes(graph.Filter{States: []string{"us-ca"}}), "us-ca us-ca-riverside | total 2"},
	{"nodes of either", nodes(graph.Filter{Prefectures: []string{"jp-04"}, States: []string{"us-ca"}}), "jp-04 jp-04100 org-sira us-ca us-ca-riverside | total 5"},
	{"nodes by confidence", nodes(graph.Filter{MinConfidence: graph.Medium, NodeKinds: []graph.NodeKind{graph.Partner}}), "us-ca us-ca-riverside us-la us-la-new-orleans | total 4"},
	{"nodes by single source", nodes(graph.Filter{SingleSource: true, NodeKinds: []graph.NodeKind{graph.Prefecture}}), "jp-32 | total 1"},
	{"nodes at a day", nodes(graph.Filter{Time: at("1989").Time, NodeKinds: []graph.NodeKind{graph.Organization, graph.Program, graph.Prefecture}}), "jp-04 jp-32 | total 2 | undated 5"},

	{"a network by sector", graph.SubgraphQuery{Filter: graph.Filter{Sectors: []graph.Sector{"ngo"}}}, "jp-04 jp-04100 org-sira prog-half | m2 o2 l5 | total 4/3"},
	{"edges before ids", graph.SubgraphQuery{Filter: graph.Filter{Prefectures: []string{"jp-04"}}},
		"jp-04 jp-04100 org-clair org-sira prog-half us-ca-riverside us-de | t1 t2 m1 m2 o2 l1 l5 | total 7/7"},
	{"neighbours by theme", neighbors("org-sira", graph.Filter{Themes: []graph.Theme{"education"}}), "m2 l5 | total 2"},
	{"a start stands whatever the filter says", graph.NeighborhoodQuery{From: []string{"org-bare"}, Filter: graph.Filter{Sectors: []graph.Sector{"ngo"}}}, "org-bare | total 1/0"},
	{"a path under a filter", graph.PathsQuery{From: "jp-04100", To: "jp-32", Filter: of(now, graph.MemberOf)}, "JP-04100 m2 ORG-SIRA m1 ORG-CLAIR m3 JP-32 : 3"},
	{"no path under a filter", graph.PathsQuery{From: "jp-04100", To: "jp-32", Filter: of(now, graph.SisterOf)}, ""},
}}

var tallies = group{name: "tallies", fixture: `
# Levels: jp-1 ═ us-a (state), town-1 ═ us-a-x, town-1 ═ us-a (cross), jp-2 ═ us-gu (territory), town-2 ═ ca-y (in no state), town-3 ═ us-b-d (a district in a state).
# Keys that collations and UTF-16 order otherwise: types of the organizations o1 … o6; o7 has none.
# prog-1: organized by o1 (in jp-1), with town-2 (in jp-2) and us-a-x; prog-2: the same, nationwide; prog-3: by itself in jp-2; prog-4: of nobody.
jp-1 prefecture region=East
jp-2 prefecture region=West
jp-3 prefecture
us-a partner level=state
us-b partner level=state
us-gu partner level=territory
us-a-x partner level=city within=us-a
us-b-d partner level=district within=us-b
ca-y partner level=city
town-1 municipality within=jp-1
town-2 municipality within=jp-2
town-3 municipality within=jp-3
o1 organization type=Zoo within=jp-1 sector=ngo themes=culture,sport valid=1957-03..
o2 organization type=apple within=us-a sector=business valid=1959-12-31..
o3 organization type=Äpfel within=us-a-x valid=1960..
o4 organization type=いろは within=nowhere
o5 organization type=Ａ
o6 organization type=😀
o7 organization
prog-1 program valid=1999..
prog-2 program scope=JP,US
prog-3 program within=jp-2 type=race valid=0999..
prog-4 program
u1: jp-1 sister_of us-a kind=sister-state signed=1980
u2: town-1 sister_of us-a-x signed=1989-12-31
u3: town-1 sister_of us-a kind=friendship signed=1990-01-01
u4: jp-2 sister_of us-gu kind=sister-state
u5: town-2 sister_of ca-y signed=1981-05
u6: town-3 sister_of us-b-d signed=1981
m1: o1 member_of o2 valid=2001..
m2: town-1 member_of o1 role=affiliate
m3: o3 member_of jp-2 role=funds
h1: o1 organizes prog-1
h2: town-2 takes_part_in prog-1
h3: us-a-x takes_part_in prog-1
h4: o1 organizes prog-2
h5: town-2 takes_part_in prog-2
`, cases: []dataCase{
	{"levels are of ends, not of kinds", tally(graph.CountTies, graph.ByLevel, graph.ByTieKind, now),
		"cross-level/friendship=1x1 municipal/sister-city=3 prefecture-state/sister-state=2p2 | total 6"},
	{"of a level", edges(graph.Filter{Levels: []graph.TieLevel{graph.PrefectureState}}), "u1 u4 | total 2"},
	{"of a level, whatever lies in a state", edges(graph.Filter{Levels: []graph.TieLevel{graph.Municipal}}), "u2 u5 u6 | total 3"},
	{"of two levels", edges(graph.Filter{Levels: []graph.TieLevel{graph.CrossLevel, graph.PrefectureState}}), "u1 u3 u4 | total 3"},
	{"of a level and a kind that fail each other", edges(graph.Filter{Levels: []graph.TieLevel{graph.CrossLevel}, TieKinds: []graph.TieKind{graph.SisterCity}}), "total 0"},
	{"a network of a level", graph.SubgraphQuery{Filter: graph.Filter{Levels: []graph.TieLevel{graph.CrossLevel}}}, "town-1 us-a | u3 | total 2/1"},
	{"neighbours of a level", neighbors("town-1", graph.Filter{Levels: []graph.TieLevel{graph.Municipal}}), "u2 | total 1"},
	{"a level filters nodes not at all", nodes(graph.Filter{Levels: []graph.TieLevel{graph.Municipal}, NodeKinds: []graph.NodeKind{graph.Prefecture}}), "jp-1 jp-2 jp-3 | total 3"},
	{"signed in a year, however precisely", edges(graph.Filter{Signed: []string{"1981"}}), "u5 u6 | total 2"},
	{"signed in a decade, its first and last days", edges(graph.Filter{Signed: []string{"1980s"}}), "u1 u2 u5 u6 | total 4"},
	{"signed in a year or a decade", edges(graph.Filter{Signed: []string{"1990s", "1980", "1981"}}), "u1 u3 u5 u6 | total 4"},
	{"signed nobody says when", edges(graph.Filter{Signed: []string{"unknown"}}), "u4 | total 1"},
	{"signed in a year within a decade, or never dated", edges(graph.Filter{Signed: []string{"1980s", "1989", "unknown"}}), "u1 u2 u4 u5 u6 | total 5"},
	{"signed in a year of none", edges(graph.Filter{Signed: []string{"1982", "1970s"}}), "total 0"},
	{"signed and level", edges(graph.Filter{Signed: []string{"1980s"}, Levels: []graph.TieLevel{graph.PrefectureState}}), "u1 | total 1"},
	{"signed, what is undated by its start", edges(graph.Filter{Signed: []string{"1980s"}, Time: at("1989").Time}), "total 0 | undated 4"},
	{"a tally of what was signed then", tally("", graph.ByYear, "", graph.Filter{Signed: []string{"1980s"}}), "1980/all=1p1 1981/all=2 1989/all=1 | total 4"},
	{"a path over a level", graph.PathsQuery{From: "jp-1", To: "town-1", Filter: graph.Filter{Levels: []graph.TieLevel{graph.CrossLevel, graph.PrefectureState}}}, "JP-1 u1 US-A u3 TOWN-1 : 2"},
	{"no path over a level", graph.PathsQuery{From: "jp-1", To: "town-1", Filter: graph.Filter{Levels: []graph.TieLevel{graph.PrefectureState}}}, ""},
	{"no path over what was signed then", graph.PathsQuery{From: "jp-1", To: "town-1", Filter: graph.Filter{Signed: []string{"1980s"}}}, ""},
	{"a level that is none", edges(graph.Filter{Levels: []graph.TieLevel{"city"}}), "error: invalid"},
	{"a decade without its s", edges(graph.Filter{Signed: []string{"198"}}), "error: invalid"},
	{"too many times of signing", edges(graph.Filter{Signed: slices.Repeat([]string{"1985"}, graph.MaxFilterValues+1)}), "error: invalid"},
	{"a decade that begins within one", edges(graph.Filter{Signed: []string{"1985s"}}), "error: invalid"},
	{"prefectures by states", tally("", graph.ByPrefecture, graph.ByState, now), "jp-1/us-a=3p1x1 jp-2/us-gu=1p1 jp-2/unknown=1 jp-3/us-b=1 | total 6"},
	{"regions", tally("", graph.ByRegion, "", now), "East/all=3p1x1 West/all=2p1 unknown/all=1 | total 6"},
	{"years by decades", tally("", graph.ByYear, graph.ByDecade, now), "1980/1980=1p1 1981/1980=2 1989/1980=1 1990/1990=1x1 unknown/unknown=1p1 | total 6"},
	{"types in code-point order", tally(graph.CountOrganizations, graph.ByType, "", now),
		"Zoo/all=1 apple/all=1 Äpfel/all=1 いろは/all=1 Ａ/all=1 😀/all=1 unknown/all=1 | total 7"},
	{"founding", tally(graph.CountOrganizations, graph.ByDecade, graph.BySector, now), "1950/business=1 1950/ngo=1 1960/unknown=1 unknown/unknown=4 | total 7"},
	{"several themes", tally(graph.CountOrganizations, graph.ByTheme, graph.ByPrefecture, now), "culture/jp-1=1 sport/jp-1=1 unknown/unknown=6 | total 7"},
	{"states of organizations", tally(graph.CountOrganizations, graph.ByState, "", now), "us-a/all=1 unknown/all=6 | total 7"},
	{"memberships by role and sector", tally(graph.CountMemberships, graph.ByRole, graph.BySector, now), "affiliate/ngo=1 funds/unknown=1 member/business=1 member/ngo=1 | total 3"},
	{"memberships by area", tally(graph.CountMemberships, graph.ByPrefecture, graph.ByState, now), "jp-1/us-a=1 jp-1/unknown=1 jp-2/unknown=1 | total 3"},
	{"memberships by theme", tally(graph.CountMemberships, graph.ByTheme, graph.ByYear, now), "culture/2001=1 culture/unknown=1 sport/2001=1 sport/unknown=1 unknown/unknown=1 | total 3"},
	{"programs by prefecture", tally(graph.CountPrograms, graph.ByPrefecture, "", now), "jp-1/all=1 jp-2/all=2 unknown/all=2 | total 4"},
	{"programs by state", tally(graph.CountPrograms, graph.ByState, graph.ByType, now), "us-a/unknown=1 unknown/race=1 unknown/unknown=2 | total 4"},
	{"programs by region and decade", tally(graph.CountPrograms, graph.ByRegion, graph.ByDecade, now), "East/1990=1 West/0990=1 West/1990=1 unknown/unknown=2 | total 4"},
	{"programs of one's prefecture", tally(graph.CountPrograms, graph.ByPrefecture, "", graph.Filter{Prefectures: []string{"jp-2"}, IncludeScoped: true}), "jp-2/all=1 unknown/all=1 | total 2"},
	{"undated ties", tally("", graph.ByLevel, "", at("1989")), "total 0 | undated 6"},
	{"undated organizations", tally(graph.CountOrganizations, graph.ByType, "", at("1958")), "Zoo/all=1 | total 1 | undated 4"},
	{"undated memberships", tally(graph.CountMemberships, graph.ByRole, "", at("2010")), "member/all=1 | total 1 | undated 2"},
	{"ties where ties are filtered out", tally("", graph.ByYear, "", of(now, graph.MemberOf)), "total 0"},
	{"an axis of another measure", tally("", graph.ByTheme, "", now), "error: invalid"},
	{"an axis twice", tally("", graph.ByYear, graph.ByYear, now), "error: invalid"},
	{"no axis", tally("", "", "", now), "error: invalid"},
	{"a measure that is none", tally("cats", graph.ByYear, "", now), "error: invalid"},
}}

package study

import (
	"enishi/graph"
)

// Abroad is the key of the actors outside Japan, which stand beside the sectors.
const Abroad = "abroad"

// RoleFigure is a figure of an actor.
type RoleFigure struct {
	Key        string `json:"key"`
	Label      Text   `json:"label"`
	Definition Text   `json:"definition"`
	Figure
}

// ActorRole is what a kind of actor does in a prefecture. Its figures are in the order of roleFigures: ties, organizations, programs-organized, programs-joined, founded, funded, hosted, memberships, works-with.
type ActorRole struct {
	Actor      string       `json:"actor"` // a sector, or abroad
	Label      Text         `json:"label"`
	Definition Text         `json:"definition"`
	Figures    []RoleFigure `json:"figures"`
}

// actors are the kinds of actor in their order, with what they are.
var actors = []struct {
	key               string
	label, definition Text
}{
	{"central-government", Text{"Central government", "中央政府"}, Text{"Ministries and national agencies of Japan.", "日本の省庁および国の機関。"}},
	{"prefectural-government", Text{"Prefectural government", "都道府県"}, Text{"The prefecture itself, other prefectures, and organizations that are part of a prefectural government.", "当該都道府県そのもの、他の都道府県、および都道府県の機関。"}},
	{"municipal-government", Text{"Municipalities", "市区町村"}, Text{"Municipalities themselves and organizations that are part of their government.", "市区町村そのもの、およびその機関。"}},
	{"quasi-governmental", Text{"Quasi-governmental bodies", "公的団体"}, Text{"Bodies that a prefecture, a city or the state set up: international associations, foundations, JETRO, JICA, CLAIR, the Japan Foundation.", "都道府県・市または国が設けた団体：国際交流協会、財団、ジェトロ、JICA、クレア、国際交流基金。"}},
	{"ngo", Text{"NGOs", "民間団体"}, Text{"Citizens' groups, sister-city committees, Japan–America societies and other private organizations.", "市民団体、姉妹都市委員会、日米協会その他の民間団体。"}},
	{"education", Text{"Education", "教育機関"}, Text{"Universities, schools, museums.", "大学、学校、博物館。"}},
	{"business", Text{"Business", "経済団体"}, Text{"Chambers of commerce, junior chambers, companies.", "商工会議所、青年会議所、企業。"}},
	{Abroad, Text{"Actors abroad", "海外の主体"}, Text{"Partner places and organizations outside Japan, of whatever sector.", "日本国外の相手先自治体と団体（部門を問わない）。"}},
}

// roleFigures are the figures of an actor in their order.
var roleFigures = []struct {
	key               string
	label, definition Text
}{
	{"ties", Text{"Affiliations", "提携"}, Text{"Affiliations of bodies here that hold then and that the actor concluded or took over. Only prefectures and municipalities conclude them; of actors abroad, those that they are the partner of. Lineages.", "その時点で続く当該都道府県内の提携のうち、当該主体が締結または継承したもの。締結するのは都道府県と市区町村だけである。海外の主体では、相手先となっている提携。"}},
	{"organizations", Text{"Organizations here", "所在団体"}, Text{"Organizations of the sector that are located here and exist then.", "その部門に属し、当該都道府県に所在し、その時点で存在する団体。"}},
	{"programs-organized", Text{"Programs organized", "主催する交流事業"}, Text{"Programs begun by then in which the prefecture has a part and that such an actor, wherever it stands, organizes.", "当該都道府県が関わり、その時点までに始まった交流事業のうち、当該主体（所在地を問わない）が主催するもの。"}},
	{"programs-joined", Text{"Programs joined", "参加する交流事業"}, Text{"Of the same programs, those that such an actor takes part in.", "同じ交流事業のうち、当該主体が参加するもの。"}},
	{"founded", Text{"Bodies founded", "設立した団体"}, Text{"Bodies that such an actor founded, where the actor or the body is of this prefecture. Nodes.", "当該主体が設立した団体。主体または団体が当該都道府県のもの。"}},
	{"funded", Text{"Bodies funded", "資金を出す団体"}, Text{"Bodies that such an actor funds then, one of the two being of this prefecture.", "その時点で当該主体が資金を出す団体。主体または団体が当該都道府県のもの。"}},
	{"hosted", Text{"Bodies hosted", "受け入れる団体"}, Text{"Bodies that such an actor hosts then, one of the two being of this prefecture.", "その時点で当該主体が受け入れている団体。主体または団体が当該都道府県のもの。"}},
	{"memberships", Text{"Bodies belonged to", "加入する団体"}, Text{"Bodies that such an actor belongs to then, as member or by designation, one of the two being of this prefecture.", "その時点で当該主体が会員または指定により加わる団体。主体または団体が当該都道府県のもの。"}},
	{"works-with", Text{"Bodies worked with", "連携先"}, Text{"Bodies and places that such an actor is affiliated with then, one of the two being of this prefecture.", "その時点で当該主体が提携・連携する団体と自治体。主体または団体が当該都道府県のもの。"}},
}

// actorOf is the kind of actor that a node is, "" where nobody says.
func actorOf(n *graph.Node) string {
	switch {
	case n.Kind == graph.Partner, n.Country != "" && n.Country != "JP":
		return Abroad
	case n.Kind == graph.Prefecture:
		return "prefectural-government"
	case n.Kind == graph.Municipality:
		return "municipal-government"
	}
	return string(n.Sector)
}

// roleCounts are the figures of one actor while they are counted.
type roleCounts map[string]counter

// rolesOf counts what each kind of actor does in a prefecture at a time, and the study's finding in shares.
func rolesOf(m *material, prefecture string, t graph.Time) ([]ActorRole, []Share) {
	counts := map[string]roleCounts{}
	for _, a := range actors {
		counts[a.key] = roleCounts{}
		for _, f := range roleFigures {
			counts[a.key][f.key] = counter{}
		}
	}
	add := func(n *graph.Node, figure, record string, c graph.Certainty) {
		if rc := counts[actorOf(n)]; rc != nil {
			rc[figure].add(record, c)
		}
	}
	all := counter{}
	for _, l := range m.lineagesOf(prefecture, t) {
		if l.standing != held {
			continue
		}
		all.add(l.tie, l.certainty)
		for _, e := range l.edges {
			add(m.nodes[m.holderOf(e)], "ties", l.tie, l.certainty)
			add(m.nodes[m.partnerOf(e)], "ties", l.tie, l.certainty)
		}
	}
	located, _ := m.organizationsIn(prefecture)
	organizations := counter{}
	for _, n := range located {
		organizations.add(n.ID, n.Holds(t))
		add(n, "organizations", n.ID, n.Holds(t))
	}
	known := counter{} // programs with a known organizer in Japan
	for _, p := range m.programsOf(prefecture) {
		c := begun(p, t)
		for _, e := range m.at[p.ID] {
			actor := m.nodes[e.Source]
			if e.Kind == graph.TakesPartIn {
				add(actor, "programs-joined", p.ID, c)
				continue
			}
			add(actor, "programs-organized", p.ID, c)
			if actorOf(actor) != Abroad {
				known.add(p.ID, c)
			}
		}
	}
	for _, e := range m.edges {
		if figure := membershipFigures[e.Role]; e.Kind == graph.MemberOf && (m.nodes[e.Source].InArea(prefecture) || m.nodes[e.Target].InArea(prefecture)) {
			add(m.nodes[e.Source], figure, e.Target, e.Holds(t))
		}
	}
	return actorRoles(counts), findings(counts, all, organizations, known)
}

var membershipFigures = map[graph.Role]string{graph.Founder: "founded", graph.Funds: "funded", graph.Hosts: "hosted", graph.Member: "memberships", graph.Designated: "memberships", graph.Affiliate: "works-with"}

// begun says how surely a program had begun by the time, whether or not it was over: programs are counted that way.
func begun(p *graph.Node, t graph.Time) graph.Certainty {
	c := p.Holds(t)
	if c == graph.Out && standingAt(t, c, p.Valid) == over {
		return graph.Certain
	}
	return c
}

func actorRoles(counts map[string]roleCounts) []ActorRole {
	out := make([]ActorRole, 0, len(actors))
	for _, a := range actors {
		r := ActorRole{Actor: a.key, Label: a.label, Definition: a.definition}
		for _, f := range roleFigures {
			r.Figures = append(r.Figures, RoleFigure{f.key, f.label, f.definition, counts[a.key][f.key].figure()})
		}
		out = append(out, r)
	}
	return out
}

// findings are the shares that test what the study found: that the drive comes from prefectures and localities, and that NGOs are few.
func findings(counts map[string]roleCounts, ties, organizations, programs counter) []Share {
	by := func(sectors ...string) counter {
		c := counter{}
		for _, s := range sectors {
			for id, certainty := range counts[s]["programs-organized"] {
				c.add(id, certainty)
			}
		}
		return c
	}
	return []Share{
		newShare("ties-of-prefecture", counts["prefectural-government"]["ties"], ties), newShare("ties-of-municipalities", counts["municipal-government"]["ties"], ties),
		newShare("programs-of-localities", by("prefectural-government", "municipal-government"), programs), newShare("programs-of-quasi", by("quasi-governmental"), programs),
		newShare("programs-of-central", by("central-government"), programs), newShare("programs-of-ngos", by("ngo"), programs), newShare("programs-of-others", by("education", "business"), programs),
		newShare("ngos-among-organizations", counts["ngo"]["organizations"], organizations),
	}
}

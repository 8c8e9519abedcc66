package study

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"enishi/graph"
	"enishi/graph/network"
)

// The bounds of CompareQuery.Prefectures.
const (
	MinCompared = 2
	MaxCompared = 47
)

// CompareQuery asks for prefectures side by side on the same measures.
type CompareQuery struct {
	Prefectures   []string   `json:"prefectures"` // 2 to 47 ids, or keys of PrefecturePresets
	Time          graph.Time `json:"time,omitzero"`
	IncludeScoped bool       `json:"include_scoped,omitzero"`
}

// Normalize checks the question and returns it with the prefectures in id order, each once.
func (q CompareQuery) Normalize() (CompareQuery, error) {
	var ids []string
	for _, id := range q.Prefectures {
		ids = append(ids, presetOf(id)...)
		if !graph.ValidID(id) {
			return q, graph.Invalidf("prefectures", "%q is no id of a prefecture; use jp-01 to jp-47", graph.Clip(id))
		}
	}
	q.Prefectures = slices.Compact(slices.Sorted(slices.Values(ids)))
	if n := len(q.Prefectures); n < MinCompared || n > MaxCompared {
		return q, graph.Invalidf("prefectures", "%d different prefectures; give %d to %d", n, MinCompared, MaxCompared)
	}
	return q, q.Time.Check()
}

// Unit is what a measure's values are.
type Unit string

// The units.
const (
	InCount   Unit = "count"
	InShare   Unit = "share" // 0 to 1
	InYears   Unit = "year"
	PerPeople Unit = "per 100,000 inhabitants"
)

// MeasureGroup is what a measure is about; measures of a group stand together.
type MeasureGroup string

// The groups, in their order.
const (
	OnTies          MeasureGroup = "ties"
	OnSignings      MeasureGroup = "signings"
	OnReach         MeasureGroup = "reach"
	OnOrganizations MeasureGroup = "organizations"
	OnPrograms      MeasureGroup = "programs"
	OnEconomy       MeasureGroup = "economy"
)

// CompareMeasure is one measure of all the prefectures. A prefecture of which it cannot be said has no value and no rank.
type CompareMeasure struct {
	Key        string              `json:"key"`
	Group      MeasureGroup        `json:"group"`
	Label      Text                `json:"label"`
	Definition Text                `json:"definition"`
	Unit       Unit                `json:"unit"`
	Ascending  bool                `json:"ascending"` // rank 1 is the least: the earliest
	Values     map[string]float64  `json:"values"`
	Ranks      map[string]int      `json:"ranks"`    // from 1; equals share a rank, and the next is left out
	Possible   map[string]int      `json:"possible"` // of the records behind the value: only possible; zeros left out
	Undated    map[string]int      `json:"undated"`  // apart from the value: without a date; zeros left out
	Records    map[string][]string `json:"records"`  // ids behind the value: ties, organizations, programs, municipalities or states, as the definition says
}

// Comparison holds the measures in the order of their groups. Network holds the ties, organizations and programs that they count.
type Comparison struct {
	Version     string            `json:"-"`
	Prefectures []graph.FoundNode `json:"prefectures"` // in id order
	Time        graph.Time        `json:"time,omitzero"`
	Measures    []CompareMeasure  `json:"measures"`
	Network     graph.Network     `json:"-"`
}

// FindComparison answers a CompareQuery. ErrNotFound for an id that names nothing, ErrInvalid for one that is no prefecture.
func FindComparison(ctx context.Context, r graph.Reader, q CompareQuery) (Comparison, error) {
	q, err := q.Normalize()
	if err != nil {
		return Comparison{}, err
	}
	m, err := gather(ctx, r, "compare", q.Prefectures, q.Time, q.IncludeScoped)
	if err != nil {
		return Comparison{}, err
	}
	c := comparer{m: m, t: q.Time, by: map[string]*CompareMeasure{}}
	if c.position, err = findPosition(ctx, r, q.Time); err != nil {
		return Comparison{}, err
	}
	for _, id := range q.Prefectures {
		c.ties(id)
		c.reach(id)
		c.organizations(id)
		c.programs(id)
		c.economy(id)
	}
	out := Comparison{Version: m.version, Time: q.Time, Measures: c.measures(), Prefectures: []graph.FoundNode{}}
	nodes, edges := map[string]bool{}, map[string]bool{}
	for _, id := range q.Prefectures {
		n := m.nodes[id]
		out.Prefectures = append(out.Prefectures, graph.FoundNode{Node: *n, Certainty: n.Holds(q.Time)})
		nodes[id] = true
	}
	for i := range out.Measures {
		for _, records := range out.Measures[i].Records {
			for _, id := range records {
				nodes[id] = true
				for _, e := range m.lineages[id] {
					edges[e.ID] = true
				}
			}
		}
	}
	out.Network, err = m.network(ctx, r, nodes, edges, map[string]bool{})
	return out, err
}

// comparer fills measures, prefecture by prefecture.
type comparer struct {
	m        *material
	t        graph.Time
	position position
	by       map[string]*CompareMeasure
	order    []string
}

// measure is the measure of a key, made at its first use.
func (c *comparer) measure(key string, g MeasureGroup, u Unit, label, definition Text) *CompareMeasure {
	if x := c.by[key]; x != nil {
		return x
	}
	x := &CompareMeasure{Key: key, Group: g, Unit: u, Label: label, Definition: definition, Values: map[string]float64{}, Ranks: map[string]int{}, Possible: map[string]int{}, Undated: map[string]int{}, Records: map[string][]string{}}
	c.by[key] = x
	c.order = append(c.order, key)
	return x
}

// put sets the value of a prefecture with the records behind it.
func (x *CompareMeasure) put(id string, value float64, f Figure) {
	x.Values[id], x.Records[id] = value, f.Records
	if f.Possible > 0 {
		x.Possible[id] = f.Possible
	}
	if f.Undated > 0 {
		x.Undated[id] = f.Undated
	}
}

func (x *CompareMeasure) count(id string, n counter) {
	f := n.figure()
	x.put(id, float64(f.Count), f)
}

func (x *CompareMeasure) share(id string, s Share) {
	if s.Value != nil {
		x.put(id, *s.Value, s.Part)
	}
}

var lineagesOnce = Text{" A tie that passed to an heir in a merger counts once; ties without a signing date stand apart.", "合併で引き継がれた提携は1件と数え、締結日不明の提携は別に示す。"}

func (t Text) plus(o Text) Text { return Text{t.En + o.En, t.Ja + o.Ja} }

func (c *comparer) ties(id string) {
	all, byLevel, byKind, signings := counter{}, map[graph.TieLevel]counter{}, map[graph.TieKind]counter{}, map[int]counter{}
	for _, l := range graph.TieLevels {
		byLevel[l] = counter{}
	}
	for _, k := range graph.TieKinds {
		byKind[k] = counter{}
	}
	for d := firstDecade; d <= c.lastDecade(); d += 10 {
		signings[d] = counter{}
	}
	var first graph.Date
	for _, l := range c.m.lineagesOf(id, c.t) {
		e := c.m.lineages[l.tie][0]
		if l.standing == later && !l.nobody {
			continue
		}
		if d := int(e.Signed.Year) / 10 * 10; !e.Signed.IsZero() && signings[d] != nil {
			signings[d].add(l.tie, cmpCertainty(l))
		}
		if l.standing != held {
			continue
		}
		all.add(l.tie, l.certainty)
		byLevel[c.m.levelOf(&l)].add(l.tie, l.certainty)
		byKind[e.TieKind].add(l.tie, l.certainty)
		if holds(l.certainty) && e.Signed.Compare(first) < 0 {
			first = e.Signed
		}
	}
	c.measure("ties", OnTies, InCount, Text{"Affiliations", "提携"}, Text{"Affiliations of the prefecture and its municipalities of then that hold at the time.", "その時点で続く、都道府県と当時の市区町村の提携。"}.plus(lineagesOnce)).count(id, all)
	for _, l := range graph.TieLevels {
		label := Text{"of level " + AxisLabel(graph.ByLevel, string(l), "en"), "段階：" + AxisLabel(graph.ByLevel, string(l), "ja")}
		c.measure("ties-"+string(l), OnTies, InCount, label, Text{"Of these, those whose ends are: " + levelTexts[l].En + ".", "そのうち、両端が" + levelTexts[l].Ja + "もの。"}).count(id, byLevel[l])
	}
	for _, k := range graph.TieKinds {
		label := Text{"of kind " + AxisLabel(graph.ByTieKind, string(k), "en"), "種別：" + AxisLabel(graph.ByTieKind, string(k), "ja")}
		c.measure("ties-"+string(k), OnTies, InCount, label, Text{"Of these, those whose agreement is of that kind, by its own words.", "そのうち、協定上の種別がこれに当たるもの。"}).count(id, byKind[k])
	}
	people := c.m.nodes[id].Population
	rate := c.measure("ties-per-100000", OnTies, PerPeople, Text{"Affiliations per 100,000 inhabitants", "人口10万人当たりの提携"}, c.rateDefinition())
	if f := all.figure(); people != nil && people.Count > 0 {
		rate.put(id, float64(f.Count)*100_000/float64(people.Count), f)
	}
	begin := c.measure("first-tie", OnSignings, InYears, Text{"First affiliation", "最初の提携"}, Text{"The year of signing of the earliest affiliation that holds at the time and is dated; the earliest ranks first.", "その時点で続き締結日の分かる提携のうち、最も早いものの締結年。早い順に順位を付ける。"})
	begin.Ascending = true
	if !first.IsZero() {
		earliest := counter{}
		for tie := range all {
			when(earliest, tie, c.m.lineages[tie][0].Signed.Year == first.Year && holds(all[tie]))
		}
		begin.put(id, float64(first.Year), earliest.figure())
	}
	for d := firstDecade; d <= c.lastDecade(); d += 10 {
		label := Text{fmt.Sprintf("Signed in the %ds", d), fmt.Sprintf("%d年代の締結", d)}
		c.measure("signed-"+strconv.Itoa(d), OnSignings, InCount, label, Text{"Affiliations signed in the decade and by the time, also those that are over by then.", "その年代にその時点までに締結された提携。その時点で終了しているものも含む。"}).count(id, signings[d])
	}
}

// cmpCertainty is how surely a tie was signed by the time: one that is over was.
func cmpCertainty(l lineage) graph.Certainty {
	if l.standing == over {
		return graph.Certain
	}
	return l.certainty
}

var levelTexts = map[graph.TieLevel]Text{
	graph.PrefectureState: {"a prefecture and a state", "都道府県と州である"},
	graph.Municipal:       {"a municipality and a place that is no state", "市区町村と州以外の自治体である"},
	graph.CrossLevel:      {"a prefecture and a place that is no state, or a municipality and a state", "都道府県と州以外の自治体、または市区町村と州である"},
}

// firstDecade is that of the first sister-city affiliation between Japan and the United States, Nagasaki and Saint Paul of 1955.
const firstDecade = 1950

// lastDecade is that of the last signing on record, or of the time where that is earlier.
func (c *comparer) lastDecade() int {
	last := firstDecade
	for _, edges := range c.m.lineages {
		last = max(last, int(edges[0].Signed.Year)/10*10)
	}
	if w, span := c.t.Window(); span && w.End != graph.MaxDay {
		last = min(last, int((w.End-1).Date().Year)/10*10)
	}
	return last
}

// rateDefinition names the dates of the populations.
func (c *comparer) rateDefinition() Text {
	dates := map[graph.Date]bool{}
	for _, id := range c.m.areas {
		if p := c.m.nodes[id].Population; p != nil && !p.Date.IsZero() {
			dates[p.Date] = true
		}
	}
	var en, ja []string
	for _, d := range slices.SortedFunc(maps.Keys(dates), graph.Date.Compare) {
		en, ja = append(en, englishOn(d)), append(ja, japaneseDate(d))
	}
	counted := Text{"counted " + join(en, "en"), join(ja, "ja") + "現在"}
	if len(dates) == 0 {
		counted = Text{"counted on a date not on record", "時点不明"}
	}
	return Text{"Affiliations that hold at the time by the inhabitants of the prefecture. The inhabitants are those " + counted.En + ", not those of the time asked for: no other population is in the data.",
		"その時点で続く提携の数を都道府県の人口で割ったもの。人口は" + counted.Ja + "のものであり、問い合わせた時点の人口ではない（他の時点の人口はデータにない）。"}
}

// reach measures how widely the ties of a prefecture spread.
func (c *comparer) reach(id string) {
	towns, tied := c.m.municipalitiesOf(id, c.t), counter{}
	states, perState := counter{}, map[string]counter{}
	all := counter{}
	for _, l := range c.m.lineagesOf(id, c.t) {
		if l.standing != held {
			continue
		}
		for _, e := range l.edges {
			if n := c.m.nodes[c.m.holderOf(e)]; n.Kind == graph.Municipality && n.InArea(id) {
				tied.add(n.ID, e.Holds(c.t))
			}
			state := area(c.m.nodes[c.m.partnerOf(e)])
			if state == "" {
				continue
			}
			if perState[state] == nil {
				perState[state] = counter{}
			}
			states.add(state, l.certainty)
			perState[state].add(l.tie, l.certainty)
			all.add(l.tie, l.certainty)
		}
	}
	share := c.measure("municipalities-tied", OnReach, InShare, Text{"Municipalities with an affiliation", "提携のある市区町村の割合"}, Text{"Of the municipalities that exist at the time, the share with an affiliation that holds. The records are those municipalities.", "その時点の市区町村のうち、続いている提携をもつものの割合。記録はその市区町村。"})
	if len(towns) > 0 {
		f := tied.figure()
		share.put(id, float64(f.Count)/float64(len(towns)), f)
	}
	c.measure("states-reached", OnReach, InCount, Text{"States reached", "提携先の州"}, Text{"Different states, territories and districts in which a partner lies. The records are those states.", "提携先のある州・準州・特別区の数。記録はその州。"}).count(id, states)
	hhi := c.measure("concentration", OnReach, InShare, Text{"Concentration on few states", "州への集中度"}, Text{"Herfindahl–Hirschman index of the affiliations by state: the sum of squared shares, 1 where all are in one state, near 0 where each is in another.", "州ごとの提携の構成比を二乗して合計した値（ハーフィンダール・ハーシュマン指数）。すべて同じ州なら1、分散するほど0に近い。"})
	if f := all.figure(); f.Count > 0 {
		squares := 0 // in whole numbers: a sum of fractions would depend on the order of the map
		for _, n := range perState {
			k := n.figure().Count
			squares += k * k
		}
		hhi.put(id, float64(squares)/float64(f.Count*f.Count), f)
	}
	shared := c.measure("prefectures-met", OnReach, InCount, Text{"Prefectures met in a state", "州を共有する都道府県"}, Text{"Other prefectures, of all 47, that are tied to a state to which this one is tied, at whatever level. The records are those prefectures.", "全47都道府県のうち、同じ州に（段階を問わず）提携先をもつ他の都道府県の数。記録はその都道府県。"})
	shared.put(id, float64(len(c.position.met[id])), figureOf(c.position.met[id]...))
	between := c.measure("betweenness", OnReach, InShare, Text{"Position between others", "媒介中心性"}, Text{"Betweenness in the network of all 47 prefectures and the states, joined where an affiliation of any level joins them: the share of shortest paths between others that pass the prefecture (Freeman 1977).", "全47都道府県と州を、段階を問わず提携があれば結んだネットワークにおける媒介中心性。他の点どうしの最短経路のうち、その都道府県を通るものの割合（Freeman 1977）。"})
	between.put(id, c.position.between[id], figureOf(c.position.states[id]...))
}

func (c *comparer) organizations(id string) {
	all, bySector := counter{}, map[graph.Sector]counter{}
	for _, s := range graph.Sectors {
		bySector[s] = counter{}
	}
	located, _ := c.m.organizationsIn(id)
	for _, n := range located {
		all.add(n.ID, n.Holds(c.t))
		if s := bySector[n.Sector]; s != nil {
			s.add(n.ID, n.Holds(c.t))
		}
	}
	c.measure("organizations", OnOrganizations, InCount, Text{"Organizations", "団体"}, Text{"Organizations related to international exchange that are located in the prefecture and exist at the time; those without a founding date stand apart.", "都道府県内に所在し、その時点で存在する国際交流関係団体。設立日不明の団体は別に示す。"}).count(id, all)
	for _, s := range graph.Sectors {
		label := Text{"of sector " + AxisLabel(graph.BySector, string(s), "en"), "部門：" + AxisLabel(graph.BySector, string(s), "ja")}
		c.measure("organizations-"+string(s), OnOrganizations, InCount, label, Text{"Of these, those of the sector.", "そのうち、その部門のもの。"}).count(id, bySector[s])
	}
}

func (c *comparer) programs(id string) {
	all, byType := counter{}, map[string]counter{}
	for _, n := range c.m.nodes { // every type has its measure, also where a prefecture has none
		if n.Kind == graph.Program && byType[n.Type] == nil {
			byType[n.Type] = counter{}
		}
	}
	for _, n := range c.m.programsOf(id) {
		all.add(n.ID, begun(n, c.t))
		byType[n.Type].add(n.ID, begun(n, c.t))
	}
	c.measure("programs", OnPrograms, InCount, Text{"Programs and events", "交流事業"}, Text{"Programs and events begun by the time in which a body or organization of the prefecture has a part, also those that are over; those without a date stand apart. Nationwide programs are left out.", "都道府県内の自治体または団体が関わり、その時点までに始まった交流事業。終了したものも含み、開始時期不明のものは別に示す。全国規模の事業は除く。"}).count(id, all)
	for _, t := range sortedKeys(byType) {
		name := cmp.Or(t, graph.UnknownKey)
		c.measure("programs-"+name, OnPrograms, InCount, Text{"of type " + TypeLabel(name, "en"), "種類：" + TypeLabel(name, "ja")}, Text{"Of these, those of the type.", "そのうち、その種類のもの。"}).count(id, byType[t])
	}
}

func (c *comparer) economy(id string) {
	e := economyOf(c.m, id, c.t)
	for _, s := range []Share{e.Organizations, e.Programs, e.ThemeTags} {
		c.measure(s.Key, OnEconomy, InShare, s.Label, s.Definition).share(id, s)
	}
}

// measures ranks and orders what was filled.
func (c *comparer) measures() []CompareMeasure {
	groups := []MeasureGroup{OnTies, OnSignings, OnReach, OnOrganizations, OnPrograms, OnEconomy}
	out := make([]CompareMeasure, 0, len(c.order))
	for _, key := range c.order {
		x := c.by[key]
		x.rank()
		out = append(out, *x)
	}
	slices.SortStableFunc(out, func(a, b CompareMeasure) int {
		return slices.Index(groups, a.Group) - slices.Index(groups, b.Group)
	})
	return out
}

func (x *CompareMeasure) rank() {
	for id, v := range x.Values {
		better := 0
		for _, w := range x.Values {
			if w > v != x.Ascending && w != v {
				better++
			}
		}
		x.Ranks[id] = better + 1
	}
}

// position is where prefectures stand in the network of all prefectures and states at a time.
type position struct {
	between map[string]float64
	met     map[string][]string // other prefectures tied to the same state, by id
	states  map[string][]string // tied to, by id
}

// findPosition counts ties by prefecture and state, one Tally, and looks at the network they make.
func findPosition(ctx context.Context, r graph.Reader, t graph.Time) (position, error) {
	p := position{map[string]float64{}, map[string][]string{}, map[string][]string{}}
	tally, err := r.Tally(ctx, graph.TallyQuery{Rows: graph.ByPrefecture, Cols: graph.ByState, Filter: graph.Filter{Time: t}})
	if err != nil {
		return p, err
	}
	nodes, tied := map[string]*graph.Node{}, map[string][]string{}
	var edges []*graph.Edge
	for i, cell := range tally.Cells {
		if cell.Row == graph.UnknownKey || cell.Col == graph.UnknownKey {
			continue
		}
		nodes[cell.Row], nodes[cell.Col] = &graph.Node{ID: cell.Row, Kind: graph.Prefecture}, &graph.Node{ID: cell.Col, Kind: graph.Partner}
		edges = append(edges, &graph.Edge{ID: "pair-" + strconv.Itoa(i), Kind: graph.TakesPartIn, Source: cell.Row, Target: cell.Col})
		p.states[cell.Row] = append(p.states[cell.Row], cell.Col)
		tied[cell.Col] = append(tied[cell.Col], cell.Row)
	}
	for id, states := range p.states {
		met := map[string]bool{}
		for _, s := range states {
			mark(met, tied[s]...)
		}
		delete(met, id)
		p.met[id] = sortedKeys(met)
		slices.Sort(states)
	}
	sort := make([]*graph.Node, 0, len(nodes))
	for _, id := range sortedKeys(nodes) {
		sort = append(sort, nodes[id])
	}
	net, err := network.Build(slices.Values(sort), slices.Values(edges))
	if err != nil {
		return p, err
	}
	everything, err := graph.Filter{Time: graph.Time{Any: true}}.Normalize()
	if err != nil {
		return p, err
	}
	simple, err := net.View(everything).Simple(ctx)
	if err != nil {
		return p, err
	}
	between, err := simple.Betweenness(ctx, 0)
	if err != nil {
		return p, err
	}
	for i, v := range between.Values {
		p.between[net.NodeID(simple.Nodes[i])] = v
	}
	return p, nil
}

// TypeLabel is what people call a type of organization or program; one without another name is its own label.
func TypeLabel(key, lang string) string {
	if key == "" || key == graph.UnknownKey {
		return pick(lang, "unknown", "不明")
	}
	if l, ok := typeLabels[key]; ok {
		return l.In(lang)
	}
	return key
}

var typeLabels = map[string]Text{
	"student-exchange": {"student exchange", "青少年・学生交流"}, "delegation": {"delegation", "訪問団"}, "economic": {"economic", "経済交流"}, "education": {"education", "教育"}, "arts": {"arts", "芸術・文化"},
	"summit": {"summit", "会議・サミット"}, "festival": {"festival", "祭り・催し"}, "training": {"training", "研修"}, "sports": {"sports", "スポーツ"},
	"civic-group": {"citizens' group", "市民団体"}, "sister-city-organization": {"sister-city organization", "姉妹都市団体"}, "educational-institution": {"educational institution", "教育機関"},
	"international-association": {"international association", "国際交流協会"}, "japan-america-society": {"Japan–America society", "日米協会"}, "network": {"network", "連絡組織"},
	"national-body": {"national body", "全国組織"}, "government-agency": {"government agency", "行政機関"}, "foundation": {"foundation", "財団"}, "company": {"company", "企業"},
}

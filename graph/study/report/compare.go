package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"enishi/graph"
	"enishi/graph/study"
)

// wideFrom is the number of prefectures from which a comparison has a row for each of them, on paper in landscape.
const wideFrom = 9

// evenFrom is the number from which their columns share the paper evenly, whatever stands in them.
const evenFrom = 5

// comparisonDocument tells a comparison as a document.
func comparisonDocument(c *study.Comparison, lang string) *document {
	b := comparisonWriter{newWriter(&c.Network, lang), c}
	w := b.writer
	w.doc.Version, w.doc.Landscape = c.Version, len(c.Prefectures) >= wideFrom
	w.doc.Title = w.say(fmt.Sprintf("International exchange of %d prefectures compared", len(c.Prefectures)), fmt.Sprintf("%d都道府県の国際交流の比較", len(c.Prefectures)))
	w.doc.Subtitle = w.say("As of ", "時点：") + w.when(c.Time)
	names := make([]string, len(c.Prefectures))
	for i, p := range c.Prefectures {
		names[i] = p.Label(lang)
	}
	w.doc.Lead = []string{strings.Join(names, w.say(", ", "、")) + w.say(".", "。"),
		w.say("Each number is followed by its rank in parentheses; equals share a rank. Below it stand, where there are any, the records in it that are only possible, and those without a date, which are not in it. The records behind the numbers are listed at the end.",
			"数値の後の括弧内は順位（同値は同順位）。その下に、うち可能性のあるものと、数値に含まない日付不明のものを示す。数値のもとになった記録は末尾に掲げる。")}
	for _, g := range groups {
		b.group(g.group, g.label.In(lang))
	}
	b.records()
	return &w.doc
}

type comparisonWriter struct {
	*writer
	c *study.Comparison
}

var groups = []struct {
	group study.MeasureGroup
	label study.Text
}{
	{study.OnTies, study.Text{En: "Affiliations", Ja: "提携"}}, {study.OnSignings, study.Text{En: "When they were signed", Ja: "締結の時期"}}, {study.OnReach, study.Text{En: "Reach and position", Ja: "広がりと位置"}},
	{study.OnOrganizations, study.Text{En: "Organizations", Ja: "団体"}}, {study.OnPrograms, study.Text{En: "Programs and events", Ja: "交流事業"}}, {study.OnEconomy, study.Text{En: "Link to the economy", Ja: "経済との結びつき"}},
}

func (b *comparisonWriter) group(g study.MeasureGroup, title string) {
	var of []study.CompareMeasure
	for _, m := range b.c.Measures {
		if m.Group == g {
			of = append(of, m)
		}
	}
	var blocks []block
	if b.doc.Landscape {
		blocks = append(blocks, b.byPrefecture(of, title)...)
	} else {
		blocks = append(blocks, b.byMeasure(of, title))
	}
	switch g {
	case study.OnSignings:
		decades := slices.DeleteFunc(slices.Clone(of), func(m study.CompareMeasure) bool { return !strings.HasPrefix(m.Key, "signed-") })
		blocks = append(blocks, block{Caption: b.say("Affiliations signed per decade, to one scale", "年代別の締結数（共通の目盛り）"), Drawing: b.smallMultiples("drawing-decades", b.say("Affiliations signed per decade", "年代別の締結数"), b.c.Prefectures, decades, func(m study.CompareMeasure) string {
			return "’" + m.Key[len(m.Key)-2:]
		})})
	case study.OnOrganizations:
		sectors := slices.DeleteFunc(slices.Clone(of), func(m study.CompareMeasure) bool { return m.Key == "organizations" })
		short := map[string]study.Text{"central-government": {En: "cen", Ja: "国"}, "prefectural-government": {En: "pref", Ja: "県"}, "municipal-government": {En: "mun", Ja: "市"}, "quasi-governmental": {En: "quasi", Ja: "公"}, "ngo": {En: "NGO", Ja: "民"}, "education": {En: "edu", Ja: "教"}, "business": {En: "bus", Ja: "経"}}
		blocks = append(blocks, block{Caption: b.say("Organizations by sector, to one scale: central, prefectural, municipal government, quasi-governmental, NGO, education, business", "部門別の団体数（共通の目盛り）：国、県、市、公（公的団体）、民（民間団体）、教（教育）、経（経済団体）"),
			Drawing: b.smallMultiples("drawing-sectors", b.say("Organizations by sector", "部門別の団体数"), b.c.Prefectures, sectors, func(m study.CompareMeasure) string {
				return short[strings.TrimPrefix(m.Key, "organizations-")].In(b.lang)
			})})
	}
	b.section(string(g), title, g == study.OnReach || g == study.OnPrograms || b.doc.Landscape, blocks...)
}

// byMeasure has a row for each measure with its definition, a column for each prefecture.
func (b *comparisonWriter) byMeasure(of []study.CompareMeasure, title string) block {
	t := &table{Caption: title + b.say(": numbers and ranks", "：数値と順位"), Columns: []column{{b.say("Measure and definition", "指標と定義"), "wider"}}, Even: len(b.c.Prefectures) >= evenFrom}
	for _, p := range b.c.Prefectures {
		t.Columns = append(t.Columns, column{p.Label(b.lang), "num"})
	}
	for _, m := range of {
		row := []cell{{Text: b.name(&m), Note: m.Definition.In(b.lang), Head: true}}
		for _, p := range b.c.Prefectures {
			row = append(row, b.value(&m, p.ID))
		}
		t.Rows = append(t.Rows, row)
	}
	return block{Table: t}
}

// byPrefecture has a row for each prefecture and a column for each measure, with the definitions before it.
func (b *comparisonWriter) byPrefecture(of []study.CompareMeasure, title string) []block {
	defs := make([]string, len(of))
	t := &table{Caption: title + b.say(": numbers and ranks", "：数値と順位"), Columns: []column{{b.say("Prefecture", "都道府県"), ""}}}
	for i, m := range of {
		defs[i] = b.name(&m) + b.say(": ", "：") + m.Definition.In(b.lang)
		t.Columns = append(t.Columns, column{b.name(&m), "num"})
	}
	for _, p := range b.c.Prefectures {
		row := []cell{{Text: p.Label(b.lang), Head: true}}
		for _, m := range of {
			row = append(row, b.value(&m, p.ID))
		}
		t.Rows = append(t.Rows, row)
	}
	return []block{{List: defs}, {Table: t}}
}

// name begins with a capital.
func (b *comparisonWriter) name(m *study.CompareMeasure) string {
	s := m.Label.In(b.lang)
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (b *comparisonWriter) value(m *study.CompareMeasure, id string) cell {
	v, known := m.Values[id]
	if !known {
		return cell{Text: "–"}
	}
	return cell{Text: Value(m.Unit, v) + " (" + strconv.Itoa(m.Ranks[id]) + ")", Note: b.apart(m.Possible[id], m.Undated[id]), Link: "records-" + id}
}

// Value writes a value of a measure in its unit.
func Value(u study.Unit, v float64) string {
	switch u {
	case study.InShare:
		if v > 0 && v < 0.1 {
			return strconv.FormatFloat(v*100, 'f', 1, 64) + " %"
		}
		return percent(&v)
	case study.PerPeople:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// records lists what the numbers of each prefecture count.
func (b *comparisonWriter) records() {
	var blocks []block
	for _, p := range b.c.Prefectures {
		blocks = append(blocks, block{ID: "records-" + p.ID, Heading: p.Label(b.lang)})
		for _, kind := range []struct {
			key      string
			also     string
			en, ja   string
			describe func(id string) string
		}{
			{"ties", "signed-", "Affiliations", "提携", b.tie}, {"organizations", "", "Organizations", "団体", b.organization}, {"programs", "", "Programs and events", "交流事業", b.program},
			{"municipalities-tied", "", "Municipalities with an affiliation", "提携のある市区町村", b.label}, {"states-reached", "", "States reached", "提携先の州", b.label},
		} {
			ids := map[string]bool{}
			for _, m := range b.c.Measures {
				if m.Key == kind.key || kind.also != "" && strings.HasPrefix(m.Key, kind.also) {
					for _, id := range m.Records[p.ID] {
						ids[id] = true
					}
				}
			}
			lines := []string{}
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				lines = append(lines, kind.describe(id))
			}
			slices.Sort(lines)
			said := b.say(kind.en, kind.ja) + b.say(fmt.Sprintf(" (%d): ", len(lines)), fmt.Sprintf("（%d）：", len(lines)))
			if len(lines) == 0 {
				said += b.say("none on record", "記録なし")
			}
			blocks = append(blocks, block{Text: said + strings.Join(lines, b.say("; ", "；"))})
		}
	}
	b.section("records", b.say("The records behind the numbers", "数値のもとになった記録"), true, blocks...)
	for i := range b.c.Network.Edges {
		b.cite(b.c.Network.Edges[i].Citations...)
	}
	for _, n := range b.c.Network.Nodes {
		if n.Kind == graph.Organization || n.Kind == graph.Program {
			b.cite(n.Citations...)
		}
	}
}

// tie tells a lineage: year first, so that a list sorts by it.
func (b *comparisonWriter) tie(id string) string {
	var last *graph.FoundEdge
	for i := range b.c.Network.Edges {
		if e := &b.c.Network.Edges[i]; e.Tie == id && (last == nil || better(e, last)) {
			last = e
		}
	}
	if last == nil {
		return id
	}
	body, partner := last.Source, last.Target
	if n := b.nodes[body]; n != nil && n.Kind == graph.Partner {
		body, partner = partner, body
	}
	when := last.Signed.String()
	if when == "" {
		when = b.say("undated", "日付不明")
	}
	return when + " " + b.label(body) + "–" + b.label(partner) + b.say(" (", "（") + b.axis(graph.ByTieKind, string(last.TieKind)) + b.say(")", "）")
}

// better prefers a holder of the time, then the last.
func better(a, b *graph.FoundEdge) bool {
	rank := func(e *graph.FoundEdge) int {
		return slices.Index([]graph.Certainty{graph.Out, graph.Undated, graph.Possible, graph.Certain}, e.Certainty)
	}
	return cmp.Or(rank(a)-rank(b), graph.CompareHolders(&a.Edge, &b.Edge)) > 0
}

func (b *comparisonWriter) organization(id string) string {
	n := b.nodes[id]
	if n == nil {
		return id
	}
	return b.label(id) + b.say(" (", "（") + b.axis(graph.BySector, string(n.Sector)) + b.say(")", "）")
}

func (b *comparisonWriter) program(id string) string {
	n := b.nodes[id]
	if n == nil {
		return id
	}
	return b.label(id) + b.say(" (", "（") + study.TypeLabel(n.Type, b.lang) + b.say(")", "）")
}

package format

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
)

// column is one attribute of a record in the flat encodings. An empty value is unknown and left out where the encoding can.
type column[T any] struct {
	key   string
	kind  Kind
	value func(r T) string
}

// row is what the columns of a node or edge see.
type (
	nodeRow struct {
		*graph.FoundNode
		d        *Document
		locators map[string]string
	}
	edgeRow struct {
		*graph.FoundEdge
		label    string
		labels   map[string]string // of the ends
		locators map[string]string
	}
)

// listSeparator stands between the values of a list in one cell.
const listSeparator = "; "

var nodeColumns = []column[nodeRow]{
	{"label", Text, func(r nodeRow) string { return r.Label(r.d.Lang) }},
	{"kind", Text, func(r nodeRow) string { return string(r.Kind) }},
	{"name_en", Text, func(r nodeRow) string { return r.Names.En }},
	{"name_ja", Text, func(r nodeRow) string { return r.Names.Ja }},
	{"kana", Text, func(r nodeRow) string { return r.Names.Kana }},
	{"aliases", Text, func(r nodeRow) string { return joined(r.Names.Aliases) }},
	{"level", Text, func(r nodeRow) string { return string(r.Level) }},
	{"type", Text, func(r nodeRow) string { return r.Type }},
	{"sector", Text, func(r nodeRow) string { return string(r.Sector) }},
	{"themes", Text, func(r nodeRow) string { return joined(r.Themes) }},
	{"scope", Text, func(r nodeRow) string { return joined(r.Scope) }},
	{"country", Text, func(r nodeRow) string { return r.Country }},
	{"within", Text, func(r nodeRow) string { return r.Within }},
	{"region", Text, func(r nodeRow) string { return r.Region }},
	{"district", Text, func(r nodeRow) string { return r.District }},
	{"capital", Text, func(r nodeRow) string { return r.Capital }},
	{"lat", Float, func(r nodeRow) string { return coordinate(r.Point, func(p *graph.Point) float64 { return p.Lat }) }},
	{"lon", Float, func(r nodeRow) string { return coordinate(r.Point, func(p *graph.Point) float64 { return p.Lon }) }},
	{"population", Int, func(r nodeRow) string {
		if r.Population == nil {
			return ""
		}
		return strconv.Itoa(r.Population.Count)
	}},
	{"population_date", Date, func(r nodeRow) string {
		if r.Population == nil {
			return ""
		}
		return r.Population.Date.String()
	}},
	{"codes", Text, func(r nodeRow) string { return joined(codeList(r.Codes)) }},
	{"valid_from", Date, func(r nodeRow) string { return r.Valid.From.String() }},
	{"valid_to", Date, func(r nodeRow) string { return r.Valid.To.String() }},
	{"successor", Text, func(r nodeRow) string {
		if r.Successor == nil {
			return ""
		}
		return joined(append([]string{r.Successor.ID}, r.Successor.Also...))
	}},
	{"successor_date", Date, func(r nodeRow) string {
		if r.Successor == nil {
			return ""
		}
		return r.Successor.Date.String()
	}},
	{"url", Link, func(r nodeRow) string { return r.URL }},
	{"description", Prose, func(r nodeRow) string { return r.Description }},
	{"citations", Text, func(r nodeRow) string { return joined(r.AllCitations()) }},
	{"sources", Prose, func(r nodeRow) string { return located(r.AllCitations(), r.locators) }},
	{"confidence", Text, func(r nodeRow) string { return string(r.Confidence) }},
	{"certainty", Text, func(r nodeRow) string { return string(r.Certainty) }},
	{"note", Prose, func(r nodeRow) string { return r.Note }},
}

var edgeColumns = []column[edgeRow]{
	{"label", Text, func(r edgeRow) string { return r.label }},
	{"kind", Text, func(r edgeRow) string { return string(r.Kind) }},
	{"directed", Bool, func(r edgeRow) string { return strconv.FormatBool(r.Kind.Directed()) }},
	{"source_label", Text, func(r edgeRow) string { return r.labels[r.Source] }},
	{"target_label", Text, func(r edgeRow) string { return r.labels[r.Target] }},
	{"tie", Text, func(r edgeRow) string { return r.Tie }},
	{"tie_kind", Text, func(r edgeRow) string { return string(r.TieKind) }},
	{"role", Text, func(r edgeRow) string { return string(r.Role) }},
	{"signed", Date, func(r edgeRow) string { return r.Signed.String() }},
	{"status", Text, func(r edgeRow) string { return string(r.Status) }},
	{"signatory", Text, func(r edgeRow) string { return r.Signatory }},
	{"signatory_unknown", Bool, func(r edgeRow) string {
		if !r.Unknown {
			return ""
		}
		return "true"
	}},
	{"date", Date, func(r edgeRow) string { return r.Date.String() }},
	{"change", Text, func(r edgeRow) string { return string(r.Change) }},
	{"valid_from", Date, func(r edgeRow) string { return r.Valid.From.String() }},
	{"valid_to", Date, func(r edgeRow) string { return r.Valid.To.String() }},
	{"citations", Text, func(r edgeRow) string { return joined(r.Citations) }},
	{"sources", Prose, func(r edgeRow) string { return located(r.Citations, r.locators) }},
	{"confidence", Text, func(r edgeRow) string { return string(r.Confidence) }},
	{"certainty", Text, func(r edgeRow) string { return string(r.Certainty) }},
	{"note", Prose, func(r edgeRow) string { return r.Note }},
}

var sourceColumns = []column[*graph.Source]{
	{"locator", Link, func(s *graph.Source) string { return s.Locator }},
	{"publisher", Text, func(s *graph.Source) string { return s.Publisher }},
	{"title", Text, func(s *graph.Source) string { return s.Title }},
	{"licence", Text, func(s *graph.Source) string { return s.Licence }},
	{"credit", Prose, func(s *graph.Source) string { return s.Credit }},
}

// nodeRows and edgeRows give the rows of a document's records by index.
func (d *Document) nodeRows() func(i int) nodeRow {
	locators := d.locators()
	return func(i int) nodeRow { return nodeRow{&d.Network.Nodes[i], d, locators} }
}

func (d *Document) edgeRows() func(i int) edgeRow {
	labels := make(map[string]string, len(d.Network.Nodes))
	for i := range d.Network.Nodes {
		labels[d.Network.Nodes[i].ID] = d.Network.Nodes[i].Label(d.Lang)
	}
	locators := d.locators()
	return func(i int) edgeRow {
		e := &d.Network.Edges[i]
		return edgeRow{e, d.edgeLabel(e), labels, locators}
	}
}

// edgeLabel is what an edge is called in a drawing: its kind in words, of a sister tie the kind of tie.
func (d *Document) edgeLabel(e *graph.FoundEdge) string {
	words := edgeWords[e.Kind]
	if e.Kind == graph.SisterOf {
		if w, ok := tieWords[e.TieKind]; ok {
			words = w
		}
	}
	if d.Lang == "ja" {
		return words.Ja
	}
	return words.En
}

var edgeWords = map[graph.EdgeKind]graph.Labels{
	graph.SisterOf:    {En: "sister of", Ja: "姉妹提携"},
	graph.MemberOf:    {En: "member of", Ja: "加盟"},
	graph.Organizes:   {En: "organizes", Ja: "主催"},
	graph.TakesPartIn: {En: "takes part in", Ja: "参加"},
	graph.LocatedIn:   {En: "located in", Ja: "所在"},
	graph.SucceededBy: {En: "succeeded by", Ja: "承継"},
}

var tieWords = map[graph.TieKind]graph.Labels{
	graph.SisterState: {En: "sister state", Ja: "姉妹州県"},
	graph.SisterCity:  {En: "sister city", Ja: "姉妹都市"},
	graph.Friendship:  {En: "friendship", Ja: "友好提携"},
}

// about are the words that go with a document, as keys and values.
func (d *Document) about() [][2]string {
	m := &d.Network.Meta
	return append(d.words(), present([][2]string{
		{"nodes", strconv.Itoa(m.Shown.Nodes)}, {"edges", strconv.Itoa(m.Shown.Edges)}, {"nodes_total", strconv.Itoa(m.Total.Nodes)}, {"edges_total", strconv.Itoa(m.Total.Edges)},
		{"truncated_by", joined(m.TruncatedBy)}, {"undated", strconv.Itoa(m.Undated)}, {"possible", strconv.Itoa(m.Possible)}, {"credits", strings.Join(d.credits(), "\n")},
	})...)
}

// words are what there is to say of any document, the facts after its title.
func (d *Document) words(facts ...[2]string) [][2]string {
	return present(append(append([][2]string{{"title", d.Title}}, facts...), [][2]string{{"query", d.Query}, {"url", d.URL}, {"generator", generator}, {"dataset_version", d.Network.Meta.Version}, {"language", d.language()}}...))
}

func present(pairs [][2]string) [][2]string {
	return slices.DeleteFunc(pairs, func(p [2]string) bool { return p[1] == "" })
}

func joined[T ~string](vs []T) string {
	switch len(vs) {
	case 0:
		return ""
	case 1:
		return string(vs[0])
	}
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString(listSeparator)
		}
		b.WriteString(string(v))
	}
	return b.String()
}

// codeList are the codes with their systems, jis:04100, in order.
func codeList(c graph.Codes) []string {
	var all []string
	for _, system := range slices.Sorted(maps.Keys(c)) {
		for _, v := range c[system] {
			all = append(all, system+":"+v)
		}
	}
	return all
}

// located is the list of the locators of sources; a source that the document does not hold stands there by its id.
func located(ids []string, locators map[string]string) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		if all[i] = locators[id]; all[i] == "" {
			all[i] = id
		}
	}
	return joined(all)
}

func coordinate(p *graph.Point, of func(*graph.Point) float64) string {
	if p == nil {
		return ""
	}
	return string(appendFloat(nil, of(p)))
}

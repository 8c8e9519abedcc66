package report

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/study"
)

// document is a report before it is written in a format.
type document struct {
	Lang, Title, Subtitle string
	Landscape             bool
	Lead                  []string // paragraphs under the title
	Sections              []section
	Sources               []source
	Version               string
}

// section is a part with a heading.
type section struct {
	ID, Title string
	Page      bool // starts a page in print
	Blocks    []block
}

// block is one of a paragraph, a heading of the third level, a list, a table or a drawing.
type block struct {
	ID, Heading, Text string
	List              []string
	Table             *table
	Drawing           template.HTML
	Caption           string
}

// table has a caption, a header and rows. A table without rows says so by Empty.
type table struct {
	Caption string
	Columns []column
	Rows    [][]cell
	Empty   string
	ID      string
	Even    bool // columns of numbers are equally wide
}

// Short reports whether the table is short enough to stand on one page whole.
func (t *table) Short() bool { return len(t.Rows) <= 4 }

type column struct {
	Label, Class string // class: how wide, and whether of numbers
}

// cell is a text, perhaps with a second line of lesser weight and numbers of sources.
type cell struct {
	Text, Note, Link, ID string
	Cites                []int
	Head                 bool
}

// source is a numbered source.
type source struct {
	Number                                         int
	ID, Title, Publisher, Locator, Licence, Credit string
	Link                                           string // where the locator is a web address
}

// writer builds a document.
type writer struct {
	lang    string
	doc     document
	nodes   map[string]*graph.FoundNode
	sources map[string]*graph.Source
	numbers map[string]int // of sources, in the order they are first cited
}

func newWriter(net *graph.Network, lang string) *writer {
	if lang != "ja" {
		lang = "en"
	}
	w := &writer{lang: lang, doc: document{Lang: lang, Version: net.Meta.Version}, nodes: map[string]*graph.FoundNode{}, sources: map[string]*graph.Source{}, numbers: map[string]int{}}
	for i := range net.Nodes {
		w.nodes[net.Nodes[i].ID] = &net.Nodes[i]
	}
	for i := range net.Sources {
		w.sources[net.Sources[i].ID] = &net.Sources[i]
	}
	return w
}

// say picks the text of the language.
func (w *writer) say(en, ja string) string { return study.Text{En: en, Ja: ja}.In(w.lang) }

// label is the display name of a node, "" of none.
func (w *writer) label(id string) string {
	if n := w.nodes[id]; n != nil {
		return n.Label(w.lang)
	}
	return id
}

func (w *writer) labels(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = w.label(id)
	}
	return strings.Join(names, w.say(", ", "、"))
}

func (w *writer) date(d graph.Date) string { return study.DateText(d, w.lang) }

// when is a time in words.
func (w *writer) when(t graph.Time) string {
	switch {
	case t.Any:
		return w.say("at any time", "全期間")
	case t.Now():
		return w.say("now", "現在")
	case !t.AsOf.IsZero():
		return w.date(t.AsOf)
	}
	return w.date(t.From) + w.say(" to ", "〜") + w.date(t.To)
}

// span is a range in words; one that began and ended in the same period is that period.
func (w *writer) span(r graph.Range) string {
	last := r.Until()
	switch {
	case r.IsZero():
		return ""
	case r.From == last:
		return w.date(r.From)
	case r.From.IsZero():
		return w.say("until ", "〜") + w.date(last)
	case last.IsZero():
		return w.date(r.From) + w.say(" –", "〜")
	}
	return w.date(r.From) + w.say(" – ", "〜") + w.date(last)
}

// certainty marks what is not certain.
func (w *writer) certainty(c graph.Certainty) string {
	switch c {
	case graph.Possible:
		return w.say("possible", "可能性あり")
	case graph.Undated:
		return w.say("undated", "日付不明")
	}
	return ""
}

// cite numbers sources, in the order they are first cited.
func (w *writer) cite(ids ...string) []int {
	var out []int
	for _, id := range ids {
		s := w.sources[id]
		if s == nil {
			continue
		}
		n := w.numbers[id]
		if n == 0 {
			n = len(w.numbers) + 1
			w.numbers[id] = n
			w.doc.Sources = append(w.doc.Sources, source{Number: n, ID: id, Title: s.Title, Publisher: s.Publisher, Locator: s.Locator, Licence: s.Licence, Credit: s.Credit, Link: webAddress(s.Locator)})
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func webAddress(locator string) string {
	if u, err := url.Parse(locator); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		return locator
	}
	return ""
}

func (w *writer) section(id, title string, page bool, blocks ...block) {
	w.doc.Sections = append(w.doc.Sections, section{id, title, page, blocks})
}

// between stands between remarks of one cell.
const between = " · "

func text(s string) cell        { return cell{Text: s} }
func noted(s, note string) cell { return cell{Text: s, Note: note} }
func joinNotes(ns ...string) string {
	return strings.Join(slices.DeleteFunc(ns, func(s string) bool { return s == "" }), between)
}

// figure is a count with what stands apart from it.
func (w *writer) figure(f study.Figure) cell {
	return noted(strconv.Itoa(f.Count), w.apart(f.Possible, f.Undated))
}

func (w *writer) apart(possible, undated int) string {
	var parts []string
	if possible > 0 {
		parts = append(parts, w.say(strconv.Itoa(possible)+" possible", "うち可能性"+strconv.Itoa(possible)))
	}
	if undated > 0 {
		parts = append(parts, w.say("+"+strconv.Itoa(undated)+" undated", "ほか日付不明"+strconv.Itoa(undated)))
	}
	return strings.Join(parts, w.say(", ", "、"))
}

// percent writes a share, "–" where there is none.
func percent(v *float64) string {
	if v == nil {
		return "–"
	}
	return strconv.FormatFloat(*v*100, 'f', 0, 64) + " %"
}

// doubts tells claims that do not agree, and a low confidence.
func (w *writer) doubts(claims []graph.Claim, c graph.Confidence) string {
	var parts []string
	if c == graph.Low {
		parts = append(parts, w.say("low confidence", "確度：低"))
	}
	for _, x := range claims {
		s := claimWords[x.Kind].In(w.lang) + w.say(": ", "：") + w.field(x.Field)
		if x.Value != "" {
			s += " " + w.claimed(x.Value)
		}
		if x.Note != "" {
			s += w.say(" (", "（") + x.Note + w.say(")", "）")
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, w.say("; ", "；"))
}

// claimed tells what a claim says: ids by their labels, keys of closed lists in words, the rest as it stands.
func (w *writer) claimed(value string) string {
	parts := strings.Split(value, "; ")
	for i, p := range parts {
		if w.nodes[p] != nil {
			parts[i] = w.label(p)
		} else {
			parts[i] = study.AxisLabel(graph.ByTieKind, p, w.lang)
		}
	}
	return strings.Join(parts, w.say("; ", "；"))
}

func (w *writer) doubtSources(claims []graph.Claim) []string {
	var ids []string
	for _, x := range claims {
		ids = append(ids, x.Source)
	}
	return ids
}

func (w *writer) field(f string) string {
	if t, known := fieldWords[f]; known {
		return t.In(w.lang)
	}
	return strings.ReplaceAll(f, "_", " ")
}

var claimWords = map[graph.ClaimKind]study.Text{graph.Disagrees: {En: "otherwise", Ja: "異説"}, graph.Inferred: {En: "inferred", Ja: "推定"}, graph.Refutes: {En: "denied", Ja: "否定"}, graph.Uncertain: {En: "uncertain", Ja: "不確か"}}

var fieldWords = map[string]study.Text{
	"signed": {En: "signed", Ja: "締結日"}, "exists": {En: "exists", Ja: "存在"}, "kind": {En: "kind", Ja: "種別"}, "since": {En: "since", Ja: "開始"}, "until": {En: "until", Ja: "終了"}, "ended": {En: "ended", Ja: "終了"},
	"signatory": {En: "signatory", Ja: "締結者"}, "status": {En: "status", Ja: "状態"}, "founded": {En: "founded", Ja: "設立"}, "role": {En: "role", Ja: "役割"}, "organizer": {En: "organizer", Ja: "主催者"}, "participants": {En: "participants", Ja: "参加者"},
	"type": {En: "type", Ja: "種類"}, "signed_again": {En: "signed again", Ja: "再締結"}, "earlier_tie": {En: "earlier tie", Ja: "以前の提携"}, "contact_since": {En: "contact since", Ja: "交流開始"}, "approved": {En: "approved", Ja: "議決"},
	"us_state": {En: "state", Ja: "州"}, "us_entity": {En: "partner", Ja: "相手先"}, "signatory_dissolved": {En: "signatory dissolved", Ja: "締結者の廃止"},
}

// themes are the names of themes.
func (w *writer) themes(ts []graph.Theme) string {
	names := make([]string, len(ts))
	for i, t := range ts {
		names[i] = study.AxisLabel(graph.ByTheme, string(t), w.lang)
	}
	return strings.Join(names, w.say(", ", "、"))
}

func (w *writer) axis(a graph.Axis, key string) string {
	return study.AxisLabel(a, cmp.Or(key, graph.UnknownKey), w.lang)
}

// joined is a node with the roles in which links join it, each once; "" where a link says none.
type joined struct {
	node  string
	roles []string
	mark  string // how certain
}

// together joins the links to one node, in the order in which each is named first. Links marked differently stay apart, so that a mark is of every role beside it.
func together(ls []study.Link, mark func(study.Link) string) []joined {
	var out []joined
	for _, l := range ls {
		m := mark(l)
		i := slices.IndexFunc(out, func(j joined) bool { return j.node == l.Node && j.mark == m })
		if i < 0 {
			i = len(out)
			out = append(out, joined{node: l.Node, mark: m})
		}
		if !slices.Contains(out[i].roles, string(l.Role)) {
			out[i].roles = append(out[i].roles, string(l.Role))
		}
	}
	return out
}

// links names the nodes of links, each once with its roles.
func (w *writer) links(ls []study.Link) string {
	all := together(ls, func(l study.Link) string {
		if l.Kind != graph.MemberOf {
			return ""
		}
		return w.certainty(l.Certainty)
	})
	names := make([]string, len(all))
	for i, j := range all {
		var marks []string
		for _, r := range j.roles {
			if r != "" && graph.Role(r) != graph.Member {
				marks = append(marks, w.axis(graph.ByRole, r))
			}
		}
		if j.mark != "" {
			marks = append(marks, j.mark)
		}
		if names[i] = w.label(j.node); len(marks) > 0 {
			names[i] += w.say(" (", "（") + strings.Join(marks, w.say(", ", "、")) + w.say(")", "）")
		}
	}
	return strings.Join(names, w.say("; ", "；"))
}

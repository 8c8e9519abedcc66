package api

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
	"enishi/graph/study/report"
)

// offer is one way to write an answer.
type offer struct {
	name        string
	contentType string
	extension   string
	doc         string
	write       func(w io.Writer, a *answer, q *question) error // nil: JSON, which the encoder writes
}

// leaves reports whether what is written is a file for other programs, which must say by itself where it is from and whom to credit.
func (o *offer) leaves() bool { return o.write != nil && o != previewOffer }

func (o *offer) mediaType() string {
	t, _, _ := strings.Cut(o.contentType, ";")
	return t
}

// The offers of the kinds of answers, JSON first.
var (
	jsonOffer     = &offer{name: "json", contentType: "application/json; charset=utf-8", extension: "json", doc: "The shapes described here."}
	networkOffers = offersOfNetworks()
	tableOffers   = offersOfTables()
	pageOffer     = &offer{"html", report.HTMLType, report.HTMLExtension, "page to read and to print, which needs nothing from elsewhere", func(w io.Writer, a *answer, q *question) error { return a.report.page(w, q.lang) }}
	reportOffers  = append(offersOfReportTables(), pageOffer, &offer{"md", report.MarkdownType, report.MarkdownExtension, "Markdown (CommonMark with the tables of GitHub)", func(w io.Writer, a *answer, q *question) error { return a.report.markdown(w, q.lang) }})
	feedOffers    = []*offer{
		{"ics", format.CalendarType, format.CalendarExtension, "calendar to subscribe to, RFC 5545", func(w io.Writer, a *answer, q *question) error { return format.Calendar(w, q.feed(a)) }},
		{"atom", format.AtomType, format.AtomExtension, "feed to subscribe to, RFC 4287", func(w io.Writer, a *answer, q *question) error { return format.Atom(w, q.feed(a)) }},
	}

	// encodingParams are the choices of single formats.
	networkEncodingParams = []param{
		{name: "edge_key", enum: []string{"edges", "links"}, doc: "format=node-link: name of the list of edges. edges (default): NetworkX 3.4 and later. links: earlier ones, and D3."},
		{name: "colors", kind: boolParam, doc: "format=gexf: true gives each kind of node a colour."},
	}
	bomParam = param{name: "bom", kind: boolParam, doc: "format=csv: true begins each table with a byte order mark, so that Excel reads it as UTF-8."}
)

func offersOfNetworks() []*offer {
	out := make([]*offer, len(format.Encoders))
	for i, e := range format.Encoders {
		out[i] = &offer{e.Name, e.MediaType, e.Extension, e.Doc, func(w io.Writer, a *answer, q *question) error {
			d := q.document(a)
			d.Network, d.Title = *a.network, q.networkTitle(a.network)
			return e.Network(w, d, q.options())
		}}
	}
	return out
}

func offersOfTables() []*offer {
	out := make([]*offer, len(format.TableEncoders))
	for i, e := range format.TableEncoders {
		out[i] = &offer{e.Name, e.MediaType, e.Extension, e.Doc, func(w io.Writer, a *answer, q *question) error {
			tables := []format.Table{a.table().named(q.route.name, q.title())}
			if e.Name == "xlsx" { // a file of comma-separated values has no second table
				tables = append(tables, q.document(a).About())
			}
			return e.Tables(w, tables, q.options())
		}}
	}
	return out
}

// offersOfReportTables are the tables of a report together: a zip or a workbook.
func offersOfReportTables() []*offer {
	out := make([]*offer, len(format.TableEncoders))
	for i, e := range format.TableEncoders {
		contentType, extension := e.For(2)
		out[i] = &offer{e.Name, contentType, extension, e.Doc, func(w io.Writer, a *answer, q *question) error {
			return e.Tables(w, q.reportTables(a), q.options())
		}}
	}
	return out
}

// written is a report in its forms, each in a language.
type written struct {
	facts          func(lang string) [][2]string // for the table about
	tables         func(lang string) []format.Table
	page, markdown func(w io.Writer, lang string) error
}

func writtenBy[T any](r *T, facts func(*T, string) [][2]string, tables func(*T, string) []format.Table, page, markdown func(io.Writer, *T, string) error) *written {
	return &written{
		func(lang string) [][2]string { return facts(r, lang) },
		func(lang string) []format.Table { return tables(r, lang) },
		func(w io.Writer, lang string) error { return page(w, r, lang) },
		func(w io.Writer, lang string) error { return markdown(w, r, lang) },
	}
}

func (q *question) options() format.Options {
	return format.Options{Edges: q.one("edge_key"), BOM: q.flag("bom"), Colors: q.flag("colors")}
}

// document is the answer without its records: the words, the credits and where it comes from.
func (q *question) document(a *answer) *format.Document {
	d := &format.Document{Lang: q.lang, Title: q.title(), Query: q.canonical("format", "cursor"), URL: q.download(), Credits: a.credits}
	d.Network.Meta.Version = a.version
	if q.base != "" {
		d.Base = q.base + prefix + "/"
	}
	return d
}

// reportTables are the tables of a report after one that says what the file is: who opens it elsewhere sees neither the question nor whom to credit.
func (q *question) reportTables(a *answer) []format.Table {
	tables := a.report.tables(q.lang)
	facts := a.report.facts(q.lang)
	for i := range tables {
		facts = append(facts, [2]string{"rows_" + tables[i].Name, strconv.Itoa(len(tables[i].Rows))})
	}
	d := q.document(a)
	d.Title = tables[0].Title
	return append([]format.Table{d.About(facts...)}, tables...)
}

// feed is the answer as a feed, with where it is and the credits.
func (q *question) feed(a *answer) *format.Feed {
	f := *a.feed
	f.URL, f.Credits = q.download(), a.credits
	return &f
}

// download is the address of the answer in its format, however that was asked for.
func (q *question) download() string {
	v := maps.Clone(q.values)
	v["format"] = []string{q.offer.name}
	return q.base + address(q.path, v.canonical())
}

// title is the question in words.
func (q *question) title() string {
	t := q.route.summary
	if q.id != "" {
		t += ": " + q.id
	}
	return t
}

// maxTitled is how many nodes a title names.
const maxTitled = 5

// networkTitle says in words whose network it is: it stands alone in a file, far from the question.
func (q *question) networkTitle(n *graph.Network) string {
	around := map[string]bool{q.id: true}
	for _, id := range slices.Concat(q.list("from"), q.list("to")) {
		around[id] = true
	}
	var labels []string
	for i := range n.Nodes {
		if around[n.Nodes[i].ID] {
			labels = append(labels, n.Nodes[i].Label(q.lang))
		}
	}
	if len(labels) > maxTitled {
		labels = append(labels[:maxTitled], "…")
	}
	switch {
	case q.lang == "ja" && len(labels) > 0:
		return strings.Join(labels, "・") + "の交流ネットワーク"
	case q.lang == "ja":
		return "交流ネットワーク"
	case len(labels) > 0:
		return "Exchange network of " + strings.Join(labels, ", ")
	}
	return "Exchange network"
}

// table is a list as rows.
type table struct {
	header []string
	rows   [][]string
}

func (t *table) named(name, title string) format.Table {
	out := format.Table{Name: name, Title: title, Rows: t.rows}
	for _, key := range t.header {
		out.Columns = append(out.Columns, format.Column{Key: key, Kind: columnKinds[key]})
	}
	return out
}

// columnKinds are the kinds of the columns that are not text.
var columnKinds = map[string]format.Kind{"lat": format.Float, "lon": format.Float, "population": format.Int, "population_date": format.Date, "valid_from": format.Date, "valid_to": format.Date, "signed": format.Date, "date": format.Date,
	"url": format.Link, "locator": format.Link, "note": format.Prose, "reason": format.Prose, "value": format.Text, "size": format.Int, "cut_off": format.Int, "years": format.Int,
	"count": format.Int, "added": format.Int, "changed": format.Int, "removed": format.Int}

func nodeTable(nodes []graph.FoundNode, lang string) *table {
	t := &table{header: []string{"id", "kind", "label", "name_en", "name_ja", "kana", "level", "type", "sector", "themes", "country", "within", "lat", "lon", "population", "population_date",
		"valid_from", "valid_to", "successor", "url", "citations", "confidence", "certainty", "note"}}
	for i := range nodes {
		n := &nodes[i]
		var lat, lon, count, counted, successor string
		if p := n.Point; p != nil {
			lat, lon = strconv.FormatFloat(p.Lat, 'f', -1, 64), strconv.FormatFloat(p.Lon, 'f', -1, 64)
		}
		if p := n.Population; p != nil {
			count, counted = strconv.Itoa(p.Count), p.Date.String()
		}
		if n.Successor != nil {
			successor = n.Successor.ID
		}
		t.rows = append(t.rows, []string{n.ID, string(n.Kind), n.Label(lang), n.Names.En, n.Names.Ja, n.Names.Kana, string(n.Level), n.Type, string(n.Sector), join(n.Themes), n.Country, n.Within, lat, lon, count, counted,
			n.Valid.From.String(), n.Valid.To.String(), successor, n.URL, join(n.Citations), string(n.Confidence), string(n.Certainty), n.Note})
	}
	return t
}

func edgeTable(edges []graph.FoundEdge) *table {
	t := &table{header: []string{"id", "kind", "source", "target", "tie", "tie_kind", "role", "signed", "status", "date", "change", "valid_from", "valid_to", "citations", "confidence", "certainty", "note"}}
	for i := range edges {
		e := &edges[i]
		t.rows = append(t.rows, []string{e.ID, string(e.Kind), e.Source, e.Target, e.Tie, string(e.TieKind), string(e.Role), e.Signed.String(), string(e.Status), e.Date.String(), string(e.Change),
			e.Valid.From.String(), e.Valid.To.String(), join(e.Citations), string(e.Confidence), string(e.Certainty), e.Note})
	}
	return t
}

func sourceTable(sources []graph.Source) *table {
	t := &table{header: []string{"id", "locator", "publisher", "title", "licence", "credit"}}
	for _, s := range sources {
		t.rows = append(t.rows, []string{s.ID, s.Locator, s.Publisher, s.Title, s.Licence, s.Credit})
	}
	return t
}

func releaseTable(releases []graph.ReleaseInfo) *table {
	t := &table{header: []string{"id", "parent", "time", "version", "added", "changed", "removed", "note"}}
	for _, r := range releases {
		t.rows = append(t.rows, []string{r.ID, r.Parent, r.Time.UTC().Format(time.RFC3339), r.Version, strconv.Itoa(r.Changes.Added), strconv.Itoa(r.Changes.Changed), strconv.Itoa(r.Changes.Removed), r.Note})
	}
	return t
}

func countTable(counts []graph.Count) *table {
	t := &table{header: []string{"edge_kind", "direction", "node_kind", "count"}}
	for _, c := range counts {
		t.rows = append(t.rows, []string{string(c.EdgeKind), string(c.Direction), string(c.NodeKind), strconv.Itoa(c.Count)})
	}
	return t
}

func matchTable(r *study.Resolution, lang string) *table {
	labels := map[string]string{}
	for i := range r.Nodes {
		labels[r.Nodes[i].ID] = r.Nodes[i].Label(lang)
	}
	t := &table{header: []string{"id", "label", "as", "of", "of_label", "date", "certainty"}}
	for _, m := range r.Matches {
		t.rows = append(t.rows, []string{m.ID, labels[m.ID], string(m.As), m.Of, labels[m.Of], m.Date.String(), string(m.Certainty)})
	}
	return t
}

// diffTable shows each record as it was and as it became, in JSON.
func diffTable(items []diffItem) *table {
	t := &table{header: []string{"kind", "id", "change", "before", "after"}}
	for _, d := range items {
		t.rows = append(t.rows, []string{string(d.Kind), d.ID, d.Change, string(d.Before), string(d.After)})
	}
	return t
}

func claimTable(claims []graph.Claim) *table {
	t := &table{header: []string{"id", "record", "field", "value", "source", "kind", "note"}}
	for _, c := range claims {
		t.rows = append(t.rows, []string{c.ID, c.Record, c.Field, c.Value, c.Source, string(c.Kind), c.Note})
	}
	return t
}

func join[T ~string](vs []T) string { return strings.Join(textsOf(vs), "; ") }

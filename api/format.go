package api

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"enishi/graph"
)

// format is one way to write an answer.
type format struct {
	name        string
	contentType string
	aliases     []string // further media types that ask for it
	extension   string
	doc         string
	network     func(w io.Writer, n *graph.Network, q *question) error // of a network format
}

func (f *format) mediaType() string {
	t, _, _ := strings.Cut(f.contentType, ";")
	return t
}

var (
	jsonFormat = &format{name: "json", contentType: "application/json; charset=utf-8", extension: "json", doc: "The shapes described here."}
	csvFormat  = &format{name: "csv", contentType: "text/csv; charset=utf-8; header=present", extension: "csv", doc: "One line per item, UTF-8; no cell starts a formula."}
)

// table is a list as rows, for CSV.
type table struct {
	header []string
	rows   [][]string
}

func (t *table) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range append([][]string{t.header}, t.rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless puts an apostrophe before what a spreadsheet would take for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}

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

func claimTable(claims []graph.Claim) *table {
	t := &table{header: []string{"id", "record", "field", "value", "source", "kind", "note"}}
	for _, c := range claims {
		t.rows = append(t.rows, []string{c.ID, c.Record, c.Field, c.Value, c.Source, string(c.Kind), c.Note})
	}
	return t
}

func join[T ~string](vs []T) string { return strings.Join(textsOf(vs), "; ") }

// networkFormats are the formats of networks besides JSON.
var networkFormats []*format

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// answer is what the tables for people need of any answer of the API (see /openapi.json for the whole).
type answer struct {
	Meta struct {
		Undated, Possible int
		TruncatedBy       []string `json:"truncated_by"`
	}
	Links struct{ Next string }

	Edge, Source, Release json.RawMessage
	Version               string
	Span                  span

	Node    node
	Nodes   []node
	Edges   []edge
	Sources []struct{ ID, Locator string }
	Hits    []struct {
		Node    node
		Matched struct{ Name, How string }
	}
	Matches []struct{ ID, As string }
	Items   []json.RawMessage
	Entries []json.RawMessage
	Moments []json.RawMessage
	Ties    []tie
	Paths   []struct{ Sentence struct{ En, Ja string } }
	Hints   []struct{ Detail string }
	Counts  json.RawMessage
	Rows    []keyed
	Cols    []keyed
	Cells   []struct {
		Row, Col string
		Count    int
	}
	Prefectures []node
	Measures    []struct {
		Key, Unit string
		Label     struct{ En, Ja string }
		Values    map[string]*float64
	}
	Appendices struct{ Affiliations, Organizations []json.RawMessage }
	Findings   []struct {
		Label       struct{ En, Ja string }
		Part, Whole struct{ Count int }
		Thin        struct{ En, Ja string }
	}
}

type node struct {
	ID, Kind, Label, Level, Within, Sector string
	Names                                  struct{ En, Ja string }
	Valid                                  span
	Successor                              *struct{ ID, Date, Now string }
	Certainty                              string
}

type edge struct {
	ID, Kind, Source, Target, Role, Signed, Status, Certainty string
	Valid                                                     span
	Citations                                                 []string
}

type tie struct {
	Tie, Body, Partner, Role, Signed, Status, Certainty string
	TieKind                                             string `json:"tie_kind"`
	Citations                                           []string
}

type span struct{ From, To string }

func (s span) String() string {
	if s == (span{}) {
		return ""
	}
	return s.From + "–" + s.To
}

type keyed struct{ Key, Label string }

// labels maps the ids of an answer's nodes to their labels.
func (a *answer) labels() func(id string) string {
	byID := map[string]string{}
	for _, n := range a.Nodes {
		byID[n.ID] = n.Label
	}
	return func(id string) string { return cmp.Or(byID[id], id) }
}

func showHits(a answer) ([]string, [][]string) {
	label := a.labels()
	var rows [][]string
	for _, h := range a.Hits {
		rows = append(rows, append(nodeCells(h.Node, label), h.Matched.Name, h.Matched.How))
	}
	return []string{"id", "kind", "name", "日本語", "now", "matched", "how"}, rows
}

func showMatches(a answer) ([]string, [][]string) {
	label := a.labels()
	byID := map[string]node{}
	for _, n := range a.Nodes {
		byID[n.ID] = n
	}
	var rows [][]string
	for _, m := range a.Matches {
		cells := nodeCells(byID[m.ID], label)
		rows = append(rows, append(cells, m.As, heirOf(m.ID, a.Nodes)))
	}
	return []string{"id", "kind", "name", "日本語", "now", "as", "of"}, rows
}

// heirOf names the dissolved bodies of the answer that are this one now, and the day that each was dissolved.
func heirOf(id string, nodes []node) string {
	var of []string
	for _, n := range nodes {
		if n.Successor != nil && (n.Successor.Now == id || n.Successor.ID == id) {
			of = append(of, n.Label+" until "+n.Successor.Date)
		}
	}
	return strings.Join(of, ", ")
}

// nodeCells are id, kind, name, Japanese name, and of a dissolved body what it is now.
func nodeCells(n node, label func(string) string) []string {
	now := ""
	if n.Successor != nil {
		now = label(cmp.Or(n.Successor.Now, n.Successor.ID)) + " since " + n.Successor.Date
	}
	return []string{n.ID, cmp.Or(n.Level, n.Kind), n.Label, n.Names.Ja, now}
}

func showNode(a answer) ([]string, [][]string) {
	n := a.Node
	rows := [][]string{{"id", n.ID}, {"kind", n.Kind}, {"level", n.Level}, {"name", n.Names.En}, {"日本語", n.Names.Ja}, {"within", n.Within}, {"sector", n.Sector}, {"valid", n.Valid.String()}}
	if n.Successor != nil {
		rows = append(rows, []string{"dissolved", n.Successor.Date}, []string{"successor", n.Successor.ID}, []string{"now", n.Successor.Now})
	}
	for _, s := range a.Sources {
		rows = append(rows, []string{"source", s.Locator})
	}
	return []string{"field", "value"}, slices.DeleteFunc(rows, func(r []string) bool { return r[1] == "" })
}

// showFields shows one record, a field a line.
func showFields(a answer, record json.RawMessage) ([]string, [][]string) {
	label := a.labels()
	fields, cells := flatten(record)
	var rows [][]string
	for _, f := range fields {
		if f != "id" {
			cells[f] = label(cells[f])
		}
		rows = append(rows, []string{f, cells[f]})
	}
	for _, s := range a.Sources {
		rows = append(rows, []string{"cited", s.Locator})
	}
	return []string{"field", "value"}, rows
}

func showDataset(a answer) ([]string, [][]string) {
	_, release := flatten(a.Release)
	rows := [][]string{{"version", a.Version}, {"release", release["id"]}, {"span", a.Span.String()}}
	kinds, counts := flatten(a.Counts)
	for _, k := range kinds {
		rows = append(rows, []string{k, counts[k]})
	}
	return []string{"what", "value"}, rows
}

// showItems shows a list of nodes or edges or other records by their plain fields.
func showItems(a answer) ([]string, [][]string) { return showRecords(a.Items, a.labels()) }

func showEntries(a answer) ([]string, [][]string) {
	for _, list := range [][]json.RawMessage{a.Entries, a.Moments} {
		if len(list) > 0 {
			return showRecords(list, a.labels())
		}
	}
	return showItems(a)
}

// showRecords makes a table of JSON objects: one column per field that holds text, a number or a list of texts in any of them, in the order in which they first appear. Ids of nodes are shown by
// their labels, but for the record's own.
func showRecords(items []json.RawMessage, label func(string) string) ([]string, [][]string) {
	var titles []string
	var records []map[string]string
	for _, item := range items {
		fields, cells := flatten(item)
		for _, f := range fields {
			if !slices.Contains(titles, f) {
				titles = append(titles, f)
			}
		}
		records = append(records, cells)
	}
	rows := make([][]string, len(records))
	for i, cells := range records {
		for _, t := range titles {
			cell := cells[t]
			if t != "id" {
				cell = labelled(cell, label)
			}
			rows[i] = append(rows[i], cell)
		}
	}
	return titles, rows
}

// mostNamed is how many nodes of a list a cell names.
const mostNamed = 5

// listSeparator stands between the texts of a list in a cell.
const listSeparator = ", "

// labelled is a cell with the labels of the node, or of the list of nodes, whose ids it holds.
func labelled(cell string, label func(string) string) string {
	ids := strings.Split(cell, listSeparator)
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = label(id)
	}
	if slices.Equal(names, ids) {
		return cell
	}
	if more := len(names) - mostNamed; more > 1 {
		names = append(names[:mostNamed], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, "; ")
}

// flatten lists the plain fields of a JSON object in their order.
func flatten(item json.RawMessage) (fields []string, cells map[string]string) {
	cells = map[string]string{}
	dec := json.NewDecoder(strings.NewReader(string(item)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, cells
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return fields, cells
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			return fields, cells
		}
		name, _ := key.(string)
		if text := plain(value); text != "" && name != "citations" && name != "note" {
			fields = append(fields, name)
			cells[name] = text
		}
	}
	return fields, cells
}

// plain is the text of a value for a cell; objects show their English or only text, lists their texts.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', 6, 64)
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, e := range v {
			if s := plain(e); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, listSeparator)
	case map[string]any:
		if _, ok := v["from"]; ok || v["to"] != nil {
			return plain(v["from"]) + "–" + plain(v["to"])
		}
		for _, key := range []string{"label", "en", "id"} {
			if s, ok := v[key].(string); ok {
				return s
			}
		}
	}
	return ""
}

func showTies(a answer) ([]string, [][]string) {
	label := a.labels()
	var rows [][]string
	for _, t := range a.Ties {
		rows = append(rows, []string{cmp.Or(t.Signed, "?"), label(t.Body), label(t.Partner), t.TieKind, t.Role, t.Status, t.Certainty, strconv.Itoa(len(t.Citations))})
	}
	return []string{"signed", "body", "partner", "kind", "role", "status", "certainty", "sources"}, rows
}

func showEdges(a answer) ([]string, [][]string) { return edgeTable(a.Edges, a.labels()) }

func edgeTable(edges []edge, label func(string) string) ([]string, [][]string) {
	var rows [][]string
	for _, e := range edges {
		rows = append(rows, []string{label(e.Source), e.Kind, label(e.Target), e.Role, cmp.Or(e.Signed, e.Valid.String()), e.Status, e.Certainty})
	}
	return []string{"from", "tie", "to", "role", "when", "status", "certainty"}, rows
}

func showNeighbors(a answer) ([]string, [][]string) {
	edges := a.Edges
	for _, item := range a.Items {
		var e struct {
			edge
			Edge *edge
		}
		if json.Unmarshal(item, &e) == nil {
			if e.Edge != nil {
				edges = append(edges, *e.Edge)
			} else {
				edges = append(edges, e.edge)
			}
		}
	}
	return edgeTable(edges, a.labels())
}

func showCounts(a answer) ([]string, [][]string) {
	var counts []struct {
		EdgeKind  string `json:"edge_kind"`
		NodeKind  string `json:"node_kind"`
		Direction string
		Count     int
	}
	if json.Unmarshal(a.Counts, &counts) != nil {
		return nil, nil
	}
	var rows [][]string
	for _, c := range counts {
		rows = append(rows, []string{c.EdgeKind, c.Direction, c.NodeKind, strconv.Itoa(c.Count)})
	}
	return []string{"tie", "direction", "to", "count"}, rows
}

func showPaths(a answer) ([]string, [][]string) {
	var rows [][]string
	for i, p := range a.Paths {
		rows = append(rows, []string{strconv.Itoa(i + 1), p.Sentence.En}, []string{"", p.Sentence.Ja})
	}
	return []string{"path", "told"}, rows
}

// showCells makes a table of a tally: a row per row key, a column per column key.
func showCells(a answer) ([]string, [][]string) {
	titles := []string{""}
	column := map[string]int{}
	for _, c := range a.Cols {
		column[c.Key] = len(titles)
		titles = append(titles, cmp.Or(c.Label, c.Key))
	}
	index := map[string]int{}
	rows := make([][]string, len(a.Rows))
	for i, r := range a.Rows {
		index[r.Key] = i
		rows[i] = make([]string, len(titles))
		rows[i][0] = cmp.Or(r.Label, r.Key)
	}
	for _, c := range a.Cells {
		if i, ok := index[c.Row]; ok && column[c.Col] > 0 {
			rows[i][column[c.Col]] = strconv.Itoa(c.Count)
		}
	}
	return titles, rows
}

func showMeasures(a answer) ([]string, [][]string) {
	titles := []string{"measure"}
	for _, p := range a.Prefectures {
		titles = append(titles, p.Label)
	}
	var rows [][]string
	for _, m := range a.Measures {
		row := []string{cmp.Or(m.Label.En, m.Key)}
		for _, p := range a.Prefectures {
			cell := "–"
			if v := m.Values[p.ID]; v != nil {
				cell = fmt.Sprintf("%.4g", *v)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return titles, rows
}

// showDossier shows the affiliations and organizations of a dossier and its findings; the whole is in --format html, md, xlsx or --json.
func showDossier(a answer) ([]string, [][]string) {
	label := a.labels()
	var rows [][]string
	for _, item := range a.Appendices.Affiliations {
		var t tie
		if json.Unmarshal(item, &t) == nil {
			rows = append(rows, []string{"affiliation", cmp.Or(t.Signed, "?"), label(t.Body), label(t.Partner) + " (" + t.TieKind + ", " + t.Role + ")", t.Certainty})
		}
	}
	for _, item := range a.Appendices.Organizations {
		var o struct {
			ID, Sector, Certainty string
			Valid                 span
		}
		if json.Unmarshal(item, &o) == nil {
			rows = append(rows, []string{"organization", cmp.Or(o.Valid.From, "?"), label(o.ID), o.Sector, o.Certainty})
		}
	}
	for _, f := range a.Findings {
		rows = append(rows, []string{"finding", "", f.Label.En, fmt.Sprintf("%d of %d", f.Part.Count, f.Whole.Count), f.Thin.En})
	}
	return []string{"what", "since", "who", "with", "remark"}, rows
}

package format

import (
	"strings"

	"enishi/graph"
)

// Kind says how the values of a column are read.
type Kind string

// The kinds. A value that is not of its column's kind is written as text.
const (
	Text  Kind = "text"
	Int   Kind = "int"   // decimal digits, perhaps a minus
	Float Kind = "float" // decimal
	Bool  Kind = "bool"  // true or false
	Date  Kind = "date"  // as graph.Date writes it, also in a worksheet: one type whatever is known, so that it sorts
	Link  Kind = "link"  // a web address
	Prose Kind = "prose" // long text: a wide column
)

// Column is a column of a table.
type Column struct {
	Key   string // header for programs: csv
	Label string // header for people: xlsx; empty: Key
	Kind  Kind   // empty: Text
}

// Table is a list or a report.
type Table struct {
	Name    string // of its file in a zip and of its worksheet: a short word
	Title   string // for people; that of the first table is the workbook's
	Columns []Column
	Rows    [][]string // a value for each column; "" is unknown
}

// TableEncoders lists the encodings of lists and reports.
var TableEncoders = []TableEncoder{
	{"csv", "text/csv; charset=utf-8; header=present", "csv", "comma-separated values, RFC 4180, in UTF-8; several tables are a zip", csvTables},
	{"xlsx", xlsxType, "xlsx", "workbook of Excel and LibreOffice, one sheet per table", xlsxTables},
}

// TableByName finds an encoding of tables.
func TableByName(name string) (*TableEncoder, bool) {
	for i := range TableEncoders {
		if TableEncoders[i].Name == name {
			return &TableEncoders[i], true
		}
	}
	return nil, false
}

// TableByMediaType is ByMediaType for tables.
func TableByMediaType(mediaType string) (*TableEncoder, bool) {
	for i := range TableEncoders {
		if sameMediaType(TableEncoders[i].MediaType, mediaType) {
			return &TableEncoders[i], true
		}
	}
	return nil, false
}

// For returns the media type and extension of so many tables: a list is text/csv, several tables are a zip.
func (e *TableEncoder) For(tables int) (mediaType, extension string) {
	if e.Name == "csv" && tables != 1 {
		return zipType, "zip"
	}
	return e.MediaType, e.Extension
}

// Tables are a document as the tables nodes, edges, sources and about, in this order: what csv and xlsx write. A list of records takes the one that it is.
func (d *Document) Tables() []Table {
	net := &d.Network
	source := func(i int) *graph.Source { return &net.Sources[i] }
	return []Table{
		tableOf("nodes", []string{"id"}, func(i int) []string { return []string{net.Nodes[i].ID} }, nodeColumns, d.nodeRows(), len(net.Nodes)),
		tableOf("edges", []string{"id", "source", "target"}, func(i int) []string {
			e := &net.Edges[i]
			return []string{e.ID, e.Source, e.Target}
		}, edgeColumns, d.edgeRows(), len(net.Edges)),
		tableOf("sources", []string{"id"}, func(i int) []string { return []string{net.Sources[i].ID} }, sourceColumns, source, len(net.Sources)),
		aboutTable(d.about()),
	}
}

// About is the table about of a list or report that is no network: the words of the document, facts about it as keys and values, and its credits.
func (d *Document) About(facts ...[2]string) Table {
	t := aboutTable(append(d.words(facts...), present([][2]string{{"credits", strings.Join(d.credits(), "\n")}})...))
	t.Title = d.Title
	return t
}

func aboutTable(pairs [][2]string) Table {
	t := Table{Name: "about", Columns: []Column{{Key: "key"}, {Key: "value", Kind: Prose}}}
	for _, p := range pairs {
		t.Rows = append(t.Rows, []string{p[0], p[1]})
	}
	return t
}

// tableOf is a table of the columns that identify a record and all its others, used or not: the header of an export does not depend on its rows.
func tableOf[T any](name string, idColumns []string, id func(i int) []string, columns []column[T], at func(i int) T, n int) Table {
	t := Table{Name: name, Rows: make([][]string, n)}
	for _, k := range idColumns {
		t.Columns = append(t.Columns, Column{Key: k})
	}
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{Key: c.key, Kind: c.kind})
	}
	for i := range n {
		row := append(make([]string, 0, len(t.Columns)), id(i)...)
		r := at(i)
		for j := range columns {
			row = append(row, columns[j].value(r))
		}
		t.Rows[i] = row
	}
	return t
}

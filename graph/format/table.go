package format

// Kind says how the values of a column are read.
type Kind string

// The kinds. A value that is not of its column's kind is written as text.
const (
	Text   Kind = "text"
	Int    Kind = "int"    // decimal digits, perhaps a sign
	Float  Kind = "float"  // decimal
	Bool   Kind = "bool"   // true or false
	Date   Kind = "date"   // as graph.Date writes it; a real date in a worksheet where it is known to the day
	Link   Kind = "link"   // a web address
	Prose  Kind = "prose"  // long text: a wide column
	IDList Kind = "idlist" // ids, "; " between them
)

// Column is a column of a table.
type Column struct {
	Key   string // header for programs: csv
	Label string // header for people: xlsx; empty: Key
	Kind  Kind   // empty: Text
}

// Table is a list or a report. Each row has a value for each column; "" is unknown.
type Table struct {
	Name    string // of its file in a zip and of its worksheet: a short word
	Title   string // for people; may be empty
	Columns []Column
	Rows    [][]string
}

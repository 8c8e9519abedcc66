package importer

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"enishi/graph"
)

// Outcome is what became of a row.
type Outcome string

// The outcomes. Every row has exactly one.
const (
	Accepted  Outcome = "accepted"  // it adds, changes or deletes a record
	Unchanged Outcome = "unchanged" // the store says so already
	Merged    Outcome = "merged"    // another row of the input says the same
	Rejected  Outcome = "rejected"  // it is not sound; a Fault says why
)

// Fault is one thing that is wrong with a row or a file.
type Fault struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"` // first line of the row, from 1; 0: the file as a whole
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"` // at most 80 bytes of it
	Reason string `json:"reason"`          // what is wrong
	Fix    string `json:"fix,omitempty"`   // what would be right
	// Structure says that the file could not be read past this: no row after it is known, and nothing is applied, KeepGoing or not.
	Structure bool `json:"structure,omitempty"`
}

// String is the fault on one line: file:line: column "value": reason; fix.
func (f Fault) String() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		if f.Line > 0 {
			fmt.Fprintf(&b, ":%d", f.Line)
		}
		b.WriteString(": ")
	}
	if f.Column != "" {
		b.WriteString(f.Column + ": ")
	}
	b.WriteString(f.Reason)
	if f.Fix != "" {
		b.WriteString("; " + f.Fix)
	}
	return b.String()
}

// RowResult is a row with what became of it and the ids of the records that it made or, deleted, took away: its own first, then what was
// derived from it (edges of a lineage, located_in) and what it brought along (sources named by address, partners from the gazetteer).
type RowResult struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Table   string   `json:"table"`
	Outcome Outcome  `json:"outcome"`
	Records []string `json:"records,omitempty"`
}

// FileResult is a file with the number of its rows.
type FileResult struct {
	File    string        `json:"file"`
	Table   string        `json:"table,omitempty"` // empty: not a table; it was left aside
	Rows    int           `json:"rows"`
	Columns []NamedColumn `json:"columns,omitempty"` // those that have another name than ours, in their order
	Header  []string      `json:"header,omitempty"`  // all columns as they stand, of an input whose columns could not be read
}

// TableColumns are the columns of one of our tables, those that a new record needs apart.
type TableColumns struct {
	Table    string   `json:"table"`
	Columns  []string `json:"columns"`
	Required []string `json:"required"`
}

// RecordChange is a record that the release adds, changes or removes. Fields names the JSON fields that differ, of a changed record.
type RecordChange struct {
	Kind   graph.RecordKind `json:"kind"`
	ID     string           `json:"id"`
	Change string           `json:"change"` // added, changed, removed
	Fields []string         `json:"fields,omitempty"`
}

// Report says what an import would do or did. Rows = Accepted + Unchanged + Merged + Rejected, always.
type Report struct {
	Files     []FileResult       `json:"files"`
	Rows      int                `json:"rows"`
	Accepted  int                `json:"accepted"`
	Unchanged int                `json:"unchanged"`
	Merged    int                `json:"merged"`
	Rejected  int                `json:"rejected"`
	Faults    []Fault            `json:"faults"`                    // by file, line, column
	More      int                `json:"further_faults,omitempty"`  // faults beyond MaxFaults, not listed
	Remarks   []Fault            `json:"remarks,omitempty"`         // on rows that are taken and perhaps say not what was meant; by file, line, column; at most MaxRemarks
	Tables    []TableColumns     `json:"tables,omitempty"`          // ours, where a file has a Header: what its columns can be mapped to
	Sound     bool               `json:"sound"`                     // the release can be applied
	Parent    string             `json:"parent"`                    // version of the dataset that the release was made from
	Counts    graph.ChangeCounts `json:"counts"`                    // of records
	Changes   []RecordChange     `json:"changes,omitempty"`         // in the order node, edge, source, claim, then id
	Results   []RowResult        `json:"-"`                         // one per row, by file and line
	ByTable   map[string]int     `json:"rows_by_table,omitempty"`   // rows in
	ByKind    map[string]int     `json:"changes_by_kind,omitempty"` // changed records by "node added" …
}

// MaxFaults bounds the faults listed; reading stops there.
const MaxFaults = 100_000

// MaxRemarks bounds the remarks listed.
const MaxRemarks = 1000

// Err is nil for a sound report; else it wraps graph.ErrInvalid and names the first faults.
func (r *Report) Err() error {
	if r.Sound {
		return nil
	}
	const shown = 5
	var b strings.Builder
	if slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Structure }) {
		b.WriteString("the input could not be read to its end; nothing is written")
	} else {
		fmt.Fprintf(&b, "%d of %d rows are not sound; nothing is written", r.Rejected, r.Rows)
	}
	for i, f := range r.Faults {
		if i == shown {
			fmt.Fprintf(&b, "\n  and %d more", len(r.Faults)+r.More-shown)
			break
		}
		b.WriteString("\n  " + f.String())
	}
	return &graph.Error{Op: "import", Detail: b.String(), Err: graph.ErrInvalid}
}

// WriteText prints the report for people: the account of rows, every fault, and where it is sound the counts of the diff with up to most of its records (0: all).
func (r *Report) WriteText(w io.Writer, most int) error {
	var b strings.Builder
	for _, f := range r.Files {
		if f.Table == "" {
			fmt.Fprintf(&b, "%s: not a table, left aside\n", f.File)
		} else {
			fmt.Fprintf(&b, "%s: %s%s\n", f.File, count(f.Rows, "row"), f.reading())
		}
	}
	fmt.Fprintf(&b, "rows: %d = %d accepted + %d unchanged + %d merged + %d rejected\n", r.Rows, r.Accepted, r.Unchanged, r.Merged, r.Rejected)
	for _, f := range r.Faults {
		b.WriteString(f.String() + "\n")
	}
	if r.More > 0 {
		fmt.Fprintf(&b, "and %d more faults\n", r.More)
	}
	for _, f := range r.Remarks {
		b.WriteString("remark: " + f.String() + "\n")
	}
	if !r.Sound { // what it would change is no news until it is mended
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "records: %d added, %d changed, %d removed\n", r.Counts.Added, r.Counts.Changed, r.Counts.Removed)
	signs := map[string]string{"added": "+", "changed": "~", "removed": "-"}
	for i, c := range r.Changes {
		if most > 0 && i == most {
			fmt.Fprintf(&b, "  and %d more\n", len(r.Changes)-most)
			break
		}
		fmt.Fprintf(&b, "  %s %s %s", signs[c.Change], c.Kind, c.ID)
		if len(c.Fields) > 0 {
			b.WriteString(" (" + strings.Join(c.Fields, ", ") + ")")
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reading says in brackets what a file was read as, where its names do not say it.
func (f *FileResult) reading() string {
	var parts []string
	if tableStem(f.File) != f.Table && !strings.HasSuffix(f.File, "]") {
		parts = append(parts, "as "+f.Table)
	}
	for _, c := range f.Columns {
		parts = append(parts, fmt.Sprintf("%s=%s", c.Column, graph.Clip(c.Header)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// count is a number of things, in English.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// JSON is the report as a JSON document, with the result of every row if rows is set.
func (r *Report) JSON(rows bool) ([]byte, error) {
	type plain Report
	v := struct {
		*plain
		Results []RowResult `json:"results,omitempty"`
	}{plain: (*plain)(r)}
	if rows {
		v.Results = r.Results
	}
	return json.MarshalIndent(v, "", "  ")
}

func (r *Report) addFault(f Fault) {
	if len(r.Faults) >= MaxFaults && !f.Structure {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Faults, byFault)
	r.Faults = slices.Compact(r.Faults) // of a node and of what follows from it the same may be wrong
	if r.Faults == nil {
		r.Faults = []Fault{}
	}
}

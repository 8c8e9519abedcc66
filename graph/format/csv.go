package format

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

const bom = "\ufeff"

// csvNetwork writes a zip of nodes.csv, edges.csv, sources.csv and about.csv: the tables of a document.
func csvNetwork(w io.Writer, d *Document, o Options) error {
	return csvZip(w, d.Tables(), o)
}

// csvTables writes one table as CSV, several as a zip of one CSV each.
func csvTables(w io.Writer, tables []Table, o Options) error {
	if len(tables) == 1 {
		return csvTable(w, &tables[0], o)
	}
	return csvZip(w, tables, o)
}

// zipTime is the time of every file in a zip: the format's earliest. The time of writing would make no two downloads equal.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func csvZip(w io.Writer, tables []Table, o Options) error {
	z := zip.NewWriter(w)
	for i := range tables {
		f, err := z.CreateHeader(&zip.FileHeader{Name: tables[i].Name + ".csv", Method: zip.Deflate, Modified: zipTime})
		if err == nil {
			err = csvTable(f, &tables[i], o)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// csvTable writes RFC 4180 in UTF-8, the keys of columns as header, lines ended by CR LF.
func csvTable(w io.Writer, t *Table, o Options) error {
	if o.BOM {
		if _, err := io.WriteString(w, bom); err != nil {
			return err
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i := range t.Columns {
		record[i] = t.Columns[i].Key
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for _, row := range t.Rows {
		for i := range record {
			record[i] = safeCell(t.Columns[i].Kind, cell(row, i))
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func cell(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// formulaStarts are what spreadsheets take for the start of a formula (OWASP, CSV injection), the full-width forms for Japanese ones.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// safeCell puts an apostrophe, the sign of text, before a value that a spreadsheet could take for a formula. Numbers may have their sign. Control
// characters that no table can carry become U+FFFD.
func safeCell(kind Kind, v string) string {
	if v == "" || (kind == Int || kind == Float) && isNumber(v) {
		return v
	}
	v = strings.Map(printable, v)
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(v, " \u00a0\u3000\ufeff")); strings.ContainsRune(formulaStarts, first) && first != utf8.RuneError {
		return "'" + v
	}
	return v
}

// printable replaces what a table cannot carry; a carriage return is no end of a line here.
func printable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
		return utf8.RuneError
	}
	return r
}

// isNumber reports whether v is a decimal number as appendFloat and strconv.Itoa write it.
func isNumber(v string) bool {
	digits := bytes.TrimLeft([]byte(v), "-")
	if len(v)-len(digits) > 1 || len(digits) == 0 {
		return false
	}
	for _, c := range digits {
		if (c < '0' || c > '9') && c != '.' && c != 'e' && c != '-' && c != '+' {
			return false
		}
	}
	return digits[0] >= '0' && digits[0] <= '9'
}

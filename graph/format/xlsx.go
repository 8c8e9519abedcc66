package format

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"enishi/graph"
)

// What a worksheet holds at most.
const (
	maxSheetRows = 1 << 20
	maxCellUnits = 32767 // UTF-16 code units
	maxSheetName = 31
)

// xlsxNetwork writes a workbook with the tables of a document.
func xlsxNetwork(w io.Writer, d *Document, o Options) error {
	tables := d.Tables()
	tables[0].Title = d.Title
	return xlsxTables(w, tables, o)
}

// xlsxTables writes a sheet for each table: a frozen header to filter by, numbers as numbers, all else, dates too, as text that is no formula.
func xlsxTables(w io.Writer, tables []Table, _ Options) error {
	for i := range tables {
		if len(tables[i].Rows) >= maxSheetRows {
			return &graph.Error{Op: "xlsx", Detail: fmt.Sprintf("%s has %d rows; a worksheet holds %d under its header. Use csv, or narrow the question", tables[i].Name, len(tables[i].Rows), maxSheetRows-1),
				Err: graph.ErrTooLarge}
		}
	}
	if len(tables) == 0 {
		return graph.Invalidf("tables", "a workbook has at least one table")
	}
	f := excelize.NewFile()
	defer f.Close() // removes temporary files; there is nothing left to lose
	book, err := newWorkbook(f, tables[0].Title)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	for i := range tables {
		if err := book.sheet(&tables[i], i); err != nil {
			return fmt.Errorf("xlsx: sheet %s: %w", graph.Clip(tables[i].Name), err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	return sortedZip(w, b.Bytes())
}

type workbook struct {
	*excelize.File
	header int // style
	names  []string
}

func newWorkbook(f *excelize.File, title string) (*workbook, error) {
	b := &workbook{File: f}
	var err error
	if b.header, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECEF"}}}); err != nil {
		return nil, err
	}
	const epoch = "1980-01-01T00:00:00Z" // as in other zips: no clock
	return b, f.SetDocProps(&excelize.DocProperties{Title: clipUnits(safeCell(Text, title), 255), Creator: generator, LastModifiedBy: generator, Created: epoch, Modified: epoch})
}

func (b *workbook) sheet(t *Table, index int) error {
	name := b.sheetName(t.Name)
	if index == 0 {
		if err := b.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := b.NewSheet(name); err != nil {
		return err
	}
	if err := b.filtered(name, t); err != nil {
		return err
	}
	s, err := b.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := range t.Columns {
		if err := s.SetColWidth(i+1, i+1, columnWidth(t, i)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = excelize.Cell{StyleID: b.header, Value: xlsxText(cmp.Or(c.Label, c.Key))}
	}
	for n := 0; ; n++ {
		if err := s.SetRow("A"+strconv.Itoa(n+1), row); err != nil {
			return err
		}
		if n == len(t.Rows) {
			break
		}
		for i := range row {
			row[i] = sheetCell(t.Columns[i].Kind, cell(t.Rows[n], i))
		}
	}
	return s.Flush()
}

// filtered lets the rows be filtered by the header, and has Excel mark no year in a column of text as a mistake. The library writes it with what is streamed, so it comes first.
func (b *workbook) filtered(sheet string, t *Table) error {
	if len(t.Rows) == 0 || len(t.Columns) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(t.Columns), len(t.Rows)+1)
	if err != nil {
		return err
	}
	return errors.Join(b.AutoFilter(sheet, "A1:"+last, nil), b.AddIgnoredErrors(sheet, "A1:"+last, excelize.IgnoredErrorsNumberStoredAsText))
}

// sheetCell is a value as a worksheet holds it: nil, a number, or text.
func sheetCell(kind Kind, v string) any {
	switch {
	case v == "":
		return nil
	case kind == Int:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && n < 1<<53 && n > -1<<53 {
			return n
		}
	case kind == Float:
		if x, err := strconv.ParseFloat(v, 64); err == nil && isNumber(v) {
			return x
		}
	case kind == Bool:
		if v == "true" || v == "false" {
			return v == "true"
		}
	}
	return xlsxText(v)
}

func xlsxText(v string) string { return clipUnits(safeCell(Text, v), maxCellUnits) }

// clipUnits cuts text at so many UTF-16 code units, and says so by an ellipsis.
func clipUnits(s string, most int) string {
	if len(s) <= most {
		return s
	}
	units, cut := 0, 0
	for i, r := range s {
		if units <= most-1 {
			cut = i
		}
		if units++; r > 0xffff {
			units++
		}
	}
	if units <= most {
		return s
	}
	return s[:cut] + "…"
}

// columnWidth fits the header and the first rows, within bounds, a wide character counted twice.
func columnWidth(t *Table, i int) float64 {
	most := 60
	if t.Columns[i].Kind != Prose {
		most = 40
	}
	width := displayWidth(cmp.Or(t.Columns[i].Label, t.Columns[i].Key)) + 2 // the button of the filter
	for _, row := range t.Rows[:min(len(t.Rows), 200)] {
		width = max(width, displayWidth(clipUnits(cell(row, i), 80)))
	}
	return float64(min(width, most) + 2)
}

func displayWidth(s string) (width int) {
	for _, r := range s {
		if width++; r >= 0x1100 {
			width++
		}
	}
	return width
}

// sheetName makes a name that Excel takes and that no sheet has yet.
func (b *workbook) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return printable(r)
	}, name)
	name = strings.TrimSpace(name)
	base := cmp.Or(strings.TrimSuffix(clipUnits(name, maxSheetName-4), "…"), "table")
	name = base
	for n := 2; slices.ContainsFunc(b.names, func(o string) bool { return strings.EqualFold(o, name) }); n++ {
		name = base + " " + strconv.Itoa(n)
	}
	b.names = append(b.names, name)
	return name
}

// sortedZip writes the files of a zip in the order of their names: excelize leaves it to the order of a map.
func sortedZip(w io.Writer, b []byte) error {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	z := zip.NewWriter(w)
	for _, f := range r.File {
		if err := z.Copy(f); err != nil {
			return err
		}
	}
	return z.Close()
}

package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
)

// A workbook is read as ECMA-376 part 1, chapter 18 describes it, straight from its parts and row by row. A library does not serve here: excelize's streaming rows tell neither whether a
// cell is a number, a text or an error nor how it is shown, and so not whether 20892 is a date; its accessors of single cells look through all rows for each. (The workbooks
// that enishi writes are written by it.)

const (
	maxShared  = 64 << 20 // bytes of the parts with shared texts and styles
	maxColumns = 16_384   // of a sheet
)

// workbookExts are the names of files that are read as workbooks; macros are never run.
var workbookExts = []string{".xlsx", ".xlsm"}

// foreignExts are spreadsheets that cannot be read.
var foreignExts = []string{".xls", ".xlsb", ".ods", ".numbers"}

const saveAsRead = "save it as .xlsx, or as CSV UTF-8"

// workbook is an open workbook: its parts, and what the cells of all sheets share.
type workbook struct {
	ctx     context.Context
	in      *Input
	name    string
	parts   map[string]*zip.File
	sheets  []sheetPart
	shared  []string
	styles  []cellStyle
	day1904 bool // days are counted from 1904, as old Macs did
}

type sheetPart struct{ name, path string }

// errWorkbook is what is wrong with a workbook as a file.
type errWorkbook struct{ reason, fix string }

func (e *errWorkbook) Error() string { return e.reason + "; " + e.fix }

func damagedBook(format string, args ...any) error {
	return &errWorkbook{"the workbook is damaged: " + fmt.Sprintf(format, args...), "open it in a spreadsheet program and save it again as .xlsx"}
}

// isWorkbook tells a workbook from a zip of tables.
func isWorkbook(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
}

// readWorkbook reads the sheets of a workbook that are tables: those named after one, and where the file is named after one and has one sheet with content, that.
// What is wrong becomes faults.
func (in *Input) readWorkbook(ctx context.Context, name string, r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		head := make([]byte, sniffBytes)
		if n, _ := r.ReadAt(head, 0); !isZip(head[:n]) {
			in.structure(*noText(name, head[:n])) // by its name it is a workbook
			return nil
		}
		in.structure(Fault{File: name, Reason: "the workbook cannot be read: " + err.Error(), Fix: saveAsRead})
		return nil
	}
	w := &workbook{ctx: ctx, in: in, name: name, parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[strings.ToLower(f.Name)] = f
	}
	err = w.open()
	if err == nil {
		err = w.readSheets()
	}
	return w.fault(name, 0, err)
}

// fault turns an error into a fault; one that is no fault of the content is returned.
func (w *workbook) fault(name string, line int, err error) error {
	var bad *errWorkbook
	var syntax *xml.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		w.in.structure(Fault{File: name, Line: line, Reason: bad.reason, Fix: bad.fix})
		return nil
	case errors.As(err, &syntax):
		return w.fault(name, line, damagedBook("%v", syntax))
	}
	return w.in.readError(&file{name: name, last: line}, err)
}

// open reads what the sheets share.
func (w *workbook) open() error {
	main, err := w.related("", "_rels/.rels", "/officeDocument")
	if err != nil {
		return err
	}
	if len(main) != 1 {
		return &errWorkbook{"the file is no workbook", saveAsRead}
	}
	home := ""
	for _, at := range main {
		home = at
	}
	rels := path.Join(path.Dir(home), "_rels", path.Base(home)+".rels")
	sheets, err := w.related(path.Dir(home), rels, "/worksheet")
	if err != nil {
		return err
	}
	if err := w.readHome(home, sheets); err != nil {
		return err
	}
	for kind, read := range map[string]func(string) error{"/styles": w.readStyles, "/sharedStrings": w.readShared} {
		parts, err := w.related(path.Dir(home), rels, kind)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := read(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// related reads the parts of a kind that a part is related to, by the ids of the relations.
func (w *workbook) related(dir, rels, kind string) (map[string]string, error) {
	out := map[string]string{}
	err := w.each(rels, maxShared, func(_ *xml.Decoder, el xml.StartElement) error {
		if el.Name.Local == "Relationship" && strings.HasSuffix(attr(el, "Type"), kind) {
			target := attr(el, "Target")
			if rest, ok := strings.CutPrefix(target, "/"); ok {
				target = rest
			} else {
				target = path.Join(dir, target)
			}
			out[attr(el, "Id")] = target
		}
		return nil
	})
	return out, err
}

func attr(el xml.StartElement, local string) string {
	for _, a := range el.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// each calls fn for every start element of a part, of which it reads most bytes.
func (w *workbook) each(part string, most int64, fn func(*xml.Decoder, xml.StartElement) error) error {
	d, b, done, err := w.decode(part, most)
	if err != nil {
		return err
	}
	defer done()
	for {
		b.row = 0
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if el, ok := token.(xml.StartElement); ok {
			if err := fn(d, el); err != nil {
				return err
			}
		}
	}
}

// decode reads a part as XML. Entities that the document defines are not known to the decoder, so none can multiply.
func (w *workbook) decode(part string, most int64) (d *xml.Decoder, b *boundedReader, done func(), err error) {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return nil, nil, nil, damagedBook("it lacks the part %s", graph.Clip(part))
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, nil, damagedBook("%v", err)
	}
	b = &boundedReader{ctx: w.ctx, r: &cappedReader{r: r, left: most, part: part}, in: w.in}
	return xml.NewDecoder(bufio.NewReaderSize(b, 32<<10)), b, func() { r.Close() }, nil
}

// cappedReader refuses a part that is larger than what may be held in memory.
type cappedReader struct {
	r    io.Reader
	left int64
	part string
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, &errWorkbook{fmt.Sprintf("the part %s of the workbook is too large", graph.Clip(c.part)), "save its sheets as CSV UTF-8"}
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// readHome reads the list of sheets; targets are their parts by the ids of the relations.
func (w *workbook) readHome(part string, targets map[string]string) error {
	return w.each(part, maxShared, func(_ *xml.Decoder, el xml.StartElement) error {
		switch el.Name.Local {
		case "workbookPr":
			w.day1904 = slices.Contains([]string{"1", "true"}, attr(el, "date1904"))
		case "sheet":
			for _, a := range el.Attr {
				if target := targets[a.Value]; a.Name.Local == "id" && a.Name.Space != "" && target != "" {
					w.sheets = append(w.sheets, sheetPart{attr(el, "name"), target})
				}
			}
			if len(w.sheets) > w.in.limits.Files {
				return &errWorkbook{fmt.Sprintf("the workbook has more than %d sheets", w.in.limits.Files), "split it"}
			}
		}
		return nil
	})
}

// readShared reads the texts that cells name by number; the readings over them (furigana) are no part of them.
func (w *workbook) readShared(part string) error {
	return w.each(part, maxShared, func(d *xml.Decoder, el xml.StartElement) error {
		if el.Name.Local != "si" {
			return nil
		}
		s, err := plainText(d)
		w.shared = append(w.shared, s)
		return err
	})
}

// plainText reads the texts within an element that has just begun, to its end.
func plainText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	reading := false // within t
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", noEOF(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", noEOF(err)
				}
				continue
			}
			depth++
			reading = t.Name.Local == "t"
		case xml.EndElement:
			depth--
			reading = false
		case xml.CharData:
			if reading {
				b.Write(t)
			}
		}
	}
	return unescaped(b.String()), nil
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescaped puts the characters in that a workbook writes as _x000D_.
func unescaped(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			break
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(code))
		s = s[i+7:]
	}
	return newlines.Replace(b.String() + s)
}

// newlines makes every end of a line one character, as reading CSV does.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// readSheets reads the sheets that are tables.
func (w *workbook) readSheets() error {
	whole := tableNamed(tableStem(w.name))
	if whole == nil {
		whole = w.in.limits.Columns.table()
	}
	if whole != nil && len(w.sheets) > 1 { // the empty sheets that a new workbook comes with are none
		filled := []sheetPart{}
		for _, s := range w.sheets {
			if empty, err := w.empty(s); err != nil {
				return err
			} else if !empty {
				filled = append(filled, s)
			}
		}
		w.sheets = filled
	}
	found := false
	var unknown []string
	for _, s := range w.sheets {
		f := &file{name: w.name + "[" + graph.Clip(s.name) + "]", table: tableNamed(tableStem(s.name))}
		if f.table == nil && whole != nil && len(w.sheets) == 1 {
			f.table = whole
		}
		w.in.files = append(w.in.files, f)
		if f.table == nil {
			unknown = append(unknown, s.name)
			if near := nearest(tableStem(s.name), tableNames()); near != "" {
				w.in.structure(Fault{File: f.name, Reason: "no table has the name of the sheet", Fix: "did you mean " + near + "?"})
			}
			continue
		}
		found = true
		if err := w.readSheet(f, s); err != nil {
			return err
		}
	}
	if !found {
		w.in.structure(Fault{File: w.name, Reason: "no sheet of the workbook is a table" + listed(unknown), Fix: "name each sheet after its table: " + strings.Join(tableNames(), ", ")})
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (" + graph.Clip(strings.Join(names, ", ")) + ")"
}

// empty reports whether no cell of a sheet holds anything.
func (w *workbook) empty(s sheetPart) (bool, error) {
	errFilled := errors.New("filled")
	err := w.each(s.path, w.in.limits.Bytes, func(_ *xml.Decoder, el xml.StartElement) error {
		if el.Name.Local == "v" || el.Name.Local == "is" {
			return errFilled
		}
		return nil
	})
	if err == errFilled {
		return false, nil
	}
	return err == nil, err
}

func (w *workbook) readSheet(f *file, s sheetPart) error {
	d, b, done, err := w.decode(s.path, w.in.limits.Bytes)
	if err != nil {
		return w.fault(f.name, 0, err)
	}
	defer done()
	r := &sheetReader{w: w, f: f, d: d, b: b}
	if err = w.in.readRows(w.ctx, f, 0, r.next); err == nil {
		err = r.merged()
	}
	return w.fault(f.name, f.last, err)
}

// sheetReader reads the rows of a sheet.
type sheetReader struct {
	w     *workbook
	f     *file
	d     *xml.Decoder
	b     *boundedReader
	line  int
	ended bool // the rows are read
}

// next is the next row, as wide as the header at least; io.EOF after the last.
func (r *sheetReader) next() (record, error) {
	for !r.ended {
		r.b.row = 0
		token, err := r.d.Token()
		if err != nil {
			return record{}, noEOF(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			r.line++
			if n, err := strconv.Atoi(attr(t, "r")); err == nil && n > 0 {
				r.line = n
			}
			rec, err := r.cells()
			for len(rec.cells) < r.f.fields {
				rec.cells = append(rec.cells, "")
			}
			return rec, err
		case xml.EndElement:
			r.ended = t.Name.Local == "sheetData"
		}
	}
	return record{}, io.EOF
}

// cells reads the cells of a row, without the empty ones at its end.
func (r *sheetReader) cells() (record, error) {
	rec := record{line: r.line}
	column, size := 0, 0
	for {
		token, err := r.d.Token()
		if err != nil {
			return rec, noEOF(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return rec, nil
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := r.d.Skip(); err != nil {
					return rec, noEOF(err)
				}
				continue
			}
			if at := columnOf(attr(t, "r")); at >= 0 {
				column = at
			}
			if column >= maxColumns {
				return rec, damagedBook("row %d has a cell in column %d", r.line, column+1)
			}
			text, err := r.cell(t)
			if err != nil {
				return rec, err
			}
			if size += len(text); size > maxRow { // a text that stands once in the file may stand in many cells
				return rec, errLongRow
			}
			if attr(t, "t") == "e" {
				text = cmp.Or(text, "#N/A")
				rec.wrong = append(rec.wrong, wrongCell{column, text, "the cell holds the error " + graph.Clip(text), "mend its formula, or write the value"})
			}
			if text != "" { // so a row ends with its last cell that holds something
				rec.cells = append(rec.cells, make([]string, max(0, column+1-len(rec.cells)))...)
				rec.cells[column] = text
			}
			column++
		}
	}
}

// columnOf is the column of a cell's address, from 0: 27 of AB12; -1 if there is none.
func columnOf(address string) int {
	n := 0
	for _, c := range []byte(address) {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxColumns {
			return maxColumns
		}
	}
	return n - 1
}

// cell reads one cell, as it would stand in a CSV.
func (r *sheetReader) cell(el xml.StartElement) (string, error) {
	value, inline := "", ""
	for {
		token, err := r.d.Token()
		if err != nil {
			return "", noEOF(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return r.w.value(attr(el, "t"), attr(el, "s"), value, inline)
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				value, err = innerText(r.d)
			case "is":
				inline, err = plainText(r.d)
			default: // a formula: what it gave stands in v
				err = r.d.Skip()
			}
			if err != nil {
				return "", noEOF(err)
			}
		}
	}
}

func innerText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", noEOF(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", noEOF(err)
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// value is the text of a cell of a type, with a style.
func (w *workbook) value(kind, style, value, inline string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(w.shared) {
			return "", damagedBook("a cell names the text %s of %d", graph.Clip(value), len(w.shared))
		}
		return w.shared[i], nil
	case "inlineStr":
		return inline, nil
	case "str":
		return unescaped(value), nil
	case "b", "e": // 1 or 0; an error, which the row is refused for
		return value, nil
	case "d":
		day, _, _ := strings.Cut(value, "T")
		return day, nil
	}
	return w.number(style, strings.TrimSpace(value)), nil
}

// merged refuses cells that are one on the sheet: only the first of their rows would hold the value.
func (r *sheetReader) merged() error {
	for r.ended {
		r.b.row = 0
		token, err := r.d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if el, ok := token.(xml.StartElement); ok && el.Name.Local == "mergeCell" {
			r.w.in.structure(Fault{File: r.f.name, Reason: "the cells " + graph.Clip(attr(el, "ref")) + " are merged", Fix: "unmerge them, and give each row its value"})
		}
	}
	return nil // the rows were not read to their end
}

// isOldOffice reports whether a file begins as the compound files of Excel 97, and of workbooks with a password, do.
func isOldOffice(head []byte) bool { return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) }

package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"enishi/graph"
)

// Limits bound what is read, and Columns say what its columns are called. Zero values are the defaults.
type Limits struct {
	Bytes int64 // of all files together, unpacked; default 4 GiB
	Rows  int   // of all files together; default 1 million (the caveats of the package say what they take)
	Files int   // entries of a folder or zip; default 1,000

	Columns Columns // names of columns that are not ours

	Progress func(bytes int64, rows int) // called every 10,000 rows with what was read so far; may be nil
}

const (
	maxRow     = 1 << 20 // bytes of one row with its quotes, so that an endless field costs no more memory
	sniffBytes = 4       // enough to know a zip, or the byte order mark of UTF-16
)

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 4 << 30
	}
	if l.Rows <= 0 {
		l.Rows = 1_000_000
	}
	if l.Files <= 0 {
		l.Files = 1000
	}
	return l
}

// Input is what was read: rows that are right by themselves, and the faults of those that are not. Plan does not change it.
type Input struct {
	files  []*file
	rows   []*row
	faults []Fault
	more   int
	count  int   // rows read, sound or not
	bytes  int64 // read so far
	limits Limits
	used   map[int]bool // of limits.Columns, those that some file has
	unread bool         // columns are not ours, or are missing, or nobody knows of which table: the report says what could be named
}

// file is one table file.
type file struct {
	name   string
	table  table
	header []string      // as it stands
	named  []NamedColumn // of the header, those that have another name than ours
	fields int           // columns of the header
	at     []int         // by column of the table: its position in the file, -1 if it is absent
	delete int           // position of the delete column, -1 if it is absent
	rows   int
	last   int // line on which the last row read starts
}

// row is one record of a table: read from a file, or (file nil) what the store holds.
type row struct {
	table   table
	file    *file
	line    int
	del     bool
	data    any // shared with the Input until own is called
	owned   bool
	key     string
	outcome Outcome
	base    *row     // what the store holds of the same record
	twins   []*row   // rows of the input that say the same
	brings  []string // ids of what it brings along: sources named by address, partners of the gazetteer
	records []string // ids of the records it made
}

// own returns the data for writing: a copy, so that the Input stays as it was read.
func (r *row) own() any {
	if !r.owned {
		r.data, r.owned = r.table.clone(r.data), true
	}
	return r.data
}

func (r *row) place() string {
	if r.file == nil {
		return "the store"
	}
	return r.file.name + ":" + strconv.Itoa(r.line)
}

// Faults are the faults found while reading.
func (in *Input) Faults() []Fault { return in.faults }

// Rows is the number of rows read.
func (in *Input) Rows() int { return in.count }

// Open reads tables from a folder, a zip, a workbook or one table file.
func Open(ctx context.Context, name string, limits Limits) (*Input, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return ReadFS(ctx, os.DirFS(name), limits)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, sniffBytes)
	if n, _ := f.ReadAt(head, 0); isZip(head[:n]) {
		return readZip(ctx, filepath.Base(name), f, info.Size(), limits)
	}
	return Read(ctx, filepath.Base(name), f, limits)
}

// Read reads one stream: a zip of tables or a workbook (kept in memory, within Limits.Bytes), or one table whose file name says which. Where the name is that of no table (an
// upload, standard input), the columns say it, if only one table has them.
func Read(ctx context.Context, name string, r io.Reader, limits Limits) (*Input, error) {
	limits = limits.withDefaults()
	b := bufio.NewReaderSize(r, 64<<10)
	if head, _ := b.Peek(sniffBytes); isZip(head) {
		packed, err := io.ReadAll(io.LimitReader(b, limits.Bytes+1))
		if err != nil {
			return nil, err
		}
		if int64(len(packed)) > limits.Bytes {
			return nil, tooLarge(name, limits.Bytes)
		}
		return readZip(ctx, name, bytes.NewReader(packed), int64(len(packed)), limits)
	}
	in := &Input{limits: limits}
	t := tableNamed(tableStem(name))
	if t == nil {
		t = limits.Columns.table()
	}
	if t == nil {
		t = guessTable(b, limits.Columns)
	}
	if err := in.read(ctx, name, t, b); err != nil {
		return nil, err
	}
	in.checkColumns()
	return in, nil
}

// cellsOf are the cells of a header by itself; none where it is no line of a table.
func cellsOf(line []byte) []string {
	line = bytes.TrimPrefix(line, utf8Mark)
	c := csv.NewReader(bytes.NewReader(line))
	c.Comma = commaOf("", line)
	cells, err := c.Read()
	if err != nil || len(line) > graph.MaxText {
		return nil
	}
	return cells
}

// guessTable tells the one table that has all the columns of a header and requires no other; nil if there is none, or several.
func guessTable(b *bufio.Reader, columns Columns) table {
	head, _ := b.Peek(4096)
	line, _, ok := bytes.Cut(head, []byte("\n"))
	if !ok {
		return nil
	}
	cells := cellsOf(line)
	if len(cells) == 0 {
		return nil
	}
	var found table
	for _, t := range tables {
		has := map[string]bool{}
		for _, cell := range cells {
			if column, _ := columns.of(t, headerName(cell)); column != LeaveOut {
				has[column] = true
			}
		}
		names, matched, lacks := t.columnNames(), 0, false
		for i, name := range names {
			if has[name] {
				matched++
			} else if t.column(i).Required {
				lacks = true
			}
		}
		if has[DeleteColumn] {
			matched++
		}
		if lacks || matched != len(has) {
			continue
		}
		if found != nil {
			return nil
		}
		found = t
	}
	return found
}

// readZip reads a zip of tables, or a workbook, which is a zip too.
func readZip(ctx context.Context, name string, r io.ReaderAt, size int64, limits Limits) (*Input, error) {
	limits = limits.withDefaults()
	z, err := zip.NewReader(r, size)
	if err != nil {
		what := "zip file"
		if slices.Contains(workbookExts, strings.ToLower(path.Ext(name))) {
			what = "workbook"
		}
		return nil, &graph.Error{Op: "import", ID: name, Detail: "the " + what + " cannot be read, it may be cut off: " + err.Error() + "; send or save it again", Err: graph.ErrInvalid}
	}
	if isWorkbook(z) {
		in := &Input{limits: limits}
		err := in.readWorkbook(ctx, name, r, size)
		in.checkColumns()
		return in, err
	}
	return ReadFS(ctx, z, limits)
}

func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

func tooLarge(name string, most int64) error {
	return &graph.Error{Op: "import", ID: name, Detail: fmt.Sprintf("more than %d bytes; split it", most), Err: graph.ErrTooLarge}
}

// ReadFS reads every table of a folder and of the folders in it, in the order of their paths. A table is a file TABLE.csv or TABLE.tsv, also
// TABLE.anything.csv, or a workbook (.xlsx) with sheets that are tables; a csv or tsv file of another name is a fault, other files are left aside. Faults of the content are in the Input; the error is for files that cannot be read
// at all, and for ctx.
func ReadFS(ctx context.Context, fsys fs.FS, limits Limits) (*Input, error) {
	in := &Input{limits: limits.withDefaults()}
	entries := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("import: %w", err)
		}
		base := path.Base(name)
		if name != "." && (strings.HasPrefix(base, ".") || base == "__MACOSX") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if entries++; entries > in.limits.Files {
			return &graph.Error{Op: "import", Detail: fmt.Sprintf("more than %d files", in.limits.Files), Err: graph.ErrTooLarge}
		}
		return in.readFile(ctx, fsys, name)
	})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(in.files, func(f *file) bool { return f.table != nil }) && len(in.faults) == 0 {
		in.structure(Fault{Reason: "there is no table in the input", Fix: "a table is a file such as ties.csv or municipalities.tsv"})
	}
	in.checkColumns()
	return in, nil
}

// readFile reads a file of a folder or zip, if it is a table or a workbook.
func (in *Input) readFile(ctx context.Context, fsys fs.FS, name string) error {
	ext := strings.ToLower(path.Ext(name))
	book := slices.Contains(workbookExts, ext)
	if !book && ext != ".csv" && ext != ".tsv" {
		in.files = append(in.files, &file{name: name})
		if slices.Contains(foreignExts, ext) {
			in.structure(Fault{File: name, Reason: "a " + ext + " file cannot be read", Fix: saveAsRead})
		}
		return nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	if !book {
		return in.read(ctx, name, tableNamed(tableStem(name)), f)
	}
	packed, err := io.ReadAll(&boundedReader{ctx: ctx, r: f, in: in, whole: true})
	if err != nil {
		return in.readError(&file{name: name}, err)
	}
	return in.readWorkbook(ctx, name, bytes.NewReader(packed), int64(len(packed)))
}

// tableStem is the part of a file's name, or a sheet's, that says which table it is.
func tableStem(name string) string {
	stem, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(path.Base(name))), ".")
	return stem
}

func tableNames() []string {
	out := make([]string, len(tables))
	for i, t := range tables {
		out[i] = t.name()
	}
	return out
}

func (in *Input) fault(f Fault) {
	f.Value = graph.Clip(strings.ToValidUTF8(f.Value, "\uFFFD"))
	if len(in.faults) >= MaxFaults && !f.Structure {
		in.more++
		return
	}
	in.faults = append(in.faults, f)
}

func (in *Input) structure(f Fault) {
	f.Structure = true
	in.fault(f)
}

// read reads one file of a table, nil where its name is that of none; what is wrong with it becomes faults.
func (in *Input) read(ctx context.Context, name string, t table, r io.Reader) error {
	f := &file{name: name, table: t}
	in.files = append(in.files, f)
	b := &boundedReader{ctx: ctx, r: r, in: in}
	buffered := bufio.NewReaderSize(b, 32<<10)
	head, err := buffered.Peek(sniffBytes)
	if err != nil && err != io.EOF {
		return in.readError(f, err)
	}
	line, _ := buffered.Peek(buffered.Size())
	line, _, _ = bytes.Cut(line, []byte("\n"))
	fault := noText(name, head)
	if fault == nil && t == nil {
		fault = noTable(name, line)
		f.header = cellsOf(line)
		in.unread = in.unread || len(f.header) > 0
	}
	if fault != nil {
		in.structure(*fault)
		return nil
	}
	for { // two, where a program took the first for a part of the text
		if head, _ := buffered.Peek(len(utf8Mark)); !bytes.Equal(head, utf8Mark) {
			break
		}
		_, _ = buffered.Discard(len(utf8Mark))
	}
	c := csv.NewReader(buffered)
	c.FieldsPerRecord, c.ReuseRecord = -1, true
	c.Comma = commaOf(name, line)
	return in.readRows(ctx, f, c.Comma, func() (record, error) {
		b.row = 0
		cells, err := c.Read()
		if err != nil {
			return record{}, err
		}
		line, _ := c.FieldPos(0)
		return record{line: line, cells: cells}, nil
	})
}

var utf8Mark = []byte("\xef\xbb\xbf") // byte order mark

// commaOf is what parts the columns: tabs in a .tsv file, and where the name of the file does not say it and its header has tabs and no commas.
func commaOf(name string, header []byte) rune {
	ext := strings.ToLower(path.Ext(name))
	if ext == ".tsv" || ext != ".csv" && bytes.ContainsRune(header, '\t') && !bytes.ContainsRune(header, ',') {
		return '\t'
	}
	return ','
}

// noText says of the beginning of a file why it is none of text in UTF-8; nil where it may be one.
func noText(name string, head []byte) *Fault {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case isUTF16(head):
		return &Fault{File: name, Line: 1, Reason: "the file is UTF-16", Fix: asUTF8("UTF-16", name)}
	case isOldOffice(head):
		return &Fault{File: name, Reason: "the file is a workbook that is protected by a password, or of Excel 97", Fix: "take the password off, and " + saveAsRead}
	case slices.Contains(workbookExts, ext):
		return &Fault{File: name, Reason: "the file is named as a workbook and cannot be read as one", Fix: "name a text table .csv or .tsv; else open it in a spreadsheet program and " + saveAsRead}
	case slices.Contains(foreignExts, ext):
		return &Fault{File: name, Reason: "a " + ext + " file cannot be read", Fix: saveAsRead}
	}
	return nil
}

// noTable is the fault of a file that is named after no table, and whose columns do not say which it is.
func noTable(name string, header []byte) *Fault {
	if len(header) == 0 {
		return &Fault{File: name, Line: 1, Reason: "the file is empty", Fix: "its first line names the columns; `enishi export` writes an example of each table"}
	}
	if reason, fix := badText(string(header), name); reason != "" && len(header) <= graph.MaxText {
		return &Fault{File: name, Line: 1, Reason: "the header " + reason, Fix: fix}
	}
	stem := tableStem(name)
	fix := "name it after its table (" + strings.Join(tableNames(), ", ") + "), or say which of ours its columns are (map ties.partner=YOURS)"
	if near := nearest(stem, tableNames()); near != "" {
		fix = "did you mean " + near + strings.ToLower(path.Ext(name)) + "? " + fix
	}
	return &Fault{File: name, Reason: fmt.Sprintf("%q is no table", graph.Clip(stem)), Fix: fix}
}

// isUTF16 reports whether a table begins as UTF-16 does: with its byte order mark, or with a letter and a zero.
func isUTF16(head []byte) bool {
	return len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff || (head[0] == 0) != (head[1] == 0))
}

// asUTF8 says how a file is made UTF-8.
func asUTF8(from, name string) string {
	return fmt.Sprintf("save it as CSV UTF-8 (in Excel: Save As, CSV UTF-8), or convert it: iconv -f %s -t UTF-8 %s", from, path.Base(name))
}

// boundedReader counts what is read, stops at the bounds of the input and of a row, and when ctx ends.
type boundedReader struct {
	ctx context.Context
	r   io.Reader
	in  *Input
	row int // bytes since the last row was told

	whole bool // read without rows
}

var (
	errLongRow = errors.New("a row is longer than 1 MiB")
	errBytes   = errors.New("the input is too large")
)

func (b *boundedReader) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.row > maxRow && !b.whole {
		return 0, errLongRow
	}
	if b.in.bytes > b.in.limits.Bytes {
		return 0, errBytes
	}
	n, err := b.r.Read(p)
	b.row += n
	b.in.bytes += int64(n)
	return n, err
}

// record is one line of a table, or row of a sheet.
type record struct {
	line  int
	cells []string // valid until the next is read
	wrong []wrongCell
}

// wrongCell is a cell that holds no value.
type wrongCell struct {
	at                 int
	value, reason, fix string
}

// readRows reads a header and the rows under it; next is io.EOF after the last. comma parts the columns, 0 where they are parted by themselves.
func (in *Input) readRows(ctx context.Context, f *file, comma rune, next func() (record, error)) error {
	head, err := next()
	for err == nil && comma == 0 && allEmpty(head.cells) { // above the header of a sheet
		head, err = next()
	}
	if err == io.EOF {
		in.structure(Fault{File: f.name, Line: 1, Reason: "the file is empty", Fix: "its first line names the columns: " + strings.Join(f.table.columnNames(), ",")})
		return nil
	}
	if err != nil {
		return in.readError(f, err)
	}
	if !in.header(f, head, comma) {
		return nil
	}
	for {
		rec, err := next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return in.readError(f, err)
		}
		if allEmpty(rec.cells) {
			continue
		}
		if in.count++; in.count > in.limits.Rows {
			in.count--
			in.structure(Fault{File: f.name, Line: rec.line, Reason: fmt.Sprintf("more than %d rows", in.limits.Rows), Fix: "split the input, or raise the limit (enishi import --max-rows)"})
			return nil
		}
		f.rows++
		f.last = rec.line
		if in.limits.Progress != nil && in.count%10_000 == 0 {
			in.limits.Progress(in.bytes, in.count)
		}
		if !in.row(f, rec) && in.more > 0 {
			in.structure(Fault{File: f.name, Line: rec.line, Reason: "too many faults; reading stopped here"})
			return ctx.Err()
		}
	}
}

func allEmpty(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// readError turns what the CSV reader met into a fault, or returns what is no fault of the content.
func (in *Input) readError(f *file, err error) error {
	var p *csv.ParseError
	switch {
	case errors.As(err, &p) && (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)):
		in.structure(Fault{File: f.name, Line: p.StartLine, Reason: fmt.Sprintf("a broken quote at line %d, byte %d", p.Line, p.Column),
			Fix: `a field with a quote in it is quoted as a whole, its quotes doubled: "say ""hello"""`})
		return nil
	case errors.Is(err, errLongRow):
		in.structure(Fault{File: f.name, Line: f.last + 1, Reason: "the row that starts here is longer than 1 MiB",
			Fix: fmt.Sprintf("a field has at most %d bytes; is a quote left open?", graph.MaxText)})
		return nil
	case errors.Is(err, errBytes):
		in.structure(Fault{File: f.name, Line: f.last + 1, Reason: fmt.Sprintf("the input is larger than %d bytes unpacked", in.limits.Bytes), Fix: "split it"})
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, new(*errWorkbook)), errors.As(err, new(*xml.SyntaxError)):
		return err // told as a fault of the workbook
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		in.structure(Fault{File: f.name, Line: f.last + 1, Reason: "the file is damaged: " + err.Error(), Fix: "send it again"})
		return nil
	}
	return fmt.Errorf("import %s: %w", f.name, err)
}

// header reads the names of the columns; false means that the file cannot be read.
func (in *Input) header(f *file, head record, comma rune) bool {
	names := f.table.columnNames()
	before := len(in.faults)
	f.last, f.delete, f.fields, f.header = head.line, -1, len(head.cells), slices.Clone(head.cells)
	f.at = slices.Repeat([]int{-1}, len(names))
	for i, cell := range head.cells {
		header := headerName(cell)
		if reason, fix := badText(header, f.name); reason != "" {
			in.structure(Fault{File: f.name, Line: f.last, Value: header, Reason: "the header " + reason, Fix: fix})
			return false
		}
		cell, by := in.limits.Columns.of(f.table, header)
		if by >= 0 {
			in.use(by)
			f.named = append(f.named, NamedColumn{cell, strings.TrimSpace(head.cells[i])})
		}
		if cell == LeaveOut {
			continue
		}
		col := slices.Index(names, cell)
		switch {
		case cell == DeleteColumn && f.delete >= 0, col >= 0 && f.at[col] >= 0:
			in.structure(Fault{File: f.name, Line: f.last, Column: cell, Reason: "the column stands twice", Fix: "leave one of them out"})
		case cell == DeleteColumn:
			f.delete = i
		case col < 0:
			in.structure(Fault{File: f.name, Line: f.last, Column: cell, Reason: "the table " + f.table.name() + " has no such column", Fix: unknownColumn(cell, names, comma)})
		default:
			f.at[col] = i
		}
	}
	keys := f.at[:f.table.keyColumns()]
	named := !slices.Contains(keys, -1) // the rows say which records they are about; what else they lack the store may hold
	for i := range names {
		if c := f.table.column(i); c.Required && f.at[i] < 0 && !(i >= len(keys) && (named || f.delete >= 0)) && len(in.faults) == before {
			in.structure(Fault{File: f.name, Line: f.last, Column: c.Name, Reason: "the column is missing", Fix: "add it, or say which of yours it is (map " + c.Name + "=YOURS): " + c.Doc})
		}
	}
	if len(in.faults) > before {
		in.unread = true
		return false
	}
	return true
}

func unknownColumn(cell string, names []string, comma rune) string {
	for _, other := range []rune{',', ';', '\t'} {
		if comma != 0 && other != comma && strings.ContainsRune(cell, other) {
			return fmt.Sprintf("part the columns by %q, or name the file .tsv if they are parted by tabs", comma)
		}
	}
	fix := fmt.Sprintf("say which of ours it is (map OURS=%s), or leave it out (map %s=%s); its columns are %s, %s", graph.Clip(cell), LeaveOut, graph.Clip(cell), strings.Join(names, ", "), DeleteColumn)
	if near := nearest(cell, names); near != "" {
		return "did you mean " + near + "? " + fix
	}
	return fix
}

// use notes that a file has a column that was named.
func (in *Input) use(by int) {
	if in.used == nil {
		in.used = map[int]bool{}
	}
	in.used[by] = true
}

// row reads one row; false means that it has a fault.
func (in *Input) row(f *file, rec record) bool {
	line, cells := rec.line, rec.cells
	r := &row{table: f.table, file: f, line: line, data: f.table.blank()}
	bad := func(column, value, reason, fix string) bool {
		in.fault(Fault{File: f.name, Line: line, Column: column, Value: value, Reason: reason, Fix: fix})
		return false
	}
	ok := true
	in.rows = append(in.rows, r)
	if len(cells) != f.fields {
		r.outcome = Rejected
		return bad("", "", fmt.Sprintf("the row has %d fields, the header %d", len(cells), f.fields), "give every column of the header a field, empty where nothing is known")
	}
	for _, c := range rec.wrong {
		if col := slices.Index(f.at, c.at); col >= 0 || c.at == f.delete {
			column := DeleteColumn
			if col >= 0 {
				column = f.table.column(col).Name
			}
			ok = bad(column, c.value, c.reason, c.fix)
			cells[c.at] = "" // told already
		}
	}
	if f.delete >= 0 {
		var err error
		if r.del, err = parseFlag(strings.TrimSpace(cells[f.delete])); err != nil {
			reason, fix := reasonOf(err)
			ok = bad(DeleteColumn, cells[f.delete], reason, fix)
		}
	}
	for col, i := range f.at {
		if i < 0 || r.del && col >= f.table.keyColumns() {
			continue
		}
		cell := strings.TrimSpace(cells[i])
		if reason, fix := badText(cell, f.name); reason != "" {
			ok = bad(f.table.column(col).Name, cell, "the field "+reason, fix)
			continue
		}
		if cell == "" && r.del {
			continue
		}
		if err := f.table.set(r.data, col, cell); err != nil {
			reason, fix := reasonOf(err)
			ok = bad(f.table.column(col).Name, cell, reason, fix)
		}
	}
	if !ok {
		r.outcome = Rejected
	}
	r.key = f.table.key(r.data)
	return ok
}

// badText says what keeps a field of a file from being text of a record.
func badText(s, file string) (reason, fix string) {
	if len(s) > graph.MaxText {
		return fmt.Sprintf("is %d bytes long", len(s)), fmt.Sprintf("at most %d bytes fit", graph.MaxText)
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return fmt.Sprintf("holds the control character %#02x", c), "leave it out"
		}
	}
	if utf8.ValidString(s) {
		return "", ""
	}
	if likelyShiftJIS(s) {
		return "is not UTF-8 and looks like Shift-JIS", asUTF8("CP932", file)
	}
	return "is not UTF-8", asUTF8("ITS-ENCODING", file)
}

// likelyShiftJIS reports whether the bytes are well-formed Shift-JIS with at least one double-byte character.
func likelyShiftJIS(s string) bool {
	double := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x80, c >= 0xa1 && c <= 0xdf:
		case c >= 0x81 && c <= 0x9f, c >= 0xe0 && c <= 0xfc:
			i++
			if i == len(s) || s[i] < 0x40 || s[i] == 0x7f || s[i] > 0xfc {
				return false
			}
			double = true
		default:
			return false
		}
	}
	return double
}

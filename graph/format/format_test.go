package format

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"mime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"enishi/graph"
)

func TestEncodersAreFoundByNameAndMediaType(t *testing.T) {
	seen := map[string]bool{}
	for i := range Encoders {
		e := &Encoders[i]
		if got, ok := ByName(e.Name); !ok || got != e {
			t.Errorf("ByName(%q) finds %v", e.Name, got)
		}
		if got, ok := ByMediaType(strings.ToUpper(e.MediaType) + "; q=0.5"); !ok || got != e {
			t.Errorf("ByMediaType(%q) finds %v", e.MediaType, got)
		}
		media, _, err := mime.ParseMediaType(e.MediaType)
		if err != nil || seen[media] {
			t.Errorf("%s: media type %q: %v, or another has it", e.Name, e.MediaType, err)
		}
		seen[media] = true
		if e.Doc == "" || e.Extension == "" || strings.HasPrefix(e.Extension, ".") {
			t.Errorf("%s: no doc or extension", e.Name)
		}
	}
	for i := range TableEncoders {
		e := &TableEncoders[i]
		if got, ok := TableByName(e.Name); !ok || got != e {
			t.Errorf("TableByName(%q) finds %v", e.Name, got)
		}
		if got, ok := TableByMediaType(e.MediaType); !ok || got != e {
			t.Errorf("TableByMediaType(%q) finds %v", e.MediaType, got)
		}
	}
	if _, ok := ByName("json"); ok {
		t.Error("json is the API's own")
	}
	for _, unknown := range []string{"", "*/*", "text/html", "gexf"} {
		if e, ok := ByMediaType(unknown); ok {
			t.Errorf("%q finds %s", unknown, e.Name)
		}
	}
}

func TestFileName(t *testing.T) {
	for _, c := range []struct {
		want  string
		parts []string
	}{
		{"enishi-partners-jp-04-1989-08.gexf", []string{"partners", "jp-04", "1989-08"}},
		{"enishi.gexf", nil},
		{"enishi-a-b.gexf", []string{"", "A / ../b", "仙台"}},
		{"enishi-sister-of.gexf", []string{"sister_of", strings.Repeat("x", 200)}},
	} {
		if got := FileName("gexf", c.parts...); got != c.want {
			t.Errorf("%q: got %s, want %s", c.parts, got, c.want)
		}
	}
}

// Every encoder gives the same bytes twice, says what is in every text, and passes on what the writer says.
func TestEncodersAreDeterministicAndReportErrors(t *testing.T) {
	d := tinyDocument()
	for _, e := range Encoders {
		first := encode(t, e.Name, d, Options{})
		for range 5 { // map order shows itself sooner or later
			if !bytes.Equal(first, encode(t, e.Name, d, Options{})) {
				t.Errorf("%s: other bytes for the same document", e.Name)
				break
			}
		}
		for _, room := range []int{0, 100, len(first) - 1} {
			if err := e.Network(&limitedWriter{room}, d, Options{}); !errors.Is(err, errFull) {
				t.Errorf("%s: %v after %d bytes of %d", e.Name, err, room, len(first))
			}
		}
	}
}

var errFull = errors.New("full")

type limitedWriter struct{ room int }

func (w *limitedWriter) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return w.room, errFull
	}
	w.room -= len(p)
	return len(p), nil
}

// Whatever texts a document holds, each encoding can be parsed; large documents are written in pieces.
func TestEncodingsOfAnyTextsAreWellFormed(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 40 {
		d := randomDocument(r)
		for j := range d.Network.Nodes {
			n := &d.Network.Nodes[j]
			n.Note += impossible[(i+j)%len(impossible)]
			n.Names.Ja += impossible[j%len(impossible)]
		}
		for _, e := range Encoders {
			if err := wellFormed(e.Name, encode(t, e.Name, d, Options{Colors: true}), d); err != nil {
				t.Fatalf("document %d: %s: %v", i, e.Name, err)
			}
		}
	}
	for _, e := range Encoders {
		d := largeDocument(300, 900)
		if err := wellFormed(e.Name, encode(t, e.Name, d, Options{}), d); err != nil {
			t.Errorf("large: %s: %v", e.Name, err)
		}
	}
}

func wellFormed(name string, b []byte, d *Document) error {
	switch name {
	case "graphml", "gexf":
		return wellFormedXML(b, len(d.Network.Nodes), len(d.Network.Edges))
	case "csv":
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return err
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				return err
			}
			if _, err := csv.NewReader(r).ReadAll(); err != nil {
				return err
			}
		}
		return nil
	case "xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			return err
		}
		rows, err := f.GetRows("nodes")
		if err == nil && len(rows) != len(d.Network.Nodes)+1 {
			err = errors.New("another number of rows")
		}
		return err
	case "ftm":
		for line := range bytes.Lines(b) {
			if !json.Valid(line) {
				return errors.New("a line is no JSON: " + graph.Clip(string(line)))
			}
		}
		return nil
	}
	if !json.Valid(b) || !utf8.Valid(b) {
		return errors.New("no JSON")
	}
	return nil
}

func wellFormedXML(b []byte, nodes, edges int) error {
	x := xml.NewDecoder(bytes.NewReader(b))
	for {
		token, err := x.Token()
		if err == io.EOF {
			if nodes != 0 || edges != 0 {
				return errors.New("nodes or edges are missing")
			}
			return nil
		}
		if err != nil {
			return err
		}
		if s, ok := token.(xml.StartElement); ok {
			switch s.Name.Local {
			case "node":
				nodes--
			case "edge":
				edges--
			}
		}
	}
}

func FuzzXML(f *testing.F) {
	for _, s := range append(append([]string{}, hostile...), impossible...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		if err := xml.EscapeText(&want, []byte(s)); err != nil {
			t.Fatal(err)
		}
		ours := strings.NewReplacer("&quot;", "&#34;").Replace(string(appendXML(nil, s)))
		if ours != want.String() {
			t.Errorf("got %q, want %q", ours, want.String())
		}
	})
}

func TestFormulaCells(t *testing.T) {
	for v, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", " =1": "' =1", "　＝1": "'　＝1", "'x": "'x", "a=1": "a=1", "": "", "縁": "縁", "x\x00\x07": "x\ufffd\ufffd", "\r=1": "\ufffd=1",
	} {
		if got := safeCell(Text, v); got != want {
			t.Errorf("text %q: got %q, want %q", v, got, want)
		}
	}
	for v, want := range map[string]string{"-99.7951": "-99.7951", "12": "12", "1e-09": "1e-09", "-1+cmd": "'-1+cmd", "=1": "'=1", "-": "'-", "--1": "'--1", "-e5": "'-e5"} {
		if got := safeCell(Float, v); got != want {
			t.Errorf("number %q: got %q, want %q", v, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	table := Table{Name: "ties/of: a [very] long *name* that no sheet can have", Title: "=t", Columns: []Column{{"tie", "提携", Text}, {"signed", "Signed", Date}, {"count", "", Int}, {"share", "", Float}, {"sure", "", Bool}},
		Rows: [][]string{{"=x", "1989-08-01", "12", "0.5", "true"}, {"y", "1989-08", "-3", "", "false"}, {strings.Repeat("縁😀", 20000), "1899-12-31", "many", "NaN", "maybe"}, {"short row"}}}
	second := table
	second.Rows = nil
	var b bytes.Buffer
	if err := csvTables(&b, []Table{table}, Options{BOM: true}); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok || !strings.HasPrefix(text, "tie,signed,count,share,sure\r\n'=x,1989-08-01,12,0.5,true\r\ny,1989-08,-3,,false\r\n") || !strings.HasSuffix(text, "\r\nshort row,,,,\r\n") {
		t.Errorf("csv: %s", graph.Clip(text))
	}
	b.Reset()
	if err := xlsxTables(&b, []Table{table, second}, Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sheets := f.GetSheetList()
	if len(sheets) != 2 || sheets[0] == sheets[1] {
		t.Fatalf("sheets %q", sheets)
	}
	rows, err := f.GetRows(sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"提携", "Signed", "count", "share", "sure"}, {"'=x", "1989-08-01", "12", "0.5", "TRUE"}, {"y", "1989-08", "-3", "", "FALSE"}}, rows[:3]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	long := rows[3][0]
	if !strings.HasSuffix(long, "…") || utf16Length(long) > 32767 || utf16Length(long) < 32765 || rows[3][1] != "1899-12-31" || rows[3][2] != "many" {
		t.Errorf("long text has %d units; %q", utf16Length(long), rows[3][1:])
	}
	if err := xlsxTables(io.Discard, []Table{{Name: "x", Columns: table.Columns, Rows: make([][]string, 1<<20)}}, Options{}); !errors.Is(err, graph.ErrTooLarge) {
		t.Errorf("too many rows: %v", err)
	}
	csvEncoder, _ := TableByName("csv")
	if media, extension := csvEncoder.For(2); media != "application/zip" || extension != "zip" {
		t.Errorf("two tables are %s, %s", media, extension)
	}
}

// A column of dates is of one type whatever is known of each, so that a spreadsheet sorts it by time: a number for 1989-08-01 would stand before the text 1981-09.
func TestDatesOfASheetSort(t *testing.T) {
	days := []string{"", "1899-12-31", "1957", "1957-03", "1957-03-09", "1989-08-01"} // in order
	table := Table{Name: "ties", Columns: []Column{{Key: "signed", Kind: Date}}}
	for _, d := range days {
		table.Rows = append(table.Rows, []string{d})
	}
	f := workbookOf(t, table)
	for i, want := range days {
		at := "A" + strconv.Itoa(i+2)
		raw, err := f.GetCellValue("ties", at, excelize.Options{RawCellValue: true})
		if err != nil || raw != want {
			t.Errorf("%s holds %q, want %q: %v", at, raw, want, err)
		}
		if kind, err := f.GetCellType("ties", at); err != nil || want != "" && kind != excelize.CellTypeInlineString {
			t.Errorf("%s is of type %v, not text: %v", at, kind, err)
		}
	}
}

// A sheet with rows can be filtered by its frozen header, over all its rows and columns, and says nothing of years that are text.
func TestSheetsAreFiltered(t *testing.T) {
	rows := Table{Name: "l'été", Columns: []Column{{Key: "id"}, {Key: "year"}}, Rows: [][]string{{"a", "1989"}, {"b", "1957"}}}
	f := workbookOf(t, rows, Table{Name: "none", Columns: rows.Columns})
	if diff := cmp.Diff([]string{"l-été", "none"}, f.GetSheetList()); diff != "" { // an apostrophe would end the name in a reference
		t.Errorf("sheets (-want +got)\n%s", diff)
	}
	var filters []string
	for _, n := range f.GetDefinedName() {
		filters = append(filters, n.Name+" "+n.RefersTo)
	}
	if diff := cmp.Diff([]string{"_xlnm._FilterDatabase 'l-été'!$A$1:$B$3"}, filters); diff != "" {
		t.Errorf("filters (-want +got)\n%s", diff)
	}
	for sheet, want := range map[string]bool{"xl/worksheets/sheet1.xml": true, "xl/worksheets/sheet2.xml": false} {
		part, _ := f.Pkg.Load(sheet)
		xml, _ := part.([]byte)
		for _, said := range []string{`<autoFilter ref="$A$1:$B$3"`, `numberStoredAsText="true"`} {
			if bytes.Contains(xml, []byte(said)) != want {
				t.Errorf("%s says %s: %v, want %v", sheet, said, !want, want)
			}
		}
		if !bytes.Contains(xml, []byte(`state="frozen"`)) {
			t.Errorf("the header of %s is not frozen", sheet)
		}
	}
}

// workbookOf writes tables as a workbook and opens it.
func workbookOf(t *testing.T, tables ...Table) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := xlsxTables(&b, tables, Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func utf16Length(s string) (n int) {
	for _, r := range s {
		n += 1 + b2i(r > 0xffff)
	}
	return n
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A line over the sphere keeps its ends, never steps far, keeps to the plane of its great circle, and is cut at the antimeridian.
func TestGreatCircles(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	place := func() graph.Point {
		return graph.Point{Lat: math.Asin(2*r.Float64()-1) * 180 / math.Pi, Lon: 360*r.Float64() - 180}
	}
	for range 3000 {
		a, b := place(), place()
		line := greatCircle(a, b)
		if line[0] != a || line[len(line)-1] != b {
			t.Fatalf("%v–%v: its ends are %v, %v", a, b, line[0], line[len(line)-1])
		}
		length := 0.0
		for i := 1; i < len(line); i++ {
			step := distance(line[i-1], line[i])
			if length += step; step > 3.01 {
				t.Fatalf("%v–%v: a step of %v°", a, b, step)
			}
		}
		if math.Abs(length-distance(a, b)) > 1e-6 {
			t.Fatalf("%v–%v: %v° long, the shortest way is %v°", a, b, length, distance(a, b))
		}
		parts := splitAntimeridian(line)
		crosses := 0
		for i, part := range parts {
			for j := 1; j < len(part); j++ {
				if math.Abs(part[j].Lon-part[j-1].Lon) > 180 {
					t.Fatalf("%v–%v: still jumps from %v to %v", a, b, part[j-1], part[j])
				}
			}
			if i > 0 {
				crosses++
				end, start := parts[i-1][len(parts[i-1])-1], part[0]
				if math.Abs(end.Lon) != 180 || end.Lon != -start.Lon || end.Lat != start.Lat {
					t.Fatalf("%v–%v: cut between %v and %v", a, b, end, start)
				}
			}
		}
		if crosses > 1 {
			t.Fatalf("%v–%v: cut %d times", a, b, crosses)
		}
	}
}

// distance by the haversine, in degrees.
func distance(a, b graph.Point) float64 {
	rad := math.Pi / 180
	h := math.Pow(math.Sin((b.Lat-a.Lat)*rad/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin((b.Lon-a.Lon)*rad/2), 2)
	return 2 * math.Asin(math.Min(1, math.Sqrt(h))) / rad
}

func TestGeometryOfEdgeCases(t *testing.T) {
	p := func(lat, lon float64) *graph.Point { return &graph.Point{Lat: lat, Lon: lon} }
	for _, c := range []struct {
		name     string
		from, to *graph.Point
		want     string
	}{
		{"no place", nil, p(1, 1), `null`},
		{"same place", p(35, 139), p(35, 139), `{"type":"LineString","coordinates":[[139,35],[139,35]]}`},
		{"antipodes", p(0, 10), p(0, -170), `{"type":"LineString","coordinates":[[10,0],[-170,0]]}`},
		{"over the antimeridian", p(0, 179), p(0, -179), `{"type":"MultiLineString","coordinates":[[[179,0],[180,0]],[[-180,0],[-179,0]]]}`},
		{"from the antimeridian, eastern sign", p(0, 180), p(0, -178), `{"type":"LineString","coordinates":[[-180,0],[-178,0]]}`},
		{"to the antimeridian, western sign", p(0, 178), p(0, -180), `{"type":"LineString","coordinates":[[178,0],[180,0]]}`},
		{"along the antimeridian", p(1, 180), p(2, -180), `{"type":"LineString","coordinates":[[180,1],[180,2]]}`},
	} {
		if got := string(lineGeometry(nil, c.from, c.to)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	if isPlace(p(0, 0)) || isPlace(nil) || !isPlace(p(0, 1)) {
		t.Error("0, 0 is no place")
	}
}

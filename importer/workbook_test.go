package importer_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"enishi/importer"
)

// book writes a workbook with a sheet per table; its cells are texts.
func book(t testing.TB, tables map[string]string) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	t.Cleanup(func() { _ = f.Close() })
	for name, content := range tables {
		rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sheet := strings.TrimSuffix(name, ".csv")
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, cell := range row {
				if cell != "" {
					set(t, f, sheet, at(x, y), cell)
				}
			}
		}
	}
	return f
}

func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		panic(err) // both are counted by tests
	}
	return name
}

func set(t testing.TB, f *excelize.File, sheet, cell string, value any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
}

func written(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBook(t testing.TB, name string, content []byte) *importer.Input {
	t.Helper()
	in, err := importer.Read(t.Context(), name, bytes.NewReader(content), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestWorkbookIsTheSame: a workbook, in a folder, a zip or by itself, means what its sheets mean as CSV: the same version, also of the whole bundled dataset.
func TestWorkbookIsTheSame(t *testing.T) {
	t.Parallel()
	for what, tables := range map[string]map[string]string{"world": world, "bundled": bundled(t)} {
		want, _ := load(t, store(t), tables, importer.Options{})
		f := book(t, tables)
		set(t, f, "Sheet1", "A1", "About these tables") // left aside
		packed := written(t, f)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "my tables.xlsx"), packed, 0o600); err != nil {
			t.Fatal(err)
		}
		folder, err := importer.Open(t.Context(), dir, importer.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		alone, err := importer.Open(t.Context(), filepath.Join(dir, "my tables.xlsx"), importer.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for form, in := range map[string]*importer.Input{"folder": folder, "file": alone, "stream": readBook(t, "upload", packed),
			"zip": readBook(t, "x.zip", zipped(t, map[string]string{"a/b.xlsx": string(packed)}))} {
			s := store(t)
			release, report, err := importer.Plan(t.Context(), s, in, importer.Options{})
			if err != nil {
				t.Fatalf("%s, %s: %v", what, form, err)
			}
			accounts(t, report)
			if got, err := s.Apply(t.Context(), release); err != nil || got.Version != want.Version {
				t.Errorf("%s, %s: version %s, want %s (%v)", what, form, got.Version, want.Version, err)
			}
		}
	}
}

// TestWorkbookCells: numbers, dates as precise as they are shown, codes with zeros, rich text, formulas and texts with furigana are what a reader of the sheet sees.
func TestWorkbookCells(t *testing.T) {
	t.Parallel()
	f := book(t, with(map[string]string{"municipalities.csv": "", "ties.csv": "", "claims.csv": "", "mergers.csv": "", "events.csv": "", "organizations.csv": "", "memberships.csv": "", "programs.csv": ""}))
	style := func(format string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	builtin := func(n int) int {
		id, err := f.NewStyle(&excelize.Style{NumFmt: n})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if _, err := f.NewSheet("municipalities"); err != nil {
		t.Fatal(err)
	}
	header := []any{"id", "name_en", "level", "prefecture", "jis", "founded", "population", "lat", "lon", "name_ja", "note"}
	if err := f.SetSheetRow("municipalities", "A1", &header); err != nil {
		t.Fatal(err)
	}
	day := time.Date(1889, 4, 1, 0, 0, 0, 0, time.UTC)
	later := time.Date(1957, 3, 9, 0, 0, 0, 0, time.UTC)
	serial := func(d time.Time) float64 {
		return d.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
	}
	cases := []struct {
		value any
		style int
		want  string
	}{
		{serial(later), builtin(14), "1957-03-09"},
		{serial(later) + 0.75, builtin(22), "1957-03-09"},
		{serial(later), builtin(17), "1957-03"}, // what a spreadsheet makes of a typed 1957-03
		{serial(later), style("yyyy"), "1957"},
		{serial(later), style(`yyyy"年"m"月"d"日"`), "1957-03-09"},
		{serial(later), style(`[$-411]ggge"年"m"月"`), "1957-03"},
		{serial(later), style(`d. mmmm yyyy;@`), "1957-03-09"},
		{1957, 0, "1957"},
		{1957, style(`0" dd"`), "1957"}, // letters in quotes are none of a date
		{"1957-03", 0, "1957-03"},
		{day.Format("2006-01-02"), 0, "1889-04-01"},
	}
	for i, c := range cases {
		row := i + 2
		cell := func(column string, v any) { set(t, f, "municipalities", fmt.Sprintf("%s%d", column, row), v) }
		cell("A", fmt.Sprintf("jp-c%d", i))
		cell("B", "Body")
		cell("C", "town")
		cell("D", "jp-04")
		cell("E", 4100+i)
		cell("F", c.value)
		cell("G", 1.5e6)
		cell("H", 38.2682)
		cell("I", 140.0+0.1+0.2)
		cell("K", "a\r\nb")
		if err := f.SetCellRichText("municipalities", fmt.Sprintf("J%d", row), []excelize.RichTextRun{{Text: "大"}, {Text: "崎市"}}); err != nil {
			t.Fatal(err)
		}
		for column, id := range map[string]int{"E": style("00000"), "F": c.style} {
			if at := fmt.Sprintf("%s%d", column, row); f.SetCellStyle("municipalities", at, at, id) != nil {
				t.Fatal(at)
			}
		}
	}
	in := readBook(t, "x.xlsx", written(t, f))
	s := store(t)
	release, report, err := importer.Plan(t.Context(), s, in, importer.Options{})
	if err != nil {
		t.Fatal(err, report)
	}
	if _, err := s.Apply(t.Context(), release); err != nil {
		t.Fatal(err)
	}
	const lon = 140.0 + 0.1 + 0.2 // more digits than a sheet shows
	for i, c := range cases {
		n, err := s.Node(t.Context(), fmt.Sprintf("jp-c%d", i))
		if err != nil {
			t.Fatal(err)
		}
		if got := n.Valid.From.String(); got != c.want {
			t.Errorf("%v in style %d is %s, want %s", c.value, c.style, got, c.want)
		}
		if got, want := fmt.Sprintf("%s %d %v %v %s %q", n.Codes["jis"], n.Population.Count, n.Point.Lat, n.Point.Lon, n.Names.Ja, n.Note), fmt.Sprintf(`[%05d] 1500000 38.2682 %v 大崎市 "a\nb"`, 4100+i, lon); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

// parts is a workbook of raw parts: one sheet named ties.
func parts(t testing.TB, sheet, shared, styles string) []byte {
	t.Helper()
	const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	rel := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/>`
	}
	return zipped(t, map[string]string{
		"[Content_Types].xml":        types,
		"_rels/.rels":                "<Relationships>" + rel("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>",
		"xl/workbook.xml":            `<workbook xmlns:r="urn:r"><sheets><sheet name="ties" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": "<Relationships>" + rel("rId1", "worksheet", "worksheets/sheet1.xml") + rel("rId2", "sharedStrings", "/xl/sharedStrings.xml") + rel("rId3", "styles", "styles.xml") + "</Relationships>",
		"xl/worksheets/sheet1.xml":   sheet,
		"xl/sharedStrings.xml":       shared,
		"xl/styles.xml":              styles,
	})
}

const tieRow = `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>bodies</t></is></c><c t="inlineStr"><is><t>partner</t></is></c><c t="inlineStr"><is><t>kind</t></is></c><c t="inlineStr"><is><t>signed</t></is></c><c t="inlineStr"><is><t>status</t></is></c></row>`

func sheetOf(rows string) string {
	return "<worksheet><sheetData>" + tieRow + rows + "</sheetData></worksheet>"
}

// TestBadWorkbooks: what is wrong is told with file, sheet, row, column and what would be right.
func TestBadWorkbooks(t *testing.T) {
	t.Parallel()
	noShared, noStyles := "<sst/>", "<styleSheet/>"
	cases := map[string]struct {
		name    string
		content []byte
		words   []string
	}{
		"error cell":       {"x.xlsx", parts(t, sheetOf(`<row r="7"><c r="A7" t="str"><v>tie-x</v></c><c r="E7" t="e"><v>#REF!</v></c></row>`), noShared, noStyles), []string{"x.xlsx[ties]:7: signed: ", "#REF!", "formula"}},
		"bad date":         {"x.xlsx", parts(t, sheetOf(`<row r="3"><c r="A3" t="str"><v>tie-x</v></c><c r="E3" t="str"><v>1990-02-31</v></c></row>`), noShared, noStyles), []string{"x.xlsx[ties]:3: signed: ", "no such day"}},
		"beyond header":    {"x.xlsx", parts(t, sheetOf(`<row r="2"><c r="A2" t="str"><v>tie-x</v></c><c r="H2"><v>1</v></c></row>`), noShared, noStyles), []string{"x.xlsx[ties]:2: ", "8 fields, the header 6"}},
		"merged cells":     {"x.xlsx", parts(t, `<worksheet><sheetData>`+tieRow+`</sheetData><mergeCells><mergeCell ref="B2:B4"/></mergeCells></worksheet>`, noShared, noStyles), []string{"x.xlsx[ties]: ", "B2:B4 are merged", "unmerge"}},
		"no such text":     {"x.xlsx", parts(t, sheetOf(`<row r="2"><c r="A2" t="s"><v>5</v></c></row>`), noShared, noStyles), []string{"damaged", "text 5 of 0"}},
		"no such column":   {"x.xlsx", parts(t, sheetOf(`<row r="2"><c r="ZZZZZZZZ2"><v>5</v></c></row>`), noShared, noStyles), []string{"damaged", "row 2"}},
		"cut":              {"x.xlsx", parts(t, `<worksheet><sheetData>`+tieRow+`<row r="2"><c><v>`, noShared, noStyles), []string{"x.xlsx[ties]", "damaged"}},
		"not XML":          {"x.xlsx", parts(t, "PK", noShared, noStyles), []string{"x.xlsx[ties]", "damaged"}},
		"entities":         {"x.xlsx", parts(t, `<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>`+sheetOf(`<row r="2"><c t="str"><v>&a;</v></c></row>`), noShared, noStyles), []string{"damaged", "entity"}},
		"empty sheet":      {"x.xlsx", parts(t, `<worksheet><sheetData/></worksheet>`, noShared, noStyles), []string{"x.xlsx[ties]:1: ", "empty"}},
		"long row":         {"x.xlsx", parts(t, sheetOf(`<row r="2"><c t="str"><v>`+strings.Repeat("a", 3<<20)+`</v></c></row>`), noShared, noStyles), []string{"x.xlsx[ties]:2: ", "longer than 1 MiB"}},
		"long row of few":  {"x.xlsx", parts(t, sheetOf(`<row r="2">`+strings.Repeat(`<c t="s"><v>0</v></c>`, 40)+`</row>`), `<sst><si><t>`+strings.Repeat("a", 60_000)+`</t></si></sst>`, noStyles), []string{"x.xlsx[ties]:2: ", "longer than 1 MiB"}},
		"large texts":      {"x.xlsx", parts(t, sheetOf(""), `<sst>`+strings.Repeat("<si><t>"+strings.Repeat("a", 1<<19)+"</t></si>", 129)+`</sst>`, noStyles), []string{"too large", "CSV"}},
		"no table":         {"x.xlsx", written(t, book(t, map[string]string{"thoughts.csv": "a,b\n"})), []string{"x.xlsx: ", "no sheet", "thoughts", "ties"}},
		"nearly a table":   {"x.xlsx", written(t, book(t, map[string]string{"tie.csv": tieHeader})), []string{"x.xlsx[tie]: ", "did you mean ties?"}},
		"password or old":  {"x.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []string{"password"}},
		"no zip":           {"x.xlsx", []byte("id,name"), []string{"x.xlsx: ", "cannot be read"}},
		"of another kind":  {"x.ods", []byte("PK"), []string{"x.ods: ", ".xlsx"}},
		"document of word": {"x.xlsx", zipped(t, map[string]string{"[Content_Types].xml": "<Types/>"}), []string{"damaged", "_rels/.rels"}},
	}
	for what, c := range cases {
		in, err := importer.ReadFS(t.Context(), fsOf(map[string]string{c.name: string(c.content)}), importer.Limits{})
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		release, report, err := importer.Plan(t.Context(), store(t), in, importer.Options{})
		if report == nil || release != nil {
			t.Errorf("%s: it was taken (%v)", what, err)
			continue
		}
		accounts(t, report)
		all := fmt.Sprint(report.Faults)
		for _, word := range c.words {
			if !strings.Contains(all, word) {
				t.Errorf("%s: the faults do not say %q: %s", what, word, all)
			}
		}
	}
}

// TestNamedWorkbook: in a file that is named after a table, the one sheet with content is that table, whatever it is called.
func TestNamedWorkbook(t *testing.T) {
	t.Parallel()
	f := book(t, map[string]string{"Blatt 1.csv": world["ties.csv"]})
	in := readBook(t, "Ties.2024.xlsx", written(t, f))
	if len(in.Faults()) > 0 || in.Rows() != 1 {
		t.Errorf("%d rows, %v", in.Rows(), in.Faults())
	}
}

// TestWorkbookBomb: a small file that unpacks to more than the bounds is refused in their measure.
func TestWorkbookBomb(t *testing.T) {
	t.Parallel()
	bomb := parts(t, sheetOf(strings.Repeat(`<row><c t="str"><v>`+strings.Repeat("a", 1000)+`</v></c></row>`, 6000)), "<sst/>", "<styleSheet/>")
	if len(bomb) > 1<<17 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for want, limits := range map[string]importer.Limits{"unpacked": {Bytes: 4 << 20}, "more than 1000 rows": {Rows: 1000}} {
		in, err := importer.Read(t.Context(), "ties.xlsx", bytes.NewReader(bomb), limits)
		if err != nil || len(in.Faults()) == 0 {
			t.Fatal(err)
		}
		if all := fmt.Sprint(in.Faults()); !strings.Contains(all, want) {
			t.Errorf("the faults do not say %q: %.500s", want, all)
		}
	}
}

// FuzzWorkbook: whatever a sheet, the shared texts, the styles, or the file as a whole hold, reading ends and every row is accounted for.
func FuzzWorkbook(f *testing.F) {
	f.Add(sheetOf(`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="E2" s="1"><v>20892.5</v></c><c r="F2" t="b"><v>1</v></c></row>`),
		`<sst><si><t>tie-x</t><rPh sb="0" eb="1"><t>たい</t></rPh></si><si><r><t>_x000D_</t></r></si></sst>`,
		`<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`, []byte{})
	f.Add(sheetOf(`<row r="-1"><c r="XFD1" t="e"/><c t="d"><v>1990-01-01T00:00:00</v></c></row><row r="2"/>`), "<sst><si>", `<cellXfs><xf numFmtId="x"/>`, []byte{})
	f.Add("", "", "", written(f, book(f, map[string]string{"ties.csv": world["ties.csv"]})))
	f.Fuzz(func(t *testing.T, sheet, shared, styles string, whole []byte) {
		if len(whole) == 0 {
			whole = parts(t, sheet, shared, styles)
		}
		in, err := importer.Read(t.Context(), "ties.xlsx", bytes.NewReader(whole), importer.Limits{Bytes: 4 << 20, Rows: 200})
		if err != nil {
			return
		}
		_, report, err := importer.Plan(t.Context(), store(t), in, importer.Options{KeepGoing: true})
		if report == nil {
			t.Fatal(err)
		}
		accounts(t, report)
	})
}

// TestWorkbookFurigana: the reading that a Japanese spreadsheet keeps over a text is no part of it.
func TestWorkbookFurigana(t *testing.T) {
	t.Parallel()
	shared := `<sst><si><t>tie-x</t><rPh sb="0" eb="2"><t>センダイ</t></rPh><phoneticPr fontId="1"/></si></sst>`
	packed := parts(t, sheetOf(`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><v>jp-04</v></c><c r="C2" t="str"><v>us-ga</v></c><c r="D2" t="str"><v>sister-state</v></c><c r="F2" t="str"><v>active</v></c></row>`), shared, "<styleSheet/>")
	s := store(t)
	load(t, s, world, importer.Options{})
	release, report, err := importer.Plan(t.Context(), s, readBook(t, "x.xlsx", packed), importer.Options{})
	if err != nil || len(release.Edges) != 1 || release.Edges[0].Tie != "tie-x" {
		t.Errorf("%v %v", err, report)
	}
}

// oneSheet is a workbook whose first sheet holds a table under a spreadsheet program's own name.
func oneSheet(t testing.TB, content string) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	t.Cleanup(func() { _ = f.Close() })
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for y, row := range rows {
		for x, cell := range row {
			set(t, f, "Sheet1", at(x, y), cell)
		}
	}
	return f
}

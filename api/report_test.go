package api_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"enishi/api"
	"enishi/api/apitest"
)

// TestReports: a dossier and a comparison in every format hold what their JSON holds, under a name, and are not sent again to who has them.
func TestReports(t *testing.T) {
	c := apitest.NewClient(t, api.New(api.Config{Store: bundled(t)}))
	for _, tc := range []struct {
		path, file       string
		table, sheet     string   // one of its tables
		column, value    string   // that a row of it holds
		tables           []string // all of them
		en, ja, filtered string   // what pages and Markdown say
		about            map[string]string
	}{
		{"/api/v1/dossiers/jp-04?as_of=1989-08", "enishi-dossier-jp-04-1989-08", "affiliations", "affiliations", "partner", "us-ca-riverside",
			[]string{"about", "affiliations", "organizations", "programs", "roles", "findings", "economy", "timeline", "limits", "sources"}, "Riverside", "リバーサイド", "Dublin",
			map[string]string{"title": "Dossier of Miyagi Prefecture, August 1989", "prefecture": "Miyagi Prefecture (jp-04)", "as_of": "August 1989", "query": "as_of=1989-08&scope=exclude"}},
		{"/api/v1/compare?as_of=1989-08&prefectures=jp-22,jp-04", "enishi-compare-jp-04-jp-22-1989-08", "measures", "measures", "measure", "ties",
			[]string{"about", "measures", "ranks", "records", "sources"}, "Miyagi", "宮城", "Osaka",
			map[string]string{"title": "2 prefectures compared, August 1989", "prefectures": "Miyagi Prefecture (jp-04); Shizuoka Prefecture (jp-22)", "as_of": "August 1989"}},
	} {
		get := func(format string, headers ...string) *apitest.Answer {
			a := c.Get(t, tc.path+format, headers...)
			if a.Status != http.StatusOK {
				t.Fatalf("%s%s: %d %.300s", tc.path, format, a.Status, a.Body)
			}
			return a
		}
		archive := get("&format=csv&bom=true")
		if got := archive.Header.Get("Content-Disposition"); got != `attachment; filename="`+tc.file+`.zip"` {
			t.Errorf("csv: %s", got)
		}
		z, err := zip.NewReader(bytes.NewReader(archive.Body), int64(len(archive.Body)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range z.File {
			names = append(names, strings.TrimSuffix(f.Name, ".csv"))
			if f.Name == tc.table+".csv" {
				r, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				rows, err := csv.NewReader(r).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				holds(t, rows, tc.column, tc.value)
			}
		}
		if !slices.Equal(names, tc.tables) {
			t.Errorf("tables %q, want %q", names, tc.tables)
		}
		book, err := excelize.OpenReader(bytes.NewReader(get("&format=xlsx").Body))
		if err != nil {
			t.Fatal(err)
		}
		if sheets := book.GetSheetList(); !slices.Equal(sheets, tc.tables) {
			t.Errorf("sheets %q, want %q", sheets, tc.tables)
		}
		checkAbout(t, book, tc.about)
		for lang, word := range map[string]string{"en": tc.en, "ja": tc.ja} {
			page := get("&format=html&lang=" + lang)
			checkPage(t, page, tc.file, word)
			if strings.Contains(string(page.Body), tc.filtered) {
				t.Errorf("%s: the page speaks of %s, which is none of it then", tc.path, tc.filtered)
			}
			text := get("&lang="+lang, "Accept", "text/markdown")
			if got := string(text.Body); !strings.HasPrefix(got, "# ") || !strings.Contains(got, word) || text.Header.Get("Content-Type") != "text/markdown; charset=utf-8" {
				t.Errorf("Markdown in %s as %s: %.200s", lang, text.Header.Get("Content-Type"), got)
			}
			if n := c.Get(t, tc.path+"&format=html&lang="+lang, "If-None-Match", page.Header.Get("ETag")); n.Status != http.StatusNotModified {
				t.Errorf("the page in %s that is held: %d", lang, n.Status)
			}
			if n := c.Get(t, tc.path+"&format=md&lang="+lang, "If-None-Match", page.Header.Get("ETag")); n.Status != http.StatusOK {
				t.Errorf("the ETag of the page is taken for that of Markdown: %d", n.Status)
			}
		}
		if a := get("", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8"); !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			t.Errorf("a browser gets %s", a.Header.Get("Content-Type"))
		}
		if a := get(""); a.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("who asks for nothing gets %s", a.Header.Get("Content-Type"))
		}
	}
}

// checkAbout: the first sheet says what the file is, which data it is of, how much each other sheet holds, and whom to credit.
func checkAbout(t *testing.T, book *excelize.File, want map[string]string) {
	t.Helper()
	about := map[string]string{}
	rows, err := book.GetRows("about")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		about[row[0]] = row[1]
	}
	for key, value := range want {
		if about[key] != value {
			t.Errorf("about: %s is %q, want %q", key, about[key], value)
		}
	}
	if len(about["dataset_version"]) != 16 || !strings.Contains(about["url"], "format=xlsx") || !strings.Contains(about["credits"], "GeoNames") {
		t.Errorf("about: version %q, url %q, credits %q", about["dataset_version"], about["url"], about["credits"])
	}
	for _, name := range book.GetSheetList()[1:] {
		sheet, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := about["rows_"+name]; got != strconv.Itoa(len(sheet)-1) {
			t.Errorf("about: %s has %q rows, want %d", name, got, len(sheet)-1)
		}
	}
	if title, err := book.GetDocProps(); err != nil || title.Title != want["title"] {
		t.Errorf("the workbook is called %q: %v", title.Title, err)
	}
}

// TestAboutNow: a file that was asked for without a date says which data it is of, in the language.
func TestAboutNow(t *testing.T) {
	h := api.New(api.Config{Store: bundled(t)})
	for lang, want := range map[string]string{"en": "now, by this version of the data", "ja": "現在（この版のデータによる）"} {
		book, err := excelize.OpenReader(visit(h, "/api/v1/dossiers/jp-22?format=xlsx&lang="+lang).Body)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("about")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(rows, func(r []string) bool { return r[0] == "as_of" && r[1] == want }) {
			t.Errorf("about in %s: %q", lang, rows)
		}
	}
}

// holds reports a table without a row that has the value; its first cell must be read without the byte order mark.
func holds(t *testing.T, rows [][]string, column, value string) {
	t.Helper()
	if !strings.HasPrefix(rows[0][0], "\ufeff") {
		t.Error("no byte order mark was written")
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	i := slices.Index(rows[0], column)
	if i < 0 || !slices.ContainsFunc(rows[1:], func(r []string) bool { return r[i] == value }) {
		t.Errorf("no row has %s in column %s of %q", value, column, rows[0])
	}
}

// checkPage: the policy lets the one style of the page apply, and nothing else.
func checkPage(t *testing.T, a *apitest.Answer, file, word string) {
	t.Helper()
	page := string(a.Body)
	if got := a.Header.Get("Content-Disposition"); got != `inline; filename="`+file+`.html"` {
		t.Errorf("html: %s", got)
	}
	if !strings.Contains(page, word) {
		t.Errorf("the page does not speak of %s", word)
	}
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	policy := a.Header.Get("Content-Security-Policy")
	if style == "" || !strings.HasPrefix(policy, "default-src 'none'; ") || !strings.Contains(policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script") {
		t.Errorf("policy %q", policy)
	}
	if strings.Count(page, "<style") != 1 {
		t.Errorf("%d styles", strings.Count(page, "<style"))
	}
	for _, bad := range []string{"<script", " style=", "<link", "<img", " onclick"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q, which its policy does not let work", bad)
		}
	}
}

// TestDossierOfNoPrefecture: an id that is none, or not a prefecture's, is told of as the id in the path.
func TestDossierOfNoPrefecture(t *testing.T) {
	h := api.New(api.Config{Store: bundled(t)})
	for _, path := range []string{"/dossiers/jp-04100", "/dossiers/%C3%B3", "/dossiers/%C3%B3/changes?from=1989-08", "/dossiers/jp-04100/changes?from=1989-08"} {
		if w := visit(h, "/api/v1"+path); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"parameter":"id"`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestControlCharacters: the document says that a text has none, and the API refuses one that has, whatever the parameter.
func TestControlCharacters(t *testing.T) {
	h := api.New(api.Config{Store: small(t)})
	for _, query := range []string{"/search?q=", "/nodes?cursor=", "/reconcile/suggest/entity?prefix="} {
		for _, c := range []string{"%00", "%1f", "%7f"} {
			if w := visit(h, "/api/v1"+query+"a"+c); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "control character") {
				t.Errorf("%s%s: %d %s", query, c, w.Code, w.Body)
			}
		}
		if w := visit(h, "/api/v1"+query+"a%C2%88"); strings.Contains(w.Body.String(), "control character") { // not of ASCII
			t.Errorf("%s: %s", query, w.Body)
		}
	}
}

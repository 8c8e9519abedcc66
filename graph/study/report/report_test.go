package report_test

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
	"enishi/graph/study/report"
)

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b, again bytes.Buffer
	if err := errors.Join(write(&b), write(&again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("written twice, it is not the same")
	}
	if !utf8.Valid(b.Bytes()) || strings.Contains(b.String(), "\uFFFD") {
		t.Error("a character was cut in two")
	}
	return b.String()
}

// pageFacts are what a browser would see of a page: ids, links within, the text outside style, and what would be fetched.
type pageFacts struct {
	ids       map[string]int
	targets   []string
	fetched   []string
	text      strings.Builder
	headless  int // tables without caption or header row
	unlabeled int // drawings without title
	lang      string
}

func read(t *testing.T, page string) *pageFacts {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	f := &pageFacts{ids: map[string]int{}}
	f.walk(root)
	return f
}

func (f *pageFacts) walk(n *html.Node) {
	if n.Type == html.TextNode && n.Parent.Data != "style" {
		f.text.WriteString(n.Data + " ")
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			f.ids[a.Val]++
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			f.targets = append(f.targets, a.Val[1:])
		case a.Key == "src", a.Key == "href" && n.Data == "link", strings.HasPrefix(a.Key, "on"):
			f.fetched = append(f.fetched, n.Data+" "+a.Key+"="+a.Val)
		case a.Key == "lang" && n.Data == "html":
			f.lang = a.Val
		}
	}
	if n.Data == "table" && (!has(n, "caption") || !has(n, "thead")) {
		f.headless++
	}
	if n.Data == "svg" && n.Type == html.ElementNode && !has(n, "title") {
		f.unlabeled++
	}
	if n.Data == "script" {
		f.fetched = append(f.fetched, "script")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c)
	}
}

func has(n *html.Node, child string) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == child {
			return true
		}
	}
	return false
}

// check holds what is true of every page.
func (f *pageFacts) check(t *testing.T, name, lang string) {
	t.Helper()
	for id, n := range f.ids {
		if n > 1 {
			t.Errorf("%s: id %s stands %d times", name, id, n)
		}
	}
	for _, id := range f.targets {
		if f.ids[id] == 0 {
			t.Errorf("%s: a link leads to #%s, which is not there", name, id)
		}
	}
	if len(f.fetched) > 0 || f.headless > 0 || f.unlabeled > 0 || f.lang != lang {
		t.Errorf("%s: fetches %v, %d tables without caption or header, %d drawings without title, lang %q", name, f.fetched, f.headless, f.unlabeled, f.lang)
	}
}

// TestDossierPages: of the seven prefectures and of those with little, in both languages, at two times, the page holds every affiliation, organization and program by name, its links lead somewhere,
// and it needs nothing from elsewhere.
func TestDossierPages(t *testing.T) {
	for _, id := range append([]string{"jp-29", "jp-02", "jp-13", "jp-47"}, seven...) {
		for _, asOf := range []string{"1989-08", ""} {
			d := dossier(t, id, asOf)
			for _, lang := range []string{"en", "ja"} {
				page := read(t, written(t, func(w io.Writer) error { return report.DossierHTML(w, d, lang) }))
				page.check(t, id+" "+asOf+" "+lang, lang)
				text := page.text.String()
				for _, n := range d.Network.Nodes {
					if named(d)[n.ID] && !strings.Contains(text, n.Label(lang)) {
						t.Errorf("%s at %q in %s does not name %s", id, asOf, lang, n.Label(lang))
					}
				}
			}
		}
	}
}

// TestLanguages: what is not in the page's language says in which it is; what is in it says nothing.
func TestLanguages(t *testing.T) {
	d := dossier(t, "jp-04", "")
	for lang, other := range map[string]string{"en": "ja", "ja": "en"} {
		raw := written(t, func(w io.Writer) error { return report.DossierHTML(w, d, lang) })
		if strings.Contains(raw, `<span lang="`+lang+`">`) {
			t.Errorf("the page in %s names its own language within", lang)
		}
		if lang == "ja" && !regexp.MustCompile(`<span lang="`+other+`">[^<]*370 people from 86 countries`).MatchString(raw) {
			t.Error("an English remark on the Japanese page is not said to be English")
		}
	}
}

// named are the bodies, partners, organizations and programs that the tables of a dossier list.
func named(d *study.Dossier) map[string]bool {
	ids := map[string]bool{}
	a := &d.Appendices
	for _, list := range [][]study.Affiliation{a.Affiliations, a.Undated, a.BodyUnknown, a.Former} {
		for _, x := range list {
			ids[x.Body], ids[x.Partner], ids[x.Became.Body] = true, true, true
		}
	}
	for _, list := range [][]study.OrganizationEntry{a.Organizations, a.UndatedOrganization, a.FormerOrganizations} {
		for _, o := range list {
			ids[o.ID] = true
		}
	}
	for _, list := range [][]study.ProgramEntry{d.Programs, d.UndatedPrograms} {
		for _, p := range list {
			ids[p.ID] = true
		}
	}
	return ids
}

// TestLittleIsSaid: where there is nothing, the page says so in words.
func TestLittleIsSaid(t *testing.T) {
	for _, x := range []struct{ id, asOf, lang, say string }{
		{"jp-29", "", "en", "No affiliation of Nara"}, {"jp-29", "", "ja", "提携の記録はない"}, {"jp-02", "1989-08", "en", "No organization located here"}, {"jp-02", "1989-08", "ja", "所在団体の記録はない"}, {"jp-39", "1989-08", "en", "Too thin to tell"},
	} {
		page := read(t, written(t, func(w io.Writer) error { return report.DossierHTML(w, dossier(t, x.id, x.asOf), x.lang) }))
		if !strings.Contains(page.text.String(), x.say) {
			t.Errorf("%s at %q does not say %q", x.id, x.asOf, x.say)
		}
	}
}

// TestComparisonPages: the seven, and all 47 on landscape pages, hold every definition and lead to the records.
func TestComparisonPages(t *testing.T) {
	var all []string
	for i := 1; i <= 47; i++ {
		all = append(all, "jp-"+strconv.Itoa(100 + i)[1:])
	}
	for _, ids := range [][]string{seven, all} {
		c := comparison(t, ids, "")
		for _, lang := range []string{"en", "ja"} {
			raw := written(t, func(w io.Writer) error { return report.ComparisonHTML(w, c, lang) })
			if landscape := strings.Contains(raw, "A4 landscape"); landscape != (len(ids) > 8) {
				t.Errorf("%d prefectures: landscape %v", len(ids), landscape)
			}
			page := read(t, raw)
			page.check(t, strconv.Itoa(len(ids))+" "+lang, lang)
			for _, m := range c.Measures {
				if !strings.Contains(page.text.String(), m.Definition.In(lang)) {
					t.Errorf("%d in %s: no definition of %s", len(ids), lang, m.Key)
				}
			}
		}
	}
}

// TestMarkdown: every row of a table has as many cells as its header, and nothing of the data reads as markup.
func TestMarkdown(t *testing.T) {
	cell := regexp.MustCompile(`(^|[^\\])\|`)
	for _, lang := range []string{"en", "ja"} {
		for name, text := range map[string]string{
			"dossier":    written(t, func(w io.Writer) error { return report.DossierMarkdown(w, dossier(t, "jp-22", ""), lang) }),
			"comparison": written(t, func(w io.Writer) error { return report.ComparisonMarkdown(w, comparison(t, seven, ""), lang) }),
		} {
			width, tables := 0, 0
			for _, line := range strings.Split(text, "\n") {
				if !strings.HasPrefix(line, "|") {
					width = 0
					continue
				}
				n := len(cell.FindAllString(strings.ReplaceAll(line, "||", "| |"), -1))
				if width == 0 {
					width, tables = n, tables+1
				}
				if n != width {
					t.Errorf("%s in %s: %d bars, the header has %d: %s", name, lang, n, width, line)
				}
			}
			if tables < 5 {
				t.Errorf("%s in %s has %d tables", name, lang, tables)
			}
			for _, to := range regexp.MustCompile(`\]\(#([a-z-]+)\)`).FindAllStringSubmatch(text, -1) {
				if !strings.Contains(text, `<a id="`+to[1]+`"></a>`) {
					t.Errorf("%s in %s: the contents lead to %s, which is not there", name, lang, to[1])
				}
			}
		}
	}
}

// TestOnceAndByName: who takes part in what it also organizes is named once, and a doubt names bodies, not ids.
func TestOnceAndByName(t *testing.T) {
	text := written(t, func(w io.Writer) error { return report.DossierMarkdown(w, dossier(t, "jp-04", ""), "en") })
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "| Tohoku Gakuin<br>") && strings.Count(line, "Tohoku Gakuin American studies summer at Ursinus") != 1 {
			t.Errorf("a program of two roles is not named once: %s", line)
		}
	}
	if !strings.Contains(text, "organizer International Relations Council of Riverside") || strings.Contains(text, "organizer org-") {
		t.Error("a doubt about an organizer does not name it")
	}
}

// rowsOf are the rows of one of a report's tables, by column.
func rowsOf(t *testing.T, tables []format.Table, name string) []map[string]string {
	t.Helper()
	var out []map[string]string
	for _, x := range tables {
		if x.Name != name {
			continue
		}
		for _, row := range x.Rows {
			named := map[string]string{}
			for i, c := range x.Columns {
				named[c.Key] = row[i]
			}
			out = append(out, named)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no table %s, or no row in it", name)
	}
	return out
}

// TestTablesName: whoever a cell names by id stands by name in the column after it, one name for each id: the town that signed and is no more, too.
func TestTablesName(t *testing.T) {
	tables := report.DossierTables(dossier(t, "jp-22", ""), "en")
	named := map[string]int{}
	for _, x := range tables {
		for _, row := range rowsOf(t, tables, x.Name) {
			for _, c := range x.Columns {
				labels, known := row[c.Key+"_label"]
				if !known || x.Name == "roles" { // an actor is no record
					continue
				}
				named[c.Key]++
				if n := strings.Count(row[c.Key], "; "); strings.Count(labels, "; ") != n || (row[c.Key] == "") != (labels == "") || row[c.Key] != "" && labels == row[c.Key] {
					t.Errorf("%s: %s %q is named %q", x.Name, c.Key, row[c.Key], labels)
				}
			}
		}
	}
	for _, key := range []string{"body", "partner", "state", "signed_by", "became_body", "place", "members", "groups", "programs", "organizers", "participants"} {
		if named[key] == 0 {
			t.Errorf("no table names the records of %s", key)
		}
	}
	for _, row := range rowsOf(t, tables, "affiliations") {
		if row["signed_by"] == "jp-22204-2003" && row["signed_by_label"] != "Shimizu City (Shizuoka)" {
			t.Errorf("jp-22204-2003 is named %q", row["signed_by_label"])
		}
	}
}

// TestTablesHoldTheirSources: each source that a cell names by id is in the table of sources, where it is to be found and not twice.
func TestTablesHoldTheirSources(t *testing.T) {
	for name, tables := range map[string][]format.Table{"dossier": report.DossierTables(dossier(t, "jp-22", ""), "en"), "comparison": report.ComparisonTables(comparison(t, seven, "1989-08"), "en")} {
		found := map[string]string{}
		for _, row := range rowsOf(t, tables, "sources") {
			if found[row["id"]] != "" || row["locator"] == "" {
				t.Errorf("%s: %s stands twice or nowhere (%q)", name, row["id"], row["locator"])
			}
			found[row["id"]] = row["locator"]
		}
		for _, x := range tables {
			for _, row := range rowsOf(t, tables, x.Name) {
				for _, id := range strings.Split(row["sources"], "; ") {
					if id != "" && found[id] == "" {
						t.Errorf("%s, %s: %s is cited and not among the sources", name, x.Name, id)
					}
				}
			}
		}
	}
}

// TestMembersOnce: a member of several roles is one member with its roles beside it; a namesake is another.
func TestMembersOnce(t *testing.T) {
	link := func(node string, role graph.Role) study.Link {
		return study.Link{Node: node, Kind: graph.MemberOf, Role: role, Edge: node + string(role)}
	}
	org := study.OrganizationEntry{ID: "org-a", Members: []study.Link{link("org-b", graph.Founder), link("org-c", graph.Founder), link("org-b", graph.Funds), link("org-d", ""), link("org-b", graph.Funds)}, Groups: []study.Link{link("org-b", graph.Member)}}
	d := study.Dossier{Prefecture: graph.FoundNode{Node: graph.Node{ID: "jp-04"}}, Appendices: study.Appendices{Organizations: []study.OrganizationEntry{org}}}
	for id, name := range map[string]string{"org-b": "Chamber", "org-c": "Chamber", "org-d": "Club"} {
		d.Network.Nodes = append(d.Network.Nodes, graph.FoundNode{Node: graph.Node{ID: id, Kind: graph.Organization, Names: graph.Names{En: name}}})
	}
	row := rowsOf(t, report.DossierTables(&d, "en"), "organizations")[0]
	for column, want := range map[string]string{"members": "org-b; org-c; org-d", "members_label": "Chamber; Chamber; Club", "members_roles": "founder, funds; founder; ", "groups": "org-b", "groups_label": "Chamber", "groups_roles": "member"} {
		if row[column] != want {
			t.Errorf("%s: %q, want %q", column, row[column], want)
		}
	}
	for _, row := range rowsOf(t, report.DossierTables(dossier(t, "jp-22", ""), "en"), "organizations") {
		if row["organization"] == "org-hice" && (row["members"] != "jp-22130; org-hamamatsu-chamber-of-commerce; org-hamamatsu-jc; org-hamamatsu-unesco-association" || row["members_roles"] != "founder, funds; founder, funds, hosts; founder; founder") {
			t.Errorf("HICE has the members %q as %q", row["members"], row["members_roles"])
		}
	}
	text := written(t, func(w io.Writer) error { return report.DossierMarkdown(w, dossier(t, "jp-22", ""), "en") })
	if !strings.Contains(text, "Hamamatsu (founder, funds); Hamamatsu Chamber of Commerce and Industry (founder, funds, hosts)") {
		t.Errorf("the report names a member once for each of its roles: %s", regexp.MustCompile(`(?m)^.*\(HICE\).*belonging to it.*$`).FindString(text))
	}
}

// TestYears: beside a date as precise as its source stands its year, a number.
func TestYears(t *testing.T) {
	tables := report.DossierTables(dossier(t, "jp-22", ""), "en")
	for name, column := range map[string]string{"affiliations": "signed", "organizations": "founded", "programs": "since", "timeline": "date"} {
		year := strings.TrimPrefix(column+"_year", "date_")
		for _, row := range rowsOf(t, tables, name) {
			if got, want := row[year], row[column][:min(4, len(row[column]))]; got != want {
				t.Errorf("%s: %s of %q is %q", name, year, row[column], got)
			}
		}
		for _, x := range tables {
			for _, c := range x.Columns {
				if c.Key == year && c.Kind != format.Int {
					t.Errorf("%s: %s is of kind %s", name, year, c.Kind)
				}
			}
		}
	}
}

// TestPossibleIsWithin: what is only possible is told with the number that holds it, and not under what stands apart from it.
func TestPossibleIsWithin(t *testing.T) {
	d := dossier(t, "jp-04", "2003-04-01")
	for lang, want := range map[string]string{"en": "| Affiliations | 11<br>1 of these possible | 1 undated · 1 signed later |", "ja": "| 提携 | 11<br>うち可能性あり1件 | 日付不明1件 · 後の締結1件 |"} {
		text := written(t, func(w io.Writer) error { return report.DossierMarkdown(w, d, lang) })
		if !strings.Contains(text, want) {
			t.Errorf("in %s: %s", lang, regexp.MustCompile(`(?m)^\| (Affiliations|提携) .*$`).FindString(text))
		}
	}
	d.Municipalities.Possible = 3
	if text := written(t, func(w io.Writer) error { return report.DossierMarkdown(w, d, "en") }); !strings.Contains(text, "3 of these possible") {
		t.Error("municipalities that are only possible are told without a mark")
	}
}

// TestTables: rows are as wide as their header, ids are there, and both encodings take them.
func TestTables(t *testing.T) {
	d := dossier(t, "jp-04", "1989-08")
	for name, tables := range map[string][]format.Table{"dossier": report.DossierTables(d, "ja"), "comparison": report.ComparisonTables(comparison(t, seven, "2003-04-01"), "en")} {
		for _, x := range tables {
			for i, row := range x.Rows {
				if len(row) != len(x.Columns) {
					t.Errorf("%s, %s, row %d: %d cells, %d columns", name, x.Name, i, len(row), len(x.Columns))
				}
			}
			if len(x.Rows) == 0 {
				t.Errorf("%s: %s is empty", name, x.Name)
			}
		}
		for _, encoder := range format.TableEncoders {
			var b bytes.Buffer
			if err := encoder.Tables(&b, tables, format.Options{}); err != nil || b.Len() == 0 {
				t.Errorf("%s as %s: %v", name, encoder.Name, err)
			}
		}
	}
	a := &d.Appendices
	if got, want := len(report.DossierTables(d, "en")[0].Rows), len(a.Affiliations)+len(a.Undated)+len(a.BodyUnknown)+len(a.Former); got != want {
		t.Errorf("%d rows of affiliations, want %d", got, want)
	}
}

package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"enishi/graph/study"
)

// The media types and extensions of reports.
const (
	HTMLType          = "text/html; charset=utf-8"
	HTMLExtension     = "html"
	MarkdownType      = "text/markdown; charset=utf-8"
	MarkdownExtension = "md"
)

// DossierHTML writes a dossier as a page that stands by itself. lang is ja, anything else is English.
func DossierHTML(w io.Writer, d *study.Dossier, lang string) error {
	return html(w, dossierDocument(d, lang))
}

// DossierMarkdown writes a dossier in Markdown (CommonMark with the tables of GitHub).
func DossierMarkdown(w io.Writer, d *study.Dossier, lang string) error {
	return markdown(w, dossierDocument(d, lang))
}

// ComparisonHTML writes a comparison as a page that stands by itself.
func ComparisonHTML(w io.Writer, c *study.Comparison, lang string) error {
	return html(w, comparisonDocument(c, lang))
}

// ComparisonMarkdown writes a comparison in Markdown.
func ComparisonMarkdown(w io.Writer, c *study.Comparison, lang string) error {
	return markdown(w, comparisonDocument(c, lang))
}

//go:embed page.html.tmpl
var pageText string

//go:embed page.css
var pageStyle string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"style": func() template.CSS { return template.CSS(pageStyle) },
	"word":  func(lang, key string) string { return pageWords[key].In(lang) },
	"inc":   func(i int) int { return i + 1 },
	"in":    func(lang string, of any) inLanguage { return inLanguage{lang, of} },
	"parts": parts,
}).Parse(pageText))

// inLanguage is a part of a page with the page's language.
type inLanguage struct {
	Lang string
	Of   any
}

// part is a run of text; Lang is set where it is of the other language than the page, so that readers and screen readers are told.
type part struct{ Text, Lang string }

// parts parts a text at the marks that stand between remarks and tells the language of each by its script: kana and kanji alone are Japanese, Latin letters
// alone are English. What has both, such as a sentence with a name, is in the page's language.
func parts(lang string, of any) []part {
	text, _ := of.(string)
	var out []part
	for s := range strings.SplitSeq(text, between) {
		p := part{Text: s, Lang: scriptOf(s)}
		if p.Lang == lang {
			p.Lang = ""
		}
		out = append(out, p)
	}
	return out
}

// scriptOf is ja, en, or empty where there are letters of both or of neither.
func scriptOf(s string) string {
	kanji := strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) })
	latin := strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	switch {
	case kanji && !latin:
		return "ja"
	case latin && !kanji:
		return "en"
	}
	return ""
}

// pageWords are the words of the page itself.
var pageWords = map[string]study.Text{
	"contents": {En: "Contents", Ja: "目次"}, "sources": {En: "Sources", Ja: "出典"}, "skip": {En: "Skip to the text", Ja: "本文へ"}, "credits": {En: "Credits", Ja: "クレジット"},
	"version": {En: "Data version", Ja: "データの版"}, "none": {En: "No source is cited.", Ja: "引用した出典はない。"}, "geometry": {En: "Map outlines: Natural Earth and US Census Bureau, public domain.", Ja: "地図の輪郭：Natural Earth、米国国勢調査局（パブリックドメイン）。"},
}

func html(w io.Writer, d *document) error { return page.Execute(w, d) }

// ContentPolicy is the Content-Security-Policy under which a page that was written here is shown whole and nothing else runs: no script, nothing fetched, and of styles only its own.
// The style is named by its hash, so that one that a fault let in would not apply.
func ContentPolicy(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// Credits are the credit lines that the sources of the report ask for, each once.
func (d *document) Credits() []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, s := range d.Sources {
		if !seen[s.Credit] {
			seen[s.Credit] = true
			out = append(out, s.Credit)
		}
	}
	return out
}

// markdown writes the document without its drawings, which say what tables say too.
func markdown(w io.Writer, d *document) error {
	var b strings.Builder
	b.WriteString("# " + md(d.Title) + "\n\n" + md(d.Subtitle) + "\n\n")
	for _, p := range d.Lead {
		b.WriteString(md(p) + "\n\n")
	}
	b.WriteString("## " + pageWords["contents"].In(d.Lang) + "\n\n")
	sections := slices.DeleteFunc(slices.Clone(d.Sections), func(s section) bool { return onlyDrawings(s.Blocks) })
	for i, s := range sections {
		b.WriteString(strconv.Itoa(i+1) + ". [" + md(s.Title) + "](#" + s.ID + ")\n")
	}
	b.WriteString(strconv.Itoa(len(sections)+1) + ". [" + pageWords["sources"].In(d.Lang) + "](#sources)\n\n")
	for i, s := range sections {
		b.WriteString(`<a id="` + s.ID + "\"></a>\n\n## " + strconv.Itoa(i+1) + ". " + md(s.Title) + "\n\n")
		for _, x := range s.Blocks {
			markdownBlock(&b, &x)
		}
	}
	b.WriteString("<a id=\"sources\"></a>\n\n## " + strconv.Itoa(len(sections)+1) + ". " + pageWords["sources"].In(d.Lang) + "\n\n")
	for _, s := range d.Sources {
		b.WriteString(strconv.Itoa(s.Number) + ". " + joinNotes(md(s.Publisher), md(s.Title), mdLink(&s), md(s.Licence)) + "\n")
	}
	b.WriteString("\n")
	for _, c := range d.Credits() {
		b.WriteString("- " + md(c) + "\n")
	}
	b.WriteString("\n" + pageWords["version"].In(d.Lang) + ": " + d.Version + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func onlyDrawings(blocks []block) bool {
	for _, b := range blocks {
		if b.Drawing == "" {
			return false
		}
	}
	return true
}

func mdLink(s *source) string {
	if s.Link == "" {
		return md(s.Locator)
	}
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(s.Link) + ">"
}

func markdownBlock(b *strings.Builder, x *block) {
	switch {
	case x.Drawing != "":
		return
	case x.Table != nil:
		markdownTable(b, x.Table)
	}
	if x.Heading != "" {
		b.WriteString("### " + md(x.Heading) + "\n\n")
	}
	if x.Text != "" {
		b.WriteString(md(x.Text) + "\n\n")
	}
	for _, l := range x.List {
		b.WriteString("- " + md(l) + "\n")
	}
	if len(x.List) > 0 {
		b.WriteString("\n")
	}
}

func markdownTable(b *strings.Builder, t *table) {
	b.WriteString("**" + md(t.Caption) + "**\n\n")
	if len(t.Rows) == 0 {
		b.WriteString(md(t.Empty) + "\n\n")
		return
	}
	for _, c := range t.Columns {
		b.WriteString("| " + md(c.Label) + " ")
	}
	b.WriteString("|\n")
	for _, c := range t.Columns {
		if c.Class == "num" {
			b.WriteString("|--:")
		} else {
			b.WriteString("|---")
		}
	}
	b.WriteString("|\n")
	for _, r := range t.Rows {
		for _, c := range r {
			s := md(c.Text)
			if c.Note != "" {
				s += "<br>" + md(c.Note)
			}
			for _, n := range c.Cites {
				s += " \\[" + strconv.Itoa(n) + "\\]"
			}
			b.WriteString("| " + strings.TrimSpace(s) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("\n")
}

var mdReplacer = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`, "#", `\#`, "~", `\~`, "&", "&amp;", "\n", " ")

// md escapes what Markdown would read as its own.
func md(s string) string { return mdReplacer.Replace(s) }

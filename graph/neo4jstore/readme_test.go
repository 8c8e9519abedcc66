package neo4jstore_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"enishi/graph"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/importer"
	"enishi/importer/dataset"
)

var update = flag.Bool("update", false, "write the output of the README's queries into it")

// loadDataset puts the bundled dataset into an empty store.
func loadDataset(t testing.TB, s graph.Store) {
	t.Helper()
	in, err := importer.ReadFS(t.Context(), dataset.Tables(), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	release, _, err := importer.Plan(t.Context(), s, in, importer.Options{Note: "bundled dataset"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), release); err != nil {
		t.Fatal(err)
	}
}

var example = regexp.MustCompile("(?s)```cypher\n(.*?)```\n```text\n(.*?)```")

// TestREADME runs each query of the README on the bundled dataset and compares the output. With -update it writes the output.
func TestREADME(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	loadDataset(t, open(t))
	server := neo4jtest.Server(t)
	n := 0
	readme := example.ReplaceAllStringFunc(string(b), func(block string) string {
		m := example.FindStringSubmatch(block)
		n++
		got := table(server.Query(t, m[1], nil))
		if got != m[2] && !*update {
			t.Errorf("%s\ngives\n%s\nthe README shows\n%s", m[1], got, m[2])
		}
		if strings.Count(got, "\n") < 3 {
			t.Errorf("%s\nfinds nothing", m[1])
		}
		return "```cypher\n" + m[1] + "```\n```text\n" + got + "```"
	})
	if n != 10 {
		t.Errorf("%d queries with output, not 10", n)
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// table writes records in columns, under their names and a rule.
func table(records []*neo4j.Record) string {
	if len(records) == 0 {
		return ""
	}
	lines := [][]string{records[0].Keys}
	for _, r := range records {
		var cells []string
		for _, v := range r.Values {
			cells = append(cells, shown(v))
		}
		lines = append(lines, cells)
	}
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	var rule []string
	for _, w := range widths {
		rule = append(rule, strings.Repeat("-", w))
	}
	var b strings.Builder
	for i, line := range lines {
		writeLine(&b, line, widths)
		if i == 0 {
			writeLine(&b, rule, widths)
		}
	}
	return b.String()
}

// shown writes a value as Cypher does, but for quotes.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, shown(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(v)
}

func writeLine(b *strings.Builder, cells []string, widths []int) {
	var line strings.Builder
	for i, cell := range cells {
		line.WriteString(cell + strings.Repeat(" ", widths[i]-columns(cell)+2))
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

// columns is the width of a text in a terminal.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			n++
		}
	}
	return n
}

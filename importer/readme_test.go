package importer_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"enishi/importer"
)

// describe is the part of README.md that lists the tables.
func describe() string {
	var b strings.Builder
	for _, t := range importer.Tables() {
		fmt.Fprintf(&b, "### %s.csv\n\n%s.\n\n| column | required | what it holds |\n|---|---|---|\n", t.Name, strings.ToUpper(t.Doc[:1])+t.Doc[1:])
		for _, c := range t.Columns {
			required := ""
			if c.Required {
				required = "yes"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, required, c.Doc)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestReadmeDescribesTheTables: README.md lists the tables as they are. To write that part anew: UPDATE_README=1 go test -run ReadmeDescribes ./importer
func TestReadmeDescribesTheTables(t *testing.T) {
	const begin, end = "<!-- tables: written by readme_test.go -->\n", "<!-- end of tables -->\n"
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the tables")
	}
	want := "\n" + describe()
	if old == want {
		return
	}
	if os.Getenv("UPDATE_README") == "" {
		t.Fatal("README.md does not list the tables as they are; run with UPDATE_README=1")
	}
	if err := os.WriteFile("README.md", []byte(before+begin+want+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

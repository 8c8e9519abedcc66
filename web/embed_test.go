package web

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every file that index.html names is embedded, carries a content hash and is
// on this host; nothing in it needs more than script-src 'self'.
func TestDistIsWhole(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	refs := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(string(page), -1)
	if len(refs) < 2 {
		t.Fatalf("index.html names %d files, want at least a script and a style", len(refs))
	}
	hashed := regexp.MustCompile(`^/assets/.+-[\w-]{8}\.\w+$`)
	for _, r := range refs {
		if !hashed.MatchString(r[1]) {
			t.Errorf("%q is not a hashed file under /assets", r[1])
			continue
		}
		if _, err := fs.Stat(Dist(), strings.TrimPrefix(r[1], "/")); err != nil {
			t.Errorf("index.html names %s: %v", r[1], err)
		}
	}
	// Browsers ask for it beside every document that names no icon, such as the licences.
	if _, err := fs.Stat(Dist(), "favicon.ico"); err != nil {
		t.Error(err)
	}
	if m := regexp.MustCompile(`<script>|<style|\sstyle=|\son\w+=`).Find(page); m != nil {
		t.Errorf("index.html holds inline code or style %q, which the content security policy refuses", m)
	}
}

// What is bundled is named with the text of its licence: every dependency of package.json, also those of a worker and the typeface.
func TestLicensesAreWhole(t *testing.T) {
	t.Parallel()
	notices, err := fs.ReadFile(Dist(), "licenses.txt")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("package.json")
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(file, &made); err != nil {
		t.Fatal(err)
	}
	if len(made.Dependencies) < 5 {
		t.Fatalf("package.json names %d dependencies", len(made.Dependencies))
	}
	for name := range made.Dependencies {
		_, rest, found := strings.Cut(string(notices), "\n## "+name+" - ")
		text, _, _ := strings.Cut(rest, "\n## ")
		if !found || len(text) < 400 {
			t.Errorf("%s: no text of its licence in licenses.txt (%d letters)", name, len(text))
		}
	}
}

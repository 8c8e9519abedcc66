package web

import (
	"io/fs"
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
	if m := regexp.MustCompile(`<script>|<style|\sstyle=|\son\w+=`).Find(page); m != nil {
		t.Errorf("index.html holds inline code or style %q, which the content security policy refuses", m)
	}
}

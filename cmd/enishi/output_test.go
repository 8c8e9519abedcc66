package main

import (
	"strings"
	"testing"
)

// TestLayout: columns are aligned as a terminal shows them, no line is longer than the terminal, and nothing is lost.
func TestLayout(t *testing.T) {
	t.Parallel()
	titles := []string{"id", "name", "日本語", "empty", "note"}
	rows := [][]string{
		{"org-nagahama-international-association", "Nagahama International Exchange Association", "長浜市民国際交流協会", "", "a note that is longer than what fits into a line of a terminal, with 日本語の文 in it"},
		{"jp-25203", "Nagahama", "長浜市", "", ""},
	}
	for _, limit := range []int{0, 60, 80, 120, 400} {
		text := layout(titles, rows, limit)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for _, line := range lines {
			if limit > 0 && cells(line) > limit {
				t.Errorf("limit %d: %d columns: %s", limit, cells(line), line)
			}
		}
		for _, row := range rows {
			for _, cell := range row {
				for word := range strings.FieldsSeq(strings.ReplaceAll(cell, "-", " ")) {
					if limit == 0 && !strings.Contains(text, word) || !containsAll(text, word) {
						t.Errorf("limit %d: %q is lost:\n%s", limit, word, text)
					}
				}
			}
		}
		if strings.Contains(text, "empty") != (limit == 0 || limit == 400) {
			t.Errorf("limit %d: the empty column:\n%s", limit, text)
		}
		last := lines[len(lines)-1]
		if at, want := strings.Index(last, "Nagahama"), strings.Index(lines[0], "name"); at != want {
			t.Errorf("limit %d: the second column begins at %d, its title at %d:\n%s", limit, at, want, text)
		}
	}
}

// containsAll reports whether the letters of a word, which may be parted over lines, are all there.
func containsAll(text, word string) bool {
	for _, r := range word {
		if strings.Count(text, string(r)) < strings.Count(word, string(r)) {
			return false
		}
	}
	return true
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 5, ""}, {"short", 5, "short"}, {"two words", 5, "two|words"}, {"org-nagahama-x", 9, "org-|nagahama-|x"}, {"1957-03-09", 8, "1957-03-|09"}, {"org-nagahama", 6, "org-|nagaha|ma"}, {"長浜市民国際", 5, "長浜|市民|国際"}, {"長", 1, "長"},
		{"a b", 1, "a|b"},
	} {
		if got := strings.Join(wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) = %s, want %s", c.text, c.width, got, c.want)
		}
	}
}

// TestLabelled: ids become labels, alone and in lists; a long list is cut and says so; other words stay as they are.
func TestLabelled(t *testing.T) {
	label := func(id string) string { return strings.Replace(id, "jp-", "Town ", 1) }
	for cell, want := range map[string]string{
		"":                                   "",
		"a, b":                               "a, b",
		"jp-1":                               "Town 1",
		"jp-1, us-ga":                        "Town 1; us-ga",
		"jp-1, jp-2, jp-3, jp-4, jp-5, jp-6": "Town 1; Town 2; Town 3; Town 4; Town 5; Town 6",
		"jp-1, jp-2, jp-3, jp-4, jp-5, jp-6, jp-7": "Town 1; Town 2; Town 3; Town 4; Town 5; and 2 more",
	} {
		if got := labelled(cell, label); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

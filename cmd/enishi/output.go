package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
	"golang.org/x/text/width"
)

// table writes rows under their titles; on a terminal no wider than it; with --json it writes the value instead.
func (a *app) table(titles []string, rows [][]string, value any) error {
	if a.json {
		return a.writeJSON(value)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(a.stderr, "nothing found")
		return err
	}
	_, err := fmt.Fprint(a.stdout, layout(titles, rows, a.columns()))
	return err
}

// columns is the width of the terminal that is written to; 0 where there is none: a file or a pipe gets whole lines.
func (a *app) columns() int {
	f, ok := a.stdout.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

const minColumns = 8 // what a column is narrowed to at the least

// layout aligns columns by the width that a terminal gives East Asian characters. Where the lines would be longer than limit (0: none), empty columns are left
// out, the widest are narrowed, and their cells go on in further lines: parted between words, then also within compounds (sister-city, 国際交流), then anywhere.
func layout(titles []string, rows [][]string, limit int) string {
	all := make([][]string, 0, len(rows)+1)
	for _, row := range append([][]string{titles}, rows...) {
		shown := make([]string, len(titles))
		for i := range min(len(row), len(titles)) {
			shown[i] = printable(row[i])
		}
		all = append(all, shown)
	}
	widths, gap := widest(all, cells), 2
	if limit > 0 && lineWidth(widths, gap) > limit {
		all = withoutEmpty(all)
		widths, gap = fit(all, limit)
	}
	var b strings.Builder
	for _, row := range all {
		writeRow(&b, row, widths, gap)
	}
	return b.String()
}

// fit is the widths of columns, and the gap between them, with which a line has at most limit columns, if that can be.
func fit(rows [][]string, limit int) (widths []int, gap int) {
	for _, try := range []struct {
		gap   int
		least func(string) int // of a cell
	}{
		{2, longest(betweenWords)}, {1, longest(betweenWords)}, {1, longest(withinCompounds)}, {1, func(string) int { return minColumns }},
	} {
		widths, gap = widest(rows, cells), try.gap
		narrow(widths, widest(rows, try.least), limit, gap)
		if lineWidth(widths, gap) <= limit {
			break
		}
	}
	return widths, gap
}

// longest is a function that measures the longest part of a cell that is parted nowhere.
func longest(parted func(before, after rune) bool) func(string) int {
	return func(s string) (most int) {
		start, prev := 0, rune(0)
		for i, r := range s {
			if i > 0 && parted(prev, r) {
				most = max(most, cells(strings.TrimRight(s[start:i], " ")))
				start = i
			}
			prev = r
		}
		return max(most, cells(s[start:]))
	}
}

func betweenWords(before, _ rune) bool { return before == ' ' }

// withinCompounds parts words after a hyphen or slash before a letter, never a date, and Japanese anywhere.
func withinCompounds(before, after rune) bool {
	return betweenWords(before, after) || (before == '-' || before == '/') && unicode.IsLetter(after) || wide(before) && wide(after)
}

// widest is the greatest measure of the cells of each column.
func widest(rows [][]string, measure func(string) int) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], measure(cell))
		}
	}
	return widths
}

func lineWidth(widths []int, gap int) int {
	sum := gap * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// withoutEmpty leaves out the columns that hold nothing but their title.
func withoutEmpty(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i := range rows[0] {
		if slices.ContainsFunc(rows[1:], func(row []string) bool { return row[i] != "" }) {
			for k := range rows {
				out[k] = append(out[k], rows[k][i])
			}
		}
	}
	return out
}

// narrow makes the widest columns narrower, none below its least, until a line fits, if it can.
func narrow(widths, least []int, limit, gap int) {
	for over := lineWidth(widths, gap) - limit; over > 0; over-- {
		at := -1
		for i, w := range widths {
			if w > least[i] && (at < 0 || w > widths[at]) {
				at = i
			}
		}
		if at < 0 {
			return
		}
		widths[at]--
	}
}

// writeRow writes the cells of a row side by side, each in as many lines as its width needs.
func writeRow(b *strings.Builder, row []string, widths []int, gap int) {
	parts := make([][]string, len(row))
	lines := 1
	for i, cell := range row {
		parts[i] = wrap(cell, widths[i])
		lines = max(lines, len(parts[i]))
	}
	for n := range lines {
		var line strings.Builder
		for i := range parts {
			part := ""
			if n < len(parts[i]) {
				part = parts[i][n]
			}
			line.WriteString(part + strings.Repeat(" ", max(0, widths[i]-cells(part))+gap))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrap parts a text into lines of a width: between words where it can, else within compounds, else anywhere.
func wrap(s string, width int) (lines []string) {
	for cells(s) > width {
		end, word, compound, n, prev := 0, 0, 0, 0, rune(0)
		for i, r := range s {
			if i > 0 && betweenWords(prev, r) {
				word = i
			}
			if i > 0 && withinCompounds(prev, r) {
				compound = i
			}
			if r != ' ' { // a space at the end of a line is not written
				n = cells(s[:i]) + cells(string(r))
			}
			if n > width && i > 0 {
				break
			}
			end, prev = i+utf8.RuneLen(r), r
		}
		end = cmp.Or(word, compound, end)
		lines = append(lines, strings.TrimRight(s[:end], " "))
		s = strings.TrimLeft(s[end:], " ")
	}
	if s != "" || lines == nil {
		lines = append(lines, s)
	}
	return lines
}

func (a *app) writeJSON(value any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// printable keeps data from steering the terminal: control and formatting characters become a visible mark.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '�'
		}
		return r
	}, s)
}

// cells is the number of columns that a terminal gives s (Unicode Standard Annex 11: wide and fullwidth characters take two).
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}

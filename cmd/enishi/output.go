package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// table writes rows under their titles, columns aligned by the width that a terminal gives East Asian characters; with --json it writes the value instead.
func (a *app) table(titles []string, rows [][]string, value any) error {
	if a.json {
		return a.writeJSON(value)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(a.stderr, "nothing found")
		return err
	}
	widths := make([]int, len(titles))
	all := append([][]string{titles}, rows...)
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], cells(printable(cell)))
		}
	}
	var b strings.Builder
	for _, row := range all {
		for i, cell := range row {
			cell = printable(cell)
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-cells(cell)+2))
			}
		}
		b.WriteByte('\n')
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
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
		case width.LookupRune(r).Kind() == width.EastAsianWide, width.LookupRune(r).Kind() == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

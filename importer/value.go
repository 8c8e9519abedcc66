package importer

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
)

// A list in a cell is written "one; two": a semicolon before white space, or at the end, parts the values, so that an address may hold one. A
// semicolon that would part, and a backslash, are written \; and \\ where they belong to a value.

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	if !strings.ContainsAny(s, `;\`) {
		return []string{strings.TrimSpace(s)}
	}
	var out []string
	var b strings.Builder
	flush := func() {
		if v := strings.TrimSpace(b.String()); v != "" {
			out = append(out, v)
		}
		b.Reset()
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == ';' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case c == ';' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t' || s[i+1] == '\n'):
			flush()
		default:
			b.WriteByte(c)
		}
	}
	flush()
	return out
}

func joinList[T ~string](vs []T) string {
	if len(vs) == 0 {
		return ""
	}
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString("; ")
		}
		if !strings.ContainsAny(string(v), `;\`) {
			b.WriteString(string(v))
			continue
		}
		for j := 0; j < len(v); j++ {
			if c := v[j]; c == '\\' || c == ';' && (j+1 == len(v) || v[j+1] == ' ' || v[j+1] == '\t' || v[j+1] == '\n') {
				b.WriteByte('\\')
			}
			b.WriteByte(v[j])
		}
	}
	return b.String()
}

// splitIDs is splitList for ids and codes, which hold no semicolon.
func splitIDs(s string) []string {
	if s == "" {
		return nil
	}
	var out []string
	for v := range strings.SplitSeq(s, ";") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// wrong is a fault of a value: what is wrong with it and what would be right.
type wrong struct{ reason, fix string }

func (w *wrong) Error() string { return w.reason + "; " + w.fix }

func wrongf(fix, reason string, args ...any) error {
	return &wrong{fmt.Sprintf(reason, args...), fix}
}

func parseEnum[T ~string](s string, allowed []T) (T, error) {
	for _, v := range allowed {
		if string(v) == s {
			return v, nil
		}
	}
	names := make([]string, len(allowed))
	for i, v := range allowed {
		names[i] = string(v)
	}
	fix := "use one of " + strings.Join(names, ", ")
	if near := nearest(strings.ToLower(strings.ReplaceAll(s, " ", "-")), names); near != "" {
		fix = fmt.Sprintf("did you mean %s? Use one of %s", near, strings.Join(names, ", "))
	}
	return "", wrongf(fix, "%q is not allowed", graph.Clip(s))
}

func parseEnums[T ~string](s string, allowed []T) ([]T, error) {
	var out []T
	for _, p := range splitIDs(s) {
		v, err := parseEnum(p, allowed)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func parseDate(s string) (graph.Date, error) {
	d, err := graph.ParseDate(s)
	if err != nil {
		reason, fix, _ := strings.Cut(err.Error(), "; ")
		if strings.ContainsAny(s, "/.年") {
			fix += ", with hyphens: 1957-03-09"
		}
		return d, &wrong{reason, fix}
	}
	return d, nil
}

// parseUntil reads the last day, month or year that something held, and returns the end of its range.
func parseUntil(s string) (graph.Date, error) {
	d, err := parseDate(s)
	if err != nil || !d.Exact() {
		return d, err
	}
	if d == (graph.Date{Year: 9999, Month: 12, Day: 31}) {
		return d, wrongf("leave it empty for what does not end", "9999-12-31 is past the last day that can be said")
	}
	return (d.First() + 1).Date(), nil
}

// formatUntil undoes parseUntil.
func formatUntil(to graph.Date) string {
	if to.Exact() {
		return (to.First() - 1).Date().String()
	}
	return to.String()
}

func parseDegrees(s string, most float64, dst *float64) error {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f < -most || f > most {
		return wrongf(fmt.Sprintf("write decimal degrees between -%g and %g, such as 38.2682", most, most), "%q is no position", graph.Clip(s))
	}
	*dst = f
	return nil
}

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, wrongf("write a whole number without separators, such as 1096704", "%q is no number of inhabitants", graph.Clip(s))
	}
	return n, nil
}

func parseFlag(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "", "0", "no", "false":
		return false, nil
	case "1", "yes", "true":
		return true, nil
	}
	return false, wrongf("write 1 to delete the record, or leave it empty", "%q is neither yes nor no", graph.Clip(s))
}

func checkID(s string) error {
	if graph.ValidID(s) {
		return nil
	}
	return wrongf(fmt.Sprintf("use lower-case letters, digits and hyphens ([a-z0-9][a-z0-9-]*), at most %d bytes", graph.MaxID), "%q is no id", graph.Clip(s))
}

// maxEdits is how many letters at the most a name may differ in to be near.
const maxEdits = 5

// nearest is the candidate that differs from s by the fewest edits, at most a third of its length; "" if none is near. Of equals it is the first.
func nearest(s string, candidates []string) string {
	best, limit := "", max(1, min(maxEdits, len(s)/3))
	var rows [2][]int // kept from candidate to candidate
	for _, c := range candidates {
		if n := edits(s, c, limit, &rows); n <= limit {
			if n == 0 {
				return c
			}
			best, limit = c, n-1
		}
	}
	return best
}

// edits is the Levenshtein distance of a and b in bytes, or limit+1 if it is greater; rows are its memory.
func edits(a, b string, limit int, rows *[2][]int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	for i := range rows {
		rows[i] = slices.Grow(rows[i][:0], len(b)+1)[:len(b)+1]
	}
	prev, cur := rows[0], rows[1]
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
		prev, cur = cur, prev
	}
	return prev[len(b)]
}

// reasonOf splits an error into what is wrong and what would be right.
func reasonOf(err error) (reason, fix string) {
	var w *wrong
	if errors.As(err, &w) {
		return w.reason, w.fix
	}
	var g *graph.Error
	if errors.As(err, &g) && g.Detail != "" {
		reason, fix, _ = strings.Cut(g.Detail, "; ")
		return reason, fix
	}
	return err.Error(), ""
}

func itoa(n int) string { return strconv.Itoa(n) }

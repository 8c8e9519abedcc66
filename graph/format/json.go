package format

import (
	"encoding/json"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"enishi/graph"
)

// stream writes a byte slice out in pieces: encoders append to b and call spill between records.
type stream struct {
	w   io.Writer
	b   []byte
	err error
}

// piece is how much is appended before it is written.
const piece = 32 << 10

func newStream(w io.Writer) *stream { return &stream{w: w, b: make([]byte, 0, piece+8<<10)} }

// spill writes what has been appended if it is a piece, and reports whether to go on.
func (s *stream) spill() bool {
	if len(s.b) >= piece {
		s.flush()
	}
	return s.err == nil
}

func (s *stream) flush() {
	if s.err == nil && len(s.b) > 0 {
		_, s.err = s.w.Write(s.b)
	}
	s.b = s.b[:0]
}

func (s *stream) close() error {
	s.flush()
	return s.err
}

// list streams n items with commas between them.
func (s *stream) list(n int, item func(b []byte, i int) []byte) {
	for i := range n {
		if i > 0 {
			s.b = append(s.b, ',')
		}
		s.b = item(s.b, i)
		if !s.spill() {
			return
		}
	}
}

// special marks the bytes that a string may not hold as they are, and the first byte of U+2028 and U+2029.
var special = func() (t [256]bool) {
	for c := range ' ' {
		t[c] = true
	}
	t['"'], t['\\'], t[0xe2] = true, true, true
	return t
}()

// appendString writes s as encoding/json does with SetEscapeHTML(false).
func appendString(b []byte, s string) []byte {
	ascii := byte(0)
	for i := 0; i < len(s); i++ {
		if special[s[i]] {
			return appendEscaped(b, s)
		}
		ascii |= s[i]
	}
	if ascii >= utf8.RuneSelf && !utf8.ValidString(s) {
		return appendEscaped(b, s)
	}
	b = append(append(b, '"'), s...)
	return append(b, '"')
}

func appendEscaped(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i, r := range s {
		if r >= utf8.RuneSelf && r != utf8.RuneError && r != '\u2028' && r != '\u2029' || r < utf8.RuneSelf && !special[r] {
			continue
		}
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			if _, size = utf8.DecodeRuneInString(s[i:]); size > 1 { // written so by its author
				continue
			}
		}
		b = appendEscape(append(b, s[start:i]...), r)
		start = i + size
	}
	return append(append(b, s[start:]...), '"')
}

func appendEscape(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	if short := strings.IndexRune("\"\\\b\f\n\r\t", r); short >= 0 && r < utf8.RuneSelf {
		return append(b, '\\', `"\bfnrt`[short])
	}
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// appendFloat writes a number as encoding/json does.
func appendFloat(b []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) { // where it writes an exponent
		text, err := json.Marshal(f)
		if err != nil { // NaN and infinity, which graph.Node.Check refuses
			return append(b, "null"...)
		}
		return append(b, text...)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// key writes a member's name, a constant that needs no escape, with a comma where it is not the first of its object.
func key(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(append(b, '"'), name...)
	return append(b, '"', ':')
}

func member(b []byte, name, v string) []byte { return appendString(key(b, name), v) }

func optional[T ~string](b []byte, name string, v T) []byte {
	if v == "" {
		return b
	}
	return member(b, name, string(v))
}

func array[T ~string](b []byte, name string, vs []T) []byte {
	b = append(key(b, name), '[')
	for i, v := range vs {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, string(v))
	}
	return append(b, ']')
}

func optionalArray[T ~string](b []byte, name string, vs []T) []byte {
	if len(vs) == 0 {
		return b
	}
	return array(b, name, vs)
}

func number(b []byte, name string, n int) []byte {
	return strconv.AppendInt(key(b, name), int64(n), 10)
}

func boolean(b []byte, name string, v bool) []byte { return strconv.AppendBool(key(b, name), v) }

func date(b []byte, name string, d graph.Date) []byte {
	if d.IsZero() {
		return b
	}
	return append(appendDate(append(key(b, name), '"'), d), '"')
}

// appendDate writes the text of a date: Date.String without an allocation.
func appendDate(b []byte, d graph.Date) []byte {
	two := func(n uint8) { b = append(b, '-', '0'+n/10, '0'+n%10) }
	y := int(d.Year)
	if y <= 0 || y > 9999 {
		return append(b, d.String()...)
	}
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	if d.Month != 0 {
		two(d.Month)
		if d.Day != 0 {
			two(d.Day)
		}
	}
	return b
}

func validity(b []byte, r graph.Range) []byte {
	if r.IsZero() {
		return b
	}
	b = append(key(b, "valid"), '{')
	b = date(b, "from", r.From)
	return append(date(b, "to", r.To), '}')
}

func names(b []byte, name string, n *graph.Names) []byte {
	b = append(key(b, name), '{')
	b = optional(b, "en", n.En)
	b = optional(b, "ja", n.Ja)
	b = optional(b, "kana", n.Kana)
	return append(optionalArray(b, "aliases", n.Aliases), '}')
}

// nodeMembers writes every field of a node but its id, under the names of the API. The attribute type is renamed where a reader gives that word a meaning.
func nodeMembers(b []byte, n *graph.FoundNode, lang, typeName string) []byte {
	b = member(b, "label", n.Label(lang))
	b = member(b, "kind", string(n.Kind))
	b = names(b, "names", &n.Names)
	if n.Labels != (graph.Labels{}) {
		b = append(key(b, "labels"), '{')
		b = optional(b, "en", n.Labels.En)
		b = append(optional(b, "ja", n.Labels.Ja), '}')
	}
	b = optional(b, "level", n.Level)
	b = optional(b, typeName, n.Type)
	b = optional(b, "sector", n.Sector)
	b = optionalArray(b, "themes", n.Themes)
	b = optionalArray(b, "scope", n.Scope)
	b = optional(b, "country", n.Country)
	b = optional(b, "within", n.Within)
	b = optional(b, "region", n.Region)
	b = optional(b, "district", n.District)
	b = optional(b, "capital", n.Capital)
	if p := n.Point; p != nil {
		b = appendFloat(append(key(b, "point"), `{"lat":`...), p.Lat)
		b = append(appendFloat(append(b, `,"lon":`...), p.Lon), '}')
	}
	if p := n.Population; p != nil {
		b = number(append(key(b, "population"), '{'), "count", p.Count)
		b = append(date(b, "date", p.Date), '}')
	}
	b = codes(b, n.Codes)
	b = validity(b, n.Valid)
	if s := n.Successor; s != nil {
		b = member(append(key(b, "successor"), '{'), "id", s.ID)
		b = optionalArray(b, "also", s.Also)
		b = date(b, "date", s.Date)
		b = append(optional(b, "now", s.Now), '}')
	}
	b = events(b, n.Events)
	b = optional(b, "url", n.URL)
	b = optional(b, "description", n.Description)
	b = array(b, "citations", n.Citations)
	b = optional(b, "confidence", n.Confidence)
	b = optional(b, "note", n.Note)
	return optional(b, "certainty", n.Certainty)
}

func codes(b []byte, c graph.Codes) []byte {
	if len(c) == 0 {
		return b
	}
	b = append(key(b, "codes"), '{')
	for _, system := range slices.Sorted(maps.Keys(c)) {
		b = array(b, system, c[system])
	}
	return append(b, '}')
}

func events(b []byte, events []graph.Event) []byte {
	if len(events) == 0 {
		return b
	}
	b = append(key(b, "events"), '[')
	for i := range events {
		if i > 0 {
			b = append(b, ',')
		}
		e := &events[i]
		b = date(append(b, '{'), "date", e.Date)
		b = member(b, "kind", e.Kind)
		b = optional(b, "code", e.Code)
		if e.Names.En+e.Names.Ja+e.Names.Kana != "" || len(e.Names.Aliases) > 0 {
			b = names(b, "names", &e.Names)
		}
		b = optional(b, "level", e.Level)
		b = optional(b, "note", e.Note)
		b = append(optionalArray(b, "citations", e.Citations), '}')
	}
	return append(b, ']')
}

// edgeMembers writes every field of an edge but its id and ends.
func edgeMembers(b []byte, e *graph.FoundEdge) []byte {
	b = member(b, "kind", string(e.Kind))
	b = boolean(b, "directed", e.Kind.Directed())
	b = optional(b, "tie", e.Tie)
	b = optional(b, "tie_kind", e.TieKind)
	b = optional(b, "role", e.Role)
	b = date(b, "signed", e.Signed)
	b = optional(b, "status", e.Status)
	b = optional(b, "signatory", e.Signatory)
	if e.Unknown {
		b = boolean(b, "signatory_unknown", true)
	}
	b = date(b, "date", e.Date)
	b = optional(b, "change", e.Change)
	b = validity(b, e.Valid)
	b = array(b, "citations", e.Citations)
	b = optional(b, "confidence", e.Confidence)
	b = optional(b, "note", e.Note)
	return optional(b, "certainty", e.Certainty)
}

func appendSource(b []byte, s *graph.Source) []byte {
	b = member(append(b, '{'), "id", s.ID)
	b = member(b, "locator", s.Locator)
	b = optional(b, "publisher", s.Publisher)
	b = optional(b, "title", s.Title)
	b = optional(b, "licence", s.Licence)
	return append(optional(b, "credit", s.Credit), '}')
}

// metaMembers writes what the answer is and was computed from, with the sources that its citations name.
func (s *stream) metaMembers(d *Document) {
	m := &d.Network.Meta
	b := s.b
	b = optional(b, "title", d.Title)
	b = optional(b, "query", d.Query)
	b = optional(b, "url", d.URL)
	b = member(b, "generator", generator)
	b = member(b, "dataset_version", m.Version)
	b = member(b, "language", d.language())
	b = size(b, "shown", m.Shown)
	b = size(b, "total", m.Total)
	b = boolean(b, "truncated", len(m.TruncatedBy) > 0)
	b = optionalArray(b, "truncated_by", m.TruncatedBy)
	b = number(b, "undated", m.Undated)
	b = number(b, "possible", m.Possible)
	b = optionalArray(b, "continue_at", m.ContinueAt)
	b = array(b, "credits", d.credits())
	s.b = append(key(b, "sources"), '[')
	s.list(len(d.Network.Sources), func(b []byte, i int) []byte { return appendSource(b, &d.Network.Sources[i]) })
	s.b = append(s.b, ']')
}

func size(b []byte, name string, z graph.Size) []byte {
	b = number(append(key(b, name), '{'), "nodes", z.Nodes)
	return append(number(b, "edges", z.Edges), '}')
}

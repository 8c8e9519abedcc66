package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"enishi/graph"
)

// bodies are buffers that answers are written in: growing one to the size of an answer costs more than filling it.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

// maxKeptBody bounds the buffers that are kept, in bytes.
const maxKeptBody = 4 << 20

// keepBody gives back the buffer of an answer that was sent.
func keepBody(b []byte) {
	if cap(b) <= maxKeptBody {
		b = b[:0]
		bodies.Put(&b)
	}
}

// encoder writes one answer. Records are appended as pre-encoded fragments where the cache has them: reflection over a network costs several times the
// time of finding it.
type encoder struct {
	lang      string
	version   string // of the answer; "" bypasses the cache
	fragments *fragmentCache
}

// appender is a part of an answer that writes itself; every other part goes through marshalPlain.
type appender interface {
	appendJSON(b []byte, e *encoder) []byte
}

// marshal encodes an answer: a struct with json tags field by field, an object of another shape whole.
func (e *encoder) marshal(b []byte, answer any) ([]byte, error) {
	if o, ok := answer.(otherShape); ok {
		text, err := marshalPlain(o.object())
		return append(b, text...), err
	}
	v := reflect.Indirect(reflect.ValueOf(answer))
	if v.Kind() != reflect.Struct {
		return nil, fmt.Errorf("api: an answer is a struct, not %T", answer)
	}
	b = append(b, '{')
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if strings.Contains(options, "omitempty") && v.Field(i).IsZero() || strings.Contains(options, "omitzero") && v.Field(i).IsZero() {
			continue
		}
		b = appendKey(b, name)
		switch part := v.Field(i).Interface().(type) {
		case appender:
			b = part.appendJSON(b, e)
		default:
			text, err := marshalPlain(part)
			if err != nil {
				return nil, err
			}
			b = append(b, text...)
		}
	}
	return append(b, '}'), nil
}

// marshalPlain is json.Marshal without the escapes for HTML: answers are never part of a page, and addresses with & are read by people, too.
func marshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// The parts of answers that hold records.
type (
	nodeList   []graph.FoundNode
	edgeList   []graph.FoundEdge
	sourceList []graph.Source
	hitList    []graph.Hit
	nodeRecord graph.FoundNode
	edgeRecord graph.FoundEdge
)

func (l nodeList) appendJSON(b []byte, e *encoder) []byte {
	return appendList(b, len(l), func(b []byte, i int) []byte { return e.node(b, &l[i]) })
}

func (l edgeList) appendJSON(b []byte, e *encoder) []byte {
	return appendList(b, len(l), func(b []byte, i int) []byte { return e.edge(b, &l[i]) })
}

func (l sourceList) appendJSON(b []byte, e *encoder) []byte {
	return appendList(b, len(l), func(b []byte, i int) []byte { return e.source(b, &l[i]) })
}

func (l hitList) appendJSON(b []byte, e *encoder) []byte {
	return appendList(b, len(l), func(b []byte, i int) []byte {
		b = e.node(append(b, `{"node":`...), &l[i].Node)
		b = appendString(append(b, `,"matched":{"name":`...), l[i].Name)
		b = appendString(append(b, `,"lang":`...), l[i].Lang)
		b = appendString(append(b, `,"how":`...), string(l[i].How))
		return append(b, '}', '}')
	})
}

func (n nodeRecord) appendJSON(b []byte, e *encoder) []byte {
	return e.node(b, (*graph.FoundNode)(&n))
}
func (r edgeRecord) appendJSON(b []byte, e *encoder) []byte {
	return e.edge(b, (*graph.FoundEdge)(&r))
}

// The heads and ends of the answers that are asked for most.

func (m plainMeta) appendJSON(b []byte, _ *encoder) []byte {
	return append(openMeta(b, m.Version, m.Query), '}')
}

func (m countsMeta) appendJSON(b []byte, _ *encoder) []byte {
	return append(number(openMeta(b, m.Version, m.Query), "undated", m.Undated), '}')
}

func (m listMeta) appendJSON(b []byte, _ *encoder) []byte {
	b = number(openMeta(b, m.Version, m.Query), "shown", m.Shown)
	b = number(b, "total", m.Total)
	b = number(b, "undated", m.Undated)
	return append(number(b, "possible", m.Possible), '}')
}

func (m networkMeta) appendJSON(b []byte, _ *encoder) []byte {
	b = size(openMeta(b, m.Version, m.Query), "shown", m.Shown)
	b = size(b, "total", m.Total)
	b = strconv.AppendBool(appendKey(b, "truncated"), m.Truncated)
	b = texts(b, "truncated_by", m.TruncatedBy)
	b = number(b, "undated", m.Undated)
	b = number(b, "possible", m.Possible)
	return append(texts(b, "continue_at", m.ContinueAt), '}')
}

func (m pathsMeta) appendJSON(b []byte, _ *encoder) []byte {
	b = size(openMeta(b, m.Version, m.Query), "shown", m.Shown)
	b = strconv.AppendBool(appendKey(b, "truncated"), m.Truncated)
	b = texts(b, "truncated_by", m.TruncatedBy)
	return append(number(b, "possible", m.Possible), '}')
}

func openMeta(b []byte, version string, query normalQuery) []byte {
	b = appendString(append(b, `{"dataset_version":`...), version)
	return append(appendKey(b, "query"), query...)
}

func (l links) appendJSON(b []byte, _ *encoder) []byte {
	b = appendString(append(b, `{"self":`...), l.Self)
	return append(optionalText(b, "next", l.Next), '}')
}

func number(b []byte, name string, n int) []byte {
	return strconv.AppendInt(appendKey(b, name), int64(n), 10)
}

func size(b []byte, name string, s graph.Size) []byte {
	b = number(append(appendKey(b, name), '{'), "nodes", s.Nodes)
	return append(number(b, "edges", s.Edges), '}')
}

func (e *encoder) node(b []byte, n *graph.FoundNode) []byte {
	key := fragmentKey{'n', e.lang == "ja", n.ID}
	b = e.fragments.append(b, e.version, key, func(b []byte) []byte { return appendNode(b, &n.Node, e.lang) })
	return closeRecord(b, n.Certainty)
}

func (e *encoder) edge(b []byte, r *graph.FoundEdge) []byte {
	b = e.fragments.append(b, e.version, fragmentKey{'e', false, r.ID}, func(b []byte) []byte { return appendEdge(b, &r.Edge) })
	return closeRecord(b, r.Certainty)
}

func (e *encoder) source(b []byte, s *graph.Source) []byte {
	return e.fragments.append(b, e.version, fragmentKey{'s', false, s.ID}, func(b []byte) []byte { return append(appendSource(b, s), '}') })
}

// closeRecord ends a fragment, which is an object left open, with what depends on the question.
func closeRecord(b []byte, c graph.Certainty) []byte {
	return append(optionalText(b, "certainty", string(c)), '}')
}

func appendNode(b []byte, n *graph.Node, lang string) []byte {
	b = appendString(append(b, `{"id":`...), n.ID)
	b = text(b, "kind", string(n.Kind))
	b = text(b, "label", n.Label(lang))
	b = appendNames(appendKey(b, "names"), &n.Names)
	b = optionalText(b, "level", string(n.Level))
	b = optionalText(b, "type", n.Type)
	b = optionalText(b, "sector", string(n.Sector))
	b = optionalTexts(b, "themes", n.Themes)
	b = optionalTexts(b, "scope", n.Scope)
	b = optionalText(b, "country", n.Country)
	b = optionalText(b, "within", n.Within)
	b = optionalText(b, "region", n.Region)
	b = optionalText(b, "district", n.District)
	b = optionalText(b, "capital", n.Capital)
	if p := n.Point; p != nil {
		b = appendFloat(append(appendKey(b, "point"), `{"lat":`...), p.Lat)
		b = append(appendFloat(append(b, `,"lon":`...), p.Lon), '}')
	}
	if len(n.Codes) > 0 {
		b = appendOther(appendKey(b, "codes"), n.Codes)
	}
	if p := n.Population; p != nil {
		b = strconv.AppendInt(append(appendKey(b, "population"), `{"count":`...), int64(p.Count), 10)
		b = append(optionalDate(b, "date", p.Date), '}')
	}
	b = optionalRange(b, "valid", n.Valid)
	if n.Successor != nil {
		b = appendOther(appendKey(b, "successor"), n.Successor)
	}
	if len(n.Events) > 0 {
		b = appendOther(appendKey(b, "events"), n.Events)
	}
	b = optionalText(b, "url", n.URL)
	b = optionalText(b, "description", n.Description)
	b = texts(b, "citations", n.Citations)
	b = optionalText(b, "confidence", string(n.Confidence))
	return optionalText(b, "note", n.Note)
}

func appendNames(b []byte, n *graph.Names) []byte {
	b = append(b, '{')
	b = optionalText(b, "en", n.En)
	b = optionalText(b, "ja", n.Ja)
	b = optionalText(b, "kana", n.Kana)
	return append(optionalTexts(b, "aliases", n.Aliases), '}')
}

func appendEdge(b []byte, e *graph.Edge) []byte {
	b = appendString(append(b, `{"id":`...), e.ID)
	b = text(b, "kind", string(e.Kind))
	b = text(b, "source", e.Source)
	b = text(b, "target", e.Target)
	b = strconv.AppendBool(appendKey(b, "directed"), e.Kind.Directed())
	b = optionalText(b, "tie", e.Tie)
	b = optionalText(b, "tie_kind", string(e.TieKind))
	b = optionalText(b, "role", string(e.Role))
	b = optionalDate(b, "signed", e.Signed)
	b = optionalText(b, "status", string(e.Status))
	b = optionalText(b, "signatory", e.Signatory)
	if e.Unknown {
		b = append(appendKey(b, "signatory_unknown"), "true"...)
	}
	b = optionalDate(b, "date", e.Date)
	b = optionalText(b, "change", string(e.Change))
	b = optionalRange(b, "valid", e.Valid)
	b = texts(b, "citations", e.Citations)
	b = optionalText(b, "confidence", string(e.Confidence))
	return optionalText(b, "note", e.Note)
}

func appendSource(b []byte, s *graph.Source) []byte {
	b = appendString(append(b, `{"id":`...), s.ID)
	b = text(b, "locator", s.Locator)
	b = optionalText(b, "url", webAddress(s.Locator))
	b = optionalText(b, "publisher", s.Publisher)
	b = optionalText(b, "title", s.Title)
	b = optionalText(b, "licence", s.Licence)
	return optionalText(b, "credit", s.Credit)
}

// webAddress is the locator where it is one, else "".
func webAddress(locator string) string {
	if strings.HasPrefix(locator, "https://") || strings.HasPrefix(locator, "http://") {
		return locator
	}
	return ""
}

func appendList(b []byte, n int, item func(b []byte, i int) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, i)
	}
	return append(b, ']')
}

// appendKey writes a member's name, which needs no escape, after a comma where it is not the first.
func appendKey(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(append(b, '"'), name...)
	return append(b, '"', ':')
}

func text(b []byte, name, v string) []byte { return appendString(appendKey(b, name), v) }

func optionalText(b []byte, name, v string) []byte {
	if v == "" {
		return b
	}
	return text(b, name, v)
}

func texts[T ~string](b []byte, name string, vs []T) []byte {
	return appendList(appendKey(b, name), len(vs), func(b []byte, i int) []byte { return appendString(b, string(vs[i])) })
}

func optionalTexts[T ~string](b []byte, name string, vs []T) []byte {
	if len(vs) == 0 {
		return b
	}
	return texts(b, name, vs)
}

func optionalDate(b []byte, name string, d graph.Date) []byte {
	return optionalText(b, name, d.String())
}

func optionalRange(b []byte, name string, r graph.Range) []byte {
	if r.IsZero() {
		return b
	}
	b = append(appendKey(b, name), '{')
	b = optionalDate(b, "from", r.From)
	return append(optionalDate(b, "to", r.To), '}')
}

// appendString writes s as marshalPlain does.
func appendString(b []byte, s string) []byte {
	if !plain(s) {
		return appendOther(b, s)
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// plain reports whether marshalPlain would escape nothing in s.
func plain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			if c == 0xe2 && strings.HasPrefix(s[i:], "\u2028"[:2]) && i+2 < len(s) && (s[i+2] == 0xa8 || s[i+2] == 0xa9) {
				return false
			}
			ascii = false
		case c < ' ' || c == '"' || c == '\\':
			return false
		}
	}
	return ascii || utf8.ValidString(s)
}

func appendFloat(b []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) { // where encoding/json writes an exponent
		return appendOther(b, f)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// appendOther writes a part of a record whose type always encodes.
func appendOther(b []byte, v any) []byte {
	t, err := marshalPlain(v)
	if err != nil { // strings, codes, events and successions have no such value
		panic(err)
	}
	return append(b, t...)
}

// maxFragmentBytes bounds the cache of encoded records: some 150,000 of them. Beyond it the cache starts anew.
const maxFragmentBytes = 128 << 20

type fragmentKey struct {
	kind     byte // n, e, s
	japanese bool // of a node, whose label depends on the language
	id       string
}

// fragmentCache keeps encoded records of one version of the dataset: a record's encoding is a function of the version and its id.
type fragmentCache struct {
	current atomic.Pointer[fragmentGeneration]
}

type fragmentGeneration struct {
	version string
	mu      sync.RWMutex
	records map[fragmentKey][]byte // a sync.Map would allocate for each key that is looked up
	bytes   atomic.Int64
}

// append appends the record's fragment, made by encode where it is not kept.
func (c *fragmentCache) append(b []byte, version string, key fragmentKey, encode func([]byte) []byte) []byte {
	if c == nil || version == "" {
		return encode(b)
	}
	g := c.current.Load()
	if g == nil || g.version != version || g.bytes.Load() > maxFragmentBytes {
		next := &fragmentGeneration{version: version, records: map[fragmentKey][]byte{}}
		if c.current.CompareAndSwap(g, next) {
			g = next
		} else if g = c.current.Load(); g.version != version {
			return encode(b)
		}
	}
	g.mu.RLock()
	kept, ok := g.records[key]
	g.mu.RUnlock()
	if ok {
		return append(b, kept...)
	}
	start := len(b)
	b = encode(b)
	kept = bytes.Clone(b[start:])
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, was := g.records[key]; !was {
		g.records[key] = kept
		g.bytes.Add(int64(len(kept) + len(key.id) + 64))
	}
	return b
}

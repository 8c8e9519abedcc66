package api

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"enishi/graph"
)

// paramKind says how the value of a parameter is read.
type paramKind int

const (
	textParam paramKind = iota // any text without control characters
	idParam                    // a public id
	dateParam                  // YYYY, YYYY-MM or YYYY-MM-DD
	intParam
	boolParam   // true or false
	signedParam // a year, a decade, or unknown
	jsonParam   // an object; the route reads it
)

// maxWhole is how many characters a value of a list of whole texts may have.
const maxWhole = 500

// param describes one query parameter: what is allowed, what it means. Routes, parser, problems and the OpenAPI document all read it.
type param struct {
	name     string
	kind     paramKind
	enum     []string // closed list; nil: any
	many     bool     // repeated or comma-separated
	ordered  bool     // of many: the order means something
	whole    bool     // of many: repeated only, as a value may hold a comma
	byItself string   // default; "": none
	min, max int      // of a number; of a text: most characters; of many: most values
	required bool
	blank    bool    // of a text: may be empty
	schema   *schema // of JSON
	doc      string
	example  string
}

// The parameters, by subject.
var (
	timeParams = []param{
		{name: "as_of", kind: dateParam, doc: "What held on that day, month or year.", example: "2003-04-01"},
		{name: "from_date", kind: dateParam, doc: "What held at some time from this date on; with to_date, a span.", example: "1985"},
		{name: "to_date", kind: dateParam, doc: "The end of the span, included.", example: "1989-08"},
		{name: "time", enum: []string{"now", "any"}, doc: "now: what has not ended (the default where no date is given). any: everything on record."},
		{name: "undated", enum: []string{"exclude", "include"}, byItself: "exclude", doc: "Whether records with an unknown start are let in where a date is given. Those left out are counted in meta.undated."},
	}
	filterParams = concat(timeParams, []param{
		enumParam("edge_kind", graph.EdgeKinds, "Only edges of these kinds."),
		enumParam("node_kind", graph.NodeKinds, "Only nodes of these kinds; of edges, both ends."),
		enumParam("tie_kind", graph.TieKinds, "Tests sister_of edges."),
		enumParam("level", graph.TieLevels, "Tests sister_of edges by their ends: both a prefecture or a state, one, or none. Keys are those of a tally by level."),
		{name: "signed", many: true, max: graph.MaxFilterValues, kind: signedParam, doc: "Tests sister_of edges by the signing of the tie: a year (1985), a decade (1980s), unknown.", example: "1980s"},
		enumParam("status", graph.Statuses, "Tests sister_of edges."),
		{name: "prefecture", kind: idParam, many: true, max: graph.MaxFilterValues, doc: "Ids of prefectures on record: an edge is kept with an end in one of them. With state: an end in each.", example: "jp-04"},
		{name: "state", kind: idParam, many: true, max: graph.MaxFilterValues, doc: "Ids of states on record: an edge is kept with an end in one of them.", example: "us-ca"},
		enumParam("sector", graph.Sectors, "Tests organizations."),
		enumParam("theme", graph.Themes, "Tests organizations and programs."),
		{name: "confidence", enum: textsOf(graph.Confidences), doc: "At least as sure; unstated counts as medium."},
		{name: "single_source", kind: boolParam, doc: "true: only records that cite at most one source."},
		{name: "scope", enum: []string{"exclude", "include"}, byItself: "exclude", doc: "With prefecture: include lets in nationwide programs."},
	})
	langParam   = param{name: "lang", enum: []string{"en", "ja"}, doc: "Language of labels; goes before Accept-Language. All names always come along."}
	cursorParam = param{name: "cursor", max: 2000, doc: "Where the page starts: taken from links.next of the page before, with the same question."}
	limitParam  = param{name: "limit", kind: intParam, byItself: strconv.Itoa(graph.DefaultPage), min: 1, max: graph.MaxPage, doc: "Items at most."}
	pageParams  = []param{limitParam, cursorParam}
	directions  = param{name: "direction", enum: textsOf(graph.Directions), byItself: string(graph.Both), doc: "Edges out of the node, into it, or both; undirected edges are always both."}
)

func enumParam[T ~string](name string, allowed []T, doc string) param {
	return param{name: name, enum: textsOf(allowed), many: true, max: graph.MaxFilterValues, doc: doc}
}

func textsOf[T ~string](vs []T) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = string(v)
	}
	return out
}

func concat[T any](lists ...[]T) []T { return slices.Concat(lists...) }

// without takes parameters out of a list.
func without(ps []param, names ...string) []param {
	return slices.DeleteFunc(slices.Clone(ps), func(p param) bool { return slices.Contains(names, p.name) })
}

// read checks one value and returns it in normal form.
func (p *param) read(v string) (string, error) {
	switch {
	case !utf8.ValidString(v):
		return "", graph.Invalidf(p.name, "the value is not valid UTF-8")
	case p.kind == jsonParam && v != "":
		return v, nil
	case strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", graph.Invalidf(p.name, "the value holds a control character")
	case v == "" && p.blank:
		return v, nil
	case v == "":
		return "", graph.Invalidf(p.name, "the value is empty; leave the parameter out or give %s", p.expects())
	case p.enum != nil:
		_, err := graph.ParseEnum(p.name, v, p.enum)
		return v, err
	}
	switch p.kind {
	case dateParam:
		d, err := graph.ParseDate(v)
		if err != nil {
			return "", graph.Invalidf(p.name, "%s", err.Error())
		}
		return d.String(), nil
	case idParam:
		if !graph.ValidID(v) {
			return "", graph.Invalidf(p.name, "%q is no id; ids have a-z, 0-9 and -, such as jp-04 or us-ca", graph.Clip(v))
		}
	case signedParam:
		return v, graph.CheckSigned(v)
	case intParam:
		return p.readInt(v)
	case boolParam:
		if v != "true" && v != "false" {
			return "", graph.Invalidf(p.name, "%q is not allowed; use true or false", graph.Clip(v))
		}
	case textParam:
		if p.whole && utf8.RuneCountInString(v) > maxWhole {
			return "", graph.Invalidf(p.name, "a value of more than %d characters", maxWhole)
		}
		if n := utf8.RuneCountInString(v); p.max > 0 && !p.many && n > p.max {
			return "", graph.Invalidf(p.name, "%d characters; at most %d", n, p.max)
		}
	}
	return v, nil
}

func (p *param) readInt(v string) (string, error) {
	n, err := strconv.Atoi(v)
	if err != nil {
		return "", graph.Invalidf(p.name, "%q is no whole number; use %d to %d", graph.Clip(v), p.min, p.max)
	}
	if n < p.min || n > p.max {
		return "", graph.Invalidf(p.name, "%d is not allowed: the minimum is %d, the maximum is %d", n, p.min, p.max)
	}
	return strconv.Itoa(n), nil
}

// expects says in words what a value looks like.
func (p *param) expects() string {
	switch {
	case p.enum != nil:
		return "one of " + strings.Join(p.enum, ", ")
	case p.kind == dateParam:
		return "YYYY, YYYY-MM or YYYY-MM-DD"
	case p.kind == idParam:
		return "an id"
	case p.kind == signedParam:
		return "a year (1985), a decade (1980s) or unknown"
	case p.kind == intParam:
		return fmt.Sprintf("a number from %d to %d", p.min, p.max)
	case p.kind == boolParam:
		return "true or false"
	case p.kind == jsonParam:
		return "a JSON object"
	}
	return "a text"
}

// values are the parameters of one request, checked and in normal form, with defaults filled in.
type values map[string][]string

func (v values) has(name string) bool      { return len(v[name]) > 0 }
func (v values) list(name string) []string { return v[name] }
func (v values) flag(name string) bool     { return v.one(name) == "true" }

func (v values) one(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return v[name][0]
}

func (v values) number(name string) int {
	n, err := strconv.Atoi(v.one(name))
	if err != nil { // absent: parse let nothing else through
		return 0
	}
	return n
}

func (v values) date(name string) graph.Date {
	d, err := graph.ParseDate(v.one(name))
	if err != nil {
		panic(err) // parse let it through
	}
	return d
}

func enums[T ~string](v values, name string) []T {
	out := make([]T, len(v[name]))
	for i, s := range v[name] {
		out[i] = T(s)
	}
	return out
}

// parseQuery reads a query string against the parameters of a route. Every fault is reported, each with its parameter.
func parseQuery(params []param, raw string) (values, error) {
	if len(raw) > maxQueryBytes {
		return nil, &badRequest{status: 414, faults: []fault{{Detail: fmt.Sprintf("the query has %d bytes; at most %d", len(raw), maxQueryBytes)}}}
	}
	return parseForm(params, raw)
}

// parseForm reads what has the form of a query string, of any length.
func parseForm(params []param, raw string) (values, error) {
	given, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &badRequest{faults: []fault{{Detail: "the query is not well-formed: write it as name=value&name=value with % and two hex digits for special characters"}}}
	}
	bad := &badRequest{}
	vals := values{}
	for name, vs := range given {
		i := slices.IndexFunc(params, func(p param) bool { return p.name == name })
		if i < 0 {
			bad.add(name, fmt.Sprintf("there is no such parameter here; use %s", paramNames(params)))
			continue
		}
		read, err := params[i].readAll(vs)
		if err != nil {
			bad.addError(name, err)
			continue
		}
		vals[name] = read
	}
	for _, p := range params {
		switch {
		case vals.has(p.name) || given.Has(p.name):
		case p.required:
			bad.add(p.name, "this parameter is required: "+p.doc)
		case p.byItself != "" && p.name != "time": // whether a date is given decides that one
			vals[p.name] = []string{p.byItself}
		}
	}
	bad.sort()
	return vals, bad.orNil()
}

// readAll reads the values given for a parameter; lists without order are sorted and lose repeats.
func (p *param) readAll(vs []string) ([]string, error) {
	if !p.many {
		if len(vs) > 1 {
			return nil, graph.Invalidf(p.name, "given %d times; give it once", len(vs))
		}
		v, err := p.read(vs[0])
		return []string{v}, err
	}
	var out []string
	for _, v := range vs {
		parts := strings.SplitSeq(v, ",")
		if p.whole {
			parts = slices.Values([]string{v})
		}
		for part := range parts {
			if len(out) == p.max {
				return nil, graph.Invalidf(p.name, "more than %d values", p.max)
			}
			read, err := p.read(part)
			if err != nil {
				return nil, err
			}
			out = append(out, read)
		}
	}
	if !p.ordered {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out, nil
}

func paramNames(params []param) string {
	if len(params) == 0 {
		return "none"
	}
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

// time is the time of the question.
func (v values) time() graph.Time {
	return graph.Time{AsOf: v.date("as_of"), From: v.date("from_date"), To: v.date("to_date"), Any: v.one("time") == "any"}
}

// filter is the common filter of the question.
func (v values) filter() graph.Filter {
	return graph.Filter{
		EdgeKinds:      enums[graph.EdgeKind](v, "edge_kind"),
		NodeKinds:      enums[graph.NodeKind](v, "node_kind"),
		TieKinds:       enums[graph.TieKind](v, "tie_kind"),
		Levels:         enums[graph.TieLevel](v, "level"),
		Signed:         v.list("signed"),
		Statuses:       enums[graph.Status](v, "status"),
		Prefectures:    v.list("prefecture"),
		States:         v.list("state"),
		Sectors:        enums[graph.Sector](v, "sector"),
		Themes:         enums[graph.Theme](v, "theme"),
		MinConfidence:  graph.Confidence(v.one("confidence")),
		SingleSource:   v.flag("single_source"),
		Time:           v.time(),
		IncludeUndated: v.one("undated") == "include",
		IncludeScoped:  v.one("scope") == "include",
	}
}

// checkTime reports contradictions that single parameters do not show, and fills in the time that is meant without a date.
func (v values) checkTime(params []param) error {
	i := slices.IndexFunc(params, func(p param) bool { return p.name == "time" })
	if i < 0 {
		return nil
	}
	dated := v.has("as_of") || v.has("from_date") || v.has("to_date")
	if dated && v.has("time") {
		return graph.Invalidf("time", "as_of, from_date/to_date and time exclude each other; give one")
	}
	if err := v.time().Check(); err != nil {
		return err
	}
	if !dated && !v.has("time") {
		v["time"] = []string{cmp.Or(params[i].byItself, "now")}
	}
	return nil
}

// canonical is the query string in normal form, parameters in the order of their names, without those left out.
func (v values) canonical(omit ...string) string {
	names := make([]string, 0, len(v))
	for name := range v {
		if !slices.Contains(omit, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b []byte
	for i, name := range names {
		if i > 0 {
			b = append(b, '&')
		}
		b = append(append(b, url.QueryEscape(name)...), '=')
		for k, text := range v[name] {
			if k > 0 {
				b = append(b, ',')
			}
			b = append(b, legible.Replace(url.QueryEscape(text))...)
		}
	}
	return string(b)
}

// legible leaves as they are the characters of lists and codes, which a query may hold.
var legible = strings.NewReplacer("%2C", ",", "%3A", ":")

// object is the question as JSON: numbers, booleans, texts and lists by parameter, in the route's order.
func (v values) object(params []param) normalQuery {
	b := []byte{'{'}
	for _, p := range params {
		if !v.has(p.name) || p.name == "cursor" || p.name == "format" {
			continue
		}
		b = appendKey(b, p.name)
		switch {
		case p.many:
			b = appendList(b, len(v[p.name]), func(b []byte, i int) []byte { return appendString(b, v[p.name][i]) })
		case p.kind == intParam || p.kind == boolParam:
			b = append(b, v.one(p.name)...)
		default:
			b = appendString(b, v.one(p.name))
		}
	}
	return append(b, '}')
}

// maxQueryBytes bounds a query string.
const maxQueryBytes = 16 << 10

// fault is one thing wrong with a request.
type fault struct {
	Parameter string `json:"parameter,omitempty" doc:"Name of the query parameter or header."`
	Pointer   string `json:"pointer,omitempty" doc:"JSON pointer into the body, or place in an uploaded table."`
	Detail    string `json:"detail" doc:"What is wrong and what would be right."`
}

// badRequest is a request that is not right, with everything found wrong.
type badRequest struct {
	status int // 0: 400
	faults []fault
}

func (e *badRequest) Error() string {
	parts := make([]string, len(e.faults))
	for i, f := range e.faults {
		parts[i] = strings.TrimPrefix(f.Parameter+": "+f.Detail, ": ")
	}
	return strings.Join(parts, "; ")
}

func (e *badRequest) add(parameter, detail string) {
	e.faults = append(e.faults, fault{Parameter: graph.Clip(strings.ToValidUTF8(parameter, "�")), Detail: detail})
}

func (e *badRequest) addError(parameter string, err error) {
	var g *graph.Error
	if ok := asGraphError(err, &g); ok {
		e.add(parameter, g.Detail)
		return
	}
	e.add(parameter, "not a value that can be read")
}

func (e *badRequest) sort() {
	slices.SortFunc(e.faults, func(a, b fault) int { return cmp.Compare(a.Parameter, b.Parameter) })
}

func (e *badRequest) orNil() error {
	if len(e.faults) == 0 {
		return nil
	}
	return e
}

package storetest

import (
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// parse reads a fixture: a line per record, fields apart by spaces, "#" for the drawing. What a line leaves out is unknown, but for the fields that a sister_of
// or member_of edge must have.
//
//	jp-04100 municipality within=jp-04 valid=1889-04-01.. cites=http://a.example
//	e1: jp-04100 sister_of us-ca-riverside tie=t1 signed=1957-03-09 status=active valid=1957-03-09..
//	source http://a.example credit=Someone
//	claim jp-04100 population 1 http://a.example agrees
//
// Sources that are only cited are made. A fixture that cannot be read panics: it is part of the program.
func parse(text string) *graph.Release {
	p := parser{release: &graph.Release{Replace: true}, sources: map[string]bool{}}
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			p.line(fields)
		}
	}
	if err := p.release.Check(); err != nil {
		panic(fmt.Sprintf("fixture: %v", err))
	}
	return p.release
}

type parser struct {
	release *graph.Release
	sources map[string]bool
}

func (p *parser) line(fields []string) {
	switch id, isEdge := strings.CutSuffix(fields[0], ":"); {
	case isEdge:
		p.edge(id, fields[1], graph.EdgeKind(fields[2]), fields[3], options(fields[4:]))
	case id == "source":
		p.source(fields[1], options(fields[2:]))
	case id == "claim":
		c := graph.Claim{Record: fields[1], Field: fields[2], Value: fields[3], Source: p.source(fields[4], nil), Kind: graph.ClaimKind(fields[5])}
		c.ID = graph.ClaimID(c)
		p.release.Claims = append(p.release.Claims, c)
	default:
		p.node(id, graph.NodeKind(fields[1]), options(fields[2:]))
	}
}

// options are the key=value fields; take removes one.
func options(fields []string) map[string]string {
	o := map[string]string{}
	for _, f := range fields {
		key, value, ok := strings.Cut(f, "=")
		if !ok {
			panic("fixture: not key=value: " + f)
		}
		o[key] = value
	}
	return o
}

func take(o map[string]string, key, byDefault string) string {
	v, ok := o[key]
	delete(o, key)
	if !ok {
		return byDefault
	}
	return v
}

func list[T ~string](s string) (out []T) {
	for _, v := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' }) {
		out = append(out, T(v))
	}
	return out
}

func span(s string) graph.Range {
	from, to, _ := strings.Cut(s, "..")
	return graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
}

func (p *parser) source(locator string, o map[string]string) string {
	s := graph.Source{ID: graph.SourceID(locator), Locator: locator, Credit: take(o, "credit", ""), Title: take(o, "title", "")}
	if !p.sources[s.ID] {
		p.sources[s.ID] = true
		p.release.Sources = append(p.release.Sources, s)
	}
	return s.ID
}

func (p *parser) cites(s string) (ids []string) {
	for _, locator := range list[string](s) {
		ids = append(ids, p.source(locator, nil))
	}
	return ids
}

func (p *parser) node(id string, kind graph.NodeKind, o map[string]string) {
	n := graph.Node{ID: id, Kind: kind, Within: take(o, "within", ""), Region: take(o, "region", ""), Level: graph.Level(take(o, "level", "")), Type: take(o, "type", ""),
		Sector: graph.Sector(take(o, "sector", "")), Themes: list[graph.Theme](take(o, "themes", "")), Scope: list[string](take(o, "scope", "")), Valid: span(take(o, "valid", "")),
		Confidence: graph.Confidence(take(o, "confidence", "")), Citations: p.cites(take(o, "cites", ""))}
	n.Names = graph.Names{En: take(o, "en", ""), Ja: take(o, "ja", ""), Kana: take(o, "kana", ""), Aliases: list[string](take(o, "aliases", ""))}
	for _, code := range list[string](take(o, "codes", "")) {
		system, value, _ := strings.Cut(code, ":")
		if n.Codes == nil {
			n.Codes = graph.Codes{}
		}
		n.Codes[system] = append(n.Codes[system], value)
	}
	if cites := take(o, "event-cites", ""); cites != "" {
		n.Events = []graph.Event{{Kind: "renumbered", Citations: p.cites(cites)}}
	}
	used(id, o)
	p.release.Nodes = append(p.release.Nodes, n)
}

func (p *parser) edge(id, source string, kind graph.EdgeKind, target string, o map[string]string) {
	e := graph.Edge{ID: id, Kind: kind, Source: source, Target: target, Valid: span(take(o, "valid", "")), Confidence: graph.Confidence(take(o, "confidence", "")),
		Citations: p.cites(take(o, "cites", ""))}
	switch kind {
	case graph.SisterOf:
		e.Tie, e.TieKind = take(o, "tie", "tie-"+id), graph.TieKind(take(o, "kind", string(graph.SisterCity)))
		e.Role, e.Status = graph.Role(take(o, "role", string(graph.Original))), graph.Status(take(o, "status", string(graph.Active)))
		e.Signed, e.Unknown = graph.MustDate(take(o, "signed", "")), take(o, "unknown", "") != ""
	case graph.MemberOf:
		e.Role = graph.Role(take(o, "role", string(graph.Member)))
	case graph.SucceededBy:
		e.Date, e.Change = graph.MustDate(take(o, "date", "")), graph.Change(take(o, "change", string(graph.Merged)))
	}
	used(id, o)
	p.release.Edges = append(p.release.Edges, e)
}

func used(id string, o map[string]string) {
	for key := range o {
		panic(fmt.Sprintf("fixture: %s has no field %s", id, key))
	}
}

// copyOf is a release of its own with the same records, since Apply normalises in place.
func copyOf(r *graph.Release) *graph.Release {
	c := *r
	c.Nodes, c.Edges, c.Sources, c.Claims = copies(r.Nodes), copies(r.Edges), copies(r.Sources), copies(r.Claims)
	c.DeleteNodes, c.DeleteEdges = slices.Clone(r.DeleteNodes), slices.Clone(r.DeleteEdges)
	c.DeleteSources, c.DeleteClaims = slices.Clone(r.DeleteSources), slices.Clone(r.DeleteClaims)
	return &c
}

func copies[T any](records []T) []T {
	out := make([]T, len(records))
	for i := range records {
		out[i] = *deepCopy(&records[i])
	}
	return out
}

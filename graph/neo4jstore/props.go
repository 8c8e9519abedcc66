package neo4jstore

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"enishi/graph"
)

// props are the properties of a node or relationship. Absent values are left out: Neo4j stores no null.
type props map[string]any

// usualProps is room for the properties of most records.
const usualProps = 24

func (p props) text(key, value string) {
	if value != "" {
		p[key] = value
	}
}

func texts[T ~string](p props, key string, values []T) {
	if len(values) == 0 {
		return
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	p[key] = list
}

// date gives the text of a date, and a native date where it is known to the day.
func (p props) date(key string, d graph.Date) {
	if d.IsZero() {
		return
	}
	p[key+"_text"] = d.String()
	if d.Exact() {
		p[key] = dbtype.Date(time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC))
	}
}

// span gives what _certainty.cypher tests.
func (p props) span(r graph.Range, ended, place bool) {
	b := r.Bounds(ended)
	p["_from_first"], p["_from_last"], p["_to_first"], p["_to_last"] = int64(b.FromFirst), int64(b.FromLast), int64(b.ToFirst), int64(b.ToLast)
	p["_open"] = !ended && r.To.IsZero()
	p["_undated"] = r.From.IsZero() && !place
	p.date("valid_from", r.From)
	p.date("valid_to", r.To)
}

// nodeProps are the properties of a node; record is its canonical JSON.
func nodeProps(n *graph.Node, record string, release int64) props {
	p := make(props, usualProps)
	p["id"], p["kind"], p["_record"], p["_since"] = n.ID, string(n.Kind), record, release
	p["_confidence"], p["_citations"], p["_nationwide"] = int64(n.Confidence.Rank()), int64(len(n.Citations)), len(n.Scope) > 0
	p.text("name", n.Names.En)
	p.text("name_ja", n.Names.Ja)
	p.text("name_kana", n.Names.Kana)
	texts(p, "aliases", n.Names.Aliases)
	p.text("label", n.Label("en"))
	p.text("label_ja", n.Label("ja"))
	p.text("level", string(n.Level))
	p.text("type", n.Type)
	p.text("sector", string(n.Sector))
	texts(p, "themes", n.Themes)
	texts(p, "scope", n.Scope)
	p.text("country", n.Country)
	p.text("within", n.Within)
	p.text("region", n.Region)
	p.text("district", n.District)
	p.text("capital", n.Capital)
	p.text("url", n.URL)
	p.text("description", n.Description)
	p.text("confidence", string(n.Confidence))
	p.text("note", n.Note)
	texts(p, "citations", n.Citations)
	texts(p, "_cited", n.AllCitations())
	if n.Point != nil {
		p["location"] = dbtype.Point2D{X: n.Point.Lon, Y: n.Point.Lat, SpatialRefId: 4326}
	}
	if n.Population != nil {
		p["population"] = int64(n.Population.Count)
		p.date("population_date", n.Population.Date)
	}
	if n.Successor != nil {
		p["successor"] = n.Successor.ID
		p.date("dissolved", n.Successor.Date)
	}
	var codes []string
	for system, values := range n.Codes {
		for _, v := range values {
			codes = append(codes, system+":"+v)
		}
	}
	slices.Sort(codes)
	texts(p, "codes", codes)
	texts(p, "_codes", clipTerms(codes))
	areas := []string{n.ID}
	if n.Within != "" && n.Within != n.ID {
		areas = append(areas, n.Within)
	}
	texts(p, "_areas", areas)
	p.span(n.Valid, false, n.IsPlace())
	return p
}

// edgeProps are the properties of a relationship.
func edgeProps(e *graph.Edge, record string, release int64) props {
	p := make(props, usualProps)
	p["id"], p["_record"], p["_since"], p["_order"] = e.ID, record, release, int64(e.Kind.Order())
	p["_confidence"], p["_citations"] = int64(e.Confidence.Rank()), int64(len(e.Citations))
	p.text("tie", e.Tie)
	p.text("tie_kind", string(e.TieKind))
	p.text("role", string(e.Role))
	p.text("status", string(e.Status))
	p.text("signatory", e.Signatory)
	p.text("change", string(e.Change))
	p.text("confidence", string(e.Confidence))
	p.text("note", e.Note)
	texts(p, "citations", e.Citations)
	if e.Unknown {
		p["signatory_unknown"] = true
	}
	p.date("signed", e.Signed)
	p.date("date", e.Date)
	p.span(e.Valid, e.HasEnded(), e.Kind == graph.LocatedIn)
	return p
}

func sourceProps(s *graph.Source, record string, release int64) props {
	p := props{"id": s.ID, "_record": record, "_since": release}
	p.text("locator", s.Locator)
	p.text("publisher", s.Publisher)
	p.text("title", s.Title)
	p.text("licence", s.Licence)
	p.text("credit", s.Credit)
	return p
}

func claimProps(c *graph.Claim, record string, release int64) props {
	p := props{"id": c.ID, "_record": record, "_since": release, "kind": string(c.Kind)}
	p.text("record", c.Record)
	p.text("field", c.Field)
	p.text("value", c.Value)
	p.text("source", c.Source)
	p.text("note", c.Note)
	return p
}

// filterParams are the parameters of _kept, _node_kept and the certainty fragments.
func filterParams(f graph.Filter) map[string]any {
	p := map[string]any{
		"edge_types": nil, "node_kinds": list(f.NodeKinds), "tie_kinds": list(f.TieKinds), "statuses": list(f.Statuses),
		"prefectures": list(f.Prefectures), "states": list(f.States), "sectors": list(f.Sectors), "themes": list(f.Themes),
		"levels": list(f.Levels), "signed": list(yearTexts(f.SignedYears())),
		"confidence": int64(0), "single_source": f.SingleSource, "scoped": f.IncludeScoped, "undated": f.IncludeUndated,
		"when": "now", "start": int64(math.MinInt32), "end": int64(math.MaxInt32),
	}
	if len(f.EdgeKinds) > 0 {
		var names []any
		for _, k := range f.EdgeKinds {
			names = append(names, types[k])
		}
		p["edge_types"] = names
	}
	if f.MinConfidence != "" {
		p["confidence"] = int64(f.MinConfidence.Rank())
	}
	if f.Time.Any {
		p["when"] = "any"
	} else if w, ok := f.Time.Window(); ok {
		p["when"], p["start"], p["end"] = "window", int64(w.Start), int64(w.End)
	}
	return p
}

// yearTexts are years as a date's text begins, 0000 for an unknown one.
func yearTexts(years []int16) []string {
	out := make([]string, len(years))
	for i, y := range years {
		out[i] = fmt.Sprintf("%04d", y)
	}
	return out
}

// list is a parameter that a null lets pass; Neo4j takes []any only.
func list[T ~string](values []T) any {
	if len(values) == 0 {
		return nil
	}
	return ids(values)
}

func ids[T ~string](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// with adds parameters to a map that is the caller's own.
func with(p map[string]any, more map[string]any) map[string]any {
	for k, v := range more {
		p[k] = v
	}
	return p
}

var certainties = [4]graph.Certainty{graph.Certain, graph.Possible, graph.Undated, graph.Out}

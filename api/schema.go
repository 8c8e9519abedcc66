package api

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"

	"enishi/graph"
	"enishi/graph/study"
)

// schema is a JSON Schema (2020-12), as much of it as the answers need. Members stand in the order that a reader wants.
type schema struct {
	Ref                  string             `json:"$ref,omitempty"`
	Type                 string             `json:"type,omitempty"`
	Format               string             `json:"format,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	Description          string             `json:"description,omitempty"`
	Enum                 []string           `json:"enum,omitempty"`
	Default              any                `json:"default,omitempty"`
	MinLength            *int               `json:"minLength,omitempty"`
	MaxLength            *int               `json:"maxLength,omitempty"`
	Minimum              *int               `json:"minimum,omitempty"`
	Maximum              *int               `json:"maximum,omitempty"`
	MinItems             *int               `json:"minItems,omitempty"`
	MinProperties        *int               `json:"minProperties,omitempty"`
	MaxProperties        *int               `json:"maxProperties,omitempty"`
	MaxItems             *int               `json:"maxItems,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	Required             []string           `json:"required,omitempty"`
	AdditionalProperties *schema            `json:"additionalProperties,omitempty"`
	AnyOf                []*schema          `json:"anyOf,omitempty"`
	Not                  *schema            `json:"not,omitempty"`
}

// datePattern is the text of a graph.Date.
const datePattern = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`

// closedLists are the values of the types that are closed lists.
var closedLists = map[reflect.Type][]string{
	reflect.TypeFor[graph.NodeKind]():         textsOf(graph.NodeKinds),
	reflect.TypeFor[graph.EdgeKind]():         textsOf(graph.EdgeKinds),
	reflect.TypeFor[graph.TieKind]():          textsOf(graph.TieKinds),
	reflect.TypeFor[graph.Status]():           textsOf(graph.Statuses),
	reflect.TypeFor[graph.Role]():             textsOf(concat(graph.TieRoles, graph.MemberRoles)),
	reflect.TypeFor[graph.Change]():           textsOf(graph.Changes),
	reflect.TypeFor[graph.Sector]():           textsOf(graph.Sectors),
	reflect.TypeFor[graph.Theme]():            textsOf(graph.Themes),
	reflect.TypeFor[graph.Level]():            textsOf(graph.Levels),
	reflect.TypeFor[graph.Confidence]():       textsOf(graph.Confidences),
	reflect.TypeFor[graph.ClaimKind]():        textsOf(graph.ClaimKinds),
	reflect.TypeFor[graph.Direction]():        textsOf(graph.Directions),
	reflect.TypeFor[graph.Certainty]():        textsOf([]graph.Certainty{graph.Possible, graph.Undated, graph.Out}),
	reflect.TypeFor[graph.How]():              textsOf([]graph.How{graph.Exact, graph.Prefix, graph.Word, graph.Fuzzy}),
	reflect.TypeFor[graph.Cut]():              textsOf([]graph.Cut{graph.CutNodes, graph.CutEdges, graph.CutFanOut, graph.CutTime, graph.CutPaths}),
	reflect.TypeFor[graph.Measure]():          textsOf(graph.Measures),
	reflect.TypeFor[graph.RecordKind]():       textsOf(graph.RecordKinds),
	reflect.TypeFor[study.Relation]():         textsOf(study.Relations),
	reflect.TypeFor[study.StructureMeasure](): textsOf(study.StructureMeasures),
	reflect.TypeFor[study.GapKind]():          textsOf(study.GapKinds),
	reflect.TypeFor[study.OutcomeKind]():      textsOf([]study.OutcomeKind{study.GoesOn, study.PassedOn, study.HasEnded, study.Unclear}),
	reflect.TypeFor[study.TimelineKind]():     textsOf([]study.TimelineKind{study.TieSigned, study.TiePassed, study.TieOver, study.OrgFounded, study.ProgBegan}),
	reflect.TypeFor[graph.TieLevel]():         textsOf(graph.TieLevels),
	reflect.TypeFor[study.Unit]():             textsOf([]study.Unit{study.InCount, study.InShare, study.InYears, study.PerPeople}),
	reflect.TypeFor[study.MeasureGroup]():     textsOf([]study.MeasureGroup{study.OnTies, study.OnSignings, study.OnReach, study.OnOrganizations, study.OnPrograms, study.OnEconomy}),
	reflect.TypeFor[study.ChangeKind]():       textsOf(study.ChangeKinds),
	reflect.TypeFor[study.RecordOf]():         textsOf([]study.RecordOf{study.OfNode, study.OfEdge, study.OfTie, study.OfOther}),
	reflect.TypeFor[study.ResolvedAs]():       textsOf(study.ResolvedAses),
}

// schemaNames are the names in the document where the Go name will not do.
var schemaNames = map[reflect.Type]string{
	reflect.TypeFor[wireNode]():    "Node",
	reflect.TypeFor[wireEdge]():    "Edge",
	reflect.TypeFor[wireSource]():  "Source",
	reflect.TypeFor[wirePath]():    "Path",
	reflect.TypeFor[wireHit]():     "Hit",
	reflect.TypeFor[wireMatched](): "Matched",
}

// schemaPath is where the document keeps schemas.
const schemaPath = "#/components/schemas/"

// schemas makes and collects the schemas of Go types.
type schemas map[string]*schema

// nullable is a schema that null fits, too.
func nullable(s *schema) *schema { return &schema{AnyOf: []*schema{s, {Type: "null"}}} }

// of is the schema of a value's type: a reference for a struct, which is collected under its name.
func (s schemas) of(v any) *schema { return s.ofType(reflect.TypeOf(v)) }

func (s schemas) ofType(t reflect.Type) *schema {
	if t.Kind() == reflect.Pointer {
		return s.ofType(t.Elem())
	}
	if values, ok := closedLists[t]; ok {
		return &schema{Type: "string", Enum: values}
	}
	switch t {
	case reflect.TypeFor[graph.Date]():
		return &schema{Type: "string", Pattern: datePattern, Description: "As precise as its source: a year, a month or a day."}
	case reflect.TypeFor[time.Time]():
		return &schema{Type: "string", Format: "date-time"}
	case reflect.TypeFor[json.RawMessage](), reflect.TypeFor[normalQuery]():
		return &schema{Type: "object"}
	}
	if t.Implements(reflect.TypeFor[otherShape]()) {
		any := &schema{}
		for _, v := range reflect.Zero(t).Interface().(otherShape).shapes() {
			any.AnyOf = append(any.AnyOf, s.of(v))
		}
		return any
	}
	if t.Implements(reflect.TypeFor[shaped]()) {
		return s.of(reflect.Zero(t).Interface().(shaped).shape())
	}
	switch t.Kind() {
	case reflect.String:
		return &schema{Type: "string"}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Int, reflect.Int64:
		return &schema{Type: "integer"}
	case reflect.Float64:
		return &schema{Type: "number"}
	case reflect.Slice:
		return &schema{Type: "array", Items: s.ofType(t.Elem())}
	case reflect.Map:
		return &schema{Type: "object", AdditionalProperties: s.ofType(t.Elem())}
	case reflect.Struct:
		return s.ofStruct(t)
	}
	panic("api: no schema for " + t.String())
}

func (s schemas) ofStruct(t reflect.Type) *schema {
	name, ok := schemaNames[t]
	if !ok {
		name = strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	}
	ref := &schema{Ref: schemaPath + name}
	if _, known := s[name]; known {
		return ref
	}
	object := &schema{Type: "object", Properties: map[string]*schema{}, Required: []string{}}
	s[name] = object
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if tag == "-" || !f.IsExported() {
			continue
		}
		if f.Anonymous && tag == "" { // its members are written as the struct's own
			inner := s[strings.TrimPrefix(s.ofType(f.Type).Ref, schemaPath)]
			maps.Copy(object.Properties, inner.Properties)
			object.Required = append(object.Required, inner.Required...)
			continue
		}
		field, options, _ := strings.Cut(tag, ",")
		of := s.ofType(f.Type)
		if f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omit") {
			of = nullable(of)
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			if of.Ref != "" { // 3.1 allows words beside a reference
				of = &schema{Ref: of.Ref}
			}
			of.Description = doc
		}
		if list := f.Tag.Get("enum"); list != "" {
			of.Enum = strings.Split(list, ",")
		}
		object.Properties[field] = of
		if !strings.Contains(options, "omit") {
			object.Required = append(object.Required, field)
		}
	}
	return ref
}

package api

import (
	"bytes"
	_ "embed" // the templates
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strings"
)

var (
	//go:embed docs/docs.css
	docsCSS []byte
	//go:embed docs/docs.html
	docsHTML string
	//go:embed docs/links.html
	linksHTML string

	docsTemplate  = template.Must(template.New("docs").Parse(docsHTML))
	linksTemplate = template.Must(template.New("links").Parse(linksHTML))
)

// What the readable page shows, in the words of the OpenAPI document.
type (
	docsView struct {
		Info     apiInfo
		Groups   []docsGroup
		Shapes   []docsShape
		Problems []docsProblem
	}
	docsGroup struct {
		apiTag
		Operations []docsOperation
	}
	docsOperation struct {
		ID, Method, Path, Summary, Description, Answers string
		Try                                             string
		Parameters                                      []docsParameter
	}
	docsParameter struct {
		Name, Values, Description string
		Required                  bool
	}
	docsShape struct {
		Name    string
		Members []docsMember
	}
	docsMember struct {
		Name, Type, Link, Description string
		Required                      bool
	}
	docsProblem struct {
		Slug, Title, Doc string
		Status           int
	}
)

// docsPage is the document for people: no script, nothing from elsewhere.
func docsPage(d *openAPI) []byte {
	view := docsView{Info: d.Info}
	for _, tag := range d.Tags {
		g := docsGroup{apiTag: tag}
		for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
			item := d.Paths[path]
			if item.Get != nil && item.Get.Tags[0] == tag.Name {
				g.Operations = append(g.Operations, docsOf("GET", path, item.Get))
			}
			if item.Post != nil && item.Post.Tags[0] == tag.Name {
				g.Operations = append(g.Operations, docsOf("POST", path, item.Post))
			}
		}
		if len(g.Operations) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		view.Shapes = append(view.Shapes, shapeOf(name, d.Components.Schemas[name]))
	}
	for _, k := range problemKinds {
		view.Problems = append(view.Problems, docsProblem{k.slug, k.title, k.doc, k.status})
	}
	return render(docsTemplate, view)
}

func linksPage(s *server) []byte { return render(linksTemplate, s.Version) }

func render(t *template.Template, v any) []byte {
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil { // the template and what it is given are both here
		panic(err)
	}
	return b.Bytes()
}

func docsOf(method, path string, op *operation) docsOperation {
	o := docsOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description, Answers: strings.Join(slices.Sorted(maps.Keys(op.Responses)), ", ")}
	try, query := path, url.Values{}
	for _, p := range op.Parameters {
		if p.In == "header" {
			continue
		}
		o.Parameters = append(o.Parameters, docsParameter{Name: p.Name, Values: valuesOf(p.Schema), Description: p.Description, Required: p.Required})
		if p.Required && p.Example != nil {
			text := fmt.Sprint(p.Example)
			if list, ok := p.Example.([]string); ok {
				text = strings.Join(list, ",")
			}
			if p.In == "path" {
				try = strings.ReplaceAll(try, "{id}", text)
			} else {
				query.Set(p.Name, text)
			}
		}
	}
	if method == "GET" {
		o.Try = address(try, query.Encode())
	}
	return o
}

// valuesOf says in words what a schema lets through.
func valuesOf(s *schema) string {
	var out string
	switch {
	case s == nil:
		return "a JSON object"
	case s.Type == "array":
		out = "several of: " + valuesOf(s.Items)
	case len(s.Enum) > 0:
		out = strings.Join(s.Enum, ", ")
	case s.Pattern == datePattern:
		out = "YYYY, YYYY-MM or YYYY-MM-DD"
	case s.Pattern != "":
		out = "an id"
	case s.Minimum != nil:
		out = fmt.Sprintf("%d to %d", *s.Minimum, *s.Maximum)
	case s.Type == "boolean":
		out = "true, false"
	default:
		out = "text"
	}
	if s.Default != nil {
		out += fmt.Sprintf(" (default %v)", s.Default)
	}
	return out
}

func shapeOf(name string, s *schema) docsShape {
	shape := docsShape{Name: name}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[field]
		m := docsMember{Name: field, Description: p.Description, Required: slices.Contains(s.Required, field)}
		m.Type, m.Link = typeOf(p)
		shape.Members = append(shape.Members, m)
	}
	return shape
}

func typeOf(s *schema) (text, link string) {
	switch {
	case s.Ref != "":
		name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
		return name, name
	case s.Type == "array":
		text, link = typeOf(s.Items)
		return "list of " + text, link
	case s.Type == "object" && s.AdditionalProperties != nil:
		text, link = typeOf(s.AdditionalProperties)
		return "object of " + text, link
	case len(s.Enum) > 0:
		return strings.Join(s.Enum, ", "), ""
	case s.Pattern == datePattern:
		return "date", ""
	}
	return s.Type, ""
}

package api

import (
	"slices"
	"strings"
	"sync"
)

// Parameter is a query parameter of a question, for those who offer the questions by other means than HTTP.
type Parameter struct {
	Name string
	Doc  string // what it means, and what is allowed where that is a short list
}

var parametersOf = sync.OnceValue(func() map[string][]Parameter {
	all := map[string][]Parameter{}
	for _, rt := range routeTable() {
		list := make([]Parameter, len(rt.accepted))
		for i, p := range rt.accepted {
			list[i] = Parameter{p.name, p.help()}
		}
		all[strings.TrimPrefix(documentPath(rt.path), prefix)] = list
	}
	return all
})

// Parameters are those of the question at a path of the document without its prefix, such as /nodes/{id}, in the order of the document; nil where it has no such question.
func Parameters(path string) []Parameter { return slices.Clone(parametersOf()[path]) }

// maxListed is how many allowed values are named in a line of help.
const maxListed = 12

func (p *param) help() string {
	doc := strings.TrimSuffix(p.doc, ".")
	if p.enum != nil && len(p.enum) <= maxListed {
		doc += ": " + strings.Join(p.enum, ", ")
	}
	if p.byItself != "" {
		doc += " (default " + p.byItself + ")"
	}
	return doc
}

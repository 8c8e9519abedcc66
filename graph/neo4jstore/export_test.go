package neo4jstore

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"enishi/graph"
	"enishi/graph/names"
)

// A place in this package's source where a statement is made of a file.
var use = regexp.MustCompile(`\b(load|question|framed|perLabel|perType|perRecord|ddl|source)\("(\w+)"\)`)

// Uses says how often each statement file is made a statement or included, as the source stands.
func Uses() (map[string]int, error) {
	uses := map[string]int{}
	err := eachUse(func(_, name string) { uses[name]++ })
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "cypher/*.cypher")
	for _, path := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(path, "cypher/"), ".cypher")
		uses[name] += 0
		b, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		for _, m := range include.FindAllStringSubmatch(string(b), -1) {
			uses[m[1]]++
		}
	}
	return uses, err
}

func eachUse(fn func(how, name string)) error {
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		return err
	}
	for _, path := range sources {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, m := range use.FindAllStringSubmatch(string(b), -1) {
			fn(m[1], m[2])
		}
	}
	return nil
}

// Statements lists every Cypher text that the store can send, by name.
func Statements() (map[string]string, error) {
	all := map[string]string{stVersion.name: stVersion.text}
	add := func(list ...statement) {
		for _, st := range list {
			all[st.name] = st.text
		}
	}
	err := eachUse(func(how, name string) {
		switch how {
		case "load":
			add(load(name))
		case "question", "framed":
			add(framed(name))
		case "perLabel":
			for _, st := range perLabel(name) {
				add(st)
			}
		case "perType":
			for _, st := range perType(name) {
				add(st)
			}
		case "perRecord":
			for _, st := range perRecord(name) {
				add(st)
			}
		case "ddl":
			add(ddl(name)...)
		}
	})
	return all, err
}

// Questions lists the names of the statements that readers ask, as the source stands.
func Questions() (names []string, err error) {
	err = eachUse(func(how, name string) {
		if how == "question" {
			names = append(names, name)
		}
	})
	return names, err
}

// ScriptStep is one statement of a hand-tuned import, with its rows.
type ScriptStep struct {
	Cypher string
	Rows   []any
}

// Script is the import that somebody would write by hand of the records of a release: the same properties, a statement for each label and type.
func Script(r *graph.Release) (steps []ScriptStep) {
	areas, byKind := map[string]*graph.Node{}, map[graph.NodeKind][]any{}
	for i := range r.Nodes {
		areas[r.Nodes[i].ID] = &r.Nodes[i]
	}
	var sources []any
	for i := range r.Sources {
		sources = append(sources, map[string]any(sourceProps(&r.Sources[i], string(graph.Encode(&r.Sources[i])), 1)))
	}
	for i := range r.Nodes {
		n := &r.Nodes[i]
		p := nodeProps(n, string(graph.Encode(n)), 1)
		terms := names.TermsOf(names.Keys(names.SubjectOf(n, areas[n.Within])))
		texts(p, "_text", clipTerms(terms.Text))
		texts(p, "_near", clipTerms(terms.Near))
		byKind[n.Kind] = append(byKind[n.Kind], map[string]any(p))
	}
	edges := map[graph.EdgeKind][]any{}
	for i := range r.Edges {
		e := &r.Edges[i]
		edges[e.Kind] = append(edges[e.Kind], map[string]any{"source": e.Source, "target": e.Target, "props": map[string]any(edgeProps(e, string(graph.Encode(e)), 1))})
	}
	steps = append(steps, ScriptStep{"UNWIND $rows AS row CREATE (n:Source) SET n = row", sources})
	for _, kind := range graph.NodeKinds {
		steps = append(steps, ScriptStep{"UNWIND $rows AS row CREATE (n:Entity:" + labels[kind] + ") SET n = row", byKind[kind]})
	}
	for _, kind := range graph.EdgeKinds {
		steps = append(steps, ScriptStep{"UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) CREATE (a)-[r:" + types[kind] + "]->(b) SET r = row.props", edges[kind]})
	}
	return slices.DeleteFunc(steps, func(s ScriptStep) bool { return len(s.Rows) == 0 })
}

// Params are the parameters of counts, ball and records about one node at the time now.
func Params(id string, nodes []any, edges map[string]any) map[string]any {
	return asked(with(ballParams(graph.Filter{}, []string{id}, []string{id}, graph.Both), map[string]any{"id": id, "nodes": nodes, "edges": edges}))
}

package neo4jstore

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// A place in this package's source where a statement is made of a file.
var use = regexp.MustCompile(`\b(load|question|perLabel|perType|perRecord|ddl|source)\("(\w+)"\)`)

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
		case "question":
			add(question(name))
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

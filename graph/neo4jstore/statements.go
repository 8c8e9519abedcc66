package neo4jstore

import (
	"embed"
	"path"
	"regexp"
	"strings"

	"enishi/graph"
)

//go:embed cypher/*.cypher
var files embed.FS

// statement is a constant Cypher text: the content of a file with its includes. Only this file makes statements.
type statement struct {
	name string // of the file, without its ending, and the label or type it is for
	text string
}

// Statements for every label and type of the closed lists.
type byNode map[graph.NodeKind]statement
type byEdge map[graph.EdgeKind]statement

var labels = map[graph.NodeKind]string{graph.Prefecture: "Prefecture", graph.Municipality: "Municipality", graph.Partner: "Partner",
	graph.Organization: "Organization", graph.Program: "Program"}

var types = map[graph.EdgeKind]string{graph.SisterOf: "SISTER_OF", graph.MemberOf: "MEMBER_OF", graph.Organizes: "ORGANIZES",
	graph.TakesPartIn: "TAKES_PART_IN", graph.LocatedIn: "LOCATED_IN", graph.SucceededBy: "SUCCEEDED_BY"}

var include = regexp.MustCompile(`(?m)^\s*//include (\w+)\s*$`)
var comment = regexp.MustCompile(`(?m)^\s*//.*\n?`)

func load(name string) statement { return statement{name, source(name)} }

// source reads a file, puts fragments in place of their include lines and drops comments.
func source(name string) string {
	b, err := files.ReadFile(path.Join("cypher", name+".cypher"))
	if err != nil {
		panic(err) // the file is embedded
	}
	text := include.ReplaceAllStringFunc(string(b), func(line string) string {
		return source(include.FindStringSubmatch(line)[1])
	})
	return strings.TrimSpace(comment.ReplaceAllString(text, ""))
}

// questions are all that question has loaded, by name.
var questions = map[string]statement{}

// question loads a framed statement that readers ask and wait for.
func question(name string) statement {
	questions[name] = framed(name)
	return questions[name]
}

// framed loads a statement that reads: framed by the version (see the package comment). Its columns are one list, row.
func framed(name string) statement {
	frame := source("_version")
	return statement{name, frame + "\nUNION ALL\n" + source(name) + "\nUNION ALL\n" + frame}
}

// explained is the statement planned and not run.
func (st statement) explained() statement { return statement{st.name, "EXPLAIN " + st.text} }

func perLabel(name string) byNode {
	m := byNode{}
	for kind, label := range labels {
		m[kind] = statement{name + ":" + label, strings.ReplaceAll(source(name), "LABEL", label)}
	}
	return m
}

func perType(name string) byEdge {
	m := byEdge{}
	for kind, typ := range types {
		m[kind] = statement{name + ":" + typ, strings.ReplaceAll(source(name), "TYPE", typ)}
	}
	return m
}

// perRecord loads a statement for sources and one for claims.
func perRecord(name string) map[graph.RecordKind]statement {
	m := map[graph.RecordKind]statement{}
	for kind, label := range map[graph.RecordKind]string{graph.SourceRecord: "Source", graph.ClaimRecord: "Claim"} {
		m[kind] = statement{name + ":" + label, strings.ReplaceAll(source(name), "LABEL", label)}
	}
	return m
}

var named = regexp.MustCompile(`^CREATE (?:CONSTRAINT|INDEX|FULLTEXT INDEX) (\w+) IF NOT EXISTS`)

// ddl splits the schema file into its statements, each with the name of the constraint or index that it makes.
func ddl(name string) []statement {
	var list []statement
	for _, text := range strings.Split(source(name), ";") {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, statement{named.FindStringSubmatch(text)[1], text})
		}
	}
	return list
}

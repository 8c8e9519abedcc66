package main

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// rooms says which packages of the house and which others a package's code (not its tests) may import, the standard library aside. A new package
// needs a line here.
var rooms = map[string][]string{
	"enishi/graph":                                {},
	"enishi/graph/names":                          {"enishi/graph", "golang.org/x/text/..."},
	"enishi/graph/names/spelltable":               {"enishi/graph/names"},
	"enishi/graph/network":                        {"enishi/graph"},
	"enishi/graph/network/synth":                  {"enishi/graph"},
	"enishi/graph/embedstore":                     {"enishi/graph", "enishi/graph/names", "enishi/graph/network", "github.com/klauspost/compress/...", "github.com/ncruces/go-sqlite3/..."},
	"enishi/graph/neo4jstore":                     {"enishi/graph", "enishi/graph/names", "enishi/graph/network", "github.com/neo4j/neo4j-go-driver/v5/..."},
	"enishi/graph/neo4jstore/neo4jtest":           {"github.com/testcontainers/testcontainers-go/...", "github.com/neo4j/neo4j-go-driver/v5/...", "github.com/moby/..."},
	"enishi/graph/neo4jstore/neo4jtest/withneo4j": {"enishi/graph/neo4jstore/neo4jtest"},
	"enishi/graph/storetest":                      {"enishi/graph", "enishi/graph/names", "enishi/graph/names/spelltable", "github.com/google/go-cmp/..."},
	"enishi/graph/study":                          {"enishi/graph", "enishi/graph/network"},
	"enishi/graph/format":                         {"enishi/graph", "github.com/xuri/excelize/v2"},
	"enishi/graph/study/report":                   {"enishi/graph", "enishi/graph/study", "enishi/graph/format"},
	"enishi/importer":                             {"enishi/graph", "enishi/graph/names"},
	"enishi/importer/dataset":                     {},
	"enishi/api":                                  {"enishi/graph", "enishi/graph/study", "enishi/graph/study/report", "enishi/graph/format", "github.com/gin-gonic/gin/...", "github.com/klauspost/compress/...", "golang.org/x/time/rate", "golang.org/x/text/...", "github.com/prometheus/client_golang/..."},
	"enishi/api/apitest":                          {"enishi/graph", "enishi/api", "github.com/google/go-cmp/...", "github.com/getkin/kin-openapi/..."},
	"enishi/web":                                  {},
	"enishi/cmd/enishi":                           {"enishi/...", "github.com/spf13/cobra", "github.com/gofrs/flock", "github.com/spf13/pflag", "github.com/schollz/progressbar/v3", "golang.org/x/term", "golang.org/x/text/width"},
}

// TestWhoImportsWhom keeps every package in its room, and every room as small as its package.
func TestWhoImportsWhom(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "enishi/...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pkg, imports, _ := strings.Cut(line, " ")
		allowed, known := rooms[pkg]
		if !known {
			t.Errorf("%s has no line in rooms: say what it may import", pkg)
			continue
		}
		for _, p := range allowed {
			if !slices.ContainsFunc(strings.Fields(imports), func(imp string) bool { return covers(p, imp) }) {
				t.Errorf("the room of %s allows %s, which it does not import: take it out", pkg, p)
			}
		}
		for _, imp := range strings.Fields(imports) {
			first, _, _ := strings.Cut(imp, "/")
			std := !strings.Contains(first, ".") && first != "enishi"
			if !std && !slices.ContainsFunc(allowed, func(p string) bool { return covers(p, imp) }) {
				t.Errorf("%s imports %s, which its room does not allow", pkg, imp)
			}
		}
	}
}

func covers(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return path.Clean(pattern) == pkg
}

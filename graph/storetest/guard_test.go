package storetest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"enishi/graph"
)

// suite parses the files of the suite, without the oracle, whose methods call each other.
func suite(t *testing.T) []*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasPrefix(name, "oracle") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	if len(files) < 10 {
		t.Fatalf("only %d files of the suite", len(files))
	}
	return files
}

// receivers are the names by which the suite holds a store or reader.
var receivers = map[string]bool{"store": true, "r": true, "s": true, "oracle": true}

// Every method of the contract is called somewhere in the suite.
func TestSuiteCallsEveryMethod(t *testing.T) {
	called := map[string]bool{}
	for _, f := range suite(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					if on, ok := sel.X.(*ast.Ident); ok && receivers[on.Name] {
						called[sel.Sel.Name] = true
					}
				}
			}
			return true
		})
	}
	contract := reflect.TypeFor[graph.Store]()
	for i := range contract.NumMethod() {
		if name := contract.Method(i).Name; !called[name] && name != "Close" { // Close is open's duty: the suite is handed stores that close themselves
			t.Errorf("no case calls %s", name)
		}
	}
}

// Nothing is skipped, and nothing depends on the kind of the store.
func TestSuiteLeavesNothingOut(t *testing.T) {
	kinds := 0
	for _, f := range suite(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch sel.Sel.Name {
			case "Skip", "Skipf", "SkipNow", "Short", "Sleep":
				t.Errorf("the suite calls %s", sel.Sel.Name)
			case "Kind":
				if on, ok := sel.X.(*ast.Ident); ok && on.Name == "store" {
					kinds++
				}
			}
			return true
		})
	}
	if kinds != 1 {
		t.Errorf("the kind of the store is asked %d times; once, to see that there is one", kinds)
	}
}

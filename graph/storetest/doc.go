// Package storetest is the conformance suite of graph.Store: every store passes all of it, in every way it can be opened.
//
// Run asks data cases (a fixture that is drawn, a question, the answer expected by the words of package graph, decoys that must not come back), compares
// random graphs under random questions with NewOracle, and breaks what can be broken: bad releases, ended contexts, writers beside readers.
// Bench times the standard calls. A store's test file is a few lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) graph.Store { … })
//	}
//
// # Decisions
//
// The oracle is plain maps and loops over everything, written from the comments of package graph alone: it shares graph.Filter (the one statement of the
// filter's rules) and package names (the one statement of what a name matches) with the stores, and no algorithm. Expected answers of the data cases are written by hand and also judge
// the oracle. Cases share one store and replace its content, since opening one may take seconds; those that need releases of their own take another.
//
// No case asks what kind of store it runs on, and none is skipped.
//
// # Caveats
//
// The oracle lists all simple paths up to the length asked; on dense graphs with long paths it takes exponential time (it stops when its context ends).
package storetest

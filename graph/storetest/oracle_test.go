package storetest_test

import (
	"testing"

	"enishi/graph"
	"enishi/graph/storetest"
)

// The suite's expected answers are also the oracle's.
func TestOracle(t *testing.T) {
	storetest.Run(t, func(testing.TB) graph.Store { return storetest.NewOracle() })
}

func BenchmarkOracle(b *testing.B) {
	storetest.Bench(b, func(testing.TB) graph.Store { return storetest.NewOracle() })
}

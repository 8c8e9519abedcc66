package embedstore

import (
	"testing"
)

// BenchmarkStep is a small release on a small store in a file: mostly the time of its syncs.
func BenchmarkStep(b *testing.B) {
	s := open(b, newPath(b), Options{})
	n := 0
	for b.Loop() {
		n++
		apply(b, s, step(n))
	}
}

// BenchmarkStepMemory is BenchmarkStep without a file.
func BenchmarkStepMemory(b *testing.B) {
	s := memory(b)
	n := 0
	for b.Loop() {
		n++
		apply(b, s, step(n))
	}
}

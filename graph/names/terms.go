package names

import (
	"maps"
	"slices"
)

// Terms are what a store keeps of a node, or asks of it, to find every node
// that [Match] can accept. Terms have no spaces and tell the space of their
// text by their first letter, a small one for texts and a capital for
// deletions. A node can match only if
//
//   - one of its Text terms starts with one of the question's, or
//   - one of its Near terms is one of the question's.
//
// Some that do so do not match: Match decides.
type Terms struct {
	Text []string // whole names, and names from each later word on
	Near []string // leftovers of deletions, for typos
}

// TermsOf returns the terms of a node with these keys, sorted, each once.
func TermsOf(keys []Key) Terms {
	text, near := map[string]bool{}, map[string]bool{}
	for _, key := range keys {
		text[string(key.Space)+key.Text] = true
		if key.Class <= Reading {
			nearTerms(near, key.Space, key.Text, 2)
		}
		if key.First > 0 {
			nearTerms(near, key.Space, key.Text[:key.First], 1)
		}
	}
	return Terms{Text: slices.Sorted(maps.Keys(text)), Near: slices.Sorted(maps.Keys(near))}
}

// nearTerms adds the deletions of a text that typos may be looked for in. One
// of fewer than six letters is met only by questions of fewer than eight, and
// so with one edit.
func nearTerms(set map[string]bool, space Space, text string, edits int) {
	n := fuzzyLength(text)
	if n < minFuzzyKey {
		return
	}
	if n < 6 {
		edits = 1
	}
	addNear(set, space, text, edits)
}

func addNear(set map[string]bool, space Space, text string, edits int) {
	left := map[string]bool{}
	deletions(left, text, edits)
	for rest := range left {
		set[string(space-'a'+'A')+rest] = true
	}
}

// Terms returns the terms of the question, sorted, each once.
func (q Query) Terms() Terms {
	text, near := map[string]bool{}, map[string]bool{}
	for _, r := range q.readings {
		text[string(r.space)+r.text] = true
		if r.edits > 0 {
			addNear(near, r.space, r.text, r.edits)
		}
	}
	return Terms{Text: slices.Sorted(maps.Keys(text)), Near: slices.Sorted(maps.Keys(near))}
}

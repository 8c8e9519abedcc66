package names

import (
	"math/bits"
	"unicode/utf8"
)

// MaxFuzzy is the length in letters up to which a name is searched for typos.
const MaxFuzzy = 40

// editsAllowed returns how many typos a question of n letters may hold.
func editsAllowed(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// fuzzyLength returns the number of letters of text if typos may be looked for
// in it: Latin letters alone or kana alone, at most MaxFuzzy. Else it is 0.
func fuzzyLength(text string) int {
	n := 0
	latin := text != "" && isLatin(rune(text[0]))
	for _, r := range text {
		if n++; n > MaxFuzzy || latin && !isLatin(r) || !latin && !isKana(r) {
			return 0
		}
	}
	return n
}

// minFuzzyKey is the fewest letters of a name that a typo may have met.
const minFuzzyKey = 3

// distance returns the optimal string alignment distance of a question and a
// text of a key (insertions, deletions, substitutions, and swaps of
// neighbours that are not edited again), and false if it is more than limit
// or typos are not looked for in the key.
func distance(question, key string, limit int) (int, bool) {
	n := fuzzyLength(key)
	if n < minFuzzyKey {
		return 0, false
	}
	var a, b [MaxFuzzy]rune
	return alignment(decode(&a, question), decode(&b, key), limit)
}

// decode writes the characters of s, at most MaxFuzzy, into buf.
func decode(buf *[MaxFuzzy]rune, s string) []rune {
	n := 0
	for _, r := range s {
		if n == len(buf) {
			break
		}
		buf[n] = r
		n++
	}
	return buf[:n]
}

// alignment computes the distance in a band of limit around the diagonal.
func alignment(a, b []rune, limit int) (int, bool) {
	if max(len(a)-len(b), len(b)-len(a)) > limit {
		return 0, false
	}
	var space [3][MaxFuzzy + 1]uint8
	before, above, row := &space[0], &space[1], &space[2]
	far := uint8(limit + 1)
	for j := range len(b) + 1 {
		above[j] = uint8(min(j, limit+1))
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-limit), min(len(b), i+limit)
		row[from-1] = far
		if from == 1 {
			row[0] = uint8(min(i, limit+1))
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			d := above[j-1]
			if a[i-1] != b[j-1] {
				d = min(d, row[j-1], above[j]) + 1
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			row[j] = min(d, far)
			least = min(least, row[j])
		}
		if to < len(b) {
			row[to+1] = far
		}
		if least > uint8(limit) {
			return 0, false
		}
		before, above, row = above, row, before
	}
	d := int(above[len(b)])
	return d, d <= limit
}

// signature is a set of letters, each counted at most twice. An edit adds or
// takes at most one element.
type signature uint64

func signatureOf(text string) signature {
	var once, twice signature
	for _, r := range text {
		bit := signature(1) << (r & 31)
		twice |= once & bit
		once |= bit
	}
	return once | twice<<32
}

// near reports whether texts of these signatures can be within limit edits.
func (s signature) near(t signature, limit int) bool {
	return bits.OnesCount64(uint64(s&^t)) <= limit && bits.OnesCount64(uint64(t&^s)) <= limit
}

// nearPrefix is the number of letters whose deletions a store keeps. Two texts
// within k edits share what is left of their first nearPrefix letters after at
// most k deletions each: letters aligned in both prefixes stay, and at the
// first letter aligned beyond one of the prefixes that prefix has none but
// deleted letters left, so the other needs no more deletions than it.
const nearPrefix = 7

// deletions adds to set what is left of the first letters of text after at
// most k deletions.
func deletions(set map[string]bool, text string, k int) {
	end, n := len(text), 0
	for i := range text {
		if n == nearPrefix {
			end = i
			break
		}
		n++
	}
	deleteFrom(set, text[:end], 0, k)
}

func deleteFrom(set map[string]bool, text string, from, k int) {
	set[text] = true
	if k == 0 {
		return
	}
	for i := from; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		deleteFrom(set, text[:i]+text[i+n:], i, k-1)
		i += n
	}
}

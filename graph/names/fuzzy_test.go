package names

import (
	"testing"

	"pgregory.net/rapid"
)

// naiveAlignment is the textbook table of optimal string alignment.
func naiveAlignment(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// TestAlignment compares the banded distance, the signature filter and the
// deletions with the textbook table.
func TestAlignment(t *testing.T) {
	t.Parallel()
	text := rapid.StringOfN(rapid.RuneFrom([]rune("abcdé")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		limit := rapid.IntRange(1, 2).Draw(t, "limit")
		want := naiveAlignment([]rune(a), []rune(b))
		got, ok := alignment([]rune(a), []rune(b), limit)
		if ok != (want <= limit) || ok && got != want {
			t.Fatalf("alignment(%q, %q, %d) = %d %t, want %d", a, b, limit, got, ok, want)
		}
		if want > limit {
			return
		}
		if !signatureOf(a).near(signatureOf(b), limit) {
			t.Fatalf("%q and %q are %d apart, but their signatures are not near", a, b, want)
		}
		if !share(a, b, limit) {
			t.Fatalf("%q and %q are %d apart, but share no deletion", a, b, want)
		}
	})
}

func share(a, b string, k int) bool {
	left, right := map[string]bool{}, map[string]bool{}
	deletions(left, a, k)
	deletions(right, b, k)
	for text := range left {
		if right[text] {
			return true
		}
	}
	return false
}

func TestKanjiTable(t *testing.T) {
	t.Parallel()
	if len(kanjiVariants) < 400 {
		t.Errorf("only %d variants read", len(kanjiVariants))
	}
	for variant, canonical := range kanjiVariants {
		if _, chained := kanjiVariants[canonical]; chained || variant == canonical || !isKanji(variant) || !isKanji(canonical) {
			t.Errorf("bad row: %q to %q", variant, canonical)
		}
	}
	for _, pair := range []string{"澤沢", "檜桧", "廣広", "國国", "濱浜", "龍竜", "髙高", "﨑崎", "邊辺", "邉辺", "嶋島", "瀧滝", "靜静", "縣県", "竈釜", "驒騨"} {
		p := []rune(pair)
		if kanjiVariants[p[0]] != p[1] {
			t.Errorf("%q becomes %q", p[0], kanjiVariants[p[0]])
		}
	}
}

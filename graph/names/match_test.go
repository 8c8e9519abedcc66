package names_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"enishi/graph/names"
	"enishi/graph/names/spelltable"
)

var hostile = []string{
	"", "\x00", "\xff\xfe\xfd", "a\x00b", strings.Repeat("\u0301", 200), "か" + strings.Repeat("\u3099", 200), strings.Repeat("ﷺ", 200),
	strings.Repeat("o", 200), strings.Repeat("ooh", 70), strings.Repeat("あ", 200), strings.Repeat("っ", 200), strings.Repeat("ー", 200),
	strings.Repeat("長", 10_000), strings.Repeat("st ", 70), strings.Repeat("ヴ", 200), strings.Repeat("々", 200), strings.Repeat("ケ", 200),
	"👨‍👩‍👧‍👦", "\u202eamahagaN", "مدينة", "תל אביב", "서울", "Москва", "𠮷野", "a\u2028b", "' OR 1=1 --", "`) MATCH (n) DETACH DELETE n //",
	"*", "?", "~", "nagahama~2", "\"", "\\", "{}", "İstanbul", "ſt. ſ", "ǅ", "ﬁ", "№", "½", "㍿", "㌔", "Å", "K", "\U000E0100", "\uFFFD", strings.Repeat("mb", 100),
	strings.Repeat("dz", 100), strings.Repeat("ct", 99) + "i", strings.Repeat("s", 99) + "ya",
}

func TestHostileQuestions(t *testing.T) {
	t.Parallel()
	subjects := manySubjects(2000)
	x := indexOf(subjects)
	for _, question := range hostile {
		q := names.Parse(question)
		x.Search(q, names.Request{Limit: 10})
		terms := q.Terms()
		keys := names.Keys(names.Subject{En: question, Ja: question, Kana: question, Aliases: []string{question}, Within: []string{question}, Codes: []string{question}, Level: "city", Japanese: true})
		if n := len(terms.Text) + len(terms.Near); n > 200 || len(keys) > 200 {
			t.Errorf("%.20q… makes %d terms and %d keys", question, n, len(keys))
		}
	}
}

func TestEmptyQuestionsFindNothing(t *testing.T) {
	t.Parallel()
	x := indexOf(manySubjects(500))
	for _, question := range []string{"", " ", "\x00", "\xff", "\u0301", "\u200b"} {
		q := names.Parse(question)
		if hits, total := x.Search(q, names.Request{Limit: 10}); !q.Empty() || total != 0 || hits != nil {
			t.Errorf("%+q: empty %t, %d hits", question, q.Empty(), total)
		}
	}
}

// TestLongQuestionsAreCut reads 200 characters and no more.
func TestLongQuestionsAreCut(t *testing.T) {
	t.Parallel()
	keys := names.Keys(names.Subject{Ja: strings.Repeat("長", names.MaxQuery)})
	if hit, ok := names.Match(names.Parse(strings.Repeat("長", names.MaxQuery+1)), keys); !ok || hit.How != names.Exact {
		t.Errorf("got %+v %t", hit, ok)
	}
}

// TestHitTellsTheName checks which name a hit names, in which language, how
// and with how many typos.
func TestHitTellsTheName(t *testing.T) {
	t.Parallel()
	keys := names.Keys(names.Subject{
		En: "Nagahama", Ja: "長浜市", Kana: "ながはまし", Japanese: true, Level: "city",
		Aliases: []string{"Imahama", "今浜"}, Within: []string{"Shiga", "滋賀県"}, Codes: []string{"jis:25203"},
	})
	for question, want := range map[string]names.Hit{
		"Nagahama":     {Name: "Nagahama", Lang: names.LangEn, How: names.Exact},
		"nagahama-shi": {Name: "Nagahama", Lang: names.LangEn, How: names.Exact},
		"長濱":           {Name: "長浜市", Lang: names.LangJa, How: names.Exact},
		"ﾅｶﾞﾊﾏ":        {Name: "ながはまし", Lang: names.LangKana, How: names.Exact},
		"ながはな":         {Name: "ながはまし", Lang: names.LangKana, How: names.Fuzzy, Distance: 1},
		"Imahama":      {Name: "Imahama", Lang: names.LangEn, How: names.Exact},
		"今浜":           {Name: "今浜", Lang: names.LangJa, How: names.Exact},
		"25203":        {Name: "jis:25203", Lang: names.LangCode, How: names.Exact},
		"Nag":          {Name: "Nagahama", Lang: names.LangEn, How: names.Prefix},
		"Nagahmaa":     {Name: "Nagahama", Lang: names.LangEn, How: names.Fuzzy, Distance: 1},
		"Nagahmma":     {Name: "Nagahama", Lang: names.LangEn, How: names.Fuzzy, Distance: 1},
		"Ngahmaas":     {Name: "Nagahama", Lang: names.LangEn, How: names.Fuzzy, Distance: 0},
	} {
		got, ok := names.Match(names.Parse(question), keys)
		if question == "Ngahmaas" {
			if ok {
				t.Errorf("%q: three typos found %+v", question, got)
			}
			continue
		}
		if !ok || got != want {
			t.Errorf("%q: got %+v %t, want %+v", question, got, ok, want)
		}
	}
}

// TestTyposAllowed walks the lengths at which the number of typos changes.
func TestTyposAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, question string
		distance       int // -1: not found
	}{
		{"Tsu", "Tsv", -1}, {"Hagi", "Hagy", 1}, {"Hagi", "Hgai", 1}, {"Hagi", "Hgay", -1}, {"Hagi", "Hag", 0},
		{"Adrian", "Adrean", 1}, {"Adrian", "Edrean", -1}, {"Portland", "Pertlend", 2}, {"Portland", "Pertlent", -1},
		{"Portland", "Protlnad", 2}, {"Milwaukie", "Mlwaukei", 2}, {"Milwaukie", "Mlwakie", -1}, {"長岡京", "長岡今", -1}, {"Room 1234", "Room 1235", -1},
	} {
		hit, ok := names.Match(names.Parse(c.question), names.Keys(names.Subject{En: c.name}))
		if ok != (c.distance >= 0) || ok && hit.Distance != c.distance {
			t.Errorf("%q for %q: %+v %t, want distance %d", c.question, c.name, hit, ok, c.distance)
		}
	}
}

// TestRank orders exact, prefix, word, fuzzy before what the caller prefers,
// and pages over it.
func TestRank(t *testing.T) {
	t.Parallel()
	subjects := []names.Subject{{En: "Parsi"}, {En: "New Paris"}, {En: "Parisville"}, {En: "Paris"}, {En: "Par"}, {En: "Paris County", Level: "county"}, {En: "Paris"}}
	x := indexOf(subjects)
	byLast := func(a, b uint32) bool { return a > b }
	hits, total := x.Search(names.Parse("Paris"), names.Request{Limit: 100, Less: byLast})
	var got []string
	for _, h := range hits {
		got = append(got, subjects[h.Ord].En+" "+h.How.String())
	}
	want := []string{"Paris exact", "Paris County exact", "Paris exact", "Parisville prefix", "New Paris word", "Parsi fuzzy"}
	if diff := gocmp.Diff(want, got); diff != "" || total != len(want) {
		t.Errorf("total %d (-want +got):\n%s", total, diff)
	}
	page, total := x.Search(names.Parse("Paris"), names.Request{Limit: 2, Offset: 3, Less: byLast})
	if diff := gocmp.Diff(hits[3:5], page); diff != "" || total != len(want) {
		t.Errorf("page: total %d (-want +got):\n%s", total, diff)
	}
	none, total := x.Search(names.Parse("Paris"), names.Request{Limit: 5, Offset: 50})
	if len(none) != 0 || total != len(want) {
		t.Errorf("beyond the end: %v of %d", none, total)
	}
}

// world is a small set of real names, so that random questions often meet.
type world struct {
	subjects []names.Subject
	keys     [][]names.Key
	terms    []names.Terms
	index    *names.Index
}

func newWorld() *world {
	w := &world{}
	for i, s := range manySubjects(9000) {
		if i%11 == 0 || !s.Japanese {
			w.subjects = append(w.subjects, s)
		}
	}
	for _, s := range w.subjects {
		keys := names.Keys(s)
		w.keys = append(w.keys, keys)
		w.terms = append(w.terms, names.TermsOf(keys))
	}
	w.index = indexOf(w.subjects)
	return w
}

// question draws a name, or a part of it, with up to three random edits.
func (w *world) question(t *rapid.T) string {
	s := w.subjects[rapid.IntRange(0, len(w.subjects)-1).Draw(t, "subject")]
	text := []rune(rapid.SampledFrom(append([]string{s.En, s.Ja, s.Kana}, s.Codes...)).Draw(t, "name"))
	if rapid.Bool().Draw(t, "part") && len(text) > 0 {
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		text = text[from:rapid.IntRange(from, len(text)).Draw(t, "to")]
	}
	letters := []rune("aeiounkstmhrgまちはーがか町市 -")
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		letter := rapid.SampledFrom(letters).Draw(t, "letter")
		switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
		case kind == 0 || at == len(text):
			text = slices.Insert(slices.Clone(text), at, letter)
		case kind == 1:
			text = slices.Delete(slices.Clone(text), at, at+1)
		case kind == 2:
			text = slices.Clone(text)
			text[at] = letter
		case at+1 < len(text):
			text = slices.Clone(text)
			text[at], text[at+1] = text[at+1], text[at]
		}
	}
	return string(text)
}

// TestIndexEqualsMatch: the index gives each subject the hit that Match gives,
// in the order of a plain sort, whatever the page and the filter.
func TestIndexEqualsMatch(t *testing.T) {
	t.Parallel()
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		question := w.question(t)
		q := names.Parse(question)
		salt := rapid.Uint32().Draw(t, "salt")
		degree := func(ord uint32) uint32 { return (ord ^ salt) * 2654435761 >> 28 }
		request := names.Request{
			Limit: rapid.SampledFrom([]int{0, 1, 5, 50, 5000}).Draw(t, "limit"), Offset: rapid.SampledFrom([]int{0, 1, 7}).Draw(t, "offset"),
			Less:   func(a, b uint32) bool { return cmp.Or(cmp.Compare(degree(b), degree(a)), cmp.Compare(a, b)) < 0 },
			Accept: func(ord uint32) bool { return ord%5 != salt%5 },
		}
		want, wantTotal := w.naive(q, request)
		got, total := w.index.Search(q, request)
		if diff := gocmp.Diff(want, got); diff != "" || total != wantTotal {
			t.Fatalf("%q: %d hits, want %d (-want +got):\n%s", question, total, wantTotal, diff)
		}
	})
}

func (w *world) naive(q names.Query, r names.Request) (hits []names.Found, total int) {
	for i, keys := range w.keys {
		if hit, ok := names.Match(q, keys); ok && r.Accept(uint32(i)) {
			hits = append(hits, names.Found{Ord: uint32(i), Hit: hit})
		}
	}
	slices.SortFunc(hits, func(a, b names.Found) int {
		if c := names.Compare(a.Hit, b.Hit); c != 0 {
			return c
		}
		return map[bool]int{true: -1, false: 1}[r.Less(a.Ord, b.Ord)]
	})
	total = len(hits)
	hits = hits[min(r.Offset, total):min(r.Offset+r.Limit, total)]
	if len(hits) == 0 {
		return nil, total
	}
	return hits, total
}

// TestTermsAreComplete: what Match accepts shares a term with the question, as
// the contract of Terms says, and few others do.
func TestTermsAreComplete(t *testing.T) {
	t.Parallel()
	w := newWorld()
	rapid.Check(t, func(t *rapid.T) {
		question := w.question(t)
		q := names.Parse(question)
		asked := q.Terms()
		for i, keys := range w.keys {
			if hit, ok := names.Match(q, keys); ok && !candidate(asked, w.terms[i]) {
				t.Fatalf("%q meets %+v but shares no term: %v, %v", question, hit, asked, w.terms[i])
			}
		}
	})
}

func candidate(asked, kept names.Terms) bool {
	for _, text := range asked.Text {
		at, _ := slices.BinarySearch(kept.Text, text)
		if at < len(kept.Text) && strings.HasPrefix(kept.Text[at], text) {
			return true
		}
	}
	return slices.ContainsFunc(asked.Near, func(term string) bool {
		_, ok := slices.BinarySearch(kept.Near, term)
		return ok
	})
}

// TestTermsAreFew bounds what a store keeps of a real node.
func TestTermsAreFew(t *testing.T) {
	t.Parallel()
	w := newWorld()
	text, near := 0, 0
	for _, terms := range w.terms {
		text += len(terms.Text)
		near += len(terms.Near)
		for _, term := range append(slices.Clone(terms.Text), terms.Near...) {
			if strings.ContainsAny(term, " \t\x00") || !utf8.ValidString(term) {
				t.Errorf("term %+q", term)
			}
		}
	}
	if n := len(w.terms); text > 40*n || near > 200*n {
		t.Errorf("%d text and %d near terms for %d nodes", text, near, n)
	}
}

// TestEveryBodyIsFound asks for each body of the corpus by each of its own
// names, in capitals and with spaces around.
func TestEveryBodyIsFound(t *testing.T) {
	t.Parallel()
	for _, e := range spelltable.Corpus() {
		keys := names.Keys(e.Subject)
		own := append([]string{e.Subject.En, e.Subject.Ja, e.Subject.Kana}, e.Subject.Aliases...)
		for _, name := range append(own, e.Subject.Codes...) {
			for _, question := range []string{name, " " + strings.ToUpper(name) + "\t"} {
				if hit, ok := names.Match(names.Parse(question), keys); name != "" && (!ok || hit.How != names.Exact) {
					t.Errorf("%s: %q finds %+v %t", e.ID, question, hit, ok)
				}
			}
		}
	}
}

// TestKeysAreDeterministic and without repetition.
func TestKeysAreDeterministic(t *testing.T) {
	t.Parallel()
	for _, s := range manySubjects(4100) {
		first, second := names.Keys(s), names.Keys(s)
		if !slices.Equal(first, second) {
			t.Fatalf("%+v: keys differ from call to call", s)
		}
		type id struct {
			text  string
			space names.Space
			word  bool
		}
		seen := map[id]bool{}
		for _, k := range first {
			if i := (id{k.Text, k.Space, k.Class == names.Word}); seen[i] || k.Text == "" {
				t.Errorf("%s: key %+v empty or repeated", s.En, k)
			} else {
				seen[i] = true
			}
		}
	}
}

// TestConcurrentSearches gives every goroutine the answer of a lone one.
func TestConcurrentSearches(t *testing.T) {
	t.Parallel()
	x := indexOf(manySubjects(3000))
	want := map[string][]names.Found{}
	for _, question := range benchQuestions {
		want[question], _ = x.Search(names.Parse(question), names.Request{Limit: 10})
	}
	var group sync.WaitGroup
	for seed := range uint64(8) {
		group.Go(func() {
			random := rand.New(rand.NewPCG(seed, 1))
			for range 40 {
				question := benchQuestions[random.IntN(len(benchQuestions))]
				got, _ := x.Search(names.Parse(question), names.Request{Limit: 10})
				if !slices.Equal(got, want[question]) {
					t.Errorf("%q: another answer under load", question)
				}
			}
		})
	}
	group.Wait()
}

func FuzzSearch(f *testing.F) {
	x := indexOf(manySubjects(300))
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, question string) {
		q := names.Parse(question)
		hits, total := x.Search(q, names.Request{Limit: 5})
		if len(hits) > 5 || len(hits) > total || q.Empty() && total > 0 {
			t.Errorf("%+q: %d hits of %d", question, len(hits), total)
		}
	})
}

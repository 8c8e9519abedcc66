package names

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// MaxQuery is the number of characters of a question that are read.
const MaxQuery = 200

// How says how a question met a name. Lower is better; hits are ranked by it
// before anything else.
type How uint8

// The ways to match, best first.
const (
	Exact  How = iota // the same spelling, or the code
	Prefix            // the name begins so
	InWord            // a later word of the name begins so
	Fuzzy             // a typo away
)

// String returns exact, prefix, word or fuzzy.
func (h How) String() string { return [...]string{"exact", "prefix", "word", "fuzzy"}[h] }

// Hit says which name a question met and how.
type Hit struct {
	Name     string // as given in the subject
	Lang     Lang
	How      How
	Distance int // edits of a fuzzy hit, else 0
}

// Query is a question in all its readings.
type Query struct {
	readings []reading
}

// reading is one way to understand a question.
type reading struct {
	space Space
	text  string
	exact bool // matches whole names only
	edits int  // typos allowed
	long  bool // more than one character, or Latin: may match later words
}

// Parse reads a question of any content. What stands after the first
// [MaxQuery] characters is not read.
func Parse(text string) Query {
	text = truncate(strings.ToValidUTF8(text, ""), MaxQuery)
	var q Query
	plain := Fold(text)
	q.read(Plain, plain, false)
	switch {
	case plain == "":
	case !hasJapanese(plain):
		romaji := FoldRomaji(text)
		q.read(Romaji, romaji, false)
		q.read(Romaji, plain, false)
		if short, ok := withoutPassportH(romaji); ok {
			q.read(Romaji, short, true)
		}
	case allKana(plain) && strings.ContainsRune(plain, 'ー'):
		q.read(Romaji, FoldRomaji(KanaToRomaji(plain)), false)
	}
	q.read(Code, FoldCode(text), true)
	return q
}

func truncate(s string, characters int) string {
	for i := range s {
		if characters == 0 {
			return s[:i]
		}
		characters--
	}
	return s
}

func (q *Query) read(space Space, text string, exact bool) {
	if text == "" {
		return
	}
	for _, r := range q.readings {
		if r.space == space && r.text == text {
			return
		}
	}
	r := reading{space: space, text: text, exact: exact, long: isLatin(rune(text[0])) || utf8.RuneCountInString(text) > 1}
	if !exact {
		r.edits = editsAllowed(fuzzyLength(text))
	}
	q.readings = append(q.readings, r)
}

// Empty reports that the question has no letter or digit, and so no hits.
func (q Query) Empty() bool { return len(q.readings) == 0 }

// Match returns the best way in which q meets one of the keys of a subject,
// and false if there is none. Of equally good ones it is the lower class, then
// the earlier key.
func Match(q Query, keys []Key) (Hit, bool) {
	best, found := noScore, -1
	for i, key := range keys {
		for _, r := range q.readings {
			if s := r.score(key, i); s < best {
				best, found = s, i
			}
		}
	}
	if found < 0 {
		return Hit{}, false
	}
	return best.hit(keys[found].Name, keys[found].Lang), true
}

// score orders the ways in which one subject is met, best first: how, number
// of edits, class of the key, place of the key.
type score uint32

const (
	noScore score = 1<<32 - 1
	maxSeq        = 1<<16 - 1
)

func newScore(how How, distance int, class Class, seq int) score {
	return score(how)<<28 | score(distance)<<25 | score(class)<<20 | score(min(seq, maxSeq))
}

func (s score) how() How      { return How(s >> 28) }
func (s score) distance() int { return int(s >> 25 & 7) }

func (s score) hit(name string, lang Lang) Hit {
	return Hit{Name: name, Lang: lang, How: s.how(), Distance: s.distance()}
}

// score returns how r meets the key at place seq, or noScore.
func (r reading) score(key Key, seq int) score {
	if r.space != key.Space {
		return noScore
	}
	if how, ok := r.meets(key); ok {
		return newScore(how, 0, key.Class, seq)
	}
	if r.edits == 0 {
		return noScore
	}
	best := noScore
	if key.Class <= Reading {
		if d, ok := distance(r.text, key.Text, r.edits); ok {
			best = newScore(Fuzzy, d, key.Class, seq)
		}
	}
	if key.First > 0 {
		if d, ok := distance(r.text, key.Text[:key.First], 1); ok {
			best = min(best, newScore(Fuzzy, d, Word, seq))
		}
	}
	return best
}

// meets reports a match without typos.
func (r reading) meets(key Key) (How, bool) {
	switch {
	case !strings.HasPrefix(key.Text, r.text):
		return 0, false
	case key.Class == Word:
		return InWord, r.long && !r.exact
	case len(key.Text) == len(r.text):
		return Exact, true
	}
	return Prefix, !r.exact && len(r.text) > key.Lead
}

// Compare orders hits by how they match: negative if a ranks before b, 0 if a
// store has to decide (by degree, then id).
func Compare(a, b Hit) int { return cmp.Compare(a.How, b.How) }

package names

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as plain search text: compatibility forms and widths joined
// (NFKC), lower case, no diacritics, spaces, punctuation, controls, symbols or
// variation selectors, hiragana for katakana, one form for kanji variants,
// "saint", "sainte", "fort" and "mount" for St., Ste., Ft. and Mt. before
// another word. It is idempotent and "" when no letter or digit is left.
// Bytes that are not UTF-8 are left out.
func Fold(s string) string { return strings.Join(words(s, plainMarks), "") }

// FoldRomaji returns s, a Japanese name in Latin letters, as search text in
// which the common romanizations are one: shi = si, chi = ti, tsu = tu,
// fu = hu, ji = zi = di, zu = du, cch = tch, m = n before b, m and p,
// ō = ô = oo = ou = oh, ū = û = uu. It does all that [Fold] does and is
// idempotent.
func FoldRomaji(s string) string {
	return joinRomanizations(strings.Join(words(s, japaneseMarks), ""))
}

// marks says what a macron or circumflex means.
type marks int

const (
	plainMarks    marks = iota // no more than an accent
	japaneseMarks              // a vowel twice as long
)

//go:embed kanji_variants.tsv
var kanjiVariantsTSV string

// kanjiVariants gives each variant kanji the form that stands for it.
var kanjiVariants = readKanjiVariants(kanjiVariantsTSV)

func readKanjiVariants(tsv string) map[rune]rune {
	table := make(map[rune]rune, 512)
	for line := range strings.Lines(tsv) {
		variant, rest, found := strings.Cut(line, "\t")
		if !found || line[0] == '#' || utf8.RuneCountInString(variant) != 1 {
			continue
		}
		from, _ := utf8.DecodeRuneInString(variant)
		to, _ := utf8.DecodeRuneInString(rest)
		table[from] = to
	}
	return table
}

// words returns the folded words of s in order. Words are what punctuation,
// spaces and hyphens part; apostrophes and okinas part nothing.
func words(s string, m marks) []string {
	fields := strings.Fields(string(letters(normalize(s), m)))
	for i := range len(fields) - 1 {
		if long, ok := abbreviations[fields[i]]; ok {
			fields[i] = long
		}
	}
	prev := rune(0)
	for i, w := range fields {
		fields[i] = foldJapanese(w, prev)
		prev, _ = utf8.DecodeLastRuneInString(fields[i])
	}
	return fields
}

// abbreviations are written out where another word follows.
var abbreviations = map[string]string{"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}

// longWords are the abbreviations of words.
var longWords = map[string]string{"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}

// normalize joins compatibility forms. What stands for nothing goes first, so
// that it cannot keep a letter from its mark.
func normalize(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	if isASCII(s) {
		return strings.Map(withoutIgnorable, s)
	}
	return norm.NFKC.String(strings.Map(withoutIgnorable, markDashes(s)))
}

// isPlain reports that s is printable ASCII, common kana and kanji, which is
// its own normal form.
func isPlain(s string) bool {
	for _, r := range s {
		if (r < ' ' || r > '~') && !isPlainJapanese(r) {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// withoutIgnorable drops controls, format characters, zero-width characters
// and variation selectors, and turns free-standing sound marks of kana into
// combining ones.
func withoutIgnorable(r rune) rune {
	switch {
	case r >= ' ' && r <= '~', isPlainJapanese(r):
		return r
	case r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r' || r == 0x85:
		return ' '
	case r == 0x309B:
		return 0x3099
	case r == 0x309C:
		return 0x309A
	case unicode.Is(unicode.C, r), unicode.Is(unicode.Variation_Selector, r), r == 0x034F:
		return -1
	}
	return r
}

// markDashes reads a full-width or long dash after katakana as the long-vowel
// mark ー, which it is often typed for.
func markDashes(s string) string {
	if !strings.ContainsAny(s, "－―—─‐") {
		return s
	}
	prev := rune(0)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("－―—─‐", r) && isKatakana(prev) {
			r = 'ー'
		}
		prev = r
		return r
	}, s)
}

// letters returns the letters and digits of s in lower case without marks,
// with a space where words part.
func letters(s string, m marks) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, r)
		case r >= 'A' && r <= 'Z':
			out = append(out, r-'A'+'a')
		case isPlainJapanese(r):
			out = append(out, r)
		case r == '&':
			out = append(out, ' ', 'a', 'n', 'd', ' ')
		case isApostrophe(r) || unicode.Is(unicode.M, r):
			if m == japaneseMarks && isLengthMark(r) {
				out = lengthen(out)
			}
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			out = appendLetter(out, r, m)
		default:
			out = append(out, ' ')
		}
	}
	return out
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', '′', '‛', '＇':
		return true
	}
	return r >= 0x02B0 && r <= 0x02FF // modifier letters: okina, primes
}

// isLengthMark reports a combining macron or circumflex.
func isLengthMark(r rune) bool { return r == 0x0304 || r == 0x0302 }

// appendLetter appends r in lower case without its marks. Kana and Hangul are
// kept whole: what decomposition would take from them is no accent.
func appendLetter(out []rune, r rune, m marks) []rune {
	r = unicode.ToLower(r)
	if unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han, unicode.Hangul) {
		return append(out, r)
	}
	var buf [utf8.UTFMax]byte
	for _, d := range string(norm.NFD.Bytes(buf[:utf8.EncodeRune(buf[:], r)])) {
		switch whole, ligature := ligatures[d]; {
		case ligature:
			out = append(out, []rune(whole)...)
		case !unicode.Is(unicode.M, d):
			out = append(out, unicode.ToLower(d))
		case m == japaneseMarks && isLengthMark(d):
			out = lengthen(out)
		}
	}
	return out
}

// ligatures are Latin letters that do not decompose.
var ligatures = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i", 'ŋ': "n", 'ſ': "s",
}

// lengthen doubles the vowel that out ends with.
func lengthen(out []rune) []rune {
	if n := len(out); n > 0 && strings.ContainsRune("aiueo", out[n-1]) {
		return append(out, out[n-1])
	}
	return out
}

// foldJapanese joins the ways to write one Japanese word: ヶ, ケ, ヵ and ガ
// between kanji, katakana and hiragana, repetition marks, kanji variants.
// The character before the word is prev, or 0.
func foldJapanese(word string, prev rune) string {
	if isASCII(word) {
		return word
	}
	var buf [48]rune
	out := buf[:0]
	for i, r := range word {
		next, _ := utf8.DecodeRuneInString(word[i+utf8.RuneLen(r):])
		out = appendKana(out, foldCharacter(r, prev, next))
		prev = out[len(out)-1]
	}
	return string(closeKana(out))
}

// closeKana folds a ゔ that no small vowel followed.
func closeKana(out []rune) []rune {
	if n := len(out); n > 0 && out[n-1] == 'ゔ' {
		out[n-1] = 'ぶ'
	}
	return out
}

func foldCharacter(r, prev, next rune) rune {
	switch r {
	case 'ヶ', 'ゖ', 'ヵ', 'ゕ':
		return 'が'
	case 'ケ':
		if isKanji(prev) && !isKatakana(next) {
			return 'が'
		}
	case '々', '〻':
		if isKanji(prev) {
			return prev
		}
	}
	if canonical, ok := kanjiVariants[r]; ok {
		return canonical
	}
	return r
}

// appendKana appends r, as hiragana if it is katakana. ヴ and the letters that
// have left the language become the sounds that are written for them today.
func appendKana(out []rune, r rune) []rune {
	if r >= 'ァ' && r <= 'ヶ' || r == 'ヽ' || r == 'ヾ' {
		r -= 'ァ' - 'ぁ'
	}
	if n := len(out); n > 0 && out[n-1] == 'ゔ' {
		if merged, ok := vSounds[r]; ok {
			out[n-1] = merged
			return out
		}
		out = closeKana(out)
	}
	switch r {
	case 'ゐ':
		r = 'い'
	case 'ゑ':
		r = 'え'
	}
	return append(out, r)
}

// vSounds are the sounds written for ヴ with each small vowel.
var vSounds = map[rune]rune{'ぁ': 'ば', 'ぃ': 'び', 'ぇ': 'べ', 'ぉ': 'ぼ'}

// isPlainJapanese reports common kana and kanji, which nothing but the folds of
// Japanese changes.
func isPlainJapanese(r rune) bool {
	return r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' || r == 'ー' || r >= 0x4E00 && r <= 0x9FFF
}

func isKatakana(r rune) bool {
	return r >= 'ァ' && r <= 'ヺ' || r == 'ー' || r >= 'ｦ' && r <= 'ﾟ'
}

func isKana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ー' }

func isKanji(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r > 0x2E7F && unicode.Is(unicode.Han, r)
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

package names

import "strings"

// joinRomanizations writes s, folded Latin text, in the one romanization that
// stands for all: Hepburn without long vowels and with n before b, m and p.
func joinRomanizations(s string) string {
	var buf, again [64]byte
	joined := joinOnce(buf[:0], s)
	if string(joined) == s {
		return s
	}
	for {
		next := joinOnce(again[:0], string(joined))
		if string(next) == string(joined) {
			return string(joined)
		}
		joined = append(joined[:0], next...)
	}
}

func joinOnce(buf []byte, s string) []byte { return shortenVowels(joinConsonants(buf, s)) }

// spelling is what another romanization, or a doubled consonant, gives a
// sound. A "Y" stands for a y that a vowel other than i follows.
type spelling struct{ from, to string }

// spellings of sounds by their first letter; the first that fits is taken.
var spellings = [256][]spelling{
	'c': {{"cch", "tch"}, {"ch", "ch"}},
	'd': {{"dzu", "zu"}, {"ddi", "jji"}, {"ddu", "zzu"}, {"dY", "j"}, {"di", "ji"}, {"du", "zu"}},
	'h': {{"hhu", "ffu"}, {"hu", "fu"}},
	'j': {{"jY", "j"}},
	'm': {{"mb", "nb"}, {"mp", "np"}, {"mm", "nm"}},
	's': {{"ssY", "ssh"}, {"sh", "sh"}, {"sY", "sh"}, {"si", "shi"}},
	't': {{"tch", "tch"}, {"ttY", "tch"}, {"ts", "ts"}, {"tY", "ch"}, {"ti", "chi"}, {"tu", "tsu"}},
	'z': {{"zzY", "jj"}, {"zzi", "jji"}, {"zY", "j"}, {"zi", "ji"}},
}

func joinConsonants(out []byte, s string) []byte {
	for len(s) > 0 {
		to, n := syllable(s)
		out = append(out, to...)
		s = s[n:]
	}
	return out
}

// syllable returns what the start of s becomes and its length in bytes.
func syllable(s string) (string, int) {
	for _, row := range spellings[s[0]] {
		if fits(s, row.from) {
			return row.to, len(row.from)
		}
	}
	return s[:1], 1
}

func fits(s, pattern string) bool {
	n := len(pattern) - 1
	if pattern[n] != 'Y' {
		return strings.HasPrefix(s, pattern)
	}
	return len(s) > n+1 && s[:n] == pattern[:n] && s[n] == 'y' && s[n+1] != 'i' && vowelAt(s, n+1)
}

// shortenVowels writes every long o and u short, in place. After an o, an h
// that no vowel follows is length (Ohtsu), before a vowel a sound (Ohara).
func shortenVowels(s []byte) []byte {
	out := s[:0]
	for i := range s {
		if len(out) > 0 && isLength(s, i, out[len(out)-1]) {
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// isLength reports whether s[i] only lengthens the vowel before it.
func isLength(s []byte, i int, vowel byte) bool {
	switch vowel {
	case 'o':
		return s[i] == 'o' || s[i] == 'u' || s[i] == 'h' && !vowelAt(s, i+1)
	case 'u':
		return s[i] == 'u'
	}
	return false
}

func vowelAt[text string | []byte](s text, i int) bool {
	return i < len(s) && strings.IndexByte("aiueo", s[i]) >= 0
}

// withoutPassportH reads each "oh" before a vowel as a long o, as in Ohita for
// Ōita. It reports false where there is none.
func withoutPassportH(folded string) (string, bool) {
	var b strings.Builder
	for i := range len(folded) {
		if folded[i] == 'h' && i > 0 && folded[i-1] == 'o' && vowelAt(folded, i+1) {
			continue
		}
		b.WriteByte(folded[i])
	}
	return joinRomanizations(b.String()), b.Len() < len(folded)
}

// KanaToRomaji writes kana in modified Hepburn, in lower case: long o and u
// and vowels before ー with a macron, n with an apostrophe before vowels and
// y, a doubled consonant for っ ("tch" before ch). Everything that is not kana
// stays as it is.
func KanaToRomaji(kana string) string {
	var b strings.Builder
	in := []rune(hiragana(kana))
	for i := 0; i < len(in); {
		latin, n := mora(in[i:])
		switch {
		case in[i] == 'っ':
			next, _ := mora(in[min(i+1, len(in)):])
			b.WriteString(doubled(next))
		case in[i] == 'ん' && startsWithVowelOrY(in[i+1:]):
			b.WriteString("n'")
		default:
			b.WriteString(latin)
		}
		i += n
	}
	return withMacrons(b.String())
}

func hiragana(s string) string {
	var out []rune
	for _, r := range normalize(s) {
		switch r {
		case 'ヶ', 'ゖ', 'ヵ', 'ゕ':
			r = 'が'
		}
		out = appendKana(out, r)
	}
	return string(closeKana(out))
}

// mora returns the romanization of the kana at the start of in and how many
// characters it took.
func mora(in []rune) (string, int) {
	if len(in) == 0 {
		return "", 0
	}
	if len(in) > 1 {
		if latin, ok := hepburn[[2]rune(in)]; ok {
			return latin, 2
		}
	}
	if latin, ok := hepburn[[2]rune{in[0]}]; ok {
		return latin, 1
	}
	return string(in[:1]), 1
}

// doubled returns the consonant that っ adds before next.
func doubled(next string) string {
	switch {
	case strings.HasPrefix(next, "ch"):
		return "t"
	case next == "" || strings.IndexByte("aiueon", next[0]) >= 0 || !isLatin(rune(next[0])):
		return "" // no consonant to double
	}
	return next[:1]
}

func startsWithVowelOrY(in []rune) bool {
	latin, _ := mora(in)
	return latin != "" && strings.IndexByte("aiueoy", latin[0]) >= 0
}

var (
	macrons   = map[byte]string{'a': "ā", 'i': "ī", 'u': "ū", 'e': "ē", 'o': "ō"}
	longVowel = strings.NewReplacer("oo", "ō", "ou", "ō", "uu", "ū")
)

// withMacrons joins the two halves of a long vowel.
func withMacrons(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != 'ー' {
			b.WriteRune(r)
			continue
		}
		prefix := b.String()
		if n := len(prefix); n > 0 && macrons[prefix[n-1]] != "" {
			b.Reset()
			b.WriteString(prefix[:n-1] + macrons[prefix[n-1]])
		}
	}
	return longVowel.Replace(b.String())
}

// hepburn gives each kana (and 0), and each kana with a small one, its
// syllable.
var hepburn = readHepburn(`
あ a い i う u え e お o ぁ a ぃ i ぅ u ぇ e ぉ o
か ka き ki く ku け ke こ ko が ga ぎ gi ぐ gu げ ge ご go
さ sa し shi す su せ se そ so ざ za じ ji ず zu ぜ ze ぞ zo
た ta ち chi つ tsu て te と to だ da ぢ ji づ zu で de ど do
な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho
ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po
ま ma み mi む mu め me も mo や ya ゆ yu よ yo ゃ ya ゅ yu ょ yo
ら ra り ri る ru れ re ろ ro わ wa ゎ wa ゐ i ゑ e を o ん n
きゃ kya きゅ kyu きょ kyo ぎゃ gya ぎゅ gyu ぎょ gyo
しゃ sha しゅ shu しょ sho しぇ she じゃ ja じゅ ju じょ jo じぇ je
ちゃ cha ちゅ chu ちょ cho ちぇ che ぢゃ ja ぢゅ ju ぢょ jo
にゃ nya にゅ nyu にょ nyo ひゃ hya ひゅ hyu ひょ hyo
びゃ bya びゅ byu びょ byo ぴゃ pya ぴゅ pyu ぴょ pyo
みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo
ふぁ fa ふぃ fi ふぇ fe ふぉ fo てぃ ti でぃ di とぅ tu どぅ du でゅ dyu
うぃ wi うぇ we うぉ wo つぁ tsa つぇ tse つぉ tso くぁ kwa ぐぁ gwa
`)

func readHepburn(table string) map[[2]rune]string {
	fields := strings.Fields(table)
	out := make(map[[2]rune]string, len(fields)/2)
	for i := 0; i+1 < len(fields); i += 2 {
		var kana [2]rune
		copy(kana[:], []rune(fields[i]))
		out[kana] = fields[i+1]
	}
	return out
}

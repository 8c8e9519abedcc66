package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Subject is what search knows of a node.
type Subject struct {
	En      string   // name in Latin letters: "Nagahama", "St. Louis"
	Ja      string   // name in Japanese script, with or without its suffix: "長浜市"
	Kana    string   // reading of Ja, with or without the reading of its suffix: "ながはまし"
	Aliases []string // other names in any script

	// Japanese says that the Latin names are romanized Japanese, so that the
	// rules of FoldRomaji hold. A US name keeps its ou and oo.
	Japanese bool

	// Level decides which affixes (市, -shi, City of, County …) the name may
	// be asked with or without: prefecture, designated-city, city,
	// special-ward, town, village; state, county, township, borough … Another
	// value, or none, gives none.
	Level string

	// Within names what the subject lies in (the prefecture, the state and its
	// postal code), so that "Riverside, CA" and 滋賀県長浜市 are found.
	Within []string

	// Codes are found exactly, with and without their prefix: "jis:04462".
	Codes []string
}

// Space says which fold made a text. Texts of different spaces never match.
type Space byte

// The spaces.
const (
	Plain  Space = 't' // Fold: any script, and Latin names that are not Japanese
	Romaji Space = 'r' // FoldRomaji, of Japanese names
	Code   Space = 'c' // FoldCode
)

// Lang says what kind of name a key came from.
type Lang string

// The kinds of name.
const (
	LangEn   Lang = "en"
	LangJa   Lang = "ja"
	LangKana Lang = "kana"
	LangCode Lang = "code"
)

// Class says how a key was made of its name. Among keys that match equally
// well the lower class tells which name matched.
type Class uint8

// The classes of keys.
const (
	Full    Class = iota // the name as it stands
	Bare                 // the name without the affix of its level
	Reading              // kana, read in Latin letters
	Variant              // made: an affix, an abbreviation or a region added
	Word                 // what is left of the name from a later word on
	CodeKey              // a code
)

// Key is one text that a subject is found by.
type Key struct {
	Text  string // folded, never ""
	Space Space
	Class Class
	Lang  Lang
	Name  string // the name or code it was made of, as given
	Lead  int    // bytes of Text that stand before the name: a prefix must be longer
	First int    // bytes of the first word, if a typo in it alone is looked for; else 0
}

// Keys returns the keys of s, each text of a space once as a word and once as
// a whole name, in an order that depends on s only.
func Keys(s Subject) []Key {
	b := builder{subject: s, keys: make([]Key, 0, 32), seen: make(map[identity]bool, 32)}
	b.name(s.En, LangEn)
	b.name(s.Ja, LangJa)
	b.kana(s.Kana)
	for _, alias := range s.Aliases {
		b.alias(alias)
	}
	for _, code := range s.Codes {
		b.code(code)
	}
	return b.keys
}

// builder collects the keys of one subject.
type builder struct {
	subject Subject
	keys    []Key
	seen    map[identity]bool
}

// identity is what makes two keys one.
type identity struct {
	text  string
	space Space
	word  bool
}

func (b *builder) add(k Key) {
	id := identity{k.Text, k.Space, k.Class == Word}
	if k.Text != "" && !b.seen[id] {
		b.seen[id] = true
		b.keys = append(b.keys, k)
	}
}

// alias takes a further name for what its letters say it is.
func (b *builder) alias(name string) {
	switch {
	case !hasJapanese(name):
		b.name(name, LangEn)
	case b.subject.Japanese && allKana(Fold(name)):
		b.kana(name)
	default:
		b.name(name, LangJa)
	}
}

// name adds the keys of a name in Latin letters or in Japanese script.
func (b *builder) name(name string, lang Lang) {
	if strings.TrimSpace(name) == "" {
		return
	}
	if lang == LangJa || hasJapanese(name) {
		b.japaneseScript(name)
		return
	}
	b.latin(name)
}

func (b *builder) latin(name string) {
	key := Key{Space: Plain, Lang: LangEn, Name: name}
	m, finish := plainMarks, unchanged
	if b.subject.Japanese {
		key.Space, m, finish = Romaji, japaneseMarks, joinRomanizations
	}
	affix := affixes[b.subject.Level]
	parts := words(name, m)
	b.whole(key, Full, parts, finish)
	bare := parts
	if cut := affix.latinBare(name); cut != name {
		bare = words(cut, m)
		b.whole(key, Bare, bare, finish)
	}
	b.latinVariants(key, affix, strings.Join(bare, ""), finish)
	b.variant(key, "", finish(abbreviated(parts)))
	if b.subject.Japanese {
		b.variant(key, "", Fold(name))
	}
}

func unchanged(s string) string { return s }

// latinVariants adds the bare name with the affixes of its level and with the
// regions it lies in.
func (b *builder) latinVariants(key Key, affix affix, bare string, finish func(string) string) {
	for _, after := range affix.after {
		b.variant(key, "", finish(bare+compact(after)))
	}
	for _, before := range affix.before {
		b.variant(key, finish(compact(before)), finish(compact(before)+bare))
	}
	for _, region := range b.subject.Within {
		if hasJapanese(region) {
			continue
		}
		region = Fold(region)
		b.variant(key, "", finish(bare+region))
		if b.subject.Japanese {
			b.variant(key, finish(region), finish(region+bare))
		}
	}
}

func compact(affix string) string { return strings.ReplaceAll(affix, " ", "") }

// whole adds a key of all parts of a name and one of what follows each.
func (b *builder) whole(key Key, class Class, parts []string, finish func(string) string) {
	key.Text, key.Class, key.First = finish(strings.Join(parts, "")), class, 0
	if len(parts) > 1 {
		key.First = firstWord(key.Text, finish(parts[0]))
	}
	b.add(key)
	for i := 1; i < min(len(parts), maxTails); i++ {
		key.Text, key.Class = finish(strings.Join(parts[i:], "")), Word
		key.First = firstWord(key.Text, finish(parts[i]))
		b.add(key)
	}
}

// firstWord returns the bytes of word at the start of text, or 0 where folding
// drew it together with what follows.
func firstWord(text, word string) int {
	if strings.HasPrefix(text, word) {
		return len(word)
	}
	return 0
}

// variant adds a made key; lead is the folded text that it begins with before
// the name.
func (b *builder) variant(key Key, lead, text string) {
	key.Text, key.Class, key.First, key.Lead = text, Variant, 0, 0
	if strings.HasPrefix(text, lead) {
		key.Lead = len(lead)
	}
	b.add(key)
}

// abbreviated returns the name with St., Fort and Mount as they are written
// together ("stpaul"), or "" where none of them stands in it.
func abbreviated(parts []string) string {
	short := slices.Clone(parts)
	for i := range max(len(parts)-1, 0) {
		if abbreviation, ok := longWords[parts[i]]; ok {
			short[i] = abbreviation
		}
	}
	if slices.Equal(short, parts) {
		return ""
	}
	return strings.Join(short, "")
}

func (b *builder) japaneseScript(name string) {
	key := Key{Space: Plain, Lang: LangJa, Name: name}
	affix := affixes[b.subject.Level]
	parts := words(name, plainMarks)
	full := strings.Join(parts, "")
	bare := b.bareJapanese(full, affix)
	key.Text, key.Class = full, Full
	b.add(key)
	key.Text, key.Class = bare, Bare
	b.add(key)
	if bare == full {
		for _, suffix := range affix.ja {
			b.variant(key, "", full+suffix)
		}
	}
	for _, region := range b.subject.Within {
		if hasJapanese(region) {
			b.regions(key, Fold(region), full, bare)
		}
	}
	for _, tail := range japaneseTails(parts, bare) {
		key.Text, key.Class, key.First = tail, Word, len(tail)
		b.add(key)
	}
}

// regions adds the name after its region, as in 滋賀県長浜市 and 滋賀長浜.
func (b *builder) regions(key Key, region, full, bare string) {
	b.variant(key, region, region+full)
	b.variant(key, region, region+bare)
	for _, suffix := range []string{"県", "府", "都", "州"} {
		if short, ok := strings.CutSuffix(region, suffix); ok && short != "" {
			b.variant(key, short, short+full)
			b.variant(key, short, short+bare)
			return
		}
	}
}

// bareJapanese returns the folded name without its suffix. A reading that
// lacks the suffix shows that the last character is part of the name: 四日市
// read よっかいち is whole.
func (b *builder) bareJapanese(full string, affix affix) string {
	kana := Fold(b.subject.Kana)
	if kana != "" && trimAny(kana, affix.kana) == kana {
		return full
	}
	return trimAny(full, affix.ja)
}

// maxTails bounds the later words of a name that it is found by.
const maxTails = 24

// japaneseTails returns what follows each word of a name in Japanese script:
// at separators, and since kanji part no words, from each kanji on and from
// each change of script, two characters or more.
func japaneseTails(parts []string, bare string) []string {
	var tails []string
	for i := 1; i < min(len(parts), maxTails); i++ {
		tails = append(tails, strings.Join(parts[i:], ""))
	}
	prev := rune(0)
	for i, r := range bare {
		if len(tails) == maxTails {
			break
		}
		if i > 0 && startsWord(prev, r) && len(bare) > i+utf8.RuneLen(r) {
			tails = append(tails, bare[i:])
		}
		prev = r
	}
	return tails
}

func startsWord(prev, r rune) bool {
	return isKanji(r) || isKana(r) != isKana(prev) || isLatin(r) != isLatin(prev)
}

// kana adds the keys of a reading, in kana and in Latin letters.
func (b *builder) kana(name string) {
	if strings.TrimSpace(name) == "" {
		return
	}
	affix := affixes[b.subject.Level]
	full := Fold(name)
	bare := trimAny(full, affix.kana)
	key := Key{Space: Plain, Lang: LangKana, Name: name}
	key.Text, key.Class = full, Full
	b.add(key)
	key.Text, key.Class = bare, Bare
	b.add(key)
	for _, suffix := range affix.kana {
		b.variant(key, "", bare+suffix)
	}
	if !b.subject.Japanese {
		return
	}
	key.Space, key.Class = Romaji, Reading
	for _, text := range []string{bare, full} {
		key.Text = FoldRomaji(KanaToRomaji(text))
		b.add(key)
	}
}

func (b *builder) code(code string) {
	full := FoldCode(code)
	key := Key{Text: full, Space: Code, Class: CodeKey, Lang: LangCode, Name: code}
	b.add(key)
	if _, bare, ok := strings.Cut(full, ":"); ok {
		key.Text = bare
		b.add(key)
	}
}

// FoldCode returns a code in lower case and half width: its letters, digits and
// the marks - : . _ /, without spaces. "JIS:04462" is jis:04462. It is
// idempotent.
func FoldCode(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("-:._/", r) {
			return unicode.ToLower(r)
		}
		return -1
	}, normalize(code))
}

// hasJapanese reports kana or kanji.
func hasJapanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return isKana(r) || isKatakana(r) || isKanji(r) })
}

func allKana(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !isKana(r) })
}

// trimAny returns s without the first of the suffixes that it ends with and
// does not consist of.
func trimAny(s string, suffixes []string) string {
	for _, suffix := range suffixes {
		if bare, ok := strings.CutSuffix(s, suffix); ok && bare != "" {
			return bare
		}
	}
	return s
}

package names

import "strings"

// affix is what a name of some level may be written with or without.
type affix struct {
	ja     []string // suffixes in Japanese script
	kana   []string // their readings
	after  []string // Latin words after the name
	before []string // Latin words before the name
}

// affixes of each level. 道 is no suffix: nobody says 北海 for 北海道. A Latin
// word is taken from the end of a name only where it is its last word, and
// "City" never is: Salt Lake City is not Salt Lake.
var affixes = map[string]affix{
	"prefecture": {
		ja: []string{"県", "府", "都"}, kana: []string{"けん", "ふ", "と"},
		after: []string{"ken", "fu", "to", "prefecture", "pref"}, before: []string{"prefecture of"},
	},
	"designated-city": cityAffix,
	"city":            cityAffix,
	"special-ward": {
		ja: []string{"区"}, kana: []string{"く"},
		after: []string{"ku", "ward", "city"}, before: []string{"ward of", "city of"},
	},
	"town": {
		ja: []string{"町"}, kana: []string{"ちょう", "まち"},
		after: []string{"cho", "machi", "town"}, before: []string{"town of"},
	},
	"village": {
		ja: []string{"村"}, kana: []string{"むら", "そん"},
		after: []string{"mura", "son", "village"}, before: []string{"village of"},
	},
	"state":     {ja: []string{"州"}, kana: []string{"しゅう"}, after: []string{"state"}, before: []string{"state of"}},
	"territory": {ja: []string{"準州"}, after: []string{"territory"}, before: []string{"territory of"}},
	"county": {
		ja: []string{"市郡", "郡"}, kana: []string{"ぐん"},
		after: []string{"county", "parish", "borough", "municipio", "gun"}, before: []string{"county of"},
	},
	"township": {
		ja:    []string{"ちゃーたーたうんしっぷ", "たうんしっぷ"},
		after: []string{"charter township", "township", "twp"}, before: []string{"charter township of", "township of"},
	},
	"community": {ja: []string{"地区"}},
	"borough":   {ja: []string{"区"}, after: []string{"borough"}, before: []string{"borough of"}},
}

var cityAffix = affix{
	ja: []string{"市"}, kana: []string{"し"}, after: []string{"shi", "city"}, before: []string{"city of"},
}

// latinBare returns a Latin name without the affix it is written with, or the
// name itself.
func (a affix) latinBare(name string) string {
	for _, before := range a.before {
		if rest, ok := cutFoldPrefix(name, before+" "); ok {
			return rest
		}
	}
	for _, after := range a.after {
		if after == "city" {
			continue
		}
		for _, gap := range []string{" ", "-"} {
			if rest, ok := cutFoldSuffix(name, gap+after); ok {
				return rest
			}
		}
	}
	return name
}

func cutFoldPrefix(s, prefix string) (string, bool) {
	if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return strings.TrimSpace(s[len(prefix):]), true
	}
	return s, false
}

func cutFoldSuffix(s, suffix string) (string, bool) {
	if n := len(s) - len(suffix); n > 0 && strings.EqualFold(s[n:], suffix) {
		return strings.TrimSpace(s[:n]), true
	}
	return s, false
}

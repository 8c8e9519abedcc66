package names_test

import (
	"bufio"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"enishi/graph/names"
	"enishi/graph/names/spelltable"
)

func TestFoldJoins(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"がっこう", "ガッコウ", "ｶﾞｯｺｳ", "カ\u3099ッコウ", "カ゛ッコウ", "か\u200b\u3099っこう"},
		{"ぱん", "パン", "ﾊﾟﾝ", "ハ\u309Aン"},
		{"茅が崎", "茅ヶ崎", "茅ケ崎", "茅ガ崎", "茅ｹ﨑", "茅ヵ崎"},
		{"南けにあ", "南ケニア"},
		{"佐佐木", "佐々木", "佐 々木"},
		{"広沢", "廣澤", "広澤", "廣沢", "廣\uFE00沢", "廣\U000E0101沢"},
		{"ばーもんと", "ヴァーモント", "バーモント", "ﾊﾞｰﾓﾝﾄ", "バ－モント", "バ―モント"},
		{"らぶ", "ラヴ", "ラブ"},
		{"いえ", "ゐゑ", "ヰヱ"},
		{"りーずさみっと", "リーズ・サミット", "リーズ サミット", "リーズ＝サミット"},
		{"saintpaul", "St. Paul", "St Paul", "ST.PAUL", "Saint  Paul", "saint-paul", "Ｓａｉｎｔ　Ｐａｕｌ"},
		{"saultsaintemarie", "Sault Ste. Marie", "Sault Sainte Marie"},
		{"fortworth", "Ft. Worth", "Fort Worth"},
		{"mountvernon", "Mt Vernon", "Mount Vernon"},
		{"leessummit", "Lee's Summit", "Lee’s Summit", "Lees\u00adSummit", "LEES SUMMIT"},
		{"hawaii", "Hawai‘i", "Hawaiʻi", "Hawaiʼi", "Hawai'i"},
		{"canoncity", "Cañon City", "Can\u0303on City", "CAÑON CITY"},
		{"strasse", "Straße", "STRASSE"},
		{"lodz", "Łódź"}, {"o", "ø", "Ø", "ǿ", "Ǿ"},
		{"townandcountry", "Town & Country", "Town and Country"},
		{"st", "St.", "st"},
		{"4h", "4-H", "４－Ｈ"},
		{"", " ", "\x00", "!?…", "😀👨‍👩‍👧", "\u202e\u200f", "\xff\xfe", "\u0301\u0301"},
	} {
		for _, s := range same {
			if got := names.Fold(s); got != same[0] {
				t.Errorf("Fold(%+q) = %q, want %q", s, got, same[0])
			}
		}
	}
}

func TestFoldKeepsApart(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"が", "か"}, {"ガ", "カ"}, {"ﾊﾞ", "ﾊ"}, {"は", "ば"}, {"は", "ぱ"}, {"ば", "ぱ"}, {"つ", "っ"}, {"づ", "ず"},
		{"おおつ", "おつ"}, {"おう", "おお"}, {"ノート", "ノト"}, {"茅ヶ崎", "茅崎"}, {"茅か崎", "茅が崎"}, {"二", "ニ"},
		{"Houston", "Hoston"}, {"Saint", "Sainte"}, {"大津", "大月"}, {"斎", "斉"}, {"ケニア", "ガニア"}, {"й", "j"},
	} {
		if a, b := names.Fold(pair[0]), names.Fold(pair[1]); a == b {
			t.Errorf("%q and %q both fold to %q", pair[0], pair[1], a)
		}
	}
}

func TestFoldRomajiJoins(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"otsu", "Ōtsu", "Ôtsu", "Ootsu", "Ohtsu", "Outsu", "Otu", "O\u0304tsu", "OHTSU"},
		{"tokyo", "Tōkyō", "Toukyou", "Tohkyoh", "Tookyoo", "Tôkyô"},
		{"chuo", "Chūō", "Chuuou", "Tyûô", "Chuoh"},
		{"shizuoka", "Sizuoka", "Shizuoka"},
		{"fujinomiya", "Huzinomiya", "Fujinomiya", "Hudinomiya"},
		{"chiba", "Tiba"}, {"tsushima", "Tusima"}, {"numazu", "Numadu", "Numadzu"},
		{"jojo", "Jōjō", "Zyôzyô", "Jyoujyou", "Dyodyo"},
		{"matcha", "Maccha", "Mattya", "Matcha"},
		{"nisshin", "Nissin", "Nisshin"}, {"hatto", "Hattou"}, {"hatchobori", "Hattyoubori", "Hacchōbori"},
		{"gunma", "Gumma", "Gunma"}, {"senboku", "Semboku"}, {"nanpo", "Nampō"},
		{"sanyo", "San'yō", "San-yo"}, {"kanonji", "Kan'onji"},
		{"niigata", "Niigata", "Nīgata"},
		{"ohara", "Ohara"}, // h before a vowel is a sound
		{"oyama", "Ohyama", "Ōyama", "Oyama"},
	} {
		for _, s := range same {
			if got := names.FoldRomaji(s); got != same[0] {
				t.Errorf("FoldRomaji(%q) = %q, want %q", s, got, same[0])
			}
		}
	}
}

func TestKanaToRomaji(t *testing.T) {
	t.Parallel()
	for kana, want := range map[string]string{
		"ながはま": "nagahama", "ナガハマ": "nagahama", "ﾅｶﾞﾊﾏ": "nagahama", "おおつ": "ōtsu", "とうきょう": "tōkyō", "トーキョー": "tōkyō",
		"ちゅうおう": "chūō", "さんよう": "san'yō", "かんおんじ": "kan'onji", "さんぼんぎ": "sanbongi", "しんにゅう": "shinnyū",
		"ろっかしょ": "rokkasho", "まっちゃ": "matcha", "いっち": "itchi", "あっ": "a", "っあ": "a", "っん": "n", "ん": "n", "んん": "nn",
		"にいがた": "niigata", "ラーメン": "rāmen", "ぢゃ": "ja", "づ": "zu", "ヴァ": "ba", "ティー": "tī", "をゐゑ": "oie",
		"": "", "漢字": "漢字", "ー": "", "ーあ": "a", "abc": "abc",
	} {
		if got := names.KanaToRomaji(kana); got != want {
			t.Errorf("KanaToRomaji(%q) = %q, want %q", kana, got, want)
		}
	}
}

// TestReadingsAgree compares two sources: the Latin name of each Japanese
// body, and its kana as KanaToRomaji reads it. All but one meet.
func TestReadingsAgree(t *testing.T) {
	t.Parallel()
	differ := map[string]string{}
	for _, e := range spelltable.Corpus() {
		if !e.Subject.Japanese {
			continue
		}
		var readings []string
		met := false
		for _, k := range names.Keys(e.Subject) {
			if k.Class == names.Reading {
				readings = append(readings, k.Text)
				met = met || k.Text == names.FoldRomaji(e.Subject.En)
			} else if k.Space == names.Romaji && k.Lang == names.LangEn && k.Class == names.Full {
				met = met || hasReading(e.Subject, k.Text)
			}
		}
		if !met {
			differ[e.ID] = e.Subject.En + " " + strings.Join(readings, " ")
		}
	}
	if diff := cmp.Diff(map[string]string{"jp-19208": "Minami-Alps minamiarupusu minamiarupusushi"}, differ); diff != "" {
		t.Errorf("names that their kana do not give (-want +got):\n%s", diff)
	}
}

// hasReading reports whether text is the kana of s without the last one, two
// or three kana, in Latin letters.
func hasReading(s names.Subject, text string) bool {
	kana := []rune(s.Kana)
	for cut := range min(4, len(kana)) {
		if names.FoldRomaji(names.KanaToRomaji(string(kana[:len(kana)-cut]))) == text {
			return true
		}
	}
	return false
}

// TestKanjiVariants checks the table against the names it will meet: two
// different Japanese names fold alike only where they are listed here.
func TestKanjiVariants(t *testing.T) {
	t.Parallel()
	byFold := map[string]map[string]bool{}
	for _, e := range spelltable.Corpus() {
		f := names.Fold(e.Subject.Ja)
		if byFold[f] == nil {
			byFold[f] = map[string]bool{}
		}
		byFold[f][e.Subject.Ja] = true
	}
	var joined []string
	for _, group := range byFold {
		if len(group) > 1 {
			for name := range group {
				joined = append(joined, name)
			}
		}
	}
	slices.Sort(joined)
	// Kashima in Ibaraki and in Saga, Taima in Nara and Tōma in Hokkaido.
	if diff := cmp.Diff([]string{"当麻町", "當麻町", "鹿島市", "鹿嶋市"}, joined); diff != "" {
		t.Errorf("different names that fold alike (-want +got):\n%s", diff)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for en, want := range map[string]string{
		"Los Angeles County": "los-angeles-county", "St. Louis": "saint-louis", "Saint Paul": "saint-paul", "Ōtsu": "otsu",
		"Lee's Summit": "lees-summit", "Coeur d'Alene": "coeur-dalene", "Sault Ste. Marie": "sault-sainte-marie", "Ten-ei": "ten-ei",
		"Kan'onji": "kanonji", "Town 'n' Country": "town-n-country", "City of Milford (balance)": "city-of-milford-balance",
		"Stambaugh, Iron River": "stambaugh-iron-river", "‘Ewa Gentry": "ewa-gentry", "Mayagüez Municipio": "mayaguez-municipio",
		"U.S. Virgin Islands": "u-s-virgin-islands", "4-H (United States)": "4-h-united-states", "デルタUSA": "usa", "S\U00017463T 0": "saint-0", "長浜": "", "": "", "--": "",
	} {
		if got := names.Slug(en); got != want {
			t.Errorf("Slug(%q) = %q, want %q", en, got, want)
		}
	}
}

// TestSlugOfAllNames holds for every name of a place or body: a valid part of
// an id, stable, and shared only by spellings of one name.
func TestSlugOfAllNames(t *testing.T) {
	t.Parallel()
	valid := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	all := usPlaces(t)
	for _, e := range spelltable.Corpus() {
		all = append(all, e.Subject.En)
	}
	folds := map[string]string{}
	for _, name := range all {
		slug := names.Slug(name)
		if !valid.MatchString(slug) || names.Slug(slug) != slug {
			t.Errorf("Slug(%q) = %q, then %q", name, slug, names.Slug(slug))
		}
		fold := names.Fold(name)
		if other, ok := folds[slug]; ok && other != fold {
			t.Errorf("%q and another name share the slug %q", name, slug)
		}
		folds[slug] = fold
	}
	if len(all) < 20_000 {
		t.Errorf("only %d names", len(all))
	}
}

// usPlaces returns the distinct names of US counties, places and states.
func usPlaces(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("testdata/us_places.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		all = append(all, lines.Text())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func checkFolds(t *testing.T, s string) {
	t.Helper()
	for name, fold := range map[string]func(string) string{
		"Fold": names.Fold, "FoldRomaji": names.FoldRomaji, "FoldCode": names.FoldCode, "Slug": names.Slug, "FoldRomaji∘KanaToRomaji": func(s string) string {
			return names.FoldRomaji(names.KanaToRomaji(s))
		},
	} {
		once := fold(s)
		if twice := fold(once); twice != once {
			t.Errorf("%s(%+q) = %+q, then %+q", name, s, once, twice)
		}
		if !utf8.ValidString(once) || strings.ContainsRune(once, 0) {
			t.Errorf("%s(%+q) = %+q is not clean text", name, s, once)
		}
	}
}

func TestFoldsAreIdempotentOnAllNames(t *testing.T) {
	t.Parallel()
	for _, e := range spelltable.Corpus() {
		checkFolds(t, e.Subject.En)
		checkFolds(t, e.Subject.Ja)
		checkFolds(t, e.Subject.Kana)
	}
	for _, row := range spelltable.Spellings() {
		checkFolds(t, row.Query)
	}
}

func FuzzFold(f *testing.F) {
	for _, row := range spelltable.Spellings() {
		f.Add(row.Query)
	}
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(checkFolds)
}

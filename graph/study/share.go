package study

import (
	"fmt"
	"maps"
	"slices"
)

// ThinBelow is the number of records below which a share tells nothing.
const ThinBelow = 5

// Share is a part of a whole, with its definition and the records behind both.
type Share struct {
	Key        string   `json:"key"`
	Label      Text     `json:"label"`
	Definition Text     `json:"definition"`
	Part       Figure   `json:"part"`
	Whole      Figure   `json:"whole"`
	Value      *float64 `json:"value"`          // Part.Count / Whole.Count, 0 to 1; null where the whole is empty
	Thin       *Text    `json:"thin,omitempty"` // why it can hardly be told from these data; absent where it can
}

func newShare(key string, part, whole counter) Share {
	d := shareTexts[key]
	s := Share{Key: key, Label: d[0], Definition: d[1], Part: part.figure(), Whole: whole.figure()}
	if s.Whole.Count > 0 {
		v := float64(s.Part.Count) / float64(s.Whole.Count)
		s.Value = &v
	}
	s.Thin = thin(&s.Whole)
	return s
}

// thin says why a whole is too thin to tell anything from its parts, nil if it is not.
func thin(f *Figure) *Text {
	switch all := f.Count + f.Undated; {
	case all == 0:
		return &Text{"Nothing is on record.", "記録がない。"}
	case f.Count < ThinBelow:
		return &Text{fmt.Sprintf("Too thin to tell: %d on record with a date by then, %d without a date.", f.Count, f.Undated), fmt.Sprintf("判断するには少なすぎる。その時点までの日付のある記録は%d件、日付不明は%d件。", f.Count, f.Undated)}
	case f.Undated > f.Count:
		return &Text{fmt.Sprintf("Read with care: %d more have no date, more than the %d that count.", f.Undated, f.Count), fmt.Sprintf("注意して読むこと。日付不明の%d件は、数えた%d件より多い。", f.Undated, f.Count)}
	}
	return nil
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// shareTexts are label and definition of every share.
var shareTexts = map[string][2]Text{
	"undated-ties":               {{"Affiliations without a signing date", "締結日不明の提携"}, {"Affiliations of the bodies here, signed by then or undated, whose signing date no source on record gives.", "締結日を示す出典がない提携。分母はその時点までに締結された、または締結日不明の提携。"}},
	"imprecise-ties":             {{"Affiliations dated to the month or year only", "締結が年または月までしか分からない提携"}, {"Of the same affiliations, those whose signing date is known, but not to the day.", "同じ提携のうち、締結日が日まで分からないもの。"}},
	"single-source-ties":         {{"Affiliations with one source at most", "出典が1件以下の提携"}, {"Of the same affiliations, those that cite at most one source.", "同じ提携のうち、出典が1件以下のもの。"}},
	"doubted-ties":               {{"Affiliations in doubt", "疑義のある提携"}, {"Of the same affiliations, those of low confidence, or of which a source gives another value, doubts, or had to be read between the lines.", "同じ提携のうち、確度が低い、または出典どうしが一致しない、不確か、もしくは推定によるもの。"}},
	"municipalities-without-tie": {{"Municipalities without an affiliation on record", "提携の記録がない市区町村"}, {"Of the municipalities of then, those that held none of the affiliations listed. That none is on record does not show that there was none.", "当時の市区町村のうち、ここに挙げた提携をもたないもの。記録がないことは提携がなかったことを意味しない。"}},
	"undated-organizations":      {{"Organizations without a founding date", "設立日不明の団体"}, {"Of the organizations located here, those whose founding no source on record dates.", "所在する団体のうち、設立時期を示す出典がないもの。"}},
	"undated-programs":           {{"Programs without a date", "開始時期不明の交流事業"}, {"Of the programs and events in which the prefecture has a part, those whose beginning no source on record dates.", "当該都道府県が関わる交流事業のうち、開始時期を示す出典がないもの。"}},
	"programs-without-organizer": {{"Programs without a known organizer", "主催者不明の交流事業"}, {"Of the same programs, those of which no organizer is on record.", "同じ交流事業のうち、主催者の記録がないもの。"}},

	"ties-of-prefecture":       {{"Affiliations of the prefecture itself", "都道府県自身の提携"}, {"Of the affiliations that hold then, those whose body is the prefecture. Lineages, each once.", "その時点で続く提携のうち、当事者が都道府県であるもの。合併で引き継がれた提携は1件と数える。"}},
	"ties-of-municipalities":   {{"Affiliations of municipalities", "市区町村の提携"}, {"Of the affiliations that hold then, those whose body is a municipality. Lineages, each once.", "その時点で続く提携のうち、当事者が市区町村であるもの。合併で引き継がれた提携は1件と数える。"}},
	"programs-of-localities":   {{"Programs that prefectures or municipalities organize", "都道府県・市区町村が主催する交流事業"}, {"Of the programs begun by then with a known organizer in Japan, those that a prefecture or municipality or an organization of theirs organizes.", "その時点までに始まり、日本側の主催者が分かる交流事業のうち、都道府県・市区町村またはその機関が主催するもの。"}},
	"programs-of-quasi":        {{"Programs that quasi-governmental bodies organize", "公的団体が主催する交流事業"}, {"Of the same programs, those that a body set up by government organizes: international associations, foundations, JETRO, CLAIR.", "同じ交流事業のうち、国際交流協会、財団、ジェトロ、クレアなど行政が設けた団体が主催するもの。"}},
	"programs-of-central":      {{"Programs that central government organizes", "中央政府が主催する交流事業"}, {"Of the same programs, those that a ministry or national agency organizes.", "同じ交流事業のうち、省庁または国の機関が主催するもの。"}},
	"programs-of-ngos":         {{"Programs that NGOs organize", "民間団体が主催する交流事業"}, {"Of the same programs, those that an NGO organizes. A program may have organizers of several kinds, so these shares may add up to more than one.", "同じ交流事業のうち、民間団体が主催するもの。主催者が複数の部門にわたる事業があるため、割合の合計は1を超えることがある。"}},
	"programs-of-others":       {{"Programs that schools and businesses organize", "教育機関・経済団体が主催する交流事業"}, {"Of the same programs, those that an educational or business organization organizes.", "同じ交流事業のうち、教育機関または経済団体が主催するもの。"}},
	"ngos-among-organizations": {{"NGOs among the organizations", "団体に占める民間団体"}, {"Of the organizations located here that exist then, those of sector NGO. The data were gathered from public pages, where small groups are easily missed.", "その時点で存在する所在団体のうち、部門が民間団体のもの。公開されたページから集めたため、小さな団体は漏れやすい。"}},

	"economy-organizations": {{"Organizations tied to the economy", "経済に関わる団体"}, {"Of the organizations located here that exist then, those with the theme economy or of sector business.", "その時点で存在する所在団体のうち、テーマに経済を含む、または部門が経済団体のもの。"}},
	"economy-programs":      {{"Programs tied to the economy", "経済に関わる交流事業"}, {"Of the programs begun by then in which the prefecture has a part, those with the theme economy.", "当該都道府県が関わり、その時点までに始まった交流事業のうち、テーマに経済を含むもの。"}},
	"economy-themes":        {{"Themes that are the economy", "テーマに占める経済"}, {"Of all themes given to those organizations and programs, those that are economy. A record with three themes counts three times; its id stands with the theme.", "上記の団体と交流事業に付けられたテーマ全体に占める経済の割合。テーマが三つある記録は3回数える。"}},
}

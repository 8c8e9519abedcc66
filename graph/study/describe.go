package study

import (
	"strconv"

	"enishi/graph"
)

// Description says in a few words what a node is, where and when, to tell it from others of its name: "town in Miyagi Prefecture, Japan, until 2006 (三本木町)", 宮城県の町、2006年まで（Sanbongi）.
// area is the prefecture or state it lies in, nil where that is not known; in brackets stands the name in the other language.
func Description(n, area *graph.Node, lang string) string {
	what, where := whatItIs(n, lang), whereItIs(n, area, lang)
	switch {
	case where == "":
	case lang == "ja":
		what = where + "の" + what
	case n.Kind == graph.Prefecture || n.IsState():
		what += " of " + where
	default:
		what += " in " + where
	}
	what += whenItIs(n, lang)
	if lang == "ja" && n.Names.En != "" {
		return what + "（" + n.Names.En + "）"
	}
	if lang != "ja" && n.Names.Ja != "" {
		return what + " (" + n.Names.Ja + ")"
	}
	return what
}

func whatItIs(n *graph.Node, lang string) string {
	switch {
	case n.Kind == graph.Program && n.Type != "":
		return pick(lang, "program ("+TypeLabel(n.Type, lang)+")", "交流事業（"+TypeLabel(n.Type, lang)+"）")
	case n.Kind == graph.Organization && n.Type != "":
		return TypeLabel(n.Type, lang)
	}
	if l, ok := levelLabels[n.Level]; ok {
		return l.In(lang)
	}
	return kindLabels[n.Kind].In(lang)
}

// whereItIs is the area with its country; in Japanese Japan goes without saying.
func whereItIs(n, area *graph.Node, lang string) string {
	if area == nil {
		return pick(lang, theCountry(n.Country), countryLabel(n.Country, lang))
	}
	country := countryLabel(area.Country, lang)
	switch {
	case lang == "ja" && area.Country == "JP":
		return area.Label(lang)
	case lang == "ja":
		return country + area.Label(lang)
	case country == "":
		return area.Label(lang)
	}
	return area.Label(lang) + ", " + country
}

// whenItIs are the years in which it existed, where they are known.
func whenItIs(n *graph.Node, lang string) string {
	from, until := int(n.Valid.From.Year), int(n.Valid.Until().Year)
	first, last := strconv.Itoa(from), strconv.Itoa(until)
	switch {
	case from == 0 && until == 0:
		return ""
	case until == 0:
		return pick(lang, ", since "+first, "、"+first+"年から")
	case from == 0:
		return pick(lang, ", until "+last, "、"+last+"年まで")
	case from == until:
		return pick(lang, ", "+first, "、"+first+"年")
	}
	return pick(lang, ", "+first+"–"+last, "、"+first+"–"+last+"年")
}

var kindLabels = map[graph.NodeKind]Text{graph.Prefecture: {"prefecture", "都道府県"}, graph.Municipality: {"municipality", "市区町村"}, graph.Partner: {"place", "地域"}, graph.Organization: {"organization", "団体"}, graph.Program: {"program", "交流事業"}}

var levelLabels = map[graph.Level]Text{
	"prefecture": {"prefecture", "都道府県"}, "designated-city": {"designated city", "政令指定都市"}, "city": {"city", "市"}, "special-ward": {"special ward", "特別区"}, "town": {"town", "町"}, "village": {"village", "村"},
	"state": {"state", "州"}, "county": {"county", "郡"}, "township": {"township", "郡区"}, "borough": {"borough", "区"}, "tribe": {"tribe", "部族"}, "territory": {"territory", "準州"}, "district": {"district", "特別区"},
	"community": {"community", "地域社会"}, "neighborhood": {"neighborhood", "地区"},
}

// theCountry is a country's English name as it stands by itself in a sentence.
func theCountry(code string) string {
	if code == "US" {
		return "the United States"
	}
	return countryLabel(code, "en")
}

// countryLabel is a country's name; one that the data hold no place of stands by its code.
func countryLabel(code, lang string) string {
	switch code {
	case "JP":
		return pick(lang, "Japan", "日本")
	case "US":
		return pick(lang, "United States", "アメリカ合衆国")
	}
	return code
}

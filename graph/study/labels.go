package study

import "enishi/graph"

// AxisLabel is what people call a key of an axis; a key without another name is its own label. Labels of prefectures and states are those of their nodes.
func AxisLabel(axis graph.Axis, key, lang string) string {
	if key == graph.UnknownKey {
		return pick(lang, "unknown", "不明")
	}
	switch axis {
	case "":
		return pick(lang, "all", "全体")
	case graph.ByDecade:
		return pick(lang, key+"s", key+"年代")
	case graph.ByYear:
		return pick(lang, key, key+"年")
	}
	if l, ok := axisLabels[key]; ok {
		return pick(lang, l[0], l[1])
	}
	return key
}

func pick(lang, en, ja string) string {
	if lang == "ja" {
		return ja
	}
	return en
}

// axisLabels are the English and Japanese names of the keys of closed lists. No two lists give one key different meanings.
var axisLabels = map[string][2]string{
	"sister-state": {"sister state", "姉妹提携（都道府県・州）"}, "sister-city": {"sister city", "姉妹都市"}, "friendship": {"friendship", "友好都市"},
	"active": {"active", "継続中"}, "ended": {"ended", "終了"},
	"prefecture-state": {"prefecture and state", "都道府県・州"}, "municipal": {"municipal", "市区町村"}, "cross-level": {"across levels", "異なる段階の団体間"},
	"central-government": {"central government", "中央政府"}, "prefectural-government": {"prefectural or state government", "都道府県・州政府"}, "municipal-government": {"municipal government", "市区町村"},
	"quasi-governmental": {"quasi-governmental", "公的団体"}, "ngo": {"NGO", "民間団体"}, "education": {"education", "教育"}, "business": {"business", "経済団体"},
	"economy": {"economy", "経済"}, "culture": {"culture", "文化"}, "sport": {"sport", "スポーツ"}, "citizen-exchange": {"citizen exchange", "市民交流"}, "governance": {"governance", "行政"},
	"disaster-relief": {"disaster relief", "災害支援"}, "environment": {"environment", "環境"}, "tourism": {"tourism", "観光"}, "health": {"health", "保健医療"}, "agriculture": {"agriculture", "農業"},
	"member": {"member", "会員"}, "founder": {"founder", "設立者"}, "affiliate": {"affiliate", "提携"}, "designated": {"designated", "指定"}, "funds": {"funds", "資金提供"}, "hosts": {"hosts", "受け入れ"},
	"Hokkaido": {"Hokkaido", "北海道"}, "Tohoku": {"Tohoku", "東北"}, "Kanto": {"Kanto", "関東"}, "Chubu": {"Chubu", "中部"}, "Kansai": {"Kansai", "関西"}, "Kinki": {"Kinki", "近畿"},
	"Chugoku": {"Chugoku", "中国"}, "Shikoku": {"Shikoku", "四国"}, "Kyushu": {"Kyushu", "九州"}, "Okinawa": {"Okinawa", "沖縄"}, "Hokuriku": {"Hokuriku", "北陸"}, "Koshinetsu": {"Koshinetsu", "甲信越"}, "Tokai": {"Tokai", "東海"},
}

package study

import "enishi/graph"

// PrefecturePreset is a named list of prefectures.
type PrefecturePreset struct {
	Key         string   `json:"key"`
	Label       Text     `json:"label"`
	Prefectures []string `json:"prefectures"`
}

// DatePreset is a named time.
type DatePreset struct {
	Key   string     `json:"key"`
	Label Text       `json:"label"`
	Time  graph.Time `json:"time"`
}

// PrefecturePresets are the lists of prefectures that a comparison starts from.
var PrefecturePresets = []PrefecturePreset{
	{"study", Text{"The seven prefectures of the study", "研究対象の7県"}, []string{"jp-04", "jp-21", "jp-22", "jp-25", "jp-32", "jp-35", "jp-39"}},
}

// DatePresets are the times that a dossier or comparison starts from.
var DatePresets = []DatePreset{
	{"study", Text{"August 1989, when the study closed", "1989年8月（研究の完了時）"}, graph.Time{AsOf: graph.Date{Year: 1989, Month: 8}}},
	{"before-mergers", Text{"1 April 2003, before the great mergers", "2003年4月1日（平成の大合併前）"}, graph.Time{AsOf: graph.Date{Year: 2003, Month: 4, Day: 1}}},
	{"now", Text{"Now", "現在"}, graph.Time{}},
}

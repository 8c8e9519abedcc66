package study

// PrefecturePreset is a named list of prefectures.
type PrefecturePreset struct {
	Key         string
	Label       Text
	Prefectures []string
}

// PrefecturePresets are the lists whose key may stand for their prefectures in a comparison. The times that go with them are written as any other: 1989-08, when the study closed, and
// 2003-04-01, before the great mergers.
var PrefecturePresets = []PrefecturePreset{
	{"study", Text{"The seven prefectures of the study", "研究対象の7県"}, []string{"jp-04", "jp-21", "jp-22", "jp-25", "jp-32", "jp-35", "jp-39"}},
}

// presetOf is what an id of a comparison stands for: the prefectures of a preset, or itself.
func presetOf(id string) []string {
	for _, p := range PrefecturePresets {
		if p.Key == id {
			return p.Prefectures
		}
	}
	return []string{id}
}

package study

import (
	"slices"

	"enishi/graph"
)

// Economy is the link between economy and internationalization.
type Economy struct {
	Definition    Text            `json:"definition"`
	Organizations Share           `json:"organizations"`
	Programs      Share           `json:"programs"`
	ThemeTags     Share           `json:"theme_tags"`
	Decades       []EconomyDecade `json:"decades"` // from the earliest; decades without a record are left out
	Themes        []ThemeFigures  `json:"themes"`  // in the order of graph.Themes
}

// EconomyDecade is the link among what began in a decade.
type EconomyDecade struct {
	Decade        int   `json:"decade"` // 1980
	Organizations Share `json:"organizations"`
	Programs      Share `json:"programs"`
}

// ThemeFigures count organizations and programs of a theme.
type ThemeFigures struct {
	Theme         graph.Theme `json:"theme"`
	Organizations Figure      `json:"organizations"`
	Programs      Figure      `json:"programs"`
}

const economic = graph.Theme("economy")

// TiedToEconomy reports whether an organization or program counts as tied to the economy: it has the theme economy, or is an organization of sector business.
func TiedToEconomy(n *graph.Node) bool {
	return slices.Contains(n.Themes, economic) || n.Kind == graph.Organization && n.Sector == "business"
}

// economyCounts are parts and wholes while they are counted.
type economyCounts struct{ organizations, economicOrganizations, programs, economicPrograms counter }

func newEconomyCounts() economyCounts {
	return economyCounts{counter{}, counter{}, counter{}, counter{}}
}

func (c *economyCounts) add(n *graph.Node, certainty graph.Certainty) {
	whole, part := c.organizations, c.economicOrganizations
	if n.Kind == graph.Program {
		whole, part = c.programs, c.economicPrograms
	}
	whole.add(n.ID, certainty)
	if TiedToEconomy(n) {
		part.add(n.ID, certainty)
	}
}

func (c *economyCounts) shares() (organizations, programs Share) {
	return newShare("economy-organizations", c.economicOrganizations, c.organizations), newShare("economy-programs", c.economicPrograms, c.programs)
}

// economyOf measures the link in a prefecture: of organizations located there that exist at the time, and of its programs begun by then.
func economyOf(m *material, prefecture string, t graph.Time) Economy {
	total, decades := newEconomyCounts(), map[int]economyCounts{}
	tags, economicTags := counter{}, counter{}
	byTheme := map[graph.Theme]economyCounts{}
	each := func(n *graph.Node, c graph.Certainty) {
		total.add(n, c)
		if from := n.Valid.From; c != graph.Out && !from.IsZero() {
			d := int(from.Year) / 10 * 10
			if _, known := decades[d]; !known {
				decades[d] = newEconomyCounts()
			}
			of := decades[d]
			of.add(n, c)
		}
		for _, theme := range n.Themes {
			tag := n.ID + " " + string(theme)
			tags.add(tag, c)
			if theme == economic {
				economicTags.add(tag, c)
			}
			if _, known := byTheme[theme]; !known {
				byTheme[theme] = newEconomyCounts()
			}
			of := byTheme[theme]
			of.add(n, c)
		}
	}
	located, _ := m.organizationsIn(prefecture)
	for _, n := range located {
		each(n, n.Holds(t))
	}
	for _, n := range m.programsOf(prefecture) {
		each(n, begun(n, t))
	}
	e := Economy{Definition: Text{"An organization is tied to the economy if it has the theme economy or is of sector business; a program, if it has the theme economy. Themes and sectors are judgements from public pages, and most organizations were found by searching for exchange: the shares tell about what is on record, not about all there was.",
		"団体はテーマに経済を含むか部門が経済団体の場合、交流事業はテーマに経済を含む場合に、経済に関わるものとする。テーマと部門は公開資料に基づく判断であり、団体の多くは国際交流を手がかりに集めた。割合は記録された範囲についてのもので、全体を表すものではない。"},
		ThemeTags: newShare("economy-themes", economicTags, tags), Decades: []EconomyDecade{}, Themes: []ThemeFigures{}}
	e.Organizations, e.Programs = total.shares()
	for _, d := range sortedInts(decades) {
		of := decades[d]
		organizations, programs := of.shares()
		e.Decades = append(e.Decades, EconomyDecade{d, organizations, programs})
	}
	for _, theme := range graph.Themes {
		if of, known := byTheme[theme]; known {
			e.Themes = append(e.Themes, ThemeFigures{theme, of.organizations.figure(), of.programs.figure()})
		}
	}
	return e
}

func sortedInts[T any](m map[int]T) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

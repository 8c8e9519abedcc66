package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"enishi/graph"
)

// AnniversaryYears are the ages that are celebrated.
var AnniversaryYears = []int{10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100}

// AnniversariesQuery asks which ties reach a round age in a year. Time and EdgeKinds of the filter are set by the question: ties that hold in that year.
type AnniversariesQuery struct {
	Year   int          `json:"year"`
	Years  []int        `json:"years"` // ages, of AnniversaryYears; empty: all
	Filter graph.Filter `json:"filter"`
}

// Normalize checks the question and fills its defaults.
func (q AnniversariesQuery) Normalize() (AnniversariesQuery, error) {
	if q.Year < 1 || q.Year > 9999 {
		return q, graph.Invalidf("year", "%d is no year; use 1 to 9999", q.Year)
	}
	for _, y := range q.Years {
		if !slices.Contains(AnniversaryYears, y) {
			return q, graph.Invalidf("years", "%d is no age that is celebrated; use one of %s", y, strings.Trim(strings.ReplaceAll(fmt.Sprint(AnniversaryYears), " ", ", "), "[]"))
		}
	}
	if len(q.Years) == 0 {
		q.Years = AnniversaryYears
	}
	q.Years = slices.Compact(slices.Sorted(slices.Values(q.Years)))
	when := graph.Time{AsOf: graph.Date{Year: int16(q.Year)}}
	if !q.Filter.Time.Now() && q.Filter.Time != when {
		return q, graph.Invalidf("as_of", "the time of anniversaries is their year; leave it out")
	}
	q.Filter.Time, q.Filter.EdgeKinds, q.Filter.IncludeUndated = when, []graph.EdgeKind{graph.SisterOf}, false
	var err error
	q.Filter, err = q.Filter.Normalize()
	return q, err
}

// Anniversary is a tie that reaches a round age.
type Anniversary struct {
	ID    string     `json:"id"`   // of the tie and the year: the same in every list
	Date  graph.Date `json:"date"` // as precise as the signing; of 29 February, in other years the 28th
	Years int        `json:"years"`
	Tie              // as it holds in the year; its body is the last holder of the year
	Title Text       `json:"title"`
}

// Anniversaries are by date (the year alone first, then a month, then its days), then tie. Network holds the ties' records. Undated counts ties left out as nobody
// says when they were signed.
type Anniversaries struct {
	Version string
	Year    int
	Items   []Anniversary
	Undated int
	Network graph.Network
}

// FindAnniversaries answers an AnniversariesQuery from one Subgraph question. ErrTooLarge where the year's ties are more than it holds.
func FindAnniversaries(ctx context.Context, r graph.Reader, q AnniversariesQuery) (Anniversaries, error) {
	q, err := q.Normalize()
	if err != nil {
		return Anniversaries{}, err
	}
	f := q.Filter
	f.IncludeUndated = true
	net, err := whole(ctx, r, "anniversaries", graph.SubgraphQuery{Filter: f})
	if err != nil {
		return Anniversaries{}, err
	}
	nodes, out := nodesByID(&net), Anniversaries{Version: net.Meta.Version, Year: q.Year, Items: []Anniversary{}}
	named := map[string]bool{}
	for _, t := range ties(net, isJapanese) {
		if t.Signed.IsZero() {
			out.Undated++
			continue
		}
		years := q.Year - int(t.Signed.Year)
		if t.Certainty == graph.Undated || !slices.Contains(q.Years, years) {
			continue
		}
		a := Anniversary{ID: fmt.Sprintf("%s-%d", t.Tie, q.Year), Date: inYear(t.Signed, q.Year), Years: years, Tie: t}
		a.Title = Text{anniversaryTitle(&a, nodes, "en"), anniversaryTitle(&a, nodes, "ja")}
		out.Items = append(out.Items, a)
		named[t.Tie] = true
	}
	slices.SortFunc(out.Items, func(a, b Anniversary) int {
		return cmp.Or(cmp.Compare(a.Date.Month, b.Date.Month), cmp.Compare(a.Date.Day, b.Date.Day), cmp.Compare(a.Tie.Tie, b.Tie.Tie))
	})
	rs := newRecords()
	rs.add(net)
	out.Network = rs.only(net.Meta.Version, func(e *graph.FoundEdge) bool { return named[e.Tie] }, map[string]bool{})
	return out, nil
}

// inYear is a date in another year; 29 February is the 28th where there is no 29th.
func inYear(d graph.Date, year int) graph.Date {
	d.Year = int16(year)
	if d.Month == 2 && d.Day == 29 && graph.DayOf(year, 2, 29).Date().Month != 2 {
		d.Day = 28
	}
	return d
}

func anniversaryTitle(a *Anniversary, nodes map[string]*graph.Node, lang string) string {
	body, partner := nodes[a.Body].Label(lang), nodes[a.Partner].Label(lang)
	what := AxisLabel(graph.ByTieKind, string(a.TieKind), lang)
	if a.TieKind == graph.SisterState {
		what = pick(lang, "sister states", "姉妹提携")
	}
	return pick(lang, fmt.Sprintf("%s and %s: %d years (%s, signed %s)", body, partner, a.Years, what, englishOn(a.Signed)),
		fmt.Sprintf("%sと%s：%s%d周年（%s締結）", body, partner, what, a.Years, japaneseDate(a.Signed)))
}

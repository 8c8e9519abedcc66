package study

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"enishi/graph"
)

// ResolveQuery asks who holds, or held, a code or a name. Exactly one of Code and Name is given.
type ResolveQuery struct {
	Code string     // with its system, jis:04462
	Name string     // any spelling that Search takes as exact
	Date graph.Date // zero: today
}

// ResolvedAs says why a body answers a ResolveQuery.
type ResolvedAs string

// The reasons.
const (
	Itself    ResolvedAs = "holder"    // it holds the code or name at the date
	Successor ResolvedAs = "successor" // it took over the body that held it
	Territory ResolvedAs = "territory" // it holds the territory of that body today, after further mergers
)

// ResolvedAses lists the reasons.
var ResolvedAses = []ResolvedAs{Itself, Successor, Territory}

// Match is a body that answers a ResolveQuery.
type Match struct {
	ID        string          `json:"id"`
	As        ResolvedAs      `json:"as"`
	Of        string          `json:"of,omitempty"`  // the dissolved body whose successor it is
	Date      graph.Date      `json:"date,omitzero"` // the day that body was dissolved
	Certainty graph.Certainty `json:"certainty,omitempty"`
}

// Resolution holds the matches, holders first, then by id, and the nodes that they name, by id.
type Resolution struct {
	Matches []Match
	Nodes   []graph.Node
}

// Resolve finds the body or bodies that held a code or name at the date. Without a date they are those of today: of a dissolved body, who took it over that day and,
// where it is another, who holds its territory today. Where nobody held it at the date, nothing is matched. ErrInvalid for a code without system, or of one that is neither of graph.CodeSystems nor of any node; no holder at all is an empty Resolution.
func Resolve(ctx context.Context, r graph.Reader, q ResolveQuery) (Resolution, error) {
	candidates, err := candidates(ctx, r, q)
	if err != nil {
		return Resolution{}, err
	}
	var res Resolution
	for i := range candidates {
		res.Matches = append(res.Matches, matches(&candidates[i], q.Date)...)
	}
	slices.SortStableFunc(res.Matches, func(a, b Match) int {
		return cmp.Or(slices.Index(ResolvedAses, a.As)-slices.Index(ResolvedAses, b.As), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Of, b.Of))
	})
	res.Nodes, err = r.NodesByID(ctx, named(res.Matches))
	if err != nil {
		return Resolution{}, err
	}
	return res, nil
}

func candidates(ctx context.Context, r graph.Reader, q ResolveQuery) ([]graph.Node, error) {
	switch {
	case (q.Code == "") == (q.Name == ""):
		return nil, graph.Invalidf("code", "give either code or name")
	case q.Code != "":
		system, value, ok := strings.Cut(q.Code, ":")
		if !ok || !graph.ValidID(system) || value == "" {
			return nil, graph.Invalidf("code", "%q has no system; write it with one of %s, such as jis:04462", graph.Clip(q.Code), strings.Join(graph.CodeSystems, ", "))
		}
		nodes, err := r.ByCode(ctx, system, value)
		if err == nil && len(nodes) == 0 && !slices.Contains(graph.CodeSystems, system) { // others may be in the data
			err = graph.Invalidf("code", "%q: there is no code system %s; use one of %s, such as jis:04462", graph.Clip(q.Code), graph.Clip(system), strings.Join(graph.CodeSystems, ", "))
		}
		return nodes, err
	}
	found, err := r.Search(ctx, graph.SearchQuery{Text: q.Name, Limit: graph.MaxPage, Filter: graph.Filter{
		NodeKinds: []graph.NodeKind{graph.Prefecture, graph.Municipality, graph.Partner}}})
	if err != nil {
		return nil, err
	}
	var nodes []graph.Node
	for _, h := range found.Hits {
		if h.How == graph.Exact && h.Lang != "code" {
			nodes = append(nodes, h.Node.Node)
		}
	}
	return nodes, nil
}

// matches says what one holder of the code or name, of whatever time, answers.
func matches(n *graph.Node, date graph.Date) []Match {
	if c := n.Holds(graph.Time{AsOf: date}); c != graph.Out {
		return []Match{{ID: n.ID, As: Itself, Certainty: c}}
	}
	if s := n.Successor; s != nil && date.IsZero() {
		out := []Match{{ID: s.ID, As: Successor, Of: n.ID, Date: s.Date}}
		for _, id := range s.Also {
			out = append(out, Match{ID: id, As: Successor, Of: n.ID, Date: s.Date})
		}
		if s.Now != "" && s.Now != s.ID && !slices.Contains(s.Also, s.Now) {
			out = append(out, Match{ID: s.Now, As: Territory, Of: n.ID, Date: s.Date})
		}
		return out
	}
	return nil
}

// named are the ids that the matches name, sorted, each once.
func named(ms []Match) (ids []string) {
	for _, m := range ms {
		ids = append(ids, m.ID)
		if m.Of != "" {
			ids = append(ids, m.Of)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

package api

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"enishi/graph"
)

// area is a value of a parameter that names an area on record.
type area struct{ param, id string }

// areas knows which values of area parameters name areas in the data of one version, as far as they were asked for: a question whose areas are known costs the store no more.
type areas struct {
	mu      sync.Mutex
	version string
	known   map[area]bool
	lists   *computed[[]graph.Node] // those that a refusal names, by version and parameter
}

// Bounds of the list of areas that a refusal is made from, and of what it names.
const (
	areaPages  = 4 // of graph.MaxPage nodes
	namedAreas = 60
)

func newAreas() *areas { return &areas{lists: newComputed[[]graph.Node](4)} }

// isArea tells the nodes that the values of a parameter may name.
var isArea = map[string]func(*graph.Node) bool{
	"prefecture": func(n *graph.Node) bool { return n.Kind == graph.Prefecture },
	"state":      (*graph.Node).IsState,
}

// areas are the values of the question that must name areas.
func (q *question) areas() (all []area) {
	for _, p := range q.route.params {
		if isArea[p.name] != nil && p.kind == idParam {
			for _, id := range q.list(p.name) {
				all = append(all, area{p.name, id})
			}
		}
	}
	return all
}

// unknown are those of the areas that are not known to be there in the version that is known.
func (as *areas) unknown(all []area) []area {
	as.mu.Lock()
	defer as.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(all), func(a area) bool { return as.known[a] })
}

// of reports whether what is known is of the version.
func (as *areas) of(version string) bool {
	as.mu.Lock()
	defer as.mu.Unlock()
	return as.version == version
}

// learn asks the store for areas. One that is not there is a problem that says which are.
func (as *areas) learn(ctx context.Context, r graph.Reader, all []area, lang string) error {
	version, err := r.Version(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.id
	}
	found, err := r.NodesByID(ctx, ids)
	if err != nil {
		return err
	}
	nodes := map[string]*graph.Node{}
	for i := range found {
		nodes[found[i].ID] = &found[i]
	}
	var missing []area
	as.mu.Lock()
	if as.version != version || as.known == nil {
		as.version, as.known = version, map[area]bool{}
	}
	for _, a := range all {
		if n := nodes[a.id]; n != nil && isArea[a.param](n) {
			as.known[a] = true
		} else {
			missing = append(missing, a)
		}
	}
	as.mu.Unlock()
	if len(missing) == 0 {
		return nil
	}
	return as.refuse(ctx, r, version, missing, lang)
}

// refuse is the problem of values that name no area.
func (as *areas) refuse(ctx context.Context, r graph.Reader, version string, missing []area, lang string) error {
	p := problemInvalid.problem("")
	var details []string
	for _, a := range missing {
		there, err := as.list(ctx, r, version, a.param)
		if err != nil {
			return err
		}
		detail := "no " + a.param + " has the id " + graph.Clip(a.id) + "; " + named(a.param, there)
		p.Errors = append(p.Errors, fault{Parameter: a.param, Detail: detail})
		details = append(details, a.param+": "+detail)
		if len(p.Suggestions) == 0 {
			p.Suggestions = listNodes(nearIDs(a.id, there), lang)
		}
	}
	p.Detail = strings.Join(details, "; ")
	return p
}

// named says which areas there are.
func named(param string, there []graph.Node) string {
	if len(there) == 0 {
		return "there is no " + param + " on record"
	}
	ids := make([]string, 0, namedAreas)
	for i := range there[:min(len(there), namedAreas)] {
		ids = append(ids, there[i].ID)
	}
	if text := strings.Join(ids, ", "); len(there) <= namedAreas {
		return "use " + text
	} else {
		return "there are more than " + itoa(namedAreas) + ", among them " + text
	}
}

// list is the areas that a parameter may name, in id order, as far as a few pages hold them.
func (as *areas) list(ctx context.Context, r graph.Reader, version, param string) ([]graph.Node, error) {
	return as.lists.get(ctx, version+"\x00"+param, func() (list []graph.Node, err error) {
		kind := graph.Prefecture
		if param == "state" {
			kind = graph.Partner
		}
		q := graph.NodesQuery{Filter: graph.Filter{NodeKinds: []graph.NodeKind{kind}, Time: graph.Time{Any: true}}, Page: graph.Page{Limit: graph.MaxPage}}
		for range areaPages {
			page, err := r.Nodes(ctx, q)
			if err != nil {
				return nil, err
			}
			for i := range page.Items {
				if n := &page.Items[i].Node; isArea[param](n) {
					list = append(list, *n)
				}
			}
			if q.Page.After = page.Next; q.Page.After == "" {
				break
			}
		}
		return list, nil
	})
}

// nearIDs are the nodes whose ids are a slip or two from the id, the nearest first.
func nearIDs(id string, among []graph.Node) []graph.Node {
	const slips = 2
	type near struct {
		node *graph.Node
		far  int
	}
	var found []near
	for i := range among {
		if n := &among[i]; len(n.ID)-len(id) <= slips && len(id)-len(n.ID) <= slips {
			if d := editDistance(id, n.ID); d <= min(slips, len(id)/5) {
				found = append(found, near{n, d})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Or(a.far-b.far, strings.Compare(a.node.ID, b.node.ID)) })
	out := make([]graph.Node, 0, maxSuggestions)
	for _, f := range found[:min(len(found), maxSuggestions)] {
		out = append(out, *f.node)
	}
	return out
}

// editDistance is how many bytes must be put in, taken out or changed to make one id of the other (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}

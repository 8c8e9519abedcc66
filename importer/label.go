package importer

import (
	"slices"
	"strconv"

	"enishi/graph"
)

// label gives nodes that share a name a label that no other node has: the name with what tells it apart, from the shortest form (府中 in Tokyo) over level and
// area (府中 the town in Hiroshima) and the year it was dissolved to the id. A name that only one node has is its own label, and is not repeated.
func (d *deriver) label() {
	d.labelIn(func(n *graph.Node) string { return n.Names.En }, d.englishForms, func(n *graph.Node, s string) { n.Labels.En = s })
	d.labelIn(func(n *graph.Node) string { return n.Names.Ja }, d.japaneseForms, func(n *graph.Node, s string) { n.Labels.Ja = s })
}

func (d *deriver) labelIn(name func(*graph.Node) string, forms func(*graph.Node) []string, set func(*graph.Node, string)) {
	shared := make(map[string]int, len(d.ids))
	for _, id := range d.ids {
		if s := name(&d.body[id].node); s != "" {
			shared[s]++
		}
	}
	groups := map[string][]*graph.Node{}
	used := map[string]bool{}
	for _, id := range d.ids {
		n := &d.body[id].node
		if s := name(n); shared[s] > 1 {
			groups[s] = append(groups[s], n)
		} else {
			used[s] = true
		}
	}
	names := make([]string, 0, len(groups))
	for s := range groups {
		used[s] = true
		names = append(names, s)
	}
	slices.Sort(names)
	for _, s := range names {
		tellApart(groups[s], forms, used, set)
	}
}

// tellApart gives each node of a group the first of its forms that no other node of the group has at any step, and that is not taken.
func tellApart(group []*graph.Node, forms func(*graph.Node) []string, used map[string]bool, set func(*graph.Node, string)) {
	rest := group
	for step := 0; len(rest) > 0; step++ {
		form := func(n *graph.Node) string {
			if fs := forms(n); step < len(fs) {
				return fs[step]
			}
			return n.ID
		}
		count := map[string]int{}
		for _, n := range rest {
			count[form(n)]++
		}
		var left []*graph.Node
		for _, n := range rest {
			if f := form(n); count[f] == 1 && !used[f] || f == n.ID {
				used[f] = true
				set(n, f)
			} else {
				left = append(left, n)
			}
		}
		rest = left
	}
}

var levelNames = map[graph.Level]string{"designated-city": "City", "city": "City", "special-ward": "Ward", "town": "Town", "village": "Village", "county": "County", "township": "Township", "borough": "Borough"}

func (d *deriver) englishForms(n *graph.Node) []string {
	name, area := n.Names.En, d.english(n.Within)
	level := name
	if l := levelNames[n.Level]; l != "" {
		level += " " + l
	}
	switch n.Kind {
	case graph.Prefecture:
		return []string{name + " Prefecture"}
	case graph.Municipality:
		forms := []string{name + " (" + area + ")", level + " (" + area + ")"}
		if name == area { // Gifu City, not Gifu (Gifu)
			forms[0] = level
		}
		if year := n.Valid.To.Year; year != 0 {
			forms = append(forms, level+" ("+area+", until "+strconv.Itoa(int(year))+")")
		}
		return withID(forms, n)
	case graph.Partner:
		if area == "" {
			return []string{name + " (" + string(n.Level) + ")"}
		}
		forms := []string{name + ", " + area, level + ", " + area}
		if n.District != "" {
			forms = append(forms, name+" ("+n.District+"), "+area)
		}
		return withID(forms, n)
	case graph.Organization:
		if area != "" {
			return withID([]string{name + " (" + area + ")"}, n)
		}
	case graph.Program:
		if y := n.Valid.From.Year; y != 0 {
			return withID([]string{name + " (" + strconv.Itoa(int(y)) + ")"}, n)
		}
	}
	return withID(nil, n)
}

func (d *deriver) japaneseForms(n *graph.Node) []string {
	name, area := n.Names.Ja, d.japanese(n.Within)
	switch n.Kind {
	case graph.Municipality:
		forms := []string{area + name}
		if year := n.Valid.To.Year; year != 0 {
			forms = append(forms, area+name+"（"+strconv.Itoa(int(year))+"年まで）")
		}
		return append(forms, name+"（"+n.ID+"）")
	case graph.Partner, graph.Organization:
		if area != "" {
			return []string{area + name, name + "（" + n.ID + "）"}
		}
	case graph.Program:
		if y := n.Valid.From.Year; y != 0 {
			return []string{name + "（" + strconv.Itoa(int(y)) + "年）", name + "（" + n.ID + "）"}
		}
	}
	return []string{name + "（" + n.ID + "）"}
}

func withID(forms []string, n *graph.Node) []string {
	return append(forms, n.Names.En+" ["+n.ID+"]")
}

func (d *deriver) english(id string) string {
	if b := d.body[id]; b != nil {
		return b.node.Names.En
	}
	return ""
}

func (d *deriver) japanese(id string) string {
	if b := d.body[id]; b != nil {
		return b.node.Names.Ja
	}
	return ""
}

package names

import (
	"maps"
	"slices"

	"enishi/graph"
)

// SubjectOf is what search knows of a node: the one statement of it for every store. within is the node that n.Within names, nil where
// there is none. Codes are written "system:value"; an earlier JIS code is found as a JIS code, as in Reader.ByCode.
func SubjectOf(n, within *graph.Node) Subject {
	s := Subject{
		En: n.Names.En, Ja: n.Names.Ja, Kana: n.Names.Kana, Aliases: n.Names.Aliases,
		Japanese: n.Kind == graph.Prefecture || n.Kind == graph.Municipality || n.Country == "JP",
		Level:    string(n.Level),
	}
	if within != nil {
		s.Within = slices.DeleteFunc(append(slices.Clone(within.Codes["usps"]), within.Names.En, within.Names.Ja),
			func(name string) bool { return name == "" })
	}
	for _, system := range slices.Sorted(maps.Keys(n.Codes)) {
		prefix := system
		if system == "jis-earlier" {
			prefix = "jis"
		}
		for _, value := range n.Codes[system] {
			s.Codes = append(s.Codes, prefix+":"+value)
		}
	}
	return s
}

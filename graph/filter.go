package graph

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MaxFilterValues bounds each list of a filter.
const MaxFilterValues = 200

// Filter is the part that all questions share. Values of one list are "or", lists are "and", an empty list lets all pass. See the package comment for the rules.
type Filter struct {
	EdgeKinds      []EdgeKind `json:"edge_kind,omitempty"`
	NodeKinds      []NodeKind `json:"node_kind,omitempty"`
	TieKinds       []TieKind  `json:"tie_kind,omitempty"`
	Levels         []TieLevel `json:"level,omitempty"`
	Signed         []string   `json:"signed,omitempty"` // when a tie was signed: 1985, 1980s, or UnknownKey
	Statuses       []Status   `json:"status,omitempty"`
	Prefectures    []string   `json:"prefecture,omitempty"` // ids, jp-04
	States         []string   `json:"state,omitempty"`      // ids, us-ca
	Sectors        []Sector   `json:"sector,omitempty"`
	Themes         []Theme    `json:"theme,omitempty"`
	MinConfidence  Confidence `json:"confidence,omitempty"`      // at least; empty: all
	SingleSource   bool       `json:"single_source,omitempty"`   // only records that cite at most one source
	Time           Time       `json:"time,omitzero"`             // zero: now
	IncludeUndated bool       `json:"include_undated,omitempty"` // let in what has an unknown start
	IncludeScoped  bool       `json:"include_scoped,omitempty"`  // with Prefectures: let in nationwide programs
}

// Normalize checks the filter and returns it with lists sorted and without repeats.
func (f Filter) Normalize() (Filter, error) {
	var err error
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	var e error
	f.EdgeKinds, e = checkEnums("edge_kind", f.EdgeKinds, EdgeKinds)
	keep(e)
	f.NodeKinds, e = checkEnums("node_kind", f.NodeKinds, NodeKinds)
	keep(e)
	f.TieKinds, e = checkEnums("tie_kind", f.TieKinds, TieKinds)
	keep(e)
	f.Levels, e = checkEnums("level", f.Levels, TieLevels)
	keep(e)
	f.Signed, e = checkAllSigned(f.Signed)
	keep(e)
	f.Statuses, e = checkEnums("status", f.Statuses, Statuses)
	keep(e)
	f.Sectors, e = checkEnums("sector", f.Sectors, Sectors)
	keep(e)
	f.Themes, e = checkEnums("theme", f.Themes, Themes)
	keep(e)
	f.Prefectures, e = checkIDs("prefecture", f.Prefectures, MaxFilterValues)
	keep(e)
	f.States, e = checkIDs("state", f.States, MaxFilterValues)
	keep(e)
	keep(optional("confidence", f.MinConfidence, Confidences))
	if f.MinConfidence == Low {
		f.MinConfidence = ""
	}
	keep(f.Time.Check())
	return f, err
}

// Edge says how surely the edge passes: Out, Undated (it passes but for its unknown start, and IncludeUndated is off: count it, leave it
// out), Possible or Certain. An edge with unknown start that IncludeUndated lets in is returned as (Undated, true). a and b are the nodes at Source and Target.
func (f *Filter) Edge(e *Edge, a, b *Node) (c Certainty, in bool) {
	if !f.edgeAttributes(e) || !f.level(e, a, b) || !f.ends(a, b) {
		return Out, false
	}
	return f.admit(e.Holds(f.Time))
}

// Node is Edge for a node that stands by itself.
func (f *Filter) Node(n *Node) (c Certainty, in bool) {
	if !f.nodeAttributes(n) {
		return Out, false
	}
	return f.admit(n.Holds(f.Time))
}

func (f *Filter) admit(c Certainty) (Certainty, bool) {
	switch c {
	case Out:
		return Out, false
	case Undated:
		return Undated, f.IncludeUndated
	}
	return c, true
}

// edgeAttributes reports whether the edge passes all tests that need neither its ends nor the time.
func (f *Filter) edgeAttributes(e *Edge) bool {
	return among(f.EdgeKinds, e.Kind) && among(f.TieKinds, e.TieKind) && among(f.Statuses, e.Status) && f.signed(e) &&
		(f.MinConfidence == "" || e.Confidence.Rank() >= f.MinConfidence.Rank()) && (!f.SingleSource || len(e.Citations) <= 1)
}

func (f *Filter) level(e *Edge, a, b *Node) bool {
	return len(f.Levels) == 0 || e.Kind == SisterOf && slices.Contains(f.Levels, LevelOf(a, b))
}

func (f *Filter) signed(e *Edge) bool {
	return len(f.Signed) == 0 || e.Kind == SisterOf && slices.Contains(f.SignedYears(), e.Signed.Year)
}

// SignedYears are the years that Signed names, ascending, 0 for an unknown one; nil where it names none. The filter must be a normalised one.
func (f *Filter) SignedYears() (years []int16) {
	for _, when := range f.Signed {
		if when == UnknownKey {
			years = append(years, 0)
			continue
		}
		digits, isDecade := strings.CutSuffix(when, "s")
		first, _ := strconv.Atoi(digits) // Normalize let nothing else through
		years = append(years, int16(first))
		for k := 1; isDecade && k < 10; k++ {
			years = append(years, int16(first+k))
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// SignedPattern is what a value of Signed looks like, as a regular expression.
const SignedPattern = `^([1-9][0-9]{3}|[1-9][0-9]{2}0s|unknown)$`

var signedForm = regexp.MustCompile(SignedPattern)

// CheckSigned reports a value of Signed that is none.
func CheckSigned(when string) error {
	if !signedForm.MatchString(when) {
		return Invalidf("signed", "%q is no time of signing: give a year (1985), a decade (1980s) or %s", Clip(when), UnknownKey)
	}
	return nil
}

func checkAllSigned(list []string) ([]string, error) {
	if len(list) > MaxFilterValues {
		return nil, Invalidf("signed", "%d values; at most %d", len(list), MaxFilterValues)
	}
	for _, when := range list {
		if err := CheckSigned(when); err != nil {
			return nil, err
		}
	}
	return sortedSet(list), nil
}

func (f *Filter) ends(a, b *Node) bool {
	return among(f.NodeKinds, a.Kind) && among(f.NodeKinds, b.Kind) &&
		endTest(f.sector(a), f.sector(b), len(f.Sectors) > 0) && endTest(f.theme(a), f.theme(b), len(f.Themes) > 0) && f.areas(a, b)
}

// verdict of an attribute test on one end.
type verdict int

const (
	lacks verdict = iota // the node's kind has no such attribute
	fails
	passes
)

func endTest(a, b verdict, asked bool) bool {
	return !asked || (a != fails && b != fails && (a == passes || b == passes))
}

func (f *Filter) sector(n *Node) verdict {
	if n.Kind != Organization {
		return lacks
	}
	return judge(slices.Contains(f.Sectors, n.Sector))
}

func (f *Filter) theme(n *Node) verdict {
	if n.Kind != Organization && n.Kind != Program {
		return lacks
	}
	return judge(slices.ContainsFunc(n.Themes, func(t Theme) bool { return slices.Contains(f.Themes, t) }))
}

func judge(ok bool) verdict {
	if ok {
		return passes
	}
	return fails
}

func (f *Filter) areas(a, b *Node) bool {
	p, s := len(f.Prefectures) > 0, len(f.States) > 0
	if p && !f.IncludeScoped && (len(a.Scope) > 0 || len(b.Scope) > 0) {
		return false
	}
	inP := func(n *Node) bool { return inAreas(n, f.Prefectures) }
	inS := func(n *Node) bool { return inAreas(n, f.States) }
	switch {
	case p && s:
		return (inP(a) && inS(b)) || (inS(a) && inP(b))
	case p:
		return inP(a) || inP(b)
	case s:
		return inS(a) || inS(b)
	}
	return true
}

func inAreas(n *Node, areas []string) bool {
	return slices.Contains(areas, n.ID) || (n.Within != "" && slices.Contains(areas, n.Within))
}

// nodeAttributes reports whether a node that stands by itself passes all tests but time. Kinds without an asked
// attribute do not pass; with Prefectures, a nationwide program passes if IncludeScoped is on.
func (f *Filter) nodeAttributes(n *Node) bool {
	return among(f.NodeKinds, n.Kind) && (len(f.Sectors) == 0 || f.sector(n) == passes) && (len(f.Themes) == 0 || f.theme(n) == passes) &&
		(f.MinConfidence == "" || n.Confidence.Rank() >= f.MinConfidence.Rank()) && (!f.SingleSource || len(n.Citations) <= 1) && f.nodeArea(n)
}

func (f *Filter) nodeArea(n *Node) bool {
	if len(f.Prefectures) == 0 && len(f.States) == 0 {
		return true
	}
	return inAreas(n, f.Prefectures) || inAreas(n, f.States) || (f.IncludeScoped && len(f.Prefectures) > 0 && len(n.Scope) > 0)
}

func among[T ~string](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

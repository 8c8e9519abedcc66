package graph

import (
	"slices"
	"strings"
)

// NodeKind is what a node is. The list is closed.
type NodeKind string

// The node kinds.
const (
	Prefecture   NodeKind = "prefecture"   // one of the 47
	Municipality NodeKind = "municipality" // of today or dissolved
	Partner      NodeKind = "partner"      // the far end: a US state, county, city, town, tribe …, or a place elsewhere
	Organization NodeKind = "organization" // related to international exchange
	Program      NodeKind = "program"      // an exchange program or event
)

// NodeKinds lists the node kinds in their order.
var NodeKinds = []NodeKind{Prefecture, Municipality, Partner, Organization, Program}

// EdgeKind is what an edge means. The list is closed.
type EdgeKind string

// The edge kinds.
const (
	SisterOf    EdgeKind = "sister_of"     // undirected; stored once, ends in id order
	MemberOf    EdgeKind = "member_of"     // node → organization or place
	Organizes   EdgeKind = "organizes"     // node → program
	TakesPartIn EdgeKind = "takes_part_in" // node → program
	LocatedIn   EdgeKind = "located_in"    // municipality → prefecture, partner → its state, organization → place
	SucceededBy EdgeKind = "succeeded_by"  // dissolved municipality → the body that took it over that day
)

// EdgeKinds lists the edge kinds in the order that every answer keeps.
var EdgeKinds = []EdgeKind{SisterOf, MemberOf, Organizes, TakesPartIn, LocatedIn, SucceededBy}

// Order is the kind's place in EdgeKinds; an unknown kind stands last.
func (k EdgeKind) Order() int {
	if i := slices.Index(EdgeKinds, k); i >= 0 {
		return i
	}
	return len(EdgeKinds)
}

// Directed reports whether the kind's direction means something.
func (k EdgeKind) Directed() bool { return k != SisterOf }

// TieKind is the kind of a sister affiliation.
type TieKind string

// The tie kinds.
const (
	SisterState TieKind = "sister-state"
	SisterCity  TieKind = "sister-city"
	Friendship  TieKind = "friendship"
)

// TieKinds lists the tie kinds.
var TieKinds = []TieKind{SisterState, SisterCity, Friendship}

// TieLevel is where a sister affiliation stands: by its ends, not by its kind.
type TieLevel string

// The levels of ties.
const (
	PrefectureState TieLevel = "prefecture-state" // both ends are a prefecture or state (Node.IsState)
	CrossLevel      TieLevel = "cross-level"      // one is
	Municipal       TieLevel = "municipal"        // neither is
)

// TieLevels lists the levels of ties.
var TieLevels = []TieLevel{PrefectureState, Municipal, CrossLevel}

// LevelOf is the level of a tie between a and b.
func LevelOf(a, b *Node) TieLevel { return LevelOfEnds(upper(a) + upper(b)) }

// LevelOfEnds is the level of a tie of whose two ends n are a prefecture or a state.
func LevelOfEnds(n int) TieLevel { return [...]TieLevel{Municipal, CrossLevel, PrefectureState}[n] }

func upper(n *Node) int {
	if n.Kind == Prefecture || n.IsState() {
		return 1
	}
	return 0
}

// Status is the state of a sister affiliation.
type Status string

// The statuses.
const (
	Active  Status = "active"
	Ended   Status = "ended"
	Unknown Status = "unknown"
)

// Statuses lists the statuses.
var Statuses = []Status{Active, Ended, Unknown}

// Role says in which capacity: original or inherited of a sister tie; the others of a membership.
type Role string

// The roles.
const (
	Original   Role = "original"   // the body that signed
	Inherited  Role = "inherited"  // the body that took the signatory over
	Member     Role = "member"     //
	Founder    Role = "founder"    //
	Affiliate  Role = "affiliate"  // of a place: works with it
	Designated Role = "designated" //
	Funds      Role = "funds"      //
	Hosts      Role = "hosts"      //
)

// TieRoles and MemberRoles list the roles of a sister tie and of a membership.
var (
	TieRoles    = []Role{Original, Inherited}
	MemberRoles = []Role{Member, Founder, Affiliate, Designated, Funds, Hosts}
)

// Change is the kind of a municipal merger.
type Change string

// The changes.
const (
	Merged   Change = "merged"   // into a body newly set up
	Absorbed Change = "absorbed" // into a body that went on
	Split    Change = "split"    // between several bodies
)

// Changes lists the changes.
var Changes = []Change{Merged, Absorbed, Split}

// Sector is where an organization stands.
type Sector string

// Sectors lists the sectors.
var Sectors = []Sector{"central-government", "prefectural-government", "municipal-government", "quasi-governmental", "ngo", "education", "business"}

// Theme is what an organization or program is about.
type Theme string

// Themes lists the themes.
var Themes = []Theme{"economy", "education", "culture", "sport", "citizen-exchange", "governance", "disaster-relief", "environment", "tourism", "health", "agriculture"}

// Level is the administrative level of a place, as of today.
type Level string

// Levels lists the levels: of Japan's side, then of the partner's.
var Levels = []Level{"prefecture", "designated-city", "city", "special-ward", "town", "village",
	"state", "county", "township", "borough", "tribe", "territory", "district", "community", "neighborhood"}

// Confidence is how sure a record is.
type Confidence string

// The confidences. Unstated counts as medium.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Confidences lists the confidences from the most to the least sure.
var Confidences = []Confidence{High, Medium, Low}

// Rank is 3 for high, 2 for medium or unstated, 1 for low.
func (c Confidence) Rank() int {
	switch c {
	case High:
		return 3
	case Low:
		return 1
	}
	return 2
}

// ClaimKind says how a source relates to the value chosen.
type ClaimKind string

// The claim kinds.
const (
	Agrees    ClaimKind = "agrees"    // supports the record's value
	Disagrees ClaimKind = "disagrees" // gives another value
	Inferred  ClaimKind = "inferred"  // the value follows from what the source says
	Refutes   ClaimKind = "refutes"   // says that it is not so
	Uncertain ClaimKind = "uncertain" // doubts
)

// ClaimKinds lists the claim kinds.
var ClaimKinds = []ClaimKind{Agrees, Disagrees, Inferred, Refutes, Uncertain}

// ParseEnum finds s in a closed list; the error names the parameter and what is allowed.
func ParseEnum[T ~string](param, s string, allowed []T) (T, error) {
	if slices.Contains(allowed, T(s)) {
		return T(s), nil
	}
	return "", invalidf(param, "%q is not allowed; use one of %s", Clip(s), joinEnum(allowed))
}

func joinEnum[T ~string](vs []T) string {
	parts := make([]string, len(vs))
	for i, v := range vs {
		parts[i] = string(v)
	}
	return strings.Join(parts, ", ")
}

// checkEnums is ParseEnum for every value; it returns them sorted and without repeats.
func checkEnums[T ~string](param string, vs []T, allowed []T) ([]T, error) {
	for _, v := range vs {
		if _, err := ParseEnum(param, string(v), allowed); err != nil {
			return nil, err
		}
	}
	return sortedSet(vs), nil
}

// sortedSet returns vs sorted in code-point order without repeats, in a slice of its own; nil if empty.
func sortedSet[T ~string](vs []T) []T {
	if len(vs) == 0 {
		return nil
	}
	out := slices.Clone(vs)
	slices.Sort(out)
	return slices.Compact(out)
}

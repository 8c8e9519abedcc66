package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a record, checked by Release.Check.
const (
	MaxID   = 200      // bytes of an id
	MaxText = 64 << 10 // bytes of one text field
	MaxList = 4096     // values of one list field
)

// ValidID reports whether id has the form [a-z0-9][a-z0-9-]* and at most MaxID bytes.
func ValidID(id string) bool {
	if id == "" || len(id) > MaxID || id[0] == '-' {
		return false
	}
	for i := 0; i < len(id); i++ { // a regular expression takes a sixth of the time of an import
		if c := id[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// Names are the names of a node. Nothing here was transliterated by guess; derived forms are aliases.
type Names struct {
	En      string   `json:"en,omitempty"`
	Ja      string   `json:"ja,omitempty"`
	Kana    string   `json:"kana,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
}

// Labels are display names made unique among the nodes of a dataset (with level, prefecture or state).
type Labels struct {
	En string `json:"en,omitempty"`
	Ja string `json:"ja,omitempty"`
}

// Point is a position in WGS 84 decimal degrees.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Population is a number of inhabitants and the date it was counted.
type Population struct {
	Count int  `json:"count"`
	Date  Date `json:"date,omitzero"`
}

// Codes are identifiers of a node in other systems: those of CodeSystems, and others that the data have. Systems share
// numbers, so a code is always written with its system, "jis:04462".
type Codes map[string][]string

// CodeSystems lists the systems that are known by name. In each a code is one body's at a time; jis-earlier, the codes that a body no longer has, is part of jis when a code is looked up.
var CodeSystems = []string{"jis", "jis-earlier", "iso", "fips", "usps", "gnis", "geonames", "wikidata"}

// Succession says what became of a dissolved body.
type Succession struct {
	ID   string   `json:"id"`             // the body that took it over that day
	Also []string `json:"also,omitempty"` // the others, where it was split
	Date Date     `json:"date"`           // the day it was dissolved
	Now  string   `json:"now,omitempty"`  // the body that holds its territory today
}

// Event is something in the life of a body that made no new node: an earlier code, a merger into a body of the same name, a promotion.
type Event struct {
	Date      Date     `json:"date,omitzero"`
	Kind      string   `json:"kind"` // merged-same-name, renumbered
	Code      string   `json:"code,omitempty"`
	Names     Names    `json:"names,omitzero"`
	Level     Level    `json:"level,omitempty"`
	Note      string   `json:"note,omitempty"`
	Citations []string `json:"citations,omitempty"`
}

// Node is a place, organization or program. Which fields a kind uses is said in importer/README.md; unknown is the zero value.
type Node struct {
	ID          string      `json:"id"`
	Kind        NodeKind    `json:"kind"`
	Names       Names       `json:"names"`
	Labels      Labels      `json:"labels,omitzero"`
	Level       Level       `json:"level,omitempty"`
	Type        string      `json:"type,omitempty"`        // of an organization or program; of a US place its legal type
	Sector      Sector      `json:"sector,omitempty"`      // organization
	Themes      []Theme     `json:"themes,omitempty"`      // organization, program; sorted
	Scope       []string    `json:"scope,omitempty"`       // countries of a nationwide program, ISO 3166-1 alpha-2; sorted
	Country     string      `json:"country,omitempty"`     // ISO 3166-1 alpha-2
	Within      string      `json:"within,omitempty"`      // id of the prefecture or state it lies in
	Region      string      `json:"region,omitempty"`      // of a prefecture: Tohoku, Chubu …
	District    string      `json:"district,omitempty"`    // of a municipality: its 郡
	Capital     string      `json:"capital,omitempty"`     // of a prefecture or state
	Point       *Point      `json:"point,omitempty"`       //
	Population  *Population `json:"population,omitempty"`  //
	Codes       Codes       `json:"codes,omitempty"`       // values sorted
	Valid       Range       `json:"valid,omitzero"`        //
	Successor   *Succession `json:"successor,omitempty"`   // of a dissolved body
	Events      []Event     `json:"events,omitempty"`      // by date, kind, code
	URL         string      `json:"url,omitempty"`         //
	Description string      `json:"description,omitempty"` //
	Citations   []string    `json:"citations,omitempty"`   // source ids, sorted
	Confidence  Confidence  `json:"confidence,omitempty"`  //
	Note        string      `json:"note,omitempty"`        //
}

// IsPlace reports whether the node is a prefecture, municipality or partner: an unknown start means that it always was.
func (n *Node) IsPlace() bool {
	return n.Kind == Prefecture || n.Kind == Municipality || n.Kind == Partner
}

// IsState reports whether the node is the partner's counterpart of a prefecture: a state, territory or federal district that lies in no other.
func (n *Node) IsState() bool {
	return n.Kind == Partner && n.Within == "" && (n.Level == "state" || n.Level == "territory" || n.Level == "district")
}

// AllCitations are the ids of the sources that the node and its events cite, sorted, each once.
func (n *Node) AllCitations() []string {
	if len(n.Events) == 0 {
		return n.Citations
	}
	all := slices.Clone(n.Citations)
	for _, e := range n.Events {
		all = append(all, e.Citations...)
	}
	return sortedSet(all)
}

// InArea reports whether the node is the area id itself or lies in it.
func (n *Node) InArea(id string) bool { return n.ID == id || n.Within == id }

// Label is the display name in the language ("ja" or anything else for English): the unique label, else the name, in the
// language order; never a guessed transliteration.
func (n *Node) Label(lang string) string {
	en, ja := cmp.Or(n.Labels.En, n.Names.En), cmp.Or(n.Labels.Ja, n.Names.Ja)
	if lang == "ja" {
		return cmp.Or(ja, en, n.ID)
	}
	return cmp.Or(en, ja, n.ID)
}

// Edge is a tie between two nodes. A sister_of edge is stored once with Source < Target.
type Edge struct {
	ID         string     `json:"id"`
	Kind       EdgeKind   `json:"kind"`
	Source     string     `json:"source"`
	Target     string     `json:"target"`
	Tie        string     `json:"tie,omitempty"`               // sister_of: the lineage
	TieKind    TieKind    `json:"tie_kind,omitempty"`          // sister_of
	Role       Role       `json:"role,omitempty"`              // sister_of, member_of
	Signed     Date       `json:"signed,omitzero"`             // sister_of: of the lineage
	Status     Status     `json:"status,omitempty"`            // sister_of: of the lineage
	Signatory  string     `json:"signatory,omitempty"`         // sister_of: who signed, where it is only known by name
	Unknown    bool       `json:"signatory_unknown,omitempty"` // sister_of: the tie is older than its body and nobody says who signed
	Date       Date       `json:"date,omitzero"`               // succeeded_by: the day
	Change     Change     `json:"change,omitempty"`            // succeeded_by
	Valid      Range      `json:"valid,omitzero"`              //
	Citations  []string   `json:"citations,omitempty"`         // source ids, sorted
	Confidence Confidence `json:"confidence,omitempty"`
	Note       string     `json:"note,omitempty"`
}

// HasEnded reports whether the edge is known to have ended, perhaps nobody says when.
func (e *Edge) HasEnded() bool { return e.Status == Ended && e.Valid.To.IsZero() }

// Holds says how surely the edge holds at the time.
func (e *Edge) Holds(t Time) Certainty { return t.Holds(e.Valid, e.HasEnded(), e.Kind == LocatedIn) }

// Holds says how surely the node exists at the time.
func (n *Node) Holds(t Time) Certainty { return t.Holds(n.Valid, false, n.IsPlace()) }

// CompareHolders orders the edges of one lineage by when they held: the earlier end first and one without an end last, then the earlier
// start and an unknown one first, then id. The greatest is the last holder.
func CompareHolders(a, b *Edge) int {
	byStart := a.Valid.From.Compare(b.Valid.From)
	if a.Valid.From.IsZero() != b.Valid.From.IsZero() {
		byStart = -byStart
	}
	return cmp.Or(a.Valid.To.Compare(b.Valid.To), byStart, cmp.Compare(a.ID, b.ID))
}

// Far is the other end of the edge, seen from one.
func (e *Edge) Far(id string) string {
	if e.Source == id {
		return e.Target
	}
	return e.Source
}

// EdgeID builds an edge's id from its kind, tie or ends, and holder or role. For a sister_of edge: tie and the id of its Japanese
// holder; else source, target and role (may be empty).
func EdgeID(kind EdgeKind, parts ...string) string {
	s := strings.ReplaceAll(string(kind), "_", "-")
	for _, p := range parts {
		if p != "" {
			s += "--" + p
		}
	}
	if len(s) > MaxID { // keep it an id: cut and tell apart by hash
		h := sha256.Sum256([]byte(s))
		s = s[:MaxID-17] + "-" + hex.EncodeToString(h[:8])
	}
	return s
}

// Source is a page, book or register that says something.
type Source struct {
	ID        string `json:"id"`      // SourceID(Locator)
	Locator   string `json:"locator"` // URL, or citation of a printed source or register
	Publisher string `json:"publisher,omitempty"`
	Title     string `json:"title,omitempty"`
	Licence   string `json:"licence,omitempty"`
	Credit    string `json:"credit,omitempty"` // a credit line that every product must show
}

// SourceID is "src-" and the first 12 hex digits of the SHA-256 of the normalised locator.
func SourceID(locator string) string {
	h := sha256.Sum256([]byte(NormalizeLocator(locator)))
	return "src-" + hex.EncodeToString(h[:6])
}

// NormalizeLocator makes spellings of one address one: scheme http → https, host in lower case, no default port, fragment or trailing slashes; other text is only trimmed.
func NormalizeLocator(s string) string {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return s
	}
	u.Scheme, u.Fragment, u.RawFragment = "https", "", ""
	u.Host = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(u.Host, ":80"), ":443"))
	return strings.TrimRight(u.String(), "/")
}

// Claim is what one source says of one field of one record.
type Claim struct {
	ID     string    `json:"id"`     // ClaimID of the other fields
	Record string    `json:"record"` // id of a node, edge, tie or source
	Field  string    `json:"field"`
	Value  string    `json:"value,omitempty"`
	Source string    `json:"source,omitempty"` // source id; empty where it is not known which source says it
	Kind   ClaimKind `json:"kind"`
	Note   string    `json:"note,omitempty"`
}

// ClaimID is "claim-" and the first 16 hex digits of the SHA-256 of the claim's fields.
func ClaimID(c Claim) string {
	h := sha256.Sum256([]byte(strings.Join([]string{c.Record, c.Field, c.Value, c.Source, string(c.Kind), c.Note}, "\x00")))
	return "claim-" + hex.EncodeToString(h[:8])
}

// Normalize sorts list fields, so that equal records have equal encodings. It changes slices in place.
func (n *Node) Normalize() {
	n.Names.Aliases = sortedSet(n.Names.Aliases)
	n.Themes, n.Scope, n.Citations = sortedSet(n.Themes), sortedSet(n.Scope), sortedSet(n.Citations)
	for system, values := range n.Codes {
		if values = sortedSet(values); len(values) == 0 {
			delete(n.Codes, system)
		} else {
			n.Codes[system] = values
		}
	}
	if len(n.Codes) == 0 {
		n.Codes = nil
	}
	if n.Successor != nil {
		n.Successor.Also = sortedSet(n.Successor.Also)
	}
	for i := range n.Events {
		n.Events[i].Citations = sortedSet(n.Events[i].Citations)
		n.Events[i].Names.Aliases = sortedSet(n.Events[i].Names.Aliases)
	}
	slices.SortFunc(n.Events, func(a, b Event) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Names.Ja, b.Names.Ja), cmp.Compare(a.Note, b.Note),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Names.En, b.Names.En), cmp.Compare(a.Names.Kana, b.Names.Kana), slices.Compare(a.Names.Aliases, b.Names.Aliases), slices.Compare(a.Citations, b.Citations))
	})
	if len(n.Events) == 0 {
		n.Events = nil
	}
}

// Normalize puts the ends of an undirected edge in id order and sorts the citations.
func (e *Edge) Normalize() {
	if e.Kind == SisterOf && e.Source > e.Target {
		e.Source, e.Target = e.Target, e.Source
	}
	e.Citations = sortedSet(e.Citations)
}

// checkText refuses text that is not UTF-8, holds control characters that no table or markup can carry, or is too long.
func checkText(field, s string) error {
	switch {
	case len(s) > MaxText:
		return invalidf(field, "%s is %d bytes long; at most %d", field, len(s), MaxText)
	case !utf8.ValidString(s):
		return invalidf(field, "%s is not valid UTF-8", field)
	case strings.ContainsFunc(s, func(r rune) bool {
		return (r < ' ' && r != '\n' && r != '\t') || r == 0x7f || r == 0xfffe || r == 0xffff
	}):
		return invalidf(field, "%s holds a control character", field)
	}
	return nil
}

func checkTexts(field string, vs []string) error {
	if len(vs) > MaxList {
		return invalidf(field, "%s has %d values; at most %d", field, len(vs), MaxList)
	}
	for _, v := range vs {
		if v == "" {
			return invalidf(field, "%s holds an empty value", field)
		}
		if err := checkText(field, v); err != nil {
			return err
		}
	}
	return nil
}

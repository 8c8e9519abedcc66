package format

import (
	"cmp"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"enishi/graph"
)

// jsonldHead defines every term in the file itself: nothing has to be fetched. Terms are schema.org's; the prefix "enishi" is our own vocabulary, where schema.org has no word.
const jsonldHead = `{"@context":{"@vocab":"https://schema.org/","owl":"http://www.w3.org/2002/07/owl#","prov":"http://www.w3.org/ns/prov#","rdf":"http://www.w3.org/1999/02/22-rdf-syntax-ns#",` +
	`"xsd":"http://www.w3.org/2001/XMLSchema#","enishi":"urn:enishi:terms:","sameAs":{"@id":"owl:sameAs","@type":"@id"},"url":{"@id":"https://schema.org/url","@type":"@id"},` +
	`"wasDerivedFrom":{"@id":"prov:wasDerivedFrom","@type":"@id"},"containedInPlace":{"@type":"@id"},"subject":{"@id":"rdf:subject","@type":"@id"},"predicate":{"@id":"rdf:predicate","@type":"@id"},` +
	`"object":{"@id":"rdf:object","@type":"@id"},"successor":{"@id":"enishi:succeeded_by","@type":"@id"}},"@graph":[` + "\n"

// jsonld writes JSON-LD 1.1: nodes as schema.org things, with owl:sameAs where Wikidata or GeoNames know them; edges as rdf:Statements with their validity; and, where an edge has not
// ended, the plain triple beside it, for those who ask simple questions. Citations are prov:wasDerivedFrom. Dates are xsd:date, xsd:gYearMonth or xsd:gYear, as precise as they are.
func jsonld(w io.Writer, d *Document, _ Options) error {
	base := cmp.Or(d.Base, "urn:enishi:")
	s := newStream(w)
	s.b = append(s.b, jsonldHead...)
	s.b = appendDataset(s.b, d)
	for i := range d.Network.Nodes {
		s.b = appendThing(append(s.b, ",\n"...), &d.Network.Nodes[i], base, d.Lang)
		if !s.spill() {
			break
		}
	}
	organizations := map[string]bool{}
	for i := range d.Network.Nodes {
		organizations[d.Network.Nodes[i].ID] = d.Network.Nodes[i].Kind == graph.Organization
	}
	for i := range d.Network.Edges {
		e := &d.Network.Edges[i]
		predicate := predicates[e.Kind]
		if e.Kind == graph.LocatedIn && organizations[e.Source] {
			predicate = "https://schema.org/location"
		}
		s.b = appendStatement(append(s.b, ",\n"...), e, predicate, base)
		if !s.spill() {
			break
		}
	}
	for i := range d.Network.Sources {
		s.b = appendWork(append(s.b, ",\n"...), &d.Network.Sources[i], base)
		if !s.spill() {
			break
		}
	}
	s.b = append(s.b, "\n]}\n"...)
	return s.close()
}

func appendDataset(b []byte, d *Document) []byte {
	b = append(b, `{"@type":"Dataset"`...)
	b = optional(b, "name", d.Title)
	b = optional(b, "url", webAddress(d.URL))
	b = optional(b, "enishi:query", d.Query)
	b = optional(b, "version", d.Network.Meta.Version)
	b = member(b, "inLanguage", d.language())
	b = optionalArray(b, "enishi:truncated_by", d.Network.Meta.TruncatedBy)
	return append(optionalArray(b, "creditText", d.credits()), '}')
}

// thingTypes are the schema.org types of the kinds of node; a partner's depends on its level.
var thingTypes = map[graph.NodeKind][]string{
	graph.Prefecture:   {"AdministrativeArea", "enishi:Prefecture"},
	graph.Municipality: {"AdministrativeArea", "enishi:Municipality"},
	graph.Partner:      {"AdministrativeArea", "enishi:Partner"},
	graph.Organization: {"Organization", "enishi:Organization"},
	graph.Program:      {"Project", "enishi:Program"},
}

func appendThing(b []byte, n *graph.FoundNode, base, lang string) []byte {
	b = member(append(b, '{'), "@id", base+"nodes/"+n.ID)
	b = array(b, "@type", thingTypes[n.Kind])
	b = member(b, "identifier", n.ID)
	b = member(b, "enishi:label", n.Label(lang))
	b = tagged(append(key(b, "name"), '['), "en", n.Names.En)
	b = tagged(b, "ja", n.Names.Ja)
	b = append(tagged(b, "ja-Hira", n.Names.Kana), ']')
	b = optionalArray(b, "alternateName", n.Names.Aliases)
	b = optional(b, "enishi:level", n.Level)
	b = optional(b, "enishi:type", n.Type)
	b = optional(b, "enishi:sector", n.Sector)
	b = optionalArray(b, "enishi:theme", n.Themes)
	b = optionalArray(b, "enishi:scope", n.Scope)
	b = optional(b, "enishi:country", n.Country)
	b = optional(b, "enishi:region", n.Region)
	b = optional(b, "enishi:district", n.District)
	b = optional(b, "enishi:capital", n.Capital)
	if n.Within != "" {
		b = member(b, within(n.Kind), base+"nodes/"+n.Within)
	}
	if isPlace(n.Point) {
		b = append(appendFloat(append(key(b, "geo"), `{"@type":"GeoCoordinates","latitude":`...), n.Point.Lat), `,"longitude":`...)
		b = append(appendFloat(b, n.Point.Lon), '}')
	}
	if p := n.Population; p != nil {
		b = number(append(key(b, "enishi:population"), '{'), "enishi:count", p.Count)
		b = append(typedDate(b, "enishi:date", p.Date), '}')
	}
	b = codesLD(b, n.Codes)
	b = optionalArray(b, "sameAs", sameAs(n.Codes))
	b = typedRange(b, n.Valid)
	if s := n.Successor; s != nil {
		ids := []string{base + "nodes/" + s.ID}
		for _, id := range s.Also {
			ids = append(ids, base+"nodes/"+id)
		}
		b = array(b, "successor", ids)
	}
	b = optional(b, "url", webAddress(n.URL))
	b = optional(b, "description", n.Description)
	b = derivedFrom(b, n.AllCitations(), base)
	b = optional(b, "enishi:confidence", n.Confidence)
	b = optional(b, "enishi:certainty", n.Certainty)
	return append(optional(b, "enishi:note", n.Note), '}')
}

// tagged appends a name with its language to an open array.
func tagged(b []byte, language, name string) []byte {
	if name == "" {
		return b
	}
	if b[len(b)-1] != '[' {
		b = append(b, ',')
	}
	b = member(append(b, '{'), "@value", name)
	return append(member(b, "@language", language), '}')
}

// within is where a place, or an organization, lies; of a program it is a word of our own.
func within(k graph.NodeKind) string {
	switch k {
	case graph.Prefecture, graph.Municipality, graph.Partner:
		return "containedInPlace"
	}
	return "enishi:within"
}

// codesLD writes the codes as schema.org property values: the system, then the code.
func codesLD(b []byte, c graph.Codes) []byte {
	if len(c) == 0 {
		return b
	}
	b = append(key(b, "enishi:code"), '[')
	for _, system := range slices.Sorted(maps.Keys(c)) {
		for _, v := range c[system] {
			if b[len(b)-1] != '[' {
				b = append(b, ',')
			}
			b = member(append(b, `{"@type":"PropertyValue"`...), "propertyID", system)
			b = append(member(b, "value", v), '}')
		}
	}
	return append(b, ']')
}

// sameAs are the addresses of a node in Wikidata and GeoNames. A code that is not of their form names nothing.
func sameAs(c graph.Codes) []string {
	var all []string
	for _, v := range c["wikidata"] {
		if len(v) > 1 && v[0] == 'Q' && digits(v[1:]) {
			all = append(all, "http://www.wikidata.org/entity/"+v)
		}
	}
	for _, v := range c["geonames"] {
		if digits(v) {
			all = append(all, "https://sws.geonames.org/"+v+"/")
		}
	}
	return all
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// webAddress is s if it is an address on the web, what no IRI may hold written as %XX; else "".
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	if !strings.ContainsFunc(s, notInIRI) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if notInIRI(r) {
			b.WriteString(url.PathEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func notInIRI(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("<>\"{}|\\^`\u2028\u2029", r)
}

// typedDate writes a date as precise as it is.
func typedDate(b []byte, name string, d graph.Date) []byte {
	if d.IsZero() {
		return b
	}
	t := "xsd:gYear"
	if d.Exact() {
		t = "xsd:date"
	} else if d.Month != 0 {
		t = "xsd:gYearMonth"
	}
	b = date(append(key(b, name), '{'), "@value", d)
	return append(member(b, "@type", t), '}')
}

func typedRange(b []byte, r graph.Range) []byte {
	return typedDate(typedDate(b, "enishi:valid_from", r.From), "enishi:valid_to", r.To)
}

func derivedFrom(b []byte, citations []string, base string) []byte {
	iris := make([]string, len(citations))
	for i, id := range citations {
		iris[i] = base + "sources/" + id
	}
	return optionalArray(b, "wasDerivedFrom", iris)
}

// predicates are what the kinds of edge say; an organization has a location, it is not contained. organizer and participant, which schema.org says of the event, would turn the edge round.
var predicates = map[graph.EdgeKind]string{
	graph.SisterOf: "urn:enishi:terms:sister_of", graph.MemberOf: "https://schema.org/memberOf", graph.Organizes: "urn:enishi:terms:organizes", graph.TakesPartIn: "urn:enishi:terms:takes_part_in",
	graph.LocatedIn: "https://schema.org/containedInPlace", graph.SucceededBy: "urn:enishi:terms:succeeded_by",
}

func appendStatement(b []byte, e *graph.FoundEdge, predicate, base string) []byte {
	b = member(append(b, '{'), "@id", base+"edges/"+e.ID)
	b = append(b, `,"@type":"rdf:Statement"`...)
	b = member(b, "identifier", e.ID)
	b = member(b, "subject", base+"nodes/"+e.Source)
	b = member(b, "predicate", predicate)
	b = member(b, "object", base+"nodes/"+e.Target)
	b = member(b, "enishi:kind", string(e.Kind))
	b = boolean(b, "enishi:directed", e.Kind.Directed())
	b = optional(b, "enishi:tie", e.Tie)
	b = optional(b, "enishi:tie_kind", e.TieKind)
	b = optional(b, "enishi:role", e.Role)
	b = typedDate(b, "enishi:signed", e.Signed)
	b = optional(b, "enishi:status", e.Status)
	b = optional(b, "enishi:signatory", e.Signatory)
	if e.Unknown {
		b = boolean(b, "enishi:signatory_unknown", true)
	}
	b = typedDate(b, "enishi:date", e.Date)
	b = optional(b, "enishi:change", e.Change)
	b = typedRange(b, e.Valid)
	b = derivedFrom(b, e.Citations, base)
	b = optional(b, "enishi:confidence", e.Confidence)
	b = optional(b, "enishi:certainty", e.Certainty)
	b = append(optional(b, "enishi:note", e.Note), '}')
	if e.Status == graph.Ended || !e.Valid.To.IsZero() {
		return b
	}
	b = triple(b, base, e.Source, predicate, e.Target)
	if !e.Kind.Directed() {
		b = triple(b, base, e.Target, predicate, e.Source)
	}
	return b
}

func triple(b []byte, base, subject, predicate, object string) []byte {
	b = member(append(b, ",\n{"...), "@id", base+"nodes/"+subject)
	b = member(append(key(b, predicate), '{'), "@id", base+"nodes/"+object)
	return append(b, '}', '}')
}

func appendWork(b []byte, s *graph.Source, base string) []byte {
	b = member(append(b, '{'), "@id", base+"sources/"+s.ID)
	b = append(b, `,"@type":["CreativeWork","prov:Entity"]`...)
	b = member(b, "identifier", s.ID)
	if address := webAddress(s.Locator); address != "" {
		b = member(b, "url", address)
	} else {
		b = member(b, "enishi:locator", s.Locator)
	}
	b = optional(b, "name", s.Title)
	if s.Publisher != "" {
		b = append(member(append(key(b, "publisher"), `{"@type":"Organization"`...), "name", s.Publisher), '}')
	}
	b = optional(b, "license", s.Licence)
	return append(optional(b, "creditText", s.Credit), '}')
}

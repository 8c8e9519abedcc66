package format

import (
	"io"
	"slices"
	"strings"

	"enishi/graph"
)

// ftm writes FollowTheMoney entities, one JSON object a line. Bodies and government offices are PublicBody, other organizations Organization, programs Project, positions Address. Sister
// ties and places are UnknownLink (its role says which), memberships Membership, mergers Succession, who organizes or takes part in a program ProjectParticipant. Where the ends of an
// edge are not what those schemata ask for, it is an UnknownLink too. Sources are sourceUrl and publisher; printed ones stand in the description. Ids are ours, an address is ID.address.
func ftm(w io.Writer, d *Document, _ Options) error {
	s := newStream(w)
	nodes := make(map[string]*graph.FoundNode, len(d.Network.Nodes))
	sources := make(map[string]*graph.Source, len(d.Network.Sources))
	for i := range d.Network.Nodes {
		nodes[d.Network.Nodes[i].ID] = &d.Network.Nodes[i]
	}
	for i := range d.Network.Sources {
		sources[d.Network.Sources[i].ID] = &d.Network.Sources[i]
	}
	for i := range d.Network.Nodes {
		n := &d.Network.Nodes[i]
		s.b = ftmNode(s.b, n, d.Lang, sources)
		if isPlace(n.Point) {
			s.b = ftmAddress(s.b, n, nodes[n.Within], d.Lang)
		}
		if !s.spill() {
			break
		}
	}
	edgeKey := d.edgeKeys(".")
	for i := range d.Network.Edges {
		e := &d.Network.Edges[i]
		s.b = ftmEdge(s.b, e, edgeKey(e), d.edgeLabel(e), ftmSchema(e, nodes), sources)
		if !s.spill() {
			break
		}
	}
	return s.close()
}

// entity collects the properties of a FollowTheMoney entity; each has a list of values.
type entity struct{ b []byte }

func newEntity(b []byte, id, schema string) entity {
	b = member(append(b, '{'), "id", id)
	b = member(b, "schema", schema)
	return entity{append(b, `,"properties":{`...)}
}

// set writes a property with its values, each once, the empty left out.
func (e *entity) set(property string, values ...string) {
	kept := values[:0:0]
	for _, v := range values {
		if v != "" && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	e.b = optionalArray(e.b, property, kept)
}

func (e *entity) close() []byte { return append(e.b, "}}\n"...) }

func ftmNode(b []byte, n *graph.FoundNode, lang string, sources map[string]*graph.Source) []byte {
	program := n.Kind == graph.Program
	e := newEntity(b, n.ID, ftmKind(n))
	e.set("name", ftmNames(n, lang)...)
	e.set("alias", append([]string{n.Names.Kana}, n.Names.Aliases...)...)
	e.set("country", strings.ToLower(n.Country))
	e.set("keywords", texts(n.Themes)...)
	e.set("summary", string(n.Certainty))
	if isPlace(n.Point) {
		e.set("addressEntity", n.ID+".address")
	}
	var wikidata []string
	for _, v := range n.Codes["wikidata"] {
		if len(v) > 1 && v[0] == 'Q' && digits(v[1:]) {
			wikidata = append(wikidata, v)
		}
	}
	e.set("wikidataId", wikidata...)
	if program {
		e.set("startDate", n.Valid.From.String())
		e.set("endDate", n.Valid.Until().String())
	} else {
		e.set("incorporationDate", n.Valid.From.String())
		e.set("dissolutionDate", n.Valid.To.String())
		e.set("classification", string(n.Kind), string(n.Level), n.Type)
		e.set("sector", string(n.Sector))
		e.set("idNumber", codeList(n.Codes)...)
		e.set("website", webAddress(n.URL))
	}
	e.cite(n.AllCitations(), sources, n.Description, n.Note)
	return e.close()
}

// cite writes where the entity comes from, and its description with the printed sources under it.
func (e *entity) cite(citations []string, sources map[string]*graph.Source, description ...string) {
	var urls, publishers []string
	for _, id := range citations {
		s := sources[id]
		if s == nil {
			continue
		}
		publishers = append(publishers, s.Publisher)
		if address := webAddress(s.Locator); address != "" {
			urls = append(urls, address)
		} else {
			description = append(description, "Source: "+s.Locator)
		}
	}
	e.set("description", description...)
	e.set("sourceUrl", urls...)
	e.set("publisher", publishers...)
}

func ftmAddress(b []byte, n, within *graph.FoundNode, lang string) []byte {
	e := newEntity(b, n.ID+".address", "Address")
	full := n.Label(lang)
	if within != nil {
		e.set("state", within.Label(lang))
		full += ", " + within.Label(lang)
	}
	if n.Country != "" {
		full += ", " + n.Country
	}
	e.set("full", full)
	e.set("country", strings.ToLower(n.Country))
	e.set("latitude", string(appendFloat(nil, n.Point.Lat)))
	e.set("longitude", string(appendFloat(nil, n.Point.Lon)))
	return e.close()
}

// ftmKind is the schema of a node.
func ftmKind(n *graph.FoundNode) string {
	switch {
	case n.Kind == graph.Program:
		return "Project"
	case n.IsPlace() || strings.HasSuffix(string(n.Sector), "-government"):
		return "PublicBody"
	}
	return "Organization"
}

// ftmNames are the names, that of the language first; FollowTheMoney asks for one.
func ftmNames(n *graph.FoundNode, lang string) []string {
	names := []string{n.Names.En, n.Names.Ja}
	if lang == "ja" {
		slices.Reverse(names)
	}
	if names[0] == "" && names[1] == "" {
		return []string{n.Label(lang)}
	}
	return names
}

// ftmLink is how an edge is said: its schema, and the properties of its ends.
type ftmLink struct{ schema, source, target string }

var (
	unknownLink = ftmLink{"UnknownLink", "subject", "object"}
	ftmLinks    = map[graph.EdgeKind]ftmLink{
		graph.MemberOf:    {"Membership", "member", "organization"},
		graph.Organizes:   {"ProjectParticipant", "participant", "project"},
		graph.TakesPartIn: {"ProjectParticipant", "participant", "project"},
		graph.SucceededBy: {"Succession", "predecessor", "successor"},
	}
)

// ftmSchema is the link of an edge whose ends the schema admits: all of them go from a legal entity, and only ProjectParticipant goes to a project.
func ftmSchema(e *graph.FoundEdge, nodes map[string]*graph.FoundNode) ftmLink {
	link, known := ftmLinks[e.Kind]
	project := func(id string) bool { return nodes[id] != nil && nodes[id].Kind == graph.Program }
	if !known || project(e.Source) || project(e.Target) != (link.target == "project") {
		return unknownLink
	}
	return link
}

func ftmEdge(b []byte, r *graph.FoundEdge, id, label string, link ftmLink, sources map[string]*graph.Source) []byte {
	e := newEntity(b, id, link.schema)
	e.set(link.source, r.Source)
	e.set(link.target, r.Target)
	role := string(r.Role)
	if r.Kind == graph.SisterOf {
		role = string(r.TieKind)
	}
	e.set("role", string(r.Kind), role)
	e.set("summary", label, string(r.Certainty))
	e.set("startDate", r.Valid.From.String())
	e.set("endDate", r.Valid.Until().String())
	e.set("date", r.Signed.String(), r.Date.String())
	e.set("status", string(r.Status))
	e.set("recordId", r.Tie)
	e.cite(r.Citations, sources, r.Note)
	return e.close()
}

func texts[T ~string](vs []T) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = string(v)
	}
	return out
}

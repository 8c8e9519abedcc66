package format

import (
	"io"
	"mime"
	"strings"

	"enishi/graph"
)

// Encoder writes networks in one encoding.
type Encoder struct {
	Name      string // for ?format= and --format
	MediaType string // with parameters; unique in Encoders
	Extension string // of a file name, without a dot
	Doc       string // one line for people: what it is, who reads it

	// Network writes the document. It returns the writer's error, or ErrInvalid for options that are not right, before anything is written.
	Network func(w io.Writer, d *Document, o Options) error
}

// TableEncoder writes tables in one encoding.
type TableEncoder struct {
	Name, MediaType, Extension, Doc string

	// Tables writes one or more tables, in their order. It returns the writer's error or ErrTooLarge.
	Tables func(w io.Writer, tables []Table, o Options) error
}

// Document is a network with the words that go with it.
type Document struct {
	Network graph.Network
	Lang    string   // of labels: ja, anything else for English
	Title   string   // the question in words
	Query   string   // the question, normalised, as parameters; may be empty
	URL     string   // where the answer comes from; may be empty
	Base    string   // what ids are resolved against in jsonld, with the trailing slash; empty: urn:enishi:
	Credits []string // credit lines of the dataset; those of the network's sources come by themselves
}

// Options are the choices of single encodings. Each ignores those of the others.
type Options struct {
	Edges  string // node-link: name of the edge list: edges (NetworkX 3.4 and later), links (earlier, and D3). Empty: edges
	BOM    bool   // csv: begin each table with a byte order mark, so that Excel reads it as UTF-8
	Colors bool   // gexf: a colour for each kind of node
}

const (
	zipType  = "application/zip"
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Encoders lists the encodings of networks. The API's own JSON is not among them.
var Encoders = []Encoder{
	{"node-link", "application/vnd.enishi.node-link+json", "json", "node-link JSON of NetworkX (json_graph.node_link_graph) and D3", nodeLink},
	{"graphology", "application/vnd.enishi.graphology+json", "json", "serialized graph of graphology (Graph.from), as Sigma.js shows", graphology},
	{"cytoscape", "application/vnd.enishi.cytoscape+json", "cyjs", "elements of Cytoscape.js (cy.json) and Cytoscape", cytoscape},
	{"jgf", "application/vnd.jgf+json", "json", "JSON Graph Format 2", jgf},
	{"graphml", "application/graphml+xml", "graphml", "GraphML 1.0, as NetworkX, igraph, yEd and Gephi read", graphml},
	{"gexf", "application/gexf+xml", "gexf", "GEXF 1.3 with times, as Gephi and its timeline read", gexf},
	{"geojson", "application/geo+json", "geojson", "GeoJSON, RFC 7946: points and great circles, as map programs read", geojson},
	{"jsonld", "application/ld+json", "jsonld", "JSON-LD 1.1 in schema.org, with owl:sameAs and PROV citations", jsonld},
	{"ftm", "application/json+ftm", "ftm.json", "FollowTheMoney entities, one a line, as OpenAleph and OpenSanctions tools read", ftm},
	{"csv", zipType, "zip", "zip of nodes.csv, edges.csv, sources.csv and about.csv", csvNetwork},
	{"xlsx", xlsxType, "xlsx", "workbook of Excel and LibreOffice with the sheets nodes, edges, sources and about", xlsxNetwork},
}

// Names are the names of the encodings, in their order.
func Names() []string {
	names := make([]string, len(Encoders))
	for i := range Encoders {
		names[i] = Encoders[i].Name
	}
	return names
}

// ByName finds an encoding of networks.
func ByName(name string) (*Encoder, bool) {
	for i := range Encoders {
		if Encoders[i].Name == name {
			return &Encoders[i], true
		}
	}
	return nil, false
}

// ByMediaType finds an encoding of networks by one media type of an Accept header; parameters (charset, q) do not matter.
func ByMediaType(mediaType string) (*Encoder, bool) {
	for i := range Encoders {
		if sameMediaType(Encoders[i].MediaType, mediaType) {
			return &Encoders[i], true
		}
	}
	return nil, false
}

func sameMediaType(ours, asked string) bool {
	t, _, err := mime.ParseMediaType(ours)
	if err != nil { // a constant that a test parses
		panic(err)
	}
	if u, _, err := mime.ParseMediaType(asked); err == nil {
		asked = u
	}
	return t == asked
}

// maxFileName bounds a file name in bytes, its extension not counted.
const maxFileName = 120

// FileName says what a download is: enishi-partners-jp-04-1989-08.gexf for the parts partners, jp-04, 1989-08. Each part is put in lower case and freed of all but a–z,
// 0–9 and hyphens; empty parts are left out; a name that would be too long is cut at a part.
func FileName(extension string, parts ...string) string {
	name := "enishi"
	for _, p := range parts {
		if p = slug(p); p == "" {
			continue
		}
		if len(name)+1+len(p) > maxFileName {
			break
		}
		name += "-" + p
	}
	return name + "." + extension
}

func slug(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range strings.ToLower(s) {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			b = append(b, byte(r))
		} else if len(b) > 0 && b[len(b)-1] != '-' {
			b = append(b, '-')
		}
	}
	return strings.TrimSuffix(string(b), "-")
}

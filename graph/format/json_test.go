package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"enishi/graph"
)

func standard(t testing.TB, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestStringsAreThoseOfEncodingJSON(t *testing.T) {
	for _, s := range append(append([]string{}, hostile...), impossible...) {
		if got, want := string(appendString(nil, s)), standard(t, s); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

func FuzzString(f *testing.F) {
	for _, s := range append(append([]string{}, hostile...), impossible...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(appendString(nil, s)), standard(t, s); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func FuzzFloat(f *testing.F) {
	for _, x := range []float64{0, 1, -0.5, 1e-7, 1e21, 138.3831, 1e-6, 5e-324} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		want, err := json.Marshal(x)
		if err != nil {
			want = []byte("null")
		}
		if got := appendFloat(nil, x); string(got) != string(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestDatesAreThoseOfGraph(t *testing.T) {
	for _, s := range []string{"0001", "1957", "1957-03", "1957-12-31", "9999-12-31"} {
		if got := string(appendDate(nil, graph.MustDate(s))); got != s {
			t.Errorf("got %s, want %s", got, s)
		}
	}
}

// The shapes of the JSON encodings as their readers know them. A record's fields are its own JSON names, which graph's types read back.
type (
	readNode struct {
		graph.FoundNode
		Key      string `json:"key"`
		Label    string `json:"label"`
		NodeType string `json:"node_type"`
	}
	readEdge struct {
		graph.FoundEdge
		Key      string `json:"key"`
		Directed *bool  `json:"directed"`
	}
	readMeta struct {
		Title   string         `json:"title"`
		Query   string         `json:"query"`
		Version string         `json:"dataset_version"`
		Shown   graph.Size     `json:"shown"`
		Total   graph.Size     `json:"total"`
		Cut     []graph.Cut    `json:"truncated_by"`
		Undated int            `json:"undated"`
		Poss    int            `json:"possible"`
		More    []string       `json:"continue_at"`
		Credits []string       `json:"credits"`
		Sources []graph.Source `json:"sources"`
	}
)

// readers parse an encoding back into a network and the direction of each edge; nothing of it comes from the encoders.
var readers = map[string]func(t *testing.T, b []byte) (readMeta, []readNode, []readEdge){
	"node-link": func(t *testing.T, b []byte) (readMeta, []readNode, []readEdge) {
		var v struct {
			Graph readMeta   `json:"graph"`
			Nodes []readNode `json:"nodes"`
			Edges []readEdge `json:"edges"`
		}
		parse(t, b, &v)
		for i := range v.Edges {
			v.Edges[i].ID = v.Edges[i].Key
		}
		return v.Graph, v.Nodes, v.Edges
	},
	"graphology": func(t *testing.T, b []byte) (readMeta, []readNode, []readEdge) {
		var v struct {
			Attributes readMeta `json:"attributes"`
			Nodes      []struct {
				Key        string
				Attributes readNode
			}
			Edges []struct {
				Key, Source, Target string
				Undirected          bool
				Attributes          readEdge
			}
		}
		parse(t, b, &v)
		var nodes []readNode
		for _, n := range v.Nodes {
			n.Attributes.ID, n.Attributes.Type = n.Key, n.Attributes.NodeType
			nodes = append(nodes, n.Attributes)
		}
		var edges []readEdge
		for _, e := range v.Edges {
			if e.Undirected == *e.Attributes.Directed {
				t.Errorf("edge %s is undirected twice or never", e.Key)
			}
			e.Attributes.ID, e.Attributes.Source, e.Attributes.Target = e.Key, e.Source, e.Target
			edges = append(edges, e.Attributes)
		}
		return v.Attributes, nodes, edges
	},
	"cytoscape": func(t *testing.T, b []byte) (readMeta, []readNode, []readEdge) {
		var v struct {
			Data     readMeta
			Elements struct {
				Nodes []struct{ Data readNode }
				Edges []struct{ Data readEdge }
			}
		}
		parse(t, b, &v)
		seen := map[string]bool{}
		var nodes []readNode
		for _, n := range v.Elements.Nodes {
			seen[n.Data.ID] = true
			nodes = append(nodes, n.Data)
		}
		var edges []readEdge
		for _, e := range v.Elements.Edges {
			if seen[e.Data.ID] {
				t.Errorf("element %s stands twice", e.Data.ID)
			}
			e.Data.ID = strings.TrimPrefix(e.Data.ID, "edge:")
			edges = append(edges, e.Data)
		}
		return v.Data, nodes, edges
	},
	"jgf": func(t *testing.T, b []byte) (readMeta, []readNode, []readEdge) {
		var v struct {
			Graph struct {
				Metadata readMeta
				Nodes    map[string]struct {
					Label    string
					Metadata readNode
				}
				Edges []struct {
					ID, Source, Target, Relation string
					Directed                     bool
					Metadata                     readEdge
				}
			}
		}
		parse(t, b, &v)
		var nodes []readNode
		for id, n := range v.Graph.Nodes {
			n.Metadata.ID = id
			nodes = append(nodes, n.Metadata)
		}
		var edges []readEdge
		for _, e := range v.Graph.Edges {
			if e.Relation != string(e.Metadata.Kind) {
				t.Errorf("edge %s: relation %q, kind %q", e.ID, e.Relation, e.Metadata.Kind)
			}
			e.Metadata.ID, e.Metadata.Source, e.Metadata.Target = e.ID, e.Source, e.Target
			edges = append(edges, e.Metadata)
		}
		return v.Graph.Metadata, nodes, edges
	},
}

func parse(t *testing.T, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%v in %s", err, graph.Clip(string(b)))
	}
}

func TestJSONEncodingsAreLossless(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	docs := []*Document{tinyDocument(), tiesOnly(tinyDocument()), {}}
	for range 150 {
		docs = append(docs, randomDocument(r))
	}
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			for i, d := range docs {
				meta, nodes, edges := read(t, encode(t, name, d, Options{}))
				checkLossless(t, d, meta, nodes, edges)
				if t.Failed() {
					t.Fatalf("document %d", i)
				}
			}
		})
	}
}

func checkLossless(t *testing.T, d *Document, meta readMeta, nodes []readNode, edges []readEdge) {
	t.Helper()
	net := graph.Network{Sources: meta.Sources}
	for _, n := range nodes {
		if want := n.Node.Label(d.Lang); n.Label != want {
			t.Errorf("node %s: label %q, want %q", n.ID, n.Label, want)
		}
		net.Nodes = append(net.Nodes, n.FoundNode)
	}
	for _, e := range edges {
		if e.Directed == nil || *e.Directed != e.Kind.Directed() {
			t.Errorf("edge %s of kind %s: wrong direction", e.ID, e.Kind)
		}
		net.Edges = append(net.Edges, e.FoundEdge)
	}
	want := d.Network
	net.Meta = graph.Meta{Version: meta.Version, Shown: meta.Shown, Total: meta.Total, TruncatedBy: meta.Cut, Undated: meta.Undated, Possible: meta.Poss, ContinueAt: meta.More}
	byID := cmpopts.SortSlices(func(a, b graph.FoundNode) bool { return a.ID < b.ID })
	if diff := cmp.Diff(want, net, cmpopts.EquateEmpty(), byID); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	if meta.Title != d.Title || meta.Query != d.Query {
		t.Errorf("title %q, query %q", meta.Title, meta.Query)
	}
}

func TestNodeLinkOptions(t *testing.T) {
	d := tinyDocument()
	var v map[string]json.RawMessage
	parse(t, encode(t, "node-link", d, Options{Edges: "links"}), &v)
	if _, ok := v["links"]; !ok || v["edges"] != nil {
		t.Error("no links")
	}
	if string(v["directed"]) != "true" {
		t.Error("a network with directed edges is directed")
	}
	parse(t, encode(t, "node-link", tiesOnly(d), Options{}), &v)
	if string(v["directed"]) != "false" {
		t.Error("a network of sister ties is undirected")
	}
	var b bytes.Buffer
	if err := nodeLink(&b, d, Options{Edges: "arcs"}); !errors.Is(err, graph.ErrInvalid) || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}

func BenchmarkEncoders(b *testing.B) {
	d := largeDocument(500, 1500)
	for _, e := range Encoders {
		b.Run(e.Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(encode(b, e.Name, d, Options{}))))
			for b.Loop() {
				if err := e.Network(discard{}, d, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The same records through encoding/json, to compare with.
func BenchmarkEncodingJSON(b *testing.B) {
	d := largeDocument(500, 1500)
	v := struct {
		Nodes   []graph.FoundNode `json:"nodes"`
		Edges   []graph.FoundEdge `json:"edges"`
		Sources []graph.Source    `json:"sources"`
	}{d.Network.Nodes, d.Network.Edges, d.Network.Sources}
	b.ReportAllocs()
	b.SetBytes(int64(len(standard(b, v))))
	for b.Loop() {
		if err := json.NewEncoder(discard{}).Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// largeDocument repeats the tiny one's records under new ids.
func largeDocument(nodes, edges int) *Document {
	d := tinyDocument()
	tiny := d.Network
	d.Network.Nodes, d.Network.Edges = nil, nil
	id := func(prefix string, i int) string { return prefix + string(appendFloat(nil, float64(100000+i))) }
	for i := range nodes {
		n := tiny.Nodes[i%len(tiny.Nodes)]
		n.ID, n.Description = id("n-", i), ""
		d.Network.Nodes = append(d.Network.Nodes, n)
	}
	for i := range edges {
		e := tiny.Edges[i%len(tiny.Edges)]
		e.ID, e.Source, e.Target = id("e-", i), id("n-", i%nodes), id("n-", (i*7+1)%nodes)
		d.Network.Edges = append(d.Network.Edges, e)
	}
	return d
}

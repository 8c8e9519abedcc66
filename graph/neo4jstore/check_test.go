package neo4jstore_test

import (
	"slices"
	"strings"
	"testing"

	"enishi/graph"
	"enishi/graph/neo4jstore/neo4jtest"
)

// TestCheckFindsHandEdits changes the graph past enishi, as somebody with a Neo4j browser would: each change is found and named, and no other.
func TestCheckFindsHandEdits(t *testing.T) {
	s := open(t)
	server := neo4jtest.Server(t)
	source := graph.Source{ID: graph.SourceID("https://s.example/"), Locator: "https://s.example/", Title: "Register"}
	r := chain(4, "note")
	r.Sources = []graph.Source{source}
	r.Claims = []graph.Claim{{Record: "n-01", Field: "name", Value: "Other", Kind: graph.Disagrees, Source: source.ID}}
	r.Claims[0].ID = graph.ClaimID(r.Claims[0])
	r.Nodes[1].Names = graph.Names{En: "Sakura", Aliases: []string{"Cherry"}}
	r.Nodes[1].Point = &graph.Point{Lat: 35.7, Lon: 140.2}
	r.Nodes[1].Valid = graph.Range{From: graph.MustDate("1954-03-31")}
	r.Nodes[2].Within = "n-01"
	r.Edges[0].Signed = graph.MustDate("1957-03-09")
	must(s.Apply(t.Context(), r))(t)
	faults := func() []string { return must(s.Check(t.Context()))(t) }
	if f := faults(); len(f) > 0 {
		t.Fatalf("nobody changed anything: %q", f)
	}
	for _, c := range []struct {
		name, change, back string
		says               []string
	}{
		{"a name", "MATCH (n:Entity {id: 'n-01'}) SET n.name = 'Sakurai'", "MATCH (n:Entity {id: 'n-01'}) SET n.name = 'Sakura'", []string{`node n-01: its property name is "Sakurai", its record says "Sakura"`}},
		{"a list", "MATCH (n:Entity {id: 'n-01'}) SET n.aliases = []", "MATCH (n:Entity {id: 'n-01'}) SET n.aliases = ['Cherry']", []string{`node n-01: its property aliases is [], its record says ["Cherry"]`}},
		{"a place", "MATCH (n:Entity {id: 'n-01'}) SET n.location = point({latitude: 36.0, longitude: 140.2})", "MATCH (n:Entity {id: 'n-01'}) SET n.location = point({latitude: 35.7, longitude: 140.2})", []string{"node n-01: its property location is"}},
		{"a property of their own", "MATCH (n:Entity {id: 'n-02'}) SET n.mayor = 'Ada'", "MATCH (n:Entity {id: 'n-02'}) REMOVE n.mayor", []string{`node n-02: its property mayor is "Ada", its record says nothing`}},
		{"a terms list that search reads", "MATCH (n:Entity {id: 'n-01'}) SET n._keep = n._text REMOVE n._text", "MATCH (n:Entity {id: 'n-01'}) SET n._text = n._keep REMOVE n._keep", []string{"node n-01: its property _keep is", "node n-01: its property _text is nothing"}},
		{"a label", "MATCH (n:Entity {id: 'n-02'}) SET n:Partner", "MATCH (n:Entity {id: 'n-02'}) REMOVE n:Partner", []string{"node n-02: it is shown as Entity:Municipality:Partner, its record is Entity:Municipality"}},
		{"a native date", "MATCH ()-[e:SISTER_OF {id: 'e-01'}]->() SET e.signed = date('1958-03-09')", "MATCH ()-[e:SISTER_OF {id: 'e-01'}]->() SET e.signed = date('1957-03-09')", []string{"edge e-01: its property signed is 1958-03-09, its record says 1957-03-09"}},
		{"a source", "MATCH (n:Source) SET n.title = 'Rumour'", "MATCH (n:Source) SET n.title = 'Register'", []string{"source " + source.ID + `: its property title is "Rumour", its record says "Register"`}},
		{"a claim", "MATCH (n:Claim) SET n.value = 'Third'", "MATCH (n:Claim) SET n.value = 'Other'", []string{`its property value is "Third", its record says "Other"`}},
		{"ends turned round", "MATCH (a)-[e:SISTER_OF {id: 'e-01'}]->(b) WITH a, e, b, properties(e) AS p DELETE e CREATE (b)-[n:SISTER_OF]->(a) SET n = p", "MATCH (a)-[e:SISTER_OF {id: 'e-01'}]->(b) WITH a, e, b, properties(e) AS p DELETE e CREATE (b)-[n:SISTER_OF]->(a) SET n = p",
			[]string{"edge e-01: it is shown from n-01 to n-00, its record is from n-00 to n-01"}},
		{"a graph of their own", "MATCH (n:Entity {id: 'n-03'}) CREATE (:Person {name: 'Ada'})-[:BORN_IN]->(n)", "MATCH (p:Person) DETACH DELETE p", []string{"1 nodes in the database are none of enishi's: [Person]", "1 relationships in the database are none of enishi's: BORN_IN"}},
		{"a tie that belongs to no release", "MATCH (a:Entity {id: 'n-00'}), (b:Entity {id: 'n-03'}) CREATE (a)-[:SISTER_OF]->(b)", "MATCH (:Entity {id: 'n-00'})-[e:SISTER_OF]-(:Entity {id: 'n-03'}) DELETE e", []string{"1 relationships in the database are none of enishi's: SISTER_OF", "4 sister_of edges are counted, 3 listed"}},
		{"a damaged record", "MATCH (n:Entity {id: 'n-03'}) SET n._keep = n._record, n._record = '{'", "MATCH (n:Entity {id: 'n-03'}) SET n._record = n._keep REMOVE n._keep", []string{"node n-03: its stored record is damaged"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server.Query(t, c.change, nil)
			got := faults()
			for _, says := range c.says {
				if !slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, says) }) {
					t.Errorf("%q does not say %q", got, says)
				}
			}
			if c.name != "a damaged record" && len(got) != len(c.says) {
				t.Errorf("%d faults, want %d: %q", len(got), len(c.says), got)
			}
			server.Query(t, c.back, nil)
			if f := faults(); len(f) > 0 {
				t.Fatalf("changed back: %q", f)
			}
		})
	}
}

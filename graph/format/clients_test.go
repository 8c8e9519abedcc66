package format

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/importer"
	"enishi/importer/dataset"
)

// What a reader of a format must find again.
type (
	found struct {
		Nodes   map[string]foundNode `json:"nodes"`
		Edges   map[string]foundEdge `json:"edges"`
		Version string               `json:"version"`
		Errors  []string             `json:"errors"`

		// Of single formats.
		Directed   bool                `json:"directed"`
		Components int                 `json:"components"`
		Spans      map[string][]string `json:"spans"`
		Colors     int                 `json:"colors"`
		Sources    map[string]string   `json:"sources"`
		Dates      int                 `json:"dates"`
		Located    int                 `json:"located"`
		Lines      int                 `json:"lines"`
		Same       []string            `json:"same"`
		Plain      int                 `json:"plain"`
		Events     map[string][]string `json:"events"`
		Name       string              `json:"name"`
		Language   string              `json:"language"`
	}
	foundNode struct {
		Label     string   `json:"label"`
		Ja        string   `json:"ja"`
		From      string   `json:"from"`
		To        string   `json:"to"`
		Citations []string `json:"citations"`
	}
	foundEdge struct {
		Source    string   `json:"source"`
		Target    string   `json:"target"`
		Directed  *bool    `json:"directed"`
		From      string   `json:"from"`
		To        string   `json:"to"`
		Citations []string `json:"citations"`
	}
)

// expected is what is in the document.
func expected(d *Document) found {
	f := found{Nodes: map[string]foundNode{}, Edges: map[string]foundEdge{}, Version: d.Network.Meta.Version}
	for i := range d.Network.Nodes {
		n := &d.Network.Nodes[i]
		f.Nodes[n.ID] = foundNode{n.Label(d.Lang), n.Names.Ja, n.Valid.From.String(), n.Valid.To.String(), sorted(n.Citations)}
	}
	for i := range d.Network.Edges {
		e := &d.Network.Edges[i]
		directed := e.Kind != graph.SisterOf
		f.Edges[e.ID] = foundEdge{e.Source, e.Target, &directed, e.Valid.From.String(), e.Valid.To.String(), sorted(e.Citations)}
	}
	return f
}

func sorted(vs []string) []string {
	out := append([]string{}, vs...)
	slices.Sort(out)
	return out
}

// allCitations adds the citations of events: the formats whose attributes are flat, and those of triples, have them in one list with the node's.
func allCitations(d *Document, f *found) {
	for i := range d.Network.Nodes {
		n := &d.Network.Nodes[i]
		of := f.Nodes[n.ID]
		of.Citations = sorted(n.AllCitations())
		f.Nodes[n.ID] = of
	}
}

// adjust says what each reader finds otherwise, for reasons of the format.
var adjust = map[string]func(d *Document, f *found){
	"graphml": allCitations, "csv": allCitations, "jsonld": allCitations,
	"xlsx": allCitations,
	"gexf": func(d *Document, f *found) { allCitations(d, f); f.Version = "" },
	"ftm": func(d *Document, f *found) {
		allCitations(d, f)
		f.Version = ""
		urls := map[string]string{}
		for _, s := range d.Network.Sources {
			if strings.HasPrefix(s.Locator, "http") {
				urls[s.ID] = strings.NewReplacer("<", "%3C", ">", "%3E").Replace(s.Locator)
			}
		}
		located := func(ids []string) []string {
			out := []string{}
			for _, id := range ids {
				if urls[id] != "" {
					out = append(out, urls[id])
				}
			}
			return sorted(out)
		}
		for i := range d.Network.Nodes {
			n := &d.Network.Nodes[i]
			of := f.Nodes[n.ID]
			of.Label, of.Ja, of.Citations = cmp.Or(n.Names.Ja, n.Names.En, n.ID), "", located(of.Citations)
			f.Nodes[n.ID] = of
		}
		for i := range d.Network.Edges { // an end is the last day there
			id := d.Network.Edges[i].ID
			e := f.Edges[id]
			e.Directed, e.Citations, e.To = nil, located(e.Citations), d.Network.Edges[i].Valid.Until().String()
			f.Edges[id] = e
		}
	},
}

// clients makes the programs of others, and runs one of their scripts.
type clients struct{ root, dir string }

func setUpClients(t *testing.T) clients {
	t.Helper()
	root, err := filepath.Abs("../../scripts/clients")
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), filepath.Join(root, "setup"))
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	return clients{root, strings.TrimSpace(string(out))}
}

func (c clients) run(ctx context.Context, t *testing.T, name string, args ...string) map[string]map[string]found {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s", args[0], err, stderr.String())
		return nil
	}
	var v map[string]map[string]found
	if err := json.Unmarshal(out, &v); err != nil {
		t.Errorf("%s: %v", args[0], err)
	}
	return v
}

// read runs the readers of both languages at once over directories of files named after their formats.
func (c clients) read(t *testing.T, dirs []string) (python, javascript map[string]map[string]found) {
	var wait sync.WaitGroup
	wait.Go(func() {
		python = c.run(t.Context(), t, filepath.Join(c.dir, "venv/bin/python"), append([]string{filepath.Join(c.root, "read.py")}, dirs...)...)
	})
	wait.Go(func() {
		javascript = c.run(t.Context(), t, "node", append([]string{filepath.Join(c.root, "read.mjs"), c.dir}, dirs...)...)
	})
	wait.Wait()
	return python, javascript
}

// shizuoka is the partner graph of Shizuoka and its municipalities at any time, of the bundled dataset.
func shizuoka(t *testing.T) *Document {
	t.Helper()
	ctx := t.Context()
	s := storetest.NewOracle()
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	release, _, err := importer.Plan(ctx, s, in, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, release); err != nil {
		t.Fatal(err)
	}
	net, err := s.Subgraph(ctx, graph.SubgraphQuery{Nodes: graph.MaxNodes, Edges: graph.MaxEdges, Filter: graph.Filter{
		EdgeKinds: []graph.EdgeKind{graph.SisterOf}, Prefectures: []string{"jp-22"}, Time: graph.Time{Any: true}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(net.Edges) < 20 {
		t.Fatalf("only %d ties", len(net.Edges))
	}
	info, err := s.Dataset(ctx)
	if err != nil {
		t.Fatal(err)
	}
	d := &Document{Network: net, Lang: "ja", Title: "静岡県の姉妹提携", Query: "scope=within&time=any"}
	for _, c := range info.Credits {
		d.Credits = append(d.Credits, c.Credit)
	}
	return d
}

// TestClients lets the libraries that people use read every format, and compares what they find with what was written.
func TestClients(t *testing.T) {
	c := setUpClients(t)
	docs := map[string]*Document{"mixed": tinyDocument(), "ties": tiesOnly(tinyDocument()), "shizuoka": shizuoka(t), "empty": {Network: graph.Network{Meta: graph.Meta{Version: "v0"}}}}
	root := t.TempDir()
	var dirs []string
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		dir := filepath.Join(root, name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
		for _, e := range Encoders {
			write(t, filepath.Join(dir, e.Name), encode(t, e.Name, docs[name], Options{BOM: true, Colors: true}))
		}
	}
	feedDir := filepath.Join(root, "feed")
	if err := os.Mkdir(feedDir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(feedDir, "ics"), feedBytes(t, Calendar, tinyFeed()))
	write(t, filepath.Join(feedDir, "atom"), feedBytes(t, Atom, tinyFeed()))
	python, javascript := c.read(t, append(dirs, feedDir))
	for name, d := range docs {
		for _, e := range Encoders {
			read := 0
			for language, files := range map[string]map[string]found{"python": python[name], "javascript": javascript[name]} {
				if got, ok := files[e.Name]; ok {
					read++
					t.Run(name+"/"+e.Name+"/"+language, func(t *testing.T) { compareFound(t, e.Name, language, d, got) })
				}
			}
			if read == 0 {
				t.Errorf("nobody has read %s of %s", e.Name, name)
			}
		}
	}
	t.Run("single", func(t *testing.T) { checkSingle(t, docs, python) })
	t.Run("feeds", func(t *testing.T) { checkFeeds(t, python["feed"]) })
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func compareFound(t *testing.T, format, language string, d *Document, got found) {
	for _, e := range got.Errors {
		t.Error(e)
	}
	want := expected(d)
	if f := adjust[format]; f != nil {
		f(d, &want)
	}
	if language == "javascript" && format == "graphml" {
		want.Version = "" // its reader drops the attributes of graphs
	}
	if diff := gocmp.Diff(want.Nodes, got.Nodes); diff != "" {
		t.Errorf("nodes (-written +read)\n%s", diff)
	}
	if diff := gocmp.Diff(want.Edges, got.Edges); diff != "" {
		t.Errorf("edges (-written +read)\n%s", diff)
	}
	if got.Version != want.Version {
		t.Errorf("version %q, want %q", got.Version, want.Version)
	}
}

// checkSingle checks what only some readers can see.
func checkSingle(t *testing.T, docs map[string]*Document, python map[string]map[string]found) {
	for _, format := range []string{"node-link", "graphml"} {
		if f := python["mixed"][format]; !f.Directed || f.Components != 1 {
			t.Errorf("%s: directed %v, %d components; want true, 1", format, f.Directed, f.Components)
		}
		if f := python["ties"][format]; f.Directed || f.Components != 4 {
			t.Errorf("%s: directed %v, %d components; want false, 4", format, f.Directed, f.Components)
		}
	}
	gexf := python["mixed"]["gexf"]
	if gexf.Colors != len(gexf.Nodes) {
		t.Errorf("gexf: %d colours of %d", gexf.Colors, len(gexf.Nodes))
	}
	for id, want := range map[string][]string{
		"jp-22": {"", ""}, "jp-22100-2005": {"1889-04-01", "2005-03-31"}, "jp-22131": {"2005-04-01", ""}, "org-x": {"1975-01-01", "2003-12-31"}, "prog-x": {"1987-07-01", ""},
		"edge sister-of--tie-b--jp-22100-2005": {"1957-03-01", "2005-03-31"}, "edge sister-of--tie-c": {"1989-01-01", "1995-12-31"}, "edge org-x": {"2005-04-01", "2005-04-01"},
		"edge located-in--us-ne-omaha--us-ne": {"", ""},
	} {
		if diff := gocmp.Diff(want, gexf.Spans[id]); diff != "" {
			t.Errorf("gexf: span of %s (-want +got)\n%s", id, diff)
		}
	}
	geo := python["mixed"]["geojson"]
	if geo.Located != 6 || geo.Lines != 6 {
		t.Errorf("geojson: %d points, %d lines; want 6, 6", geo.Located, geo.Lines)
	}
	if f := python["mixed"]["ftm"]; f.Located != 6 {
		t.Errorf("ftm: %d addresses, want 6", f.Located)
	}
	ld := python["mixed"]["jsonld"]
	if diff := gocmp.Diff([]string{"http://www.wikidata.org/entity/Q131320", "https://sws.geonames.org/1851715/"}, ld.Same); diff != "" {
		t.Errorf("jsonld: sameAs (-want +got)\n%s", diff)
	}
	if ld.Plain != 2 { // of the one tie that goes on, both ways
		t.Errorf("jsonld: %d plain sister ties, want 2", ld.Plain)
	}
	wantSources := map[string]string{}
	for _, s := range docs["shizuoka"].Network.Sources {
		wantSources[s.ID] = s.Locator
	}
	for _, format := range []string{"csv", "xlsx"} {
		if diff := gocmp.Diff(wantSources, python["shizuoka"][format].Sources); diff != "" {
			t.Errorf("%s: sources (-want +got)\n%s", format, diff)
		}
	}
	if n := python["mixed"]["xlsx"].Dates; n != 0 { // a column of dates is text throughout: TestDatesOfASheetSort
		t.Errorf("xlsx: %d cells are dates, want none", n)
	}
}

func checkFeeds(t *testing.T, got map[string]found) {
	f := tinyFeed()
	for _, name := range []string{"ics", "atom"} {
		for _, e := range got[name].Errors {
			t.Errorf("%s: %s", name, e)
		}
		if got[name].Name != f.Title {
			t.Errorf("%s: title %q, want %q", name, got[name].Name, f.Title)
		}
	}
	calendar, atom := map[string][]string{}, map[string][]string{}
	spans := map[string][]string{"a": {"2026-03-09", "2026-03-10"}, "b": {"2026-02-01", "2026-03-01"}, "c/ü": {"2026-01-01", "2027-01-01"}}
	for _, e := range f.Entries {
		updated := cmp.Or(e.Updated, f.Updated).UTC()
		if span := spans[e.ID]; span != nil {
			calendar[e.ID+"@enishi"] = append(append(span, updated.Format("2006-01-02T15:04:05+00:00"), e.Title, e.Description, e.URL), e.Categories...)
		}
		atom["urn:enishi:event:"+strings.ReplaceAll(strings.ReplaceAll(e.ID, "/", "%2F"), "ü", "%C3%BC")] = append([]string{updated.Format(time.RFC3339), e.Title, cmp.Or(e.Description, e.Title), e.URL}, e.Categories...)
	}
	if diff := gocmp.Diff(calendar, got["ics"].Events); diff != "" {
		t.Errorf("calendar (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff(atom, got["atom"].Events); diff != "" {
		t.Errorf("atom (-want +got)\n%s", diff)
	}
	if got["atom"].Language != "ja" {
		t.Errorf("atom: language %q", got["atom"].Language)
	}
}

package neo4jstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"enishi/api"
	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/graph/network/synth"
)

// synthetic is the graph S of the speed goals, or what ENISHI_BENCH_GRAPH names: S, M, L, or nodes/edges.
func synthetic(b testing.TB) *graph.Release {
	b.Helper()
	name := os.Getenv("ENISHI_BENCH_GRAPH")
	size, ok := map[string]synth.Graph{"": synth.S, "S": synth.S, "M": synth.M, "L": synth.L}[name]
	if !ok {
		size = synth.Graph{Skew: 1.5, Seed: 4}
		if _, err := fmt.Sscanf(name, "%d/%d", &size.Nodes, &size.Edges); err != nil {
			b.Fatalf("ENISHI_BENCH_GRAPH=%q is neither S, M, L nor like 300000/1500000", name)
		}
	}
	r := &graph.Release{Replace: true}
	for s := range size.Sources() {
		r.Sources = append(r.Sources, *s)
	}
	for n := range size.Records() {
		r.Nodes = append(r.Nodes, *n)
	}
	for e := range size.Links() {
		r.Edges = append(r.Edges, *e)
	}
	return r
}

// call is a question that both stores are asked.
type call struct {
	name string
	ask  func(ctx context.Context, r graph.Reader, i int) (any, error)
}

func calls(r *graph.Release) []call {
	id := func(i int) string { return r.Nodes[(100+i*7919)%len(r.Nodes)].ID }
	hops := func(depth int) func(context.Context, graph.Reader, int) (any, error) {
		return func(ctx context.Context, g graph.Reader, i int) (any, error) {
			return g.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{id(i)}, Depth: depth})
		}
	}
	return []call{
		{"Node", func(ctx context.Context, g graph.Reader, i int) (any, error) { return g.Node(ctx, id(i)) }},
		{"Counts", func(ctx context.Context, g graph.Reader, i int) (any, error) {
			return g.Counts(ctx, graph.CountsQuery{ID: id(i)})
		}},
		{"Neighbors", func(ctx context.Context, g graph.Reader, i int) (any, error) {
			return g.Neighbors(ctx, graph.NeighborsQuery{ID: id(i)})
		}},
		{"1-hop", hops(1)}, {"2-hop", hops(2)}, {"3-hop", hops(3)},
		{"Path", func(ctx context.Context, g graph.Reader, i int) (any, error) {
			return g.Paths(ctx, graph.PathsQuery{From: id(i), To: id(i + 1)})
		}},
		{"Search", func(ctx context.Context, g graph.Reader, i int) (any, error) {
			return g.Search(ctx, graph.SearchQuery{Text: r.Nodes[(100+i*7919)%len(r.Nodes)].Names.En})
		}},
		{"Tally", func(ctx context.Context, g graph.Reader, _ int) (any, error) {
			return g.Tally(ctx, graph.TallyQuery{Rows: graph.ByPrefecture, Cols: graph.ByState})
		}},
	}
}

// BenchmarkPairs asks both stores the same in turn, embedded and over Bolt, after comparing their answers: p50 and p99 of each, and their ratios.
func BenchmarkPairs(b *testing.B) {
	r := synthetic(b)
	over := open(b)
	within, err := embedstore.Memory(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { within.Close() })
	for _, s := range []graph.Store{over, within} {
		if _, err := s.Apply(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
	fresh(b)
	for _, c := range calls(r) {
		b.Run(c.name, func(b *testing.B) {
			ask := func(s graph.Store, i int) (any, time.Duration) {
				start := time.Now()
				answer, err := c.ask(b.Context(), s, i)
				if err != nil {
					b.Fatal(err)
				}
				return answer, time.Since(start)
			}
			for i := range 10 { // which also warms
				x, _ := ask(over, i)
				y, _ := ask(within, i)
				if d := gocmp.Diff(told(b, x), told(b, y)); d != "" {
					b.Fatalf("question %d: over Bolt (-), embedded (+)\n%s", i, d)
				}
			}
			var bolt, embedded []time.Duration
			for i := 0; b.Loop(); i++ {
				_, d := ask(over, i)
				bolt = append(bolt, d)
				_, d = ask(within, i)
				embedded = append(embedded, d)
			}
			for _, p := range []int{50, 99} {
				x, y := percentile(bolt, p), percentile(embedded, p)
				b.ReportMetric(float64(x.Microseconds()), fmt.Sprintf("bolt-p%d-µs", p))
				b.ReportMetric(float64(y.Nanoseconds())/1000, fmt.Sprintf("embedded-p%d-µs", p))
				b.ReportMetric(float64(x)/float64(y), fmt.Sprintf("ratio-p%d", p))
			}
		})
	}
}

// fresh has the server forget the plans that it made while the database was empty, and count its indexes, so that it plans for the graph that is there.
func fresh(b testing.TB) { neo4jtest.Server(b).Query(b, "CALL db.prepareForReplanning(300)", nil) }

func told(b testing.TB, answer any) string {
	text, err := json.Marshal(answer)
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

func percentile(list []time.Duration, p int) time.Duration {
	slices.Sort(list)
	return list[(len(list)-1)*p/100]
}

// BenchmarkFlip is the time for which readers wait while a large release is applied: from its decision to its end, of a release that changes every node.
func BenchmarkFlip(b *testing.B) {
	r := synthetic(b)
	server := neo4jtest.Server(b)
	server.Wipe(b)
	var decided time.Time
	var flips []time.Duration
	s := in(b, server.URI, func(o *neo4jstore.Options) {
		o.SmallRelease = 1
		o.Fault = func(stage string) error {
			switch stage {
			case "decide-committed":
				decided = time.Now()
			case "end-committed":
				flips = append(flips, time.Since(decided))
			}
			return nil
		}
	})
	if _, err := s.Apply(b.Context(), r); err != nil {
		b.Fatal(err)
	}
	flips = nil
	for i := 0; b.Loop(); i++ {
		changed := &graph.Release{Nodes: slices.Clone(r.Nodes)}
		for n := range changed.Nodes {
			changed.Nodes[n].Note = fmt.Sprintf("change %d", i)
		}
		if _, err := s.Apply(b.Context(), changed); err != nil {
			b.Fatal(err)
		}
	}
	p50 := percentile(flips, 50)
	b.ReportMetric(p50.Seconds()*1000, "wait-p50-ms")
	b.ReportMetric(float64(len(r.Nodes))/p50.Seconds(), "changes/s")
}

// BenchmarkImport is a first release beside a hand-tuned script, in turn: UNWIND and CREATE in batches of the same size, with the same properties, which stand ready as
// rows before the clock runs, under the same constraints and indexes, without a transaction around the batches.
func BenchmarkImport(b *testing.B) {
	r := synthetic(b)
	script := neo4jstore.Script(r)
	var ours, theirs []time.Duration
	for b.Loop() {
		s := open(b)
		start := time.Now()
		if _, err := s.Apply(b.Context(), r); err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(start))
		open(b)
		start = time.Now()
		runScript(b, script)
		theirs = append(theirs, time.Since(start))
	}
	x, y := percentile(ours, 50), percentile(theirs, 50)
	b.ReportMetric(x.Seconds(), "apply-p50-s")
	b.ReportMetric(y.Seconds(), "script-p50-s")
	b.ReportMetric(float64(y)/float64(x), "speed-ratio")
}

func runScript(b *testing.B, script []neo4jstore.ScriptStep) {
	session := neo4jtest.Server(b).Driver(b).NewSession(b.Context(), neo4j.SessionConfig{DatabaseName: neo4jtest.Database})
	defer session.Close(b.Context())
	for _, step := range script {
		for chunk := range slices.Chunk(step.Rows, 5000) {
			raw(b, session, step.Cypher, map[string]any{"rows": chunk})
		}
	}
}

// raw is what anybody would write with the driver: run, read all rows.
func raw(b *testing.B, session neo4j.SessionWithContext, cypher string, params map[string]any) []*neo4j.Record {
	result, err := session.Run(b.Context(), cypher, params)
	if err != nil {
		b.Fatal(err)
	}
	records, err := result.Collect(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return records
}

// BenchmarkAPI asks the API over HTTP and, in turn, a loop with the driver that sends the same Cypher and reads the rows. Each question is about another node, so
// that no answer is kept.
func BenchmarkAPI(b *testing.B) {
	r := synthetic(b)
	s := open(b)
	if _, err := s.Apply(b.Context(), r); err != nil {
		b.Fatal(err)
	}
	fresh(b)
	server := httptest.NewServer(api.New(api.Config{Store: s, Rate: -1}))
	defer server.Close()
	statements := must(neo4jstore.Statements())(b)
	for _, c := range []struct {
		name, path string
		loop       func(session neo4j.SessionWithContext, id string)
	}{
		{"counts", "/api/v1/nodes/%s/counts", func(session neo4j.SessionWithContext, id string) {
			raw(b, session, statements["counts"], neo4jstore.Params(id, nil, nil))
		}},
		{"graph", "/api/v1/graph?from=%s", func(session neo4j.SessionWithContext, id string) {
			nodes, edges := []any{id}, map[string]any{}
			for _, record := range raw(b, session, statements["ball"], neo4jstore.Params(id, nil, nil)) {
				if row := record.Values[0].([]any); len(row) == 5 {
					typ := row[1].(string)
					list, _ := edges[typ].([]any)
					nodes, edges[typ] = append(nodes, row[2], row[3]), append(list, row[0])
				}
			}
			raw(b, session, statements["records"], neo4jstore.Params(id, nodes, edges))
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			driver := neo4jtest.Server(b).Driver(b)
			loop := func(id string) {
				session := driver.NewSession(b.Context(), neo4j.SessionConfig{DatabaseName: neo4jtest.Database, AccessMode: neo4j.AccessModeRead})
				defer session.Close(b.Context())
				c.loop(session, id)
			}
			var ours, theirs []time.Duration
			for i := -20; i < 0 || b.Loop(); i++ { // the first ones warm
				id := r.Nodes[100+(i+20)*7919%(len(r.Nodes)-100)].ID
				start := time.Now()
				get(b, server.URL+fmt.Sprintf(c.path, id))
				middle := time.Now()
				loop(id)
				if i >= 0 {
					ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
				}
			}
			for _, p := range []int{50, 99} {
				x, y := percentile(ours, p), percentile(theirs, p)
				b.ReportMetric(float64(x.Microseconds()), fmt.Sprintf("api-p%d-µs", p))
				b.ReportMetric(float64(y.Microseconds()), fmt.Sprintf("loop-p%d-µs", p))
				b.ReportMetric(float64(x)/float64(y), fmt.Sprintf("ratio-p%d", p))
			}
		})
	}
}

func get(b *testing.B, url string) {
	answer, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %v", url, answer.Status, err)
	}
}

// BenchmarkWarm has a server that has just started plan every question, and again when it has; then each of a few questions is asked for the first time.
func BenchmarkWarm(b *testing.B) {
	var first, again, asked []time.Duration
	clock := func(list *[]time.Duration, do func()) {
		start := time.Now()
		do()
		*list = append(*list, time.Since(start))
	}
	r := chain(20, "new")
	for b.Loop() {
		server := neo4jtest.NewServer(b, neo4jtest.Options{LongLived: true})
		s := opened(b, neo4jstore.Options{URI: server.URI, QueryTimeout: coldQuery})
		must(s.Apply(b.Context(), r))(b)
		for _, list := range []*[]time.Duration{&first, &again} {
			clock(list, func() {
				if err := s.Warm(b.Context()); err != nil {
					b.Fatal(err)
				}
			})
		}
		clock(&asked, func() {
			must(s.Counts(b.Context(), graph.CountsQuery{ID: r.Nodes[1].ID}))(b)
			must(s.Neighborhood(b.Context(), graph.NeighborhoodQuery{From: []string{r.Nodes[1].ID}, Depth: 2}))(b)
			must(s.Search(b.Context(), graph.SearchQuery{Text: "n-01"}))(b)
		})
	}
	b.ReportMetric(percentile(first, 50).Seconds(), "first-p50-s")
	b.ReportMetric(percentile(again, 50).Seconds(), "again-p50-s")
	b.ReportMetric(percentile(asked, 50).Seconds(), "asked-p50-s")
}

// BenchmarkBig makes one release of the graph on a server of its own whose heap is ENISHI_BIG_HEAP MiB (512), in batches, and says how long it took and how much memory
// the server had at most.
func BenchmarkBig(b *testing.B) {
	heap := 512
	if text := os.Getenv("ENISHI_BIG_HEAP"); text != "" {
		if _, err := fmt.Sscan(text, &heap); err != nil {
			b.Fatalf("ENISHI_BIG_HEAP=%q is no number of MiB", text)
		}
	}
	r := synthetic(b)
	records := len(r.Nodes) + len(r.Edges)
	for b.Loop() {
		server := neo4jtest.NewServer(b, neo4jtest.Options{LongLived: true, HeapMB: heap, PageCacheMB: 512})
		s := opened(b, neo4jstore.Options{URI: server.URI, SmallRelease: 1000, RetryFor: time.Minute})
		start := time.Now()
		must(s.Apply(b.Context(), r))(b)
		took := time.Since(start)
		d := must(s.Dataset(b.Context()))(b)
		listed := 0
		for _, n := range d.Nodes {
			listed += n
		}
		for _, n := range d.Edges {
			listed += n
		}
		if listed != records {
			b.Errorf("%d records of %d are there", listed, records)
		}
		b.ReportMetric(took.Seconds(), "apply-s")
		b.ReportMetric(float64(records)/took.Seconds(), "records/s")
		b.Logf("%d nodes, %d edges; server with %d MiB of heap had %s at most", len(r.Nodes), len(r.Edges), heap, peak(b, server.PID()))
	}
}

// peak is the most memory that a process had, as the kernel says.
func peak(t testing.TB, pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "not known"
}

package neo4jstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"enishi/graph"
	"enishi/graph/embedstore"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
	"enishi/graph/network/synth"
)

// synthetic is the graph S of the speed goals, or what ENISHI_BENCH_GRAPH names: S or M.
func synthetic(b *testing.B) *graph.Release {
	b.Helper()
	size, ok := map[string]synth.Graph{"": synth.S, "S": synth.S, "M": synth.M}[os.Getenv("ENISHI_BENCH_GRAPH")]
	if !ok {
		b.Fatalf("ENISHI_BENCH_GRAPH=%q is neither S nor M", os.Getenv("ENISHI_BENCH_GRAPH"))
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

func told(b *testing.B, answer any) string {
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

// The hand-tuned script: what an import of the same records takes with nothing but UNWIND and CREATE in batches, under the same constraints on ids.
const (
	scriptNodes = "UNWIND $rows AS row CREATE (n:Entity) SET n = row"
	scriptEdges = "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target}) CREATE (a)-[r:SISTER_OF]->(b) SET r = row"
)

// BenchmarkImport is a first release beside the hand-tuned script, in turn.
func BenchmarkImport(b *testing.B) {
	r := synthetic(b)
	nodes, edges := rowsOf(b, r.Nodes), rowsOf(b, r.Edges)
	var ours, script []time.Duration
	for b.Loop() {
		s := open(b)
		start := time.Now()
		if _, err := s.Apply(b.Context(), r); err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(start))
		open(b)
		start = time.Now()
		runScript(b, scriptNodes, nodes)
		runScript(b, scriptEdges, edges)
		script = append(script, time.Since(start))
	}
	x, y := percentile(ours, 50), percentile(script, 50)
	b.ReportMetric(x.Seconds(), "apply-p50-s")
	b.ReportMetric(y.Seconds(), "script-p50-s")
	b.ReportMetric(float64(y)/float64(x), "speed-ratio")
}

// rowsOf are records as properties: their texts and numbers, and the whole record.
func rowsOf[T any](b *testing.B, list []T) []any {
	rows := make([]any, len(list))
	for i := range list {
		row := map[string]any{}
		text := told(b, &list[i])
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			b.Fatal(err)
		}
		for k, v := range row {
			if _, nested := v.(map[string]any); nested {
				delete(row, k)
			}
		}
		row["_record"] = text
		rows[i] = row
	}
	return rows
}

func runScript(b *testing.B, script string, rows []any) {
	session := neo4jtest.Server(b).Driver(b).NewSession(b.Context(), neo4j.SessionConfig{DatabaseName: neo4jtest.Database})
	defer session.Close(b.Context())
	for chunk := range slices.Chunk(rows, 5000) {
		result, err := session.Run(b.Context(), script, map[string]any{"rows": chunk})
		if err == nil {
			_, err = result.Consume(b.Context())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

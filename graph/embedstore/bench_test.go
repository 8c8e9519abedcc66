package embedstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"enishi/graph"
)

// synthetic is a release of n municipalities and partners with about two ties each, of the shape of the bundled dataset's records; from a seed.
func synthetic(n int) *graph.Release {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	r := &graph.Release{}
	for i := range n/10 + 1 {
		locator := fmt.Sprintf("https://example.org/register/%d", i)
		r.Sources = append(r.Sources, graph.Source{ID: graph.SourceID(locator), Locator: locator, Publisher: "A publisher of registers", Title: fmt.Sprintf("Register %d", i)})
	}
	cite := func() []string { return []string{r.Sources[rng.IntN(len(r.Sources))].ID} }
	for i := range n / 2 {
		r.Nodes = append(r.Nodes,
			graph.Node{ID: fmt.Sprintf("jp-%07d", i), Kind: graph.Municipality, Names: graph.Names{En: name(rng), Ja: fmt.Sprintf("第%d町", i), Kana: "だいちょう"}, Labels: graph.Labels{En: fmt.Sprintf("Town %d, Miyagi", i)},
				Level: "town", Country: "JP", Codes: graph.Codes{"jis": {fmt.Sprintf("%07d", i)}}, Point: &graph.Point{Lat: 38 + rng.Float64(), Lon: 140 + rng.Float64()},
				Population: &graph.Population{Count: rng.IntN(100000), Date: graph.MustDate("2020-10-01")}, Valid: graph.Range{From: graph.MustDate("1955-04-01")}, Citations: cite(), Confidence: graph.High},
			graph.Node{ID: fmt.Sprintf("us-%07d", i), Kind: graph.Partner, Names: graph.Names{En: name(rng)}, Level: "city", Country: "US", Point: &graph.Point{Lat: 38 + rng.Float64(), Lon: -100 + rng.Float64()}, Citations: cite()})
	}
	for i := range n {
		a, b := fmt.Sprintf("jp-%07d", rng.IntN(n/2)), fmt.Sprintf("us-%07d", rng.IntN(n/2))
		tie := fmt.Sprintf("tie-%d-%s-%s", i, a, b)
		signed := graph.Date{Year: int16(1950 + rng.IntN(70)), Month: uint8(1 + rng.IntN(12)), Day: uint8(1 + rng.IntN(28))}
		r.Edges = append(r.Edges, graph.Edge{ID: graph.EdgeID(graph.SisterOf, tie, a), Kind: graph.SisterOf, Source: a, Target: b, Tie: tie, TieKind: graph.SisterCity, Role: graph.Original,
			Signed: signed, Status: graph.Active, Valid: graph.Range{From: signed}, Citations: cite(), Confidence: graph.High})
	}
	return r
}

func name(rng *rand.Rand) string {
	parts := []string{"na", "ga", "ha", "ma", "o", "tsu", "shi", "river", "spring", "field", "port", "ton"}
	var b strings.Builder
	for range 2 + rng.IntN(3) {
		b.WriteString(parts[rng.IntN(len(parts))])
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// BenchmarkImport is a first release into a file, durable and queryable, and in turn a bare loop of prepared inserts of 64 rows of the same encoded records
// into a table of id and text, committed with the same durability. bare/Apply is the median of the ratios of their times; least and greatest tell its spread.
func BenchmarkImport(b *testing.B) {
	r := synthetic(20_000)
	texts := encoded(r)
	var own, ratios []float64
	for range b.N {
		s := open(b, newPath(b), Options{})
		apart := seconds(func() { apply(b, s, r) })
		closeStore(b, s) // ends the making of its index of names
		s = open(b, newPath(b), Options{})
		bare := seconds(func() { bareLoop(b, s, texts) })
		closeStore(b, s)
		own, ratios = append(own, apart), append(ratios, bare/apart)
	}
	slices.Sort(own)
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(own[len(own)/2]/float64(len(texts))*1e6, "µs/row")
	b.ReportMetric(ratios[len(ratios)/2], "bare/Apply")
	b.ReportMetric(ratios[0], "least")
	b.ReportMetric(ratios[len(ratios)-1], "greatest")
}

func seconds(do func()) float64 {
	begun := time.Now()
	do()
	return time.Since(begun).Seconds()
}

// encoded are the records of a release, each with its id.
func encoded(r *graph.Release) (texts [][2]string) {
	for i := range r.Nodes {
		texts = append(texts, [2]string{r.Nodes[i].ID, string(graph.Encode(&r.Nodes[i]))})
	}
	for i := range r.Edges {
		texts = append(texts, [2]string{r.Edges[i].ID, string(graph.Encode(&r.Edges[i]))})
	}
	for i := range r.Sources {
		texts = append(texts, [2]string{r.Sources[i].ID, string(graph.Encode(&r.Sources[i]))})
	}
	return texts
}

func bareLoop(b *testing.B, s *Store, rows [][2]string) {
	err := s.w.Exec("CREATE TABLE bare (id TEXT PRIMARY KEY, data TEXT NOT NULL); BEGIN IMMEDIATE")
	for len(rows) > 0 && err == nil {
		n := min(rowsAtOnce, len(rows))
		args := make([]any, 0, 2*n)
		for _, row := range rows[:n] {
			args = append(args, row[0], row[1])
		}
		err = s.w.exec(multiRow("INSERT INTO bare VALUES ", 2, n), args...)
		rows = rows[n:]
	}
	if err == nil {
		err = s.w.Exec("COMMIT")
	}
	if err != nil {
		b.Fatal(err)
	}
	s.checkpoint(s.w)
}

// BenchmarkOpen opens a store of the bundled dataset's size and asks one question.
func BenchmarkOpen(b *testing.B) {
	path := newPath(b)
	s := open(b, path, Options{})
	apply(b, s, synthetic(7_000))
	if err := s.keepNames(context.Background()); err != nil {
		b.Fatal(err)
	}
	closeStore(b, s)
	for name, ask := range map[string]func(*Store) error{
		"none": func(*Store) error { return nil },
		"neighborhood": func(s *Store) error {
			_, err := s.Neighborhood(context.Background(), graph.NeighborhoodQuery{From: []string{"jp-0000001"}, Depth: 2})
			return err
		},
		"search": func(s *Store) error {
			_, err := s.Search(context.Background(), graph.SearchQuery{Text: "nagahama"})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s, err := Open(context.Background(), path, Options{})
				if err == nil {
					err = ask(s)
				}
				if err != nil {
					b.Fatal(err)
				}
				closeStore(b, s)
			}
		})
	}
}

// BenchmarkLarge makes graph L (a million nodes, five million edges; ENISHI_L divides it) in a file, has a process of its own open it and answer a question, and
// reports what that took. Without ENISHI_L it is a thousandth.
func BenchmarkLarge(b *testing.B) {
	parts := count(b, "ENISHI_L", 1000)
	path := newPath(b)
	s := open(b, path, Options{})
	r := large(1_000_000 / parts)
	imported := seconds(func() { apply(b, s, r) })
	closeStore(b, s)
	r = nil
	runtime.GC()
	for b.Loop() {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), openEnv+"="+path)
		out, err := child.CombinedOutput()
		var took float64
		var peak, live int
		if _, scanErr := fmt.Sscanf(string(out), openReport, &took, &live, &peak); err != nil || scanErr != nil {
			b.Fatalf("%v, %v: %s", err, scanErr, out)
		}
		b.ReportMetric(took, "open-s")
		b.ReportMetric(float64(live), "live-MiB")
		b.ReportMetric(float64(peak), "peak-MiB")
	}
	b.ReportMetric(imported, "import-s")
	b.ReportMetric(0, "ns/op")
}

// large is a release of n nodes and about five edges for each.
func large(n int) *graph.Release {
	r, rng := synthetic(n), rand.New(rand.NewPCG(8, 8))
	first := slices.Clone(r.Edges)
	for extra := range 4 {
		for _, e := range first {
			e.Source, e.Target = r.Nodes[2*rng.IntN(n/2)].ID, r.Nodes[2*rng.IntN(n/2)+1].ID
			e.Tie = fmt.Sprintf("%s-%d", e.Tie, extra)
			e.ID = graph.EdgeID(e.Kind, e.Tie, e.Source)
			r.Edges = append(r.Edges, e)
		}
	}
	return r
}

const (
	openEnv    = "ENISHI_EMBEDSTORE_OPEN"
	openReport = "answered after %f s, %d MiB live, %d MiB at most\n"
)

// openOnce is the process that BenchmarkLarge times: a cold open and its first answer, then three more.
func openOnce(path string) error {
	ctx := context.Background()
	var s *Store
	ask := func(id string) error {
		found, err := s.Neighborhood(ctx, graph.NeighborhoodQuery{From: []string{id}, Depth: 2})
		if err == nil && len(found.Nodes) < 2 {
			err = fmt.Errorf("%s has no neighbours", id)
		}
		return err
	}
	var err error
	took := seconds(func() {
		if s, err = Open(ctx, path, Options{}); err == nil {
			err = ask("jp-0000001")
		}
	})
	for _, id := range []string{"us-0000002", "jp-0000003", "us-0000004"} {
		if err == nil {
			err = ask(id)
		}
	}
	if err != nil {
		return err
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf(openReport, took, m.HeapInuse>>20, peakMiB())
	return nil
}

// peakMiB is the most memory that the process has had resident, as Linux counts it; 0 elsewhere.
func peakMiB() (n int) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if kib, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(kib, &n)
		}
	}
	return n >> 10
}

// BenchmarkStep is a small release on a small store, in a file and in memory: in a file it is mostly the time of its syncs.
func BenchmarkStep(b *testing.B) {
	for name, s := range map[string]*Store{"file": open(b, newPath(b), Options{}), "mem": memory(b)} {
		b.Run(name, func(b *testing.B) {
			for n := s.current.Load().number + 1; b.Loop(); n++ {
				apply(b, s, step(n))
			}
		})
	}
}

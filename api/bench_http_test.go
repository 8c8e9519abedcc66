package api

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"enishi/graph/embedstore"
	"enishi/importer"
	"enishi/importer/dataset"
)

// twoHops asks for a 2-hop answer of about 50 kB.
const twoHops = prefix + "/graph?from=%s&depth=2&nodes=60"

// benchStarts are tried for the answer whose size is nearest to 50 kB.
var benchStarts = []string{"jp-04100", "jp-22100", "us-ca-riverside", "jp-04", "us-ca", "jp-35"}

const (
	benchRounds  = 7
	benchClients = 4
	benchTime    = 700 * time.Millisecond // of one side of one pair
)

// TestBenchHTTP is `make bench-http`: it starts handlers on 127.0.0.1 and a load generator in a process of its own (this test binary again), which asks two of them in turn,
// and prints the median of the ratios of the pairs. Without ENISHI_BENCH_HTTP it makes one short round and holds only that every answer is the one meant.
func TestBenchHTTP(t *testing.T) {
	if target := os.Getenv("ENISHI_LOAD"); target != "" {
		generateLoad(t, target)
		return
	}
	rounds, took := 1, 20*time.Millisecond
	if os.Getenv("ENISHI_BENCH_HTTP") != "" {
		rounds, took = benchRounds, benchTime
	}
	store, err := embedstore.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	in, err := importer.ReadFS(t.Context(), dataset.Tables(), importer.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	release, report, err := importer.Plan(t.Context(), store, in, importer.Options{})
	if err != nil {
		t.Fatalf("%v: %v", err, report)
	}
	if _, err := store.Apply(t.Context(), release); err != nil {
		t.Fatal(err)
	}
	full := New(Config{Store: store, Rate: 1e9, Burst: 1e9})
	computed := New(Config{Store: store, Rate: 1e9, Burst: 1e9, KeepAnswers: -1})
	path, body := benchQuestion(t, full)
	t.Logf("%s: %d bytes", path, len(body))

	var decoded any
	if err := json.Unmarshal(body, &decoded); err != nil {
		t.Fatal(err)
	}
	static := func(c *gin.Context) {
		c.Header("Content-Length", strconv.Itoa(len(body))) // as answers have it; else it would be sent in chunks
		c.Data(http.StatusOK, "application/json; charset=utf-8", body)
	}
	asJSON := func(c *gin.Context) { c.JSON(http.StatusOK, decoded) }
	bare := gin.New()
	bare.GET(prefix+"/graph", static)
	for _, pair := range []struct {
		name string
		a, b http.Handler
		goal float64
	}{
		{"2-hop answer / static bytes, same stack", full, stacked(store, static), 0.8},
		{"2-hop answer, none kept / static bytes, same stack", computed, stacked(store, static), 0}, // finding and encoding, every time
		{"2-hop answer / c.JSON of the value, same stack", full, stacked(store, asJSON), 5},
		{"2-hop answer, none kept / c.JSON, same stack", computed, stacked(store, asJSON), 0},
		{"static bytes, full middleware / bare gin", stacked(store, static), bare, 0.75},
	} {
		a, b := httptest.NewServer(pair.a), httptest.NewServer(pair.b)
		var ratios []float64
		var as, bs []load
		for range rounds {
			la, lb := generator(t, a.URL+path, took), generator(t, b.URL+path, took)
			as, bs = append(as, la), append(bs, lb)
			ratios = append(ratios, la.PerSecond/lb.PerSecond)
		}
		a.Close()
		b.Close()
		slices.Sort(ratios)
		t.Logf("%-50s %s | %s | median ratio %.2f (goal %.2f; pairs %.2f)", pair.name, middle(as), middle(bs), ratios[len(ratios)/2], pair.goal, ratios)
	}
}

// benchQuestion is the 2-hop question whose answer is nearest to 50 kB, and the answer.
func benchQuestion(t *testing.T, h http.Handler) (path string, body []byte) {
	t.Helper()
	best := -1
	for _, start := range benchStarts {
		p := fmt.Sprintf(twoHops, start)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, p, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", p, w.Code, w.Body)
		}
		if off := max(w.Body.Len()-50_000, 50_000-w.Body.Len()); best < 0 || off < best {
			best, path, body = off, p, bytes.Clone(w.Body.Bytes())
		}
	}
	return path, body
}

// stacked is a handler inside the middleware of the API.
func stacked(store *embedstore.Store, h gin.HandlerFunc) http.Handler {
	cfg := Config{Store: store, Rate: 1e9, Burst: 1e9}.withDefaults()
	s := &server{Config: cfg, metrics: newMetrics(), limiter: newLimiter(cfg.Rate, cfg.Burst, cfg.Now)}
	e := gin.New()
	e.Use(s.observe, secure, s.limit(s.limiter))
	e.GET(prefix+"/graph", h)
	return e
}

// load is what a load generator saw.
type load struct {
	Requests  int
	PerSecond float64
	P50, P99  time.Duration
	Bytes     int64
}

func (l load) String() string {
	return fmt.Sprintf("%7.0f/s p50 %6s p99 %6s", l.PerSecond, l.P50.Round(10*time.Microsecond), l.P99.Round(10*time.Microsecond))
}

// middle is the load of median rate.
func middle(ls []load) load {
	slices.SortFunc(ls, func(a, b load) int { return cmp.Compare(a.PerSecond, b.PerSecond) })
	return ls[len(ls)/2]
}

// generator runs the load generator in a process of its own.
func generator(t *testing.T, url string, took time.Duration) load {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestBenchHTTP$")
	cmd.Env = append(os.Environ(), "ENISHI_LOAD="+url, "ENISHI_LOAD_TIME="+took.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, text, ok := strings.Cut(string(out), "load: ")
	var l load
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&l); err != nil || !ok || l.Requests == 0 {
		t.Fatalf("%v\n%s", err, out)
	}
	return l
}

// generateLoad asks one address of this machine over kept connections, without decoding anything, and prints what it saw.
func generateLoad(t *testing.T, target string) {
	host, path, _ := strings.Cut(strings.TrimPrefix(target, "http://"), "/")
	if !strings.HasPrefix(host, "127.0.0.1:") {
		t.Fatalf("%s is not on this machine", host)
	}
	took, err := time.ParseDuration(os.Getenv("ENISHI_LOAD_TIME"))
	if err != nil {
		t.Fatal(err)
	}
	request := []byte("GET /" + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: application/json\r\n\r\n")
	type result struct {
		times []time.Duration
		bytes int64
		err   error
	}
	results := make(chan result, benchClients)
	ctx, cancel := context.WithTimeout(t.Context(), took)
	defer cancel()
	start := time.Now()
	for range benchClients {
		go func() {
			var r result
			r.times, r.bytes, r.err = askOver(ctx, host, request)
			results <- r
		}()
	}
	var all []time.Duration
	var l load
	for range benchClients {
		r := <-results
		if r.err != nil {
			t.Fatal(r.err)
		}
		all = append(all, r.times...)
		l.Bytes += r.bytes
	}
	l.Requests, l.PerSecond = len(all), float64(len(all))/time.Since(start).Seconds()
	slices.Sort(all)
	l.P50, l.P99 = all[len(all)/2], all[len(all)*99/100]
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("load: %s\n", text)
}

// askOver sends the request over one connection again and again until ctx ends; at least once.
func askOver(ctx context.Context, host string, request []byte) (times []time.Duration, n int64, err error) {
	var d net.Dialer
	conn, err := d.DialContext(context.WithoutCancel(ctx), "tcp", host)
	if err != nil {
		return nil, 0, err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	for len(times) == 0 || ctx.Err() == nil {
		start := time.Now()
		if _, err := conn.Write(request); err != nil {
			return nil, 0, err
		}
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			return nil, 0, err
		}
		read, err := io.Copy(io.Discard, resp.Body)
		if err != nil {
			return nil, 0, err
		}
		if resp.StatusCode != http.StatusOK || read == 0 {
			return nil, 0, fmt.Errorf("%s, %d bytes", resp.Status, read)
		}
		n += read
		times = append(times, time.Since(start))
	}
	return times, n, nil
}

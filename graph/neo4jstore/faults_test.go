package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// faults is how many faults of each kind a test makes: few in every run, ENISHI_FAULTS for more.
func faults(t testing.TB, few int) int {
	text := os.Getenv("ENISHI_FAULTS")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("ENISHI_FAULTS=%q is no number of faults", text)
	}
	return n
}

// toxic returns a proxy in front of the shared server whose network can be spoilt.
func toxic(t testing.TB) *toxiproxy.Proxy {
	t.Helper()
	_, upstream, _ := strings.Cut(neo4jtest.Server(t).URI, "://")
	p := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "neo4j", "127.0.0.1:0", upstream)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

func spoil(t testing.TB, p *toxiproxy.Proxy, kind, stream, attribute string, value int) {
	t.Helper()
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(`{"type":%q,"stream":%q,"attributes":{%q:%d}}`, kind, stream, attribute, value))); err != nil {
		t.Fatal(err)
	}
}

// mend takes every fault away.
func mend(p *toxiproxy.Proxy) { p.Toxics.ResetToxics(context.Background()) }

// impatient makes a store give up soon.
func impatient(o *neo4jstore.Options) {
	o.QueryTimeout, o.RetryFor = 400*time.Millisecond, 400*time.Millisecond
}

// TestNetwork spoils the network in each way: reads end right or as graph.ErrUnavailable in their time, and go on when it is mended.
func TestNetwork(t *testing.T) {
	open(t)
	p := toxic(t)
	s := in(t, "bolt://"+p.Listen, func(o *neo4jstore.Options) { o.RetryFor = 2 * time.Second })
	must(s.Apply(t.Context(), chain(4, "old")))(t)
	quick := in(t, "bolt://"+p.Listen, impatient)
	for _, c := range []struct {
		kind, attribute string
		value           int
		right           bool // the answer comes, late
	}{
		{"latency", "latency", 50, true},
		{"slicer", "average_size", 7, true},
		{"reset_peer", "timeout", 0, false},
		{"timeout", "timeout", 0, false},
		{"timeout", "timeout", 100, false},
		{"limit_data", "bytes", 0, false},
	} {
		for _, stream := range []string{"downstream", "upstream"} {
			t.Run(fmt.Sprintf("%s-%d-%s", c.kind, c.value, stream), func(t *testing.T) {
				spoil(t, p, c.kind, stream, c.attribute, c.value)
				if c.right {
					if got, err := seen(t.Context(), s); got != "4 old" {
						t.Errorf("%q, %v", got, err)
					}
				} else {
					unavailable(t, quick)
					cancelled(t, s)
				}
				mend(p)
				if got, err := seen(t.Context(), s); got != "4 old" {
					t.Errorf("mended: %q, %v", got, err)
				}
			})
		}
	}
}

// unavailable asks a store that cannot answer.
func unavailable(t *testing.T, s graph.Store) {
	t.Helper()
	patience, cancel := context.WithTimeout(t.Context(), time.Minute) // far more than the store's own: what it tells, it tells by itself
	defer cancel()
	_, err := s.Node(patience, "n-01")
	var e *graph.Error
	if !errors.Is(err, graph.ErrUnavailable) || !errors.As(err, &e) || e.Retry == 0 {
		t.Errorf("not unavailable with a time to try again: %v", err)
	}
	if patience.Err() != nil {
		t.Error("told when the caller gave up")
	}
}

// cancelled asks with a deadline of the caller's.
func cancelled(t *testing.T, s graph.Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	patience, late := context.WithTimeout(t.Context(), time.Minute)
	defer late()
	_, err := s.Node(ctx, "n-01")
	if !graph.IsCancelled(err) && !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("neither cancelled nor unavailable: %v", err)
	}
	if patience.Err() != nil {
		t.Error("a deadline of 100 ms did not end the question")
	}
}

// cutAfter are numbers of bytes after which a connection is cut: every byte of a small exchange where as many faults are asked for, else spread over it.
func cutAfter(n, exchange int) (list []int) {
	for i := range n {
		list = append(list, 1+i*exchange/n%exchange)
	}
	return list
}

// TestCutReads cuts a connection in the midst of questions.
func TestCutReads(t *testing.T) {
	open(t)
	p := toxic(t)
	s := in(t, "bolt://"+p.Listen, func(o *neo4jstore.Options) { o.RetryFor = 50 * time.Millisecond })
	must(s.Apply(t.Context(), chain(4, "old")))(t)
	right, refused := 0, 0
	for _, stream := range []string{"downstream", "upstream"} {
		for _, n := range cutAfter(faults(t, 20), 6000) {
			must(seen(t.Context(), s))(t) // a connection that is open, to be cut in the exchange
			spoil(t, p, "limit_data", stream, "bytes", n)
			switch got, err := seen(t.Context(), s); {
			case err == nil && got == "4 old":
				right++
			case errors.Is(err, graph.ErrUnavailable):
				refused++
			default:
				t.Errorf("cut %s after %d bytes: %q, %v", stream, n, got, err)
			}
			mend(p)
			settle(t, s)
		}
	}
	t.Logf("%d right, %d unavailable", right, refused)
	if right == 0 || refused == 0 {
		t.Errorf("the cuts do not span the exchange: %d right, %d refused", right, refused)
	}
}

// settle asks until the connections that were cut are out of the driver's pool.
func settle(t testing.TB, s graph.Store) {
	t.Helper()
	var err error
	for range 100 {
		if err = s.Ping(t.Context()); err == nil {
			return
		}
	}
	t.Fatalf("the network is mended, but: %v", err)
}

// TestCutWrites cuts the connection in the midst of releases: each is made whole or not at all, and what was acknowledged is there.
func TestCutWrites(t *testing.T) {
	open(t)
	witness := in(t, neo4jtest.Server(t).URI, nil)
	p := toxic(t)
	roads := []*neo4jstore.Store{
		in(t, "bolt://"+p.Listen, func(o *neo4jstore.Options) { o.RetryFor = 20 * time.Millisecond }),
		in(t, "bolt://"+p.Listen, func(o *neo4jstore.Options) { batches(o); o.RetryFor = 20 * time.Millisecond }),
	}
	must(witness.Apply(t.Context(), chain(4, "start")))(t)
	last, made, failed := "4 start", 0, 0
	for i, n := range cutAfter(faults(t, 16), 16000) {
		s := roads[i%2]
		settle(t, s)
		spoil(t, p, "limit_data", []string{"upstream", "downstream"}[i/2%2], "bytes", n)
		note := fmt.Sprintf("cut-%d", i)
		_, err := s.Apply(t.Context(), chain(4, note))
		mend(p)
		if err != nil && !errors.Is(err, graph.ErrUnavailable) {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
		abandon(t, neo4jtest.Server(t))
		got := must(seen(t.Context(), witness))(t) // which ends what was decided
		if want := "4 " + note; got != want && (err == nil || got != last) {
			t.Fatalf("cut after %d bytes (%v): readers see %q; before %q", n, err, got, last)
		}
		if got != last {
			made++
		}
		if err != nil {
			failed++
		}
		last = got
	}
	t.Logf("%d releases made, %d calls failed", made, failed)
	if list := must(witness.Releases(t.Context(), 0))(t); len(list) != made+1 {
		t.Errorf("%d releases, but %d were made", len(list), made+1)
	}
	if failed == 0 || made == 0 {
		t.Errorf("the cuts do not span a release: %d made, %d failed", made, failed)
	}
	must(witness.Apply(t.Context(), chain(4, "end")))(t)
	if faults, err := witness.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

// TestCommitUnanswered loses the answer to each COMMIT in turn, and in another run each COMMIT itself, on each road: the release is made, once.
func TestCommitUnanswered(t *testing.T) {
	server := neo4jtest.Server(t)
	for _, r := range roads() {
		for what, lose := range map[string]verdict{"answer": {mute: true}, "request": {cut: true}} {
			t.Run(r.name+"/"+what, func(t *testing.T) {
				for at := int64(1); ; at++ {
					if !commitLost(t, server, r, lose, at) {
						return
					}
				}
			})
		}
	}
}

// commitLost reports whether there was such a COMMIT.
func commitLost(t *testing.T, server *neo4jtest.Instance, r road, lose verdict, at int64) bool {
	t.Helper()
	server.Wipe(t)
	var left atomic.Int64
	left.Store(1 << 40)
	proxy := newBoltProxy(t, func(tag byte, _ []byte) verdict {
		if tag == boltCommit && left.Add(-1) == 0 {
			return lose
		}
		return verdict{}
	})
	s := in(t, "bolt://"+proxy.address(), r.set)
	if r.before != nil {
		must(s.Apply(t.Context(), r.before))(t)
	}
	left.Store(at)
	info := must(s.Apply(t.Context(), r.after))(t)
	lost := left.Swap(1<<40) <= 0
	if info.Changes.Total() == 0 {
		t.Errorf("COMMIT %d: the release says that it changed nothing", at)
	}
	if !lost {
		wholeAfter(t, server, s, r)
	} else if got, err := seen(t.Context(), s); got != r.new {
		t.Errorf("COMMIT %d: %q, %v", at, got, err)
	}
	return lost
}

package embedstore

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const childEnv = "ENISHI_EMBEDSTORE_CHILD"

// TestMain is also the child processes of the tests: the one that the kill test kills, which applies step after step and says so after each, and the one that
// opens a store for BenchmarkLarge.
func TestMain(m *testing.M) {
	for env, work := range map[string]func(path string) error{childEnv: stepForever, openEnv: openOnce} {
		path := os.Getenv(env)
		if path == "" {
			continue
		}
		if err := work(path); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func stepForever(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	fmt.Println("open", s.current.Load().number)
	for {
		info, err := s.Apply(ctx, step(s.current.Load().number+1))
		if err != nil {
			return err
		}
		fmt.Println("done", info.Number)
	}
}

// TestKilled kills a process at random instants of an import, again and again on one file: every release that was acknowledged is
// there and whole, and in the end the store is as if nothing had happened.
func TestKilled(t *testing.T) {
	kills := count(t, "ENISHI_KILLS", 100)
	rng := rand.New(rand.NewPCG(seed(t), 1))
	path := newPath(t)
	want := newChain(t)
	inside := 0
	passed := passes(t, kills)
	for range kills {
		acknowledged := killOnce(t, path, time.Duration(rng.IntN(120_000))*time.Microsecond)
		s, err := Open(context.Background(), path, Options{})
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		n := s.current.Load().number
		if n < acknowledged {
			t.Fatalf("release r%d was acknowledged; the newest is r%d", acknowledged, n)
		}
		if n > acknowledged {
			inside++
		}
		want.check(t, s)
		closeStore(t, s)
		*passed++
	}
	t.Logf("%d kills, %d of them between a release's commit and its acknowledgement; %d releases", kills, inside, want.last)
}

// chain checks a store against one in memory that takes the same steps.
type chain struct {
	calm *Store
	last int
}

func newChain(t testing.TB) *chain { return &chain{calm: memory(t)} }

func (c *chain) check(t testing.TB, s *Store) {
	t.Helper()
	n := s.current.Load().number
	for ; c.last < n; c.last++ {
		apply(t, c.calm, step(c.last+1))
	}
	ctx := context.Background()
	got, err := s.Releases(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	want, err := c.calm.Releases(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != n {
		t.Fatalf("%d releases are listed, the newest is r%d", len(got), n)
	}
	want = want[len(want)-n:] // what it has made in other rounds is left out
	for i := range got {
		if got[i].Version != want[i].Version || got[i].Changes != want[i].Changes || got[i].Number != n-i {
			t.Fatalf("release %d is %v, undisturbed %v", n-i, got[i], want[i])
		}
	}
	sound(t, s)
}

// killOnce runs a child until it has opened the store and a while has passed, kills it, and returns the last release that it acknowledged.
func killOnce(t *testing.T, path string, after time.Duration) (acknowledged int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "open":
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // the instant is what is random here; nothing waits for it
			fallthrough
		case "done":
			if _, err := fmt.Sscan(rest, &acknowledged); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("the child says: %s", lines.Text())
		}
	}
	_ = cmd.Wait() // it was killed
	return acknowledged
}

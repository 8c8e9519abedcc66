package neo4jstore_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"enishi/graph"
	"enishi/graph/neo4jstore"
	"enishi/graph/neo4jstore/neo4jtest"
)

// disk is where a server keeps its data, and which can be full.
type disk struct {
	dir   string
	fill  func(testing.TB, *neo4jtest.Process)
	empty func(testing.TB) // for the next start of the server, which has ended
}

// smallDisk is a file system of its own, filled with ballast; who may not mount one forbids the server to make any file longer, which fails the same
// writes with another errno.
func smallDisk(t testing.TB) disk {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256m"); err != nil {
		t.Logf("no file system of our own (%v): files of the server are forbidden to grow", err)
		limit := func(t testing.TB, p *neo4jtest.Process) {
			t.Helper()
			if out, err := exec.Command("prlimit", "--pid", strconv.Itoa(p.PID()), "--fsize=4096:").CombinedOutput(); err != nil {
				t.Fatalf("prlimit: %v: %s", err, out)
			}
		}
		return disk{filepath.Join(dir, "data"), limit, func(testing.TB) {}}
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	fill := func(t testing.TB, _ *neo4jtest.Process) {
		t.Helper()
		f, err := os.Create(ballast)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for err == nil {
			_, err = f.Write(make([]byte, 64<<10))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	empty := func(t testing.TB) {
		t.Helper()
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}
	return disk{filepath.Join(dir, "data"), fill, empty}
}

// coldQuery is the patience with a server that has just started, on a machine that has more to do.
const coldQuery = 3 * time.Minute

// TestFullDisk fills the server's disk: a release fails with a message that says what to do and leaves the old data, and once the server was stopped, there is room, and it
// has started again it is made. The order matters: at its orderly end a Neo4j writes once more what it could not write to its log. On a disk that is still full it tries for
// ever, so it is killed; on one that has room again this stands behind the half that it had written before, and it does not start ("Error reading transaction logs, recovery not possible").
func TestFullDisk(t *testing.T) {
	many := min(faults(t, 1), 3)
	d := smallDisk(t)
	t.Cleanup(func() {
		if text, err := os.ReadFile(filepath.Join(d.dir, "logs", "debug.log")); t.Failed() && err == nil {
			t.Logf("the end of the server's log:\n%s", text[max(0, len(text)-6000):])
		}
	})
	server := neo4jtest.NewServer(t, neo4jtest.Options{Dir: d.dir})
	options := neo4jstore.Options{URI: server.URI, RetryFor: time.Second, QueryTimeout: coldQuery}
	for _, r := range roads()[:many] {
		t.Run(r.name, func(t *testing.T) {
			server.Wipe(t)
			o := options
			if r.set != nil {
				r.set(&o)
			}
			s := opened(t, o)
			if r.before != nil {
				must(s.Apply(t.Context(), r.before))(t)
			}
			d.fill(t, server)
			var err error
			for i := 0; err == nil && i < 100; i++ { // what is laid aside in advance must be used up first
				_, err = s.Apply(t.Context(), chain(4, strings.Repeat("x", 60_000)+fmt.Sprint(i)))
			}
			var e *graph.Error
			if !errors.Is(err, graph.ErrUnavailable) || !errors.As(err, &e) || !strings.Contains(err.Error(), "disk is full") || !strings.Contains(err.Error(), "stop Neo4j") {
				t.Errorf("no word of the disk: %v", err)
			}
			server.Kill(t)
			d.empty(t)
			server.Start(t)
			next := opened(t, o)
			if got, err := seen(t.Context(), next); err != nil || strings.Contains(got, "new") {
				t.Errorf("after the restart %q, %v", got, err)
			}
			must(next.Apply(t.Context(), r.after))(t)
			if got, err := seen(t.Context(), next); got != r.new {
				t.Errorf("at the end %q, %v", got, err)
			}
			if faults, err := next.Check(t.Context()); err != nil || len(faults) > 0 {
				t.Errorf("check: %q, %v", faults, err)
			}
		})
	}
}

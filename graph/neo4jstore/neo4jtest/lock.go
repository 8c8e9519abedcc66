package neo4jtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// envLocked names, for the processes that a holder starts, the lock it holds.
const envLocked = "NEO4JTEST_LOCKED"

// claim is the right to use a server that several processes were given.
type claim struct {
	file *os.File // nil where the parent process holds the lock for us
	path string
}

// lock waits until no other process uses the server, and holds it until this
// process ends: the kernel then releases it, so there is no unlock.
func lock(ctx context.Context, uri string) (claim, error) {
	c, err := claimFor(uri)
	if err != nil {
		return claim{}, err
	}
	if os.Getenv(envLocked) == c.path {
		return c, nil
	}
	ok, err := c.try()
	if err == nil && !ok {
		say("waiting for %s, in use by %s", uri, c.holder())
		err = c.wait(ctx)
	}
	if err != nil {
		return claim{}, fmt.Errorf("locking %s: %w", uri, err)
	}
	return c, os.Setenv(envLocked, c.path)
}

func claimFor(uri string) (claim, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return claim{}, fmt.Errorf("%s is %q, it must look like bolt://127.0.0.1:7687", envURI, uri)
	}
	cache, err := cacheDir()
	if err != nil {
		return claim{}, err
	}
	dir := filepath.Join(cache, "neo4j-locks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return claim{}, err
	}
	// bolt:// and neo4j:// of one host are one server.
	host := strings.Replace(u.Host, "localhost", "127.0.0.1", 1)
	return claim{path: filepath.Join(dir, fmt.Sprintf("%x", sha256.Sum256([]byte(host)))[:16])}, nil
}

// try takes the lock if it is free.
func (c *claim) try() (bool, error) {
	f, err := os.OpenFile(c.path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return false, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, f.Close()
	}
	if err != nil {
		return false, errors.Join(err, f.Close())
	}
	return true, c.hold(f)
}

// wait blocks until the lock is free or ctx ends. The blocked call itself cannot be
// interrupted, so after ctx its goroutine lives on until the holder is gone.
func (c *claim) wait(ctx context.Context) error {
	f, err := os.OpenFile(c.path, os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		for {
			err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
			if !errors.Is(err, syscall.EINTR) {
				done <- err
				return
			}
		}
	}()
	select {
	case err := <-done:
		if err != nil {
			return errors.Join(err, f.Close())
		}
		return c.hold(f)
	case <-ctx.Done():
		return fmt.Errorf("%w; still in use by %s", ctx.Err(), c.holder())
	}
}

// held keeps the locks' files reachable: a collected file is closed, and its lock gone with it, while the process still uses the server.
var held []*os.File

func (c *claim) hold(f *os.File) error {
	c.file = f
	held = append(held, f)
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(fmt.Appendf(nil, "%s, pid %d", filepath.Base(os.Args[0]), os.Getpid()), 0)
	return err
}

func (c *claim) holder() string {
	b, err := os.ReadFile(c.path)
	if err != nil || len(b) == 0 {
		return "an unknown process"
	}
	return string(b)
}

// mayWipe refuses a database that holds what no test put there, and remembers by
// its id one that was empty: what it holds later is ours.
func (i *Instance) mayWipe(ctx context.Context, c claim) error {
	records, err := i.query(ctx, "CALL db.info() YIELD id RETURN id, EXISTS { MATCH () } AS full", nil)
	if err != nil {
		return err
	}
	id, _, err := neo4j.GetRecordValue[string](records[0], "id")
	if err != nil {
		return err
	}
	full, _, err := neo4j.GetRecordValue[bool](records[0], "full")
	if err != nil {
		return err
	}
	known := c.path + ".wiped"
	if before, err := os.ReadFile(known); full && (err != nil || string(before) != id) && os.Getenv(envWipe) != "yes" {
		return fmt.Errorf("the database at %s is not empty, and the tests would delete all of it. "+
			"If it may go, set %s=yes; else point %s to an empty server", i.URI, envWipe, envURI)
	}
	return os.WriteFile(known, []byte(id), 0o644)
}

func cacheDir() (string, error) {
	if d := os.Getenv("XDG_CACHE_HOME"); d != "" {
		return filepath.Join(d, "enishi"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".cache", "enishi"), nil
}

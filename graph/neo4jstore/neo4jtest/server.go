package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
)

// Environment variables that choose the server.
const (
	envURI      = "NEO4J_TEST_URI"
	envUser     = "NEO4J_TEST_USER"
	envPassword = "NEO4J_TEST_PASSWORD"
	envVia      = "NEO4J_TEST_VIA"
	envWipe     = "NEO4J_TEST_WIPE"
	envImage    = "NEO4J_IMAGE"
)

// steady lets the shared server keep the plans that it has made. Tests fill and empty the database so often that its statistics, for which plans are made anew every ten
// seconds, say nothing; benchmarks have it plan again (db.prepareForReplanning) once their graph is in.
var steady = map[string]string{"dbms.cypher.min_replan_interval": "1h", "dbms.cypher.statistics_divergence_threshold": "1.0"}

const defaultImage = "neo4j:5.26-community"

var shared = sync.OnceValues(func() (*Instance, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	i, err := Choose(ctx)
	if err != nil || os.Getenv(envURI) == "" {
		return i, err
	}
	// The packages before this one may need long; go test's own time limit holds.
	return i, i.claim(context.Background())
})

// Server returns the Neo4j that the tests of this process share, starting it at
// the first call. Its data is whatever the test before left: call Wipe or WipeAll.
// Tests that share it must not run in parallel with each other.
//
// Without a Neo4j the test fails with what to install.
func Server(tb testing.TB) *Instance {
	tb.Helper()
	i, err := shared()
	if err != nil {
		tb.Fatalf("neo4jtest: %v", err)
	}
	return i
}

// Choose is Server for programs that are no tests: it finds or starts a server in
// the order of the package comment and says on standard error which one. A server
// that it started ends with this process.
func Choose(ctx context.Context) (*Instance, error) {
	if uri := os.Getenv(envURI); uri != "" {
		return given(ctx, uri)
	}
	roads, err := roadsFor(os.Getenv(envVia))
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, road := range roads {
		i, err := road.start(ctx)
		if err == nil {
			say("using %s at %s", i.Source, i.URI)
			return i, nil
		}
		say("no Neo4j by %s: %v", road.name, err)
		failures = append(failures, fmt.Errorf("by %s: %w", road.name, err))
	}
	return nil, fmt.Errorf("no Neo4j for the tests. Do one of these:\n"+
		"  sudo apt-get install openjdk-17-jre-headless maven   (Java and Maven; the server then comes by itself)\n"+
		"  start a Docker engine that can pull %s\n"+
		"  export %s=bolt://127.0.0.1:7687   (a server that the tests may wipe)\n"+
		"What was tried:\n%w", image(), envURI, errors.Join(failures...))
}

// road is a way to a server of our own.
type road struct {
	name  string
	start func(context.Context) (*Instance, error)
}

func roadsFor(via string) ([]road, error) {
	docker := road{"docker", startContainer}
	process := road{"process", func(ctx context.Context) (*Instance, error) {
		p, err := startProcess(ctx, Options{LongLived: true, Settings: steady})
		if err != nil {
			return nil, err
		}
		return &p.Instance, nil
	}}
	switch via {
	case "":
		return []road{docker, process}, nil
	case docker.name:
		return []road{docker}, nil
	case process.name:
		return []road{process}, nil
	}
	return nil, fmt.Errorf("%s is %q, it must be docker, process or not set", envVia, via)
}

// given is the server that the environment names. It is not ours to stop.
func given(ctx context.Context, uri string) (*Instance, error) {
	i := &Instance{
		URI: uri, User: os.Getenv(envUser), Password: os.Getenv(envPassword),
		Source: "the server of " + envURI,
	}
	if i.User == "" && i.Password != "" {
		i.User = "neo4j"
	}
	if err := i.verify(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", envURI, err)
	}
	say("using %s at %s", i.Source, i.URI)
	return i, nil
}

// claim makes a server that was given to several processes, and is perhaps
// somebody's, ours to wipe until this process ends.
func (i *Instance) claim(ctx context.Context) error {
	c, err := lock(ctx, i.URI)
	if err != nil {
		return err
	}
	return i.mayWipe(ctx, c)
}

func image() string {
	if s := os.Getenv(envImage); s != "" {
		return s
	}
	return defaultImage
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "neo4jtest: "+format+"\n", args...)
}

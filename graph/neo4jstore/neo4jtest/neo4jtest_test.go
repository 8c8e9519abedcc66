package neo4jtest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func count(t *testing.T, i *Instance, cypher string) int64 {
	t.Helper()
	records := i.Query(t, cypher, nil)
	if len(records) != 1 || len(records[0].Values) != 1 {
		t.Fatalf("%s: %d records, want one number", cypher, len(records))
	}
	n, ok := records[0].Values[0].(int64)
	if !ok {
		t.Fatalf("%s: %v, want a number", cypher, records[0].Values[0])
	}
	return n
}

func TestServerIsARealNeo4j5SharedByTheProcess(t *testing.T) {
	i := Server(t)
	if Server(t) != i {
		t.Error("the second call gave another server")
	}
	r := i.Query(t, "CALL dbms.components() YIELD name, versions RETURN name + ' ' + versions[0]", nil)
	if v, _ := r[0].Values[0].(string); !strings.HasPrefix(v, "Neo4j Kernel 5.") {
		t.Errorf("the server is %q, want a Neo4j Kernel 5", v)
	}
}

// More rows than one batch, a hub, a loop, parallel relationships and lone nodes.
func TestWipe(t *testing.T) {
	i := Server(t)
	i.WipeAll(t)
	i.Query(t, "CREATE CONSTRAINT wipe_unique FOR (n:Wipe) REQUIRE n.id IS UNIQUE", nil)
	i.Query(t, "CREATE INDEX wipe_index FOR (n:Wipe) ON (n.other)", nil)
	i.Query(t, "CREATE FULLTEXT INDEX wipe_text FOR (n:Wipe) ON EACH [n.text]", nil)
	i.Query(t, `CREATE (hub:Wipe {id: -1})-[:SELF]->(hub) WITH hub
		UNWIND range(1, 21000) AS id CREATE (n:Wipe {id: id})
		WITH hub, n WHERE n.id % 2 = 0 CREATE (n)-[:TO]->(hub), (n)-[:TO]->(hub)`, nil)
	if n := count(t, i, "MATCH (n) RETURN count(n)"); n != 21001 {
		t.Fatalf("the fixture has %d nodes", n)
	}

	i.Wipe(t)
	if n := count(t, i, "MATCH (n) RETURN count(n)"); n != 0 {
		t.Errorf("Wipe left %d nodes", n)
	}
	if got, want := schema(t, i), []string{"wipe_index", "wipe_text", "wipe_unique"}; !cmp.Equal(got, want) {
		t.Errorf("schema after Wipe: %v, want %v", got, want)
	}

	i.WipeAll(t)
	if got := schema(t, i); len(got) != 0 {
		t.Errorf("schema after WipeAll: %v, want none", got)
	}
	if n := count(t, i, "SHOW INDEXES YIELD type WHERE type = 'LOOKUP' RETURN count(*)"); n != 2 {
		t.Errorf("%d token lookup indexes after WipeAll, want the 2 of a new database", n)
	}
	i.WipeAll(t) // of an empty database
}

func schema(t *testing.T, i *Instance) []string {
	t.Helper()
	var names []string
	for _, r := range i.Query(t, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name ORDER BY name", nil) {
		names = append(names, r.Values[0].(string))
	}
	return names
}

func TestOwnServerLifeOverKillStopAndRestart(t *testing.T) {
	t.Parallel()
	p := NewServer(t, Options{Password: "a throw-away one", Settings: map[string]string{"db.transaction.timeout": "97s"}})
	uri := p.URI
	if r := p.Query(t, "SHOW SETTINGS 'db.transaction.timeout' YIELD value", nil); r[0].Values[0] != "1m37s" {
		t.Errorf("the setting is %v, want 1m37s", r[0].Values[0])
	}
	wrong := Instance{URI: p.URI, User: "neo4j", Password: "another"}
	defer wrong.close()
	var refused *neo4j.Neo4jError
	if err := wrong.verify(t.Context()); !errors.As(err, &refused) || refused.Code != "Neo.ClientError.Security.Unauthorized" {
		t.Errorf("a wrong password: %v, want Unauthorized", err)
	}

	// The address in the server's routing table must be one that we can reach.
	routed := Instance{URI: strings.Replace(p.URI, "bolt:", "neo4j:", 1), User: p.User, Password: p.Password}
	defer routed.close()
	if err := routed.verify(t.Context()); err != nil {
		t.Errorf("by neo4j:// %v", err)
	}

	p.Query(t, "CREATE (:Kept {id: 1})", nil)
	before := p.PID()
	p.Kill(t)
	if p.PID() != 0 {
		t.Error("a killed server has a pid")
	}
	if c, err := net.Dial("tcp", host(t, uri)); err == nil {
		_ = c.Close()
		t.Error("a killed server still listens")
	}
	p.Options.ReadOnly = true
	p.Start(t)
	if p.URI != uri || p.PID() == before || p.PID() == 0 {
		t.Errorf("after Kill and Start: %s, pid %d; before %s, pid %d", p.URI, p.PID(), uri, before)
	}
	if n := count(t, &p.Instance, "MATCH (n:Kept) RETURN count(n)"); n != 1 {
		t.Errorf("%d nodes after Kill and Start, want the committed one", n)
	}
	if _, err := p.query(t.Context(), "CREATE (:Kept {id: 2})", nil); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("a write to the read-only server: %v", err)
	}

	p.Options.ReadOnly = false
	p.Restart(t)
	p.Wipe(t)
	if n := count(t, &p.Instance, "MATCH (n) RETURN count(n)"); n != 0 || p.URI != uri {
		t.Errorf("after Restart and Wipe: %d nodes at %s", n, p.URI)
	}

	p.Freeze(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := p.query(ctx, "RETURN 1", nil); err == nil {
		t.Error("a frozen server answered")
	}
	p.Thaw(t)
	p.Query(t, "RETURN 1", nil)
}

func host(t *testing.T, uri string) string {
	t.Helper()
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// A test process that dies without a chance to clean up leaves no server and no
// folder. The test runs itself as that process; the connection to the server tells
// when it is gone.
func TestServerEndsWithAKilledTestProcess(t *testing.T) {
	if os.Getenv("NEO4JTEST_VICTIM") == "1" {
		p := NewServer(t, Options{Dir: os.Getenv("NEO4JTEST_VICTIM_DIR")})
		_, _ = os.Stdout.WriteString("uri " + p.URI + "\n")
		select {}
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "instance")
	victim := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	victim.Env = append(os.Environ(), "NEO4JTEST_VICTIM=1", "NEO4JTEST_VICTIM_DIR="+dir)
	victim.Stderr = os.Stderr
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	uri, ok := strings.CutPrefix(strings.TrimSpace(line), "uri ")
	if !ok {
		t.Fatalf("the process said %q (%v), want its server's URI", line, err)
	}
	c, err := net.Dial("tcp", host(t, uri))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()

	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // killed, as wanted
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the server outlived the test process that started it")
	}
}

func TestNoJavaSaysWhatToType(t *testing.T) {
	t.Setenv("JAVA_HOME", t.TempDir())
	_, err := startProcess(t.Context(), Options{})
	if err == nil || !strings.Contains(err.Error(), "sudo apt-get install openjdk-17-jre-headless") {
		t.Errorf("without Java: %v", err)
	}
}

func TestNoServerByAnyRoadSaysWhatToDo(t *testing.T) {
	t.Setenv(envURI, "")
	t.Setenv(envVia, "")
	t.Setenv("DOCKER_HOST", "tcp://192.0.2.1:2375")
	t.Setenv("JAVA_HOME", t.TempDir())
	_, err := Choose(t.Context())
	if err == nil {
		t.Fatal("a server without Docker and Java")
	}
	for _, want := range []string{
		"sudo apt-get install openjdk-17-jre-headless maven", "export NEO4J_TEST_URI=", defaultImage,
		"by docker: DOCKER_HOST is tcp://192.0.2.1:2375", "by process: neo4j: Java is missing",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in:\n%v", want, err)
		}
	}
}

func TestChoiceByEnvironmentIsChecked(t *testing.T) {
	t.Setenv(envURI, "")
	t.Setenv(envVia, "podman")
	if _, err := Choose(t.Context()); err == nil || !strings.Contains(err.Error(), "must be docker, process or not set") {
		t.Errorf("%s=podman: %v", envVia, err)
	}
	// A port on which nothing listens: the given server is not replaced by another.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	t.Setenv(envURI, "bolt://"+l.Addr().String())
	if _, err := Choose(t.Context()); err == nil || !strings.Contains(err.Error(), envURI) {
		t.Errorf("a dead %s: %v", envURI, err)
	}
}

func TestLockIsExclusiveNamesItsHolderAndEndsWithIt(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv(envLocked, "")
	const uri = "bolt://localhost:7687"
	// bolt and neo4j, localhost and 127.0.0.1: the same server.
	first, err := lock(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(envLocked, "") // as another process that no holder started
	second, err := claimFor("neo4j://127.0.0.1:7687")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := second.try(); ok || err != nil {
		t.Fatalf("two hold the lock (%v)", err)
	}
	if h := second.holder(); !strings.HasSuffix(h, "pid "+strconv.Itoa(os.Getpid())) {
		t.Errorf("the holder is %q", h)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lock(late, uri); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "in use by") {
		t.Errorf("waiting past its context: %v", err)
	}
	other, err := claimFor("bolt://127.0.0.1:7688")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := other.try(); !ok || err != nil {
		t.Errorf("another port is another server: %v, %v", ok, err)
	}

	got := make(chan error, 1)
	go func() { got <- second.wait(t.Context()) }()
	if err := first.file.Close(); err != nil { // what the kernel does at a process's end
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("waiting for the lock: %v", err)
	}
}

func TestLockIsSharedWithProcessesThatTheHolderStarts(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv(envLocked, "")
	if _, err := lock(t.Context(), "bolt://127.0.0.1:7687"); err != nil {
		t.Fatal(err)
	}
	// The environment now is what a child gets.
	if _, err := lock(t.Context(), "bolt://127.0.0.1:7687"); err != nil {
		t.Errorf("a child of the holder: %v", err)
	}
}

func TestForeignDataIsNotWiped(t *testing.T) {
	i := Server(t)
	i.WipeAll(t)
	t.Setenv(envWipe, "")
	c := claim{path: filepath.Join(t.TempDir(), "claim")}

	i.Query(t, "CREATE (:Somebody)", nil)
	err := i.mayWipe(t.Context(), c)
	if err == nil || !strings.Contains(err.Error(), "not empty") || !strings.Contains(err.Error(), envWipe+"=yes") {
		t.Errorf("a database with foreign data: %v", err)
	}
	t.Setenv(envWipe, "yes")
	if err := i.mayWipe(t.Context(), claim{path: filepath.Join(t.TempDir(), "claim")}); err != nil {
		t.Errorf("with %s=yes: %v", envWipe, err)
	}
	t.Setenv(envWipe, "")

	i.Wipe(t)
	if err := i.mayWipe(t.Context(), c); err != nil {
		t.Errorf("an empty database: %v", err)
	}
	i.Query(t, "CREATE (:LeftByATest)", nil)
	if err := i.mayWipe(t.Context(), c); err != nil {
		t.Errorf("a database that tests found empty before: %v", err)
	}
	if err := os.WriteFile(c.path+".wiped", []byte("the id of another database"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := i.mayWipe(t.Context(), c); err == nil {
		t.Error("another database behind the same address was taken for the known one")
	}
	i.Wipe(t)
}

func TestSettingVariable(t *testing.T) {
	const name, want = "server.memory.off_heap.max_size", "NEO4J_server_memory_off__heap_max__size"
	if got := settingVariable(name); got != want {
		t.Errorf("%s: %s, want %s", name, got, want)
	}
}

// The URI alone goes to standard output: programs read it from there.
func TestScriptIsIdempotentAndPrintsTheURIAlone(t *testing.T) {
	t.Parallel()
	script, err := findScript()
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, error) {
		cmd := exec.Command(script, args...)
		cmd.Env = (&Process{dir: filepath.Join(filepath.Dir(script), "..", "does", "not", "exist")}).environment()
		cmd.Stderr = io.Discard
		out, err := cmd.Output()
		return string(out), err
	}
	for _, command := range []string{"stop", "wipe", "stop"} {
		if out, err := run(command); out != "" || err != nil {
			t.Errorf("%s with nothing there: %q, %v", command, out, err)
		}
	}
	var exit *exec.ExitError
	if out, err := run("status"); out != "" || !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("status with nothing there: %q, %v", out, err)
	}
	if _, err := run("sing"); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("an unknown command: %v", err)
	}
}

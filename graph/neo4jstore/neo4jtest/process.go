package neo4jtest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Options shape a server of one's own. The zero value is an empty writable server
// without a password, on a free port of 127.0.0.1.
type Options struct {
	// Password of the user neo4j, 8 characters or more. Set at the first start
	// only. Empty: the server asks for none.
	Password string
	// ReadOnly refuses writes to the database from the next start on.
	ReadOnly bool
	// HeapMB is the JVM heap in MiB; 0 is 512.
	HeapMB int
	// PageCacheMB is the page cache in MiB; 0 is 128.
	PageCacheMB int
	// LongLived has the JVM compile what runs often as well as it can, for a server
	// that is measured or lives for minutes. One that does not is started with the
	// quick compiler alone: it boots and answers its first questions in half the time.
	LongLived bool
	// Settings are further lines of neo4j.conf, by the names Neo4j documents:
	// "db.transaction.timeout": "5s".
	Settings map[string]string
	// Dir is the folder of the instance, made if it is missing and deleted at the
	// end of the test; for data on a file system of one's own. Empty: a new folder
	// among the temporary files.
	Dir string
}

// Process is a server that a test owns: it may be stopped, killed and started
// again, on the same port and data, with changed Options.
type Process struct {
	Instance
	// Options of the next start.
	Options Options

	dir   string
	leash io.Closer     // the script's standard input; closing it ends the server for good
	ended chan struct{} // closed when the script, and with it the server, has ended
}

// NewServer starts a server for one test and ends it with the test. It is always a
// process, so each costs a boot (3 to 6 s) and HeapMB + PageCacheMB + 300 MB.
func NewServer(tb testing.TB, o Options) *Process {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	p, err := startProcess(ctx, o)
	if err != nil {
		tb.Fatalf("neo4jtest: %v", err)
	}
	tb.Cleanup(func() {
		if err := p.end(); err != nil {
			tb.Errorf("neo4jtest: %v", err)
		}
	})
	return p
}

// PID is the server's process id, 0 when it is not running.
func (p *Process) PID() int {
	select {
	case <-p.ended:
		return 0
	default:
	}
	b, err := os.ReadFile(filepath.Join(p.dir, "pid"))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	return pid
}

// Kill ends the server as a power cut would: SIGKILL, no checkpoint. It returns
// when the process is gone.
func (p *Process) Kill(tb testing.TB) {
	tb.Helper()
	p.signal(tb, syscall.SIGKILL)
}

// Stop ends the server in order and returns when the process is gone.
func (p *Process) Stop(tb testing.TB) {
	tb.Helper()
	p.signal(tb, syscall.SIGTERM)
}

// Freeze halts the server without closing a connection (SIGSTOP): the peer that
// neither answers nor goes away. Thaw lets it go on.
func (p *Process) Freeze(tb testing.TB) {
	tb.Helper()
	p.send(tb, syscall.SIGSTOP)
}

// Thaw ends Freeze.
func (p *Process) Thaw(tb testing.TB) {
	tb.Helper()
	p.send(tb, syscall.SIGCONT)
}

// Start starts a server that was stopped or killed and returns when it answers.
func (p *Process) Start(tb testing.TB) {
	tb.Helper()
	if p.PID() != 0 {
		tb.Fatalf("neo4jtest: the server at %s runs", p.URI)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := p.start(ctx); err != nil {
		tb.Fatalf("neo4jtest: starting again: %v", err)
	}
}

// Restart is Stop, if it runs, and Start.
func (p *Process) Restart(tb testing.TB) {
	tb.Helper()
	if p.PID() != 0 {
		p.Stop(tb)
	}
	p.Start(tb)
}

func (p *Process) signal(tb testing.TB, s syscall.Signal) {
	tb.Helper()
	p.send(tb, s)
	select {
	case <-p.ended:
	case <-time.After(patience):
		tb.Fatalf("neo4jtest: the server at %s has not ended %v after %v", p.URI, patience, s)
	}
}

func (p *Process) send(tb testing.TB, s syscall.Signal) {
	tb.Helper()
	pid := p.PID()
	if pid == 0 {
		tb.Fatalf("neo4jtest: the server at %s is not running", p.URI)
	}
	if err := syscall.Kill(pid, s); err != nil {
		tb.Fatalf("neo4jtest: %v to %d: %v", s, pid, err)
	}
}

func startProcess(ctx context.Context, o Options) (*Process, error) {
	p := &Process{Options: o, dir: o.Dir}
	p.Source = "a Java process"
	if o.Password != "" {
		p.User, p.Password = "neo4j", o.Password
	}
	if p.dir == "" {
		d, err := os.MkdirTemp("", "enishi-neo4j-")
		if err != nil {
			return nil, err
		}
		p.dir = d
	}
	if err := p.start(ctx); err != nil {
		if p.leash != nil { // it runs, but does not answer
			return nil, errors.Join(err, p.end())
		}
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	return p, nil
}

// start runs the script, whose one line of output is the URI, and leaves it
// running: it holds the server until its input closes.
func (p *Process) start(ctx context.Context) error {
	script, err := findScript()
	if err != nil {
		return err
	}
	cmd := exec.Command(script, "run")
	cmd.Env = p.environment()
	var messages bytes.Buffer // read after the end of the command only
	cmd.Stderr = &messages
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	line := make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		r := bufio.NewReader(out)
		uri, _ := r.ReadString('\n')
		line <- strings.TrimSpace(uri)
		_, _ = io.Copy(io.Discard, r)
		_ = cmd.Wait() // how it ends is a matter of the signal we sent
		close(ended)
	}()
	select {
	case uri := <-line:
		if uri == "" {
			<-ended
			return fmt.Errorf("%s", strings.TrimSpace(messages.String()))
		}
		p.URI, p.leash, p.ended = uri, in, ended
	case <-ctx.Done():
		_ = in.Close()
		<-ended
		return fmt.Errorf("%w while starting Neo4j:\n%s", ctx.Err(), messages.String())
	}
	return p.verify(ctx)
}

// environment is the script's: what shapes the server comes from Options alone, not
// from NEO4J_ variables that happen to be set.
func (p *Process) environment() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if name == "NEO4J_VERSION" || !strings.HasPrefix(name, "NEO4J_") {
			env = append(env, kv)
		}
	}
	java := os.Getenv("NEO4J_JAVA_OPTS")
	if !p.Options.LongLived {
		java += " -XX:TieredStopAtLevel=1"
	}
	auth := "none"
	if p.Options.Password != "" {
		auth = "neo4j/" + p.Options.Password
	}
	settings := maps.Clone(p.Options.Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	settings["server.databases.default_to_read_only"] = strconv.FormatBool(p.Options.ReadOnly)
	for name, value := range settings {
		env = append(env, settingVariable(name)+"="+value)
	}
	return append(env,
		"NEO4J_DIR="+p.dir,
		"NEO4J_BOLT_PORT=auto",
		"NEO4J_HTTP_PORT=off",
		"NEO4J_EPHEMERAL=1",
		"NEO4J_AUTH="+auth,
		"NEO4J_JAVA_OPTS="+java,
		fmt.Sprintf("NEO4J_START_TIMEOUT=%d", int(patience.Seconds())),
		fmt.Sprintf("NEO4J_HEAP=%dm", or(p.Options.HeapMB, 512)),
		fmt.Sprintf("NEO4J_PAGECACHE=%dm", or(p.Options.PageCacheMB, 128)),
	)
}

// settingVariable spells a setting as the Docker image and the script take it.
func settingVariable(name string) string {
	return "NEO4J_" + strings.NewReplacer("_", "__", ".", "_").Replace(name)
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func (p *Process) end() error {
	p.close()
	if pid := p.PID(); pid != 0 {
		_ = syscall.Kill(pid, syscall.SIGCONT) // a frozen one could not end
	}
	_ = p.leash.Close()
	<-p.ended
	return os.RemoveAll(p.dir)
}

// findScript looks upwards from where the test runs, its package's folder.
func findScript() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		script := filepath.Join(dir, "scripts", "neo4j")
		if _, err := os.Stat(script); err == nil {
			return script, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("scripts/neo4j is not in %s nor above it: run the tests inside the source tree", start)
		}
	}
}

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var generated = regexp.MustCompile(`(\d+) generated`)

// TestSchemathesis runs schemathesis against the program with the bundled dataset: generated requests, valid and not, of every GET and POST in the document, are
// answered as it says, and none by 5xx. ENISHI_HTTP_EXAMPLES is the number of requests that are made at least, 5,000 by itself; where more are, HEAD and OPTIONS are asked,
// too, which would triple the time of every run. ENISHI_SEED makes other requests.
func TestSchemathesis(t *testing.T) {
	want := 5000
	if n, err := strconv.Atoi(os.Getenv("ENISHI_HTTP_EXAMPLES")); err == nil {
		want = n
	}
	root, err := filepath.Abs("../../scripts/schemathesis")
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	setup := exec.CommandContext(t.Context(), filepath.Join(root, "setup"))
	setup.Stderr = &stderr
	dir, err := setup.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	bin, home := filepath.Join(t.TempDir(), "enishi"), t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	env := append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
	create := exec.CommandContext(t.Context(), bin, "key", "create", "nobody") // so that writes are on, and refused for want of the key
	create.Env = env
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.CommandContext(context.WithoutCancel(t.Context()), bin, "serve", "--addr", "127.0.0.1:0", "--store", "mem:", "--rate", "-1", "--quiet")
	server.Env = env
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		late := time.AfterFunc(20*time.Second, func() { server.Process.Kill() })
		defer late.Stop()
		if err := server.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var address string
	if _, err := fmt.Sscanf(line, "enishi: listening on %s", &address); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	operations, without := 120, []string{} // of the document
	if want <= 5000 {
		operations, without = 40, []string{"--exclude-method", "HEAD", "--exclude-method", "OPTIONS"}
	}
	args := append([]string{"-m", "schemathesis.cli", "--config-file", filepath.Join(root, "schemathesis.toml"), "run", address + "/openapi.json",
		"--checks", "all", "--exclude-checks", "positive_data_acceptance", // hooks.py says what stands in its place
		"--phases", "examples,coverage,fuzzing", "--max-examples", strconv.Itoa(max(1, (want-5000)/operations)),
		"--workers", "1" /* more race in the ast module of Python 3.11 */, "--seed", cmp.Or(os.Getenv("ENISHI_SEED"), "20061"), "--generation-database", "none", "--continue-on-failure", "--no-color", "--warnings", "off"}, without...)
	run := exec.CommandContext(t.Context(), filepath.Join(strings.TrimSpace(string(dir)), "venv/bin/python"), args...)
	run.Dir = t.TempDir()
	run.Env = append(os.Environ(), "SCHEMATHESIS_HOOKS=hooks", "PYTHONPATH="+root, "PYTHONDONTWRITEBYTECODE=1")
	start := time.Now()
	report, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, report)
	}
	made := 0
	if m := generated.FindSubmatch(report); m != nil {
		if made, err = strconv.Atoi(string(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d requests in %v", made, time.Since(start).Round(time.Second))
	if made < want {
		t.Errorf("%d requests, want %d:\n%s", made, want, report)
	}
}

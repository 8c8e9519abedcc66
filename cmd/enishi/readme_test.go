package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The README's console blocks are run in a shell, with enishi built from the tree, a home of its own and a server on the store that the commands
// use; what they print must be what the README shows, where … stands for anything.

func TestREADMECommands(t *testing.T) {
	t.Parallel()
	readme := readFile(t, "../../README.md")
	bin := buildBinary(t)
	home := t.TempDir()
	address := startServer(t, bin, "mem:")
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(readme, -1) {
		for _, part := range strings.Split(block[1], "$ ")[1:] {
			line, want, _ := strings.Cut(part, "\n")
			t.Run(line, func(t *testing.T) {
				cmd := exec.CommandContext(t.Context(), "sh", "-ec", strings.ReplaceAll(line, "127.0.0.1:8080", address))
				cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "ENISHI_STORE=", "LANG=C.UTF-8", "PATH="+filepath.Dir(bin)+":"+os.Getenv("PATH"))
				var stderr bytes.Buffer
				cmd.Stderr = &stderr
				got, err := cmd.Output()
				if err != nil {
					t.Fatalf("%v\n%s", err, stderr.String())
				}
				if !matches(want, string(got)) {
					t.Errorf("the README shows\n%s\nbut it prints\n%s", want, got)
				}
			})
		}
	}
}

// matches compares line by line without trailing spaces; … stands for anything.
func matches(want, got string) bool {
	trim := regexp.MustCompile(`(?m)[ \t]+$`)
	want, got = trim.ReplaceAllString(strings.TrimSpace(want), ""), trim.ReplaceAllString(strings.TrimSpace(got), "")
	pattern := strings.ReplaceAll(regexp.QuoteMeta(want), "…", "(?s:.*)")
	return regexp.MustCompile("^" + pattern + "$").MatchString(got)
}

// TestREADMETargets checks that what the README tells to type besides exists.
func TestREADMETargets(t *testing.T) {
	t.Parallel()
	readme, makefile := readFile(t, "../../README.md"), readFile(t, "../../Makefile")
	for _, m := range regexp.MustCompile("make ([a-z-]+)").FindAllStringSubmatch(readme, -1) {
		if !strings.Contains(makefile, "\n"+m[1]+":") {
			t.Errorf("the README names `make %s`, which the Makefile has not", m[1])
		}
	}
	for _, m := range regexp.MustCompile("(?m)`enishi ([a-z-]+)[^`]*`").FindAllStringSubmatch(readme, -1) {
		if code := run(context.Background(), []string{m[1], "--help"}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
			t.Errorf("the README names `enishi %s`, which there is not", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
			t.Errorf("the README links to %s: %v", m[1], err)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// buildBinary builds the command once per test that needs the process itself.
func buildBinary(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "enishi")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// startServer runs serve on a free port until the test ends and returns its address.
func startServer(t *testing.T, bin, store string) string {
	t.Helper()
	cmd := exec.Command(bin, "serve", "--addr", "127.0.0.1:0", "--store", store, "--quiet")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		done := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		defer done.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ended with %v\n%s", err, stderr.String())
		}
	})
	var address string
	if _, err := fmt.Fscanf(out, "enishi: listening on http://%s\n", &address); err != nil {
		t.Fatalf("serve printed no address: %v\n%s", err, stderr.String())
	}
	go io.Copy(io.Discard, out)
	return address
}

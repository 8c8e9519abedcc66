package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkColdStart times the binary from its start to its first right answer, on a store that is there and on an empty home:
//
//	go test ./cmd/enishi -run '^$' -bench ColdStart -benchtime 10x
func BenchmarkColdStart(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "enishi")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	there := "file:" + filepath.Join(b.TempDir(), "there.db")
	firstAnswer(b, bin, there)
	b.Run("there", func(b *testing.B) {
		for b.Loop() {
			firstAnswer(b, bin, there)
		}
	})
	b.Run("empty", func(b *testing.B) {
		for b.Loop() {
			firstAnswer(b, bin, "file:"+filepath.Join(b.TempDir(), "new.db"))
		}
	})
}

// firstAnswer starts the server, asks for Miyagi's partners in 2003 until it answers, and ends it. Only what comes before the end is timed.
func firstAnswer(b *testing.B, bin, store string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), bin, "serve", "--addr", "127.0.0.1:0", "--store", store, "--quiet")
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+b.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	var address string
	if _, err := fmt.Sscanf(line, "enishi: listening on %s", &address); err != nil {
		b.Fatalf("%q: %v", line, err)
	}
	resp, err := http.Get(address + "/api/v1/nodes/jp-04/partners?scope=within&as_of=2003-04-01")
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !strings.Contains(string(body), "jp-04462-2006") {
		b.Fatalf("the answer is not right: %v\n%.200s", err, body)
	}
	b.StopTimer()
	defer b.StartTimer()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	defer late.Stop()
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
}

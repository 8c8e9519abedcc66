//go:build unix

package embedstore

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"enishi/graph"
)

const (
	readOnlyEnv = "ENISHI_EMBEDSTORE_READ_ONLY"
	nobody      = 65534
)

// TestFolderThatCannotBeWritten opens a store in a folder, and as a user, that may only read: reading answers, writing says what may not be written. It runs in
// a process of its own, since permissions mean nothing to root.
func TestFolderThatCannotBeWritten(t *testing.T) {
	if path := os.Getenv(readOnlyEnv); path != "" {
		readsOnly(t, path)
		return
	}
	dir, err := os.MkdirTemp("", "enishi-read-only-") // t.TempDir is in a folder that other users cannot enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700); os.RemoveAll(dir) })
	path, program := filepath.Join(dir, "store.db"), filepath.Join(dir, "test")
	copyFile(t, stepped(t, 3), path)
	copyFile(t, os.Args[0], program)
	for name, mode := range map[string]os.FileMode{program: 0o555, path: 0o444, dir: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), program, "-test.run", "^"+t.Name()+"$")
	cmd.Env, cmd.Dir = append(os.Environ(), readOnlyEnv+"="+path), dir
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func readsOnly(t *testing.T, path string) {
	findsTowns(t, open(t, path, Options{ReadOnly: true}))
	if _, err := Open(context.Background(), path, Options{}); !errors.Is(err, graph.ErrReadOnly) || !strings.Contains(err.Error(), "store.db.lock cannot be written") {
		t.Errorf("writing: %v", err)
	}
}

package embedstore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"enishi/graph"
)

// lockFile is the lock of the one process that may write a store. It is a file beside the store that names its holder; the operating
// system frees it when the holder ends, however it ends. The file stays: removing it would let two processes hold two files of one name.
type lockFile struct{ f *os.File }

func lockPath(path string) string { return path + ".lock" }

// lock takes the lock of the store at path, or says who holds it.
func lock(path string) (*lockFile, error) {
	f, ok, err := openLocked(lockPath(path))
	if errors.Is(err, fs.ErrPermission) {
		return nil, &graph.Error{ID: path, Detail: fmt.Sprintf("%s cannot be written; who writes a store must be able to write the files beside it", lockPath(path)), Err: graph.ErrReadOnly}
	}
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	if !ok {
		return nil, &graph.Error{ID: path, Detail: fmt.Sprintf("%s writes this store; end it, or open the store read-only", holder(path)), Err: graph.ErrUnavailable}
	}
	host, _ := os.Hostname() // only to tell people; "" is fine
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt(fmt.Appendf(nil, "%d %s\n", os.Getpid(), host), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock file: %w", err)
	}
	return &lockFile{f}, nil
}

// holder names the process that the lock file names.
func holder(path string) string {
	text, err := os.ReadFile(lockPath(path))
	pid, host, ok := strings.Cut(strings.TrimSpace(string(text)), " ")
	if _, bad := strconv.Atoi(pid); err != nil || bad != nil || !ok {
		return "another process"
	}
	return fmt.Sprintf("process %s on %s", pid, graph.Clip(host))
}

func (l *lockFile) release() error {
	if l == nil {
		return nil
	}
	return l.f.Close()
}

package embedstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// Backup writes a store of its own to path: the newest release with all that came before it, as of one moment, while the store goes on
// answering and changing. The copy is checked whole (see Check) before it gets its name, and nothing that stands at path is overwritten. What is written to the store meanwhile
// stays in its write-ahead log until the copy is done.
func (s *Store) Backup(ctx context.Context, path string) error {
	return wrapPath(ctx, path, s.backup(ctx, path))
}

func (s *Store) backup(ctx context.Context, path string) error {
	if err := mustNotExist(path); err != nil {
		return err
	}
	return besides(path, func(temporary string) error {
		err := s.pool.with(ctx, func(c *conn) error { return copyDatabase(ctx, c, temporary) })
		if err != nil {
			return err
		}
		return verify(ctx, temporary)
	})
}

func mustNotExist(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return &graph.Error{Detail: "there is a file already; name another", Err: graph.ErrConflict}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

// besides lets fn make a file under a temporary name in the folder of path, then syncs it and gives it its name.
func besides(path string, fn func(temporary string) error) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(abs), ".enishi-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	temporary := filepath.Join(folder, "store")
	if err := fn(temporary); err != nil {
		return err
	}
	if err := syncPath(temporary); err != nil {
		return err
	}
	if err := os.Rename(temporary, abs); err != nil {
		return err
	}
	return syncPath(filepath.Dir(abs))
}

// syncPath makes a file, or the names in a folder, durable.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if info, statErr := f.Stat(); statErr == nil && info.IsDir() && (errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid)) {
		err = nil // not every system can sync a folder
	}
	return errors.Join(err, f.Close())
}

// pagesPerStep is how many pages are copied between two looks at ctx.
const pagesPerStep = 1024

// copyDatabase copies what the connection sees at one moment into a new file.
func copyDatabase(ctx context.Context, c *conn, path string) error {
	to := &file{path: path}
	if err := to.makeEmpty(); err != nil {
		return err
	}
	if err := c.Exec("BEGIN"); err != nil {
		return err
	}
	defer c.Exec("COMMIT")                                                    // it only read
	if _, err := c.number("SELECT count(*) FROM sqlite_schema"); err != nil { // the transaction begins with its first read
		return err
	}
	b, err := c.BackupInit("main", to.uri(nil))
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		if done, err = b.Step(pagesPerStep); err == nil {
			err = ctx.Err()
		}
	}
	return errors.Join(err, b.Close())
}

// makeEmpty makes a database whose header says that its pages have checksums: the checksums of what is copied into it are written from its first page on.
func (f *file) makeEmpty() error {
	c, err := f.connect(sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, readerCache, nil)
	if err != nil {
		return err
	}
	return errors.Join(pagesWithChecksums(c), c.Close())
}

func (f *file) uri(query url.Values) string {
	path := filepath.ToSlash(f.path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: query.Encode()}
	return u.String()
}

// verify checks a file that nothing else uses, whole.
func verify(ctx context.Context, path string) error {
	s, err := openFile(ctx, path, Options{ReadOnly: true, Readers: 1}, currentSchema)
	if err != nil {
		return err
	}
	faults, err := s.Check(ctx)
	if err == nil && len(faults) > 0 {
		err = damagedf("%s", strings.Join(faults[:min(3, len(faults))], "; "))
	}
	return errors.Join(err, s.Close())
}

// Restore makes the store at path the one that a backup holds. The backup is checked whole first. A store that is there is an error unless
// force is set; then it stays beside the new one under its name with ".replaced" appended, and ".2" and so on where that name is taken. No process may have it open for writing.
func Restore(ctx context.Context, backup, path string, force bool) error {
	return wrapPath(ctx, path, restore(ctx, backup, path, force))
}

func restore(ctx context.Context, backup, path string, force bool) error {
	if err := mustNotExist(path); err != nil && !(force && errors.Is(err, graph.ErrConflict)) {
		return err
	}
	if err := verify(ctx, backup); err != nil {
		return fmt.Errorf("the backup %s: %w", backup, err)
	}
	held, err := lock(path)
	if err != nil {
		return err
	}
	defer held.release()
	return besides(path, func(temporary string) error {
		from := &file{path: backup, opt: Options{ReadOnly: true}}
		if from.path, err = filepath.Abs(backup); err != nil {
			return err
		}
		c, err := from.openReader()
		if err != nil {
			return err
		}
		if err := errors.Join(copyDatabase(ctx, c, temporary), c.Close()); err != nil {
			return err
		}
		if err := verify(ctx, temporary); err != nil {
			return err
		}
		return setAside(path)
	})
}

// setAside gives a store a second name and takes its write-ahead log away, which would otherwise be taken for the log of the file that gets its name. The store keeps its own name
// until the new file takes it, so that whatever ends the process on the way, a store stands there: the old or the new one.
func setAside(path string) error {
	aside := path + ".replaced"
	for i := 2; errors.Is(mustNotExist(aside), graph.ErrConflict); i++ {
		aside = path + ".replaced." + strconv.Itoa(i)
	}
	emptyLog(path)
	for _, suffix := range []string{"-wal", ""} {
		err := os.Link(path+suffix, aside+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // a file system without hard links
			err = os.Rename(path+suffix, aside+suffix)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncPath(filepath.Dir(path))
}

// emptyLog moves what stands only in the write-ahead log into the store. Where that fails, as the store is damaged or none, its log stays with it as it is: to replace such a store is
// what restoring is for.
func emptyLog(path string) {
	f := &file{path: path}
	c, err := f.connect(sqlite3.OPEN_READWRITE, readerCache, nil)
	if err != nil {
		return
	}
	_ = c.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	_ = c.Close()
}

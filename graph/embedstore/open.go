package embedstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs/mvcc"

	"enishi/graph"
)

const (
	applicationID = 0x656e6973 // "enis": what the header of the file says that it is
	pageSize      = 4096
	checksumBytes = 8 // at the end of each page
	busyTimeout   = 5 * time.Second
	writerCache   = 32 << 10 // KiB of pages that the writer keeps
	readerCache   = 2 << 10  // KiB of pages that a reader keeps
)

// schema is what tables a store has. A newer one than the program's is refused; an older one is brought up by the statements that lead from each
// version to the next.
type schema struct {
	version int
	create  string
	upgrade map[int]string // by the version that it starts from
}

var currentSchema = schema{version: 1, create: sqlSchema}

// file is where the data stand: a file with its lock, or memory.
type file struct {
	path   string // absolute; in memory a name of its own
	memory bool
	opt    Options
	schema schema
	lock   *lockFile // nil in memory and read-only
}

// Open opens the store in the file at path; one that is not there is made, but for ReadOnly. Errors: graph.ErrForeign, where the file holds something else or comes
// from a newer enishi; ErrDamaged; graph.ErrUnavailable, where another process writes it (the error names it); else what the operating system says.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	s, err := openFile(ctx, path, opt, currentSchema)
	return s, wrapPath(ctx, path, err)
}

// Memory opens an empty store in memory. It is the same code on SQLite's in-memory files; it is gone when it is closed.
func Memory(ctx context.Context) (*Store, error) {
	f := &file{path: "/" + rand.Text(), memory: true, schema: currentSchema}
	mvcc.Create(f.path[1:], mvcc.Snapshot{}) // so that it stays while no connection is open
	s, err := f.open(ctx, Options{vfs: "mvcc"}.withDefaults())
	if err != nil {
		mvcc.Delete(f.path[1:])
	}
	return s, wrap(ctx, "open", err)
}

func wrapPath(ctx context.Context, path string, err error) error {
	err = wrap(ctx, "open", err)
	if told := (*graph.Error)(nil); errors.As(err, &told) && told.ID == "" {
		named := *told
		named.ID = path
		return &named
	}
	return err
}

func openFile(ctx context.Context, path string, opt Options, schema schema) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	f := &file{path: abs, schema: schema}
	if err := f.look(opt.ReadOnly); err != nil {
		return nil, err
	}
	if !opt.ReadOnly {
		if f.lock, err = lock(abs); err != nil {
			return nil, err
		}
	}
	s, err := f.open(ctx, opt.withDefaults())
	if err != nil {
		f.lock.release() // the error that led here is the one to tell
	}
	return s, err
}

var sqliteMagic = []byte("SQLite format 3\x00")

const (
	headerBytes   = 100
	applicationAt = 68 // in the header of a database file
)

// look refuses a file that is no SQLite database, or a store that was cut off, before SQLite, or the lock, writes anything.
func (f *file) look(mustExist bool) error {
	r, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) && !mustExist {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &graph.Error{Detail: "this is no file", Err: graph.ErrForeign}
	}
	if info.Size() == 0 {
		return nil
	}
	head := make([]byte, headerBytes)
	if _, err := r.ReadAt(head, 0); err != nil || !bytes.HasPrefix(head, sqliteMagic) {
		return &graph.Error{Detail: "this is no enishi store: it does not begin as an SQLite database does", Err: graph.ErrForeign}
	}
	return f.lookAtEnd(head, info.Size())
}

// lookAtEnd refuses a store that ends within a page: SQLite would read zeros for the rest and verify no checksum of it. While there is a log, which may
// hold the page, that is for SQLite to mend.
func (f *file) lookAtEnd(head []byte, size int64) error {
	if binary.BigEndian.Uint32(head[applicationAt:]) != applicationID || size%pageSize == 0 {
		return nil
	}
	if _, err := os.Stat(f.path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return damagedf("the file was cut off: it ends %d bytes into a page", size%pageSize)
}

// open makes the file ready and reads its newest release.
func (f *file) open(ctx context.Context, opt Options) (_ *Store, err error) {
	f.opt = opt
	s := &Store{file: f, opt: opt, writing: make(chan struct{}, 1)}
	s.pool = newPool(opt.Readers, f.openReader)
	defer func() {
		if err != nil {
			s.pool.close() // the error that led here is the one to tell
			if s.w != nil {
				s.w.Close()
			}
		}
	}()
	if !opt.ReadOnly {
		if s.w, err = f.openWriter(); err != nil {
			return nil, err
		}
	}
	err = s.pool.with(ctx, func(c *conn) error {
		if err := f.identify(c); err != nil {
			return err
		}
		snap, err := readNewest(c, opt)
		if err == nil {
			s.current.Store(snap)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if !opt.ReadOnly {
		s.keepNetwork()
		s.names.start(s)
	}
	return s, nil
}

// keepNetwork stores a network that had to be made anew. Where that fails, the next open makes it again.
func (s *Store) keepNetwork() {
	snap := s.current.Load()
	if !snap.rebuilt {
		return
	}
	if parts, err := packNetwork(snap.net); err == nil {
		_ = s.transact(s.w, func() error { return writeParts(s.w, sqlNetworkClear, sqlNetworkAdd, snap.network, parts) })
	}
}

func (f *file) close() error {
	if f.memory {
		mvcc.Delete(f.path[1:])
	}
	return f.lock.release()
}

// connect opens a connection and sets what each has to have.
func (f *file) connect(flags sqlite3.OpenFlag, cacheKiB int, query url.Values) (*conn, error) {
	if query == nil {
		query = url.Values{}
	}
	if f.opt.vfs != "" {
		query.Set("vfs", f.opt.vfs)
	}
	db, err := sqlite3.OpenFlags(f.uri(query), flags|sqlite3.OPEN_URI)
	if err != nil {
		return nil, err
	}
	c := &conn{db, map[string]*sqlite3.Stmt{}}
	err = db.Exec(fmt.Sprintf("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -%d; PRAGMA busy_timeout = %d",
		cacheKiB, busyTimeout.Milliseconds()))
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// openReader opens a connection that cannot write.
func (f *file) openReader() (*conn, error) {
	if f.memory {
		return f.connect(sqlite3.OPEN_READWRITE, readerCache, nil)
	}
	c, err := f.connect(sqlite3.OPEN_READONLY, readerCache, nil)
	if !f.opt.ReadOnly {
		return c, err
	}
	if err == nil {
		if _, err = c.number("PRAGMA schema_version"); err == nil {
			return c, nil
		}
		c.Close() // the error that led here is the one to tell
	}
	// In a folder that cannot be written, SQLite cannot make the shared memory of a write-ahead log; where there is no log, it needs none.
	_, missing := os.Stat(f.path + "-wal")
	if (errors.Is(err, sqlite3.CANTOPEN) || errors.Is(err, sqlite3.READONLY)) && errors.Is(missing, fs.ErrNotExist) {
		return f.connect(sqlite3.OPEN_READONLY, readerCache, url.Values{"immutable": {"1"}})
	}
	return nil, err
}

// openWriter opens the writing connection, and makes the tables, or brings them up, where need be.
func (f *file) openWriter() (*conn, error) {
	c, err := f.connect(sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, writerCache, nil)
	if err != nil {
		return nil, err
	}
	if err := f.prepare(c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (f *file) prepare(c *conn) error {
	tables, err := c.number("SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return err
	}
	app, err := c.number("PRAGMA application_id")
	if err != nil {
		return err
	}
	if tables == 0 && app == 0 {
		if err := f.create(c); err != nil {
			return err
		}
	}
	version, err := f.schemaVersion(c)
	if err != nil {
		return err
	}
	if version < f.schema.version {
		if err := f.bringUp(c, version); err != nil {
			return err
		}
	}
	return f.assertPragmas(c)
}

// pagesWithChecksums sets the form of an empty database's pages. The size is said: the default hangs on the file system.
func pagesWithChecksums(c *conn) error {
	if err := c.Exec(fmt.Sprintf("PRAGMA page_size = %d", pageSize)); err != nil {
		return err
	}
	return c.EnableChecksums("main")
}

// create makes the tables of an empty database.
func (f *file) create(c *conn) error {
	if err := pagesWithChecksums(c); err != nil { // in memory too: a backup is a copy page by page
		return err
	}
	if !f.memory {
		if err := c.Exec("PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
	}
	return c.Exec(fmt.Sprintf("BEGIN IMMEDIATE; %s; PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", f.schema.create, applicationID, f.schema.version))
}

// schemaVersion is the version of the file's tables, not above the program's.
func (f *file) schemaVersion(c *conn) (int, error) {
	app, err := c.number("PRAGMA application_id")
	if err != nil {
		return 0, err
	}
	version, err := c.number("PRAGMA user_version")
	if err != nil {
		return 0, err
	}
	switch {
	case app != applicationID:
		return 0, &graph.Error{Detail: fmt.Sprintf("this SQLite database is no enishi store (application id %#x, not %#x)", app, applicationID), Err: graph.ErrForeign}
	case version > f.schema.version:
		return 0, &graph.Error{Detail: fmt.Sprintf("the store was written by a newer enishi (schema %d, this program knows %d); use that one", version, f.schema.version), Err: graph.ErrForeign}
	case version < 1:
		return 0, damagedf("its schema version is %d", version)
	}
	return version, nil
}

// identify checks a file that is read only.
func (f *file) identify(c *conn) error {
	version, err := f.schemaVersion(c)
	if err == nil && version < f.schema.version {
		err = &graph.Error{Detail: fmt.Sprintf("the store has schema %d, this program needs %d; open it once for writing", version, f.schema.version), Err: graph.ErrReadOnly}
	}
	return err
}

// oldCopy is where the file stays as it was before its tables were brought up from a version.
func oldCopy(path string, version int) string { return fmt.Sprintf("%s.schema-%d", path, version) }

// bringUp changes the tables of an older version, all steps in one transaction; the old file stays beside it.
func (f *file) bringUp(c *conn, version int) error {
	if err := copyDatabase(context.Background(), c, oldCopy(f.path, version)); err != nil {
		return fmt.Errorf("keeping the file of schema %d: %w", version, err)
	}
	if err := c.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for v := version; v < f.schema.version; v++ {
		step, ok := f.schema.upgrade[v]
		err := fmt.Errorf("no way from schema %d to %d", v, v+1)
		if ok {
			err = c.Exec(step)
		}
		if err != nil {
			return errors.Join(err, c.Exec("ROLLBACK"))
		}
	}
	return c.Exec(fmt.Sprintf("PRAGMA user_version = %d; COMMIT", f.schema.version))
}

// assertPragmas refuses to work on a file where what durability hangs on is not so.
func (f *file) assertPragmas(c *conn) error {
	sync, err := c.number("PRAGMA synchronous")
	if err != nil {
		return err
	}
	if sync != 2 {
		return fmt.Errorf("synchronous is %d, not FULL", sync)
	}
	if f.memory {
		return nil
	}
	mode, err := c.text("PRAGMA journal_mode")
	if err != nil {
		return err
	}
	if mode != "wal" {
		if mode, err = c.text("PRAGMA journal_mode = WAL"); err != nil || mode != "wal" {
			return errors.Join(fmt.Errorf("the journal mode is %s, not wal", mode), err)
		}
	}
	reserved, err := c.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES)
	if err != nil {
		return err
	}
	if reserved != checksumBytes {
		return damagedf("its pages have no checksums")
	}
	return nil
}

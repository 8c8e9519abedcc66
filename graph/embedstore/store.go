package embedstore

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// Options are the settings of a store. The zero value is right for a server.
type Options struct {
	// ReadOnly opens without the lock, beside a process that writes: the store answers from the release that was the newest when it was
	// opened or last refreshed (Refresh), and Apply and Rollback are graph.ErrReadOnly.
	ReadOnly bool
	// CacheBytes bounds the decoded records kept in memory, about, in bytes. 0: 128 MiB. Negative: none are kept. The network and the search
	// keys stand in memory besides.
	CacheBytes int64
	// Readers is the most connections that read records at the same time; each takes about 3 MiB. 0: one per processor, at least 4.
	Readers int

	vfs string // of SQLite; "": the operating system's
}

func (o Options) withDefaults() Options {
	switch {
	case o.CacheBytes == 0:
		o.CacheBytes = 128 << 20
	case o.CacheBytes < 0:
		o.CacheBytes = 0
	}
	if o.Readers <= 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	return o
}

// Store is a graph.Store in one SQLite file, or in memory. It is safe for concurrent use.
type Store struct {
	file    *file
	opt     Options
	pool    *pool
	current atomic.Pointer[snapshot]
	writing chan struct{} // capacity 1: held by the one that changes the data
	w       *conn         // guarded by writing; nil where it must be opened anew
	closed  atomic.Bool
	names   namer
}

var _ graph.Store = (*Store)(nil)

// Kind is mem or file.
func (s *Store) Kind() string {
	if s.file.memory {
		return "mem"
	}
	return "file"
}

// Ping reports whether the store can answer now: whether its newest release can be read from the file.
func (s *Store) Ping(ctx context.Context) error {
	return wrap(ctx, "ping", s.pool.with(ctx, func(c *conn) error {
		n, err := c.number("SELECT count(*) FROM release WHERE number = ?1", s.current.Load().number)
		if err == nil && n != min(1, s.current.Load().number) && !s.opt.ReadOnly {
			err = damagedf("its newest release is not in the file")
		}
		return err
	}))
}

// Refresh reads the newest release of a store that was opened read-only, where the process that writes it has made another since. A store
// that writes has always its newest.
func (s *Store) Refresh(ctx context.Context) error {
	if !s.opt.ReadOnly {
		return nil
	}
	return wrap(ctx, "refresh", s.pool.with(ctx, func(c *conn) error {
		n, err := c.number("SELECT max(number) FROM release")
		if err != nil || n == s.current.Load().number {
			return err
		}
		snap, err := readNewest(c, s.opt)
		if err == nil {
			s.current.Store(snap)
		}
		return err
	}))
}

// Close waits for the questions that are being answered and closes the file. Later questions that need the file are graph.ErrUnavailable.
// Closing twice is allowed.
func (s *Store) Close() error {
	finish := closingNames
	if s.file.memory { // nobody will read it
		finish = 0
	}
	s.names.end(finish)
	s.writing <- struct{}{}
	defer func() { <-s.writing }()
	if s.closed.Swap(true) {
		return nil
	}
	errs := []error{s.pool.close()}
	if s.w != nil {
		errs = append(errs, s.w.Close())
		s.w = nil
	}
	errs = append(errs, s.file.close())
	return wrap(context.Background(), "close", errors.Join(errs...))
}

// View calls fn once with the newest release; later ones do not touch what fn sees.
func (s *Store) View(ctx context.Context, fn func(graph.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return wrap(ctx, "view", err)
	}
	return fn(s.reader())
}

func (s *Store) reader() *reader { return &reader{s, s.current.Load()} }

// lockWriting waits for its turn to change the data; the caller calls unlock.
func (s *Store) lockWriting(ctx context.Context) (unlock func(), err error) {
	if s.opt.ReadOnly {
		return nil, &graph.Error{Detail: "the store was opened read-only", Err: graph.ErrReadOnly}
	}
	select {
	case s.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	unlock = func() { <-s.writing }
	if s.closed.Load() {
		unlock()
		return nil, errClosed
	}
	return unlock, nil
}

// writer is the writing connection; the caller holds the lock.
func (s *Store) writer() (*conn, error) {
	if s.w != nil {
		return s.w, nil
	}
	w, err := s.file.openWriter()
	if err == nil {
		s.w = w
	}
	return w, err
}

func (s *Store) dropWriter() {
	s.w.Close() // the error that led here is the one to tell
	s.w = nil
}

// checkpoint moves what stands in the write-ahead log into the file. The release is durable already: what fails here is tried again at the
// next one.
func (s *Store) checkpoint(w *conn) {
	if !s.file.memory {
		_, _, _ = w.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	}
}

// Apply is described at graph.Writer.
func (s *Store) Apply(ctx context.Context, r *graph.Release) (graph.ReleaseInfo, error) {
	info, err := s.apply(ctx, r)
	return info, wrap(ctx, "apply", err)
}

func (s *Store) apply(ctx context.Context, r *graph.Release) (graph.ReleaseInfo, error) {
	if err := r.Check(); err != nil {
		return graph.ReleaseInfo{}, err
	}
	unlock, err := s.lockWriting(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	defer unlock()
	base := s.current.Load()
	if r.Parent != "" && r.Parent != base.info.Version {
		return graph.ReleaseInfo{}, &graph.Error{Param: "parent", Err: graph.ErrConflict,
			Detail: "the release was made from version " + graph.Clip(r.Parent) + ", the store is at " + base.info.Version + "; make it again from that"}
	}
	changes, err := s.plan(ctx, base, r)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	return s.commit(ctx, base, changes, r.Note, s.checkReferences)
}

// Rollback is described at graph.Writer. Its note names the release.
func (s *Store) Rollback(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	info, err := s.rollback(ctx, id)
	return info, wrap(ctx, "rollback", err)
}

func (s *Store) rollback(ctx context.Context, id string) (graph.ReleaseInfo, error) {
	unlock, err := s.lockWriting(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	defer unlock()
	base := s.current.Load()
	to, err := base.releaseNumber("rollback", id)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	changes, err := s.difference(ctx, base.number, to)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	return s.commit(ctx, base, changes, "rollback to "+cmp.Or(id, "nothing"), soundBefore)
}

// storedRow is a record as it stands in the file.
type storedRow struct {
	kind int
	id   string
	data []byte
}

// rowsPerBatch is how many rows are read before the connection goes back: one who reads them slowly, or asks other questions between
// them, keeps none from others.
const rowsPerBatch = 512

// rows are the records of a kind as of a release, in id order, after an id.
func (s *Store) rows(ctx context.Context, number, kind int, after string) iter.Seq2[storedRow, error] {
	return func(yield func(storedRow, error) bool) {
		for {
			batch, err := s.rowBatch(ctx, number, kind, after, rowsPerBatch)
			if err != nil {
				yield(storedRow{}, err)
				return
			}
			for _, row := range batch {
				if row.id <= after { // a page that stands in another's place could else send us round for ever
					yield(storedRow{}, damagedf("%s %s does not stand in order", graph.RecordKinds[kind], graph.Clip(row.id)))
					return
				}
				after = row.id
				if !yield(row, nil) {
					return
				}
			}
			if len(batch) < rowsPerBatch {
				return
			}
		}
	}
}

func (s *Store) rowBatch(ctx context.Context, number, kind int, after string, limit int) (batch []storedRow, err error) {
	if number == 0 {
		return nil, ctx.Err()
	}
	err = s.pool.with(ctx, func(c *conn) error {
		return c.query(func(row *sqlite3.Stmt) error {
			batch = append(batch, storedRow{kind, row.ColumnText(0), row.ColumnBlob(1, nil)})
			return nil
		}, sqlRecordsAt, kind, after, number, limit)
	})
	return batch, err
}

func releaseID(n int) string {
	if n == 0 {
		return ""
	}
	return "r" + strconv.Itoa(n)
}

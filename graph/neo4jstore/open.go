package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	neo4jconfig "github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"enishi/graph"
)

// schemaVersion is the version of what this package keeps in a database.
const schemaVersion = 1

// Options say where the server is and how patient to be. Zero values are the defaults.
type Options struct {
	URI          string        // bolt://, neo4j:// (also +s, +ssc), host and port
	User         string        // default neo4j
	Password     string        // empty: no authentication
	Database     string        // default neo4j
	QueryTimeout time.Duration // most that one statement may take on the server; default 30 s
	RetryFor     time.Duration // how long a lost connection or a changed leader is tried again; default 15 s
	BatchSize    int           // rows of one write; default 5000
	SmallRelease int           // changes that go into one transaction at most; default 20,000
	Log          *slog.Logger  // default slog.Default

	// Fault, if set, is called with the name of each stage of a write before it is begun; an error stops the write there as a
	// crash would. For tests.
	Fault func(stage string) error
}

// Store is a graph.Store in Neo4j. It holds one driver.
type Store struct {
	reader
	opts       Options
	address    string // as it may be shown
	driver     neo4j.DriverWithContext
	bookmarks  neo4j.BookmarkManager
	rescue     sync.Mutex // held while a plan that another process left is ended
	background sync.WaitGroup
	life       context.Context // ends with Close
	stop       context.CancelFunc
}

var _ graph.Store = (*Store)(nil)

// Open connects to the server, checks that the database is empty or enishi's, makes the schema where it is missing, and ends what a
// crashed process left. Errors: ErrUnavailable (not there, wrong password), ErrForeign (another graph, a newer schema or an unsupported server), ErrReadOnly, ErrInvalid (the address).
func Open(ctx context.Context, opts Options) (*Store, error) {
	opts.User = cmp.Or(opts.User, "neo4j")
	opts.Database = cmp.Or(opts.Database, "neo4j")
	opts.QueryTimeout = cmp.Or(opts.QueryTimeout, 30*time.Second)
	opts.RetryFor = cmp.Or(opts.RetryFor, 15*time.Second)
	opts.BatchSize = cmp.Or(opts.BatchSize, 5000)
	opts.Log = cmp.Or(opts.Log, slog.Default())
	opts.SmallRelease = cmp.Or(opts.SmallRelease, 20_000)
	address, err := checkURI(opts.URI)
	if err != nil {
		return nil, err
	}
	auth := neo4j.NoAuth()
	if opts.Password != "" {
		auth = neo4j.BasicAuth(opts.User, opts.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(opts.URI, auth, func(c *neo4jconfig.Config) {
		c.UserAgent = "enishi"
		c.TelemetryDisabled = true
		c.SocketConnectTimeout = 5 * time.Second
		c.ConnectionAcquisitionTimeout = 20 * time.Second
		c.MaxConnectionPoolSize = 50
	})
	if err != nil {
		return nil, &graph.Error{Op: "open", Param: "store", Detail: fmt.Sprintf("%s: %v", address, err), Err: graph.ErrInvalid}
	}
	s := &Store{opts: opts, address: address, driver: driver, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}
	s.life, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.reader = reader{store: s}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(s.wrap("open", err), driver.Close(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// checkURI returns the address without what is secret in it.
func checkURI(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return "", graph.Invalidf("store", "the address of a Neo4j server looks like neo4j://host:7687")
	}
	if u.User != nil {
		return "", graph.Invalidf("store", "an address carries no user or password: set ENISHI_NEO4J_USER and ENISHI_NEO4J_PASSWORD")
	}
	return u.Scheme + "://" + u.Host, nil
}

var (
	stOpenState      = load("open_state")
	stOpenComponents = load("open_components")
	stOpenCreate     = load("open_create")
	stOpenSchema     = load("open_schema")
	stOpenAwait      = load("open_await")
	stSchema         = ddl("schema")
)

func (s *Store) prepare(ctx context.Context) error {
	if err := s.checkServer(ctx); err != nil {
		return err
	}
	exists, err := s.checkOwner(ctx)
	if err != nil {
		return err
	}
	if err := s.create(ctx, exists); err != nil {
		return err
	}
	if err := s.finishAbandoned(ctx, 0); err != nil {
		return err
	}
	if exists {
		if head, _, err := s.askOnce(ctx, stVersion, nil, noRows); err == nil {
			s.tidy(ctx, head.head.release)
		}
	}
	return nil
}

// checkServer refuses servers that do not know what the statements use: relationship constraints came with 5.7, scoped CALL with 5.23.
func (s *Store) checkServer(ctx context.Context) error {
	records, err := s.run(ctx, neo4j.AccessModeRead, stOpenComponents, nil)
	if err != nil {
		return err
	}
	for _, r := range records {
		name, _ := r.Values[0].(string)
		version, _ := r.Values[1].(string)
		if strings.HasPrefix(name, "Neo4j Kernel") && !supported(version) {
			return foreignError(fmt.Sprintf("the server at %s is Neo4j %s; enishi needs Neo4j 5.23 or newer", s.address, version))
		}
	}
	return nil
}

func supported(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	return err == nil && err2 == nil && (major > 5 || (major == 5 && minor >= 23))
}

func (s *Store) checkOwner(ctx context.Context) (exists bool, err error) {
	records, err := s.run(ctx, neo4j.AccessModeRead, stOpenState, nil)
	if err != nil {
		return false, err
	}
	if len(records) != 1 {
		return false, foreignError("the database holds several enishi stores; it was not made by enishi")
	}
	schema, is := records[0].Values[0].(int64)
	other, _ := records[0].Values[2].(bool)
	switch {
	case !is && other:
		return false, foreignError(fmt.Sprintf("database %q at %s holds another graph, which is left as it is; name an empty database with ENISHI_NEO4J_DATABASE, or another server", s.opts.Database, s.address))
	case is && schema > schemaVersion:
		return false, foreignError(fmt.Sprintf("database %q at %s was written by a newer enishi (schema %d; this one knows %d); use that one", s.opts.Database, s.address, schema, schemaVersion))
	}
	return is, nil
}

// create makes what is missing of the schema, all of it or nothing, then the node that says that it is there: a crash between leaves an empty
// database, in which both may be repeated.
func (s *Store) create(ctx context.Context, exists bool) error {
	complete, err := s.hasSchema(ctx)
	if err != nil {
		return err
	}
	if !complete {
		if err := s.makeSchema(ctx); err != nil {
			return err
		}
	}
	if exists {
		return nil
	}
	_, err = s.run(ctx, neo4j.AccessModeWrite, stOpenCreate, map[string]any{"schema": int64(schemaVersion), "version": graph.EmptyVersion, "hash": graph.ContentHash{}.Bytes()})
	return err
}

// hasSchema reports whether every index and constraint of the schema is there; each constraint has an index of its name.
func (s *Store) hasSchema(ctx context.Context) (bool, error) {
	records, err := s.run(ctx, neo4j.AccessModeRead, stOpenSchema, nil)
	if err != nil {
		return false, err
	}
	there := map[any]bool{}
	for _, r := range records {
		there[r.Values[0]] = true
	}
	for _, st := range stSchema {
		if !there[st.name] {
			return false, nil
		}
	}
	return true, nil
}

// makeSchema makes the schema in one transaction and waits until its indexes are filled.
func (s *Store) makeSchema(ctx context.Context) error {
	err := s.retry(ctx, func(ctx context.Context) error {
		if err := s.fault("schema"); err != nil {
			return err
		}
		return s.bounded(ctx, s.writeTimeout(), s.makeSchemaOnce)
	})
	if err != nil {
		return s.wrap("schema", err)
	}
	_, err = s.run(ctx, neo4j.AccessModeRead, stOpenAwait, nil)
	return err
}

func (s *Store) makeSchemaOnce(ctx context.Context) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	t, err := session.BeginTransaction(ctx, s.config(ctx)...)
	if err != nil {
		return err
	}
	defer t.Close(ctx)
	for _, st := range stSchema {
		if err := exec(ctx, t, st, nil); err != nil {
			return err
		}
	}
	if err := s.fault("schema-commit"); err != nil {
		return err
	}
	return t.Commit(ctx)
}

// run runs one statement in a transaction of its own and returns its records. It may be run again where the connection was lost, so it must be idempotent.
func (s *Store) run(ctx context.Context, mode neo4j.AccessMode, st statement, params map[string]any) (records []*neo4j.Record, err error) {
	err = s.retry(ctx, func(ctx context.Context) error {
		if mode == neo4j.AccessModeWrite {
			if err := s.fault(st.name); err != nil {
				return err
			}
		}
		records, err = s.fetch(ctx, mode, st, params)
		return err
	})
	return records, s.wrap(st.name, err)
}

// Kind is neo4j.
func (s *Store) Kind() string { return "neo4j" }

// Ping asks the server for the state of the store.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.reader.Version(ctx)
	return err
}

// Close closes the driver's connections.
func (s *Store) Close() error {
	s.stop()
	s.background.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return s.driver.Close(ctx)
}

// View holds the version of the first answer: the reader refuses answers of another, and fn is called again from the start.
func (s *Store) View(ctx context.Context, fn func(graph.Reader) error) error {
	return again("view", func() error { return fn(&reader{store: s, adopt: true}) })
}

// again does something anew where the data changed while it was read.
func again(op string, do func() error) error {
	for range tries {
		if err := do(); !errors.Is(err, errChanged) {
			return err
		}
	}
	return &graph.Error{Op: op, Detail: "releases follow each other too fast to read between them", Retry: time.Second, Err: graph.ErrUnavailable}
}

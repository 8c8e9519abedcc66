package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"enishi/graph"
)

// head is the state of the dataset that frames an answer.
type head struct {
	version string
	state   string
	release int64
}

const (
	stateReady    = "ready"
	stateApplying = "applying" // a decided release is being applied
	stateLoading  = "loading"  // the first release is being written into an empty database
	stateSettling = "settling" // a release of one transaction has just been committed: not all of its entries in indexes need be seen yet
)

// errChanged says that the data is no longer of the version that a View holds.
var errChanged = errors.New("the data changed while it was read")

// noRows takes the rows of a question that has none but its frame.
func noRows([]any) error { return nil }

// rows are what a question returned, without its frame.
type rows struct {
	head head
	idle time.Duration // since the last step of a plan that is being applied
	list [][]any
}

// tries bounds how often a question is asked again because a release was made meanwhile.
const tries = 8

// ask runs a question and returns its rows, all of one version. While a large release is being applied it waits, for as long as RetryFor and the caller's context allow.
func (r *reader) ask(ctx context.Context, q statement, params map[string]any) (got rows, err error) {
	var list [][]any
	got, err = r.askEach(ctx, q, params, func() { list = nil }, func(row []any) error {
		list = append(list, row)
		return nil
	})
	got.list = list
	return got, err
}

// askEach is ask for an answer that need not be held whole: the rows go to each as they come and are not kept. begin is called before the first of them, and again whenever
// the question has to be asked again; what was made of the rows is of one version once askEach has returned without an error.
func (r *reader) askEach(ctx context.Context, q statement, params map[string]any, begin func(), each func(row []any) error) (got rows, err error) {
	err = r.store.retry(ctx, func(ctx context.Context) error {
		got, err = r.askReady(ctx, q, params, begin, each)
		return err
	})
	return got, r.store.wrap(q.name, err)
}

func (r *reader) askReady(ctx context.Context, q statement, params map[string]any, begin func(), each func(row []any) error) (rows, error) {
	for range tries {
		begin()
		got, whole, err := r.store.askOnce(ctx, q, params, each)
		if err != nil {
			return rows{}, err
		}
		switch {
		case got.head.state == stateSettling:
			return rows{}, &graph.Error{Op: q.name, Detail: "a release has only just been made", Retry: time.Second, Err: errApplying}
		case got.head.state != stateReady:
			if got.idle >= abandonedAfter {
				r.store.rescueLater()
			}
			return rows{}, applyingError(q.name)
		}
		if held := r.held(); held != "" && got.head.version != held {
			return rows{}, errChanged
		}
		if whole {
			if !r.fits(got.head.version) { // another question adopted another version meanwhile
				return rows{}, errChanged
			}
			return got, nil
		}
	}
	return rows{}, &graph.Error{Op: q.name, Detail: "releases follow each other too fast to read between them", Retry: time.Second, Err: graph.ErrUnavailable}
}

// errApplying marks the error of a store that is not ready, which another try may find ready.
var errApplying = fmt.Errorf("%w: a large release is being applied", graph.ErrUnavailable)

func applyingError(op string) error {
	return &graph.Error{Op: op, Detail: "a large release is being applied", Retry: 2 * time.Second, Err: errApplying}
}

// askOnce runs a question and gives its rows, without their frame, to each; whole says that the version was the same before and after.
func (s *Store) askOnce(ctx context.Context, q statement, params map[string]any, each func(row []any) error) (got rows, whole bool, err error) {
	n := 0
	var last []any // the frame if no other row comes
	err = s.stream(ctx, neo4j.AccessModeRead, q, params, func(record *neo4j.Record) error {
		row, ok := record.Values[0].([]any)
		switch {
		case !ok:
			return fmt.Errorf("statement %s returned no list", q.name)
		case n == 0:
			got.head = toHead(row)
			idle, _ := row[3].(int64)
			got.idle = time.Duration(idle) * time.Millisecond
		case n > 1:
			if err := each(last); err != nil {
				return err
			}
		}
		last = row
		n++
		return nil
	})
	if err != nil {
		return got, false, err
	}
	if n < 2 {
		return got, false, foreignError("the database holds no enishi store any more")
	}
	return got, got.head == toHead(last), nil
}

// fetch runs one statement in a transaction of its own, once, and returns its records.
func (s *Store) fetch(ctx context.Context, mode neo4j.AccessMode, st statement, params map[string]any) (records []*neo4j.Record, err error) {
	err = s.stream(ctx, mode, st, params, func(record *neo4j.Record) error {
		records = append(records, record)
		return nil
	})
	return records, err
}

// stream runs one statement in a transaction of its own, once, and gives each record to each as it comes, some hundreds ahead.
func (s *Store) stream(ctx context.Context, mode neo4j.AccessMode, st statement, params map[string]any, each func(*neo4j.Record) error) error {
	return s.bounded(ctx, s.opts.QueryTimeout, func(ctx context.Context) error {
		session := s.session(ctx, mode)
		defer session.Close(ctx)
		result, err := session.Run(ctx, st.text, asked(params), s.config(ctx)...)
		if err != nil {
			return err
		}
		for result.Next(ctx) {
			if err := each(result.Record()); err != nil {
				return err
			}
		}
		return result.Err()
	})
}

// asked are the parameters of a statement: one map, $q. Neo4j keeps a plan for each combination of the types, null among them, and of the lengths to the power of ten of a
// statement's parameters; what is inside a map does not count, so that a statement is planned once and not for each shape of a filter, some 100 ms each time.
func asked(params map[string]any) map[string]any { return map[string]any{"q": params} }

// bounded gives do a deadline of its own, since a network that swallows packets would hold it for ever. That this deadline passed is the store's
// fault, not the caller's.
func (s *Store) bounded(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	own, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := do(own)
	if err == nil || own.Err() == nil || ctx.Err() != nil {
		return err
	}
	return &graph.Error{Op: "neo4j", Detail: fmt.Sprintf("Neo4j at %s did not answer within %s", s.address, limit), Retry: 2 * time.Second, Err: graph.ErrUnavailable}
}

func toHead(row []any) head {
	return head{version: row[0].(string), state: row[1].(string), release: row[2].(int64)}
}

// session is cheap; bookmarks of what this process wrote and read travel with it, so that a read after a write sees it on any server of a cluster.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.opts.Database, BookmarkManager: s.bookmarks, FetchSize: 1000})
}

// config tells the server how long the transaction may take: the time left in ctx.
func (s *Store) config(ctx context.Context) []func(*neo4j.TransactionConfig) {
	config := []func(*neo4j.TransactionConfig){neo4j.WithTxMetadata(map[string]any{"app": "enishi"})}
	if deadline, ok := ctx.Deadline(); ok {
		config = append(config, neo4j.WithTxTimeout(max(time.Until(deadline), time.Millisecond)))
	}
	return config
}

// retry does something again while its error is one that another try, perhaps on another server, can mend, for as long as the store's
// RetryFor and the caller's context allow.
func (s *Store) retry(ctx context.Context, do func(context.Context) error) error {
	until := time.Now().Add(s.opts.RetryFor)
	for wait := 25 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		err := do(ctx)
		if err == nil || ctx.Err() != nil || !s.passing(err) || time.Now().Add(wait).After(until) {
			if err != nil && ctx.Err() != nil {
				return fmt.Errorf("%w: %w", ctx.Err(), err)
			}
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}

// passing reports whether the error may be gone at the next try: a lost connection, a changed leader, a transient state of the server, a
// large release that is being applied.
func (s *Store) passing(err error) bool {
	if errors.Is(err, errApplying) {
		return true
	}
	var server *db.Neo4jError
	if !errors.As(err, &server) {
		return isConnectivity(err)
	}
	switch {
	case strings.Contains(server.Code, "OutOfMemory"), server.Code == "Neo.TransientError.Transaction.Terminated":
		return false // it would be so again
	case server.IsRetriableCluster(): // another member of the cluster may be the leader; a server by itself stays what it is
		return strings.HasPrefix(s.opts.URI, "neo4j")
	}
	return strings.HasPrefix(server.Code, "Neo.TransientError.")
}

// isConnectivity reports whether the connection was lost. The driver wraps what it meets between messages, but not a message that breaks off.
func isConnectivity(err error) bool {
	var lost *neo4j.ConnectivityError
	var broken net.Error
	return errors.As(err, &lost) || neo4j.IsRetryable(err) || errors.As(err, &broken) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// wrap turns an error of the driver into one of the contract.
func (s *Store) wrap(op string, err error) error {
	var known *graph.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, errChanged) || graph.IsCancelled(err) {
		return err
	}
	var server *db.Neo4jError
	if errors.As(err, &server) {
		return s.wrapServer(op, server)
	}
	if isConnectivity(err) {
		return &graph.Error{Op: op, Detail: fmt.Sprintf("Neo4j at %s cannot be reached: %v", s.address, err), Retry: 2 * time.Second, Err: fmt.Errorf("%w: %w", graph.ErrUnavailable, err)}
	}
	return fmt.Errorf("neo4jstore: %s: %w", op, err)
}

func (s *Store) wrapServer(op string, err *db.Neo4jError) error {
	unavailable := func(detail string, retry time.Duration) error {
		return &graph.Error{Op: op, Detail: detail, Retry: retry, Err: fmt.Errorf("%w: %w", graph.ErrUnavailable, err)}
	}
	switch {
	case strings.HasPrefix(err.Code, "Neo.ClientError.Security."):
		return unavailable(fmt.Sprintf("Neo4j at %s refuses the user or password; set ENISHI_NEO4J_USER and ENISHI_NEO4J_PASSWORD", s.address), 0)
	case strings.Contains(err.Code, "TransactionTimedOut") || err.Code == "Neo.TransientError.Transaction.Terminated":
		return unavailable("the question took longer than its time allows", time.Second)
	case err.Code == "Neo.ClientError.Database.DatabaseNotFound":
		return unavailable(fmt.Sprintf("Neo4j at %s has no database %q", s.address, s.opts.Database), 0)
	case strings.Contains(err.Code, "AccessMode") || strings.Contains(err.Code, "ReadOnly") || strings.Contains(err.Code, "NotALeader") || strings.Contains(err.Msg, "read-only") || strings.Contains(err.Msg, "read only"):
		return &graph.Error{Op: op, Detail: fmt.Sprintf("Neo4j at %s takes no writes: %s", s.address, err.Msg), Err: fmt.Errorf("%w: %w", graph.ErrReadOnly, err)}
	case strings.HasPrefix(err.Code, "Neo.DatabaseError.Transaction."):
		return unavailable(fmt.Sprintf("Neo4j at %s cannot write (%s); see whether its disk is full; if it is, stop Neo4j (kill it if it does not end), then make room, then start it again", s.address, err.Msg), 10*time.Second)
	case strings.HasPrefix(err.Code, "Neo.TransientError."):
		return unavailable(fmt.Sprintf("Neo4j at %s is too busy or out of memory: %s", s.address, err.Msg), 2*time.Second)
	}
	return fmt.Errorf("neo4jstore: %s: %w", op, err)
}

func foreignError(detail string) error {
	return &graph.Error{Op: "open", Detail: detail, Err: graph.ErrForeign}
}

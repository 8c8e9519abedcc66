package embedstore

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// conn is a connection with its prepared statements. One goroutine uses it at a time.
type conn struct {
	*sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
}

// blob is a parameter that is bound as bytes; a []byte is bound as text.
type blob []byte

func (c *conn) prepare(sql string) (*sqlite3.Stmt, error) {
	if s := c.stmts[sql]; s != nil {
		return s, nil
	}
	s, _, err := c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	c.stmts[sql] = s
	return s, nil
}

// query runs a statement and calls row for each row; an error of row ends it. A statement must not be run again from within its own rows.
func (c *conn) query(row func(*sqlite3.Stmt) error, sql string, args ...any) error {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	defer s.Reset() // tells only the last step's error again
	if err := bind(s, 1, args...); err != nil {
		return err
	}
	for s.Step() {
		if err := row(s); err != nil {
			return err
		}
	}
	return s.Err()
}

// exec runs a statement that has no rows.
func (c *conn) exec(sql string, args ...any) error {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	if err := bind(s, 1, args...); err != nil {
		return err
	}
	return s.Exec()
}

// number is the first column of the first row, for pragmas and counts.
func (c *conn) number(sql string, args ...any) (n int, err error) {
	err = c.query(func(s *sqlite3.Stmt) error { n = s.ColumnInt(0); return nil }, sql, args...)
	return n, err
}

// text is number for text.
func (c *conn) text(sql string, args ...any) (t string, err error) {
	err = c.query(func(s *sqlite3.Stmt) error { t = s.ColumnText(0); return nil }, sql, args...)
	return t, err
}

// bind sets parameters from the given place on.
func bind(s *sqlite3.Stmt, from int, args ...any) error {
	for i, arg := range args {
		var err error
		switch v := arg.(type) {
		case nil:
			err = s.BindNull(from + i)
		case int:
			err = s.BindInt(from+i, v)
		case string:
			err = s.BindText(from+i, v)
		case []byte:
			err = s.BindRawText(from+i, v)
		case blob:
			err = s.BindBlob(from+i, v)
		default:
			err = fmt.Errorf("no way to bind %T", arg)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// multiRow is an insert of n rows of width parameters each.
func multiRow(insert string, width, n int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + ")"
	return insert + strings.TrimSuffix(strings.Repeat(row+",", n), ",")
}

func (c *conn) Close() error {
	for _, s := range c.stmts {
		s.Close()
	}
	c.stmts = nil
	return c.Conn.Close()
}

// pool lends reading connections, at most size at a time; it opens them when they are first needed.
type pool struct {
	open   func() (*conn, error)
	lent   chan struct{} // one for each that is out
	idle   chan *conn
	closed atomic.Bool
}

func newPool(size int, open func() (*conn, error)) *pool {
	return &pool{open: open, lent: make(chan struct{}, size), idle: make(chan *conn, size)}
}

// with lends a connection to fn; what fn runs on it stops when ctx ends.
func (p *pool) with(ctx context.Context, fn func(*conn) error) error {
	c, err := p.get(ctx)
	if err != nil {
		return err
	}
	defer p.put(c)
	c.SetInterrupt(ctx)
	return fn(c)
}

func (p *pool) get(ctx context.Context) (*conn, error) {
	select {
	case p.lent <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if p.closed.Load() {
		<-p.lent
		return nil, errClosed
	}
	select {
	case c := <-p.idle:
		return c, nil
	default:
	}
	c, err := p.open()
	if err != nil {
		<-p.lent
	}
	return c, err
}

func (p *pool) put(c *conn) {
	c.SetInterrupt(context.Background())
	p.idle <- c
	<-p.lent
}

// close waits for the connections that are out and closes all.
func (p *pool) close() error {
	if p.closed.Swap(true) {
		return nil
	}
	for range cap(p.lent) {
		p.lent <- struct{}{}
	}
	var first error
	for {
		select {
		case c := <-p.idle:
			if err := c.Close(); first == nil {
				first = err
			}
		default:
			for range cap(p.lent) {
				<-p.lent
			}
			return first
		}
	}
}

var errClosed = &graph.Error{Detail: "the store is closed", Err: graph.ErrUnavailable}

package embedstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"enishi/graph"
)

// ErrDamaged is the error for a file that is an enishi store but cannot be read right: bits flipped, pages missing, rows that
// contradict each other. Restore a backup.
var ErrDamaged = errors.New("the store is damaged")

// wrap says what failed in words that a caller can branch on; op names the method. An error that says so already stays.
func wrap(ctx context.Context, op string, err error) error {
	var told *graph.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told):
		if told.Op == "" {
			named := *told
			named.Op = op
			return &named
		}
		return err
	case ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, sqlite3.INTERRUPT)):
		return &graph.Error{Op: op, Detail: "stopped: " + context.Cause(ctx).Error(), Err: ctx.Err()}
	}
	detail, class := classify(err)
	return &graph.Error{Op: op, Detail: fmt.Sprintf("%s (%v)", detail, err), Err: errors.Join(class, err)}
}

func classify(err error) (detail string, class error) {
	switch {
	case errors.Is(err, ErrDamaged):
		return "the store is damaged; restore a backup", nil
	case errors.Is(err, sqlite3.NOTADB):
		return "this is no SQLite database, or its first page is damaged", graph.ErrForeign
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.IOERR_DATA), errors.Is(err, sqlite3.IOERR_SHORT_READ), errors.Is(err, sqlite3.IOERR_CORRUPTFS):
		return "the store is damaged; restore a backup", ErrDamaged
	case errors.Is(err, sqlite3.FULL):
		return "the disk is full", graph.ErrUnavailable
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED):
		return "another process holds the file", graph.ErrUnavailable
	case errors.Is(err, sqlite3.READONLY):
		return "the file cannot be written", graph.ErrReadOnly
	case errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.CANTOPEN):
		return "reading or writing the file failed; is the disk full, or broken?", graph.ErrUnavailable
	}
	return "the database refused", nil
}

// damagedf is ErrDamaged with what was seen.
func damagedf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

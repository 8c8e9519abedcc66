package graph

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Callers branch on these with errors.Is.
var (
	ErrNotFound    = errors.New("not found")       // no record has the id
	ErrInvalid     = errors.New("invalid")         // the question or release is not well formed
	ErrConflict    = errors.New("conflict")        // another writer was first, or ids contradict
	ErrTooLarge    = errors.New("too large")       // the answer or release cannot be bounded
	ErrUnavailable = errors.New("unavailable")     // the store cannot be reached just now; try again
	ErrReadOnly    = errors.New("read only")       // the store cannot be written
	ErrForeign     = errors.New("not enishi data") // the file or database holds something else, or a newer schema
)

// Error carries what went wrong where: the operation, the id or parameter concerned, and one of the errors above inside Err.
type Error struct {
	Op     string        // the store method or the parser
	ID     string        // the record's id, if one is concerned
	Param  string        // the parameter, if one is concerned
	Detail string        // for people: what is wrong and what would be right
	Retry  time.Duration // for ErrUnavailable: when to try again; 0 if unknown
	Err    error
}

func (e *Error) Error() string {
	s := e.Op
	if e.ID != "" {
		s += " " + Clip(e.ID)
	}
	if e.Detail != "" {
		return prefix(s) + e.Detail
	}
	return prefix(s) + e.Err.Error()
}

func prefix(s string) string {
	if s == "" {
		return ""
	}
	return s + ": "
}

func (e *Error) Unwrap() error { return e.Err }

// NotFound is the error for an id that names no record.
func NotFound(op, id string) error {
	return &Error{Op: op, ID: id, Detail: "no such record", Err: ErrNotFound}
}

// Invalidf is the error for a parameter that is not right; the text says what would be.
func Invalidf(param, format string, args ...any) error { return invalidf(param, format, args...) }

func invalidf(param, format string, args ...any) error {
	return &Error{Param: param, Detail: fmt.Sprintf(format, args...), Err: ErrInvalid}
}

// Clip shortens s for an error message: at most 80 bytes, cut at a rune.
func Clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	n := most
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

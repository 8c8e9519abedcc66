package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"enishi/graph"
)

// Exit codes, as documented in `enishi help exit-codes`.
const (
	exitOK          = 0
	exitFailure     = 1   // anything else went wrong
	exitUsage       = 2   // a flag, argument or question is not right
	exitNotFound    = 3   // no record has the id
	exitRejected    = 4   // the tables, or the store's content, have faults; they are listed
	exitUnavailable = 5   // the store cannot be reached, or another process holds it
	exitInterrupted = 130 // Ctrl-C
)

const exitHelp = `0    all went well
1    something else went wrong
2    a flag, an argument or a question is not right
3    no record has that id
4    the tables or the store's content have faults, which are listed
5    the store cannot be reached, is read-only, or another process holds it
130  interrupted by Ctrl-C
`

// usageError marks an error of the command line itself.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// rejectedError says that faults were found and already listed.
type rejectedError struct{ error }

// exitCode turns an error into a code and tells it once.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	code, hint := classify(err)
	if code == exitInterrupted {
		fmt.Fprintln(stderr, "enishi: interrupted; nothing half-done is kept")
		return code
	}
	fmt.Fprintf(stderr, "enishi: %v\n%s", err, hint)
	return code
}

func classify(err error) (code int, hint string) {
	var usage usageError
	var rejected rejectedError
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupted, ""
	case errors.As(err, &usage), errors.Is(err, graph.ErrInvalid):
		return exitUsage, ""
	case errors.As(err, &rejected):
		return exitRejected, ""
	case errors.Is(err, graph.ErrNotFound):
		return exitNotFound, ""
	case errors.Is(err, graph.ErrUnavailable), errors.Is(err, graph.ErrReadOnly), errors.Is(err, graph.ErrConflict):
		return exitUnavailable, ""
	}
	return exitFailure, ""
}

package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"enishi/graph"
)

// problem is an error for a client: RFC 9457 with its members for parameters and for what was perhaps meant.
type problem struct {
	Type        string            `json:"type" doc:"Address of the description of this kind of problem."`
	Title       string            `json:"title"`
	Status      int               `json:"status"`
	Detail      string            `json:"detail,omitempty"`
	Instance    string            `json:"instance,omitempty" doc:"The path asked for."`
	Errors      listOf[fault]     `json:"errors,omitempty"`
	Suggestions listOf[candidate] `json:"suggestions,omitempty" doc:"Nodes of a similar id or name, or the holders of a retired id."`
	RequestID   string            `json:"request_id,omitempty"`

	retry time.Duration
	allow string // of 405
	log   error  // for the log: what the client is not told
}

// candidate is a node that was perhaps meant.
type candidate struct {
	ID    string         `json:"id"`
	Kind  graph.NodeKind `json:"kind"`
	Label string         `json:"label"`
	URL   string         `json:"url"`
}

// problemKind is a row of the table of problems.
type problemKind struct {
	slug, title, doc string
	status           int
}

// The kinds of problem. The slug is the anchor at /docs.
var (
	problemInvalid     = problemKind{"invalid", "The request is not right", "A parameter, header or body is unknown, malformed or out of bounds. errors names each.", http.StatusBadRequest}
	problemUnauth      = problemKind{"unauthorized", "A write key is needed", "Writes need Authorization: Bearer and a key made by enishi key create.", http.StatusUnauthorized}
	problemForbidden   = problemKind{"writes-off", "Writes are off", "No write key exists, or the store cannot be written.", http.StatusForbidden}
	problemNotFound    = problemKind{"not-found", "There is no such thing", "No record has the id, or no resource has the path.", http.StatusNotFound}
	problemMethod      = problemKind{"method-not-allowed", "The method is not allowed here", "Allow names the methods.", http.StatusMethodNotAllowed}
	problemAcceptable  = problemKind{"not-acceptable", "No such format here", "Accept or format asks for a format that this answer does not have.", http.StatusNotAcceptable}
	problemConflict    = problemKind{"conflict", "The data changed meanwhile", "Another release was first.", http.StatusConflict}
	problemGone        = problemKind{"gone", "The record was deleted", "A release removed it.", http.StatusGone}
	problemLarge       = problemKind{"too-large", "The body is too large", "The upload is over the limit.", http.StatusRequestEntityTooLarge}
	problemLongQuery   = problemKind{"query-too-long", "The query is too long", "The query string is over the limit.", http.StatusRequestURITooLong}
	problemMedia       = problemKind{"unsupported-media-type", "This type of upload cannot be read", "Send CSV, TSV or a zip of tables.", http.StatusUnsupportedMediaType}
	problemUnbounded   = problemKind{"unbounded", "The answer cannot be bounded", "The question is well formed but its answer is too large; narrow it.", http.StatusUnprocessableEntity}
	problemRejected    = problemKind{"rejected", "The tables were not accepted", "Rows are wrong; errors names each with its place. Nothing was written.", http.StatusUnprocessableEntity}
	problemRate        = problemKind{"rate-limited", "Too many requests", "Retry-After says when to go on.", http.StatusTooManyRequests}
	problemInternal    = problemKind{"internal", "Something went wrong", "It was logged under the request id.", http.StatusInternalServerError}
	problemTimeout     = problemKind{"deadline", "The question took too long", "The deadline of a query passed. Narrow the question or try again.", http.StatusServiceUnavailable}
	problemUnavailable = problemKind{"unavailable", "The store cannot answer now", "Try again after Retry-After.", http.StatusServiceUnavailable}

	problemKinds = []problemKind{problemInvalid, problemUnauth, problemForbidden, problemNotFound, problemMethod, problemAcceptable, problemConflict, problemGone,
		problemLarge, problemLongQuery, problemMedia, problemUnbounded, problemRejected, problemRate, problemInternal, problemTimeout, problemUnavailable}
)

func (k problemKind) problem(detail string) *problem {
	return &problem{Type: "/docs#problem-" + k.slug, Title: k.title, Status: k.status, Detail: detail}
}

func (p *problem) Error() string { return strconv.Itoa(p.Status) + " " + p.Title + ": " + p.Detail }

// errClientGone says that nobody waits for the answer.
var errClientGone = errors.New("client gone")

// renamed are the names that parameters of questions have in the API, where they differ.
var renamed = map[string]string{"records": "record", "kinds": "kind", "after": "cursor", "offset": "cursor"}

// problemOf turns the error of a handler into what the client is told. ctx is the request's own, without the query's deadline.
func problemOf(ctx context.Context, err error) *problem {
	var (
		own    *problem
		bad    *badRequest
		detail *graph.Error
	)
	told := func(k problemKind) *problem { // the detail of a graph error is written for people
		if asGraphError(err, &detail) && detail.Detail != "" {
			return k.problem(detail.Detail)
		}
		return k.problem(k.doc)
	}
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &bad):
		kind := problemInvalid
		if bad.status == problemLongQuery.status {
			kind = problemLongQuery
		}
		p := kind.problem(bad.Error())
		p.Errors = bad.faults
		return p
	case graph.IsCancelled(err):
		p := problemTimeout.problem(problemTimeout.doc)
		p.retry = retryAfter
		return p
	case errors.Is(err, graph.ErrInvalid):
		p := told(problemInvalid)
		if detail != nil && detail.Param != "" {
			name := detail.Param
			if n, ok := renamed[name]; ok {
				name = n
			}
			p.Errors = []fault{{Parameter: name, Detail: detail.Detail}}
		}
		return p
	case errors.Is(err, graph.ErrNotFound):
		p := told(problemNotFound)
		if detail != nil && detail.ID != "" {
			p.Detail = "no record has the id " + graph.Clip(detail.ID)
		}
		return p
	case errors.Is(err, graph.ErrConflict):
		return told(problemConflict)
	case errors.Is(err, graph.ErrTooLarge):
		return told(problemUnbounded)
	case errors.Is(err, graph.ErrReadOnly):
		return problemForbidden.problem("the store cannot be written")
	case errors.Is(err, graph.ErrUnavailable):
		p := problemUnavailable.problem(problemUnavailable.doc)
		p.retry, p.log = retryAfter, err
		if asGraphError(err, &detail) && detail.Retry > 0 {
			p.retry = detail.Retry
		}
		return p
	}
	p := problemInternal.problem(problemInternal.doc)
	p.log = err
	return p
}

// retryAfter is what a client is asked to wait where nobody knows better.
const retryAfter = 2 * time.Second

func asGraphError(err error, target **graph.Error) bool { return errors.As(err, target) }

// goneAway reports whether the request's own context ended: nobody waits for the answer.
func goneAway(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

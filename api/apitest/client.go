package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Client asks a handler and checks each answer against the handler's own document.
type Client struct {
	handler http.Handler
	doc     *openapi3.T
	router  routers.Router
	checked map[string]int // answers of one route and status
	sample  int            // above 0: check so many of each
}

// Answer is an answer of the handler.
type Answer struct {
	Request string
	Status  int
	Header  http.Header
	Body    []byte
}

// Bodies that are no JSON are checked as texts.
func init() {
	for _, t := range []string{"text/html", "application/graphml+xml", "application/gexf+xml", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/calendar", "application/atom+xml", "application/json+ftm", "text/markdown"} {
		openapi3filter.RegisterBodyDecoder(t, openapi3filter.PlainBodyDecoder)
	}
	for _, t := range []string{"application/vnd.enishi.node-link+json", "application/vnd.enishi.graphology+json", "application/vnd.enishi.cytoscape+json", "application/vnd.jgf+json", "application/geo+json"} {
		openapi3filter.RegisterBodyDecoder(t, openapi3filter.JSONBodyDecoder)
	}
}

// NewClient reads the document of a handler and makes it strict.
func NewClient(t testing.TB, h http.Handler) *Client {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var raw map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &raw); err != nil {
		t.Fatalf("/openapi.json: %v", err)
	}
	for _, s := range raw["components"].(map[string]any)["schemas"].(map[string]any) {
		if object := s.(map[string]any); object["properties"] != nil {
			object["additionalProperties"] = false
		}
	}
	strict, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(strict)
	if err != nil {
		t.Fatalf("the document cannot be read: %v", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("the document is not valid: %v", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &Client{handler: h, doc: doc, router: router, checked: map[string]int{}}
}

// Get asks for a path; headers are pairs of name and value.
func (c *Client) Get(t testing.TB, path string, headers ...string) *Answer {
	t.Helper()
	return c.Do(t, http.MethodGet, path, "", headers...)
}

// Do sends a request and checks the answer against the document.
func (c *Client) Do(t testing.TB, method, path, body string, headers ...string) *Answer {
	t.Helper()
	r, err := http.NewRequest(method, path, strings.NewReader(body))
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	r.RequestURI, r.RemoteAddr, r.Host = path, "192.0.2.1:40000", "enishi.example"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	a := &Answer{method + " " + path, w.Code, w.Header(), w.Body.Bytes()}
	c.check(t, r, a)
	return a
}

// check holds an answer to the document. A path that the document does not have must be a problem or a page.
func (c *Client) check(t testing.TB, r *http.Request, a *Answer) {
	t.Helper()
	if a.Status >= 400 {
		if got := a.Header.Get("Content-Type"); got != "application/problem+json" && r.Method != http.MethodHead {
			t.Errorf("%s: %d as %q, want a problem: %.200s", a.Request, a.Status, got, a.Body)
		}
	}
	if a.Header.Get("Content-Encoding") != "" {
		return // the same answer is checked uncoded
	}
	route, pathParams, err := c.router.FindRoute(r)
	if err != nil {
		return
	}
	if c.sample > 0 {
		key := route.Path + " " + strconv.Itoa(a.Status)
		if c.checked[key]++; c.checked[key] > c.sample {
			return
		}
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: pathParams, Route: route},
		Status:                 a.Status, Header: a.Header, Body: io.NopCloser(bytes.NewReader(a.Body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		text := err.Error()
		t.Errorf("%s: the answer is not as the document says: %.1500s", a.Request, text)
	}
}

// At is the part of a JSON answer at a path: members by name, items by number, "#" for a length, "[member=value]" for the first item that has it; nil if there is none.
func (a *Answer) At(t testing.TB, path string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(a.Body, &v); err != nil {
		t.Fatalf("%s: %d is not JSON: %v: %.300s", a.Request, a.Status, err, a.Body)
	}
	for _, step := range strings.Split(path, "/") {
		v = stepInto(v, step)
	}
	return v
}

func stepInto(v any, step string) any {
	switch v := v.(type) {
	case map[string]any:
		if step == "#" {
			return len(v)
		}
		return v[step]
	case []any:
		if step == "#" {
			return len(v)
		}
		if cond, ok := strings.CutPrefix(step, "["); ok {
			name, want, _ := strings.Cut(strings.TrimSuffix(cond, "]"), "=")
			for _, item := range v {
				if m, ok := item.(map[string]any); ok && fmt.Sprint(m[name]) == want {
					return item
				}
			}
			return nil
		}
		if i, err := strconv.Atoi(step); err == nil && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// Text is At as text; numbers as JSON writes them, "" where there is nothing.
func (a *Answer) Text(t testing.TB, path string) string {
	t.Helper()
	switch v := a.At(t, path).(type) {
	case nil:
		return ""
	case string:
		return v
	case map[string]any, []any:
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	default:
		return fmt.Sprint(v)
	}
}

// Texts are one member of each item of a list.
func (a *Answer) Texts(t testing.TB, list, member string) []string {
	t.Helper()
	items, _ := a.At(t, list).([]any)
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = fmt.Sprint(stepInto(it, member))
	}
	return out
}

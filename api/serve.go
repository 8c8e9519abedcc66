package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
	"enishi/graph/study/report"
)

// server is the state that requests share.
type server struct {
	Config
	routes     []*route
	limiter    *limiter // nil: no limit
	probes     *limiter // of readiness and metrics, whose askers shall not be refused for what others behind the same address ask
	proxies    []netip.Prefix
	inFlight   chan struct{} // nil: no bound
	fragments  *fragmentCache
	answers    *answerCache // nil: none is kept
	structures *computed[study.Structure]
	areas      *areas
	removed    *computed[map[recordKey]bool] // what a release removed, by its id
	imports    imports
	metrics    *metrics
	documents  func() *documents // made when first asked for: a start need not wait for them
	pageFiles  func() map[string]func() (*file, error)
}

// question is a checked request.
type question struct {
	values
	srv   *server
	route *route
	id    string // of the path
	lang  string
	offer *offer
	place string // opened from the cursor
	key   string // what cursors of this question are bound to
	path  string // as asked
	query string // all parameters in normal form
	base  string // scheme and host of this server as the client named them; of an answer that holds it
}

// answer is what a route's function returns.
type answer struct {
	body    any            // a struct of wire.go
	version string         // of the data; "" if it does not depend on it
	table   func() *table  // of a route that has CSV
	network *graph.Network // of a route that has network formats
	next    string         // address of the following page
	feed    *format.Feed   // of a route that has feeds
	report  *written       // of a route that is a report
	credits []string       // of the dataset, for what is not JSON
}

// retired says that an id names no node today but its holder is known: a permanent redirect.
type retired struct{ location string }

func (r *retired) Error() string { return "moved to " + r.location }

// serve is the adapter of every route that reads.
func (s *server) serve(rt *route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.read(c, rt); err != nil {
			s.fail(c, rt, err)
		}
	}
}

func (s *server) read(c *gin.Context, rt *route) error {
	ctx, cancel := s.deadline(c.Request.Context(), s.QueryTimeout)
	defer cancel()
	key := s.answerKey(c)
	conditions := c.Request.Header.Values("If-None-Match")
	if kept := s.answers.get(key); kept != nil {
		version, err := s.version(ctx, rt)
		if err != nil {
			return err
		}
		if kept.version == version {
			return s.deliver(c, rt, kept, conditions)
		}
	}
	q, err := s.question(c, rt)
	if err != nil {
		return err
	}
	if len(conditions) > 0 {
		version, err := s.version(ctx, rt)
		if err != nil {
			return err
		}
		if held := matching(conditions, s.tag(q, version)); held != "" {
			setVary(c.Writer.Header(), rt)
			notModified(c, held, q.lang)
			return nil
		}
	}
	made, err := s.make(ctx, rt, q, key)
	if err != nil {
		return err
	}
	if !rt.today {
		s.answers.put(made)
	}
	return s.deliver(c, rt, made, conditions)
}

// version is what the answers of a route now depend on.
func (s *server) version(ctx context.Context, rt *route) (string, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return rt.version(ctx, s.Store)
}

// make computes the answer to a question and encodes it.
func (s *server) make(ctx context.Context, rt *route, q *question, key answerKey) (*keptAnswer, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	a, version, err := s.ask(ctx, rt, q)
	if err != nil {
		return nil, err
	}
	body, err := s.encode(a, q)
	if err != nil {
		return nil, err
	}
	defer keepBody(body)
	made := &keptAnswer{key: key, version: version, tag: s.tag(q, version), lang: q.lang, header: http.Header{}}
	h := made.header
	setVary(h, rt)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Language", q.lang)
	if a.next != "" {
		h.Set("Link", "<"+a.next+`>; rel="next"`)
	}
	switch {
	case rt.framed:
		h.Set("Content-Security-Policy", framedPolicy)
	case q.offer == pageOffer:
		h.Set("Content-Security-Policy", report.ContentPolicy(body))
		h.Set("Content-Disposition", `inline; filename="`+rt.fileName(q)+`"`)
	case q.offer != jsonOffer:
		h.Set("Content-Disposition", `attachment; filename="`+rt.fileName(q)+`"`)
	}
	packed, coding, err := pack(key.coding, q.offer.contentType, body)
	if err != nil {
		return nil, err
	}
	if coding == "" {
		packed = bytes.Clone(body) // whose buffer is used again
	}
	made.body = packed
	h.Set("ETag", etag(made.tag, coding))
	describeBody(h, q.offer.contentType, packed, coding)
	return made, nil
}

// deliver sends an answer, or that the client holds it.
func (s *server) deliver(c *gin.Context, rt *route, a *keptAnswer, conditions []string) error {
	h := c.Writer.Header()
	held := matching(conditions, a.tag)
	if held == "" && matchesAny(conditions) {
		held = a.header.Get("ETag")
	}
	if held != "" {
		setVary(h, rt)
		notModified(c, held, a.lang)
		return nil
	}
	maps.Copy(h, a.header)
	if rt.framed {
		h.Del("X-Frame-Options")
	}
	return s.writeBody(c, http.StatusOK, a.body)
}

// ask runs the route's function: one question goes straight to the store, several see one version.
func (s *server) ask(ctx context.Context, rt *route, q *question) (a *answer, version string, err error) {
	if rt.single && q.offer == jsonOffer {
		if a, err = s.askIn(ctx, s.Store, q); err != nil {
			return nil, "", err
		}
		return a, a.version, nil
	}
	err = s.Store.View(ctx, func(r graph.Reader) error {
		if a, err = s.askIn(ctx, r, q); err != nil {
			return err
		}
		version = a.version
		if q.offer.leaves() {
			if a.credits, err = credits(ctx, r); err != nil {
				return err
			}
		}
		if rt.byRelease {
			version, err = rt.version(ctx, r)
		}
		return err
	})
	return a, version, err
}

// askIn runs the route's function once the areas of the question are known to be there. What is known of another version than the answer's is asked for anew.
func (s *server) askIn(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	all := q.areas()
	if unknown := s.areas.unknown(all); len(unknown) > 0 {
		if err := s.areas.learn(ctx, r, unknown, q.lang); err != nil {
			return nil, err
		}
	}
	a, err := q.route.ask(ctx, r, q)
	if err == nil && len(all) > 0 && !s.areas.of(a.version) {
		err = s.areas.learn(ctx, r, all, q.lang)
	}
	return a, err
}

// credits are the credit lines of the dataset.
func credits(ctx context.Context, r graph.Reader) ([]string, error) {
	d, err := r.Dataset(ctx)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, s := range d.Credits {
		lines = append(lines, s.Credit)
	}
	return lines, nil
}

// encode writes an answer in the format of the question.
func (s *server) encode(a *answer, q *question) ([]byte, error) {
	if q.offer.write == nil {
		e := encoder{lang: q.lang, version: a.version, fragments: s.fragments}
		return e.marshal((*bodies.Get().(*[]byte))[:0], a.body)
	}
	var b bytes.Buffer
	err := q.offer.write(&b, a, q)
	return b.Bytes(), err
}

// question reads and checks everything that the client said.
func (s *server) question(c *gin.Context, rt *route) (*question, error) {
	vals, err := parseQuery(rt.accepted, c.Request.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	return s.checked(c, rt, vals)
}

// checked makes a question of parameters that are right one by one.
func (s *server) checked(c *gin.Context, rt *route, vals values) (*question, error) {
	if err := vals.checkTime(rt.params); err != nil {
		return nil, err
	}
	if rt.check != nil {
		if err := rt.check(vals, s.Now()); err != nil {
			return nil, err
		}
	}
	q := &question{values: vals, srv: s, route: rt, id: c.Param("id"), path: c.Request.URL.EscapedPath(), query: vals.canonical()}
	q.lang = chooseLanguage(vals.one("lang"), c.GetHeader("Accept-Language"))
	var ok bool
	if q.offer, ok = chooseFormat(rt.offers, vals.one("format"), accepted(c.Request.Header)); !ok {
		return nil, problemAcceptable.problem("use ?format= or Accept with one of " + strings.Join(offerNames(rt.offers), ", "))
	}
	if rt.absolute || q.offer.leaves() {
		q.base = s.base(c)
	}
	if !rt.paged {
		return q, nil
	}
	q.key = rt.path + "\x00" + q.id + "\x00" + vals.canonical(presentation...)
	var err error
	q.place, err = openCursor(q.key, vals.one("cursor"))
	return q, err
}

// presentation are the parameters that change how an answer looks and not what it is about; pages of a list may differ in them.
var presentation = []string{"cursor", "limit", "lang", "format", "edge_key", "colors", "bom"}

func (q *question) normal() normalQuery { return q.object(q.route.accepted) }

// links are the links of an answer; next is the place where it ended, "" at the end of the list.
func (q *question) links(next string) links {
	l := links{Self: address(q.path, q.query)}
	if next != "" {
		following := maps.Clone(q.values)
		following["cursor"] = []string{sealCursor(q.key, next)}
		l.Next = address(q.path, following.canonical())
	}
	return l
}

func address(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// tag is the strong ETag of an answer without its coding: a hash of everything that the answer is a function of.
func (s *server) tag(q *question, version string) string {
	h := sha256.New()
	for _, part := range []string{s.Version, version, q.path, q.query, q.offer.name, q.lang, q.base} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// matching is the ETag among the conditions that is of the tag, in whatever coding the client holds it; "" for none. The comparison is weak, as RFC 9110 asks of If-None-Match.
func matching(conditions []string, tag string) string {
	for _, header := range conditions {
		for part := range strings.SplitSeq(header, ",") {
			part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
			if name, coding, _ := strings.Cut(strings.Trim(part, `"`), "-"); name == tag {
				return etag(tag, coding)
			}
		}
	}
	return ""
}

func matchesAny(conditions []string) bool {
	return len(conditions) == 1 && strings.TrimSpace(conditions[0]) == "*"
}

// notModified says that what the client holds under the ETag is still right.
func notModified(c *gin.Context, held, lang string) {
	c.Header("ETag", held)
	c.Header("Cache-Control", "no-cache")
	c.Header("Content-Language", lang)
	c.Status(http.StatusNotModified)
	c.Writer.WriteHeaderNow()
}

func etag(tag, coding string) string {
	if coding != "" {
		tag += "-" + coding
	}
	return `"` + tag + `"`
}

func setVary(h http.Header, rt *route) {
	vary := "Accept-Encoding, Accept-Language"
	if len(rt.offers) > 1 {
		vary = "Accept, " + vary
	}
	h.Set("Vary", vary)
}

// send writes a whole answer, compressed where the client takes it and it pays.
func (s *server) send(c *gin.Context, status int, contentType string, body []byte, tag string) error {
	body, coding, err := pack(chooseEncoding(c.GetHeader("Accept-Encoding")), contentType, body)
	if err != nil {
		return err
	}
	if tag != "" {
		c.Header("ETag", etag(tag, coding))
	}
	describeBody(c.Writer.Header(), contentType, body, coding)
	return s.writeBody(c, status, body)
}

// pack is a body in the coding, or as it is where coding it does not pay.
func pack(coding, contentType string, body []byte) (packed []byte, used string, err error) {
	if coding == "" || !worthCoding(contentType, len(body)) {
		return body, "", nil
	}
	packed, err = compress(coding, body)
	return packed, coding, err
}

func describeBody(h http.Header, contentType string, body []byte, coding string) {
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
}

// sendRate is the speed in bytes a second at which a client takes an answer at the least, beyond the time that every one has.
const sendRate = 64 << 10

// sendBy bounds how long the client may take to receive so many bytes, from now on. A client that does not read would else hold a connection and the answer for ever.
func (s *server) sendBy(c *gin.Context, size int) {
	if s.SendTimeout < 0 {
		return
	}
	within := s.SendTimeout + time.Duration(size)*time.Second/sendRate
	setWriteDeadline(c, time.Now().Add(within)) // of the network's clock, not of Config.Now
}

// setWriteDeadline sets when writing to the client fails; a writer that knows no deadline (of a test, of the command line) has none.
func setWriteDeadline(c *gin.Context, t time.Time) {
	if err := http.NewResponseController(c.Writer).SetWriteDeadline(t); err != nil && !errors.Is(err, http.ErrNotSupported) {
		c.Set(keyGone, true) // the connection is closed
	}
}

func (s *server) writeBody(c *gin.Context, status int, body []byte) error {
	s.sendBy(c, len(body))
	c.Status(status)
	c.Writer.WriteHeaderNow()
	if c.Request.Method == http.MethodHead {
		return nil
	}
	if _, err := c.Writer.Write(body); err != nil {
		return errClientGone
	}
	return nil
}

// worthCoding reports whether a body becomes much smaller by a coding.
func worthCoding(contentType string, size int) bool {
	return size >= minCompress && compressible(contentType)
}

func compressible(contentType string) bool {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") || strings.HasSuffix(t, "xml") || t == "text/javascript" || t == "application/javascript" || t == "image/svg+xml" || t == "application/x-ndjson"
}

// deadline bounds a question; d below 0 does not.
func (s *server) deadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d < 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, d)
}

// enter waits for a place among the questions being computed.
func (s *server) enter(ctx context.Context) (leave func(), err error) {
	if s.inFlight == nil {
		return func() {}, nil
	}
	select {
	case s.inFlight <- struct{}{}:
		return func() { <-s.inFlight }, nil
	default:
	}
	patience := time.Second
	if s.QueryTimeout > 0 {
		patience = s.QueryTimeout / 10
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case s.inFlight <- struct{}{}:
		return func() { <-s.inFlight }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		p := problemUnavailable.problem("the server has more questions than it can answer at once; try again")
		p.retry = retryAfter
		return nil, p
	}
}

// fail answers with the problem of an error, and leaves what the client is not told to the log line of the request.
func (s *server) fail(c *gin.Context, rt *route, err error) {
	ctx := c.Request.Context()
	if errors.Is(err, errClientGone) || goneAway(ctx) {
		c.Set(keyGone, true)
		c.Abort()
		return
	}
	if c.Writer.Written() {
		c.Set(keyError, err)
		return
	}
	if rt != nil && errors.Is(err, graph.ErrNotFound) {
		err = s.explainMissing(c, rt, err)
	}
	var moved *retired
	if errors.As(err, &moved) {
		c.Header("Location", moved.location)
		c.Header("Cache-Control", "no-cache")
		c.Status(http.StatusPermanentRedirect)
		c.Writer.WriteHeaderNow()
		return
	}
	p := problemOf(ctx, err)
	if p.log != nil {
		c.Set(keyError, p.log)
	}
	s.sendProblem(c, p)
}

func (s *server) sendProblem(c *gin.Context, p *problem) {
	told := *p
	told.Instance, told.RequestID = (&url.URL{Path: c.Request.URL.Path}).EscapedPath(), c.GetString(keyRequestID)
	body, err := marshalPlain(told)
	if err != nil { // texts and numbers always encode
		panic(err)
	}
	if p.retry > 0 {
		c.Header("Retry-After", strconv.Itoa(int((p.retry+time.Second-1)/time.Second)))
	}
	if p.allow != "" {
		c.Header("Allow", p.allow)
	}
	if p.Status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", `Bearer realm="enishi"`)
	}
	c.Header("Cache-Control", "no-store")
	c.Writer.Header().Del("ETag")
	if err := s.send(c, p.Status, "application/problem+json", body, ""); err != nil {
		c.Set(keyGone, true)
	}
	c.Abort()
}

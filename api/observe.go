package api

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Keys of what a request carries in its gin context.
const (
	keyRequestID = "request-id"
	keyError     = "error"  // what the client was not told
	keyGone      = "gone"   // nobody waited for the answer
	keyWriter    = "writer" // name of the write key
	keyClient    = "client" // its address
)

// statusGone stands in the log and the metrics for a client that went away (nginx's 499).
const statusGone = 499

type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "enishi_http_requests_total", Help: "Requests by route, method and status."}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "enishi_http_request_duration_seconds", Help: "Time to the last byte, by route.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "enishi_http_requests_in_flight", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(m.requests, m.duration, m.inFlight, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// maxMetrics is more, in bytes, than the metrics take.
const maxMetrics = 1 << 20

func (s *server) showMetrics() gin.HandlerFunc {
	h := s.metrics.handler()
	return func(c *gin.Context) {
		s.sendBy(c, maxMetrics)
		h.ServeHTTP(c.Writer, c.Request)
	}
}

// observe gives each request its id, counts and logs it, and turns a panic into a problem.
func (s *server) observe(c *gin.Context) {
	start := s.Now()
	id := requestID()
	c.Set(keyRequestID, id)
	c.Set(keyClient, c.ClientIP())
	c.Writer.Header()["X-Request-Id"] = []string{id}
	s.metrics.inFlight.Inc()
	setWriteDeadline(c, time.Time{}) // that of the answer before, on the same connection
	defer func() {
		s.metrics.inFlight.Dec()
		if r := recover(); r != nil {
			if r == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(r)
			}
			c.Set(keyError, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
			if !c.Writer.Written() {
				s.sendProblem(c, problemInternal.problem(problemInternal.doc))
			}
		}
		s.record(c, id, s.Now().Sub(start))
		s.sendBy(c, max(0, c.Writer.Size())) // what is buffered is sent after this
	}()
	c.Next()
}

func (s *server) record(c *gin.Context, id string, took time.Duration) {
	route, status := c.FullPath(), c.Writer.Status()
	if route == "" {
		route = "other"
	}
	if c.GetBool(keyGone) {
		status = statusGone
	}
	s.metrics.requests.WithLabelValues(route, metricMethod(c.Request.Method), strconv.Itoa(status)).Inc()
	s.metrics.duration.WithLabelValues(route).Observe(took.Seconds())
	ctx, level := c.Request.Context(), slog.LevelInfo
	hidden, failed := c.Get(keyError)
	if failed {
		level = slog.LevelError
	}
	if !s.Log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.String("method", c.Request.Method), slog.String("path", c.Request.URL.Path), slog.Int("status", status), slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Duration("took", took), slog.String("client", c.GetString(keyClient)), slog.String("request_id", id)}
	if q := c.Request.URL.RawQuery; q != "" {
		attrs = append(attrs, slog.String("query", q))
	}
	if name := c.GetString(keyWriter); name != "" {
		attrs = append(attrs, slog.String("key", name))
	}
	if failed {
		attrs = append(attrs, slog.Any("error", hidden))
	}
	s.Log.LogAttrs(ctx, level, "request", attrs...)
}

// metricMethod keeps made-up methods from making a time series each.
func metricMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return m
	}
	return "other"
}

func requestID() string {
	var b [12]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}

const (
	apiPolicy  = "default-src 'none'; frame-ancestors 'none'"
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// securityHeaders are the headers that every answer has. Data may be read from other origins; nothing may be framed or sniffed. The values are shared by all answers: nothing changes
// them in place.
var securityHeaders = http.Header{
	"X-Content-Type-Options":        {"nosniff"},
	"Referrer-Policy":               {"no-referrer"},
	"Content-Security-Policy":       {apiPolicy},
	"X-Frame-Options":               {"DENY"},
	"Permissions-Policy":            {"camera=(), geolocation=(), microphone=()"},
	"Cross-Origin-Resource-Policy":  {"cross-origin"},
	"Access-Control-Allow-Origin":   {"*"},
	"Access-Control-Expose-Headers": {"Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"},
}

func secure(c *gin.Context) {
	maps.Copy(c.Writer.Header(), securityHeaders)
	c.Next()
}

// limit refuses clients that ask too much; without a limiter, none.
func (s *server) limit(l *limiter) gin.HandlerFunc {
	return func(c *gin.Context) {
		if l == nil {
			return
		}
		if wait := l.take(c.GetString(keyClient), c.Writer.Header()); wait > 0 {
			p := problemRate.problem(fmt.Sprintf("at most %d requests at once and %g a second in the long run", s.Burst, s.Rate))
			p.retry = wait
			s.sendProblem(c, p)
		}
	}
}

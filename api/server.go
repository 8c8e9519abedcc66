package api

import (
	"net/http"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"enishi/graph/study"
)

// release is how gin runs: without its own output. It is a setting of the process, made once.
var release = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// New is the handler of the API, the page, health and metrics. It panics where cfg.Check reports a fault. The caller bounds headers and connections (http.Server).
func New(cfg Config) http.Handler {
	if err := cfg.Check(); err != nil {
		panic("api: " + err.Error())
	}
	release()
	cfg = cfg.withDefaults()
	s := &server{Config: cfg, routes: routeTable(), fragments: &fragmentCache{}, answers: newAnswerCache(cfg.KeepAnswers), metrics: newMetrics(), areas: newAreas(),
		structures: newComputed[study.Structure](maxStructures), removed: newComputed[map[recordKey]bool](2 * deletedReleases)}
	if cfg.Rate > 0 {
		s.limiter, s.probes = newLimiter(cfg.Rate, cfg.Burst, cfg.Now), newLimiter(cfg.Rate, cfg.Burst, cfg.Now)
	}
	if cfg.MaxInFlight > 0 {
		s.inFlight = make(chan struct{}, cfg.MaxInFlight)
	}
	s.documents = sync.OnceValue(s.makeDocuments)
	s.pageFiles = sync.OnceValue(func() map[string]func() (*file, error) { return listPage(s.Page) })
	s.proxies, _ = parseProxies(cfg.TrustedProxies) // Config.Check let them through
	return s.engine()
}

func (s *server) engine() *gin.Engine {
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.UseRawPath, e.UnescapePathValues = true, true // an id with %2F is an id that is not there, not another path
	if err := e.SetTrustedProxies(s.TrustedProxies); err != nil {
		panic("api: " + err.Error()) // Config.Check let it through
	}
	e.ForwardedByClientIP = len(s.TrustedProxies) > 0
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	e.Use(s.observe, secure)

	s.handle(e, "/healthz", http.MethodGet, s.healthz) // costs less than a limit would
	probes := e.Group("", s.limit(s.probes))
	s.handle(probes, "/readyz", http.MethodGet, s.readyz)
	s.handle(probes, "/metrics", http.MethodGet, s.showMetrics())

	limited := e.Group("", s.limit(s.limiter))
	for _, rt := range s.routes {
		s.register(limited, prefix, rt)
		if strings.HasPrefix(rt.path, "/reconcile") {
			s.register(limited, "", rt) // where clients of the Reconciliation API look for it
		}
	}
	for _, w := range writeTable() {
		limited.Handle(http.MethodPost, prefix+w.path, s.write(w))
		e.OPTIONS(prefix+w.path, options(http.MethodPost))
	}
	limited.Match([]string{http.MethodGet, http.MethodHead}, importPath(":id"), s.readImport)
	e.OPTIONS(importPath(":id"), options(http.MethodGet, http.MethodHead))
	s.handle(limited, "/openapi.json", http.MethodGet, s.document(func(d *documents) *file { return d.openAPI }))
	s.handle(limited, "/docs", http.MethodGet, s.document(func(d *documents) *file { return d.docs }))
	s.handle(limited, "/docs.css", http.MethodGet, s.document(func(d *documents) *file { return d.css }))
	e.NoRoute(s.limit(s.limiter), s.noRoute)
	e.NoMethod(s.limit(s.limiter), s.noMethod)
	return e
}

// register makes a route of the table answer under a prefix.
func (s *server) register(r gin.IRoutes, under string, rt *route) {
	if !rt.form {
		s.handle(r, under+rt.path, http.MethodGet, s.serve(rt))
		return
	}
	methods := []string{http.MethodGet, http.MethodHead, http.MethodPost}
	r.Match(methods[:2], under+rt.path, s.serve(rt))
	r.POST(under+rt.path, s.serveForm(rt))
	r.OPTIONS(under+rt.path, options(methods...))
}

// handle registers a reading handler with HEAD and OPTIONS.
func (s *server) handle(r gin.IRoutes, path, method string, h gin.HandlerFunc) {
	r.Handle(method, path, h)
	r.Handle(http.MethodHead, path, h)
	r.Handle(http.MethodOptions, path, options(http.MethodGet, http.MethodHead))
}

// options answers OPTIONS, also of a browser that asks before a request of another origin; only reads are open to those.
func options(methods ...string) gin.HandlerFunc {
	open := strings.Join(methods, ", ")
	allow := open + ", " + http.MethodOptions
	cross := methods[0] == http.MethodGet
	return func(c *gin.Context) {
		c.Header("Allow", allow)
		if cross {
			c.Header("Access-Control-Allow-Methods", open)
			c.Header("Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match")
			c.Header("Access-Control-Max-Age", "86400")
		}
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
	}
}

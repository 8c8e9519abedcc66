package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"enishi/graph"
)

// file is something that is sent whole: of the page, or one of the documents.
type file struct {
	contentType string
	body        []byte
	tag         string
}

func newFile(contentType string, body []byte) *file {
	sum := sha256.Sum256(body)
	return &file{contentType, body, hex.EncodeToString(sum[:12])}
}

// coding is the one in which the file is sent to a client that would have this one.
func (f *file) coding(wanted string) string {
	if worthCoding(f.contentType, len(f.body)) {
		return wanted
	}
	return ""
}

// document answers with one of the documents.
func (s *server) document(which func(*documents) *file) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.URL.RawQuery != "" {
			if _, err := parseQuery(nil, c.Request.URL.RawQuery); err != nil {
				s.fail(c, nil, err)
				return
			}
		}
		f := which(s.documents())
		if strings.HasPrefix(f.contentType, "text/") {
			c.Header("Content-Security-Policy", pagePolicy)
		}
		s.sendFile(c, f, "no-cache")
	}
}

func (s *server) sendFile(c *gin.Context, f *file, cacheControl string) {
	c.Header("Vary", "Accept-Encoding")
	c.Header("Cache-Control", cacheControl)
	conditions := c.Request.Header.Values("If-None-Match")
	held := matching(conditions, f.tag)
	if held == "" && matchesAny(conditions) {
		held = etag(f.tag, f.coding(chooseEncoding(c.GetHeader("Accept-Encoding"))))
	}
	if held != "" {
		c.Header("ETag", held)
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	if err := s.send(c, http.StatusOK, f.contentType, f.body, f.tag); err != nil {
		s.fail(c, nil, err)
	}
}

// page answers with a file of the page, or with its index for the addresses that the page itself understands; false where the path is none of these.
func (s *server) page(c *gin.Context) bool {
	name := strings.TrimPrefix(c.Request.URL.Path, "/")
	if !isRead(c.Request.Method) || strings.HasPrefix(name, "api/") || name == "api" {
		return false
	}
	if s.Page == nil {
		if name != "" {
			return false
		}
		s.pageHeaders(c)
		s.sendFile(c, s.documents().links, "no-cache")
		return true
	}
	cacheControl := "no-cache"
	switch {
	case strings.HasPrefix(name, "assets/"):
		cacheControl = "public, max-age=31536000, immutable" // their names carry a hash of the content
	case name == "" || path.Ext(name) == "" && quality(parseAccept(c.GetHeader("Accept")), "text/html") > 0:
		name = "index.html"
	}
	f, err := s.pageFile(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return false
	}
	if err != nil {
		s.fail(c, nil, err)
		return true
	}
	s.pageHeaders(c)
	s.sendFile(c, f, cacheControl)
	return true
}

func (s *server) pageHeaders(c *gin.Context) {
	c.Header("Content-Security-Policy", pagePolicy)
	c.Header("Cross-Origin-Resource-Policy", "same-origin")
	c.Header("Cross-Origin-Opener-Policy", "same-origin")
	c.Writer.Header().Del("Access-Control-Allow-Origin")
	c.Writer.Header().Del("Access-Control-Expose-Headers")
}

func (s *server) pageFile(name string) (*file, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	info, err := fs.Stat(s.Page, name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fs.ErrNotExist
	}
	body, err := fs.ReadFile(s.Page, name)
	if err != nil {
		return nil, err
	}
	return newFile(contentTypeOf(name, body), body), nil
}

func contentTypeOf(name string, body []byte) string {
	switch path.Ext(name) { // the system's table may not know these, or know them otherwise
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return http.DetectContentType(body)
}

// healthz says that the process answers; readyz that the store does.
func (s *server) healthz(c *gin.Context) { s.sendStatus(c, "ok") }

func (s *server) readyz(c *gin.Context) {
	ctx, cancel := s.deadline(c.Request.Context(), s.QueryTimeout)
	defer cancel()
	if err := s.Store.Ping(ctx); err != nil {
		if !graph.IsCancelled(err) {
			err = errors.Join(graph.ErrUnavailable, err)
		}
		s.fail(c, nil, err)
		return
	}
	s.sendStatus(c, "ready")
}

func (s *server) sendStatus(c *gin.Context, status string) {
	e := encoder{}
	body, err := e.marshal(nil, statusAnswer{Status: status, Version: s.Version, Store: s.Store.Kind(), Time: s.Now().UTC()})
	if err != nil {
		s.fail(c, nil, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	if err := s.send(c, http.StatusOK, "application/json; charset=utf-8", body, ""); err != nil {
		s.fail(c, nil, err)
	}
}

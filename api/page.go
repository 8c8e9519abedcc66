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
	"sync"

	"github.com/gin-gonic/gin"

	"enishi/graph"
)

// file is something that is sent whole: of the page, or one of the documents. It is compressed when first asked for in a coding, and then kept so.
type file struct {
	contentType string
	body        []byte
	tag         string
	packed      map[string]func() ([]byte, error) // by coding
}

func newFile(contentType string, body []byte) *file {
	sum := sha256.Sum256(body)
	f := &file{contentType: contentType, body: body, tag: hex.EncodeToString(sum[:12]), packed: map[string]func() ([]byte, error){}}
	for _, coding := range codings {
		f.packed[coding] = sync.OnceValues(func() ([]byte, error) { return compress(coding, body) })
	}
	return f
}

// coding is the one in which the file is sent to a client that would have this one.
func (f *file) coding(wanted string) string {
	if worthCoding(f.contentType, len(f.body)) {
		return wanted
	}
	return ""
}

// in is the file in a coding; "" is none.
func (f *file) in(coding string) ([]byte, error) {
	if coding == "" {
		return f.body, nil
	}
	return f.packed[coding]()
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
	addVary(c.Writer.Header(), "Accept-Encoding")
	c.Header("Cache-Control", cacheControl)
	coding := f.coding(chooseEncoding(c.GetHeader("Accept-Encoding")))
	conditions := c.Request.Header.Values("If-None-Match")
	held := matching(conditions, f.tag)
	if held == "" && matchesAny(conditions) {
		held = etag(f.tag, coding)
	}
	if held != "" {
		c.Header("ETag", held)
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	body, err := f.in(coding)
	if err != nil {
		s.fail(c, nil, err)
		return
	}
	c.Header("ETag", etag(f.tag, coding))
	describeBody(c.Writer.Header(), f.contentType, body, coding)
	if err := s.writeBody(c, http.StatusOK, body); err != nil {
		s.fail(c, nil, err)
	}
}

// addVary adds the name of a header that the answer depends on.
func addVary(h http.Header, name string) {
	if before := h.Get("Vary"); before != "" {
		name = before + ", " + name
	}
	h.Set("Vary", name)
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
	case name == "":
		name = "index.html"
	case path.Ext(name) == "":
		c.Header("Vary", "Accept")
		if asksFor(parseAccept(accepted(c.Request.Header)), "text/html") {
			name = "index.html"
		}
	}
	read, known := s.pageFiles()[name]
	if !known {
		return false
	}
	f, err := read()
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

// listPage lists the files of the page by name. Each is read when first asked for.
func listPage(page fs.FS) map[string]func() (*file, error) {
	files := map[string]func() (*file, error){}
	if page == nil {
		return files
	}
	err := fs.WalkDir(page, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name] = sync.OnceValues(func() (*file, error) {
				body, err := fs.ReadFile(page, name)
				if err != nil {
					return nil, err
				}
				return newFile(contentTypeOf(name, body), body), nil
			})
		}
		return err
	})
	if err != nil {
		panic("api: the page cannot be listed: " + err.Error())
	}
	return files
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

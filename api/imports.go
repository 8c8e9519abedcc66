package api

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

// Bounds of the uploads whose answers are kept. The oldest goes first.
const (
	maxImports     = 50
	maxImportBytes = 64 << 20
)

// imports keeps the answers to the last uploads, as they were sent, until the process ends. They are the record of a conversation and no data: what was applied is a release, which
// the store keeps.
type imports struct {
	mu    sync.Mutex
	kept  []keptImport // by age, the oldest first
	bytes int
}

type keptImport struct {
	id   string
	body []byte
}

// newImportID is an id that nobody guesses.
func newImportID() string { return "imp-" + requestID() }

// importPath is where the answer to an upload stands.
func importPath(id string) string { return prefix + "/imports/" + id }

// add keeps an answer; false where it alone is over the bound.
func (m *imports) add(id string, body []byte) bool {
	if len(body) > maxImportBytes {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept, m.bytes = append(m.kept, keptImport{id, body}), m.bytes+len(body)
	for len(m.kept) > maxImports || m.bytes > maxImportBytes {
		m.bytes -= len(m.kept[0].body)
		m.kept[0] = keptImport{} // the array goes on holding it
		m.kept = m.kept[1:]
	}
	return true
}

func (m *imports) get(id string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kept {
		if k.id == id {
			return k.body
		}
	}
	return nil
}

// keepImport keeps the answer to an upload and says in the header where it stands.
func (s *server) keepImport(h http.Header, a importAnswer) (importAnswer, error) {
	a.ID = newImportID()
	a.Links = &links{Self: importPath(a.ID)}
	body, err := (&encoder{}).marshal(nil, a)
	if err != nil {
		return a, err
	}
	if !s.imports.add(a.ID, body) {
		a.ID, a.Links = "", nil
		return a, nil
	}
	h.Set("Location", a.Links.Self)
	return a, nil
}

// readImport answers with what became of an upload. It needs a write key: the report quotes the rows, which need not have been published.
func (s *server) readImport(c *gin.Context) {
	if err := s.sendImport(c); err != nil {
		s.fail(c, nil, err)
	}
}

func (s *server) sendImport(c *gin.Context) error {
	if _, err := s.authorize(c); err != nil {
		return err
	}
	if _, err := parseQuery(nil, c.Request.URL.RawQuery); err != nil {
		return err
	}
	body := s.imports.get(c.Param("id"))
	if body == nil {
		return problemNotFound.problem(fmt.Sprintf("no upload of this id is kept; the last %d are, of up to %s together, until the server ends", maxImports, sizeText(maxImportBytes)))
	}
	s.sendFile(c, newFile("application/json; charset=utf-8", body), "private, no-cache")
	return nil
}

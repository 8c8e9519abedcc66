package api

import (
	"container/list"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

// answerKey is everything of a request that its answer is a function of, as the client wrote it: to read it first would take longer than to send the answer.
type answerKey struct{ path, query, accept, language, scheme, host, coding string }

// answerKey is the key of the request.
func (s *server) answerKey(c *gin.Context) answerKey {
	u, h := c.Request.URL, c.Request.Header
	return answerKey{u.EscapedPath(), u.RawQuery, accepted(h), h.Get("Accept-Language"), s.scheme(c), c.Request.Host, chooseEncoding(h.Get("Accept-Encoding"))}
}

// keptAnswer is an answer ready to be sent. Those kept are sent by many requests at once, which change nothing in them.
type keptAnswer struct {
	key     answerKey
	version string // of the data, as the route has it
	tag     string // its ETag without the coding
	lang    string
	header  http.Header
	body    []byte // in the coding that header names
}

// Bounds of an answer that is kept, in bytes: one large download shall not push out all others.
const (
	maxKeptAnswer = 1 << 20
	maxKeptKey    = 8 << 10
)

// size is about what the answer takes in memory.
func (a *keptAnswer) size() int64 {
	const fixed = 1500 // the struct, the headers, the element of the list, the cell of the map
	return int64(fixed + len(a.body) + a.key.size())
}

func (k *answerKey) size() int {
	return len(k.path) + len(k.query) + len(k.accept) + len(k.language) + len(k.host)
}

// answerCache keeps the answers that were asked for last. An answer is found by the request alone, and is right only while the data have its version: who
// asks what is not kept costs the store no question more.
type answerCache struct {
	limit int64 // bytes

	mu    sync.Mutex
	bytes int64
	order *list.List // of *keptAnswer, the last used first
	kept  map[answerKey]*list.Element
}

// newAnswerCache is a cache of so many bytes; nil, which keeps nothing, for none.
func newAnswerCache(limit int64) *answerCache {
	if limit <= 0 {
		return nil
	}
	return &answerCache{limit: limit, order: list.New(), kept: map[answerKey]*list.Element{}}
}

// get is the answer kept for the question, of whatever version; nil for none.
func (c *answerCache) get(key answerKey) *keptAnswer {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.kept[key]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*keptAnswer)
}

// put keeps an answer, in the place of an earlier one of the question, and lets go of those used longest ago.
func (c *answerCache) put(a *keptAnswer) {
	if c == nil || a.version == "" || len(a.body) > maxKeptAnswer || a.key.size() > maxKeptKey {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.kept[a.key]; e != nil {
		c.drop(e)
	}
	c.kept[a.key] = c.order.PushFront(a)
	c.bytes += a.size()
	for c.bytes > c.limit {
		c.drop(c.order.Back())
	}
}

func (c *answerCache) drop(e *list.Element) {
	a := c.order.Remove(e).(*keptAnswer)
	delete(c.kept, a.key)
	c.bytes -= a.size()
}

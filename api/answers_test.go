package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func keep(path, version string, body int) *keptAnswer {
	return &keptAnswer{key: answerKey{path: path}, version: version, header: http.Header{}, body: make([]byte, body)}
}

// TestAnswersAreBounded: in bytes, by letting go of what was used longest ago; what is too large, or of no version, is not kept at all.
func TestAnswersAreBounded(t *testing.T) {
	const limit = 100_000
	c := newAnswerCache(limit)
	for i := range 100 {
		c.put(keep(fmt.Sprint(i), "v", 10_000))
		c.get(answerKey{path: "0"})
		if c.bytes > limit || len(c.kept) != c.order.Len() {
			t.Fatalf("%d bytes in %d answers, %d in order", c.bytes, len(c.kept), c.order.Len())
		}
	}
	if c.get(answerKey{path: "0"}) == nil || c.get(answerKey{path: "99"}) == nil || c.get(answerKey{path: "50"}) != nil {
		t.Error("not the last used are kept")
	}
	for name, a := range map[string]*keptAnswer{"body": keep("body", "v", maxKeptAnswer+1), "key": keep(strings.Repeat("k", maxKeptKey+1), "v", 1), "version": keep("version", "", 1)} {
		if c.put(a); c.get(a.key) != nil {
			t.Errorf("kept in spite of its %s", name)
		}
	}
	c.put(keep("0", "w", 5))
	if got := c.get(answerKey{path: "0"}); got.version != "w" {
		t.Errorf("after a second answer to one question version %s is kept", got.version)
	}
	for e := c.order.Front(); e != nil; e = c.order.Front() {
		c.drop(e)
	}
	if c.bytes != 0 || len(c.kept) != 0 {
		t.Errorf("%d bytes in %d answers when all are gone", c.bytes, len(c.kept))
	}
	var none *answerCache
	if none.put(keep("0", "v", 1)); none.get(answerKey{path: "0"}) != nil || newAnswerCache(-1) != nil {
		t.Error("a cache of nothing keeps something")
	}
}

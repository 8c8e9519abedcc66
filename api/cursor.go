package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"enishi/graph"
)

// cursors makes and reads the opaque places in lists. A cursor holds where the last page ended and a MAC over that and the question, so it cannot be
// made up, changed, or used with another question.
type cursors struct{ key []byte }

const macBytes = 16

// seal makes the cursor that continues question after the place.
func (c cursors) seal(question, place string) string {
	return base64.RawURLEncoding.EncodeToString(append(c.mac(question, place), place...))
}

// open returns the place of a cursor that seal made for the same question; "" for no cursor.
func (c cursors) open(question, cursor string) (place string, err error) {
	if cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < macBytes {
		return "", graph.Invalidf("cursor", "this is no cursor; take it from links.next of the page before, or leave it out for the first page")
	}
	place = string(raw[macBytes:])
	if !hmac.Equal(raw[:macBytes], c.mac(question, place)) {
		return "", graph.Invalidf("cursor", "the cursor belongs to another question or was changed; leave it out for the first page")
	}
	return place, nil
}

func (c cursors) mac(question, place string) []byte {
	h := hmac.New(sha256.New, c.key)
	h.Write([]byte(question))
	h.Write([]byte{0})
	h.Write([]byte(place))
	return h.Sum(nil)[:macBytes]
}

// joinPlace and splitPlace put two parts in one place.
func joinPlace(a, b string) string { return a + "\x00" + b }

func splitPlace(place string) (a, b string) {
	a, b, _ = strings.Cut(place, "\x00")
	return a, b
}

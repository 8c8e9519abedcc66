package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"enishi/graph"
)

// A cursor is an opaque place in a list: a digest over the question and where the last page ended, then that place. So one that was changed, or is used with another
// question, is refused. It is no secret and grants nothing, so the digest has no key: a cursor holds after a restart and on every process that shares the store.

const digestBytes = 16

// sealCursor makes the cursor that continues question after the place.
func sealCursor(question, place string) string {
	return base64.RawURLEncoding.EncodeToString(append(cursorDigest(question, place), place...))
}

// openCursor returns the place of a cursor that sealCursor made for the same question; "" for no cursor.
func openCursor(question, cursor string) (place string, err error) {
	if cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < digestBytes {
		return "", graph.Invalidf("cursor", "this is no cursor; take it from links.next of the page before, or leave it out for the first page")
	}
	place = string(raw[digestBytes:])
	if !bytes.Equal(raw[:digestBytes], cursorDigest(question, place)) {
		return "", graph.Invalidf("cursor", "the cursor belongs to another question or was changed; leave it out for the first page")
	}
	return place, nil
}

func cursorDigest(question, place string) []byte {
	sum := sha256.Sum256([]byte("cursor 1\x00" + question + "\x00" + place))
	return sum[:digestBytes]
}

// joinPlace and splitPlace put two parts in one place.
func joinPlace(a, b string) string { return a + "\x00" + b }

func splitPlace(place string) (a, b string) {
	a, b, _ = strings.Cut(place, "\x00")
	return a, b
}

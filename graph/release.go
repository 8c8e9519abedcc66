package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// RecordKind is the kind of a stored record.
type RecordKind string

// The record kinds.
const (
	NodeRecord   RecordKind = "node"
	EdgeRecord   RecordKind = "edge"
	SourceRecord RecordKind = "source"
	ClaimRecord  RecordKind = "claim"
)

// RecordKinds lists the record kinds in their order.
var RecordKinds = []RecordKind{NodeRecord, EdgeRecord, SourceRecord, ClaimRecord}

// Release is a change to the data: all of it or nothing. Records are upserts by id (whole records, no merge of fields). A record that equals the
// stored one changes nothing; a delete of an id that is not there changes nothing. No id may stand twice or be both put and deleted.
type Release struct {
	Parent  string // version that the release was made from; "" does not check. Another one in the store is ErrConflict.
	Note    string
	Replace bool // the release is the whole dataset: every other record goes
	Nodes   []Node
	Edges   []Edge
	Sources []Source
	Claims  []Claim

	DeleteNodes, DeleteEdges, DeleteSources, DeleteClaims []string
}

// Check normalises the records in place and reports what is wrong with the release by itself, up to 20 faults joined. Whether ends
// and citations exist is checked by the store against what will be there.
func (r *Release) Check() error {
	var errs []error
	add := func(id string, err error) {
		if err != nil && len(errs) < maxReleaseErrors {
			errs = append(errs, releaseError(id, err))
		}
	}
	if r.Replace && len(r.DeleteNodes)+len(r.DeleteEdges)+len(r.DeleteSources)+len(r.DeleteClaims) > 0 {
		add("", errors.New("a release that replaces everything has no deletes"))
	}
	errs = append(errs, checkAll(r.Nodes, func(n *Node) (string, error) { n.Normalize(); return n.ID, n.Check() })...)
	errs = append(errs, checkAll(r.Edges, func(e *Edge) (string, error) { e.Normalize(); return e.ID, e.Check() })...)
	errs = append(errs, checkAll(r.Sources, func(s *Source) (string, error) { return s.ID, s.Check() })...)
	errs = append(errs, checkAll(r.Claims, func(c *Claim) (string, error) { return c.ID, c.Check() })...)
	errs = errs[:min(len(errs), maxReleaseErrors)]
	add("", checkText("note", r.Note))
	add("", once(NodeRecord, r.Nodes, func(n *Node) string { return n.ID }, r.DeleteNodes))
	add("", once(EdgeRecord, r.Edges, func(e *Edge) string { return e.ID }, r.DeleteEdges))
	add("", once(SourceRecord, r.Sources, func(s *Source) string { return s.ID }, r.DeleteSources))
	add("", once(ClaimRecord, r.Claims, func(c *Claim) string { return c.ID }, r.DeleteClaims))
	return errors.Join(errs...)
}

// maxReleaseErrors is how many errors of a release are told.
const maxReleaseErrors = 20

func releaseError(id string, err error) error {
	return &Error{Op: "release", ID: id, Detail: err.Error(), Err: ErrInvalid}
}

// checkAll checks the records on all processors. Of the errors it returns the first ones, in the order of the records.
func checkAll[T any](records []T, check func(*T) (id string, err error)) []error {
	parts := make([][]error, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for p := range parts {
		part := records[len(records)*p/len(parts) : len(records)*(p+1)/len(parts)]
		group.Go(func() {
			for i := range part {
				if id, err := check(&part[i]); err != nil && len(parts[p]) < maxReleaseErrors {
					parts[p] = append(parts[p], releaseError(id, err))
				}
			}
		})
	}
	group.Wait()
	return slices.Concat(parts...)
}

func once[T any](kind RecordKind, records []T, id func(*T) string, deletes []string) error {
	seen := make(map[string]bool, len(records)+len(deletes))
	for i := range records {
		if seen[id(&records[i])] {
			return invalidf("id", "%s %s stands twice in the release", kind, Clip(id(&records[i])))
		}
		seen[id(&records[i])] = true
	}
	for _, d := range deletes {
		if seen[d] {
			return invalidf("id", "%s %s is deleted twice, or both put and deleted", kind, Clip(d))
		}
		seen[d] = true
	}
	return nil
}

// Encode is the canonical encoding of a record (*Node, *Edge, *Source or *Claim, normalised): its JSON. Equal records have equal encodings.
func Encode(record any) []byte {
	b, err := json.Marshal(record)
	if err != nil { // no record type holds what JSON cannot say, but for NaN, which Check refuses
		panic(err)
	}
	return b
}

// ContentHash is a hash of a set of records that does not depend on their order and is kept up to date by adding and removing single
// records: the sum modulo 2^256 of the SHA-256 of each record's kind and encoding (Bellare & Micciancio, AdHash, 1997). It tells versions apart; it is no defence against
// someone who crafts records to collide.
type ContentHash [4]uint64

// Add puts a record's encoding in.
func (h *ContentHash) Add(kind RecordKind, encoding []byte) {
	var carry uint64
	for i, w := range recordHash(kind, encoding) {
		h[i], carry = bits.Add64(h[i], w, carry)
	}
}

// Remove takes a record's encoding out.
func (h *ContentHash) Remove(kind RecordKind, encoding []byte) {
	var borrow uint64
	for i, w := range recordHash(kind, encoding) {
		h[i], borrow = bits.Sub64(h[i], w, borrow)
	}
}

func recordHash(kind RecordKind, encoding []byte) (words [4]uint64) {
	sum := sha256.New()
	sum.Write([]byte(kind))
	sum.Write([]byte{0})
	sum.Write(encoding)
	digest := sum.Sum(nil)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(digest[i*8:])
	}
	return words
}

// Bytes and ParseContentHash keep a hash in a store: 32 bytes.
func (h ContentHash) Bytes() []byte {
	b := make([]byte, 0, 32)
	for _, w := range h {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

// ParseContentHash reads what Bytes wrote.
func ParseContentHash(b []byte) (h ContentHash, err error) {
	if len(b) != 32 {
		return h, invalidf("hash", "a content hash has 32 bytes, not %d", len(b))
	}
	for i := range h {
		h[i] = binary.LittleEndian.Uint64(b[i*8:])
	}
	return h, nil
}

// Version is the dataset's version: the first 16 hex digits of the SHA-256 of the hash's bytes.
func (h ContentHash) Version() string {
	d := sha256.Sum256(h.Bytes())
	return hex.EncodeToString(d[:8])
}

// EmptyVersion is the version of a dataset without records.
var EmptyVersion = ContentHash{}.Version()

package network

import (
	"encoding/binary"
	"errors"
	"math"
	"sort"
	"strings"
)

// idList holds strings in ascending order, each reached at once.
type idList struct {
	blob string
	off  []uint32 // one more than there are strings
}

func makeIDList(ids []string) (idList, error) {
	l := idList{off: make([]uint32, 1, len(ids)+1)}
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(id)
		if b.Len() > math.MaxUint32 {
			return l, errTooLong
		}
		l.off = append(l.off, uint32(b.Len()))
	}
	l.blob = b.String()
	return l, nil
}

func (l *idList) len() int { return len(l.off) - 1 }

func (l *idList) at(i uint32) string { return l.blob[l.off[i]:l.off[i+1]] }

// search returns where id stands or would stand.
func (l *idList) search(id string) (pos uint32, found bool) {
	n := l.len()
	i := sort.Search(n, func(i int) bool { return l.at(uint32(i)) >= id })
	return uint32(i), i < n && l.at(uint32(i)) == id
}

var errTooLong = errors.New("the ids take more than 4 GiB")

// block is the number of strings that share one full head in a codedList.
const block = 16

// codedList holds strings front-coded: the first of each block in full, each other as the length it shares with the one before, the length
// of the rest and the rest. A lookup decodes at most one block.
type codedList struct {
	n     int
	heads []uint32 // where each block starts in data
	data  []byte
}

func (l *codedList) add(prev, id string) error {
	shared := 0
	if l.n%block == 0 {
		if len(l.data) > math.MaxUint32 {
			return errTooLong
		}
		l.heads = append(l.heads, uint32(len(l.data)))
	} else {
		for shared < len(prev) && shared < len(id) && prev[shared] == id[shared] {
			shared++
		}
	}
	l.data = binary.AppendUvarint(l.data, uint64(shared))
	l.data = binary.AppendUvarint(l.data, uint64(len(id)-shared))
	l.data = append(l.data, id[shared:]...)
	l.n++
	return nil
}

// next decodes the entry at position at over the buffer that holds the entry before it.
func (l *codedList) next(buf []byte, at int) ([]byte, int) {
	shared, k := binary.Uvarint(l.data[at:])
	at += k
	rest, k := binary.Uvarint(l.data[at:])
	at += k
	return append(buf[:shared], l.data[at:at+int(rest)]...), at + int(rest)
}

func (l *codedList) at(i uint32) string {
	var room [256]byte
	buf, at := room[:0], int(l.heads[i/block])
	for k := uint32(0); k <= i%block; k++ {
		buf, at = l.next(buf, at)
	}
	return string(buf)
}

// search returns where id stands or would stand among the strings lo to hi-1, which are in ascending order.
func (l *codedList) search(lo, hi uint32, id string) (pos uint32, found bool) {
	first := (lo + block - 1) / block // first whole block that starts in the part
	last := (hi + block - 1) / block
	from := lo
	if first < last {
		k := sort.Search(int(last-first), func(k int) bool { return l.at((first+uint32(k))*block) > id })
		if k > 0 {
			from = (first + uint32(k) - 1) * block
		}
		hi = min(hi, (first+uint32(k))*block)
	}
	if from >= hi {
		return hi, false
	}
	var room [256]byte
	buf, at := room[:0], int(l.heads[from/block])
	for i := from / block * block; i < hi; i++ {
		if buf, at = l.next(buf, at); i >= from && string(buf) >= id {
			return i, string(buf) == id
		}
	}
	return hi, false
}

// check walks all entries and reports whether they lie in bounds and blocks start where heads say.
func (l *codedList) check() bool {
	at, length := 0, uint64(0)
	for i := range l.n {
		if i%block == 0 {
			if i/block >= len(l.heads) || int(l.heads[i/block]) != at {
				return false
			}
			length = 0
		}
		shared, k := binary.Uvarint(l.data[at:])
		if k <= 0 || shared > length {
			return false
		}
		at += k
		rest, k := binary.Uvarint(l.data[at:])
		if k <= 0 || rest > uint64(len(l.data)-at-k) {
			return false
		}
		at += k + int(rest)
		length = shared + rest
	}
	return at == len(l.data) && len(l.heads) == (l.n+block-1)/block
}

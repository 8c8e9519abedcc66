package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"
)

// rules is the version of the folds and keys. An index read back was made by
// them, so it is raised whenever Keys changes for any subject; a test keeps it.
const rules = 1

const binaryMagic = "enishi names index\n"

// spaces in the order they are written.
var spaces = []Space{Plain, Romaji, Code}

// AppendBinary appends the index to b, for UnmarshalBinary: reading it back
// takes about a seventh of the time of building it. The error is always nil.
func (x *Index) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = append(b, binaryMagic...)
	b = binary.AppendUvarint(b, rules)
	b = binary.AppendUvarint(b, uint64(x.size))
	texts := make([]string, 0, 2*len(x.names))
	for _, n := range x.names {
		texts = append(texts, n.name, string(n.lang))
	}
	b = appendTexts(b, texts)
	for _, space := range spaces {
		for _, d := range []*dictionary{x.whole[space], x.word[space], x.first[space]} {
			b = d.appendBinary(b)
		}
	}
	return binary.BigEndian.AppendUint32(b, checksum(b[start:])), nil
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

func appendTexts(b []byte, texts []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(texts)))
	total := 0
	for _, text := range texts {
		b = binary.AppendUvarint(b, uint64(len(text)))
		total += len(text)
	}
	b = binary.AppendUvarint(b, uint64(total))
	for _, text := range texts {
		b = append(b, text...)
	}
	return b
}

func (d *dictionary) appendBinary(b []byte) []byte {
	b = appendTexts(b, d.texts)
	for i := range d.texts {
		b = binary.AppendUvarint(b, uint64(d.starts[i+1]-d.starts[i]))
	}
	for _, p := range d.postings {
		for _, v := range []uint64{uint64(p.ord), uint64(p.name), uint64(p.seq), uint64(p.class), uint64(p.lead)} {
			b = binary.AppendUvarint(b, v)
		}
	}
	return b
}

// ErrOtherRules says that an index was written by a version of this package
// with other folds or keys, and has to be built anew.
var ErrOtherRules = errors.New("names: index made by other rules")

// UnmarshalBinary replaces x, which nobody may be using, by the index that
// AppendBinary wrote. The error is ErrOtherRules for one of another version of
// this package; other data that is not an index is refused with what is wrong
// in it, and x is then not changed. It keeps no reference to data.
func (x *Index) UnmarshalBinary(data []byte) error {
	end := len(data) - crc32.Size
	if end < 0 || !bytes.HasPrefix(data, []byte(binaryMagic)) {
		return errors.New("names: not an index")
	}
	if checksum(data[:end]) != binary.BigEndian.Uint32(data[end:]) {
		return errors.New("names: damaged index: its checksum is another")
	}
	r := &binaryReader{rest: string(data[len(binaryMagic):end])}
	if r.number() != rules {
		return ErrOtherRules
	}
	read := Index{size: r.count()}
	texts := r.texts()
	for i := 0; i+1 < len(texts); i += 2 {
		read.names = append(read.names, named{texts[i], Lang(texts[i+1])})
	}
	read.whole, read.word, read.first = map[Space]*dictionary{}, map[Space]*dictionary{}, map[Space]*dictionary{}
	for _, space := range spaces {
		for _, part := range []map[Space]*dictionary{read.whole, read.word, read.first} {
			part[space] = r.dictionary(read.size, len(read.names))
		}
	}
	if r.err == nil && r.rest != "" {
		r.fail("more bytes than an index has")
	}
	if r.err != nil {
		return r.err
	}
	var preparing sync.WaitGroup
	for _, part := range []map[Space]*dictionary{read.whole, read.first} {
		for _, d := range part {
			preparing.Go(d.prepareFuzzy)
		}
	}
	preparing.Wait()
	x.size, x.names, x.whole, x.word, x.first = read.size, read.names, read.whole, read.word, read.first
	x.prepareScratch()
	return nil
}

// binaryReader reads numbers and texts until the first error.
type binaryReader struct {
	rest string
	err  error
}

func (r *binaryReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("names: damaged index: "+format, args...)
	}
	r.rest = ""
}

func (r *binaryReader) number() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		if len(r.rest) == 0 {
			break
		}
		b := r.rest[0]
		r.rest = r.rest[1:]
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	r.fail("a number is cut off or too long")
	return 0
}

// below reads a number that must be less than limit.
func (r *binaryReader) below(limit int) uint64 {
	v := r.number()
	if v >= uint64(limit) {
		r.fail("%d where less than %d is possible", v, limit)
		return 0
	}
	return v
}

// maxCount bounds what one index holds.
const maxCount = 1 << 30

func (r *binaryReader) count() int { return int(r.below(maxCount)) }

// listLen reads the length of a list each of whose elements takes a byte or
// more, so that damaged data cannot ask for more memory than it has bytes.
func (r *binaryReader) listLen() int { return int(r.below(len(r.rest) + 1)) }

func (r *binaryReader) texts() []string {
	lengths := make([]int, r.listLen())
	for i := range lengths {
		lengths[i] = r.count()
	}
	total := r.count()
	all := r.rest
	if total > len(all) {
		r.fail("texts are cut off")
		return nil
	}
	all, r.rest = all[:total], all[total:]
	texts := make([]string, len(lengths))
	for i, n := range lengths {
		if n > len(all) {
			r.fail("a text is cut off")
			return nil
		}
		texts[i], all = all[:n], all[n:]
	}
	if all != "" {
		r.fail("texts are longer than said")
	}
	return texts
}

func (r *binaryReader) dictionary(subjects, names int) *dictionary {
	d := &dictionary{texts: r.texts()}
	for i := 1; i < len(d.texts); i++ {
		if d.texts[i-1] >= d.texts[i] {
			r.fail("texts are out of order")
		}
	}
	d.starts = make([]uint32, 1, len(d.texts)+1)
	total := 0
	for range d.texts {
		total += r.count()
		if total > maxCount {
			r.fail("too many keys")
			total = 0
		}
		d.starts = append(d.starts, uint32(total))
	}
	if total > len(r.rest) {
		r.fail("keys are cut off")
		return d
	}
	d.postings = make([]posting, total)
	for i := range d.postings {
		d.postings[i] = posting{
			ord: uint32(r.below(subjects)), name: uint32(r.below(names)), seq: uint16(r.below(maxSeq + 1)),
			class: Class(r.below(int(CodeKey) + 1)), lead: uint16(r.below(1 << 16)),
		}
	}
	return d
}

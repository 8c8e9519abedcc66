package network

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"

	"enishi/graph"
)

// The encoding: magic, format version, the stored columns and tables in the order of Network's fields, CRC-32C of all before. Integers of columns are little-endian,
// lengths uvarints. Adjacency is not stored: it follows from the ends, and laying it out costs less than reading twice as much.
const (
	magic         = "enishi network\n"
	formatVersion = 1
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// MarshalBinary encodes the network.
func (n *Network) MarshalBinary() ([]byte, error) { return n.AppendBinary(nil) }

// AppendBinary appends the encoding of the network.
func (n *Network) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	b = slices.Grow(b, n.encodedSize())
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, formatVersion)
	b = appendText(b, n.nodeIDs.blob)
	b = appendColumn(b, n.nodeIDs.off)
	for _, l := range []*codedList{&n.edgeIDs, &n.tieIDs} {
		b = binary.AppendUvarint(b, uint64(l.n))
		b = appendColumn(b, l.heads)
		b = appendText(b, string(l.data))
	}
	for _, column := range [][]uint32{n.nodeClass, n.nodeRange, n.nodeArea} {
		b = appendColumn(b, column)
	}
	b = binary.AppendUvarint(b, uint64(len(n.ends)))
	for _, e := range n.ends {
		b = binary.LittleEndian.AppendUint32(b, e.source)
		b = binary.LittleEndian.AppendUint32(b, e.target)
	}
	b = appendShorts(b, n.edgeClass)
	b = appendColumn(b, n.edgeRange)
	b = appendColumn(b, n.tie)
	b = appendShorts(b, n.signed)
	b = n.appendTables(b)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli)), nil
}

func (n *Network) encodedSize() int {
	return 1024 + len(n.nodeIDs.blob) + len(n.edgeIDs.data) + len(n.tieIDs.data) + 4*(4*n.NumNodes()+len(n.edgeIDs.heads)+len(n.tieIDs.heads)) +
		20*n.NumEdges() + 32*(len(n.nodeClasses)+len(n.edgeClasses)+len(n.ranges)+len(n.areas)+len(n.words))
}

func (n *Network) appendTables(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(n.nodeClasses)))
	for _, a := range n.nodeClasses {
		b = append(b, a.kind, a.sector, a.rank, flags(a.single, a.scoped, a.state, a.place))
		b = binary.AppendUvarint(b, uint64(a.themes))
		b = binary.AppendUvarint(b, uint64(a.typ))
		b = binary.AppendUvarint(b, uint64(a.region))
	}
	b = binary.AppendUvarint(b, uint64(len(n.edgeClasses)))
	for _, a := range n.edgeClasses {
		b = append(b, a.kind, a.tieKind, a.status, a.role, a.rank, flags(a.single, a.closed))
	}
	b = binary.AppendUvarint(b, uint64(len(n.ranges)))
	for _, s := range n.ranges {
		for _, d := range []graph.Date{s.valid.From, s.valid.To} {
			b = binary.LittleEndian.AppendUint16(b, uint16(d.Year))
			b = append(b, d.Month, d.Day)
		}
		b = append(b, flags(s.ended))
	}
	for _, list := range [][]string{n.areas, n.words} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = appendText(b, s)
		}
	}
	return b
}

func flags(bits ...bool) (f byte) {
	for k, bit := range bits {
		if bit {
			f |= 1 << k
		}
	}
	return f
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendColumn(b []byte, column []uint32) []byte {
	b = binary.AppendUvarint(b, uint64(len(column)))
	for _, v := range column {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func appendShorts[T uint16 | int16](b []byte, column []T) []byte {
	b = binary.AppendUvarint(b, uint64(len(column)))
	for _, v := range column {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// UnmarshalBinary reads what AppendBinary wrote and keeps nothing of data. Anything else, a damaged or a newer encoding, is an error that wraps
// graph.ErrForeign; n is then left as it was.
func (n *Network) UnmarshalBinary(data []byte) error {
	refuse := func(why string) error {
		return &graph.Error{Op: "network", Detail: "not a network that can be read: " + why, Err: graph.ErrForeign}
	}
	if len(data) < len(magic)+8 || string(data[:len(magic)]) != magic {
		return refuse("it does not start like one")
	}
	body, sum := data[:len(data)-4], binary.LittleEndian.Uint32(data[len(data)-4:])
	if v := binary.LittleEndian.Uint32(data[len(magic):]); v != formatVersion {
		return refuse(fmt.Sprintf("it has format %d, this program reads %d", v, formatVersion))
	}
	if crc32.Checksum(body, castagnoli) != sum {
		return refuse("its checksum does not match, so it is damaged")
	}
	d := decoder{b: body[len(magic)+4:]}
	m := d.network()
	if d.err == nil && len(d.b) > 0 {
		d.err = errors.New("it goes on after its end")
	}
	if d.err == nil {
		d.err = m.check()
	}
	if d.err != nil {
		return refuse(d.err.Error())
	}
	m.derive()
	*n = *m
	return nil
}

// decoder reads from b; after the first error it returns zeros.
type decoder struct {
	b   []byte
	err error
}

var errShort = errors.New("it ends too early")

func (d *decoder) take(size int) []byte {
	if d.err != nil || size < 0 || size > len(d.b) {
		if d.err == nil {
			d.err = errShort
		}
		return nil
	}
	b := d.b[:size]
	d.b = d.b[size:]
	return b
}

func (d *decoder) uvarint() uint64 {
	v, k := binary.Uvarint(d.b)
	if k <= 0 {
		if d.err == nil {
			d.err = errShort
		}
		return 0
	}
	d.b = d.b[k:]
	return v
}

// count reads the length of a list whose items take at least size bytes each.
func (d *decoder) count(size int) int {
	v := d.uvarint()
	if v > uint64(len(d.b)/size) {
		if d.err == nil {
			d.err = errShort
		}
		return 0
	}
	return int(v)
}

func (d *decoder) text() string { return string(d.take(d.count(1))) }

func (d *decoder) column() []uint32 {
	out := make([]uint32, d.count(4))
	b := d.take(4 * len(out))
	for i := range out {
		if len(b) < 4 {
			break
		}
		out[i] = binary.LittleEndian.Uint32(b)
		b = b[4:]
	}
	return out
}

func shorts[T uint16 | int16](d *decoder) []T {
	out := make([]T, d.count(2))
	b := d.take(2 * len(out))
	for i := range out {
		if len(b) < 2 {
			break
		}
		out[i] = T(binary.LittleEndian.Uint16(b))
		b = b[2:]
	}
	return out
}

func (d *decoder) ends() []ends {
	out := make([]ends, d.count(8))
	b := d.take(8 * len(out))
	for i := range out {
		if len(b) < 8 {
			break
		}
		out[i] = ends{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])}
		b = b[8:]
	}
	return out
}

func (d *decoder) network() *Network {
	n := new(Network)
	n.nodeIDs.blob = d.text()
	n.nodeIDs.off = d.column()
	for _, l := range []*codedList{&n.edgeIDs, &n.tieIDs} {
		l.n = int(min(d.uvarint(), math.MaxInt32))
		l.heads = d.column()
		l.data = []byte(d.text())
	}
	n.nodeClass, n.nodeRange, n.nodeArea = d.column(), d.column(), d.column()
	n.ends, n.edgeClass, n.edgeRange = d.ends(), shorts[uint16](d), d.column()
	n.tie, n.signed = d.column(), shorts[int16](d)
	d.tables(n)
	return n
}

func (d *decoder) tables(n *Network) {
	n.nodeClasses = make([]nodeAttrs, d.count(7))
	for i := range n.nodeClasses {
		if b := d.take(4); b != nil {
			n.nodeClasses[i] = nodeAttrs{kind: b[0], sector: b[1], rank: b[2], single: b[3]&1 > 0, scoped: b[3]&2 > 0, state: b[3]&4 > 0, place: b[3]&8 > 0,
				themes: uint32(d.uvarint()), typ: uint32(d.uvarint()), region: uint32(d.uvarint())}
		}
	}
	n.edgeClasses = make([]edgeAttrs, d.count(6))
	for i := range n.edgeClasses {
		if b := d.take(6); b != nil {
			n.edgeClasses[i] = edgeAttrs{kind: b[0], tieKind: b[1], status: b[2], role: b[3], rank: b[4], single: b[5]&1 > 0, closed: b[5]&2 > 0}
		}
	}
	n.ranges = make([]span, d.count(9))
	for i := range n.ranges {
		if b := d.take(9); b != nil {
			s := span{valid: graph.Range{From: date(b), To: date(b[4:])}, ended: b[8] > 0}
			s.bounds = s.valid.Bounds(s.ended)
			n.ranges[i] = s
		}
	}
	for _, list := range []*[]string{&n.areas, &n.words} {
		*list = make([]string, d.count(1))
		for i := range *list {
			(*list)[i] = d.text()
		}
	}
}

func date(b []byte) graph.Date {
	return graph.Date{Year: int16(binary.LittleEndian.Uint16(b)), Month: b[2], Day: b[3]}
}

// check reports what would make a network answer out of bounds. The checksum speaks against damage, not against a faulty writer.
func (n *Network) check() error {
	nodes, edges := len(n.nodeIDs.off)-1, len(n.ends)
	switch {
	case nodes < 0 || nodes >= maxNodes || edges >= maxEdges || len(n.nodeClass) != nodes || len(n.nodeRange) != nodes || len(n.nodeArea) != nodes ||
		n.edgeIDs.n != edges || len(n.edgeClass) != edges || len(n.edgeRange) != edges || len(n.signed) != len(n.tie):
		return errors.New("its columns differ in length")
	case !slices.IsSorted(n.nodeIDs.off) || n.nodeIDs.off[0] != 0 || int(n.nodeIDs.off[nodes]) != len(n.nodeIDs.blob) || !n.edgeIDs.check() || !n.tieIDs.check():
		return errors.New("its ids are out of bounds")
	case !below(n.nodeClass, len(n.nodeClasses)) || !below(n.nodeRange, len(n.ranges)) || !below(n.nodeArea, len(n.areas)) ||
		!below(n.edgeClass, len(n.edgeClasses)) || !below(n.edgeRange, len(n.ranges)) || !below(n.tie, n.tieIDs.n):
		return errors.New("its attributes are out of bounds")
	}
	return errors.Join(n.checkEnds(), n.checkClasses())
}

func (n *Network) checkEnds() error {
	nodes, sisters := uint32(n.NumNodes()), 0
	for k, e := range n.ends {
		if e.source >= nodes || e.target >= nodes || e.source == e.target {
			return errors.New("an edge has no two ends")
		}
		kind := n.edgeClasses[n.edgeClass[k]].kind
		if k > 0 && kind < n.edgeClasses[n.edgeClass[k-1]].kind {
			return errors.New("its edges are out of order")
		}
		if kind == 0 {
			sisters++
		}
	}
	if sisters != len(n.tie) {
		return errors.New("its columns differ in length")
	}
	return nil
}

func (n *Network) checkClasses() error {
	for _, a := range n.nodeClasses {
		if a.kind == 0 || int(a.kind) > len(graph.NodeKinds) || int(a.sector) > len(graph.Sectors) || int(a.typ) >= len(n.words) || int(a.region) >= len(n.words) {
			return errors.New("a class of nodes is out of bounds")
		}
	}
	for _, a := range n.edgeClasses {
		if a.kind >= numEdgeKinds || int(a.tieKind) > len(graph.TieKinds) || int(a.status) > len(graph.Statuses) || int(a.role) > len(roles) {
			return errors.New("a class of edges is out of bounds")
		}
	}
	return nil
}

func below[T uint16 | uint32](column []T, n int) bool {
	for _, v := range column {
		if int(v) >= n {
			return false
		}
	}
	return true
}

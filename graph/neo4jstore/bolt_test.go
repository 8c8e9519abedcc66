package neo4jstore_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"enishi/graph/neo4jstore/neo4jtest"
)

// Bolt requests, by the tag of their message (Bolt 5 message specification).
const (
	boltRun    = 0x10
	boltPull   = 0x3f
	boltCommit = 0x12
	boltRoute  = 0x66
)

// verdict is what becomes of a request.
type verdict struct {
	cut   bool   // the connection ends before the server gets it
	mute  bool   // the server gets it, its answer is lost with the connection
	reply []byte // the message with which the proxy answers in the server's place
}

// boltProxy stands between a driver and a real server and understands the requests of Bolt: it tells them, loses them or their answers, and can answer ROUTE.
type boltProxy struct {
	listener net.Listener
	upstream string
	judge    func(tag byte, message []byte) verdict // may be nil

	mu         sync.Mutex
	statements []string // the text of each RUN
	conns      map[net.Conn]bool
}

func newBoltProxy(t testing.TB, judge func(tag byte, message []byte) verdict) *boltProxy {
	t.Helper()
	_, upstream, _ := strings.Cut(neo4jtest.Server(t).URI, "://")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &boltProxy{listener: l, upstream: upstream, judge: judge, conns: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	t.Cleanup(p.close)
	return p
}

func (p *boltProxy) address() string { return p.listener.Addr().String() }

// close ends the proxy and all its connections, as a server does that goes away.
func (p *boltProxy) close() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
	}
}

// sent returns the statements that were sent so far, and forgets them.
func (p *boltProxy) sent() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.statements
	p.statements = nil
	return list
}

func (p *boltProxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.upstream)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.conns[client] = true
	p.mu.Unlock()
	defer func() {
		client.Close()
		server.Close()
		p.mu.Lock()
		delete(p.conns, client)
		p.mu.Unlock()
	}()
	from, back := bufio.NewReader(client), bufio.NewReader(server)
	if shakeHands(client, server, from, back) != nil {
		return
	}
	muted := make(chan struct{})
	go answers(client, back, muted)
	for {
		raw, message, err := readMessage(from)
		if err != nil {
			return
		}
		v := p.see(message)
		switch {
		case v.cut:
			return
		case v.reply != nil:
			_, err = client.Write(v.reply)
		default:
			if v.mute {
				close(muted)
			}
			_, err = server.Write(raw)
		}
		if err != nil {
			return
		}
		if v.mute {
			_, _ = from.ReadByte() // until answers has closed the connection
			return
		}
	}
}

// answers passes on what the server says, until it is muted: what it says then is lost, and the connection with it.
func answers(client net.Conn, back *bufio.Reader, muted chan struct{}) {
	defer client.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := back.Read(buffer)
		select {
		case <-muted:
			return
		default:
		}
		if err != nil {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// shakeHands passes on the negotiation of the version: 20 bytes against 4, or the longer form of Bolt 5.7 in which the server lists what it knows.
func shakeHands(client, server io.Writer, from, back *bufio.Reader) error {
	if _, err := io.CopyN(server, from, 20); err != nil {
		return err
	}
	var chosen [4]byte
	if _, err := io.ReadFull(back, chosen[:]); err != nil {
		return err
	}
	if _, err := client.Write(chosen[:]); err != nil {
		return err
	}
	if chosen != [4]byte{0, 0, 1, 0xff} {
		return nil
	}
	n, err := binary.ReadUvarint(back)
	if err != nil {
		return err
	}
	offers := make([]byte, 4*n)
	if _, err := io.ReadFull(back, offers); err != nil {
		return err
	}
	capabilities, err := binary.ReadUvarint(back)
	if err != nil {
		return err
	}
	list := binary.AppendUvarint(append(binary.AppendUvarint(nil, n), offers...), capabilities)
	if _, err := client.Write(list); err != nil {
		return err
	}
	_, err = io.CopyN(server, from, 5) // the version and no capabilities
	return err
}

// readMessage reads one message: chunks of two bytes of length and as many of data, ended by a chunk of none.
func readMessage(r *bufio.Reader) (raw, message []byte, err error) {
	for {
		var size [2]byte
		if _, err := io.ReadFull(r, size[:]); err != nil {
			return nil, nil, err
		}
		raw = append(raw, size[:]...)
		n := int(binary.BigEndian.Uint16(size[:]))
		if n == 0 {
			return raw, message, nil
		}
		data := make([]byte, n)
		if _, err := io.ReadFull(r, data); err != nil {
			return nil, nil, err
		}
		raw, message = append(raw, data...), append(message, data...)
	}
}

func (p *boltProxy) see(message []byte) verdict {
	if len(message) < 2 { // a keep-alive
		return verdict{}
	}
	if message[1] == boltRun {
		if text, err := unpackString(message[2:]); err == nil {
			p.mu.Lock()
			p.statements = append(p.statements, text)
			p.mu.Unlock()
		}
	}
	if p.judge == nil {
		return verdict{}
	}
	return p.judge(message[1], message)
}

func unpackString(b []byte) (string, error) {
	n, at := 0, 0
	switch {
	case b[0] >= 0x80 && b[0] <= 0x8f:
		n, at = int(b[0]&0x0f), 1
	case b[0] == 0xd0:
		n, at = int(b[1]), 2
	case b[0] == 0xd1:
		n, at = int(binary.BigEndian.Uint16(b[1:])), 3
	case b[0] == 0xd2:
		n, at = int(binary.BigEndian.Uint32(b[1:])), 5
	default:
		return "", errors.New("no string")
	}
	return string(b[at : at+n]), nil
}

func packString(s string) []byte {
	if len(s) < 16 {
		return append([]byte{0x80 | byte(len(s))}, s...)
	}
	return append([]byte{0xd0, byte(len(s))}, s...)
}

// routes is the answer to ROUTE, one address for each role, valid for as many seconds as ttl.
func routes(database string, ttl int, writer, reader, router string) []byte {
	message := []byte{0xb1, 0x70, 0xa1} // SUCCESS with a map of one
	message = append(append(message, packString("rt")...), 0xa3)
	message = append(append(message, packString("ttl")...), 0xc9, byte(ttl>>8), byte(ttl))
	message = append(append(message, packString("db")...), packString(database)...)
	message = append(append(message, packString("servers")...), 0x93)
	for _, s := range [][2]string{{"WRITE", writer}, {"READ", reader}, {"ROUTE", router}} {
		message = append(append(message, 0xa2), packString("role")...)
		message = append(append(message, packString(s[0])...), packString("addresses")...)
		message = append(append(message, 0x91), packString(s[1])...)
	}
	return chunk(message)
}

// fieldNames is the answer to RUN, and oneRow that to PULL.
func fieldNames(names ...string) []byte {
	message := append([]byte{0xb1, 0x70, 0xa1}, packString("fields")...) // SUCCESS with a map of one
	return chunk(append(message, packStrings(names)...))
}

func oneRow(values ...string) []byte {
	record := append([]byte{0xb1, 0x71}, packStrings(values)...)
	return append(chunk(record), chunk([]byte{0xb1, 0x70, 0xa0})...)
}

func packStrings(list []string) []byte {
	b := []byte{0x90 | byte(len(list))}
	for _, s := range list {
		b = append(b, packString(s)...)
	}
	return b
}

// chunk makes a message one chunk and its end.
func chunk(message []byte) []byte {
	raw := binary.BigEndian.AppendUint16(nil, uint16(len(message)))
	return append(append(raw, message...), 0, 0)
}

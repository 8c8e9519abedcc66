package api_test

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"enishi/api"
	"enishi/graph"
)

// narrow is a listener whose connections buffer little, so that an answer of some size is sent only as fast as the client reads.
type narrow struct{ net.Listener }

func (l narrow) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return c, c.(*net.TCPConn).SetWriteBuffer(4 << 10)
}

// narrowServer serves the API over narrow connections.
func narrowServer(t *testing.T, cfg api.Config) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(api.New(cfg))
	s.Listener.Close()
	s.Listener = narrow{l}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// stall sends a request and reads the first byte of the answer: the server is sending it then, and cannot go on.
func stall(t *testing.T, server *httptest.Server, request string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return c
}

// wide is a store whose whole network is an answer of some MiB, and a question in a form whose answer is larger than the buffers of a narrow connection.
func wide(t *testing.T) (graph.Store, string) {
	t.Helper()
	s := small(t)
	var r graph.Release
	for i := range 500 {
		id := fmt.Sprintf("us-wide-%04d", i)
		r.Nodes = append(r.Nodes, graph.Node{ID: id, Kind: graph.Partner, Names: graph.Names{En: "Wide " + id}, Note: strings.Repeat("note ", 800)})
	}
	apply(t, s, &r)
	var queries []string
	for i := range 10 {
		queries = append(queries, fmt.Sprintf(`"q%d":{"query":"Wide","limit":50}`, i))
	}
	body := form("queries", "{"+strings.Join(queries, ",")+"}")
	return s, "POST " + reconcile + " HTTP/1.1\r\nHost: enishi.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + fmt.Sprint(len(body)) + "\r\n\r\n" + body
}

const wholeNodes = "GET /api/v1/nodes?limit=500 HTTP/1.1\r\nHost: enishi.example\r\n\r\n"

// TestClientsThatDoNotRead: clients that ask and do not read hold up nobody: as many as are answered at once, of either method, and a healthy one is served.
func TestClientsThatDoNotRead(t *testing.T) {
	s, batch := wide(t)
	server := narrowServer(t, api.Config{Store: s, MaxInFlight: 2, QueryTimeout: 10 * time.Second})
	for name, request := range map[string]string{"GET": wholeNodes, "POST": batch} {
		stall(t, server, request)
		stall(t, server, request)
		a, err := server.Client().Get(server.URL + "/api/v1/nodes/jp-04")
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode != http.StatusOK {
			t.Errorf("%s: a healthy client gets %d", name, a.StatusCode)
		}
	}
}

// goneLines tells of each line of the log about a client that went away.
type goneLines chan string

func (g goneLines) Write(line []byte) (int, error) {
	if strings.Contains(string(line), `"status":499`) {
		g <- string(line)
	}
	return len(line), nil
}

// TestSendTimeout: a client that does not read is let go in its time, and a connection whose last answer was longer ago than that still serves.
func TestSendTimeout(t *testing.T) {
	s, batch := wide(t)
	gone := make(goneLines, 1)
	server := narrowServer(t, api.Config{Store: s, Log: slog.New(slog.NewJSONHandler(gone, nil)), SendTimeout: 100 * time.Millisecond})
	reused := false
	healthy := func() {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, server.URL+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		trace := &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { reused = i.Reused }}
		a, err := server.Client().Do(r.WithContext(httptrace.WithClientTrace(t.Context(), trace)))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		if _, err := io.Copy(io.Discard, a.Body); err != nil || a.StatusCode != http.StatusOK {
			t.Fatalf("%d, %v", a.StatusCode, err)
		}
	}
	healthy()
	c := stall(t, server, batch)
	<-gone // or the test never ends
	if rest, err := io.ReadAll(c); err == nil && strings.HasSuffix(string(rest), "}") {
		t.Errorf("the whole answer came, %d bytes", len(rest))
	}
	if healthy(); !reused {
		t.Error("the healthy client needed another connection")
	}
}

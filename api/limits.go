package api

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter bounds the requests of each client by a token bucket.
type limiter struct {
	rate   rate.Limit
	burst  int
	policy []string // the value of RateLimit-Policy
	now    func() time.Time

	mu      sync.Mutex
	clients map[netip.Prefix]*bucket
	swept   time.Time
}

type bucket struct {
	*rate.Limiter
	seen time.Time
}

// maxClients bounds the buckets kept. A flood from more addresses makes the limiter forget those that are full again first, then all.
const maxClients = 100_000

func newLimiter(perSecond float64, burst int, now func() time.Time) *limiter {
	window := int(math.Ceil(float64(burst) / perSecond))
	policy := []string{fmt.Sprintf(`"client";q=%d;w=%d`, burst, window)}
	return &limiter{rate: rate.Limit(perSecond), burst: burst, policy: policy, now: now, clients: map[netip.Prefix]*bucket{}}
}

// take takes a token of the client and sets the RateLimit headers; a wait above 0 is how long the client has to.
func (l *limiter) take(client string, h http.Header) (wait time.Duration) {
	now := l.now()
	b := l.bucket(clientPrefix(client), now)
	ok := b.AllowN(now, 1)
	left := max(0, b.TokensAt(now))
	untilFull := int64(math.Ceil((float64(l.burst) - left) / float64(l.rate)))
	h["Ratelimit-Policy"] = l.policy
	h["Ratelimit"] = []string{`"client";r=` + itoa(int64(left)) + ";t=" + itoa(untilFull)}
	if ok {
		return 0
	}
	return time.Duration(math.Ceil((1-left)/float64(l.rate)*1000)) * time.Millisecond
}

func (l *limiter) bucket(client netip.Prefix, now time.Time) *bucket {
	l.mu.Lock()
	defer l.mu.Unlock()
	full := time.Duration(float64(l.burst) / float64(l.rate) * float64(time.Second))
	if len(l.clients) >= maxClients || now.Sub(l.swept) > full {
		for k, b := range l.clients {
			if now.Sub(b.seen) > full {
				delete(l.clients, k)
			}
		}
		if len(l.clients) >= maxClients {
			clear(l.clients)
		}
		l.swept = now
	}
	b := l.clients[client]
	if b == nil {
		b = &bucket{Limiter: rate.NewLimiter(l.rate, l.burst)}
		l.clients[client] = b
	}
	b.seen = now
	return b
}

// clientPrefix is what counts as one client: an IPv4 address, or the /64 that an IPv6 host is usually given whole.
func clientPrefix(ip string) netip.Prefix {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Prefix{} // all unknown addresses are one client
	}
	a = a.Unmap().WithZone("")
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // bits fit the address
	return p
}

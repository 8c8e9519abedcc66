package api

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"runtime"
	"time"

	"enishi/graph"
)

// Config is what the API needs and how far it goes. Only Store is required; the zero value of every other field is its default.
type Config struct {
	// Store answers the questions.
	Store graph.Store
	// Page is the built page, index.html at its root and hashed files under assets. Nil: / is a short page of links.
	Page fs.FS
	// Log takes one line per request, and each error once. Nil: nothing is logged.
	Log *slog.Logger
	// Now is the clock, for logs, rate limits and anniversaries. Nil: time.Now.
	Now func() time.Time
	// Version of the program, shown by the document and health, and part of every ETag. Empty: "dev".
	Version string

	// QueryTimeout is how long a question may take, in a request of its own. 0: 10 s. Below 0: no deadline.
	QueryTimeout time.Duration
	// MaxInFlight is how many questions are computed at once; those above it are refused with 503 once they waited for a tenth of QueryTimeout (without a deadline: 1 s). 0: 32 per processor. Below 0: no bound.
	MaxInFlight int
	// SendTimeout is how long a client may take to receive an answer, with a second more for each 64 KiB of it; then the connection is closed. No place among the questions
	// computed is held meanwhile. 0: 30 s. Below 0: no deadline.
	SendTimeout time.Duration
	// Rate is how many requests a second one client may make in the long run, and Burst how many at once. 0: 50 and 500. Below 0 (Rate): no limit.
	// A client is an IPv4 address or the /64 of an IPv6 address.
	Rate  float64
	Burst int
	// KeepAnswers bounds, in bytes, the memory of answers kept ready to be sent again while the data stay as they are. 0: 32 MiB. Below 0: none is kept.
	KeepAnswers int64
	// TrustedProxies are the addresses or CIDR ranges of reverse proxies whose X-Forwarded-For is believed. Empty: none is.
	TrustedProxies []string

	// KeyCheck says whose write key the secret is (name empty: nobody's) and whether any key exists at all; while none does, writes are off. Nil: writes are off.
	KeyCheck func(secret string) (name string, exist bool, err error)
	// Import checks or applies an upload. Nil: uploads are off.
	Import ImportFunc
	// MaxUpload is the size of an upload in bytes. 0: 64 MiB. UploadTimeout is how long reading and applying it may take. 0: 5 min.
	MaxUpload     int64
	UploadTimeout time.Duration
}

// ImportFunc checks an upload (DryRun) or applies it. An upload whose tables are wrong is no error: the result says so.
type ImportFunc func(ctx context.Context, u Upload) (ImportResult, error)

// Check reports what is wrong with the configuration.
func (c Config) Check() error {
	var errs []error
	if c.Store == nil {
		errs = append(errs, errors.New("a store is required"))
	}
	_, err := parseProxies(c.TrustedProxies)
	return errors.Join(append(errs, err)...)
}

// parseProxies reads addresses and CIDR ranges.
func parseProxies(list []string) (all []netip.Prefix, err error) {
	var errs []error
	for _, text := range list {
		if p, err := netip.ParsePrefix(text); err == nil {
			all = append(all, p.Masked())
			continue
		}
		a, err := netip.ParseAddr(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("trusted proxy %q is neither an address nor a CIDR range such as 10.0.0.0/8", text))
			continue
		}
		a = a.Unmap().WithZone("")
		all = append(all, netip.PrefixFrom(a, a.BitLen()))
	}
	return all, errors.Join(errs...)
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Version == "" {
		c.Version = "dev"
	}
	orElse(&c.QueryTimeout, 10*time.Second)
	orElse(&c.SendTimeout, 30*time.Second)
	orElse(&c.MaxInFlight, 32*runtime.GOMAXPROCS(0))
	orElse(&c.Rate, 50)
	orElse(&c.Burst, 500)
	orElse(&c.KeepAnswers, 32<<20)
	orElse(&c.MaxUpload, 64<<20)
	orElse(&c.UploadTimeout, 5*time.Minute)
	return c
}

func orElse[T comparable](v *T, byDefault T) {
	var zero T
	if *v == zero {
		*v = byDefault
	}
}

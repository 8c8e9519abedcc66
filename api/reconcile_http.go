package api

import (
	"context"
	"errors"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"regexp"
	"slices"

	"github.com/gin-gonic/gin"
)

// formType is the media type of a form.
const formType = "application/x-www-form-urlencoded"

// maxForm bounds a form that holds a question, in bytes.
const maxForm = 1 << 20

type previewView struct {
	Lang, Title, What, ID string
	Facts                 []reType // name and value
}

// previewTemplate is a page without script or style: the client's frame decides how it looks.
var previewTemplate = template.Must(template.New("preview").Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
<p>{{.What}}</p>
<p>{{.ID}}</p>
<dl>
{{range .Facts}}<dt>{{.ID}}</dt><dd>{{.Name}}</dd>
{{end}}</dl>
</html>
`))

var previewOffer = &offer{"html", "text/html; charset=utf-8", "html", "a small page", func(w io.Writer, a *answer, _ *question) error {
	_, err := w.Write(a.body.(htmlAnswer).body)
	return err
}}

// framedPolicy lets pages of others show an answer in a frame; it still runs and loads nothing.
const framedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// serveForm answers a question whose parameters come in a form. It changes nothing, so it needs no key; an answer to POST is not kept by caches, so it has no ETag.
func (s *server) serveForm(rt *route) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.readForm(c, rt); err != nil {
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				err = problemLarge.problem("the form is over the limit of " + sizeText(maxForm))
			}
			s.fail(c, rt, err)
		}
	}
}

func (s *server) readForm(c *gin.Context, rt *route) error {
	if t, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || t != formType {
		return problemMedia.problem("Content-Type is " + formType)
	}
	var all []param
	for _, p := range rt.accepted {
		if p.name == langParam.name || p.name == "format" {
			all = append(all, p)
		}
	}
	inAddress, err := parseQuery(all, c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	ctx, cancel := s.deadline(c.Request.Context(), s.QueryTimeout)
	defer cancel()
	if deadline, ok := ctx.Deadline(); ok {
		if err := http.NewResponseController(c.Writer).SetReadDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxForm))
	if err != nil {
		return err
	}
	vals, err := parseForm(without(rt.accepted, langParam.name, "format"), string(body))
	if err != nil {
		return err
	}
	for name, v := range inAddress {
		vals[name] = v
	}
	q, err := s.checked(c, rt, vals)
	if err != nil {
		return err
	}
	setVary(c.Writer.Header(), rt)
	answer, err := s.compute(ctx, rt, q)
	if err != nil {
		return err
	}
	c.Header("Content-Language", q.lang)
	c.Header("Cache-Control", "no-store")
	return s.send(c, http.StatusOK, q.offer.contentType, answer, "")
}

// compute is the encoded answer to a question. The place among those being computed is left before the answer is sent.
func (s *server) compute(ctx context.Context, rt *route, q *question) ([]byte, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	a, _, err := s.ask(ctx, rt, q)
	if err != nil {
		return nil, err
	}
	return s.encode(a, q)
}

// hostForm is what a Host header may look like to be written into an answer.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?$`)

// base is the scheme and host by which the client reached the server, "" where its Host is none: addresses are then paths.
func (s *server) base(c *gin.Context) string {
	host := c.Request.Host
	if !hostForm.MatchString(host) {
		return ""
	}
	return s.scheme(c) + "://" + host
}

// scheme is that of the client's request; where a trusted proxy passed it on, as that says.
func (s *server) scheme(c *gin.Context) string {
	if c.Request.TLS != nil || c.GetHeader("X-Forwarded-Proto") == "https" && s.trusted(c.RemoteIP()) {
		return "https"
	}
	return "http"
}

// trusted reports whether the address is one of a trusted proxy.
func (s *server) trusted(ip string) bool {
	if len(s.proxies) == 0 {
		return false
	}
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return false
	}
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(s.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

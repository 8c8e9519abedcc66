package api

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// weighted is an entry of an Accept header: a value, its q, and for media types how specific it is.
type weighted struct {
	value string
	q     float64
}

// parseAccept reads Accept, Accept-Encoding and the like. What it cannot read it leaves out, as HTTP asks of a server.
func parseAccept(header string) []weighted {
	var out []weighted
	if len(header) > maxAccept {
		return nil
	}
	for part := range strings.SplitSeq(header, ",") {
		value, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		w := weighted{value, 1}
		if q, ok := params["q"]; ok {
			if w.q, err = strconv.ParseFloat(q, 64); err != nil || !(w.q >= 0 && w.q <= 1) {
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// accepted is what Accept says, on one line or several.
func accepted(h http.Header) string {
	if lines := h.Values("Accept"); len(lines) != 1 {
		return strings.Join(lines, ",")
	}
	return h.Get("Accept")
}

// maxAccept bounds the headers that are negotiated by, in bytes; a longer one counts as absent.
const maxAccept = 2 << 10

// quality is how much a client wants a media type: the q of the most specific entry that matches; 0 if none does.
func quality(accept []weighted, mediaType string) float64 {
	main, _, _ := strings.Cut(mediaType, "/")
	best, specific := 0.0, -1
	for _, w := range accept {
		s := -1
		switch w.value {
		case mediaType:
			s = 2
		case main + "/*":
			s = 1
		case "*/*":
			s = 0
		}
		if s > specific {
			best, specific = w.q, s
		}
	}
	return best
}

// asksFor reports whether a client names the media type itself: not, as a script does, only everything.
func asksFor(accept []weighted, mediaType string) bool {
	return slices.ContainsFunc(accept, func(w weighted) bool { return w.value == mediaType && w.q > 0 })
}

// chooseFormat picks the format of an answer: by name if one is given, else by the Accept header; ok is false where nothing fits.
func chooseFormat(offers []*offer, name, header string) (f *offer, ok bool) {
	for _, o := range offers {
		if o.name == name {
			return o, true
		}
	}
	accept := parseAccept(header)
	if name != "" {
		return nil, false
	}
	if len(accept) == 0 {
		return offers[0], true
	}
	best := 0.0
	for _, o := range offers {
		if q := quality(accept, o.mediaType()); q > best {
			f, best = o, q
		}
	}
	return f, f != nil
}

// codings are those that a body can be sent in, the better one first.
var codings = []string{"zstd", "gzip"}

// chooseEncoding picks the coding of the body: zstd before gzip, where the client takes it as gladly as any other.
func chooseEncoding(header string) string {
	best, chosen := 0.0, ""
	accept := parseAccept(header)
	for _, coding := range codings {
		q := -1.0
		for _, w := range accept {
			if w.value == coding || (w.value == "*" && q < 0) {
				q = w.q
			}
		}
		if q > best {
			best, chosen = q, coding
		}
	}
	return chosen
}

var languages = language.NewMatcher([]language.Tag{language.English, language.Japanese})

// chooseLanguage is "en" or "ja": the parameter, else the best of Accept-Language, else English.
func chooseLanguage(param, header string) string {
	if param != "" {
		return param
	}
	if header == "" || len(header) > maxAccept {
		return "en"
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return "en"
	}
	if _, i, confidence := languages.Match(tags...); i == 1 && confidence != language.No {
		return "ja"
	}
	return "en"
}

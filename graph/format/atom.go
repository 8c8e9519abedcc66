package format

import (
	"cmp"
	"io"
	"strings"
	"time"
)

// Atom writes an Atom feed (RFC 4287), an entry for each, in the order given.
func Atom(w io.Writer, f *Feed) error {
	s := newStream(w)
	s.b = append(s.b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<feed xmlns="http://www.w3.org/2005/Atom"`...)
	s.b = append(attribute(s.b, "xml:lang", f.language()), ">\n"...)
	s.b = element(s.b, "id", iri("feed", f.ID))
	s.b = element(s.b, "title", cmp.Or(f.Title, f.ID))
	s.b = element(s.b, "updated", f.latest().Format(time.RFC3339))
	s.b = append(element(append(s.b, "<author>"...), "name", generator), "</author>"...)
	s.b = element(s.b, "generator", generator)
	s.b = atomLink(s.b, "self", AtomType, f.URL)
	s.b = atomLink(s.b, "alternate", "text/html", f.Site)
	if len(f.Credits) > 0 {
		s.b = element(s.b, "rights", strings.Join(f.Credits, "\n"))
	}
	s.b = append(s.b, '\n')
	for i := range f.Entries {
		s.b = f.atomEntry(s.b, &f.Entries[i])
		if !s.spill() {
			break
		}
	}
	s.b = append(s.b, "</feed>\n"...)
	return s.close()
}

// latest is when the feed or any entry last changed.
func (f *Feed) latest() time.Time {
	t := f.updated(nil)
	for i := range f.Entries {
		if u := f.updated(&f.Entries[i]); u.After(t) {
			t = u
		}
	}
	return t
}

func (f *Feed) atomEntry(b []byte, e *Entry) []byte {
	b = element(append(b, "<entry>"...), "id", iri("event", e.ID))
	b = element(b, "title", e.title())
	b = element(b, "updated", f.updated(e).Format(time.RFC3339))
	b = atomLink(b, "alternate", "text/html", e.URL)
	for _, c := range e.Categories {
		if c != "" {
			b = append(attribute(append(b, "<category"...), "term", c), "/>"...)
		}
	}
	// An entry without alternate link must have content (section 4.1.2).
	b = append(append(b, `<content type="text">`...), appendXML(nil, cmp.Or(e.Description, e.title()))...)
	return append(b, "</content></entry>\n"...)
}

func atomLink(b []byte, rel, mediaType, href string) []byte {
	if href = webAddress(href); href == "" {
		return b
	}
	b = attribute(append(b, "<link"...), "rel", rel)
	mediaType, _, _ = strings.Cut(mediaType, ";")
	return append(attribute(attribute(b, "type", mediaType), "href", href), "/>"...)
}

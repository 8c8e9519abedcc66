package format

import (
	"cmp"
	"net/url"
	"time"

	"enishi/graph"
)

// Feed is a list of events, for Calendar and Atom.
type Feed struct {
	ID      string    // of the list, stable: where it is asked, without a host
	Title   string    // for people
	Lang    string    // of the texts: ja, anything else for English
	URL     string    // where the feed is; may be empty
	Site    string    // where people read it; may be empty
	Updated time.Time // when the data last changed: the release's time. Never the time of writing, which would make no two answers equal
	Credits []string
	Entries []Entry
}

// Entry is one event.
type Entry struct {
	ID          string     // stable and unique in all lists of a dataset: an anniversary has the same in every feed that shows it
	Date        graph.Date // the day; of a partial date its month or year; unknown: only in Atom
	Title       string
	Description string // plain text, lines with \n between them
	URL         string // of what it is about; may be empty
	Categories  []string
	Updated     time.Time // zero: the feed's
}

// The media types and extensions of feeds.
const (
	CalendarType      = "text/calendar; charset=utf-8"
	CalendarExtension = "ics"
	AtomType          = "application/atom+xml; charset=utf-8"
	AtomExtension     = "atom"
)

func (f *Feed) language() string {
	if f.Lang == "ja" {
		return "ja"
	}
	return "en"
}

// iri names something in a list by its stable id.
func iri(kind, id string) string { return "urn:enishi:" + kind + ":" + url.PathEscape(id) }

// updated is when an entry changed, in UTC to the second; where nobody knows, 1970.
func (f *Feed) updated(e *Entry) time.Time {
	t := f.Updated
	if e != nil && !e.Updated.IsZero() {
		t = e.Updated
	}
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Truncate(time.Second)
}

// title is never empty: both formats ask for one.
func (e *Entry) title() string { return cmp.Or(e.Title, e.ID) }

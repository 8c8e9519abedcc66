package format

import (
	"io"
	"strings"
	"unicode/utf8"

	"enishi/graph"
)

// Calendar writes iCalendar (RFC 5545): an all-day event for each entry with a date. One known to the month or year lasts that month or year. Events take no time of the
// reader's day (TRANSP). UID and DTSTAMP come from the data, so that a calendar program that subscribes updates events and never doubles them.
func Calendar(w io.Writer, f *Feed) error {
	s := newStream(w)
	s.b = calendarLine(s.b, "BEGIN", "VCALENDAR")
	s.b = calendarLine(s.b, "VERSION", "2.0")
	s.b = calendarLine(s.b, "PRODID", "-//enishi//enishi//EN")
	s.b = calendarLine(s.b, "CALSCALE", "GREGORIAN")
	s.b = calendarLine(s.b, "METHOD", "PUBLISH")
	if f.Title != "" {
		s.b = calendarLine(s.b, "NAME;LANGUAGE="+f.language(), calendarText(f.Title)) // RFC 7986
		s.b = calendarLine(s.b, "X-WR-CALNAME", calendarText(f.Title))                // what most programs read
	}
	if len(f.Credits) > 0 {
		s.b = calendarLine(s.b, "DESCRIPTION", calendarText(strings.Join(f.Credits, "\n")))
	}
	written := 0
	for i := range f.Entries {
		if e := &f.Entries[i]; !e.Date.IsZero() {
			s.b = f.event(s.b, e)
			written++
		}
		if !s.spill() {
			break
		}
	}
	if written == 0 { // a calendar has at least one component
		s.b = append(s.b, "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"...)
	}
	s.b = calendarLine(s.b, "END", "VCALENDAR")
	return s.close()
}

func (f *Feed) event(b []byte, e *Entry) []byte {
	language := ";LANGUAGE=" + f.language()
	b = calendarLine(b, "BEGIN", "VEVENT")
	b = calendarLine(b, "UID", calendarText(e.ID+"@enishi"))
	b = calendarLine(b, "DTSTAMP", f.updated(e).Format("20060102T150405Z"))
	b = calendarLine(b, "DTSTART;VALUE=DATE", calendarDay(e.Date.First()))
	if end := e.Date.Last() + 1; end <= maxCalendarDay { // without an end it is one day
		b = calendarLine(b, "DTEND;VALUE=DATE", calendarDay(end)) // exclusive
	}
	b = calendarLine(b, "SUMMARY"+language, calendarText(e.title()))
	if e.Description != "" {
		b = calendarLine(b, "DESCRIPTION"+language, calendarText(e.Description))
	}
	if address := webAddress(e.URL); address != "" {
		b = calendarLine(b, "URL", address)
	}
	if len(e.Categories) > 0 {
		all := make([]string, len(e.Categories))
		for i, c := range e.Categories {
			all[i] = calendarText(c)
		}
		b = calendarLine(b, "CATEGORIES", strings.Join(all, ","))
	}
	b = calendarLine(b, "TRANSP", "TRANSPARENT")
	return calendarLine(b, "END", "VEVENT")
}

// maxCalendarDay is the last day that iCalendar can say.
var maxCalendarDay = graph.DayOf(9999, 12, 31)

func calendarDay(d graph.Day) string { return strings.ReplaceAll(d.Date().String(), "-", "") }

// calendarText escapes a TEXT value (section 3.3.11). Control characters, which it may not hold, are left out.
func calendarText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t' || r == 0x7f:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// maxLine is the most octets of a line without its end (section 3.1).
const maxLine = 75

// calendarLine writes a property, folded at a character.
func calendarLine(b []byte, name, value string) []byte {
	line := name + ":" + value
	for room := maxLine; len(line) > room; room = maxLine - 1 { // a folded line starts with a space
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b = append(append(b, line[:cut]...), "\r\n "...)
		line = line[cut:]
	}
	return append(append(b, line...), "\r\n"...)
}

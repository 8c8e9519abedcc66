package graph

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Day is a civil day of the proleptic Gregorian calendar, counted from 1970-01-01 (day 0).
type Day int32

// MinDay and MaxDay stand for "always was" and "does not end".
const (
	MinDay Day = math.MinInt32
	MaxDay Day = math.MaxInt32
)

// DayOf returns the civil day of year, month and day; the caller has checked that it exists.
func DayOf(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date returns the day as a Date of day precision.
func (d Day) Date() Date {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return Date{Year: int16(t.Year()), Month: uint8(t.Month()), Day: uint8(t.Day())}
}

// Date is a date as precise as its source: year, year and month, or full. The zero value is an unknown date.
// Its text is ISO 8601 with reduced precision: "1957", "1957-03", "1957-03-09", "".
type Date struct {
	Year  int16
	Month uint8 // 1–12; 0: known to the year only
	Day   uint8 // 1–31; 0: known to the month or year only
}

// ParseDate reads "", "2006", "2006-01" or "2006-01-02", years 0001–9999, and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	bad := func(why string) (Date, error) {
		return Date{}, fmt.Errorf("date %q: %s; write YYYY, YYYY-MM or YYYY-MM-DD", Clip(s), why)
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return bad("not a date")
	}
	for i := 0; i < len(s); i++ {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return bad("not a date")
			}
		} else if s[i] < '0' || s[i] > '9' {
			return bad("not a date")
		}
	}
	var d Date
	y, _ := strconv.Atoi(s[:4])
	if y == 0 {
		return bad("there is no year 0")
	}
	d.Year = int16(y)
	if len(s) >= 7 {
		m, _ := strconv.Atoi(s[5:7])
		if m < 1 || m > 12 {
			return bad("there is no month " + s[5:7])
		}
		d.Month = uint8(m)
	}
	if len(s) == 10 {
		n, _ := strconv.Atoi(s[8:])
		if n < 1 || n > daysIn(y, int(d.Month)) {
			return bad("there is no such day in that month")
		}
		d.Day = uint8(n)
	}
	return d, nil
}

// MustDate is ParseDate for literals in code and tests.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// First is the first day that the date may mean; MinDay if unknown.
func (d Date) First() Day {
	if d.IsZero() {
		return MinDay
	}
	return DayOf(int(d.Year), max(1, int(d.Month)), max(1, int(d.Day)))
}

// Last is the last day that the date may mean; MaxDay if unknown.
func (d Date) Last() Day {
	switch {
	case d.IsZero():
		return MaxDay
	case d.Month == 0:
		return DayOf(int(d.Year), 12, 31)
	case d.Day == 0:
		return DayOf(int(d.Year), int(d.Month), daysIn(int(d.Year), int(d.Month)))
	}
	return d.First()
}

// Exact reports whether the date is known to the day.
func (d Date) Exact() bool { return d.Day != 0 }

// Compare orders by first possible day, then the more precise first; unknown dates stand last.
func (d Date) Compare(e Date) int {
	if d == e {
		return 0
	}
	if d.IsZero() || e.IsZero() {
		return b2i(d.IsZero()) - b2i(e.IsZero())
	}
	if a, b := d.First(), e.First(); a != b {
		return b2i(a > b) - b2i(a < b)
	}
	return b2i(d.Last() > e.Last()) - b2i(d.Last() < e.Last())
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// String is the ISO 8601 text, "" if unknown.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText and UnmarshalText make a Date its text in JSON and CSV.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	*d = v
	return err
}

// Range is when something held: from From until To, half-open at day precision (see the package comment). Either end
// may be partial or unknown; an unknown To has not ended.
type Range struct {
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
}

// IsZero reports whether both ends are unknown.
func (r Range) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// Until is the last day, month or year in which it held, as people write an end: To, and of one known to the day the day before. Zero where To is unknown.
func (r Range) Until() Date {
	if r.To.Exact() {
		return (r.To.First() - 1).Date()
	}
	return r.To
}

// Bounds are the extreme days that a range may mean, for stores that index them: it starts no earlier than FromFirst and no
// later than FromLast, and ends (first day it no longer holds) no earlier than ToFirst and no later than ToLast.
type Bounds struct{ FromFirst, FromLast, ToFirst, ToLast Day }

// Bounds returns the extreme days; ended says that it is known to have ended even where To is unknown. An unknown
// From bounds at MinDay, an unknown To at MaxDay.
func (r Range) Bounds(ended bool) Bounds {
	b := Bounds{MinDay, MinDay, MaxDay, MaxDay}
	if !r.From.IsZero() {
		b.FromFirst, b.FromLast = r.From.First(), r.From.Last()
	}
	switch {
	case r.To.Exact():
		b.ToFirst, b.ToLast = r.To.First(), r.To.First()
	case !r.To.IsZero():
		b.ToFirst, b.ToLast = r.To.First()+1, r.To.Last()+1
	case ended:
		b.ToFirst = b.FromFirst + 1
	}
	return b
}

// Certainty says how surely a record answers a question.
type Certainty string

// The certainties; Out is never in an answer, except on a node that stands there only as the end of a kept edge.
const (
	Certain  Certainty = ""         // holds whatever its partial dates mean
	Possible Certainty = "possible" // holds if its partial date fell favourably
	Undated  Certainty = "undated"  // its start is unknown
	Out      Certainty = "out"      // does not hold then: not yet founded, gone, or filtered
)

// Window is a half-open span of days.
type Window struct{ Start, End Day }

// Compare says how b overlaps the window.
func (w Window) Compare(b Bounds) Certainty {
	switch {
	case b.FromFirst >= w.End || b.ToLast <= w.Start:
		return Out
	case b.FromLast < w.End && b.ToFirst > w.Start:
		return Certain
	}
	return Possible
}

// Time is the time of a question. The zero value is now. At most one of AsOf, From/To, and Any may be set.
type Time struct {
	AsOf Date `json:"as_of,omitzero"`     // a day, or the whole of a partial date's period
	From Date `json:"from_date,omitzero"` // a span: from the first day of From to the last day of To; either may be open
	To   Date `json:"to_date,omitzero"`
	Any  bool `json:"any,omitempty"` // everything on record
}

// Check reports contradictions: two ways of saying when, or a span that ends before it starts.
func (t Time) Check() error {
	n := b2i(!t.AsOf.IsZero()) + b2i(!t.From.IsZero() || !t.To.IsZero()) + b2i(t.Any)
	if n > 1 {
		return invalidf("as_of", "as_of, from_date/to_date and time=any exclude each other; give one")
	}
	if !t.From.IsZero() && !t.To.IsZero() && t.From.First() > t.To.Last() {
		return invalidf("to_date", "to_date %s is before from_date %s", t.To, t.From)
	}
	return nil
}

// Now reports whether the question is about what holds now.
func (t Time) Now() bool { return t == Time{} }

// Window is the span of days asked about; ok is false for now and for any time, which are not spans.
func (t Time) Window() (w Window, ok bool) {
	switch {
	case t.Any || t.Now():
		return Window{}, false
	case !t.AsOf.IsZero():
		return Window{t.AsOf.First(), t.AsOf.Last() + 1}, true
	}
	w = Window{t.From.First(), MaxDay}
	if !t.To.IsZero() {
		w.End = t.To.Last() + 1
	}
	return w, true
}

// Holds says whether something valid over r holds at the time. ended: it is known to have ended, perhaps nobody says when. place: an
// unknown start means "always was" (places and located_in) instead of Undated.
func (t Time) Holds(r Range, ended, place bool) Certainty {
	switch {
	case t.Any:
		return Certain
	case t.Now():
		if ended || !r.To.IsZero() {
			return Out
		}
		return Certain
	}
	w, _ := t.Window()
	c := w.Compare(r.Bounds(ended))
	if c != Out && r.From.IsZero() && !place {
		return Undated
	}
	return c
}

package graph_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"enishi/graph"
)

func day(s string) graph.Day { return graph.MustDate(s).First() }

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{" ", "1", "57", "957", "19570", "0000", "0000-01-01", "1957-", "1957-1", "1957-00", "1957-13", "1957-03-", "1957-03-9", "1957-03-00", "1957-02-29", "1900-02-29",
		"1957-04-31", "1957/03/09", "1957-03-09 ", "+957", "-957", "1957-03-09T00:00:00Z", "１９５７", "昭和32年"} {
		if d, err := graph.ParseDate(s); err == nil || d != (graph.Date{}) {
			t.Errorf("%q is read as %v, %v", s, d, err)
		}
	}
}

func TestFirstAndLast(t *testing.T) {
	for _, c := range []struct {
		date        string
		first, last string
	}{
		{"1957", "1957-01-01", "1957-12-31"},
		{"1957-03", "1957-03-01", "1957-03-31"},
		{"1957-03-09", "1957-03-09", "1957-03-09"},
		{"1988-02", "1988-02-01", "1988-02-29"},
		{"1900-02", "1900-02-01", "1900-02-28"},
		{"2000-02", "2000-02-01", "2000-02-29"},
		{"0001", "0001-01-01", "0001-12-31"},
		{"9999", "9999-01-01", "9999-12-31"},
	} {
		if d := graph.MustDate(c.date); d.First() != day(c.first) || d.Last() != day(c.last) {
			t.Errorf("%s is %s to %s, not %s to %s", c.date, d.First().Date(), d.Last().Date(), c.first, c.last)
		}
	}
	if d := (graph.Date{}); d.First() != graph.MinDay || d.Last() != graph.MaxDay || !d.IsZero() || d.Exact() || d.String() != "" {
		t.Errorf("the unknown date is %s, %v to %v", d, d.First(), d.Last())
	}
}

// Every day of the calendar has one number, one more than the day before.
func TestDays(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := day("0001-01-01"); d <= day("9999-12-31"); d += 31 {
		want := at.Format(time.DateOnly)
		if got := d.Date().String(); got != want || graph.MustDate(want).First() != d {
			t.Fatalf("day %d is %s, not %s", d, got, want)
		}
		at = at.AddDate(0, 0, 31)
	}
	if day("1970-01-01") != 0 || day("1969-12-31") != -1 {
		t.Error("days are not counted from 1970-01-01")
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"", "1957", "1957-03", "1957-03-09", "1957-02-29", "0000", "9999-12-31", "１９５７"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := graph.ParseDate(s)
		layout := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}[len(s)]
		_, wrong := time.Parse(layout, s)
		if valid := s == "" || (layout != "" && wrong == nil && s[:4] != "0000"); valid != (err == nil) {
			t.Fatalf("%q: %v, %v", s, d, err)
		}
		if err != nil {
			return
		}
		text, _ := d.MarshalText()
		var again graph.Date
		if err := again.UnmarshalText(text); err != nil || d.String() != s || again != d {
			t.Fatalf("%q becomes %q becomes %v, %v", s, text, again, err)
		}
		if d.First() > d.Last() || d.Exact() != (!d.IsZero() && d.First() == d.Last()) || d.Compare(d) != 0 {
			t.Fatalf("%q is %v to %v", s, d.First(), d.Last())
		}
	})
}

// dates are partial and close together, so that they meet.
var dates = []string{"", "1988", "1989", "1990", "1989-01", "1989-02", "1989-12", "1989-01-01", "1989-01-31", "1989-02-01", "1989-02-14", "1989-12-31", "1990-01-01"}

func TestDateOrder(t *testing.T) {
	want := []string{"1988", "1989-01-01", "1989-01", "1989", "1989-01-31", "1989-02-01", "1989-02", "1989-02-14", "1989-12", "1989-12-31", "1990-01-01", "1990", ""}
	for i, a := range want {
		for j, b := range want {
			got := graph.MustDate(a).Compare(graph.MustDate(b))
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%q compared with %q is %d", a, b, got)
			}
		}
	}
}

// meanings are the days that an end of a range may be: the first held day, or the first day no longer held.
func meanings(d graph.Date, end bool) (days []graph.Day) {
	first, last := d.First(), d.Last()
	if end && !d.Exact() {
		first, last = first+1, last+1 // it ends after a day of the period
	}
	for x := first; x < last; x += 9 {
		days = append(days, x)
	}
	return append(days, last)
}

// The certainty of a range is what all, some or none of the days say that its dates may mean.
func TestHoldsIsWhatDatesMayMean(t *testing.T) {
	for _, from := range dates[1:] {
		for _, to := range dates[1:] {
			r := graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
			if (&graph.Node{ID: "a", Kind: graph.Partner, Valid: r}).Check() != nil {
				continue
			}
			for _, asOf := range dates[1:] {
				at := graph.Time{AsOf: graph.MustDate(asOf)}
				w, _ := at.Window()
				all, some := true, false
				for _, start := range meanings(r.From, false) {
					for _, end := range meanings(r.To, true) {
						holds := start < w.End && end > w.Start
						all, some = all && holds, some || holds
					}
				}
				want := graph.Possible
				if all {
					want = graph.Certain
				} else if !some {
					want = graph.Out
				}
				if got := at.Holds(r, false, false); got != want {
					t.Errorf("%s..%s at %s is %q, not %q", from, to, asOf, got, want)
				}
			}
		}
	}
}

func TestUntil(t *testing.T) {
	for _, c := range [][2]string{{"2027-04-01", "2027-03-31"}, {"1989-05", "1989-05"}, {"1989", "1989"}, {"2000-03-01", "2000-02-29"}} {
		if got := (graph.Range{To: graph.MustDate(c[0])}).Until(); got.String() != c[1] {
			t.Errorf("to %s: until %s, want %s", c[0], got, c[1])
		}
	}
	if got := (graph.Range{}).Until(); !got.IsZero() {
		t.Errorf("unknown end: until %s", got)
	}
}

func TestHolds(t *testing.T) {
	const now, ever = "now", "ever"
	for _, c := range []struct {
		valid, at    string
		ended, place bool
		want         graph.Certainty
	}{
		{"1989..1989", "1989-01-01", false, false, graph.Possible},
		{"1989..1989", "1989", false, false, graph.Certain},
		{"1989..1989", "1990-01-01", false, false, graph.Out},
		{"1989..1989", "1988-12-31", false, false, graph.Out},
		{"1989-04-01..1989-04-02", "1989-04-01", false, false, graph.Certain},
		{"1989-04-01..1989-04-02", "1989-04-02", false, false, graph.Out},
		{"..1990", "1989", false, false, graph.Undated},
		{"..1990", "1989", false, true, graph.Certain},
		{"..1990", "1990-06-01", false, true, graph.Possible},
		{"..1990", "1991", false, false, graph.Out},
		{"..", "1989", false, false, graph.Undated},
		{"..", "1989", false, true, graph.Certain},
		{"1989..", "1989", true, false, graph.Certain}, // it held on its first day
		{"1989..", "1989-12-31", true, false, graph.Possible},
		{"1989..", "2020", true, false, graph.Possible},
		{"1989..", now, true, false, graph.Out},
		{"1989..", now, false, false, graph.Certain},
		{"9999..", now, false, false, graph.Certain}, // no end and not ended
		{"..", now, false, false, graph.Certain},
		{"..9999", now, false, false, graph.Out},
		{"1989..1990", ever, true, false, graph.Certain},
		{"..", ever, false, false, graph.Certain},
	} {
		at := graph.Time{}
		switch c.at {
		case now:
		case ever:
			at.Any = true
		default:
			at.AsOf = graph.MustDate(c.at)
		}
		r := rangeOf(c.valid)
		if got := at.Holds(r, c.ended, c.place); got != c.want {
			t.Errorf("%s (ended %v, place %v) at %s is %q, not %q", c.valid, c.ended, c.place, c.at, got, c.want)
		}
	}
}

func rangeOf(s string) (r graph.Range) {
	for i := 0; i+1 < len(s); i++ {
		if s[i:i+2] == ".." {
			return graph.Range{From: graph.MustDate(s[:i]), To: graph.MustDate(s[i+2:])}
		}
	}
	panic(s)
}

// What holds at some time holds, no less surely than possibly, in any longer span around it.
func TestLongerSpansLoseNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	date := func() graph.Date { return graph.MustDate(dates[r.IntN(len(dates))]) }
	for range 20_000 {
		valid, ended, place := graph.Range{From: date(), To: date()}, r.IntN(2) == 0, r.IntN(2) == 0
		inner := graph.Time{AsOf: graph.MustDate(dates[7+r.IntN(6)])}
		outer := graph.Time{From: inner.AsOf, To: inner.AsOf}
		if r.IntN(2) == 0 {
			outer.From = graph.MustDate("1980")
		} else {
			outer.To = graph.MustDate("2000")
		}
		a, b := inner.Holds(valid, ended, place), outer.Holds(valid, ended, place)
		if (a != graph.Out && b == graph.Out) || (a == graph.Certain && b != graph.Certain) {
			t.Fatalf("%v..%v is %q at %v and %q in %v..%v", valid.From, valid.To, a, inner.AsOf, b, outer.From, outer.To)
		}
	}
}

func TestTimeCheck(t *testing.T) {
	d := graph.MustDate
	for _, c := range []struct {
		time graph.Time
		ok   bool
	}{
		{graph.Time{}, true}, {graph.Time{Any: true}, true}, {graph.Time{AsOf: d("1989")}, true}, {graph.Time{From: d("1989"), To: d("1989-01")}, true},
		{graph.Time{To: d("1989")}, true}, {graph.Time{From: d("1989-06"), To: d("1989")}, true},
		{graph.Time{From: d("1990"), To: d("1989")}, false}, {graph.Time{Any: true, AsOf: d("1989")}, false}, {graph.Time{Any: true, From: d("1989")}, false},
		{graph.Time{AsOf: d("1989"), To: d("1990")}, false},
	} {
		if err := c.time.Check(); (err == nil) != c.ok || (err != nil && !errors.Is(err, graph.ErrInvalid)) {
			t.Errorf("%+v: %v", c.time, err)
		}
	}
}

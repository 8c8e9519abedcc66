package format

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"enishi/graph"
)

func tinyFeed() *Feed {
	day := func(s string) graph.Date { return graph.MustDate(s) }
	return &Feed{ID: "anniversaries/2026", Title: `周年, 2026; "静岡" & <ネブラスカ>`, Lang: "ja", URL: "https://enishi.example/api/v1/anniversaries?year=2026&format=atom", Site: "https://enishi.example/",
		Updated: time.Date(2026, 5, 1, 12, 30, 15, 999, time.FixedZone("", 9*3600)), Credits: []string{"© A & B"}, Entries: []Entry{
			{ID: "a", Date: day("2026-03-09"), Title: "静岡市とオマハ市: 60周年, " + strings.Repeat("長い題名、", 40), Description: "line; one,\nline two \\ done", URL: "https://enishi.example/?a=1&b=2", Categories: []string{"sister-city", "60, 70; x"}},
			{ID: "b", Date: day("2026-02"), Title: "<b>in February</b>", URL: "https://enishi.example/b", Categories: []string{"friendship"}, Updated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
			{ID: "c/ü", Date: day("2026"), Title: "in 2026", Description: "d"},
			{ID: "undated", Title: "nobody knows when", Description: "only in Atom"},
		}}
}

func feedBytes(t *testing.T, write func(io.Writer, *Feed) error, f *Feed) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCalendarLinesAreFoldedAtCharacters(t *testing.T) {
	for _, text := range []string{"", "short", strings.Repeat("a", 200), strings.Repeat("縁", 100), strings.Repeat("😀", 75), "a" + strings.Repeat("é", 120)} {
		out := string(calendarLine(nil, "SUMMARY", text))
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsRune(line, '\ufffd') {
				t.Errorf("%d octets: %q", len(line), line)
			}
		}
		if unfolded := strings.ReplaceAll(out, "\r\n ", ""); unfolded != "SUMMARY:"+text+"\r\n" {
			t.Errorf("unfolds to %q", unfolded)
		}
	}
}

func TestCalendarTextHidesNoProperty(t *testing.T) {
	f := &Feed{ID: "x", Entries: []Entry{{ID: "e\r\nX-EVIL:1", Date: graph.MustDate("2026-01-01"), Title: "a\r\nATTACH:http://x\x00\x1b", URL: "https://x.example/\r\nATTENDEE:y"}}}
	out := string(feedBytes(t, Calendar, f))
	for _, bad := range []string{"\r\nX-EVIL", "\r\nATTACH", "\r\nATTENDEE", "\x00", "\x1b"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q in %q", bad, out)
		}
	}
	if !strings.Contains(out, `SUMMARY;LANGUAGE=en:a\nATTACH:http://x`+"\r\n") {
		t.Errorf("no summary in %q", out)
	}
}

func TestFeedsWithoutEntriesAreWhole(t *testing.T) {
	if out := string(feedBytes(t, Calendar, &Feed{ID: "x"})); !strings.Contains(out, "BEGIN:VTIMEZONE") || !strings.Contains(out, "VERSION:2.0\r\n") {
		t.Error(out)
	}
	if out := string(feedBytes(t, Atom, &Feed{ID: "x"})); !strings.Contains(out, "<title>x</title><updated>1970-01-01T00:00:00Z</updated>") {
		t.Error(out)
	}
}

func TestCalendarAtTheEndOfTime(t *testing.T) {
	out := string(feedBytes(t, Calendar, &Feed{ID: "x", Entries: []Entry{{ID: "e", Date: graph.MustDate("9999-12-31"), Title: "t"}}}))
	if !strings.Contains(out, "DTSTART;VALUE=DATE:99991231\r\nSUMMARY") {
		t.Error(out)
	}
}

package importer

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellStyle says what a number is shown as.
type cellStyle struct {
	date   string // layout of a date as precise as it is shown; "": no date
	digits int    // a number filled up to so many digits with zeros (00000), as codes are; 0: a plain number
}

const (
	showsDay   = "2006-01-02"
	showsMonth = "2006-01"
	showsYear  = "2006"
)

// builtinStyles are the number formats that stand in no workbook because all programs know them (ECMA-376 part 1, 18.8.30), those of Japanese among them.
var builtinStyles = map[int]cellStyle{
	14: {date: showsDay}, 15: {date: showsDay}, 16: {date: showsDay}, 17: {date: showsMonth}, 22: {date: showsDay},
	27: {date: showsDay}, 28: {date: showsDay}, 29: {date: showsDay}, 30: {date: showsDay}, 31: {date: showsDay}, 34: {date: showsMonth}, 35: {date: showsDay}, 36: {date: showsDay},
	50: {date: showsDay}, 51: {date: showsDay}, 52: {date: showsMonth}, 53: {date: showsDay}, 54: {date: showsDay}, 55: {date: showsMonth}, 56: {date: showsDay}, 57: {date: showsDay}, 58: {date: showsDay},
}

// readStyles reads how the numbers of cells are shown.
func (w *workbook) readStyles(part string) error {
	formats, within := map[string]string{}, false
	return w.each(part, maxShared, func(_ *xml.Decoder, el xml.StartElement) error {
		switch el.Name.Local {
		case "numFmt":
			formats[attr(el, "numFmtId")] = attr(el, "formatCode")
		case "cellXfs":
			within = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			within = false
		case "xf":
			if !within {
				return nil
			}
			id := attr(el, "numFmtId")
			style := cellStyle{}
			if code, ok := formats[id]; ok {
				style = styleOf(code)
			} else if n, err := strconv.Atoi(id); err == nil {
				style = builtinStyles[n]
			}
			w.styles = append(w.styles, style)
		}
		return nil
	})
}

// styleOf reads a number format: the letters of dates in it, but for what is quoted, escaped or in brackets.
func styleOf(code string) cellStyle {
	code, _, _ = strings.Cut(code, ";")
	if code != "" && strings.Trim(code, "0") == "" {
		return cellStyle{digits: len(code)}
	}
	var year, month, day bool
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := map[byte]byte{'"': '"', '[': ']'}[c]
			if n := strings.IndexByte(code[i+1:], end); n >= 0 {
				i += n + 1
			} else {
				i = len(code)
			}
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'e', 'g':
			year = true
		case 'm', 'M':
			month = true
		case 'd', 'D':
			day = true
		}
	}
	switch {
	case day:
		return cellStyle{date: showsDay}
	case year && month:
		return cellStyle{date: showsMonth}
	case year && strings.ContainsAny(code, "yY"):
		return cellStyle{date: showsYear}
	}
	return cellStyle{}
}

// number is what a cell with a number shows: a date as precise as it is shown, a code with its zeros, or the number as short as it can be written.
func (w *workbook) number(style, value string) string {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return value
	}
	shown := cellStyle{}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(w.styles) {
		shown = w.styles[i]
	}
	if shown.date != "" {
		if day, ok := w.day(x); ok {
			return day.Format(shown.date)
		}
	}
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if n := shown.digits - len(text); n > 0 && x >= 0 && x == math.Trunc(x) {
		return strings.Repeat("0", n) + text
	}
	return text
}

// day is the day of a serial number; false where the calendar of spreadsheets has none. They count 29 February 1900, which there was not, as day 60.
func (w *workbook) day(serial float64) (time.Time, bool) {
	const last = 2_958_465 // 9999-12-31
	if serial < 0 || serial >= last+1 || !w.day1904 && (serial < 1 || int(serial) == 60) {
		return time.Time{}, false
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.day1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		start = start.AddDate(0, 0, 1)
	}
	return start.AddDate(0, 0, int(serial)), true
}

/**
 * Dates as precise as their source: a year, a month or a day. A question names one of three
 * times: now, a day (a partial date is its whole period), or a span.
 */

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export interface Parts {
  year: number;
  month?: number;
  day?: number;
}

/** The parts of a date, or undefined when the text is no date of the calendar. */
export function parseDate(text: string): Parts | undefined {
  const m = PARTIAL.exec(text.trim());
  if (!m) return undefined;
  const year = Number(m[1]);
  if (m[2] === undefined) return { year };
  const month = Number(m[2]);
  if (month < 1 || month > 12) return undefined;
  if (m[3] === undefined) return { year, month };
  const day = Number(m[3]);
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return { year, month, day };
}

export const yearOf = (date: string | undefined): number | undefined =>
  date === undefined ? undefined : parseDate(date)?.year;

/** A date for sorting: partial dates stand at their first day, unknown ones last. */
export const sortKey = (date: string | undefined): string => (date ? (date + "-01-01").slice(0, 10) : "9999");

/** Whether a span can hold a day: partial dates stand for their whole period. */
export const inOrder = (from: string, to: string): boolean =>
  sortKey(from) <= to + (to.length === 4 ? "-12-31" : to.length === 7 ? "-31" : "");

/** The year, month or day before one: the last that still belongs to what ended at it. */
export function before(date: string): string {
  const p = parseDate(date);
  if (!p) return date;
  if (p.month === undefined) return String(p.year - 1);
  // Day 0 is the last of the month before.
  const last = new Date(Date.UTC(p.year, p.month - 1, p.day === undefined ? 0 : p.day - 1));
  return last.toISOString().slice(0, date.trim().length);
}

/** A fraction of years for drawing: 1989-07-02 is about 1989.5. */
export function decimalYear(date: string): number {
  const p = parseDate(date);
  if (!p) return NaN;
  return p.year + ((p.month ?? 1) - 1) / 12 + ((p.day ?? 1) - 1) / 365;
}

const EN_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A date in words, no more precise than it is known. */
export function sayDate(date: string, lang: "en" | "ja"): string {
  const p = parseDate(date);
  if (!p) return date;
  if (lang === "ja") {
    return `${p.year}年${p.month ? `${p.month}月` : ""}${p.day ? `${p.day}日` : ""}`;
  }
  const month = p.month ? EN_MONTHS[p.month - 1] : "";
  return [p.day, month, p.year].filter(Boolean).join(" ");
}

/** A span is open at an end that it does not name; one of them is named. */
export interface Span {
  mode: "span";
  from: string | undefined;
  to: string | undefined;
}

export type Time = { mode: "now" } | { mode: "any" } | { mode: "day"; date: string } | Span;

/** The time between two dates; without any it is all time. */
export const spanOf = (from: string | undefined, to: string | undefined): Time =>
  from === undefined && to === undefined ? { mode: "any" } : { mode: "span", from, to };

/** The time that an address names; anything that is no date is taken as absent, which `misread` tells. */
export function timeOf(params: URLSearchParams): Time {
  const read = (key: string): string | undefined => {
    const text = params.get(key);
    return text !== null && parseDate(text) ? text : undefined;
  };
  const date = read("as_of");
  if (date !== undefined) return { mode: "day", date };
  const [from, to] = [read("from_date"), read("to_date")];
  if (from !== undefined || to !== undefined) return spanOf(from, to);
  return params.get("time") === "any" ? { mode: "any" } : { mode: "now" };
}

/** What an address says of time and the page does not follow: no date, or one beside another time that goes before it. */
export function misread(params: URLSearchParams): string[] {
  const followed = timeParams(timeOf(params));
  return Object.keys(followed).flatMap((key) => {
    const said = params.get(key);
    return said !== null && said !== followed[key] ? [`${key}=${said}`] : [];
  });
}

/** The parameters that say a time; null removes one. */
export function timeParams(time: Time): Record<string, string | null> {
  return {
    as_of: time.mode === "day" ? time.date : null,
    from_date: time.mode === "span" ? (time.from ?? null) : null,
    to_date: time.mode === "span" ? (time.to ?? null) : null,
    time: time.mode === "any" ? "any" : null,
  };
}

/** Where a film of the years begins: a day at the first of them; a span, with its width in years, at the first or where it stands. */
export function firstFrame(time: Time, first: number, last: number): Time {
  const day = time.mode === "day" ? (yearOf(time.date) ?? last) : last;
  if (first <= day && day < last) return time;
  if (time.mode !== "span") return { mode: "day", date: String(first) };
  const [from, to] = [yearOf(time.from) ?? first, yearOf(time.to) ?? last];
  if (to < last) return time;
  return { mode: "span", from: String(first), to: String(Math.min(last, first + to - from)) };
}

/** The frame after one: a year on; a span moves as a whole. None after the last year. */
export function nextFrame(time: Time, last: number): Time | undefined {
  if (time.mode === "day") {
    const year = (yearOf(time.date) ?? last) + 1;
    return year > last ? undefined : { mode: "day", date: String(year) };
  }
  if (time.mode !== "span") return undefined;
  const to = (yearOf(time.to) ?? last) + 1;
  const from = yearOf(time.from);
  return to > last ? undefined : { mode: "span", from: from === undefined ? from : String(from + 1), to: String(to) };
}

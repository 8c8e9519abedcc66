import { describe, expect, it } from "vitest";
import {
  before,
  decimalYear,
  firstFrame,
  inOrder,
  misread,
  nextFrame,
  parseDate,
  sayDate,
  sortKey,
  timeOf,
  timeParams,
} from "./date";

describe("dates", () => {
  it("reads years, months and days of the calendar, and nothing else", () => {
    expect(parseDate("1989-08")).toEqual({ year: 1989, month: 8 });
    expect(parseDate("2004-02-29")).toEqual({ year: 2004, month: 2, day: 29 });
    for (const bad of ["2003-02-29", "1989-13", "89", "1989-8", "", "now"]) expect(parseDate(bad)).toBeUndefined();
  });
  it("know the one before, as precise as they are", () => {
    expect(["2010", "2010-01", "2010-03-01", "2004-03-01", "2010-01-01"].map(before)).toEqual([
      "2009",
      "2009-12",
      "2010-02-28",
      "2004-02-29",
      "2009-12-31",
    ]);
  });
  it("says no more than is known", () => {
    expect(sayDate("1989", "en")).toBe("1989");
    expect(sayDate("1989-08", "en")).toBe("August 1989");
    expect(sayDate("1957-03-09", "ja")).toBe("1957年3月9日");
  });
  it("sorts partial dates at their first day and unknown ones last", () => {
    expect(["1990", undefined, "1989-12-31", "1990-01"].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      "1989-12-31",
      "1990",
      "1990-01",
      undefined,
    ]);
  });
  it("places dates on a line", () => {
    expect(decimalYear("1989")).toBe(1989);
    expect(decimalYear("1989-07")).toBe(1989.5);
  });
});

describe("the time of a question", () => {
  it("survives the address", () => {
    for (const t of [
      { mode: "now" },
      { mode: "any" },
      { mode: "day", date: "1989-08" },
      { mode: "span", from: "1960", to: "1970-03" },
      { mode: "span", from: "1960", to: undefined },
      { mode: "span", from: undefined, to: "1970-03" },
    ] as const) {
      const params = new URLSearchParams();
      for (const [k, v] of Object.entries(timeParams(t))) if (v) params.set(k, v);
      expect(timeOf(params)).toEqual(t);
    }
  });
  it("is in order where the span can hold a day", () => {
    expect(
      ["1989-08 1989", "1989 1989", "1989-08-31 1989-08", "1960 1970-03"].map((s) =>
        inOrder(...(s.split(" ") as [string, string])),
      ),
    ).toEqual([true, true, true, true]);
    expect(inOrder("1989-08", "1989-07-31")).toBe(false);
  });
  it("takes what is no date as absent", () => {
    expect(timeOf(new URLSearchParams("as_of=<b>"))).toEqual({ mode: "now" });
    expect(timeOf(new URLSearchParams("from_date=1960-13&to_date=1970"))).toEqual({
      mode: "span",
      from: undefined,
      to: "1970",
    });
    expect(timeOf(new URLSearchParams("from_date=x&to_date=y"))).toEqual({ mode: "now" });
  });
  it("tells what of an address it does not follow", () => {
    const told = (q: string): string[] => misread(new URLSearchParams(q));
    expect(told("as_of=<b>&lang=ja")).toEqual(["as_of=<b>"]);
    expect(told("as_of=1989&from_date=1980")).toEqual(["from_date=1980"]);
    expect(told("from_date=1960&to_date=soon")).toEqual(["to_date=soon"]);
    expect(told("time=then")).toEqual(["time=then"]);
    for (const q of ["", "as_of=1989-08", "from_date=1960", "to_date=1960", "time=any"]) expect(told(q)).toEqual([]);
  });
});

describe("the film of the years", () => {
  it("goes on from where a day or span stands, and begins anew at the end", () => {
    expect(firstFrame({ mode: "day", date: "1989-08" }, 1955, 2026)).toEqual({ mode: "day", date: "1989-08" });
    expect(firstFrame({ mode: "now" }, 1955, 2026)).toEqual({ mode: "day", date: "1955" });
    expect(firstFrame({ mode: "day", date: "1868" }, 1955, 2026)).toEqual({ mode: "day", date: "1955" });
    expect(firstFrame({ mode: "span", from: "1980", to: "1989" }, 1955, 2026)).toMatchObject({ from: "1980" });
    expect(firstFrame({ mode: "span", from: "2017", to: "2026" }, 1955, 2026)).toEqual({
      mode: "span",
      from: "1955",
      to: "1964",
    });
  });
  it("moves a span as a whole and ends with the last year", () => {
    expect(nextFrame({ mode: "day", date: "1989-08" }, 2026)).toEqual({ mode: "day", date: "1990" });
    expect(nextFrame({ mode: "day", date: "2026" }, 2026)).toBeUndefined();
    expect(nextFrame({ mode: "span", from: "1980-04", to: "1989" }, 2026)).toEqual({
      mode: "span",
      from: "1981",
      to: "1990",
    });
    expect(nextFrame({ mode: "span", from: "2017", to: "2026" }, 2026)).toBeUndefined();
    expect(nextFrame({ mode: "now" }, 2026)).toBeUndefined();
    expect(nextFrame({ mode: "span", from: undefined, to: "1989" }, 2026)).toMatchObject({
      from: undefined,
      to: "1990",
    });
    expect(nextFrame({ mode: "span", from: "1980", to: undefined }, 2026)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { fill, percent } from "./words";

describe("fill", () => {
  it("parts singular and plural in English by n", () => {
    expect(fill("{n} tie|{n} ties", { n: 1 }, "en")).toBe("1 tie");
    expect(fill("{n} tie|{n} ties", { n: 1200 }, "en")).toBe("1,200 ties");
  });
  it("leaves Japanese whole and unknown names visible", () => {
    expect(fill("{n}件", { n: 3 }, "ja")).toBe("3件");
    expect(fill("{who}", {}, "en")).toBe("{who}");
  });
  it("does not interpret a value as a template", () => {
    expect(fill("{a}{b}", { a: "{b}", b: "x" }, "en")).toBe("{b}x");
  });
});

describe("percent", () => {
  it("is as fine as asked, and no finer than it must be", () => {
    expect([percent(0.5), percent(0.126), percent(0.005, 1), percent(0.05, 1)]).toEqual(["50%", "13%", "0.5%", "5%"]);
  });
});

describe("Japanese words", () => {
  const files = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "!../**/*.test.ts", "!../lib/api-document.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const japanese = Object.entries(files).flatMap(([file, code]) =>
    [...code.matchAll(/"(?:[^"\\\n]|\\.)*"/g)]
      .map(([text]) => ({ file, text }))
      .filter(({ text }) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text)),
  );
  it("are set with full-width brackets and question marks", () => {
    expect(japanese.length).toBeGreaterThan(300);
    expect(japanese.filter(({ text }) => /[()]|[\u3040-\u30ff\u4e00-\u9fff][?]/.test(text))).toEqual([]);
  });
});

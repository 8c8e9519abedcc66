import { describe, expect, it } from "vitest";
import { fill } from "./words";

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

import { describe, expect, it } from "vitest";
import { coverage } from "./Data";

describe("coverage", () => {
  it("counts a tie once per publisher, whoever held it", () => {
    const c = coverage({
      edges: [
        { id: "a1", kind: "sister_of", source: "x", target: "y", tie: "a", directed: false, citations: ["s1"] },
        { id: "a2", kind: "sister_of", source: "z", target: "y", tie: "a", directed: false, citations: ["s1", "s2"] },
        { id: "b", kind: "sister_of", source: "x", target: "w", tie: "b", directed: false, citations: ["s3"] },
        { id: "m", kind: "member_of", source: "x", target: "o", directed: false, citations: ["s2"] },
      ],
      sources: [
        { id: "s1", locator: "-", publisher: "City" },
        { id: "s2", locator: "-", url: "https://www.example.org/page" },
        { id: "s3", locator: "-", publisher: "City" },
      ],
    });
    expect(c).toMatchObject({ ties: 2, single: 1 });
    expect(c.publishers.map((p) => [p.name, p.ties])).toEqual([
      ["City", 2],
      ["example.org", 1],
    ]);
  });
});

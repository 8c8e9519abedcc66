import { describe, expect, it } from "vitest";
import { parseSaved } from "./saved";

describe("saved views", () => {
  it("come back, and nothing else does", () => {
    const good = { name: "Shizuoka", address: "/explore?from=jp-22" };
    expect(parseSaved(JSON.stringify([good, { name: 1 }, { name: "x", address: "//elsewhere" }, null]))).toEqual([
      good,
    ]);
    expect(parseSaved("{")).toEqual([]);
    expect(parseSaved(null)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { csv, fileName } from "./download";

describe("csv", () => {
  it("quotes what must be and defuses formulas", () => {
    expect(csv([["a,b", 'say "x"', "=1+1", 3, undefined]])).toBe('\ufeff"a,b","say ""x""",\'=1+1,3,\r\n');
    for (const v of [" =1", "\n=1", "＝1", "\u3000+1", "-1", "@x"])
      expect(csv([[v]]).replace(/^\ufeff"?/u, "")).toMatch(/^'/u);
    expect(csv([["a=1"]])).toBe("\ufeffa=1\r\n");
  });
});

describe("fileName", () => {
  it("keeps letters of any script and nothing that a shell would mind", () => {
    expect(fileName(["仙台市", undefined, "1989-08", "../x"], "csv")).toBe("enishi-仙台市-1989-08--x.csv");
  });
});

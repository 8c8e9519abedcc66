import { describe, expect, it } from "vitest";
import { safeUrl, shortUrl } from "./Sources";

describe("an address of a source", () => {
  it("is read in its own letters, without what every address begins with", () => {
    expect(shortUrl("https://www.city.sendai.jp/")).toBe("city.sendai.jp");
    expect(shortUrl("https://example.jp/%E5%A7%89%E5%A6%B9/")).toBe("example.jp/姉妹");
    expect(shortUrl(`https://example.jp/${"a".repeat(80)}`)).toHaveLength(60);
  });

  it("stays as it is written where its letters are broken, turn around or break the line", () => {
    for (const url of ["example.jp/%E5%A7", "example.jp/%E2%80%AEfdp", "example.jp/a%20b", "example.jp/%0Ab"])
      expect(shortUrl(`https://${url}`)).toBe(url);
  });

  it("is a link only on the web", () => {
    expect(safeUrl("https://example.jp")).toBe("https://example.jp");
    for (const url of ["javascript:alert(1)", "data:text/html,x", "//example.jp", "", undefined])
      expect(safeUrl(url)).toBeUndefined();
  });
});

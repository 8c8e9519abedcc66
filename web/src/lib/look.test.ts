import { describe, expect, it } from "vitest";
import { parseLook, roundLook, sameLook, sayLook } from "./look";

describe("the part of a picture in an address", () => {
  it("is read as it was written", () => {
    const look = roundLook({ x: 0.123456, y: -0.00001, ratio: 1 / 3 });
    const again = parseLook(sayLook(look));
    expect(again && sameLook(again, look)).toBe(true);
  });

  it.each([null, "", "1", "1:2", "a:b:c", "0.5:0.5:0", "0.5:0.5:-1", "NaN:0:1", "0:Infinity:1"])(
    "is none where %j is no part",
    (text) => expect(parseLook(text)).toBeUndefined(),
  );
});

import { describe, expect, it } from "vitest";
import { ems, names, type Beside, type Place } from "./names";

const SIZE = 13;
const [W, H] = [900, 400];
const place = (id: string, x: number, y: number, more: Partial<Place> = {}): Place => ({
  id,
  label: `Name of ${id}`,
  at: [x, y],
  radius: 5,
  must: false,
  ...more,
});

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
/** As a browser draws it, by the rules of SVG text. */
function drawn(p: Place, { dx, dy, anchor }: Beside): Box {
  const long = ems(p.label) * SIZE;
  const left = p.at[0] + dx - { start: 0, middle: long / 2, end: long }[anchor];
  return { left, right: left + long, top: p.at[1] + dy - 0.8 * SIZE, bottom: p.at[1] + dy + 0.2 * SIZE };
}
const apart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/** The same numbers in every run (Park and Miller 1988). */
function random(seed: number): () => number {
  let s = seed;
  return () => (s = (s * 48271) % 2147483647) / 2147483647;
}

describe("names on the map", () => {
  it("stand outwards of their marks, inwards at the edge of the sheet", () => {
    const at = names([place("jp", 200, 200), place("us", 700, 200), place("edge", 890, 100)], SIZE, W, H);
    expect(at.get("jp")?.anchor).toBe("end");
    expect(at.get("us")?.anchor).toBe("start");
    expect(at.get("edge")?.anchor).toBe("end");
  });

  it("are never over another, over a mark or over the edge, however the marks lie", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = random(seed);
      const places = Array.from({ length: 60 }, (_, i) =>
        place(`${seed}-${i}`, next() * W, next() * H, { label: i % 2 ? "滋賀県" : "Sault Ste. Marie" }),
      );
      const at = names(places, SIZE, W, H);
      const boxes = places.flatMap((p) => {
        const beside = at.get(p.id);
        return beside ? [{ p, box: drawn(p, beside) }] : [];
      });
      expect(boxes.length).toBeGreaterThan(10);
      for (const { p, box } of boxes) {
        expect(box.left >= 0 && box.right <= W && box.top >= 0 && box.bottom <= H).toBe(true);
        expect(boxes.every((o) => o.p === p || apart(o.box, box))).toBe(true);
        const marks = places
          .filter((o) => o !== p)
          .map(({ at: [x, y] }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
        expect(marks.every((mark) => apart(box, mark))).toBe(true);
      }
    }
  });

  it("give way to those that come first and to one that must be there, which is written in any case", () => {
    const heap = [place("a", 300, 200), place("b", 301, 201), place("c", 302, 202, { must: true })];
    expect([...names(heap, SIZE, W, H).keys()]).toContain("c");
    const [first] = names([place("a", 300, 200), place("b", 300, 200)], SIZE, W, H).keys();
    expect(first).toBe("a");
    const many = Array.from({ length: 400 }, (_, i) => place(`${i}`, (i * 37) % W, (i * 53) % H, { must: i === 399 }));
    expect([...names(many, SIZE, W, H).keys()]).toContain("399");
    const off = names([place("off", -50, -50), place("must", -50, -50, { must: true })], SIZE, W, H);
    expect([...off.keys()]).toEqual(["must"]);
  });

  it("are measured by their script", () => {
    expect(ems("浜松市")).toBe(3);
    expect(ems("Ann")).toBeCloseTo(1.86);
  });
});

import { describe, expect, it } from "vitest";
import { settle, start, unit, type Job } from "./layout";

const star = (n: number, more: Partial<Job> = {}): Job => ({
  ids: Array.from({ length: n }, (_, i) => `node-${i}`),
  edges: Array.from({ length: n - 1 }, (_, i) => [0, i + 1]),
  at: Array.from({ length: n }, () => undefined),
  fixed: Array.from({ length: n }, () => false),
  sizes: Array.from({ length: n }, () => 5),
  ...more,
});
const xy = (p: Float32Array, i: number): [number, number] => [p[2 * i] ?? NaN, p[2 * i + 1] ?? NaN];

describe("layout", () => {
  it("draws the same picture for the same question", () => {
    expect(settle(star(40))).toEqual(settle(star(40)));
  });
  it("leaves nobody at the same place and every place finite", () => {
    const p = settle(star(60));
    const places = new Set(Array.from({ length: 60 }, (_, i) => xy(p, i).map(Math.round).join()));
    expect(places.size).toBe(60);
    expect([...p].every(Number.isFinite)).toBe(true);
  });
  it("does not move what stands, and puts the new beside its neighbour", () => {
    const job = star(3, { at: [[100, 50], [120, 50], undefined], fixed: [true, true, false] });
    const p = settle(job);
    expect(xy(p, 0)).toEqual([100, 50]);
    expect(xy(p, 1)).toEqual([120, 50]);
    const [x, y] = start(job)[2] ?? [0, 0];
    expect(Math.hypot(x - 100, y - 50)).toBeLessThan(30);
  });
  it("stands the leaves of a star in two bows about the hub, each on a line of its own", () => {
    const p = settle(star(41));
    const [hx] = xy(p, 0);
    const leaves = Array.from({ length: 40 }, (_, i) => xy(p, i + 1));
    for (const side of [leaves.filter(([x]) => x > hx), leaves.filter(([x]) => x < hx)]) {
      expect(side).toHaveLength(20);
      const heights = side.map(([, y]) => y).sort((a, b) => a - b);
      const gaps = heights.slice(1).map((y, i) => y - (heights[i] ?? 0));
      expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.01);
    }
  });
  it("leaves what is no star, or stands already, to the forces", () => {
    const standing = star(41, {
      at: Array.from({ length: 41 }, (_, i) => (i < 3 ? [i * 10, 0] : undefined)),
      fixed: Array.from({ length: 41 }, (_, i) => i < 3),
    });
    const ring = star(41, { edges: Array.from({ length: 41 }, (_, i) => [i, (i + 1) % 41]) });
    const two = star(41, { edges: Array.from({ length: 40 }, (_, i) => [i < 20 ? 0 : 1, i + 1]) });
    for (const job of [standing, ring, two]) {
      const p = settle(job);
      const heights = Array.from({ length: 40 }, (_, i) => xy(p, i + 1)[1]).sort((a, b) => a - b);
      const gaps = heights.slice(1).map((y, i) => y - (heights[i] ?? 0));
      expect(Math.max(...gaps) / Math.max(1e-9, Math.min(...gaps))).toBeGreaterThan(2);
    }
  });
  it("takes one node, none, and loose ones", () => {
    expect(settle(star(1))).toHaveLength(2);
    expect(settle({ ids: [], edges: [], at: [], fixed: [], sizes: [] })).toHaveLength(0);
    expect([...settle({ ...star(5), edges: [] })].every(Number.isFinite)).toBe(true);
  });
  it("spreads texts over the unit interval", () => {
    const units = Array.from({ length: 200 }, (_, i) => unit(`jp-${i}`));
    expect(Math.min(...units)).toBeLessThan(0.1);
    expect(Math.max(...units)).toBeGreaterThan(0.9);
  });
});

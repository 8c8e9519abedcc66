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

import { describe, expect, it } from "vitest";
import { arc, bend, inOkinawa, japan, pacific, place, pointOf } from "./geo";
import type { GraphNode } from "../lib/types";

const sendai = { lat: 38.27, lon: 140.87 };
const riverside = { lat: 33.95, lon: -117.4 };
const boston = { lat: 42.36, lon: -71.06 };
const honolulu = { lat: 21.3, lon: -157.86 };
const miami = { lat: 25.8, lon: -80.2 };

describe("the Pacific sheet", () => {
  const s = pacific(1000, 420);
  const at = (p: { lat: number; lon: number }): [number, number] => place(s, p) ?? [NaN, NaN];
  it("holds Japan left, Hawaii in the middle, America right", () => {
    const xs = [sendai, honolulu, riverside, boston].map((p) => at(p)[0]);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    for (const p of [sendai, riverside, boston, honolulu, miami, { lat: 26.2, lon: 127.7 }]) {
      const [x, y] = at(p);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(1000);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(420);
    }
  });
  it("has no place for an unknown position", () => {
    expect(place(s, undefined)).toBeUndefined();
  });
  it("keeps arcs on the sheet, also to the far north-east", () => {
    for (const p of [boston, { lat: 64.8, lon: -147.7 }, { lat: 47.6, lon: -122.3 }]) {
      const [x1, y1] = at(sendai);
      const [x2, y2] = at(p);
      const top = (y1 + y2) / 4 + ((y1 + y2) / 2 - Math.hypot(x2 - x1, y2 - y1) * bend(p.lat)) / 2;
      expect(top).toBeGreaterThan(0);
    }
  });
});

describe("arcs", () => {
  it("rise more the further north they end", () => {
    expect(bend(45)).toBeGreaterThan(bend(25));
    expect(bend(90)).toBe(bend(49));
  });
  it("start and end at their places", () => {
    expect(arc([0, 10], [100, 10], 0.2)).toBe("M0.0 10.0Q50.0 -10.0 100.0 10.0");
  });
});

describe("Japan alone", () => {
  it("puts Okinawa into its box, and nothing else", () => {
    expect(inOkinawa({ lat: 26.2, lon: 127.7 })).toBe(true);
    expect(inOkinawa({ lat: 24.3, lon: 124.2 })).toBe(true);
    expect(inOkinawa({ lat: 31.6, lon: 130.6 })).toBe(false);
    const s = japan(300, 340);
    for (const p of [sendai, { lat: 43.06, lon: 141.35 }, { lat: 31.6, lon: 130.6 }, { lat: 32.75, lon: 129.88 }]) {
      const [x, y] = place(s, p) ?? [NaN, NaN];
      expect(x > 0 && x < 300 && y > 0 && y < 340).toBe(true);
    }
  });
});

describe("pointOf", () => {
  it("falls back on the node that holds it", () => {
    const state: GraphNode = {
      id: "us-ca",
      kind: "partner",
      label: "California",
      names: {},
      citations: [],
      point: riverside,
    };
    const town: GraphNode = { id: "t", kind: "partner", label: "T", names: {}, citations: [], within: "us-ca" };
    const lost: GraphNode = { id: "l", kind: "partner", label: "L", names: {}, citations: [] };
    const all = new Map([state, town, lost].map((n) => [n.id, n]));
    expect(pointOf(town, all)).toEqual(riverside);
    expect(pointOf(lost, all)).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { index } from "../../lib/network";
import type { GraphEdge, GraphNode } from "../../lib/types";
import { reached, shared } from "./shared";

const node = (id: string): GraphNode => ({ id, kind: "municipality", label: id, names: {}, citations: [] });
const edge = (source: string, target: string): GraphEdge => ({
  id: `${source}-${target}`,
  kind: "sister_of",
  source,
  target,
  directed: false,
  citations: [],
});
/** A chain a–b–c–d, a side arm b–x, and one that stands alone. */
const net = index(["a", "b", "c", "d", "x", "alone"].map(node), [
  edge("a", "b"),
  edge("c", "b"),
  edge("c", "d"),
  edge("x", "b"),
  edge("a", "a"),
]);

describe("what two networks share", () => {
  it("is counted in steps, whichever way a line points, no farther than asked", () => {
    expect(reached(net, "a", 2)).toEqual(new Map(Object.entries({ a: 0, b: 1, c: 2, x: 2 })));
    expect(reached(net, "alone", 2)).toEqual(new Map([["alone", 0]]));
  });

  it("is what both reach, neither of them itself, nearest first", () => {
    const [a, c] = [reached(net, "a", 2), reached(net, "c", 2)];
    expect(shared(a, c)).toEqual([
      { id: "b", a: 1, b: 1 },
      { id: "x", a: 2, b: 2 },
    ]);
    expect(shared(a, reached(net, "alone", 2))).toEqual([]);
  });
});

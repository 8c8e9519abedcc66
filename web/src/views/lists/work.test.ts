import { describe, expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "../../lib/types";
import { anniversaries, gaps } from "./work";

const node = (id: string, kind: GraphNode["kind"], within?: string, level?: string): GraphNode => ({
  id,
  kind,
  label: id,
  names: {},
  ...(within ? { within } : {}),
  ...(level ? { level } : {}),
});
const tie = (source: string, target: string, signed?: string): GraphEdge => ({
  id: `${source}-${target}`,
  kind: "sister_of",
  source,
  target,
  tie: `tie-${source}-${target}`,
  ...(signed ? { signed } : {}),
});
const nodes = [
  node("miyagi", "prefecture"),
  node("shiga", "prefecture"),
  node("sendai", "municipality", "miyagi"),
  node("otsu", "municipality", "shiga"),
  node("kusatsu", "municipality", "shiga"),
  node("de", "partner", undefined, "state"),
  node("mi", "partner", undefined, "state"),
  node("ca", "partner", undefined, "state"),
  node("lansing", "partner", "mi", "city"),
  node("pontiac", "partner", "mi", "city"),
  node("riverside", "partner", "ca", "city"),
];

describe("gaps", () => {
  it("names pairs with ties on one level only", () => {
    const edges = [tie("miyagi", "de"), tie("sendai", "riverside"), tie("otsu", "lansing"), tie("kusatsu", "pontiac")];
    expect(gaps(nodes, edges).map((g) => [g.kind, g.prefecture, g.state])).toEqual([
      ["nothing-below", "miyagi", "de"],
      ["nothing-above", "shiga", "mi"],
    ]);
  });
  it("has none where both levels are tied, and lets no cross-level tie fill one", () => {
    expect(gaps(nodes, [tie("shiga", "mi"), tie("otsu", "lansing"), tie("kusatsu", "pontiac")])).toEqual([]);
    expect(gaps(nodes, [tie("miyagi", "de"), tie("sendai", "de")]).map((g) => g.kind)).toEqual(["nothing-below"]);
  });
  it("takes a single municipal tie for no cluster", () => {
    expect(gaps(nodes, [tie("sendai", "riverside")])).toEqual([]);
    expect(gaps(nodes, [tie("sendai", "riverside")], 1)).toHaveLength(1);
  });
});

describe("anniversaries", () => {
  it("are round ones, longest first, dated ones only", () => {
    const edges = [
      tie("sendai", "riverside", "1957-03-09"),
      tie("otsu", "lansing", "2002"),
      tie("kusatsu", "pontiac", "1990"),
      tie("miyagi", "de"),
    ];
    expect(anniversaries(edges, 2027).map((a) => [a.years, a.edge.id])).toEqual([
      [70, "sendai-riverside"],
      [25, "otsu-lansing"],
    ]);
  });
});

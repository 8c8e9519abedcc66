import { describe, expect, it } from "vitest";
import { parseState, requests, toggled } from "./state";

const parse = (q: string) => parseState(new URLSearchParams(q));

describe("the explore address", () => {
  it("holds the whole question", () => {
    const s = parse(
      "from=jp-22,us-ca&depth=2&x=jp-22130:member_of:organization:50&hide=a&pin=jp-22130:12.5:-3&node_kind=partner&decade=1980,1990&level=municipal&group=place&colour=sector&tab=walk&sort=-kind&pane=lists&sel=jp-22130",
    );
    expect(s).toMatchObject({
      from: ["jp-22", "us-ca"],
      depth: 2,
      expansions: [{ id: "jp-22130", edgeKind: "member_of", nodeKind: "organization", limit: 50 }],
      hidden: ["a"],
      pins: [{ id: "jp-22130", x: 12.5, y: -3 }],
      nodeKinds: ["partner"],
      facets: { status: [], tie_kind: [], level: ["municipal"], decade: ["1980", "1990"] },
      group: true,
      colour: "sector",
      tab: "walk",
      sort: { by: "kind", down: true },
      pane: "lists",
      selected: "jp-22130",
    });
  });
  it("takes no nonsense from it", () => {
    const s = parse("depth=99&x=a:b:c,jp-1:sister_of:partner:99999&pin=a:x:y&tab=<b>&colour=red&sort=<i>&pane=x");
    expect(s.depth).toBe(6);
    expect(s.expansions).toEqual([{ id: "jp-1", edgeKind: "sister_of", nodeKind: "partner", limit: 500 }]);
    expect(s.pins).toEqual([]);
    expect([s.tab, s.colour, s.sort.by, s.pane]).toEqual(["table", "kind", "since", "picture"]);
  });
});

describe("requests", () => {
  it("asks nothing without a start, the base first, then each expansion", () => {
    expect(requests(parse(""), {})).toEqual([]);
    const r = requests(parse("from=jp-22&x=jp-22130:sister_of:partner:50"), { as_of: "1989-08" });
    expect(r.map((x) => x.path)).toEqual(["/graph", "/graph"]);
    expect(r[0]?.params).toMatchObject({ from: ["jp-22"], depth: 1, as_of: "1989-08" });
    expect(r[1]?.params).toMatchObject({ from: "jp-22130", edge_kind: "sister_of", limit: 50, as_of: "1989-08" });
  });
  it("asks for partners of a body", () => {
    expect(requests(parse("from=jp-27&base=partners"), {})[0]?.path).toBe("/nodes/jp-27/partners");
  });
});

describe("toggled", () => {
  const all = ["a", "b", "c"];
  it("says all by nothing, and never none", () => {
    expect(toggled(all, [], "b")).toBe("a,c");
    expect(toggled(all, ["a", "c"], "b")).toBe("");
    expect(toggled(all, ["a"], "a")).toBe("");
  });
});

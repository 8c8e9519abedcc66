import { describe, expect, it } from "vitest";
import {
  FACETS,
  facetOf,
  grouped,
  index,
  joined,
  lineages,
  only,
  tieCount,
  unite,
  visible,
  type Shown,
} from "./network";
import type { GraphEdge, GraphNode, Network, NodeKind } from "./types";

const node = (id: string, kind: NodeKind, within?: string): GraphNode => ({
  id,
  kind,
  label: id,
  names: {},
  citations: [],
  ...(within ? { within } : {}),
});
const tie = (id: string, source: string, target: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id,
  kind: "sister_of",
  source,
  target,
  directed: false,
  citations: [],
  ...more,
});
const network = (nodes: GraphNode[], edges: GraphEdge[]): Network => ({ meta: {}, nodes, edges, sources: [] });
const NONE = { status: [], tie_kind: [], level: [], decade: [] };
const ALL: Shown = { nodeKinds: [], edgeKinds: [], confidence: "", facets: NONE, hidden: new Set() };

// Sanbongi signed with Dublin, Osaka inherited; Osaka has a second tie of its own; a society belongs to Dublin.
const nodes = [
  node("osaki", "municipality", "jp-04"),
  node("sanbongi", "municipality", "jp-04"),
  node("dublin", "partner", "us-ga"),
  node("middletown", "partner", "us-oh"),
  node("society", "organization"),
];
const edges = [
  tie("heir", "osaki", "dublin", { tie: "t1", role: "inherited", valid: { from: "2006-03-31" }, confidence: "high" }),
  tie("signed", "sanbongi", "dublin", { tie: "t1", role: "original", valid: { from: "1998-05", to: "2006-03-31" } }),
  tie("own", "osaki", "middletown", { tie: "t2", role: "original", confidence: "low", status: "ended" }),
  tie("member", "society", "dublin", { kind: "member_of" }),
];
const net = index(nodes, edges);

describe("lineages", () => {
  it("count once, hold their bodies in order, and end with the heir", () => {
    expect(tieCount(edges)).toBe(2);
    const t1 = lineages(edges).find((l) => l.tie === "t1");
    expect(t1?.edges.map((e) => e.id)).toEqual(["signed", "heir"]);
    expect(t1?.edge.id).toBe("heir");
  });
});

describe("the partners of a body", () => {
  it("are the ends of its ties; the states that the answer only names are left out, and the body stays without a tie", () => {
    const answer = network([...nodes, node("us-ga", "partner"), node("jp-47", "prefecture")], edges);
    expect(joined(answer, ["jp-47"]).nodes.map((n) => n.id)).toEqual([...nodes.map((n) => n.id), "jp-47"]);
  });
});

describe("unite", () => {
  it("names every record once", () => {
    const u = unite([network(nodes.slice(0, 3), edges.slice(0, 2)), network(nodes, edges)]);
    expect(u.nodes.map((n) => n.id)).toEqual(nodes.map((n) => n.id));
    expect(u.edges).toHaveLength(4);
    expect(u.at.get("dublin")?.map((e) => e.id)).toEqual(["heir", "signed", "member"]);
  });
});

describe("only", () => {
  it("keeps the neighbours of the asked kind, and no other of the answer", () => {
    const part = only(network(nodes, edges), "dublin", "sister_of", "municipality");
    expect(part.nodes.map((n) => n.id).sort()).toEqual(["dublin", "osaki", "sanbongi"]);
    expect(part.edges.map((e) => e.id)).toEqual(["heir", "signed"]);
  });
});

describe("visible", () => {
  it("is all by default", () => {
    expect(visible(net, ALL, new Set()).edges).toHaveLength(4);
  });
  it("takes off nodes that only a hidden edge held, but never a root", () => {
    const shown = { ...ALL, edgeKinds: ["sister_of"] };
    expect(visible(net, shown, new Set()).nodes.map((n) => n.id)).not.toContain("society");
    expect(visible(net, shown, new Set(["society"])).nodes.map((n) => n.id)).toContain("society");
  });
  it("counts unstated confidence as medium", () => {
    const ids = visible(net, { ...ALL, confidence: "medium" }, new Set()).edges.map((e) => e.id);
    expect(ids).toEqual(["heir", "signed", "member"]);
  });
  it("tests a status only where there is one", () => {
    const ids = visible(net, { ...ALL, facets: { ...NONE, status: ["active"] } }, new Set()).edges.map((e) => e.id);
    expect(ids).toEqual(["heir", "signed", "member"]);
  });
  it("takes off what was taken off by hand", () => {
    const v = visible(net, { ...ALL, hidden: new Set(["dublin"]) }, new Set());
    expect(v.edges.map((e) => e.id)).toEqual(["own"]);
    expect(v.nodes.map((n) => n.id)).toEqual(["osaki", "middletown"]);
  });
});

describe("grouped", () => {
  it("draws one line per pair of groups and counts lineages on it", () => {
    const g = grouped(net, (id) => ({ "jp-04": "Miyagi" })[id]);
    expect(g.net.byId.get("jp-04")?.label).toBe("Miyagi");
    expect(g.members.get("jp-04")).toEqual(["osaki", "sanbongi"]);
    expect(g.weight.get("sister_of:jp-04:us-ga")).toBe(1);
    expect(g.net.byId.has("society")).toBe(true);
  });
});

describe("facets", () => {
  const places = [
    node("jp-04", "prefecture"),
    { ...node("us-de", "partner"), level: "state" as const },
    node("osaki", "municipality", "jp-04"),
    { ...node("dublin", "partner", "us-ga"), level: "city" as const },
    { ...node("guam", "partner"), level: "territory" as const },
    { ...node("ward", "partner", "us-ga"), level: "district" as const },
  ];
  const between = [
    tie("states", "jp-04", "us-de", { tie_kind: "sister-state", signed: "1997-09-14", status: "active" }),
    tie("cities", "osaki", "dublin", { tie_kind: "sister-city", signed: "1998", status: "ended" }),
    tie("across", "osaki", "us-de", { tie_kind: "friendship" }),
    tie("member", "osaki", "dublin", { kind: "member_of" }),
    tie("territory", "osaki", "guam", { tie_kind: "friendship", signed: "1970" }),
    tie("district", "osaki", "ward", { tie_kind: "friendship", signed: "1970" }),
  ];
  const all = index(places, between);
  const shownBy = (facets: Partial<Shown["facets"]>): string[] =>
    visible(all, { ...ALL, facets: { ...NONE, ...facets } }, new Set()).edges.map((e) => e.id);
  it("are in the words of the API, and none for what is no tie", () => {
    expect(between.map((e) => FACETS.map((f) => facetOf(f, e, all.byId)))).toEqual([
      ["active", "sister-state", "prefecture-state", "1990"],
      ["ended", "sister-city", "municipal", "1990"],
      [undefined, "friendship", "cross-level", "unknown"],
      [undefined, undefined, undefined, undefined],
      [undefined, "friendship", "cross-level", "1970"],
      [undefined, "friendship", "municipal", "1970"], // a district in a state is none
    ]);
  });
  it("narrow the ties and leave other lines alone", () => {
    expect(shownBy({ level: ["municipal"] })).toEqual(["cities", "member", "district"]);
    expect(shownBy({ decade: ["1990"], tie_kind: ["sister-state", "friendship"] })).toEqual(["states", "member"]);
    expect(shownBy({ decade: ["unknown"] })).toEqual(["across", "member"]);
  });
});

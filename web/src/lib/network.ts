/** What a view does with networks it has: unite, filter, count, group. Pure, nothing fetched. */
import { sortKey } from "./date";
import type { EdgeKind, GraphEdge, GraphNode, Network, NodeKind, Source } from "./types";

export interface Indexed {
  nodes: GraphNode[];
  edges: GraphEdge[];
  byId: Map<string, GraphNode>;
  edgeById: Map<string, GraphEdge>;
  /** Edges at each node, in the network's order. */
  at: Map<string, GraphEdge[]>;
  sources: Map<string, Source>;
}

export function index(nodes: GraphNode[], edges: GraphEdge[], sources: Iterable<Source> = []): Indexed {
  const at = new Map<string, GraphEdge[]>(nodes.map((n) => [n.id, []]));
  for (const e of edges) {
    at.get(e.source)?.push(e);
    if (e.target !== e.source) at.get(e.target)?.push(e);
  }
  return {
    nodes,
    edges,
    byId: new Map(nodes.map((n) => [n.id, n])),
    edgeById: new Map(edges.map((e) => [e.id, e])),
    at,
    sources: new Map([...sources].map((s) => [s.id, s])),
  };
}

/** Several answers as one network; the first to name a record wins. */
export function unite(parts: readonly Network[]): Indexed {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const sources = new Map<string, Source>();
  for (const p of parts) {
    for (const n of p.nodes) if (!nodes.has(n.id)) nodes.set(n.id, n);
    for (const e of p.edges) if (!edges.has(e.id)) edges.set(e.id, e);
    for (const s of p.sources) if (!sources.has(s.id)) sources.set(s.id, s);
  }
  return index([...nodes.values()], [...edges.values()], sources.values());
}

export const far = (e: GraphEdge, id: string): string => (e.source === id ? e.target : e.source);

/** The part of an expansion that was asked for: the node and its neighbours of one kind over one kind of edge. */
export function only(n: Network, center: string, edgeKind: EdgeKind, nodeKind: NodeKind): Network {
  const kinds = new Map(n.nodes.map((x) => [x.id, x.kind]));
  const keep = new Set([center]);
  for (const e of n.edges)
    if (e.kind === edgeKind && (e.source === center || e.target === center) && kinds.get(far(e, center)) === nodeKind)
      keep.add(far(e, center));
  return {
    ...n,
    nodes: n.nodes.filter((x) => keep.has(x.id)),
    edges: n.edges.filter((e) => keep.has(e.source) && keep.has(e.target)),
  };
}

/** A network without the nodes that its answer only names, such as the states that partners lie in. The roots stay. */
export function joined(n: Network, roots: readonly string[]): Network {
  const ends = new Set([...roots, ...n.edges.flatMap((e) => [e.source, e.target])]);
  return { ...n, nodes: n.nodes.filter((x) => ends.has(x.id)) };
}

/** What ties are told apart by. */
export const FACETS = ["status", "tie_kind", "level", "decade"] as const;
export type Facet = (typeof FACETS)[number];

const STATE_LEVELS: readonly (string | undefined)[] = ["state", "territory", "district"];

/** A prefecture, or its counterpart: a state, territory or federal district that lies in no other. */
export const isUpper = (n: GraphNode | undefined): boolean =>
  n?.kind === "prefecture" || (n?.kind === "partner" && n.within === undefined && STATE_LEVELS.includes(n.level));

const FACET: Record<Facet, (e: GraphEdge, byId: ReadonlyMap<string, GraphNode>) => string | undefined> = {
  status: (e) => e.status,
  tie_kind: (e) => e.tie_kind,
  level: (e, byId) =>
    ["municipal", "cross-level", "prefecture-state"][[e.source, e.target].filter((id) => isUpper(byId.get(id))).length],
  decade: (e) => (e.signed ? `${e.signed.slice(0, 3)}0` : "unknown"),
};

/** The value of a tie, in the words of the API's tallies; other edges and ties between groups have none. */
export const facetOf = (facet: Facet, e: GraphEdge, byId: ReadonlyMap<string, GraphNode>): string | undefined =>
  e.kind === "sister_of" && e.tie_kind !== undefined
    ? FACET[facet](e, byId)
    : facet === "status"
      ? e.status
      : undefined;

export interface Shown {
  /** Kinds shown; empty is all. */
  nodeKinds: readonly string[];
  edgeKinds: readonly string[];
  /** The least confidence shown. */
  confidence: string;
  /** Values of ties that are shown; all where none is named. */
  facets: Readonly<Record<Facet, readonly string[]>>;
  /** Nodes taken off the picture by hand. */
  hidden: ReadonlySet<string>;
}

const RANK: Record<string, number> = { low: 0, medium: 1, high: 2 };
export const confidenceOf = (x: { confidence?: string }): string => x.confidence ?? "medium";

/** The part of a network that is shown. Nodes that only a hidden edge or node held on the picture go, too, except the roots. */
export function visible(net: Indexed, shown: Shown, roots: ReadonlySet<string>): Indexed {
  const min = RANK[shown.confidence] ?? 0;
  const nodeOn = (id: string): boolean => {
    const n = net.byId.get(id);
    if (!n || shown.hidden.has(id)) return false;
    return shown.nodeKinds.length === 0 || shown.nodeKinds.includes(n.kind);
  };
  const edges = net.edges.filter(
    (e) =>
      (shown.edgeKinds.length === 0 || shown.edgeKinds.includes(e.kind)) &&
      (RANK[confidenceOf(e)] ?? 1) >= min &&
      FACETS.every((f) => isShown(shown.facets[f], facetOf(f, e, net.byId))) &&
      nodeOn(e.source) &&
      nodeOn(e.target),
  );
  const touched = new Set(edges.flatMap((e) => [e.source, e.target]));
  const lonely = (id: string): boolean => (net.at.get(id)?.length ?? 0) === 0;
  const nodes = net.nodes.filter((n) => nodeOn(n.id) && (touched.has(n.id) || roots.has(n.id) || lonely(n.id)));
  return index(nodes, edges, net.sources.values());
}

const isShown = (values: readonly string[], value: string | undefined): boolean =>
  values.length === 0 || value === undefined || values.includes(value);

export function countBy<T>(items: readonly T[], key: (x: T) => string | undefined): Map<string, number> {
  const out = new Map<string, number>();
  for (const x of items) {
    const k = key(x);
    if (k !== undefined) out.set(k, (out.get(k) ?? 0) + 1);
  }
  return out;
}

/** Lineages, not edges: a tie that a merger handed on counts once. */
export const tieCount = (edges: readonly GraphEdge[]): number =>
  new Set(edges.filter((e) => e.kind === "sister_of").map((e) => e.tie ?? e.id)).size;

/** A tie with all its holders in the network, by when they held: the earlier end first, one without an end last, as the API orders them. */
export interface Lineage {
  tie: string;
  edges: GraphEdge[];
  /** The last holder's edge. */
  edge: GraphEdge;
}

export function lineages(edges: readonly GraphEdge[]): Lineage[] {
  const ties = new Map<string, GraphEdge[]>();
  for (const e of edges) {
    if (e.kind !== "sister_of") continue;
    const tie = e.tie ?? e.id;
    ties.set(tie, [...(ties.get(tie) ?? []), e]);
  }
  return [...ties].map(([tie, held]) => {
    const sorted = held.sort(
      (a, b) =>
        cmp(sortKey(a.valid?.to), sortKey(b.valid?.to)) ||
        cmp(a.valid?.from ? sortKey(a.valid.from) : "", b.valid?.from ? sortKey(b.valid.from) : "") ||
        cmp(a.id, b.id),
    );
    return { tie, edges: sorted, edge: sorted.at(-1) as GraphEdge };
  });
}

const cmp = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The Japanese end first, whichever way the edge is stored. */
export function ends(
  e: GraphEdge,
  byId: ReadonlyMap<string, GraphNode>,
): [GraphNode | undefined, GraphNode | undefined] {
  const a = byId.get(e.source);
  const b = byId.get(e.target);
  return a?.kind === "partner" && b?.kind !== "partner" && e.kind === "sister_of" ? [b, a] : [a, b];
}

export interface Group {
  id: string;
  members: string[];
}

/** Municipalities into their prefecture, partners into their state; other kinds stay themselves. */
export function groupOf(n: GraphNode): string {
  if (n.kind === "municipality" || n.kind === "partner") return n.within ?? n.id;
  return n.id;
}

/** A network with one node per group and one edge per pair of groups and kind; `weight` counts what an edge stands for. */
export function grouped(
  net: Indexed,
  nameOf: (id: string) => string | undefined,
): { net: Indexed; weight: Map<string, number>; members: Map<string, string[]> } {
  const members = new Map<string, string[]>();
  for (const n of net.nodes) {
    const g = groupOf(n);
    members.set(g, [...(members.get(g) ?? []), n.id]);
  }
  const nodes = [...members].map(([id, inside]): GraphNode => {
    const own = net.byId.get(id);
    if (own) return own;
    const first = net.byId.get(inside[0] ?? "");
    const name = nameOf(id) ?? id;
    return {
      id,
      kind: first?.kind === "partner" ? "partner" : "prefecture",
      label: name,
      names: {},
      citations: [],
      ...(first?.point ? { point: first.point } : {}),
    };
  });
  const lines = new Map<string, GraphEdge>();
  const ties = new Map<string, Set<string>>();
  const cited = new Map<string, Set<string>>();
  for (const e of net.edges) {
    const a = net.byId.get(e.source);
    const b = net.byId.get(e.target);
    if (!a || !b) continue;
    const [s, t] = [groupOf(a), groupOf(b)];
    if (s === t) continue;
    const id = `${e.kind}:${s}:${t}`;
    if (!lines.has(id)) lines.set(id, { id, kind: e.kind, source: s, target: t, directed: e.directed, citations: [] });
    ties.set(id, (ties.get(id) ?? new Set()).add(e.tie ?? e.id));
    const sources = cited.get(id) ?? new Set();
    cited.set(id, sources);
    e.citations?.forEach((c) => sources.add(c));
  }
  return {
    net: index(
      nodes,
      [...lines.values()].map((e) => ({ ...e, citations: [...(cited.get(e.id) ?? [])] })),
      net.sources.values(),
    ),
    weight: new Map([...ties].map(([id, set]) => [id, set.size])),
    members,
  };
}

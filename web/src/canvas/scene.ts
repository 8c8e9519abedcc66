/** What the canvas draws, as data: colours, sizes and lines by the rules that the legend states. */
import { token } from "../lib/prefs";
import type { Indexed } from "../lib/network";
import { EDGE_KINDS, NODE_KINDS, type EdgeKind, type GraphEdge, type GraphNode, type NodeKind } from "../lib/types";

/** Numbers of the shapes in the node program. */
export const SHAPE: Record<NodeKind, number> = {
  municipality: 0,
  prefecture: 1,
  partner: 2,
  organization: 3,
  program: 4,
};
/** Added to a shape that is drawn as an outline: a record that only possibly holds. */
export const HOLLOW = 8;

export type ColourRule = "kind" | "sector" | "confidence";
export type SizeRule = "degree" | "population" | "same";
export type ThicknessRule = "same" | "sources" | "weight";

export interface Rules {
  colour: ColourRule;
  size: SizeRule;
  thickness: ThicknessRule;
}

/** Colour tokens by kind; edges take the colour of what they are about. */
const KIND_TOKEN: Record<NodeKind, string> = {
  prefecture: "ai",
  municipality: "ai-mid",
  partner: "shu",
  organization: "koke",
  program: "fuji",
};
const EDGE_TOKEN: Record<EdgeKind, string> = {
  sister_of: "shu",
  member_of: "koke",
  organizes: "koke",
  takes_part_in: "fuji",
  located_in: "rule-strong",
  succeeded_by: "ai",
};
export const DASH: Record<EdgeKind, number> = {
  sister_of: 0,
  member_of: 1,
  organizes: 1,
  takes_part_in: 2,
  located_in: 0,
  succeeded_by: 1,
};
const SECTOR_TOKEN: Record<string, string> = {
  "central-government": "ai",
  "prefectural-government": "ai-mid",
  "municipal-government": "v2",
  "quasi-governmental": "fuji",
  ngo: "koke",
  education: "yama",
  business: "shu",
};
const CONFIDENCE_TOKEN: Record<string, string> = { high: "ai", medium: "yama", low: "shu" };

export interface Palette {
  kind: Record<NodeKind, string>;
  edge: Record<EdgeKind, string>;
  sector: Record<string, string>;
  confidence: Record<string, string>;
  ink: string;
  muted: string;
  paper: string;
  raised: string;
  focus: string;
  faint: string;
}

const resolve = <K extends string>(table: Record<K, string>): Record<K, string> =>
  Object.fromEntries(Object.entries(table).map(([k, v]) => [k, token(v as string)])) as Record<K, string>;

export const palette = (): Palette => ({
  kind: resolve(KIND_TOKEN),
  edge: resolve(EDGE_TOKEN),
  sector: resolve(SECTOR_TOKEN),
  confidence: resolve(CONFIDENCE_TOKEN),
  ink: token("ink"),
  muted: token("muted"),
  paper: token("sea"),
  raised: token("raised"),
  focus: token("focus"),
  faint: token("rule"),
});

export function nodeColour(n: GraphNode, rule: ColourRule, p: Palette): string {
  if (rule === "sector") return n.sector ? (p.sector[n.sector] ?? p.muted) : p.muted;
  if (rule === "confidence") return p.confidence[n.confidence ?? "medium"] ?? p.muted;
  return p.kind[n.kind];
}

export function edgeColour(e: GraphEdge, rule: ColourRule, p: Palette): string {
  return rule === "confidence" ? (p.confidence[e.confidence ?? "medium"] ?? p.muted) : p.edge[e.kind];
}

/** Radius on screen, in pixels. */
export function nodeSize(n: GraphNode, degree: number, rule: SizeRule): number {
  const base = n.kind === "prefecture" ? 7 : 5;
  if (rule === "degree") return Math.min(20, base + Math.sqrt(degree) * 1.25);
  if (rule === "population") return n.population ? Math.min(22, 3 + Math.log10(1 + n.population.count) * 2) : 4;
  return 7;
}

export function edgeSize(e: GraphEdge, weight: number | undefined, rule: ThicknessRule): number {
  if (rule === "weight" && weight !== undefined) return Math.min(9, 0.8 + Math.sqrt(weight) * 1.2);
  if (rule === "sources") return Math.min(6, 0.8 + (e.citations?.length ?? 0) * 0.7);
  return e.kind === "sister_of" ? 1.7 : 1.1;
}

/** Kinds on the picture, for its legend, in the order of the model. */
export function kindsIn(net: Indexed): { nodes: NodeKind[]; edges: EdgeKind[] } {
  const nodes = new Set(net.nodes.map((n) => n.kind));
  const edges = new Set(net.edges.map((e) => e.kind));
  return { nodes: NODE_KINDS.filter((k) => nodes.has(k)), edges: EDGE_KINDS.filter((k) => edges.has(k)) };
}

/** Short enough for the canvas; the panel has it whole. */
export const shortLabel = (text: string, limit = 30): string =>
  text.length > limit ? `${text.slice(0, limit - 1).trimEnd()}…` : text;

/** The question of the explore view, as its address holds it; and undo, which is a walk through addresses. */
import { effect, signal } from "@preact/signals";
import type { Pin } from "../../canvas/Canvas";
import type { ColourRule, SizeRule, ThicknessRule } from "../../canvas/scene";
import type { Request } from "../../lib/api";
import { ask, listOf, location, navigate, queryString, type Location, type Patch } from "../../lib/location";
import { parseLook, sayLook, type Look } from "../../lib/look";
import { FACETS, type Facet } from "../../lib/network";
import { EDGE_KINDS, NODE_KINDS, type EdgeKind, type NodeKind } from "../../lib/types";

export interface Expansion {
  id: string;
  edgeKind: EdgeKind;
  nodeKind: NodeKind;
  limit: number;
}

export interface ExploreState {
  /** Where the network starts; empty with `whole` is everything at the date. */
  from: string[];
  whole: boolean;
  depth: number;
  /** A neighbourhood, or the partners of a body (its own and those within it). */
  base: "graph" | "partners";
  expansions: Expansion[];
  hidden: string[];
  pins: Pin[];
  nodeKinds: string[];
  edgeKinds: string[];
  confidence: string;
  /** Which ties are shown, by their status, kind, level and decade of signing; all where none is named. */
  facets: Record<Facet, string[]>;
  prefectures: string[];
  states: string[];
  group: boolean;
  colour: ColourRule;
  size: SizeRule;
  thickness: ThicknessRule;
  picture: "canvas" | "map";
  /** The part of the canvas or of the map that is seen; all of it where none is named. */
  look: Look | undefined;
  tab: Tab;
  /** The part of the view that a phone shows. */
  pane: Pane;
  /** What the table is sorted by. */
  sort: { by: Column; down: boolean };
  selected: string | undefined;
}

export const TABS = ["table", "timeline", "walk"] as const;
export type Tab = (typeof TABS)[number];

export const PANES = ["picture", "lists", "details", "filters"] as const;
export type Pane = (typeof PANES)[number];

export const COLUMNS = ["from", "to", "kind", "since", "how", "status", "sources", "confidence"] as const;
export type Column = (typeof COLUMNS)[number];

/** How many neighbours a click brings; a further click brings as many again. */
export const PORTION = 50;

const oneOf = <T extends string>(all: readonly T[], v: string | null, other: T): T =>
  all.includes(v as T) ? (v as T) : other;

export function parseState(params: URLSearchParams): ExploreState {
  return {
    from: listOf(params, "from"),
    whole: params.get("base") === "whole",
    depth: Math.min(6, Math.max(1, Number(params.get("depth")) || 1)),
    base: params.get("base") === "partners" ? "partners" : "graph",
    expansions: listOf(params, "x").flatMap(parseExpansion),
    hidden: listOf(params, "hide"),
    pins: listOf(params, "pin").flatMap(parsePin),
    nodeKinds: listOf(params, "node_kind"),
    edgeKinds: listOf(params, "edge_kind"),
    confidence: oneOf(["", "medium", "high"], params.get("confidence"), ""),
    facets: Object.fromEntries(FACETS.map((f) => [f, listOf(params, f)])) as Record<Facet, string[]>,
    prefectures: listOf(params, "prefecture"),
    states: listOf(params, "state"),
    group: params.get("group") === "place",
    colour: oneOf(["kind", "sector", "confidence"], params.get("colour"), "kind"),
    size: oneOf(["degree", "population", "same"], params.get("size"), "degree"),
    thickness: oneOf(["same", "sources"], params.get("thickness"), "same"),
    picture: oneOf(["canvas", "map"], params.get("picture"), "canvas"),
    look: parseLook(params.get("look")),
    tab: oneOf(TABS, params.get("tab"), "table"),
    pane: oneOf(PANES, params.get("pane"), "picture"),
    sort: {
      by: oneOf(COLUMNS, params.get("sort")?.replace("-", "") ?? null, "since"),
      down: params.get("sort")?.startsWith("-") ?? false,
    },
    selected: params.get("sel") ?? undefined,
  };
}

function parseExpansion(text: string): Expansion[] {
  const [id, edgeKind, nodeKind, limit] = text.split(":");
  if (!id || !EDGE_KINDS.includes(edgeKind as EdgeKind) || !NODE_KINDS.includes(nodeKind as NodeKind)) return [];
  const n = Math.min(500, Math.max(1, Number(limit) || PORTION));
  return [{ id, edgeKind: edgeKind as EdgeKind, nodeKind: nodeKind as NodeKind, limit: n }];
}

const sayExpansion = (x: Expansion): string => `${x.id}:${x.edgeKind}:${x.nodeKind}:${x.limit}`;

function parsePin(text: string): Pin[] {
  const [id, x, y] = text.split(":");
  const pin = { id: id ?? "", x: Number(x), y: Number(y) };
  return id && Number.isFinite(pin.x) && Number.isFinite(pin.y) ? [pin] : [];
}

/** The picture is looked at more closely, or as a whole. */
export const look = (at: Look | undefined): void => turn({ look: at ? sayLook(at) : null });

const sayPin = (p: Pin): string => `${p.id}:${p.x}:${p.y}`;

/** The requests that bring a state's network: the base, then one per expansion. */
export function requests(s: ExploreState, common: Request["params"]): Request[] {
  const filters = { ...common, prefecture: s.prefectures, state: s.states };
  const base: Request | undefined =
    s.base === "partners" && s.from[0]
      ? {
          path: `/nodes/${encodeURIComponent(s.from[0])}/partners`,
          params: { ...common, state: s.states, scope: "within" },
        }
      : s.from.length > 0
        ? { path: "/graph", params: { ...filters, from: s.from, depth: s.depth } }
        : s.whole
          ? { path: "/graph", params: filters }
          : undefined;
  if (!base) return [];
  return [
    base,
    ...s.expansions.map((x) => ({
      path: "/graph",
      params: { ...common, from: x.id, depth: 1, edge_kind: x.edgeKind, limit: x.limit },
    })),
  ];
}

/** Names the base picture, so that expansions and filters keep it in place. */
export const pictureName = (s: ExploreState): string =>
  [s.base, s.whole, s.from, s.depth, s.group, s.prefectures, s.states].join("|");

/** Takes away every filter on what the network holds. */
export const LOOSE: Patch = {
  node_kind: null,
  edge_kind: null,
  confidence: null,
  hide: null,
  ...Object.fromEntries(FACETS.map((f) => [f, null])),
};

/* Undo: the addresses of this exploration before and after the present one. Another view, or Explore come to anew, begins with none. */

const past = signal<string[]>([]);
const future = signal<string[]>([]);
const LIMIT = 200;

export const canUndo = (): boolean => past.value.length > 0;
export const canRedo = (): boolean => future.value.length > 0;

const PATH = "/explore";
const pathOf = (address: string): string => address.split("?")[0] ?? "";
const written = (l: Location): string => l.path + queryString(l.params);

let undoing = false;
let walked = false;
let present = written(location.peek());

/** Every change of the question is a step, whoever makes it: a filter, the date, another start; what only replaces the address is none. */
effect(() => {
  const now = written(location.value);
  const [before, byBrowser] = [present, walked];
  present = now;
  walked = false;
  if (now === before || undoing || location.value.replaced) return;
  if (pathOf(now) !== PATH || pathOf(before) !== PATH) set([], []);
  else if (byBrowser && past.peek().at(-1) === now) set(past.peek().slice(0, -1), [...future.peek(), before]);
  else if (byBrowser && future.peek().at(-1) === now) set([...past.peek(), before], future.peek().slice(0, -1));
  else set([...past.peek(), before].slice(-LIMIT), []);
});
// Back and Forward of the browser walk the same steps; known before the address is read.
globalThis.addEventListener?.(
  "popstate",
  () => {
    walked = true;
    setTimeout(() => (walked = false));
  },
  { capture: true },
);

function set(before: string[], after: string[]): void {
  past.value = before;
  future.value = after;
}

function walkTo(address: string): void {
  undoing = true;
  try {
    navigate(address);
  } finally {
    undoing = false;
  }
}

/** Changes the question so that it can be undone. */
export const act = (patch: Patch): void => ask(patch);

/** Changes what does not belong to the question's history: selection, tab, picture. */
export const turn = (patch: Patch): void => ask(patch, { replace: true });

export function undo(): void {
  const to = past.value.at(-1);
  if (to === undefined) return;
  set(past.value.slice(0, -1), [...future.value, present]);
  walkTo(to);
}

export function redo(): void {
  const to = future.value.at(-1);
  if (to === undefined) return;
  set([...past.value, present], future.value.slice(0, -1));
  walkTo(to);
}

/* Actions */

export function expand(s: ExploreState, x: Omit<Expansion, "limit">, shown: number): void {
  const same = (y: Expansion): boolean => y.id === x.id && y.edgeKind === x.edgeKind && y.nodeKind === x.nodeKind;
  const limit = Math.min(500, Math.ceil((shown + PORTION) / PORTION) * PORTION);
  const rest = s.expansions.filter((y) => !same(y));
  act({ x: [...rest, { ...x, limit }].map(sayExpansion).join(",") });
}

/** Takes away what the last expansion added, or those of one node. */
export function collapse(s: ExploreState, id?: string): void {
  const left = id === undefined ? s.expansions.slice(0, -1) : s.expansions.filter((x) => x.id !== id);
  act({ x: left.map(sayExpansion).join(",") });
}

export const hide = (s: ExploreState, id: string): void =>
  act({ hide: [...s.hidden, id].join(","), sel: s.selected === id ? null : (s.selected ?? null) });

export const pin = (s: ExploreState, p: Pin): void =>
  act({ pin: [...s.pins.filter((q) => q.id !== p.id), p].map(sayPin).join(",") });

export const unpin = (s: ExploreState, id: string): void =>
  act({
    pin: s.pins
      .filter((p) => p.id !== id)
      .map(sayPin)
      .join(","),
  });

export const addStart = (s: ExploreState, id: string): void =>
  act({ from: [...new Set([...s.from, id])].join(","), base: null, sel: id });

/** Turns one value of a list of shown ones on or off; all on is said by none. */
export function toggled(all: readonly string[], shown: readonly string[], value: string): string {
  const now = new Set(shown.length === 0 ? all : shown);
  if (now.has(value)) now.delete(value);
  else now.add(value);
  return now.size === 0 || all.every((v) => now.has(v)) ? "" : all.filter((v) => now.has(v)).join(",");
}

/** The Pacific and, beside it, Japan alone: ties as arcs, ends as marks. Clicking selects; a list elsewhere does the same by keyboard. */
import { select, type Selection } from "d3-selection";
import { zoom, zoomIdentity, zoomTransform, type D3ZoomEvent } from "d3-zoom";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SHAPES } from "../components/Kind";
import { lang, reducedMotion } from "../lib/prefs";
import { sayWhen } from "../lib/say";
import { usePortions } from "../lib/task";
import type { GraphEdge, GraphNode } from "../lib/types";
import { words } from "../lib/words";
import { roundLook, sameLook, type Look } from "../lib/look";
import { arc, bend, inOkinawa, place, pointOf, type Sheet, type XY } from "./geo";
import { H, JH, japanSheet, JW, okinawaSheet, pacificSheet, useOutlines, W, type Outlines } from "./outlines";
import { names, type Beside } from "./names";
import "./map.css";

const say = words({
  pacific: ["Map of the Pacific with {n} tie|Map of the Pacific with {n} ties", "太平洋地図（{n}件の提携）"],
  japan: ["Map of Japan, prefectures tinted by number of ties", "日本地図（都道府県別の提携数）"],
  zoomIn: ["Zoom in", "拡大"],
  zoomOut: ["Zoom out", "縮小"],
  whole: ["Whole map", "全体"],
  nowhere: [
    "{n} without a known place is not drawn|{n} without a known place are not drawn",
    "位置不明の{n}件は描いていません",
  ],
  ties: ["{name}: {n} tie|{name}: {n} ties", "{name} {n}件"],
  missing: ["The land could not be loaded; the ties are drawn without it.", "地形を読み込めませんでした。"],
});

export interface MapProps {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  /** Node, edge or tie ids in the foreground; the rest steps back when there is one. */
  selected?: ReadonlySet<string>;
  /** Prefectures whose ties stand out. */
  marked?: ReadonlySet<string>;
  onSelect?: (id: string) => void;
  onPrefecture?: (id: string) => void;
  /** Without the sheet of Japan. */
  single?: boolean;
  /** The part of the Pacific that is seen, in shares of the sheet; where none is named, what holds all marks or the whole. */
  look?: Look | undefined;
  /** The reader has come to rest at another part. */
  onLook?: (look: Look) => void;
}

interface Drawn {
  edge: GraphEdge;
  d: string;
  from: string;
}

interface Mark {
  node: GraphNode;
  xy: XY;
  ties: number;
}

/** A sheet on a phone is so small that its words must be twice as large. */
const narrow = (): boolean => matchMedia("(max-width: 760px)").matches;

export const prefectureOf = (n: GraphNode | undefined): string | undefined =>
  n?.kind === "prefecture" ? n.id : n?.kind === "municipality" ? n.within : undefined;

/** Counts lineages, so that a tie held by two bodies in a span counts once. */
export function tiesByPrefecture(
  nodes: ReadonlyMap<string, GraphNode>,
  edges: readonly GraphEdge[],
): Map<string, number> {
  const seen = new Map<string, Set<string>>();
  for (const e of edges) {
    if (e.kind !== "sister_of") continue;
    const p = prefectureOf(nodes.get(e.source)) ?? prefectureOf(nodes.get(e.target));
    if (!p) continue;
    const ties = seen.get(p) ?? new Set();
    seen.set(p, ties.add(e.tie ?? e.id));
  }
  return new Map([...seen].map(([p, ties]) => [p, ties.size]));
}

export function TieMap(props: MapProps): JSX.Element {
  const { nodes, edges, single } = props;
  const { outlines, failed } = useOutlines("pacific");
  const byId = useMemo(() => new Map(nodes.map((n) => [n.id, n])), [nodes]);
  const counts = useMemo(() => tiesByPrefecture(byId, edges), [byId, edges]);
  return (
    <div class={single ? "tie-map single" : "tie-map"}>
      {failed && <p class="status">{say("missing")}</p>}
      {!single && <Japan {...props} byId={byId} counts={counts} />}
      <Pacific {...props} outlines={outlines} byId={byId} />
    </div>
  );
}

type Inner = MapProps & { byId: Map<string, GraphNode> };

/** The record that an event on a sheet is about. */
const idAt = (e: Event): string | null => (e.target as Element).getAttribute("data-id");

/** Gives what the pointer comes to its name, which the browser shows when it rests there. */
function name(e: Event, nameOf: (id: string) => string | undefined): void {
  const id = idAt(e);
  const text = id === null ? undefined : nameOf(id);
  if (text === undefined) return;
  const shape = e.target as Element;
  const title = shape.querySelector("title") ?? document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  shape.append(title);
}

function Pacific(props: Inner & { outlines: Outlines | undefined }): JSX.Element {
  const { nodes, edges, byId, outlines, selected, marked, onSelect } = props;
  const { arcs, marks, nowhere } = useMemo(() => draw(pacificSheet(), nodes, edges, byId), [nodes, edges]);
  const near = useMemo(() => (props.single ? around(marks.map((m) => m.xy)) : WHOLE), [marks]);
  const { look, onLook } = props;
  const start = useMemo(() => (look ? viewOf(look) : near), [look?.x, look?.y, look?.ratio, near]);
  const { view, svg, zoom, reset } = useZoom(start, look !== undefined, (v) => onLook?.(lookOf(v)));
  const dim = selected !== undefined && selected.size > 0;
  const ends = useMemo(
    () => new Set(edges.filter((e) => touches(e, selected)).flatMap((e) => [e.source, e.target])),
    [edges, selected],
  );
  const lines = useMemo(
    () =>
      arcs.map(({ edge, d, from }) => (
        <path
          key={edge.id}
          class={`arc ${edge.kind}${marked?.has(from) ? " marked" : ""}${!dim || touches(edge, selected) ? "" : " off"}`}
          d={d}
          data-id={edge.id}
        />
      )),
    [arcs, marked, selected],
  );
  const nameOf = (id: string): string | undefined => {
    const e = byId.has(id) ? undefined : edges.find((x) => x.id === id);
    const label = (end: string): string => byId.get(end)?.label ?? end;
    return e ? `${label(e.source)} – ${label(e.target)}, ${sayWhen(e)}` : byId.get(id)?.label;
  };
  return (
    <div class="sheet">
      <svg
        ref={svg}
        viewBox={`0 0 ${W} ${H}`}
        preserveAspectRatio="xMidYMid meet"
        role="img"
        aria-label={say("pacific", { n: new Set(arcs.map((a) => a.edge.tie ?? a.edge.id)).size })}
        class={dim ? "dim" : ""}
        onClick={(e) => {
          const id = idAt(e);
          if (id !== null) onSelect?.(id);
        }}
        onPointerOver={(e) => name(e, nameOf)}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.k})`}>
          {outlines && (
            <>
              <path class="land" d={outlines.land} />
              {outlines.prefectures.map((p) => (
                <path key={p.id} class={marked?.has(p.id) ? "land marked" : "land"} d={p.d} />
              ))}
              <path class="border" d={outlines.states} />
            </>
          )}
          <g class="arcs">{lines}</g>
          <Marks
            marks={marks}
            view={view}
            width={W}
            height={H}
            named={props.single ? (dim ? ends : ALL) : undefined}
            selected={selected}
            dim={dim}
            size={5}
          />
        </g>
      </svg>
      <div class="zoom no-print">
        <button type="button" class="btn" aria-label={say("zoomIn")} onClick={() => zoom(1.6)}>
          +
        </button>
        <button type="button" class="btn" aria-label={say("zoomOut")} onClick={() => zoom(1 / 1.6)}>
          −
        </button>
        {view.k !== 1 && (
          <button type="button" class="btn" onClick={reset}>
            {say("whole")}
          </button>
        )}
      </div>
      {nowhere > 0 && <p class="nowhere">{say("nowhere", { n: nowhere })}</p>}
    </div>
  );
}

const touches = (e: GraphEdge, ids: ReadonlySet<string> | undefined): boolean =>
  !!ids && (ids.has(e.id) || ids.has(e.source) || ids.has(e.target) || (e.tie !== undefined && ids.has(e.tie)));

function draw(
  s: Sheet,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  byId: Map<string, GraphNode>,
): { arcs: Drawn[]; marks: Mark[]; nowhere: number } {
  const at = new Map<string, XY>();
  let nowhere = 0;
  for (const n of nodes) {
    const xy = place(s, pointOf(n, byId));
    if (xy) at.set(n.id, xy);
    else nowhere++;
  }
  const arcs: Drawn[] = [];
  const ties = new Map<string, number>();
  for (const e of edges) {
    const a = at.get(e.source);
    const b = at.get(e.target);
    if (!a || !b || (a[0] === b[0] && a[1] === b[1])) continue;
    const [west, east] = a[0] <= b[0] ? [a, b] : [b, a];
    const end = byId.get(west === a ? e.target : e.source);
    const japanese = prefectureOf(byId.get(e.source)) ?? prefectureOf(byId.get(e.target)) ?? "";
    arcs.push({ edge: e, d: arc(west, east, rise(west, east, end, byId)), from: japanese });
    for (const id of [e.source, e.target]) ties.set(id, (ties.get(id) ?? 0) + 1);
  }
  const marks = nodes.flatMap((n) => {
    const xy = at.get(n.id);
    return xy ? [{ node: n, xy, ties: ties.get(n.id) ?? 0 }] : [];
  });
  return { arcs, marks, nowhere };
}

/** Ties across the ocean rise; what stays on one side is nearly straight. */
function rise(a: XY, b: XY, end: GraphNode | undefined, byId: Map<string, GraphNode>): number {
  if (b[0] - a[0] < W / 5 || !end) return 0.08;
  return bend(pointOf(end, byId)?.lat ?? 40);
}

/** As many selected as are named also over one another. */
const FEW = 3;

type Names = Pick<ReadonlySet<string>, "has">;
const ALL: Names = { has: () => true };

function Marks(props: {
  marks: Mark[];
  view: View;
  width: number;
  height: number;
  /** Whose names are written where there is room, besides those of the selected; a few selected are named in any case. */
  named?: Names | undefined;
  size: number;
  dim: boolean;
  selected: ReadonlySet<string> | undefined;
}): JSX.Element {
  const { marks, view, named, size, selected, dim } = props;
  const { k } = view;
  const n = usePortions(marks.length);
  const isOn = (m: Mark): boolean => selected?.has(m.node.id) ?? false;
  const scaleOf = (m: Mark): number =>
    ((size + Math.min(4, Math.sqrt(m.ties))) * (isOn(m) ? 1.7 : 1)) / 12 / Math.sqrt(k) / (k > 3 ? 1.3 : 1);
  const shapes = useMemo(
    () =>
      marks
        .slice(0, n)
        .map((m) => (
          <path
            key={m.node.id}
            class={`mark k-${m.node.kind}${isOn(m) ? " on" : dim ? " off" : ""}`}
            transform={`translate(${m.xy[0]} ${m.xy[1]}) scale(${scaleOf(m)}) translate(-6 -6)`}
            d={SHAPES[m.node.kind]}
            data-id={m.node.id}
          />
        )),
    [marks, n, k, selected],
  );
  const letters = narrow() ? 26 : 13;
  const told = marks.filter((m) => isOn(m) || named?.has(m.node.id)).sort((a, b) => b.ties - a.ties);
  const few = told.filter(isOn).length <= FEW;
  const at = names(
    told.map((m) => ({
      id: m.node.id,
      label: m.node.label,
      at: [m.xy[0] * k + view.x, m.xy[1] * k + view.y],
      radius: 6 * scaleOf(m) * k,
      must: few && isOn(m),
    })),
    letters,
    props.width,
    props.height,
  );
  return (
    <g class="marks">
      {shapes}
      {told.map((m) => {
        const beside = at.get(m.node.id);
        return beside && <Label key={m.node.id} mark={m} beside={beside} k={k} letters={letters} />;
      })}
    </g>
  );
}

function Label(props: { mark: Mark; beside: Beside; k: number; letters: number }): JSX.Element {
  const { mark, beside, k, letters } = props;
  const [x, y] = mark.xy;
  return (
    <text
      class="mark-label"
      transform={`translate(${x} ${y}) scale(${1 / k})`}
      x={beside.dx}
      y={beside.dy}
      text-anchor={beside.anchor}
      font-size={letters}
    >
      {mark.node.label}
    </text>
  );
}

function Japan(props: Inner & { counts: Map<string, number> }): JSX.Element {
  const { nodes, edges, byId, counts, selected, marked, onSelect, onPrefecture } = props;
  const { outlines } = useOutlines("japan");
  const marks = useMemo(() => {
    const ties = new Map<string, number>();
    for (const e of edges) for (const id of [e.source, e.target]) ties.set(id, (ties.get(id) ?? 0) + 1);
    return nodes.flatMap((n) => {
      const p = n.point;
      if (!p || (n.kind !== "municipality" && n.kind !== "prefecture")) return [];
      const box = inOkinawa(p);
      const xy = place(box ? okinawaSheet() : japanSheet(), p);
      return xy ? [{ node: n, xy: (box ? [xy[0] + 6, xy[1] + 8] : xy) as XY, ties: ties.get(n.id) ?? 0 }] : [];
    });
  }, [nodes, edges]);
  const dim = selected !== undefined && selected.size > 0;
  return (
    <div class="sheet japan">
      <svg
        viewBox={`0 0 ${JW} ${JH}`}
        role="img"
        aria-label={say("japan")}
        class={dim ? "dim" : ""}
        onClick={(e) => {
          const id = idAt(e);
          if (id !== null) ((e.target as Element).matches(".pref") ? onPrefecture : onSelect)?.(id);
        }}
        onPointerOver={(e) => !(e.target as Element).matches(".pref") && name(e, (id) => byId.get(id)?.label)}
      >
        <rect class="box" x={2} y={4} width={100} height={74} rx={4} />
        {outlines?.prefectures.map((p) => (
          <path
            key={p.id}
            class={`pref t${tint(counts.get(p.id) ?? 0)}${marked?.has(p.id) ? " marked" : ""}${selected?.has(p.id) ? " on" : ""}`}
            transform={p.id === "jp-47" ? "translate(6 8)" : undefined}
            d={p.d}
            data-id={p.id}
          >
            <title>
              {say("ties", {
                name: (lang.value === "ja" ? p.name_ja : undefined) ?? p.name,
                n: counts.get(p.id) ?? 0,
              })}
            </title>
          </path>
        ))}
        <Marks marks={marks} view={WHOLE} width={JW} height={JH} size={3} selected={selected} dim={dim} />
      </svg>
    </div>
  );
}

/** Four tints: 1, 2–5, 6–15, more. */
export const tint = (n: number): number => (n === 0 ? 0 : n === 1 ? 1 : n <= 5 ? 2 : n <= 15 ? 3 : 4);

interface View {
  k: number;
  x: number;
  y: number;
}
const WHOLE: View = { k: 1, x: 0, y: 0 };

/** The middle of what is seen, and how much of the sheet. */
const lookOf = ({ k, x, y }: View): Look => roundLook({ x: (W / 2 - x) / k / W, y: (H / 2 - y) / k / H, ratio: 1 / k });

function viewOf({ x, y, ratio }: Look): View {
  const k = Math.min(16, Math.max(1, 1 / ratio));
  return clamp({ k, x: W / 2 - x * W * k, y: H / 2 - y * H * k });
}

const clamp = (v: View): View => ({
  k: v.k,
  x: Math.min(0, Math.max(W - W * v.k, v.x)),
  y: Math.min(0, Math.max(H - H * v.k, v.y)),
});

/** The part of the sheet that holds all places, with a margin; never closer than a region of Japan. */
function around(places: readonly XY[]): View {
  if (places.length === 0) return WHOLE;
  const xs = places.map((p) => p[0]);
  const ys = places.map((p) => p[1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.min(7, Math.max(1, Math.min(W / (right - left + 60), H / (bottom - top + 120))));
  return clamp({ k, x: W / 2 - (k * (left + right)) / 2, y: H / 2 - (k * (top + bottom)) / 2 });
}

/** Zoom and drag by mouse, wheel (with Ctrl), fingers and buttons; d3-zoom, because a browser's gestures are not written twice. */
function useZoom(
  start: View,
  /** Whether `start` is where the reader, or who sent the address, has looked; else what they choose stays. */
  chosen: boolean,
  /** Told where the reader comes to rest. */
  rest: (view: View) => void,
): { view: View; svg: { current: SVGSVGElement | null }; zoom: (by: number) => void; reset: () => void } {
  const [view, setView] = useState(start);
  const touched = useRef(chosen);
  const moved = useRef(false);
  const svg = useRef<SVGSVGElement>(null);
  const told = useRef(rest);
  told.current = rest;
  const behaviour = useMemo(
    () =>
      zoom<SVGSVGElement, unknown>()
        .scaleExtent([1, 16])
        .extent([
          [0, 0],
          [W, H],
        ])
        .translateExtent([
          [0, 0],
          [W, H],
        ])
        .duration(reducedMotion() ? 0 : 250)
        .filter((e: MouseEvent | TouchEvent | WheelEvent) => {
          if (e.type === "wheel") return e.ctrlKey || e.metaKey; // without, the page scrolls
          if ("touches" in e) return touched.current || e.touches.length > 1; // likewise under one finger
          return !e.button;
        })
        .on("zoom", ({ transform: { k, x, y }, sourceEvent }: D3ZoomEvent<SVGSVGElement, unknown>) => {
          if (sourceEvent) touched.current = moved.current = true;
          setView({ k, x, y });
        })
        .on("end", ({ transform: { k, x, y } }: D3ZoomEvent<SVGSVGElement, unknown>) => {
          if (moved.current) told.current({ k, x, y });
          moved.current = false;
        }),
    [],
  );
  const on = (act: (svg: Selection<SVGSVGElement, unknown, null, undefined>) => void): void => {
    if (svg.current) act(select(svg.current));
  };
  useEffect(() => on((s) => s.call(behaviour)), []);
  useEffect(() => {
    const { k, x, y } = start;
    if (touched.current && !chosen) return;
    if (svg.current && sameLook(lookOf(zoomTransform(svg.current)), lookOf(start))) return;
    on((s) => behaviour.transform(s, zoomIdentity.translate(x, y).scale(k)));
  }, [start]);
  return {
    view,
    svg,
    zoom: (by) => {
      touched.current = moved.current = true;
      on((s) => behaviour.scaleBy(s, by));
    },
    reset: () => {
      touched.current = false;
      moved.current = true;
      on((s) => behaviour.transform(s, zoomIdentity));
    },
  };
}

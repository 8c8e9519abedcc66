/** The network on a WebGL canvas: sigma draws, a worker lays out, the view owns every choice. */
import Graph from "graphology";
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import Sigma from "sigma";
import type { NodeDisplayData } from "sigma/types";
import { announce } from "../components/Live";
import { meet, type Box } from "../lib/box";
import { roundLook, sameLook, WHOLE_LOOK, type Look } from "../lib/look";
import type { GraphNode } from "../lib/types";
import { far, index, type Indexed } from "../lib/network";
import { paint, reducedMotion } from "../lib/prefs";
import { nextFrame } from "../lib/task";
import { number, termOf, words } from "../lib/words";
import { start, type Job } from "./layout";
import { Labels } from "./labels";
import type { Laid } from "./layout.worker";
import { DashedProgram, LineProgram, ShapeProgram, type DashedEdge } from "./programs";
import {
  DASH,
  HOLLOW,
  SHAPE,
  edgeColour,
  edgeSize,
  nodeColour,
  nodeSize,
  palette,
  shortLabel,
  type Palette,
  type Rules,
} from "./scene";
import "./canvas.css";

const say = words({
  label: [
    "Network of {n} node. Arrow keys go from node to node, plus and minus zoom, 0 shows all.|Network of {n} nodes. Arrow keys go from node to node, plus and minus zoom, 0 shows all.",
    "{n}個の点のネットワーク。矢印キーで点を移動、+と−で拡大縮小、0で全体表示。",
  ],
  fit: ["Fit", "全体"],
  zoomIn: ["Zoom in", "拡大"],
  zoomOut: ["Zoom out", "縮小"],
  settling: ["laying out …", "配置中…"],
  noWebgl: [
    "This browser draws no WebGL. The map, table, timeline and list show the same network.",
    "このブラウザーでは WebGL を使えません。地図・表・年表・一覧で同じ内容をご覧ください。",
  ],
});

export interface Pin {
  id: string;
  x: number;
  y: number;
}

export interface CanvasProps {
  net: Indexed;
  /** A part of the question is still unanswered: `net` is what is known of it. */
  awaiting: boolean;
  rules: Rules;
  /** What lines of a grouped picture stand for. */
  weight?: ReadonlyMap<string, number>;
  /** The step of the question that brought a node: 0 the base, then each expansion. */
  stage: ReadonlyMap<string, number>;
  /** Names the picture: positions are kept per name. */
  picture: string;
  pins: readonly Pin[];
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  onPin: (pin: Pin) => void;
  onOpen: (id: string) => void;
  onReady?: (drawing: Drawing) => void;
  /** The part of the picture that is seen; all of it where none is named. */
  look?: Look | undefined;
  /** The reader has come to rest at another part. */
  onLook?: (look: Look | undefined) => void;
}

/** Milliseconds without a move after which the reader is at rest. */
const REST = 300;

/** What is on the canvas now, in its pixels; exports and tests read it here, where it is drawn from. */
export interface Drawn {
  width: number;
  height: number;
  nodes: {
    id: string;
    x: number;
    y: number;
    size: number;
    color: string;
    shape: number;
    label: string;
    /** Where its label begins; none is written without. */
    labelAt: number | undefined;
  }[];
  edges: { id: string; source: string; target: string; color: string; size: number; dash: number }[];
}

export interface Drawing {
  drawn: () => Drawn;
}

/** The most lines that answer clicks. */
const CLICKABLE_LINES = 5000;
/** In a network of so many nodes every name is tried, and no name is written over a mark. */
const FEW_NODES = 300;
/** So many lit nodes and lines are named whatever the rest. */
const LIT = 250;

/** Positions of every picture of this visit. */
const kept = new Map<string, Map<string, [number, number]>>();

export default function Canvas(props: CanvasProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  const [ready, setReady] = useState(false);
  const now = useRef(props);
  now.current = props;

  // In the same task as the rest of the page: what a panel says and what the canvas shows are never of two states.
  useLayoutEffect(() => {
    if (!box.current) return;
    try {
      stage.current = new Stage(box.current, () => now.current);
    } catch {
      setFailed(true); // no WebGL: the other pictures of the same network are there
    }
    const made = stage.current;
    if (made) props.onReady?.(made);
    void nextFrame().then(() => setReady(true)); // WebGL starts in one task, the network comes in the next
    return () => {
      made?.close();
      stage.current = undefined;
    };
  }, []);
  const pins = props.pins.map((p) => `${p.id} ${p.x} ${p.y}`).join();
  useLayoutEffect(
    () => (ready ? stage.current?.take(pins) : undefined),
    [ready, props.net, props.picture, pins, props.rules, props.weight, props.selected, paint.value],
  );
  useLayoutEffect(() => stage.current?.say(), [props.awaiting]);
  const { look = WHOLE_LOOK } = props;
  useLayoutEffect(() => stage.current?.look(look), [look.x, look.y, look.ratio]);

  const on = (f: (s: Stage) => void) => () => void (stage.current && f(stage.current));
  return (
    <div class="canvas-box">
      {failed && <p class="status">{say("noWebgl")}</p>}
      <div
        class="canvas"
        ref={box}
        tabIndex={0}
        role="application"
        aria-label={say("label", { n: props.net.nodes.length })}
        onKeyDown={(e) => stage.current?.key(e)}
      />
      <div class="canvas-tools no-print">
        <span class="settling muted small" hidden>
          {say("settling")}
        </span>
        <button type="button" class="btn" aria-label={say("zoomIn")} onClick={on((s) => s.zoom(1 / 1.5))}>
          +
        </button>
        <button type="button" class="btn" aria-label={say("zoomOut")} onClick={on((s) => s.zoom(1.5))}>
          −
        </button>
        <button type="button" class="btn" onClick={on((s) => s.fit())}>
          {say("fit")}
        </button>
      </div>
    </div>
  );
}

/** The graph holds places; how a node or line looks is asked of the props each time it is drawn. */
type NodeAttributes = { x: number; y: number };
type EdgeAttributes = Record<string, never>;

/** Owns sigma, the graph it draws and the worker that lays it out. */
class Stage implements Drawing {
  /** What is on the canvas; `graph` holds its places for sigma. */
  private net: Indexed = index([], []);
  /** The network, picture and pins of the last load. */
  private loaded: unknown[] = [];
  private graph = emptyGraph();
  /** Every node has its place. */
  private placed = false;
  /** And every name that has room is written. */
  private laid = false;
  private sigma: Sigma<NodeAttributes, EdgeAttributes>;
  private worker: Worker | undefined;
  private colours: Palette = palette();
  private labels: Labels;
  private hovered: string | undefined;
  private dragged: { id: string; moved: boolean } | undefined;
  private lit = new Set<string>();
  /** Room that is taken in this frame, and where the labels begin that are written in it. */
  private taken: Box[] = [];
  private written = new Map<string, number>();
  private fresh = true;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private box: HTMLDivElement,
    private props: () => CanvasProps,
  ) {
    this.labels = new Labels(getComputedStyle(box).fontFamily, this.colours);
    this.sigma = new Sigma<NodeAttributes, EdgeAttributes>(this.graph, box, {
      allowInvalidContainer: true,
      // Under the names of sigma's own programs, which it would else compile, too; ties are drawn above the rest.
      defaultNodeType: "circle",
      defaultEdgeType: "line",
      nodeProgramClasses: { circle: ShapeProgram },
      edgeProgramClasses: { arrow: DashedProgram, line: LineProgram },
      zIndex: true,
      minEdgeThickness: 0.8,
      labelRenderedSizeThreshold: 5.5,
      labelDensity: 0.8,
      labelGridCellSize: 90,
      stagePadding: 48,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      nodeReducer: (id, data) => this.reduceNode(id, data),
      edgeReducer: (id) => this.reduceEdge(id),
      defaultDrawNodeLabel: (context, data) => this.drawLabel(context, data as NodeDisplayData, false),
      defaultDrawNodeHover: (context, data) => this.drawLabel(context, data as NodeDisplayData, true),
    });
    // The element answers for what it shows: exports, pins and tests ask it, not a copy of its state.
    Object.assign(box, {
      drawn: () => this.drawn(),
      placeOf: (id: string) => (this.graph.hasNode(id) ? rounded(this.graph.getNodeAttributes(id)) : undefined),
    });
    this.listen();
  }

  close(): void {
    clearTimeout(this.resting);
    this.worker?.terminate();
    this.sigma.kill();
  }

  /** Takes what the props say: another network, picture or pin is loaded, other colours, rules and selections are put on. */
  take(pins: string): void {
    const { net, picture } = this.props();
    const what = [net, picture, pins];
    if (what.every((x, i) => x === this.loaded[i])) return this.restyle();
    this.loaded = what;
    this.load();
  }

  /** What stands keeps its place, what is new is laid out step by step. */
  private load(): void {
    const { net, picture, pins } = this.props();
    this.net = net;
    const places = kept.get(picture) ?? new Map<string, [number, number]>();
    kept.set(picture, places);
    for (const p of pins) places.set(p.id, [p.x, p.y]);
    const missing = net.nodes.filter((n) => !places.has(n.id));
    const job = jobOf(net, places);
    const first = new Map(start(job).map((at, i) => [job.ids[i], at]));
    this.graph = emptyGraph();
    for (const n of net.nodes) {
      const [x, y] = first.get(n.id) ?? [0, 0];
      this.graph.addNode(n.id, { x, y });
    }
    for (const e of net.edges) this.graph.addEdgeWithKey(e.id, e.source, e.target, {});
    this.restyle(() => this.sigma.setGraph(this.graph));
    // Lines that answer clicks are drawn twice, once for the pointer; where there are many, the table is where one is chosen.
    this.sigma.setSetting("enableEdgeEvents", net.edges.length <= CLICKABLE_LINES);
    this.sigma.setSetting("labelDensity", net.nodes.length <= FEW_NODES ? 9 : 0.8);
    if (missing.length > 0) this.layOut(places);
    else this.settled();
  }

  private layOut(places: Map<string, [number, number]>): void {
    const { net } = this;
    const { stage } = this.props();
    const missing = net.nodes.filter((n) => !places.has(n.id));
    this.worker?.terminate();
    if (missing.length === 0) return this.settled();
    this.placed = false;
    this.laid = false;
    this.say();
    const step = Math.min(...missing.map((n) => stage.get(n.id) ?? 0));
    const inStep = new Set(net.nodes.filter((n) => (stage.get(n.id) ?? 0) <= step).map((n) => n.id));
    const part = {
      ...net,
      nodes: net.nodes.filter((n) => inStep.has(n.id)),
      edges: net.edges.filter((e) => inStep.has(e.source) && inStep.has(e.target)),
    };
    const job = jobOf(part, places);
    const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    this.worker = worker;
    worker.onmessage = (e: MessageEvent<Laid>) => {
      if (this.worker !== worker) return;
      const { positions, done } = e.data;
      if (!done && reducedMotion()) return;
      this.place(job.ids, positions);
      if (!done) return;
      job.ids.forEach((id, i) => places.set(id, [positions[2 * i] ?? 0, positions[2 * i + 1] ?? 0]));
      this.layOut(places);
    };
    worker.onerror = () => this.settled();
    worker.postMessage(job);
  }

  private place(ids: readonly string[], positions: Float32Array): void {
    const at = new Map(ids.map((id, i) => [id, 2 * i]));
    this.graph.updateEachNodeAttributes(
      (id, a) => {
        const i = at.get(id);
        return i === undefined ? a : { x: positions[i] ?? a.x, y: positions[i + 1] ?? a.y };
      },
      { attributes: ["x", "y"] },
    );
  }

  /** Tells whether the picture is at rest: all that was asked is there and laid out. */
  say(): void {
    this.box.dataset["laid"] = String(this.laid);
    this.box.dataset["settled"] = String(this.laid && !this.props().awaiting);
    const note = this.box.parentElement?.querySelector<HTMLElement>(".settling");
    if (note) note.hidden = this.laid;
  }

  private settled(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.placed = true;
    this.sigma.refresh(); // at rest is what is drawn, not what the next frame will draw
  }

  /** After a frame: names that it still owes come with the next one; without any, a picture that is laid out is at rest. */
  private drew(): void {
    if (this.labels.owed) this.sigma.scheduleRender();
    else if (this.placed && !this.laid) {
      this.laid = true;
      this.say();
    }
  }

  /** Puts on colours, rules and selection; `draw` is how they come onto the screen. */
  private restyle(draw: () => void = () => this.sigma.refresh()): void {
    this.colours = palette();
    this.labels.paint(this.colours);
    this.light(draw);
  }

  /** What is in the foreground: the selection and the pointed-at node with their neighbours. */
  private light(draw: () => void = () => this.sigma.refresh()): void {
    const { net } = this;
    const { selected } = this.props();
    this.lit = new Set();
    for (const id of [selected, this.hovered]) {
      if (id === undefined) continue;
      const e = net.edgeById.get(id);
      if (e) [id, e.source, e.target].forEach((x) => this.lit.add(x));
      if (!net.byId.has(id)) continue;
      this.lit.add(id);
      for (const line of net.at.get(id) ?? []) {
        this.lit.add(line.id);
        this.lit.add(far(line, id));
      }
    }
    draw();
  }

  private isFocus(id: string): boolean {
    return id === this.props().selected || id === this.hovered;
  }

  private shapeOf(n: GraphNode): number {
    return SHAPE[n.kind] + (n.certainty === "possible" ? HOLLOW : 0);
  }

  private reduceNode(id: string, at: NodeAttributes): Partial<NodeDisplayData> {
    const { net } = this;
    const { rules } = this.props();
    const n = net.byId.get(id);
    if (!n) return { ...at, hidden: true };
    const data = {
      ...at,
      label: shortLabel(n.label),
      size: nodeSize(n, net.at.get(id)?.length ?? 0, rules.size),
      color: nodeColour(n, rules.colour, this.colours),
      shape: this.shapeOf(n),
      zIndex: 1,
    };
    if (this.isFocus(id))
      return { ...data, label: n.label, size: data.size + 2, highlighted: true, forceLabel: true, zIndex: 5 };
    if (this.lit.size === 0) return data;
    if (this.lit.has(id)) return { ...data, zIndex: 3, forceLabel: this.lit.size < LIT };
    return { ...data, label: "", color: this.colours.faint, zIndex: 0 };
  }

  private reduceEdge(id: string): Partial<DashedEdge> {
    const { net } = this;
    const { rules, weight } = this.props();
    const e = net.edgeById.get(id);
    if (!e) return { hidden: true };
    const dash = e.certainty === "possible" ? 1 : DASH[e.kind];
    const data = {
      type: dash === 0 ? "line" : "arrow",
      size: edgeSize(e, weight?.get(id), weight ? "weight" : rules.thickness),
      color: edgeColour(e, rules.colour, this.colours),
      dash,
      zIndex: 1,
    };
    if (this.lit.size === 0) return data;
    if (this.lit.has(id)) return { ...data, size: data.size + 0.8, zIndex: 3 };
    return { ...data, color: this.colours.faint, zIndex: 0 };
  }

  private drawLabel(
    context: CanvasRenderingContext2D,
    data: NodeDisplayData & { key?: string },
    strong: boolean,
  ): void {
    const { x, y, size, label, key = "" } = data;
    if (strong) {
      context.beginPath();
      context.arc(x, y, size + 4, 0, 2 * Math.PI);
      context.lineWidth = 2.5;
      context.strokeStyle = this.colours.focus;
      context.stroke();
    }
    if (!strong && this.isFocus(key)) return; // written once, on the layer above
    if (!label || !this.labels.ready(label, strong)) return;
    if (this.fresh) this.reserve();
    const width = this.labels.width(label, strong);
    const at = this.written.get(key) ?? this.claim(key, x, y, size + 4, width, this.leftward(key));
    if (at !== undefined) this.labels.write(context, label, strong, at, y + 4);
  }

  /** Whether what a node is joined to lies right of it: its name then stands on the other side. */
  private leftward(id: string): boolean {
    const lines = this.net.at.get(id) ?? [];
    if (lines.length === 0 || lines.length > 3) return false;
    const placeOf = (x: string): number => this.sigma.getNodeDisplayData(x)?.x ?? 0;
    const others = lines.reduce((sum, e) => sum + placeOf(far(e, id)), 0) / lines.length;
    return others > placeOf(id);
  }

  /** Where a label begins: on the one side of its node, else on the other; nowhere where there is no room for it in this frame. */
  private claim(id: string, x: number, y: number, reach: number, width: number, leftward = false): number | undefined {
    const [right, left] = [x + reach, x - reach - width];
    for (const at of leftward ? [left, right] : [right, left]) {
      const box = { left: at, top: y - 7, right: at + width, bottom: y + 7 };
      if (at < 0 || box.right > this.sigma.getDimensions().width || this.taken.some((b) => meet(b, box))) continue;
      this.taken.push(box);
      this.written.set(id, at);
      return at;
    }
    return undefined;
  }

  /**
   * The focused nodes get their room before all others; no label runs over them or what they are joined to. Asked for
   * by the first label of a frame: before it, sigma still has the camera of the frame before.
   */
  private reserve(): void {
    this.fresh = false;
    this.taken = [];
    this.written.clear();
    const focus = new Set(
      [this.props().selected, this.hovered].filter((id) => id !== undefined && this.graph.hasNode(id)),
    );
    const near = this.lit.size < LIT ? [...this.lit].filter((id) => this.graph.hasNode(id)) : [];
    const all = this.lit.size === 0 && this.graph.order <= FEW_NODES ? this.graph.nodes() : near;
    const bodies = [...new Set([...focus, ...all])].flatMap((id) => {
      const shown = id === undefined ? undefined : this.sigma.getNodeDisplayData(id);
      return shown && id !== undefined ? [{ id, shown, ...this.at(id), size: this.sigma.scaleSize(shown.size) }] : [];
    });
    for (const { id, x, y, size } of bodies) {
      const r = focus.has(id) ? size + 5 : size;
      this.taken.push({ left: x - r, top: y - r, right: x + r, bottom: y + r });
    }
    // The name of what is focused is written in any case, over other marks if it must be.
    const marks = this.taken;
    for (const { id, shown, x, y, size } of bodies.filter((b) => focus.has(b.id))) {
      this.taken = [];
      const width = this.labels.width(shown.label ?? "", true);
      if (this.claim(id, x, y, size + 8, width) === undefined) this.written.set(id, x + size + 8);
      marks.push(...this.taken);
    }
    this.taken = marks;
  }

  private listen(): void {
    const s = this.sigma;
    s.on("beforeRender", () => {
      this.fresh = true;
      this.labels.begin();
    });
    s.on("afterRender", () => this.drew());
    s.getCamera().on("updated", () => this.moved());
    s.on("enterNode", ({ node }) => this.hover(node));
    s.on("leaveNode", () => this.hover(undefined));
    s.on("clickNode", ({ node }) => !this.dragged?.moved && this.props().onSelect(node));
    s.on("doubleClickNode", (e) => {
      e.preventSigmaDefault();
      this.props().onOpen(e.node);
    });
    s.on("clickEdge", ({ edge }) => this.props().onSelect(edge));
    s.on("clickStage", () => this.props().onSelect(undefined));
    s.on("downNode", (e) => {
      this.dragged = { id: e.node, moved: false };
      if (!s.getCustomBBox()) s.setCustomBBox(s.getBBox());
    });
    s.on("moveBody", ({ event }) => {
      if (!this.dragged) return;
      this.dragged.moved = true;
      const at = s.viewportToGraph(event);
      this.graph.mergeNodeAttributes(this.dragged.id, at);
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    const drop = (): void => {
      const d = this.dragged;
      this.dragged = undefined;
      s.setCustomBBox(null);
      if (!d?.moved || !this.graph.hasNode(d.id)) return;
      this.props().onPin({ id: d.id, ...rounded(this.graph.getNodeAttributes(d.id)) });
    };
    s.on("upNode", drop);
    s.on("upStage", drop);
  }

  private hover(id: string | undefined): void {
    this.hovered = id;
    this.box.classList.toggle("pointing", id !== undefined);
    this.light();
  }

  zoom(by: number): void {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: Math.min(4, Math.max(0.02, camera.ratio * by)) });
  }

  fit(): void {
    this.look(WHOLE_LOOK);
  }

  look(at: Look): void {
    if (!sameLook(at, this.seen())) this.sigma.getCamera().setState({ ...at, angle: 0 });
  }

  private seen(): Look {
    return roundLook(this.sigma.getCamera());
  }

  private moved(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      const seen = this.seen();
      this.props().onLook?.(sameLook(seen, WHOLE_LOOK) ? undefined : seen);
    }, REST);
  }

  key(e: KeyboardEvent): void {
    const { selected, onOpen } = this.props();
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.go(-1, 0),
      ArrowRight: () => this.go(1, 0),
      ArrowUp: () => this.go(0, -1),
      ArrowDown: () => this.go(0, 1),
      "+": () => this.zoom(1 / 1.5),
      "=": () => this.zoom(1 / 1.5),
      "-": () => this.zoom(1.5),
      "0": () => this.fit(),
      Enter: () => selected && onOpen(selected),
    };
    const act = acts[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  }

  /** Selects the nearest node in a direction; from nowhere, the one nearest to the middle. */
  private go(dx: number, dy: number): void {
    const { net } = this;
    const { selected, onSelect } = this.props();
    const here = selected !== undefined && this.graph.hasNode(selected) ? this.at(selected) : undefined;
    const { width, height } = this.sigma.getDimensions();
    const from = here ?? { x: width / 2, y: height / 2 };
    let best: { id: string; cost: number } | undefined;
    for (const n of net.nodes) {
      if (n.id === selected) continue;
      const p = this.at(n.id);
      const along = (p.x - from.x) * dx + (p.y - from.y) * dy;
      const aside = Math.abs((p.x - from.x) * dy) + Math.abs((p.y - from.y) * dx);
      const cost = here ? (along > 1 ? along + 2.2 * aside : Infinity) : Math.hypot(p.x - from.x, p.y - from.y);
      if (cost < (best?.cost ?? Infinity)) best = { id: n.id, cost };
    }
    if (!best) return;
    onSelect(best.id);
    const n = net.byId.get(best.id);
    if (n) announce(`${n.label}, ${termOf(n.kind)}, ${number(net.at.get(n.id)?.length ?? 0)}`);
  }

  private at(id: string): { x: number; y: number } {
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
  }

  drawn(): Drawn {
    const { net } = this;
    const { width, height } = this.sigma.getDimensions();
    return {
      width,
      height,
      nodes: net.nodes.flatMap((n) => {
        const shown = this.sigma.getNodeDisplayData(n.id);
        if (!shown || shown.hidden) return [];
        return {
          id: n.id,
          ...this.at(n.id),
          size: this.sigma.scaleSize(shown.size),
          color: shown.color,
          shape: this.shapeOf(n),
          label: shown.label ?? "",
          labelAt: this.written.get(n.id),
        };
      }),
      edges: net.edges.flatMap((e) => {
        const shown: DashedEdge | undefined = this.sigma.getEdgeDisplayData(e.id);
        if (!shown || shown.hidden) return [];
        return {
          id: e.id,
          source: e.source,
          target: e.target,
          color: shown.color,
          size: this.sigma.scaleSize(shown.size),
          dash: shown.dash ?? 0,
        };
      }),
    };
  }
}

const emptyGraph = (): Graph<NodeAttributes, EdgeAttributes> => new Graph({ multi: true, allowSelfLoops: true });

const rounded = (p: { x: number; y: number }): { x: number; y: number } => ({
  x: Math.round(p.x * 10) / 10,
  y: Math.round(p.y * 10) / 10,
});

/** A job for the worker; nodes and edges sorted, so that the order of an answer does not change the picture. */
function jobOf(net: Pick<Indexed, "nodes" | "edges">, places: ReadonlyMap<string, [number, number]>): Job {
  const ids = net.nodes.map((n) => n.id).sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  return {
    ids,
    edges: net.edges
      .map((e): [number, number] => [index.get(e.source) ?? 0, index.get(e.target) ?? 0])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]),
    at: ids.map((id) => places.get(id)),
    fixed: ids.map((id) => places.has(id)),
    sizes: ids.map(() => 6),
  };
}

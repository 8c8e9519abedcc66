/**
 * Where nodes stand on the canvas. The same question draws the same picture: start positions come
 * from ids, ForceAtlas2 has no chance in it, and an expansion is laid out around what stands
 * already, which does not move. The steps are pure; the worker beside this file runs them.
 */
import iterate from "graphology-layout-forceatlas2/iterate";

/** Paper is wider than high and labels run to the right: nodes need more room beside than above one another. */
const FLAT = 1.7;

/** Numbers per node and per edge in ForceAtlas2's matrices. */
const PPN = 10;
const PPE = 3;

export interface Job {
  ids: string[];
  /** Index pairs. */
  edges: [number, number][];
  /** Start, [x, y] per node; missing ones are placed near their neighbours. */
  at: ([number, number] | undefined)[];
  /** What may not move. */
  fixed: boolean[];
  sizes: number[];
}

/** 32-bit FNV-1a: the same on every machine. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A number in [0, 1) that belongs to a text. */
export const unit = (text: string): number => hash(text) / 2 ** 32;

/** A first place for every node: on a ring by component and id, or beside a neighbour that stands already. */
export function start(job: Job): [number, number][] {
  const near: number[][] = job.ids.map(() => []);
  for (const [a, b] of job.edges) {
    near[a]?.push(b);
    near[b]?.push(a);
  }
  const out: ([number, number] | undefined)[] = [...job.at];
  const radius = 10 * Math.sqrt(job.ids.length);
  const order = job.ids.map((_, i) => i).sort((a, b) => (near[b]?.length ?? 0) - (near[a]?.length ?? 0) || a - b);
  for (const root of order) {
    if (out[root]) continue;
    const id = job.ids[root] ?? "";
    const anchor = near[root]?.map((i) => out[i]).find((p) => p !== undefined);
    const angle = 2 * Math.PI * unit(id);
    const reach = anchor ? 12 + 8 * unit(id + "r") : radius * Math.sqrt(unit(id + "r"));
    out[root] = [(anchor?.[0] ?? 0) + reach * Math.cos(angle), (anchor?.[1] ?? 0) + reach * Math.sin(angle)];
    spread(root, near, out, job.ids);
  }
  return out as [number, number][];
}

/** Walks out from a placed node and puts what it reaches around its parent. */
function spread(root: number, near: number[][], out: ([number, number] | undefined)[], ids: string[]): void {
  const queue = [root];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    const [px, py] = out[parent] ?? [0, 0];
    const children = (near[parent] ?? []).filter((i) => out[i] === undefined);
    children.forEach((child, k) => {
      if (out[child]) return;
      const angle = 2 * Math.PI * (k / children.length + unit(ids[parent] ?? ""));
      const reach = 8 + Math.sqrt(children.length) * 3;
      out[child] = [px + reach * Math.cos(angle), py + reach * Math.sin(angle)];
      queue.push(child);
    });
  }
}

/** How many steps settle a network of this size in about a second or two. */
export const steps = (order: number): number => (order < 300 ? 500 : order < 1500 ? 300 : order < 4000 ? 120 : 60);

/** Runs the job to its end; `tick` sees the positions every few steps and may end it by answering false. */
export function settle(job: Job, tick?: (positions: Float32Array) => boolean | void): Float32Array {
  const { nodes, edges } = matrices(job);
  const order = job.ids.length;
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: true,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 12,
    strongGravityMode: true,
    gravity: 0.35,
    slowDown: 1 + Math.log(Math.max(2, order)),
    barnesHutOptimize: order > 400,
    barnesHutTheta: 0.6,
  };
  const total = order > 1 ? steps(order) : 0;
  for (let i = 1; i <= total; i++) {
    iterate(settings, nodes, edges);
    if (tick && i % 25 === 0 && tick(positions(nodes)) === false) break;
  }
  const out = positions(nodes);
  if (!job.fixed.includes(true)) for (let i = 0; i < out.length; i += 2) out[i] = (out[i] ?? 0) * FLAT;
  part(out, job);
  fan(out, job);
  return out;
}

function matrices(job: Job): { nodes: Float32Array; edges: Float32Array } {
  const at = start(job);
  const degree = new Float32Array(job.ids.length);
  for (const [a, b] of job.edges) {
    degree[a] = (degree[a] ?? 0) + 1;
    degree[b] = (degree[b] ?? 0) + 1;
  }
  const nodes = new Float32Array(job.ids.length * PPN);
  at.forEach(([x, y], i) => {
    nodes.set([x, y, 0, 0, 0, 0, 1 + (degree[i] ?? 0), 1, job.sizes[i] ?? 1, job.fixed[i] ? 1 : 0], i * PPN);
  });
  const edges = new Float32Array(job.edges.length * PPE);
  job.edges.forEach(([a, b], i) => edges.set([a * PPN, b * PPN, 1], i * PPE));
  return { nodes, edges };
}

function positions(nodes: Float32Array): Float32Array {
  const out = new Float32Array((nodes.length / PPN) * 2);
  for (let i = 0; i < out.length / 2; i++) {
    out[2 * i] = nodes[i * PPN] ?? 0;
    out[2 * i + 1] = nodes[i * PPN + 1] ?? 0;
  }
  return out;
}

/**
 * Gives every node its share of the paper: parts those that stand closer than half of what an even
 * spread would leave them, a few rounds over a grid; fixed ones stay.
 */
function part(xy: Float32Array, job: Job): void {
  const n = job.ids.length;
  if (n < 2 || n > 3000) return;
  const gap = room(xy) * 0.62;
  if (!(gap > 0)) return;
  for (let round = 0; round < 60; round++) {
    const cells = new Map<string, number[]>();
    for (let i = 0; i < n; i++) {
      const key = cellOf(xy, i, gap).join();
      const there = cells.get(key);
      if (there) there.push(i);
      else cells.set(key, [i]);
    }
    let moved = false;
    for (let i = 0; i < n; i++) moved = pushOff(i, xy, cells, gap, job) || moved;
    if (!moved) return;
  }
}

/** The side of the square that each node would have if all were spread evenly over the picture. */
function room(xy: Float32Array): number {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    left = Math.min(left, xy[i] ?? 0);
    right = Math.max(right, xy[i] ?? 0);
    top = Math.min(top, xy[i + 1] ?? 0);
    bottom = Math.max(bottom, xy[i + 1] ?? 0);
  }
  return Math.max(right - left, bottom - top) / Math.sqrt(xy.length / 2);
}

const cellOf = (xy: Float32Array, i: number, gap: number): [number, number] => [
  Math.floor((xy[2 * i] ?? 0) / (gap * FLAT)),
  Math.floor((xy[2 * i + 1] ?? 0) / gap),
];

function pushOff(i: number, xy: Float32Array, cells: Map<string, number[]>, gap: number, job: Job): boolean {
  let moved = false;
  const [cx, cy] = cellOf(xy, i, gap);
  for (let x = cx - 1; x <= cx + 1; x++)
    for (let y = cy - 1; y <= cy + 1; y++)
      for (const j of cells.get(`${x},${y}`) ?? []) {
        if (j <= i) continue;
        const dx = ((xy[2 * j] ?? 0) - (xy[2 * i] ?? 0)) / FLAT;
        const dy = (xy[2 * j + 1] ?? 0) - (xy[2 * i + 1] ?? 0);
        const d = Math.hypot(dx, dy);
        if (d >= gap) continue;
        const angle = d > 0.01 * gap ? Math.atan2(dy, dx) : 2 * Math.PI * unit(job.ids[j] ?? "");
        const by = (gap - d) * 0.35 + 0.001 * gap;
        move(xy, j, by, angle, job);
        move(xy, i, -by, angle, job);
        moved = true;
      }
  return moved;
}

function move(xy: Float32Array, i: number, by: number, angle: number, job: Job): void {
  if (job.fixed[i]) return;
  xy[2 * i] = (xy[2 * i] ?? 0) + by * Math.cos(angle);
  xy[2 * i + 1] = (xy[2 * i + 1] ?? 0) + by * Math.sin(angle);
}

/** A star has at least so many leaves, and they are at least this part of the network. */
const STAR = 8;
const MOSTLY = 0.6;
/** More leaves on a side stand in a second bow within the first, every other one. */
const BOW = 24;
/** More than this are a cloud, whatever is done. */
const CLOUD = 160;

/**
 * Stands the leaves of a star in two bows about its hub, at equal heights: names run sideways, and on a circle those
 * above and below the hub would all want the same lines.
 */
function fan(xy: Float32Array, job: Job): void {
  if (job.fixed.includes(true)) return; // what stands already does not move
  const star = starOf(job);
  if (!star) return;
  const { hub, leaves } = star;
  const [hx, hy] = [xy[2 * hub] ?? 0, xy[2 * hub + 1] ?? 0];
  const row = room(xy) * 0.6;
  const leaf = new Set(leaves);
  const inner = job.ids.map((_, i) =>
    i === hub || leaf.has(i) ? 0 : Math.hypot(((xy[2 * i] ?? 0) - hx) / FLAT, (xy[2 * i + 1] ?? 0) - hy),
  );
  // Clockwise from the top, so that each stays about where the forces put it.
  const turn = (i: number): number => {
    const angle = Math.atan2((xy[2 * i] ?? 0) - hx, hy - (xy[2 * i + 1] ?? 0));
    return angle < 0 ? angle + 2 * Math.PI : angle;
  };
  const round = [...leaves].sort((a, b) => turn(a) - turn(b) || a - b);
  const half = Math.ceil(round.length / 2);
  const height = Math.max((row * half) / 2, 1.3 * Math.max(...inner));
  const bows = half > BOW ? 2 : 1;
  const width = height * (bows === 2 ? 1.6 : 0.95); // between the bows there is room for the names of the inner
  const put = (side: number[], to: 1 | -1): void =>
    side.forEach((i, k) => {
      const y = (2 * (k + 0.5)) / side.length - 1;
      const x = (0.45 + 0.55 * Math.sqrt(1 - y * y)) * (1 - 0.5 * (k % bows));
      xy[2 * i] = hx + to * x * width;
      xy[2 * i + 1] = hy + y * height;
    });
  put(round.slice(0, half), 1);
  put(round.slice(half).reverse(), -1);
}

/** The hub that most of a network hangs on, and what is joined to nothing else. */
function starOf(job: Job): { hub: number; leaves: number[] } | undefined {
  const near = job.ids.map(() => new Set<number>());
  for (const [a, b] of job.edges) {
    if (a === b) continue;
    near[a]?.add(b);
    near[b]?.add(a);
  }
  const byHub = new Map<number, number[]>();
  near.forEach((others, i) => {
    const [hub, second] = others;
    if (hub === undefined || second !== undefined || (near[hub]?.size ?? 0) < 2) return;
    const leaves = byHub.get(hub);
    if (leaves) leaves.push(i);
    else byHub.set(hub, [i]);
  });
  for (const [hub, leaves] of byHub)
    if (leaves.length >= STAR && leaves.length <= CLOUD && leaves.length >= MOSTLY * job.ids.length)
      return { hub, leaves };
  return undefined;
}

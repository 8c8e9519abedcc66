/**
 * The one way to the API: relative addresses only, answers kept by address, refusals retried when
 * the server says that they pass (429, 503, no connection), and everything else told as a Problem.
 */
import { signal } from "@preact/signals";
import { nextTask } from "./task";
import type { GraphEdge, GraphNode } from "./types";

export const BASE = "/api/v1";

export type Params = Record<string, string | number | readonly string[] | null | undefined>;

export interface Request {
  path: string;
  params?: Params;
  /** Parameters given once for each value, as a value may hold commas. */
  each?: Record<string, readonly string[]>;
}

/** The address of a request; parameters sorted, so that one question has one address. */
export function address(r: Request): string {
  const q = new URLSearchParams();
  for (const k of Object.keys(r.params ?? {}).sort()) {
    const v = r.params?.[k];
    if (v === null || v === undefined || v === "") continue;
    if (typeof v === "object") {
      if (v.length > 0) q.set(k, v.join(","));
    } else q.set(k, String(v));
  }
  for (const [k, values] of Object.entries(r.each ?? {})) for (const v of values) q.append(k, v);
  const s = q.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return BASE + r.path + (s ? `?${s}` : "");
}

/** An error in the API's own words (RFC 9457), or the network's. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | undefined,
    readonly errors: { parameter?: string; pointer?: string; detail: string }[],
    readonly requestId: string | undefined,
  ) {
    super(detail ?? title);
  }
  /** No answer at all: the server is gone or the line is cut. */
  get offline(): boolean {
    return this.status === 0;
  }
}

/** What a waiting reader may be told: how often it was tried and when the next try is. */
export type OnWait = (attempt: number, seconds: number, status: number) => void;

/** How many requests are on their way: the line at the top of the page, and the step of the playback. */
export const pending = signal(0);

const TRIES = 5;
const CACHE_LIMIT = 120;
const cache = new Map<string, unknown>();

/** An answer that is held already, for a picture without a gap. */
export const held = <T>(r: Request): T | undefined => cache.get(address(r)) as T | undefined;

export const forget = (): void => cache.clear();

let version: string | undefined;

/** Whether an answer comes from other data than those held: an import or a rollback came between. */
function isNewer(data: { meta?: { dataset_version?: string } }): boolean {
  const answered = data.meta?.dataset_version;
  if (answered === undefined || answered === version) return false;
  const known = version !== undefined;
  version = answered;
  return known;
}

export async function get<T>(r: Request, options: { signal?: AbortSignal; onWait?: OnWait } = {}): Promise<T> {
  const url = address(r);
  const hit = cache.get(url);
  if (hit !== undefined) {
    cache.delete(url);
    cache.set(url, hit); // most recently used last
    return hit as T;
  }
  pending.value++;
  let data: object;
  try {
    data = normalise((await fetchJSON(url, options)) as object);
  } finally {
    pending.value--;
  }
  if (isNewer(data)) cache.clear();
  cache.set(url, data);
  if (cache.size > CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  return data as T;
}

/** Sends a change, once; a refusal is the reader's to judge. The key goes along in this request and nowhere else. */
export async function post<T>(r: Request, key: string, body?: { content: Blob; type: string }): Promise<T> {
  pending.value++;
  try {
    const res = await fetch(address(r), {
      method: "POST",
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${key}`,
        ...(body ? { "Content-Type": body.type } : {}),
      },
      ...(body ? { body: body.content } : {}),
    }).catch(() => Response.error());
    if (!res.ok) throw await problemOf(res);
    return (await res.json()) as T;
  } finally {
    pending.value--;
  }
}

async function fetchJSON(url: string, options: { signal?: AbortSignal; onWait?: OnWait }): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const answer = await once(url, options.signal);
    if (!(answer instanceof Response)) return answer.data;
    const passes = answer.status === 429 || answer.status === 503 || answer.status === 0;
    const problem = await problemOf(answer);
    if (!passes || attempt === TRIES) throw problem;
    const seconds = retryAfter(answer.headers.get("Retry-After"), attempt);
    options.onWait?.(attempt, seconds, answer.status);
    await pause(seconds * 1000, options.signal);
  }
}

/** One try: the data, or the response that refused; a broken line is a response of status 0. */
async function once(url: string, signal?: AbortSignal): Promise<Response | { data: unknown }> {
  try {
    const res = await fetch(url, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
    if (!res.ok) return res;
    const data: unknown = await res.json();
    await nextTask(); // reading a large answer and drawing it are two tasks
    return { data };
  } catch (e) {
    if (signal?.aborted) throw e;
    return Response.error();
  }
}

/** Seconds to wait: what the server asks for, else 1, 2, 4 …; never more than half a minute. */
export function retryAfter(header: string | null, attempt: number, now = Date.now()): number {
  const asked = header === null ? NaN : /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  const seconds = Number.isFinite(asked) ? asked : 2 ** (attempt - 1);
  return Math.min(30, Math.max(0.5, seconds));
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

async function problemOf(res: Response): Promise<Problem> {
  const body = res.status === 0 ? {} : ((await res.json().catch(() => ({}))) as Record<string, unknown>);
  const text = (v: unknown): string | undefined => (typeof v === "string" && v !== "" ? v : undefined);
  return new Problem(
    res.status,
    text(body["title"]) ?? (res.statusText || "No answer"),
    text(body["detail"]),
    Array.isArray(body["errors"]) ? (body["errors"] as Problem["errors"]) : [],
    text(body["request_id"]),
  );
}

type Loose = Record<string, unknown>;

/**
 * Makes lists of what may be absent and drops the ends of edges that came without their node, so
 * that no view has to. A position must be a real one: nothing is ever drawn at 0°, 0°.
 */
export function normalise(answer: object): object {
  const a = answer as Loose;
  for (const hit of Array.isArray(a["hits"]) ? (a["hits"] as { node: GraphNode }[]) : []) checkPoint(hit.node);
  if (Array.isArray(a["nodes"])) {
    const nodes = a["nodes"] as GraphNode[];
    nodes.forEach(checkPoint);
    if (Array.isArray(a["edges"])) {
      const ids = new Set(nodes.map((n) => n.id));
      a["edges"] = (a["edges"] as GraphEdge[]).filter((e) => ids.has(e.source) && ids.has(e.target));
      a["sources"] ??= [];
    }
  }
  return a;
}

function checkPoint(n: GraphNode): void {
  n.names ??= {};
  const p = n.point;
  if (p && (!Number.isFinite(p.lat) || !Number.isFinite(p.lon) || (p.lat === 0 && p.lon === 0))) delete n.point;
}

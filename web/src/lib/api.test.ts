import { afterEach, describe, expect, it, vi } from "vitest";
import { address, forget, get, normalise, Problem, retryAfter } from "./api";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  forget();
});

const answering = (...responses: (() => Response)[]): ReturnType<typeof vi.fn> => {
  const fetch = vi.fn(() => Promise.resolve((responses.length > 1 ? responses.shift() : responses[0])?.()));
  vi.stubGlobal("fetch", fetch);
  return fetch;
};
const json = (body: unknown, status = 200, headers = {}): Response => Response.json(body, { status, headers });

describe("address", () => {
  it("is one for one question, whatever the order", () => {
    const a = address({ path: "/graph", params: { from: ["jp-04", "us-ca"], as_of: "1989-08", lang: undefined } });
    expect(a).toBe("/api/v1/graph?as_of=1989-08&from=jp-04,us-ca");
    expect(address({ path: "/graph", params: { as_of: "1989-08", from: "jp-04,us-ca" } })).toBe(a);
  });
});

describe("get", () => {
  it("tries again when the server says later, then answers", async () => {
    vi.useFakeTimers();
    const fetch = answering(
      () => json({ title: "Busy" }, 503, { "Retry-After": "2" }),
      () => json({ title: "Slow down" }, 429),
      () => json({ ok: 1 }),
    );
    const waits: number[] = [];
    const answer = get({ path: "/x" }, { onWait: (_, s) => waits.push(s) });
    await vi.runAllTimersAsync();
    expect(await answer).toEqual({ ok: 1 });
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(waits).toEqual([2, 2]);
  });
  it("does not try again what will not pass, and says it in the API's words", async () => {
    const fetch = answering(() =>
      json(
        {
          title: "Invalid",
          detail: "depth: at most 6",
          errors: [{ parameter: "depth", detail: "at most 6" }],
          request_id: "r1",
        },
        400,
      ),
    );
    const problem = await get({ path: "/x" }).catch((e: unknown) => e);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 400, detail: "depth: at most 6", requestId: "r1" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
  it("gives up on a server that is gone, and says so", async () => {
    vi.useFakeTimers();
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.reject(new TypeError("Failed to fetch"))),
    );
    const answer = get({ path: "/x" }).catch((e: unknown) => e);
    await vi.runAllTimersAsync();
    expect(((await answer) as Problem).offline).toBe(true);
  });
  it("holds answers by address", async () => {
    const fetch = answering(() => json({ ok: 1 }));
    await get({ path: "/x" });
    await get({ path: "/x" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("retryAfter", () => {
  it("follows the server within bounds, else doubles", () => {
    expect(retryAfter("3", 1)).toBe(3);
    expect(retryAfter("9999", 1)).toBe(30);
    expect(retryAfter("0", 1)).toBe(0.5);
    expect(retryAfter(null, 3)).toBe(4);
    expect(retryAfter("Thu, 01 Jan 2026 00:00:10 GMT", 1, Date.parse("2026-01-01T00:00:00Z"))).toBe(10);
  });
});

describe("normalise", () => {
  it("drops edges without an end and positions at 0, 0", () => {
    const node = (id: string, lat: number, lon: number) => ({
      id,
      kind: "partner",
      label: id,
      names: {},
      point: { lat, lon },
    });
    const n = normalise({
      nodes: [node("a", 0, 0), node("b", 35, 139)],
      edges: [
        { id: "1", kind: "sister_of", source: "a", target: "b" },
        { id: "2", kind: "sister_of", source: "a", target: "gone" },
      ],
    }) as { nodes: { point?: unknown }[]; edges: { id: string }[]; sources: unknown[] };
    expect(n.edges.map((e) => e.id)).toEqual(["1"]);
    expect(n.nodes.map((x) => x.point !== undefined)).toEqual([false, true]);
    expect(n.sources).toEqual([]);
  });
});

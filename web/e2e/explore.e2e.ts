/** The explore view: what is drawn is what was answered, and every action can be taken back. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Counts, Network } from "../src/lib/types";
import { answerWith, nodes } from "../tools/large.mjs";
import { api, drawn, visit } from "./browser";

const ids = (list: { id: string }[]): string[] => list.map((x) => x.id).sort();

describe("the canvas", () => {
  it("draws what the API answers, all of it, inside the picture, shape and colour by kind", async () => {
    const page = await visit("/explore?from=jp-25");
    const answer = await api<Network>("/graph?from=jp-25&depth=1");
    const d = await drawn(page);
    expect(ids(d.nodes)).toEqual(ids(answer.nodes));
    expect(ids(d.edges)).toEqual(ids(answer.edges));
    for (const n of d.nodes) expect(n.x > 0 && n.x < d.width && n.y > 0 && n.y < d.height).toBe(true);
    const shapes = new Map(answer.nodes.map((n) => [n.kind, new Set<string>()]));
    for (const n of answer.nodes) {
      const at = d.nodes.find((x) => x.id === n.id);
      shapes.get(n.kind)?.add(`${at?.shape} ${at?.color}`);
    }
    expect([...shapes.values()].every((s) => s.size === 1)).toBe(true);
    expect(new Set([...shapes.values()].flatMap((s) => [...s])).size).toBe(shapes.size);
  });

  it("starts WebGL in a worker: the page asks for a context only once the browser has one ready", async () => {
    type Watched = Window & { order?: string[] };
    const order = (p: Page): Promise<unknown> =>
      p.addInitScript(() => {
        const seen: string[] = ((window as Watched).order = []);
        const plain = window.Worker;
        window.Worker = class extends plain {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(url, options);
            if (String(url).includes("warm")) this.addEventListener("message", (e) => seen.push(`warm ${e.data}`));
          }
        };
        const context = HTMLCanvasElement.prototype.getContext as (this: unknown, ...a: unknown[]) => unknown;
        HTMLCanvasElement.prototype.getContext = function (this: unknown, ...a: unknown[]) {
          if (a[0] === "webgl2") seen.push("context");
          return context.apply(this, a);
        } as typeof HTMLCanvasElement.prototype.getContext;
      });
    const page = await visit("/explore?from=jp-25", { before: order });
    await drawn(page);
    const seen = (await page.evaluate(() => (window as Watched).order)) ?? [];
    expect(seen.slice(0, 2)).toEqual(["warm true", "context"]);
    expect(seen.filter((s) => s.startsWith("warm"))).toHaveLength(1);
  });

  it.each<[string, (p: Page) => Promise<unknown>]>([
    ["cannot be loaded", (p) => p.route("**/warm.worker*", (r) => r.abort())],
    [
      "never answers",
      (p) => p.route("**/warm.worker*", (r) => r.fulfill({ contentType: "text/javascript", body: "" })),
    ],
    ["has no canvas of its own", (p) => p.addInitScript(() => Reflect.deleteProperty(window, "OffscreenCanvas"))],
  ])("is drawn when that worker %s", async (_, before) => {
    const page = await visit("/explore?from=jp-25", { before, expected: /ERR_FAILED/ });
    expect((await drawn(page)).nodes.length).toBeGreaterThan(10);
  });

  it("is linked: a click on it selects in the table and the panel, and a row selects on it", async () => {
    const page = await visit("/explore?from=jp-04100&edge_kind=sister_of");
    const d = await drawn(page);
    const riverside = d.nodes.find((n) => n.id === "us-ca-riverside");
    const box = await page.locator(".canvas").boundingBox();
    await page.mouse.click((box?.x ?? 0) + (riverside?.x ?? 0), (box?.y ?? 0) + (riverside?.y ?? 0));
    await page.locator(".record h2", { hasText: "Riverside" }).waitFor();
    expect(await page.locator("tr.hit").count()).toBe(1);
    await page.locator("tbody tr", { hasNotText: "Riverside" }).first().locator("td").nth(3).click();
    await page.locator(".record h2", { hasText: "–" }).waitFor();
    // The tie stands in its colour, the others are faint.
    const tie = new URL(page.url()).searchParams.get("sel");
    const edges = (await drawn(page)).edges;
    const lit = edges.filter((e) => e.color === edges.find((x) => x.id === tie)?.color);
    expect([lit.length, edges.length > 1]).toEqual([1, true]);
  });

  it("expands by as much as it said, collapses, undoes and redoes", async () => {
    const page = await visit("/explore?from=us-ca-riverside&edge_kind=sister_of&sel=jp-04100");
    const before = (await drawn(page)).nodes.length;
    const { counts } = await api<Counts>("/nodes/jp-04100/counts");
    const programs = counts.filter((c) => c.edge_kind === "takes_part_in").reduce((n, c) => n + c.count, 0);
    const offer = page.locator(".offer", { hasText: "takes part in" });
    await offer.getByText(/^\+\d+$/).waitFor();
    const promised = Number((await offer.locator("b").textContent())?.slice(1));
    expect(promised).toBeGreaterThan(0);
    expect(promised).toBeLessThanOrEqual(programs);
    await page.locator(".filters").getByText("takes part in").click();
    await offer.click();
    await offer.getByText("all shown").waitFor();
    const after = await drawn(page);
    expect(after.nodes.length).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Undo" }).click();
    await offer.getByText(/^\+\d+$/).waitFor();
    await page.keyboard.press("Control+y");
    await offer.getByText("all shown").waitFor();
    expect(ids((await drawn(page)).nodes)).toEqual(ids(after.nodes));
    await page.getByRole("button", { name: "Collapse last" }).click();
    await offer.getByText(/^\+\d+$/).waitFor();
    await page.goBack();
    await offer.getByText("all shown").waitFor();
    await page.reload();
    expect(ids((await drawn(page)).nodes)).toEqual(ids(after.nodes));
  });

  it("shows on the canvas what the panel says, in the same moment", async () => {
    const page = await visit("/explore?from=us-ca-riverside&sel=jp-04100");
    await drawn(page);
    const offer = page.locator(".offer", { hasText: "takes part in" });
    await offer.getByText(/^\+\d+$/).waitFor();
    await offer.click();
    await offer.getByText("all shown").waitFor();
    const after = ids((await drawn(page)).nodes);
    await page.getByRole("button", { name: "Undo" }).click();
    await offer.getByText(/^\+\d+$/).waitFor();
    // Read while the page still changes: before a frame is drawn, before any timer.
    const seen = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const panel = document.querySelector(".record") as HTMLElement;
          const canvas = document.querySelector(".canvas") as HTMLElement & {
            drawn: () => { nodes: { id: string }[] };
          };
          const seer = new MutationObserver(() => {
            const told = [...panel.querySelectorAll(".offer")].find((o) => o.textContent?.includes("takes part in"));
            if (!told?.textContent?.includes("all shown")) return;
            seer.disconnect();
            resolve(canvas.drawn().nodes.map((n) => n.id));
          });
          seer.observe(panel, { subtree: true, childList: true, characterData: true });
          document.querySelector<HTMLElement>('button[aria-label="Redo"]')?.click();
        }),
    );
    expect(seen.sort()).toEqual(after);
  });

  it("is not at rest while an answer is on its way", async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const page = await visit("/explore?from=us-ca-riverside&x=jp-04100:takes_part_in:program:50", {
      before: (p) => p.route(/graph\?.*edge_kind=takes_part_in/, async (r) => (await gate, r.continue())),
    });
    // The base is there, laid out and drawn; what the question adds to it is not.
    await page.waitForFunction(() => {
      const el = document.querySelector(".canvas") as (HTMLElement & { drawn?: () => { nodes: unknown[] } }) | null;
      return (el?.drawn?.().nodes.length ?? 0) > 0 && el?.dataset["laid"] === "true";
    });
    expect(await page.locator('.canvas[data-settled="true"]').count()).toBe(0);
    release();
    const { nodes } = await drawn(page);
    expect(nodes.filter((n) => n.id.startsWith("prg-") || n.shape === 4).length).toBeGreaterThan(0);
  });

  it("hides kinds with their counts, and groups by prefecture and state", async () => {
    const page = await visit("/explore?from=jp-25&base=partners");
    const all = await drawn(page);
    await page.getByLabel("Group by prefecture and state").check();
    await page.waitForURL(/group=place/);
    await page.waitForFunction((n) => {
      const el = document.querySelector(".canvas") as (HTMLElement & { drawn: () => { nodes: unknown[] } }) | null;
      return el !== null && el.dataset["settled"] === "true" && el.drawn().nodes.length < n;
    }, all.nodes.length);
    const folded = await drawn(page);
    expect(folded.nodes.every((n) => /^(jp-\d\d|us-[a-z]{2})$/.test(n.id))).toBe(true);
    expect(folded.edges.length).toBeGreaterThan(0);
  });

  it("grouped counts the same ties from the same sources", async () => {
    const page = await visit("/explore?from=jp-27&base=partners");
    const ties = /· (\d+) ties/;
    const header = page.locator(".what");
    await page.locator("table.links tbody tr").first().waitFor();
    const before = ties.exec(await header.innerText())?.[1];
    await page.getByLabel("Group by prefecture and state").check();
    await page.locator("tbody tr", { hasText: "×" }).first().waitFor();
    expect(ties.exec(await header.innerText())?.[1]).toBe(before);
    const rows = await page.locator("table.links tbody tr").evaluateAll((all) =>
      all.map((tr) => ({
        ties: Number(/× (\d+)/.exec(tr.textContent ?? "")?.[1] ?? 1),
        sources: Number(tr.querySelector("td.n")?.textContent),
      })),
    );
    expect(rows.reduce((sum, r) => sum + r.ties, 0)).toBe(Number(before));
    expect(Math.min(...rows.map((r) => r.sources))).toBeGreaterThan(0);
  });

  it("undoes the steps of this exploration, whoever made them, and none of another", async () => {
    const page = await visit("/explore?from=jp-25");
    await drawn(page);
    const undo = page.getByRole("button", { name: "Undo" });
    expect(await undo.isDisabled()).toBe(true);
    await page.getByLabel("Group by prefecture and state").check();
    await page.getByRole("button", { name: "Study, Aug 1989" }).click();
    await page.waitForURL(/group=place.*as_of=1989-08|as_of=1989-08.*group=place/);
    for (const year of ["1990", "1991"]) {
      await page.getByRole("slider", { name: "As of" }).press("ArrowRight"); // moves the date on: no step of its own
      await page.waitForURL((u) => u.searchParams.get("as_of") === year);
    }
    await undo.click(); // the date
    await page.waitForURL((u) => !u.searchParams.has("as_of") && u.searchParams.get("group") === "place");
    await page.goBack();
    await page.goForward();
    await page.waitForURL((u) => u.searchParams.get("group") === "place");
    await page.locator(".top nav").getByRole("link", { name: "Matrix" }).click();
    await page.locator(".matrix td a").first().click();
    await page.locator(".bar").waitFor();
    expect(await undo.isDisabled()).toBe(true);
  });

  it("keeps a pinned node where it was put, also for who opens the link", async () => {
    const page = await visit("/explore?from=jp-04100&edge_kind=sister_of&sel=jp-04100");
    await drawn(page);
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await page.waitForURL(/pin=jp-04100:/);
    await page.getByRole("button", { name: "Unpin" }).waitFor();
  });

  it("writes the name of everything that a hub is joined to, none over another or over a mark", async () => {
    const page = await visit("/explore?from=jp-04100");
    const { nodes: on, width } = await drawn(page);
    expect(on.length).toBeGreaterThan(30);
    expect(on.filter((n) => n.labelAt === undefined).map((n) => n.label)).toEqual([]);
    // Where each name begins and ends, told by the font that wrote it.
    const names = await page.evaluate((list) => {
      const context = document.createElement("canvas").getContext("2d");
      if (!context) return [];
      context.font = `12px ${getComputedStyle(document.querySelector(".canvas") as Element).fontFamily}`;
      return list.map((n) => ({ ...n, right: (n.labelAt ?? 0) + context.measureText(n.label).width }));
    }, on);
    for (const a of names) {
      const left = a.labelAt ?? 0;
      expect([a.label, left >= 0 && a.right <= width]).toEqual([a.label, true]);
      const over = names.filter(
        (b) =>
          (b.id !== a.id && Math.abs(b.y - a.y) < 12 && left < b.right && (b.labelAt ?? 0) < a.right) ||
          (Math.abs(b.y - a.y) < 5 && b.x > left && b.x < a.right),
      );
      expect([a.label, over.map((b) => b.label)]).toEqual([a.label, []]);
    }
  });

  it("stays quick with 5,000 nodes and 20,000 lines", async () => {
    const page = await visit("/explore?from=n0", { before: answerWith });
    await page.waitForFunction((n) => {
      const el = document.querySelector(".canvas") as (HTMLElement & { drawn?: () => { nodes: unknown[] } }) | null;
      return (el?.drawn?.().nodes.length ?? 0) === n;
    }, nodes.length);
    // The layout runs in the worker; the page answers meanwhile.
    await page.getByRole("tab", { name: "Timeline" }).click();
    expect(await page.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected")).toBe("true");
  });
});

it("tells in the timeline what its colours are, those that it shows", async () => {
  const page = await visit("/explore?from=jp-25&base=partners&tab=timeline");
  await page.locator(".timeline .row").nth(3).waitFor();
  expect(await page.locator(".timeline .key li").allInnerTexts()).toEqual(["held by who signed", "by an heir"]);
  for (const look of ["original", "inherited"]) {
    const colour = (of: string): Promise<string> =>
      page
        .locator(of)
        .first()
        .evaluate((el) => getComputedStyle(el).backgroundColor);
    expect(await colour(`.timeline .key .${look}`)).toBe(await colour(`.timeline .track .${look}`));
  }
});

describe("taking it away", () => {
  it("exports the picture as SVG with title, date and legend", async () => {
    const page = await visit("/explore?from=jp-04100&edge_kind=sister_of&as_of=1989-08");
    const d = await drawn(page);
    await page.getByRole("button", { name: "Export" }).click();
    const [svg] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG" }).click()]);
    const text = await readFile(await svg.path(), "utf8");
    for (const part of ["Sendai", "August 1989", "US partner", "enishi · "]) expect(text).toContain(part);
    expect(text.match(/<line /g)).toHaveLength(d.edges.length);
    const [png] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "PNG" }).click()]);
    expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe("PNG");
  });

  // Each with something that stands in the picture, told by the page itself.
  it.each([
    ["/?as_of=1989-08", ".japan .pref title >> nth=3"],
    ["/matrix?as_of=1989-08", ".matrix tbody th >> nth=5"],
    ["/structure?as_of=1989-08", ".ranks li bdi >> nth=2"],
    ["/compare?prefectures=jp-04,jp-25&as_of=1989-08", ".multiples h3 >> nth=1"],
    ["/paths?from=jp-04100&to=us-ca-riverside", ".tie-map .mark-label >> nth=0"],
    ["/prefectures/jp-04?as_of=1989-08", ".dossier .grid-table tbody a >> nth=0"],
    ["/lists", ".entries li bdi >> nth=2"],
    ["/lists?list=conflicts", ".claims tbody .tag >> nth=2"],
    ["/lists?list=anniversaries&year=2027", ".entries li bdi >> nth=2"],
  ])("exports what %s shows as a drawing of its own", async (address, part) => {
    const page = await visit(address);
    await page.waitForLoadState("networkidle"); // the map stands before its ties have come, page by page
    const told = ((await page.locator(part).textContent()) ?? "").trim();
    await page.getByRole("button", { name: "Export" }).click();
    const [svg] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG" }).click()]);
    const text = await readFile(await svg.path(), "utf8");
    expect(told.length).toBeGreaterThan(2);
    expect(text).toContain(told);
    expect(text).toContain("enishi · ");
    // It is well-formed, and nothing in it would be fetched or run.
    const said = await page.evaluate((t) => {
      const doc = new DOMParser().parseFromString(t, "image/svg+xml");
      const asks = [...doc.querySelectorAll("*")].filter((e) => e.matches("script, foreignObject, image, use, a"));
      return {
        error: doc.querySelector("parsererror")?.textContent,
        asks: asks.length,
        drawn: doc.querySelectorAll("text, path").length,
      };
    }, text);
    expect(said).toMatchObject({ asks: 0 });
    expect(said.error).toBeUndefined();
    expect(said.drawn).toBeGreaterThan(5);
  });

  it("offers formats and requests that the API answers", async () => {
    const page = await visit("/explore?from=jp-04100&edge_kind=sister_of&as_of=1989-08");
    await page.getByRole("button", { name: "Export" }).click();
    const links = await page
      .locator("dialog .formats a")
      .evaluateAll((as) => as.map((a) => (a as HTMLAnchorElement).href));
    expect(links.length).toBeGreaterThan(5);
    for (const url of links) expect([url, (await fetch(url)).status]).toEqual([url, 200]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /request behind/ }).click();
    const curl = await page.locator("dialog pre").first().textContent();
    expect(curl).toMatch(/^curl 'http:.*as_of=1989-08.*from=jp-04100/);
  });

  it("keeps a view on this device", async () => {
    const page = await visit("/explore?from=jp-25&tab=timeline");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("<b>Shiga</b>");
    await page.getByRole("button", { name: "Save this view" }).click();
    await page.goto(new URL("/matrix", page.url()).href);
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("link", { name: "<b>Shiga</b>" }).click();
    await page.waitForURL(/explore\?from=jp-25&tab=timeline/);
  });
});

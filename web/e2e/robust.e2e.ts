/** An API that is slow, refuses, is gone, answers too much or holds hostile names: said on screen, kept, recovered from. */
import type { Route } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axe, visit } from "./browser";

const refused = /status of (429|503|404)|ERR_CONNECTION|ERR_FAILED/;
const problem = (r: Route, status: number, headers: Record<string, string> = {}): Promise<void> =>
  r.fulfill({
    status,
    headers,
    contentType: "application/problem+json",
    body: JSON.stringify({ title: "Busy", status, detail: "too many questions", request_id: "req-1" }),
  });

describe("the API", () => {
  it("is slow: the page says so, keeps what it had, and shows the answer when it comes", async () => {
    const page = await visit("/");
    const heading = page.locator("h1", { hasText: /\d+ ties/ });
    await heading.waitFor();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/v1/graph?**", async (r) => (await gate, r.continue()));
    await page.getByRole("button", { name: "Study, Aug 1989" }).click();
    await page.getByText("Still waiting for the answer").waitFor();
    expect(await page.locator(".arc").count()).toBeGreaterThan(100);
    release();
    await page.locator("h1", { hasText: /2\d\d ties/ }).waitFor();
    expect(await page.getByText("Still waiting").count()).toBe(0);
  });

  it.each([
    [429, "The server is busy"],
    [503, "The server is busy"],
  ])("refuses with %i: says when it tries again, and recovers by itself", async (status, text) => {
    let refusals = 0;
    const page = await visit("/matrix", {
      expected: refused,
      before: (p) =>
        p.route("**/api/v1/tally?**", (r) =>
          refusals++ < 1 ? problem(r, status, { "Retry-After": "2" }) : r.continue(),
        ),
    });
    await page.getByText(text).waitFor();
    await page.locator(".matrix td a").first().waitFor();
    expect(refusals).toBe(2);
  });

  it("is gone: what was there stays, and a try brings it back", async () => {
    const page = await visit("/", { expected: refused });
    await page.locator("h1", { hasText: /\d+ ties/ }).waitFor();
    const arcs = await page.locator(".arc").count();
    await page.clock.install();
    await page.route("**/api/v1/**", (r) => r.abort());
    await page.getByRole("button", { name: "Study, Aug 1989" }).click();
    await page.getByText("The server does not answer").first().waitFor();
    await page.clock.runFor(60_000);
    for (let i = 0; i < 8; i++) await page.clock.runFor(10_000);
    const retry = page.locator("main").getByRole("button", { name: "Try again" });
    await retry.first().waitFor();
    expect(await page.locator(".arc").count()).toBe(arcs);
    await page.unroute("**/api/v1/**");
    await retry.first().click();
    await page.clock.runFor(1000);
    await page.locator("h1", { hasText: /2\d\d ties/ }).waitFor();
  });

  it("answers a problem: told in its own words, with the parameter and the request", async () => {
    const page = await visit("/explore?from=jp-99", { expected: refused });
    const note = page.getByRole("alert");
    await note.first().waitFor();
    expect(await note.first().textContent()).toMatch(/jp-99/);
  });

  it("cuts an answer of 10,000: says what is shown and offers the totals", async () => {
    const page = await visit("/explore?from=jp-25", {
      before: (p) =>
        p.route("**/api/v1/graph?**", async (r) => {
          const res = await r.fetch();
          const body = (await res.json()) as { meta: Record<string, unknown> };
          body.meta = {
            ...body.meta,
            truncated: true,
            truncated_by: ["nodes"],
            shown: { nodes: 500, edges: 2000 },
            total: { nodes: 10_000, edges: 50_000 },
          };
          await r.fulfill({ response: res, json: body });
        }),
    });
    await page.getByText(/2,500 of 60,000/).waitFor();
    await page.getByRole("link", { name: /totals by prefecture and state/ }).click();
    await page.waitForURL(/\/matrix/);
  });
});

describe("names", () => {
  const HOSTILE = [
    `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`,
    "\u202egnp.exe \u2066evil",
    "長".repeat(400),
    "'; DROP TABLE nodes; --",
  ];
  it("stay text, whatever they hold", async () => {
    const node = (id: string, label: string) => ({
      id,
      kind: "partner",
      label,
      names: { en: label, ja: label },
      url: "javascript:alert(1)",
      note: label,
      citations: ["src-1"],
    });
    const nodes = [
      { ...node("jp-25", HOSTILE[0] ?? ""), kind: "prefecture" },
      ...HOSTILE.map((h, i) => node(`us-x${i}`, h)),
    ];
    const edges = HOSTILE.map((h, i) => ({
      id: `e${i}`,
      kind: "sister_of",
      source: "jp-25",
      target: `us-x${i}`,
      tie: `t${i}`,
      tie_kind: h,
      status: h,
      note: h,
      signed: "1989",
      citations: ["src-1"],
    }));
    const page = await visit("/explore?from=jp-25&sel=jp-25", {
      before: (p) =>
        p.route("**/api/v1/graph?**", (r) =>
          r.fulfill({
            json: {
              meta: {},
              nodes,
              edges,
              sources: [{ id: "src-1", locator: "javascript:alert(1)", url: "javascript:alert(1)", title: HOSTILE[0] }],
            },
          }),
        ),
    });
    await page.locator(".relations li").nth(3).waitFor();
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.getByText("<img src=x", { exact: false }).count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
  });
  it("in an address are no markup either", async () => {
    const page = await visit(`/explore?from=${encodeURIComponent("<script>1</script>")}&as_of=<b>&tab=<i>`, {
      expected: /status of 400/,
    });
    await page.getByRole("alert").first().waitFor();
    expect(await page.locator("main script").count()).toBe(0);
  });
});

/**
 * Debian's Chromium for the tests. Every page is watched: an error on the console, an exception, a
 * refusal by the content security policy or a request to another host fails the test it happens in.
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { Drawn } from "../src/canvas/Canvas";
import { launch } from "../tools/chromium.mjs";

export const base = inject("base");

let browser: Browser;
const open: { page: Page; faults: string[] }[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

afterEach(async () => {
  const faults = open.flatMap((o) => o.faults);
  await Promise.all(open.map((o) => o.page.context().close()));
  open.length = 0;
  expect(faults).toEqual([]);
});

export interface Options extends BrowserContextOptions {
  /** Console errors that a test brings about itself, such as the 503 it injects. */
  expected?: RegExp;
  before?: (page: Page) => Promise<unknown>;
  /** Another enishi than that of all tests. */
  at?: string;
}

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
export const LAPTOP = { viewport: { width: 1280, height: 800 } };

/** Opens an address of the page in a context of its own and waits for what it asks for. */
export async function visit(path: string, options: Options = {}): Promise<Page> {
  const { expected, before, at = base, ...context } = options;
  const made = await browser.newContext({ ...LAPTOP, locale: "en-US", reducedMotion: "reduce", ...context });
  await made.grantPermissions(["clipboard-read", "clipboard-write"], { origin: at });
  const page = await made.newPage();
  page.setDefaultTimeout(60_000); // a busy machine is slow, not wrong
  const faults: string[] = [];
  const fault = (text: string): void => void (expected?.test(text) || faults.push(text));
  page.on("console", (m) => m.type() === "error" && fault(`console: ${m.text()}`));
  page.on("pageerror", (e) => fault(`exception: ${e.message}`));
  page.on("request", (r) => {
    if (!r.url().startsWith(at) && !/^(data|blob):/.test(r.url())) fault(`another host: ${r.url()}`);
  });
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (e) =>
      console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`),
    ),
  );
  open.push({ page, faults });
  await before?.(page);
  await page.goto(at + path);
  return page;
}

const MOST_TABS = 150;

/** Goes with the Tab key to the control of a name, once it is there, and presses Enter, as one without a mouse does. */
export async function enter(page: Page, name: string | RegExp): Promise<void> {
  const exact = typeof name === "string";
  const control = page.getByText(name, { exact }).or(page.getByLabel(name, { exact }));
  await control.first().waitFor({ state: "attached" });
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate(() => {
      const at = document.activeElement;
      return (at?.getAttribute("aria-label") ?? at?.textContent ?? "").trim();
    });
    if (typeof name === "string" ? said === name : name.test(said)) return page.keyboard.press("Enter");
  }
  throw new Error(`${MOST_TABS} times Tab do not lead to ${String(name)}`);
}

/** What axe finds, in words. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { "target-size": { enabled: true } } }) // 24 px, which axe leaves out unless asked
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary ?? ""}`));
}

/** What the canvas shows, from the state that draws it, once the layout is at rest. */
export async function drawn(page: Page): Promise<Drawn> {
  await page.locator('.canvas[data-settled="true"]').waitFor();
  return page.locator(".canvas").evaluate((el) => (el as HTMLElement & { drawn: () => Drawn }).drawn());
}

/** The answer of the API that a view stands on. */
export const api = async <T>(path: string): Promise<T> => (await (await fetch(`${base}/api/v1${path}`)).json()) as T;

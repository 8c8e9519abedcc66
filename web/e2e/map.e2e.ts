/** The map under fingers, wheel and buttons: it moves when the reader has zoomed, and lets the page scroll before. */
import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PHONE, visit } from "./browser";

interface View {
  x: number;
  y: number;
  k: number;
}
const view = (page: Page): Promise<View> =>
  page.locator(".sheet:not(.japan) svg > g").evaluate((g) => {
    const m = (g as SVGGElement).transform.baseVal.consolidate()?.matrix;
    return { x: m?.e ?? 0, y: m?.f ?? 0, k: m?.a ?? 1 };
  });

type Finger = [x: number, y: number];
/** Fingers that go down together, move in steps and come up. */
async function touch(page: Page, from: Finger[], to: Finger[]): Promise<void> {
  const client: CDPSession = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", at: Finger[]): Promise<unknown> =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: at.map(([x, y], id) => ({ x, y, id })) });
  await send("touchStart", from);
  const STEPS = 8;
  for (let s = 1; s <= STEPS; s++) {
    await send(
      "touchMove",
      from.map(([x, y], i): Finger => {
        const [tx, ty] = to[i] ?? [x, y];
        return [x + ((tx - x) * s) / STEPS, y + ((ty - y) * s) / STEPS];
      }),
    );
    await page.waitForTimeout(20);
  }
  await send("touchEnd", []);
  await page.waitForTimeout(300);
}

const middle = async (page: Page): Promise<Finger> => {
  const box = await page.locator(".sheet:not(.japan) svg").boundingBox();
  return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
};

const atlas = async (options = {}): Promise<Page> => {
  const page = await visit("/", options);
  await page.locator(".tie-map .arc").nth(20).waitFor();
  return page;
};

describe("the map on a phone", () => {
  it("lets one finger scroll the page until it is zoomed; then the finger moves the map", async () => {
    const page = await atlas(PHONE);
    let [x, y] = await middle(page);
    await touch(page, [[x, y]], [[x, y - 120]]);
    expect(await view(page)).toEqual({ x: 0, y: 0, k: 1 });
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(60);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole("button", { name: "Zoom in" }).click();
    const before = await view(page);
    expect(before.k).toBeGreaterThan(1.5);
    [x, y] = await middle(page);
    await touch(page, [[x, y]], [[x + 50, y]]);
    const after = await view(page);
    expect(after.k).toBe(before.k);
    expect(after.x).toBeGreaterThan(before.x + 60); // 50 px of the screen are more of the sheet, which is drawn smaller
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });

  it("zooms under two fingers, as far as they go apart, and never beyond its edges", async () => {
    const page = await atlas(PHONE);
    const [x, y] = await middle(page);
    await touch(
      page,
      [
        [x - 20, y],
        [x + 20, y],
      ],
      [
        [x - 60, y],
        [x + 60, y],
      ],
    );
    expect((await view(page)).k).toBeCloseTo(3, 0);
    await touch(page, [[x, y]], [[x + 180, y]]);
    await touch(page, [[x - 100, y]], [[x + 180, y]]);
    await touch(page, [[x - 100, y]], [[x + 180, y]]);
    expect((await view(page)).x).toBeCloseTo(0, 5);
    await page.getByRole("button", { name: "Whole map" }).click();
    expect(await view(page)).toEqual({ x: 0, y: 0, k: 1 });
  });
});

describe("the map with a mouse", () => {
  it("zooms by wheel with Ctrl, else the page scrolls; drags when zoomed; a click still selects", async () => {
    const page = await visit("/explore?from=jp-25&base=partners&picture=map");
    await page.locator(".tie-map .arc").nth(5).waitFor();
    const start = await view(page);
    const [x, y] = await middle(page);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -200);
    await page.waitForTimeout(200);
    expect(await view(page)).toEqual(start);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await view(page)).k).toBeGreaterThan(start.k * 1.1);
    const near = await view(page);
    await page.mouse.down();
    await page.mouse.move(x + 40, y, { steps: 4 });
    await page.mouse.up();
    const moved = await view(page);
    expect(moved.x).toBeGreaterThan(near.x + 20);
    expect(new URL(page.url()).searchParams.has("sel")).toBe(false); // a drag is no click
    await page.waitForTimeout(100); // a click in the moment of the release is still the drag's
    const arc = page.locator(".tie-map .arc").first();
    await arc.dispatchEvent("click");
    await page.waitForURL(/sel=/);
    expect(await view(page)).toEqual(moved); // what the reader chose stays
  });
});

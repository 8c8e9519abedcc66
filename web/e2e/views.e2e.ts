/** Every view in both languages, both themes, at laptop and phone widths: there, accessible, nothing cut off. */
import { expect, it } from "vitest";
import { axe, LAPTOP, PHONE, visit } from "./browser";

const STUDY = "jp-04,jp-21,jp-22,jp-25,jp-32,jp-35,jp-39";

/** Address of each view, and what stands there when it is whole. */
const VIEWS: [name: string, address: string, whole: string][] = [
  ["atlas", "/?as_of=1989-08", ".tie-map .arc >> nth=20"],
  ["explore, empty", "/explore", ".explore-start"],
  ["explore", "/explore?from=jp-25&sel=jp-25", '.explore:has(.filters) .canvas[data-settled="true"]'],
  [
    "explore, map and timeline",
    "/explore?from=jp-25&base=partners&picture=map&tab=timeline",
    ".timeline .row >> nth=3",
  ],
  [
    "explore, tie and walk",
    "/explore?from=jp-04215&tab=walk&sel=sister-of--tie-jp-04215-us-ga-dublin--jp-04215",
    ".walk .step >> nth=0",
  ],
  ["paths", "/paths?from=jp-04100&to=us-ca-riverside", ".stations >> nth=0"],
  ["matrix", "/matrix?as_of=1989-08", ".matrix td a >> nth=5"],
  ["prefectures", "/prefectures", ".regions a >> nth=40"],
  ["dossier", "/prefectures/jp-04", ".dossier .notes li >> nth=0"],
  ["compare", `/compare?prefectures=${STUDY}&as_of=1989-08`, ".measures td.n a >> nth=20"],
  ["structure", "/structure", ".ranks li >> nth=10"],
  ["structure, groups", "/structure?measure=communities", ".ranks li >> nth=1"],
  ["gaps", "/lists", ".entries li >> nth=1"],
  ["conflicts", "/lists?list=conflicts", ".claims tbody tr >> nth=5"],
  ["anniversaries", "/lists?list=anniversaries&year=2027", ".entries li >> nth=0"],
  ["data", "/data", ".credits li >> nth=2"],
  ["nowhere", "/nowhere", ".empty-state h1"],
];

/**
 * Each view is seen in two looks that differ in everything; which two goes round, so that every view meets both
 * languages, themes and widths, and every two of these meet one another (pairwise, not the full product).
 */
const PAIRS = [
  ["en light laptop", "ja dark phone"],
  ["en dark phone", "ja light laptop"],
  ["en light phone", "ja dark laptop"],
  ["en dark laptop", "ja light phone"],
] as const;
const SEEN = VIEWS.flatMap(([name, address, whole], i) =>
  (PAIRS[i % PAIRS.length] ?? PAIRS[0]).map((look) => ({ name, address, whole, look })),
);

it.each(SEEN)("$name: $look", async ({ address, whole, look }) => {
  const [lang, colorScheme, size] = look.split(" ") as ["en" | "ja", "light" | "dark", "laptop" | "phone"];
  const to = address + (address.includes("?") ? "&" : "?") + `lang=${lang}`;
  const page = await visit(to, { colorScheme, ...(size === "phone" ? PHONE : LAPTOP) });
  await page.locator(whole).first().waitFor({ state: "attached" });
  expect(await page.locator("html").getAttribute("lang")).toBe(lang);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
});

it("loses nothing at 200 % zoom: every view fits the width, and each of its controls can be brought into sight", async () => {
  const zoomed = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
  for (const [name, address, whole] of VIEWS) {
    const page = await visit(address, zoomed);
    await page.locator(whole).first().waitFor({ state: "attached" });
    const lost = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth - window.innerWidth;
      const controls = [...document.querySelectorAll<HTMLElement>("a, button, input, select, summary")];
      const out = controls
        .filter((c) => c.checkVisibility() && !c.closest(".visually-hidden, .skip"))
        .flatMap((c) => {
          c.scrollIntoView({ block: "center", inline: "center" });
          const { left, right, top, bottom } = c.getBoundingClientRect();
          const seen = right > 0 && left < window.innerWidth && bottom > 0 && top < window.innerHeight;
          return seen ? [] : [c.textContent];
        });
      return wide > 0 ? [`${wide} px too wide`, ...out] : out;
    });
    expect(lost, name).toEqual([]);
    await page.close();
  }
});

it.each([
  ["conflicts", "/lists?list=conflicts", ".claims tbody tr"],
  ["affiliations", "/prefectures/jp-04", ".dossier .stacked tbody tr"],
])("shows %s on a phone as cards: every value named by its column, none squeezed", async (_, address, row) => {
  const page = await visit(address, PHONE);
  await page.locator(row).nth(4).waitFor();
  const cells = await page.locator(`${row}:nth-child(-n + 5) td`).evaluateAll((all) =>
    all.map((td) => {
      const [column, value] = [td.querySelector(".column"), td.querySelector(".value")];
      const head = td.closest("table")?.querySelectorAll("th")[(td as HTMLTableCellElement).cellIndex];
      return {
        named: column?.checkVisibility() === true && column.textContent?.trim() === head?.textContent?.trim(),
        share: (value?.getBoundingClientRect().width ?? 0) / window.innerWidth,
        right: td.getBoundingClientRect().right <= window.innerWidth,
      };
    }),
  );
  expect(cells.length).toBeGreaterThanOrEqual(30);
  for (const c of cells) expect(c).toEqual({ named: true, share: expect.closeTo(0.67, 1), right: true });
});

it("has the present view in sight on a phone, also the last of the row", async () => {
  const page = await visit("/data", PHONE);
  const box = await page.locator('.nav [aria-current="page"]').boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= PHONE.viewport.width).toBe(true);
});

it.each([
  ["a laptop", LAPTOP],
  ["a phone", PHONE],
])("names what the map shows, none over another, on %s", async (_, size) => {
  const page = await visit("/explore?from=jp-25&base=partners&picture=map", size);
  await page.locator(".mark-label").nth(2).waitFor();
  const boxes = await page
    .locator(".mark-label")
    .evaluateAll((all) => all.map((t) => t.getBoundingClientRect().toJSON() as DOMRect));
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1)) {
      // Of the letters, not of the line with its leading.
      const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const over = a.left < b.right && b.left < a.right && shared > 0.3 * a.height;
      expect(over, JSON.stringify([a, b])).toBe(false);
    }
});

it("leads to the licences of what it is made of, as text", async () => {
  const page = await visit("/data");
  await page.getByRole("link", { name: "Licences of the software in this page" }).click();
  await page.waitForURL(/licenses\.txt$/);
  expect(await page.locator("body").innerText()).toMatch(/## sigma - [\s\S]*SIL OPEN FONT LICENSE/);
});

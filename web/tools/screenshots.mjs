/**
 * Pictures of every view in both languages and themes, laptop and phone:
 *   npm run screenshots -- [--url=http://127.0.0.1:8080] [--to=screenshots] [--only=explore-ja-dark,data]
 * Without an address it asks an enishi of its own.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./chromium.mjs";
import { withEnishi } from "./enishi.mjs";

/** Address of each view and what stands there when it is whole. */
const VIEWS = {
  "1-atlas": ["/?as_of=1989-08", ".tie-map .arc >> nth=20"],
  "2-explore": [
    "/explore?from=jp-22&depth=2&edge_kind=sister_of,member_of,takes_part_in,organizes&sel=jp-22130",
    '.explore:has(.filters) .canvas[data-settled="true"]',
  ],
  "2-explore-tie": [
    "/explore?from=jp-04100&sel=jp-04100&tab=timeline",
    '.explore:has(.filters) .canvas[data-settled="true"]',
  ],
  "2-explore-start": ["/explore", ".explore-start"],
  "2-explore-map": ["/explore?from=jp-25&base=partners&picture=map&tab=timeline&sel=jp-25", ".timeline .row >> nth=3"],
  "3-paths": ["/paths?from=jp-04100&to=us-ca-riverside", ".stations >> nth=0"],
  "4-matrix": ["/matrix?as_of=1989-08", ".matrix td a >> nth=5"],
  "5-prefectures": ["/prefectures", ".regions a >> nth=40"],
  "5-dossier": ["/prefectures/jp-04", ".dossier .notes li >> nth=0"],
  "6-compare": [
    "/compare?prefectures=jp-04,jp-21,jp-22,jp-25,jp-32,jp-35,jp-39&as_of=1989-08",
    ".measures td.n a >> nth=20",
  ],
  "7-structure": ["/structure", ".ranks li >> nth=10"],
  "7-communities": ["/structure?measure=communities", ".ranks li >> nth=1"],
  "8-gaps": ["/lists", ".entries li >> nth=1"],
  "8-conflicts": ["/lists?list=conflicts", ".claims tbody tr >> nth=5"],
  "8-anniversaries": ["/lists?list=anniversaries&year=2027", ".entries li >> nth=0"],
  "9-data": ["/data", ".credits li >> nth=2"],
};
const SIZES = { laptop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const AT_ONCE = 2;

const { values } = parseArgs({
  options: { url: { type: "string" }, to: { type: "string", default: "screenshots" }, only: { type: "string" } },
});
const shots = Object.entries(VIEWS).flatMap(([view, [path, whole]]) =>
  ["en", "ja"].flatMap((lang) =>
    ["light", "dark"].flatMap((colorScheme) =>
      Object.entries(SIZES).map(([size, viewport]) => ({
        name: `${view}-${lang}-${colorScheme}-${size}`,
        path: `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`,
        look: { colorScheme, viewport, reducedMotion: "reduce" },
        whole,
        // The phone's explore is one screen of four parts, the rest is as long as it is.
        fullPage: !view.startsWith("2-explore"),
      })),
    ),
  ),
);

async function shoot(browser, base, { name, path, look, whole, fullPage }) {
  const page = await browser.newPage(look);
  page.setDefaultTimeout(120_000); // a busy machine makes them, too
  await page.goto(base + path);
  await page.locator(whole).first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  await page.screenshot({ timeout: 120_000, path: join(values.to, `${name}.png`), fullPage });
  await page.close();
}

mkdirSync(values.to, { recursive: true });
await withEnishi(values.url, async (base) => {
  const asked = (values.only ?? "").split(",");
  const left = shots.filter((s) => asked.some((part) => s.name.includes(part)));
  console.log(`${left.length} pictures in ${values.to}/`);
  // Each with a browser of its own: in one, a picture of the whole page may be taken at the size of another page.
  const work = async () => {
    const browser = await launch();
    try {
      for (let s = left.shift(); s; s = left.shift()) await shoot(browser, base, s);
    } finally {
      await browser.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
});

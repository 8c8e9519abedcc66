/**
 * Pictures of every view in both languages and themes, laptop and phone, from a running enishi:
 *   npm run screenshots -- http://127.0.0.1:8080 screenshots
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base = "http://127.0.0.1:8080", folder = "screenshots"] = process.argv.slice(2);
const VIEWS = {
  atlas: "/?as_of=1989-08",
  explore: "/explore?from=jp-22&depth=2&edge_kind=sister_of,member_of,takes_part_in,organizes&sel=jp-22130",
  "explore-map": "/explore?from=jp-25&base=partners&picture=map&tab=timeline",
  paths: "/paths?from=jp-04100&to=us-ca-riverside",
  matrix: "/matrix?as_of=1989-08",
  prefectures: "/prefectures",
  dossier: "/prefectures/jp-04",
  compare: "/compare?prefectures=jp-04,jp-21,jp-22,jp-25,jp-32,jp-35,jp-39&as_of=1989-08",
  structure: "/structure",
  gaps: "/lists",
  conflicts: "/lists?list=conflicts",
  anniversaries: "/lists?list=anniversaries&year=2027",
  data: "/data",
};
const SIZES = { laptop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});
for (const [view, path] of Object.entries(VIEWS))
  for (const lang of ["en", "ja"])
    for (const colorScheme of ["light", "dark"])
      for (const [size, viewport] of Object.entries(SIZES)) {
        const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
        await page.goto(`${base}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        await page.waitForLoadState("networkidle");
        if (view === "explore") await page.locator('.canvas[data-settled="true"]').waitFor();
        const name = join(folder, `${view}-${lang}-${colorScheme}-${size}.png`);
        await page.screenshot({ path: name, fullPage: !view.startsWith("explore") });
        console.log(name);
        await page.close();
      }
await browser.close();

/**
 * Lighthouse on every view, in Debian's Chromium, as a laptop sees them:
 *   npm run audit [-- http://127.0.0.1:8080]
 * Without an address it asks an enishi of its own. Prints the figures beside the goals and fails where one is missed.
 * A page that misses is measured twice more and judged by the middle of the three: one run says as much about the
 * machine as about the page. An idle one, please. Lighthouse is fetched by npx in the version named here, as nothing
 * else of the page needs it.
 */
import { execFileSync } from "node:child_process";
import { withEnishi } from "./enishi.mjs";

const LIGHTHOUSE = "lighthouse@12.8.2";
/** What a failed recording is repeated for; Lighthouse says so itself. */
const TRIES = 3;

const PAGES = [
  "/",
  "/explore?from=jp-25&base=partners",
  "/paths?from=jp-04100&to=us-ca-riverside",
  "/matrix",
  "/prefectures/jp-04",
  "/compare?prefectures=jp-04,jp-25",
  "/structure",
  "/lists",
  "/data",
];

const audit = (id) => (report) => report.audits[id].numericValue;
const category = (id) => (report) => Math.round(100 * report.categories[id].score);
const GOALS = [
  { name: "performance", least: 95, of: category("performance"), said: String },
  { name: "accessibility", least: 100, of: category("accessibility"), said: String },
  { name: "LCP", most: 1000, of: audit("largest-contentful-paint"), said: (ms) => `${(ms / 1000).toFixed(2)} s` },
  { name: "TBT", most: 50, of: audit("total-blocking-time"), said: (ms) => `${ms.toFixed(0)} ms` },
  { name: "CLS", most: 0.02, of: audit("cumulative-layout-shift"), said: (n) => n.toFixed(3) },
];

const met = ({ least = -Infinity, most = Infinity }, value) => value >= least && value <= most;

function measure(url) {
  const args = [
    ...["--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--preset=desktop"],
    "--only-categories=performance,accessibility",
    "--chrome-flags=--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader",
  ];
  for (let left = TRIES - 1; ; left--) {
    try {
      const out = execFileSync("npx", args, {
        env: { CHROME_PATH: "/usr/bin/chromium", ...process.env },
        maxBuffer: 1 << 28,
        stdio: ["ignore", "pipe", "pipe"],
      });
      return JSON.parse(out.toString());
    } catch (e) {
      const why = String(e.stderr ?? e).trim();
      if (left === 0 || !/run Lighthouse again/.test(why)) throw new Error(`${url}: ${why}`, { cause: e });
    }
  }
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function judge(base, path) {
  const reports = [measure(base + path)];
  const missed = () => GOALS.filter((g) => !met(g, middle(reports.map(g.of))));
  if (missed().length > 0) reports.push(measure(base + path), measure(base + path));
  const figures = GOALS.map((g) => `${g.name} ${g.said(middle(reports.map(g.of)))}`);
  console.log(`${path}  ${figures.join(", ")}${reports.length > 1 ? `  (middle of ${reports.length})` : ""}`);
  for (const { name, least, most, said } of missed()) {
    process.exitCode = 1;
    console.log(`    missed: ${name} is to be ${least === undefined ? `at most ${said(most)}` : `at least ${least}`}`);
  }
  const [last] = reports.slice(-1);
  for (const { id, weight } of last.categories.accessibility.auditRefs) {
    const { score, title } = last.audits[id];
    if (weight > 0 && score !== null && score < 1) console.log(`    ${title}`);
  }
}

await withEnishi(process.argv[2], async (base) => PAGES.forEach((path) => judge(base, path)));

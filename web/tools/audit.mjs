/**
 * Lighthouse on home, explore and a prefecture, in Debian's Chromium, as a laptop sees them:
 *   npm run audit [-- http://127.0.0.1:8080]
 * Without an address it asks an enishi of its own. Prints the scores; fails under performance 95 or accessibility 100.
 * Lighthouse is fetched by npx in the version named here, as nothing else of the page needs it. Performance is that of
 * the machine: an idle one, please.
 */
import { execFileSync } from "node:child_process";
import { withEnishi } from "./enishi.mjs";

const LIGHTHOUSE = "lighthouse@12.8.2";
const LEAST = { performance: 95, accessibility: 100 };
const PAGES = ["/", "/explore?from=jp-25&base=partners", "/prefectures/jp-04"];

function audit(base, path) {
  const args = [
    ...["--yes", LIGHTHOUSE, base + path, "--quiet", "--output=json", "--preset=desktop"],
    `--only-categories=${Object.keys(LEAST).join(",")}`,
    "--chrome-flags=--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader",
  ];
  const report = JSON.parse(
    execFileSync("npx", args, {
      env: { CHROME_PATH: "/usr/bin/chromium", ...process.env },
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "inherit"],
    }).toString(),
  );
  for (const [category, least] of Object.entries(LEAST)) {
    const score = Math.round(100 * report.categories[category].score);
    console.log(`${path}  ${category} ${score} (at least ${least})`);
    if (score >= least) continue;
    process.exitCode = 1;
    for (const { id, weight } of report.categories[category].auditRefs) {
      const { score, title, displayValue = "" } = report.audits[id];
      if (weight > 0 && score !== null && score < 1) console.log(`    ${title} ${displayValue}`);
    }
  }
}

await withEnishi(process.argv[2], async (base) => PAGES.forEach((path) => audit(base, path)));

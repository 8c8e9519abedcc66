/**
 * Checks what was built: the first script with all that it imports at once is at most 60 kB gzip,
 * and no file asks for anything from another host or for code made at run time.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 60_000;
const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]);
const seen = new Set();
let total = 0;
for (let name = first.pop(); name; name = first.pop()) {
  if (seen.has(name)) continue;
  seen.add(name);
  const code = readFileSync(new URL(name, dist));
  total += gzipSync(code).length;
  for (const m of code.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) first.push(`assets/${m[1]}`);
}
console.log(`first script: ${(total / 1000).toFixed(1)} kB gzip in ${seen.size} file(s), limit ${LIMIT / 1000} kB`);
let bad = total > LIMIT;
for (const name of readdirSync(new URL("assets/", dist)).filter((n) => n.endsWith(".js"))) {
  const code = readFileSync(new URL(`assets/${name}`, dist), "utf8");
  for (const [what, found] of [
    ["eval", /\beval\(|new Function\(/.exec(code)],
    ["a worker made of text", /new Worker\([^)]*(?:createObjectURL|blob:)/.exec(code)],
  ]) {
    if (found) {
      console.error(`${name}: ${what}: ${found[0]}`);
      bad = true;
    }
  }
}
process.exitCode = bad ? 1 : 0;

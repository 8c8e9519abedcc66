/** Adds to dist/licenses.txt the notices of dependencies that Vite's own list does not see: what a worker is made of, and the typeface. */
import { appendFileSync, readdirSync, readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const list = new URL("../dist/licenses.txt", import.meta.url);
const known = readFileSync(list, "utf8");
for (const name of Object.keys(JSON.parse(read("../package.json")).dependencies).sort()) {
  if (known.includes(`\n## ${name} - `)) continue;
  const folder = `../node_modules/${name}/`;
  const file = readdirSync(new URL(folder, import.meta.url)).find((f) => /^licen[cs]e/i.test(f));
  if (!file) throw new Error(`${name} comes without the text of its licence`);
  const { version, license } = JSON.parse(read(`${folder}package.json`));
  appendFileSync(list, `\n## ${name} - ${version} (${license})\n\n${read(folder + file).trim()}\n`);
}

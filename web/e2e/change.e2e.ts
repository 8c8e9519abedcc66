/** A change of the data by its page: checked, applied, rolled back; on an enishi of its own. */
import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { start } from "../tools/enishi.mjs";
import { axe, visit } from "./browser";

let enishi: Awaited<ReturnType<typeof start>>;
let key: string;

beforeAll(async () => {
  process.env["ENISHI_BINARY"] = inject("binary");
  enishi = await start("--keys", "keys.json");
  key = execFileSync(enishi.binary, ["key", "create", "desk", "--keys", join(enishi.folder, "keys.json")], {
    stdio: ["ignore", "pipe", "ignore"],
  })
    .toString()
    .trim();
});
afterAll(() => enishi.stop());

const HEAD = "id,name_en,type,sector,country,place,sources";
const table = (id: string, name: string): { name: string; mimeType: string; buffer: Buffer } => ({
  name: "organizations.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(`${HEAD}\n${id},${name},civic-group,ngo,US,us-ca-riverside,https://example.org/${id}\n`),
});

async function open(options: Parameters<typeof visit>[1] = {}): Promise<Page> {
  const page = await visit("/data", { at: enishi.base, ...options });
  await page.getByText("Change the data").click();
  return page;
}

async function check(page: Page, file: ReturnType<typeof table>, secret = key): Promise<void> {
  await page.getByLabel("Write key").fill(secret);
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByRole("button", { name: "Check" }).click();
}

const node = async (id: string): Promise<number> => (await fetch(`${enishi.base}/api/v1/nodes/${id}`)).status;

it("says of each wrong row what is wrong and what would be right, and lets nothing be applied", async () => {
  const page = await open();
  await check(page, table("No Id!", "Riverside Friends"));
  const report = page.getByRole("region", { name: "Report on organizations.csv" });
  await report.getByText("1 row: 0 accepted, 0 unchanged, 0 merged, 1 rejected.").waitFor();
  const fault = report.locator("tbody tr").first();
  expect(await fault.locator("td").allTextContents()).toEqual([
    "organizations.csv:2",
    "id",
    "No Id!",
    expect.stringContaining("no id"),
    expect.stringContaining("lower-case"),
  ]);
  expect(await page.getByRole("button", { name: "Apply" }).count()).toBe(0);
  expect(await axe(page)).toEqual([]);
  await page.getByRole("button", { name: "Discard" }).click();
  await report.waitFor({ state: "detached" });
});

it("writes nothing until it is applied, then shows the release, and goes back to the one before", async () => {
  const page = await open();
  await check(page, table("org-riverside-friends", "Riverside Friends"));
  await page.getByText("1 row: 1 accepted").waitFor();
  await page
    .locator("td", { hasText: /^org-riverside-friends$/ })
    .first()
    .waitFor();
  expect(await node("org-riverside-friends")).toBe(404);
  await page.getByLabel("Note of the release").fill("<b>friends</b>");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator(".change").getByText("Applied as release r2.").waitFor();
  expect(await node("org-riverside-friends")).toBe(200);
  const newest = page.locator(".releases tbody tr").first();
  await newest.getByText("<b>friends</b>").waitFor();
  await newest.getByRole("button", { name: "Changes of r2" }).click();
  await page.locator("dialog td", { hasText: /^org-riverside-friends$/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Roll back to r1" }).click();
  await page.locator("dialog").getByRole("button", { name: "Roll back to r1" }).click();
  await page.locator(".releases tbody tr", { hasText: "r3" }).waitFor();
  expect(await node("org-riverside-friends")).toBe(410); // it was there once
});

it("asks which column is which where a list has its own names, and takes the list then", async () => {
  const list =
    'Town,"Sister City, State",Since,Kind,Now,Remarks\njp-39201,us-ca-riverside,1990-05,friendship,active,letters\n';
  const page = await open();
  await check(page, { name: "our list.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  const ask = page.getByRole("form", { name: "Which column is which?" });
  await ask.getByLabel("Rows are").selectOption("ties");
  expect(await ask.getByLabel("Kind").inputValue()).toBe("kind"); // ours by itself
  await ask.getByText("Needed for new records: bodies, partner, status.").waitFor();
  for (const [theirs, ours] of [
    ["Town", "bodies"],
    ["Sister City, State", "partner"],
    ["Since", "signed"],
    ["Now", "status"],
  ] as const)
    await ask.getByLabel(theirs, { exact: true }).selectOption(ours);
  expect(await axe(page)).toEqual([]);
  await ask.getByRole("button", { name: "Check again" }).click();
  await page.locator("td", { hasText: "has no such column" }).waitFor(); // nobody said what Remarks is
  await ask.getByLabel("Remarks").selectOption("leave it aside");
  await ask.getByRole("button", { name: "Check again" }).click();
  await page.getByText("1 row: 1 accepted").waitFor();
  await page.getByRole("button", { name: "Apply" }).click();
  await page
    .locator(".change")
    .getByText(/^Applied as release r/)
    .waitFor();
  const ties = await (await fetch(`${enishi.base}/api/v1/nodes/jp-39201/partners`)).json();
  expect(JSON.stringify(ties)).toContain("us-ca-riverside");
});

it("remarks what perhaps was not meant, and lets it be applied", async () => {
  const page = await open();
  await check(page, { name: "ties.csv", mimeType: "text/csv", buffer: Buffer.from("id,delete\ntie-of-nobody,1\n") });
  await page.locator("td", { hasText: "there is no tie-of-nobody to delete" }).waitFor();
});

it("holds the key in memory alone, and tells that a wrong one is refused", async () => {
  const page = await open({ expected: /status of 401/ });
  await check(page, table("org-riverside-friends", "Riverside Friends"), "enishi_wrong");
  await page.getByRole("alert").getByText("A write key is needed").waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept + page.url()).not.toContain("enishi_wrong");
  await page.locator('input[type="file"]').setInputFiles({ ...table("a", "b"), name: "picture.png" });
  await page.getByRole("alert").getByText("picture.png").waitFor();
  expect(await page.getByRole("button", { name: "Check" }).isDisabled()).toBe(true);
  await page.reload();
  await page.getByText("Change the data").click();
  expect(await page.getByLabel("Write key").inputValue()).toBe("");
});

it("says that a file was changed after it was chosen, and takes it when it is chosen again", async () => {
  const page = await open({ expected: /ERR_UPLOAD_FILE_CHANGED|ERR_FAILED/ });
  const path = join(await mkdtemp(join(tmpdir(), "enishi-change-")), "organizations.csv");
  await writeFile(path, table("No Id!", "Riverside Friends").buffer);
  await page.getByLabel("Write key").fill(key);
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("1 rejected.").waitFor();
  await writeFile(path, table("org-riverside-menders", "Riverside Menders of Fences").buffer);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("organizations.csv has been changed since it was chosen.").waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByText("Drop a file here, or choose one").click(),
  ]);
  await chooser.setFiles(path);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("1 row: 1 accepted").waitFor();
});

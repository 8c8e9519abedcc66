/** What a newcomer wants to know, from the home page on, by mouse; and again by keyboard, in Japanese, on a phone. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type {
  CompareAnswer,
  DossierAnswer,
  GapAnswer,
  Network,
  NodesAnswer,
  Partners,
  PathAnswer,
  Tally,
} from "../src/lib/types";
import { api, drawn, enter, PHONE, visit } from "./browser";
import { unzip } from "./zip";

const STUDY = "jp-04,jp-21,jp-22,jp-25,jp-32,jp-35,jp-39";

describe("by mouse", () => {
  it("finds how Sendai and Riverside are tied, since when, by which source", async () => {
    const page = await visit("/");
    await page.getByRole("link", { name: /How are Sendai and Riverside tied/ }).click();
    const first = page.locator(".path-list > li").first();
    await first.getByText("9 March 1957").first().waitFor();
    const { paths, sources } = await api<PathAnswer>("/paths?from=jp-04100&to=us-ca-riverside&mode=k&k=3");
    expect(await first.locator(".sentence").textContent()).toBe(paths[0]?.sentence.en);
    expect(await page.locator(".notes li a").count()).toBeGreaterThanOrEqual(3);
    expect(sources.map((s) => s.url)).toContain(await page.locator(".notes li a").first().getAttribute("href"));
  });

  it("sees Osaka's partners, all that the API knows", async () => {
    const page = await visit("/");
    await page.getByRole("link", { name: /Osaka’s partners/ }).click();
    const { ties } = await api<Partners>("/nodes/jp-27/partners?scope=within");
    expect(ties.length).toBeGreaterThan(5);
    const d = await drawn(page);
    const on = new Set(d.nodes.map((n) => n.id));
    for (const t of ties) expect([t.partner, on.has(t.partner)]).toEqual([t.partner, true]);
    expect(d.edges).toHaveLength(ties.length);
  });

  it("sees the seven prefectures in August 1989 and today", async () => {
    const page = await visit("/");
    const shiga = page.locator(".pref-card", { hasText: "Shiga" }).locator(".count");
    const now = (await api<Partners>("/nodes/jp-25/partners?scope=within")).ties.length;
    const then = (await api<Partners>("/nodes/jp-25/partners?scope=within&as_of=1989-08")).ties.length;
    expect(now).not.toBe(then);
    await shiga.getByText(String(now)).waitFor();
    await page.getByRole("button", { name: "Study, Aug 1989" }).click();
    await page.locator("h1", { hasText: "August 1989" }).waitFor();
    await shiga.getByText(String(then)).waitFor();
    const all = await api<Network>("/graph?edge_kind=sister_of&as_of=1989-08");
    const ties = new Set(all.edges.map((e) => e.tie)).size;
    await page.locator("h1", { hasText: `${ties} ties` }).waitFor();
    // The undated are said, and let in on request.
    await page.getByRole("button", { name: "Include them" }).click();
    const more = await api<Network>("/graph?edge_kind=sister_of&as_of=1989-08&undated=include");
    await page.locator("h1", { hasText: `${new Set(more.edges.map((e) => e.tie)).size} ties` }).waitFor();
  });

  it("finds what Toyohashi's network shares with Hamamatsu's", async () => {
    const page = await visit("/");
    await page.getByRole("link", { name: /Toyohashi’s network share/ }).click();
    const { paths } = await api<PathAnswer>("/paths?from=jp-23201&to=jp-22130&mode=k&k=5");
    const told = page.locator(".path-list .sentence");
    await told.first().waitFor();
    expect(await told.allTextContents()).toEqual(paths.map((p) => p.sentence.en));
    // What they share is said before how they are joined: by the naive way, the networks of both laid over one another.
    const [one, two] = await Promise.all(
      ["jp-23201", "jp-22130"].map((id) => api<Network>(`/graph?from=${id}&depth=2`)),
    );
    const own = new Set(one?.nodes.map((n) => n.id));
    const both = (two?.nodes ?? []).filter((n) => own.has(n.id) && !["jp-23201", "jp-22130"].includes(n.id));
    const common = page.locator(".in-common");
    await common.getByText("One step from both nothing on record").waitFor();
    expect((await page.locator(".in-common > div:not(.beside) > ul a").allTextContents()).sort()).toEqual(
      both.map((n) => n.label).sort(),
    );
    await common.locator("h3", { hasText: "Partners of Hamamatsu" }).waitFor();
    await common.getByRole("link", { name: "Porterville" }).waitFor();
    expect(
      await common.evaluate((c) => c.compareDocumentPosition(document.querySelector(".path-list") as Node) & 4),
    ).toBe(4);
    // Each station of what joins them is a link to its own network.
    const stations = await page.locator(".path-list > li").first().locator(".station-name").count();
    expect(stations).toBe(paths[0]?.nodes.length);
    await page.getByRole("button", { name: "Canvas" }).click();
    expect((await drawn(page)).nodes.map((n) => n.id)).toContain(paths[0]?.nodes[1]);
  });

  it("downloads a prefecture's ties for Excel, at the date of the page", async () => {
    const page = await visit("/prefectures/jp-04?as_of=1989-08");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "For Excel (XLSX)" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/jp-04.*\.xlsx$/);
    const sheets = unzip(await readFile(await file.path()));
    const text = [...sheets.values()].join();
    const { appendices } = await api<DossierAnswer>("/dossiers/jp-04?as_of=1989-08");
    expect(appendices.affiliations.length).toBeGreaterThan(0);
    for (const t of appendices.affiliations) expect(text).toContain(t.tie);
  });

  it("reads what is to be done, and subscribes to anniversaries", async () => {
    const page = await visit("/lists");
    const gaps = await api<GapAnswer>("/gaps?limit=500");
    const without = gaps.items.filter((g) => g.kind === "no-tie");
    const list = page.locator("section", { hasText: "Partners without a tie" }).locator("li");
    await list.first().waitFor();
    expect(await list.count()).toBe(without.length);
    await list.getByText(without[0]?.reason.en ?? "?").waitFor();
    await page.getByRole("link", { name: "Anniversaries" }).click();
    const links = page.locator(".subscribe a");
    await links.first().waitFor();
    const types = [];
    for (const a of await links.all())
      types.push((await fetch(new URL((await a.getAttribute("href")) ?? "", page.url()))).headers.get("content-type"));
    expect(types).toEqual([expect.stringContaining("text/calendar"), expect.stringContaining("application/atom+xml")]);
  });

  it("compares prefectures by the measures of the API", async () => {
    const page = await visit("/compare?prefectures=jp-04,jp-25&as_of=1989-08");
    const { measures } = await api<CompareAnswer>("/compare?prefectures=jp-04,jp-25&as_of=1989-08");
    const ties = measures.find((m) => m.key === "ties");
    const row = page.locator(".measures tr", { hasText: ties?.definition.en ?? "?" });
    await row.waitFor();
    expect(await row.locator("td a").allTextContents()).toEqual(
      [ties?.values["jp-04"], ties?.values["jp-25"]].map(String),
    );
  });

  it("plays a span over the years, and stops when it is told to", async () => {
    const page = await visit("/matrix?from_date=1980&to_date=1984");
    await page.locator("caption", { hasText: "1980 to 1984" }).waitFor();
    await page.getByRole("button", { name: "Play the years" }).click();
    await page.waitForURL(/from_date=1982&to_date=1986/);
    await page.getByRole("button", { name: "Stop" }).click();
    const { searchParams: at } = new URL(page.url());
    expect(Number(at.get("to_date")) - Number(at.get("from_date"))).toBe(4);
    await page.locator("caption", { hasText: `${at.get("from_date")} to ${at.get("to_date")}` }).waitFor();
  });

  it("sends a link that looks at the same part of canvas and map", async () => {
    const page = await visit("/explore?from=jp-25");
    await drawn(page);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.waitForURL(/look=/);
    const seen = await drawn(page);
    const address = (): string => page.url().replace(/^https?:\/\/[^/]+/, "");
    const other = await drawn(await visit(address()));
    for (const [i, n] of seen.nodes.entries()) {
      expect(other.nodes[i]?.id).toBe(n.id);
      expect(Math.hypot((other.nodes[i]?.x ?? 0) - n.x, (other.nodes[i]?.y ?? 0) - n.y)).toBeLessThan(3);
    }
    await page.getByRole("button", { name: "Fit" }).click();
    await page.waitForURL((u) => !u.searchParams.has("look"));

    await page.getByRole("button", { name: "Map", exact: true }).click();
    const transform = (p: Page): Promise<string | null> => p.locator(".sheet svg > g").getAttribute("transform");
    await page.locator(".arc").first().waitFor();
    const whole = await transform(page);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.waitForURL(/look=/);
    const near = await transform(page);
    expect(near).not.toBe(whole);
    const again = await visit(address());
    await again.locator(".arc").first().waitFor();
    const numbers = (t: string | null): number[] => (t?.match(/-?[\d.]+/g) ?? []).map(Number);
    for (const [i, n] of numbers(await transform(again)).entries()) expect(n).toBeCloseTo(numbers(near)[i] ?? NaN, -1);
    expect(address()).toContain("look=");
  });

  it("sends the link to that very view", async () => {
    const page = await visit("/explore?from=jp-25&base=partners&as_of=1989-08&sel=jp-25&tab=timeline");
    const before = await drawn(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await visit(link.replace(/^https?:\/\/[^/]+/, ""));
    const after = await drawn(other);
    expect(after.nodes.map((n) => [n.id, Math.round(n.x), Math.round(n.y)])).toEqual(
      before.nodes.map((n) => [n.id, Math.round(n.x), Math.round(n.y)]),
    );
    expect(await other.getByRole("tab", { name: "Timeline" }).getAttribute("aria-selected")).toBe("true");
  });
});

describe("a cell of the matrix", () => {
  // Of each sort of column, and of a row that is more than one prefecture.
  it.each(["", "&cols=decade", "&cols=tie_kind", "&cols=level", "&rows=region", "&rows=region&cols=decade"])(
    "opens as many ties as it counts: %s",
    async (axes) => {
      const page = await visit(`/matrix?as_of=1989-08${axes}`);
      const cell = page.locator(".matrix td a").nth(3);
      const n = Number(await cell.textContent());
      await cell.click();
      await page.locator(".bar .what", { hasText: `· ${n} tie${n === 1 ? "" : "s"}` }).waitFor();
    },
  );
});

it("opens a cell of ties across levels, to a territory", async () => {
  const page = await visit("/matrix?cols=level");
  await page.getByRole("link", { name: "Saga – across levels: 1 tie" }).click();
  await page.locator(".bar .what", { hasText: "· 1 tie" }).waitFor();
  expect((await drawn(page)).nodes.map((n) => n.id).sort()).toEqual(["jp-41202", "us-gu"]);
});

describe("no path", () => {
  it("says which end does not hold then and until when, and leads to what does", async () => {
    const page = await visit("/paths?from=jp-04462-2006&to=us-ga-dublin&as_of=2020");
    const told = page.locator(".no-path");
    await told.getByText("Sanbongi held until 30 March 2006. Osaki (Miyagi) holds its territory today.").waitFor();
    await told.getByRole("link", { name: "Ask at 30 March 2006" }).click();
    await page.waitForURL(/as_of=2006-03-30/);
    await page.locator(".path-list .sentence").first().waitFor();
    await page.goBack();
    await told.getByRole("link", { name: "Ask for Osaki (Miyagi) instead" }).click();
    await page.waitForURL(/from=jp-04215&/);
    await page.locator(".path-list .sentence").first().waitFor();
  });

  it("says who had not begun yet, in Japanese", async () => {
    const page = await visit("/paths?from=us-ga-dublin&to=jp-04215&as_of=1989&lang=ja");
    await page.getByText("大崎市は2006年3月31日からです。").waitFor();
    await page.getByRole("link", { name: "2006年3月31日の時点で調べる" }).click();
    await page.locator(".path-list .sentence").first().waitFor();
  });

  it("between those that hold offers what the question leaves out", async () => {
    const page = await visit("/paths?from=jp-04100&to=us-ca-riverside&as_of=1950");
    await page.getByRole("link", { name: "At any time" }).click();
    await page.locator(".path-list .sentence").first().waitFor();
  });
});

describe("the comparison of seven on a phone", () => {
  it("stands in its width, names over all columns, and tells parts and definitions on request", async () => {
    const page = await visit(`/compare?prefectures=${STUDY}&as_of=1989-08`, PHONE);
    const { measures } = await api<CompareAnswer>(`/compare?prefectures=${STUDY}&as_of=1989-08`);
    const part = measures.find((m) => m.key.startsWith("ties-"));
    await page.locator(".measures tr:not(.part) td.n a").nth(20).waitFor();
    const screens = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollHeight / window.innerHeight);
    expect(await screens()).toBeLessThan(3.5);
    const last = page.locator(".measures tbody").last().locator("tr").last();
    await last.scrollIntoViewIfNeeded();
    const heads = page.locator(".measures thead th.n");
    const cells = last.locator("td");
    expect(await heads.count()).toBe(7);
    for (let i = 0; i < 7; i++) {
      const [head, cell] = [await heads.nth(i).boundingBox(), await cells.nth(i).boundingBox()];
      expect(head?.x).toBeCloseTo((cell?.x ?? 0) + (cell?.width ?? 0) - (head?.width ?? 0), 0);
      expect((cell?.x ?? 0) + (cell?.width ?? 0)).toBeLessThanOrEqual(390);
      expect(head?.y).toBeGreaterThanOrEqual(0);
    }
    await page.getByLabel("Parts and definitions").check();
    await page.getByText(part?.label.en ?? "?", { exact: true }).waitFor();
    await page.waitForURL(/parts=all/);
    expect(await screens()).toBeGreaterThan(4);
  });
});

describe("the matrix", () => {
  it("tells prefecture–state ties from municipal ones, in a cell's name and in the table for Excel", async () => {
    const page = await visit("/matrix?as_of=1989-08");
    const { cells, rows, cols } = await api<Tally>("/tally?rows=prefecture&cols=state&as_of=1989-08");
    const mixed = cells.find((c) => c.levels && c.levels["prefecture-state"] > 0 && c.levels.municipal > 0);
    const levels = mixed?.levels ?? { "prefecture-state": 0, municipal: 0 };
    const row = rows.findIndex((r) => r.key === mixed?.row);
    const col = cols.findIndex((c) => c.key === mixed?.col);
    const cell = page.locator(".matrix tbody tr").nth(row).locator("td").nth(col).locator("a");
    const told = `(prefecture–state ${levels["prefecture-state"]}, municipal ${levels.municipal}`;
    expect(await cell.getAttribute("aria-label")).toContain(told);
    expect(await cell.getAttribute("title")).toContain(told);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "For Excel (CSV)" }).click(),
    ]);
    const lines = (await readFile(await file.path(), "utf8")).replace(/^\ufeff/, "").split("\r\n");
    const mine = lines.filter((l) => l.startsWith(`${rows[row]?.label},`)).map((l) => l.split(","));
    expect(mine.map((l) => [l[1], Number(l[col + 2])])).toEqual([
      ["all", mixed?.count],
      ["prefecture–state", levels["prefecture-state"]],
      ["municipal", levels.municipal],
      ["cross-level", mixed?.levels?.["cross-level"]],
    ]);
  });
});

describe("the address", () => {
  it("holds every choice of a view, so that Back takes it back and a link gives it on", async () => {
    const page = await visit("/paths?from=jp-23201&to=jp-22130&k=5");
    await page.getByRole("button", { name: "Canvas" }).click();
    await page.waitForURL(/picture=canvas/);
    const again = await visit(new URL(page.url()).pathname + new URL(page.url()).search);
    await drawn(again);
    await page.goBack();
    await page.locator(".paths .tie-map").waitFor();
    const lists = await visit("/lists?list=conflicts");
    await lists.getByRole("button", { name: "Show more" }).click();
    await lists.waitForURL(/limit=200/);
    const table = await visit("/explore?from=jp-25");
    await table.getByRole("button", { name: "To", exact: true }).click();
    await table.waitForURL(/sort=to/);
    await table.getByRole("button", { name: "To", exact: false }).first().click();
    await table.waitForURL(/sort=-to/);
    const first = await table.locator("tbody tr td:nth-child(2)").first().textContent();
    await table.reload();
    await table.locator("tbody tr").first().waitFor();
    expect(await table.locator("tbody tr td:nth-child(2)").first().textContent()).toBe(first);
  });

  it("with one end of a span shows an open span, and says what it does not understand", async () => {
    const page = await visit("/matrix?from_date=1980");
    await page.locator("caption", { hasText: "from 1980 on" }).waitFor();
    const { total } = await api<{ total: number }>("/tally?rows=prefecture&cols=state&from_date=1980");
    await page.locator("caption", { hasText: String(total) }).waitFor();
    await page.goto(new URL("/matrix?to_date=1960&as_of=soon", page.url()).href);
    await page.locator("caption", { hasText: "up to 1960" }).waitFor();
    await page.getByRole("alert").getByText("as_of=soon").waitFor();
    await page.getByRole("button", { name: "up to 1960" }).click();
    await page.getByRole("textbox", { name: "To", exact: true }).fill("");
    await page.getByRole("textbox", { name: "From" }).fill("1970-04");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.search === "?from_date=1970-04");
    await page.locator("caption", { hasText: "from April 1970 on" }).waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("by keyboard alone, in Japanese, on a phone, in the dark", () => {
  const home = (): Promise<Page> => visit("/?lang=ja", { ...PHONE, colorScheme: "dark" });

  it("finds how Sendai and Riverside are tied, and what Toyohashi shares with Hamamatsu", async () => {
    const page = await home();
    await page.locator("h1", { hasText: "の縁" }).waitFor();
    for (const [question, asked] of [
      [/^仙台とリバーサイド/, "from=jp-04100&to=us-ca-riverside&mode=k&k=3"],
      [/^豊橋と浜松/, "from=jp-23201&to=jp-22130&mode=k&k=5"],
    ] as const) {
      await enter(page, question);
      const { paths } = await api<PathAnswer>(`/paths?${asked}&lang=ja`);
      const told = page.locator(".path-list .sentence");
      await told.first().waitFor();
      expect(await told.allTextContents()).toEqual(paths.map((p) => p.sentence.ja));
      expect(await page.locator(".notes li a").count()).toBeGreaterThan(0);
      await enter(page, "地図帳");
      await page.locator("h1", { hasText: "の縁" }).waitFor();
    }
  });

  it("sees Osaka's partners in the table", async () => {
    const page = await home();
    await enter(page, /^大阪の米国の相手/);
    await enter(page, "一覧");
    const { ties } = await api<Partners>("/nodes/jp-27/partners?scope=within");
    await page
      .locator("tbody tr")
      .nth(ties.length - 1)
      .waitFor();
    expect(await page.locator("tbody tr").count()).toBe(ties.length);
  });

  it("sees the seven prefectures in August 1989 and today", async () => {
    const page = await home();
    const shiga = page.locator(".pref-card", { hasText: "滋賀県" }).locator(".count");
    for (const [preset, query] of [
      ["調査時 1989年8月", "&as_of=1989-08"],
      ["現在", ""],
    ] as const) {
      await enter(page, preset);
      const { ties } = await api<Partners>(`/nodes/jp-25/partners?scope=within${query}`);
      await shiga.getByText(`${ties.length}件`).waitFor();
    }
  });

  it("downloads a prefecture's ties for Excel, and copies the link to that very view", async () => {
    const page = await home();
    await enter(page, "調査時 1989年8月");
    await page.waitForURL(/as_of=1989-08/);
    await enter(page, /^宮城県/);
    await page.locator(".dossier .grid-table").first().waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), enter(page, "Excel 用（XLSX）")]);
    expect(file.suggestedFilename()).toMatch(/jp-04.*\.xlsx$/);
    await enter(page, "リンクをコピー");
    await page.locator(".flash").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    expect(page.url()).toMatch(/\/prefectures\/jp-04\?.*as_of=1989-08/);
  });
});

describe("by keyboard alone", () => {
  it("searches in Japanese on a phone, walks the list, and goes back", async () => {
    const page = await visit("/?lang=ja", { ...PHONE, colorScheme: "dark" });
    await page.locator("h1", { hasText: "の縁" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("ながはま");
    await page.locator('[role="option"]', { hasText: "長浜" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/explore\?.*from=jp-25203/);
    await page.getByRole("button", { name: "一覧", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#tab-table").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.locator(".station h2", { hasText: "長浜" }).waitFor();
    const step = page.locator(".walk .step").first();
    const name = await step.locator("bdi").textContent();
    await step.focus();
    await page.keyboard.press("Enter");
    await page.locator(".station h2", { hasText: name ?? "?" }).waitFor();
    await page.getByRole("button", { name: /へ戻る/ }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".station h2", { hasText: "長浜" }).waitFor();
  });

  it("moves the date with the arrow keys, and the views follow", async () => {
    const page = await visit("/?as_of=1988");
    await page.locator("h1", { hasText: "1988" }).waitFor();
    await page.getByRole("slider", { name: "As of" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("h1", { hasText: "1989" }).waitFor();
    await page.keyboard.press("PageDown");
    await page.locator("h1", { hasText: "1979" }).waitFor();
    await page.keyboard.press("End");
    await page.locator("h1", { hasText: "now" }).waitFor();
    expect(new URL(page.url()).search).toBe("");
  });

  it("says of a date in the future what it can know of it", async () => {
    const page = await visit("/matrix?as_of=2999");
    await page.getByText("in the future: what is not known to end").waitFor();
  });

  it("sets a day and a span by typing, and says what is no date", async () => {
    const page = await visit("/matrix");
    await page.getByRole("button", { name: /^Now/ }).first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("1989-13");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("1989-08-15").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("1989-08");
    await page.keyboard.press("Enter");
    await page.waitForURL(/as_of=1989-08/);
    await page.locator("caption", { hasText: "August 1989" }).waitFor();
  });

  it("goes from node to node on the canvas", async () => {
    const page = await visit("/explore?from=jp-25&sel=jp-25");
    await drawn(page);
    await page.locator(".canvas").focus();
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown"]) {
      const before = page.url();
      await page.keyboard.press(key);
      if (page.url() !== before) break;
    }
    expect(new URL(page.url()).searchParams.get("sel")).not.toBe("jp-25");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !location.search.includes("sel="));
  });
});

it("counts on the atlas what holds at the date, and says what has none", async () => {
  const page = await visit("/?as_of=1989-08");
  const rows = page.locator(".numbers > div");
  for (const [label, kind] of [
    ["municipality", "municipality"],
    ["organization", "organization"],
  ] as const) {
    const { meta } = await api<NodesAnswer>(`/nodes?node_kind=${kind}&as_of=1989-08&limit=1`);
    const said = rows.filter({ hasText: label }).locator("dd", { hasText: /\d/ });
    await said.waitFor();
    const undated = meta.undated > 0 ? `${meta.undated} undated besides ` : "";
    expect(await said.innerText()).toBe(undated + meta.total.toLocaleString("en-US"));
  }
  await page.getByRole("button", { name: "Now", exact: true }).click();
  const { meta } = await api<NodesAnswer>("/nodes?node_kind=municipality&limit=1");
  await rows.getByText(meta.total.toLocaleString("en-US"), { exact: true }).waitFor();
});

it("tells at a footnote's mark what it stands for", async () => {
  const page = await visit("/paths?from=jp-04100&to=us-ca-riverside");
  const mark = page.locator(".hop sup").first();
  await mark.waitFor();
  const titles = (await mark.getAttribute("title"))?.split("\n") ?? [];
  const listed = await page.locator("ol.notes li a").allTextContents();
  expect(titles).toEqual(titles.map((_, i) => `${i + 1}. ${listed[i]}`));
  expect(titles.length).toBeGreaterThan(1);
});

describe("a search", () => {
  it("that finds nothing says so in one readable paragraph", async () => {
    const page = await visit("/");
    await page.getByRole("combobox").fill("xqzzt");
    const none = page.getByText("Nothing matches “xqzzt”");
    await none.waitFor();
    const box = await none.boundingBox();
    expect(box?.width).toBeGreaterThan(250);
    expect(box?.height).toBeLessThan(80);
  });

  it("for a town that was merged says so in the list, and leads to its heir and to its own time", async () => {
    const page = await visit("/");
    await page.getByRole("combobox").fill("Hosoe");
    const hit = page.getByRole("option").first();
    await hit.locator(".kind", { hasText: "until 1 July 2005" }).waitFor();
    await hit.click();
    await page.getByText("Hosoe held until 30 June 2005. Hamamatsu holds its territory today.").waitFor();
    await page.locator(".record dd a", { hasText: "Hamamatsu" }).waitFor();
    await page.getByRole("link", { name: "Ask at 30 June 2005" }).click();
    await page.locator("tbody tr", { hasText: "Camas" }).first().waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "Ask for Hamamatsu instead" }).click();
    await page.locator("tbody tr", { hasText: "Camas" }).first().waitFor();
    await page.locator(".record h2", { hasText: "Hamamatsu" }).waitFor();
  });
});

it("names a question by what was asked, also where that has no place in the answer", async () => {
  const gifu = await visit("/prefectures/jp-21?as_of=1989-08");
  await gifu.getByRole("link", { name: "Explore its network" }).click();
  await gifu.locator(".bar strong", { hasText: "Partners of Gifu Prefecture" }).waitFor();
  const cell = await visit("/explore?base=whole&edge_kind=sister_of&prefecture=jp-25&state=us-mi");
  await cell.locator(".bar strong", { hasText: "Shiga Prefecture – Michigan" }).waitFor();
});

it("keeps the names of the columns in sight while a table of many rows goes by", async () => {
  for (const [address, head, row] of [
    ["/matrix", ".matrix thead th >> nth=3", ".matrix tbody tr >> nth=40"],
    [`/compare?prefectures=${STUDY}`, ".measures thead th >> nth=3", ".measures tbody tr >> nth=25"],
  ] as const) {
    const page = await visit(address);
    await page.locator(row).scrollIntoViewIfNeeded();
    await page.mouse.move(640, 500);
    await page.mouse.wheel(0, 200);
    await expect.poll(async () => (await page.locator(head).boundingBox())?.y ?? -1).toBeGreaterThanOrEqual(0);
    expect((await page.locator(head).boundingBox())?.y).toBeLessThan(800);
    expect((await page.locator(row).boundingBox())?.y).toBeLessThan(800);
  }
});

/** Reports on paper: what Chromium prints on A4 cuts no row in two, clips no column, and wraps no name within a word. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { visit } from "./browser";

const STUDY = "jp-04,jp-21,jp-22,jp-25,jp-32,jp-35,jp-39";
const A4 = { width: 595, margin: (14 / 25.4) * 72 };
/** A full-width bracket at the end of a line is half blank, and the blank half may stand in the margin. */
const BLANK = 5;

interface Word {
  page: number;
  left: number;
  right: number;
  text: string;
}

/** Writes a mark at the start and at the end of each row's cells, small enough to change nothing else. */
const mark = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const said = (text: string): HTMLElement => {
      const span = document.createElement("span");
      span.textContent = ` ${text} `;
      span.style.fontSize = "4px";
      span.style.lineHeight = "0";
      return span;
    };
    const rows = [...document.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    rows.forEach((row, i) => {
      row.cells[0]?.prepend(said(`@a${i}@`));
      for (const cell of row.cells) cell.append(said(`@z${i}@`));
    });
    return rows.length;
  });

/** Every word of a PDF with its page and its place across it, in points. */
function words(pdf: Buffer): Word[] {
  const folder = mkdtempSync(join(tmpdir(), "enishi-print-"));
  try {
    const file = join(folder, "report.pdf");
    writeFileSync(file, pdf);
    const text = execFileSync("pdftotext", ["-bbox", file, "-"], { maxBuffer: 1 << 28 }).toString();
    let page = 0;
    return [...text.matchAll(/<page |<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>(.*?)<\/word>/g)].flatMap(
      ([, left, right, said]) => {
        if (left === undefined) {
          page++;
          return [];
        }
        return [{ page, left: Number(left), right: Number(right), text: said ?? "" }];
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([
  ["the comparison of seven", `/api/v1/compare?prefectures=${STUDY}&as_of=1989-08&format=html&lang=en`],
  ["the comparison of seven, in Japanese", `/api/v1/compare?prefectures=${STUDY}&as_of=1989-08&format=html&lang=ja`],
  ["the dossier of Miyagi", "/api/v1/dossiers/jp-04?format=html&lang=en"],
  ["the dossier of Miyagi, in Japanese", "/api/v1/dossiers/jp-04?format=html&lang=ja"],
])("%s on A4", (_, address) => {
  it("holds every row whole on one page and every column on the paper", async () => {
    const page = await visit(address);
    const rows = await mark(page);
    expect(rows).toBeGreaterThan(20);
    const found = words(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const pages = new Map<number, Set<number>>();
    const ends = { a: new Set<number>(), z: new Set<number>() };
    for (const w of found)
      for (const [, end, n] of w.text.matchAll(/@([az])(\d+)@/g)) {
        ends[end as "a" | "z"].add(Number(n));
        pages.set(Number(n), (pages.get(Number(n)) ?? new Set()).add(w.page));
      }
    expect([ends.a.size, ends.z.size]).toEqual([rows, rows]);
    expect([...pages].filter(([, on]) => on.size > 1)).toEqual([]);
    const off = found.filter((w) => w.left < A4.margin - BLANK || w.right > A4.width - A4.margin + BLANK);
    expect(off).toEqual([]);
  });

  it("has headings that break between words only, columns of numbers of one width, and says where the language changes", async () => {
    const page = await visit(address, { viewport: { width: 688, height: 900 } });
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() => {
      const lines = (text: Text, from: number, to: number): number => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        return new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size;
      };
      const broken: string[] = [];
      for (const th of document.querySelectorAll("thead th")) {
        const text = th.firstChild;
        if (!(text instanceof Text)) continue;
        for (const m of text.data.matchAll(/\S+/g))
          if (lines(text, m.index, m.index + m[0].length) > 1) broken.push(m[0]);
      }
      const uneven = [...document.querySelectorAll("table.even")].filter((t) => {
        const widths = [...t.querySelectorAll("thead th.num")].map((th) => th.getBoundingClientRect().width);
        return Math.max(...widths) - Math.min(...widths) > 1;
      });
      const lang = document.documentElement.lang;
      const foreign: string[] = [];
      for (const cell of document.querySelectorAll("td")) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let t = texts.nextNode(); t; t = texts.nextNode())
          for (const part of (t.textContent ?? "").split(" · ")) {
            const said = /[\u3040-\u30ff\u4e00-\u9fff]/.test(part) ? "ja" : /[a-z]{3}/i.test(part) ? "en" : lang;
            const told = t.parentElement?.closest("[lang]")?.getAttribute("lang");
            if (lang === "ja" && said === "en" && told !== "en") foreign.push(part);
          }
      }
      return { broken, even: document.querySelectorAll("table.even").length, uneven: uneven.length, foreign };
    });
    expect(seen).toMatchObject({ broken: [], uneven: 0, foreign: [] });
    if (address.includes("compare")) expect(seen.even).toBeGreaterThan(3);
  });
});

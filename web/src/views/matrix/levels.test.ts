import { describe, expect, it } from "vitest";
import type { Tally } from "../../lib/types";
import { rowsOf, sayLevels } from "./levels";

const levels = (state: number, municipal: number, cross: number) => ({
  "prefecture-state": state,
  municipal,
  "cross-level": cross,
});
const tally = (cells: Tally["cells"]): Tally =>
  ({
    rows: [
      { key: "jp-25", label: "Shiga" },
      { key: "jp-04", label: "Miyagi" },
    ],
    cols: [
      { key: "us-mi", label: "Michigan" },
      { key: "us-de", label: "Delaware" },
    ],
    cells,
  }) as unknown as Tally;

describe("the levels of a cell", () => {
  it("are said where there are any", () => {
    expect(sayLevels(levels(1, 12, 0))).toBe(" (prefecture–state 1, municipal 12)");
    expect(sayLevels(levels(0, 0, 3))).toBe(" (cross-level 3)");
    expect(sayLevels(undefined)).toBe("");
  });

  it("are rows of the spreadsheet, which add up to the row of all", () => {
    const t = tally([
      { row: "jp-25", col: "us-mi", count: 13, levels: levels(1, 12, 0) },
      { row: "jp-04", col: "us-de", count: 2, levels: levels(1, 0, 1) },
    ]);
    expect(rowsOf(t)).toEqual([
      ["", "Level", "Michigan", "Delaware", "Total"],
      ["Shiga", "all", 13, 0, 13],
      ["Shiga", "prefecture–state", 1, 0, 1],
      ["Shiga", "municipal", 12, 0, 12],
      ["Shiga", "cross-level", 0, 0, 0],
      ["Miyagi", "all", 0, 2, 2],
      ["Miyagi", "prefecture–state", 0, 1, 1],
      ["Miyagi", "municipal", 0, 0, 0],
      ["Miyagi", "cross-level", 0, 1, 1],
    ]);
  });

  it("leave a plain table where the answer does not part them", () => {
    expect(rowsOf(tally([{ row: "jp-25", col: "us-mi", count: 13 }]))).toEqual([
      ["", "Michigan", "Delaware", "Total"],
      ["Shiga", 13, 0, 13],
      ["Miyagi", 0, 0, 0],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { GraphNode, Network, Tally } from "../../lib/types";
import { measuresOf } from "./measures";

const tally = (cells: [string, string, number][]): Tally => ({
  meta: {},
  rows: [],
  cols: [],
  cells: cells.map(([row, col, count]) => ({ row, col, count })),
  total: 0,
});
const program = (id: string, themes: string[]): GraphNode => ({ id, kind: "program", label: id, names: {}, themes });
const body: GraphNode = {
  id: "jp-04",
  kind: "prefecture",
  label: "Miyagi",
  names: {},
  population: { count: 200_000, date: "2022-01-01" },
};
const programs: Network = {
  meta: {},
  nodes: [program("a", ["economy"]), program("b", ["culture"]), body],
  edges: [],
  sources: [],
};

describe("measures", () => {
  it("are read off the prefecture's own row", () => {
    const m = measuresOf("jp-04", {
      level: tally([
        ["jp-04", "prefecture-state", 1],
        ["jp-04", "municipal", 4],
        ["jp-21", "municipal", 99],
      ]),
      state: tally([
        ["jp-04", "us-ca", 3],
        ["jp-04", "us-de", 2],
        ["jp-04", "unknown", 1],
      ]),
      decade: tally([
        ["jp-04", "1970", 2],
        ["jp-04", "1950", 1],
        ["jp-04", "unknown", 2],
      ]),
      sector: tally([
        ["jp-04", "ngo", 3],
        ["jp-04", "municipal-government", 2],
        ["jp-04", "business", 1],
      ]),
      programs,
      body,
    });
    expect(m).toMatchObject({
      ties: 5,
      own: 1,
      municipal: 4,
      perCapita: 2.5,
      states: 2,
      first: 1950,
      organizations: 6,
      ngo: 3,
      government: 2,
      programs: 2,
      economy: 50,
    });
  });
  it("say nothing where no answer is there, and zero where there is none to count", () => {
    const none = {
      level: undefined,
      state: undefined,
      decade: undefined,
      sector: undefined,
      programs: undefined,
      body: undefined,
    };
    expect(measuresOf("jp-04", none)).toMatchObject({
      ties: undefined,
      perCapita: undefined,
      first: undefined,
      economy: undefined,
    });
    expect(measuresOf("jp-04", { ...none, level: tally([]) })).toMatchObject({ ties: 0, own: 0 });
  });
});

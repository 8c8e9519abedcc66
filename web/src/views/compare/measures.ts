/** The measures of one prefecture, read off tallies that the API made; a figure without an answer stays undefined. */
import type { GraphNode, Network, Tally } from "../../lib/types";

export interface Answers {
  level: Tally | undefined;
  state: Tally | undefined;
  decade: Tally | undefined;
  sector: Tally | undefined;
  programs: Network | undefined;
  body: GraphNode | undefined;
}

export interface Measured {
  id: string;
  ties: number | undefined;
  own: number | undefined;
  municipal: number | undefined;
  perCapita: number | undefined;
  populationDate: string | undefined;
  states: number | undefined;
  first: number | undefined;
  organizations: number | undefined;
  ngo: number | undefined;
  government: number | undefined;
  programs: number | undefined;
  /** Percent of programs. */
  economy: number | undefined;
  decades: Map<string, number>;
}

const row = (t: Tally | undefined, id: string): Map<string, number> | undefined =>
  t && new Map(t.cells.filter((c) => c.row === id).map((c) => [c.col, c.count]));

const sum = (m: Map<string, number> | undefined): number | undefined => m && [...m.values()].reduce((a, b) => a + b, 0);

const GOVERNMENTS = ["central-government", "prefectural-government", "municipal-government", "quasi-governmental"];

export function measuresOf(id: string, a: Answers): Measured {
  const level = row(a.level, id);
  const sector = row(a.sector, id);
  const decades = row(a.decade, id) ?? new Map<string, number>();
  const states = row(a.state, id);
  const ties = sum(level);
  const population = a.body?.population;
  const programs = a.programs?.nodes.filter((n) => n.kind === "program");
  const economic = programs?.filter((p) => p.themes?.includes("economy")).length;
  const dated = [...decades.keys()].filter((d) => /^\d{4}$/.test(d)).map(Number);
  return {
    id,
    ties,
    own: level && (level.get("prefecture-state") ?? 0),
    municipal: level && (level.get("municipal") ?? 0),
    perCapita:
      ties !== undefined && population ? Math.round((ties / population.count) * 100_000 * 100) / 100 : undefined,
    populationDate: population?.date,
    states: states && [...states.keys()].filter((k) => k !== "unknown").length,
    first: dated.length > 0 ? Math.min(...dated) : undefined,
    organizations: sum(sector),
    ngo: sector && (sector.get("ngo") ?? 0),
    government: sector && GOVERNMENTS.reduce((n, g) => n + (sector.get(g) ?? 0), 0),
    programs: programs?.length,
    economy: programs && programs.length > 0 ? Math.round((100 * (economic ?? 0)) / programs.length) : undefined,
    decades,
  };
}

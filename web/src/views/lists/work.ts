/**
 * Work lists read off the ties at the date: gaps and anniversaries.
 *
 * Caveat: the rules stand in the model ("Questions"); here they are applied to the ties that the API
 * answers for the date, which hold each lineage's signing and both its ends.
 */
import { parseDate } from "../../lib/date";
import { lineages } from "../../lib/network";
import type { GraphEdge, GraphNode } from "../../lib/types";

/** A prefecture–state tie without a municipal one under it, or municipal ties without one above. */
export interface Gap {
  kind: "nothing-below" | "nothing-above";
  prefecture: string;
  state: string;
  /** Ties that make the entry: the one above, or those below. */
  ties: GraphEdge[];
}

interface Ends {
  prefecture: string;
  state: string;
  level: "above" | "below" | "cross";
}

function endsOf(e: GraphEdge, byId: ReadonlyMap<string, GraphNode>): Ends | undefined {
  const a = byId.get(e.source);
  const b = byId.get(e.target);
  const jp = [a, b].find((n) => n?.kind === "prefecture" || n?.kind === "municipality");
  const us = [a, b].find((n) => n?.kind === "partner");
  if (!jp || !us) return undefined;
  const prefecture = jp.kind === "prefecture" ? jp.id : jp.within;
  const state = us.level === "state" ? us.id : us.within;
  if (!prefecture || !state) return undefined;
  const above = [jp.kind === "prefecture", us.level === "state"];
  return { prefecture, state, level: above.every(Boolean) ? "above" : above.some(Boolean) ? "cross" : "below" };
}

/** Pairs of prefecture and state that have ties on one level only; `least` municipal ties make a cluster. */
export function gaps(nodes: readonly GraphNode[], edges: readonly GraphEdge[], least = 2): Gap[] {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const pairs = new Map<string, { ends: Ends; above: GraphEdge[]; below: GraphEdge[] }>();
  for (const { edge } of lineages(edges)) {
    const ends = endsOf(edge, byId);
    if (!ends || ends.level === "cross") continue;
    const key = `${ends.prefecture} ${ends.state}`;
    const pair = pairs.get(key) ?? { ends, above: [], below: [] };
    pair[ends.level].push(edge);
    pairs.set(key, pair);
  }
  return [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { ends, above, below }]): Gap[] => {
      const entry = { prefecture: ends.prefecture, state: ends.state };
      if (above.length > 0 && below.length === 0) return [{ ...entry, kind: "nothing-below", ties: above }];
      if (above.length === 0 && below.length >= least) return [{ ...entry, kind: "nothing-above", ties: below }];
      return [];
    });
}

const ROUND = [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100];

export interface Anniversary {
  years: number;
  edge: GraphEdge;
}

/** Ties that reach a round number of years in a year: by number of years, longest first, then by day. */
export function anniversaries(edges: readonly GraphEdge[], year: number): Anniversary[] {
  return lineages(edges)
    .flatMap(({ edge }): Anniversary[] => {
      const signed = edge.signed ? parseDate(edge.signed) : undefined;
      const years = signed ? year - signed.year : 0;
      return ROUND.includes(years) ? [{ years, edge }] : [];
    })
    .sort((a, b) => b.years - a.years || ((a.edge.signed ?? "") < (b.edge.signed ?? "") ? -1 : 1));
}

/** Names of the prefectures and states that hold the ends of ties: one small answer, kept. */
import { lang } from "./prefs";
import { useApi } from "./resource";
import type { Request } from "./api";
import type { GraphNode, NodesAnswer, Tally } from "./types";

export interface Places {
  prefectures: { id: string; label: string }[];
  states: { id: string; label: string }[];
  nameOf: (id: string | undefined) => string | undefined;
}

export function usePlaces(): Places {
  const tally = useApi<Tally>({ path: "/matrix", params: { time: "any", undated: "include", lang: lang.value } }).data;
  const prefectures = (tally?.rows ?? []).map((r) => ({ id: r.key, label: r.label }));
  const states = (tally?.cols ?? []).map((c) => ({ id: c.key, label: c.label }));
  const names = new Map([...prefectures, ...states].map((p) => [p.id, p.label]));
  return { prefectures, states, nameOf: (id) => (id === undefined ? undefined : names.get(id)) };
}

export const prefecturesRequest = (): Request => ({
  path: "/nodes",
  params: { node_kind: "prefecture", limit: 100, lang: lang.value, time: "any" },
});

/** The prefectures of Japan, from north to south; none until they are there. */
export const usePrefectures = (): GraphNode[] => useApi<NodesAnswer>(prefecturesRequest()).data?.items ?? [];

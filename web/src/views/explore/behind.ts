/** The requests to the API whose answers together are what the view shows, but for what was taken off by hand. */
import type { Request } from "../../lib/api";
import { EDGE_KINDS } from "../../lib/types";
import { requests, type ExploreState } from "./state";

/** The view leaves other lines alone where ties are filtered; the API asks for both apart. */
export function requestsBehind(s: ExploreState, common: Request["params"]): Request[] {
  const all = { node_kind: s.nodeKinds, confidence: s.confidence };
  const ofTies = {
    tie_kind: s.facets.tie_kind,
    status: s.facets.status,
    level: s.facets.level,
    signed: s.facets.decade.map((d) => (d === "unknown" ? d : `${d}s`)),
  };
  const filtered = Object.values(ofTies).some((values) => values.length > 0);
  return requests(s, common).flatMap((r): Request[] => {
    if (r.path.endsWith("/partners"))
      return [{ path: r.path, params: { confidence: s.confidence, ...ofTies, ...r.params } }];
    const expanded = r.params?.["edge_kind"];
    const asked = typeof expanded === "string" ? [expanded] : s.edgeKinds;
    if (!filtered) return [{ path: r.path, params: { ...all, ...r.params, edge_kind: asked } }];
    const kinds = EDGE_KINDS.filter((k) => asked.length === 0 || asked.includes(k));
    const others = kinds.filter((k) => k !== "sister_of");
    const parts = [
      ...(kinds.includes("sister_of") ? [{ ...ofTies, edge_kind: ["sister_of"] }] : []),
      ...(others.length > 0 ? [{ edge_kind: others }] : []),
    ];
    return parts.map((part) => ({ path: r.path, params: { ...all, ...r.params, ...part } }));
  });
}

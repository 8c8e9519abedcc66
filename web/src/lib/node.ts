/** One record by its id: from the network at hand, else by one small question. */
import type { Indexed } from "./network";
import { lang } from "./prefs";
import { useApi } from "./resource";
import type { GraphNode } from "./types";

export function useNode(id: string, net?: Indexed): GraphNode | undefined {
  const known = net?.byId.get(id);
  const answer = useApi<{ node: GraphNode }>(
    id && !known ? { path: `/nodes/${encodeURIComponent(id)}`, params: { lang: lang.value } } : undefined,
  );
  return known ?? answer.data?.node;
}

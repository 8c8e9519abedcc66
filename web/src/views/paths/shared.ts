/** Steps from a start, and what two starts both reach. Pure. */
import { far, type Indexed } from "../../lib/network";

/** Records within so many steps of a start, which itself is at 0. */
export function reached(net: Indexed, start: string, most: number): Map<string, number> {
  const at = new Map([[start, 0]]);
  for (let step = 1, edge = [start]; step <= most && edge.length > 0; step++) {
    const next = edge.flatMap((id) => (net.at.get(id) ?? []).map((e) => far(e, id))).filter((id) => !at.has(id));
    edge = [...new Set(next)];
    for (const id of edge) at.set(id, step);
  }
  return at;
}

/** What both reach besides themselves, nearest first, then by id; with the steps from each. */
export function shared(
  one: ReadonlyMap<string, number>,
  two: ReadonlyMap<string, number>,
): { id: string; a: number; b: number }[] {
  return [...one]
    .flatMap(([id, a]) => {
      const b = two.get(id);
      return a > 0 && b !== undefined && b > 0 ? [{ id, a, b }] : [];
    })
    .sort((x, y) => Math.max(x.a, x.b) - Math.max(y.a, y.b) || x.a + x.b - (y.a + y.b) || (x.id < y.id ? -1 : 1));
}

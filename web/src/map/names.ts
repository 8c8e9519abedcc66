/** Where the names of marks stand on a map: beside their marks, none over another or over a mark; what finds no room is not written. */
import { meet, type Box } from "../lib/box";
import type { XY } from "./geo";

export interface Place {
  id: string;
  label: string;
  at: XY;
  /** Of its mark. */
  radius: number;
  /** Its name is written in any case. */
  must: boolean;
}

/** Of a name, from the middle of its mark. */
export interface Beside {
  dx: number;
  dy: number;
  anchor: "start" | "middle" | "end";
}

/** As many marks as are tried: those that must be named, then the first ones. */
const TRIED = 300;
const GAP = 3;

/** About how long a name is, in widths of its letter M: Japanese fills a square, bold Latin two thirds of it. */
export const ems = (text: string): number => [...text].reduce((sum, c) => sum + (c > "\u2e7f" ? 1 : 0.62), 0);

/** Places names of a size on a sheet; who comes first has the first choice. */
export function names(places: readonly Place[], size: number, width: number, height: number): Map<string, Beside> {
  const tried = places
    .filter((p) => p.must || within(p.at, width, height))
    .sort((a, b) => Number(b.must) - Number(a.must))
    .slice(0, TRIED);
  const taken = tried.map((p) => around(p.at, p.radius));
  const out = new Map<string, Beside>();
  for (const [own, p] of tried.entries()) {
    const choices = sides(p, size, width);
    const free = choices.find((c) => {
      const box = boxOf(p, c, size);
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      return inside && taken.every((b, i) => i === own || !meet(b, box));
    });
    const chosen = free ?? (p.must ? choices[0] : undefined);
    if (!chosen) continue;
    out.set(p.id, chosen);
    taken.push(boxOf(p, chosen, size));
  }
  return out;
}

const within = ([x, y]: XY, width: number, height: number): boolean => x >= 0 && x <= width && y >= 0 && y <= height;

const around = ([x, y]: XY, r: number): Box => ({ left: x - r, right: x + r, top: y - r, bottom: y + r });

/** Outwards first, where no ties run; then inwards, above and below. */
function sides({ at, radius }: Place, size: number, width: number): Beside[] {
  const reach = radius + GAP;
  const right: Beside = { dx: reach, dy: size / 3, anchor: "start" };
  const left: Beside = { dx: -reach, dy: size / 3, anchor: "end" };
  const above: Beside = { dx: 0, dy: -reach, anchor: "middle" };
  const below: Beside = { dx: 0, dy: reach + size * 0.8, anchor: "middle" };
  return at[0] < width / 2 ? [left, right, below, above] : [right, left, below, above];
}

function boxOf(p: Place, { dx, dy, anchor }: Beside, size: number): Box {
  const long = ems(p.label) * size;
  const x = p.at[0] + dx;
  const left = anchor === "start" ? x : anchor === "end" ? x - long : x - long / 2;
  const base = p.at[1] + dy;
  return { left, right: left + long, top: base - size * 0.8, bottom: base + size * 0.2 };
}

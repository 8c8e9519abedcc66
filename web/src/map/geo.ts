/**
 * Where things stand on paper. The Pacific lies in the middle, Japan left, America right; a second
 * projection shows Japan alone, large enough to read. Arcs are bent upwards on the paper, the more
 * so the further north-east they end: great circles would bunch over the Aleutians.
 */
import { geoConicEqualArea, geoNaturalEarth1, geoPath, type GeoPath, type GeoProjection } from "d3-geo";
import type { GraphNode, Point } from "../lib/types";

export interface Sheet {
  width: number;
  height: number;
  projection: GeoProjection;
  path: GeoPath;
}

/** The longitude in the middle of the sheet; everything east of it up to 180° is to its right. */
const MIDDLE = -163;

function sheet(width: number, height: number, projection: GeoProjection, corners: [number, number][]): Sheet {
  projection.fitExtent(
    [
      [0, 0],
      [width, height],
    ],
    { type: "MultiPoint", coordinates: corners },
  );
  projection.clipExtent([
    [-width, -height],
    [2 * width, 2 * height],
  ]);
  return { width, height, projection, path: geoPath(projection) };
}

export const pacific = (width: number, height: number): Sheet =>
  sheet(width, height, geoNaturalEarth1().rotate([-MIDDLE, 0]), [
    [124, 22],
    [-66, 22],
    [MIDDLE, 16],
    [MIDDLE, 66],
  ]);

/** Main islands; Okinawa stands in a box of its own, as in printed atlases. */
export const japan = (width: number, height: number): Sheet =>
  sheet(width, height, geoConicEqualArea().parallels([33, 43]).rotate([-137, 0]), [
    [129.6, 31.2],
    [140, 30.9],
    [145.9, 43.6],
    [141, 45.6],
  ]);

export const okinawa = (width: number, height: number): Sheet =>
  sheet(width, height, geoConicEqualArea().parallels([24, 28]).rotate([-126.5, 0]), [
    [123.2, 24.1],
    [129.6, 28.3],
  ]);

/** In the reach of the box for Okinawa. */
export const inOkinawa = (p: Point): boolean => p.lat < 28.6 && p.lon < 131;

export type XY = [number, number];

export function place(s: Sheet, p: Point | undefined): XY | undefined {
  if (!p) return undefined;
  const xy = s.projection([p.lon, p.lat]);
  return xy && Number.isFinite(xy[0]) && Number.isFinite(xy[1]) ? xy : undefined;
}

/** How far an arc rises, as a share of its length, by the latitude where it ends in America. */
export function bend(lat: number): number {
  return 0.05 + 0.27 * Math.min(1, Math.max(0, (lat - 19) / 30));
}

/** A curve between two places on the sheet, rising towards the top. */
export function arc(a: XY, b: XY, rise: number): string {
  const [x1, y1] = a;
  const [x2, y2] = b;
  const mx = (x1 + x2) / 2;
  const my = (y1 + y2) / 2 - Math.hypot(x2 - x1, y2 - y1) * rise;
  const f = (n: number): string => n.toFixed(1);
  return `M${f(x1)} ${f(y1)}Q${f(mx)} ${f(my)} ${f(x2)} ${f(y2)}`;
}

/** A node's place, else that of the node that holds it. */
export function pointOf(n: GraphNode, byId: ReadonlyMap<string, GraphNode>): Point | undefined {
  return n.point ?? (n.within ? byId.get(n.within)?.point : undefined);
}

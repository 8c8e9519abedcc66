/**
 * The shapes of the API's answers under the names that the page uses: aliases of what `npm run types` generates
 * from the program's own document. Unknown is absent; lists are never null.
 */
import type { components } from "./api-document";

type Schemas = components["schemas"];

export type GraphNode = Schemas["Node"];
export type GraphEdge = Schemas["Edge"];
export type Source = Schemas["Source"];
export type Names = Schemas["Names"];
export type Point = Schemas["Point"];
/** Half-open: holds from `from` until the day before `to`; both as precise as the source. */
export type Validity = Schemas["Range"];

export type NodeKind = GraphNode["kind"];
export type EdgeKind = GraphEdge["kind"];
export type Confidence = NonNullable<GraphNode["confidence"]>;

/** A list that names each value of a union; one that is missing or too much does not compile. */
const all =
  <T extends string>() =>
  <const L extends readonly T[]>(list: [T] extends [L[number]] ? L : never): L =>
    list;

export const NODE_KINDS = all<NodeKind>()(["prefecture", "municipality", "partner", "organization", "program"]);

/** In the order that answers use everywhere. */
export const EDGE_KINDS = all<EdgeKind>()([
  "sister_of",
  "member_of",
  "organizes",
  "takes_part_in",
  "located_in",
  "succeeded_by",
]);

/** What a view reads of any answer's meta; which of it is there depends on the answer. */
export type Meta = Partial<Omit<Schemas["NetworkMeta"] & Schemas["ListMeta"], "shown" | "total">> & {
  shown?: Schemas["Size"] | number;
  total?: Schemas["Size"] | number;
};

export interface Network {
  meta: Meta;
  nodes: GraphNode[];
  edges: GraphEdge[];
  sources: Source[];
}

export type SearchHit = Schemas["Hit"];
export type SearchAnswer = Schemas["SearchAnswer"];
export type Tally = Schemas["TallyAnswer"];
export type Count = Schemas["Count"];
export type Counts = Schemas["CountsAnswer"];
export type PathAnswer = Schemas["PathsAnswer"];
/** Why there is no path: who does not hold then, and whom to ask for instead. */
export type Hint = Schemas["Hint"];
export type StructureAnswer = Schemas["StructureAnswer"];
export type ReleaseInfo = Schemas["ReleaseInfo"];
export type Dataset = Schemas["DatasetAnswer"];
/** One lineage of a body's partner graph. */
export type PartnerTie = Schemas["Tie"];
export type Partners = Schemas["PartnersAnswer"];
export type Claim = Schemas["Claim"];
/** A text of the API in both languages. */
export type Said = Schemas["Text"];
/** A count with the ids behind it; what is only possible or undated is counted apart. */
export type Figure = Schemas["Figure"];
/** A part of a whole, with its definition; no value where the whole is empty. */
export type Proportion = Schemas["Share"];
export type Affiliation = Schemas["Affiliation"];
export type OrganizationEntry = Schemas["OrganizationEntry"];
export type ProgramEntry = Schemas["ProgramEntry"];
export type DossierAnswer = Schemas["DossierAnswer"];
export type Measure = Schemas["CompareMeasure"];
export type CompareAnswer = Schemas["CompareAnswer"];
export type Gap = Schemas["Gap"];
export type GapAnswer = Schemas["GapsAnswer"];
export type Anniversary = Schemas["Anniversary"];
export type Anniversaries = Schemas["AnniversariesAnswer"];
/** A field of a record on which sources do not agree, with all that was said of it. */
export type Conflict = Schemas["ConflictItem"];
export type Conflicts = Schemas["ConflictsAnswer"];
export type Releases = Schemas["ReleasesAnswer"];
export type NodesAnswer = Schemas["NodesAnswer"];
export type ProblemAnswer = Schemas["Problem"];
export type ImportAnswer = Schemas["ImportAnswer"];
export type Diff = Schemas["DiffAnswer"];

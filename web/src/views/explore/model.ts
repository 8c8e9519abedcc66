/** What the parts of the explore view share: the network, what is shown of it, and what is selected. */
import type { Indexed } from "../../lib/network";
import type { Places } from "../../lib/places";
import type { ExploreState } from "./state";

export interface Model {
  state: ExploreState;
  /** All that the answers hold. */
  net: Indexed;
  /** What the filters leave. */
  shown: Indexed;
  /** How many ties a line of a grouped picture stands for. */
  weight: ReadonlyMap<string, number> | undefined;
  places: Places;
  /** Nodes and edges that stand for the selection, for linked pictures. */
  selection: ReadonlySet<string>;
  select: (id: string | undefined) => void;
}

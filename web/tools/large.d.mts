import type { Page } from "playwright-core";
import type { GraphEdge, GraphNode } from "../src/lib/types";
export const nodes: GraphNode[];
export const edges: GraphEdge[];
export function answerWith(page: Page): Promise<void>;

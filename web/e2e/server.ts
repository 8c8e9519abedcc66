/** The enishi that all tests ask: built from this tree, its own store in memory, a free port. */
import type { TestProject } from "vitest/node";
import { start } from "../tools/enishi.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    base: string;
    /** The program, for tests that need an enishi of their own. */
    binary: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { base, binary, stop } = await start();
  project.provide("base", base);
  project.provide("binary", binary);
  return stop;
}

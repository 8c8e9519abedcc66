/** The page knows the API that the program serves: its types are generated from the program's own document. */
import { expect, inject, it } from "vitest";
import { generated, written } from "../tools/types.mjs";

it("has the types of the API; `npm run types` regenerates them", async () => {
  expect(written()).toBe(await generated(inject("base")));
});

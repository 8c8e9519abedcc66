/**
 * A network as large as the canvas must bear, 5,000 nodes and 20,000 edges, as the API would answer it: for the bench
 * and the tests of the canvas.
 */
const ORDER = 5000;
const SIZE = 20_000;

export const nodes = Array.from({ length: ORDER }, (_, i) => ({
  id: `n${i}`,
  kind: "partner",
  label: `Place ${i}`,
  names: {},
  citations: [],
}));

export const edges = Array.from({ length: SIZE }, (_, i) => ({
  id: `e${i}`,
  kind: "sister_of",
  source: `n${i % ORDER}`,
  target: `n${(i * 7919 + 13) % ORDER}`,
  directed: false,
  citations: [],
}));

/** Answers every question for a network on a page of Playwright with it. */
export const answerWith = (page) =>
  page.route("**/api/v1/graph?**", (r) =>
    r.fulfill({ json: { meta: { truncated: false, undated: 0, possible: 0 }, nodes, edges, sources: [] } }),
  );

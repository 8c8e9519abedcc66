/** Sigma with its own programs and settings, for tools/bench.mjs. */
import Graph from "graphology";
import Sigma from "sigma";

export function show(box, nodes, edges, places) {
  const graph = new Graph({ multi: true });
  nodes.forEach((n, i) => graph.addNode(n.id, { ...places[i], label: n.label, size: 8, color: "#b7402a" }));
  for (const e of edges) graph.addEdgeWithKey(e.id, e.source, e.target, { size: 1.7, color: "#b7402a" });
  const camera = new Sigma(graph, box).getCamera();
  window.step = (i) => camera.setState({ ratio: camera.ratio * (i % 2 ? 1.5 : 1 / 1.5) });
}

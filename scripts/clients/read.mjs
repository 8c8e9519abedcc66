// read.py for the libraries of JavaScript: read.mjs MODULES DIRECTORY …, where MODULES is the directory that holds node_modules.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [modules, ...directories] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const graphologyModule = require("graphology");
const Graph = graphologyModule.default ?? graphologyModule;
const cytoscape = require("cytoscape");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");

const node = (label, ja, from, to, citations) => ({ label, ja: ja ?? "", from: from ?? "", to: to ?? "", citations: [...citations].sort() });
const edge = (source, target, directed, from, to, citations) => ({ source, target, directed, from: from ?? "", to: to ?? "", citations: [...citations].sort() });
const nestedNode = (n) => node(n.label, n.names.ja, n.valid?.from, n.valid?.to, n.citations);
const nestedEdge = (s, t, e) => edge(s, t, e.directed, e.valid?.from, e.valid?.to, e.citations);
const split = (text) => (text ?? "").split("; ").filter(Boolean);
const flatNode = (n) => node(n.label, n.name_ja, n.valid_from, n.valid_to, split(n.citations));
const flatEdge = (s, t, e) => edge(s, t, e.directed, e.valid_from, e.valid_to, split(e.citations));

function fromGraph(graph, toNode, toEdge, more) {
  const nodes = Object.fromEntries(graph.mapNodes((key, attributes) => [key, toNode(attributes)]));
  const edges = Object.fromEntries(graph.mapEdges((key, attributes, source, target) => [key, toEdge(source, target, attributes)]));
  return { nodes, edges, errors: [], ...more };
}

const readers = {
  graphology(text) {
    const graph = Graph.from(JSON.parse(text));
    const found = fromGraph(graph, nestedNode, nestedEdge, { version: graph.getAttribute("dataset_version") });
    graph.forEachEdge((key, attributes) => {
      if (graph.isDirected(key) !== attributes.directed) found.errors.push(`${key}: direction`);
    });
    return found;
  },
  cytoscape(text) {
    const cy = cytoscape({ headless: true, styleEnabled: false, ...JSON.parse(text) });
    const found = { nodes: {}, edges: {}, errors: [], version: cy.data("dataset_version") };
    cy.nodes().forEach((n) => (found.nodes[n.id()] = nestedNode(n.data())));
    cy.edges().forEach((e) => (found.edges[e.id().replace(/^edge:/, "")] = nestedEdge(e.source().id(), e.target().id(), e.data())));
    return found;
  },
  gexf(text) {
    return fromGraph(gexf.parse(Graph, text, { allowUndeclaredAttributes: false }), flatNode, flatEdge, {});
  },
  graphml(text) {
    const graph = graphml.parse(Graph, text);
    return fromGraph(graph, flatNode, flatEdge, {});
  },
};

const out = {};
for (const directory of directories) {
  const found = (out[basename(directory)] = {});
  for (const name of readdirSync(directory)) {
    if (!readers[name]) continue;
    try {
      found[name] = readers[name](readFileSync(join(directory, name), "utf8"));
    } catch (e) {
      found[name] = { errors: [String(e.stack)] };
    }
  }
}
process.stdout.write(JSON.stringify(out));

"""Reads files in our formats with the libraries that their users have, and prints what these found, as JSON, for a test to compare.

    read.py DIRECTORY ...

A directory holds one network in any of the formats, named after them. For each format: nodes and edges by id, with what a reader must find again (label, Japanese
name, validity, citations), and errors: what the library refused or a check of it found.
"""

import csv
import io
import json
import pathlib
import re
import sys
import zipfile


def split(text):
    return [v for v in (text or "").split("; ") if v]


def nested_node(n):
    """A node of a JSON format: the record's own fields."""
    valid = n.get("valid", {})
    return node(n["label"], n["names"].get("ja", ""), valid.get("from", ""), valid.get("to", ""), n["citations"])


def nested_edge(source, target, e):
    valid = e.get("valid", {})
    return edge(source, target, e["directed"], valid.get("from", ""), valid.get("to", ""), e["citations"])


def flat_node(n):
    """A node of a flat format: the columns."""
    return node(n["label"], n.get("name_ja"), n.get("valid_from"), n.get("valid_to"), split(n.get("citations")))


def flat_edge(source, target, e):
    return edge(source, target, str(e["directed"]).lower() == "true", e.get("valid_from"), e.get("valid_to"), split(e.get("citations")))


def node(label, ja, start, end, citations):
    return {"label": label, "ja": ja or "", "from": start or "", "to": end or "", "citations": sorted(citations)}


def edge(source, target, directed, start, end, citations):
    return {"source": source, "target": target, "directed": directed, "from": start or "", "to": end or "", "citations": sorted(citations)}


def found(nodes, edges, version="", errors=(), **more):
    return {"nodes": nodes, "edges": edges, "version": version, "errors": list(errors), **more}


def ends(graph, source, target, data):
    """NetworkX gives the ends of an undirected edge in any order; ours stand in order of ids."""
    return (source, target) if graph.is_directed() else sorted((source, target))


def schema_errors(path, name, earlier=None):
    """What the published XML schema finds, made ready to read by the function earlier."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(pathlib.Path(sys.prefix).parent / "xsd" / name)))
    text = path.read_text()
    document = etree.fromstring((earlier(text) if earlier else text).encode(), etree.XMLParser(huge_tree=True))
    schema.validate(document)
    return [f"{name}: line {e.line}: {e.message}" for e in schema.error_log][:5]


def gexf_12(text):
    """GEXF 1.3 as 1.2: no package ships the schema of 1.3, which differs by the namespace and by attributes that are new, and left out
    here. Nor does the schema of 1.2 know that the elements of viz have a namespace of their own, as its text and all programs have it."""
    text = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')
    text = text.replace(' timerepresentation="interval"', "").replace("<viz:color", "<color")
    return re.sub(r'(<edge [^>]*?) kind="[a-z_]+"', r"\1", text)


def read_node_link(path):
    import networkx as nx

    g = nx.node_link_graph(json.loads(path.read_text()), edges="edges")
    nodes = {i: nested_node(d) for i, d in g.nodes(data=True)}
    edges = {k: nested_edge(*ends(g, u, v, d), d) for u, v, k, d in g.edges(keys=True, data=True)}
    return found(nodes, edges, g.graph["dataset_version"], directed=g.is_directed(), components=nx.number_connected_components(g.to_undirected()))


def read_graphml(path):
    import networkx as nx

    g = nx.read_graphml(path, force_multigraph=True)
    nodes = {i: flat_node(d) for i, d in g.nodes(data=True)}
    edges = {k: flat_edge(*ends(g, u, v, d), d) for u, v, k, d in g.edges(keys=True, data=True)}
    errors = schema_errors(path, "graphml.xsd")
    errors += [f"{i}: {d[c]!r} is no float" for i, d in g.nodes(data=True) for c in ("lat", "lon") if c in d and not isinstance(d[c], float)]
    return found(nodes, edges, g.graph["dataset_version"], errors, directed=g.is_directed(), components=nx.number_connected_components(g.to_undirected()))


def read_gexf(path):
    import networkx as nx

    g = nx.read_gexf(path)
    nodes = {i: flat_node(d) for i, d in g.nodes(data=True)}
    edges = {d["id"]: flat_edge(*ends(g, u, v, d), d) for u, v, d in g.edges(data=True)}
    spans = {i: [d.get("start", ""), d.get("end", "")] for i, d in g.nodes(data=True)}
    spans |= {"edge " + d["id"]: [d.get("start", ""), d.get("end", "")] for _, _, d in g.edges(data=True)}
    return found(nodes, edges, "", schema_errors(path, "gexf.xsd", gexf_12), directed=g.is_directed(), spans=spans, colors=sum("viz" in d for _, d in g.nodes(data=True)))


def read_jgf(path):
    """No reader of version 2 is in the registries, so its schema's rules stand here."""
    g = json.loads(path.read_text())
    errors = [f"unknown member {k}" for k in g if k != "graph"]
    g = g["graph"]
    errors += [f"unknown member graph.{k}" for k in g.keys() - {"id", "label", "directed", "type", "metadata", "nodes", "edges"}]
    for i, n in g["nodes"].items():
        errors += [f"unknown member of node {i}: {k}" for k in n.keys() - {"label", "metadata"}]
    for e in g["edges"]:
        errors += [f"unknown member of edge: {k}" for k in e.keys() - {"id", "source", "target", "relation", "directed", "label", "metadata"}]
        errors += [f"edge {e['id']}: no node {i}" for i in (e["source"], e["target"]) if i not in g["nodes"]]
    nodes = {i: nested_node(n["metadata"]) for i, n in g["nodes"].items()}
    edges = {e["id"]: nested_edge(e["source"], e["target"], e["metadata"]) for e in g["edges"]}
    return found(nodes, edges, g["metadata"]["dataset_version"], errors, directed=g["directed"])


def tables(rows_of):
    nodes = {r["id"]: flat_node(r) for r in rows_of("nodes")}
    edges = {r["id"]: flat_edge(r["source"], r["target"], r) for r in rows_of("edges")}
    about = {r["key"]: r["value"] for r in rows_of("about")}
    sources = {r["id"]: r["locator"] for r in rows_of("sources")}
    return found(nodes, edges, about["dataset_version"], sources=sources)


def read_csv(path):
    errors = []
    with zipfile.ZipFile(path) as z:

        def rows_of(name):
            rows = list(csv.DictReader(io.StringIO(z.read(name + ".csv").decode("utf-8-sig"), newline="")))
            for row in rows:
                for k, v in row.items():
                    if v is None or k is None:
                        errors.append(f"{name}.csv: a row has another number of cells than the header")
                    elif v.lstrip()[:1] in tuple("=+-@") and k not in ("lat", "lon"):
                        errors.append(f"{name}.csv: {k} starts a formula: {v[:40]!r}")
            return rows

        out = tables(rows_of)
    return out | {"errors": errors}


def read_xlsx(path):
    import datetime

    import openpyxl

    errors, dates = [], []
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))

    def rows_of(name):
        sheet = book[name]
        if sheet.freeze_panes != "A2":
            errors.append(f"{name}: header is not frozen")
        header = [c.value for c in sheet[1]]
        for line in sheet.iter_rows(min_row=2):
            row = {}
            for key, cell in zip(header, line):
                value = cell.value
                if cell.data_type == "f" or isinstance(value, str) and value.lstrip()[:1] in tuple("=+-@"):
                    errors.append(f"{name} {cell.coordinate} starts a formula: {value[:40]!r}")
                if isinstance(value, datetime.datetime):
                    dates.append(f"{name} {cell.coordinate}")
                    value = value.date().isoformat()
                row[key] = value
            yield row

    out = tables(rows_of)
    return out | {"errors": errors, "dates": len(dates)}


def read_geojson(path):
    import geojson

    g = geojson.loads(path.read_text())
    errors, nodes, edges = [], {}, {}
    lines, located = 0, 0
    for f in g["features"]:
        p, shape = f["properties"], f["geometry"]
        if shape is not None:
            errors += [f"{f['id']}: {e}" for e in [geojson.loads(json.dumps(shape)).errors()] if e]
            positions = list(geojson.utils.coords(shape))
            errors += [f"{f['id']}: 0, 0" for x in positions if x == (0, 0)]
            errors += [f"{f['id']}: {x} is no position" for x in positions if not (-180 <= x[0] <= 180 and -90 <= x[1] <= 90)]
            for part in {"Point": [], "LineString": [shape["coordinates"]], "MultiLineString": shape["coordinates"]}[shape["type"]]:
                errors += [f"{f['id']}: a line jumps from {a} to {b}" for a, b in zip(part, part[1:]) if abs(a[0] - b[0]) > 90]
        if p["record"] == "node":
            nodes[p["id"]] = nested_node(p)
            located += shape is not None
        else:
            edges[p["id"]] = nested_edge(p["source"], p["target"], p)
            lines += shape is not None
    ids = [f["id"] for f in g["features"]]
    if len(ids) != len(set(ids)):
        errors.append("an id stands twice")
    return found(nodes, edges, g["enishi"]["dataset_version"], errors, located=located, lines=lines)


def read_jsonld(path):
    import rdflib
    from pyld import jsonld
    from rdflib.namespace import OWL, PROV, RDF, XSD

    text = path.read_text()
    g = rdflib.Graph().parse(data=text, format="json-ld")
    schema, ours = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:enishi:terms:")
    errors = []

    def no_network(url, options):
        raise RuntimeError(f"asks for {url}")

    quads = jsonld.to_rdf(json.loads(text), {"documentLoader": no_network})["@default"]
    if len(quads) != len(g):
        errors.append(f"rdflib reads {len(g)} triples, pyld {len(quads)}")
    precise = {XSD.gYear: 4, XSD.gYearMonth: 7, XSD.date: 10}

    def date(subject, predicate):
        value = g.value(subject, predicate)
        if value is None:
            return ""
        if len(str(value)) != precise.get(value.datatype) or value.ill_typed:
            errors.append(f"{value!r} is no date")
        return str(value)

    def citations(subject):
        return [str(g.value(s, schema.identifier)) for s in g.objects(subject, PROV.wasDerivedFrom)]

    nodes, edges = {}, {}
    for subject, identifier in g.subject_objects(schema.identifier):
        types = set(g.objects(subject, RDF.type))
        if RDF.Statement in types:
            source, target = (str(g.value(g.value(subject, p), schema.identifier)) for p in (RDF.subject, RDF.object))
            directed = g.value(subject, ours.directed).toPython()
            edges[str(identifier)] = edge(source, target, directed, date(subject, ours.valid_from), date(subject, ours.valid_to), citations(subject))
        elif PROV.Entity not in types:
            ja = next((str(n) for n in g.objects(subject, schema.name) if n.language == "ja"), "")
            nodes[str(identifier)] = node(str(g.value(subject, ours.label)), ja, date(subject, ours.valid_from), date(subject, ours.valid_to), citations(subject))
    dataset = g.value(predicate=RDF.type, object=schema.Dataset)
    same = sorted(str(o) for o in g.objects(None, OWL.sameAs))
    plain = sum(1 for _ in g.subject_objects(ours.sister_of))
    return found(nodes, edges, str(g.value(dataset, schema.version)), errors, same=same, plain=plain)


def read_ftm(path):
    from followthemoney import model
    from followthemoney.exc import InvalidData

    entities, errors = {}, []
    for line in path.read_text().split("\n"):
        if not line:
            continue
        proxy = model.get_proxy(json.loads(line), cleaned=False)
        raw = json.loads(line)
        try:
            proxy.schema.validate(raw)
        except InvalidData as e:
            errors.append(f"{proxy.id}: {e} {e.errors}")
        kept = {k: sorted(v) for k, v in proxy.to_dict()["properties"].items()}
        for prop, values in raw["properties"].items():
            if len(kept.get(prop, [])) < len(values) and prop not in ("name", "alias"):
                errors.append(f"{proxy.id}: {prop} {values} was cleaned to {kept.get(prop)}")
        if proxy.id in entities:
            errors.append(f"{proxy.id} stands twice")
        entities[proxy.id] = (proxy, raw)
    nodes, edges, located = {}, {}, 0
    for i, (e, raw) in entities.items():
        if e.schema.edge:
            source, target = e.first(e.schema.source_prop), e.first(e.schema.target_prop)
            for prop, end in ((e.schema.source_prop, source), (e.schema.target_prop, target)):
                if end not in entities or not entities[end][0].schema.is_a(prop.range):
                    errors.append(f"{i}: {end} is no {prop.range}")
            edges[i.removeprefix("edge.")] = edge(source, target, None, e.first("startDate"), e.first("endDate"), e.get("sourceUrl"))
        elif e.schema.name == "Address":
            located += 1
            errors += [f"{i}: no {p}" for p in ("latitude", "longitude") if not e.first(p)]
        else:
            start = "startDate" if e.schema.name == "Project" else "incorporationDate"
            end = "endDate" if e.schema.name == "Project" else "dissolutionDate"
            nodes[i] = node(raw["properties"]["name"][0], "", e.first(start), e.first(end), e.get("sourceUrl"))
    return found(nodes, edges, "", errors, located=located)


def read_ics(path):
    import icalendar
    from icalendar.parser import unescape_char

    raw = path.read_bytes()
    calendar = icalendar.Calendar.from_ical(raw)
    errors = [f"line {i + 1} is longer than 75 octets" for i, line in enumerate(raw.split(b"\r\n")) if len(line) > 75]
    errors += [str(e) for part in calendar.walk() for e in part.errors]
    if b"\n" in raw.replace(b"\r\n", b""):
        errors.append("a line does not end in CR LF")
    events = {}
    for e in calendar.walk("VEVENT"):
        day = [e["dtstart"].dt.isoformat(), e["dtend"].dt.isoformat(), e["dtstamp"].dt.isoformat()]
        events[str(e["uid"])] = day + [str(e["summary"]), str(e.get("description", "")), str(e.get("url", ""))] + [str(c) for c in (e["categories"].cats if "categories" in e else [])]
    return {"errors": errors, "events": events, "name": unescape_char(str(calendar.get("name", "")))}


def read_atom(path):
    import feedparser
    from lxml import etree

    etree.parse(path)
    feed = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    errors = [repr(feed.bozo_exception)] if feed.bozo else []
    errors += [f"no {k}" for k in ("id", "title", "updated", "author") if not feed.feed.get(k)]
    events = {}
    for e in feed.entries:
        events[e.id] = [e.updated, e.title, e.content[0].value, e.link if e.get("links") else ""] + [t.term for t in e.get("tags", [])]
    return {"errors": errors, "events": events, "name": feed.feed.title, "language": feed.feed.get("language", "")}


READERS = {
    "node-link": read_node_link, "graphml": read_graphml, "gexf": read_gexf, "jgf": read_jgf, "csv": read_csv, "xlsx": read_xlsx, "geojson": read_geojson, "jsonld": read_jsonld,
    "ftm": read_ftm, "ics": read_ics, "atom": read_atom,
}


def read(path):
    try:
        return READERS[path.name](path)
    except Exception as e:  # a refusal is what the test wants to know
        import traceback

        return {"errors": [f"{type(e).__name__}: {e}", traceback.format_exc(limit=-3)]}


def main():
    out = {}
    for directory in map(pathlib.Path, sys.argv[1:]):
        out[directory.name] = {p.name: read(p) for p in sorted(directory.iterdir()) if p.name in READERS}
    json.dump(out, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()

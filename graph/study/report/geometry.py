"""Makes geometry.json, the outlines that reports draw: python3 geometry.py land-us-jp.topo.json states.csv > geometry.json

In:  a TopoJSON with the objects us_states (FIPS ids) and jp_prefectures (ISO 3166-2 ids), and the dataset's states.csv, which says which state has which FIPS code.
Out: {"jp-04": ["14098 3890 -3 5 …", …]}: rings of each area, in hundredths of a degree, longitude and latitude in turn, the first point absolute, each other from the one before.
Arcs are simplified before they are joined (Douglas and Peucker 1973), so that neighbours still share their borders; islands too small to be seen are left out.
"""
import csv, json, sys

topology = json.load(open(sys.argv[1]))
ids = {r["fips"]: r["id"] for r in csv.DictReader(open(sys.argv[2], encoding="utf-8"))}
(sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]


def decode(arc):
    x = y = 0
    out = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        out.append((x * sx + tx, y * sy + ty))
    return out


def off(p, a, b):
    """Distance of p from the line a–b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    n = dx * dx + dy * dy
    t = max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / n)) if n else 0
    return ((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5


def simplify(points, tolerance):
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        i, j = todo.pop()
        far = max(range(i + 1, j), key=lambda k: off(points[k], points[i], points[j]), default=None)
        if far is not None and (off(points[far], points[i], points[j]) > tolerance or points[i] == points[j]):
            keep.add(far)
            todo += [(i, far), (far, j)]
    return [points[k] for k in sorted(keep)]


def outlines(name, key, tolerance, smallest):
    arcs = [simplify(decode(a), tolerance) for a in topology["arcs"]]
    out = {}
    for g in topology["objects"][name]["geometries"]:
        rings = []
        for polygon in g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]]:
            points = []
            for i in polygon[0]:
                part = arcs[i] if i >= 0 else arcs[~i][::-1]
                points += part[1:] if points else part
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            rings.append((max(max(xs) - min(xs), max(ys) - min(ys)), points))
        rings.sort(key=lambda r: -r[0])
        texts = []
        for size, points in rings:
            if texts and size < smallest:
                break
            last, numbers = (0, 0), []
            for p in points:
                q = (round(p[0] * 100), round(p[1] * 100))
                if numbers and q == last:
                    continue
                numbers += [q[0] - last[0], q[1] - last[1]]
                last = q
            if len(numbers) >= 6:
                texts.append(" ".join(map(str, numbers)))
        if key(g["id"]):
            out[key(g["id"])] = texts
    return out


areas = outlines("jp_prefectures", str.lower, 0.012, 0.06) | outlines("us_states", ids.get, 0.05, 0.25)
json.dump(dict(sorted(areas.items())), sys.stdout, indent=0, separators=(",", ":"))
print()

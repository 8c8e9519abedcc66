package format

import (
	"io"
	"math"
	"strconv"

	"enishi/graph"
)

// geojson writes RFC 7946: a feature for each node, a point, and for each edge, its great circle. What has no place, or an end without one, is a feature without geometry. The
// words about the document, with its sources, are the foreign member "enishi". Every line is short enough at each step to look curved on any map, and is cut where it crosses
// the antimeridian (section 3.1.9).
func geojson(w io.Writer, d *Document, _ Options) error {
	edgeKey := d.edgeKeys(":")
	places := make(map[string]*graph.Point, len(d.Network.Nodes))
	for i := range d.Network.Nodes {
		if n := &d.Network.Nodes[i]; isPlace(n.Point) {
			places[n.ID] = n.Point
		}
	}
	s := newStream(w)
	s.b = append(s.b, `{"type":"FeatureCollection","enishi":{`...)
	s.metaMembers(d)
	s.b = append(s.b, `},"features":[`...)
	s.list(len(d.Network.Nodes), func(b []byte, i int) []byte {
		n := &d.Network.Nodes[i]
		b = member(append(b, `{"type":"Feature"`...), "id", n.ID)
		b = pointGeometry(append(b, `,"geometry":`...), places[n.ID])
		b = member(append(b, `,"properties":{"record":"node"`...), "id", n.ID)
		return append(nodeMembers(b, n, d.Lang, "type"), '}', '}')
	})
	if len(d.Network.Nodes) > 0 && len(d.Network.Edges) > 0 {
		s.b = append(s.b, ',')
	}
	s.list(len(d.Network.Edges), func(b []byte, i int) []byte {
		e := &d.Network.Edges[i]
		b = member(append(b, `{"type":"Feature"`...), "id", edgeKey(e))
		b = lineGeometry(append(b, `,"geometry":`...), places[e.Source], places[e.Target])
		b = member(append(b, `,"properties":{"record":"edge"`...), "id", e.ID)
		b = member(b, "source", e.Source)
		b = member(b, "target", e.Target)
		return append(edgeMembers(b, e), '}', '}')
	})
	s.b = append(s.b, "]}\n"...)
	return s.close()
}

// isPlace reports whether a point is a place: 0, 0 is open sea, and where it stands it means that nobody knows.
func isPlace(p *graph.Point) bool { return p != nil && (p.Lat != 0 || p.Lon != 0) }

func pointGeometry(b []byte, p *graph.Point) []byte {
	if p == nil {
		return append(b, "null"...)
	}
	return append(appendPosition(append(b, `{"type":"Point","coordinates":`...), *p), '}')
}

func lineGeometry(b []byte, from, to *graph.Point) []byte {
	if from == nil || to == nil {
		return append(b, "null"...)
	}
	lines := splitAntimeridian(greatCircle(*from, *to))
	if len(lines) == 1 {
		return append(appendLine(append(b, `{"type":"LineString","coordinates":`...), lines[0]), '}')
	}
	b = append(b, `{"type":"MultiLineString","coordinates":[`...)
	for i, l := range lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendLine(b, l)
	}
	return append(b, ']', '}')
}

func appendLine(b []byte, line []graph.Point) []byte {
	b = append(b, '[')
	for i, p := range line {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPosition(b, p)
	}
	return append(b, ']')
}

// appendPosition writes longitude, latitude with at most six decimals: 0.1 m (RFC 7946, section 11.2).
func appendPosition(b []byte, p graph.Point) []byte {
	round := func(x float64) float64 { return math.Round(x*1e6)/1e6 + 0 } // + 0: no minus zero
	b = strconv.AppendFloat(append(b, '['), round(p.Lon), 'f', -1, 64)
	return append(strconv.AppendFloat(append(b, ','), round(p.Lat), 'f', -1, 64), ']')
}

// maxStep is the longest piece of a line, in radians: 3°.
const maxStep = 3 * math.Pi / 180

type vector struct{ x, y, z float64 }

func unit(p graph.Point) vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func (v vector) point() graph.Point {
	return graph.Point{Lat: math.Atan2(v.z, math.Hypot(v.x, v.y)) * 180 / math.Pi, Lon: math.Atan2(v.y, v.x) * 180 / math.Pi}
}

// greatCircle is the shortest way over the sphere, both ends as they are given. Between antipodes, where all ways are equal, and between equal points it is those two alone.
func greatCircle(from, to graph.Point) []graph.Point {
	a, b := unit(from), unit(to)
	cross := vector{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
	sin := math.Sqrt(cross.x*cross.x + cross.y*cross.y + cross.z*cross.z)
	angle := math.Atan2(sin, a.x*b.x+a.y*b.y+a.z*b.z)
	line := []graph.Point{from}
	if sin > 1e-9 {
		n := int(math.Ceil(angle / maxStep))
		for i := 1; i < n; i++ { // spherical linear interpolation
			f := float64(i) / float64(n)
			p, q := math.Sin((1-f)*angle)/sin, math.Sin(f*angle)/sin
			line = append(line, vector{p*a.x + q*b.x, p*a.y + q*b.y, p*a.z + q*b.z}.point())
		}
	}
	return append(line, to)
}

// splitAntimeridian cuts a line where it crosses ±180°. Both sides end on it, each with its own sign.
func splitAntimeridian(line []graph.Point) [][]graph.Point {
	lines := [][]graph.Point{{line[0]}}
	for _, p := range line[1:] {
		last := &lines[len(lines)-1]
		prev := (*last)[len(*last)-1]
		if math.Abs(p.Lon-prev.Lon) <= 180 {
			*last = append(*last, p)
			continue
		}
		side := math.Copysign(180, prev.Lon)
		before, after := math.Abs(side-prev.Lon), math.Abs(-side-p.Lon)
		if before+after == 0 { // along the antimeridian
			*last = append(*last, graph.Point{Lat: p.Lat, Lon: side})
			continue
		}
		lat := prev.Lat + (p.Lat-prev.Lat)*before/(before+after) // straight: the step is short
		if before > 0 {
			*last = append(*last, graph.Point{Lat: lat, Lon: side})
		}
		next := []graph.Point{{Lat: lat, Lon: -side}}
		if after > 0 {
			next = append(next, p)
		}
		lines = append(lines, next)
	}
	return pieces(lines)
}

// pieces drops what is a single point: a line that only touches the antimeridian with an end.
func pieces(lines [][]graph.Point) [][]graph.Point {
	out := lines[:0]
	for _, l := range lines {
		if len(l) > 1 {
			out = append(out, l)
		}
	}
	return out
}

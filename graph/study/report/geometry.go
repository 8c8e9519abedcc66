package report

import (
	_ "embed"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"

	"enishi/graph"
)

//go:embed geometry.json
var geometryFile []byte

// geometry is the outlines of prefectures and states by id: rings of points.
var geometry = sync.OnceValue(func() map[string][][]graph.Point {
	var packed map[string][]string
	if err := json.Unmarshal(geometryFile, &packed); err != nil { // the file is part of the program
		panic(err)
	}
	out := make(map[string][][]graph.Point, len(packed))
	for id, rings := range packed {
		for _, r := range rings {
			out[id] = append(out[id], unpack(r))
		}
	}
	return out
})

// unpack reads a ring as geometry.py writes it.
func unpack(ring string) []graph.Point {
	numbers := strings.Fields(ring)
	points := make([]graph.Point, 0, len(numbers)/2)
	lon, lat := 0, 0
	for i := 0; i+1 < len(numbers); i += 2 {
		dx, _ := strconv.Atoi(numbers[i])
		dy, _ := strconv.Atoi(numbers[i+1])
		lon, lat = lon+dx, lat+dy
		points = append(points, graph.Point{Lat: float64(lat) / 100, Lon: float64(lon) / 100})
	}
	return points
}

// plane is a projection to the plane, y downwards, in units of its own.
type plane func(graph.Point) (x, y float64)

// equirectangular is true to scale along a parallel: good for one prefecture.
func equirectangular(parallel float64) plane {
	k := math.Cos(parallel * math.Pi / 180)
	return func(p graph.Point) (x, y float64) { return p.Lon * k, -p.Lat }
}

// albers is the equal-area conic projection with two standard parallels (Snyder 1987, p. 98), in degrees of arc about the centre.
func albers(south, north, lat0, lon0 float64) plane {
	const rad = math.Pi / 180
	n := (math.Sin(south*rad) + math.Sin(north*rad)) / 2
	c := math.Pow(math.Cos(south*rad), 2) + 2*n*math.Sin(south*rad)
	rho := func(lat float64) float64 { return math.Sqrt(c-2*n*math.Sin(lat*rad)) / n }
	rho0 := rho(lat0)
	return func(p graph.Point) (x, y float64) {
		lon := p.Lon
		if lon > 0 { // the Aleutians beyond 180°, Guam
			lon -= 360
		}
		theta := n * (lon - lon0) * rad
		return rho(p.Lat) * math.Sin(theta) / rad, -(rho0 - rho(p.Lat)*math.Cos(theta)) / rad
	}
}

// box is the extent of points in a plane.
type box struct{ left, top, right, bottom float64 }

func emptyBox() box { return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

func (b *box) add(x, y float64) {
	b.left, b.right, b.top, b.bottom = min(b.left, x), max(b.right, x), min(b.top, y), max(b.bottom, y)
}

// frame is a plane fitted into a rectangle of the drawing.
type frame struct {
	plane
	dx, dy, scale float64
}

// fit puts an extent of a plane into the middle of a rectangle.
func fit(p plane, b box, x, y, w, h float64) frame {
	scale := min(w/(b.right-b.left), h/(b.bottom-b.top))
	return frame{p, x + (w-scale*(b.right+b.left))/2, y + (h-scale*(b.bottom+b.top))/2, scale}
}

func (f *frame) at(p graph.Point) (x, y float64) {
	px, py := f.plane(p)
	return f.dx + f.scale*px, f.dy + f.scale*py
}

// outline is the SVG path of an area.
func (f *frame) outline(id string) string {
	var b strings.Builder
	for _, ring := range geometry()[id] {
		for i, p := range ring {
			x, y := f.at(p)
			b.WriteByte("ML"[min(i, 1)])
			b.WriteString(number(x))
			b.WriteByte(' ')
			b.WriteString(number(y))
		}
		b.WriteByte('Z')
	}
	return b.String()
}

// number writes a coordinate with one decimal.
func number(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

// extent is the box of areas in a plane.
func extent(p plane, ids ...string) box {
	b := emptyBox()
	for _, id := range ids {
		for _, ring := range geometry()[id] {
			for _, q := range ring {
				b.add(p(q))
			}
		}
	}
	return b
}

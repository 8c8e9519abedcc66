package report

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/study"
)

// drawing is an SVG while it is drawn. Colours and type come from the page's style.
type drawing struct{ strings.Builder }

// open begins a drawing with what it shows, for people who do not see it.
func (d *drawing) open(id string, width, height int, title, description string) {
	fmt.Fprintf(d, `<svg id="%s" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-desc"><title id="%s-title">%s</title><desc id="%s-desc">%s</desc>`, id, width, height, id, id, id, esc(title), id, esc(description))
}

func (d *drawing) close() template.HTML {
	d.WriteString("</svg>")
	return template.HTML(d.String()) // every text in it went through esc
}

func (d *drawing) path(class, path string) { fmt.Fprintf(d, `<path class="%s" d="%s"/>`, class, path) }

func (d *drawing) text(class string, x, y float64, s string) {
	fmt.Fprintf(d, `<text class="%s" x="%s" y="%s">%s</text>`, class, number(x), number(y), esc(s))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(d, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, number(x1), number(y1), number(x2), number(y2))
}

func (d *drawing) dot(class string, x, y, r float64, title string) {
	fmt.Fprintf(d, `<circle class="%s" cx="%s" cy="%s" r="%s"><title>%s</title></circle>`, class, number(x), number(y), number(r), esc(title))
}

func esc(s string) string { return template.HTMLEscapeString(s) }

// The size of drawings; they are scaled to the width of the page.
const drawingWidth = 680

// pin is a place on the map with the rows that it stands in.
type pin struct {
	x, y    float64
	name    string
	numbers []string
	sure    bool // a row of the first table
}

// drawMap shows the prefecture with the bodies that have affiliations, and the United States with their partners, numbered as in Appendix 1.
func (b *dossierWriter) drawMap() (template.HTML, string) {
	const height, left = 300, 235
	var d drawing
	d.open("drawing-map", drawingWidth, height, b.say("Map of "+b.label(b.d.Prefecture.ID)+" and its partners", b.label(b.d.Prefecture.ID)+"と相手先の地図"),
		b.say("Numbers are those of the rows in Appendix 1, which says the same in words.", "番号は付録1の表の番号。同じ内容は付録1にある。"))
	fmt.Fprintf(&d, `<defs><clipPath id="clip-home"><rect x="0" y="0" width="%d" height="%d"/></clipPath></defs>`, left, height)
	home := b.homeFrame(0, 0, left, height)
	d.WriteString(`<g clip-path="url(#clip-home)">`)
	for _, id := range prefectureIDs() {
		class := "land"
		if id == b.d.Prefecture.ID {
			class = "land here"
		}
		d.path(class, home.outline(id))
	}
	d.WriteString("</g>")
	fmt.Fprintf(&d, `<rect class="border" x="0.5" y="0.5" width="%d" height="%d"/>`, left-1, height-1)
	tied := map[string]bool{}
	for _, x := range b.d.Appendices.Affiliations {
		tied[x.State] = true
	}
	insets := usFrames(left+10, 0, drawingWidth-left-10, height)
	for _, id := range stateIDs() {
		if f, shown := insets.of(id); shown {
			class := "land"
			if tied[id] {
				class = "land tied"
			}
			d.path(class, f.outline(id))
		}
	}
	bodies, partners, missing := b.pins(home, insets)
	b.drawPins(&d, bodies, box{2, 2, left - 2, height - 2})
	b.drawPins(&d, partners, box{left + 2, 2, drawingWidth, height - 2})
	key := b.say("Numbers are those of the rows in Appendix 1 (U: undated, B: body of then unknown, in lighter marks). States with an affiliation are shaded; Alaska and Hawaii are not to scale. ",
		"番号は付録1の表の番号（「不」は締結日不明、「当」は当時の当事者不明。薄い印で示す）。提携のある州に色を付けた。アラスカとハワイは縮尺が異なる。")
	if len(missing) > 0 {
		key += b.say("Not on the map, as their position is not on record: ", "位置の記録がなく地図にないもの：") + strings.Join(missing, b.say(", ", "、")) + b.say(".", "。")
	}
	return d.close(), key
}

func prefectureIDs() []string { return areaIDs("jp-") }
func stateIDs() []string      { return areaIDs("us-") }

func areaIDs(prefix string) []string {
	var ids []string
	for id := range geometry() {
		if strings.HasPrefix(id, prefix) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// homeFrame shows the main land of the prefecture and every body of it that has an affiliation.
func (b *dossierWriter) homeFrame(x, y, w, h float64) frame {
	lat := 36.0
	if p := b.d.Prefecture.Point; p != nil {
		lat = p.Lat
	}
	p, e := equirectangular(lat), emptyBox()
	if rings := geometry()[b.d.Prefecture.ID]; len(rings) > 0 {
		for _, q := range rings[0] {
			e.add(p(q))
		}
	}
	for _, a := range b.numbered() {
		if n := b.nodes[a.Body]; n != nil && n.Point != nil {
			e.add(p(*n.Point))
		}
	}
	if e.left >= e.right || e.top >= e.bottom { // nothing known: around the capital, or Japan
		c := graph.Point{Lat: lat, Lon: 137}
		if b.d.Prefecture.Point != nil {
			c = *b.d.Prefecture.Point
		}
		cx, cy := p(c)
		e = box{cx - 1, cy - 1, cx + 1, cy + 1}
	}
	const margin = 14
	return fit(p, e, x+margin, y+margin, w-2*margin, h-2*margin)
}

// frames of the United States: the continent, and Alaska and Hawaii beside it.
type usMap struct{ continent, alaska, hawaii frame }

func usFrames(x, y, w, h float64) usMap {
	continent, alaska, hawaii := albers(29.5, 45.5, 37.5, -96), albers(55, 65, 60, -154), albers(19, 22, 20.5, -157)
	mainland := slices.DeleteFunc(stateIDs(), func(id string) bool { return slices.Contains(outlying, id) })
	return usMap{fit(continent, extent(continent, mainland...), x, y+2, w, h*0.84), fit(alaska, extent(alaska, "us-ak"), x, y+h*0.74, w*0.24, h*0.26), fit(hawaii, extent(hawaii, "us-hi"), x+w*0.26, y+h*0.84, w*0.13, h*0.14)}
}

var outlying = []string{"us-ak", "us-hi", "us-pr", "us-gu", "us-vi", "us-as", "us-mp"}

// of is the frame in which a state is shown.
func (m *usMap) of(state string) (*frame, bool) {
	switch {
	case state == "us-ak":
		return &m.alaska, true
	case state == "us-hi":
		return &m.hawaii, true
	}
	return &m.continent, !slices.Contains(outlying, state) && geometry()[state] != nil
}

// numberedRow is an affiliation with its number in Appendix 1.
type numberedRow struct {
	study.Affiliation
	number string
	sure   bool
}

func (b *dossierWriter) numbered() []numberedRow {
	a := &b.d.Appendices
	var out []numberedRow
	for _, part := range []struct {
		list   []study.Affiliation
		prefix string
	}{{a.Affiliations, ""}, {a.Undated, b.say("U", "不")}, {a.BodyUnknown, b.say("B", "当")}} {
		for i, x := range part.list {
			out = append(out, numberedRow{x, part.prefix + strconv.Itoa(i+1), part.prefix == ""})
		}
	}
	return out
}

// pins collects the rows of each body and partner.
func (b *dossierWriter) pins(home frame, us usMap) (bodies, partners []*pin, missing []string) {
	add := func(list *[]*pin, id string, f *frame, row numberedRow) {
		n := b.nodes[id]
		if f == nil || n == nil || n.Point == nil {
			missing = append(missing, row.number+" "+b.label(id))
			return
		}
		x, y := f.at(*n.Point)
		i := slices.IndexFunc(*list, func(p *pin) bool { return p.name == b.label(id) })
		if i < 0 {
			i = len(*list)
			*list = append(*list, &pin{x: x, y: y, name: b.label(id)})
		}
		p := (*list)[i]
		p.numbers, p.sure = append(p.numbers, row.number), p.sure || row.sure
	}
	for _, row := range b.numbered() {
		add(&bodies, row.Body, &home, row)
		f, shown := us.of(row.State)
		if !shown {
			f = nil
		}
		add(&partners, row.Partner, f, row)
	}
	return bodies, partners, missing
}

// drawPins draws dots and, where there is room beside them, their numbers: each tries the places around its dot until it covers no other.
func (b *dossierWriter) drawPins(d *drawing, pins []*pin, bounds box) {
	var taken []box
	for _, p := range pins {
		taken = append(taken, box{p.x - 2.5, p.y - 2.5, p.x + 2.5, p.y + 2.5})
	}
	for _, p := range pins {
		class := "pin"
		if !p.sure {
			class = "pin faint"
		}
		label := strings.Join(p.numbers, ",")
		d.dot(class, p.x, p.y, 2.6, p.name+" ("+label+")")
		w, h := 4.6*float64(len([]rune(label))), 7.0
		for _, r := range []float64{4, 9, 15, 22} {
			place, found := freePlace(p, r, w, h, taken, bounds)
			if !found {
				continue
			}
			if r > 4 {
				d.line("lead", p.x, p.y, (place.left+place.right)/2, (place.top+place.bottom)/2)
			}
			d.text("number", place.left, place.bottom-0.8, label)
			taken = append(taken, place)
			break
		}
	}
}

func freePlace(p *pin, r, w, h float64, taken []box, bounds box) (box, bool) {
	for _, o := range [][2]float64{{r, -h / 2}, {-r - w, -h / 2}, {-w / 2, -r - h}, {-w / 2, r}, {r * 0.7, -r*0.7 - h}, {-r*0.7 - w, -r*0.7 - h}, {r * 0.7, r * 0.7}, {-r*0.7 - w, r * 0.7}} {
		c := box{p.x + o[0], p.y + o[1], p.x + o[0] + w, p.y + o[1] + h}
		inside := c.left >= bounds.left && c.right <= bounds.right && c.top >= bounds.top && c.bottom <= bounds.bottom
		if inside && !slices.ContainsFunc(taken, func(t box) bool {
			return c.left < t.right && t.left < c.right && c.top < t.bottom && t.top < c.bottom
		}) {
			return c, true
		}
	}
	return box{}, false
}

// lanes of the timeline, each with the kinds of entry in it.
var lanes = []struct {
	label study.Text
	class string
	kinds []study.TimelineKind
}{
	{study.Text{En: "Affiliations signed", Ja: "提携の締結"}, "tie", []study.TimelineKind{study.TieSigned}},
	{study.Text{En: "Organizations founded", Ja: "団体の設立"}, "org", []study.TimelineKind{study.OrgFounded}},
	{study.Text{En: "Programs begun", Ja: "交流事業の開始"}, "prog", []study.TimelineKind{study.ProgBegan}},
}

// drawTimeline stacks a mark per record over its year, in three lanes.
func (b *dossierWriter) drawTimeline() template.HTML {
	entries := b.d.Timeline
	from, to := int(entries[0].Date.Year)/10*10, int(entries[len(entries)-1].Date.Year)/10*10+10
	const left, right, step = 8.0, drawingWidth - 8.0, 7.0
	x := func(year float64) float64 {
		return left + (year-float64(from))/float64(to-from)*(right-left)
	}
	heights, total := make([]float64, len(lanes)), 18.0
	byYear := make([]map[int][]study.TimelineEntry, len(lanes))
	for i, l := range lanes {
		byYear[i] = map[int][]study.TimelineEntry{}
		most := 1
		for _, e := range entries {
			if slices.Contains(l.kinds, e.Kind) {
				y := int(e.Date.Year)
				byYear[i][y] = append(byYear[i][y], e)
				most = max(most, len(byYear[i][y]))
			}
		}
		heights[i] = 22 + step*float64(most)
		total += heights[i]
	}
	var d drawing
	d.open("drawing-timeline", drawingWidth, int(total), b.say("Timeline", "年表"), b.say("The table below says the same in words.", "同じ内容は下の表にある。"))
	for year := from; year <= to; year += 10 {
		d.line("grid", x(float64(year)), 0, x(float64(year)), total-16)
		if year < to || to-from <= 10 {
			d.text("axis", x(float64(year))+2, total-4, strconv.Itoa(year))
		}
	}
	base := 0.0
	for i, l := range lanes {
		base += heights[i]
		d.line("ground", left, base, right, base)
		d.text("lane", left+2, base-heights[i]+13, l.label.In(b.lang))
		for _, year := range slices.Sorted(maps.Keys(byYear[i])) {
			for k, e := range byYear[i][year] {
				d.dot("mark "+l.class, x(float64(year)+0.5), base-4-step*float64(k), 2.8, b.date(e.Date)+" "+b.event(e))
			}
		}
	}
	return d.close()
}

// smallMultiples draws the same bars for each prefecture to one scale: a bar per measure.
func (w *writer) smallMultiples(id, title string, prefectures []graph.FoundNode, measures []study.CompareMeasure, label func(study.CompareMeasure) string) template.HTML {
	perRow := min(4, len(prefectures))
	rows := (len(prefectures) + perRow - 1) / perRow
	const height, gap = 104.0, 12.0
	width := (drawingWidth - gap*float64(perRow-1)) / float64(perRow)
	most := 1.0
	for _, m := range measures {
		for _, v := range m.Values {
			most = max(most, v)
		}
	}
	var d drawing
	d.open(id, drawingWidth, rows*int(height), title, w.say("The table says the same in numbers.", "同じ内容は表に数値で示す。"))
	for i, p := range prefectures {
		x0, y0 := float64(i%perRow)*(width+gap), float64(i/perRow)*height
		d.text("lane", x0, y0+11, p.Label(w.lang))
		bottom, room := y0+height-22, height-48
		d.line("ground", x0, bottom, x0+width, bottom)
		each := width / float64(len(measures))
		for k, m := range measures {
			v := m.Values[p.ID]
			h := v / most * room
			x := x0 + each*float64(k)
			if v > 0 {
				fmt.Fprintf(&d, `<rect class="bar" x="%s" y="%s" width="%s" height="%s"><title>%s</title></rect>`, number(x+each*0.12), number(bottom-h), number(each*0.76), number(h), esc(m.Label.In(w.lang)+": "+number(v)))
				d.text("value", x+each/2, bottom-h-2, number(v))
			}
			d.text("tick", x+each/2, bottom+9, label(m))
		}
	}
	return d.close()
}

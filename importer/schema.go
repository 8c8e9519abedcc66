package importer

import (
	"maps"
	"slices"
	"strings"

	"enishi/graph"
)

// column is one column of a table: how a cell is read into a row and written from it. The two are inverse on what set accepts.
type column[T any] struct {
	name     string
	required bool
	doc      string
	set      func(r *T, cell string) error // cell is not empty
	clear    func(r *T)                    // what an empty cell means; nil: an empty cell is refused
	get      func(r *T) string
}

// tableOf is the one description of a table that reading, checking, export and the documentation follow.
type tableOf[T any] struct {
	tableName string
	doc       string
	columns   []column[T]
	keys      int // the first columns name the record; a delete row needs no other
	blankRow  func() T
	copyRow   func(T) T
	keyOf     func(*T) string
}

// table is a tableOf whatever the type of its rows.
type table interface {
	name() string
	description() string
	columnNames() []string
	column(i int) Column
	keyColumns() int
	blank() any
	clone(data any) any
	set(data any, col int, cell string) error
	cell(data any, col int) string
	key(data any) string
}

// Column describes a column for readers of the documentation.
type Column struct {
	Name     string
	Required bool
	Doc      string
}

// Table describes a table of the project's format.
type Table struct {
	Name    string
	Doc     string
	Columns []Column
}

// DeleteColumn is the column that every table may have: 1 deletes the record that the row names.
const DeleteColumn = "delete"

// Tables describes the format: the tables in the order in which they are read and written, with their columns.
func Tables() []Table {
	out := make([]Table, len(tables))
	for i, t := range tables {
		out[i] = Table{Name: t.name(), Doc: t.description()}
		for c := range t.columnNames() {
			out[i].Columns = append(out[i].Columns, t.column(c))
		}
	}
	return out
}

func (t *tableOf[T]) name() string        { return t.tableName }
func (t *tableOf[T]) description() string { return t.doc }
func (t *tableOf[T]) keyColumns() int     { return t.keys }
func (t *tableOf[T]) column(i int) Column {
	c := &t.columns[i]
	return Column{c.name, c.required, c.doc}
}

func (t *tableOf[T]) columnNames() []string {
	out := make([]string, len(t.columns))
	for i := range t.columns {
		out[i] = t.columns[i].name
	}
	return out
}

func (t *tableOf[T]) blank() any {
	r := new(T)
	if t.blankRow != nil {
		*r = t.blankRow()
	}
	return r
}

func (t *tableOf[T]) clone(data any) any {
	r := *data.(*T)
	if t.copyRow != nil {
		r = t.copyRow(r)
	}
	return &r
}

func (t *tableOf[T]) set(data any, col int, cell string) error {
	c, r := &t.columns[col], data.(*T)
	if cell != "" {
		return c.set(r, cell)
	}
	if c.clear == nil {
		return wrongf("write "+c.doc, "%s is empty", c.name)
	}
	c.clear(r)
	return nil
}

func (t *tableOf[T]) cell(data any, col int) string { return t.columns[col].get(data.(*T)) }
func (t *tableOf[T]) key(data any) string           { return t.keyOf(data.(*T)) }

// Rows as they are written: references are what the cell says until they are resolved, and nothing derived is in them.
type (
	nodeRow struct {
		graph.Node               // Valid holds founded/dissolved or since/until; Within the prefecture or state as written
		Place                    string
		Participants, Organizers []string
	}
	eventRow struct {
		Body string
		graph.Event
	}
	tieRow struct {
		ID         string
		Bodies     []string
		Partner    string
		Kind       graph.TieKind
		Signed     graph.Date
		Status     graph.Status
		Ended      graph.Date
		Signatory  string
		Citations  []string
		Confidence graph.Confidence
		Note       string
	}
)

func text[T any](name, doc string, at func(*T) *string) column[T] {
	return column[T]{name: name, doc: doc,
		set:   func(r *T, s string) error { *at(r) = s; return nil },
		clear: func(r *T) { *at(r) = "" },
		get:   func(r *T) string { return *at(r) }}
}

func ident[T any](name, doc string, at func(*T) *string) column[T] {
	c := text(name, doc, at)
	c.set = func(r *T, s string) error { *at(r) = s; return checkID(s) }
	return must(c)
}

func list[T any, S ~string](name, doc string, split func(string) ([]S, error), at func(*T) *[]S) column[T] {
	return column[T]{name: name, doc: doc,
		set: func(r *T, s string) error {
			vs, err := split(s)
			slices.Sort(vs)
			*at(r) = slices.Compact(vs)
			return err
		},
		clear: func(r *T) { *at(r) = nil },
		get:   func(r *T) string { return joinList(*at(r)) }}
}

func texts(s string) ([]string, error) { return splitList(s), nil }
func refs(s string) ([]string, error)  { return splitIDs(s), nil }

func enum[T any, E ~string](name, doc string, allowed []E, at func(*T) *E) column[T] {
	return column[T]{name: name, doc: doc + ": " + joinNames(allowed),
		set: func(r *T, s string) (err error) {
			*at(r), err = parseEnum(s, allowed)
			return err
		},
		clear: func(r *T) { *at(r) = "" },
		get:   func(r *T) string { return string(*at(r)) }}
}

func joinNames[E ~string](vs []E) string {
	parts := make([]string, len(vs))
	for i, v := range vs {
		parts[i] = string(v)
	}
	return strings.Join(parts, ", ")
}

func date[T any](name, doc string, at func(*T) *graph.Date) column[T] {
	return column[T]{name: name, doc: doc,
		set: func(r *T, s string) (err error) {
			*at(r), err = parseDate(s)
			return err
		},
		clear: func(r *T) { *at(r) = graph.Date{} },
		get:   func(r *T) string { return at(r).String() }}
}

func until[T any](name, doc string, at func(*T) *graph.Date) column[T] {
	c := date(name, doc, at)
	c.set = func(r *T, s string) (err error) {
		*at(r), err = parseUntil(s)
		return err
	}
	c.get = func(r *T) string { return formatUntil(*at(r)) }
	return c
}

// must makes a column required: the header has it and no row leaves it empty.
func must[T any](c column[T]) column[T] {
	c.required, c.clear = true, nil
	return c
}

func sourcesColumn[T any](at func(*T) *[]string) column[T] {
	return list("sources", "ids of rows of sources.csv, or addresses; a list", texts, at)
}

func confidenceColumn[T any](at func(*T) *graph.Confidence) column[T] {
	return enum("confidence", "how sure the record is (empty counts as medium)", graph.Confidences, at)
}

func noteColumn[T any](at func(*T) *string) column[T] {
	return text("note", "what a reader should know: where sources differ, what was inferred", at)
}

// Columns of nodes.

func node(f func(*graph.Node) *string) func(*nodeRow) *string {
	return func(r *nodeRow) *string { return f(&r.Node) }
}

var (
	idColumn     = ident("id", "a public, stable id", node(func(n *graph.Node) *string { return &n.ID }))
	nameEn       = text("name_en", "the English name, without its level", node(func(n *graph.Node) *string { return &n.Names.En }))
	nameJa       = text("name_ja", "the Japanese name as attested, with its level (仙台市)", node(func(n *graph.Node) *string { return &n.Names.Ja }))
	kana         = text("kana", "the reading of name_ja in hiragana", node(func(n *graph.Node) *string { return &n.Names.Kana }))
	aliases      = list("aliases", "other names to search by; a list", texts, func(r *nodeRow) *[]string { return &r.Names.Aliases })
	levelColumn  = levels(graph.Levels)
	typeColumn   = text("type", "the kind of organization or program, or the legal type of a US place", node(func(n *graph.Node) *string { return &n.Type }))
	sectorColumn = enum("sector", "where the organization stands", graph.Sectors, func(r *nodeRow) *graph.Sector { return &r.Sector })
	themesColumn = list("themes", "a list of "+joinNames(graph.Themes), func(s string) ([]graph.Theme, error) { return parseEnums(s, graph.Themes) },
		func(r *nodeRow) *[]graph.Theme { return &r.Themes })
	countryColumn = text("country", "ISO 3166-1 alpha-2: JP, US", node(func(n *graph.Node) *string { return &n.Country }))
	capitalColumn = text("capital", "the name of its capital", node(func(n *graph.Node) *string { return &n.Capital }))
	latColumn     = degrees("lat", "latitude in WGS 84 decimal degrees", 90, func(p *graph.Point) *float64 { return &p.Lat })
	lonColumn     = degrees("lon", "longitude in WGS 84 decimal degrees", 180, func(p *graph.Point) *float64 { return &p.Lon })
	urlColumn     = text("url", "its own page", node(func(n *graph.Node) *string { return &n.URL }))
	description   = text("description", "what it is about, one sentence", node(func(n *graph.Node) *string { return &n.Description }))
	population    = column[nodeRow]{name: "population", doc: "number of inhabitants",
		set: func(r *nodeRow, s string) (err error) {
			counted(r).Count, err = parseCount(s)
			return err
		},
		clear: func(*nodeRow) {},
		get: func(r *nodeRow) string {
			if r.Population == nil || r.Population.Count == uncounted {
				return ""
			}
			return itoa(r.Population.Count)
		}}
	populationDate = column[nodeRow]{name: "population_date", doc: "the day, month or year it was counted",
		set: func(r *nodeRow, s string) (err error) {
			counted(r).Date, err = parseDate(s)
			return err
		},
		clear: func(*nodeRow) {},
		get: func(r *nodeRow) string {
			if r.Population == nil {
				return ""
			}
			return r.Population.Date.String()
		}}
)

// levels is the column level of a table with bodies of certain levels.
func levels(allowed []graph.Level) column[nodeRow] {
	return enum("level", "the administrative level of today", allowed, func(r *nodeRow) *graph.Level { return &r.Level })
}

// Levels that only Japan has, and those of its municipalities.
var (
	japaneseLevels  = []graph.Level{"prefecture", "designated-city", "special-ward"}
	municipalLevels = []graph.Level{"designated-city", "city", "special-ward", "town", "village"}
	partnerLevels   = slices.DeleteFunc(slices.Clone(graph.Levels), func(l graph.Level) bool { return slices.Contains(japaneseLevels, l) })
)

// nowhere marks the half of a point that a row leaves out, and uncounted a date without a population, until the row is complete and checked.
const (
	nowhere   = 1e9
	uncounted = -1
)

func counted(r *nodeRow) *graph.Population {
	if r.Population == nil {
		r.Population = &graph.Population{Count: uncounted}
	}
	return r.Population
}

func degrees(name, doc string, most float64, at func(*graph.Point) *float64) column[nodeRow] {
	return column[nodeRow]{name: name, doc: doc,
		set: func(r *nodeRow, s string) error {
			if r.Point == nil {
				r.Point = &graph.Point{Lat: nowhere, Lon: nowhere}
			}
			return parseDegrees(s, most, at(r.Point))
		},
		clear: func(r *nodeRow) {},
		get: func(r *nodeRow) string {
			if r.Point == nil || *at(r.Point) == nowhere {
				return ""
			}
			return formatFloat(*at(r.Point))
		}}
}

func code(system, doc string) column[nodeRow] {
	return column[nodeRow]{name: system, doc: doc + "; a list",
		set: func(r *nodeRow, s string) error {
			if r.Codes == nil {
				r.Codes = graph.Codes{}
			}
			vs := splitIDs(s)
			slices.Sort(vs)
			r.Codes[system] = slices.Compact(vs)
			return nil
		},
		clear: func(r *nodeRow) { delete(r.Codes, system) },
		get:   func(r *nodeRow) string { return joinList(r.Codes[system]) }}
}

// otherCodes holds the codes of systems that have no column of their own.
func otherCodes(own ...string) column[nodeRow] {
	return column[nodeRow]{name: "codes", doc: "codes of other systems with their system, wikidata:Q46747; a list",
		set: func(r *nodeRow, s string) error {
			if r.Codes == nil {
				r.Codes = graph.Codes{}
			}
			for _, c := range splitIDs(s) {
				system, value, ok := strings.Cut(c, ":")
				if !ok || system == "" || value == "" {
					return wrongf("write system:value, such as wikidata:Q46747", "%q names no system", graph.Clip(c))
				}
				if slices.Contains(own, system) {
					return wrongf("write it there", "%s has a column of its own", system)
				}
				if !slices.Contains(r.Codes[system], value) {
					r.Codes[system] = append(slices.Clone(r.Codes[system]), value)
				}
			}
			return nil
		},
		clear: func(r *nodeRow) {},
		get: func(r *nodeRow) string {
			if len(r.Codes) == 0 {
				return ""
			}
			var out []string
			for _, system := range slices.Sorted(maps.Keys(r.Codes)) {
				if slices.Contains(own, system) {
					continue
				}
				for _, v := range slices.Sorted(slices.Values(r.Codes[system])) {
					out = append(out, system+":"+v)
				}
			}
			return joinList(out)
		}}
}

func nodeTail() []column[nodeRow] {
	return []column[nodeRow]{urlColumn, description, sourcesColumn(func(r *nodeRow) *[]string { return &r.Citations }),
		confidenceColumn(func(r *nodeRow) *graph.Confidence { return &r.Confidence }), noteColumn(node(func(n *graph.Node) *string { return &n.Note }))}
}

func nodeTable(name, doc string, kind graph.NodeKind, level graph.Level, columns ...column[nodeRow]) *tableOf[nodeRow] {
	return &tableOf[nodeRow]{tableName: name, doc: doc, columns: append(columns, nodeTail()...), keys: 1,
		blankRow: func() nodeRow {
			r := nodeRow{Node: graph.Node{Kind: kind, Level: level}}
			if kind == graph.Prefecture || kind == graph.Municipality {
				r.Country = "JP"
			}
			return r
		},
		copyRow: func(r nodeRow) nodeRow {
			r.Codes = maps.Clone(r.Codes)
			if r.Point != nil {
				p := *r.Point
				r.Point = &p
			}
			if r.Population != nil {
				p := *r.Population
				r.Population = &p
			}
			return r
		},
		keyOf: func(r *nodeRow) string { return r.ID }}
}

func from(r *nodeRow) *graph.Date { return &r.Valid.From }
func to(r *nodeRow) *graph.Date   { return &r.Valid.To }

var within = node(func(n *graph.Node) *string { return &n.Within })

var (
	prefectures = nodeTable("prefectures", "one of Japan's 47 prefectures", graph.Prefecture, "prefecture",
		idColumn, must(nameEn), nameJa, kana, aliases, text("region", "Tohoku, Chubu …", node(func(n *graph.Node) *string { return &n.Region })), capitalColumn,
		code("jis", "JIS X 0401, two digits"), code("iso", "ISO 3166-2"), otherCodes("jis", "iso"), latColumn, lonColumn, population, populationDate)
	municipalities = nodeTable("municipalities", "a municipality of today, or one that was dissolved", graph.Municipality, "",
		idColumn, must(nameEn), nameJa, kana, aliases, must(levels(municipalLevels)), must(text("prefecture", "id of its prefecture", within)),
		text("district", "its 郡", node(func(n *graph.Node) *string { return &n.District })),
		code("jis", "JIS X 0402, five digits"), code("geonames", "GeoNames id"), otherCodes("jis", "geonames"),
		date("founded", "first day; empty: the day of the merger that set it up (mergers.csv), if any, else unknown", from),
		date("dissolved", "first day it was no more; empty: as mergers.csv says, else it goes on", to),
		latColumn, lonColumn, population, populationDate)
	states = nodeTable("states", "a state, territory or district of a partner country", graph.Partner, "state",
		idColumn, must(nameEn), nameJa, aliases, must(levelColumn), must(countryColumn), capitalColumn,
		code("usps", "two letters"), code("fips", "FIPS 5-2"), code("iso", "ISO 3166-2"), otherCodes("usps", "fips", "iso"), latColumn, lonColumn, population, populationDate)
	partners = nodeTable("partners", "the far end of a tie: a county, city, town, tribe …", graph.Partner, "",
		idColumn, must(nameEn), nameJa, aliases, levels(partnerLevels), typeColumn, text("state", "id of its state", within), must(countryColumn),
		text("county", "name of its county", node(func(n *graph.Node) *string { return &n.District })),
		code("fips", "US Census FIPS code of a place or county"), code("gnis", "GNIS feature id"), code("geonames", "GeoNames id"), otherCodes("fips", "gnis", "geonames"),
		latColumn, lonColumn, population, populationDate)
	organizations = nodeTable("organizations", "an organization related to international exchange", graph.Organization, "",
		idColumn, must(nameEn), nameJa, kana, aliases, typeColumn, sectorColumn, themesColumn, countryColumn,
		text("place", "id of the municipality or partner it is in, or of the prefecture or state if that is all that is known", func(r *nodeRow) *string { return &r.Place }),
		date("founded", "when it began", from), until("until", "last day, month or year of its existence", to), latColumn, lonColumn, otherCodes())
	programs = nodeTable("programs", "an exchange program or event; since = until happened once", graph.Program, "",
		idColumn, must(nameEn), nameJa, aliases, typeColumn, themesColumn, date("since", "when it began", from), until("until", "its last day, month or year", to),
		list("scope", "countries in which it is nationwide, ISO 3166-1 alpha-2; a list", refs, func(r *nodeRow) *[]string { return &r.Scope }),
		list("participants", "ids of nodes that take part; a list", texts, func(r *nodeRow) *[]string { return &r.Participants }),
		list("organizers", "ids of nodes that organize it; a list", texts, func(r *nodeRow) *[]string { return &r.Organizers }))

	mergers = &tableOf[graph.Edge]{tableName: "mergers", doc: "the end of a municipality: one row per body that took over its territory that day", keys: 2,
		blankRow: func() graph.Edge { return graph.Edge{Kind: graph.SucceededBy} },
		keyOf:    func(e *graph.Edge) string { return pairKey(e.Source, e.Target) },
		columns: []column[graph.Edge]{
			must(text("body", "id of the dissolved municipality", func(e *graph.Edge) *string { return &e.Source })),
			must(text("successor", "id of the municipality that took it over that day", func(e *graph.Edge) *string { return &e.Target })),
			must(date("date", "first day it was no more", func(e *graph.Edge) *graph.Date { return &e.Date })),
			must(enum("change", "merged into a body newly set up that day, absorbed by one that went on, or split between several", graph.Changes, func(e *graph.Edge) *graph.Change { return &e.Change })),
			sourcesColumn(func(e *graph.Edge) *[]string { return &e.Citations }), confidenceColumn(func(e *graph.Edge) *graph.Confidence { return &e.Confidence }),
			noteColumn(func(e *graph.Edge) *string { return &e.Note })}}

	events = &tableOf[eventRow]{tableName: "events", doc: "something in the life of a body that made no new node", keys: 5,
		keyOf: func(e *eventRow) string {
			if e.Body == "" {
				return ""
			}
			return strings.Join([]string{e.Body, e.Kind, e.Date.String(), e.Code, e.Names.Ja}, "\x00")
		},
		columns: []column[eventRow]{
			must(text("body", "id of the body", func(e *eventRow) *string { return &e.Body })),
			must(enum("kind", "a merger into a body of the same name, which went on, or another code before", EventKinds, func(e *eventRow) *string { return &e.Kind })),
			date("date", "the day", func(e *eventRow) *graph.Date { return &e.Date }),
			text("code", "the JIS code it had before, kept as jis-earlier", func(e *eventRow) *string { return &e.Code }),
			text("name_ja", "its Japanese name before", func(e *eventRow) *string { return &e.Names.Ja }),
			text("name_en", "its English name before", func(e *eventRow) *string { return &e.Names.En }),
			text("kana", "the reading of name_ja", func(e *eventRow) *string { return &e.Names.Kana }),
			enum("level", "its level before", graph.Levels, func(e *eventRow) *graph.Level { return &e.Level }),
			sourcesColumn(func(e *eventRow) *[]string { return &e.Citations }), noteColumn(func(e *eventRow) *string { return &e.Note })}}

	ties = &tableOf[tieRow]{tableName: "ties", doc: "a sister or friendship affiliation: one lineage, whatever mergers made of its body", keys: 1,
		keyOf: func(t *tieRow) string { return t.ID },
		columns: []column[tieRow]{
			{name: "id", doc: "tie-<japanese end>-<partner>, then -2 …; empty: the tie that has these ends, or a new one named so",
				set:   func(t *tieRow, s string) error { t.ID = s; return checkID(s) },
				clear: func(t *tieRow) { t.ID = "" }, get: func(t *tieRow) string { return t.ID }},
			must(list("bodies", "ids of the prefecture or municipalities that signed, dissolved ones too; where nobody knows who signed, the body that holds the tie; a list", texts, func(t *tieRow) *[]string { return &t.Bodies })),
			must(text("partner", "id of the partner", func(t *tieRow) *string { return &t.Partner })),
			must(enum("kind", "the kind of affiliation", graph.TieKinds, func(t *tieRow) *graph.TieKind { return &t.Kind })),
			date("signed", "when it was signed", func(t *tieRow) *graph.Date { return &t.Signed }),
			must(enum("status", "its state", graph.Statuses, func(t *tieRow) *graph.Status { return &t.Status })),
			date("ended", "first day it was no more, or the month or year it ended in; only with status ended", func(t *tieRow) *graph.Date { return &t.Ended }),
			text("signatory", "who signed, where it is only known by name", func(t *tieRow) *string { return &t.Signatory }),
			sourcesColumn(func(t *tieRow) *[]string { return &t.Citations }), confidenceColumn(func(t *tieRow) *graph.Confidence { return &t.Confidence }),
			noteColumn(func(t *tieRow) *string { return &t.Note })}}

	memberships = &tableOf[graph.Edge]{tableName: "memberships", doc: "who belongs to what", keys: 3,
		blankRow: func() graph.Edge { return graph.Edge{Kind: graph.MemberOf} },
		keyOf: func(e *graph.Edge) string {
			if e.Source == "" || e.Target == "" {
				return ""
			}
			return e.Source + "\x00" + e.Target + "\x00" + string(e.Role)
		},
		columns: []column[graph.Edge]{
			must(text("member", "id of the node that belongs", func(e *graph.Edge) *string { return &e.Source })),
			must(text("group", "id of the organization or place it belongs to", func(e *graph.Edge) *string { return &e.Target })),
			must(enum("role", "in which capacity", graph.MemberRoles, func(e *graph.Edge) *graph.Role { return &e.Role })),
			date("since", "when it began", func(e *graph.Edge) *graph.Date { return &e.Valid.From }),
			until("until", "its last day, month or year", func(e *graph.Edge) *graph.Date { return &e.Valid.To }),
			sourcesColumn(func(e *graph.Edge) *[]string { return &e.Citations }), confidenceColumn(func(e *graph.Edge) *graph.Confidence { return &e.Confidence }),
			noteColumn(func(e *graph.Edge) *string { return &e.Note })}}

	sources = &tableOf[graph.Source]{tableName: "sources", doc: "a page, book or register that says something", keys: 2,
		keyOf: func(s *graph.Source) string { return s.ID },
		columns: []column[graph.Source]{
			text("id", "src- and 12 hex digits, made from the locator; may be left empty", func(s *graph.Source) *string { return &s.ID }),
			must(text("locator", "its address, or the citation of a printed source or register", func(s *graph.Source) *string { return &s.Locator })),
			text("publisher", "who published it", func(s *graph.Source) *string { return &s.Publisher }),
			text("title", "its title", func(s *graph.Source) *string { return &s.Title }),
			text("licence", "the licence it is under", func(s *graph.Source) *string { return &s.Licence }),
			text("credit", "a credit line that every product must show", func(s *graph.Source) *string { return &s.Credit })}}

	claims = &tableOf[graph.Claim]{tableName: "claims", doc: "what one source says of one field of one record", keys: 6,
		keyOf: func(c *graph.Claim) string {
			if c.Record == "" {
				return ""
			}
			return strings.Join([]string{c.Record, c.Field, c.Value, c.Source, string(c.Kind), c.Note}, "\x00")
		},
		columns: []column[graph.Claim]{
			must(text("record", "id of a node, tie, edge or source", func(c *graph.Claim) *string { return &c.Record })),
			must(text("field", "the field it speaks of", func(c *graph.Claim) *string { return &c.Field })),
			text("value", "what it says", func(c *graph.Claim) *string { return &c.Value }),
			text("source", "id of a row of sources.csv, or an address; empty where it is not known which source says it", func(c *graph.Claim) *string { return &c.Source }),
			must(enum("kind", "how it relates to the value of the record", graph.ClaimKinds, func(c *graph.Claim) *graph.ClaimKind { return &c.Kind })),
			text("note", "a remark", func(c *graph.Claim) *string { return &c.Note })}}
)

// EventKinds lists the kinds of events.
var EventKinds = []string{mergedSameName, renumbered}

const (
	mergedSameName = "merged-same-name"
	renumbered     = "renumbered"
	jisEarlier     = "jis-earlier"
)

// tables lists the tables in the order in which they are read, resolved and written.
var tables = []table{sources, prefectures, municipalities, states, partners, mergers, events, organizations, programs, ties, memberships, claims}

func tableNamed(name string) table {
	for _, t := range tables {
		if t.name() == name {
			return t
		}
	}
	return nil
}

func isNodeTable(t table) bool {
	_, ok := t.(*tableOf[nodeRow])
	return ok
}

func pairKey(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + "\x00" + b
}

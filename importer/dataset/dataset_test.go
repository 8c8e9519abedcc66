package dataset_test

import (
	"context"
	"encoding/csv"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/storetest"
	"enishi/importer"
	"enishi/importer/dataset"
)

// bundle is the dataset as an import makes it, planned once for all tests.
type bundle struct {
	*graph.Release
	report *importer.Report
	node   map[string]*graph.Node
	ties   map[string][]*graph.Edge
}

var load = sync.OnceValues(func() (*bundle, error) {
	ctx := context.Background()
	in, err := importer.ReadFS(ctx, dataset.Tables(), importer.Limits{})
	if err != nil {
		return nil, err
	}
	b := &bundle{node: map[string]*graph.Node{}, ties: map[string][]*graph.Edge{}}
	if b.Release, b.report, err = importer.Plan(ctx, storetest.NewOracle(), in, importer.Options{}); err != nil {
		return nil, err
	}
	for i := range b.Nodes {
		b.node[b.Nodes[i].ID] = &b.Nodes[i]
	}
	for i := range b.Edges {
		if e := &b.Edges[i]; e.Kind == graph.SisterOf {
			b.ties[e.Tie] = append(b.ties[e.Tie], e)
		}
	}
	return b, nil
})

func get(t *testing.T) *bundle {
	t.Helper()
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEveryRow accounts for the facts that the dataset was made from, row by row: the literal numbers are those of the fact tables.
func TestEveryRow(t *testing.T) {
	t.Parallel()
	b := get(t)
	got := map[string]int{}
	for _, n := range b.Nodes {
		got["node "+string(n.Kind)]++
		switch n.Kind {
		case graph.Municipality:
			if n.Successor == nil {
				got["municipality of today"]++
				got["today "+string(n.Level)]++
			} else {
				got["dissolved"]++
				got["dissolved "+string(n.Level)]++
			}
			for _, e := range n.Events {
				got["event "+e.Kind]++
			}
		case graph.Partner:
			if n.IsState() {
				got["state"]++
			} else {
				got["place"]++
			}
			switch name, _, _ := strings.Cut(n.Note, ";"); name {
			case "Japanese name read in the source":
				got["name read"]++
			case "Japanese name by the standard list":
				got["name standard"]++
			case "Japanese name is our transliteration, for search only":
				got["name derived"]++
				if n.Names.Ja != "" || len(n.Names.Aliases) == 0 {
					t.Errorf("%s shows a name that we made: %+v", n.ID, n.Names)
				}
			}
		case graph.Organization:
			got["sector "+string(n.Sector)]++
			got["organization confidence "+string(n.Confidence)]++
		}
	}
	for _, edges := range b.ties {
		e := edges[0]
		got["tie"]++
		got["tie "+string(e.TieKind)]++
		got["tie "+string(e.Status)]++
		got["tie confidence "+string(e.Confidence)]++
		got["tie signed to "+strconv.Itoa(len(e.Signed.String()))+" characters"]++
	}
	for _, e := range b.Edges {
		switch e.Kind {
		case graph.SucceededBy:
			got["succeeded_by"]++
			got["change "+string(e.Change)]++
		case graph.MemberOf:
			got["membership"]++
			got["role "+string(e.Role)]++
		}
	}
	for _, c := range b.Claims {
		got["claim"]++
		got["claim "+string(c.Kind)]++
	}
	want := map[string]int{
		"node prefecture": 47, "node municipality": 1741 + 1821, "municipality of today": 1741, "today designated-city": 20, "today city": 772, "today special-ward": 23, "today town": 743, "today village": 183,
		// 2,002 rows of dissolved bodies: 180 of the same name, which went on, and 1,822 of 1,821 bodies, of which Kamikuishiki was split
		"dissolved": 1821, "event merged-same-name": 180, "succeeded_by": 1822, "change split": 2, "change absorbed": 395 - 2, "change merged": 1427,
		// the 18 codes that no table knows, and 22201, which Shizuoka had until it became a designated city
		"event renumbered": 19,
		"node partner":     481, "state": 56, "place": 425, "name read": 412, "name standard": 1, "name derived": 28,
		"tie": 487, "tie sister-city": 419, "tie friendship": 44, "tie sister-state": 24, "tie active": 443, "tie unknown": 39, "tie ended": 5,
		"tie confidence high": 444, "tie confidence medium": 36, "tie confidence low": 7,
		"tie signed to 10 characters": 238, "tie signed to 7 characters": 61, "tie signed to 4 characters": 149, "tie signed to 0 characters": 39,
		"node organization": 402, "sector ngo": 211, "sector quasi-governmental": 66, "sector education": 51, "sector business": 34, "sector municipal-government": 18, "sector prefectural-government": 12, "sector central-government": 10,
		"organization confidence high": 321, "organization confidence medium": 79, "organization confidence low": 2,
		"membership": 378, "role affiliate": 178, "role member": 95, "role founder": 51, "role funds": 29, "role hosts": 21, "role designated": 4,
		"node program": 295,
		"claim":        635, "claim agrees": 303, "claim inferred": 167, "claim uncertain": 94, "claim disagrees": 65, "claim refutes": 6,
	}
	// by level: 207 cities, 1,404 towns and 391 villages in the table of dissolved bodies, less Kamikuishiki's second row, with those that went on
	levels := map[string]int{}
	for _, n := range b.Nodes {
		if n.Successor != nil {
			levels[string(n.Level)]++
		}
		for _, e := range n.Events {
			levels[string(e.Level)]++
		}
	}
	for level, n := range map[string]int{"city": 207, "town": 1404, "village": 391 - 1} {
		if levels[level] != n {
			t.Errorf("dissolved, %s: %d, want %d", level, levels[level], n)
		}
		delete(got, "dissolved "+level)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if b.report.Rejected != 0 || b.report.Merged != 0 || b.report.Accepted != b.report.Rows {
		t.Errorf("%d rows: %d accepted, %d merged, %d rejected", b.report.Rows, b.report.Accepted, b.report.Merged, b.report.Rejected)
	}
}

// TestRowsByHand compares records with rows copied from the facts by hand.
func TestRowsByHand(t *testing.T) {
	t.Parallel()
	b := get(t)
	sapporo := b.node["jp-01100"]
	if sapporo.Names.Ja != "札幌市" || sapporo.Names.Kana != "さっぽろし" || sapporo.Level != "designated-city" || sapporo.Within != "jp-01" || *sapporo.Point != (graph.Point{Lat: 43.06209, Lon: 141.35439}) ||
		sapporo.Population.Count != 1960668 || sapporo.Population.Date.String() != "2022-01-01" || sapporo.Codes["geonames"][0] != "2128295" {
		t.Errorf("%+v", sapporo)
	}
	tokuyama := b.node["jp-21409-1987"] // 徳山村, absorbed by Fujihashi, which is Ibigawa today
	if tokuyama.Names.Kana != "とくやまむら" || tokuyama.Level != "village" || tokuyama.Successor.ID != "jp-21407-2005" || tokuyama.Successor.Now != "jp-21401" || tokuyama.Successor.Date.String() != "1987-04-01" {
		t.Errorf("%+v %+v", tokuyama, tokuyama.Successor)
	}
	if n := b.node["jp-22382-2006"]; !slices.Contains(n.Names.Aliases, "Kambara") || n.Population.Count != 13160 || n.Successor.ID != "jp-22100" {
		t.Errorf("Kanbara, spelled Kambara where it signed: %+v", n)
	}
	if n := b.node["jp-19341-2006"]; n.Successor.ID != "jp-19201" || !cmp.Equal(n.Successor.Also, []string{"jp-19430"}) {
		t.Errorf("Kamikuishiki was split: %+v", n.Successor)
	}
	if got := b.node["jp-11100"].Valid.From.String(); got != "2001-05-01" {
		t.Errorf("Saitama was set up on 2001-05-01, not %q", got)
	}
	if got := b.node["jp-26100"].Codes["jis-earlier"]; !cmp.Equal(got, []string{"26108"}) {
		t.Errorf("a ward's code means its city: %v", got)
	}
	riverside := b.node["us-ca-riverside"]
	if riverside.Names.Ja != "リバーサイド市" || riverside.Within != "us-ca" || riverside.District != "Riverside County" || !cmp.Equal(riverside.Codes, graph.Codes{"fips": {"0662000"}, "gnis": {"2410965"}, "geonames": {"5387877"}}) {
		t.Errorf("%+v", riverside)
	}
	if n := b.node["us-mn-saint-cloud"]; n.Names.En != "St. Cloud" || !slices.Contains(n.Names.Aliases, "Saint Cloud") {
		t.Errorf("%+v", n.Names)
	}
	portland := b.ties["tie-jp-01100-us-or-portland"][0]
	if portland.Signed.String() != "1959-11-17" || portland.Status != graph.Active || portland.TieKind != graph.SisterCity || portland.Confidence != graph.High || len(portland.Citations) != 4 {
		t.Errorf("%+v", portland)
	}
	if got := b.node["org-jetaa"].Valid.From.String(); got != "1989" {
		t.Errorf("JETAA began in %q", got)
	}
	if got := b.node["prog-abe-fellowship"]; !cmp.Equal(got.Scope, []string{"JP", "US"}) || got.Valid.From.String() != "1991" || got.Note != "with the Social Science Research Council" {
		t.Errorf("%+v", got)
	}
	holds := func(tie string) (out []string) {
		for _, e := range b.ties[tie] {
			holder := e.Source
			if strings.HasPrefix(holder, "us-") {
				holder = e.Target
			}
			out = append(out, holder+" "+string(e.Role)+" "+e.Valid.From.String()+".."+e.Valid.To.String())
		}
		slices.Sort(out)
		return out
	}
	for tie, want := range map[string][]string{
		"tie-jp-04215-us-ga-dublin":       {"jp-04215 inherited 2006-03-31..", "jp-04462-2006 original 1998-05..2006-03-31"},
		"tie-jp-43214-us-ga-lagrange":     {"jp-43422-2005 original 1979-06-30..2005-02-11"},
		"tie-jp-23211-us-or-bend":         {"jp-23211 inherited 2005-04-01..", "jp-23522-2005 original 1998-10-31..2005-04-01"},
		"tie-jp-08220-us-ca-milpitas":     {"jp-08220 inherited 2002-11-01..2018", "jp-08445-2002 original ..2002-11-01"},
		"tie-jp-40100-us-va-norfolk":      {"jp-40100 inherited 1959.."},
		"tie-jp-37208-us-wi-waupaca":      {"jp-37208 inherited 2006-01-01.."},
		"tie-jp-22100-us-ca-stockton":     {"jp-22100 inherited 2003-04-01..", "jp-22204-2003 original 1959-10-16..2003-04-01"},
		"tie-jp-35305-us-hi-kauai-county": {"jp-35301-2004 original 1963-06-22..2004-10-01", "jp-35302-2004 original 1963-06-22..2004-10-01", "jp-35303-2004 original 1963-06-22..2004-10-01", "jp-35304-2004 original 1963-06-22..2004-10-01", "jp-35305 inherited 2004-10-01.."},
		"tie-jp-19346-us-ia-muscatine":    {"jp-19343-2005 original ..2005-10-01", "jp-19346 inherited 2005-10-01.."},
	} {
		if diff := cmp.Diff(want, holds(tie)); diff != "" {
			t.Errorf("%s: %s", tie, diff)
		}
	}
}

// TestMunicipalityCounts are the published totals of cities, towns and villages, without the 23 special wards.
func TestMunicipalityCounts(t *testing.T) {
	t.Parallel()
	b := get(t)
	for day, want := range map[string]int{"1989-04-01": 3245, "1999-03-31": 3232, "2003-04-01": 3190, "2006-03-31": 1821, "2010-03-31": 1727, "2014-04-05": 1718} {
		got := 0
		for _, n := range b.Nodes {
			if n.Kind == graph.Municipality && n.Level != "special-ward" && n.Holds(graph.Time{AsOf: graph.MustDate(day)}) == graph.Certain {
				got++
			}
		}
		if got != want {
			t.Errorf("%d municipalities on %s, want %d", got, day, want)
		}
	}
}

// TestLineagesByPrefecture counts the lineages of each prefecture of the study, of its municipalities and of those that were dissolved.
func TestLineagesByPrefecture(t *testing.T) {
	t.Parallel()
	b := get(t)
	got := map[string]int{}
	for _, edges := range b.ties {
		areas := map[string]bool{}
		for _, e := range edges {
			for _, id := range []string{e.Source, e.Target} {
				if n := b.node[id]; n.Kind == graph.Prefecture {
					areas[id] = true
				} else if n.Kind == graph.Municipality {
					areas[n.Within] = true
				}
			}
		}
		if len(areas) != 1 {
			t.Errorf("%s lies in %v", edges[0].Tie, areas)
		}
		for a := range areas {
			got[a]++
			got["all"]++
		}
	}
	for area, want := range map[string]int{"jp-04": 13, "jp-21": 10, "jp-22": 22, "jp-25": 18, "jp-32": 4, "jp-35": 6, "jp-39": 4, "all": 487} {
		if got[area] != want {
			t.Errorf("%s has %d lineages, want %d", area, got[area], want)
		}
	}
}

func TestLabelsAreUnique(t *testing.T) {
	t.Parallel()
	b := get(t)
	for _, lang := range []string{"en", "ja"} {
		seen := map[string]string{}
		for _, n := range b.Nodes {
			if lang == "ja" && n.Names.Ja == "" {
				continue
			}
			l := n.Label(lang)
			if other := seen[l]; other != "" {
				t.Errorf("%s and %s are both %q", n.ID, other, l)
			}
			seen[l] = n.ID
		}
	}
	for id, want := range map[string]graph.Labels{
		"jp-13206":      {En: "Fuchu (Tokyo)", Ja: "東京都府中市"},
		"jp-34208":      {En: "Fuchu City (Hiroshima)", Ja: "広島県府中市"},
		"jp-34302":      {En: "Fuchu Town (Hiroshima)"},
		"jp-21201":      {En: "Gifu City"},
		"jp-21":         {En: "Gifu Prefecture"},
		"us-ga-dublin":  {En: "Dublin, Georgia", Ja: "ジョージア州ダブリン市"},
		"jp-04462-2006": {},
	} {
		if got := b.node[id].Labels; got != want {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

// TestPlacesCiteRegisters: every place and merger says which register it is from, every other record what page; every credit that the product owes is there.
func TestPlacesCiteRegisters(t *testing.T) {
	t.Parallel()
	b := get(t)
	credits := map[string]bool{}
	var lines []string
	for _, s := range b.Sources {
		if s.Credit != "" {
			credits[s.ID] = true
			lines = append(lines, s.Credit)
		}
	}
	for _, word := range []string{"GeoNames (geonames.org), CC BY 4.0", "Ministry of Internal Affairs and Communications", "e-Stat", "US Census Bureau gazetteer", "Natural Earth"} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, word) }) {
			t.Errorf("no credit names %s: %q", word, lines)
		}
	}
	for _, n := range b.Nodes {
		if len(n.Citations) == 0 && !strings.Contains(n.ID, "umatilla") { // a tribe, in no register; its tie is cited
			t.Errorf("%s cites nothing", n.ID)
		}
		registered := slices.ContainsFunc(n.Citations, func(id string) bool { return credits[id] })
		if n.IsPlace() && !registered && n.Codes != nil {
			t.Errorf("%s cites no register", n.ID)
		}
	}
	for _, e := range b.Edges {
		if len(e.Citations) == 0 && !strings.Contains(e.Source, "umatilla") {
			t.Errorf("%s cites nothing", e.ID)
		}
	}
}

func TestTablesAreNamed(t *testing.T) {
	t.Parallel()
	var want []string
	for _, table := range importer.Tables() {
		want = append(want, table.Name+".csv")
	}
	slices.Sort(want)
	got, err := fs.Glob(dataset.Tables(), "*")
	if err != nil || !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got), err)
	}
}

func TestGazetteer(t *testing.T) {
	t.Parallel()
	b := get(t)
	data, err := dataset.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil || len(rows) != 1+24360 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	known, inGazetteer := map[string]bool{}, 0
	for _, r := range rows[1:] {
		id := r[at("id")]
		if known[id] || !graph.ValidID(id) {
			t.Errorf("the id %q stands twice, or is none", id)
		}
		known[id] = true
		if b.node[r[at("state")]] == nil {
			t.Errorf("%s lies in no state: %q", id, r[at("state")])
		}
		if n := b.node[id]; n != nil {
			inGazetteer++
			if fips := r[at("fips")]; fips != "" && !slices.Contains(n.Codes["fips"], fips) {
				t.Errorf("%s is %s in the gazetteer and %v in the dataset", id, fips, n.Codes["fips"])
			}
		}
	}
	if inGazetteer != 425-2 { // a tribe and a charter township are in no gazetteer
		t.Errorf("%d partners are in the gazetteer", inGazetteer)
	}
	for _, id := range []string{"us-mi-ann-arbor", "us-ca-los-angeles-county", "us-mo-saint-louis"} {
		if !known[id] {
			t.Errorf("the gazetteer lacks %s", id)
		}
	}
}

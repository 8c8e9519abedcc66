package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/study"
)

// The W3C Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/): what OpenRefine asks to
// match names of a table to records. Types are node kinds. A candidate is a match by itself only where nothing else has that very name.

// Limits of reconciliation.
const (
	maxReconcile        = 50 // queries of a batch
	maxCandidates       = 50 // candidates of a query
	defaultCandidates   = 5
	maxConditions       = 10  // properties of a query, and values of one
	maxExtendIDs        = 200 // records of a data extension
	consideredHits      = 100 // of a search, before properties are looked at
	maxReconcileKey     = 100 // bytes of a query's key
	suggestPage         = 20
	maxSuggestOffset    = 1000
	previewWide         = 420
	previewHigh         = 240
	scoreOfUnmet        = 0.5 // of the score, for each property that the record contradicts
	reconcileVersion    = "0.2"
	defaultReconcileDoc = "W3C Reconciliation Service API 0.2."
)

// scores are how well a name matched, from 0 to 100.
var scores = map[graph.How]float64{graph.Exact: 100, graph.Prefix: 80, graph.Word: 60, graph.Fuzzy: 40}

// reType is a type of the service: a node kind.
type reType struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

var reTypeNames = map[graph.NodeKind]string{graph.Prefecture: "Prefecture of Japan", graph.Municipality: "Municipality of Japan", graph.Partner: "Partner place", graph.Organization: "Organization", graph.Program: "Exchange program"}

func typeOfKind(k graph.NodeKind) reType { return reType{string(k), reTypeNames[k]} }

func reTypes() []reType {
	out := make([]reType, len(graph.NodeKinds))
	for i, k := range graph.NodeKinds {
		out[i] = typeOfKind(k)
	}
	return out
}

// Shapes of the answers.
type (
	reManifest struct {
		Versions        []string  `json:"versions"`
		Name            string    `json:"name"`
		IdentifierSpace string    `json:"identifierSpace"`
		SchemaSpace     string    `json:"schemaSpace"`
		Documentation   string    `json:"documentation"`
		ServiceVersion  string    `json:"serviceVersion"`
		DefaultTypes    []reType  `json:"defaultTypes"`
		View            reView    `json:"view"`
		Preview         rePreview `json:"preview"`
		Suggest         reSuggest `json:"suggest"`
		Extend          reExtend  `json:"extend"`
	}
	reView struct {
		URL string `json:"url" doc:"Address of a record; {{id}} is its id."`
	}
	rePreview struct {
		URL    string `json:"url"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
	}
	reService struct {
		URL  string `json:"service_url"`
		Path string `json:"service_path"`
	}
	reSuggest struct {
		Entity   reService `json:"entity"`
		Type     reService `json:"type"`
		Property reService `json:"property"`
	}
	reExtend struct {
		Propose  reService     `json:"propose_properties"`
		Settings listOf[reKey] `json:"property_settings" doc:"None."`
	}
	reKey struct {
		ID string `json:"id"`
	}
	reResult struct {
		Result []reCandidate `json:"result" doc:"From the best to the worst."`
	}
	reCandidate struct {
		node        *graph.Node
		ID          string      `json:"id"`
		Name        string      `json:"name"`
		Description string      `json:"description,omitempty"`
		Type        []reType    `json:"type"`
		Score       float64     `json:"score" doc:"100: the very name or code. 80: the name begins so. 60: a later word does. 40: a typo away. Halved for each property that the record contradicts."`
		Match       bool        `json:"match" doc:"Nothing else of the types has that very name and the properties."`
		Features    []reFeature `json:"features"`
	}
	reFeature struct {
		ID    string  `json:"id" doc:"name, or the id of a property."`
		Value float64 `json:"value" doc:"0 to 100."`
	}
	reExtension struct {
		Meta []reColumn                     `json:"meta"`
		Rows map[string]map[string][]reCell `json:"rows"`
	}
	reColumn struct {
		ID   string  `json:"id"`
		Name string  `json:"name"`
		Type *reType `json:"type,omitempty"`
	}
	// reCell is a value: an entity (id and name), a text or numbers. One of them is there.
	reCell struct {
		ID    string   `json:"id,omitempty"`
		Name  string   `json:"name,omitempty"`
		Str   string   `json:"str,omitempty"`
		Int   *int     `json:"int,omitempty"`
		Float *float64 `json:"float,omitempty"`
	}
	reSuggestion struct {
		ID          string   `json:"id"`
		Name        string   `json:"name"`
		Description string   `json:"description,omitempty"`
		Notable     []reType `json:"notable,omitempty"`
	}
	suggestAnswer struct {
		Result []reSuggestion `json:"result"`
	}
	proposeAnswer struct {
		Properties []reType `json:"properties"`
		Type       string   `json:"type,omitempty"`
		Limit      int      `json:"limit"`
	}
	// reconcileAnswer is one of the three answers of the service's address.
	reconcileAnswer struct{ value any }
	htmlAnswer      struct{ body []byte }
)

func (a reconcileAnswer) object() any { return a.value }
func (reconcileAnswer) shapes() []any {
	return []any{reManifest{}, reExtension{}, map[string]reResult{}}
}

// property is something known of a record that a query may state and a data extension may fetch.
type property struct {
	id, name string
	entity   bool // its values are nodes
	of       func(n *graph.Node, lang string) []reCell
}

func strCells(vs ...string) []reCell {
	out := []reCell{}
	for _, v := range vs {
		if v != "" {
			out = append(out, reCell{Str: v})
		}
	}
	return out
}

func idCells(vs ...string) []reCell {
	out := []reCell{}
	for _, v := range vs {
		if v != "" {
			out = append(out, reCell{ID: v, Name: v})
		}
	}
	return out
}

func codeProperty(system, name string) property {
	return property{id: system, name: name, of: func(n *graph.Node, _ string) []reCell { return strCells(n.Codes[system]...) }}
}

func textProperty(id, name string, of func(n *graph.Node) string) property {
	return property{id: id, name: name, of: func(n *graph.Node, _ string) []reCell { return strCells(of(n)) }}
}

var properties = []property{
	{id: "within", name: "Prefecture or state it lies in", entity: true, of: func(n *graph.Node, _ string) []reCell { return idCells(n.Within) }},
	codeProperty("jis", "JIS code"), codeProperty("jis-earlier", "Earlier JIS code"), codeProperty("iso", "ISO 3166-2 code"), codeProperty("fips", "FIPS code"), codeProperty("usps", "USPS code"),
	codeProperty("gnis", "GNIS id"), codeProperty("geonames", "GeoNames id"), codeProperty("wikidata", "Wikidata id"),
	textProperty("kind", "Kind", func(n *graph.Node) string { return string(n.Kind) }),
	textProperty("level", "Level", func(n *graph.Node) string { return string(n.Level) }),
	textProperty("country", "Country", func(n *graph.Node) string { return n.Country }),
	textProperty("label_en", "Name in English", func(n *graph.Node) string { return n.Names.En }),
	textProperty("label_ja", "Name in Japanese", func(n *graph.Node) string { return n.Names.Ja }),
	textProperty("kana", "Reading", func(n *graph.Node) string { return n.Names.Kana }),
	textProperty("valid_from", "Exists since", func(n *graph.Node) string { return n.Valid.From.String() }),
	textProperty("valid_to", "Existed until", func(n *graph.Node) string { return n.Valid.To.String() }),
	{id: "successor", name: "Body that took it over", entity: true, of: func(n *graph.Node, _ string) []reCell {
		if n.Successor == nil {
			return []reCell{}
		}
		return idCells(append([]string{n.Successor.ID}, n.Successor.Also...)...)
	}},
	{id: "population", name: "Population", of: func(n *graph.Node, _ string) []reCell {
		if n.Population == nil {
			return []reCell{}
		}
		return []reCell{{Int: &n.Population.Count}}
	}},
	{id: "lat", name: "Latitude", of: func(n *graph.Node, _ string) []reCell {
		return pointCells(n.Point, func(p *graph.Point) *float64 { return &p.Lat })
	}},
	{id: "lon", name: "Longitude", of: func(n *graph.Node, _ string) []reCell {
		return pointCells(n.Point, func(p *graph.Point) *float64 { return &p.Lon })
	}},
	textProperty("url", "Website", func(n *graph.Node) string { return n.URL }),
}

func pointCells(p *graph.Point, of func(*graph.Point) *float64) []reCell {
	if p == nil {
		return []reCell{}
	}
	return []reCell{{Float: of(p)}}
}

func propertyNamed(id string) (property, bool) {
	i := slices.IndexFunc(properties, func(p property) bool { return p.id == id })
	if i < 0 {
		return property{}, false
	}
	return properties[i], true
}

func propertyIDs() []string {
	out := make([]string, len(properties))
	for i, p := range properties {
		out[i] = p.id
	}
	return out
}

// conditionIDs are the properties that a query may state; state and prefecture are within by another name.
func conditionIDs() []string { return append([]string{"state", "prefecture"}, propertyIDs()...) }

// What a client sends, as JSON in a parameter. Members that are not named here are ignored: the standard lets clients add some.
type (
	reQuery struct {
		Query      *string       `json:"query"`
		Type       oneOrMany     `json:"type"`
		Limit      *float64      `json:"limit"`
		Properties []reCondition `json:"properties"`
		Strict     string        `json:"type_strict"`
	}
	reCondition struct {
		ID     string   `json:"pid"`
		Values reValues `json:"v"`
	}
	reExtendQuery struct {
		IDs        []string `json:"ids"`
		Properties []reKey  `json:"properties"`
	}
	oneOrMany []string
	reValues  []string
)

func (o *oneOrMany) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(o))
	}
	*o = []string{""}
	return json.Unmarshal(b, &(*o)[0])
}

// UnmarshalJSON reads a value or a list of them: texts, numbers, truth values, or entities, which count by their id.
func (v *reValues) UnmarshalJSON(b []byte) error {
	raw := []json.RawMessage{b}
	*v = reValues{}
	if b[0] == '[' {
		raw = nil
		if err := json.Unmarshal(b, &raw); err != nil {
			return err
		}
	}
	for _, r := range raw {
		var text string
		switch r[0] {
		case '"':
			if err := json.Unmarshal(r, &text); err != nil {
				return err
			}
		case '{':
			var e struct {
				ID *string `json:"id"`
			}
			if err := json.Unmarshal(r, &e); err != nil {
				return err
			}
			if e.ID == nil {
				return fmt.Errorf("an entity has an id")
			}
			text = *e.ID
		case '[', 'n':
			return fmt.Errorf("a value is a text, number, truth value or entity")
		default:
			text = string(r)
		}
		*v = append(*v, text)
	}
	return nil
}

// Schemas of what clients send.
func queriesSchema() *schema {
	text := func(most int) *schema { return &schema{Type: "string", MaxLength: ptr(most)} }
	value := &schema{AnyOf: []*schema{text(graph.MaxSearch), {Type: "number"}, {Type: "boolean"}, {Type: "object", Properties: map[string]*schema{"id": text(graph.MaxID), "name": {Type: "string"}}, Required: []string{"id"}}}}
	kind := &schema{Type: "string", Enum: textsOf(graph.NodeKinds)}
	query := &schema{Type: "object", Properties: map[string]*schema{
		"query":       {Type: "string", MinLength: ptr(1), Description: fmt.Sprintf("A name, code or id; of a longer text its first %d characters.", graph.MaxSearch)},
		"type":        {AnyOf: []*schema{kind, {Type: "array", Items: kind, MaxItems: ptr(len(graph.NodeKinds))}}},
		"limit":       {Type: "integer", Minimum: ptr(1), Maximum: ptr(maxCandidates)},
		"type_strict": {Type: "string", Enum: []string{"any", "should", "all"}},
		"properties": {Type: "array", MaxItems: ptr(maxConditions), Items: &schema{Type: "object", Required: []string{"pid", "v"}, Properties: map[string]*schema{
			"pid": {Type: "string", Enum: conditionIDs()}, "v": {AnyOf: []*schema{value, {Type: "array", Items: value, MaxItems: ptr(maxConditions)}}}}}}},
		AnyOf: []*schema{{Required: []string{"query"}}, {Required: []string{"properties"}, Properties: map[string]*schema{"properties": {MinItems: ptr(1)}}}}}
	return &schema{Type: "object", Description: "By key.", AdditionalProperties: query, MinProperties: ptr(1), MaxProperties: ptr(maxReconcile)}
}

func extendSchema() *schema {
	return &schema{Type: "object", Required: []string{"ids", "properties"}, Properties: map[string]*schema{
		"ids":        {Type: "array", MaxItems: ptr(maxExtendIDs), Items: &schema{Type: "string", Pattern: idPattern, MaxLength: ptr(graph.MaxID)}},
		"properties": {Type: "array", MaxItems: ptr(len(properties)), Items: &schema{Type: "object", Required: []string{"id"}, Properties: map[string]*schema{"id": {Type: "string", Enum: propertyIDs()}}}}}}
}

// reconcileTable are the routes of the service.
func reconcileTable() []*route {
	typeParam := param{name: "type", enum: textsOf(graph.NodeKinds), doc: "Only of this type."}
	prefixParam := param{name: "prefix", required: true, blank: true, max: graph.MaxSearch, doc: "What was typed so far.", example: "nagaha"}
	cursor := param{name: "cursor", kind: intParam, min: 0, max: maxSuggestOffset, doc: "Suggestions to leave out at the start."}
	const tag = "Reconciliation"
	return []*route{
		{path: "/reconcile", name: "reconcile", tag: tag, summary: "The reconciliation service: its manifest, a batch of queries, or a data extension", doc: defaultReconcileDoc + " Without queries and extend, the manifest. Addresses in it are those of the host asked.",
			params: []param{{name: "queries", kind: jsonParam, schema: queriesSchema(), doc: "A batch of queries by key."}, {name: "extend", kind: jsonParam, schema: extendSchema(), doc: "Ids and the properties wanted of them."}},
			answer: reconcileAnswer{}, form: true, absolute: true, ask: askReconcile},
		{path: "/reconcile/suggest/entity", name: "reconcileSuggestEntity", tag: tag, summary: "Records whose name begins as typed", doc: defaultReconcileDoc, params: []param{prefixParam, typeParam, cursor}, answer: suggestAnswer{}, ask: askSuggestEntity},
		{path: "/reconcile/suggest/type", name: "reconcileSuggestType", tag: tag, summary: "Types whose name holds what was typed", doc: defaultReconcileDoc, params: []param{typed(prefixParam, "pre"), cursor}, answer: suggestAnswer{}, ask: askSuggestType},
		{path: "/reconcile/suggest/property", name: "reconcileSuggestProperty", tag: tag, summary: "Properties whose name holds what was typed", doc: defaultReconcileDoc, params: []param{typed(prefixParam, "code"), cursor}, answer: suggestAnswer{}, ask: askSuggestProperty},
		{path: "/reconcile/properties", name: "reconcileProperties", tag: tag, summary: "Properties that a data extension can fetch", doc: defaultReconcileDoc, params: []param{typeParam, {name: "limit", kind: intParam, byItself: strconv.Itoa(len(properties)), min: 1, max: 100, doc: "Properties at most."}}, answer: proposeAnswer{}, ask: askPropose},
		{path: "/reconcile/preview", name: "reconcilePreview", tag: tag, summary: "A record as a small page", doc: defaultReconcileDoc + " To be shown inside the client's page.", params: []param{{name: "id", kind: idParam, required: true, doc: "Id of the record.", example: "jp-04100"}},
			answer: htmlAnswer{}, only: []*offer{previewOffer}, framed: true, ask: askPreview},
	}
}

func typed(p param, example string) param {
	p.example = example
	return p
}

func askReconcile(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	if q.has("queries") && q.has("extend") {
		return nil, graph.Invalidf("extend", "queries and extend exclude each other; give one")
	}
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	var value any
	switch {
	case q.has("queries"):
		value, err = reconcileBatch(ctx, r, q)
	case q.has("extend"):
		value, err = extend(ctx, r, q)
	default:
		value = manifest(q)
	}
	return &answer{version: version, body: reconcileAnswer{value}}, err
}

func manifest(q *question) reManifest {
	service := q.base + prefix + "/reconcile"
	view := q.base + prefix + "/nodes/{{id}}"
	if q.srv.Page != nil {
		view = q.base + "/explore?from={{id}}&sel={{id}}"
	}
	return reManifest{Versions: []string{reconcileVersion}, Name: "enishi: Japan and United States sister-city network", IdentifierSpace: q.base + prefix + "/nodes/", SchemaSpace: q.base + "/docs#reconcile",
		Documentation: q.base + "/docs#reconcile", ServiceVersion: q.srv.Version, DefaultTypes: reTypes(), View: reView{view},
		Preview: rePreview{service + "/preview?id={{id}}", previewWide, previewHigh},
		Suggest: reSuggest{reService{service, "/suggest/entity"}, reService{service, "/suggest/type"}, reService{service, "/suggest/property"}},
		Extend:  reExtend{Propose: reService{service, "/properties"}}}
}

// readJSON reads a parameter that is an object; faults name the parameter and where in it.
func readJSON(q *question, name string, v any) error {
	if err := json.Unmarshal([]byte(q.one(name)), v); err != nil {
		return graph.Invalidf(name, "this is not the JSON expected here: %s", graph.Clip(strings.ToValidUTF8(err.Error(), "�")))
	}
	return nil
}

func reconcileBatch(ctx context.Context, r graph.Reader, q *question) (map[string]reResult, error) {
	var batch map[string]*reQuery
	if err := readJSON(q, "queries", &batch); err != nil {
		return nil, err
	}
	if n := len(batch); n == 0 || n > maxReconcile {
		return nil, graph.Invalidf("queries", "%d queries; a batch has 1 to %d", n, maxReconcile)
	}
	bad := &badRequest{}
	for key, query := range batch {
		if err := query.check(); err != nil {
			bad.faults = append(bad.faults, fault{Parameter: "queries", Pointer: "/" + graph.Clip(strings.NewReplacer("~", "~0", "/", "~1").Replace(key)), Detail: err.Error()})
		}
	}
	if len(bad.faults) > 0 {
		slices.SortFunc(bad.faults, func(a, b fault) int { return cmp.Compare(a.Pointer, b.Pointer) })
		return nil, bad
	}
	m := matcher{r: r, lang: q.lang, areas: map[string][]string{}}
	out := make(map[string]reResult, len(batch))
	for _, key := range slices.Sorted(maps.Keys(batch)) {
		candidates, err := m.candidates(ctx, batch[key])
		if err != nil {
			return nil, err
		}
		out[key] = reResult{candidates}
	}
	return out, describe(ctx, r, out, q.lang)
}

// describe says of each candidate of a batch what it is.
func describe(ctx context.Context, r graph.Reader, results map[string]reResult, lang string) error {
	var nodes []*graph.Node
	var of []*string
	for _, result := range results {
		for i := range result.Result {
			c := &result.Result[i]
			nodes, of = append(nodes, c.node), append(of, &c.Description)
		}
	}
	texts, err := descriptions(ctx, r, nodes, lang)
	for i, text := range texts {
		*of[i] = text
	}
	return err
}

// check reports what is wrong with a query, in words, and bounds its text.
func (q *reQuery) check() error {
	switch {
	case q == nil:
		return fmt.Errorf("a query is an object")
	case q.Query == nil && len(q.Properties) == 0:
		return fmt.Errorf("give query, or properties, or both")
	case q.Query != nil && *q.Query == "":
		return fmt.Errorf("query is empty")
	case len(q.Type) > len(graph.NodeKinds):
		return fmt.Errorf("more than %d types", len(graph.NodeKinds))
	case q.Limit != nil && (*q.Limit < 1 || *q.Limit > maxCandidates || *q.Limit != math.Trunc(*q.Limit)):
		return fmt.Errorf("limit is a whole number from 1 to %d", maxCandidates)
	case !slices.Contains([]string{"", "any", "should", "all"}, q.Strict):
		return fmt.Errorf("type_strict is any, should or all")
	case len(q.Properties) > maxConditions:
		return fmt.Errorf("at most %d properties", maxConditions)
	}
	if q.Query != nil { // one cell that is no name must not cost the others of its batch their answers
		runes := []rune(*q.Query)
		*q.Query = string(runes[:min(len(runes), graph.MaxSearch)])
	}
	for _, t := range q.Type {
		if !slices.Contains(graph.NodeKinds, graph.NodeKind(t)) {
			return fmt.Errorf("type %q is none of %s", graph.Clip(t), strings.Join(textsOf(graph.NodeKinds), ", "))
		}
	}
	for _, p := range q.Properties {
		if !slices.Contains(conditionIDs(), p.ID) {
			return fmt.Errorf("property %q is none of %s", graph.Clip(p.ID), strings.Join(conditionIDs(), ", "))
		}
		if p.Values == nil || len(p.Values) > maxConditions {
			return fmt.Errorf("v of %s is a value or a list of at most %d", p.ID, maxConditions)
		}
		for _, v := range p.Values {
			if len([]rune(v)) > graph.MaxSearch {
				return fmt.Errorf("a value of %s has more than %d characters", p.ID, graph.MaxSearch)
			}
		}
	}
	return nil
}

func (q *reQuery) kinds() []graph.NodeKind {
	out := make([]graph.NodeKind, 0, len(q.Type))
	for _, t := range q.Type {
		out = append(out, graph.NodeKind(t))
	}
	if q.Strict == "all" && len(slices.Compact(slices.Sorted(slices.Values(out)))) > 1 {
		return []graph.NodeKind{} // a record has one type
	}
	return out
}

// matcher answers the queries of one batch.
type matcher struct {
	r     graph.Reader
	lang  string
	areas map[string][]string // ids of the prefectures and states that a text names
}

// found is a record that a query may mean.
type found struct {
	node     graph.Node
	how      graph.How
	unmet    int
	features []reFeature
}

func (f *found) score() float64 { return scores[f.how] * math.Pow(scoreOfUnmet, float64(f.unmet)) }

// candidates are the best records for a query. One is a match where it is the only one of the very name that meets the properties.
func (m *matcher) candidates(ctx context.Context, q *reQuery) ([]reCandidate, error) {
	if q.Strict == "all" && len(q.Type) > 1 && len(q.kinds()) == 0 {
		return []reCandidate{}, nil
	}
	all, complete, err := m.find(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range all {
		f := &all[i]
		f.features = []reFeature{{"name", scores[f.how]}}
		for _, p := range q.Properties {
			if len(p.Values) == 0 { // nothing is stated
				continue
			}
			met, err := m.meets(ctx, &f.node, p)
			if err != nil {
				return nil, err
			}
			feature := reFeature{p.ID, 100}
			if !met {
				feature.Value = 0
				f.unmet++
			}
			f.features = append(f.features, feature)
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.score(), a.score()) })
	right := 0
	for i := range all {
		if all[i].how == graph.Exact && all[i].unmet == 0 {
			right++
		}
	}
	limit := defaultCandidates
	if q.Limit != nil {
		limit = int(*q.Limit)
	}
	out := []reCandidate{}
	for i := range all[:min(limit, len(all))] {
		f := &all[i]
		out = append(out, reCandidate{node: &f.node, ID: f.node.ID, Name: f.node.Label(m.lang), Type: []reType{typeOfKind(f.node.Kind)}, Score: f.score(),
			Match: complete && right == 1 && f.how == graph.Exact && f.unmet == 0, Features: f.features})
	}
	return out, nil
}

// find are the records of the name, or of the code where no name is given; complete is false where more than those looked at have the very name.
func (m *matcher) find(ctx context.Context, q *reQuery) (all []found, complete bool, err error) {
	if q.Query == nil {
		all, err = m.byCodes(ctx, q)
		return all, true, err
	}
	filter := graph.Filter{NodeKinds: q.kinds(), Time: graph.Time{Any: true}}
	res, err := m.r.Search(ctx, graph.SearchQuery{Text: *q.Query, Filter: filter, Limit: consideredHits})
	if err != nil {
		return nil, false, err
	}
	if graph.ValidID(*q.Query) {
		nodes, err := m.r.NodesByID(ctx, []string{*q.Query})
		if err != nil {
			return nil, false, err
		}
		if len(nodes) == 1 && q.wants(&nodes[0]) {
			return []found{{node: nodes[0], how: graph.Exact}}, true, nil
		}
	}
	for _, h := range res.Hits {
		all = append(all, found{node: h.Node.Node, how: h.How})
	}
	complete = len(res.Hits) == res.Total || res.Hits[len(res.Hits)-1].How != graph.Exact
	return all, complete, nil
}

func (q *reQuery) wants(n *graph.Node) bool {
	return len(q.Type) == 0 || slices.Contains(q.Type, string(n.Kind))
}

// byCodes are the records that hold one of the codes stated.
func (m *matcher) byCodes(ctx context.Context, q *reQuery) ([]found, error) {
	var all []found
	for _, p := range q.Properties {
		if !slices.Contains(graph.CodeSystems, p.ID) { // a code finds a record by itself, other properties do not
			continue
		}
		for _, v := range p.Values {
			if v == "" {
				continue
			}
			nodes, err := m.r.ByCode(ctx, p.ID, v)
			if err != nil {
				return nil, err
			}
			for _, n := range nodes {
				if q.wants(&n) && !slices.ContainsFunc(all, func(f found) bool { return f.node.ID == n.ID }) {
					all = append(all, found{node: n, how: graph.Exact})
				}
			}
		}
	}
	return all, nil
}

// meets reports whether a record has one of the values of a property.
func (m *matcher) meets(ctx context.Context, n *graph.Node, c reCondition) (bool, error) {
	switch c.ID {
	case "within", "state", "prefecture":
		for _, v := range c.Values {
			areas, err := m.area(ctx, v)
			if err != nil {
				return false, err
			}
			if n.Within != "" && slices.Contains(areas, n.Within) {
				return true, nil
			}
		}
		return false, nil
	}
	p, _ := propertyNamed(c.ID) // check let it through
	cells := p.of(n, m.lang)
	if c.ID == "jis" {
		cells = append(cells, strCells(n.Codes["jis-earlier"]...)...)
	}
	for _, cell := range cells {
		if slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(v, cell.text()) }) {
			return true, nil
		}
	}
	return false, nil
}

func (c *reCell) text() string {
	switch {
	case c.Int != nil:
		return strconv.Itoa(*c.Int)
	case c.Float != nil:
		return strconv.FormatFloat(*c.Float, 'f', -1, 64)
	}
	return cmp.Or(c.ID, c.Str)
}

// area are the ids of the prefectures and states that a text names: an id, a name in any spelling, a code.
func (m *matcher) area(ctx context.Context, text string) ([]string, error) {
	if ids, ok := m.areas[text]; ok || text == "" {
		return ids, nil
	}
	ids := []string{}
	if graph.ValidID(text) {
		ids = append(ids, text)
	}
	res, err := m.r.Search(ctx, graph.SearchQuery{Text: text, Limit: consideredHits, Filter: graph.Filter{NodeKinds: []graph.NodeKind{graph.Prefecture, graph.Partner}, Time: graph.Time{Any: true}}})
	if err != nil {
		return nil, err
	}
	for _, h := range res.Hits {
		if n := &h.Node.Node; h.How == graph.Exact && (n.Kind == graph.Prefecture || n.IsState()) {
			ids = append(ids, n.ID)
		}
	}
	for _, system := range []string{"usps", "iso"} {
		nodes, err := m.r.ByCode(ctx, system, strings.ToUpper(text))
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			ids = append(ids, n.ID)
		}
	}
	m.areas[text] = ids
	return ids, nil
}

// descriptions say what records are, where and when, in their order.
func descriptions(ctx context.Context, r graph.Reader, nodes []*graph.Node, lang string) ([]string, error) {
	areas := map[string]*graph.Node{}
	for _, n := range nodes {
		if n.Within != "" {
			areas[n.Within] = nil
		}
	}
	found, err := r.NodesByID(ctx, slices.Sorted(maps.Keys(areas)))
	if err != nil {
		return nil, err
	}
	for i := range found {
		areas[found[i].ID] = &found[i]
	}
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = study.Description(n, areas[n.Within], lang)
	}
	return out, nil
}

func extend(ctx context.Context, r graph.Reader, q *question) (*reExtension, error) {
	var ask reExtendQuery
	if err := readJSON(q, "extend", &ask); err != nil {
		return nil, err
	}
	switch {
	case ask.IDs == nil || ask.Properties == nil:
		return nil, graph.Invalidf("extend", "give ids and properties, both lists")
	case len(ask.IDs) > maxExtendIDs:
		return nil, graph.Invalidf("extend", "%d ids; at most %d", len(ask.IDs), maxExtendIDs)
	case len(ask.Properties) > len(properties):
		return nil, graph.Invalidf("extend", "%d properties; there are %d", len(ask.Properties), len(properties))
	}
	wanted := make([]property, len(ask.Properties))
	for i, p := range ask.Properties {
		var ok bool
		if wanted[i], ok = propertyNamed(p.ID); !ok {
			return nil, graph.Invalidf("extend", "property %q is none of %s", graph.Clip(p.ID), strings.Join(propertyIDs(), ", "))
		}
	}
	for _, id := range ask.IDs {
		if !graph.ValidID(id) {
			return nil, graph.Invalidf("extend", "%q is no id; ids have a-z, 0-9 and -, such as jp-04 or us-ca", graph.Clip(id))
		}
	}
	nodes, err := r.NodesByID(ctx, ask.IDs)
	if err != nil {
		return nil, err
	}
	out := &reExtension{Meta: []reColumn{}, Rows: map[string]map[string][]reCell{}}
	for _, p := range wanted {
		out.Meta = append(out.Meta, reColumn{ID: p.id, Name: p.name})
	}
	for _, id := range ask.IDs { // an id that names no record has a row of empty cells
		row := map[string][]reCell{}
		for _, p := range wanted {
			row[p.id] = []reCell{}
		}
		out.Rows[id] = row
	}
	var named []string
	for i := range nodes {
		for _, p := range wanted {
			cells := p.of(&nodes[i], q.lang)
			out.Rows[nodes[i].ID][p.id] = cells
			for _, c := range cells {
				if p.entity {
					named = append(named, c.ID)
				}
			}
		}
	}
	return out, out.nameEntities(ctx, r, q, named)
}

// nameEntities puts labels beside the ids of cells.
func (x *reExtension) nameEntities(ctx context.Context, r graph.Reader, q *question, ids []string) error {
	nodes, err := q.nodesByID(ctx, r, ids)
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for i := range nodes {
		labels[nodes[i].ID] = nodes[i].Label(q.lang)
	}
	for _, row := range x.Rows {
		for _, cells := range row {
			for i := range cells {
				if label, ok := labels[cells[i].ID]; ok {
					cells[i].Name = label
				}
			}
		}
	}
	return nil
}

func askSuggestEntity(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	text := strings.TrimSpace(q.one("prefix"))
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	out := suggestAnswer{Result: []reSuggestion{}}
	if text != "" {
		res, err := r.Search(ctx, graph.SearchQuery{Text: text, Limit: suggestPage, Offset: q.number("cursor"), Filter: graph.Filter{NodeKinds: enums[graph.NodeKind](q.values, "type"), Time: graph.Time{Any: true}}})
		if err != nil {
			return nil, err
		}
		nodes := make([]*graph.Node, len(res.Hits))
		for i := range res.Hits {
			nodes[i] = &res.Hits[i].Node.Node
		}
		texts, err := descriptions(ctx, r, nodes, q.lang)
		if err != nil {
			return nil, err
		}
		for i, n := range nodes {
			out.Result = append(out.Result, reSuggestion{ID: n.ID, Name: n.Label(q.lang), Description: texts[i], Notable: []reType{typeOfKind(n.Kind)}})
		}
	}
	return &answer{version: version, body: out}, nil
}

func askSuggestType(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	return suggestOf(ctx, r, q, reTypes())
}

func askSuggestProperty(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	return suggestOf(ctx, r, q, propertyTypes())
}

// propertyTypes are the ids and names of the properties.
func propertyTypes() []reType {
	out := make([]reType, len(properties))
	for i, p := range properties {
		out[i] = reType{p.id, p.name}
	}
	return out
}

// suggestOf are those of a short list whose id or name holds what was typed.
func suggestOf(ctx context.Context, r graph.Reader, q *question, all []reType) (*answer, error) {
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	text := strings.ToLower(strings.TrimSpace(q.one("prefix")))
	out := suggestAnswer{Result: []reSuggestion{}}
	skip := q.number("cursor")
	for _, t := range all {
		if !strings.Contains(t.ID, text) && !strings.Contains(strings.ToLower(t.Name), text) {
			continue
		}
		if skip--; skip < 0 {
			out.Result = append(out.Result, reSuggestion{ID: t.ID, Name: t.Name})
		}
	}
	return &answer{version: version, body: out}, nil
}

func askPropose(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	all, limit := propertyTypes(), q.number("limit")
	return &answer{version: version, body: proposeAnswer{Properties: all[:min(limit, len(all))], Type: q.one("type"), Limit: limit}}, nil
}

func askPreview(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	n, err := r.Node(ctx, q.one("id"))
	if err != nil {
		return nil, err
	}
	version, err := r.Version(ctx)
	if err != nil {
		return nil, err
	}
	what, err := descriptions(ctx, r, []*graph.Node{&n}, q.lang)
	if err != nil {
		return nil, err
	}
	view := previewView{Lang: q.lang, Title: n.Label(q.lang), What: what[0], ID: n.ID}
	for _, p := range properties {
		cells := p.of(&n, q.lang)
		if p.entity || len(cells) == 0 {
			continue
		}
		texts := make([]string, len(cells))
		for i := range cells {
			texts[i] = cells[i].text()
		}
		view.Facts = append(view.Facts, reType{p.name, strings.Join(texts, ", ")})
	}
	var b bytes.Buffer
	if err := previewTemplate.Execute(&b, view); err != nil {
		return nil, err
	}
	return &answer{version: version, body: htmlAnswer{b.Bytes()}}, nil
}

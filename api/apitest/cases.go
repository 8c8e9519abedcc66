package apitest

// Case is a request and what its answer must hold: parts by path (Answer.At) as text.
type Case struct {
	Name   string
	Path   string
	Header []string // pairs
	Status int      // 0: 200
	Want   map[string]string
	Not    []string // parts that must not be there
}

// Cases are the requests. Paths are under /api/v1 unless they start with "//".
var Cases = []Case{
	{Name: "dataset", Path: "/dataset", Want: map[string]string{"counts/ties": "487", "counts/prefecture": "47", "counts/claims": "635", "span/from": "1955", "release/id": "r1"}},

	{Name: "partners before the mergers", Path: "/nodes/jp-04/partners?scope=within&as_of=2003-04-01", Want: map[string]string{
		"ties/[partner=us-ga-dublin]/body": "jp-04462-2006", "ties/[partner=us-ga-dublin]/role": "original", "ties/[partner=us-ga-dublin]/holders/#": "1", "ties/[partner=us-ga-dublin]/state": "us-ga",
		"meta/query/as_of": "2003-04-01", "meta/truncated": "false", "body/label": "Miyagi Prefecture"}},
	{Name: "partners now", Path: "/nodes/jp-04/partners?scope=within", Want: map[string]string{
		"ties/[partner=us-ga-dublin]/body": "jp-04215", "ties/[partner=us-ga-dublin]/role": "inherited", "ties/[partner=us-ga-dublin]/tie": "tie-jp-04215-us-ga-dublin", "meta/query/time": "now"}},
	{Name: "partners of any time are one entry", Path: "/nodes/jp-04/partners?scope=within&time=any", Want: map[string]string{
		"ties/#": "13", "ties/[partner=us-ga-dublin]/body": "jp-04215", "ties/[partner=us-ga-dublin]/holders/#": "2", "ties/[partner=us-ga-dublin]/holders/0/body": "jp-04462-2006", "ties/[partner=us-ga-dublin]/holders/1/role": "inherited"}},
	{Name: "own partners", Path: "/nodes/jp-04/partners", Want: map[string]string{"ties/#": "1", "ties/0/partner": "us-de", "ties/0/tie_kind": "sister-state"}},
	{Name: "partners of a state within", Path: "/nodes/us-de/partners?scope=within&time=any", Want: map[string]string{"ties/[partner=jp-04]/body": "us-de", "ties/[partner=jp-04]/state": "jp-04"}},

	{Name: "search Japanese", Path: "/search?q=%E9%95%B7%E6%B5%9C", Want: map[string]string{"hits/0/node/id": "jp-25203", "hits/0/matched/how": "exact", "hits/0/matched/lang": "ja", "meta/query/time": "any"}},
	{Name: "search half width kana", Path: "/search?q=%EF%BE%85%EF%BD%B6%EF%BE%9E%EF%BE%8A%EF%BE%8F", Want: map[string]string{"hits/0/node/names/ja": "長浜市"}},
	{Name: "search Saint", Path: "/search?q=St.%20Paul", Want: map[string]string{"hits/0/node/id": "us-mn-saint-paul"}},
	{Name: "search names the successor", Path: "/search?q=%E4%B8%89%E6%9C%AC%E6%9C%A8", Want: map[string]string{"nodes/[id=jp-04215]/names/ja": "大崎市"}},
	{Name: "search in Japanese", Path: "/search?q=Sendai&limit=1&lang=ja", Want: map[string]string{"hits/0/node/id": "jp-04100", "hits/0/node/names/en": "Sendai"}},
	{Name: "search without text", Path: "/search", Status: 400, Want: map[string]string{"errors/0/parameter": "q"}},
	{Name: "search text too long", Path: "/search?q=" + long(201), Status: 400, Want: map[string]string{"errors/0/detail": "201 characters; at most 200"}},
	{Name: "search now cannot be asked", Path: "/search?q=a&time=now", Status: 400, Want: map[string]string{"errors/0/parameter": "time"}},

	{Name: "resolve then", Path: "/resolve?code=jis:04462&date=2003-04-01", Want: map[string]string{"matches/#": "1", "matches/0/id": "jp-04462-2006", "matches/0/as": "holder"}},
	{Name: "resolve today", Path: "/resolve?code=jis:04462", Want: map[string]string{"matches/0/id": "jp-04215", "matches/0/as": "successor", "matches/0/date": "2006-03-31", "matches/0/of": "jp-04462-2006", "nodes/[id=jp-04215]/names/en": "Osaki"}},
	{Name: "resolve an earlier code", Path: "/resolve?code=jis:04201", Want: map[string]string{"matches/0/id": "jp-04100"}},
	{Name: "resolve a name", Path: "/resolve?name=%E4%BB%99%E5%8F%B0%E5%B8%82", Want: map[string]string{"matches/0/id": "jp-04100", "matches/0/as": "holder"}},
	{Name: "resolve both", Path: "/resolve?code=jis:04&name=Miyagi", Status: 400},
	{Name: "resolve without system", Path: "/resolve?code=04462", Status: 400, Want: map[string]string{"errors/0/parameter": "code"}},
	{Name: "resolve an unknown system", Path: "/resolve?code=postal:980", Status: 400, Want: map[string]string{"errors/0/parameter": "code", "errors/0/detail": "\"postal:980\": there is no code system postal; use one of jis, jis-earlier, iso, fips, usps, gnis, geonames, wikidata, such as jis:04462"}},
	{Name: "resolve a code of a known system", Path: "/resolve?code=wikidata:Q0", Status: 404, Want: map[string]string{"errors/0/parameter": "code"}},
	{Name: "resolve nobody", Path: "/resolve?name=Atlantis%20City", Status: 404, Want: map[string]string{"errors/0/parameter": "name"}},

	{Name: "node", Path: "/nodes/jp-04100", Want: map[string]string{"node/label": "Sendai (Miyagi)", "nodes/0/id": "jp-04", "node/codes/jis/0": "04100"}, Not: []string{"node/certainty"}},
	{Name: "node in Japanese by header", Path: "/nodes/jp-04100", Header: []string{"Accept-Language", "ja,en;q=0.5"}, Want: map[string]string{"node/names/en": "Sendai", "nodes/0/label": "宮城県"}},
	{Name: "parameter goes before header", Path: "/nodes/jp-04?lang=en", Header: []string{"Accept-Language", "ja"}, Want: map[string]string{"node/label": "Miyagi Prefecture"}},
	{Name: "dissolved body", Path: "/nodes/jp-04462-2006", Want: map[string]string{"node/successor/id": "jp-04215", "node/successor/date": "2006-03-31", "nodes/[id=jp-04215]/label": "Osaki (Miyagi)"}},
	{Name: "dissolved body at a date", Path: "/nodes/jp-04462-2006?as_of=2010", Want: map[string]string{"node/certainty": "out"}},
	{Name: "retired id", Path: "/nodes/jp-04462?lang=ja", Status: 308, Want: map[string]string{"Location:": "/api/v1/nodes/jp-04462-2006?lang=ja"}},
	{Name: "earlier code of a city", Path: "/nodes/jp-04201/counts?edge_kind=sister_of", Status: 308, Want: map[string]string{"Location:": "/api/v1/nodes/jp-04100/counts?edge_kind=sister_of"}},
	{Name: "missing node suggests", Path: "/nodes/us-ca-riversid", Status: 404, Want: map[string]string{"suggestions/0/id": "us-ca-riverside", "status": "404"}},
	{Name: "missing node in a question", Path: "/graph?from=jp-04462", Status: 404, Want: map[string]string{"errors/0/parameter": "from", "suggestions/0/id": "jp-04462-2006"}},
	{Name: "missing end of a path", Path: "/paths?from=jp-04100&to=nowhere", Status: 404, Want: map[string]string{"errors/0/parameter": "to"}},
	{Name: "an id in capitals", Path: "/nodes/US-CA", Status: 404, Want: map[string]string{"suggestions/0/id": "us-ca", "suggestions/#": "1"}},
	{Name: "an id with two slips", Path: "/nodes/us-ca-rivreside", Status: 404, Want: map[string]string{"suggestions/0/id": "us-ca-riverside"}},
	{Name: "a code that nobody has", Path: "/nodes/jp-04999", Status: 404, Want: map[string]string{"suggestions/0/id": "jp-04", "suggestions/#": "1"}},
	{Name: "a place that a state has not", Path: "/nodes/us-ca-xyzzyville", Status: 404, Want: map[string]string{"suggestions/0/id": "us-ca"}},
	{Name: "a place of no state", Path: "/nodes/us-xx-nowhere", Status: 404, Want: map[string]string{"suggestions/0/id": "us-tx"}},
	{Name: "not even an id", Path: "/nodes/%E4%BB%99%E5%8F%B0", Status: 404, Want: map[string]string{"suggestions/0/id": "jp-04100"}},
	{Name: "slash in an id", Path: "/nodes/jp-04%2F100", Status: 404},

	{Name: "edge", Path: "/edges/sister-of--tie-jp-04100-us-ca-riverside--jp-04100", Want: map[string]string{"edge/signed": "1957-03-09", "edge/directed": "false", "nodes/#": "2"}},
	{Name: "edges of a tie", Path: "/edges?tie=tie-jp-04215-us-ga-dublin&time=any", Want: map[string]string{"meta/total": "2", "items/0/kind": "sister_of"}},
	{Name: "missing edge", Path: "/edges/nothing", Status: 404},
	{Name: "missing source", Path: "/sources/nothing", Status: 404},
	{Name: "claims of a record", Path: "/claims?record=tie-jp-35206-us-mi-monroe&kind=uncertain", Want: map[string]string{"items/0/record": "tie-jp-35206-us-mi-monroe", "edges/0/tie": "tie-jp-35206-us-mi-monroe", "nodes/#": "2"}},
	{Name: "conflicts", Path: "/conflicts?limit=5", Want: map[string]string{"items/#": "5", "meta/shown": "5", "meta/total": "309"}},
	{Name: "conflicts of a record", Path: "/conflicts?record=tie-jp-35206-us-mi-monroe", Want: map[string]string{"items/#": "1", "items/0/of": "tie", "items/0/field": "signed_again", "items/0/claims/#": "2", "items/0/kind": "uncertain",
		"items/0/value": "1993-08-18", "items/0/cited": "3", "items/0/reason/en": "a source leaves it in doubt (1993-08-18, 1993-08-19).", "edges/0/tie": "tie-jp-35206-us-mi-monroe", "nodes/#": "2"}, Not: []string{"items/0/chosen"}},
	{Name: "conflicts are shown by the kind asked for", Path: "/conflicts?kind=refutes&limit=1", Want: map[string]string{"meta/total": "6", "items/0/record": "tie-jp-02362-us-mi-novi", "items/0/kind": "refutes", "items/0/kinds": `["disagrees","refutes"]`}},
	{Name: "a cell of the tally of decades by levels", Path: "/tally?rows=decade&cols=level&level=prefecture-state&signed=1980s", Want: map[string]string{"total": "6", "cells/0/count": "6", "cells/0/col": "prefecture-state"}},
	{Name: "the ties of that cell", Path: "/edges?level=prefecture-state&signed=1980s&limit=1", Want: map[string]string{"meta/total": "6", "meta/query/signed/0": "1980s", "items/0/signed": "1986-12-02"}},
	{Name: "ties that nobody says the signing of", Path: "/edges?signed=unknown&limit=1", Want: map[string]string{"meta/total": "38"}},
	{Name: "a decade that is none", Path: "/edges?signed=1985s", Status: 400, Want: map[string]string{"errors/0/parameter": "signed"}},
	{Name: "a level of nodes is none of ties", Path: "/edges?level=city", Status: 400, Want: map[string]string{"errors/0/parameter": "level"}},
	{Name: "conflicts on one source", Path: "/conflicts?single_source=true&limit=2", Want: map[string]string{"meta/total": "78", "items/0/cited": "1", "items/1/cited": "1"}},
	{Name: "conflicts of what agrees", Path: "/conflicts?kind=agrees", Status: 400, Want: map[string]string{"errors/0/parameter": "kind"}},

	{Name: "counts", Path: "/nodes/jp-04100/counts", Want: map[string]string{"counts/[edge_kind=sister_of]/count": "2", "counts/[edge_kind=sister_of]/direction": "both", "total": "40"}},
	{Name: "neighbors", Path: "/nodes/jp-04100/neighbors?edge_kind=sister_of", Want: map[string]string{"meta/total": "2", "items/0/target": "us-ca-riverside", "nodes/#": "3"}, Not: []string{"links/next"}},
	{Name: "graph from a city", Path: "/graph?from=jp-04100&edge_kind=sister_of", Want: map[string]string{"meta/shown/edges": "2", "meta/query/depth": "1", "meta/query/nodes": "500", "meta/query/edge_kind": `["sister_of"]`, "meta/truncated": "false"}},
	{Name: "graph that is cut", Path: "/graph?from=jp-04&direction=in&limit=5", Want: map[string]string{"meta/shown/edges": "5", "meta/truncated": "true", "meta/truncated_by": `["edges"]`, "meta/continue_at/0": "jp-04"}},
	{Name: "whole network", Path: "/graph?edge_kind=sister_of&time=any", Want: map[string]string{"meta/truncated": "false", "meta/shown/edges": "574"}},
	{Name: "both limits", Path: "/graph?from=jp-04&limit=5&edges=5", Status: 400, Want: map[string]string{"errors/0/parameter": "limit"}},
	{Name: "depth without start", Path: "/graph?depth=2", Status: 400, Want: map[string]string{"errors/0/parameter": "depth"}},
	{Name: "depth over the maximum", Path: "/graph?from=jp-04&depth=99", Status: 400, Want: map[string]string{"errors/0/detail": "99 is not allowed: the minimum is 1, the maximum is 6"}},
	{Name: "limit over the maximum", Path: "/nodes?limit=100000", Status: 400, Want: map[string]string{"errors/0/detail": "100000 is not allowed: the minimum is 1, the maximum is 500"}},
	{Name: "from a dissolved town", Path: "/graph?from=jp-04462-2006&time=any", Want: map[string]string{"nodes/[id=jp-04462-2006]/kind": "municipality"}},

	{Name: "one path", Path: "/paths?from=jp-04100&to=us-ca-riverside", Want: map[string]string{"paths/0/length": "1", "paths/0/sentence/en": "Sendai (Miyagi) and Riverside have been sister cities since 9 March 1957 (source"}},
	{Name: "path to itself", Path: "/paths?from=jp-04100&to=jp-04100", Want: map[string]string{"paths/0/length": "0", "paths/0/edges": "[]"}},
	{Name: "no path", Path: "/paths?from=jp-04100&to=us-ca-riverside&avoid=us-ca-riverside", Status: 400, Want: map[string]string{"errors/0/parameter": "avoid"}},
	{Name: "path from a dissolved town", Path: "/paths?from=jp-04462-2006&to=us-ca-riverside", Want: map[string]string{"paths": "[]", "hints/0/parameter": "from", "hints/0/node": "jp-04462-2006", "hints/0/instead": "jp-04215",
		"hints/0/detail": "Sanbongi (jp-04462-2006) does not hold then: it went into jp-04215 on 2006-03-31; ask as_of=2006-03-30 or before, time=any, or for jp-04215"}},
	{Name: "path before the city", Path: "/paths?from=us-ga-dublin&to=jp-04215&as_of=1989", Want: map[string]string{"paths": "[]", "hints/0/parameter": "to", "hints/0/node": "jp-04215", "nodes/[id=jp-04215]/valid/from": "2006-03-31",
		"hints/0/detail": "Osaki (Miyagi) (jp-04215) does not hold then: it began 2006-03-31; ask as_of a day after, or time=any"}},
	{Name: "no path, and nobody missing", Path: "/paths?from=jp-04100&to=us-ca-riverside&edge_kind=located_in", Want: map[string]string{"paths": "[]", "hints": "[]"}},
	{Name: "path of that time", Path: "/paths?from=jp-04462-2006&to=us-ga-dublin&as_of=2006-03-30", Want: map[string]string{"paths/0/length": "1", "hints": "[]"}},
	{Name: "k in another mode", Path: "/paths?from=jp-04100&to=us-ca-riverside&k=3", Status: 400, Want: map[string]string{"errors/0/parameter": "k"}},
	{Name: "k over the maximum", Path: "/paths?from=jp-04100&to=us-ca-riverside&mode=k&k=26", Status: 400, Want: map[string]string{"errors/0/parameter": "k"}},

	{Name: "tally", Path: "/tally?rows=prefecture&cols=level&time=any&prefecture=jp-04", Want: map[string]string{"total": "13", "rows/0/label": "Miyagi Prefecture", "count": "ties"}},
	{Name: "tally by one axis", Path: "/tally?rows=tie_kind&time=any&lang=ja", Want: map[string]string{"cols/0/key": "all", "total": "487", "rows/[key=sister-city]/label": "姉妹都市"}},
	{Name: "tally by an axis of another measure", Path: "/tally?count=programs&rows=tie_kind", Status: 400, Want: map[string]string{"errors/0/parameter": "rows"}},
	{Name: "timeline", Path: "/timeline?time=any", Want: map[string]string{"rows/0/key": "1955", "total": "487"}},
	{Name: "structure", Path: "/structure?measure=degree&edge_kind=sister_of&time=any&limit=1", Want: map[string]string{"items/#": "1", "exact": "true"}},
	{Name: "bridges", Path: "/structure?measure=bridges&edge_kind=sister_of&prefecture=jp-04&limit=500", Want: map[string]string{"measure": "bridges"}},

	{Name: "dossier of the study", Path: "/dossiers/jp-04?as_of=1989-08", Want: map[string]string{"prefecture/id": "jp-04", "meta/query/as_of": "1989-08", "appendices/affiliations/[partner=us-ca-riverside]/body": "jp-04100"}},
	{Name: "dossier of a city", Path: "/dossiers/jp-04100", Status: 400},
	{Name: "dossier of nobody", Path: "/dossiers/jp-99", Status: 404},
	{Name: "changes since the study", Path: "/dossiers/jp-04/changes?from=1989-08", Want: map[string]string{"prefecture/id": "jp-04", "items/0/kind": "new", "items/[partner=us-tx-dallas]/date": "1997-08-29", "items/[record=jp-04462-2006]/kind": "merged",
		"items/[record=jp-04462-2006]/after": "jp-04215", "same/count": "2", "unclear/count": "1", "nodes/[id=jp-04215]/names/en": "Osaki"}, Not: []string{"to", "items/[partner=us-ca-riverside]"}},
	{Name: "changes at the merger", Path: "/dossiers/jp-04/changes?from=2006-03-30&to=2006-03-31", Want: map[string]string{"items/[partner=us-ga-dublin]/kind": "inherited", "items/[partner=us-ga-dublin]/before": "jp-04462-2006", "items/[partner=us-ga-dublin]/after": "jp-04215"}},
	{Name: "changes backwards", Path: "/dossiers/jp-04/changes?from=2003&to=1989", Status: 400, Want: map[string]string{"errors/0/parameter": "to"}},
	{Name: "changes since nothing", Path: "/dossiers/jp-04/changes", Status: 400, Want: map[string]string{"errors/0/parameter": "from"}},
	{Name: "changes of a city", Path: "/dossiers/jp-04100/changes?from=1989", Status: 400},
	{Name: "changes of nobody", Path: "/dossiers/jp-99/changes?from=1989", Status: 404},
	{Name: "comparison", Path: "/compare?prefectures=jp-39,jp-04", Want: map[string]string{"prefectures/0/id": "jp-04", "prefectures/#": "2", "measures/0/group": "ties"}},
	{Name: "comparison of the study", Path: "/compare?prefectures=study&as_of=1989-08", Want: map[string]string{"prefectures/0/id": "jp-04", "prefectures/6/id": "jp-39", "prefectures/#": "7"}},
	{Name: "comparison of one", Path: "/compare?prefectures=jp-04", Status: 400, Want: map[string]string{"errors/0/parameter": "prefectures"}},
	{Name: "gaps", Path: "/gaps?kind=no-municipal&limit=3", Want: map[string]string{"items/#": "3", "items/0/kind": "no-municipal"}},
	{Name: "a prefecture that is none", Path: "/nodes?prefecture=jp-48", Status: 400, Want: map[string]string{"errors/0/parameter": "prefecture", "suggestions/0/id": "jp-08"}},
	{Name: "a state that is none", Path: "/graph?state=us-ca,us-zz&prefecture=jp-04", Status: 400, Want: map[string]string{"errors/#": "1", "errors/0/parameter": "state", "suggestions/0/id": "us-az"}},
	{Name: "states and prefectures taken for each other", Path: "/gaps?prefecture=us-ca&state=jp-04", Status: 400, Want: map[string]string{"errors/#": "2", "errors/0/parameter": "prefecture", "errors/1/parameter": "state"}},
	{Name: "a city is no prefecture", Path: "/anniversaries?year=2027&prefecture=jp-04100", Status: 400, Want: map[string]string{"errors/0/parameter": "prefecture"}},
	{Name: "anniversaries", Path: "/anniversaries?year=2027&years=70", Want: map[string]string{"year": "2027", "items/[partner=us-ca-riverside]/years": "70", "items/[partner=us-ca-riverside]/date": "2027-03-09"}},

	{Name: "history of an heir", Path: "/nodes/jp-04215/history", Want: map[string]string{"predecessors/#": "7", "ties/[partner=us-ga-dublin]/holders/0/relation": "before", "ties/[partner=us-ga-dublin]/holders/1/relation": "own", "moments/[kind=founded]/date": "2006-03-31"}},
	{Name: "history of a dissolved town", Path: "/nodes/jp-04462-2006/history", Want: map[string]string{"successors/0": "jp-04215", "ties/[partner=us-ga-dublin]/holders/1/relation": "after", "moments/[kind=dissolved]/other": "jp-04215"}},

	{Name: "releases", Path: "/releases", Want: map[string]string{"items/0/id": "r1"}},
	{Name: "diff of the first", Path: "/releases/r1/diff?limit=2", Want: map[string]string{"items/0/change": "added", "items/#": "2", "from": ""}},
	{Name: "missing release", Path: "/releases/r99", Status: 404},

	{Name: "unknown parameter", Path: "/nodes?colour=red", Status: 400, Want: map[string]string{"errors/0/parameter": "colour", "type": "/docs#problem-invalid"}},
	{Name: "every fault is named", Path: "/nodes?node_kind=town&as_of=2003-02-31&limit=x", Status: 400, Want: map[string]string{"errors/#": "3", "errors/0/parameter": "as_of", "errors/1/parameter": "limit", "errors/2/parameter": "node_kind"}},
	{Name: "contradicting times", Path: "/nodes?as_of=2003&time=any", Status: 400, Want: map[string]string{"errors/0/parameter": "time"}},
	{Name: "span backwards", Path: "/nodes?from_date=2003&to_date=2001", Status: 400, Want: map[string]string{"errors/0/parameter": "to_date"}},
	{Name: "a NUL", Path: "/search?q=a%00b", Status: 400},
	{Name: "not UTF-8", Path: "/search?q=%FF", Status: 400},
	{Name: "broken escape", Path: "/search?q=%zz", Status: 400},
	{Name: "given twice", Path: "/nodes?limit=1&limit=2", Status: 400},
	{Name: "empty value", Path: "/nodes?as_of=", Status: 400},
	{Name: "made-up cursor", Path: "/nodes?cursor=AAAA", Status: 400, Want: map[string]string{"errors/0/parameter": "cursor"}},
	{Name: "unknown format", Path: "/nodes?format=docx", Status: 400, Want: map[string]string{"errors/0/parameter": "format"}},
	{Name: "unknown media type", Path: "/nodes", Header: []string{"Accept", "image/png"}, Status: 406},
	{Name: "browser", Path: "/dataset", Header: []string{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}, Want: map[string]string{"counts/ties": "487"}},
	{Name: "no such path", Path: "/nothing", Status: 404},
	{Name: "slash at the end", Path: "/dataset/", Status: 404},
	{Name: "health", Path: "//healthz", Want: map[string]string{"status": "ok"}},
	{Name: "readiness", Path: "//readyz", Want: map[string]string{"status": "ready"}},
}

func long(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a'
	}
	return string(b)
}

package format

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
)

// What the flat encodings say of a record, column by column, the empty ones left out. GraphML and GEXF have the same columns, and read.py sees that values reach their readers.
func TestColumns(t *testing.T) {
	b := encode(t, "csv", tinyDocument(), Options{})
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	row := func(file, id string) map[string]string {
		f, err := z.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if r[0] != id {
				continue
			}
			m := map[string]string{}
			for i, v := range r {
				if v != "" {
					m[rows[0][i]] = v
				}
			}
			return m
		}
		t.Fatalf("%s: no row %s", file, id)
		return nil
	}
	const sources = "https://example.org/ties?a=1&b=<2>; Yearbook of Shizuoka, 1989; p. 12"
	const two = "src-aaaaaaaaaaaa; src-cccccccccccc"
	for _, c := range []struct {
		file, id string
		want     map[string]string
	}{
		{"nodes.csv", "jp-22", map[string]string{"id": "jp-22", "label": "静岡県", "kind": "prefecture", "name_en": "Shizuoka", "name_ja": "静岡県", "kana": "しずおかけん", "level": "prefecture", "country": "JP",
			"region": "Chubu", "capital": "Shizuoka", "lat": "34.9769", "lon": "138.3831", "population": "3633202", "population_date": "2022-01-01",
			"codes": "geonames:1851715; iso:JP-22; jis:22; wikidata:Q131320", "url": "https://www.pref.shizuoka.jp/", "citations": two, "sources": sources}},
		{"nodes.csv", "jp-22100-2005", map[string]string{"id": "jp-22100-2005", "label": "静岡市", "kind": "municipality", "name_en": "Shizuoka", "name_ja": "静岡市", "kana": "しずおかし", "aliases": "Sidzuoka; " + hostile[0],
			"level": "city", "country": "JP", "within": "jp-22", "lat": "34.97", "lon": "138.38", "valid_from": "1889-04", "valid_to": "2005-04-01", "successor": "jp-22131", "successor_date": "2005-04-01",
			"citations": "src-aaaaaaaaaaaa; src-bbbbbbbbbbbb; src-cccccccccccc", "sources": `https://example.org/ties?a=1&b=<2>; =HYPERLINK("http://x"); Yearbook of Shizuoka, 1989; p. 12`}},
		{"nodes.csv", "us-ne-omaha", map[string]string{"id": "us-ne-omaha", "label": "オマハ市", "kind": "partner", "name_en": "Omaha", "name_ja": "オマハ市", "level": "city", "type": "city", "country": "US", "within": "us-ne",
			"lat": "41.25861", "lon": "-95.93779", "citations": "src-aaaaaaaaaaaa", "sources": "https://example.org/ties?a=1&b=<2>"}},
		{"nodes.csv", "prog-x", map[string]string{"id": "prog-x", "label": "交流", "kind": "program", "name_en": "Exchange & <study>", "name_ja": "交流", "type": "education", "themes": "education", "scope": "JP; US",
			"valid_from": "1987-07", "citations": two, "sources": sources}},
		{"edges.csv", "sister-of--tie-b--jp-22100-2005", map[string]string{"id": "sister-of--tie-b--jp-22100-2005", "source": "jp-22100-2005", "target": "us-ne-omaha", "label": "姉妹都市", "kind": "sister_of", "directed": "false",
			"source_label": "静岡市", "target_label": "オマハ市", "tie": "tie-b", "tie_kind": "sister-city", "role": "original", "signed": "1957-03", "status": "active", "signatory": hostile[2], "valid_from": "1957-03",
			"valid_to": "2005-04-01", "citations": two, "sources": sources, "note": "'=1+1"}},
		{"edges.csv", "sister-of--tie-c", map[string]string{"id": "sister-of--tie-c", "source": "jp-22131", "target": "us-ak-adak", "label": "友好提携", "kind": "sister_of", "directed": "false", "source_label": "静岡市（新）",
			"target_label": "Adak", "tie": "tie-c", "tie_kind": "friendship", "role": "original", "signed": "1989", "status": "ended", "valid_from": "1989", "valid_to": "1995", "citations": two, "sources": sources, "certainty": "possible"}},
		{"edges.csv", "org-x", map[string]string{"id": "org-x", "source": "jp-22100-2005", "target": "jp-22131", "label": "承継", "kind": "succeeded_by", "directed": "true", "source_label": "静岡市", "target_label": "静岡市（新）",
			"date": "2005-04-01", "change": "merged", "citations": two, "sources": sources}},
		{"sources.csv", "src-aaaaaaaaaaaa", map[string]string{"id": "src-aaaaaaaaaaaa", "locator": "https://example.org/ties?a=1&b=<2>", "publisher": "静岡県", "title": `姉妹提携 "一覧"`, "licence": "CC-BY-4.0", "credit": "© Example <Org>"}},
		{"about.csv", "credits", map[string]string{"key": "credits", "value": "Data: =someone & co\n© Example <Org>"}},
		{"about.csv", "query", map[string]string{"key": "query", "value": "as_of=1989-08&from=jp-22"}},
	} {
		if diff := cmp.Diff(c.want, row(c.file, c.id)); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", c.file, c.id, diff)
		}
	}
}

// What the encodings that translate records say of one, whole.
func TestTranslations(t *testing.T) {
	const cited = `"wasDerivedFrom":["https://e.example/sources/src-aaaaaaaaaaaa","https://e.example/sources/src-cccccccccccc"]`
	const ftmCited = `"sourceUrl":["https://example.org/ties?a=1&b=%3C2%3E"],"publisher":["静岡県"]`
	d := tinyDocument()
	d.Base = "https://e.example/"
	for _, c := range []struct{ format, id, want string }{
		{"jsonld", "https://e.example/nodes/jp-22", `{"@id":"https://e.example/nodes/jp-22","@type":["AdministrativeArea","enishi:Prefecture"],"identifier":"jp-22","enishi:label":"静岡県",
			"name":[{"@value":"Shizuoka","@language":"en"},{"@value":"静岡県","@language":"ja"},{"@value":"しずおかけん","@language":"ja-Hira"}],"enishi:level":"prefecture","enishi:country":"JP","enishi:region":"Chubu",
			"enishi:capital":"Shizuoka","geo":{"@type":"GeoCoordinates","latitude":34.9769,"longitude":138.3831},"enishi:population":{"enishi:count":3633202,"enishi:date":{"@value":"2022-01-01","@type":"xsd:date"}},
			"enishi:code":[{"@type":"PropertyValue","propertyID":"geonames","value":"1851715"},{"@type":"PropertyValue","propertyID":"iso","value":"JP-22"},{"@type":"PropertyValue","propertyID":"jis","value":"22"},
			{"@type":"PropertyValue","propertyID":"wikidata","value":"Q131320"}],"sameAs":["http://www.wikidata.org/entity/Q131320","https://sws.geonames.org/1851715/"],"url":"https://www.pref.shizuoka.jp/",` + cited + `}`},
		{"jsonld", "https://e.example/edges/sister-of--tie-c", `{"@id":"https://e.example/edges/sister-of--tie-c","@type":"rdf:Statement","identifier":"sister-of--tie-c","subject":"https://e.example/nodes/jp-22131",
			"predicate":"urn:enishi:terms:sister_of","object":"https://e.example/nodes/us-ak-adak","enishi:kind":"sister_of","enishi:directed":false,"enishi:tie":"tie-c","enishi:tie_kind":"friendship","enishi:role":"original",
			"enishi:signed":{"@value":"1989","@type":"xsd:gYear"},"enishi:status":"ended","enishi:valid_from":{"@value":"1989","@type":"xsd:gYear"},"enishi:valid_to":{"@value":"1995","@type":"xsd:gYear"},` + cited + `,"enishi:certainty":"possible"}`},
		{"jsonld", "https://e.example/sources/src-bbbbbbbbbbbb", `{"@id":"https://e.example/sources/src-bbbbbbbbbbbb","@type":["CreativeWork","prov:Entity"],"identifier":"src-bbbbbbbbbbbb",
			"enishi:locator":"=HYPERLINK(\"http://x\")","name":"<script>alert(\"1\")</script>"}`},
		{"ftm", "jp-22", `{"id":"jp-22","schema":"PublicBody","properties":{"name":["静岡県","Shizuoka"],"alias":["しずおかけん"],"country":["jp"],"addressEntity":["jp-22.address"],"wikidataId":["Q131320"],"classification":["prefecture"],
			"idNumber":["geonames:1851715","iso:JP-22","jis:22","wikidata:Q131320"],"website":["https://www.pref.shizuoka.jp/"],"description":["Source: Yearbook of Shizuoka, 1989; p. 12"],` + ftmCited + `}}`},
		{"ftm", "sister-of--tie-b--jp-22100-2005", `{"id":"sister-of--tie-b--jp-22100-2005","schema":"UnknownLink","properties":{"subject":["jp-22100-2005"],"object":["us-ne-omaha"],"role":["sister_of","sister-city"],
			"summary":["姉妹都市"],"startDate":["1957-03"],"endDate":["2005-03-31"],"date":["1957-03"],"status":["active"],"recordId":["tie-b"],"description":["=1+1","Source: Yearbook of Shizuoka, 1989; p. 12"],` + ftmCited + `}}`},
		{"ftm", "edge.org-x", `{"id":"edge.org-x","schema":"Succession","properties":{"predecessor":["jp-22100-2005"],"successor":["jp-22131"],"role":["succeeded_by"],"summary":["承継"],"date":["2005-04-01"],
			"description":["Source: Yearbook of Shizuoka, 1989; p. 12"],` + ftmCited + `}}`},
		{"ftm", "organizes--org-x--prog-x", `{"id":"organizes--org-x--prog-x","schema":"ProjectParticipant","properties":{"participant":["org-x"],"project":["prog-x"],"role":["organizes"],"summary":["主催"],
			"description":["Source: Yearbook of Shizuoka, 1989; p. 12"],` + ftmCited + `}}`},
	} {
		var want, got any
		parse(t, []byte(c.want), &want)
		for line := range bytes.Lines(encode(t, c.format, d, Options{})) { // both have one object a line
			var v map[string]any
			if json.Unmarshal(bytes.TrimRight(line, ",\n"), &v) == nil && (v["@id"] == c.id || v["id"] == c.id) {
				got = v
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", c.format, c.id, diff)
		}
	}
}

// Edges whose ends are not what the schemata of FollowTheMoney ask for are links, not invalid entities.
func TestUnusualEndsAreUnknownLinks(t *testing.T) {
	d := tinyDocument()
	e := d.Network.Edges[4] // member_of
	e.ID, e.Source = "member-of--prog-x--org-x", "prog-x"
	d.Network.Edges = append(d.Network.Edges, e)
	out := encode(t, "ftm", d, Options{})
	if !bytes.Contains(out, []byte(`{"id":"member-of--prog-x--org-x","schema":"UnknownLink","properties":{"subject":["prog-x"],"object":["org-x"],"role":["member_of","founder"]`)) {
		t.Errorf("no such link in %s", out)
	}
}

func TestKindsOfFollowTheMoney(t *testing.T) {
	for _, c := range []struct {
		node graph.Node
		want string
	}{
		{graph.Node{Kind: graph.Prefecture}, "PublicBody"}, {graph.Node{Kind: graph.Municipality}, "PublicBody"}, {graph.Node{Kind: graph.Partner}, "PublicBody"}, {graph.Node{Kind: graph.Program}, "Project"},
		{graph.Node{Kind: graph.Organization}, "Organization"}, {graph.Node{Kind: graph.Organization, Sector: "ngo"}, "Organization"}, {graph.Node{Kind: graph.Organization, Sector: "quasi-governmental"}, "Organization"},
		{graph.Node{Kind: graph.Organization, Sector: "central-government"}, "PublicBody"}, {graph.Node{Kind: graph.Organization, Sector: "prefectural-government"}, "PublicBody"},
		{graph.Node{Kind: graph.Organization, Sector: "municipal-government"}, "PublicBody"},
	} {
		if got := ftmKind(&graph.FoundNode{Node: c.node}); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.node.Kind, c.node.Sector, got, c.want)
		}
	}
}

package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/api"
	"enishi/graph"
	"enishi/graph/storetest"
)

// exampleStore holds what the examples of the document show: a town that signed, the city that took it over, and two cities with partners in one state.
func exampleStore(t *testing.T) graph.Store {
	t.Helper()
	source := graph.Source{ID: graph.SourceID("https://www.city.sendai.jp/koryu"), Locator: "https://www.city.sendai.jp/koryu", Publisher: "City of Sendai"}
	register := graph.Source{ID: graph.SourceID("https://www.geonames.org/"), Locator: "https://www.geonames.org/", Publisher: "GeoNames", Licence: "CC BY 4.0", Credit: "Coordinates: GeoNames (geonames.org), CC BY 4.0"}
	cites := []string{source.ID}
	day := graph.MustDate("2006-03-31")
	tie := func(id, body, partner, signed string, kind graph.TieKind, role graph.Role, valid graph.Range) graph.Edge {
		return graph.Edge{ID: graph.EdgeID(graph.SisterOf, id, body), Kind: graph.SisterOf, Source: body, Target: partner, Tie: id, TieKind: kind, Role: role, Status: graph.Active, Signed: graph.MustDate(signed), Valid: valid, Citations: cites, Confidence: graph.High}
	}
	in := func(id, area string) graph.Edge {
		return graph.Edge{ID: graph.EdgeID(graph.LocatedIn, id, area), Kind: graph.LocatedIn, Source: id, Target: area}
	}
	claim := graph.Claim{Record: "tie-jp-04215-us-ga-dublin", Field: "signed", Value: "1998-06", Source: source.ID, Kind: graph.Disagrees}
	claim.ID = graph.ClaimID(claim)
	s := storetest.NewOracle()
	apply(t, s, &graph.Release{Note: "example", Sources: []graph.Source{source, register}, Claims: []graph.Claim{claim},
		Nodes: []graph.Node{
			{ID: "jp-04", Kind: graph.Prefecture, Level: "prefecture", Region: "Tohoku", Country: "JP", Names: graph.Names{En: "Miyagi", Ja: "宮城県", Kana: "みやぎけん"}, Labels: graph.Labels{En: "Miyagi Prefecture", Ja: "宮城県"}, Codes: graph.Codes{"jis": {"04"}, "iso": {"JP-04"}}},
			{ID: "jp-22", Kind: graph.Prefecture, Level: "prefecture", Region: "Chubu", Country: "JP", Names: graph.Names{En: "Shizuoka", Ja: "静岡県"}, Labels: graph.Labels{En: "Shizuoka Prefecture", Ja: "静岡県"}, Codes: graph.Codes{"jis": {"22"}}},
			{ID: "jp-04100", Kind: graph.Municipality, Level: "designated-city", Country: "JP", Within: "jp-04", Names: graph.Names{En: "Sendai", Ja: "仙台市", Kana: "せんだいし"}, Point: &graph.Point{Lat: 38.26806, Lon: 140.86972}, Codes: graph.Codes{"jis": {"04100"}}, Citations: []string{register.ID}},
			{ID: "jp-22100", Kind: graph.Municipality, Level: "designated-city", Country: "JP", Within: "jp-22", Names: graph.Names{En: "Shizuoka", Ja: "静岡市"}, Labels: graph.Labels{En: "Shizuoka City", Ja: "静岡市"}, Codes: graph.Codes{"jis": {"22100"}}},
			{ID: "jp-04215", Kind: graph.Municipality, Level: "city", Country: "JP", Within: "jp-04", Names: graph.Names{En: "Osaki", Ja: "大崎市"}, Valid: graph.Range{From: day}, Codes: graph.Codes{"jis": {"04215"}}},
			{ID: "jp-04462-2006", Kind: graph.Municipality, Level: "town", Country: "JP", Within: "jp-04", Names: graph.Names{En: "Sanbongi", Ja: "三本木町"}, Valid: graph.Range{To: day}, Codes: graph.Codes{"jis": {"04462"}}, Successor: &graph.Succession{ID: "jp-04215", Date: day, Now: "jp-04215"}},
			{ID: "jp-25203", Kind: graph.Municipality, Level: "city", Country: "JP", Names: graph.Names{En: "Nagahama", Ja: "長浜市"}},
			{ID: "us-ca", Kind: graph.Partner, Level: "state", Country: "US", Names: graph.Names{En: "California", Ja: "カリフォルニア州"}},
			{ID: "us-ca-riverside", Kind: graph.Partner, Level: "city", Country: "US", Within: "us-ca", Names: graph.Names{En: "Riverside", Ja: "リバーサイド"}},
			{ID: "us-ca-stockton", Kind: graph.Partner, Level: "city", Country: "US", Within: "us-ca", Names: graph.Names{En: "Stockton", Ja: "ストックトン"}},
			{ID: "us-ga-dublin", Kind: graph.Partner, Level: "city", Country: "US", Names: graph.Names{En: "Dublin"}}},
		Edges: []graph.Edge{
			tie("tie-jp-04100-us-ca-riverside", "jp-04100", "us-ca-riverside", "1957-03-09", graph.SisterCity, graph.Original, span("1957-03-09", "")),
			tie("tie-jp-22100-us-ca-stockton", "jp-22100", "us-ca-stockton", "1959-10-16", graph.SisterCity, graph.Original, span("1959-10-16", "")),
			tie("tie-jp-04215-us-ga-dublin", "jp-04462-2006", "us-ga-dublin", "1998-05", graph.SisterCity, graph.Original, span("1998-05", "2006-03-31")),
			tie("tie-jp-04215-us-ga-dublin", "jp-04215", "us-ga-dublin", "1998-05", graph.SisterCity, graph.Inherited, span("2006-03-31", "")),
			in("jp-04100", "jp-04"), in("jp-22100", "jp-22"), in("us-ca-riverside", "us-ca"), in("us-ca-stockton", "us-ca"),
			{ID: graph.EdgeID(graph.SucceededBy, "jp-04462-2006", "jp-04215"), Kind: graph.SucceededBy, Source: "jp-04462-2006", Target: "jp-04215", Date: day, Change: graph.Merged, Valid: span("2006-03-31", "2006-04-01")}}})
	return s
}

func span(from, to string) graph.Range {
	return graph.Range{From: graph.MustDate(from), To: graph.MustDate(to)}
}

var times = regexp.MustCompile(`"time": "\d{4}-[^"]*"`)

// TestExamples: the examples in the document are what the server answers to its own examples of parameters. ENISHI_UPDATE=1 writes them anew.
func TestExamples(t *testing.T) {
	h := api.New(api.Config{Store: exampleStore(t)})
	get := func(path string) []byte {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
	var doc struct {
		Paths map[string]struct {
			Get *struct {
				OperationID string `json:"operationId"`
				Parameters  []struct {
					Name, In string
					Required bool
					Example  any
				}
				Responses map[string]struct{ Content map[string]any }
				Security  []any // what is read with a key has no example that stays
			}
		}
	}
	if err := json.Unmarshal(get("/openapi.json"), &doc); err != nil {
		t.Fatal(err)
	}
	written := 0
	for path, item := range doc.Paths {
		if item.Get == nil || !strings.HasPrefix(path, "/api/") || item.Get.Responses["200"].Content["application/json"] == nil || item.Get.Security != nil {
			continue
		}
		query := ""
		for _, p := range item.Get.Parameters {
			switch {
			case p.In == "path" && item.Get.OperationID == "source":
				path = strings.ReplaceAll(path, "{id}", graph.SourceID("https://www.geonames.org/"))
			case p.In == "path":
				path = strings.ReplaceAll(path, "{id}", fmt.Sprint(p.Example))
			case p.Example != nil && (p.Required || p.Name == "code" || p.Name == "from" || p.Name == "year"):
				query += "&" + p.Name + "=" + strings.ReplaceAll(strings.Trim(fmt.Sprint(p.Example), "[]"), " ", ",")
			case p.Name == "limit" && item.Get.OperationID != "paths" && item.Get.OperationID != "graph":
				query += "&limit=2"
			}
		}
		var b bytes.Buffer
		if err := json.Indent(&b, get(path+"?"+strings.TrimPrefix(query, "&")), "", " "); err != nil {
			t.Fatal(err)
		}
		want := times.ReplaceAll(append(b.Bytes(), '\n'), []byte(`"time": "2026-11-24T00:00:00Z"`))
		file := filepath.Join("docs", "examples", item.Get.OperationID+".json")
		if os.Getenv("ENISHI_UPDATE") != "" {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		written++
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what is answered; ENISHI_UPDATE=1 go test ./api -run TestExamples writes it anew (-answer +file):\n%s", file, diff)
		}
	}
	if written < 25 {
		t.Errorf("%d examples", written)
	}
}

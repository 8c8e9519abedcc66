package names_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/names"
)

func TestSubjectOf(t *testing.T) {
	t.Parallel()
	osaki := &graph.Node{
		ID: "jp-04215", Kind: graph.Municipality, Level: "city", Within: "jp-04",
		Names: graph.Names{En: "Osaki", Ja: "大崎市", Kana: "おおさきし", Aliases: []string{"Furukawa"}},
		Codes: graph.Codes{"jis": {"04215"}, "jis-earlier": {"04206"}},
	}
	miyagi := &graph.Node{ID: "jp-04", Kind: graph.Prefecture, Names: graph.Names{En: "Miyagi", Ja: "宮城県"}}
	want := names.Subject{
		En: "Osaki", Ja: "大崎市", Kana: "おおさきし", Aliases: []string{"Furukawa"}, Japanese: true, Level: "city",
		Within: []string{"Miyagi", "宮城県"}, Codes: []string{"jis:04215", "jis:04206"},
	}
	if diff := gocmp.Diff(want, names.SubjectOf(osaki, miyagi)); diff != "" {
		t.Errorf("municipality (-want +got):\n%s", diff)
	}
	for question, how := range map[string]names.How{"Ohsaki-shi": names.Exact, "宮城県大崎市": names.Exact, "04206": names.Exact, "jis:0420": 99, "jis-earlier:04206": 99, "古川": 99} {
		hit, ok := names.Match(names.Parse(question), names.Keys(names.SubjectOf(osaki, miyagi)))
		if ok != (how != 99) || ok && hit.How != how {
			t.Errorf("%q: %+v %t", question, hit, ok)
		}
	}

	houston := &graph.Node{ID: "us-tx-houston", Kind: graph.Partner, Country: "US", Level: "city", Names: graph.Names{En: "Houston"}}
	texas := &graph.Node{ID: "us-tx", Kind: graph.Partner, Names: graph.Names{En: "Texas", Ja: "テキサス州"}, Codes: graph.Codes{"usps": {"TX"}}}
	keys := names.Keys(names.SubjectOf(houston, texas))
	for _, question := range []string{"Houston", "Houston, TX", "Houston, Texas", "City of Houston"} {
		if hit, ok := names.Match(names.Parse(question), keys); !ok || hit.How != names.Exact {
			t.Errorf("%q: %+v %t", question, hit, ok)
		}
	}
	if hit, ok := names.Match(names.Parse("Hoston"), keys); !ok || hit.How != names.Fuzzy {
		t.Errorf("Hoston, a typo of a US name: %+v %t", hit, ok)
	}
}

// TestOrganizations finds the real organizations by their names in both
// languages, by a later word, by what is typed of a name so far, and by a typo
// in one word.
func TestOrganizations(t *testing.T) {
	t.Parallel()
	subjects := organizations(t)
	x := indexOf(subjects)
	find := func(question string) map[string]names.How {
		hits, _ := x.Search(names.Parse(question), names.Request{Limit: len(subjects)})
		found := map[string]names.How{}
		for _, h := range hits {
			found[subjects[h.Ord].En] = h.How
		}
		return found
	}
	for _, s := range subjects {
		for _, name := range []string{s.En, s.Ja} {
			if how, ok := find(name)[s.En]; name != "" && (!ok || how != names.Exact) {
				t.Errorf("%q is found %v %t", name, how, ok)
			}
		}
	}
	for _, c := range []struct {
		question, en string
		how          names.How
	}{
		{"Akita Internat", "Akita International University", names.Prefix},
		{"International University", "Akita International University", names.InWord},
		{"Rotary", "Rotary Club of Adrian", names.Prefix},
		{"Rotery", "Rotary Club of Adrian", names.Fuzzy},
		{"Adrain", "Rotary Club of Adrian", names.Fuzzy},
		{"AFS", "AFS Intercultural Programs Japan", names.Prefix},
		{"国際化協会", "Council of Local Authorities for International Relations (CLAIR)", names.InWord},
		{"CLAIR", "Council of Local Authorities for International Relations (CLAIR)", names.InWord},
		{"ジョン", "John Manjiro-Whitfield Commemorative Center for International Exchange (CIE)", names.Prefix},
		{"万次郎", "John Manjiro-Whitfield Commemorative Center for International Exchange (CIE)", names.InWord},
		{"デルタ", "Delta USA", names.Prefix},
	} {
		if how, ok := find(c.question)[c.en]; !ok || how != c.how {
			t.Errorf("%q finds %q %v %t, want %v", c.question, c.en, how, ok, c.how)
		}
	}
}

func organizations(t *testing.T) []names.Subject {
	t.Helper()
	f, err := os.Open("testdata/organizations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []names.Subject
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if field := strings.Split(lines.Text(), "\t"); field[0] != "en" {
			all = append(all, names.Subject{En: field[0], Ja: field[1], Japanese: field[2] == "1"})
		}
	}
	if err := lines.Err(); err != nil || len(all) < 400 {
		t.Fatalf("%d organizations, %v", len(all), err)
	}
	return all
}

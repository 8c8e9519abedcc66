package study_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"enishi/graph"
	"enishi/graph/study"
)

var seven = []string{"jp-04", "jp-21", "jp-22", "jp-25", "jp-32", "jp-35", "jp-39"}

// expected is what the tables say of the ties of a prefecture in a month: who held each then, told from ties.csv, mergers.csv and municipalities.csv.
type expected struct {
	held, undated, unknown map[string]string // by tie: of several holders the last in the table
	holders                map[string]bool   // bodies of the ties held
}

// tablesSay follows each tie along the mergers to the window from start to end (first day after it), days as text; "" is now.
func tablesSay(t *testing.T, prefecture, start, end string) expected {
	towns, mergers := byID(tableOf(t, "municipalities")), map[string][]row{}
	founded := map[string]string{} // of bodies newly set up
	went := map[string]bool{}      // a body of the same name went on that day
	for _, e := range tableOf(t, "events") {
		if e["kind"] == "merged-same-name" {
			went[e["body"]+e["date"]] = true
		}
	}
	for _, m := range tableOf(t, "mergers") {
		mergers[m["body"]] = append(mergers[m["body"]], m)
		if m["change"] == "merged" && !went[m["successor"]+m["date"]] {
			founded[m["successor"]] = m["date"]
		}
	}
	for id, r := range towns {
		if r["founded"] != "" {
			founded[id] = r["founded"]
		}
	}
	inPrefecture := func(id string) bool { return id == prefecture || towns[id]["prefecture"] == prefecture }
	want := expected{map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	for _, tie := range tableOf(t, "ties") {
		signed, ended := tie["signed"], tie["ended"]
		over := end == "" && tie["status"] == "ended" || end != "" && ended != "" && last(ended) < start
		notYet := end != "" && signed != "" && first(signed) >= end
		if over || notYet {
			continue
		}
		for _, body := range tie.list("bodies") {
			if signed != "" && len(tie.list("bodies")) == 1 && founded[body] != "" && founded[body] > last(signed) && end != "" && founded[body] >= end {
				if inPrefecture(body) {
					want.unknown[tie["id"]] = body
				}
				continue
			}
			heir := false
			for len(mergers[body]) > 0 && (end == "" || mergers[body][0]["date"] <= start) {
				body, heir = mergers[body][0]["successor"], true
			}
			if !inPrefecture(body) {
				continue
			}
			switch {
			case end == "" || signed != "" || heir:
				certainty := ""
				if end != "" && !heir && signed != "" && last(signed) >= end {
					certainty = " possible"
				}
				want.held[tie["id"]] = body + certainty
				want.holders[body] = true
			default:
				want.undated[tie["id"]] = body
			}
		}
	}
	return want
}

func bodies(list []study.Affiliation) map[string]string {
	out := map[string]string{}
	for _, a := range list {
		out[a.Tie.Tie] = a.Body
		if a.Certainty == graph.Possible {
			out[a.Tie.Tie] += " possible"
		}
	}
	return out
}

func dossier(t *testing.T, id string, when graph.Time) study.Dossier {
	t.Helper()
	d, err := study.FindDossier(t.Context(), bundledStore(t), study.DossierQuery{Prefecture: id, Time: when})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var studyClosed = graph.Time{AsOf: graph.MustDate("1989-08")}

// TestAffiliationsOfTheSeven holds appendix 1 of the seven prefectures, in August 1989, before the great mergers and now, to the tables.
func TestAffiliationsOfTheSeven(t *testing.T) {
	for _, id := range seven {
		now := bodies(dossier(t, id, graph.Time{}).Appendices.Affiliations)
		for _, at := range []struct{ asOf, start, end string }{{"1989-08", "1989-08-01", "1989-09-01"}, {"2003-04-01", "2003-04-01", "2003-04-02"}, {"", "", ""}} {
			d := dossier(t, id, graph.Time{AsOf: graph.MustDate(at.asOf)})
			want := tablesSay(t, id, at.start, at.end)
			a := d.Appendices
			if diff := cmp.Diff(want.held, bodies(a.Affiliations)); diff != "" {
				t.Errorf("%s at %q, affiliations (-tables +dossier):\n%s", id, at.asOf, diff)
			}
			if diff := cmp.Diff(want.undated, bodies(a.Undated)); diff != "" {
				t.Errorf("%s at %q, undated (-tables +dossier):\n%s", id, at.asOf, diff)
			}
			unknown := bodies(a.BodyUnknown)
			for k, v := range unknown {
				unknown[k] = strings.TrimSuffix(v, " possible")
			}
			if diff := cmp.Diff(want.unknown, unknown); diff != "" {
				t.Errorf("%s at %q, body of then unknown (-tables +dossier):\n%s", id, at.asOf, diff)
			}
			for tie := range want.held {
				if _, still := now[tie]; !still && at.end != "" && !slices.ContainsFunc(a.Affiliations, func(x study.Affiliation) bool { return x.Tie.Tie == tie && x.Became.Kind == study.HasEnded }) {
					t.Errorf("%s: %s held at %s is neither among the ties of now nor said to have ended", id, tie, at.asOf)
				}
			}
		}
	}
}

// TestAffiliationsOfAll holds appendix 1 of every prefecture on the eve of the great mergers to the tables: among them are ties whose body of then is unknown.
func TestAffiliationsOfAll(t *testing.T) {
	unknown := 0
	for _, p := range tableOf(t, "prefectures") {
		a, want := dossier(t, p["id"], graph.Time{AsOf: graph.MustDate("2003-04-01")}).Appendices, tablesSay(t, p["id"], "2003-04-01", "2003-04-02")
		for _, x := range []struct {
			what string
			want map[string]string
			got  []study.Affiliation
		}{{"affiliations", want.held, a.Affiliations}, {"undated", want.undated, a.Undated}, {"body of then unknown", want.unknown, a.BodyUnknown}} {
			if diff := cmp.Diff(x.want, bodies(x.got)); diff != "" {
				t.Errorf("%s, %s (-tables +dossier):\n%s", p["id"], x.what, diff)
			}
		}
		unknown += len(a.BodyUnknown)
	}
	if unknown == 0 {
		t.Error("no tie of 2003 has an unknown body of then, though some are older than their body")
	}
}

// TestMiyagi looks at single rows of the dossier that a reader of the study would look for.
func TestMiyagi(t *testing.T) {
	d := dossier(t, "jp-04", studyClosed)
	then := bodies(d.Appendices.Affiliations)
	if then["tie-jp-04100-us-ca-riverside"] != "jp-04100" {
		t.Errorf("Sendai and Riverside of 1957: %q", then["tie-jp-04100-us-ca-riverside"])
	}
	for _, r := range tableOf(t, "ties") {
		if b := r.list("bodies")[0]; strings.HasPrefix(b, "jp-04") && r["signed"] != "" && first(r["signed"]) > "1989-08-31" && then[r["id"]] != "" {
			t.Errorf("%s, signed %s, stands in the dossier of August 1989", r["id"], r["signed"])
		}
	}
	in := func(list []study.OrganizationEntry, id string) bool {
		return slices.ContainsFunc(list, func(o study.OrganizationEntry) bool { return o.ID == id })
	}
	orgs := byID(tableOf(t, "organizations"))
	for id, o := range orgs {
		if !strings.HasPrefix(o["place"], "jp-04") {
			continue
		}
		a := &d.Appendices
		holds := o["founded"] != "" && first(o["founded"]) < "1989-09-01" && (o["until"] == "" || last(o["until"]) >= "1989-08-01")
		if in(a.Organizations, id) != holds || in(a.UndatedOrganization, id) != (o["founded"] == "") && (o["until"] == "" || last(o["until"]) >= "1989-08") {
			t.Errorf("%s, founded %q: organizations %v, undated %v", id, o["founded"], in(a.Organizations, id), in(a.UndatedOrganization, id))
		}
	}
	for _, l := range d.Limits {
		if l.Key == "municipalities-without-tie" && (l.Whole.Count < 60 || l.Part.Count >= l.Whole.Count) {
			t.Errorf("Miyagi had 71 municipalities in 1989: %d, of them %d without a tie", l.Whole.Count, l.Part.Count)
		}
	}
}

// TestDossierNamesItsRecords: each id in a dossier is among its nodes, edges and sources, of each prefecture.
func TestDossierNamesItsRecords(t *testing.T) {
	for _, id := range []string{"jp-04", "jp-22", "jp-13", "jp-29"} {
		d := dossier(t, id, studyClosed)
		nodes, edges, sources, ties := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, n := range d.Network.Nodes {
			nodes[n.ID] = true
		}
		for _, e := range d.Network.Edges {
			edges[e.ID], ties[e.Tie] = true, true
		}
		for _, s := range d.Network.Sources {
			sources[s.ID] = true
		}
		for _, a := range slices.Concat(d.Appendices.Affiliations, d.Appendices.Undated, d.Appendices.BodyUnknown, d.Appendices.Former) {
			for _, n := range append([]string{a.Body, a.Partner, a.Became.Body}, a.SignedBy...) {
				if !nodes[n] {
					t.Errorf("%s: %s lacks node %q", id, a.Tie.Tie, n)
				}
			}
			if !edges[a.Edge] {
				t.Errorf("%s: no edge %s", id, a.Edge)
			}
			for _, s := range a.Citations {
				if !sources[s] {
					t.Errorf("%s: %s lacks source %s", id, a.Tie.Tie, s)
				}
			}
		}
		for _, p := range slices.Concat(d.Programs, d.UndatedPrograms) {
			for _, l := range slices.Concat(p.Organizers, p.Participants) {
				if !nodes[l.Node] || !nodes[p.ID] || !edges[l.Edge] {
					t.Errorf("%s: %s lacks %s", id, p.ID, l.Node)
				}
			}
		}
		for _, r := range d.Roles {
			for _, f := range r.Figures {
				for _, rec := range slices.Concat(f.Records, f.UndatedRecords) {
					if !nodes[rec] && !ties[rec] {
						t.Errorf("%s: %s %s counts %s, which is not there", id, r.Actor, f.Key, rec)
					}
				}
			}
		}
	}
}

// TestProgramsAndRoles recounts programs by organizer and their link to the economy from programs.csv.
func TestProgramsAndRoles(t *testing.T) {
	orgs, towns := byID(tableOf(t, "organizations")), byID(tableOf(t, "municipalities"))
	for _, id := range seven {
		here := func(n string) bool {
			return n == id || towns[n]["prefecture"] == id || orgs[n]["place"] == id || towns[orgs[n]["place"]]["prefecture"] == id
		}
		want, economy, all := map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, p := range tableOf(t, "programs") {
			who := append(p.list("organizers"), p.list("participants")...)
			if p["scope"] != "" || p["since"] == "" || first(p["since"]) >= "1989-09-01" || !slices.ContainsFunc(who, here) {
				continue
			}
			all[p["id"]] = true
			economy[p["id"]] = slices.Contains(p.list("themes"), "economy")
			for _, o := range p.list("organizers") {
				actor := orgs[o]["sector"]
				switch {
				case strings.HasPrefix(o, "us-") || orgs[o]["country"] == "US":
					actor = study.Abroad
				case len(o) == 5 && strings.HasPrefix(o, "jp-"):
					actor = "prefectural-government"
				case strings.HasPrefix(o, "jp-"):
					actor = "municipal-government"
				}
				if want[actor] == nil {
					want[actor] = map[string]bool{}
				}
				want[actor][p["id"]] = true
			}
		}
		d := dossier(t, id, studyClosed)
		for _, r := range d.Roles {
			for _, f := range r.Figures {
				if f.Key == "programs-organized" {
					if diff := cmp.Diff(sorted(want[r.Actor]), f.Records); diff != "" {
						t.Errorf("%s: programs of %s (-tables +dossier):\n%s", id, r.Actor, diff)
					}
				}
			}
		}
		if diff := cmp.Diff(sorted(economy), d.Economy.Programs.Part.Records); diff != "" {
			t.Errorf("%s: economy (-tables +dossier):\n%s", id, diff)
		}
		if diff := cmp.Diff(sorted(all), d.Economy.Programs.Whole.Records); diff != "" {
			t.Errorf("%s: programs begun (-tables +dossier):\n%s", id, diff)
		}
		if listed := len(d.Programs); listed != len(all) {
			t.Errorf("%s: %d programs listed, the tables have %d", id, listed, len(all))
		}
	}
}

// TestDossierOfLittle: prefectures without organizations, dated ties or ties say so.
func TestDossierOfLittle(t *testing.T) {
	nara := dossier(t, "jp-29", graph.Time{}) // no tie at all
	if n := len(nara.Appendices.Affiliations); n != 0 {
		t.Errorf("Nara has no tie in the tables; the dossier lists %d", n)
	}
	thin := 0
	for _, f := range nara.Findings {
		if f.Thin != nil {
			thin++
		}
	}
	if thin == 0 {
		t.Error("nothing of Nara is said to be thin")
	}
	aomori := dossier(t, "jp-02", studyClosed) // no organization
	for _, o := range aomori.Appendices.Organizations {
		if o.Located {
			t.Errorf("Aomori has no organization in the tables; the dossier lists %s", o.ID)
		}
	}
	if aomori.Economy.Organizations.Value != nil || aomori.Economy.Organizations.Thin == nil {
		t.Error("a share of no organizations has no value and says that nothing is on record")
	}
	for _, list := range []any{nara.Appendices.Affiliations, nara.Programs, nara.Timeline, nara.Appendices.Organizations} {
		if strings.HasSuffix(fmt.Sprintf("%#v", list), "(nil)") {
			t.Error("an empty list is [], not null")
		}
	}
}

func TestDossierRefuses(t *testing.T) {
	for id, want := range map[string]error{"jp-99": graph.ErrNotFound, "jp-04100": graph.ErrInvalid, "us-ca": graph.ErrInvalid, "": graph.ErrInvalid, "Miyagi": graph.ErrInvalid} {
		_, err := study.FindDossier(t.Context(), bundledStore(t), study.DossierQuery{Prefecture: id})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", id, err, want)
		}
	}
	if _, err := study.FindDossier(t.Context(), bundledStore(t), study.DossierQuery{Prefecture: "jp-04100"}); err == nil || !strings.Contains(err.Error(), "jp-04") {
		t.Errorf("the error for Sendai does not say where it lies: %v", err)
	}
}

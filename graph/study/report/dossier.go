package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/study"
)

// dossierDocument tells a dossier as a document.
func dossierDocument(d *study.Dossier, lang string) *document {
	b := dossierWriter{newWriter(&d.Network, lang), d}
	w := b.writer
	w.doc.Version = d.Version
	w.doc.Title = w.say("International exchange of "+w.label(d.Prefecture.ID)+": a dossier", w.label(d.Prefecture.ID)+"の国際交流：調査票")
	w.doc.Subtitle = w.say("As of ", "時点：") + w.when(d.Time)
	b.lead()
	b.summary()
	b.places()
	b.affiliations()
	b.organizations()
	b.programs()
	b.timeline()
	b.roles()
	b.economy()
	b.limits()
	return &w.doc
}

type dossierWriter struct {
	*writer
	d *study.Dossier
}

func (b *dossierWriter) lead() {
	a := &b.d.Appendices
	name, when := b.label(b.d.Prefecture.ID), b.when(b.d.Time)
	if n := len(a.Affiliations); n > 0 {
		b.doc.Lead = append(b.doc.Lead, b.say(fmt.Sprintf("%s (%s): %s on record, with %s in %s.", name, when, plural(n, "affiliation"), plural(distinct(a.Affiliations, func(x study.Affiliation) string { return x.Partner }), "partner"),
			plural(distinct(a.Affiliations, func(x study.Affiliation) string { return x.State }), "state")),
			fmt.Sprintf("%s（%s）：記録のある提携は%d件、相手先は%dか所、%d州にわたる。", name, when, n, distinct(a.Affiliations, func(x study.Affiliation) string { return x.Partner }), distinct(a.Affiliations, func(x study.Affiliation) string { return x.State }))))
	} else {
		b.doc.Lead = append(b.doc.Lead, b.say("No affiliation of "+name+" or its municipalities with a date by then is on record ("+when+").", name+"とその市区町村について、その時点までの日付のある提携の記録はない（"+when+"）。"))
	}
	apart := []string{}
	if n := len(a.Undated); n > 0 {
		apart = append(apart, b.say(strconv.Itoa(n)+" whose signing date is unknown", fmt.Sprintf("締結日不明の提携が%d件", n)))
	}
	if n := len(a.BodyUnknown); n > 0 {
		apart = append(apart, b.say(strconv.Itoa(n)+" whose body of then is unknown", fmt.Sprintf("当時の当事者が不明の提携が%d件", n)))
	}
	if len(apart) > 0 {
		b.doc.Lead = append(b.doc.Lead, b.say("Listed apart: "+strings.Join(apart, ", ")+".", "このほか、"+strings.Join(apart, "、")+"ある。"))
	}
	if !slices.ContainsFunc(a.Organizations, located) {
		b.doc.Lead = append(b.doc.Lead, b.say("No organization located here with a founding date by then is on record.", "その時点までの設立日のある所在団体の記録はない。"))
	}
	b.doc.Lead = append(b.doc.Lead, b.say("Bodies are those of the time: a town that later merged stands under its own name. A tie that passed to an heir counts once. “Possible” marks what held only if a date known in part fell favourably.",
		"自治体は当時のものを示す。後に合併した町村もその名で載せる。合併で引き継がれた提携は1件と数える。「可能性あり」は、一部しか分からない日付によっては該当しないことを示す。"))
}

// count is how many of a list are so.
func count[T any](list []T, so func(T) bool) int {
	n := 0
	for _, x := range list {
		if so(x) {
			n++
		}
	}
	return n
}

func located(o study.OrganizationEntry) bool { return o.Located }

func distinct[T any](list []T, key func(T) string) int {
	set := map[string]bool{}
	for _, x := range list {
		if k := key(x); k != "" {
			set[k] = true
		}
	}
	return len(set)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func (b *dossierWriter) summary() {
	a, d := &b.d.Appendices, b.d
	t := table{Caption: b.say("Key figures", "主な数値"), Columns: []column{{b.say("What", "項目"), "wider"}, {b.say("Number", "件数"), "num"}, {b.say("Apart from these", "別に数えるもの"), "wide"}}}
	some := func(n int, en, ja string) string {
		if n == 0 {
			return ""
		}
		return b.say(strconv.Itoa(n)+" "+en, ja+strconv.Itoa(n)+"件")
	}
	row := func(what string, n, possible int, apart ...string) {
		t.Rows = append(t.Rows, []cell{{Text: what, Head: true}, noted(strconv.Itoa(n), some(possible, "of these possible", "うち可能性あり")), text(joinNotes(apart...))})
	}
	elsewhere := func(o study.OrganizationEntry) bool { return !o.Located }
	row(b.say("Affiliations", "提携"), len(a.Affiliations), count(a.Affiliations, func(x study.Affiliation) bool { return x.Certainty == graph.Possible }),
		some(len(a.Undated), "undated", "日付不明"), some(len(a.BodyUnknown), "body of then unknown", "当時の当事者不明"), some(len(a.Former), "over by then", "終了"), some(a.Later.Count, "signed later", "後の締結"))
	row(b.say("Municipalities of then", "当時の市区町村"), d.Municipalities.Count, d.Municipalities.Possible)
	organizations := func(what string, of func(study.OrganizationEntry) bool, later int) {
		row(what, count(a.Organizations, of), count(a.Organizations, func(o study.OrganizationEntry) bool { return of(o) && o.Certainty == graph.Possible }), some(count(a.UndatedOrganization, of), "undated", "日付不明"), some(later, "founded later", "後の設立"))
	}
	organizations(b.say("Organizations located here", "所在する団体"), located, a.LaterOrganizations.Count)
	organizations(b.say("Organizations elsewhere that work with a body here", "他地域に所在し、当地の自治体と連携する団体"), elsewhere, 0)
	row(b.say("Programs and events begun by then", "その時点までに始まった交流事業"), len(d.Programs), count(d.Programs, func(p study.ProgramEntry) bool { return p.Certainty == graph.Possible }),
		some(len(d.UndatedPrograms), "undated", "日付不明"), some(d.LaterPrograms.Count, "begun later", "後の開始"))
	b.section("summary", b.say("Summary", "概要"), false, block{Table: &t})
}

func (b *dossierWriter) places() {
	svg, key := b.drawMap()
	b.section("map", b.say("Map", "地図"), false, block{Drawing: svg, Caption: key})
}

var kindShort = map[graph.TieKind]study.Text{graph.SisterState: {En: "sister state", Ja: "姉妹州県"}, graph.SisterCity: {En: "sister city", Ja: "姉妹都市"}, graph.Friendship: {En: "friendship", Ja: "友好都市"}}

func (b *dossierWriter) affiliationTable(list []study.Affiliation, caption, empty, prefix string) *table {
	t := &table{Caption: caption, Empty: empty, Columns: []column{{"No.", "no"}, {b.say("Body of then", "当時の自治体"), ""}, {b.say("Partner", "相手先"), ""}, {b.say("Kind", "種別"), "short"}, {b.say("Signed", "締結"), "short"},
		{b.say("What became of it", "その後"), ""}, {b.say("Remarks and doubts", "備考・疑義"), "wide"}, {b.say("Sources", "出典"), "cites"}}}
	for i, x := range list {
		signed := b.signatories(&x)
		t.Rows = append(t.Rows, []cell{{Text: prefix + strconv.Itoa(i+1), Head: true, ID: x.Tie.Tie}, noted(b.label(x.Body), signed), noted(b.label(x.Partner), b.stateOf(&x)), text(kindShort[x.TieKind].In(b.lang)),
			noted(b.date(x.Signed), b.certainty(x.Certainty)), text(b.outcome(&x)), text(joinNotes(x.Note, b.doubts(x.Doubts, x.Confidence))), {Cites: b.cite(append(slices.Clone(x.Citations), b.doubtSources(x.Doubts)...)...)}})
	}
	return t
}

// stateOf is the state of a partner that is not the state itself.
func (b *dossierWriter) stateOf(x *study.Affiliation) string {
	if x.State == x.Partner {
		return ""
	}
	return b.label(x.State)
}

// signatories says who signed, where it is another than the body that holds the tie.
func (b *dossierWriter) signatories(x *study.Affiliation) string {
	others := slices.DeleteFunc(slices.Clone(x.SignedBy), func(id string) bool { return id == x.Body })
	switch {
	case x.Signatory != "":
		return b.say("signed by ", "締結：") + x.Signatory
	case x.SignatoryUnknown:
		return b.say("signatory unknown", "締結者不明")
	case len(others) > 0 && len(x.SignedBy) > len(others):
		return b.say("signed jointly with ", "共同締結：") + b.labels(others)
	case len(others) > 0:
		return b.say("signed by ", "締結：") + b.labels(others)
	}
	return ""
}

func (b *dossierWriter) outcome(x *study.Affiliation) string {
	on := b.say(" ("+b.date(x.Became.Date)+")", "（"+b.date(x.Became.Date)+"）")
	if x.Became.Date.IsZero() {
		on = ""
	}
	switch x.Became.Kind {
	case study.PassedOn:
		s := b.say("passed to "+b.label(x.Became.Body)+on, b.label(x.Became.Body)+"が継承"+on)
		if x.Status == graph.Unknown {
			s += b.say("; status unknown", "、現況不明")
		}
		return s
	case study.HasEnded:
		return b.say("ended", "終了") + on
	case study.Unclear:
		return b.say("status unknown", "現況不明")
	}
	return b.say("goes on", "継続")
}

func (b *dossierWriter) affiliations() {
	a := &b.d.Appendices
	blocks := []block{{Table: b.affiliationTable(a.Affiliations, b.say("Affiliations that hold, by date of signing", "続いている提携（締結順）"), b.say("None on record.", "記録なし。"), "")}}
	more := func(list []study.Affiliation, prefix, en, ja string) {
		if len(list) > 0 {
			blocks = append(blocks, block{Table: b.affiliationTable(list, b.say(en, ja), "", prefix)})
		}
	}
	more(a.Undated, b.say("U", "不"), "Undated: nobody says when these were signed", "締結日不明：いつ締結されたかを示す出典がない提携")
	more(a.BodyUnknown, b.say("B", "当"), "Body of then unknown: signed before the body that holds it was founded", "当時の当事者不明：現在の自治体の発足前に締結された提携")
	more(a.Former, b.say("F", "終"), "Over by then", "その時点までに終了した提携")
	if a.Later.Count > 0 {
		blocks = append(blocks, block{Text: b.say(fmt.Sprintf("Signed later, and not in these tables: %d.", a.Later.Count), fmt.Sprintf("この時点より後に締結され、表に含まない提携：%d件。", a.Later.Count))})
	}
	b.section("affiliations", b.say("Appendix 1: sister affiliations", "付録1　姉妹・友好提携"), true, blocks...)
}

func (b *dossierWriter) organizationTable(list []study.OrganizationEntry, caption string) *table {
	t := &table{Caption: caption, Columns: []column{{b.say("Organization", "団体"), "wide"}, {b.say("Place", "所在地"), "short"}, {b.say("Existence", "存続期間"), "short"}, {b.say("Themes", "テーマ"), "short"},
		{b.say("Members, affiliates, programs", "会員・提携・事業"), "wide"}, {b.say("Remarks and doubts", "備考・疑義"), ""}, {b.say("Sources", "出典"), "cites"}}}
	for _, o := range list {
		ids := slices.Clone(o.Citations)
		for _, l := range slices.Concat(o.Members, o.Groups) {
			ids = append(ids, l.Citations...)
		}
		t.Rows = append(t.Rows, []cell{{Text: b.label(o.ID), Note: study.TypeLabel(o.Type, b.lang), Head: true, ID: o.ID}, text(b.label(o.Place)), noted(b.existence(o.Valid), b.certaintyOnce(o.Certainty, o.Valid)), text(b.themes(o.Themes)),
			text(b.belongs(&o)), text(joinNotes(o.Note, b.doubts(o.Doubts, o.Confidence))), {Cites: b.cite(append(ids, b.doubtSources(o.Doubts)...)...)}})
	}
	return t
}

func (b *dossierWriter) existence(r graph.Range) string {
	if r.IsZero() {
		return b.say("unknown", "不明")
	}
	return b.span(r)
}

// certaintyOnce leaves undated out where the date already says unknown.
func (b *dossierWriter) certaintyOnce(c graph.Certainty, r graph.Range) string {
	if c == graph.Undated && r.From.IsZero() {
		return ""
	}
	return b.certainty(c)
}

func (b *dossierWriter) belongs(o *study.OrganizationEntry) string {
	part := func(ls []study.Link, en, ja string) string {
		if len(ls) == 0 {
			return ""
		}
		return b.say(en, ja) + b.links(ls)
	}
	return joinNotes(part(o.Members, "belonging to it: ", "加入者等："), part(o.Groups, "belongs to: ", "加入・連携先："), part(o.Programs, "programs: ", "事業："))
}

func (b *dossierWriter) organizations() {
	a := &b.d.Appendices
	var blocks []block
	parts := func(list []study.OrganizationEntry, here bool, en, ja string) {
		var of []study.OrganizationEntry
		for _, o := range list {
			if o.Located == here {
				of = append(of, o)
			}
		}
		if len(of) == 0 {
			return
		}
		blocks = append(blocks, block{Heading: b.say(en, ja)})
		for _, s := range append(slices.Clone(graph.Sectors), "") {
			var rows []study.OrganizationEntry
			for _, o := range of {
				if o.Sector == s {
					rows = append(rows, o)
				}
			}
			if len(rows) > 0 {
				name := b.axis(graph.BySector, string(s))
				blocks = append(blocks, block{Table: b.organizationTable(rows, b.say("Sector: "+name, "部門："+name))})
			}
		}
	}
	parts(a.Organizations, true, "Located here", "所在する団体")
	if !slices.ContainsFunc(a.Organizations, located) {
		blocks = append(blocks, block{Text: b.say("No organization located here with a founding date by then is on record.", "その時点までの設立日のある所在団体の記録はない。")})
	}
	parts(a.Organizations, false, "Elsewhere, working with a body here", "他地域に所在し、当地の自治体と連携する団体")
	parts(a.UndatedOrganization, true, "Located here, founding unknown", "所在する団体（設立日不明）")
	parts(a.UndatedOrganization, false, "Elsewhere, founding unknown", "他地域の団体（設立日不明）")
	parts(a.FormerOrganizations, true, "Dissolved by then", "その時点までに解散した団体")
	parts(a.FormerOrganizations, false, "Elsewhere, dissolved by then", "その時点までに解散した他地域の団体")
	b.section("organizations", b.say("Appendix 2: organizations related to international exchange", "付録2　国際交流関係団体"), true, blocks...)
}

func (b *dossierWriter) programTable(list []study.ProgramEntry, caption, empty string) *table {
	t := &table{Caption: caption, Empty: empty, Columns: []column{{b.say("Program or event", "事業・行事"), "wide"}, {b.say("When", "時期"), "short"}, {b.say("Organized by", "主催"), "mid"}, {b.say("Taking part", "参加"), "mid"}, {b.say("Themes", "テーマ"), "short"},
		{b.say("Remarks and doubts", "備考・疑義"), "mid"}, {b.say("Sources", "出典"), "cites"}}}
	for _, p := range list {
		state := b.certaintyOnce(p.Certainty, p.Valid)
		if p.Over && p.Valid.From != p.Valid.To {
			state = b.say("over", "終了")
		}
		t.Rows = append(t.Rows, []cell{{Text: b.label(p.ID), Head: true, ID: p.ID}, noted(b.existence(p.Valid), state), text(b.links(p.Organizers)), text(b.links(p.Participants)), text(b.themes(p.Themes)),
			text(joinNotes(p.Note, b.doubts(p.Doubts, p.Confidence))), {Cites: b.cite(append(slices.Clone(p.Citations), b.doubtSources(p.Doubts)...)...)}})
	}
	return t
}

func (b *dossierWriter) programs() {
	var blocks []block
	for i := 0; i < len(b.d.Programs); {
		j := i
		for j < len(b.d.Programs) && b.d.Programs[j].Type == b.d.Programs[i].Type {
			j++
		}
		name := study.TypeLabel(b.d.Programs[i].Type, b.lang)
		blocks = append(blocks, block{Table: b.programTable(b.d.Programs[i:j], b.say("Type: "+name, "種類："+name), "")})
		i = j
	}
	if len(blocks) == 0 {
		blocks = append(blocks, block{Text: b.say("No program with a date by then is on record.", "その時点までの日付のある交流事業の記録はない。")})
	}
	if len(b.d.UndatedPrograms) > 0 {
		blocks = append(blocks, block{Table: b.programTable(b.d.UndatedPrograms, b.say("Undated: nobody says when these began", "開始時期不明"), "")})
	}
	if n := b.d.LaterPrograms.Count; n > 0 {
		blocks = append(blocks, block{Text: b.say(fmt.Sprintf("Begun later, and not in these tables: %d.", n), fmt.Sprintf("この時点より後に始まり、表に含まない事業：%d件。", n))})
	}
	b.section("programs", b.say("Programs and events by type", "交流事業（種類別）"), true, blocks...)
}

func (b *dossierWriter) timeline() {
	if len(b.d.Timeline) == 0 {
		b.section("timeline", b.say("Timeline", "年表"), false, block{Text: b.say("Nothing with a date is on record.", "日付のある記録はない。")})
		return
	}
	t := &table{Caption: b.say("What happened, in order", "出来事（時系列）"), Columns: []column{{b.say("Date", "日付"), "short"}, {b.say("Event", "出来事"), "wide"}}}
	for _, e := range b.d.Timeline {
		t.Rows = append(t.Rows, []cell{{Text: b.date(e.Date), Head: true}, {Text: b.event(e), Link: e.Record}})
	}
	b.section("timeline", b.say("Timeline", "年表"), true, block{Drawing: b.drawTimeline(), Caption: b.say("Each mark is one record; its length of life is not shown.", "一つの印が一件の記録を表す（存続期間は示さない）。")}, block{Table: t})
}

func (b *dossierWriter) event(e study.TimelineEntry) string {
	body, other, record := b.label(e.Body), b.label(e.Other), b.label(e.Record)
	switch e.Kind {
	case study.TieSigned:
		return b.say(body+" and "+other+": affiliation signed", body+"と"+other+"が提携を締結")
	case study.TiePassed:
		return b.say("tie of "+other+" passed to "+body, other+"の提携を"+body+"が継承")
	case study.TieOver:
		return b.say(body+" and "+other+": affiliation ended", body+"と"+other+"の提携が終了")
	case study.OrgFounded:
		return b.say(record+" founded", record+"が発足")
	}
	return b.say(record+" began", "「"+record+"」開始")
}

func (b *dossierWriter) roles() {
	t := &table{Caption: b.say("What each kind of actor does, as of then", "主体別の役割（その時点）"), Columns: []column{{b.say("Actor", "主体"), "wide"}}}
	for _, f := range b.d.Roles[0].Figures {
		t.Columns = append(t.Columns, column{f.Label.In(b.lang), "num"})
	}
	defs := []string{}
	for _, r := range b.d.Roles {
		cells := []cell{{Text: r.Label.In(b.lang), Head: true}}
		for _, f := range r.Figures {
			cells = append(cells, b.figure(f.Figure))
		}
		t.Rows = append(t.Rows, cells)
		defs = append(defs, r.Label.In(b.lang)+b.say(": ", "：")+r.Definition.In(b.lang))
	}
	for _, f := range b.d.Roles[0].Figures {
		defs = append(defs, f.Label.In(b.lang)+b.say(": ", "：")+f.Definition.In(b.lang))
	}
	b.section("roles", b.say("Who drives the exchange", "国際交流の担い手"), false,
		block{Text: b.say("The study found that the drive comes from prefectures and localities, and that non-governmental organizations are few. These numbers let a reader test it for what is on record; where that is too thin, it is said.",
			"研究は、推進力は都道府県と地方自治体にあり、民間団体は少ないとした。以下の数値は、記録の範囲でそれを確かめるためのものである。記録が少なすぎる場合はその旨を記す。")},
		block{Table: b.shareTable(b.d.Findings, b.say("The finding in shares", "割合でみた担い手"))}, block{Table: t}, block{Heading: b.say("Definitions", "定義"), List: defs})
}

// shareTable lists shares with definition, numbers and whether they are thin.
func (w *writer) shareTable(shares []study.Share, caption string) *table {
	t := &table{Caption: caption, Columns: []column{{w.say("Measure and definition", "指標と定義"), "wider"}, {w.say("Part", "該当"), "num"}, {w.say("Whole", "全体"), "num"}, {w.say("Share", "割合"), "num"}, {w.say("How far it tells", "読み方"), ""}}}
	for _, s := range shares {
		said := ""
		if s.Thin != nil {
			said = s.Thin.In(w.lang)
		}
		t.Rows = append(t.Rows, []cell{{Text: s.Label.In(w.lang), Note: s.Definition.In(w.lang), Head: true}, w.figure(s.Part), w.figure(s.Whole), text(percent(s.Value)), text(said)})
	}
	return t
}

func (b *dossierWriter) economy() {
	e := &b.d.Economy
	blocks := []block{{Text: e.Definition.In(b.lang)}, {Table: b.shareTable([]study.Share{e.Organizations, e.Programs, e.ThemeTags}, b.say("Shares tied to the economy", "経済に関わるものの割合"))}}
	if len(e.Decades) > 0 {
		t := &table{Caption: b.say("By decade of founding or beginning", "設立・開始の年代別"), Columns: []column{{b.say("Decade", "年代"), ""}, {b.say("Organizations tied", "経済に関わる団体"), "num"}, {b.say("of", "全体"), "num"}, {b.say("Programs tied", "経済に関わる事業"), "num"}, {b.say("of", "全体"), "num"}}}
		for _, d := range e.Decades {
			t.Rows = append(t.Rows, []cell{{Text: b.axis(graph.ByDecade, strconv.Itoa(d.Decade)), Head: true}, b.figure(d.Organizations.Part), b.figure(d.Organizations.Whole), b.figure(d.Programs.Part), b.figure(d.Programs.Whole)})
		}
		blocks = append(blocks, block{Table: t})
	}
	if len(e.Themes) > 0 {
		t := &table{Caption: b.say("Themes", "テーマ別"), Columns: []column{{b.say("Theme", "テーマ"), ""}, {b.say("Organizations", "団体"), "num"}, {b.say("Programs", "事業"), "num"}}}
		for _, x := range e.Themes {
			t.Rows = append(t.Rows, []cell{{Text: b.themes([]graph.Theme{x.Theme}), Head: true}, b.figure(x.Organizations), b.figure(x.Programs)})
		}
		blocks = append(blocks, block{Table: t})
	}
	if ids := slices.Concat(e.Organizations.Part.Records, e.Programs.Part.Records); len(ids) > 0 {
		names := make([]string, len(ids))
		for i, id := range ids {
			names[i] = b.label(id)
		}
		blocks = append(blocks, block{Heading: b.say("The records counted as tied to the economy", "経済に関わるものとした記録"), List: names})
	}
	b.section("economy", b.say("Economy and internationalization", "経済と国際化"), false, blocks...)
}

func (b *dossierWriter) limits() {
	b.section("limits", b.say("What is not known", "分かっていないこと"), false,
		block{Text: b.say("A dossier tells what public sources say. What follows counts what they leave open.", "この調査票は公開資料に基づく。以下は、資料からは分からない点を数えたものである。")}, block{Table: b.shareTable(b.d.Limits, b.say("Open questions in numbers", "未確認の事項"))})
}

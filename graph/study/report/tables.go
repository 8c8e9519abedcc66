package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"enishi/graph"
	"enishi/graph/format"
	"enishi/graph/study"
)

// header makes columns of keys; a key may end in its kind, "signed:date".
func header(keys ...string) []format.Column {
	out := make([]format.Column, len(keys))
	for i, k := range keys {
		name, kind, _ := strings.Cut(k, ":")
		out[i] = format.Column{Key: name, Kind: format.Kind(kind)}
	}
	return out
}

const listSeparator = "; "

func list[T ~string](vs []T) string {
	parts := make([]string, len(vs))
	for i, v := range vs {
		parts[i] = string(v)
	}
	return strings.Join(parts, listSeparator)
}

// DossierTables are a dossier as tables for CSV and XLSX: affiliations, organizations, programs, roles, shares, economy, timeline, sources. They hold ids and ISO dates with their years beside labels in the
// language; lists in a cell are parted by "; ", so that one of ids, its labels and its roles are of one length.
func DossierTables(d *study.Dossier, lang string) []format.Table {
	b := dossierWriter{newWriter(&d.Network, lang), d}
	b.doc.Title = b.say("Dossier of "+b.label(d.Prefecture.ID)+", "+b.when(d.Time), b.label(d.Prefecture.ID)+"調査票（"+b.when(d.Time)+"）")
	return []format.Table{b.affiliationRows(), b.organizationRows(), b.programRows(), b.roleRows(), b.shareRows("findings", d.Findings), b.economyRows(), b.timelineRows(), b.shareRows("limits", d.Limits), b.sourceRows(&d.Network)}
}

// DossierFacts say whose dossier it is and of when, as keys and values for the table about.
func DossierFacts(d *study.Dossier, lang string) [][2]string {
	w := newWriter(&d.Network, lang)
	return [][2]string{{"prefecture", named(&d.Prefecture, w.lang)}, {"as_of", w.asOf(d.Time)}}
}

// ComparisonFacts are DossierFacts of a comparison.
func ComparisonFacts(c *study.Comparison, lang string) [][2]string {
	w := newWriter(&c.Network, lang)
	names := make([]string, len(c.Prefectures))
	for i := range c.Prefectures {
		names[i] = named(&c.Prefectures[i], w.lang)
	}
	return [][2]string{{"prefectures", list(names)}, {"as_of", w.asOf(c.Time)}}
}

func named(n *graph.FoundNode, lang string) string { return n.Label(lang) + " (" + n.ID + ")" }

// asOf is a time in words for a file that is read later: its now is that of the data, and no file has the time at which it was written.
func (w *writer) asOf(t graph.Time) string {
	if t.Now() {
		return w.say("now, by this version of the data", "現在（この版のデータによる）")
	}
	return w.when(t)
}

func (b *dossierWriter) affiliationRows() format.Table {
	t := format.Table{Name: "affiliations", Title: b.doc.Title, Columns: header("list", "tie", "body", "body_label", "partner", "partner_label", "state", "state_label", "tie_kind", "level", "signed:date", "signed_year:int", "certainty", "signed_by", "signed_by_label", "signatory", "status", "became", "became_body", "became_body_label", "became_date:date", "confidence", "note:prose", "doubts:prose", "sources", "edge")}
	a := &b.d.Appendices
	for _, part := range []struct {
		name string
		list []study.Affiliation
	}{{"holds", a.Affiliations}, {"undated", a.Undated}, {"body-unknown", a.BodyUnknown}, {"former", a.Former}} {
		for _, x := range part.list {
			t.Rows = append(t.Rows, []string{part.name, x.Tie.Tie, x.Body, b.label(x.Body), x.Partner, b.label(x.Partner), x.State, b.label(x.State), string(x.TieKind), string(x.Level), x.Signed.String(), year(x.Signed), string(x.Certainty), list(x.SignedBy), b.names(x.SignedBy), x.Signatory,
				string(x.Status), string(x.Became.Kind), x.Became.Body, b.label(x.Became.Body), x.Became.Date.String(), string(x.Confidence), x.Note, b.doubts(x.Doubts, ""), list(x.Citations), x.Edge})
		}
	}
	return t
}

// names are the labels of ids in one cell, one for each.
func (w *writer) names(ids []string) string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = w.label(id)
	}
	return list(labels)
}

// linkCells are the nodes of links in cells, each node once: ids, labels, and the roles of each.
func (w *writer) linkCells(ls []study.Link) (ids, labels, roles string) {
	var nodes, of []string
	for _, j := range together(ls, func(study.Link) string { return "" }) {
		nodes, of = append(nodes, j.node), append(of, strings.Join(j.roles, ", "))
	}
	return list(nodes), w.names(nodes), list(of)
}

// year is that of a date, as a number to sort and count by; "" of an unknown date.
func year(d graph.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(int(d.Year))
}

func (b *dossierWriter) organizationRows() format.Table {
	t := format.Table{Name: "organizations", Title: b.doc.Title, Columns: header("list", "organization", "label", "sector", "type", "themes", "located:bool", "place", "place_label", "founded:date", "founded_year:int", "until:date", "certainty", "members", "members_label", "members_roles", "groups", "groups_label", "groups_roles", "programs", "programs_label", "confidence", "note:prose", "doubts:prose", "sources")}
	a := &b.d.Appendices
	for _, part := range []struct {
		name string
		list []study.OrganizationEntry
	}{{"exists", a.Organizations}, {"undated", a.UndatedOrganization}, {"former", a.FormerOrganizations}} {
		for _, o := range part.list {
			members, memberLabels, memberRoles := b.linkCells(o.Members)
			groups, groupLabels, groupRoles := b.linkCells(o.Groups)
			programs, programLabels, _ := b.linkCells(o.Programs)
			t.Rows = append(t.Rows, []string{part.name, o.ID, b.label(o.ID), string(o.Sector), o.Type, list(o.Themes), strconv.FormatBool(o.Located), o.Place, b.label(o.Place), o.Valid.From.String(), year(o.Valid.From), o.Valid.To.String(), string(o.Certainty),
				members, memberLabels, memberRoles, groups, groupLabels, groupRoles, programs, programLabels, string(o.Confidence), o.Note, b.doubts(o.Doubts, ""), list(o.Citations)})
		}
	}
	return t
}

func (b *dossierWriter) programRows() format.Table {
	t := format.Table{Name: "programs", Title: b.doc.Title, Columns: header("list", "program", "label", "type", "themes", "since:date", "since_year:int", "until:date", "over:bool", "certainty", "organizers", "organizers_label", "participants", "participants_label", "confidence", "note:prose", "doubts:prose", "sources")}
	for _, part := range []struct {
		name string
		list []study.ProgramEntry
	}{{"begun", b.d.Programs}, {"undated", b.d.UndatedPrograms}} {
		for _, p := range part.list {
			organizers, organizerLabels, _ := b.linkCells(p.Organizers)
			participants, participantLabels, _ := b.linkCells(p.Participants)
			t.Rows = append(t.Rows, []string{part.name, p.ID, b.label(p.ID), p.Type, list(p.Themes), p.Valid.From.String(), year(p.Valid.From), p.Valid.To.String(), strconv.FormatBool(p.Over), string(p.Certainty), organizers, organizerLabels, participants, participantLabels,
				string(p.Confidence), p.Note, b.doubts(p.Doubts, ""), list(p.Citations)})
		}
	}
	return t
}

func (b *dossierWriter) roleRows() format.Table {
	t := format.Table{Name: "roles", Title: b.doc.Title, Columns: header("actor", "actor_label", "figure", "figure_label", "definition:prose", "count:int", "possible:int", "undated:int", "records:prose", "undated_records:prose")}
	for _, r := range b.d.Roles {
		for _, f := range r.Figures {
			t.Rows = append(t.Rows, append([]string{r.Actor, r.Label.In(b.lang), f.Key, f.Label.In(b.lang), f.Definition.In(b.lang)}, figureCells(f.Figure)...))
		}
	}
	return t
}

func figureCells(f study.Figure) []string {
	return []string{strconv.Itoa(f.Count), strconv.Itoa(f.Possible), strconv.Itoa(f.Undated), list(f.Records), list(f.UndatedRecords)}
}

var shareHeader = []string{"measure", "label", "definition:prose", "value:float", "part:int", "part_possible:int", "part_undated:int", "part_records:prose", "part_undated_records:prose", "whole:int", "whole_possible:int", "whole_undated:int", "whole_records:prose", "whole_undated_records:prose", "thin:prose"}

func (w *writer) shareRow(s *study.Share) []string {
	value, thin := "", ""
	if s.Value != nil {
		value = strconv.FormatFloat(*s.Value, 'g', 6, 64)
	}
	if s.Thin != nil {
		thin = s.Thin.In(w.lang)
	}
	row := append([]string{s.Key, s.Label.In(w.lang), s.Definition.In(w.lang), value}, figureCells(s.Part)...)
	return append(append(row, figureCells(s.Whole)...), thin)
}

func (w *writer) shareRows(name string, shares []study.Share) format.Table {
	t := format.Table{Name: name, Title: w.doc.Title, Columns: header(shareHeader...)}
	for i := range shares {
		t.Rows = append(t.Rows, w.shareRow(&shares[i]))
	}
	return t
}

func (b *dossierWriter) economyRows() format.Table {
	t := format.Table{Name: "economy", Title: b.doc.Title, Columns: header(append([]string{"decade:int"}, shareHeader...)...)}
	e := &b.d.Economy
	add := func(decade string, shares ...study.Share) {
		for i := range shares {
			t.Rows = append(t.Rows, append([]string{decade}, b.shareRow(&shares[i])...))
		}
	}
	add("", e.Organizations, e.Programs, e.ThemeTags)
	for _, d := range e.Decades {
		add(strconv.Itoa(d.Decade), d.Organizations, d.Programs)
	}
	return t
}

func (b *dossierWriter) timelineRows() format.Table {
	t := format.Table{Name: "timeline", Title: b.doc.Title, Columns: header("date:date", "year:int", "event", "record", "body", "other", "level", "text:prose")}
	for _, e := range b.d.Timeline {
		t.Rows = append(t.Rows, []string{e.Date.String(), year(e.Date), string(e.Kind), e.Record, e.Body, e.Other, string(e.Level), b.event(e)})
	}
	return t
}

func (w *writer) sourceRows(net *graph.Network) format.Table {
	t := format.Table{Name: "sources", Title: w.doc.Title, Columns: header("id", "locator:link", "publisher", "title:prose", "licence", "credit:prose")}
	for _, s := range net.Sources {
		t.Rows = append(t.Rows, []string{s.ID, s.Locator, s.Publisher, s.Title, s.Licence, s.Credit})
	}
	return t
}

// ComparisonTables are a comparison as tables for CSV and XLSX: the measures with a column for each prefecture, their ranks, and every record behind every value.
func ComparisonTables(c *study.Comparison, lang string) []format.Table {
	w := newWriter(&c.Network, lang)
	w.doc.Title = w.say(fmt.Sprintf("%d prefectures compared, ", len(c.Prefectures))+w.when(c.Time), fmt.Sprintf("%d都道府県の比較（", len(c.Prefectures))+w.when(c.Time)+"）")
	values := format.Table{Name: "measures", Title: w.doc.Title, Columns: header("measure", "group", "label", "definition:prose", "unit")}
	ranks := format.Table{Name: "ranks", Title: w.doc.Title, Columns: header("measure", "label")}
	records := format.Table{Name: "records", Title: w.doc.Title, Columns: header("measure", "prefecture", "record", "label")}
	for _, p := range c.Prefectures {
		values.Columns = append(values.Columns, format.Column{Key: p.ID, Label: p.Label(w.lang), Kind: format.Float})
		ranks.Columns = append(ranks.Columns, format.Column{Key: p.ID, Label: p.Label(w.lang), Kind: format.Int})
	}
	names := tieNames(w, &c.Network)
	for _, m := range c.Measures {
		value, rank := []string{m.Key, string(m.Group), m.Label.In(w.lang), m.Definition.In(w.lang), string(m.Unit)}, []string{m.Key, m.Label.In(w.lang)}
		for _, p := range c.Prefectures {
			v, known := m.Values[p.ID]
			if !known {
				value, rank = append(value, ""), append(rank, "")
				continue
			}
			value, rank = append(value, strconv.FormatFloat(v, 'g', 8, 64)), append(rank, strconv.Itoa(m.Ranks[p.ID]))
			for _, id := range m.Records[p.ID] {
				label := names[id]
				if label == "" {
					label = w.label(id)
				}
				records.Rows = append(records.Rows, []string{m.Key, p.ID, id, label})
			}
		}
		values.Rows, ranks.Rows = append(values.Rows, value), append(ranks.Rows, rank)
	}
	return []format.Table{values, ranks, records, w.sourceRows(&c.Network)}
}

// tieNames are the last holder and the partner of each lineage.
func tieNames(w *writer, net *graph.Network) map[string]string {
	edges := slices.Clone(net.Edges)
	slices.SortFunc(edges, func(a, b graph.FoundEdge) int { return graph.CompareHolders(&a.Edge, &b.Edge) })
	names := map[string]string{}
	for _, e := range edges {
		if e.Kind == graph.SisterOf {
			names[e.Tie] = w.label(e.Source) + "–" + w.label(e.Target)
		}
	}
	return names
}

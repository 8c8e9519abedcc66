package api

import (
	"context"
	"errors"

	"enishi/graph"
	"enishi/graph/study"
	"enishi/graph/study/report"
)

// ofPath is an error of a study's question; the prefecture that it speaks of is the id in the path here.
func ofPath(err error) error {
	told, ok := errors.AsType[*graph.Error](err)
	if !ok || told.Param != "prefecture" {
		return err
	}
	named := *told
	named.Param = "id"
	return &named
}

func askDossier(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	d, err := study.FindDossier(ctx, r, study.DossierQuery{Prefecture: q.id, Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, ofPath(err)
	}
	n := &d.Network
	return &answer{version: d.Version, network: n, report: writtenBy(&d, report.DossierFacts, report.DossierTables, report.DossierHTML, report.DossierMarkdown), body: dossierAnswer{Meta: plainMeta{d.Version, q.normal()}, Prefecture: nodeRecord(d.Prefecture), Municipalities: d.Municipalities, Appendices: d.Appendices, Programs: d.Programs,
		UndatedPrograms: d.UndatedPrograms, LaterPrograms: d.LaterPrograms, Roles: d.Roles, Findings: d.Findings, Economy: d.Economy, Timeline: d.Timeline, Limits: d.Limits, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: q.links("")}}, nil
}

func askCompare(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	c, err := study.FindComparison(ctx, r, study.CompareQuery{Prefectures: q.list("prefectures"), Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, err
	}
	n := &c.Network
	return &answer{version: c.Version, report: writtenBy(&c, report.ComparisonFacts, report.ComparisonTables, report.ComparisonHTML, report.ComparisonMarkdown), body: compareAnswer{Meta: plainMeta{c.Version, q.normal()}, Prefectures: c.Prefectures, Measures: c.Measures, Nodes: n.Nodes, Edges: n.Edges,
		Sources: n.Sources, Links: q.links("")}}, nil
}

func askChanges(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	c, err := study.FindChanges(ctx, r, study.ChangesQuery{Prefecture: q.id, From: q.date("from"), To: q.date("to")})
	if err != nil {
		return nil, ofPath(err)
	}
	n := &c.Network
	return &answer{version: c.Version, table: func() *table { return changeTable(&c, q.lang) }, body: changesAnswer{Meta: plainMeta{c.Version, q.normal()}, Prefecture: nodeRecord(c.Prefecture), From: c.From, To: c.To,
		Items: c.Items, Same: c.Same, Unclear: c.Unclear, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: q.links("")}}, nil
}

func changeTable(c *study.Changes, lang string) *table {
	labels := map[string]string{}
	for i := range c.Network.Nodes {
		labels[c.Network.Nodes[i].ID] = c.Network.Nodes[i].Label(lang)
	}
	t := &table{header: []string{"kind", "date", "record", "label", "before", "before_label", "after", "after_label", "partner", "partner_label", "certainty"}}
	for _, x := range c.Items {
		t.rows = append(t.rows, []string{string(x.Kind), x.Date.String(), x.Record, labels[x.Record], x.Before, labels[x.Before], x.After, labels[x.After], x.Partner, labels[x.Partner], string(x.Certainty)})
	}
	return t
}

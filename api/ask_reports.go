package api

import (
	"context"

	"enishi/graph"
	"enishi/graph/study"
	"enishi/graph/study/report"
)

func askDossier(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	d, err := study.FindDossier(ctx, r, study.DossierQuery{Prefecture: q.id, Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, err
	}
	n := &d.Network
	return &answer{version: d.Version, network: n, report: writtenBy(&d, report.DossierTables, report.DossierHTML, report.DossierMarkdown), body: dossierAnswer{Meta: plainMeta{d.Version, q.normal()}, Prefecture: nodeRecord(d.Prefecture), Municipalities: d.Municipalities, Appendices: d.Appendices, Programs: d.Programs,
		UndatedPrograms: d.UndatedPrograms, LaterPrograms: d.LaterPrograms, Roles: d.Roles, Findings: d.Findings, Economy: d.Economy, Timeline: d.Timeline, Limits: d.Limits, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: q.links("")}}, nil
}

func askCompare(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	c, err := study.FindComparison(ctx, r, study.CompareQuery{Prefectures: q.list("prefectures"), Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, err
	}
	n := &c.Network
	return &answer{version: c.Version, report: writtenBy(&c, report.ComparisonTables, report.ComparisonHTML, report.ComparisonMarkdown), body: compareAnswer{Meta: plainMeta{c.Version, q.normal()}, Prefectures: c.Prefectures, Measures: c.Measures, Nodes: n.Nodes, Edges: n.Edges,
		Sources: n.Sources, Links: q.links("")}}, nil
}

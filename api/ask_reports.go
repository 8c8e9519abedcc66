package api

import (
	"context"
	"strconv"

	"enishi/graph"
	"enishi/graph/study"
)

func askDossier(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	d, err := study.FindDossier(ctx, r, study.DossierQuery{Prefecture: q.id, Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, err
	}
	n := &d.Network
	return &answer{version: d.Version, network: n, body: dossierAnswer{Meta: plainMeta{d.Version, q.normal()}, Prefecture: nodeRecord(d.Prefecture), Municipalities: d.Municipalities, Appendices: d.Appendices, Programs: d.Programs,
		UndatedPrograms: d.UndatedPrograms, LaterPrograms: d.LaterPrograms, Roles: d.Roles, Findings: d.Findings, Economy: d.Economy, Timeline: d.Timeline, Limits: d.Limits, Nodes: n.Nodes, Edges: n.Edges, Sources: n.Sources, Links: q.links("")}}, nil
}

func askCompare(ctx context.Context, r graph.Reader, q *question) (*answer, error) {
	c, err := study.FindComparison(ctx, r, study.CompareQuery{Prefectures: q.list("prefectures"), Time: q.time(), IncludeScoped: q.one("scope") == "include"})
	if err != nil {
		return nil, err
	}
	n := &c.Network
	return &answer{version: c.Version, table: func() *table { return compareTable(&c, q.lang) }, body: compareAnswer{Meta: plainMeta{c.Version, q.normal()}, Prefectures: c.Prefectures, Measures: c.Measures, Nodes: n.Nodes, Edges: n.Edges,
		Sources: n.Sources, Links: q.links("")}}, nil
}

// compareTable is a line per measure, a column per prefecture.
func compareTable(c *study.Comparison, lang string) *table {
	t := &table{header: []string{"key", "label", "unit", "definition"}}
	for i := range c.Prefectures {
		t.header = append(t.header, c.Prefectures[i].Label(lang))
	}
	for _, m := range c.Measures {
		line := []string{m.Key, m.Label.In(lang), string(m.Unit), m.Definition.In(lang)}
		for i := range c.Prefectures {
			value := ""
			if v, ok := m.Values[c.Prefectures[i].ID]; ok {
				value = strconv.FormatFloat(v, 'g', -1, 64)
			}
			line = append(line, value)
		}
		t.rows = append(t.rows, line)
	}
	return t
}

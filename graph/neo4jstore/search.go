package neo4jstore

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"enishi/graph"
	"enishi/graph/names"
)

var stSearch = question("search")

// Search implements graph.Reader: the full-text index brings the nodes that share a term with the question, names.Match decides and says how.
func (r *reader) Search(ctx context.Context, q graph.SearchQuery) (graph.SearchResult, error) {
	q, err := q.Normalize()
	if err != nil {
		return graph.SearchResult{}, err
	}
	text := names.Parse(q.Text)
	terms := found(text.Terms())
	if terms == "" {
		version, err := r.Version(ctx)
		return graph.SearchResult{Version: version}, err
	}
	got, err := r.ask(ctx, stSearch, with(filterParams(q.Filter), map[string]any{"terms": terms}))
	if err != nil {
		return graph.SearchResult{}, err
	}
	hits, err := judge(text, got.list)
	if err != nil {
		return graph.SearchResult{}, err
	}
	out := graph.SearchResult{Version: got.head.version, Total: len(hits)}
	for _, h := range hits[min(q.Offset, len(hits)):min(q.Offset+q.Limit, len(hits))] {
		out.Hits = append(out.Hits, h.Hit)
	}
	return out, nil
}

// ranked is a hit with what ranks it.
type ranked struct {
	graph.Hit
	how    names.How
	degree int64
}

// judge keeps the rows (record, certainty, record of within, degree) that match, in the order of SearchQuery.
func judge(text names.Query, list [][]any) ([]ranked, error) {
	var hits []ranked
	for _, row := range list {
		n, err := decode[graph.Node](row[0].(string))
		if err != nil {
			return nil, err
		}
		var within *graph.Node
		if record, ok := row[2].(string); ok {
			w, err := decode[graph.Node](record)
			if err != nil {
				return nil, err
			}
			within = &w
		}
		if hit, ok := names.Match(text, names.Keys(names.SubjectOf(&n, within))); ok {
			hits = append(hits, ranked{how: hit.How, degree: row[3].(int64), Hit: graph.Hit{Node: graph.FoundNode{Node: n, Certainty: certainties[row[1].(int64)]},
				Name: hit.Name, Lang: string(hit.Lang), How: graph.How(hit.How.String())}})
		}
	}
	slices.SortFunc(hits, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(b.degree, a.degree), cmp.Compare(a.Node.ID, b.Node.ID))
	})
	return hits, nil
}

// maxTerm bounds the bytes of a term in the index: more than any question has.
const maxTerm = 1000

func clipTerms(terms []string) []string {
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		if len(t) > maxTerm {
			n := maxTerm
			for !utf8.RuneStart(t[n]) {
				n--
			}
			t = t[:n]
		}
		out = append(out, t)
	}
	return out
}

// found writes the terms of a question in the query language of the full-text index: text terms as prefixes, near terms whole.
func found(t names.Terms) string {
	return strings.TrimSpace(lucene("_text", clipTerms(t.Text), "*") + " " + lucene("_near", clipTerms(t.Near), ""))
}

// lucene asks a property for any of the terms. Every character is escaped that is not a letter or digit.
func lucene(property string, terms []string, ending string) string {
	var parts []string
	for _, t := range terms {
		parts = append(parts, property+":"+escape(t)+ending)
	}
	return strings.Join(parts, " ")
}

func escape(term string) string {
	var b strings.Builder
	for _, r := range term {
		if r < utf8.RuneSelf && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

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
//
// The statement has no LIMIT: the total counts every hit, and how well a node matches, which ranks before its degree, is known only once its names were compared, so that any
// cut in Neo4j would change totals, order and pages. The bounds are elsewhere: candidates are judged one by one as they come and no more than twice the hits up
// to the end of the page are kept, the page ends at MaxNodes + MaxPage hits, and QueryTimeout ends the question on the server and here.
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
	var top best
	got, err := r.askEach(ctx, stSearch, with(filterParams(q.Filter), map[string]any{"terms": terms}),
		func() { top = best{keep: q.Offset + q.Limit} },
		func(row []any) error {
			hit, matches, err := judge(text, row)
			if err == nil && matches {
				top.add(hit)
			}
			return err
		})
	if err != nil {
		return graph.SearchResult{}, err
	}
	out := graph.SearchResult{Version: got.head.version, Total: top.total}
	hits := top.ordered()
	for _, h := range hits[min(q.Offset, len(hits)):] {
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

// judge reads a row (record, certainty, record of within, degree) and says whether and how its node matches.
func judge(text names.Query, row []any) (hit ranked, matches bool, err error) {
	n, err := decode[graph.Node](row[0].(string))
	if err != nil {
		return hit, false, err
	}
	var within *graph.Node
	if record, ok := row[2].(string); ok {
		w, err := decode[graph.Node](record)
		if err != nil {
			return hit, false, err
		}
		within = &w
	}
	match, ok := names.Match(text, names.Keys(names.SubjectOf(&n, within)))
	if !ok {
		return hit, false, nil
	}
	return ranked{how: match.How, degree: row[3].(int64), Hit: graph.Hit{Node: graph.FoundNode{Node: n, Certainty: certainties[row[1].(int64)]},
		Name: match.Name, Lang: string(match.Lang), How: graph.How(match.How.String())}}, true, nil
}

// best keeps the first hits in the order of SearchQuery, of any number that is added.
type best struct {
	keep, total int
	hits        []ranked // at most twice as many as are kept, in no order
}

func (b *best) add(hit ranked) {
	b.total++
	if b.hits = append(b.hits, hit); len(b.hits) >= 2*b.keep {
		b.ordered()
	}
}

// ordered returns the kept hits in order, and lets go of the others.
func (b *best) ordered() []ranked {
	slices.SortFunc(b.hits, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(b.degree, a.degree), cmp.Compare(a.Node.ID, b.Node.ID))
	})
	if len(b.hits) > b.keep {
		clear(b.hits[b.keep:])
		b.hits = b.hits[:b.keep]
	}
	return b.hits
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

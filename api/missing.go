package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"enishi/graph"
)

// explaining bounds the work of explaining what was not found.
const (
	explainTimeout  = 2 * time.Second
	maxSuggestions  = 5
	newestReleases  = 200 // that are looked through for removals
	deletedReleases = 20  // of them, the newest with removals, are searched for a deleted record
	removalPages    = 4   // of graph.MaxPage changes of a release: its diff is computed anew for each
	removalsTimeout = 10 * time.Second
)

// retiredID is the form of a Japanese body's id: its code, perhaps an earlier one.
var retiredID = regexp.MustCompile(`^jp-(\d{2}|\d{5})$`)

// explainMissing makes "not found" useful: a retired id of the path leads to its one holder, a deleted record is gone, and for the rest
// the problem names what was perhaps meant. An error on the way, or no place among the questions computed, leaves the plain problem.
func (s *server) explainMissing(c *gin.Context, rt *route, missing error) error {
	ctx, cancel := context.WithTimeout(c.Request.Context(), explainTimeout)
	defer cancel()
	var g *graph.Error
	id := ""
	if asGraphError(missing, &g) {
		id = g.ID
	}
	if id == "" {
		return missing
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return missing
	}
	defer leave()
	if rt.record != "" && id == c.Param("id") {
		return s.explainPath(ctx, c, rt, id, missing)
	}
	p := problemNotFound.problem("no record has the id " + graph.Clip(id))
	p.Suggestions = s.suggest(ctx, c, id)
	for _, name := range []string{"from", "to", "via", "prefectures"} {
		if slices.Contains(strings.Split(c.Query(name), ","), id) {
			p.Errors = append(p.Errors, fault{Parameter: name, Detail: "no node has the id " + graph.Clip(id)})
		}
	}
	return p
}

func (s *server) explainPath(ctx context.Context, c *gin.Context, rt *route, id string, missing error) error {
	if rt.record == graph.NodeRecord {
		holders, err := s.holders(ctx, id)
		if err != nil {
			return missing
		}
		if len(holders) == 1 {
			path := strings.Replace(c.FullPath(), ":id", url.PathEscape(holders[0].ID), 1)
			return &retired{address(path, c.Request.URL.RawQuery)}
		}
		if len(holders) > 1 {
			p := problemNotFound.problem(id + " is the code of several bodies; suggestions lists them")
			p.Suggestions = candidates(c, holders)
			return p
		}
	}
	if deleted, err := s.deleted(ctx, rt.record, id); err == nil && deleted != "" {
		return problemGone.problem("the " + string(rt.record) + " " + id + " was deleted by release " + deleted)
	}
	p := problemNotFound.problem("no " + string(rt.record) + " has the id " + graph.Clip(id))
	if rt.record == graph.NodeRecord {
		p.Suggestions = s.suggest(ctx, c, id)
	}
	return p
}

// holders are the bodies that hold the code that an id is made of.
func (s *server) holders(ctx context.Context, id string) ([]graph.Node, error) {
	m := retiredID.FindStringSubmatch(id)
	if m == nil {
		return nil, nil
	}
	return s.Store.ByCode(ctx, "jis", m[1])
}

// suggest finds nodes of a similar id or name, in this order: the holders of a code, the id in small letters, ids a slip or two away, names of the id's words, the prefecture or
// state that the id would lie in.
func (s *server) suggest(ctx context.Context, c *gin.Context, id string) []candidate {
	for _, look := range []func(context.Context, string) ([]graph.Node, error){s.holders, s.similar, s.namedBy, s.around} {
		nodes, err := look(ctx, id)
		if err != nil {
			return nil
		}
		if len(nodes) > 0 {
			return candidates(c, nodes)
		}
	}
	return nil
}

// similar are the node of the id in small letters, else those a slip or two away among the ids that start alike.
func (s *server) similar(ctx context.Context, id string) ([]graph.Node, error) {
	id = strings.ToLower(id)
	if !graph.ValidID(id) {
		return nil, nil
	}
	if exact, err := s.Store.NodesByID(ctx, []string{id}); err != nil || len(exact) > 0 {
		return exact, err
	}
	const rest, most = 3, 100 // letters at the end that may be wrong; ids looked at
	if len(id) <= 2*rest {
		return nil, nil
	}
	start := strings.TrimRight(id[:len(id)-rest], "-")
	page, err := s.Store.Nodes(ctx, graph.NodesQuery{Filter: graph.Filter{Time: graph.Time{Any: true}, IncludeUndated: true}, Page: graph.Page{After: start, Limit: most}})
	if err != nil {
		return nil, err
	}
	nodes := make([]graph.Node, len(page.Items))
	for i := range page.Items {
		nodes[i] = page.Items[i].Node
	}
	return nearIDs(id, nodes), nil
}

// around are the prefecture or state whose id the id starts with, else those whose ids are near its first two words.
func (s *server) around(ctx context.Context, id string) ([]graph.Node, error) {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return nil, err
	}
	var all []graph.Node
	for _, param := range []string{"prefecture", "state"} {
		list, err := s.areas.list(ctx, s.Store, version, param)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	id = strings.ToLower(id)
	for _, n := range all {
		if strings.HasPrefix(id, n.ID) {
			return []graph.Node{n}, nil
		}
	}
	words := strings.SplitN(id, "-", 3)
	return nearIDs(strings.Join(words[:min(len(words), 2)], "-"), all), nil
}

// namedBy are the nodes whose names have the words of the id.
func (s *server) namedBy(ctx context.Context, id string) ([]graph.Node, error) {
	for _, text := range searchTexts(id) {
		found, err := s.Store.Search(ctx, graph.SearchQuery{Text: text, Limit: maxSuggestions})
		if err != nil {
			return nil, err
		}
		if len(found.Hits) == 0 {
			continue
		}
		nodes := make([]graph.Node, len(found.Hits))
		for i, h := range found.Hits {
			nodes[i] = h.Node.Node
		}
		return nodes, nil
	}
	return nil, nil
}

// searchTexts are the texts that an id may have meant: its words without the prefixes of ids, then its last word.
func searchTexts(id string) []string {
	id = strings.ToValidUTF8(id, "")
	words := strings.FieldsFunc(id, func(r rune) bool { return r == '-' || r == '_' || r == ' ' || r < ' ' })
	if len(words) > 1 && (words[0] == "jp" || words[0] == "org" || words[0] == "prog") {
		words = words[1:]
	}
	if len(words) > 2 && words[0] == "us" && len(words[1]) == 2 {
		words = words[2:]
	}
	if len(words) == 0 {
		return nil
	}
	clip := func(s string) string {
		r := []rune(s)
		return string(r[:min(len(r), graph.MaxSearch)])
	}
	all := clip(strings.Join(words, " "))
	if len(words) == 1 {
		return []string{all}
	}
	return []string{all, clip(words[len(words)-1])}
}

func candidates(c *gin.Context, nodes []graph.Node) []candidate {
	lang := "en"
	if l := c.Query("lang"); l == "ja" || l == "" {
		lang = chooseLanguage(l, c.GetHeader("Accept-Language"))
	}
	return listNodes(nodes, lang)
}

// listNodes shows nodes that were perhaps meant.
func listNodes(nodes []graph.Node, lang string) []candidate {
	out := make([]candidate, 0, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		out = append(out, candidate{ID: n.ID, Kind: n.Kind, Label: n.Label(lang), URL: prefix + "/nodes/" + n.ID})
	}
	return out
}

// recordKey names a record.
type recordKey struct {
	kind graph.RecordKind
	id   string
}

// deleted is the id of the release that removed the record, "" if none of the newest did. What a release removed never changes, so each is read once.
func (s *server) deleted(ctx context.Context, kind graph.RecordKind, id string) (string, error) {
	if !graph.ValidID(id) {
		return "", nil
	}
	releases, err := s.Store.Releases(ctx, newestReleases)
	if err != nil {
		return "", err
	}
	looked := 0
	for _, r := range releases {
		if r.Changes.Removed == 0 || r.Parent == "" {
			continue
		}
		if looked++; looked > deletedReleases {
			break
		}
		removed, err := s.removed.get(ctx, r.ID, func() (map[recordKey]bool, error) { return s.removals(ctx, r) })
		if err != nil {
			return "", err
		}
		if removed[recordKey{kind, id}] {
			return r.ID, nil
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
	}
	return "", nil
}

// removals are the records that a release removed, among its first changes. It is finished for those who ask later also where the client, or its patience, is gone.
func (s *server) removals(ctx context.Context, r graph.ReleaseInfo) (map[recordKey]bool, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removalsTimeout)
	defer cancel()
	removed := map[recordKey]bool{}
	q := graph.DiffQuery{From: r.Parent, To: r.ID, Limit: graph.MaxPage}
	for range removalPages {
		d, err := s.Store.Diff(ctx, q)
		if errors.Is(err, context.DeadlineExceeded) {
			break // another try would take as long
		}
		if err != nil {
			return nil, err
		}
		for _, change := range d.Changes {
			if change.After == nil {
				removed[recordKey{change.Kind, change.ID}] = true
			}
		}
		if q.Kind, q.After = d.NextKind, d.NextAfter; q.After == "" {
			break
		}
	}
	return removed, nil
}

// noRoute answers what no route takes: the page's own addresses, else a problem.
func (s *server) noRoute(c *gin.Context) {
	if s.page(c) {
		return
	}
	p := problemNotFound.problem("no resource has this path; /openapi.json describes those that are")
	s.sendProblem(c, p)
}

// noMethod answers a method that the path does not take.
func (s *server) noMethod(c *gin.Context) {
	allow := c.Writer.Header().Get("Allow")
	p := problemMethod.problem("use one of " + allow)
	p.allow = allow
	s.sendProblem(c, p)
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

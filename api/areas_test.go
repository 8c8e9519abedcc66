package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"enishi/api"
	"enishi/graph"
)

// asked is a store that counts the questions about nodes.
type asked struct {
	graph.Store
	n *int
}

type askedReader struct {
	graph.Reader
	n *int
}

func (a asked) View(ctx context.Context, fn func(graph.Reader) error) error {
	return a.Store.View(ctx, func(r graph.Reader) error { return fn(askedReader{r, a.n}) })
}

func (a askedReader) NodesByID(ctx context.Context, ids []string) ([]graph.Node, error) {
	*a.n++
	return a.Reader.NodesByID(ctx, ids)
}

func (a askedReader) Nodes(ctx context.Context, q graph.NodesQuery) (graph.NodePage, error) {
	*a.n++
	return a.Reader.Nodes(ctx, q)
}

// TestAreasAreAskedForOnce: whether a prefecture is there is asked once for each version of the data, and the data decide: also for ids that no list of the 47 has.
func TestAreasAreAskedForOnce(t *testing.T) {
	s, n := small(t), 0
	apply(t, s, &graph.Release{Nodes: []graph.Node{{ID: "jp-edo", Kind: graph.Prefecture, Names: graph.Names{En: "Edo"}}, {ID: "us-ca", Kind: graph.Partner, Level: "state", Names: graph.Names{En: "California"}}}})
	h := api.New(api.Config{Store: asked{s, &n}, KeepAnswers: -1})
	ask := func(query string, status, questions int) {
		t.Helper()
		n = 0
		if w := visit(h, "/api/v1/edges?"+query); w.Code != status || n != questions {
			t.Errorf("%s: %d after %d questions, want %d after %d: %s", query, w.Code, n, status, questions, w.Body)
		}
	}
	ask("prefecture=jp-edo,jp-04&state=us-ca", http.StatusOK, 1)
	for limit := range 20 {
		ask(fmt.Sprintf("prefecture=jp-edo&state=us-ca&limit=%d", limit+1), http.StatusOK, 0)
	}
	ask("prefecture=us-ca", http.StatusBadRequest, 2) // the list is kept
	ask("prefecture=jp-99", http.StatusBadRequest, 1)
	ask("prefecture=jp-04", http.StatusOK, 0)
	apply(t, s, &graph.Release{DeleteNodes: []string{"jp-edo"}})
	ask("prefecture=jp-04", http.StatusOK, 1)
	w := visit(h, "/api/v1/edges?prefecture=jp-edo")
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "no prefecture has the id jp-edo; use jp-04") {
		t.Errorf("a prefecture that is gone: %d %s", w.Code, w.Body)
	}
}

// TestAreaGoneMeanwhile: a version that is known does not vouch for the next: the first question after a release that took the area away is refused.
func TestAreaGoneMeanwhile(t *testing.T) {
	s := small(t)
	apply(t, s, &graph.Release{Nodes: []graph.Node{{ID: "jp-edo", Kind: graph.Prefecture, Names: graph.Names{En: "Edo"}}}})
	h := api.New(api.Config{Store: s})
	for _, want := range []int{http.StatusOK, http.StatusBadRequest} {
		if w := visit(h, "/api/v1/nodes?prefecture=jp-edo"); w.Code != want {
			t.Errorf("%d, want %d: %s", w.Code, want, w.Body)
		}
		apply(t, s, &graph.Release{DeleteNodes: []string{"jp-edo"}})
	}
}

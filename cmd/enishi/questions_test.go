package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"enishi/api"
	"enishi/graph/embedstore"
)

// TestFlagsAreParameters: every flag of a question is a parameter that the API has there, and is explained.
func TestFlagsAreParameters(t *testing.T) {
	t.Parallel()
	s, err := embedstore.Memory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := httptest.NewRecorder()
	api.New(api.Config{Store: s}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var doc struct {
		Paths map[string]struct {
			Get struct{ Parameters []struct{ Name string } }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		path, known := doc.Paths["/api/v1"+q.path]
		if !known {
			t.Errorf("%s asks %s, which the API has not", q.use, q.path)
			continue
		}
		has := map[string]bool{}
		for _, p := range path.Get.Parameters {
			has[p.Name] = true
		}
		for _, p := range strings.Fields(q.params + " format " + commonParams[q.common]) {
			if !has[p] {
				t.Errorf("%s: --%s is no parameter of %s", q.use, flagOf(p), q.path)
			}
			if parameters[p] == "" {
				t.Errorf("%s: --%s is not explained", q.use, flagOf(p))
			}
		}
	}
}

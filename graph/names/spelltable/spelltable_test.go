package spelltable_test

import (
	"regexp"
	"slices"
	"testing"

	"enishi/graph/names"
	"enishi/graph/names/spelltable"
)

// TestSpellings asks every row of the table of all bodies at once, from the
// index and by comparing bodies one by one, and demands the same of both.
func TestSpellings(t *testing.T) {
	t.Parallel()
	c := newCorpus()
	for _, row := range spelltable.Spellings() {
		hit, ok := c.ask(t, row.Query)[row.ID]
		if !ok || hit.How.String() != row.How {
			t.Errorf("%q finds %s %s (found: %t), want %s (%s)", row.Query, row.ID, hit.How, ok, row.How, row.Comment)
		}
	}
}

func TestLookalikes(t *testing.T) {
	t.Parallel()
	c := newCorpus()
	for _, row := range spelltable.Lookalikes() {
		hit, ok := c.ask(t, row.Query)[row.ID]
		if ok && (row.Never == "any" || hit.How == names.Exact) {
			t.Errorf("%q finds %s %q as %q; never %s: %s", row.Query, row.ID, hit.Name, hit.How, row.Never, row.Comment)
		}
	}
}

// TestTables keeps the tables worth running: large enough, without typing
// errors, without a row twice.
func TestTables(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	valid := regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	for _, e := range spelltable.Corpus() {
		if ids[e.ID] || !valid.MatchString(e.ID) || e.Subject.En == "" {
			t.Errorf("corpus: bad or repeated body %+v", e)
		}
		ids[e.ID] = true
	}
	rows := map[[2]string]bool{}
	for _, row := range spelltable.Spellings() {
		known := slices.Contains([]string{"exact", "prefix", "word", "fuzzy"}, row.How)
		if key := [2]string{row.Query, row.ID}; rows[key] || !ids[row.ID] || !known {
			t.Errorf("spellings: bad or repeated row %+v", row)
		} else {
			rows[key] = true
		}
	}
	for _, row := range spelltable.Lookalikes() {
		if !ids[row.ID] || row.Never != "any" && row.Never != "exact" {
			t.Errorf("lookalikes: bad row %+v", row)
		}
	}
	if len(ids) < 4000 || len(rows) < 200 {
		t.Errorf("%d bodies and %d spellings, want 4000 and 200", len(ids), len(rows))
	}
}

type corpus struct {
	entries []spelltable.Entry
	keys    [][]names.Key
	index   *names.Index
}

func newCorpus() corpus {
	c := corpus{entries: spelltable.Corpus()}
	for _, e := range c.entries {
		c.keys = append(c.keys, names.Keys(e.Subject))
	}
	c.index = names.NewIndex(len(c.entries), func(ord uint32) names.Subject { return c.entries[ord].Subject })
	return c
}

// ask returns the hits for a question by id.
func (c corpus) ask(t *testing.T, question string) map[string]names.Hit {
	t.Helper()
	q := names.Parse(question)
	found, total := c.index.Search(q, names.Request{Limit: len(c.entries)})
	hits := map[string]names.Hit{}
	for _, f := range found {
		hits[c.entries[f.Ord].ID] = f.Hit
	}
	if len(hits) != total {
		t.Errorf("%q: %d hits of %d", question, len(hits), total)
	}
	for i, e := range c.entries {
		got, found := hits[e.ID]
		if !found && i%16 != len(question)%16 { // a sixteenth of those not found, another each time
			continue
		}
		if want, ok := names.Match(q, c.keys[i]); found != ok || got != want {
			t.Errorf("%q, %s: the index says %+v, Match %+v (%t)", question, e.ID, got, want, ok)
		}
	}
	return hits
}

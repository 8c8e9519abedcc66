package neo4jstore

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"enishi/graph/names"
)

// TestBest adds hits in every order to lists that keep any number of them, beside a sort of all: the same first ones, the same total, and never more than twice as many are held.
func TestBest(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		all := make([]ranked, random.IntN(60))
		for i := range all {
			all[i] = ranked{how: names.How(random.IntN(3)), degree: random.Int64N(3)}
			all[i].Node.ID = fmt.Sprintf("n-%02d", i)
		}
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		top := best{keep: 1 + random.IntN(30)}
		for _, hit := range all {
			if top.add(hit); len(top.hits) > 2*top.keep {
				t.Fatalf("%d hits are held to keep %d", len(top.hits), top.keep)
			}
		}
		slices.SortFunc(all, func(a, b ranked) int {
			return cmp.Or(int(a.how)-int(b.how), int(b.degree-a.degree), cmp.Compare(a.Node.ID, b.Node.ID))
		})
		want := all[:min(len(all), top.keep)]
		if diff := gocmp.Diff(want, top.ordered(), gocmp.AllowUnexported(ranked{}), cmpopts.EquateEmpty()); diff != "" || top.total != len(all) {
			t.Fatalf("keeping %d of %d (total %d): want (-), got (+)\n%s", top.keep, len(all), top.total, diff)
		}
	}
}

package neo4jstore

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// warmers is how many questions are planned at a time: a server with more cores to spare than that is quick anyway.
const warmers = 4

// Warm has the server plan every question of readers before somebody waits for the answer. A Neo4j that has just started runs its planner uncompiled and needs seconds for each of the
// first questions; on a busy machine more than a caller waits. Nothing is read: a statement with EXPLAIN is planned and not run, and the plan is kept for the statement itself. Once all are planned
// a second call costs some milliseconds for each. Errors are those of a question; what was planned before stays so.
//
// In a cluster each server plans for itself, and is warmed as far as the driver happens to choose it.
func (s *Store) Warm(ctx context.Context) error {
	names := slices.Sorted(maps.Keys(questions))
	errs := make([]error, len(names))
	turns := make(chan struct{}, warmers)
	var all sync.WaitGroup
	for i, name := range names {
		turns <- struct{}{}
		all.Go(func() {
			_, errs[i] = s.run(ctx, neo4j.AccessModeRead, questions[name].explained(), map[string]any{})
			<-turns
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

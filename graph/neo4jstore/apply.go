package neo4jstore

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"enishi/graph"
)

var (
	stLock         = load("write_lock")
	stState        = load("write_state")
	stBatch        = load("write_batch")
	stRelease      = load("write_release")
	stNodePut      = perLabel("node_put")
	stNodeCreate   = perLabel("node_create")
	stNodeDelete   = load("node_delete")
	stEdgeCreate   = perType("edge_create")
	stEdgeDelete   = load("edge_delete")
	stRecordPut    = perRecord("record_put")
	stRecordDelete = perRecord("record_delete")
	stPastPut      = load("past_put")
	stStagedPut    = load("staged_put")
	stStagedTake   = load("staged_take")
	stStagedDelete = load("staged_delete")
	stStagedClear  = load("staged_clear")
	stMark         = load("write_mark")
	stSettled      = load("write_settled")
	stWipeEdges    = load("wipe_edges")
	stWipeNodes    = load("wipe_nodes")
)

// tx is the part of a transaction that a write needs.
type tx interface {
	Run(ctx context.Context, cypher string, params map[string]any) (neo4j.ResultWithContext, error)
}

// lockState is what write_lock returns.
type lockState struct {
	head
	hash   graph.ContentHash
	plan   string
	batch  int64
	target string
	idle   time.Duration // since the transaction before
}

// Apply implements graph.Writer. See the package comment for what is atomic how.
func (s *Store) Apply(ctx context.Context, r *graph.Release) (graph.ReleaseInfo, error) {
	if err := r.Check(); err != nil {
		return graph.ReleaseInfo{}, &graph.Error{Op: "apply", Detail: err.Error(), Err: graph.ErrInvalid}
	}
	return s.write(ctx, r.Note, func(base lockState) (*plan, error) { return s.makePlan(ctx, base.head, base.hash, r) })
}

// errRaced says that another release was made between plan and write, or that a load was undone by another process.
var errRaced = errors.New("another writer was first")

// write makes a plan and carries it out; where another writer was first, it starts again.
func (s *Store) write(ctx context.Context, note string, makePlan func(lockState) (*plan, error)) (graph.ReleaseInfo, error) {
	for range tries {
		info, err := s.writeOnce(ctx, note, makePlan)
		if errors.Is(err, errRaced) || errors.Is(err, errChanged) {
			continue
		}
		return info, s.wrap("apply", err)
	}
	return graph.ReleaseInfo{}, &graph.Error{Op: "apply", Detail: "other writers were first, again and again", Retry: time.Second, Err: graph.ErrConflict}
}

func (s *Store) writeOnce(ctx context.Context, note string, makePlan func(lockState) (*plan, error)) (graph.ReleaseInfo, error) {
	if err := s.finishAbandoned(ctx, abandonedAfter); err != nil {
		return graph.ReleaseInfo{}, err
	}
	base, err := s.lockState(ctx)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	p, err := makePlan(base)
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	if len(p.steps) == 0 {
		return s.current(ctx)
	}
	info := graph.ReleaseInfo{Number: int(base.release) + 1, Time: time.Now().UTC().Truncate(time.Second), Version: p.hash.Version(), Note: note, Changes: p.counts}
	info.ID = releaseID(int64(info.Number))
	if base.release > 0 {
		info.Parent = releaseID(base.release)
	}
	id := planID()
	switch {
	case len(p.steps) <= s.opts.SmallRelease:
		if err = s.applySmall(ctx, p, id, info); err == nil {
			s.settle(ctx, int64(info.Number))
		}
	case base.release == 0:
		err = s.applyFirst(ctx, p, id, info)
	default:
		err = s.applyLarge(ctx, p, id, info)
	}
	if err != nil {
		return graph.ReleaseInfo{}, err
	}
	s.tidy(ctx, int64(info.Number))
	return info, nil
}

// tidy deletes what writers left staged that were not first, or died. The release is made: no error matters.
func (s *Store) tidy(ctx context.Context, release int64) {
	if err := s.clearStaged(ctx, release, ""); err != nil && !graph.IsCancelled(err) {
		s.opts.Log.Warn("waste of earlier writes was left in Neo4j; the next release deletes it", "err", err)
	}
}

func releaseID(number int64) string { return "r" + strconv.FormatInt(number, 10) }

// current describes the release that readers see; of an empty store, one without id.
func (s *Store) current(ctx context.Context) (graph.ReleaseInfo, error) {
	list, err := s.Releases(ctx, 1)
	if err != nil || len(list) == 0 {
		return graph.ReleaseInfo{Version: graph.EmptyVersion}, err
	}
	list[0].Changes = graph.ChangeCounts{}
	return list[0], nil
}

// applySmall writes the whole release in one transaction.
func (s *Store) applySmall(ctx context.Context, p *plan, id string, info graph.ReleaseInfo) error {
	return s.transact(ctx, "small", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
		if now.head != p.base {
			return s.mustBeMade(ctx, t, id, info, errRaced)
		}
		if err := s.carryOut(ctx, t, p.steps, int64(info.Number)); err != nil {
			return false, err
		}
		return false, finish(ctx, t, id, info, p.hash, nil)
	})
}

// settle lets readers in after a release of one transaction, which Neo4j makes visible record by record and in the indexes last; until then they would see the new version on the way.
// Where this fails, they come in by themselves after 3 s (_version.cypher).
func (s *Store) settle(ctx context.Context, release int64) {
	if _, err := s.run(ctx, neo4j.AccessModeWrite, stSettled, map[string]any{"release": release}); err != nil && !graph.IsCancelled(err) {
		s.opts.Log.Warn("readers of the new release wait for up to 3 s", "err", err)
	}
}

// mustBeMade reports the transaction as done if the release was made by this plan: its COMMIT had been done, though not answered, or another process
// ended it. Otherwise it returns the error.
func (s *Store) mustBeMade(ctx context.Context, t tx, id string, info graph.ReleaseInfo, otherwise error) (done bool, err error) {
	result, err := t.Run(ctx, stMark.text, asked(map[string]any{"id": info.ID}))
	if err != nil {
		return false, err
	}
	for result.Next(ctx) {
		if result.Record().Values[0] == id {
			return true, nil
		}
	}
	if err := result.Err(); err != nil {
		return false, err
	}
	return false, otherwise
}

// applyFirst writes the first release of an empty database straight to its place, batch by batch: readers are refused until it is whole, and what
// fails or crashes is mended by emptying the database again.
func (s *Store) applyFirst(ctx context.Context, p *plan, id string, info graph.ReleaseInfo) error {
	if err := s.decide(ctx, p, id, stateLoading, info); err != nil {
		return err
	}
	if err := s.load(ctx, p, id, info); err != nil {
		return errors.Join(err, s.undoLoad(context.WithoutCancel(ctx), id))
	}
	return nil
}

func (s *Store) load(ctx context.Context, p *plan, id string, info graph.ReleaseInfo) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	number := int64(0)
	for batch := range s.ahead(ctx, p.steps, int64(info.Number)) {
		if batch.err != nil {
			return batch.err
		}
		number++
		err := s.transact(ctx, "load-batch", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
			switch {
			case now.plan != id: // another process took this one for dead, while the server was away, and undid its load: it begins again
				return false, errRaced
			case now.batch >= number:
				return true, nil
			}
			if err := execAll(ctx, t, batch.calls); err != nil {
				return false, err
			}
			return false, exec(ctx, t, stBatch, map[string]any{"batch": number})
		})
		if err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil { // then there are batches that were not made
		return err
	}
	return s.end(ctx, id, info, p.hash)
}

// batch is what one transaction of a load runs.
type batch struct {
	calls []call
	err   error
}

// ahead makes the calls of the steps of a load, a batch after the other, one ahead of the server, until ctx ends.
func (s *Store) ahead(ctx context.Context, steps []step, release int64) <-chan batch {
	made := make(chan batch)
	go func() {
		defer close(made)
		for chunk := range slices.Chunk(steps, s.opts.BatchSize) {
			calls, err := s.calls(chunk, release, true)
			select {
			case made <- batch{calls, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return made
}

// applyLarge stages the release, decides it, and applies it batch by batch.
func (s *Store) applyLarge(ctx context.Context, p *plan, id string, info graph.ReleaseInfo) error {
	if err := s.stage(ctx, p, id); err != nil {
		return errors.Join(err, s.clearStaged(context.WithoutCancel(ctx), 0, id))
	}
	if err := s.decide(ctx, p, id, stateApplying, info); err != nil {
		return err // perhaps it is decided, so what is staged stays; if it is not, the next release deletes it
	}
	// From here on the release is made, whoever is cancelled: it is carried to its end.
	return s.finishPlan(context.WithoutCancel(ctx))
}

func (s *Store) stage(ctx context.Context, p *plan, id string) error {
	seq := 0
	for chunk := range slices.Chunk(p.steps, s.opts.BatchSize) {
		var staged []any
		for _, st := range chunk {
			seq++
			staged = append(staged, map[string]any{"key": fmt.Sprintf("%s/%012d", id, seq), "plan": id, "base": p.base.release, "phase": int64(st.phase),
				"kind": string(st.kind), "id": st.id, "record": st.record, "since": st.since, "text": ids(st.text), "near": ids(st.near)})
		}
		if _, err := s.run(ctx, neo4j.AccessModeWrite, stStagedPut, map[string]any{"rows": staged}); err != nil {
			return err
		}
	}
	return nil
}

// target is what a decided plan leads to, kept in the database so that any process can end it.
type target struct {
	Info graph.ReleaseInfo `json:"info"`
	Hash []byte            `json:"hash"`
}

// decide marks the store as being changed by the plan, if it still is what the plan was made from.
func (s *Store) decide(ctx context.Context, p *plan, id, state string, info graph.ReleaseInfo) error {
	text, err := json.Marshal(target{info, p.hash.Bytes()})
	if err != nil {
		return err
	}
	return s.transact(ctx, "decide", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
		if now.plan == id {
			return true, nil
		}
		if now.head != p.base {
			return s.mustBeMade(ctx, t, id, info, errRaced)
		}
		return false, exec(ctx, t, stState, map[string]any{"state": state, "plan": id, "target": string(text)})
	})
}

// end is the last transaction of a release written in batches.
func (s *Store) end(ctx context.Context, id string, info graph.ReleaseInfo, hash graph.ContentHash) error {
	return s.transact(ctx, "end", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
		if now.plan != id {
			return s.mustBeMade(ctx, t, id, info, errRaced)
		}
		return false, finish(ctx, t, id, info, hash, int64(info.Number)) // the records were committed before
	})
}

// abandonedAfter is how long a plan that does not move is left to its own process; less than the default RetryFor, so that who waits for it sees its end.
const abandonedAfter = 10 * time.Second

// finishAbandoned ends what another process began: a decided release is applied if it has not moved for longer than patience, a first load
// that has not moved for abandonedAfter is undone. The first may be done beside the process that began it; the second would take its work away.
func (s *Store) finishAbandoned(ctx context.Context, patience time.Duration) error {
	var got rows
	err := s.retry(ctx, func(ctx context.Context) (err error) {
		got, _, err = s.askOnce(ctx, stVersion, nil, noRows)
		return err
	})
	if err != nil || got.head.state == stateReady || got.head.state == stateSettling || got.idle < patience {
		return err
	}
	s.rescue.Lock()
	defer s.rescue.Unlock()
	if got.head.state == stateApplying {
		return s.finishPlan(ctx)
	}
	return s.undoLoad(ctx, "")
}

// rescueLater lets a reader that finds an abandoned plan have it ended without waiting for it.
func (s *Store) rescueLater() {
	if !s.rescue.TryLock() {
		return // somebody is at it
	}
	s.rescue.Unlock()
	s.background.Go(func() {
		if err := s.finishAbandoned(s.life, abandonedAfter); err != nil && !graph.IsCancelled(err) {
			s.opts.Log.Error("ending what another process left", "err", err)
		}
	})
}

// finishPlan applies the staged steps of the decided plan, each batch with the deletion of its staged steps in one transaction, and ends the release.
func (s *Store) finishPlan(ctx context.Context) error {
	for {
		var left int
		var plan, text string
		err := s.transact(ctx, "apply-batch", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
			if plan, text, left = now.plan, now.target, 0; now.state != stateApplying {
				plan = ""
				return true, nil
			}
			steps, keys, err := takeStaged(ctx, t, now.plan, s.opts.BatchSize)
			if err != nil {
				return false, err
			}
			if left = len(steps); left == 0 {
				return false, nil
			}
			if err := s.carryOut(ctx, t, steps, now.release+1); err != nil {
				return false, err
			}
			return false, exec(ctx, t, stStagedDelete, map[string]any{"keys": keys})
		})
		if err != nil || plan == "" {
			return err
		}
		if left == 0 {
			return s.endPlan(ctx, plan, text)
		}
	}
}

func (s *Store) endPlan(ctx context.Context, plan, text string) error {
	var to target
	if err := json.Unmarshal([]byte(text), &to); err != nil {
		return fmt.Errorf("the plan in the database is damaged: %w", err)
	}
	hash, err := graph.ParseContentHash(to.Hash)
	if err != nil {
		return err
	}
	return s.end(ctx, plan, to.Info, hash)
}

// clearStaged deletes the staged steps made from a release before the given one, and those of one plan.
func (s *Store) clearStaged(ctx context.Context, release int64, plan string) error {
	for {
		records, err := s.run(ctx, neo4j.AccessModeWrite, stStagedClear, map[string]any{"release": release, "plan": plan, "limit": int64(s.opts.BatchSize)})
		if err != nil || records[0].Values[0].(int64) == 0 {
			return err
		}
	}
}

// undoLoad empties a database whose first release was not written whole: the load of the plan, or any that has not moved for abandonedAfter.
func (s *Store) undoLoad(ctx context.Context, plan string) error {
	id := planID()
	err := s.transact(ctx, "undo", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
		if now.plan == id {
			return true, nil
		}
		if now.state != stateLoading || (now.plan != plan && now.idle < abandonedAfter) {
			id = ""
			return true, nil
		}
		return false, exec(ctx, t, stState, map[string]any{"state": stateLoading, "plan": id, "target": ""})
	})
	if err != nil || id == "" {
		return err
	}
	for _, st := range []statement{stWipeEdges, stWipeNodes} {
		if err := s.wipe(ctx, id, st); err != nil {
			return err
		}
	}
	return s.transact(ctx, "undone", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
		if now.plan != id {
			return true, nil
		}
		return false, exec(ctx, t, stState, map[string]any{"state": stateReady, "plan": nil, "target": nil})
	})
}

// wipe deletes in batches, for as long as the database is being emptied by the plan: another process may have gone on and begun a new load.
func (s *Store) wipe(ctx context.Context, plan string, st statement) error {
	for left := true; left; {
		err := s.transact(ctx, "wipe", func(ctx context.Context, t tx, now lockState) (done bool, err error) {
			if left = now.plan == plan; !left {
				return true, nil
			}
			result, err := t.Run(ctx, st.text, asked(map[string]any{"limit": int64(s.opts.BatchSize)}))
			if err != nil {
				return false, err
			}
			record, err := result.Single(ctx)
			if err == nil {
				left = record.Values[0].(int64) > 0
			}
			return false, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func planID() string { return rand.Text() }

func (s *Store) fault(stage string) error {
	if s.opts.Fault == nil {
		return nil
	}
	return s.opts.Fault(stage)
}

// transact runs do in a transaction that holds the writers' lock. do is called again where the connection was lost, also in COMMIT, so it looks
// first at whether its work is done already.
func (s *Store) transact(ctx context.Context, stage string, do func(context.Context, tx, lockState) (done bool, err error)) error {
	return s.retry(ctx, func(ctx context.Context) error {
		if err := s.fault(stage); err != nil {
			return err
		}
		return s.bounded(ctx, s.writeTimeout(), func(ctx context.Context) error { return s.transactOnce(ctx, stage, do) })
	})
}

func (s *Store) transactOnce(ctx context.Context, stage string, do func(context.Context, tx, lockState) (done bool, err error)) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	t, err := session.BeginTransaction(ctx, s.config(ctx)...)
	if err != nil {
		return err
	}
	defer t.Close(ctx)
	now, err := readLock(ctx, t)
	if err != nil {
		return err
	}
	done, err := do(ctx, t, now)
	if err != nil || done {
		return err
	}
	if err := s.fault(stage + "-commit"); err != nil {
		return err
	}
	if err := t.Commit(ctx); err != nil {
		return err
	}
	return s.fault(stage + "-committed")
}

// writeTimeout bounds one transaction of a write: a batch may take long on a busy server.
func (s *Store) writeTimeout() time.Duration { return 10 * s.opts.QueryTimeout }

// lockState reads what write_lock returns without keeping the lock, once no other release is being applied.
func (s *Store) lockState(ctx context.Context) (now lockState, err error) {
	err = s.transact(ctx, "look", func(_ context.Context, _ tx, state lockState) (bool, error) {
		if now = state; now.state != stateReady {
			return false, applyingError("apply")
		}
		return true, nil
	})
	return now, err
}

func readLock(ctx context.Context, t tx) (lockState, error) {
	result, err := t.Run(ctx, stLock.text, nil)
	if err != nil {
		return lockState{}, err
	}
	record, err := result.Single(ctx)
	if err != nil {
		return lockState{}, err
	}
	v := record.Values
	now := lockState{head: head{v[0].(string), v[1].(string), v[2].(int64)}}
	now.plan, _ = v[4].(string)
	now.batch, _ = v[5].(int64)
	now.target, _ = v[6].(string)
	idle, _ := v[7].(int64)
	now.idle = time.Duration(idle) * time.Millisecond
	now.hash, err = graph.ParseContentHash(v[3].([]byte))
	return now, err
}

func exec(ctx context.Context, t tx, st statement, params map[string]any) error {
	result, err := t.Run(ctx, st.text, asked(params))
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// finish ends a release; settled is its number, or nil where it is to be settled after the commit.
func finish(ctx context.Context, t tx, mark string, info graph.ReleaseInfo, hash graph.ContentHash, settled any) error {
	return exec(ctx, t, stRelease, map[string]any{"settled": settled, "mark": mark, "id": info.ID, "number": int64(info.Number), "parent": info.Parent, "time": info.Time, "version": info.Version,
		"note": info.Note, "hash": hash.Bytes(), "added": int64(info.Changes.Added), "changed": int64(info.Changes.Changed), "removed": int64(info.Changes.Removed)})
}

func takeStaged(ctx context.Context, t tx, plan string, limit int) (steps []step, keys []any, err error) {
	result, err := t.Run(ctx, stStagedTake.text, asked(map[string]any{"prefix": plan + "/", "limit": int64(limit)}))
	if err != nil {
		return nil, nil, err
	}
	for result.Next(ctx) {
		v := result.Record().Values
		steps = append(steps, step{phase: phase(v[1].(int64)), kind: graph.RecordKind(v[2].(string)), id: v[3].(string), record: v[4].(string), since: v[5].(int64), text: toTexts(v[6]), near: toTexts(v[7])})
		keys = append(keys, v[0])
	}
	return steps, keys, result.Err()
}

func toTexts(v any) []string {
	values, _ := v.([]any)
	list := make([]string, len(values))
	for i, t := range values {
		list[i], _ = t.(string)
	}
	return list
}

// call is a statement with its parameters.
type call struct {
	statement statement
	params    map[string]any
}

func execAll(ctx context.Context, t tx, calls []call) error {
	for _, c := range calls {
		if err := exec(ctx, t, c.statement, c.params); err != nil {
			return err
		}
	}
	return nil
}

// carryOut runs steps in phase order. Their rows are made a batch at a time, so that not all of them are held.
func (s *Store) carryOut(ctx context.Context, t tx, steps []step, release int64) error {
	for chunk := range slices.Chunk(steps, s.opts.BatchSize) {
		calls, err := s.calls(chunk, release, false)
		if err != nil {
			return err
		}
		if err := execAll(ctx, t, calls); err != nil {
			return err
		}
	}
	return nil
}

// calls are the statements that carry out steps, which are in phase order, each phase and kind at once. fresh: the database was empty, so nothing needs to be looked for.
func (s *Store) calls(steps []step, release int64, fresh bool) (list []call, err error) {
	for len(steps) > 0 {
		n := 1
		for n < len(steps) && steps[n].phase == steps[0].phase && steps[n].kind == steps[0].kind {
			n++
		}
		calls, err := phaseCalls(steps[:n], release, fresh)
		if err != nil {
			return nil, err
		}
		list = append(list, calls...)
		steps = steps[n:]
	}
	return list, nil
}

func phaseCalls(steps []step, release int64, fresh bool) ([]call, error) {
	one := func(st statement, key string, list []any) ([]call, error) {
		return []call{{st, map[string]any{key: list}}}, nil
	}
	switch kind := steps[0].kind; steps[0].phase {
	case keepPast:
		return one(stPastPut, "rows", pastRows(steps, release))
	case deleteEdges:
		return one(stEdgeDelete, "ids", stepIDs(steps))
	case deleteNodes:
		return one(stNodeDelete, "ids", stepIDs(steps))
	case deleteClaims, deleteSources:
		return one(stRecordDelete[kind], "ids", stepIDs(steps))
	case putNodes:
		return putNodeCalls(steps, release, fresh)
	case createEdges:
		return createEdgeCalls(steps, release)
	default:
		return putRecordCalls(steps, release)
	}
}

func stepIDs(steps []step) []any {
	list := make([]any, len(steps))
	for i := range steps {
		list[i] = steps[i].id
	}
	return list
}

func pastRows(steps []step, release int64) []any {
	list := make([]any, len(steps))
	for i, st := range steps {
		list[i] = map[string]any{"key": fmt.Sprintf("%s/%s/%d", st.kind, st.id, st.since), "kind": string(st.kind), "id": st.id,
			"since": st.since, "until": release, "record": st.record}
	}
	return list
}

func putNodeCalls(steps []step, release int64, fresh bool) (calls []call, err error) {
	groups := map[graph.NodeKind][]any{}
	for i := range steps {
		st := &steps[i]
		n, err := said[graph.Node](st)
		if err != nil {
			return nil, err
		}
		since := release
		if st.since != 0 {
			since = st.since // the record itself is unchanged
		}
		p := nodeProps(n, st.record, since)
		texts(p, "_text", st.text)
		texts(p, "_near", st.near)
		groups[n.Kind] = append(groups[n.Kind], map[string]any(p))
	}
	use := stNodePut
	if fresh {
		use = stNodeCreate
	}
	for _, kind := range graph.NodeKinds {
		if len(groups[kind]) > 0 {
			calls = append(calls, call{use[kind], map[string]any{"rows": groups[kind]}})
		}
	}
	return calls, nil
}

func createEdgeCalls(steps []step, release int64) (calls []call, err error) {
	groups := map[graph.EdgeKind][]any{}
	for i := range steps {
		st := &steps[i]
		e, err := said[graph.Edge](st)
		if err != nil {
			return nil, err
		}
		groups[e.Kind] = append(groups[e.Kind], map[string]any{"source": e.Source, "target": e.Target, "props": map[string]any(edgeProps(e, st.record, release))})
	}
	for _, kind := range graph.EdgeKinds {
		if len(groups[kind]) > 0 {
			calls = append(calls, call{stEdgeCreate[kind], map[string]any{"rows": groups[kind]}})
		}
	}
	return calls, nil
}

func putRecordCalls(steps []step, release int64) ([]call, error) {
	list := make([]any, len(steps))
	for i := range steps {
		p, err := recordProps(&steps[i], release)
		if err != nil {
			return nil, err
		}
		list[i] = map[string]any(p)
	}
	return []call{{stRecordPut[steps[0].kind], map[string]any{"rows": list}}}, nil
}

func recordProps(st *step, release int64) (props, error) {
	if st.kind == graph.SourceRecord {
		src, err := said[graph.Source](st)
		return sourceProps(src, st.record, release), err
	}
	c, err := said[graph.Claim](st)
	return claimProps(c, st.record, release), err
}

package embedstore

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"enishi/graph"
	"enishi/graph/names"
)

// nameIndex is the index of the snapshot's names: the stored one, or one made at the first search.
func (s *session) nameIndex() (*names.Index, error) {
	if x := s.snap.search.value.Load(); x != nil {
		return x, nil
	}
	s.rest()
	return s.snap.search.get(s.ctx, func(context.Context) (*names.Index, error) {
		c, err := s.db()
		if err != nil {
			return nil, err
		}
		if x, err := readNames(c, s.snap.named); x != nil || err != nil {
			if x != nil {
				s.store.names.stored.Store(int64(s.snap.named))
			}
			return x, err
		}
		s.store.names.wake()
		return s.makeNameIndex()
	})
}

func (s *session) makeNameIndex() (*names.Index, error) {
	nodes := make([]*graph.Node, s.snap.net.NumNodes())
	for i := range nodes {
		n, err := s.node(uint32(i))
		if err != nil {
			return nil, err
		}
		nodes[i] = n
	}
	return names.NewIndex(len(nodes), func(i uint32) names.Subject {
		var within *graph.Node
		if at, ok := s.snap.net.NodeIndex(nodes[i].Within); ok {
			within = nodes[at]
		}
		return names.SubjectOf(nodes[i], within)
	}), s.ctx.Err()
}

// mostNamed is how many nodes a store may have for its index of names to be made before somebody searches: it takes seconds and hundreds of MiB for more.
const mostNamed = 100_000

// closingNames is how long Close lets the index of names be finished, so that a short run (an import) leaves it for the next one.
const closingNames = 5 * time.Second

// namer keeps the index of names at hand and in the file: at open it reads the stored one, and after a release that changed a node it makes and stores
// the next, so that no search, here or after the next start, has to wait for it. Where it fails, the next search makes the index.
type namer struct {
	signal chan struct{} // capacity 1: there is something to look at
	quit   chan struct{} // closed: finish what was told, then end
	stop   context.CancelFunc
	stored atomic.Int64 // the release whose index is known to stand in the file
	done   sync.WaitGroup
	ending sync.Once
}

func (n *namer) start(s *Store) {
	ctx, stop := context.WithCancel(context.Background())
	n.signal, n.quit, n.stop = make(chan struct{}, 1), make(chan struct{}), stop
	n.wake()
	n.done.Go(func() {
		for {
			select {
			case <-n.signal:
				_ = s.keepNames(ctx)
				continue
			default:
			}
			select {
			case <-n.signal:
				_ = s.keepNames(ctx)
			case <-n.quit:
				return
			}
		}
	})
}

func (n *namer) wake() {
	select {
	case n.signal <- struct{}{}:
	default: // it has been told
	}
}

// end waits until it has finished, at most for the time given, and stops it.
func (n *namer) end(most time.Duration) {
	if n.stop == nil {
		return
	}
	late := time.AfterFunc(most, n.stop)
	defer late.Stop()
	n.ending.Do(func() { close(n.quit) })
	n.done.Wait()
	n.stop()
}

// keepNames stores the index of names of the newest release, unless it stands there.
func (s *Store) keepNames(ctx context.Context) error {
	r := s.reader()
	if n := r.snap.net.NumNodes(); n == 0 || n > mostNamed {
		return nil
	}
	index, err := answer(ctx, r, "index", (*session).nameIndex)
	if err != nil {
		return err
	}
	if s.names.stored.Load() == int64(r.snap.named) {
		return nil
	}
	data, err := index.AppendBinary(nil)
	if err != nil {
		return err
	}
	parts, err := pack(data)
	if err != nil {
		return err
	}
	unlock, err := s.lockWriting(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if s.current.Load().named != r.snap.named {
		return nil // another release was faster; its turn comes
	}
	w, err := s.writer()
	if err != nil {
		return err
	}
	if err := s.transact(w, func() error { return writeParts(w, sqlNamesClear, sqlNamesAdd, r.snap.named, parts) }); err != nil {
		return err
	}
	s.names.stored.Store(int64(r.snap.named))
	return nil
}

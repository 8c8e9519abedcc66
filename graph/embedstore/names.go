package embedstore

import (
	"context"
	"sync"

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

// namer makes the index of names after a release that changed a node, and stores it, so that the first search after a start need not make it. Nobody waits
// for it; where it fails, the next search makes the index.
type namer struct {
	signal chan struct{} // capacity 1: there is a new release
	stop   context.CancelFunc
	done   sync.WaitGroup
}

func (n *namer) start(s *Store) {
	ctx, stop := context.WithCancel(context.Background())
	n.signal, n.stop = make(chan struct{}, 1), stop
	n.done.Go(func() {
		for {
			select {
			case <-n.signal:
				_ = s.keepNames(ctx)
			case <-ctx.Done():
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

// end stops it and waits until it has.
func (n *namer) end() {
	if n.stop != nil {
		n.stop()
		n.done.Wait()
	}
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
	if stored, err := readNames(w, r.snap.named); stored != nil || err != nil {
		return err
	}
	return s.transact(w, func() error { return writeParts(w, sqlNamesClear, sqlNamesAdd, r.snap.named, parts) })
}

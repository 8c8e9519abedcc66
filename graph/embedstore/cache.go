package embedstore

import (
	"context"
	"sync/atomic"
)

// shelf keeps decoded records of one kind in the slots of their numbers. Readers take what is there with one atomic load; past its
// bound it empties slots in turn, whichever they are: a use bit would cost readers a write to shared memory for each record.
type shelf[T any] struct {
	slots []atomic.Pointer[kept[T]]
	bytes atomic.Int64
	most  int64
	hand  atomic.Uint64
}

type kept[T any] struct {
	record T
	bytes  int64
}

// decodedFactor is about what a decoded record takes in memory for each byte of its JSON; recordOverhead what it takes besides.
const (
	decodedFactor  = 2
	recordOverhead = 700
)

func newShelf[T any](n int, most int64) *shelf[T] {
	return &shelf[T]{slots: make([]atomic.Pointer[kept[T]], n), most: most}
}

func (s *shelf[T]) get(i uint32) *T {
	if k := s.slots[i].Load(); k != nil {
		return &k.record
	}
	return nil
}

// put keeps a record whose JSON takes size bytes, unless there is one, and returns the one that is kept.
func (s *shelf[T]) put(i uint32, record T, size int) *T {
	k := &kept[T]{record, int64(size)*decodedFactor + recordOverhead}
	s.keep(i, k)
	return &k.record
}

func (s *shelf[T]) keep(i uint32, k *kept[T]) {
	if k.bytes > s.most || !s.slots[i].CompareAndSwap(nil, k) {
		return
	}
	for total := s.bytes.Add(k.bytes); total > s.most; {
		at := s.hand.Add(1) % uint64(len(s.slots))
		if at == uint64(i) || s.slots[at].Load() == nil {
			continue
		}
		if old := s.slots[at].Swap(nil); old != nil {
			total = s.bytes.Add(-old.bytes)
		}
	}
}

// carry takes over what an earlier shelf keeps; place gives a record's number here, and false if it is another record now.
func (s *shelf[T]) carry(from *shelf[T], place func(old uint32) (uint32, bool)) {
	for i := range from.slots {
		if k := from.slots[i].Load(); k != nil {
			if at, ok := place(uint32(i)); ok {
				s.keep(at, k)
			}
		}
	}
}

// lazy is a value made when it is first asked for, once, by whoever asks first; the others wait, each no longer than its ctx. A failure is
// told to the one who met it, and the next one tries again.
type lazy[T any] struct {
	value  atomic.Pointer[T]
	making chan struct{} // capacity 1
}

func newLazy[T any]() *lazy[T] { return &lazy[T]{making: make(chan struct{}, 1)} }

// get makes the value; the caller has looked at value first.
func (l *lazy[T]) get(ctx context.Context, create func(context.Context) (*T, error)) (*T, error) {
	select {
	case l.making <- struct{}{}:
		defer func() { <-l.making }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if v := l.value.Load(); v != nil {
		return v, nil
	}
	v, err := create(ctx)
	if err == nil {
		l.value.Store(v)
	}
	return v, err
}

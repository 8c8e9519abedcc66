package api

import (
	"container/list"
	"context"
	"sync"

	"enishi/graph"
)

// computed keeps the values that were used last, by key, and lets those who want the same one at once wait for the first of them. Not singleflight: a value is often computed from a
// Reader that is only lent, so it is computed by its caller and not beside it, and one who waits ends with its own context.
type computed[T any] struct {
	limit int // values kept

	mu      sync.Mutex
	order   list.List // of *kept[T], the last used first
	kept    map[string]*list.Element
	running map[string]*computing[T]
}

type kept[T any] struct {
	key   string
	value T
}

// computing is a value on its way; done is closed when the rest is set.
type computing[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func newComputed[T any](limit int) *computed[T] {
	return &computed[T]{limit: limit, kept: map[string]*list.Element{}, running: map[string]*computing[T]{}}
}

// get is the value of the key. An error is not kept; it is that of all who waited for it, unless it says that the one who computed went away: then the next one computes.
func (c *computed[T]) get(ctx context.Context, key string, compute func() (T, error)) (T, error) {
	for {
		c.mu.Lock()
		if e := c.kept[key]; e != nil {
			c.order.MoveToFront(e)
			c.mu.Unlock()
			return e.Value.(*kept[T]).value, nil
		}
		r := c.running[key]
		if r == nil {
			r = &computing[T]{done: make(chan struct{}), err: context.Canceled} // what is told where compute panics
			c.running[key] = r
			c.mu.Unlock()
			defer c.finish(key, r)
			r.value, r.err = compute()
			return r.value, r.err
		}
		c.mu.Unlock()
		select {
		case <-r.done:
			if !graph.IsCancelled(r.err) {
				return r.value, r.err
			}
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
}

func (c *computed[T]) finish(key string, r *computing[T]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, key)
	if r.err == nil {
		c.kept[key] = c.order.PushFront(&kept[T]{key, r.value})
		for c.order.Len() > c.limit {
			last := c.order.Remove(c.order.Back()).(*kept[T])
			delete(c.kept, last.key)
		}
	}
	close(r.done)
}

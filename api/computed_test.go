package api

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestComputedOnce: those who want one value at once get it from the first of them; who goes away goes alone, and the next computes where it was the first.
func TestComputedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, computedTimes := newComputed[int](2), 0
		slow := func() (int, error) {
			computedTimes++
			time.Sleep(time.Second)
			return 7, nil
		}
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if v, err := c.get(t.Context(), "a", slow); v != 7 || err != nil {
					t.Errorf("%d, %v", v, err)
				}
			})
		}
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		synctest.Wait()
		start := time.Now()
		if _, err := c.get(impatient, "a", slow); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Millisecond {
			t.Errorf("one who waits does not go by its own context: %v after %v", err, time.Since(start))
		}
		wg.Wait()
		if computedTimes != 1 {
			t.Errorf("computed %d times", computedTimes)
		}

		leaving, leave := context.WithTimeout(t.Context(), time.Millisecond)
		defer leave()
		wg.Go(func() {
			_, err := c.get(leaving, "b", func() (int, error) { <-leaving.Done(); return 0, leaving.Err() })
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the first: %v", err)
			}
		})
		wg.Go(func() {
			time.Sleep(time.Microsecond)
			if v, err := c.get(t.Context(), "b", slow); v != 7 || err != nil {
				t.Errorf("after the first went away: %d, %v", v, err)
			}
		})
		wg.Wait()

		failed := errors.New("too large")
		for range 3 {
			wg.Go(func() {
				if _, err := c.get(t.Context(), "c", func() (int, error) { time.Sleep(time.Second); return 0, failed }); !errors.Is(err, failed) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if v, err := c.get(t.Context(), "c", slow); v != 7 || err != nil {
			t.Errorf("an error is kept: %d, %v", v, err)
		}
	})
}

// TestComputedKeepsTheLastUsed: one value too many lets go of the one used longest ago, not of all.
func TestComputedKeepsTheLastUsed(t *testing.T) {
	c := newComputed[int](16)
	for i := range 17 {
		for _, key := range []string{fmt.Sprint(i), "0"} {
			if _, err := c.get(t.Context(), key, func() (int, error) { return i, nil }); err != nil {
				t.Fatal(err)
			}
		}
	}
	for key, lost := range map[string]bool{"0": false, "1": true, "2": false, "16": false} {
		again := false
		if _, err := c.get(t.Context(), key, func() (int, error) { again = true; return 0, errors.New("not kept") }); again != lost {
			t.Errorf("%s is lost: %t, want %t (%v)", key, again, lost, err)
		}
	}
}

package faultstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// ErrCrash is what a caller gets whose call met a crash: as far as he can know, it may have been
// stored.
var ErrCrash = errors.New("the store crashed")

// Store is a store.Store that fails by a plan.
type Store struct {
	store.Store
	plan  Plan
	delay time.Duration
	calls atomic.Uint64
}

// New wraps a store. Delay is how long a slow call takes.
func New(s store.Store, plan Plan, delay time.Duration) *Store {
	return &Store{Store: s, plan: plan, delay: delay}
}

// Calls is how many calls that write there were.
func (s *Store) Calls() uint64 { return s.calls.Load() }

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (d fsm.Decision, err error) {
	err = s.fail(ctx, func() (err error) {
		d, err = s.Store.Update(ctx, phone, decide)
		return err
	})
	if err != nil {
		return fsm.Decision{}, err
	}
	return d, nil
}

// Enrol implements store.Store. A crash gives 0, whatever was stored.
func (s *Store) Enrol(ctx context.Context, phones iter.Seq[fsm.Phone], decide store.Decide) (n int, err error) {
	err = s.fail(ctx, func() (err error) {
		n, err = s.Store.Enrol(ctx, phones, decide)
		return err
	})
	if errors.Is(err, ErrCrash) {
		return 0, err
	}
	return n, err
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, key string, value []byte) error {
	return s.fail(ctx, func() error { return s.Store.Put(ctx, key, value) })
}

// Note implements store.Store.
func (s *Store) Note(ctx context.Context, act store.Act) error {
	return s.fail(ctx, func() error { return s.Store.Note(ctx, act) })
}

// AddCodes implements store.Store.
func (s *Store) AddCodes(ctx context.Context, offer string, codes []string) (refused []store.RefusedCode, err error) {
	err = s.fail(ctx, func() (err error) {
		refused, err = s.Store.AddCodes(ctx, offer, codes)
		return err
	})
	return refused, err
}

// Merge implements store.Store.
func (s *Store) Merge(ctx context.Context, from, into string) error {
	return s.fail(ctx, func() error { return s.Store.Merge(ctx, from, into) })
}

// Posted implements store.Store.
func (s *Store) Posted(ctx context.Context, o store.Outgoing, came store.Posted) error {
	return s.fail(ctx, func() error { return s.Store.Posted(ctx, o, came) })
}

// fail does a call as the plan says.
func (s *Store) fail(ctx context.Context, do func() error) error {
	call := s.calls.Add(1)
	switch s.plan(call) {
	case CrashBefore:
		return fmt.Errorf("call %d: %w before it was stored", call, ErrCrash)
	case CrashAfter:
		if err := do(); err != nil {
			return err
		}
		return fmt.Errorf("call %d: %w after it was stored", call, ErrCrash)
	case Full:
		return fmt.Errorf("call %d: write: %w", call, syscall.ENOSPC)
	case Slow:
		if err := wait(ctx, s.delay); err != nil {
			return err
		}
	}
	return do()
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

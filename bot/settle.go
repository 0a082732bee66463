package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// settleEvery is how often Settle looks again by itself: a token may have come.
const settleEvery = 5 * time.Millisecond

// Settle turns the loops until nothing is left to do at the present time: nothing is due, no text
// can go out, no call or listing is under way. Texts that their carrier told to wait, and all texts
// in quarantine, are at rest.
func (e *Engine) Settle(ctx context.Context) error {
	changed, stop := e.settlers.watch()
	defer stop()
	for {
		for _, loop := range e.loops {
			if _, err := loop.turn(ctx, e.Now()); err != nil {
				return fmt.Errorf("turn the %s: %w", loop.Name(), err)
			}
		}
		if rest, err := e.atRest(ctx); rest || err != nil {
			return err
		}
		timer := time.NewTimer(settleEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// atRest tells whether nothing is left to do now.
func (e *Engine) atRest(ctx context.Context) (bool, error) {
	if e.busy.Load() > 0 || e.calls.busy() || !e.posts.atRest() && !e.stopped() {
		return false, nil
	}
	now := e.Now()
	if rest, err := e.webhooks.atRest(ctx, now); !rest || err != nil {
		return rest, err
	}
	due, _, err := e.Store.Due(ctx, fsm.At(now), 1)
	if err != nil || len(due) > 0 {
		return false, err
	}
	senders, err := e.Store.ReadySenders(ctx)
	if err != nil || e.stopped() {
		return err == nil, err
	}
	for _, sender := range senders {
		if !e.pacer.isPaused(sender, now) {
			return false, nil
		}
	}
	return true, nil
}

// settlers are those who wait for any change.
type settlers struct {
	mu  sync.Mutex
	all map[chan struct{}]bool
}

func (s *settlers) watch() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[chan struct{}]bool{}
	}
	s.all[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.all, c)
	}
}

func (s *settlers) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.all {
		notify(c)
	}
}

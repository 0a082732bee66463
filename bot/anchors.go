package bot

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// anchorEvery is how long a fact about consent waits at most until it is anchored.
const anchorEvery = time.Hour

// anchors seals what is new in the consent ledger, an hour after it came.
type anchors struct {
	e    *Engine
	new  atomic.Bool // something may be in the log that is not anchored
	due  time.Time   // when it is to be; zero: nothing waits
	last *ledger.Anchor
}

func newAnchors(e *Engine) *anchors {
	a := &anchors{e: e}
	a.new.Store(true) // of the process before
	return a
}

func (a *anchors) Name() string { return "anchors" }

// Turn anchors what has waited long enough.
func (a *anchors) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if a.due.IsZero() {
		if !a.new.Swap(false) {
			return time.Time{}, nil
		}
		a.due = now.Add(anchorEvery)
	}
	if now.Before(a.due) {
		return a.due, nil
	}
	if err := a.load(ctx); err != nil {
		return now, err
	}
	a.new.Store(false)
	next, err := ledger.Extend(ctx, a.e.Store, *a.last, fsm.At(now))
	if err != nil {
		a.new.Store(true)
		return now, err
	}
	a.last, a.due = &next, time.Time{}
	return time.Time{}, nil
}

// load reads the last anchor, once.
func (a *anchors) load(ctx context.Context) error {
	if a.last != nil {
		return nil
	}
	head, err := ledger.Head(ctx, a.e.Store)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	a.last = &head
	return nil
}

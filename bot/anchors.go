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

// anchorEvery is how far anchors are apart at least, and how long a fact about consent waits for one at
// most.
const anchorEvery = time.Hour

// anchors seals what is new in the consent ledger, an hour after the anchor before, whichever process
// made that one.
type anchors struct {
	e    *Engine
	new  atomic.Bool // something may be in the log that is not anchored
	last *ledger.Anchor
}

func newAnchors(e *Engine) *anchors {
	a := &anchors{e: e}
	a.new.Store(true) // of the process before
	return a
}

func (a *anchors) Name() string { return "anchors" }

// Turn anchors what is new, when that is due.
func (a *anchors) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if !a.new.Load() {
		return time.Time{}, nil
	}
	if err := a.load(ctx); err != nil {
		return now, err
	}
	if due := a.last.At.Time().Add(anchorEvery); a.last.N > 0 && now.Before(due) {
		return due, nil
	}
	a.new.Store(false)
	next, err := ledger.Extend(ctx, a.e.Store, *a.last, fsm.At(now))
	if err != nil {
		a.new.Store(true)
		return now, err
	}
	a.last = &next
	return time.Time{}, nil
}

// load reads the last anchor, once; without any it has N 0.
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

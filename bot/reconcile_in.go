package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/store"
)

const (
	inboundKey     = "reconcile/inbound" // when the last complete listing began
	inboundOverlap = 15 * time.Minute    // listed again each time
	inboundWithin  = 5 * time.Minute     // one listing, all pages
	inboundTries   = 3                   // listings that may fail after a start before everything goes on regardless

	reconcilingInbound = "texts from phones are being reconciled with the carrier"
)

// inboundReconciler lists what the carrier received from phones and feeds in what was never posted
// to us. Until its first listing after a start is done, nothing but replies is released: a STOP
// that was texted while the server was down must be obeyed first.
type inboundReconciler struct {
	e      *Engine
	job    periodic
	failed int
}

func (r *inboundReconciler) Name() string { return "inbound reconciler" }

// Turn begins a listing when it is time.
func (r *inboundReconciler) Turn(_ context.Context, now time.Time) (time.Time, error) {
	return r.job.turn(r.e, now, func(ctx context.Context) time.Duration {
		ctx, cancel := context.WithTimeout(ctx, inboundWithin)
		defer cancel()
		return r.done(ctx, r.e.reconcileInbound(ctx, now))
	}), nil
}

// done books a listing's end. One that fails is tried again soon; after a few failures the server
// goes on with an alarm rather than stand still.
func (r *inboundReconciler) done(ctx context.Context, err error) (again time.Duration) {
	if err == nil {
		r.failed = 0
		r.e.listed.Store(true)
		r.e.holdBack("")
		return r.e.List
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return r.e.List // the server is stopping
	}
	r.failed++
	r.e.alarm("texts from phones could not be reconciled with the carrier", "err", err, "tries", r.failed)
	if r.failed >= inboundTries {
		r.e.holdBack("")
	}
	return min(5*time.Second<<min(r.failed, 6), 2*time.Minute)
}

// holdBack keeps everything but replies from being released, for a reason; "" lets it go.
func (e *Engine) holdBack(why string) {
	if why == "" {
		e.hold.Store(nil)
		return
	}
	e.hold.Store(&why)
}

// Holding tells why nothing but replies is released now, or "".
func (e *Engine) Holding() string {
	if why := e.hold.Load(); why != nil {
		return *why
	}
	return ""
}

// reconcileInbound feeds in every text that the carrier lists since the last complete listing;
// those that are known do nothing. One that cannot be decided about is passed over, and with what
// follows it is listed again each time.
func (e *Engine) reconcileInbound(ctx context.Context, now time.Time) error {
	since, err := e.inboundSince(ctx, now)
	if err != nil {
		return err
	}
	var undecided error
	for received, err := range e.Carrier.Inbound(ctx, since) {
		if err != nil {
			return fmt.Errorf("list the texts from phones: %w", err)
		}
		switch err := e.reconcileOne(ctx, received); {
		case errors.Is(err, store.ErrDecision):
			undecided = err
		case err != nil:
			return err
		}
	}
	if undecided != nil {
		return undecided
	}
	if err := e.Store.Put(ctx, inboundKey, []byte(now.UTC().Format(time.RFC3339))); err != nil {
		return err
	}
	e.unstored.Store(nil) // the disk takes writes, whatever was before
	return nil
}

// reconcileOne feeds in one listed text, unless a look at the record tells that it is known.
func (e *Engine) reconcileOne(ctx context.Context, r Received) error {
	rec, err := e.Store.Record(ctx, r.From)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read a subscriber: %w", err)
	}
	if saw, _ := rec.Saw(r.ID); saw {
		return nil
	}
	r.Reconciled = true
	return e.Receive(ctx, r)
}

// inboundSince is from when on texts are listed: the last complete listing, with some overlap. A
// server that never listed begins with its own first start: what the account received before is
// not its business.
func (e *Engine) inboundSince(ctx context.Context, now time.Time) (time.Time, error) {
	value, err := e.Store.Get(ctx, inboundKey)
	if errors.Is(err, store.ErrNotFound) {
		return now, e.Store.Put(ctx, inboundKey, []byte(now.UTC().Format(time.RFC3339)))
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read when texts were listed last: %w", err)
	}
	since, err := time.Parse(time.RFC3339, string(value))
	if err != nil {
		return time.Time{}, fmt.Errorf("read when texts were listed last: %w", err)
	}
	return since.Add(-inboundOverlap), nil
}

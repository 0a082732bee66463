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
	inboundEvery   = time.Minute
	inboundTries   = 3 // listings that may fail after a start before everything goes on regardless
)

// inboundReconciler lists what the carrier received from phones and feeds in what was never posted
// to us. Until its first listing after a start is done, nothing but replies is released: a STOP
// that was texted while the server was down must be obeyed first.
type inboundReconciler struct {
	e       *Engine
	started bool
	failed  int
	next    time.Time
	results chan error
}

func (r *inboundReconciler) Name() string { return "inbound reconciler" }

// Turn begins a listing when it is time; the listing itself runs beside the loop.
func (r *inboundReconciler) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if !r.started {
		r.started = true
		r.e.holdBack("texts from phones are being reconciled with the carrier")
		r.results = make(chan error, 1)
		r.begin(ctx, now)
	}
	select {
	case err := <-r.results:
		r.done(err, now)
	default:
	}
	if !r.next.IsZero() && !now.Before(r.next) {
		r.next = time.Time{}
		r.begin(ctx, now)
	}
	return r.next, nil
}

func (r *inboundReconciler) begin(ctx context.Context, now time.Time) {
	go func() {
		r.results <- r.e.reconcileInbound(ctx, now)
		r.e.wake()
	}()
}

// done books a listing's end. One that fails is tried again soon; after a few failures the server
// goes on with an alarm rather than stand still.
func (r *inboundReconciler) done(err error, now time.Time) {
	r.next = now.Add(inboundEvery)
	if err == nil {
		r.failed = 0
		r.e.holdBack("")
		return
	}
	r.failed++
	r.next = now.Add(5 * time.Second << min(r.failed, 6))
	r.e.alarm("texts from phones could not be reconciled with the carrier", "err", err, "tries", r.failed)
	if r.failed >= inboundTries {
		r.e.holdBack("")
	}
}

// holdBack keeps everything but replies from being released, for a reason; "" lets it go.
func (e *Engine) holdBack(why string) {
	if why == "" {
		e.hold.Store(nil)
		e.wake()
		return
	}
	e.hold.Store(&why)
}

// reconcileInbound feeds in every text that the carrier lists since the last complete listing;
// those that are known do nothing.
func (e *Engine) reconcileInbound(ctx context.Context, now time.Time) error {
	since, err := e.inboundSince(ctx, now)
	if err != nil {
		return err
	}
	for received, err := range e.Carrier.Inbound(ctx, since.Add(-inboundOverlap)) {
		if err != nil {
			return fmt.Errorf("list the texts from phones: %w", err)
		}
		received.Reconciled = true
		if err := e.Receive(ctx, received); err != nil {
			return err
		}
	}
	return e.Store.Put(ctx, inboundKey, []byte(now.UTC().Format(time.RFC3339)))
}

// inboundSince is when the last complete listing began. A server that never listed begins with its
// own first start: what the account received before is not its business.
func (e *Engine) inboundSince(ctx context.Context, now time.Time) (time.Time, error) {
	value, err := e.Store.Get(ctx, inboundKey)
	if errors.Is(err, store.ErrNotFound) {
		since := now.Add(inboundOverlap) // no overlap into the time before
		return since, e.Store.Put(ctx, inboundKey, []byte(now.UTC().Format(time.RFC3339)))
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read when texts were listed last: %w", err)
	}
	since, err := time.Parse(time.RFC3339, string(value))
	if err != nil {
		return time.Time{}, fmt.Errorf("read when texts were listed last: %w", err)
	}
	return since, nil
}

package bot

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
	"github.com/parley-sms/parley/store"
)

const (
	outboundEvery = 10 * time.Second
	clockSkew     = 30 * time.Second // between the carrier's clock and ours
)

// outboundReconciler finds out what became of texts whose outcome nobody knows: a crash, a
// timeout, or a page instead of an answer came between us and the carrier.
type outboundReconciler struct {
	e    *Engine
	busy atomic.Bool
}

func (r *outboundReconciler) Name() string { return "outbound reconciler" }

// Turn looks into every doubt, beside the loop.
func (r *outboundReconciler) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if r.busy.CompareAndSwap(false, true) {
		go func() {
			defer r.busy.Store(false)
			if err := r.e.reconcileOutbound(ctx, now); err != nil && ctx.Err() == nil {
				r.e.Log.Error("doubts could not be reconciled with the carrier; they are tried again", "err", err)
			}
		}()
	}
	return now.Add(outboundEvery), nil
}

// reconcileOutbound looks into the doubts, oldest first.
func (e *Engine) reconcileOutbound(ctx context.Context, now time.Time) error {
	flights, err := e.Store.Flights(ctx, maxFlights)
	if err != nil {
		return fmt.Errorf("list the texts in doubt: %w", err)
	}
	for _, f := range flights {
		if e.calls.flies(flightKey{f.Phone, f.Seq}) {
			continue
		}
		if err := e.reconcile(ctx, f, now); err != nil {
			return err
		}
	}
	return nil
}

// reconcile asks the carrier's list about one text: found, absent, or still nobody can tell.
func (e *Engine) reconcile(ctx context.Context, f store.Flight, now time.Time) error {
	m, known, err := e.doubtful(ctx, f)
	if err != nil || m.Seq == 0 {
		return err
	}
	released := f.At.Time()
	listed, cancel := context.WithTimeout(ctx, e.Timeout)
	defer cancel()
	taken, complete, err := e.Carrier.Outbound(listed, f.Phone, released.Add(-clockSkew))
	if err != nil {
		e.Log.Warn("the carrier's list could not be read", "phone", f.Phone, "err", err)
		complete = false
	}
	outcome := fsm.Settled{Seq: f.Seq, Code: "reconciled"}
	switch found, ok := match(m, taken, known); {
	case ok:
		outcome.Outcome, outcome.SID = fsm.Accepted, found.SID
	case complete && now.Sub(released) >= e.Grace:
		outcome.Outcome, outcome.Detail = fsm.NotSent, "absent from the carrier's list"
	case now.Sub(released) >= fsm.SendBy:
		outcome.Outcome = fsm.GivenUp
	default:
		return nil
	}
	_, err = e.apply(ctx, f.Phone, outcome, nil)
	return err
}

// doubtful reads the message of a doubt, and the carrier's ids that belong to other messages.
func (e *Engine) doubtful(ctx context.Context, f store.Flight) (fsm.Message, map[string]bool, error) {
	recent, err := e.Store.Messages(ctx, f.Phone, 0, 200)
	if err != nil {
		return fsm.Message{}, nil, fmt.Errorf("read a text in doubt: %w", err)
	}
	var m fsm.Message
	known := map[string]bool{}
	for _, r := range recent {
		if r.Seq == f.Seq {
			m = r
		} else if r.SID != "" {
			known[r.SID] = true
		}
	}
	return m, known, nil
}

// match finds a text in the carrier's list: the same words from the same sender, at its time, under
// an id that no other message has.
func match(m fsm.Message, taken []Taken, known map[string]bool) (Taken, bool) {
	for _, t := range taken {
		sameWords := t.Body == m.Body || t.Body == segment.Smart(m.Body)
		sameSender := t.Sender == "" || t.Sender == m.Sender
		inTime := !t.At.Before(m.At.Time().Add(-clockSkew))
		if sameWords && sameSender && inTime && !known[t.SID] {
			return t, true
		}
	}
	return Taken{}, false
}

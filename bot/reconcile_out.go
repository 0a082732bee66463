package bot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/segment"
	"github.com/parley-sms/parley/store"
)

const (
	outboundOften  = 6                // listings of texts in doubt for each of texts from phones
	outboundFailed = 30 * time.Second // after a listing that failed, and twice as long after each more
	outboundSlow   = 2 * time.Minute  // at most
	lookups        = 8                // listings at a time
	clockSkew      = 30 * time.Second // between the carrier's clock and ours
)

// Reconciled is the code of an outcome that the carrier's list told.
const Reconciled = "reconciled"

// outboundReconciler finds out what became of texts whose outcome nobody knows: a crash, a
// timeout, or a page instead of an answer came between us and the carrier.
type outboundReconciler struct {
	e      *Engine
	job    periodic
	failed int // listings, one after another
}

func (r *outboundReconciler) Name() string { return "outbound reconciler" }

// Turn looks into every doubt, when it is time.
func (r *outboundReconciler) Turn(_ context.Context, now time.Time) (time.Time, error) {
	return r.job.turn(r.e, now, func(ctx context.Context) time.Duration {
		if err := r.e.reconcileOutbound(ctx, now); err != nil && ctx.Err() == nil {
			r.e.Log.Error("doubts could not be reconciled with the carrier; they are tried again", "err", err)
			r.failed++
			return min(outboundFailed<<min(r.failed-1, 2), outboundSlow)
		}
		r.failed = 0
		return r.e.List / outboundOften
	}), nil
}

// reconcileOutbound looks into the doubts, oldest first. One that cannot be looked into delays no
// other; when several cannot, the carrier is out of reach and the round ends.
func (e *Engine) reconcileOutbound(ctx context.Context, now time.Time) error {
	flights, err := e.Store.Flights(ctx, maxFlights)
	if err != nil {
		return fmt.Errorf("list the texts in doubt: %w", err)
	}
	var errs []error
	var failed atomic.Int64
	for len(flights) > 0 && failed.Load() < lookups {
		n := firstOfEach(flights, lookups)
		errs = append(errs, together(e.Workers, flights[:n], func(f store.Flight) error {
			if e.calls.flies(flightKey{f.Phone, f.Seq}) {
				return nil
			}
			err := e.reconcile(ctx, f, now)
			if err != nil {
				failed.Add(1)
			}
			return err
		}))
		flights = flights[n:]
	}
	return errors.Join(errs...)
}

// firstOfEach is how many flights from the front, at most limit, are of different phones: two of
// one phone are looked into one after the other, so that they never claim the same listed text.
func firstOfEach(flights []store.Flight, limit int) int {
	seen := map[fsm.Phone]bool{}
	for i, f := range flights[:min(limit, len(flights))] {
		if seen[f.Phone] {
			return i
		}
		seen[f.Phone] = true
	}
	return min(limit, len(flights))
}

// reconcile asks the carrier's list about one text: found, absent, or still nobody can tell. The
// record is read after the list, so that the ids of all other texts in the list are known.
func (e *Engine) reconcile(ctx context.Context, f store.Flight, now time.Time) error {
	listed, cancel := context.WithTimeout(ctx, e.Timeout)
	defer cancel()
	taken, complete, failed := e.Carrier.Outbound(listed, f.Phone, f.At.Time().Add(-clockSkew))
	d, err := e.doubtful(ctx, f)
	if err != nil || d.message.Seq == 0 {
		return err
	}
	outcome := fsm.Settled{Seq: f.Seq, Code: Reconciled}
	switch found, ok := match(d.message, taken, d.known); {
	case ok:
		outcome.Outcome, outcome.SID = fsm.Accepted, found.SID
	case failed == nil && complete && now.Sub(f.At.Time()) >= e.Grace:
		outcome.Outcome, outcome.Detail = fsm.NotSent, "absent from the carrier's list"
	case fsm.At(now) >= d.until:
		outcome.Outcome = fsm.GivenUp
	case failed != nil:
		return fmt.Errorf("read the carrier's list for %s: %w", f.Phone.Redacted(), failed)
	default:
		return nil
	}
	_, err = e.apply(trace.With(ctx, trace.ID(d.message.Trace)), f.Phone, outcome, nil)
	return err
}

// doubt is what is known of a text in doubt.
type doubt struct {
	message fsm.Message     // Seq 0: it is not in doubt any more, or cannot be told yet
	known   map[string]bool // the carrier's ids that belong to other messages
	until   fsm.Moment      // when it is given up
}

// around is how many messages before and after a text are asked whether a listed id is theirs.
const around = 100

// doubtful reads a text in doubt. While another text of the person is on the wire nothing can be
// told: the list may show it already, and its id is not known yet.
func (e *Engine) doubtful(ctx context.Context, f store.Flight) (doubt, error) {
	d := doubt{known: map[string]bool{}}
	rec, err := e.Store.Record(ctx, f.Phone)
	if err != nil {
		return d, fmt.Errorf("read a text in doubt: %w", err)
	}
	if rec.Wire != nil && rec.Wire.Seq != f.Seq {
		return d, nil
	}
	recent, err := e.Store.Messages(ctx, f.Phone, f.Seq+around, 2*around)
	if err != nil {
		return d, fmt.Errorf("read a text in doubt: %w", err)
	}
	for _, flight := range rec.Flights() {
		if flight.Seq == f.Seq {
			d.until = flight.Want.SendBy
		}
	}
	for _, r := range recent {
		if r.Seq == f.Seq && d.until > 0 {
			d.message = r
		} else if r.SID != "" {
			d.known[r.SID] = true
		}
	}
	return d, nil
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

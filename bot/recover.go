package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxFlights bounds a listing of texts without an outcome.
const maxFlights = 10_000

// recover puts every text that was on the wire when the last process ended in doubt: nobody knows
// whether the carrier has it.
func (e *Engine) recover(ctx context.Context) error {
	flights, err := e.Store.Flights(ctx, maxFlights)
	if err != nil {
		return fmt.Errorf("list the texts on the wire: %w", err)
	}
	for len(flights) > 0 {
		n := min(len(flights), batch)
		if err := together(e.Workers, flights[:n], func(f store.Flight) error { return e.recoverOne(ctx, f) }); err != nil {
			return err
		}
		flights = flights[n:]
	}
	return nil
}

func (e *Engine) recoverOne(ctx context.Context, f store.Flight) error {
	rec, err := e.Store.Record(ctx, f.Phone)
	if err != nil {
		return fmt.Errorf("read a text on the wire: %w", err)
	}
	if rec.Wire == nil || rec.Wire.Seq != f.Seq {
		return nil // in doubt already
	}
	doubt := fsm.Settled{Seq: f.Seq, Outcome: fsm.InDoubt, Code: "restart", Detail: "the server ended while it was on the wire"}
	_, err = e.apply(ctx, f.Phone, doubt, nil)
	if errors.Is(err, store.ErrDecision) { // one subscriber keeps nobody from starting the server
		e.alarm("a text on the wire could not be put in doubt; it is reconciled all the same", "phone", f.Phone.Redacted(), "err", err)
		return nil
	}
	return err
}

// stopped tells whether nothing at all may be released.
func (e *Engine) stopped() bool { return e.closed.Load() || e.quarantined.Load() }

// Ready tells why the engine does not work normally, or nil.
func (e *Engine) Ready() error {
	unstored := e.unstored.Load()
	switch why := e.hold.Load(); {
	case unstored != nil:
		return fmt.Errorf("the latest decision was not stored: %w", *unstored)
	case e.closed.Load():
		return errors.New("the server is stopping")
	case e.quarantined.Load():
		return errors.New(inQuarantine)
	case why != nil:
		return errors.New(*why)
	}
	return nil
}

// Failed tells, once, that the store can do no more in this process: it must be started again.
func (e *Engine) Failed() <-chan error { return e.failed }

// noteFailure keeps why a decision was not stored until one is, for whoever asks whether the engine
// works.
func (e *Engine) noteFailure(ctx context.Context, err error) {
	if ctx.Err() != nil || errors.Is(err, store.ErrDecision) || errors.Is(err, store.ErrNotFound) {
		return
	}
	e.unstored.Store(&err)
	if !errors.Is(err, store.ErrReopen) {
		return
	}
	select {
	case e.failed <- err:
		e.alarm("the store can do no more; the server must be started again", "err", err)
	default: // it is known
	}
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Loop does one thing over and over. Turn does all of it that is due now and says when to come
// back at the latest (zero: only when woken). It never waits for the network.
type Loop interface {
	Name() string
	Turn(ctx context.Context, now time.Time) (next time.Time, err error)
}

// idle is the longest a loop sleeps, so that a clock that jumped is noticed.
const idle = 30 * time.Second

// Run runs the engine's loops until the context ends, then waits for what is on the wire.
func (e *Engine) Run(ctx context.Context) error {
	loops := e.Loops()
	if err := e.Recover(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for _, loop := range loops {
		wake := make(chan struct{}, 1)
		e.addWake(wake)
		wg.Go(func() { e.spin(ctx, loop, wake) })
	}
	wg.Wait()
	e.closed.Store(true) // no new calls; finish those that are on the wire
	e.calls.wait()
	return nil
}

// Loops lists the engine's loops, for whoever drives them by hand.
func (e *Engine) Loops() []Loop {
	return []Loop{&calendar{e}, &dispatcher{e: e}, &inboundReconciler{e: e}, &outboundReconciler{e: e}}
}

// spin turns one loop whenever it is due or woken.
func (e *Engine) spin(ctx context.Context, loop Loop, wake <-chan struct{}) {
	for ctx.Err() == nil {
		now := e.Now()
		next, err := loop.Turn(ctx, now)
		if err != nil && ctx.Err() == nil {
			e.Log.Error("a loop failed; it tries again", "loop", loop.Name(), "err", err)
			next = now.Add(time.Second)
		}
		sleep := idle
		if !next.IsZero() {
			sleep = min(max(next.Sub(e.Now()), 0), idle)
		}
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (e *Engine) addWake(wake chan struct{}) {
	e.wakeMu.Lock()
	defer e.wakeMu.Unlock()
	e.wakes = append(e.wakes, wake)
}

// wake makes every loop look again.
func (e *Engine) wake() {
	e.wakeMu.Lock()
	defer e.wakeMu.Unlock()
	for _, w := range e.wakes {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// Wake makes every loop look again, after the clock was moved.
func (e *Engine) Wake() { e.wake() }

// Recover puts every text that was on the wire when the last process ended in doubt: nobody knows
// whether the carrier has it.
func (e *Engine) Recover(ctx context.Context) error {
	flights, err := e.Store.Flights(ctx, maxFlights)
	if err != nil {
		return fmt.Errorf("list the texts on the wire: %w", err)
	}
	for _, f := range flights {
		rec, err := e.Store.Record(ctx, f.Phone)
		if err != nil {
			return fmt.Errorf("read a text on the wire: %w", err)
		}
		if rec.Wire == nil || rec.Wire.Seq != f.Seq {
			continue
		}
		doubt := fsm.Settled{Seq: f.Seq, Outcome: fsm.InDoubt, Code: "restart", Detail: "the server ended while it was on the wire"}
		if _, err := e.apply(ctx, f.Phone, doubt, nil); err != nil {
			return err
		}
	}
	return nil
}

// maxFlights bounds a listing of texts without an outcome.
const maxFlights = 10_000

// Ready tells why the engine does not work normally, or nil.
func (e *Engine) Ready(context.Context) error {
	if e.closed.Load() {
		return errors.New("nothing is sent: the server is in quarantine or stopping")
	}
	if why := e.hold.Load(); why != nil {
		return errors.New(*why)
	}
	return nil
}

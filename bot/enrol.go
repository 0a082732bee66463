package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// enrol decides one event for each of many subscribers, thousands a commit, and sets in motion what
// was decided. It says for how many something was. Phones must come in ascending order. One about
// whom the decision fails by itself is passed over, with an alarm.
func (e *Engine) enrol(ctx context.Context, phones []fsm.Phone, ev fsm.Event) (changed int64, err error) {
	err = e.enrolEach(ctx, phones, func(fsm.Phone) fsm.Event { return ev }, func(d *fsm.Decision) {
		if !d.Nothing {
			changed++
		}
	})
	return changed, err
}

// enrolEach is enrol with an event of each subscriber's own. Told hears every decision that was stored,
// and of those that there was nothing to store.
func (e *Engine) enrolEach(ctx context.Context, phones []fsm.Phone, event func(fsm.Phone) fsm.Event, told func(*fsm.Decision)) error {
	for len(phones) > 0 {
		made, n, err := e.decideFor(ctx, phones, event, false)
		for _, phone := range phones[:n] {
			d := made[phone]
			told(&d)
			if !d.Nothing {
				e.carryOut(ctx, d, nil)
			}
		}
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || !errors.Is(err, store.ErrDecision) || n == len(phones) {
			e.noteFailure(ctx, err)
			return fmt.Errorf("decide for many: %w", err)
		}
		e.alarm("a decision failed; the subscriber is passed over", "phone", phones[n].Redacted(), "event", fmt.Sprintf("%T", event(phones[n])), "err", err)
		phones = phones[n+1:]
	}
	return nil
}

// tryEach tells what enrolEach would decide, and stores nothing.
func (e *Engine) tryEach(ctx context.Context, phones []fsm.Phone, event func(fsm.Phone) fsm.Event, told func(*fsm.Decision)) error {
	made, _, err := e.decideFor(ctx, phones, event, true)
	if err != nil {
		return fmt.Errorf("decide for many: %w", err)
	}
	for _, phone := range phones {
		d := made[phone]
		told(&d)
	}
	return nil
}

// decideFor decides for subscribers up to the first about whom it fails, and says how many those are.
// Dry, nothing of it is stored.
func (e *Engine) decideFor(ctx context.Context, phones []fsm.Phone, event func(fsm.Phone) fsm.Event, dry bool) (made map[fsm.Phone]fsm.Decision, n int, err error) {
	e.gate.RLock()
	defer e.gate.RUnlock()
	program, now := e.Program(), fsm.At(e.Now())
	made = make(map[fsm.Phone]fsm.Decision, len(phones))
	n, err = e.Store.Enrol(ctx, slices.Values(phones), func(v store.View) (fsm.Decision, error) {
		ev, in, err := e.complete(v, event(v.Record().Phone))
		if err != nil {
			return fsm.Decision{}, err
		}
		d, err := program.Decide(v.Record(), in, ev, now)
		made[v.Record().Phone] = d // it may be decided again: the last one is stored
		if dry && err == nil {
			return fsm.Decision{Next: v.Record(), Nothing: true}, nil
		}
		return d, err
	})
	return made, n, err
}

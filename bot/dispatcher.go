package bot

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// dispatcher pulls the best ready text of each sender whenever that sender has a token.
type dispatcher struct {
	e      *Engine
	parked parked
}

func (d *dispatcher) Name() string { return "dispatcher" }

// Turn pulls a round of texts for every sender that has anything ready; a sender with more of them
// has its next round after the others had theirs.
func (d *dispatcher) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	senders, err := d.e.Store.ReadySenders(ctx)
	if err != nil {
		return now, err
	}
	var soonest time.Time
	var errs []error // one sender's trouble is not another's
	for _, sender := range senders {
		next, err := d.pull(ctx, sender)
		errs = append(errs, err)
		if !next.IsZero() && (soonest.IsZero() || next.Before(soonest)) {
			soonest = next
		}
	}
	return soonest, errors.Join(errs...)
}

// pull releases one sender's texts, best first, as far as there are tokens; it says when to pull
// again (zero: when something changes).
func (d *dispatcher) pull(ctx context.Context, sender string) (time.Time, error) {
	tickets, next := d.tickets(sender)
	if len(tickets) == 0 {
		return next, nil
	}
	phones, err := d.e.Store.Ready(ctx, sender, len(tickets)+d.parked.count())
	if err != nil {
		refund(tickets)
		return next, err
	}
	phones = d.parked.without(phones, d.e.Now())
	phones = phones[:min(len(phones), len(tickets))]
	refund(tickets[len(phones):])
	held, err := d.release(ctx, phones, tickets)
	switch {
	case err != nil:
		return next, err
	case held: // only what answers nobody is left, and that may not go yet
		return d.e.Now().Add(time.Second), nil
	case len(phones) < len(tickets):
		return time.Time{}, nil
	}
	return d.e.Now(), nil
}

// tickets takes what one round of pulling may use.
func (d *dispatcher) tickets(sender string) ([]*ticket, time.Time) {
	var tickets []*ticket
	for len(tickets) < batch {
		t, next := d.e.ticket(sender)
		if t == nil {
			return tickets, next
		}
		tickets = append(tickets, t)
	}
	return tickets, d.e.Now()
}

func refund(tickets []*ticket) {
	for _, t := range tickets {
		t.refund()
	}
}

// release pulls each subscriber with a ticket; held tells that it changed nothing for any of them.
func (d *dispatcher) release(ctx context.Context, phones []fsm.Phone, tickets []*ticket) (held bool, err error) {
	var changed atomic.Bool
	at := map[fsm.Phone]*ticket{}
	for i, phone := range phones {
		at[phone] = tickets[i]
	}
	err = together(d.e.Workers, phones, func(phone fsm.Phone) error {
		decision, err := d.e.apply(ctx, phone, fsm.Pull{}, at[phone])
		if !decision.Nothing {
			changed.Store(true)
		}
		return d.parked.park(ctx, d.e, phone, err)
	})
	return len(phones) > 0 && !changed.Load(), err
}

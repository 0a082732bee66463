package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Attributing is how far the orders have been attributed by the live program's rules.
type Attributing struct {
	Rules    string         `json:"rules"` // as the program says them
	Since    fsm.Moment     `json:"since"` // when they began to hold
	After    fsm.OrderPlace `json:"after"` // up to here the orders that were there before are done
	Finished fsm.Moment     `json:"finished,omitempty"`
}

const (
	attributingKey  = "attributing"
	attributeAtOnce = 500 // orders between two notes of how far it has come
)

// Attributed reads how far the orders have been attributed by the live rules; ErrNotFound where none ever were.
func Attributed(ctx context.Context, s store.Store) (a Attributing, err error) {
	value, err := s.Get(ctx, attributingKey)
	if err == nil {
		err = json.Unmarshal(value, &a)
	}
	if err != nil {
		return a, fmt.Errorf("read how far orders are attributed: %w", err)
	}
	return a, nil
}

// attributions attributes all orders anew when another program is live that does so otherwise, by when they were
// made. It goes on where it stopped; an order that is attributed like this already is left as it is.
type attributions struct {
	e      *Engine
	parked parked
	done   string // the rules that all orders are attributed by
}

func (a *attributions) Name() string { return "attributions" }

// Turn does all that is left.
func (a *attributions) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	rules := a.e.Program().Attribution.String()
	for ctx.Err() == nil && a.done != rules {
		if err := a.page(ctx, rules, fsm.At(now)); err != nil {
			return time.Time{}, err
		}
	}
	return time.Time{}, ctx.Err()
}

// page does the next orders.
func (a *attributions) page(ctx context.Context, rules string, now fsm.Moment) error {
	at, err := Attributed(ctx, a.e.Store)
	switch {
	case errors.Is(err, store.ErrNotFound): // every order so far was attributed when it came
		a.done = rules
		return a.note(ctx, Attributing{Rules: rules, Since: now, Finished: now})
	case err != nil:
		return err
	case at.Rules != rules:
		at = Attributing{Rules: rules, Since: now}
	case at.Finished > 0:
		a.done = rules
		return nil
	}
	list, err := a.e.Store.Orders(ctx, at.After, attributeAtOnce)
	if err != nil {
		return fmt.Errorf("list orders to attribute: %w", err)
	}
	if err := a.bring(ctx, list); err != nil {
		return err
	}
	if at.After = (fsm.OrderPlace{}); len(list) < attributeAtOnce { // an erased person's number must not stay here
		at.Finished, a.done = now, rules
	} else {
		at.After = list[len(list)-1].Place()
	}
	return a.note(ctx, at)
}

func (a *attributions) note(ctx context.Context, at Attributing) error {
	value, err := json.Marshal(at)
	if err == nil {
		err = a.e.Store.Put(ctx, attributingKey, value)
	}
	if err != nil {
		a.done = ""
		return fmt.Errorf("keep how far orders are attributed: %w", err)
	}
	return nil
}

// bring attributes those of the orders anew that the live program attributes otherwise. That is found out beside
// the store, since most stay.
func (a *attributions) bring(ctx context.Context, list []fsm.Order) error {
	var moved []fsm.Order
	for _, o := range list {
		if o.At != 0 && a.e.Program().Attribution.Choose(o.At, o.Touches)+1 != o.Chosen {
			moved = append(moved, o)
		}
	}
	return together(a.e.Workers, moved, func(o fsm.Order) error {
		_, err := a.e.apply(ctx, o.Phone, fsm.Reattribute{Order: o.ID}, nil)
		return a.parked.park(ctx, a.e, o.Phone, err)
	})
}

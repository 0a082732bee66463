package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// tellAtOnce is how many watchers hear of an event between two notes of how far it is.
const tellAtOnce = 500

// fanouts brings events without a phone to those who wait for them, page by page. How far each is, is
// kept after its page; a page that is repeated after a crash does nothing, since the event's id is
// known to those who had it.
type fanouts struct {
	e      *Engine
	came   atomic.Bool // something was accepted since the last look
	looked bool        // what the process before left was read
	pruned time.Time
}

func (f *fanouts) Name() string { return "fanouts" }

// Turn brings all accepted events to all who wait for them. In quarantine they wait.
func (f *fanouts) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if f.e.stopped() {
		return time.Time{}, nil
	}
	if now.Sub(f.pruned) >= fanPrune {
		if err := f.prune(ctx, now); err != nil {
			return now, err
		}
		f.pruned = now
	}
	for f.came.Swap(false) || !f.looked {
		f.looked = false
		open, err := fanOuts(ctx, f.e.Store, fanOpen)
		if err != nil {
			return now, err
		}
		for _, one := range open {
			if err := f.bring(ctx, one); err != nil {
				return now, err
			}
		}
		f.looked = true
	}
	return f.pruned.Add(fanPrune), nil
}

// bring lets one event reach all who wait for it.
func (f *fanouts) bring(ctx context.Context, one *FanOut) error {
	for len(one.Watches) > 0 {
		if err := f.page(ctx, one); err != nil {
			return fmt.Errorf("bring event %.40q to watchers: %w", one.ID, err)
		}
		if err := one.keep(ctx, f.e.Store, fanOpen); err != nil {
			return err
		}
	}
	one.Ended = fsm.At(f.e.Now())
	if err := one.keep(ctx, f.e.Store, fanEnded); err != nil {
		return err
	}
	f.e.Log.Info("an event has reached those who waited for it", "type", one.Type, "told", one.Told)
	return f.e.Store.Put(ctx, fanOpen+one.ID, nil)
}

// page tells the next of those who wait.
func (f *fanouts) page(ctx context.Context, one *FanOut) error {
	phones, err := f.e.Store.Watchers(ctx, one.Watches[0], one.After, tellAtOnce)
	if err != nil {
		return err
	}
	told, err := f.e.enrol(ctx, phones, fsm.Fact{Happened: one.Happened})
	if err != nil {
		return err
	}
	one.Told += told
	if len(phones) == tellAtOnce {
		one.After = phones[len(phones)-1]
		return nil
	}
	one.Watches, one.After = one.Watches[1:], ""
	return nil
}

// prune forgets the ids of events that arrived long ago.
func (f *fanouts) prune(ctx context.Context, now time.Time) error {
	ended, err := fanOuts(ctx, f.e.Store, fanEnded)
	if err != nil {
		return err
	}
	for _, one := range ended {
		if now.Sub(one.Ended.Time()) > fanKept {
			if err := f.e.Store.Put(ctx, fanEnded+one.ID, nil); err != nil {
				return fmt.Errorf("forget an event for watchers: %w", err)
			}
		}
	}
	return nil
}

// fanOuts reads the events under a prefix, the one accepted first at the front.
func fanOuts(ctx context.Context, s store.Store, prefix string) ([]*FanOut, error) {
	values, err := s.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("list the events for watchers: %w", err)
	}
	var list []*FanOut
	for key, value := range values {
		one := new(FanOut)
		if err := json.Unmarshal(value, one); err != nil {
			return nil, fmt.Errorf("read event %.60q for watchers: %w", key, err)
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b *FanOut) int { return cmp.Or(cmp.Compare(a.Took, b.Took), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

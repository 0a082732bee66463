package bot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// parkedFor is how long a subscriber is left alone after a decision about him failed.
const parkedFor = time.Minute

// parked are subscribers about whom a decision failed by itself, not by the storage: a fault in the
// program or in Parley. They are passed over for a while, so that one of them never stops a loop
// for all the others.
type parked struct {
	mu    sync.Mutex
	until map[fsm.Phone]time.Time
}

// park notes a failure and alarms. It gives back an error that is not about the one subscriber.
func (p *parked) park(ctx context.Context, e *Engine, phone fsm.Phone, err error) error {
	if err == nil || ctx.Err() != nil || errors.Is(err, store.ErrClosed) || !errors.Is(err, store.ErrDecision) {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until == nil {
		p.until = map[fsm.Phone]time.Time{}
	}
	p.until[phone] = e.Now().Add(parkedFor)
	e.alarm("a decision failed; the subscriber is left alone for a minute", "phone", phone.Redacted(), "err", err)
	return nil
}

// count is how many are parked, so that a listing may ask for as many more.
func (p *parked) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.until)
}

// without takes those who are parked out of a listing.
func (p *parked) without(list []fsm.Phone, now time.Time) []fsm.Phone {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(list, func(phone fsm.Phone) bool {
		until, here := p.until[phone]
		if here && !now.Before(until) {
			delete(p.until, phone)
			return false
		}
		return here
	})
}

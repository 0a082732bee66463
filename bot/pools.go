package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The times of the look at the pools.
const (
	poolsEvery = time.Minute // between two looks while codes are being given
	poolsAlarm = time.Hour   // between two alarms about one offer
)

// pools tells an operator when the codes of an offer run low, or have run out. It looks when codes were
// given or came, when another program went live, and again while there is something to tell.
type pools struct {
	e       *Engine
	changed atomic.Bool  // codes were given or came since the last look
	program *fsm.Program // of the last look
	looked  time.Time
	again   time.Time            // when to look in any case; zero: need not be
	told    map[string]time.Time // the last alarm about an offer
}

func (p *pools) Name() string { return "pools" }

// Turn looks at all pools of the live program.
func (p *pools) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	program := p.e.Program()
	due := !p.again.IsZero() && !now.Before(p.again)
	if p.program == program && !due && !p.changed.Load() {
		return p.again, nil
	}
	if soon := p.looked.Add(poolsEvery); p.program == program && now.Before(soon) {
		return soon, nil
	}
	p.changed.Store(false)
	left, err := p.e.Store.Pools(ctx)
	if err != nil {
		p.changed.Store(true)
		return time.Time{}, err
	}
	p.program, p.looked, p.again = program, now, time.Time{}
	for _, name := range pooled(program) {
		if n := left[name]; n == 0 || n < int64(program.Offers[name].Low) {
			p.low(name, n, now)
			p.again = sooner(p.again, p.told[name].Add(poolsAlarm))
		}
	}
	return p.again, nil
}

// low tells that few codes of an offer are left, now and then.
func (p *pools) low(name string, left int64, now time.Time) {
	if now.Sub(p.told[name]) < poolsAlarm {
		return
	}
	p.told[name] = now
	if left == 0 {
		p.e.alarm("no codes are left of an offer: its texts wait; import more with parley import --codes", "offer", name)
	} else {
		p.e.alarm("the codes of an offer run low; import more with parley import --codes", "offer", name, "left", left)
	}
}

// pooled names the offers whose codes are imported, in order.
func pooled(p *fsm.Program) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(p.Offers)), func(name string) bool { return p.Offers[name].Codes != fsm.PoolCodes })
}

// AddCodes puts codes into the pool of an offer, and lets texts ask again that waited for one.
func (e *Engine) AddCodes(ctx context.Context, offer string, codes []string) ([]store.RefusedCode, error) {
	left, err := e.Store.Pools(ctx)
	if err != nil {
		return nil, err
	}
	refused, err := AddCodes(ctx, e.Store, e.Program(), offer, codes)
	if err != nil || len(refused) == len(codes) {
		return refused, err
	}
	e.pools.changed.Store(true)
	if left[offer] > 0 {
		return refused, nil
	}
	fitted, err := Fitted(ctx, e.Store)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return refused, err
	}
	return refused, e.Refit(ctx, fitted.Revision)
}

package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The times of the look at the pools.
const (
	poolsEvery = time.Minute
	poolsAlarm = time.Hour // between two alarms about one offer
)

// pools tells an operator when the codes of an offer run low, or have run out.
type pools struct {
	e    *Engine
	next time.Time
	told map[string]time.Time // the last alarm about an offer
}

func (p *pools) Name() string { return "pools" }

// Turn looks at all pools of the live program, now and then.
func (p *pools) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	offers := pooled(p.e.Program())
	if len(offers) == 0 || now.Before(p.next) {
		return p.next, nil
	}
	left, err := p.e.Store.Pools(ctx)
	if err != nil {
		return time.Time{}, err
	}
	p.next = now.Add(poolsEvery)
	for _, name := range offers {
		n, low := left[name], int64(p.e.Program().Offers[name].Low)
		if n > 0 && n >= low || now.Sub(p.told[name]) < poolsAlarm {
			continue
		}
		p.told[name] = now
		if n == 0 {
			p.e.alarm("no codes are left of an offer: its texts wait; import more with parley import --codes", "offer", name)
		} else {
			p.e.alarm("the codes of an offer run low; import more with parley import --codes", "offer", name, "left", n)
		}
	}
	return p.next, nil
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
	if err != nil || left[offer] > 0 || len(refused) == len(codes) {
		return refused, err
	}
	fitted, err := Fitted(ctx, e.Store)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return refused, err
	}
	return refused, e.Refit(ctx, fitted.Revision)
}

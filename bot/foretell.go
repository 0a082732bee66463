package bot

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// Foretell tells what an event would do to a person at a time if nothing else happened before, and what the guards would
// say then of the texts that have not gone. It changes nothing.
type Foretell func(rec fsm.Record, ev fsm.Event, at fsm.Moment) (fsm.Decision, []fsm.Unsent, error)

// Foreteller is Foretell by the live program and what is known now.
func (e *Engine) Foreteller(ctx context.Context) (Foretell, error) {
	pools, err := e.Store.Pools(ctx)
	if err != nil {
		return nil, fmt.Errorf("count the codes that are left: %w", err)
	}
	p, usual := e.Program(), e.inputs()
	usual.Codes = map[string]string{}
	for offer, left := range pools {
		if left > 0 {
			usual.Codes[offer] = "CODE"
		}
	}
	return func(rec fsm.Record, ev fsm.Event, at fsm.Moment) (fsm.Decision, []fsm.Unsent, error) {
		in := usual
		if len(rec.Regions) == 0 {
			in.Zones, in.Regions = Where(rec.Phone)
		}
		decided, err := p.Decide(rec, in, ev, at)
		if err != nil {
			return decided, nil, fmt.Errorf("foretell what an event does: %w", err)
		}
		return decided, p.Unsent(decided.Next, in, at), nil
	}, nil
}

package bot

import (
	"context"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// calendar raises what has come due, whatever the senders are doing.
type calendar struct {
	e      *Engine
	parked parked
}

// batch is how many subscribers a loop handles side by side: they share commits.
const batch = 64

func (c *calendar) Name() string { return "calendar" }

// Turn raises everything that is due.
func (c *calendar) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	for {
		due, next, err := c.e.Store.Due(ctx, fsm.At(now), batch+c.parked.count())
		if err != nil {
			return now, err
		}
		if due = c.parked.without(due, now); len(due) == 0 {
			return next.Time(), nil
		}
		if err := together(c.e.Workers, due, func(phone fsm.Phone) error {
			_, err := c.e.apply(ctx, phone, fsm.Tick{}, nil)
			return c.parked.park(ctx, c.e, phone, err)
		}); err != nil {
			return now, err
		}
	}
}

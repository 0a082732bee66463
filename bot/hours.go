package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// hoursEvery is how old the hours at which people do something may be when a best time is chosen by them.
const hoursEvery = time.Hour

// hours reads at which hours of their day people do something, for programs that choose best times by it.
type hours struct {
	e    *Engine
	next time.Time
}

func (h *hours) Name() string { return "hours" }

// Turn reads them anew, where the live program has a use for them.
func (h *hours) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if now.Before(h.next) || !timed(h.e.Program()) {
		return h.next, nil
	}
	counters, err := h.e.Store.Counters(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("read at which hours people do something: %w", err)
	}
	var counts [24]int64
	for hour := range counts {
		counts[hour] = counters[fmt.Sprintf("%s%02d", fsm.CountedActive, hour)]
	}
	shares := fsm.HourShares(counts)
	h.e.hours.Store(&shares)
	h.next = now.Add(hoursEvery)
	return h.next, nil
}

// timed tells whether a program chooses best times.
func timed(p *fsm.Program) bool {
	return slices.ContainsFunc(p.Workflows, func(w fsm.Workflow) bool {
		return slices.ContainsFunc(w.Steps, func(s fsm.Step) bool { return s.Wait.Timed() })
	})
}

// activeHours is what was read last; nil where nothing was.
func (e *Engine) activeHours() []byte {
	if shares := e.hours.Load(); shares != nil {
		return *shares
	}
	return nil
}

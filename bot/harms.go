package bot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

// harmsEvery is how often it is asked at most whether experiments drive people away.
const harmsEvery = time.Minute

// harms pauses workflows whose experiments drive people away.
type harms struct {
	e    *Engine
	new  atomic.Bool // somebody in an experiment opted out since it was asked
	next time.Time   // it is not asked before
}

func newHarms(e *Engine) *harms {
	h := &harms{e: e}
	h.new.Store(true) // in the process before
	return h
}

func (h *harms) Name() string { return "harms" }

// tell looks whether a decision could make an experiment a harmful one.
func (h *harms) tell(d *fsm.Decision) {
	for _, m := range d.Measures {
		if m.Name == fsm.SumOptOuts && m.Arm != "" {
			h.new.Store(true)
		}
	}
}

// Turn asks, where somebody has opted out since the last time.
func (h *harms) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if now.Before(h.next) {
		return h.next, nil
	}
	if !h.new.Swap(false) {
		return time.Time{}, nil
	}
	h.next = now.Add(harmsEvery)
	found, err := experiments.Harmful(ctx, h.e.Store, h.e.Program(), fsm.At(now))
	for _, harm := range found {
		err = errors.Join(err, h.stop(ctx, harm))
	}
	if err != nil {
		h.new.Store(true)
	}
	return h.next, err
}

const harmPrefix = "harm/"

// stop pauses a workflow, once for each arm and revision: who resumes it has seen the figures, and knows
// better, until he changes the program.
func (h *harms) stop(ctx context.Context, harm experiments.Harm) error {
	paused, err := h.e.pauseOnce(ctx, fmt.Sprintf("%s.%s/%s", harm.Workflow, harm.Split, harm.Arm), harm.Workflow)
	if err != nil || !paused {
		return err
	}
	h.e.alarm("an experiment harms: its workflow is paused", "rule", experiments.CeilingTarget, "evidence", harm.String(),
		"undo", "give the arm a weight of 0 or other words, and deploy it; then parley deploy --resume "+harm.Workflow)
	return nil
}

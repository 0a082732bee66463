package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Schedule is where the schedule or broadcast of one workflow stands, as it is kept.
type Schedule struct {
	Done  fsm.Moment `json:"done"`            // occurrences up to then are done with
	Under *Passage   `json:"under,omitempty"` // the occurrence that is under way
	Last  *Passage   `json:"last,omitempty"`  // the one before
}

// Passage is one occurrence on its way through all subscribers, in order of phone.
type Passage struct {
	ID      string     `json:"id"`
	At      fsm.Moment `json:"at"`              // when it came
	Began   fsm.Moment `json:"began,omitempty"` // when the first were enrolled
	Ended   fsm.Moment `json:"ended,omitempty"`
	After   fsm.Phone  `json:"after,omitempty"` // up to here all are enrolled
	Looked  int64      `json:"looked"`          // subscribers so far
	Changed int64      `json:"changed"`         // of those, for whom it changed something; a page that is repeated after a crash is not counted again
	Missed  string     `json:"missed,omitempty"`
}

const schedulePrefix = "schedule/"

// Schedules reads where all schedules and broadcasts stand, by workflow.
func Schedules(ctx context.Context, s store.Store) (map[string]*Schedule, error) {
	values, err := s.List(ctx, schedulePrefix)
	if err != nil {
		return nil, fmt.Errorf("read where schedules stand: %w", err)
	}
	all := map[string]*Schedule{}
	for key, value := range values {
		one := new(Schedule)
		if err := json.Unmarshal(value, one); err != nil {
			return nil, fmt.Errorf("read where schedules stand: %s: %w", key, err)
		}
		all[strings.TrimPrefix(key, schedulePrefix)] = one
	}
	return all, nil
}

// keepSchedule keeps where a schedule stands; nil forgets it.
func keepSchedule(ctx context.Context, s store.Store, workflow string, one *Schedule) error {
	var value []byte
	var err error
	if one != nil {
		value, err = json.Marshal(one)
	}
	if err == nil {
		err = s.Put(ctx, schedulePrefix+workflow, value)
	}
	if err != nil {
		return fmt.Errorf("keep where the schedule of %s stands: %w", workflow, err)
	}
	return nil
}

// scheduled tells whether a workflow has a schedule or is a broadcast.
func scheduled(w *fsm.Workflow) bool { return w.Enter.Every != nil || w.Enter.Once != "" }

// horizon is how far ahead the next occurrence is looked for.
const horizon = 400 * 24 * time.Hour

// occurs is when a schedule comes next; zero: not within the next year.
func occurs(p *fsm.Program, workflow string, now fsm.Moment) time.Time {
	next, _ := p.NextOccurrence(workflow, now, now.Add(horizon))
	return next.At.Time()
}

// Coming is when the next schedule or broadcast of the live program comes; zero: none does.
func (e *Engine) Coming() time.Time {
	program, now := e.Program(), fsm.At(e.Now())
	var soonest time.Time
	for i := range program.Workflows {
		if w := &program.Workflows[i]; scheduled(w) {
			soonest = sooner(soonest, occurs(program, w.Name, now))
		}
	}
	return soonest
}

// sooner is the earlier of two times, either of which may be none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

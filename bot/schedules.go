package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
)

const (
	enrolAtOnce   = 500             // subscribers between two notes of how far an occurrence has come
	lookAtPauses  = 5 * time.Second // how soon an occurrence that waits for a paused workflow looks again
	lookAtProgram = time.Hour       // how long no schedule is looked at where none is near
)

// schedules enrols everybody of a segment when a schedule or broadcast comes. How far it is, is kept
// after each page, so a process that is killed goes on there; whoever is enrolled twice by that enters
// once, since the occurrence's id is the event's. One workflow's occurrences follow one another.
type schedules struct {
	e       *Engine
	program *fsm.Program         // that next was found for
	next    time.Time            // when to look again
	kept    map[string]*Schedule // as stored; nil: to be read
	coming  map[string]time.Time // when each comes next by that program, where it is known
}

func (s *schedules) Name() string { return "schedules" }

// Turn enrols all who are due, page by page, the workflows in turn. After a restore it waits until the
// quarantine has ended: only then it is known what the server before had sent.
func (s *schedules) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if s.e.stopped() {
		return time.Time{}, nil
	}
	if s.program == s.e.Program() && now.Before(s.next) {
		return s.next, nil
	}
	for left := true; left; {
		if err := ctx.Err(); err != nil {
			return now, err
		}
		var err error
		if live := s.e.Program(); s.program != live {
			s.program, s.coming = live, map[string]time.Time{}
		}
		if left, err = s.round(ctx, s.program); err != nil {
			s.program, s.kept = nil, nil // what is kept may not be what is stored
			return now, err
		}
	}
	return s.next, nil
}

// round does the next page of each workflow, and tells whether there is more to do now.
func (s *schedules) round(ctx context.Context, p *fsm.Program) (left bool, err error) {
	if s.kept == nil {
		if s.kept, err = Schedules(ctx, s.e.Store); err != nil {
			return false, err
		}
	}
	if err := s.forget(ctx, p); err != nil {
		return false, err
	}
	s.next = s.e.Now().Add(lookAtProgram)
	for i := range p.Workflows {
		w := &p.Workflows[i]
		if !scheduled(w) {
			continue
		}
		more, err := s.workflow(ctx, p, w)
		if err != nil {
			return false, err
		}
		left = left || more
	}
	return left, nil
}

// forget drops what is kept of workflows that have no schedule any more.
func (s *schedules) forget(ctx context.Context, p *fsm.Program) error {
	live := map[string]bool{}
	for i := range p.Workflows {
		live[p.Workflows[i].Name] = scheduled(&p.Workflows[i])
	}
	for name, one := range s.kept {
		if live[name] {
			continue
		}
		if one.Under != nil {
			s.e.Log.Warn("an occurrence was cut short: the live program has no such schedule", "occurrence", one.Under.ID, "looked", one.Under.Looked)
		}
		if err := keepSchedule(ctx, s.e.Store, name, nil); err != nil {
			return err
		}
		delete(s.kept, name)
	}
	return nil
}

// workflow does what is due of one schedule: the next page of the occurrence that is under way, or the
// beginning of one that has come.
func (s *schedules) workflow(ctx context.Context, p *fsm.Program, w *fsm.Workflow) (left bool, err error) {
	now, one := fsm.At(s.e.Now()), s.kept[w.Name]
	if one == nil { // new in the live program: what was before is not its
		one = &Schedule{Done: now}
		s.kept[w.Name] = one
		return true, keepSchedule(ctx, s.e.Store, w.Name, one)
	}
	if s.idle(w.Name, one, now) {
		return false, nil
	}
	come, due := p.NextOccurrence(w.Name, one.Done, now)
	if !due && one.Under == nil {
		one.Done = now // in memory: a later program's schedule does not reach back
		s.coming[w.Name] = occurs(p, w.Name, now)
		s.next = sooner(s.next, s.coming[w.Name])
		return false, nil
	}
	if _, paused := s.e.Paused()[w.Name]; paused {
		s.next = sooner(s.next, now.Time().Add(lookAtPauses))
		return false, nil
	}
	switch {
	case one.Under != nil && now.Sub(one.Under.At) > p.LateAfter:
		s.miss(w.Name, one, one.Under, "it was under way for too long")
	case one.Under != nil:
		err = s.page(ctx, p, w, one)
	case now.Sub(come.At) > p.LateAfter:
		s.miss(w.Name, one, &Passage{ID: come.ID, At: come.At}, "the server was down, or the workflow paused, when it came")
	default:
		one.Under = &Passage{ID: come.ID, At: come.At, Began: now}
		s.e.Log.Info("an occurrence begins", "occurrence", come.ID)
	}
	if err != nil {
		return false, err
	}
	return true, keepSchedule(ctx, s.e.Store, w.Name, one)
}

// idle notes that nothing is due of a schedule, if its next time is known and has not come.
func (s *schedules) idle(workflow string, one *Schedule, now fsm.Moment) bool {
	next := s.coming[workflow]
	if one.Under != nil || !now.Time().Before(next) {
		return false
	}
	one.Done = now
	s.next = sooner(s.next, next)
	return true
}

// miss books an occurrence that is too old to begin or to go on.
func (s *schedules) miss(workflow string, one *Schedule, o *Passage, why string) {
	o.Missed = fmt.Sprintf("%s: after %s it is too late", why, s.e.Program().LateAfter)
	o.After, one.Done, one.Under, one.Last = "", o.At, nil, o
	s.e.alarm("an occurrence was missed", "workflow", workflow, "occurrence", o.ID, "looked", o.Looked, "why", o.Missed)
}

// page enrols the next subscribers.
func (s *schedules) page(ctx context.Context, p *fsm.Program, w *fsm.Workflow, one *Schedule) error {
	o := one.Under
	records, err := s.e.Store.Subscribers(ctx, o.After, enrolAtOnce)
	if err != nil {
		return fmt.Errorf("list who may be enrolled in %s: %w", w.Name, err)
	}
	now := fsm.At(s.e.Now())
	var phones []fsm.Phone
	for i := range records {
		if p.InSegment(w.Enter.Segment, &records[i], now) {
			phones = append(phones, records[i].Phone)
		}
	}
	changed, err := s.e.enrol(ctx, phones, fsm.Enrol{Workflow: w.Name, ID: o.ID})
	if err != nil {
		return err
	}
	o.Looked += int64(len(records))
	o.Changed += changed
	if len(records) == enrolAtOnce {
		o.After = records[len(records)-1].Phone
		return nil
	}
	o.Ended, o.After = fsm.At(s.e.Now()), "" // an erased person's number must not stay here
	one.Done, one.Under, one.Last = o.At, nil, o
	s.e.Log.Info("an occurrence has ended", "occurrence", o.ID, "looked", o.Looked, "changed", o.Changed)
	return nil
}

package rehearse

import (
	"cmp"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// later is something that happens at its time unless the world has changed: an answer of the carrier.
type later struct {
	at fsm.Moment
	do func()
}

// after lets something happen later.
func (w *world) after(at fsm.Moment, do func()) {
	w.later = append(w.later, later{at, do})
	slices.SortStableFunc(w.later, func(a, b later) int { return cmp.Compare(a.at, b.at) })
}

// to moves the clock, and stops at everything that is due on the way.
func (w *world) to(until fsm.Moment) {
	occurrences := w.occurrences(w.now, until)
	for w.broken == "" {
		next := until
		if due := w.rec.NextDue(); due > 0 {
			next = min(next, due)
		}
		if len(w.later) > 0 {
			next = min(next, w.later[0].at)
		}
		if len(occurrences) > 0 {
			next = min(next, occurrences[0].At)
		}
		w.now = max(w.now, next)
		switch {
		case len(w.later) > 0 && w.later[0].at <= w.now:
			do := w.later[0].do
			w.later = w.later[1:]
			do()
		case len(occurrences) > 0 && occurrences[0].At <= w.now:
			w.enrol(occurrences[0])
			occurrences = occurrences[1:]
		case w.rec.NextDue() > 0 && w.rec.NextDue() <= w.now:
		default:
			w.pump()
			return
		}
		w.pump()
	}
}

// occurrence is a schedule or broadcast that comes.
type occurrence struct {
	fsm.Occurrence
	workflow, segment string
}

// occurrences lists what comes by schedule, the earliest first.
func (w *world) occurrences(after, until fsm.Moment) []occurrence {
	var all []occurrence
	for i := range w.p.Workflows {
		wf := &w.p.Workflows[i]
		from := after
		for {
			some := w.p.Occurrences(wf.Name, from, until)
			for _, o := range some {
				all = append(all, occurrence{o, wf.Name, wf.Enter.Segment})
			}
			if len(some) == 0 || len(all) > mostEvents {
				break
			}
			from = some[len(some)-1].At
		}
	}
	slices.SortStableFunc(all, func(a, b occurrence) int { return cmp.Compare(a.At, b.At) })
	return all
}

// enrol lets a schedule or broadcast reach the person, if he is in its segment.
func (w *world) enrol(o occurrence) {
	w.events++
	if !w.p.InSegment(o.segment, &w.rec, w.now) {
		if !w.passed[o.workflow] {
			w.say("", "is not in the segment of "+o.workflow)
		}
		w.passed[o.workflow] = true
		return
	}
	delete(w.passed, o.workflow)
	w.happens(fsm.Enrol{Workflow: o.workflow, ID: o.ID})
}

// zone is the person's clock: the first of the zones that he may be in.
func (w *world) zone() *time.Location {
	name := w.in.Zones[0]
	if len(w.rec.Zones) > 0 {
		name = w.rec.Zones[0]
	}
	zone, known := w.zones[name]
	if !known {
		var err error
		if zone, err = time.LoadLocation(name); err != nil {
			zone = time.UTC
		}
		w.zones[name] = zone
	}
	return zone
}

// local is a moment by the person's clock.
func (w *world) local(m fsm.Moment) time.Time { return m.Time().In(w.zone()) }

// next is the moment at which the person's clock shows a time: on its date, or else next.
func (w *world) next(when script.When) fsm.Moment {
	now := w.local(w.now)
	day := now
	if when.Date != "" {
		day, _ = time.ParseInLocation(time.DateOnly, when.Date, w.zone())
		return fsm.At(clockTime(day, 0, when.Minute))
	}
	for ahead := range 9 {
		at := clockTime(day, ahead, when.Minute)
		if at.After(now) && (when.Weekday < 0 || int(at.Weekday()) == when.Weekday) {
			return fsm.At(at)
		}
	}
	return w.now
}

// clockTime is a minute after midnight, some days after a day. A time that the clocks leap over is as
// much later as they leap.
func clockTime(day time.Time, ahead, minute int) time.Time {
	at := time.Date(day.Year(), day.Month(), day.Day()+ahead, minute/60, minute%60, 0, 0, day.Location())
	if missing := minute - at.Hour()*60 - at.Minute(); missing > 0 {
		at = at.Add(time.Duration(missing) * time.Minute)
	}
	return at
}

package fsm

import (
	"slices"
	"strings"
	"time"
)

// wait schedules what follows. A wait counts from the release of the text before it, so time that
// the text had to wait is not waited twice; one for a time of the day counts from when it is reached.
// A date or moment that is past, or not known, is not waited for.
func (d *deciding) wait(s *Step, run *Run) {
	if !s.Wait.dated() && s.Wait.daily() {
		run.StepAt = max(run.StepAt, d.now.Add(-s.Wait.For))
	}
	at, ok := d.waitsUntil(&s.Wait, run)
	if !ok {
		d.passed(s, run)
		return
	}
	if s.Wait.Timed() {
		name := run.Workflow + "." + run.Step
		d.expose(name, d.timeArm(name), TimeArms())
	}
	run.Phase, run.Direct = Scheduled, false
	d.schedule(Item{At: at, Kind: ItemStep, Run: run.ID, Step: s.Name})
}

// passed lets a run go on whose date or moment is past, or not known.
func (d *deciding) passed(s *Step, run *Run) {
	d.note("passed:"+run.Workflow+"."+s.Name, "past, or not known")
	d.goTo(run.ID, s.Wait.Passed, "past, or not known")
}

// stepDue is the end of a wait.
func (d *deciding) stepDue(i Item) {
	run := d.run(i.Run)
	if run == nil || run.Step != i.Step {
		return
	}
	run.StepAt = i.At
	d.goTo(i.Run, "", "waited")
}

// dated tells whether a wait is for a certain date or moment, which may be past.
func (w *Wait) dated() bool { return w.Of != "" || w.Date != "" }

// daily tells whether a wait goes on to a time or day by the person's clock.
func (w *Wait) daily() bool { return w.Clock != 0 || w.Days != [7]bool{} || w.Timed() }

// waitsUntil is when a run's wait ends, not before now. The second result is false where a date or
// moment is past, or not known.
func (d *deciding) waitsUntil(w *Wait, run *Run) (Moment, bool) {
	from, ok := run.StepAt.Add(w.For), true
	zone := d.zones()[0]
	switch {
	case w.Date != "":
		from, ok = dayOf(w.Date, 0, zone)
	case w.Of != "":
		from, ok = dayOf(d.dateOf(w.Of, run), w.For, zone)
	}
	days, clock := w.Days, w.Clock
	if w.Timed() {
		days, clock = w.Best.Days, d.bestClock(w, run)
	}
	at := onto(from.Time().In(zone), days, clock)
	return max(at, d.now), ok && (at >= d.now || !w.dated())
}

// dateOf is the date or time that an attribute or a field of the run's event holds; "" where none.
func (d *deciding) dateOf(name string, run *Run) string {
	value := d.rec.Attributes[name]
	if field, of := strings.CutPrefix(name, "event."); of && run != nil {
		value = run.Data[field]
	}
	text, _ := value.(string)
	return text
}

// dayOf is some time after a date or moment, or before it where the time is negative. A date begins at
// midnight in the zone, and whole days after it are days by the calendar.
func dayOf(text string, after time.Duration, zone *time.Location) (Moment, bool) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return At(at.Add(after)), true
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, false
	}
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone)
	days := after / (24 * time.Hour)
	return At(atMinute(noon, int(days), 0).Add(after % (24 * time.Hour))), true
}

// onto is the next moment at or after one that falls on one of the days, at a time of the day by its
// zone's clock. Without days any day does; without a time a day begins at midnight.
func onto(t time.Time, days [7]bool, clock Clock) Moment {
	if clock == 0 && (days == [7]bool{} || days[t.Weekday()]) {
		return At(t)
	}
	minute, _ := clock.Minute()
	for day := range 8 {
		weekday := (int(t.Weekday()) + day) % 7
		at := atMinute(t, day, max(minute, 0))
		if (days == [7]bool{} || days[weekday]) && !at.Before(t) {
			return At(at)
		}
	}
	return At(t)
}

// waitFor waits for an event, which may have happened already since what started the run, but not
// one that ended an earlier wait; and what a person does with a text, since the run's latest text.
func (d *deciding) waitFor(w *workflow, s *Step, run *Run) {
	for _, h := range slices.Clone(d.rec.Events) {
		if h.At < run.Since || h.hash() == run.Woke || !concerns(w, run.Key, h) || !h.concernsRun(run) || h.Run != 0 && h.At < run.TextAt {
			continue
		}
		if way := d.wayOn(s, run, &h); way != nil {
			d.wake(run, way, &h, "has happened: "+h.Type)
			return
		}
	}
	run.Phase, run.Direct, run.StepAt, run.Awaits = Waiting, false, d.now, d.p.awaits(s, run)
	d.schedule(Item{At: d.now.Add(s.Timeout), Kind: ItemTimeout, Run: run.ID, Step: s.Name})
}

// awaits lists the events without a phone that would wake a run at a wait_for: they find it by its key.
func (p *Program) awaits(s *Step, run *Run) []string {
	var events []string
	for _, way := range s.Events {
		if run.Key != "" && p.Events[way.On].Watchers && len(events) < MaxAwaits {
			events = append(events, way.On)
		}
	}
	slices.Sort(events)
	return slices.Compact(events)
}

// wayOn is the way that an event opens out of a wait_for; nil where it is none that the step waits for.
func (d *deciding) wayOn(s *Step, run *Run, h *Happened) *EventWay {
	for i := range s.Events {
		if way := &s.Events[i]; way.On == h.Type && d.meets(way.If, run, h) {
			return way
		}
	}
	return nil
}

// wake lets a run go on for whose event it has waited.
func (d *deciding) wake(run *Run, way *EventWay, h *Happened, why string) {
	d.note("woke:"+run.Workflow+"."+run.Step, h.Type)
	run.StepAt, run.Woke, run.Direct = d.now, h.hash(), d.answering()
	d.goTo(run.ID, way.Then, why)
}

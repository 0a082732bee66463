package fsm

import (
	"cmp"
	"slices"
)

// refit has mend alone bring the record to the live program. Texts that were held ask again, for what
// held them may have ended with another program, or with a pause.
func (d *deciding) refit() {
	d.dec.Cause = "refit"
	d.wakeTexts()
}

// follow sets what hangs on dates and on the person's clock anew, where one of them has changed. What
// that lets go on at once may change them again, a bounded number of times.
func (d *deciding) follow() {
	for n := 0; d.moved && n < MaxHops; n++ {
		d.moved = false
		d.retime()
	}
}

// retime sets the timers of all runs by what is known now and by the live program. They count from
// when the run came to its step; what is due by now goes on at once.
func (d *deciding) retime() {
	for _, run := range slices.Clone(d.rec.Runs) {
		live := d.run(run.ID)
		if live == nil || live.Step != run.Step {
			continue // another run's going on has moved it
		}
		switch _, s, ok := d.at(live); {
		case !ok:
		case live.Phase == Scheduled && s.Kind == WaitStep:
			d.retimeWait(s, live)
		case live.Phase == Waiting || live.Phase == Calling:
			d.setAwaits(s, live)
			d.setTimer(ItemTimeout, live, max(live.StepAt.Add(s.patience()), d.now))
		}
	}
}

// setAwaits brings up to date what wakes a run without a phone.
func (d *deciding) setAwaits(s *Step, run *Run) {
	if awaits := d.p.awaits(s, run); !slices.Equal(awaits, run.Awaits) {
		d.touched, run.Awaits = true, awaits
	}
}

// retimeEntries sets anew when the events that wait for a delay start their workflows; not those that are
// about to, and only settle.
func (d *deciding) retimeEntries() {
	for i := range d.rec.Calendar {
		item := &d.rec.Calendar[i]
		w := d.p.workflows[item.Workflow]
		if item.Kind != ItemEnter || w == nil || item.Fact == nil || item.At <= d.now.Add(d.p.Settle) {
			continue
		}
		if at := max(d.entryAt(w, item.Fact), d.now); at != item.At {
			item.At, d.touched = at, true
		}
	}
	d.sortCalendar()
}

// retimeWait sets the end of a wait anew. One that has ended by now only waits to be raised.
func (d *deciding) retimeWait(s *Step, run *Run) {
	ended := slices.ContainsFunc(d.rec.Calendar, func(i Item) bool {
		return i.Kind == ItemStep && i.Run == run.ID && i.At <= d.now
	})
	at, ok := d.waitsUntil(&s.Wait, run)
	switch {
	case ended && (!ok || at <= d.now):
	case !ok:
		d.unwant(run.ID)
		d.passed(s, run)
	default:
		d.setTimer(ItemStep, run, at)
	}
}

// setTimer moves a run's timer, if that is for another time. One that is due by now, and would be by
// its new time, stays.
func (d *deciding) setTimer(kind ItemKind, run *Run, at Moment) {
	i := slices.IndexFunc(d.rec.Calendar, func(i Item) bool { return i.Kind == kind && i.Run == run.ID })
	switch {
	case i < 0:
		d.schedule(Item{At: at, Kind: kind, Run: run.ID, Step: run.Step})
	case d.rec.Calendar[i].At != at && (d.rec.Calendar[i].At > d.now || at > d.now):
		d.touched = true
		d.rec.Calendar[i].At = at
		d.sortCalendar()
	}
}

func (d *deciding) sortCalendar() {
	slices.SortStableFunc(d.rec.Calendar, func(a, b Item) int { return cmp.Compare(a.At, b.At) })
}

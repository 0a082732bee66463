package fsm

import (
	"cmp"
	"slices"
)

// schedule puts an item on the person's calendar, if there is room. There always is for a run's own
// items: each run has at most a step or timeout, and a text or call.
func (d *deciding) schedule(i Item) {
	d.touched = true
	own := i.Run != 0 || i.Want != nil && i.Want.Run != 0 || i.Kind == ItemPending || i.Kind == ItemThread || i.Kind == ItemHold || i.Kind == ItemSnooze || i.Kind == ItemAnswer || i.Kind == ItemDate
	if !own && len(d.rec.Calendar) >= roomForRuns || len(d.rec.Calendar) >= MaxCalendar {
		d.note("drop:"+cmp.Or(i.Workflow, string(i.Kind)), "the calendar is full")
		d.alarm("a person's calendar is full: %s dropped", i.Kind)
		return
	}
	at, _ := slices.BinarySearchFunc(d.rec.Calendar, i, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.At, b.At), -1) // behind all of the same time
	})
	d.rec.Calendar = slices.Insert(d.rec.Calendar, at, i)
}

// unschedule takes items off the calendar.
func (d *deciding) unschedule(which func(Item) bool) {
	n := len(d.rec.Calendar)
	d.rec.Calendar = slices.DeleteFunc(d.rec.Calendar, which)
	d.touched = d.touched || len(d.rec.Calendar) != n
}

// tick raises what has come due on the calendar, earliest first. What a raised item schedules for a
// time that has passed is raised too. What exceeds the bound is left for the next tick.
func (d *deciding) tick() {
	d.dec.Cause = "tick"
	for range MaxHops {
		if len(d.rec.Calendar) == 0 || d.rec.Calendar[0].At > d.now {
			return
		}
		item := d.rec.Calendar[0]
		d.rec.Calendar = d.rec.Calendar[1:]
		d.touched = true
		d.raiseItem(item)
	}
}

// raiseItem does one calendar item.
func (d *deciding) raiseItem(i Item) {
	switch i.Kind {
	case ItemStep:
		d.stepDue(i)
	case ItemTimeout:
		d.timedOut(i)
	case ItemText:
		w := *i.Want
		if w.Name == AgentName {
			w.Direct = d.talking() // what waited answers nobody, unless the person is talking again
		}
		if w.Run == 0 || d.run(w.Run) != nil {
			d.want(w)
		}
	case ItemEnter:
		d.enterDue(i)
	case ItemDate:
		d.dateDue(i)
	case ItemCall:
		d.callDue(i)
	case ItemPending:
		d.lapse()
	case ItemThread:
		d.threadDue()
	case ItemAnswer:
		d.answerDue()
	case ItemSnooze:
		d.snoozeDue()
	case ItemHold:
		d.holdDue()
	}
}

// wakeTexts lets every text ask again that waits for a question, an agent or a hold to end. Those
// that wait for the clock (quiet hours, caps, a carrier's pause) wait on.
func (d *deciding) wakeTexts() {
	for i := range d.rec.Calendar {
		if d.rec.Calendar[i].Held && d.rec.Calendar[i].At > d.now {
			d.rec.Calendar[i].At = d.now
			d.touched = true
		}
	}
	d.sortCalendar()
}

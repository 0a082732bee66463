package fsm

import (
	"cmp"
	"slices"
)

// schedule puts an item on the person's calendar.
func (d *deciding) schedule(i Item) {
	d.touched = true
	if len(d.rec.Calendar) >= MaxCalendar {
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

// tick raises everything on the calendar that has come due, earliest first. What a raised item
// schedules for a time that has passed is raised too, within the bound on hops.
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
		if w := *i.Want; w.Run == 0 || d.run(w.Run) != nil {
			d.want(w)
		}
	case ItemEnter:
		d.enterDue(i)
	case ItemPending:
		d.lapse()
	case ItemThread:
		d.threadDue()
	}
}

// wakeTexts lets every text that was told to wait ask again now.
func (d *deciding) wakeTexts() {
	for i := range d.rec.Calendar {
		if d.rec.Calendar[i].Kind == ItemText {
			d.rec.Calendar[i].At = min(d.rec.Calendar[i].At, d.now)
		}
	}
	slices.SortStableFunc(d.rec.Calendar, func(a, b Item) int { return cmp.Compare(a.At, b.At) })
}

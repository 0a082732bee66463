package fsm

import (
	"slices"
	"time"
)

// dateClock is the time of the day at which a date starts a workflow that says none.
const dateClock = 10 * 60

// dates puts on the calendar when the person's dates start workflows, by what is known of them and of his
// clock. It is asked at the end of every decision, and changes nothing where nothing has changed.
func (d *deciding) dates() {
	n := 0
	for _, w := range d.p.order {
		if w.Enter.Date == "" {
			continue
		}
		if n++; n > MaxDates {
			return
		}
		d.setDate(w)
	}
}

// setDate puts a workflow's next date on the calendar, in the place of the one that is there. One that is
// due only waits to be raised.
func (d *deciding) setDate(w *workflow) {
	at := d.nextDate(w, d.now)
	if !slices.Contains(grounds(w.Class), d.ground()) {
		at = 0
	}
	mine := func(i Item) bool { return i.Kind == ItemDate && i.Workflow == w.Name }
	i := slices.IndexFunc(d.rec.Calendar, mine)
	if i < 0 && at == 0 || i >= 0 && (d.rec.Calendar[i].At == at || d.rec.Calendar[i].At <= d.now) {
		return
	}
	d.unschedule(mine)
	if at > 0 {
		d.schedule(Item{At: at, Kind: ItemDate, Workflow: w.Name})
	}
}

// nextDate is when a person's date starts a workflow, later than some moment; zero where it does not.
func (d *deciding) nextDate(w *workflow, after Moment) Moment {
	zone := d.zones()[0]
	day, ok := noonOf(d.dateOf(w.Enter.Date, nil), zone)
	if !ok {
		return 0
	}
	minute, timed := w.Enter.Clock.Minute()
	if !timed {
		minute = dateClock
	}
	first, last := day.Year(), day.Year()
	if w.Enter.Yearly {
		first, last = max(first, after.Time().Year()-2), after.Time().Year()+2
	}
	for year := first; year <= last; year++ {
		if at := At(atMinute(inYear(day, year, zone), -int(w.Enter.Before), minute)); at > after {
			return at
		}
	}
	return 0
}

// noonOf is the day of a date, or of a moment by the clock of a zone, at noon.
func noonOf(text string, zone *time.Location) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if day, err = time.Parse(time.RFC3339, text); err != nil {
			return time.Time{}, false
		}
		day = day.In(zone)
	}
	return inYear(day, day.Year(), zone), true
}

// inYear is the same day in some year, at noon by the clock of a zone: of a 29th of February the 28th,
// where the year has no such day.
func inYear(day time.Time, year int, zone *time.Location) time.Time {
	at := time.Date(year, day.Month(), day.Day(), 12, 0, 0, 0, zone)
	if at.Month() != day.Month() {
		at = time.Date(year, day.Month(), day.Day()-1, 12, 0, 0, 0, zone)
	}
	return at
}

// dateDue starts a workflow on the person's date, once a day, unless the date has changed or it is too
// late for it.
func (d *deciding) dateDue(i Item) {
	w := d.p.workflows[i.Workflow]
	if w == nil || d.nextDate(w, i.At-1) != i.At {
		return
	}
	id := w.Name + " " + i.At.Time().In(d.zones()[0]).Format(time.DateOnly)
	by := Happened{ID: id, Type: "date", At: i.At}
	switch {
	case d.seenElse("date:", id):
	case !d.recent(by):
		d.note("refuse:"+w.Name, "its date is past")
	default:
		d.enter(w, by, "date "+w.Enter.Date, false)
	}
}

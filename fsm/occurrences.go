package fsm

import (
	"iter"
	"strings"
	"time"
)

// Occurrence is one time at which a schedule or broadcast comes.
type Occurrence struct {
	At Moment
	ID string // its workflow, and its time by the shop's clock: "sale 2026-11-27 10:00"
}

// maxOccurrences bounds what one call of Occurrences gives.
const maxOccurrences = 400

// occurrenceForm is how a broadcast says its time, and an occurrence its name.
const occurrenceForm = "2006-01-02 15:04"

// Occurrences lists when a workflow's schedule or broadcast comes, later than after and not later
// than until: the earliest first, at most 400, and none where the workflow has neither. Times are by
// the shop's clock: one that the clocks leap over comes as much later, and one that they show twice
// comes once.
func (p *Program) Occurrences(workflow string, after, until Moment) []Occurrence {
	var list []Occurrence
	for o := range p.occurrences(workflow, after, until) {
		if len(list) == maxOccurrences {
			break
		}
		list = append(list, o)
	}
	return list
}

// NextOccurrence is the first of Occurrences, if there is any. It looks no further than that one.
func (p *Program) NextOccurrence(workflow string, after, until Moment) (next Occurrence, ok bool) {
	for o := range p.occurrences(workflow, after, until) {
		return o, true
	}
	return Occurrence{}, false
}

func (p *Program) occurrences(workflow string, after, until Moment) iter.Seq[Occurrence] {
	return func(yield func(Occurrence) bool) {
		w := p.workflows[workflow]
		if w == nil || after >= until {
			return
		}
		for at := range w.Enter.times(time.UnixMilli(int64(after)).In(p.zone), time.UnixMilli(int64(until))) {
			noon := time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, p.zone)
			o := Occurrence{ID: workflow + " " + at.Format(occurrenceForm), At: At(atMinute(noon, 0, at.Hour()*60+at.Minute()))}
			if o.At > after && o.At <= until && !yield(o) {
				return
			}
		}
	}
}

// times are the times of a broadcast or schedule about a span, as its wall clock shows them. A day
// more on either side makes up for what the zone and its leaps move.
func (e *Enter) times(from, until time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		minute, ok := e.Clock.Minute()
		switch {
		case e.Once != "":
			if once, err := time.Parse(occurrenceForm, e.Once); err == nil {
				yield(once)
			}
			return
		case e.Every == nil || !ok:
			return
		}
		last := until.AddDate(0, 0, 2)
		for day := time.Date(from.Year(), from.Month(), from.Day()-1, 0, minute, 0, 0, time.UTC); day.Before(last); day = day.AddDate(0, 0, 1) {
			if e.Every.on(day) && !yield(day) {
				return
			}
		}
	}
}

// on tells whether a schedule comes on a day.
func (e *Every) on(day time.Time) bool {
	if e.MonthDay > 0 {
		return day.Day() == e.MonthDay
	}
	return e.Days[day.Weekday()]
}

// scheduledAs tells whether an id is one of a workflow's occurrences: others are entries by hand.
func scheduledAs(workflow, id string) bool {
	at, ok := strings.CutPrefix(id, workflow+" ")
	_, err := time.Parse(occurrenceForm, at)
	return ok && err == nil
}

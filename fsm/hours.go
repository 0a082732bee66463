package fsm

import (
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// covers tells whether a local time lies in one of the windows.
func covers(windows []Window, t time.Time) bool {
	_, ok := closing(windows, t)
	return ok
}

// closing is when the window around a local time closes.
func closing(windows []Window, t time.Time) (time.Time, bool) {
	minute := t.Hour()*60 + t.Minute()
	for _, w := range windows {
		if w.Days[t.Weekday()] && w.From <= minute && minute < w.To {
			return atMinute(t, 0, w.To), true
		}
	}
	return t, false
}

// opening is the next moment at or after a local time that a window covers; zero if there is none
// within nine days.
func opening(windows []Window, t time.Time) time.Time {
	if covers(windows, t) {
		return t
	}
	for day := range 9 {
		var best time.Time
		for _, w := range windows {
			from := atMinute(t, day, w.From)
			if w.Days[from.Weekday()] && !from.Before(t) && covers(windows, from) && (best.IsZero() || from.Before(best)) {
				best = from
			}
		}
		if !best.IsZero() {
			return best
		}
	}
	return time.Time{}
}

// atMinute is a minute after midnight, some days after t's day, by the wall clock of t's zone. A
// time that the clocks leap over is as much later as they leap.
func atMinute(t time.Time, days, minute int) time.Time {
	at := time.Date(t.Year(), t.Month(), t.Day()+days, minute/60, minute%60, 0, 0, t.Location())
	const day = 24 * 60
	if missing := (minute - at.Hour()*60 - at.Minute() + day) % day; missing > 0 && missing < day/2 { // else it is later already
		at = at.Add(time.Duration(missing) * time.Minute)
	}
	return at
}

// quietFor asks when a text may go by the law of every place and in every zone that the person may be
// in, and by the program's send hours. What answers somebody who did not text us just now, such as a
// welcome, is no marketing.
func (d *deciding) quietFor(w *Want) quiet.Verdict {
	return d.p.quietHours(&d.rec, w.Run == 0 || w.Class.Purpose() == ForService, d.now)
}

// QuietHours asks when a workflow's text of a class may go to a person who is known by a record, from a moment
// on, as the guard of quiet hours does.
func (p *Program) QuietHours(rec *Record, c Class, now Moment) quiet.Verdict {
	return p.quietHours(rec, c.Purpose() == ForService, now)
}

func (p *Program) quietHours(rec *Record, service bool, now Moment) quiet.Verdict {
	purpose := quiet.Marketing
	if service {
		purpose = quiet.Service
	}
	rules := append(p.rulesFor(rec), p.sendHours)
	return quiet.Next(now.Time(), p.zonesOf(rec), rules, purpose)
}

// quietLabel says in the journal why a text went out although it is quiet, or by which hours where
// none suit everywhere; "" where there is nothing to say.
func (d *deciding) quietLabel(w *Want, v quiet.Verdict) string {
	switch {
	case w.Direct && At(v.At) > d.now:
		return "in quiet hours (" + v.Why.String() + "), since it answers the person"
	case !w.Direct && v.Fallback:
		return unsuited
	}
	return ""
}

const unsuited = "no hour suits all places and zones that the person may be in; careful ones were taken"

// zones lists the zones that the person may be in; the shop's own where nothing is known.
func (d *deciding) zones() []*time.Location { return d.p.zonesOf(&d.rec) }

func (p *Program) zonesOf(rec *Record) []*time.Location {
	var zones []*time.Location
	for _, name := range rec.Zones {
		if zone := p.location(name); zone != nil {
			zones = append(zones, zone)
		}
	}
	if len(zones) == 0 {
		return []*time.Location{p.zone}
	}
	return zones
}

// location loads a zone once; nil where there is no zone of that name.
func (p *Program) location(name string) *time.Location {
	if zone, ok := p.locations.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil
	}
	p.locations.Store(name, zone)
	return zone
}

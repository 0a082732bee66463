package fsm

import (
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// lawCap is a cap that the law of a place sets.
type lawCap struct {
	Cap
	Place string // "US-FL"
}

// rulesFor lists the rules that may bind a person: of every place that the number may belong to, and
// of the one where the person lives.
func (p *Program) rulesFor(rec *Record) []*quiet.Rule {
	regions := rec.Regions
	if rec.Region != "" {
		regions = append(regions[:len(regions):len(regions)], rec.Region)
	}
	return p.law.For(regions)
}

// lawCaps lists the caps of the law that bind a person now: those of rules that are in force on the
// present day in any zone that the person may be in.
func (p *Program) lawCaps(rec *Record, now Moment) (caps []lawCap) {
	for _, r := range p.rulesFor(rec) {
		inForce := len(r.Caps) > 0 && slices.ContainsFunc(p.zonesOf(rec), func(zone *time.Location) bool {
			return r.InForce(quiet.On(now.Time().In(zone)))
		})
		if !inForce {
			continue
		}
		for _, c := range r.Caps {
			caps = append(caps, lawCap{capOf(r, c), r.Place})
		}
	}
	return caps
}

// capOf is a cap of a rule as programs have them.
func capOf(r *quiet.Rule, c quiet.Cap) Cap {
	limit := Cap{Classes: classesOf(r), Max: c.Max, Per: c.Per}
	if c.ByTopic {
		limit.By = ByTopic
	}
	return limit
}

// classesOf lists the classes that a rule binds; nil where it is the usual marketing.
func classesOf(r *quiet.Rule) (classes []Class) {
	if len(r.Purposes) == 0 {
		return nil
	}
	for _, class := range Classes() {
		if r.Binds(string(class.Purpose())) {
			classes = append(classes, class)
		}
	}
	return classes
}

// law takes the rules of places, and the program's own send hours as one more that binds every class.
func (c *compiler) law() {
	for _, r := range c.p.Law {
		for _, limit := range r.Caps {
			if limit.Max > maxLawCap {
				c.fail("rules.places."+r.Place, "a cap of %d texts; the law's caps count up to %d, for a person's releases are remembered for no more", limit.Max, maxLawCap)
			}
		}
	}
	week := weekOf(c.p.Quiet)
	for _, r := range c.p.Law {
		if r.Binds(quiet.Marketing) && !r.Week.Meets(week) {
			c.warn("send_hours", "nobody in %s gets marketing: these hours and those of the law there have no minute in common", r.Place)
		}
	}
	c.p.law = quiet.NewLaw(c.p.Law)
	c.p.sendHours = &quiet.Rule{Purposes: []string{quiet.Marketing, quiet.Service}, Week: week}
}

// weekOf sorts windows into the days of the week and joins those that overlap or touch.
func weekOf(windows []Window) (week quiet.Week) {
	for _, w := range windows {
		for day, on := range w.Days {
			if on && w.From < w.To {
				week[day] = append(week[day], quiet.Window{From: w.From, To: min(w.To, 24*60)})
			}
		}
	}
	for day := range week {
		slices.SortFunc(week[day], func(a, b quiet.Window) int { return a.From - b.From })
		joined := week[day][:0]
		for _, w := range week[day] {
			if last := len(joined) - 1; last >= 0 && w.From <= joined[last].To {
				joined[last].To = max(joined[last].To, w.To)
			} else {
				joined = append(joined, w)
			}
		}
		week[day] = joined
	}
	return week
}

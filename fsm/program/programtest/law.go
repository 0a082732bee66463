package programtest

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm/program/law"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Rules draws the built-in rules with others in place of some, in the order in which they are read.
func Rules() *rapid.Generator[[]quiet.Rule] {
	return rapid.Custom(func(t *rapid.T) []quiet.Rule {
		d := &drawing{T: t}
		rules := slices.Clone(law.Builtin().All)
		for _, place := range []string{"IT", "US-TX", "unknown"} {
			if d.chance() {
				rules = slices.DeleteFunc(rules, func(r quiet.Rule) bool { return r.Place == place })
				rules = append(rules, d.rule(place))
			}
		}
		slices.SortStableFunc(rules, func(a, b quiet.Rule) int { return strings.Compare(a.Place, b.Place) })
		return rules
	})
}

// rule draws a rule that meets the hours of its country.
func (d *drawing) rule(place string) quiet.Rule {
	r := quiet.Rule{Place: place, Source: d.words(), Reviewed: 20261123, Note: d.pick("", "a note")}
	for day := range r.Week {
		from := 30 * d.between(0, 30)
		if windows := d.between(0, 2); windows > 0 || day == 3 {
			r.Week[day] = []quiet.Window{{From: from, To: from + 240}}
			if windows == 2 {
				r.Week[day] = append(r.Week[day], quiet.Window{From: from + 300, To: from + 330})
			}
		}
	}
	r.Week[3] = []quiet.Window{{From: 600, To: 900}}
	for range d.between(0, 2) {
		r.Holidays = append(r.Holidays, rapid.SampledFrom([]quiet.Holiday{
			{Month: time.January, Day: 1, Observed: true}, {Month: time.May, Nth: -1, Weekday: time.Monday},
			{Month: time.June, Nth: 4, Weekday: time.Sunday}, {}, {Easter: 39, Observed: true},
		}).Draw(d.T, "holiday"))
	}
	for range d.between(0, 2) {
		r.Caps = append(r.Caps, quiet.Cap{Max: d.between(1, 3), Per: d.longer(), ByTopic: d.chance()})
	}
	if d.chance() {
		r.Purposes = []string{quiet.Marketing, quiet.Service}
		r.From, r.Until = 20250101, 20270101
		r.Safe = &quiet.Safe{Zone: "Europe/Rome", Week: r.Week}
	}
	return r
}

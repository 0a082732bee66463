package law

import (
	"reflect"
	"slices"

	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Own gives those rules whose places do not have the built-in ones.
func Own(rules []quiet.Rule) (own []quiet.Rule) {
	for _, r := range rules {
		if !reflect.DeepEqual(of(rules, r.Place), of(Builtin().All, r.Place)) {
			own = append(own, r)
		}
	}
	return own
}

func of(rules []quiet.Rule, place string) (list []quiet.Rule) {
	for _, r := range rules {
		if r.Place == place {
			list = append(list, r)
		}
	}
	return list
}

// Print writes rules, which are in the order of their places, as a file; calendars are written out.
func Print(rules []quiet.Rule) []byte {
	var places format.Names
	for i, r := range rules {
		if i == 0 || rules[i-1].Place != r.Place {
			places = append(places, format.Entry{Name: r.Place, Value: format.ItemsOf(of(rules, r.Place), ruleText)})
		}
	}
	k := format.NewKeys(&fileShape)
	k.Set("places", places)
	return k.YAML()
}

func ruleText(r quiet.Rule) any {
	k := format.NewKeys(&ruleShape)
	k.Set("hours", hoursText(r.Week))
	k.Set("holidays", format.ItemsOf(r.Holidays, HolidayText))
	k.Set("caps", format.ItemsOf(r.Caps, capText))
	k.Set("purposes", format.ItemsOf(r.Purposes, func(s string) any { return s }))
	k.Set("from", dateText(r.From))
	k.Set("until", dateText(r.Until))
	if r.Safe != nil {
		safe := format.NewKeys(&safeShape)
		safe.Set("zone", r.Safe.Zone)
		safe.Set("hours", hoursText(r.Safe.Week))
		k.Set("safe", safe)
	}
	k.Set("source", r.Source)
	k.Set("reviewed", dateText(r.Reviewed))
	k.Set("note", r.Note)
	return k
}

func capText(c quiet.Cap) any {
	k := format.NewKeys(&capShape)
	k.Set("limit", format.Rate{N: c.Max, Per: c.Per}.String())
	if c.ByTopic {
		k.Set("by", "topic")
	}
	return k
}

func dateText(d quiet.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// hoursText writes the hours of a week: days with the same window together.
func hoursText(week quiet.Week) (out format.Items) {
	var windows []quiet.Window
	closed := [7]bool{}
	for day, list := range week {
		closed[day] = len(list) == 0
		for _, w := range list {
			if !slices.Contains(windows, w) {
				windows = append(windows, w)
			}
		}
	}
	for _, w := range windows {
		h := format.Hours{From: w.From, To: w.To}
		for day, list := range week {
			h.Days[day] = slices.Contains(list, w)
		}
		out = append(out, h.String())
	}
	if days := format.Weekdays(closed); days != "" {
		out = append(out, days+closedWord)
	}
	return out
}

package law

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Rules are the rules of places, and the calendars that more rules may name.
type Rules struct {
	All       []quiet.Rule // by place, then by their first day
	calendars map[string][]quiet.Holiday
}

// Read reads a file of rules, adds its places to those that there are and puts them in place of those
// of the same name. What is wrong with it is told to the reader of the file.
func (r Rules) Read(root format.Value) Rules {
	f := file{calendars: map[string][]quiet.Holiday{}}
	for _, rule := range r.All {
		f.known = max(f.known, rule.Reviewed)
	}
	maps.Copy(f.calendars, r.calendars)
	o := root.Object(&fileShape)
	for _, c := range o.Get("calendars").Fields() {
		f.calendars[c.Name] = f.holidays(c.Value)
	}
	var own []placed
	for _, place := range o.Get("places").Fields() {
		own = append(own, f.place(place)...)
	}
	all := slices.DeleteFunc(slices.Clone(r.All), func(old quiet.Rule) bool {
		return slices.ContainsFunc(own, func(p placed) bool { return p.Place == old.Place })
	})
	for _, p := range own {
		all = append(all, p.Rule)
	}
	combined(own, all)
	slices.SortStableFunc(all, func(a, b quiet.Rule) int {
		return cmp.Or(strings.Compare(a.Place, b.Place), cmp.Compare(a.From, b.From))
	})
	return Rules{All: all, calendars: f.calendars}
}

// file is a file that is being read.
type file struct {
	calendars map[string][]quiet.Holiday
	known     quiet.Date // the last day on which somebody reviewed the rules that there were before
}

// placed is a rule with what its place in the file holds.
type placed struct {
	quiet.Rule
	at format.Object
	v  format.Value
}

// place reads the rules of a place.
func (f *file) place(place format.Field) (rules []placed) {
	for _, v := range place.Value.Items() {
		o := v.Object(&ruleShape)
		r := quiet.Rule{
			Place: place.Name, Week: weekOf(o.Get("hours")), Holidays: f.holidays(o.Get("holidays")),
			From: format.Parsed(o.Get("from"), parseDate), Until: format.Parsed(o.Get("until"), parseDate),
			Source: o.Text("source"), Reviewed: format.Parsed(o.Get("reviewed"), parseDate), Note: o.Text("note"),
		}
		for _, p := range o.Get("purposes").Items() {
			r.Purposes = append(r.Purposes, p.OneOf(quiet.Marketing, quiet.Service))
		}
		for _, c := range o.Get("caps").Items() {
			r.Caps = append(r.Caps, capOf(c))
		}
		if o.Has("safe") {
			r.Safe = safeOf(o.Get("safe").Object(&safeShape))
		}
		rules = append(rules, placed{r, o, v})
	}
	dated(rules, f.known)
	return rules
}

// capOf reads "3 per 24h", or the same with what is counted by itself.
func capOf(v format.Value) quiet.Cap {
	limit, by := v, ""
	if v.IsMapping() {
		o := v.Object(&capShape)
		limit, by = o.Get("limit"), o.Choice("by")
	}
	n := format.Parsed(limit, format.ParseRate)
	return quiet.Cap{Max: n.N, Per: n.Per, ByTopic: by == "topic"}
}

func safeOf(o format.Object) *quiet.Safe {
	return &quiet.Safe{Zone: format.Parsed(o.Get("zone"), parseZone), Week: weekOf(o.Get("hours"))}
}

// holidays reads days of the year and names of calendars.
func (f *file) holidays(v format.Value) []quiet.Holiday {
	return Rules{calendars: f.calendars}.Holidays(v)
}

// Holidays reads days of the year and names of the calendars that come with the rules.
func (r Rules) Holidays(v format.Value) (days []quiet.Holiday) {
	for _, item := range v.Items() {
		if calendar, ok := r.calendars[item.Text()]; ok {
			days = append(days, calendar...)
		} else {
			days = append(days, format.Parsed(item, parseHoliday))
		}
	}
	return days
}

// weekOf reads hours of the days of the week. Each must have some or be closed, and none may overlap.
func weekOf(v format.Value) (week quiet.Week) {
	var said, shut [7]bool
	for _, item := range v.Items() {
		h := format.Parsed(item, parseHours)
		if h.Days == [7]bool{} {
			return quiet.Week{} // the rest would be told wrongly
		}
		closed := strings.HasSuffix(item.Text(), closedWord)
		for day, on := range h.Days {
			if !on {
				continue
			}
			w := quiet.Window{From: h.From, To: h.To}
			switch {
			case said[day] && (closed || shut[day]):
				item.Fail("%s is closed and has hours, too; leave one of them out", dayName(day))
			case slices.ContainsFunc(week[day], w.Overlaps):
				item.Fail("the hours of %s overlap; write them apart, or as one", dayName(day))
			}
			if said[day], shut[day] = true, closed; !closed {
				week[day] = append(week[day], w)
			}
		}
	}
	complete(v, said, shut)
	for _, windows := range week {
		slices.SortFunc(windows, func(a, b quiet.Window) int { return a.From - b.From })
	}
	return week
}

// complete refuses hours that leave a day out, or that are none at all.
func complete(v format.Value, said, shut [7]bool) {
	if missing := format.Weekdays(not(said)); missing != "" {
		v.Fail("nothing is said of %s; give hours, or write %s closed", missing, missing)
	} else if said == shut {
		v.Fail("no day has hours, so nobody there would ever get a text; give some day hours")
	}
}

func dayName(day int) string { return time.Weekday(day).String()[:3] }

func not(days [7]bool) (rest [7]bool) {
	for i, on := range days {
		rest[i] = !on
	}
	return rest
}

const closedWord = " closed"

// parseHours reads hours, or "Sun closed", which have no end.
func parseHours(s string) (format.Hours, error) {
	days, ok := strings.CutSuffix(s, closedWord)
	if !ok {
		return format.ParseHours(s)
	}
	on, err := format.ParseWeekdays(days)
	return format.Hours{Days: on}, err
}

func parseDate(s string) (quiet.Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is no day of the calendar; write it like 2026-01-31", s)
	}
	return quiet.On(t), nil
}

func parseZone(s string) (string, error) {
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		return "", fmt.Errorf("%s is no IANA time zone, such as America/New_York", strconv.Quote(s))
	}
	return s, nil
}

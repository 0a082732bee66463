package quiet

import (
	"fmt"
	"time"
)

// horizon is how far ahead a moment is looked for. Within it every rule that can be met at all is met:
// it outlasts any run of holidays.
const horizon = 35 * 24 * time.Hour

// Verdict is when a text may go.
type Verdict struct {
	At       time.Time // the first moment from which it may
	Until    time.Time // when that ends again, if it ends within a week; else a week after At
	Why      Why       // the rule that kept it longest; empty: it may go at once
	Fallback bool      // no moment suits every zone and rule, so something decent was chosen
}

// Why names what keeps a text waiting.
type Why struct {
	Place  string // whose rule it is: "US-TX"; empty: the shop's own
	Window string // that it waits for: "Sun 12:00-21:00"
	Zone   string // by whose clock: "America/Chicago"
}

// String says it as the journal does: "US-TX: Sun 12:00-21:00, America/Chicago".
func (w Why) String() string {
	switch {
	case w == Why{}:
		return ""
	case w.Place == "":
		return w.Window + ", " + w.Zone
	}
	return w.Place + ": " + w.Window + ", " + w.Zone
}

// Next finds the first moment at or after t at which a text for a purpose may go by every rule, in
// every zone, with the rules that are in force on the local day of that moment; without zones UTC
// counts. It always finds one: where no moment suits all, the country's safe hours decide, then the
// first zone alone, then the first rule alone, and at last a day's wait. The verdict says so.
func Next(t time.Time, zones []*time.Location, rules []*Rule, purpose string) Verdict {
	if len(zones) == 0 {
		zones = []*time.Location{time.UTC}
	}
	binding := make([]*Rule, 0, len(rules))
	for _, r := range rules {
		if r.Binds(purpose) {
			binding = append(binding, r)
		}
	}
	all := setting{zones, binding}
	if at, why, ok := all.first(t); ok {
		return Verdict{At: at, Until: all.until(at), Why: why}
	}
	for _, s := range all.lesser() {
		if at, why, ok := s.first(t); ok {
			return Verdict{At: at, Until: s.until(at), Why: why, Fallback: true}
		}
	}
	later := t.Add(day)
	return Verdict{At: later, Until: later, Fallback: true}
}

// setting is rules that must all be met in all of some zones.
type setting struct {
	zones []*time.Location
	rules []*Rule
}

// lesser lists what may decide where nothing suits all of a setting, the best first. A country's safe
// hours are kept to with the shop's own, if that is possible.
func (s setting) lesser() (list []setting) {
	var own []*Rule
	for _, r := range s.rules {
		if r.Place == "" {
			own = append(own, r)
		}
	}
	for _, r := range s.rules {
		if r.Safe == nil {
			continue
		}
		if zone, err := time.LoadLocation(r.Safe.Zone); err == nil {
			safe, hours := []*time.Location{zone}, &Rule{Place: r.Place, Week: r.Safe.Week}
			list = append(list, setting{safe, append([]*Rule{hours}, own...)}, setting{safe, []*Rule{hours}})
		}
	}
	return append(list, setting{s.zones[:1], s.rules}, setting{s.zones[:1], s.rules[:1]})
}

// first is the first moment at or after t that suits the setting, and what kept it until then; not ok
// if there is none within the horizon. Each round leaps to the next edge of some rule.
func (s setting) first(t time.Time) (time.Time, Why, bool) {
	at, why := t, Why{}
	for moved := true; moved; {
		moved = false
		for _, zone := range s.zones {
			for _, r := range s.rules {
				open, window := r.opens(at.In(zone), t.Add(horizon))
				if open.Sub(t) >= horizon {
					return t, Why{}, false
				}
				if open.After(at) {
					at, moved = open, true
					why = Why{Place: r.Place, Window: window.on(open), Zone: zone.String()}
				}
			}
		}
	}
	return at.In(t.Location()), why, true
}

// until is when the first rule closes after a moment that suits the setting, within a week.
func (s setting) until(t time.Time) time.Time {
	end := t.Add(7 * 24 * time.Hour)
	for _, zone := range s.zones {
		for _, r := range s.rules {
			end = r.closes(t.In(zone), end)
		}
	}
	return end.In(t.Location())
}

// on writes a window of the day of a local time: "Sun 12:00-21:00".
func (w Window) on(t time.Time) string {
	return fmt.Sprintf("%s %02d:%02d-%02d:%02d", t.Weekday().String()[:3], w.From/60, w.From%60, w.To/60, w.To%60)
}

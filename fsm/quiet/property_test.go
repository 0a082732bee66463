package quiet

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zoneNames are clocks of all kinds: changed by day, at midnight and back over it, by half an hour,
// off the hour, and a zone that lost a whole day.
var zoneNames = []string{"America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles", "America/St_Johns",
	"America/Havana", "America/Asuncion", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
	"Europe/London", "Europe/Paris", "Pacific/Apia", "Pacific/Chatham", "America/Sao_Paulo", "UTC"}

func zone(t rapid.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// fits is what Next must find, said the plain way: it looks at one moment.
func fits(at time.Time, zones []*time.Location, rules []*Rule) bool {
	for _, zone := range zones {
		local := at.In(zone)
		for _, r := range rules {
			minute := local.Hour()*60 + local.Minute()
			open := slices.ContainsFunc(r.Week[local.Weekday()], func(w Window) bool { return w.From <= minute && minute < w.To })
			if r.InForce(On(local)) && (!open || Closed(r.Holidays, local)) {
				return false
			}
		}
	}
	return true
}

// Ensure that the moment that is found suits every zone and rule, that no minute before it does, and
// that none between it and its end does not, over changes of clocks and of the law.
func TestNextIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := drawTime(t)
		zones := rapid.Custom(drawZone)
		places := rapid.SliceOfN(zones, 1, 3).Draw(t, "zones")
		rules := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *Rule { return drawRule(t, at) }), 0, 3).Draw(t, "rules")
		v := Next(at, places, rules, Marketing)
		if v.At.Before(at) || v.Until.Before(v.At) {
			t.Fatalf("from %s: %+v", at, v)
		}
		if v.Fallback {
			for m := at; m.Before(at.Add(10 * day)); m = m.Add(15 * time.Minute) {
				if fits(m, places, rules) {
					t.Fatalf("fell back, although %s fits", m)
				}
			}
			return
		}
		if !fits(v.At, places, rules) || v.At.After(at) != (v.Why != Why{}) {
			t.Fatalf("%+v from %s", v, at)
		}
		for m := v.At.Add(-time.Minute); !m.Before(at); m = m.Add(-time.Minute) {
			if fits(m, places, rules) {
				t.Fatalf("%s fits before %+v", m, v)
			}
		}
		for m := v.At; m.Before(v.Until); m = m.Add(time.Minute) {
			if !fits(m, places, rules) {
				t.Fatalf("%s does not fit within %+v", m, v)
			}
		}
		if v.Until.Before(v.At.Add(7*day)) && fits(v.Until, places, rules) {
			t.Fatalf("the end still fits: %+v", v)
		}
	})
}

func drawZone(t *rapid.T) *time.Location {
	return zone(t, rapid.SampledFrom(zoneNames).Draw(t, "zone"))
}

// drawTime draws a whole minute, often within two days of a change of some clock.
func drawTime(t *rapid.T) time.Time {
	from := time.Date(rapid.IntRange(2008, 2029).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
	at := from.Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")) * time.Minute)
	if _, end := at.In(drawZone(t)).ZoneBounds(); rapid.Bool().Draw(t, "near a change") && !end.IsZero() {
		at = end.Add(time.Duration(rapid.IntRange(-48*60, 60).Draw(t, "off")) * time.Minute)
	}
	return at.UTC()
}

func drawRule(t *rapid.T, at time.Time) *Rule {
	r := &Rule{Place: rapid.SampledFrom([]string{"", "US-TX", "FR"}).Draw(t, "place"), Week: drawWeek(t)}
	if rapid.Bool().Draw(t, "dated") {
		r.From = On(at.AddDate(0, 0, rapid.IntRange(-3, 3).Draw(t, "from")))
		r.Until = On(at.AddDate(0, 0, rapid.IntRange(-2, 6).Draw(t, "until")))
	}
	for range rapid.IntRange(0, 2).Draw(t, "holidays") {
		off := at.AddDate(0, 0, rapid.IntRange(-2, 3).Draw(t, "day"))
		r.Holidays = append(r.Holidays, Holiday{Month: off.Month(), Day: off.Day(), Observed: rapid.Bool().Draw(t, "observed")})
	}
	return r
}

// drawWeek draws windows in their order and apart, also such as touch.
func drawWeek(t *rapid.T) (w Week) {
	for day := range w {
		edges := rapid.SliceOfNDistinct(rapid.IntRange(0, 48), 0, 4, rapid.ID[int]).Draw(t, "edges")
		slices.Sort(edges)
		for i := 0; i+1 < len(edges); i += 2 {
			w[day] = append(w[day], Window{edges[i] * 30, edges[i+1] * 30})
		}
	}
	return w
}

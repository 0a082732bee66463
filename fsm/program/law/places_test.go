package law

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// moment reads a time by the clock of a zone.
func moment(t *testing.T, s string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Ensure marketing goes in each place from the first minute to the last of its hours, and waits for the
// next day that has hours: on weekdays, Saturdays, Sundays, holidays, and with the law of the day.
func TestPlaces(t *testing.T) {
	law := quiet.NewLaw(Builtin().All)
	for _, c := range []struct{ regions, zone, at, from, until string }{
		{"US-NY", "America/New_York", "2026-03-02 07:59", "2026-03-02 08:00", "2026-03-02 21:00"},
		{"US-NY", "America/New_York", "2026-12-25 20:59", "2026-12-25 20:59", "2026-12-25 21:00"},
		{"US-NY", "America/New_York", "2026-12-25 21:00", "2026-12-26 08:00", "2026-12-26 21:00"},
		{"US-FL", "America/New_York", "2026-03-01 20:00", "2026-03-02 08:00", "2026-03-02 20:00"},
		{"US-FL", "America/Chicago", "2026-03-01 19:59", "2026-03-01 19:59", "2026-03-01 20:00"},
		{"US-OK", "America/Chicago", "2026-03-02 20:00", "2026-03-03 08:00", "2026-03-03 20:00"},
		{"US-OK", "America/Chicago", "2022-10-31 20:30", "2022-10-31 20:30", "2022-10-31 21:00"},
		{"US-WA", "America/Los_Angeles", "2026-03-02 20:00", "2026-03-03 08:00", "2026-03-03 20:00"},
		{"US-MD", "America/New_York", "2026-03-02 20:00", "2026-03-03 08:00", "2026-03-03 20:00"},
		{"US-NJ", "America/New_York", "2026-03-02 20:00", "2026-03-03 08:00", "2026-03-03 20:00"},
		{"US-CT", "America/New_York", "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-02 20:00"},
		{"US-CT", "America/New_York", "2023-09-30 08:00", "2023-09-30 08:00", "2023-09-30 21:00"},
		{"US-TX", "America/Chicago", "2026-03-01 09:00", "2026-03-01 12:00", "2026-03-01 21:00"},
		{"US-TX", "America/Chicago", "2026-03-02 08:30", "2026-03-02 09:00", "2026-03-02 21:00"},
		{"US-TX", "America/Chicago", "2025-08-31 08:30", "2025-08-31 08:30", "2025-08-31 21:00"},
		{"US-TX", "America/Chicago", "2025-08-31 21:30", "2025-09-01 09:00", "2025-09-01 21:00"},
		{"US-VA", "America/New_York", "2026-03-01 21:00", "2026-03-02 08:00", "2026-03-02 21:00"},
		{"US-OR", "America/Los_Angeles", "2025-12-31 20:30", "2025-12-31 20:30", "2025-12-31 21:00"},
		{"US-OR", "America/Los_Angeles", "2026-01-01 20:30", "2026-01-02 08:00", "2026-01-02 20:00"},
		{"US-PA", "America/New_York", "2026-10-17 20:30", "2026-10-17 20:30", "2026-10-17 21:00"},
		{"US-PA", "America/New_York", "2026-10-18 10:00", "2026-10-19 09:00", "2026-10-19 19:00"},
		{"US-PA", "America/New_York", "2026-11-26 10:00", "2026-11-27 09:00", "2026-11-27 19:00"},
		{"US-PA", "America/New_York", "2026-07-03 10:00", "2026-07-05 08:00", "2026-07-05 21:00"},
		{"US-AL", "America/Chicago", "2026-03-01 10:00", "2026-03-02 08:00", "2026-03-02 20:00"},
		{"US-LA", "America/Chicago", "2026-05-24 10:00", "2026-05-26 08:00", "2026-05-26 20:00"},
		{"US-MS", "America/Chicago", "2026-03-01 10:00", "2026-03-02 08:00", "2026-03-02 20:00"},
		{"US-MA", "America/New_York", "2026-03-01 10:00", "2026-03-02 08:00", "2026-03-02 20:00"},
		{"US-WY", "America/Denver", "2026-03-01 10:00", "2026-03-02 08:00", "2026-03-02 20:00"},
		{"US-KY", "America/New_York", "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 21:00"},
		{"US-RI", "America/New_York", "2026-02-28 09:00", "2026-02-28 10:00", "2026-02-28 17:00"},
		{"US-RI", "America/New_York", "2026-02-28 17:00", "2026-03-02 09:00", "2026-03-02 18:00"},
		{"US-CA", "America/Los_Angeles", "2026-03-02 08:30", "2026-03-02 09:00", "2026-03-02 21:00"},
		{"US-IL", "America/Chicago", "2026-03-02 08:30", "2026-03-02 09:00", "2026-03-02 21:00"},
		{"US-MI", "America/New_York", "2026-03-02 08:30", "2026-03-02 09:00", "2026-03-02 21:00"},
		{"US-MN", "America/Chicago", "2026-03-02 08:30", "2026-03-02 09:00", "2026-03-02 21:00"},
		{"US", "America/New_York", "2026-03-01 10:00", "2026-03-01 12:00", "2026-03-01 20:00"},
		{"US", "America/New_York", "2027-12-31 10:00", "2028-01-02 12:00", "2028-01-02 20:00"},
		{"", "UTC", "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 20:00"},
		{"FR", "Europe/Paris", "2026-04-04 20:00", "2026-04-07 08:00", "2026-04-07 20:00"},
		{"FR", "Europe/Paris", "2026-05-14 10:00", "2026-05-15 08:00", "2026-05-15 20:00"},
		{"IN", "Asia/Kolkata", "2026-03-01 21:00", "2026-03-02 10:00", "2026-03-02 21:00"},
		{"CA-QC", "America/Toronto", "2026-03-01 03:00", "2026-03-01 03:00", "2026-03-08 03:00"},
		{"GB", "Europe/London", "2026-03-01 03:00", "2026-03-01 03:00", "2026-03-08 03:00"},
		{"US-FL US-TX", "America/New_York", "2026-03-01 08:00", "2026-03-01 12:00", "2026-03-01 20:00"},
		{"US-NY", "America/New_York", "2026-03-07 22:00", "2026-03-08 08:00", "2026-03-08 21:00"},
		{"US-NY", "America/New_York", "2026-10-31 22:00", "2026-11-01 08:00", "2026-11-01 21:00"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		rules := law.For(strings.Fields(c.regions))
		v := quiet.Next(moment(t, c.at, zone), []*time.Location{zone}, rules, quiet.Marketing)
		const form = "2006-01-02 15:04"
		if from, until := v.At.In(zone).Format(form), v.Until.In(zone).Format(form); from != c.from || v.Fallback || until != c.until && !v.Until.Equal(v.At.Add(7*24*time.Hour)) {
			t.Errorf("%s at %s: from %s until %s (%s), want %s until %s", c.regions, c.at, from, until, v.Why, c.from, c.until)
		}
		if v := quiet.Next(moment(t, c.at, zone), []*time.Location{zone}, rules, quiet.Service); !v.At.Equal(moment(t, c.at, zone)) {
			t.Errorf("%s at %s: a service text waits for %s", c.regions, c.at, v.Why)
		}
	}
}

// Ensure that where a number is anywhere on the mainland it is decent everywhere, and that zones that no
// hour suits get the country's safe hours, and the verdict says so.
func TestSafeHours(t *testing.T) {
	rules := quiet.NewLaw(Builtin().All).For([]string{"US"})
	var zones []*time.Location
	for _, name := range []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Asia/Tokyo"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	at := moment(t, "2026-03-02 08:00", zones[0])
	v := quiet.Next(at, zones[:4], rules, quiet.Marketing)
	if want := moment(t, "2026-03-02 13:00", zones[0]); !v.At.Equal(want) || v.Fallback || v.Why.String() != "unknown: Mon 10:00-20:00, America/Los_Angeles" ||
		!v.Until.Equal(moment(t, "2026-03-02 20:00", zones[0])) {
		t.Errorf("on the mainland: %+v", v)
	}
	v = quiet.Next(at, zones, rules, quiet.Marketing)
	if want := moment(t, "2026-03-02 12:00", zones[0]); !v.At.Equal(want) || !v.Fallback || v.Why.Place != "US" {
		t.Errorf("with Tokyo: %+v", v)
	}
}

// Ensure caps come with the rules that are known to have them.
func TestCaps(t *testing.T) {
	law := quiet.NewLaw(Builtin().All)
	for region, byTopic := range map[string]bool{"US-FL": true, "US-OK": true, "US-MD": true, "US-OR": true, "US": false} {
		var caps []quiet.Cap
		for _, r := range law.For([]string{region}) {
			caps = append(caps, r.Caps...)
		}
		if len(caps) != 1 || caps[0] != (quiet.Cap{Max: 3, Per: 24 * time.Hour, ByTopic: byTopic}) {
			t.Errorf("%s: %v", region, caps)
		}
	}
}

package quiet

import (
	"testing"
	"time"
)

// open is a rule with the same hours on every day.
func open(place string, from, to int) *Rule {
	r := &Rule{Place: place}
	for day := range r.Week {
		r.Week[day] = []Window{{from, to}}
	}
	return r
}

// Ensure windows in the hour that clocks leap over, or show twice, are kept by the wall clock.
func TestClockChanges(t *testing.T) {
	newYork := zone(t, "America/New_York")
	for _, c := range []struct {
		rule            *Rule
		at, from, until string // UTC
	}{
		// 02:30 does not exist on 8 March: clocks go from 01:59 EST to 03:00 EDT.
		{open("", 150, 240), "2026-03-08 06:00", "2026-03-08 07:00", "2026-03-08 08:00"},
		{open("", 120, 180), "2026-03-08 06:00", "2026-03-09 06:00", "2026-03-09 07:00"},
		// 01:30 comes twice on 1 November.
		{open("", 90, 120), "2026-11-01 05:00", "2026-11-01 05:30", "2026-11-01 06:00"},
		{open("", 90, 120), "2026-11-01 06:00", "2026-11-01 06:30", "2026-11-01 07:00"},
		{open("", 60, 120), "2026-11-01 04:00", "2026-11-01 05:00", "2026-11-01 07:00"},
	} {
		const form = "2006-01-02 15:04"
		at, err := time.Parse(form, c.at)
		if err != nil {
			t.Fatal(err)
		}
		v := Next(at, []*time.Location{newYork}, []*Rule{c.rule}, Service)
		if v.At != at {
			t.Errorf("a rule for marketing binds a service text until %s", v.At)
		}
		v = Next(at, []*time.Location{newYork}, []*Rule{c.rule}, Marketing)
		if from, until := v.At.UTC().Format(form), v.Until.UTC().Format(form); from != c.from || until != c.until {
			t.Errorf("%v at %s: from %s until %s, want %s until %s", c.rule.Week[0], c.at, from, until, c.from, c.until)
		}
	}
}

// Ensure there is always an answer: without zones or rules, where the hours of two zones never meet,
// where rules never meet, and where nothing is ever open.
func TestNeverIsNotAnAnswer(t *testing.T) {
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	newYork, tokyo := zone(t, "America/New_York"), zone(t, "Asia/Tokyo")
	country := open("US", 480, 1260)
	country.Safe = &Safe{Zone: "America/New_York", Week: open("", 720, 1200).Week}
	broken := open("US", 480, 1260)
	broken.Safe = &Safe{Zone: "Mars/Base", Week: country.Week}
	own := open("", 600, 1200)
	for _, c := range []struct {
		name     string
		zones    []*time.Location
		rules    []*Rule
		hours    float64 // after at
		fallback bool
	}{
		{"nothing", nil, nil, 0, false},
		{"no zone", nil, []*Rule{open("US", 480, 1260)}, 6, false},
		{"zones apart, with safe hours", []*time.Location{newYork, tokyo}, []*Rule{open("US", 600, 720), country, own}, 15, true},
		{"safe hours that the shop's never meet", []*time.Location{newYork, tokyo}, []*Rule{open("US", 600, 720), country, open("", 480, 600)}, 15, true},
		{"safe hours of no zone", []*time.Location{newYork, tokyo}, []*Rule{open("US", 600, 720), broken}, 13, true},
		{"zones apart: the first", []*time.Location{newYork, tokyo}, []*Rule{own}, 13, true},
		{"rules apart: the first", []*time.Location{newYork}, []*Rule{open("US-TX", 600, 660), open("", 1200, 1260)}, 13, true},
		{"never open", []*time.Location{newYork}, []*Rule{{}}, 24, true},
	} {
		v := Next(at, c.zones, c.rules, Marketing)
		if got := v.At.Sub(at).Hours(); got != c.hours || v.Fallback != c.fallback || v.Until.Before(v.At) {
			t.Errorf("%s: %+v, %v hours later", c.name, v, got)
		}
	}
}

// Ensure the law of a place is that of its country, too, and that not to know the part of a divided
// country is not to be free of its rules.
func TestLawFor(t *testing.T) {
	law := NewLaw([]Rule{{Place: "US"}, {Place: "US-TX"}, {Place: "US-FL"}, {Place: "FR"}, {Place: Unknown}})
	for want, regions := range map[string][]string{
		"unknown": nil, "US-TX US": {"US-TX"}, "US": {"US-OH"}, "unknown US": {"US", "CA"}, "FR": {"FR"}, "": {"DE"},
		"US-FL US US-TX FR": {"US-FL", "US-TX", "FR"},
	} {
		got := ""
		for _, r := range law.For(regions) {
			got += " " + r.Place
		}
		if got != " "+want && got != want {
			t.Errorf("%v: %s, want %s", regions, got, want)
		}
	}
}

// BenchmarkNext asks about one zone and three rules, as most releases do, by day and by night, about a
// number that may be anywhere on the mainland, and about zones that no hour suits.
func BenchmarkNext(b *testing.B) {
	noon := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	rules := []*Rule{open("US-TX", 540, 1260), open("US", 480, 1260), open("", 600, 1200)}
	var mainland []*time.Location
	for _, name := range []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"} {
		mainland = append(mainland, zone(b, name))
	}
	for name, c := range map[string]struct {
		at    time.Time
		zones []*time.Location
	}{
		"open": {noon, mainland[1:2]}, "night": {noon.Add(12 * time.Hour), mainland[1:2]},
		"mainland": {noon.Add(12 * time.Hour), mainland}, "never": {noon, append(mainland[:1:1], zone(b, "Asia/Tokyo"))},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Next(c.at, c.zones, rules, Marketing)
			}
		})
	}
}

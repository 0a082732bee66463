package oracle_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same clocks on every machine

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm/program/law"
	"github.com/parley-sms/parley/fsm/quiet"
	"github.com/parley-sms/parley/fsm/quiet/oracle"
)

// places are jurisdictions with and without rules of their own, and of which nothing is known.
var places = strings.Fields(`US US-AL US-AK US-AZ US-AR US-CA US-CO US-CT US-DE US-DC US-FL US-GA US-HI US-ID US-IL US-IN US-IA US-KS US-KY US-LA
	US-ME US-MD US-MA US-MI US-MN US-MS US-MO US-MT US-NE US-NV US-NH US-NJ US-NM US-NY US-NC US-ND US-OH US-OK US-OR US-PA US-PR US-RI US-SC US-SD
	US-TN US-TX US-UT US-VT US-VA US-WA US-WV US-WI US-WY CA CA-QC CA-ON GB FR DE AU IN IL BR`)

// american are the zones that people of one American number may be in together.
var american = strings.Fields(`America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage
	America/Boise America/Detroit America/Indiana/Knox America/Puerto_Rico Pacific/Honolulu America/Halifax America/St_Johns`)

// notable are local days on which something begins, ends or is closed.
var notable = strings.Fields(`2025-08-31 2025-12-31 2026-01-01 2026-05-24 2026-07-02 2026-10-17 2026-10-18 2026-11-25 2027-05-05 2027-07-03 2027-12-23 2027-12-30 2028-11-09`)

// clocks loads every zone of the IANA database, by name.
func clocks(t testing.TB) (names []string, zones map[string]*time.Location) {
	t.Helper()
	list, err := os.ReadFile(filepath.Join("testdata", "zones.txt"))
	if err != nil {
		t.Fatal(err)
	}
	names, zones = strings.Fields(string(list)), map[string]*time.Location{}
	for _, name := range names {
		if zones[name], err = time.LoadLocation(name); err != nil {
			t.Fatal(err)
		}
	}
	return names, zones
}

// switches lists when a zone's clocks are changed in the years 2026 to 2028, by looking at each hour.
func switches(zone *time.Location) (list []time.Time) {
	t := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	_, before := t.In(zone).Zone()
	for ; t.Year() < 2029; t = t.Add(time.Hour) {
		if _, offset := t.In(zone).Zone(); offset != before {
			list, before = append(list, t), offset
		}
	}
	return list
}

// differs tells how the first moment by the built-in law is another one than the oracle's.
func differs(rules quiet.Law, zones map[string]*time.Location, at time.Time, names, regions []string) string {
	var clocks []*time.Location
	for _, name := range names {
		clocks = append(clocks, zones[name])
	}
	got := quiet.Next(at, clocks, rules.For(regions), quiet.Marketing)
	want, ok := oracle.For(names, regions).First(at)
	if ok && got.At.Equal(want) {
		return ""
	}
	return "from " + at.In(clocks[0]).String() + " in " + strings.Join(names, ", ") + " by " + strings.Join(regions, ", ") + ": quiet says " +
		got.At.In(clocks[0]).String() + " (" + got.Why.String() + "), the oracle " + want.In(clocks[0]).String()
}

// Ensure that the first moment is the oracle's around every change of every clock in the world. Each is
// asked about by another place; more of them are drawn by TestLaw.
func TestLawAtEverySwitch(t *testing.T) {
	names, zones := clocks(t)
	rules := quiet.NewLaw(law.Builtin().All)
	asked := 0
	for _, name := range names {
		for _, at := range switches(zones[name]) {
			asked++
			from := at.Add(-time.Duration(asked*37%(30*60)) * time.Minute)
			if diff := differs(rules, zones, from, []string{name}, places[asked%len(places):][:1]); diff != "" {
				t.Error(diff)
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d changes of clocks were found", asked)
	}
}

// Ensure that the first moment is the oracle's for people who may be in several zones and places, near
// changes of clocks and of the law, holidays, and at any other time. With -rapid.checks it draws more.
func TestLaw(t *testing.T) {
	names, zones := clocks(t)
	rules := quiet.NewLaw(law.Builtin().All)
	rapid.Check(t, func(t *rapid.T) {
		pool := rapid.SampledFrom([][]string{american, american, american, names}).Draw(t, "pool")
		who := rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 1, 4, rapid.ID[string]).Draw(t, "zones")
		where := rapid.SliceOfNDistinct(rapid.SampledFrom(places), 0, 3, rapid.ID[string]).Draw(t, "places")
		at := drawTime(t, zones[who[0]])
		if diff := differs(rules, zones, at, who, where); diff != "" {
			t.Fatal(diff)
		}
	})
}

// drawTime draws a time near something notable in a zone, or any of the years 2026 to 2028.
func drawTime(t *rapid.T, zone *time.Location) time.Time {
	off := time.Duration(rapid.IntRange(0, 40*3600).Draw(t, "off")) * time.Second
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		day := rapid.SampledFrom(notable).Draw(t, "day")
		at, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(off)
	case 1:
		if list := switches(zone); len(list) > 0 {
			return rapid.SampledFrom(list).Draw(t, "switch").Add(20*time.Hour - off)
		}
	}
	day := rapid.IntRange(0, 3*365).Draw(t, "day of three years")
	return time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Add(off)
}

// Ensure that the places of the built-in law are those of the test, so that a new one is tested.
func TestLawsPlaces(t *testing.T) {
	for _, r := range law.Builtin().All {
		if r.Place != quiet.Unknown && !slices.Contains(places, r.Place) {
			t.Errorf("%s is not among the places of this test, and perhaps not known to the oracle", r.Place)
		}
	}
}

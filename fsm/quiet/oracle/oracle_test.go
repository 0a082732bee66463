package oracle_test

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm/quiet/oracle"
)

const local = "2006-01-02 15:04"

// at is a local time in a zone.
func at(t *testing.T, zone, when string) time.Time {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation(local, when, place)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// Ensure each jurisdiction's edges of day, week, holidays and effective dates are where the law has them.
func TestFirst(t *testing.T) {
	const (
		east, central, mountain, pacific = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
	)
	for _, c := range []struct {
		name    string
		zones   string
		regions string
		from    string // in the first zone
		want    string // the same, "" for at once
	}{
		{"federal morning", east, "US-NY", "2026-03-04 07:59", "2026-03-04 08:00"},
		{"federal evening", east, "US-NY", "2026-03-04 20:59", ""},
		{"federal night", east, "US-NY", "2026-03-04 21:00", "2026-03-05 08:00"},
		{"Florida closes early", east, "US-FL", "2026-03-04 20:00", "2026-03-05 08:00"},
		{"Connecticut opens late", east, "US-CT", "2026-03-04 08:30", "2026-03-04 09:00"},
		{"Kentucky opens later", east, "US-KY", "2026-03-04 08:30", "2026-03-04 10:00"},
		{"Rhode Island's Friday", east, "US-RI", "2026-03-06 18:00", "2026-03-07 10:00"},
		{"Rhode Island's Sunday", east, "US-RI", "2026-03-08 09:00", "2026-03-09 09:00"},
		{"Massachusetts' Sunday", east, "US-MA", "2026-03-08 09:00", "2026-03-09 08:00"},
		{"Texas on Saturday", central, "US-TX", "2026-03-07 08:00", "2026-03-07 09:00"},
		{"Texas on Sunday", central, "US-TX", "2026-03-08 09:00", "2026-03-08 12:00"},
		{"Texas before its law", central, "US-TX", "2025-08-31 08:00", ""},
		{"Oregon before its law", pacific, "US-OR", "2025-12-31 20:30", ""},
		{"Oregon after", pacific, "US-OR", "2026-01-01 20:30", "2026-01-02 08:00"},
		{"Pennsylvania's Sunday before its law", east, "US-PA", "2026-10-11 08:00", ""},
		{"Pennsylvania's Sunday after", east, "US-PA", "2026-10-18 10:00", "2026-10-19 09:00"},
		{"Pennsylvania's holiday before its law", east, "US-PA", "2026-07-03 10:00", "2026-07-05 08:00"},
		{"Pennsylvania's long weekend", east, "US-PA", "2027-05-29 19:00", "2027-06-01 09:00"},
		{"unsure of the state", east, "US", "2026-03-08 09:00", "2026-03-08 12:00"},
		{"unsure of everything", east, "", "2026-11-26 12:00", "2026-11-27 10:00"},
		{"two states", east, "US-FL US-CT", "2026-03-04 20:00", "2026-03-05 09:00"},
		{"two zones", east + " " + pacific, "US-NY", "2026-03-04 08:00", "2026-03-04 11:00"},
		{"two zones in the evening", east + " " + pacific, "US-NY", "2026-03-04 21:00", "2026-03-05 11:00"},
		{"clocks go on", east, "US-NY", "2026-03-08 01:30", "2026-03-08 08:00"},
		{"clocks go on between the zones", "America/Phoenix " + mountain, "US-AZ", "2026-03-08 07:00", "2026-03-08 08:00"},
		{"a French Sunday", "Europe/Paris", "FR", "2026-04-05 10:00", "2026-04-07 08:00"},
		{"India", "Asia/Kolkata", "IN", "2026-03-04 09:00", "2026-03-04 10:00"},
		{"a country without hours", "Europe/Berlin", "DE", "2026-03-04 03:00", ""},
		{"Quebec at night", "America/Toronto", "CA-QC", "2026-03-04 03:00", ""},
		{"no hour in common", "Pacific/Honolulu Asia/Kolkata Europe/London", "US", "2026-03-04 03:00", "2026-03-04 07:00"},
		{"no zone", "", "US", "2026-03-04 03:00", "2026-03-04 17:00"},
	} {
		zones := strings.Fields(c.zones)
		first := append(zones, "UTC")[0]
		from := at(t, first, c.from)
		want := from
		if c.want != "" {
			want = at(t, first, c.want)
		}
		got, ok := oracle.For(zones, strings.Fields(c.regions)).First(from)
		if !ok || !got.Equal(want) {
			t.Errorf("%s: %s, want %s", c.name, got.In(want.Location()).Format(local), want.Format(local))
		}
	}
}

// Ensure a refusal says who forbids what, and a permission nothing.
func TestAllowed(t *testing.T) {
	zones, regions := []string{"America/Chicago"}, []string{"US-TX"}
	ok, why := oracle.Allowed(at(t, "America/Chicago", "2026-03-08 09:00"), zones, regions)
	if want := "US-TX does not allow Sunday 2026-03-08 09:00 in America/Chicago"; ok || why != want {
		t.Errorf("%v %q, want %q", ok, why, want)
	}
	if ok, why := oracle.Allowed(at(t, "America/Chicago", "2026-03-08 12:00"), zones, regions); !ok || why != "" {
		t.Errorf("%v %q at noon", ok, why)
	}
}

// Ensure asking is never without an answer, whatever the zones and jurisdictions.
func TestAllowedKnowsNobody(t *testing.T) {
	for _, zones := range [][]string{nil, {""}, {"Local"}, {"Etc/Unknown"}, {"../etc/passwd"}} {
		if _, ok := oracle.For(zones, []string{"XX-YY", "-", ""}).First(at(t, "UTC", "2026-07-04 00:00")); !ok {
			t.Errorf("%q: never", zones)
		}
	}
}

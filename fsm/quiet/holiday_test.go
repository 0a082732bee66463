package quiet

import (
	"testing"
	"time"
)

// Ensure holidays fall on their days in any year: dates, first and last weekdays of months, days after
// Easter, and the days on which one of a weekend is observed, over the turn of the year, too.
func TestHolidays(t *testing.T) {
	for _, c := range []struct {
		h    Holiday
		days []string
		not  []string
	}{
		{Holiday{Month: 7, Day: 4}, []string{"2026-07-04"}, []string{"2026-07-03", "2026-07-06"}},
		{Holiday{Month: 7, Day: 4, Observed: true}, []string{"2026-07-04", "2026-07-03", "2027-07-05"}, []string{"2026-07-06", "2025-07-03", "2025-07-07"}},
		{Holiday{Month: 1, Day: 1, Observed: true}, []string{"2027-12-31", "2028-01-01", "2023-01-02"}, []string{"2026-12-31"}},
		{Holiday{Month: 5, Nth: -1, Weekday: time.Monday}, []string{"2026-05-25", "2027-05-31"}, []string{"2026-05-18", "2027-05-24", "2026-06-29"}},
		{Holiday{Month: 1, Nth: 3, Weekday: time.Monday}, []string{"2026-01-19", "2029-01-15"}, []string{"2026-01-12", "2026-01-26"}},
		{Holiday{Month: 11, Nth: 4, Weekday: time.Thursday}, []string{"2026-11-26", "2028-11-23"}, []string{"2028-11-30", "2026-11-19"}},
		{Holiday{}, []string{"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2285-03-22"}, []string{"2026-04-12"}},
		{Holiday{Easter: 39}, []string{"2026-05-14", "2027-05-06"}, nil},
		{Holiday{Month: 2, Day: 29}, []string{"2028-02-29"}, []string{"2027-03-01"}},
	} {
		for want, days := range map[bool][]string{true: c.days, false: c.not} {
			for _, day := range days {
				local, err := time.Parse(time.DateOnly, day)
				if err != nil {
					t.Fatal(err)
				}
				if Closed([]Holiday{c.h}, local) != want {
					t.Errorf("%+v on %s: not %v", c.h, day, want)
				}
			}
		}
	}
}

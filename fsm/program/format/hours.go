package format

import (
	"fmt"
	"regexp"
	"slices"
)

var hoursForm = regexp.MustCompile(`^(?:(\S+) )?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$`)

// Hours is a span of the wall clock, [From, To) in minutes after midnight, on some days of the week,
// Sunday first.
type Hours struct {
	Days     [7]bool
	From, To int
}

// ParseHours reads "Mon-Sat 10:00-20:00", "Sat,Sun 12:00-18:00" or "10:00-20:00" for every day.
func ParseHours(s string) (h Hours, err error) {
	m := hoursForm.FindStringSubmatch(s)
	if m == nil {
		return h, fmt.Errorf("%q is no span of the day; write it like Mon-Sat 10:00-20:00 or 10:00-20:00", s)
	}
	if h.Days, err = ParseWeekdays(m[1]); err != nil {
		return h, err
	}
	if h.From, err = ParseClock(m[2]); err != nil {
		return h, err
	}
	if h.To, err = ParseClock(m[3]); err != nil {
		return h, err
	}
	if h.From >= h.To {
		return h, fmt.Errorf("%q ends before it begins; split what goes over midnight in two", s)
	}
	return h, nil
}

// String writes hours as ParseHours reads them.
func (h Hours) String() string {
	hours := Clock(h.From) + "-" + Clock(h.To)
	if !slices.Contains(h.Days[:], false) {
		return hours
	}
	return Weekdays(h.Days) + " " + hours
}

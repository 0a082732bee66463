package contacts

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// readTime reads a time as tables write it. One without a zone is in the file's; of a date alone it is
// the begin, or the end where that is asked for.
func readTime(s string, zone *time.Location, end bool) (fsm.Moment, string) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return within(t)
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return 0, fmt.Sprintf("%.40q is no time; write it as 2026-11-24T10:30:00-05:00, 2026-11-24 10:30 or 2026-11-24", s)
	}
	if end {
		day = day.AddDate(0, 0, 1).Add(-time.Second)
	}
	return within(day)
}

// within refuses times at which nobody texted.
func within(t time.Time) (fsm.Moment, string) {
	if t.Year() < 1992 || t.Year() > 9999 {
		return 0, fmt.Sprintf("the year %d is none in which anybody texted", t.Year())
	}
	return fsm.At(t), ""
}

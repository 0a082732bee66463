package script

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/program/format"
)

// When is a time by somebody's clock: on a date, on the next such weekday, or on the next day.
type When struct {
	Date    string // "2026-03-02"; empty: the next day that fits
	Weekday int    // Sunday is 0; -1: any day
	Minute  int    // after midnight
}

// firstMorning is when a test begins that does not say when: a Monday.
func firstMorning() When { return When{Date: "2026-01-05", Weekday: -1, Minute: 10 * 60} }

const whenPattern = `^(?:(\d{4}-\d{2}-\d{2}) |([A-Za-z]{3}) )?(\d{1,2}:\d{2})$`

var whenForm = regexp.MustCompile(whenPattern)

// parseWhen reads "2026-03-02 10:00", "Mon 10:00" or "10:00".
func parseWhen(s string) (When, error) {
	none := When{Weekday: -1}
	m := whenForm.FindStringSubmatch(s)
	if m == nil {
		return none, fmt.Errorf("%q is no time; write it like 11:00, Mon 11:00 or 2026-03-02 11:00", s)
	}
	w := When{Date: m[1], Weekday: -1}
	if day, err := time.Parse(time.DateOnly, w.Date); w.Date != "" && (err != nil || day.Year() < 2000 || day.Year() > 2100) {
		return none, fmt.Errorf("%q is no day of the years 2000 to 2100", w.Date)
	}
	if m[2] != "" {
		days := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
		if w.Weekday = slices.Index(days, strings.ToLower(m[2])); w.Weekday < 0 {
			return none, fmt.Errorf("%q is no day of the week; write it like Mon", m[2])
		}
	}
	minute, err := format.ParseClock(m[3])
	if err == nil && minute == 24*60 {
		err = fmt.Errorf("%q is the next day; write 00:00", s)
	}
	w.Minute = minute
	return w, err
}

// parseDate reads a time on a date: "2026-03-02 10:00".
func parseDate(s string) (When, error) {
	w, err := parseWhen(s)
	if err == nil && w.Date == "" {
		err = fmt.Errorf("%q has no date; write it like 2026-03-02 10:00", s)
	}
	return w, err
}

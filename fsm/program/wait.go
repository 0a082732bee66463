package program

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var (
	dateForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	ofForm    = regexp.MustCompile(`^(event\.)?[a-z][a-z0-9_]{0,39}$`)
	clockLike = regexp.MustCompile(`^\d+:`)
)

// parseWait reads a wait, by the person's own clock: "24h", "until 09:00", "1d until Mon-Fri 09:00",
// "until 2026-12-01 10:00", "until 3d before birthday 10:00", "until 2h after event.delivered_at".
func parseWait(s string) (w fsm.Wait, err error) {
	span, until, has := strings.Cut(" "+s, " until ")
	if span = strings.TrimSpace(span); span != "" || !has {
		if w.For, err = format.ParseSpan(span); err != nil || !has {
			return w, err
		}
	}
	words := strings.Fields(until)
	if w.Clock, words, err = lastClock(words); err != nil || len(words) == 0 {
		return w, err
	}
	day := words[len(words)-1]
	around := strings.Join(words[:len(words)-1], " ")
	if err = waitDay(&w, day); err != nil {
		return w, err
	}
	switch {
	case w.Of == "" && around != "":
		return w, fmt.Errorf("%q cannot stand before %q; write it like until Mon 09:00", around, day)
	case span != "" && (w.Of != "" || w.Date != ""):
		return w, fmt.Errorf("%q counts from the text before it and cannot stand with %q; write it like until 3d before birthday 10:00", span, day)
	case around != "":
		w.For, err = parseAround(around)
	}
	return w, err
}

// lastClock takes a time of day from the end of the words.
func lastClock(words []string) (fsm.Clock, []string, error) {
	n := len(words)
	if n == 0 || !clockLike.MatchString(words[n-1]) {
		return 0, words, nil
	}
	c, err := parseClock(words[n-1])
	return c, words[:n-1], err
}

// waitDay reads the day of a wait: days of the week, a date, or what has a date.
func waitDay(w *fsm.Wait, s string) (err error) {
	switch days, no := format.ParseWeekdays(s); {
	case no == nil:
		w.Days = days
	case dateForm.MatchString(s):
		w.Date, err = parseDate(s)
	case ofForm.MatchString(s):
		w.Of = s
	default:
		err = fmt.Errorf("%q is nothing to wait for; after until stands a time of day like 09:30, days of the week, "+
			"a date like 2026-12-01, an attribute or a field like event.starts_at", s)
	}
	return err
}

// parseAround reads "3d before" as less than nothing, and "2h after".
func parseAround(s string) (time.Duration, error) {
	span, side, _ := strings.Cut(s, " ")
	if !slices.Contains([]string{"before", "after"}, side) {
		return 0, fmt.Errorf("%q says neither before nor after; write it like 3d before or 2h after", s)
	}
	d, err := format.ParseSpan(span)
	if side == "before" {
		d = -d
	}
	return d, err
}

func parseClock(s string) (fsm.Clock, error) {
	minute, err := format.ParseClock(s)
	if err != nil {
		return 0, err
	}
	return fsm.ClockAt(minute), nil
}

func parseDate(s string) (string, error) {
	_, err := time.Parse(time.DateOnly, s)
	return of(s, func(string) bool { return err == nil }, "is no date; write it like 2026-12-01")
}

// parseMoment reads a moment by the shop's clock.
func parseMoment(s string) (string, error) {
	_, err := time.Parse("2006-01-02 15:04", s)
	return of(s, func(string) bool { return err == nil }, "is no day with a time; write it like 2026-11-27 10:00")
}

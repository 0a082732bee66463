package program

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

var (
	spanForm   = regexp.MustCompile(`^(\d{1,5}[smhdw])+$`)
	partForm   = regexp.MustCompile(`(\d+)([smhdw])`)
	rateForm   = regexp.MustCompile(`^(\d{1,4}) per (\S+)$`)
	clockForm  = regexp.MustCompile(`^(\d{1,2}):(\d{2})$`)
	windowForm = regexp.MustCompile(`^(?:(\S+) )?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$`)
)

var units = map[string]time.Duration{
	"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
}

const longest = 5 * 366 * 24 * time.Hour

// parseDuration reads "90m", "24h", "3d", "2w" or "1d12h"; a day is 24 hours.
func parseDuration(s string) (time.Duration, error) {
	if !spanForm.MatchString(s) {
		return 0, fmt.Errorf("%q is no span of time; write it like 30s, 90m, 24h, 3d, 2w or 1d12h", s)
	}
	var total time.Duration
	for _, part := range partForm.FindAllStringSubmatch(s, -1) {
		n, _ := strconv.Atoi(part[1])
		total += time.Duration(n) * units[part[2]]
		if total > longest {
			return 0, fmt.Errorf("%q is too long; the longest span is 5 years (1830d)", s)
		}
	}
	if total <= 0 {
		return 0, fmt.Errorf("%q is no time at all; leave the key out", s)
	}
	return total, nil
}

// rate is so many in a span.
type rate struct {
	n   int
	per time.Duration
}

// parseRate reads "1 per 365d".
func parseRate(s string) (rate, error) {
	m := rateForm.FindStringSubmatch(s)
	if m == nil {
		return rate{}, fmt.Errorf("%q is no rate; write it like 1 per 365d or 4 per 7d", s)
	}
	n, _ := strconv.Atoi(m[1])
	per, err := parseDuration(m[2])
	if err == nil && n == 0 {
		err = fmt.Errorf("%q lets nothing through; the least is 1", s)
	}
	return rate{n, per}, err
}

// parseClock reads "09:30" as minutes after midnight; 24:00 is the end of the day.
func parseClock(s string) (int, error) {
	m := clockForm.FindStringSubmatch(s)
	if m != nil {
		hour, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		if minute < 60 && hour*60+minute <= 24*60 {
			return hour*60 + minute, nil
		}
	}
	return 0, fmt.Errorf("%q is no time of day; write it like 09:30", s)
}

// parseWindow reads "Mon-Sat 10:00-20:00", "Sat,Sun 12:00-18:00" or "10:00-20:00" for every day.
func parseWindow(s string) (fsm.Window, error) {
	m := windowForm.FindStringSubmatch(s)
	if m == nil {
		return fsm.Window{}, fmt.Errorf("%q is no span of the day; write it like Mon-Sat 10:00-20:00 or 10:00-20:00", s)
	}
	days, err := parseDays(m[1])
	if err != nil {
		return fsm.Window{}, err
	}
	w := fsm.Window{Days: days}
	if w.From, err = parseClock(m[2]); err != nil {
		return w, err
	}
	if w.To, err = parseClock(m[3]); err != nil {
		return w, err
	}
	if w.From >= w.To {
		return w, fmt.Errorf("%q ends before it begins; split what goes over midnight in two", s)
	}
	return w, nil
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// parseDays reads "Mon-Fri", "Sat,Sun", or nothing for all days.
func parseDays(s string) (days [7]bool, err error) {
	if s == "" {
		return [7]bool{true, true, true, true, true, true, true}, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, to := weekday(first), weekday(last)
		if from < 0 || to < 0 {
			return days, fmt.Errorf("%q is no day or span of days; write it like Mon, Mon-Fri or Sat,Sun", part)
		}
		for day := from; ; day = (day + 1) % 7 {
			days[day] = true
			if day == to {
				break
			}
		}
	}
	return days, nil
}

func weekday(s string) int {
	for i, name := range weekdays {
		if strings.EqualFold(s, name) {
			return i
		}
	}
	return -1
}

// parsePercent reads "4%" or "1.5%" as a share of 1.
func parsePercent(s string) (float64, error) {
	number, ok := strings.CutSuffix(s, "%")
	p, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(p >= 0 && p <= 100) {
		return 0, fmt.Errorf("%q is no percentage; write it like 4%% or 1.5%%", s)
	}
	return p / 100, nil
}

// parsePace reads segments per second.
func parsePace(s string) (float64, error) {
	p, err := strconv.ParseFloat(s, 64)
	if err != nil || !(p > 0 && p <= 1000) {
		return 0, fmt.Errorf("%q is no pace; write the segments per second, from above 0 to 1000", s)
	}
	return p, nil
}

package format

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What the units look like, for the schema; the parsers say more.
const (
	SpanForm  = `^(\d{1,5}[smhdw])+$`
	DaysForm  = `^\d{1,4}[dw]$`
	RateForm  = `^\d{1,4} per (\d{1,5}[smhdw])+$`
	ClockForm = `^\d{1,2}:\d{2}$`
)

var (
	spanForm  = regexp.MustCompile(SpanForm)
	daysForm  = regexp.MustCompile(DaysForm)
	partForm  = regexp.MustCompile(`(\d+)([smhdw])`)
	rateForm  = regexp.MustCompile(`^(\d{1,4}) per (\S+)$`)
	clockForm = regexp.MustCompile(`^(\d{1,2}):(\d{2})$`)
)

var units = map[string]time.Duration{
	"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
}

const longest = 5 * 366 * 24 * time.Hour

// ParseSpan reads "90m", "24h", "3d", "2w" or "1d12h"; a day is 24 hours.
func ParseSpan(s string) (time.Duration, error) {
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

// Span writes a span of whole seconds as ParseSpan reads it: a day and what is not much longer in hours.
func Span(d time.Duration) string {
	var b strings.Builder
	day := units["d"]
	for _, unit := range []string{"d", "h", "m", "s"} {
		if unit == "d" && d < 3*day && d != 2*day {
			continue
		}
		if n := d / units[unit]; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit)
			d %= units[unit]
		}
	}
	return b.String()
}

// ParseDays reads "30d" or "6w" as days.
func ParseDays(s string) (int, error) {
	if daysForm.MatchString(s) {
		if d, err := ParseSpan(s); err == nil {
			return int(d / units["d"]), nil
		}
	}
	return 0, fmt.Errorf("%q is no number of days; write it like 30d or 6w, at most 1830d", s)
}

// Days writes days as ParseDays reads them.
func Days(n int) string { return strconv.Itoa(n) + "d" }

// Rate is so many in a span.
type Rate struct {
	N   int
	Per time.Duration
}

// ParseRate reads "1 per 365d".
func ParseRate(s string) (Rate, error) {
	m := rateForm.FindStringSubmatch(s)
	if m == nil {
		return Rate{}, fmt.Errorf("%q is no rate; write it like 1 per 365d or 4 per 7d", s)
	}
	n, _ := strconv.Atoi(m[1])
	per, err := ParseSpan(m[2])
	if err == nil && n == 0 {
		err = fmt.Errorf("%q lets nothing through; the least is 1", s)
	}
	return Rate{n, per}, err
}

// String writes a rate of whole seconds as ParseRate reads it.
func (r Rate) String() string { return fmt.Sprintf("%d per %s", r.N, Span(r.Per)) }

// ParseClock reads "09:30" as minutes after midnight; 24:00 is the end of the day.
func ParseClock(s string) (int, error) {
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

// Clock writes minutes after midnight as ParseClock reads them.
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// ParsePercent reads "4%" or "1.5%" as a share of 1.
func ParsePercent(s string) (float64, error) {
	number, ok := strings.CutSuffix(s, "%")
	share, err := strconv.ParseFloat(number+"e-2", 64)
	if !ok || err != nil || !(share >= 0 && share <= 1) {
		return 0, fmt.Errorf("%q is no percentage; write it like 4%% or 1.5%%", s)
	}
	return share, nil
}

// Percent writes a share of 1 as ParsePercent reads it.
func Percent(share float64) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(share, 'f', -1, 64), ".")
	part += "00"
	percent := strings.TrimLeft(whole+part[:1], "0") + part[1:2] + "." + part[2:]
	return strings.TrimSuffix(strings.TrimRight(percent, "0"), ".") + "%"
}

package format

import (
	"fmt"
	"slices"
	"strings"
)

// WeekdaysForm is what days of the week look like, in regular expressions.
const WeekdaysForm = `[A-Za-z]{3}([-,][A-Za-z]{3})*`

var weekdays = []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// ParseWeekdays reads "Mon-Fri", "Sat,Sun", or nothing for all days. Sunday is the first.
func ParseWeekdays(s string) (days [7]bool, err error) {
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

// Weekdays writes days as ParseWeekdays reads them; all of them as Mon-Sun.
func Weekdays(days [7]bool) string {
	var parts []string
	for i := 1; i <= 7; i++ { // a week as people see it: Monday first
		if !days[i%7] {
			continue
		}
		first := i
		for i < 7 && days[(i+1)%7] {
			i++
		}
		part := weekdays[first%7]
		if i > first {
			part += "-" + weekdays[i%7]
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}

func weekday(s string) int {
	return slices.IndexFunc(weekdays, func(name string) bool { return strings.EqualFold(s, name) })
}

package law

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

var (
	datedForm   = regexp.MustCompile(`^([a-z]+) (\d{1,2})$`)
	weekdayForm = regexp.MustCompile(`^(first|second|third|fourth|last) ([a-z]+) of ([a-z]+)$`)
	easterForm  = regexp.MustCompile(`^easter(?: \+(\d{1,2}))?$`)
	months      = names(12, func(i int) string { return time.Month(i + 1).String() })
	weekdays    = names(7, func(i int) string { return time.Weekday(i).String() })
	counts      = []string{"last", "", "first", "second", "third", "fourth"} // from -1 on
)

const observed = " observed"

func names(n int, name func(int) string) (list []string) {
	for i := range n {
		list = append(list, strings.ToLower(name(i)))
	}
	return list
}

// parseHoliday reads "january 1", "last monday of may", "easter +1", and each with observed after it.
func parseHoliday(s string) (quiet.Holiday, error) {
	words, onWeekday := strings.CutSuffix(s, observed)
	h := quiet.Holiday{Observed: onWeekday}
	if m := easterForm.FindStringSubmatch(words); m != nil {
		h.Easter, _ = strconv.Atoi(m[1])
		return h, nil
	}
	if m := datedForm.FindStringSubmatch(words); m != nil {
		h.Month = time.Month(slices.Index(months, m[1]) + 1)
		h.Day, _ = strconv.Atoi(m[2])
		if leap := time.Date(2024, h.Month, h.Day, 0, 0, 0, 0, time.UTC); h.Month > 0 && leap.Month() == h.Month && h.Day > 0 {
			return h, nil
		}
	}
	if m := weekdayForm.FindStringSubmatch(words); m != nil {
		weekday := slices.Index(weekdays, m[2])
		h.Nth, h.Weekday = slices.Index(counts, m[1])-1, time.Weekday(weekday)
		h.Month = time.Month(slices.Index(months, m[3]) + 1)
		if weekday >= 0 && h.Month > 0 {
			return h, nil
		}
	}
	return quiet.Holiday{}, fmt.Errorf("%q is no day of the year and no calendar; write it like january 1, first monday of september, "+
		"last monday of may or easter +1, or name a calendar", s)
}

// HolidayText writes a holiday as Rules.Holidays reads it.
func HolidayText(h quiet.Holiday) any {
	month := strings.ToLower(h.Month.String())
	var words string
	switch {
	case h.Month == 0 && h.Easter == 0:
		words = "easter"
	case h.Month == 0:
		words = fmt.Sprintf("easter +%d", h.Easter)
	case h.Nth == 0:
		words = fmt.Sprintf("%s %d", month, h.Day)
	case h.Nth < -1 || h.Nth > 4:
		words = fmt.Sprintf("%d %s of %s", h.Nth, strings.ToLower(h.Weekday.String()), month)
	default:
		words = counts[h.Nth+1] + " " + strings.ToLower(h.Weekday.String()) + " of " + month
	}
	if h.Observed {
		words += observed
	}
	return words
}

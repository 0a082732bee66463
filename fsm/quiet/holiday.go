package quiet

import "time"

// Holiday is a day that comes every year: a date, the nth weekday of a month, or so many days after
// Easter Sunday.
type Holiday struct {
	Month    time.Month // 0: by Easter
	Day      int        // of the month
	Nth      int        // in place of Day: 1 the first such weekday of the month, -1 the last
	Weekday  time.Weekday
	Easter   int  // days after Easter Sunday
	Observed bool // one on a Saturday closes the Friday, too, and one on a Sunday the Monday
}

// Closed tells whether a local day is one of the holidays, or one on which one of them is observed.
func Closed(holidays []Holiday, local time.Time) bool {
	y, m, d := local.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for _, h := range holidays {
		if h.on(today) {
			return true
		}
	}
	return false
}

func (h Holiday) on(day time.Time) bool {
	if h.is(day) {
		return true
	}
	switch {
	case !h.Observed:
		return false
	case day.Weekday() == time.Friday:
		return h.is(day.AddDate(0, 0, 1))
	case day.Weekday() == time.Monday:
		return h.is(day.AddDate(0, 0, -1))
	}
	return false
}

func (h Holiday) is(day time.Time) bool {
	y, m, d := day.Date()
	switch {
	case h.Month == 0:
		return easter(y).AddDate(0, 0, h.Easter).Equal(day)
	case h.Nth == 0:
		return m == h.Month && d == h.Day
	case m != h.Month || day.Weekday() != h.Weekday:
		return false
	case h.Nth < 0:
		return day.AddDate(0, 0, 7).Month() != m
	}
	return (d+6)/7 == h.Nth
}

// easter is Easter Sunday of the western churches, by the anonymous Gregorian algorithm.
func easter(year int) time.Time {
	golden, century, rest := year%19, year/100, year%100
	moon := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	sunday := (32 + 2*(century%4) + 2*(rest/4) - moon - rest%4) % 7
	late := (golden + 11*moon + 22*sunday) / 451
	n := moon + sunday - 7*late + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

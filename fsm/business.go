package fsm

import "time"

// RevocationDays is how many business days after a text that may be a revocation it has to be obeyed.
const RevocationDays = 10

// lookBy is when a text that may be a revocation must have been looked at: the end of the tenth
// business day after it, by the shop's clock.
func (p *Program) lookBy(at Moment) Moment {
	day := at.Time().In(p.zone)
	for left := RevocationDays; left > 0; {
		day = atMinute(day, 1, 0)
		if businessDay(day) {
			left--
		}
	}
	return At(atMinute(day, 1, 0))
}

// BusinessDaysLeft counts the business days from now until a moment, today among them.
func (p *Program) BusinessDaysLeft(now, until Moment) int {
	n := 0
	for day := now.Time().In(p.zone); At(day) < until && n <= 2*RevocationDays; day = atMinute(day, 1, 0) {
		if businessDay(day) {
			n++
		}
	}
	return n
}

// businessDay tells whether a day is neither on a weekend nor a federal holiday of the United States.
func businessDay(day time.Time) bool {
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !federalHoliday(day)
}

// federalHoliday tells whether a weekday is a federal holiday. One that falls on a Saturday is kept on
// the Friday before, one on a Sunday on the Monday after.
func federalHoliday(day time.Time) bool {
	if fixedHoliday(day) {
		return true
	}
	switch day.Weekday() {
	case time.Friday:
		if fixedHoliday(day.AddDate(0, 0, 1)) {
			return true
		}
	case time.Monday:
		if fixedHoliday(day.AddDate(0, 0, -1)) {
			return true
		}
	}
	week, last := (day.Day()-1)/7+1, day.AddDate(0, 0, 7).Month() != day.Month()
	switch day.Month() {
	case time.January, time.February: // Martin Luther King, Washington
		return day.Weekday() == time.Monday && week == 3
	case time.May: // Memorial Day
		return day.Weekday() == time.Monday && last
	case time.September: // Labor Day
		return day.Weekday() == time.Monday && week == 1
	case time.October: // Columbus Day
		return day.Weekday() == time.Monday && week == 2
	case time.November: // Thanksgiving
		return day.Weekday() == time.Thursday && week == 4
	}
	return false
}

// fixedHoliday tells whether a day is a holiday by its date.
func fixedHoliday(day time.Time) bool {
	_, month, date := day.Date()
	switch month {
	case time.January:
		return date == 1
	case time.June:
		return date == 19
	case time.July:
		return date == 4
	case time.November:
		return date == 11
	case time.December:
		return date == 25
	}
	return false
}

package fsm

import (
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

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
	return weekday != time.Saturday && weekday != time.Sunday && !quiet.Closed(federalHolidays, day)
}

// federalHolidays are those of 5 U.S.C. 6103, which close the Friday before a Saturday, or the Monday after
// a Sunday.
var federalHolidays = []quiet.Holiday{
	{Month: time.January, Day: 1, Observed: true},
	{Month: time.January, Nth: 3, Weekday: time.Monday},    // Martin Luther King
	{Month: time.February, Nth: 3, Weekday: time.Monday},   // Washington
	{Month: time.May, Nth: -1, Weekday: time.Monday},       // Memorial Day
	{Month: time.June, Day: 19, Observed: true},            // Juneteenth
	{Month: time.July, Day: 4, Observed: true},             // Independence
	{Month: time.September, Nth: 1, Weekday: time.Monday},  // Labor Day
	{Month: time.October, Nth: 2, Weekday: time.Monday},    // Columbus
	{Month: time.November, Day: 11, Observed: true},        // Veterans
	{Month: time.November, Nth: 4, Weekday: time.Thursday}, // Thanksgiving
	{Month: time.December, Day: 25, Observed: true},
}

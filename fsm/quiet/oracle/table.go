package oracle

import "strings"

// span is the open part of a day in minutes after midnight: from ≤ minute < to.
type span struct{ from, to int }

// rule is what a jurisdiction allows from a local date on.
type rule struct {
	since    string // first local date, such as 2025-09-01; "" since ever
	week     [7]span
	holidays func(date string) bool // local dates without an open minute; nil where none counts
}

// anyTime is a jurisdiction that sets no hours.
const anyTime = 24 * 60

// daily is the same hours on every day of the week.
func daily(from, to int) [7]span { return week(span{from * 60, to * 60}, span{from * 60, to * 60}) }

// week is the hours of Monday to Saturday, and of Sunday.
func week(days, sunday span) [7]span {
	return [7]span{sunday, days, days, days, days, days, days}
}

// closed is a day without an open minute.
func closed() span { return span{} }

// hours is an open span in whole hours.
func hours(from, to int) span { return span{from * 60, to * 60} }

// federal is the United States' floor: no solicitation before 8 and from 21 on.
func federal() rule { return rule{week: daily(8, 21)} }

// careful is for whoever's jurisdiction nobody knows.
func careful() rule {
	return rule{week: week(hours(10, 20), hours(12, 20)), holidays: usHoliday}
}

// rulesOf lists what a jurisdiction has set, oldest first; the last one in force counts.
func rulesOf(region string) []rule {
	early := rule{week: daily(8, 20)}
	weekdays := rule{week: week(hours(8, 20), closed()), holidays: usHoliday}
	switch region {
	case "US-FL", "US-WA", "US-MD", "US-NJ":
		return []rule{early}
	case "US-LA", "US-AL", "US-MS", "US-MA", "US-WY": // several of them bar Sundays and holidays; which ones is not sure
		return []rule{weekdays}
	case "US-OK":
		return []rule{federal(), from("2022-11-01", early)}
	case "US-CT":
		return []rule{federal(), from("2023-10-01", rule{week: daily(9, 20)})}
	case "US-OR":
		return []rule{federal(), from("2026-01-01", early)}
	case "US-TX":
		return []rule{federal(), from("2025-09-01", rule{week: week(hours(9, 21), hours(12, 21))})}
	case "US-PA":
		return []rule{{week: daily(8, 21), holidays: usHoliday},
			from("2026-10-18", rule{week: week(hours(9, 19), closed()), holidays: usHoliday})}
	case "US-KY":
		return []rule{{week: daily(10, 21)}}
	case "US-RI":
		week := daily(9, 18)
		week[6], week[0] = hours(10, 17), closed() // that texts may go on Sundays, only some say
		return []rule{{week: week}}
	case "US-CA", "US-IL", "US-MI", "US-MN":
		return []rule{{week: daily(9, 21)}}
	case "FR":
		return []rule{{week: week(hours(8, 20), closed()), holidays: frenchHoliday}}
	case "IN":
		return []rule{{week: daily(10, 21)}}
	}
	switch country, _, part := strings.Cut(region, "-"); {
	case country == "US" && part: // a state without hours of its own
		return []rule{federal()}
	case country == "US", country == "", country == unknown:
		return []rule{careful()}
	}
	return []rule{{week: week(span{0, anyTime}, span{0, anyTime})}} // a country that sets no hours
}

// from is a rule that holds from a date on.
func from(date string, r rule) rule {
	r.since = date
	return r
}

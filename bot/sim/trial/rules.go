package trial

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet/oracle"
)

// What the checkers know of the program by heart. They ask none of the code that they judge.
const (
	capDay, capWeek = 2, 6           // unasked marketing texts in 24 h and in 7 d
	capPromo        = 2              // of them offers, in 14 d
	gap             = 2 * time.Hour  // between two of them
	bought          = 48 * time.Hour // after a purchase there is no offer; the program says 3 days, begun ones too
	shipAfter       = 10 * time.Minute
	tipAfter        = 90 * time.Minute
	giftEvery       = 30 * 24 * time.Hour // one gift a person
	bonusPrefix     = "TRY-"
	bonusCode       = 12                 // characters of a code that is made
	readyTries      = 5                  // of a text in doubt that may go again
	readyBy         = 3 * time.Hour      // after which it is not waited for any more
	doubtless       = 2 * 24 * time.Hour // a text that was released has gone by then, or never goes
	spread          = 3 * 24 * time.Hour // within which all have what comes by a schedule
	talk            = time.Hour          // a text this soon after the person's own may be an answer
	lateAfter       = 24 * time.Hour     // an older event starts nothing
)

// places are where the people of a story live: area codes, each in one zone and one state.
func places() []struct{ area, zone, region string } {
	return []struct{ area, zone, region string }{
		{"212", "America/New_York", "US-NY"}, {"305", "America/New_York", "US-FL"}, {"213", "America/Los_Angeles", "US-CA"},
		{"214", "America/Chicago", "US-TX"}, {"808", "Pacific/Honolulu", "US-HI"}, {"617", "America/New_York", "US-MA"},
	}
}

// phone is the number of a person.
func phone(who int) fsm.Phone {
	return fsm.Phone("+1" + places()[who%len(places())].area + "555020" + string(rune('0'+who%10)))
}

// person is who has a number; -1: nobody of the story.
func person(number string) int {
	for who := range people {
		if string(phone(who)) == number {
			return who
		}
	}
	return -1
}

// open tells whether both the program's hours and the law let unasked texts go at a time where a person
// lives.
func open(at time.Time, who int) bool {
	place := places()[who%len(places())]
	zone, err := time.LoadLocation(place.zone)
	if err != nil {
		return false
	}
	local, from := at.In(zone), 10
	if local.Weekday() == time.Sunday {
		from = 12
	}
	lawful, _ := oracle.Allowed(at, []string{place.zone}, []string{place.region})
	return lawful && local.Hour() >= from && local.Hour() < 20
}

// name is what stands in brackets at the begin of a text: "sale.offer k17"; empty where nothing does.
func name(body string) string {
	inner, bracketed := strings.CutPrefix(body, "[")
	name, _, closed := strings.Cut(inner, "]")
	if !bracketed || !closed {
		return ""
	}
	return name
}

// marketing tells whether a text promotes, by its name.
func marketing(name string) bool {
	return slices.ContainsFunc([]string{"ask.", "sale.", "drip.", "news.", "cast.", "gift.", "bonus."}, func(s string) bool { return strings.HasPrefix(name, s) })
}

// answers tells whether a text may be one to what a person texted: of the program's marketing the one workflow
// that an opt-in starts. All else comes of the shop's events, of schedules and of broadcasts.
func answers(name string) bool { return strings.HasPrefix(name, "ask.") }

// stops tells whether a text is a wish to get no more, of those that stories hold.
func stops(body string) bool {
	return slices.Contains([]string{"STOP", "stop", "Stop texting me please", "unsubscribe", "STOP.", "Alto"}, body)
}

// byTheWay is a wish to get no more that is no keyword, and so no carrier takes it for one.
const byTheWay = "please remove me from your list"

// starts tells whether a text may bring consent back.
func starts(body string) bool { return slices.Contains([]string{"START", "JOIN", "YES"}, body) }

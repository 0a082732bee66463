package trial

import (
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// shop is where the shop's clock hangs.
func shop() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return time.UTC
	}
	return zone
}

// castAt is when the broadcast comes.
func castAt() time.Time { return time.Date(2026, 10, 5, 14, 0, 0, 0, shop()) }

// scheduled looks for news that left at another time than the one day of the month and the hours after
// it, or twice in a month.
func scheduled(e *evidence) (found []string) {
	for who := range people {
		last := ""
		for _, s := range e.to(who) {
			if name(s.Body) != "news.letter" {
				continue
			}
			local := s.StartedAt.In(shop())
			due := time.Date(local.Year(), local.Month(), 15, 11, 0, 0, 0, shop())
			month := local.Format("2006-01")
			if local.Before(due) || local.Sub(due) > spread || month == last {
				found = append(found, about(s)+", where it was due on the 15th at 11:00, once")
			}
			last = month
		}
	}
	return found
}

// broadcast looks for the word to buyers that left at another time, twice, or to who had bought nothing.
func broadcast(e *evidence) (found []string) {
	for who := range people {
		n := 0
		for _, s := range e.to(who) {
			if name(s.Body) != "cast.word" {
				continue
			}
			n++
			if s.StartedAt.Before(castAt()) || s.StartedAt.Sub(castAt()) > spread || n > 1 || !e.bought(who, s.StartedAt) {
				found = append(found, about(s)+", where it was due on October 5th at 14:00, once, to buyers")
			}
		}
	}
	return found
}

// bought tells whether a person had bought by a time.
func (e *evidence) bought(who int, by time.Time) bool {
	return slices.ContainsFunc(e.events, func(v event) bool { return v.Who == who && v.Text == fsm.Purchase && !v.posted().After(by) })
}

// passedOver looks for people whom a schedule or broadcast was for, all the while consenting, and who got
// nothing, and nothing says why.
func passedOver(e *evidence) (found []string) {
	dues := map[time.Time]string{castAt(): "cast.word"}
	for month := range 12 * 6 {
		dues[time.Date(2026, time.Month(1+month), 15, 11, 0, 0, 0, shop())] = "news.letter"
	}
	for due, text := range dues {
		from, to := due.Add(-time.Hour), due.Add(spread)
		if from.Before(e.story.Start) || to.After(e.end) {
			continue
		}
		for who := range people {
			s := &e.stored[who]
			if !s.consents(from, to) || e.shut(who, to) || !e.erased(who).Before(from) || text == "cast.word" && !e.acknowledged(who, from) {
				continue
			}
			got := slices.ContainsFunc(e.to(who), func(s faketwilio.Sent) bool {
				return name(s.Body) == text && !s.StartedAt.Before(due) && s.StartedAt.Before(to)
			})
			if !got && !s.says(text, due, to) {
				found = append(found, fmt.Sprintf("%s of %s never came to person %d, and nothing says why", text, due.Format(time.RFC3339), who))
			}
		}
	}
	return found
}

// shut tells whether a carrier may keep texts from a person by a time: consent that is given elsewhere does
// not lift that.
func (e *evidence) shut(who int, by time.Time) bool {
	return slices.ContainsFunc(e.from(who), func(r faketwilio.Received) bool { return (stops(r.Body) || r.Body == byTheWay) && r.At.Before(by) }) ||
		slices.ContainsFunc(e.story.Deeds, func(d Deed) bool {
			return d.Kind == Blocks && d.Who == who && e.story.Start.Add(d.At).Before(by)
		})
}

// acknowledged tells whether a purchase of a person was acknowledged by a time, and nothing erased it.
func (e *evidence) acknowledged(who int, by time.Time) bool {
	return slices.ContainsFunc(e.events, func(v event) bool {
		return v.Who == who && v.Text == fsm.Purchase && v.acked.Before(by) && v.acked.After(e.erased(who))
	})
}

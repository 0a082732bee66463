package trial

import (
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

func promo(s faketwilio.Sent) bool { return strings.HasPrefix(name(s.Body), "sale.") }

// suppressed looks for offers that left soon after a purchase that was acknowledged.
func suppressed(e *evidence) (found []string) {
	for _, v := range e.events {
		if v.Text != "purchase" {
			continue
		}
		for _, s := range e.to(v.Who) {
			if promo(s) && s.StartedAt.After(v.acked) && s.StartedAt.Sub(v.at) < bought {
				found = append(found, fmt.Sprintf("%s, after a purchase at %s", about(s), v.at.Format(time.RFC3339)))
			}
		}
	}
	return found
}

// scheduled looks for news that left at another time than the one day of the month and the hours after
// it, or twice in a month.
func scheduled(e *evidence) (found []string) {
	shop, err := time.LoadLocation("America/New_York")
	if err != nil {
		return []string{err.Error()}
	}
	for who := range people {
		last := ""
		for _, s := range e.to(who) {
			if name(s.Body) != "news.letter" {
				continue
			}
			local := s.StartedAt.In(shop)
			due := time.Date(local.Year(), local.Month(), 15, 11, 0, 0, 0, shop)
			month := local.Format("2006-01")
			if local.Before(due) || local.Sub(due) > 3*24*time.Hour || month == last {
				found = append(found, about(s)+", where it was due on the 15th at 11:00, once")
			}
			last = month
		}
	}
	return found
}

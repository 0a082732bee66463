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

package trial

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// tries is how often a text goes at most where nobody can tell whether it went.
func tries(text string) int {
	if strings.HasPrefix(text, "ready.") {
		return readyTries
	}
	return 1
}

// again looks for texts that may come twice when in doubt, and came too often, too soon to have been given
// up, or after a report had told that they went.
func again(e *evidence) (found []string) {
	for who := range people {
		copies := map[string][]faketwilio.Sent{}
		for _, s := range e.to(who) {
			if n := name(s.Body); strings.HasPrefix(n, "ready.") {
				copies[n] = append(copies[n], s)
			}
		}
		for _, v := range e.events {
			list := copies["ready.note "+v.Key]
			for i := range list {
				if v.Who == who && i > 0 && (i >= readyTries || list[i].StartedAt.Before(v.posted().Add(readyBy)) || e.reported(list[i-1], list[i].StartedAt)) {
					found = append(found, fmt.Sprintf("%s for the %d. time; the one before left at %s", about(list[i]), i+1, list[i-1].StartedAt.Format(time.RFC3339)))
				}
			}
		}
	}
	return found
}

// reported tells whether a report of a text was taken before a time.
func (e *evidence) reported(s faketwilio.Sent, before time.Time) bool {
	return slices.ContainsFunc(e.reports, func(c faketwilio.Callback) bool { return c.SID == s.SID && c.Answer/100 == 2 && c.At.Before(before) })
}

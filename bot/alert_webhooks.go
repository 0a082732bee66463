package bot

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// toldWithin is how soon webhooks are told of what happens.
const toldWithin = time.Hour

// deaf finds webhooks that are not told of what happens.
func (s *signs) deaf() (list []Alert) {
	for i := range s.webhooks {
		w := &s.webhooks[i]
		a := Alert{Rule: fsm.AlertWebhook, About: w.Name, Undo: "mend the endpoint; then POST /v1/webhooks/" + w.Name + "/retry sends again what was given up"}
		switch age := s.at.Sub(w.Oldest); {
		case w.Gone:
			a.Evidence, a.Undo = fmt.Sprintf("it answered 410, and %d announcements wait", w.Waiting), "deploy a program with another url for it, or without it"
		case w.Dead > 0:
			a.Evidence = fmt.Sprintf("%d announcements were given up; the last failure: %s", w.Dead, w.Error)
		case w.Oldest > 0 && age > toldWithin:
			a.Evidence = fmt.Sprintf("the oldest of %d announcements waits since %s; the last failure: %s", w.Waiting, age.Round(time.Minute), w.Error)
		default:
			continue
		}
		list = append(list, a)
	}
	return list
}

package fsm

import (
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// maxOpenings bounds how many spans of business hours, and holidays, are looked at for a time: more than the longest time
// has minutes.
const maxOpenings = 6000

// businessLater is the moment at which some business time has passed. Where nobody is ever there, it passes as any other.
func (p *Program) businessLater(from Moment, span time.Duration) Moment {
	t := from.Time().In(p.zone)
	for range maxOpenings {
		open := opening(p.Hours, t)
		if open.IsZero() {
			break
		}
		if quiet.Closed(p.Support.Holidays, open) {
			t = atMinute(open, 1, 0)
			continue
		}
		end, _ := closing(p.Hours, open)
		if left := end.Sub(open); left < span {
			span -= left
			t = end
			continue
		}
		return At(open.Add(span))
	}
	return from.Add(span)
}
